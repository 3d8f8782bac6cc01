import pytest

from competitions.core.matchup import Decision, Reported, settle
from competitions.core.recorded import RecordedLeg, RecordedMatchup, RecordedRuling
from competitions.core.score import Effect, MatchFacts, Score, Status, official_result


def leg(key: int, home: str, goals: tuple[int, int], **fields: object) -> RecordedLeg:
    played = official_result(MatchFacts(Status.PLAYED, Score(*goals)))
    return RecordedLeg(key, home, played, **fields)


def recorded(**fields: object) -> RecordedMatchup:
    """Ada 2-0 Boca, then Boca 1-0 Ada."""
    legs = (leg(1, "Ada", (2, 0)), leg(2, "Boca", (1, 0)))
    return RecordedMatchup(
        **{"first": "Ada", "second": "Boca", "legs_expected": 2, "legs": legs} | fields
    )


def outcome(found: RecordedMatchup, settlement: tuple[str, ...] = ()):
    result = settle(found.facts, settlement)
    return result.winner, result.decided_by


def test_legs_count_for_the_club_at_home():
    assert settle(recorded().facts, ()).aggregate == (2, 1)


@pytest.mark.parametrize("whole", [True, False])
def test_exclusion_counts_over_the_matchup_and_over_a_leg(whole):
    ruling = RecordedRuling(Effect.EXCLUSION, entry="Ada", whole=whole)
    assert outcome(recorded(rulings=(ruling,))) == ("second", Decision.EXCLUSION)


def test_exclusion_of_a_club_of_another_matchup_changes_nothing():
    ruling = RecordedRuling(Effect.EXCLUSION, entry="Cali")
    assert outcome(recorded(rulings=(ruling,))) == ("first", Decision.AGGREGATE)


def test_award_gives_the_matchup_only_where_it_names_no_leg():
    award = RecordedRuling(Effect.AWARD, in_favour_of="Boca")
    of_a_leg = RecordedRuling(Effect.AWARD, in_favour_of="Boca", whole=False)
    assert outcome(recorded(rulings=(award,))) == ("second", Decision.AWARD)
    assert outcome(recorded(rulings=(of_a_leg,))) == ("first", Decision.AGGREGATE)


def test_last_award_of_the_matchup_holds():
    rulings = tuple(RecordedRuling(Effect.AWARD, in_favour_of=club) for club in ("Boca", "Ada"))
    assert outcome(recorded(rulings=rulings)) == ("first", Decision.AWARD)


def test_leg_that_was_played_again_does_not_count():
    legs = (leg(1, "Ada", (2, 0)), leg(2, "Boca", (1, 0)), leg(3, "Boca", (5, 0), replaces=2))
    found = recorded(legs=legs)
    assert [standing.key for standing in found.standing_legs] == [1, 3]
    assert outcome(found) == ("second", Decision.AGGREGATE)


@pytest.mark.parametrize(
    ("lots", "winner"),
    [
        ({"Ada": 2, "Boca": 1}, "second"),
        ({"Ada": 1, "Boca": 2}, "first"),
        ({"Ada": 1, "Boca": 1}, None),
        ({"Ada": 1}, None),
        ({}, None),
    ],
)
def test_lots_count_where_both_clubs_drew_and_not_the_same(lots, winner):
    found = recorded(legs=(leg(1, "Ada", (1, 1)),), legs_expected=1, lots=lots)
    assert outcome(found, ("lots",))[0] == winner


def test_places_are_those_of_the_two_clubs():
    assert recorded(places={"Boca": 3, "Ada": 7, "Cali": 1}).facts.places == (7, 3)


@pytest.mark.parametrize(
    ("winner", "decision", "reported"),
    [
        ("Boca", "penalties", Reported("second", Decision.PENALTIES)),
        ("Boca", "", Reported("second")),
        ("Cali", "", None),
        (None, "", None),
    ],
)
def test_report_names_one_of_the_two(winner, decision, reported):
    found = recorded(reported_winner=winner, reported_decision=decision)
    assert found.facts.reported == reported


def test_open_side_is_nobody():
    assert recorded(second=None).side(None) is None
