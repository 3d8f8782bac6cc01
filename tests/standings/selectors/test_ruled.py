"""A stage shown with a ruling that is not recorded is the stage as it stands once it is."""

import datetime as dt
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from competitions.choices import Fate, RulingEffect
from competitions.models import Entry, Fixture, LotsDrawn, Matchup, Ruling, Stage
from competitions.services.decisions import decide, of_the_same_paper, replay_of, take_back
from competitions.services.rulings import record_decision, record_lots, withdraw_ruling
from competitions.services.writing import record
from standings.selectors.reading import load
from standings.selectors.ruled import NEW, with_extra_match, with_lots, with_rulings
from standings.selectors.snapshot import StageData
from tests.factories import RulingFactory, VenueFactory
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db

NAMES = ("Ada", "Boca", "Cali", "Dos", "Eco")
PAPER = {"document": "Resolución 9", "decided_on": dt.date(2030, 9, 8), "text": "Alineación."}


def read(stage: Stage) -> StageData:
    fresh = Stage.objects.select_related("season", "rule_set").get(pk=stage.pk)
    return load([fresh])[stage.pk]


def plain(stage: StageData, old: frozenset[int]) -> StageData:
    """Without what a preview cannot know: the version, and the keys of new rows."""

    def ruling(pk: int) -> int:
        return pk if pk in old else -1

    return replace(
        stage,
        version="",
        clubs={
            pk: replace(
                club,
                exclusions=tuple(replace(e, ruling=ruling(e.ruling)) for e in club.exclusions),
                adjustments=tuple(
                    replace(a, ruling=a.ruling and ruling(a.ruling)) for a in club.adjustments
                ),
            )
            for pk, club in stage.clubs.items()
        },
        fixtures=tuple(
            replace(
                fixture,
                pk=0 if fixture.replaces or fixture.is_extra else fixture.pk,
                rulings=tuple(replace(r, pk=ruling(r.pk)) for r in fixture.rulings),
            )
            for fixture in stage.fixtures
        ),
        matchups=tuple(
            replace(m, rulings=tuple(replace(r, pk=ruling(r.pk)) for r in m.rulings))
            for m in stage.matchups
        ),
    )


def random_stage(kind: str, seed: int) -> Stage:
    chance = Random(seed)

    def score() -> str:
        return f"{chance.randrange(4)}-{chance.randrange(4)}"

    if kind == "table":
        stage = single_table()
        for number, (home, away) in enumerate(combinations(NAMES, 2), start=1):
            text = score() if chance.random() < 0.7 else "-"
            play(stage, f"{home} {text} {away}", round_number=number)
        return stage
    if kind == "groups":
        return groups("a", "b")
    stage = knock_out()
    for number, (first, second) in enumerate((("Ada", "Boca"), ("Cali", "Dos"), ("Ada", "Cali"))):
        scores = [score() for _ in range(1 if number == 2 else 2)]
        if number == 2:
            found = matchup(stage, first, second, round_number=2)
            play(stage, f"{first} - {second}", matchup=found, leg=1, round=found.round)
        else:
            matchup(stage, first, second, *scores)
    return stage


def ruling_of(effect: str, stage: Stage, about: Fixture, chance: Random) -> Ruling:
    favoured = chance.choice([about.home, about.away])
    rival = about.away if favoured == about.home else about.home
    ruling = Ruling(stage=stage, fixture=about, effect=effect.split(maxsplit=1)[0], **PAPER)
    if effect == "award":
        ruling.in_favour_of = favoured
    elif effect == "award score":
        ruling.in_favour_of, at_home = favoured, favoured == about.home
        ruling.home_goals, ruling.away_goals = (2, 0) if at_home else (0, 2)
    elif effect == "award walkover":
        ruling.in_favour_of, ruling.is_walkover = favoured, True
    elif effect == "double_loss walkover":
        ruling.is_walkover = True
    elif effect == "exclusion matchup":
        ruling.fixture, ruling.matchup, ruling.entry = None, about.matchup, rival
        ruling.in_favour_of = favoured
    elif effect == "award matchup":
        ruling.fixture, ruling.matchup, ruling.in_favour_of = None, about.matchup, favoured
    elif effect.startswith("exclusion") or effect == "points":
        ruling.fixture, ruling.entry = None, rival
    return ruling


