"""Formats of editions and leagues, set up from their presets and played to the end."""

from collections.abc import Callable
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from competitions.core.formats import Format
from competitions.models import Club, Department, Entry, Fixture, Matchup, Season, Stage
from standings.selectors.confirming import confirming_page
from standings.selectors.presets import formats
from standings.services import CannotRehearse, rehearse
from tests.factories import ClubFactory, DepartmentFactory, LeagueFactory, SeasonFactory

pytestmark = pytest.mark.django_db

BY_CODE = {fmt.code: fmt for fmt in formats()}
EDITIONS = [fmt.code for fmt in formats() if fmt.level == "national"]
BELOW = [fmt.code for fmt in formats() if fmt.level != "national"]


@pytest.fixture
def country() -> None:
    """Twenty-five departments with three clubs each."""
    LeagueFactory()
    for number in range(25):
        department = DepartmentFactory(latitude=-3.0 - number / 2, longitude=-80.0 + number / 3)
        for club in ("Unión", "Sport", "Deportivo"):
            ClubFactory(name=f"{club} {number:02}", department=department)


def stage_of(slug: str) -> Stage:
    return Stage.objects.select_related("season", "rule_set", "league").get(slug=slug)


def entered(slug: str) -> int:
    return Entry.objects.filter(stage__slug=slug).count()


# What was played is what domain.md says of the edition, and what is known of the league.


def check_2017() -> None:
    assert entered("repechaje") == 16
    places = Entry.objects.filter(stage__slug="repechaje").values_list("origin_place", flat=True)
    assert sorted(places) == list(range(9, 25))
    final = Fixture.objects.filter(stage__slug="finalisima", is_extra=False)
    assert final.count() == 6
    assert all(final.values_list("is_neutral", flat=True))


def check_2024() -> None:
    first = Matchup.objects.filter(round__stage__season__year=2040, round__number=1)
    sums = {row.first.origin_place + row.second.origin_place for row in first}
    assert sums == {33}
    assert set(first.values_list("legs", flat=True)) == {2}
    later = Fixture.objects.filter(matchup__round__stage__season__year=2040, round__number__gte=3)
    assert all(later.values_list("is_neutral", flat=True))
    outcomes = Season.objects.get(year=2040).outcomes
    assert outcomes.filter(kind="promoted", destination="Liga 2").count() == 2
    assert outcomes.filter(kind="league_place", destination="Liga 3").count() == 25


def check_tacna_2022() -> None:
    """The two best losers go on."""
    came = Entry.objects.filter(stage__slug="cuartos")
    assert came.filter(via="winners").count() == 6
    assert came.filter(via="losers").count() == 2


def check_carried(worth: Callable[[int, int], int]) -> None:
    """Title groups carry over what the points and the place of the first phase are worth."""
    plan = confirming_page(stage_of("primera-fase")).plan
    carried = Entry.objects.filter(stage__slug__in=("titulo", "baja"))
    assert carried
    for entry in carried:
        points = plan.points[entry.origin_id]
        assert entry.points_carried == worth(points, entry.origin_place)


