"""Codes of fixtures."""

import re

from competitions.models import Fixture, Stage

_OURS = re.compile(r"p(\d+)")


def next_key(stage: Stage) -> str:
    """A code that no fixture of the stage has: the next number."""
    used = Fixture.objects.filter(stage=stage, key__startswith="p").values_list("key", flat=True)
    numbers = [int(match[1]) for key in used if (match := _OURS.fullmatch(key))]
    return f"p{max(numbers, default=0) + 1}"
