from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_block_is_closed_where_the_next_one_begins(sheet: Path):
    """A brace that a merge swallowed puts all that follows under the condition before it."""
    depth = 0
    for number, line in enumerate(sheet.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("@media", "/*")):
            assert depth == 0, f"line {number}"
        depth += line.count("{") - line.count("}")
    assert depth == 0
