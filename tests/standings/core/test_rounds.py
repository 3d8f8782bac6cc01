import pytest

from standings.core.rounds import Progress, round_in_play

AHEAD, BEGUN, DECIDED = Progress(False, False), Progress(True, False), Progress(True, True)


@pytest.mark.parametrize(
    ("rounds", "index"),
    [
        ([AHEAD, AHEAD], 0),
        ([BEGUN, AHEAD], 0),
        ([DECIDED, AHEAD], 1),
        ([BEGUN, BEGUN, AHEAD], 1),  # a claim holds up a matchup of the first round
        ([BEGUN, DECIDED, AHEAD], 2),
        ([DECIDED, DECIDED], 1),
    ],
)
def test_round_in_play_is_the_last_begun_or_the_one_after_it(rounds, index):
    assert round_in_play(rounds) == index
