"""Who may do what. Everyone asks here: the admin for its pages, choices and submitted values."""

from typing import Any, Literal

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Model, QuerySet

Action = Literal["view", "add", "change", "delete"]
User = AbstractBaseUser | AnonymousUser


class Permissions:
    """The answers to all questions of permission, from Django's permissions of each model."""

    def may(
        self, user: User, action: Action, model: type[Model], *, row: Model | None = None
    ) -> bool:
        """Whether an official may do this to `row`, or to some row where none is given."""
        if not (user.is_active and getattr(user, "is_staff", False)):
            return False
        if not isinstance(user, PermissionsMixin):
            return False
        options = model._meta  # noqa: SLF001
        return user.has_perm(f"{options.app_label}.{get_permission_codename(action, options)}")

    def visible(self, user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that an official may see in lists and open."""
        return rows

    def choosable(self, user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that an official may refer to in what he records."""
        return rows


permissions = Permissions()
