"""From what an official asks for to a list that is written as it was shown."""

import datetime as dt

import pytest

from competitions.core.week import read_week
from competitions.models import Club, Entry, Fixture, Group, LotsDrawn, Round, RuleSet, Stage, Venue
from competitions.services.fixture_drafts import draft, write_draft
from competitions.services.fixture_wishes import Asked, Lots, Way
from competitions.services.naming import key_of
from competitions.services.placing import Calendar, Unarrangeable
from competitions.services.versions import state_of
from competitions.services.writing import Refused
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    RuleSetFactory,
    StageFactory,
    VenueFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2027, 3, 7)
HOURS = read_week("9 11 13 15")
NINE = [f"Club {letter}" for letter in "ABCDEFGHI"]


@pytest.fixture
def stage():
    league = DepartmentalLeagueFactory(name="Liga Distrital de Castilla", level="district")
    stage = StageFactory(league=league, expected_fixtures=None)
    RuleSetFactory(stage=stage)
    return stage


def calendar(**options):
    return Calendar(SUNDAY, **{"grounds": {"Campo": HOURS}, **options})


def ticked(stage, clubs, **fields):
    """Keys of clubs that are in the stage."""
    return [EntryFactory(stage=stage, **fields).club_id for _ in range(clubs)]


def refused(stage, **asked):
    with pytest.raises(Unarrangeable) as caught:
        draft(stage, Asked(**asked), actor=None)
    assert not Fixture.objects.exists()
    return [(fault.code, fault.field) for fault in caught.value.faults]


def shown(found):
    return [
        (m.round, m.home.name, m.away.name, m.date, m.time, str(m.venue or ""))
        for m in found.planned
    ]


def written(stage):
    rows = Fixture.objects.filter(stage=stage).order_by("pk")
    return [
        (f.round.number, f.home.name, f.away.name, f.date, f.time, str(f.venue or "")) for f in rows
    ]


def test_nine_new_clubs_on_a_new_ground_are_one_act(stage):
    actor = official_of(stage.league)

    found = draft(stage, Asked(names=NINE, calendar=calendar()), actor=actor)

    assert (len(found.planned), len(found.rounds), found.breaks) == (36, 9, 0)
    assert sorted(entry.name for r in found.rounds for entry in r.resting) == NINE
    assert [balance.home for _entry, balance in found.balance] == [4] * 9
    assert not Club.objects.exists()
    assert not Venue.objects.exists()

    write_draft(found, actor=actor, seen=state_of(stage))

    assert written(stage) == shown(found)
    assert {f.venue.town for f in Fixture.objects.select_related("venue")} == {"Castilla"}
    assert Entry.objects.filter(stage=stage, group=None).count() == 9
    assert (Stage.objects.get().kind, Stage.objects.get().expected_fixtures) == ("single_table", 36)
    assert (RuleSet.objects.get().legs, RuleSet.objects.get().leg_order) == (1, "mirrored")
    assert len({f.history.get().history_user for f in Fixture.objects.all()} - {actor}) == 0


def test_what_is_asked_twice_is_the_same(stage):
    asked = Asked(names=NINE, calendar=calendar())

    one, other = (draft(stage, asked, actor=None) for _ in range(2))

    assert (shown(one), one.token) == (shown(other), other.token)
    assert draft(stage, Asked(names=NINE[:8]), actor=None).token != one.token


def test_without_a_calendar_only_the_pairs_are_made(stage):
    found = draft(stage, Asked(names=NINE[:4]), actor=None)

    assert {match.date for match in found.planned} == {None}


def test_without_a_ground_one_hour_is_that_of_all(stage):
    times = Calendar(SUNDAY, hours=read_week("15:30"))

    found = draft(stage, Asked(names=NINE[:4], calendar=times), actor=None)

    assert {(m.date, m.time, m.venue) for m in found.rounds[1].matches} == {
        (SUNDAY + dt.timedelta(weeks=1), dt.time(15, 30), None)
    }


def test_groups_by_seed_go_down_and_up(stage):
    clubs = ticked(stage, 6)
    seeds = {str(pk): number for number, pk in enumerate(reversed(clubs), start=1)}

    found = draft(stage, Asked(clubs=clubs, groups=2, seeds=seeds), actor=None)
    write_draft(found, actor=None)

    assert Stage.objects.get().kind == "groups"
    by_group = {
        group.name: list(group.entries.order_by("seed").values_list("seed", flat=True))
        for group in Group.objects.filter(stage=stage)
    }
    assert by_group == {"Grupo A": [1, 4, 5], "Grupo B": [2, 3, 6]}


def test_seeds_that_nobody_asked_about_stay(stage):
    clubs = ticked(stage, 2, seed=7)

    write_draft(draft(stage, Asked(clubs=clubs), actor=None), actor=None)

    assert set(Entry.objects.values_list("seed", flat=True)) == {7}


