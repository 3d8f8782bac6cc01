"""What the addresses of the desk are about, in a league of the world."""

from competitions.models import Claim, Fixture, Round, Ruling, Stage
from competitions.models.fact import Fact
from competitions.services.changes import key_of
from tests.competitions.permissions.world import World
from tests.factories import (
    ClaimFactory,
    EntryFactory,
    FixtureFactory,
    KnockOutFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    StageFactory,
)


def a_stage(world: World, league: str) -> Stage:
    stage = StageFactory(league=world.leagues[league])
    RuleSetFactory(stage=stage)
    return stage


def a_knock_out(world: World, league: str) -> Stage:
    stage = KnockOutFactory(league=world.leagues[league])
    RuleSetFactory(stage=stage)
    return stage


def a_round(world: World, league: str) -> Round:
    return a_fixture(world, league).round


def a_fixture(world: World, league: str) -> Fixture:
    """A fixture of the league's own club."""
    stage = a_stage(world, league)
    home = EntryFactory(stage=stage, club=world.clubs[league])
    return FixtureFactory(stage=stage, home=home, round=RoundFactory(stage=stage), score="2-1")


def a_claim(world: World, league: str) -> Claim:
    fixture = a_fixture(world, league)
    return ClaimFactory(fixture=fixture, claimant=fixture.home)


def a_ruling(world: World, league: str) -> Ruling:
    fixture = a_fixture(world, league)
    return RulingFactory(fixture=fixture, in_favour_of=fixture.home)


def level_clubs(world: World, league: str) -> tuple[int, str]:
    """A stage whose two clubs share its first place, and how an address names them."""
    fixture = a_fixture(world, league)
    Fixture.objects.filter(pk=fixture.pk).update(home_goals=1, away_goals=1)
    clubs = sorted([fixture.home_id, fixture.away_id])
    return fixture.stage_id, f"?clubes={clubs[0]}-{clubs[1]}"


def change_of(row: Fact) -> str:
    """The key of the last change of a row, as the pages of changes name it."""
    return key_of(type(row).history.filter(id=row.pk).latest())
