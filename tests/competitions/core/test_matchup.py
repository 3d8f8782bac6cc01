import csv
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from competitions.core.matchup import (
    SETTLEMENTS,
    Decision,
    Leg,
    MatchupFacts,
    Reported,
    check_matchup,
    opposite,
    settle,
)
from competitions.core.score import (
    Effect,
    MatchFacts,
    RulingFacts,
    Score,
    Status,
    official_result,
)

UNKNOWN = official_result(MatchFacts(Status.PLAYED))


def score(text):
    """ "2-1" -> Score(2, 1), None -> None."""
    return Score(*map(int, text.split("-"))) if text else None


def leg(text, *, at_home=True, status=Status.PLAYED, rulings=(), award_goals=3, **kwargs):
    """A leg from "home-away" as printed; `at_home` says whether first was the host."""
    facts = MatchFacts(status, score(text))
    return Leg(
        key=kwargs.pop("key", f"{text} {at_home}"),
        first_at_home=at_home,
        official=official_result(facts, rulings, award_goals=award_goals),
        extra_time=score(kwargs.pop("extra_time", None)),
        penalties=score(kwargs.pop("penalties", None)),
        **kwargs,
    )


def two_legs(first, second, **kwargs):
    """First leg at first's ground, second at second's; extra time and penalties in the second."""
    return MatchupFacts((leg(first), leg(second, at_home=False, **kwargs)))


def one_leg(text, **kwargs):
    return MatchupFacts((leg(text, neutral=True, **kwargs),), legs_expected=1)


def said(outcome):
    return outcome.winner, outcome.decided_by, outcome.missing


# --- The real knock-outs -------------------------------------------------------------------------

WINNERS_2013 = {
    # (first at home in the first leg, second): (winner, reason, aggregate)
    ("Atlético Grau", "UD Chulucanas"): ("UD Chulucanas", "aggregate", (2, 4)),
    ("Defensor La Bocana", "Willy Serrato"): ("Willy Serrato", "aggregate", (3, 5)),
    ("CNI", "Sport Loreto"): ("Sport Loreto", "score", (1, 2)),
    ("Márquez", "AIPSA"): ("AIPSA", "aggregate", (1, 10)),
    ("Unión Huaral", "Juventud La Perla"): ("Unión Huaral", "aggregate", (9, 2)),
    ("Unión Huaral", "AIPSA"): ("Unión Huaral", "score", (3, 1)),
    ("San Ignacio", "Deportivo Municipal (Santillana)"): ("San Ignacio", "aggregate", (2, 1)),
    ("Estudiantes Alas Peruanas", "Saetas de Oro"): ("Saetas de Oro", "aggregate", (3, 7)),
    ("Internacional", "San Simón"): ("San Simón", "aggregate", (1, 3)),
    ("UD Chulucanas", "Carlos A. Mannucci"): ("Carlos A. Mannucci", "aggregate", (1, 2)),
    ("Willy Serrato", "Comerciantes Unidos"): ("Willy Serrato", "penalties", (3, 3)),
    ("AIPSA", "Sport Loreto"): ("Sport Loreto", "aggregate", (3, 8)),
    ("Unión Huaral", "CNI"): ("Unión Huaral", "aggregate", (3, 2)),
    ("Alipio Ponce", "Deportivo Municipal (Santillana)"): ("Alipio Ponce", "away_goals", (3, 3)),
    ("Ecosem", "San Ignacio"): ("Ecosem", "aggregate", (3, 2)),
    ("Binacional", "San Simón"): ("San Simón", "aggregate", (1, 2)),
    ("Saetas de Oro", "Unión Fuerza Minera"): ("Saetas de Oro", "penalties", (1, 1)),
    ("Carlos A. Mannucci", "Willy Serrato"): ("Willy Serrato", "aggregate", (4, 6)),
    ("Unión Huaral", "Sport Loreto"): ("Unión Huaral", "aggregate", (2, 0)),
    ("Alipio Ponce", "Ecosem"): ("Alipio Ponce", "penalties", (4, 4)),
    ("San Simón", "Saetas de Oro"): ("San Simón", "penalties", (3, 3)),
    ("Unión Huaral", "Willy Serrato"): ("Unión Huaral", "penalties", (1, 1)),
    ("Alipio Ponce", "San Simón"): ("San Simón", "aggregate", (2, 5)),
    ("Unión Huaral", "San Simón"): ("San Simón", "aggregate", (3, 4)),
}