def test_groups_by_lots_are_recorded_and_can_be_drawn_again(stage):
    clubs = ticked(stage, 7)
    lots = Lots("Fixture 2027", act="Acta 3", drawn_on=SUNDAY, drawn_by="Carmen Ruiz")
    asked = Asked(clubs=clubs, groups=2, way=Way.LOTS, lots=lots)

    found, again = (draft(stage, asked, actor=None) for _ in range(2))
    write_draft(found, actor=None)

    assert shown(found) == shown(again)
    row = LotsDrawn.objects.get()
    assert (row.purpose, row.seed, row.act, row.drawn_by, row.drawn_on) == (
        "groups", "Fixture 2027", "Acta 3", "Carmen Ruiz", SUNDAY,
    )  # fmt: skip
    drawn = [found.entry.name for found in row.positions.order_by("position")]
    assert drawn == [entry.name for group in found.groups for entry in group.entries]


def test_lots_and_new_clubs_of_a_simulated_season_say_so(stage):
    stage.season.is_simulated, stage.season.seed = True, 1
    stage.season.save()
    asked = Asked(names=["Ada", "Boa", "Cali", "Duo"], groups=2, way=Way.LOTS, lots=Lots("7"))

    write_draft(draft(stage, asked, actor=None), actor=None)

    assert LotsDrawn.objects.get().evidence == "simulated"
    assert set(Entry.objects.values_list("evidence", flat=True)) == {"simulated"}


def test_lots_keep_departments_apart(stage):
    cusco = DepartmentFactory(name="Cusco")
    clubs = [ClubFactory(department=cusco).pk for _ in range(2)]
    clubs += [ClubFactory().pk for _ in range(4)]
    lots = Lots("x", keeps_apart=True)

    found = draft(stage, Asked(clubs=clubs, groups=2, way=Way.LOTS, lots=lots), actor=None)
    assert [
        sum(entry.department == cusco for entry in group.entries) for group in found.groups
    ] == [1, 1]

    clubs.append(ClubFactory(department=cusco).pk)
    assert refused(stage, clubs=clubs, groups=2, way=Way.LOTS, lots=lots) == [
        ("apart_impossible", "keeps_apart")
    ]


def test_groups_by_hand_may_be_unequal(stage):
    clubs = ticked(stage, 5)
    groups_of = {str(pk): int(n >= 3) for n, pk in enumerate(clubs)}

    found = draft(
        stage, Asked(clubs=clubs, groups=2, way=Way.HAND, groups_of=groups_of), actor=None
    )

    assert [len(group.entries) for group in found.groups] == [3, 2]
    assert len(found.planned) == 4


def test_groups_that_are_there_are_used_and_have_their_sizes(stage):
    GroupFactory(stage=stage, code="a", name="Serie A", position=1, size=4)
    GroupFactory(stage=stage, code="x", name="Serie X", position=2, size=2)

    found = draft(stage, Asked(names=NINE[:6], groups=2), actor=None)
    assert [(g.group.name, len(g.entries)) for g in found.groups] == [
        ("Serie A", 4),
        ("Serie X", 2),
    ]
    assert found.new_groups == ()

    more = draft(stage, Asked(names=NINE, groups=3), actor=None)
    assert [group.group.name for group in more.groups] == ["Serie A", "Serie X", "Grupo B"]


@pytest.mark.parametrize(
    ("groups", "kept", "kind"), [(2, ["A", "B"], "groups"), (1, [], "single_table")]
)
def test_groups_that_a_new_list_does_not_need_leave_the_stage(stage, groups, kept, kind):
    write_draft(draft(stage, Asked(names=NINE, groups=3), actor=None), actor=None)
    clubs = list(Club.objects.values_list("pk", flat=True))
    found = draft(stage, Asked(clubs=clubs, groups=groups), actor=None)
    assert [group.code for group in found.left_groups] == sorted({*"ABC"} - {*kept})

    write_draft(found, actor=None, replace=True)

    assert list(Group.objects.order_by("code").values_list("code", flat=True)) == kept
    assert set(Entry.objects.values_list("group__code", flat=True)) == set(kept or [None])
    assert Stage.objects.get().kind == kind


def test_a_club_that_is_not_ticked_leaves_the_stage(stage):
    clubs = ticked(stage, 3)

    found = draft(stage, Asked(clubs=clubs[1:]), actor=None)
    assert [entry.club_id for entry in found.clubs.leaving] == clubs[:1]
    write_draft(found, actor=None)

    assert set(Entry.objects.values_list("club", flat=True)) == set(clubs[1:])


