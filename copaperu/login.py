"""How officials come in: not by trying passwords until one fits."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from competitions.core.names import fold
from competitions.services.throttling import address_of, has_been_too_often, is_too_often

OF_A_NAME_FROM_AN_ADDRESS, OF_A_NAME, OF_AN_ADDRESS = 10, 100, 200
"""Attempts that may fail in ten minutes. Strangers must not lock an official out on a Sunday, and a
whole town can share the address of its telephones."""


class LoginForm(AdminAuthenticationForm):
    error_messages = AdminAuthenticationForm.error_messages | {
        "too_often": _(
            "Too many attempts have failed. Wait ten minutes. Whoever forgot his password gets a "
            "link for a new one from the official above him."
        )
    }

    def clean(self) -> dict[str, Any]:
        if self.request is None:
            return super().clean()
        name, address = fold(self.cleaned_data.get("username", "")), address_of(self.request)
        limits = {
            f"{name} {address}": OF_A_NAME_FROM_AN_ADDRESS,
            f"name {name}": OF_A_NAME,
            f"address {address}": OF_AN_ADDRESS,
        }
        if has_been_too_often("login", limits):
            raise ValidationError(self.error_messages["too_often"], code="too_often")
        try:
            return super().clean()
        except ValidationError:
            is_too_often("login", limits)
            raise
