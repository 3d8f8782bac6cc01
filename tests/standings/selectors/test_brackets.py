import pytest

from competitions.models import Matchup
from standings.selectors.brackets import matchup_views, sections
from standings.selectors.seasons import champion_of, one_stage
from tests.factories import (
    ClaimFactory,
    GroupFactory,
    LegFactory,
    LotsDrawnFactory,
    LotsPositionFactory,
    RulingFactory,
)
from tests.standings.scenes import confirm_all, entry, knock_out, matchup

pytestmark = pytest.mark.django_db


def views():
    return matchup_views(one_stage(2030, "eliminatorias")[1])


def test_matchup_says_who_went_through_and_why():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "3-2")
    (view,) = views()
    assert (view.winner.name, view.decided_by, view.outcome.aggregate) == (
        "Ada",
        "away_goals",
        (3, 3),
    )
    assert (view.first.legs, view.second.legs) == ((1, 2), (0, 3))


def test_shoot_out_belongs_to_the_sides():
    stage = knock_out(settlement="penalties")
    matchup(stage, "Ada", "Boca", "1-1 p 3-4")
    (view,) = views()
    assert (view.winner.name, view.decided_by) == ("Boca", "penalties")
    assert (view.first.penalties, view.second.penalties) == (3, 4)


def test_report_fills_in_where_legs_are_not_known():
    stage = knock_out()
    matchup(stage, "Ada", "Boca")
    Matchup.objects.update(reported_winner=entry(stage, "Boca"), reported_decision="penalties")
    (view,) = views()
    assert (view.winner.name, view.decided_by, view.outcome.from_report) == (
        "Boca",
        "penalties",
        True,
    )


def test_excluded_club_is_out_whatever_the_score():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "0-5", "0-5")
    leg = found.fixtures.get(leg=1)
    RulingFactory(
        fixture=leg, matchup=found, effect="exclusion", entry=found.second, in_favour_of=None
    )
    (view,) = views()
    assert (view.winner.name, view.decided_by) == ("Ada", "exclusion")


def test_award_of_the_whole_matchup_goes_before_the_legs():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "3-0", "0-0")
    RulingFactory(stage=stage, fixture=None, matchup=found, in_favour_of=found.second)
    (view,) = views()
    assert (view.winner.name, view.decided_by) == ("Boca", "award")


def test_award_of_a_leg_counts_as_its_score():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "0-1", "1-1")
    leg = found.fixtures.get(leg=1)
    RulingFactory(fixture=leg, in_favour_of=found.first)
    (view,) = views()
    assert (view.winner.name, view.decided_by, view.outcome.aggregate) == (
        "Ada",
        "aggregate",
        (4, 1),
    )
    assert view.outcome.pitch_aggregate == (1, 2)


def test_lots_settle_a_matchup():
    stage = knock_out(settlement="lots")
    found = matchup(stage, "Ada", "Boca", "1-1")
    lots = LotsDrawnFactory(stage=stage, matchup=found)
    LotsPositionFactory(lots=lots, entry=found.second, position=1)
    LotsPositionFactory(lots=lots, entry=found.first, position=2)
    (view,) = views()
    assert (view.winner.name, view.decided_by) == ("Boca", "lots")


def test_open_slot_says_where_its_club_comes_from():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca")
    Matchup.objects.filter(pk=found.pk).update(second=None, second_slot="Ganador llave 7")
    (view,) = views()
    assert (view.second.club, view.second.slot) == (None, "Ganador llave 7")


def test_bracket_is_drawn_with_feeders_side_by_side():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key="s1")
    matchup(stage, "Cali", "Deza", "1-0", key="s2")
    matchup(stage, "Cali", "Ada", "2-0", round_number=2, key="f", key_of_round="final")
    (section,) = sections(one_stage(2030, "eliminatorias")[1])
    assert [[view.data.key for view in drawn.slots] for drawn in section.tree] == [
        ["s2", "s1"],
        ["f"],
    ]


def test_round_that_does_not_fill_the_next_one_stands_before_the_tree():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key="r")
    matchup(stage, "Ada", "Cali", "1-0", round_number=2, key="s1")
    matchup(stage, "Deza", "Echa", "1-0", round_number=2, key="s2")
    matchup(stage, "Ada", "Deza", "1-0", round_number=3, key="f")
    (section,) = sections(one_stage(2030, "eliminatorias")[1])
    assert [[v.data.key for v in drawn.matchups] for drawn in section.loose] == [["r"]]
    assert [[v.data.key for v in drawn.slots] for drawn in section.tree] == [["s1", "s2"], ["f"]]
    assert sorted(section.numbers.values()) == [1, 2, 3, 4]