CHECKS: dict[str, Callable[[], None]] = {
    "2017": check_2017,
    "2024": check_2024,
    "departamental-tacna-2022": check_tacna_2022,
    "distrital-liguillas": partial(check_carried, lambda _points, _place: 0),
    "distrital-liguillas-puntos": partial(check_carried, lambda points, _place: points),
    "distrital-liguillas-mitad": partial(check_carried, lambda points, _place: -(-points // 2)),
    "distrital-liguillas-bonificacion": partial(
        check_carried, lambda _points, place: {1: 3, 2: 2, 3: 1}.get(place, 0)
    ),
}


def nothing_more() -> None:
    """Of most formats there is no more to say."""


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("code", EDITIONS)
def test_an_edition_is_played_to_its_champion(code: str) -> None:
    fmt = BY_CODE[code]
    played = rehearse(fmt, year=2040, seed=7)

    assert [stage.slug for stage in played.stages] == [stage.slug for stage in fmt.stages]
    for said in fmt.stages:
        stage = stage_of(said.slug)
        assert stage.is_finished
        assert entered(said.slug) == said.size
        matches = Fixture.objects.filter(stage=stage, is_extra=False)
        assert matches.count() == (said.expected_fixtures or matches.count())
        assert not matches.exclude(status="played").exists()
        page = confirming_page(stage)
        assert page.disagreement is None
        assert page.following == () or not any(found.to_enter for found in page.following)
    assert played.season.outcomes.filter(club=played.winner.club, kind="promoted").exists()
    for address in ("", *(f"{stage.slug}/" for stage in fmt.stages), "camino/", "clasificados/"):
        shown = Client().get(f"/2040/{address}")
        assert shown.status_code == 200
        assert "simulad" in shown.content.decode().lower()
    CHECKS.get(code, nothing_more)()


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("code", BELOW)
def test_a_format_of_leagues_is_played_to_its_end(code: str) -> None:
    fmt = BY_CODE[code]
    rehearse(fmt, year=2040, seed=3)
    for said in fmt.stages:
        assert stage_of(said.slug).is_finished
        assert said.size is None or entered(said.slug) == said.size
    CHECKS.get(code, nothing_more)()


def test_every_check_is_of_a_format_that_is_played() -> None:
    assert CHECKS.keys() <= {*EDITIONS, *BELOW}


@pytest.mark.usefixtures("country")
def test_the_same_seed_plays_the_same() -> None:
    def told() -> list[str]:
        rows = Fixture.objects.select_related("home__club", "away__club").order_by("stage", "key")
        return [f"{row} {row.home_goals}-{row.away_goals}" for row in rows]

    rehearse(BY_CODE["distrital-segundo-cupo"], year=2040, seed=2)
    first = told()
    rehearse(BY_CODE["distrital-segundo-cupo"], year=2040, seed=2)
    assert told() == first
    rehearse(BY_CODE["distrital-segundo-cupo"], year=2040, seed=3)
    assert told() != first


@pytest.mark.usefixtures("country")
def test_a_real_season_is_not_touched() -> None:
    SeasonFactory(year=2040)
    with pytest.raises(CannotRehearse, match="real season"):
        rehearse(BY_CODE["2024"], year=2040, seed=1)


@pytest.mark.usefixtures("country")
def test_too_few_clubs_are_said_and_leave_nothing() -> None:
    Club.objects.filter(department=Department.objects.first()).delete()
    Club.objects.filter(name__startswith="Deportivo").delete()
    with pytest.raises(CannotRehearse, match="64 clubs"):
        rehearse(BY_CODE["2025"], year=2040, seed=1)
    assert not Season.objects.filter(year=2040).exists()


@pytest.mark.usefixtures("country")
def test_the_command_names_the_winner_and_the_formats(capsys: pytest.CaptureFixture) -> None:
    call_command("rehearse_season", "distrital-una-rueda", year=2040)
    assert "2040, simulated: Liga; won by" in capsys.readouterr().out
    with pytest.raises(CommandError, match="distrital-grupos"):
        call_command("rehearse_season", "no-such-format")
    SeasonFactory(year=2041)
    with pytest.raises(CommandError, match="real season"):
        call_command("rehearse_season", "2024", year=2041)


def archived(year: int, slug: str) -> Stage:
    return Stage.objects.get(season__year=year, slug=slug)


def test_the_archive_of_2013_fits_its_preset() -> None:
    call_command("load_archive", verbosity=0)
    fmt: Format = BY_CODE["2013"]
    said = {stage.slug: stage for stage in fmt.stages}
    assert [s.slug for s in Stage.objects.filter(season__year=2013)] == list(said)

    groups = archived(2013, "regional").groups.all()
    assert {group.code: group.entries.count() for group in groups} == {
        group.code: group.size for group in said["regional"].groups
    }
    played = Fixture.objects.filter(stage=archived(2013, "regional"), is_extra=False)
    pairs = {(row.home_id, row.away_id) for row in played}
    assert len(pairs) == len(played)
    assert all((away, home) in pairs for home, away in pairs)

    for slug in ("finales-regionales", "nacional"):
        stage = archived(2013, slug)
        for round_ in said[slug].rounds:
            matchups = Matchup.objects.filter(round__stage=stage, round__number=round_.number)
            if slug == "nacional":
                assert matchups.count() == 16 >> round_.number
                assert set(matchups.values_list("legs", flat=True)) == {round_.legs}
    finals = Matchup.objects.filter(round__stage=archived(2013, "finales-regionales"))
    sections = finals.filter(round__number=1).values_list("group__code", flat=True)
    assert sorted(sections) == ["I", "I", "IV", "IV", "VII", "VII"]
    assert archived(2013, "nacional").entries.count() == said["nacional"].size
