"""Reasons that a program leaves in the history: kept as codes, told as sentences."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

_PACK = re.compile(r"season pack (\d{4})")
_FILE = re.compile(r"file (\S.*)")
_REPORTS = re.compile(r"reports ([A-Z0-9 ]+)")


def for_reports(codes: Iterable[str]) -> str:
    """Why a result stands that nobody of the league recorded: the receipts of the reports."""
    return f"reports {' '.join(codes)}"


def readable_reason(reason: str | None) -> str:
    """The reason that a program left, as a sentence; what a person wrote as it stands."""
    if not reason:
        return ""
    if pack := _PACK.fullmatch(reason):
        return gettext("Loaded from the files of the season %(year)s.") % {"year": pack[1]}
    if file := _FILE.fullmatch(reason):
        return gettext("From the file %(name)s.") % {"name": file[1]}
    if reports := _REPORTS.fullmatch(reason):
        codes = ", ".join(reports[1].split())
        return gettext("Reported alike by both sides, receipts %(codes)s.") % {"codes": codes}
    return gettext("Loaded with the geography of Peru.") if reason == "geography" else reason
