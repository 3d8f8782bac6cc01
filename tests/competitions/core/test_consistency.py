from datetime import date

import pytest

from competitions.core.consistency import (
    Fault,
    Meeting,
    Member,
    Part,
    check_among,
    check_award,
    check_goals,
    check_group,
    check_group_codes,
    check_leg,
    check_level,
    check_once_in_round,
    check_report,
    check_settlement,
    check_single_match,
    check_span,
    check_stage,
)
from competitions.core.matchup import Leg, MatchupFacts, Reported
from competitions.core.score import (
    Effect,
    MatchFacts,
    RulingFacts,
    Score,
    Status,
    official_result,
)


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults]


def score(text: str) -> Score:
    home, away = text.split("-")
    return Score(int(home), int(away))


def leg(
    result: str,
    *,
    first_at_home: bool = True,
    extra: str | None = None,
    pens: str | None = None,
    award: str | None = None,
    extra_match: bool = False,
) -> Leg:
    facts = MatchFacts(Status.PLAYED, score(result))
    rulings = [RulingFacts(Effect.AWARD, score=score(award))] if award else []
    return Leg(
        key=result,
        first_at_home=first_at_home,
        official=official_result(facts, rulings),
        extra_time=score(extra) if extra else None,
        penalties=score(pens) if pens else None,
        extra_match=extra_match,
    )


def matchup(*legs: Leg, expected: int = 2, **facts: object) -> MatchupFacts:
    return MatchupFacts(legs, expected, **facts)  # type: ignore[arg-type]


def test_stage_names_every_part_of_another_stage() -> None:
    parts = [Part("home", "Ecosem", 1), Part("away", "UCV", 2), Part("group", "Grupo A", 3)]
    assert check_stage(1, parts) == [
        Fault("other_stage", "away", {"name": "UCV"}),
        Fault("other_stage", "group", {"name": "Grupo A"}),
    ]


def test_group_takes_only_its_own_clubs() -> None:
    members = [
        Member("home", "Ecosem", "A", "Grupo A"),
        Member("away", "UCV", "B", "Grupo B"),
    ]
    assert check_group("A", "Grupo A", members) == [
        Fault("in_other_group", "away", {"name": "UCV", "group": "Grupo A", "other": "Grupo B"})
    ]


def test_group_refuses_a_club_without_group() -> None:
    assert check_group("A", "Grupo A", [Member("home", "Ecosem", None)]) == [
        Fault("in_no_group", "home", {"name": "Ecosem", "group": "Grupo A"})
    ]


def meeting(key: int, *clubs: str, matchup: str | None = None, apart: bool = False) -> Meeting:
    return Meeting(key, " – ".join(clubs), {club: club for club in clubs}, matchup, apart)


def test_round_sees_a_club_twice() -> None:
    first, second = meeting(1, "Ecosem", "UCV"), meeting(2, "Bagua", "UCV")
    assert check_once_in_round(second, [first, second]) == [
        Fault("plays_twice_in_round", "round", {"name": "UCV", "other": "Ecosem – UCV"})
    ]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (meeting(1, "A", "B"), meeting(2, "C", "D")),
        (meeting(1, "A", "B", apart=True), meeting(2, "A", "C")),
        (meeting(1, "A", "B"), meeting(2, "A", "C", apart=True)),
        (meeting(1, "A", "B", matchup="m"), meeting(2, "B", "A", matchup="m")),
    ],
    ids=["other clubs", "own is extra", "other is extra", "two legs"],
)
def test_round_lets_pass(own: Meeting, other: Meeting) -> None:
    assert check_once_in_round(own, [other]) == []


@pytest.mark.parametrize("matchup", [None, "n"])
def test_round_sees_a_club_twice_in_different_matchups(matchup: str | None) -> None:
    own = meeting(1, "A", "B", matchup="m")
    other = meeting(2, "A", "C", matchup=matchup)
    assert codes(check_once_in_round(own, [other], code="twice")) == ["twice"]


def test_leg_has_the_clubs_of_its_matchup() -> None:
    clubs = {"home": (1, "Ecosem"), "away": (3, "Bagua")}
    assert check_leg(clubs, [(1, "Ecosem"), (2, "UCV")], leg=1, legs=2) == [
        Fault("not_in_matchup", "away", {"name": "Bagua", "matchup": "Ecosem – UCV"})
    ]