def matchups_2013():
    """(first, second) -> facts, from the legs as recorded; a single match stands alone."""
    path = Path(__file__).parents[2] / "golden" / "2013_matchups.csv"
    legs = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            returned = row["leg"] == "2"
            names = (row["away"], row["home"]) if returned else (row["home"], row["away"])
            penalties = f"{row['home_pens']}-{row['away_pens']}" if row["home_pens"] else None
            result = f"{row['home_goals']}-{row['away_goals']}"
            legs.setdefault(names, []).append(
                leg(result, at_home=not returned, neutral=not row["leg"], penalties=penalties)
            )
    return {names: MatchupFacts(tuple(found), len(found)) for names, found in legs.items()}


def test_knock_outs_of_2013_give_the_real_winners_and_reasons():
    found = {}
    for names, facts in matchups_2013().items():
        outcome = settle(facts, ("away_goals", "penalties"))
        winner = names[0] if outcome.winner == "first" else names[1]
        found[names] = (winner, outcome.decided_by, outcome.aggregate)
        assert check_matchup(facts, ("away_goals", "penalties")) == []
    assert found == WINNERS_2013


def test_alipio_ponce_2013_goes_through_on_two_away_goals():
    outcome = settle(two_legs("1-0", "3-2"), ("away_goals", "penalties"))
    assert (outcome.winner, outcome.away_goals) == ("first", (2, 0))
    assert (outcome.decided, outcome.loser, outcome.missing) == (True, "second", ())


def test_shoot_out_of_2013_is_told_from_first_to_second():
    outcome = settle(two_legs("0-1", "0-1", penalties="1-4"), ("away_goals", "penalties"))
    assert (outcome.winner, outcome.penalties, outcome.away_goals) == ("first", (4, 1), (1, 1))


def test_excluded_club_of_2014_is_out_whatever_the_score():
    """Resolution 049-CJ-FPF-2014: first leg stopped at 5-1, second not played."""
    facts = MatchupFacts(
        (
            leg("5-1", status=Status.ABANDONED, rulings=[RulingFacts(Effect.EXCLUSION)]),
            leg(None, at_home=False, status=Status.NOT_PLAYED),
        ),
        excluded=frozenset({"second"}),
    )
    outcome = settle(facts, ("away_goals", "penalties"))
    assert said(outcome) == ("first", "exclusion", ())
    assert (outcome.aggregate, outcome.pitch_aggregate) == (None, None)


def test_awarded_leg_of_2014_counts_beside_the_pitch_aggregate():
    """Sport Aguila 3-0 (2-1 on the pitch) and 2-0 away against Player Villafuerte."""
    awarded = leg("2-1", rulings=[RulingFacts(Effect.AWARD, in_favour_of="home")])
    outcome = settle(MatchupFacts((awarded, leg("0-2", at_home=False))), ("away_goals",))
    assert said(outcome) == ("first", "aggregate", ())
    assert (outcome.aggregate, outcome.pitch_aggregate) == ((5, 0), (4, 1))


def test_unknown_scores_of_2014_leave_the_report():
    """Unión Fuerza Minera reached the final of 2014; neither semifinal score is known."""
    facts = MatchupFacts((leg(None), leg(None, at_home=False)), reported=Reported("first"))
    outcome = settle(facts, ("away_goals", "penalties"))
    assert said(outcome) == ("first", "reported", ("leg",))
    assert (outcome.from_report, outcome.contradicted) == (True, False)


def test_shoot_out_of_2024_without_tally_rests_on_the_report():
    """Diablos Rojos 3-0, Viargoca 3-0; Viargoca won on penalties, tally not found."""
    facts = replace(two_legs("3-0", "3-0"), reported=Reported("second", Decision.PENALTIES))
    outcome = settle(facts, ("penalties",))
    assert said(outcome) == ("second", "penalties", ("penalties",))
    assert (outcome.aggregate, outcome.penalties, outcome.from_report) == ((3, 3), None, True)


