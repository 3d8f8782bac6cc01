"""Reasons that a program leaves in the history: kept as codes, told as sentences."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

_PACK = re.compile(r"season pack (\d{4})")
_FILE = re.compile(r"file (\S.*)")
_OPENING = re.compile(r"opening ([0-9a-f]+)")
_REPORTS = re.compile(r"reports ([A-Z0-9 ]+)")


def for_reports(codes: Iterable[str]) -> str:
    """Why a result stands that nobody of the league recorded: the receipts of the reports."""
    return f"reports {' '.join(codes)}"


def for_opening(key: str) -> str:
    """Why stages are there that were opened together; `key` tells one opening from another."""
    return f"opening {key}"


def opening_of(reason: str | None) -> str:
    """The key of the opening that left this reason; blank for another reason."""
    found = _OPENING.fullmatch(reason or "")
    return found[1] if found else ""


def readable_reason(reason: str | None) -> str:
    """The reason that a program left, as a sentence; what a person wrote as it stands."""
    if not reason:
        return ""
    if pack := _PACK.fullmatch(reason):
        return gettext("Loaded from the files of the season %(year)s.") % {"year": pack[1]}
    if file := _FILE.fullmatch(reason):
        return gettext("From the file %(name)s.") % {"name": file[1]}
    if key := opening_of(reason):
        return gettext("Opened together with other stages (%(key)s).") % {"key": key}
    if reports := _REPORTS.fullmatch(reason):
        codes = ", ".join(reports[1].split())
        return gettext("Reported alike by both sides, receipts %(codes)s.") % {"codes": codes}
    return gettext("Loaded with the geography of Peru.") if reason == "geography" else reason
