"""How a change is told: in the words of the form, not in codes."""

import re
from typing import Any

from django.db.models import BooleanField, Model
from django.utils.translation import gettext
from simple_history.template_utils import HistoricalRecordContextHelper

_PACK = re.compile(r"season pack (\d{4})")


class ReadableChange(HistoricalRecordContextHelper):
    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)  # noqa: SLF001 - documented by Django
        if value is None or value == "":
            return "·"
        if isinstance(field, BooleanField):
            return gettext("Yes") if value else gettext("No")
        if field.choices and not isinstance(value, Model):
            return str(dict(field.flatchoices).get(value, value))
        return value


def readable_reason(reason: str | None) -> str:
    """The reason that a program left, as a sentence; what a person wrote as it stands."""
    if not reason:
        return ""
    if pack := _PACK.fullmatch(reason):
        return gettext("Loaded from the files of the season %(year)s.") % {"year": pack[1]}
    return gettext("Loaded with the geography of Peru.") if reason == "geography" else reason
