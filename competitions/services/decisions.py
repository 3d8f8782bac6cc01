"""What a ruling brings with it under the rules of its stage. Rows are made here, none is written:
a page shows them before they are recorded by `services.rulings`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Q, QuerySet

from competitions.choices import ClaimState, Fate, FixtureStatus, RulingEffect
from competitions.core.matchup import settle
from competitions.models import (
    Entry,
    Fixture,
    Matchup,
    PointsAdjustment,
    Ruling,
    Venue,
)
from competitions.selectors import (
    MATCHUP_RELATIONS,
    award_goals_of,
    matchup_facts,
    official_result_of,
    rules_of,
    settlement_of,
)
from competitions.services.fixtures import next_key

_TO_COME = (FixtureStatus.SCHEDULED, FixtureStatus.POSTPONED)


@dataclass(slots=True)
class Decision:
    """A ruling with all that is written together with it.

    `along` are rulings over single matches and matchups that follow from it, on the same paper.
    `fixtures` are matches that it changes, or makes.
    """

    ruling: Ruling
    adjustments: list[PointsAdjustment] = field(default_factory=list)
    along: list[Ruling] = field(default_factory=list)
    fixtures: list[Fixture] = field(default_factory=list)
    closes_claim: ClaimState | None = None

    @property
    def rulings(self) -> list[Ruling]:
        return [self.ruling, *self.along]


@dataclass(slots=True)
class Withdrawal:
    """Rulings that are taken back: matches that are to be played after all, replays that go."""

    rulings: list[Ruling]
    fixtures: list[Fixture] = field(default_factory=list)
    gone: list[Fixture] = field(default_factory=list)


def decide(
    ruling: Ruling,
    *,
    points: int = 0,
    takes_deduction: bool = True,
    unplayed: Fate = Fate.RIVALS,
    played: Fate = Fate.STAND,
    replay: Fixture | None = None,
    closes_claim: ClaimState | None = None,
) -> Decision:
    """All that is to be written for a ruling that nobody has recorded yet.

    `points` are given to the club that it sanctions, or taken where they are negative. Of a
    walkover the rules say the score, and what the absent club loses (`takes_deduction`). A club
    that is put out of a table leaves matches behind, `played` and `unplayed`; one that is put out
    of a knock-out loses the matchups that are not decided.
    """
    decision = Decision(ruling, closes_claim=closes_claim)
    if points and ruling.entry:
        decision.adjustments.append(_adjustment(ruling, ruling.entry, points))
    if ruling.is_walkover and ruling.fixture:
        _add_walkover(decision, ruling.fixture, takes_deduction=takes_deduction)
    if replay is not None:
        decision.fixtures.append(replay)
    whole_stage = ruling.fixture is None and ruling.matchup is None
    if ruling.effect == RulingEffect.EXCLUSION and ruling.entry and whole_stage:
        if ruling.stage.has_table:
            _add_matches_of(decision, ruling.entry, unplayed=unplayed, played=played)
        else:
            _add_matchups_of(decision, ruling.entry)
    return decision


def replay_of(
    fixture: Fixture, *, on: date | None = None, at: time | None = None, venue: Venue | None = None
) -> Fixture:
    """The match that is to be played instead of `fixture`; not saved."""
    return Fixture(
        stage=fixture.stage,
        key=next_key(fixture.stage),
        group=fixture.group,
        round=fixture.round,
        matchup=fixture.matchup,
        leg=fixture.leg,
        is_extra=fixture.is_extra,
        home=fixture.home,
        away=fixture.away,
        is_neutral=fixture.is_neutral,
        replaces=fixture,
        date=on,
        time=at,
        venue=venue,
    )


def of_the_same_paper(ruling: Ruling) -> list[Ruling]:
    """The other rulings that one decision made: of the same stage, document and day."""
    if not ruling.document:
        return []
    others = Ruling.objects.filter(
        stage=ruling.stage_id, document=ruling.document, decided_on=ruling.decided_on
    ).exclude(pk=ruling.pk)
    return list(
        others.select_related(
            "stage__season",
            "entry__club",
            "fixture__home__club",
            "fixture__away__club",
            "matchup__first__club",
            "matchup__second__club",
        )
    )


def take_back(rulings: Iterable[Ruling]) -> Withdrawal:
    """What taking back rulings brings with it.

    A match that was not played because of them is to be played, unless another ruling lies over it;
    a replay that was ordered and not played yet is taken out.
    """
    rulings = list(rulings)
    keys = {ruling.pk for ruling in rulings}
    over = Q(rulings__in=keys) | Q(matchup__rulings__in=keys)
    kept = Q(pk__in=Ruling.objects.exclude(pk__in=keys).values("fixture"))
    unplayed = Fixture.objects.filter(over, status=FixtureStatus.NOT_PLAYED).exclude(kept)
    ordered = [r.fixture_id for r in rulings if r.effect == RulingEffect.REPLAY]
    replays = Fixture.objects.filter(
        replaces__in=ordered, status__in=_TO_COME, home_goals__isnull=True
    )
    reopened = list(_with_clubs(unplayed.distinct()))
    for fixture in reopened:
        fixture.status, fixture.is_official = FixtureStatus.SCHEDULED, False
    return Withdrawal(rulings, reopened, list(_with_clubs(replays)))


def _with_clubs(fixtures: QuerySet[Fixture]) -> QuerySet[Fixture]:
    return fixtures.select_related("stage", "home__club", "away__club", "round", "group", "venue")


def _adjustment(ruling: Ruling, entry: Entry, points: int) -> PointsAdjustment:
    about = ruling.fixture or ruling.matchup or entry
    return PointsAdjustment(
        entry=entry,
        points=points,
        reason=ruling.text or ruling.document or str(about),
        decided_on=ruling.decided_on,
        ruling=ruling,
        evidence=ruling.evidence,
        source=ruling.source,
    )


def _add_walkover(decision: Decision, fixture: Fixture, *, takes_deduction: bool) -> None:
    ruling = decision.ruling
    if ruling.effect == RulingEffect.AWARD and ruling.in_favour_of and ruling.home_goals is None:
        _give(ruling, fixture)
    if fixture.home_goals is None:
        fixture.status = FixtureStatus.NOT_PLAYED
        decision.fixtures.append(fixture)
    rules = rules_of(fixture.stage)
    deduction = rules.walkover_deduction if rules and takes_deduction else 0
    if deduction:
        decision.adjustments += [
            _adjustment(ruling, entry, -deduction)
            for entry in (fixture.home, fixture.away)
            if entry != ruling.in_favour_of
        ]


def _give(ruling: Ruling, fixture: Fixture) -> None:
    """The score that the rules give the club that is favoured."""
    goals = award_goals_of(fixture.stage)
    at_home = ruling.in_favour_of == fixture.home
    ruling.home_goals, ruling.away_goals = (goals, 0) if at_home else (0, goals)


def _add_matches_of(decision: Decision, entry: Entry, *, unplayed: Fate, played: Fate) -> None:
    for fixture in _fixtures_of(entry):
        result = official_result_of(fixture, award_goals=award_goals_of(fixture.stage))
        to_come = not result.counts and fixture.status in _TO_COME
        if not result.counts and not to_come:
            continue
        fate = unplayed if to_come else played
        if fate == Fate.STAND:
            continue
        ruling = _follow(decision.ruling, fixture=fixture)
        if fate == Fate.RIVALS:
            ruling.effect = RulingEffect.AWARD
            ruling.in_favour_of = fixture.away if fixture.home == entry else fixture.home
            ruling.is_walkover = to_come
            _give(ruling, fixture)
        else:
            ruling.effect = RulingEffect.ANNULMENT
        decision.along.append(ruling)
        if to_come:
            fixture.status = FixtureStatus.NOT_PLAYED
            decision.fixtures.append(fixture)


def _add_matchups_of(decision: Decision, entry: Entry) -> None:
    for matchup in _undecided_matchups(entry):
        rival = matchup.second if matchup.first == entry else matchup.first
        ruling = _follow(decision.ruling, matchup=matchup)
        ruling.effect = RulingEffect.EXCLUSION
        ruling.entry, ruling.in_favour_of = entry, rival
        decision.along.append(ruling)
        for fixture in _fixtures_of(entry, matchup=matchup):
            if fixture.status in _TO_COME and not fixture.rulings.all():
                fixture.status = FixtureStatus.NOT_PLAYED
                decision.fixtures.append(fixture)


def _follow(ruling: Ruling, **about: Fixture | Matchup) -> Ruling:
    return Ruling(
        stage=ruling.stage,
        claim=ruling.claim,
        document=ruling.document,
        decided_on=ruling.decided_on,
        text=ruling.text,
        text_en=ruling.text_en,
        evidence=ruling.evidence,
        source=ruling.source,
        **about,
    )


def _fixtures_of(entry: Entry, **which: Matchup) -> Collection[Fixture]:
    return (
        Fixture.objects.filter(Q(home=entry) | Q(away=entry), replayed_as=None, **which)
        .select_related("stage__rule_set", "home__club", "away__club", "round", "group", "venue")
        .prefetch_related("rulings")
        .in_playing_order()
    )


def _undecided_matchups(entry: Entry) -> Iterator[Matchup]:
    stage = entry.stage
    matchups = (
        Matchup.objects.filter(Q(first=entry) | Q(second=entry))
        .select_related("round", "first__club", "second__club")
        .prefetch_related(*MATCHUP_RELATIONS)
        .order_by("round__number", "position", "pk")
    )
    for matchup in matchups:
        facts = matchup_facts(matchup, award_goals=award_goals_of(stage))
        if not settle(facts, settlement_of(stage)).decided:
            yield matchup
