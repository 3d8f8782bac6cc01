"""Tokens of rows in the forms of the admin: what their reader had before his eyes."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest

_BEFORE = "seen-"


def token_name(row: Model) -> str:
    """What the hidden field with the token of a row is called."""
    return f"{_BEFORE}{row._meta.model_name}-{row.pk}"  # noqa: SLF001 - documented by Django


def posted_tokens(request: HttpRequest) -> dict[str, str]:
    return {name: said for name, said in request.POST.items() if name.startswith(_BEFORE)}


def tokens_in(request: HttpRequest, rows: Iterable[Model]) -> dict[Model, str]:
    """The tokens that came with a form, of those of the rows that it showed."""
    posted = posted_tokens(request)
    return {
        row: posted[token_name(row)]
        for row in rows
        if row.pk is not None and token_name(row) in posted
    }