def test_leg_of_an_open_matchup_has_its_known_club() -> None:
    clubs = {"home": (1, "Ecosem"), "away": (3, "Bagua")}
    assert check_leg(clubs, [(2, "UCV")], leg=1, legs=2) == [
        Fault("matchup_has_other_club", "matchup", {"name": "UCV"})
    ]
    assert check_leg(clubs, [(3, "Bagua")], leg=None, legs=2) == []
    assert check_leg(clubs, [], leg=2, legs=2) == []


def test_leg_is_no_more_than_the_legs() -> None:
    assert check_leg({}, [], leg=3, legs=2) == [Fault("no_such_leg", "leg", {"leg": 3, "legs": 2})]


def test_leg_has_penalties_only_as_the_last() -> None:
    assert codes(check_leg({}, [], leg=1, legs=2, has_penalties=True)) == [
        "penalties_before_last_leg"
    ]
    assert check_leg({}, [], leg=2, legs=2, has_penalties=True) == []
    assert check_leg({}, [], leg=None, legs=2, has_penalties=True) == []


def test_single_match_repeats_the_faults_of_the_match_with_their_fields() -> None:
    match = MatchFacts(Status.PLAYED, score("1-0"), half_time=score("2-0"))
    assert check_single_match(match, of_table=True) == [
        Fault("half_time_above_full_time", "home_half")
    ]


@pytest.mark.parametrize(
    ("extra", "pens", "of_table", "expected"),
    [
        (None, "4-3", True, ["penalties_not_allowed"]),
        (None, "4-3", False, ["penalties_not_level_match"]),
        ("3-1", None, False, ["extra_time_not_level_match"]),
        (None, None, False, []),
    ],
)
def test_single_match_that_was_won(
    extra: str | None, pens: str | None, of_table: bool, expected: list[str]
) -> None:
    match = MatchFacts(
        Status.PLAYED,
        score("2-1"),
        extra_time=score(extra) if extra else None,
        penalties=score(pens) if pens else None,
    )
    assert codes(check_single_match(match, of_table=of_table)) == expected


def test_single_match_won_in_extra_time_has_no_penalties() -> None:
    match = MatchFacts(Status.PLAYED, score("1-1"), extra_time=score("2-1"), penalties=score("4-3"))
    assert check_single_match(match, of_table=False) == [
        Fault("penalties_not_level_match", "home_penalties", {"score": "2-1"})
    ]


def test_single_match_that_was_level_may_go_to_penalties() -> None:
    match = MatchFacts(Status.PLAYED, score("1-1"), penalties=score("4-3"))
    assert check_single_match(match, of_table=False) == []


def test_settlement_by_penalties_needs_a_level_aggregate() -> None:
    facts = matchup(leg("2-0"), leg("1-1", first_at_home=False, pens="4-3"))
    assert check_settlement(facts, facts, ("penalties",)) == [
        Fault("penalties_not_level", "home_penalties", {"score": "3-1"})
    ]


def test_settlement_by_penalties_after_a_single_match() -> None:
    facts = matchup(leg("2-0", pens="4-3"), expected=1)
    assert check_settlement(facts, facts, ("penalties",)) == [
        Fault("penalties_not_level_match", "home_penalties", {"score": "2-0"})
    ]


def test_settlement_by_penalties_where_away_goals_came_first() -> None:
    facts = matchup(leg("2-1"), leg("1-0", first_at_home=False, pens="4-3"))
    assert codes(check_settlement(facts, facts, ("away_goals", "penalties"))) == [
        "penalties_not_needed"
    ]
    assert check_settlement(facts, facts, ("penalties",)) == []


def test_settlement_of_an_unfinished_matchup_says_nothing() -> None:
    facts = matchup(leg("2-1"))
    assert check_settlement(facts, facts, ("penalties",)) == []


