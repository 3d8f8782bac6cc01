"""The ranking against a second one, written from the rule text alone."""

from itertools import groupby
from random import Random

import pytest

from standings.core.criteria import Criterion
from standings.core.ranking import Rules, rank
from tests.standings.core.oracle import Oracle
from tests.standings.core.random_tables import random_facts

AWAY = ("away_points", "away_goal_difference", "away_goals_for")
AT_TIME = {"rival_total": "at_time", "deductions": False, "walkovers": False}
NO_DEDUCTIONS = {"rival_total": "final", "deductions": False, "walkovers": True}
NO_WALKOVERS = {"rival_total": "at_time", "deductions": True, "walkovers": False}
AGAIN, ONCE = {"restart": True}, {"restart": False}

LISTS = {
    "2024": [
        "points", "relative_points", "goal_difference", "goals_for", "away_points",
        "away_relative_points", "away_goal_difference", "away_goals_for", "first_half_points",
        "lots",
    ],
    "2017": ["points", "goal_difference", "goals_for", *AWAY, "first_half_points", "lots"],
    "at time": [
        "points", ("relative_points", AT_TIME), ("away_relative_points", NO_WALKOVERS), "wins",
        "lots", "extra_match",
    ],
    "no deductions": [
        ("relative_points", NO_DEDUCTIONS), ("away_relative_points", AT_TIME), "goals_against",
        ("first_half_points", {"awards": "pitch"}), "extra_match", "lots",
    ],
    "again": [
        "points", ("head_to_head_points", AGAIN), ("head_to_head_goal_difference", AGAIN),
        ("head_to_head_goals_for", AGAIN), ("head_to_head_away_goals", AGAIN), "goal_difference",
        "lots", "extra_match",
    ],
    "once": [
        "points", ("head_to_head_points", ONCE), ("head_to_head_goal_difference", ONCE),
        ("head_to_head_goals_for", ONCE), ("head_to_head_away_goals", ONCE), "fair_play",
        ("first_half_points", {"awards": "missing"}),
    ],
    "mixed": [
        "points", "wins", ("head_to_head_goal_difference", ONCE), ("head_to_head_points", AGAIN),
        "goals_for", ("head_to_head_goals_for", AGAIN), "table_place", "extra_match",
    ],
    "2013": ["points", "extra_match", "goal_difference", "goals_for", "lots"],
}  # fmt: skip


def criteria_of(name):
    pairs = [(one, {}) if isinstance(one, str) else one for one in LISTS[name]]
    return tuple(Criterion(code, options) for code, options in pairs)


def tail(rng, criteria):
    """Half the time without the first criteria, so that the later ones have clubs to part."""
    return criteria[rng.choice((0, rng.randrange(len(criteria)))) :]


def assert_agree(facts, criteria, **scale):
    rules = Rules(criteria, **scale)
    ranking = rank(facts, rules)
    oracle = Oracle(facts, [(one.code, dict(one.options)) for one in criteria], **scale)
    found = [list(rows) for _, rows in groupby(ranking.rows, key=lambda row: row.place)]
    computed = [
        (tuple(row.club for row in rows), rows[0].above and rows[0].above.criterion)
        for rows in found
    ]
    assert computed == oracle.places()
    for row in ranking.rows:
        for criterion in criteria:
            if criterion.code in row.figures:
                expected = oracle.figure(criterion.code, criterion.options, row.club)
                assert row.figures[criterion.code] == expected


@pytest.mark.parametrize("name", LISTS)
def test_small_groups_agree_with_the_oracle(name):
    rng = Random(f"groups {name}")
    for _ in range(110):
        assert_agree(random_facts(rng), tail(rng, criteria_of(name)))


@pytest.mark.parametrize("name", LISTS)
def test_single_tables_agree_with_the_oracle(name):
    rng = Random(f"single table {name}")
    for _ in range(15):
        facts = random_facts(rng, single_table=True)
        assert_agree(facts, tail(rng, criteria_of(name)), win=2)