def test_quarterfinal_of_2024_is_a_single_match_and_penalties():
    """Juventud Cautivo 0-0 Bentín Tacna Heroica on neutral ground, penalties 3-4."""
    outcome = settle(one_leg("0-0", penalties="3-4"), ("penalties",))
    assert said(outcome) == ("second", "penalties", ())
    assert (outcome.aggregate, outcome.away_goals, outcome.penalties) == ((0, 0), None, (3, 4))


def test_single_match_of_2024_won_outright_is_decided_by_its_score():
    """Ecosem Pasco 0-1 Nacional."""
    assert said(settle(one_leg("0-1"), ("penalties",))) == ("second", "score", ())


def test_semifinal_of_2025_awarded_after_its_shoot_out_goes_to_the_other_side():
    facts = one_leg("1-1", penalties="5-4", rulings=[RulingFacts(Effect.AWARD, score=Score(0, 3))])
    outcome = settle(facts, ("penalties",))
    assert said(outcome) == ("second", "award", ())
    assert (outcome.penalties, outcome.pitch_aggregate) == (None, (1, 1))


# --- Each step -----------------------------------------------------------------------------------

RULES_2018 = ("away_goals", "place")


def test_place_in_the_table_decides_after_away_goals():
    level = replace(two_legs("1-0", "1-0"), places=(9, 24))
    assert said(settle(level, RULES_2018)) == ("first", "place", ())
    assert said(settle(replace(level, places=(24, 9)), RULES_2018)) == ("second", "place", ())
    parted = replace(two_legs("1-0", "3-2"), places=(24, 9))
    assert said(settle(parted, RULES_2018)) == ("first", "away_goals", ())


def test_shared_place_hands_on_to_the_next_step():
    facts = replace(two_legs("1-0", "1-0", penalties="3-5"), places=(9, 9))
    assert said(settle(facts, ("place", "penalties"))) == ("first", "penalties", ())
    assert said(settle(facts, ("place",))) == (None, None, ("ruling",))


def test_extra_time_decides_by_the_goals_scored_in_it():
    outcome = settle(two_legs("2-1", "2-1", extra_time="2-2"), ("extra_time", "penalties"))
    assert said(outcome) == ("first", "extra_time", ())
    assert (outcome.aggregate, outcome.extra_time) == ((3, 3), (4, 3))


def test_level_extra_time_goes_on_to_penalties():
    facts = two_legs("1-1", "1-1", extra_time="2-2", penalties="2-3")
    outcome = settle(facts, ("away_goals", "extra_time", "penalties"))
    assert said(outcome) == ("first", "penalties", ())
    assert (outcome.away_goals, outcome.extra_time) == ((1, 1), (3, 3))


def test_penalties_prove_that_unrecorded_extra_time_stayed_level():
    facts = two_legs("1-1", "1-1", penalties="2-3")
    assert said(settle(facts, ("extra_time", "penalties"))) == ("first", "penalties", ())


EXTRA_MATCH_RULES = ("away_goals", "extra_match", "lots")


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({"text": "1-2"}, ("second", "extra_match", ())),
        ({"text": "1-1", "extra_time": "2-1"}, ("first", "extra_match", ())),
        ({"text": "1-1", "penalties": "4-5"}, ("second", "extra_match", ())),
        ({"text": "1-1", "penalties": "4-5", "at_home": False}, ("first", "extra_match", ())),
        ({"text": "0-0"}, (None, None, ("lots",))),
        ({"text": None}, (None, None, ("extra_match",))),
    ],
)
def test_extra_match_decides_by_score_then_penalties(extra, expected):
    level = two_legs("1-0", "1-0")
    facts = replace(level, legs=(*level.legs, leg(**extra, extra_match=True, neutral=True)))
    outcome = settle(facts, EXTRA_MATCH_RULES)
    assert said(outcome) == expected
    assert outcome.aggregate == (1, 1)