def test_a_club_that_is_ticked_and_written_plays_once(stage):
    clubs = ticked(stage, 2)

    found = draft(stage, Asked(clubs=clubs, names=[Club.objects.get(pk=clubs[0]).name]), actor=None)

    assert [entry.club_id for entry in found.entries] == clubs


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"names": NINE[:1]}, ("too_few_clubs", "clubs")),
        ({"names": [f"C {n}" for n in range(101)]}, ("too_many_clubs", "clubs")),
        ({"names": NINE, "groups": 5}, ("too_many_groups", "groups")),
        ({"names": NINE, "groups": 2, "sizes": (4, 4)}, ("places_missing", "sizes")),
        ({"names": NINE, "groups": 2, "sizes": (5, 5)}, ("places_left", "sizes")),
        ({"names": NINE, "groups": 2, "sizes": (8, 1)}, ("group_too_small", "sizes")),
        ({"names": NINE, "groups": 2, "sizes": (9,)}, ("sizes_of_other_groups", "sizes")),
        ({"names": [f"C {n}" for n in range(60)], "legs": 2}, ("list_too_long", "legs")),
        ({"names": NINE, "groups": 2, "way": Way.HAND}, ("club_without_group", "groups_of")),
        (
            {"names": NINE, "calendar": calendar(grounds={"Campo": read_week("9 11 13")})},
            ("too_few_hours", "grounds"),
        ),
        (
            {"names": NINE, "calendar": calendar(grounds={"Campo": read_week("9 10")})},
            ("hours_overlap", "grounds"),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(stage, asked, fault):
    assert refused(stage, **asked)[0] == fault
    assert not Club.objects.exists()


def test_a_group_of_one_by_hand_is_named(stage):
    clubs = ticked(stage, 3)
    groups_of = {str(clubs[0]): 0, str(clubs[1]): 1, str(clubs[2]): 1}

    assert refused(stage, clubs=clubs, groups=2, way=Way.HAND, groups_of=groups_of) == [
        ("group_without_rival", "groups_of")
    ]


def test_two_clubs_with_one_seed_are_named(stage):
    clubs = ticked(stage, 3)

    assert refused(stage, clubs=clubs, seeds={str(pk): 1 for pk in clubs[:2]}) == [
        ("seed_twice", "seeds")
    ]


def test_all_faults_are_told_at_once(stage):
    VenueFactory(name="Campo", town="Lima", department=stage.league.department)
    VenueFactory(name="Campo", town="Ica", department=stage.league.department)

    assert refused(stage, names=["Uno", "Uno"], calendar=calendar()) == [
        ("named_twice", "names"),
        ("several_grounds", "grounds"),
        ("too_few_clubs", "clubs"),
    ]


def test_hours_that_are_short_in_all_rounds_are_told_once(stage):
    with pytest.raises(Unarrangeable) as caught:
        draft(
            stage,
            Asked(names=NINE, calendar=calendar(grounds={"Campo": read_week("9 11 13")})),
            actor=None,
        )

    first, again = caught.value.faults
    assert (first.params["round"], first.params["missing"], first.params["hours"]) == (1, 1, 3)
    assert first.params["matches"].count("–") == 4
    assert again.params["rounds"] == "2, 3, 4, 5, 6, 7, 8, 9"


def test_the_ground_is_not_used_while_another_stage_plays_there(stage):
    ground = VenueFactory(name="Campo", town="", department=stage.league.department)
    FixtureFactory(
        stage__season=stage.season, date=SUNDAY, time=dt.time(10, 30), venue=ground, score=None
    )

    found = draft(stage, Asked(names=NINE[:4], calendar=calendar()), actor=None)

    assert [match.time for match in found.rounds[0].matches] == [dt.time(13), dt.time(15)]
    assert [match.time for match in found.rounds[1].matches] == [dt.time(9), dt.time(11)]


def test_a_list_that_is_there_gives_way_when_told_to(stage):
    write_draft(draft(stage, Asked(names=NINE), actor=None), actor=None)
    clubs = list(Club.objects.values_list("pk", flat=True))
    found = draft(stage, Asked(clubs=clubs, legs=2), actor=None)

    with pytest.raises(Refused, match="36 partidos"):
        write_draft(found, actor=None)
    assert Fixture.objects.count() == 36
    write_draft(draft(stage, Asked(clubs=clubs, legs=2), actor=None), actor=None, replace=True)
    assert (Fixture.objects.count(), Round.objects.count()) == (72, 18)


def test_a_stage_that_moved_on_is_not_written_over(stage):
    seen = state_of(stage)
    found = draft(stage, Asked(names=NINE), actor=None)
    Stage.objects.filter(pk=stage.pk).update(version=stage.version + 1)

    with pytest.raises(Refused, match="Mientras tanto"):
        write_draft(found, actor=None, seen=seen)
    assert not Club.objects.exists()
    assert not Fixture.objects.exists()


@pytest.mark.parametrize("clubs", [4, 8])
def test_queries_do_not_grow_with_the_list(stage, clubs, django_assert_num_queries):
    asked = Asked(names=NINE[:clubs], groups=2, calendar=calendar())
    with django_assert_num_queries(6):
        found = draft(stage, asked, actor=None)
    with django_assert_num_queries(72):
        write_draft(found, actor=None)


def test_clubs_are_named_in_forms_by_key_or_by_address():
    assert key_of(Club(pk=7, slug="x")) == "7"
    assert key_of(Club(slug="nuevo")) == "n-nuevo"