def test_sections_stand_apart():
    stage = knock_out()
    for code in ("norte", "sur"):
        group = GroupFactory(stage=stage, code=code, name=code.title())
        matchup(stage, f"{code} Ada", f"{code} Boca", "1-0", group=group)
    found = sections(one_stage(2030, "eliminatorias")[1])
    assert [section.group.code for section in found] == ["norte", "sur"]


def test_champion_is_the_winner_of_the_final():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="final")
    assert champion_of(one_stage(2030, "eliminatorias")[1]).name == "Ada"


@pytest.mark.parametrize("positions", [(1, 1), (1, None)])
def test_lots_that_part_nobody_settle_nothing(positions):
    stage = knock_out(settlement="lots")
    found = matchup(stage, "Ada", "Boca", "1-1")
    lots = LotsDrawnFactory(stage=stage, matchup=found)
    for club, position in zip((found.first, found.second), positions, strict=True):
        if position:
            LotsPositionFactory(lots=lots, entry=club, position=position)
    assert views()[0].winner is None


def test_replay_stands_in_for_the_leg_that_it_replaced():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "1-0", "2-0")
    leg = found.fixtures.get(leg=2)
    RulingFactory(fixture=leg, effect="replay", in_favour_of=None)
    LegFactory(matchup=found, leg=2, score="3-0", replaces=leg)
    (view,) = views()
    assert (view.first.legs, view.second.legs) == ((1, 0), (0, 3))
    assert (view.winner.name, view.outcome.aggregate) == ("Boca", (1, 3))


def test_abandoned_leg_shows_what_was_played():
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "5-1")
    found.fixtures.update(status="abandoned")
    (view,) = views()
    assert (view.first.legs, view.second.legs, view.winner) == ((5,), (1,), None)


def test_matchup_is_provisional_while_its_extra_match_is():
    stage = knock_out(settlement="extra_match")
    found = matchup(stage, "Ada", "Boca", "1-1")
    confirm_all()
    LegFactory(matchup=found, leg=2, score="0-1", is_extra=True)
    assert [(view.winner.name, view.is_provisional) for view in views()] == [("Ada", True)]


def bracket():
    (section,) = sections(one_stage(2030, "eliminatorias")[1])
    return section


def test_open_side_of_which_nothing_is_written_waits_for_the_winner_that_feeds_it():
    stage = knock_out()
    final = matchup(stage, "Ada", "Boca", round_number=2, key="f", key_of_round="final")
    for key, names in (("s1", ("Ada", "Boca")), ("s2", ("Cali", "Deza"))):
        matchup(stage, *names, key=key, feeds=final)
    Matchup.objects.filter(key="f").update(first=None, second=None)
    (view,) = bracket().rounds[-1].matchups
    assert (view.first.slot, view.second.slot) == ("Ganador llave 1", "Ganador llave 2")


def test_what_an_official_wrote_of_an_open_side_stays():
    stage = knock_out()
    final = matchup(stage, "Ada", "Boca", round_number=2, key="f")
    matchup(stage, "Ada", "Boca", "1-0", key="s1", feeds=final)
    matchup(stage, "Cali", "Deza", key="s2", feeds=final)
    Matchup.objects.filter(key="f").update(second=None, second_slot="Ganador de la zona sur")
    (view,) = bracket().rounds[-1].matchups
    assert (view.first.club.name, view.second.slot) == ("Ada", "Ganador de la zona sur")


def test_club_that_is_there_leaves_the_other_side_to_the_other_winner():
    stage = knock_out()
    final = matchup(stage, "Ada", "Boca", round_number=2, key="f")
    matchup(stage, "Ada", "Boca", "1-0", key="s1", feeds=final)
    matchup(stage, "Cali", "Deza", key="s2", feeds=final)
    Matchup.objects.filter(key="f").update(second=None)
    (view,) = bracket().rounds[-1].matchups
    assert (view.first.club.name, view.second.slot) == ("Ada", "Ganador llave 2")


@pytest.mark.parametrize(("score", "number"), [((), 1), (("1-0",), 2)])
def test_round_in_play_is_the_last_that_has_a_result(score, number):
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key="s1")
    matchup(stage, "Cali", "Deza", key="s2")
    matchup(stage, "Ada", "Cali", *score, round_number=2, key="f", key_of_round="final")
    assert bracket().in_play.round.number == number


@pytest.mark.parametrize(("state", "is_claimed"), [("open", True), ("rejected", False)])
@pytest.mark.parametrize("over", ["leg", "matchup"])
def test_matchup_is_claimed_while_a_claim_over_it_or_a_leg_is_open(over, state, is_claimed):
    stage = knock_out()
    found = matchup(stage, "Ada", "Boca", "1-0", "0-0")
    about = {"fixture": found.fixtures.get(leg=1)}
    if over == "matchup":
        about = {"fixture": None, "matchup": found, "stage": stage, "claimant": found.second}
    ClaimFactory(state=state, **about)
    assert [view.data.is_claimed for view in views()] == [is_claimed]