def test_shoot_out_of_an_extra_match_is_told():
    level = two_legs("1-0", "1-0")
    extra = leg("1-1", extra_match=True, penalties="4-5")
    outcome = settle(replace(level, legs=(*level.legs, extra)), EXTRA_MATCH_RULES)
    assert outcome.penalties == (4, 5)


def test_last_extra_match_holds():
    level = two_legs("1-0", "1-0")
    extras = (leg("1-1", extra_match=True), leg("0-1", extra_match=True))
    facts = replace(level, legs=(*level.legs, *extras))
    assert said(settle(facts, EXTRA_MATCH_RULES)) == ("second", "extra_match", ())


def test_lots_decide_where_the_rules_know_them():
    facts = replace(two_legs("1-0", "1-0"), lots="second")
    assert said(settle(facts, ("away_goals", "lots"))) == ("second", "lots", ())
    assert said(settle(facts, EXTRA_MATCH_RULES)) == ("second", "lots", ())
    assert said(settle(facts, ("away_goals",))) == (None, None, ("ruling",))


def test_away_goals_mean_nothing_on_neutral_ground_or_in_one_match():
    neutral = MatchupFacts((leg("1-0"), leg("3-2", at_home=False, neutral=True)))
    same_host = MatchupFacts((leg("1-0"), leg("2-3")))
    single = MatchupFacts((leg("1-1"),), legs_expected=1)
    for facts in (neutral, same_host, single):
        outcome = settle(facts, ("away_goals", "penalties"))
        assert said(outcome) == (None, None, ("penalties",))
        assert outcome.away_goals is None


def test_bye_exclusion_and_award_come_before_the_score_in_that_order():
    facts = two_legs("3-0", "0-0")
    awarded = replace(facts, awarded_to="second")
    excluded = replace(awarded, excluded=frozenset({"second"}))
    assert said(settle(awarded, ())) == ("second", "award", ())
    assert said(settle(excluded, ())) == ("first", "exclusion", ())
    assert said(settle(replace(excluded, bye="second"), ())) == ("second", "bye", ())
    assert said(settle(MatchupFacts(bye="first"), ())) == ("first", "bye", ())


def test_two_excluded_clubs_leave_a_decided_matchup_without_winner():
    facts = replace(two_legs("3-0", "0-0"), excluded=frozenset({"first", "second"}))
    outcome = settle(facts, ())
    assert said(outcome) == (None, "exclusion", ())
    assert (outcome.decided, outcome.loser) == (True, None)


# --- What is still missing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        MatchupFacts(),
        MatchupFacts((leg("3-0"),)),
        MatchupFacts((leg("3-0"), leg(None, at_home=False, status=Status.SCHEDULED))),
        MatchupFacts((leg("3-0"), leg("0-0", at_home=False, status=Status.ABANDONED))),
        MatchupFacts((leg("3-0"), leg(None, at_home=False, status=Status.NOT_PLAYED))),
        MatchupFacts((leg("3-0"), leg(None, status=Status.POSTPONED)), legs_expected=1),
        MatchupFacts((leg("1-0", rulings=[RulingFacts(Effect.REPLAY)]),), legs_expected=1),
        MatchupFacts((), legs_expected=0),
    ],
)
def test_missing_leg_is_named_before_any_step(facts):
    outcome = settle(facts, SETTLEMENTS)
    assert said(outcome) == (None, None, ("leg",))
    assert (outcome.aggregate, outcome.decided) == (None, False)


@pytest.mark.parametrize(
    ("settlement", "missing"),
    [
        (("place", "penalties"), "place"),
        (("extra_time", "penalties"), "extra_time"),
        (("away_goals", "penalties"), "penalties"),
        (("away_goals", "extra_match", "penalties"), "extra_match"),
        (("lots",), "lots"),
        ((), "ruling"),
        (("away_goals",), "ruling"),
    ],
)
def test_level_matchup_names_the_step_whose_turn_it_is(settlement, missing):
    assert said(settle(two_legs("1-0", "1-0"), settlement)) == (None, None, (missing,))


