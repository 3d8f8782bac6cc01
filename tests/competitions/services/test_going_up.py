from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.choices import OutcomeKind, Via
from competitions.models import Club, Entry, League, QualifierList, SeasonOutcome, Stage
from competitions.services.going_up import enter_qualifiers, fill_slots, record_outcomes
from competitions.services.qualifiers import Proposed, confirm_qualifiers
from competitions.services.writing import Refused
from tests.factories import (
    AdministratorFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    KnockOutFactory,
    LeagueFactory,
    MatchupFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonOutcomeFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

DAY = date(2030, 11, 3)


def two_stages(league: League | None = None) -> tuple[Stage, Stage]:
    stage = StageFactory(league=league or LeagueFactory())
    onward = KnockOutFactory(season=stage.season, league=LeagueFactory())
    return stage, onward


def confirmed(stage: Stage, onward: Stage, count: int, **fields: object) -> QualifierList:
    entries = EntryFactory.create_batch(count, stage=stage, **fields)
    return confirm_qualifiers(
        stage,
        proposed=[Proposed(e, place=n, to_stage=onward) for n, e in enumerate(entries, 1)],
        on=DAY,
        actor=None,
    )


def test_clubs_of_the_list_are_entered_with_where_they_come_from() -> None:
    stage, onward = two_stages()
    qualifiers = confirmed(
        stage, onward, 2, listed_name="Los Ases", home_town="Juli", departmental_rank=2
    )
    first, second = enter_qualifiers(qualifiers, stage=onward, actor=AdministratorFactory())
    origin = first.origin
    assert origin is not None
    assert (first.club, first.department, first.origin_place, first.via) == (
        origin.club,
        origin.department,
        1,
        "places",
    )
    assert (second.origin_place, second.departmental_rank, second.group) == (2, 2, None)
    assert (first.listed_name, first.home_town) == ("Los Ases", "Juli")
    onward.refresh_from_db()
    # Once for the list that leads there, once for the entries.
    assert onward.version == 3
    assert first.history.count() == 1


def test_clubs_that_are_there_are_left_alone() -> None:
    stage, onward = two_stages()
    qualifiers = confirmed(stage, onward, 2)
    there = EntryFactory(stage=onward, club=qualifiers.qualifiers.first().entry.club, seed=7)
    assert len(enter_qualifiers(qualifiers, stage=onward, actor=None)) == 1
    assert enter_qualifiers(qualifiers, stage=onward, actor=None) == []
    assert Entry.objects.get(pk=there.pk).seed == 7
    assert onward.entries.count() == 2


def test_a_departmental_stage_gives_its_clubs_their_rank() -> None:
    stage, onward = two_stages(DepartmentalLeagueFactory())
    rules = RuleSetFactory(stage=stage)
    ZoneFactory(rule_set=rules, code="subcampeon", kind="losers", round_number=1)
    second = EntryFactory(stage=stage)
    first = EntryFactory(stage=stage)
    qualifiers = confirm_qualifiers(
        stage,
        proposed=[
            Proposed(first, place=1, to_stage=onward),
            Proposed(second, zone_code="subcampeon", via=Via.LOSERS, to_stage=onward),
        ],
        on=DAY,
        actor=None,
    )
    found = enter_qualifiers(qualifiers, stage=onward, actor=None)
    assert [(e.club, e.departmental_rank, e.via) for e in found] == [
        (first.club, 1, "departmental"),
        (second.club, 2, "departmental"),
    ]


def test_entering_asks_for_the_right_on_the_stage_above() -> None:
    stage, onward = two_stages(DepartmentalLeagueFactory())
    qualifiers = confirmed(stage, onward, 2)
    with pytest.raises(PermissionDenied):
        enter_qualifiers(qualifiers, stage=onward, actor=official_of(stage.league))
    assert not onward.entries.exists()
    assert len(enter_qualifiers(qualifiers, stage=onward, actor=official_of(onward.league))) == 2


def test_archived_clubs_are_not_entered_and_all_are_named() -> None:
    stage, onward = two_stages()
    qualifiers = confirmed(stage, onward, 3)
    ada, boca, kept = (row.entry.club for row in qualifiers.qualifiers.order_by("pk"))
    Club.objects.filter(pk__in=[ada.pk, boca.pk]).update(is_archived=True)
    with pytest.raises(Refused) as refusal:
        enter_qualifiers(qualifiers, stage=onward, actor=official_of(onward.league))
    assert [error.params for _row, _field, error in refusal.value.by_row] == [
        {"name": ada.name},
        {"name": boca.name},
    ]
    assert not onward.entries.exists()
    # One that stands there already was entered before.
    EntryFactory.create_batch(1, stage=onward, club=ada)
    Club.objects.filter(pk=boca.pk).update(is_archived=False)
    found = enter_qualifiers(qualifiers, stage=onward, actor=official_of(onward.league))
    assert [entry.club for entry in found] == [boca, kept]


def test_entering_takes_as_many_queries_for_two_clubs_as_for_twenty() -> None:
    counts = []
    for count in (2, 20):
        stage, onward = two_stages()
        qualifiers = confirmed(stage, onward, count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            enter_qualifiers(qualifiers, stage=onward, actor=AdministratorFactory())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_open_slots_are_filled_and_taken_ones_kept() -> None:
    stage = KnockOutFactory()
    there, first, second = EntryFactory.create_batch(3, stage=stage)
    round_ = RoundFactory(stage=stage)
    empty = MatchupFactory(round=round_, first=None, second=None)
    half = MatchupFactory(round=round_, first=there, second=None)
    fill_slots(
        [(empty.pk, 0, first.pk), (half.pk, 0, second.pk), (half.pk, 1, second.pk)], actor=None
    )
    empty.refresh_from_db()
    half.refresh_from_db()
    assert (empty.first, empty.second, half.first, half.second) == (first, None, there, second)


def test_a_club_does_not_play_twice_in_a_round() -> None:
    stage = KnockOutFactory()
    club = EntryFactory(stage=stage)
    round_ = RoundFactory(stage=stage)
    matchups = [MatchupFactory(round=round_, first=None, second=None) for _ in range(2)]
    with pytest.raises(Refused):
        fill_slots([(m.pk, 0, club.pk) for m in matchups], actor=None)
    matchups[0].refresh_from_db()
    assert matchups[0].first is None


def test_outcomes_are_recorded_once_and_by_a_national_office() -> None:
    stage, _ = two_stages(DepartmentalLeagueFactory())
    entry, other = EntryFactory.create_batch(2, stage=stage)
    qualifiers = confirm_qualifiers(
        stage,
        proposed=[
            Proposed(entry, outcome=OutcomeKind.PROMOTED, destination="Liga 2"),
            Proposed(other, outcome=OutcomeKind.LEAGUE_PLACE, destination="Liga 3"),
        ],
        on=DAY,
        actor=None,
    )
    SeasonOutcomeFactory(
        season=stage.season, club=entry.club, kind="promoted", destination="Liga 2"
    )
    with pytest.raises(PermissionDenied):
        record_outcomes(qualifiers, actor=official_of(stage.league))
    assert SeasonOutcome.objects.count() == 1
    (new,) = record_outcomes(qualifiers, actor=official_of(LeagueFactory()))
    assert (new.club, new.kind, new.destination, new.position) == (
        other.club,
        "league_place",
        "Liga 3",
        2,
    )
    assert record_outcomes(qualifiers, actor=None) == []
