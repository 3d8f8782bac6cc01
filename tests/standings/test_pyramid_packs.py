"""A simulated country as a pack: what was made up stays marked, and nothing gets lost."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.models import Club, League, Season
from competitions.services.faults import PackRefused
from competitions.services.packs import dump_pack, load_pack
from competitions.services.pyramid import remove_simulated
from tests.standings.country import YEAR, country

__all__ = ["country"]
pytestmark = pytest.mark.django_db


def made_up() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """All that is recorded of made-up leagues and clubs, ids left out."""
    leagues = League.objects.filter(is_simulated=True).order_by("slug")
    clubs = Club.objects.filter(is_simulated=True).order_by("slug")
    return (
        list(leagues.values_list("slug", "name", "level", "parent__slug", "department__slug")),
        list(
            clubs.values_list(
                *("slug", "name", "key", "short_key", "department__slug", "league__slug"),
                *("home_town", "latitude", "longitude", "note"),
            )
        ),
    )


def test_country_is_loaded_as_it_was_dumped(country: Path) -> None:
    files, before = dump_pack(YEAR), made_up()
    remove_simulated(YEAR)
    assert made_up() == ([], [])
    season = load_pack(files=files)
    assert (season.year, season.is_simulated, season.seed) == (YEAR, True, 1967)
    assert made_up() == before
    assert dump_pack(YEAR) == files
    with CaptureQueriesContext(connection) as captured:
        load_pack(files=files)
    writes = [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_real_clubs_of_a_country_carry_no_mark(country: Path) -> None:
    Club.objects.update(is_simulated=False)
    files = dump_pack(YEAR)
    header = files["clubs.csv"].decode().splitlines()[0]
    assert header == "club,name,department,home_town,note"
    assert b"simulada" in files["leagues.csv"]


def test_pack_that_forgets_the_mark_is_refused(country: Path) -> None:
    files = dump_pack(YEAR)
    header, first, rest = files["clubs.csv"].split(b"\n", 2)
    assert first.endswith(b",yes")
    files["clubs.csv"] = b"\n".join([header, first.removesuffix(b"yes"), rest])
    with pytest.raises(PackRefused) as refused:
        load_pack(files=files)
    assert {fault.code for fault in refused.value.faults} == {"known_as_made_up", "only_of_made_up"}
    assert Season.objects.count() == 1
    assert not Club.objects.filter(is_simulated=False).exists()