def test_unknown_place_is_not_jumped_over_by_a_shoot_out():
    facts = replace(two_legs("1-0", "1-0", penalties="4-2"), places=(None, 3))
    assert said(settle(facts, ("place", "penalties"))) == (None, None, ("place",))


def test_level_shoot_out_decides_nothing():
    facts = two_legs("1-0", "1-0", penalties="4-4")
    assert said(settle(facts, ("penalties",))) == (None, None, ("penalties",))


def test_replayed_and_annulled_legs_leave_room_for_their_successors():
    replayed = leg("0-5", rulings=[RulingFacts(Effect.REPLAY)])
    annulled = leg("5-0", at_home=False, status=Status.ANNULLED)
    played = two_legs("1-0", "0-0")
    facts = replace(played, legs=(replayed, annulled, *played.legs))
    outcome = settle(facts, ())
    assert said(outcome) == ("first", "aggregate", ())
    assert (outcome.aggregate, outcome.pitch_aggregate) == ((1, 0), (1, 0))


def test_pitch_aggregate_needs_every_leg_played():
    walkover = leg(
        None,
        at_home=False,
        status=Status.NOT_PLAYED,
        rulings=[RulingFacts(Effect.AWARD, in_favour_of="home", walkover=True)],
    )
    outcome = settle(MatchupFacts((leg("1-0"), walkover)), ())
    assert said(outcome) == ("second", "aggregate", ())
    assert (outcome.aggregate, outcome.pitch_aggregate) == ((1, 3), None)


def test_double_loss_counts_for_nobody():
    both_lose = [RulingFacts(Effect.DOUBLE_LOSS)]
    lost = leg("4-0", at_home=False, rulings=both_lose)
    assert said(settle(MatchupFacts((leg("1-0"), lost)), ())) == ("first", "aggregate", ())
    assert said(settle(one_leg("4-0", rulings=both_lose), ("penalties",))) == (
        None,
        None,
        ("ruling",),
    )


# --- Reports, faults, values ---------------------------------------------------------------------


def test_computed_winner_goes_before_the_report_and_says_so():
    facts = replace(two_legs("3-0", "0-0"), reported=Reported("second"))
    outcome = settle(facts, ())
    assert said(outcome) == ("first", "aggregate", ())
    assert (outcome.contradicted, outcome.from_report) == (True, False)
    agreed = settle(replace(facts, reported=Reported("first")), ())
    assert (agreed.contradicted, agreed.from_report) == (False, False)


def test_unknown_step_or_reason_is_refused():
    with pytest.raises(ValueError, match="golden_goal"):
        settle(MatchupFacts(), ("golden_goal",))
    with pytest.raises(ValueError, match="golden_goal"):
        Reported("first", "golden_goal")


@pytest.mark.parametrize(
    ("facts", "settlement", "faults"),
    [
        (two_legs("1-0", "1-0", penalties="4-2"), ("penalties",), []),
        (two_legs("1-0", "1-0", extra_time="1-1"), ("extra_time",), []),
        (MatchupFacts((leg("1-0"),)), ("penalties",), []),
        (two_legs("1-0", "0-0", penalties="4-2"), ("penalties",), ["penalties_not_level"]),
        (two_legs("1-0", "0-0", extra_time="0-1"), (), ["extra_time_not_level"]),
        (
            two_legs("1-0", "1-0", extra_time="1-1", penalties="3-4"),
            ("extra_time", "penalties"),
            ["penalties_not_level"],
        ),
        (
            two_legs("1-0", "3-2", penalties="4-2"),
            ("away_goals", "penalties"),
            ["penalties_not_needed"],
        ),
        (
            MatchupFacts((leg("1-0"), leg("0-0"), leg("0-0", extra_match=True))),
            ("extra_match",),
            ["extra_match_not_level"],
        ),
        (MatchupFacts((leg("1-0"), leg("0-0")), legs_expected=1), (), ["too_many_legs"]),
        (
            replace(two_legs("1-0", "0-0"), reported=Reported("second")),
            (),
            ["report_contradicted"],
        ),
    ],
)
def test_check_matchup_names_each_contradiction(facts, settlement, faults):
    assert check_matchup(facts, settlement) == faults