def test_settlement_by_penalties_stays_right_under_a_later_ruling() -> None:
    second = leg("1-0", first_at_home=False, pens="4-3")
    official = matchup(leg("1-0", award="3-0"), second)
    pitch = matchup(leg("1-0"), second)
    assert check_settlement(official, pitch, ("penalties",)) == []
    assert codes(check_settlement(official, official, ("penalties",))) == ["penalties_not_level"]


def test_settlement_counts_legs() -> None:
    facts = matchup(leg("1-0"), leg("1-0"), leg("1-0"))
    assert check_settlement(facts, facts, ()) == [Fault("too_many_legs", "matchup", {"legs": 2})]


def test_settlement_leaves_the_report_to_its_own_check() -> None:
    facts = matchup(leg("1-0"), leg("1-0"), reported=Reported("second"))
    assert check_settlement(facts, facts, ()) == []


def test_report_against_the_legs() -> None:
    names = {"first": "Ecosem", "second": "UCV"}
    facts = matchup(leg("1-0"), leg("1-0"), reported=Reported("second"))
    assert check_report(facts, (), names) == [
        Fault("report_contradicted", "reported_winner", {"name": "Ecosem"})
    ]
    agreeing = matchup(leg("1-0"), leg("1-0"), reported=Reported("first"))
    assert check_report(agreeing, (), names) == []


def test_report_with_both_clubs_excluded_names_nobody() -> None:
    facts = matchup(excluded=frozenset({"first", "second"}), reported=Reported("second"))
    assert check_report(facts, (), {"first": "Ecosem", "second": "UCV"}) == []


def test_goals_are_no_more_than_the_score() -> None:
    names = {"home": "Ecosem", "away": "UCV"}
    assert check_goals(score("1-1"), {"home": 1, "away": 2}, names) == [
        Fault("more_goals_than_score", "", {"name": "UCV", "goals": 2, "score": 1})
    ]
    assert check_goals(score("1-1"), {"home": 1}, names) == []
    assert check_goals(None, {"home": 4}, names) == []


def test_goals_need_a_match_that_was_played() -> None:
    names = {"home": "Ecosem", "away": "UCV"}
    assert codes(check_goals(None, {"home": 1}, names, played=False)) == ["goals_without_match"]
    assert check_goals(None, {"home": 0, "away": 0}, names, played=False) == []


def test_among_names_the_stranger() -> None:
    clubs = [("entry", 1, "Ecosem"), ("in_favour_of", 3, "Bagua")]
    assert check_among(clubs, {1, 2}, code="not_in_fixture", where="Ecosem – UCV") == [
        Fault("not_in_fixture", "in_favour_of", {"name": "Bagua", "where": "Ecosem – UCV"})
    ]


@pytest.mark.parametrize(
    ("given", "favoured", "walkover", "expected"),
    [
        (None, "home", True, []),
        ("3-0", "home", True, []),
        ("0-3", None, True, []),
        ("3-0", "away", False, ["award_against_favoured"]),
        ("2-0", None, True, ["walkover_score"]),
        ("2-0", "away", True, ["award_against_favoured", "walkover_score"]),
        ("2-0", "home", False, []),
    ],
)
def test_award(
    given: str | None, favoured: str | None, walkover: bool, expected: list[str]
) -> None:
    faults = check_award(
        score(given) if given else None,
        in_favour_of=favoured,  # type: ignore[arg-type]
        walkover=walkover,
        walkover_goals=3,
    )
    assert codes(faults) == expected


@pytest.mark.parametrize(
    ("level", "parent", "fine"),
    [
        ("departmental", "national", True),
        ("district", "departmental", True),
        ("district", "district", False),
        ("departmental", "provincial", False),
    ],
)
def test_level_stands_below_its_parent(level: str, parent: str, fine: bool) -> None:
    assert (check_level(level, parent) == []) is fine


def test_span_ends_after_it_starts() -> None:
    early, late = date(2024, 5, 1), date(2024, 6, 1)
    assert codes(check_span(late, early)) == ["ends_before_start"]
    assert check_span(early, late) == check_span(None, early) == check_span(late, None) == []


def test_group_codes_of_a_zone_exist() -> None:
    assert check_group_codes(["A", "X"], {"A", "B"}) == [
        Fault("no_such_group", "groups", {"name": "X"})
    ]
    assert check_group_codes(["A"], set()) == []
