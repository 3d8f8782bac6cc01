"""The faults of a row that it has in itself, found without asking the database."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ForeignKey, Model

from competitions.models.constraints import condition_faults


def own_faults(row: Model) -> list[tuple[str, str]]:
    """Fields and what is wrong with them, in the order of Django's validation: what each field can
    hold, then the named constraints. Foreign keys and uniqueness are left to whoever chose them.
    """
    passed_over = {
        field.name
        for field in row._meta.fields  # noqa: SLF001 - documented by Django
        if isinstance(field, ForeignKey) or not field.editable
    }
    found: list[tuple[str, str]] = []
    for check in (lambda: row.clean_fields(exclude=passed_over), row.clean):
        try:
            check()
        except ValidationError as error:
            found += _said(error)
    return found or _said(ValidationError(condition_faults(row)))


def _said(error: ValidationError) -> list[tuple[str, str]]:
    return [
        ("" if field == NON_FIELD_ERRORS else field, message)
        for field, messages in error.message_dict.items()
        for message in messages
    ]