def test_check_matchup_looks_behind_an_award_of_the_whole():
    facts = replace(two_legs("1-0", "0-0", penalties="1-0"), awarded_to="second")
    assert check_matchup(facts, ("penalties",)) == ["penalties_not_level"]


def test_values_survive_pickling():
    facts = replace(two_legs("1-0", "3-2"), reported=Reported("first", "away_goals"))
    outcome = settle(facts, ("away_goals",))
    assert pickle.loads(pickle.dumps((facts, outcome))) == (facts, outcome)


# --- Properties ----------------------------------------------------------------------------------

goals = st.integers(0, 4)
scores = st.builds(Score, goals, goals)
sides = st.sampled_from(["first", "second"])


@st.composite
def legs(draw, at_home, *, last=False, extra_match=False):
    full_time = draw(st.none() | scores) if draw(st.booleans()) else Score(1, 1)
    extra_time = None
    if last and full_time and draw(st.booleans()):
        added = draw(scores)
        extra_time = Score(full_time.home + added.home, full_time.away + added.away)
    rulings = draw(
        st.sampled_from([[]] * 5 + [[RulingFacts(effect, Score(3, 0))] for effect in Effect])
    )
    return Leg(
        key=draw(st.integers()),
        first_at_home=at_home,
        official=official_result(MatchFacts(Status.PLAYED, full_time), rulings),
        neutral=draw(st.sampled_from([False, False, True])),
        extra_time=extra_time,
        penalties=draw(st.none() | scores) if last else None,
        extra_match=extra_match,
    )


@st.composite
def matchups(draw):
    found = [draw(legs(True)), draw(legs(False, last=True))]
    if draw(st.booleans()):
        found.append(draw(legs(draw(st.booleans()), last=True, extra_match=True)))
    place = st.none() | st.integers(1, 3)
    return MatchupFacts(
        tuple(found),
        excluded=draw(st.sampled_from([frozenset()] * 5 + [frozenset({"first"})])),
        places=(draw(place), draw(place)),
        lots=draw(st.none() | sides),
        reported=draw(st.none() | st.builds(Reported, sides)),
    )


settlements = st.lists(st.sampled_from(SETTLEMENTS), unique=True).map(tuple)


def turned(tally):
    return tally and tally[::-1]


def swapped(facts):
    return replace(
        facts,
        legs=tuple(replace(leg, first_at_home=not leg.first_at_home) for leg in facts.legs),
        excluded=frozenset(map(opposite, facts.excluded)),
        places=turned(facts.places),
        lots=facts.lots and opposite(facts.lots),
        reported=facts.reported and Reported(opposite(facts.reported.winner)),
    )


@seed(2013)
@given(matchups(), settlements)
def test_swapping_the_clubs_swaps_the_outcome(facts, settlement):
    outcome, mirror = settle(facts, settlement), settle(swapped(facts), settlement)
    assert mirror == replace(
        outcome,
        winner=outcome.winner and opposite(outcome.winner),
        aggregate=turned(outcome.aggregate),
        pitch_aggregate=turned(outcome.pitch_aggregate),
        away_goals=turned(outcome.away_goals),
        extra_time=turned(outcome.extra_time),
        penalties=turned(outcome.penalties),
    )


@seed(2014)
@given(matchups(), settlements, st.randoms(use_true_random=False))
def test_order_of_legs_is_irrelevant(facts, settlement, random):
    shuffled = list(facts.legs)
    random.shuffle(shuffled)
    assert settle(replace(facts, legs=tuple(shuffled)), settlement) == settle(facts, settlement)


@seed(2017)
@given(matchups(), settlements)
def test_outcome_is_either_decided_or_says_what_is_missing(facts, settlement):
    outcome = settle(facts, settlement)
    assert outcome.decided or outcome.missing
    assert outcome.from_report == (outcome.decided and bool(outcome.missing))
    assert (outcome.winner is None) == (not outcome.decided)
