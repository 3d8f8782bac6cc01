import pickle

import pytest

from competitions.core.score import (
    Effect,
    MatchFacts,
    RulingFacts,
    Score,
    Status,
    check_match,
    official_result,
)

PLAYED_2_1 = MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 1))


@pytest.mark.parametrize(("home", "away"), [(-1, 0), (0, -1)])
def test_score_with_negative_goals_is_refused(home, away):
    with pytest.raises(ValueError, match="no negative goals"):
        Score(home, away)


@pytest.mark.parametrize(
    ("score", "winner", "difference"),
    [(Score(2, 1), "home", 1), (Score(0, 3), "away", -3), (Score(1, 1), None, 0)],
)
def test_score_knows_winner_and_difference(score, winner, difference):
    assert (score.winner, score.difference) == (winner, difference)
    assert score.swapped().difference == -difference
    assert score.swapped().swapped() == score


def test_values_survive_pickling():
    result = official_result(PLAYED_2_1, [RulingFacts(Effect.AWARD, in_favour_of="away")])
    for value in (PLAYED_2_1, result):
        assert pickle.loads(pickle.dumps(value)) == value


def test_official_result_of_a_played_match_is_the_score_on_the_pitch():
    result = official_result(PLAYED_2_1)
    assert (result.score, result.pitch, result.half_time) == (Score(2, 1), Score(2, 1), Score(1, 1))
    assert (result.kind, result.reason, result.counts, result.winner) == ("pitch", "", True, "home")


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        (MatchFacts(Status.SCHEDULED), "scheduled"),
        (MatchFacts(Status.PLAYED), "unknown_score"),
        (MatchFacts(Status.POSTPONED), "postponed"),
        (MatchFacts(Status.ABANDONED, Score(4, 1)), "abandoned"),
        (MatchFacts(Status.NOT_PLAYED), "not_played"),
        (MatchFacts(Status.ANNULLED, Score(1, 0)), "annulled"),
    ],
)
def test_official_result_without_a_result_says_why(match, reason):
    result = official_result(match)
    assert (result.kind, result.reason, result.score) == ("none", reason, None)
    assert (result.pitch, result.counts, result.winner) == (match.full_time, False, None)


def test_award_of_2014_keeps_the_pitch_score():
    """Resolution 051-CJ-FPF-2014: Sport Aguila 2-1 Player Villafuerte became 3-0."""
    result = official_result(PLAYED_2_1, [RulingFacts(Effect.AWARD, score=Score(3, 0))])
    assert (result.score, result.pitch, result.kind) == (Score(3, 0), Score(2, 1), "award")
    assert result.half_time == Score(1, 1)


@pytest.mark.parametrize(
    ("favoured", "goals", "score"), [("home", 3, Score(3, 0)), ("away", 2, Score(0, 2))]
)
def test_award_without_score_takes_the_goals_of_the_rules(favoured, goals, score):
    ruling = RulingFacts(Effect.AWARD, in_favour_of=favoured, walkover=True)
    result = official_result(MatchFacts(Status.NOT_PLAYED), [ruling], award_goals=goals)
    assert (result.score, result.walkover, result.half_time, result.pitch) == (
        score,
        True,
        None,
        None,
    )


def test_award_that_names_nobody_is_refused():
    with pytest.raises(ValueError, match="an award needs"):
        RulingFacts(Effect.AWARD)


def test_double_loss_has_no_score_and_concedes_the_award():
    result = official_result(PLAYED_2_1, [RulingFacts(Effect.DOUBLE_LOSS)], award_goals=2)
    assert (result.kind, result.score, result.conceded) == ("double_loss", None, 2)
    assert (result.pitch, result.winner, result.counts) == (Score(2, 1), None, True)
    assert result.half_time == Score(1, 1)


@pytest.mark.parametrize(
    ("effect", "reason"), [(Effect.ANNULMENT, "annulled"), (Effect.REPLAY, "replay")]
)
def test_annulment_and_replay_leave_no_result(effect, reason):
    result = official_result(PLAYED_2_1, [RulingFacts(effect)])
    assert (result.kind, result.reason, result.pitch) == ("none", reason, Score(2, 1))
    assert (result.score, result.half_time) == (None, Score(1, 1))


def test_last_ruling_holds():
    award = RulingFacts(Effect.AWARD, in_favour_of="away")
    annulment = RulingFacts(Effect.ANNULMENT)
    assert official_result(PLAYED_2_1, [annulment, award]).score == Score(0, 3)
    assert official_result(PLAYED_2_1, [award, annulment]).reason == "annulled"


@pytest.mark.parametrize("effect", [Effect.EXCLUSION, Effect.POINTS, Effect.DISMISSAL])
def test_ruling_that_is_not_about_a_match_changes_no_score(effect):
    award = RulingFacts(Effect.AWARD, in_favour_of="away")
    other = RulingFacts(effect)
    assert official_result(PLAYED_2_1, [other]).score == Score(2, 1)
    assert official_result(PLAYED_2_1, [award, other]).score == Score(0, 3)


@pytest.mark.parametrize(
    ("match", "faults"),
    [
        (PLAYED_2_1, []),
        (MatchFacts(Status.PLAYED), []),
        (MatchFacts(Status.ABANDONED, Score(4, 1)), []),
        (MatchFacts(Status.ABANDONED, half_time=Score(1, 0)), []),
        (MatchFacts(Status.PLAYED, Score(1, 1), None, Score(2, 2), Score(4, 3)), []),
        (MatchFacts(Status.SCHEDULED, Score(0, 0)), ["score_on_unplayed"]),
        (MatchFacts(Status.POSTPONED, half_time=Score(0, 0)), ["score_on_unplayed"]),
        (MatchFacts(Status.PLAYED, Score(2, 0), Score(1, 1)), ["half_time_above_full_time"]),
        (MatchFacts(Status.PLAYED, extra_time=Score(1, 0)), ["extra_time_without_full_time"]),
        (
            MatchFacts(Status.PLAYED, Score(2, 2), extra_time=Score(1, 2)),
            ["extra_time_below_full_time"],
        ),
        (MatchFacts(Status.PLAYED, Score(1, 1), penalties=Score(3, 3)), ["penalties_level"]),
    ],
)
def test_check_match_names_each_fault(match, faults):
    assert check_match(match) == faults


def test_check_match_reports_all_faults_at_once():
    match = MatchFacts(Status.NOT_PLAYED, Score(0, 0), Score(1, 0), Score(0, 0), Score(2, 2))
    assert check_match(match, penalties_allowed=False) == [
        "score_on_unplayed",
        "half_time_above_full_time",
        "penalties_not_allowed",
        "penalties_level",
    ]
