"""What an edition really has: long names, legs, groups, shoot-outs, clubs of one name."""

from pathlib import Path

import pytest

from competitions.core.files import read_file, write_xlsx
from competitions.services.geography import load_geography
from competitions.services.imports import LISTINGS, preview
from competitions.services.packs import load_pack
from tests.competitions.services.imports.sheets import look, taken_out
from tests.factories import AdministratorFactory

pytestmark = pytest.mark.django_db

PACK = Path(__file__).parents[4] / "data" / "seasons" / "2013"


def test_lists_of_an_edition_come_back_the_same() -> None:
    geography = PACK.parents[1] / "geography" / "departments.csv"
    load_geography(geography.read_bytes())
    load_pack(path=PACK)
    for code, listing in LISTINGS.items():
        plan = look(listing, taken_out(listing))
        assert plan.faults == (), code
        assert [line for line in plan.lines if line.state != "same"] == [], code
        assert len(plan.lines) == listing.model.objects.count()
        rows = listing.model.objects.select_related(*listing.related)
        lines = [listing.header(), *(listing.written(listing.cells(row)) for row in rows)]
        grid = read_file("lista.xlsx", write_xlsx("Lista", lines))
        plan = preview(listing, grid, actor=AdministratorFactory())
        assert plan.count("same") == len(plan.lines) == len(lines) - 1