OF_MATCHES = [
    "award", "award score", "award walkover", "double_loss", "double_loss walkover", "annulment",
    "replay", "replay new", "points",
]  # fmt: skip
CASES = [
    *((kind, effect) for kind in ("table", "groups", "knock_out") for effect in OF_MATCHES),
    *(("table", f"exclusion {unplayed} {played}") for unplayed in Fate for played in Fate),
    ("groups", "exclusion"),
    ("knock_out", "exclusion"),
    ("knock_out", "exclusion matchup"),
    ("knock_out", "award matchup"),
]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("kind", "effect"), CASES)
def test_stage_shown_beforehand_is_the_stage_afterwards(kind, effect, seed):
    stage = random_stage(kind, seed)
    stage.rule_set.walkover_deduction = 3
    stage.rule_set.save()
    chance = Random(seed)
    fixtures = list(Fixture.objects.filter(stage=stage).order_by("pk"))
    about = chance.choice(fixtures)
    old_paper = RulingFactory(fixture=fixtures[0], in_favour_of=fixtures[0].home)
    before = read(stage)
    fates = effect.split()[1:]
    replay = None
    if effect == "replay new":
        replay = replay_of(about, on=dt.date(2030, 9, 20), venue=VenueFactory())

    decision = decide(
        ruling_of(effect, stage, about, chance),
        points=-2 if effect in ("points", "award") else 0,
        replay=replay,
        unplayed=Fate(fates[0]) if len(fates) == 2 else Fate.RIVALS,
        played=Fate(fates[1]) if len(fates) == 2 else Fate.STAND,
    )
    if effect == "award":
        decision.adjustments = []
    shown = with_rulings(before, decision.rulings, decision.adjustments, fixtures=decision.fixtures)
    record_decision(decision, actor=None)

    assert plain(shown, frozenset({old_paper.pk})) == plain(read(stage), frozenset({old_paper.pk}))
    assert plain(shown, frozenset({old_paper.pk})) != plain(before, frozenset({old_paper.pk}))

    ruling = decision.ruling
    back = take_back([ruling, *of_the_same_paper(ruling)])
    with_it = read(stage)
    shown = with_rulings(
        with_it,
        without={found.pk for found in back.rulings},
        fixtures=back.fixtures,
        gone={fixture.pk for fixture in back.gone},
    )
    withdraw_ruling(
        ruling,
        actor=None,
        reason="Apelación",
        along=back.rulings[1:],
        fixtures=back.fixtures,
        gone=back.gone,
    )
    assert replace(shown, version="") == replace(read(stage), version="")
    assert replace(shown, version="", fixtures=()) == replace(before, version="", fixtures=())


def test_later_paper_goes_before_an_earlier_one_that_is_recorded_after_it():
    stage = single_table("Ada 2-1 Boca")
    fixture = Fixture.objects.get()
    RulingFactory(fixture=fixture, in_favour_of=fixture.away, decided_on=dt.date(2030, 9, 9))
    earlier = Ruling(
        stage=stage, fixture=fixture, effect=RulingEffect.ANNULMENT, decided_on=dt.date(2030, 9, 8)
    )
    shown = with_rulings(read(stage), [earlier])
    assert str(shown.fixtures[0].official.score) == "0-3"
    assert [ruling.effect for ruling in shown.fixtures[0].rulings] == ["annulment", "award"]


def test_rows_of_other_stages_are_left_out():
    stage, other = single_table("Ada 2-1 Boca"), single_table("Cali 1-0 Dos", year=2031)
    before = read(stage)
    award = Ruling(stage=other, fixture=Fixture.objects.get(stage=other), effect="annulment")
    assert replace(with_rulings(before, [award]), version="") == replace(before, version="")


def test_extra_match_shown_beforehand():
    stage = single_table("Ada 1-1 Boca")
    ada, boca = (Entry.objects.get(club__name=name) for name in ("Ada", "Boca"))
    match = Fixture(stage=stage, key="extra", home=ada, away=boca, is_extra=True)
    shown = with_extra_match(read(stage), match)
    assert shown.fixtures[-1].pk == NEW
    record(match, actor=None)
    assert plain(shown, frozenset()) == plain(read(stage), frozenset())


def test_lots_shown_beforehand():
    stage = single_table("Ada 1-1 Boca", "Cali 0-3 Dos", "Eco 3-0 Cali")
    rows = {name: entry(stage, name) for name in NAMES}
    before = read(stage)
    lots = LotsDrawn(stage=stage)
    drawn = {rows["Ada"]: 2, rows["Boca"]: 1}
    shown = with_lots(before, lots, {row.pk: position for row, position in drawn.items()})
    record_lots(stage, positions=drawn, actor=None)
    assert replace(shown, version="") == replace(read(stage), version="")
    second = {rows["Eco"]: 2, rows["Dos"]: 1}
    shown = with_lots(read(stage), lots, {row.pk: place for row, place in second.items()})
    record_lots(stage, positions=second, actor=None)
    assert replace(shown, version="") == replace(read(stage), version="")


def test_lots_of_a_matchup_shown_beforehand():
    stage = knock_out(settlement="lots")
    found = matchup(stage, "Ada", "Boca", "1-0", "1-0")
    before = read(stage)
    positions = {found.second: 1, found.first: 2}
    shown = with_lots(
        before,
        LotsDrawn(stage=stage, matchup=found),
        {row.pk: position for row, position in positions.items()},
    )
    other = Matchup.objects.get()
    record_lots(stage, matchup=other, positions=positions, actor=None)
    assert replace(shown, version="") == replace(read(stage), version="")
