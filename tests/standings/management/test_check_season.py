from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.factories import PublishedRowFactory
from tests.standings.archive import archive
from tests.standings.scenes import entry, knock_out, matchup, single_table

__all__ = ["archive"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def output(year: int) -> list[str]:
    out = StringIO()
    call_command("check_season", year, stdout=out)
    return out.getvalue().splitlines()


def test_season_that_agrees_prints_what_was_compared_and_ends_well() -> None:
    stage = single_table("Ada 2-1 Boca")
    PublishedRowFactory(entry=entry(stage, "Ada"), place=1, points=3)
    final = matchup(knock_out(), "Ada", "Boca", "1-0", "1-1")
    final.reported_winner = final.first
    final.save()
    assert output(2030) == [
        "2030: compared 1 published rows, 1 reported winners and 0 qualified clubs; 0 differences."
    ]


def test_difference_with_a_reason_is_listed_and_ends_well() -> None:
    stage = single_table("Ada 2-1 Boca")
    PublishedRowFactory(
        entry=entry(stage, "Ada"), place=1, points=3, goals_for=3, note="Un gol de más."
    )
    assert output(2030)[1:] == [
        "- nacional: Ada: goals for published 3, computed 2 (Un gol de más.)"
    ]


def test_difference_without_a_reason_fails() -> None:
    stage = single_table("Ada 2-1 Boca")
    PublishedRowFactory(entry=entry(stage, "Ada"), place=2, points=0)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 differences have no known reason\.$"):
        call_command("check_season", 2030, stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "- nacional: Ada: place published 2, computed 1; points published 0, computed 3 "
        "(no known reason)"
    ]


def test_winner_that_the_legs_contradict_is_a_difference() -> None:
    found = matchup(knock_out(), "Ada", "Boca", "1-0", "1-1", key="llave-1")
    found.reported_winner = found.second
    found.save()
    with pytest.raises(CommandError):
        output(2030)


def test_row_whose_results_are_not_all_known_is_not_compared() -> None:
    stage = single_table("Ada 2-1 Boca")
    stage.is_finished, stage.expected_fixtures = True, 9
    stage.save()
    PublishedRowFactory(entry=entry(stage, "Ada"), place=4, played=3, points=7)
    assert output(2030) == [
        "2030: compared 0 published rows, 0 reported winners and 0 qualified clubs; 0 differences.",
        "not comparable: nacional, Ada: 1 of 3 known",
    ]


def test_season_that_is_not_recorded_is_refused() -> None:
    with pytest.raises(CommandError, match=r"^No season 1999 is recorded\.$"):
        output(1999)


@pytest.mark.usefixtures("archive")
@pytest.mark.xdist_group("archive")
@pytest.mark.parametrize(
    ("year", "lines"),
    [(2013, 5), (2014, 0), (2017, 0), (2023, 0), (2024, 5)],
)
def test_archive_has_no_difference_without_a_reason(year: int, lines: int) -> None:
    found = output(year)[1:]
    assert len(found) == lines
    assert all(line.startswith("- " if year == 2013 else "not comparable: ") for line in found)
    assert not any("no known reason" in line for line in found)
