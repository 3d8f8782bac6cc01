"""Who gets the berth of a club that withdraws or is excluded, where clubs go on out of matchups."""

import pytest

from competitions.models import Matchup, Stage
from competitions.services.versions import raise_versions
from standings.selectors.going_through import going_through
from standings.selectors.qualification import proposal
from standings.selectors.reading import load
from tests.factories import (
    GroupFactory,
    GroupStageFactory,
    RulingFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, knock_out, matchup

pytestmark = pytest.mark.django_db


def best_losers_stage() -> Stage:
    """Tacna 2022: the winners of the ties and the two best losers go on. Boca lost by one, Deza by
    two, Faro by three, Hilo by four."""
    stage = knock_out()
    scores = [("Ada", "Boca", 1), ("Cali", "Deza", 2), ("Eco", "Faro", 3), ("Gol", "Hilo", 4)]
    for place, (first, second, goals) in enumerate(scores, start=1):
        matchup(stage, first, second, f"{goals}-0", key=f"llave-{place}", position=place)
    onward = GroupStageFactory(season=stage.season, slug="liguilla", position=3)
    ways = {"winners": None, "losers": 2}
    for kind, count in ways.items():
        ZoneFactory(
            rule_set=stage.rule_set,
            code=kind,
            kind=kind,
            count=count,
            round_number=1,
            first_place=None,
            last_place=None,
            leads_to=onward,
        )
    return stage


def exclude(stage: Stage, name: str) -> None:
    RulingFactory(
        stage=stage,
        fixture=None,
        effect="exclusion",
        entry=entry(stage, name),
        in_favour_of=None,
        document="Resolución 9",
    )
    raise_versions({stage.pk})


def line_of(stage: Stage, name: str) -> list[tuple[str, str]]:
    plan = going_through(load([Stage.objects.get(pk=stage.pk)])[stage.pk])
    (queue,) = [b.queue for b in plan.berths if b.club.name == name]
    return [(follower.club.name, follower.note) for follower in queue.followers]


def test_the_next_best_loser_follows_a_best_loser():
    stage = best_losers_stage()
    assert line_of(stage, "Deza") == [("Faro", ""), ("Hilo", "")]
    plan = going_through(load([Stage.objects.get(pk=stage.pk)])[stage.pk])
    assert [[f.club.name for f in queue.followers] for queue in plan.queues] == [["Faro", "Hilo"]]


def test_the_beaten_club_follows_a_winner_and_after_it_the_best_losers_left():
    stage = best_losers_stage()
    assert line_of(stage, "Eco") == [("Faro", ""), ("Hilo", "")]
    assert line_of(stage, "Ada") == [("Boca", "has_berth"), ("Faro", ""), ("Hilo", "")]
    exclude(stage, "Faro")
    assert line_of(stage, "Ada") == [("Boca", "has_berth"), ("Faro", "excluded"), ("Hilo", "")]


@pytest.mark.parametrize("name", ["Eco", "Deza"])
def test_an_excluded_club_leaves_its_berth_empty_with_who_is_next(name: str):
    stage = best_losers_stage()
    exclude(stage, name)
    data = load([Stage.objects.get(pk=stage.pk)])[stage.pk]
    plan = going_through(data)
    (vacant,) = plan.vacant
    assert (vacant.club.name, vacant.queue.first.club.name) == (name, "Faro")
    assert name not in [line.club.name for line in plan.lines]
    assert len(plan.lines) == 5
    assert name not in [p.club.name for p in proposal(data)]


def test_losers_of_another_section_do_not_follow():
    stage = best_losers_stage()
    north = GroupFactory(stage=stage, code="norte")
    Matchup.objects.filter(key__in=["llave-1", "llave-2"]).update(group=north)
    stage.rule_set.zones.filter(kind="losers").update(groups="norte", count=1)
    raise_versions({stage.pk})
    assert line_of(stage, "Boca") == [("Deza", "")]
    assert line_of(stage, "Eco") == [("Faro", "")]
