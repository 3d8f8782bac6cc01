"""What holds of every table, whatever was played."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from standings.core.criteria import KINDS, Criterion
from standings.core.explain import explain
from standings.core.ranking import Rules, TableFacts, rank
from tests.standings.core.random_tables import random_facts

OPTIONS = {
    "relative_points": {"rival_total": ["final", "at_time"], "deductions": [True, False]},
    "head_to_head_points": {"restart": [True, False]},
    "head_to_head_goal_difference": {"restart": [True, False]},
}

facts_of_small_groups = st.integers(0, 10**9).map(lambda seed: random_facts(Random(seed)))


@st.composite
def rules(draw):
    """Any criteria of the registry in any order, head-to-head with and without starting again."""
    codes = draw(st.lists(st.sampled_from(sorted(KINDS)), unique=True, min_size=1, max_size=7))
    return Rules(
        tuple(
            Criterion(
                code,
                {name: draw(st.sampled_from(v)) for name, v in OPTIONS.get(code, {}).items()},
            )
            for code in codes
        )
    )


def standing(ranking):
    return {row.club: row.place for row in ranking.rows}


many = settings(max_examples=150, deadline=None, derandomize=True)


@many
@given(facts_of_small_groups, rules(), st.randoms(use_true_random=False))
def test_order_of_results_is_irrelevant(facts, rules, random):
    results, extra = list(facts.results), list(facts.extra_results)
    random.shuffle(results)
    random.shuffle(extra)
    shuffled = replace(facts, results=tuple(results), extra_results=tuple(extra))
    assert rank(shuffled, rules) == rank(facts, rules)


@many
@given(facts_of_small_groups, rules(), st.randoms(use_true_random=False))
def test_order_of_clubs_shows_only_in_shared_places(facts, rules, random):
    clubs = list(facts.clubs)
    random.shuffle(clubs)
    ranking = rank(replace(facts, clubs=tuple(clubs)), rules)
    assert standing(ranking) == standing(rank(facts, rules))
    for place in set(standing(ranking).values()):
        level = [row.club for row in ranking.rows if row.place == place]
        assert level == [club for club in clubs if club in level]


@many
@given(facts_of_small_groups, rules(), st.randoms(use_true_random=False))
def test_relabelling_clubs_relabels_ranks(facts, rules, random):
    numbers = random.sample(range(1000), len(facts.clubs))
    label = dict(zip(facts.clubs, numbers, strict=True))

    def relabelled(results):
        return tuple(
            replace(one, home=label[one.home], away=label[one.away], winner=label.get(one.winner))
            for one in results
        )

    def keyed(mapping):
        return {label[club]: value for club, value in mapping.items()}

    other = TableFacts(
        clubs=tuple(label[club] for club in facts.clubs),
        results=relabelled(facts.results),
        extra_results=relabelled(facts.extra_results),
        carried=keyed(facts.carried),
        adjustments=keyed(facts.adjustments),
        external_places=keyed(facts.external_places),
        cards=keyed(facts.cards),
        lots=keyed(facts.lots),
    )
    assert standing(rank(other, rules)) == keyed(standing(rank(facts, rules)))


@many
@given(facts_of_small_groups, rules())
def test_points_and_goals_are_conserved(facts, rules):
    ranking = rank(facts, rules)
    records = [row.record for row in ranking.rows]
    worth = sum(0 if r.double_loss else 2 if draws(r) else 3 for r in facts.results)
    beside = sum(facts.carried.values()) + sum(facts.adjustments.values())
    assert sum(record.points for record in records) == worth + beside
    assert sum(record.played for record in records) == 2 * len(facts.results)
    conceded_by_ruling = sum(2 * r.conceded for r in facts.results if r.double_loss)
    assert -sum(record.goal_difference for record in records) == conceded_by_ruling
    for record in records:
        assert record.won + record.drawn + record.lost == record.played


def draws(result):
    return result.home_goals == result.away_goals


@many
@given(facts_of_small_groups, rules())
def test_every_club_stands_once_and_places_follow_competition_ranking(facts, rules):
    rows = rank(facts, rules).rows
    assert sorted(row.club for row in rows) == sorted(facts.clubs)
    for row in rows:
        better = [other for other in rows if other.place < row.place]
        assert row.place == len(better) + 1
        assert row.shared == ([other.place for other in rows].count(row.place) > 1)
        assert row.undecided == row.shared
        assert row.shared or not row.missing


@many
@given(facts_of_small_groups, rules())
def test_explanations_agree_with_places_for_all_pairs(facts, rules):
    ranking = rank(facts, rules)
    place = standing(ranking)
    for a in facts.clubs:
        for b in facts.clubs:
            if a != b:
                verdict = explain(ranking, a, b).verdict
                assert verdict == (
                    "level" if place[a] == place[b] else "above" if place[a] < place[b] else "below"
                )


@many
@given(facts_of_small_groups, rules())
def test_a_further_criterion_never_turns_clubs_already_parted(facts, rules):
    whole = standing(rank(facts, rules))
    for length in range(1, len(rules.criteria)):
        shorter = standing(rank(facts, replace(rules, criteria=rules.criteria[:length])))
        for a in facts.clubs:
            for b in facts.clubs:
                if shorter[a] < shorter[b]:
                    assert whole[a] < whole[b]


@many
@given(facts_of_small_groups, rules(), st.randoms(use_true_random=False))
def test_lots_never_turn_clubs_already_parted(facts, rules, random):
    without = replace(facts, lots={})
    criteria = [one for one in rules.criteria if one.code != "lots"]
    rules = replace(rules, criteria=(*criteria, Criterion("lots")))
    before = rank(without, rules)
    level = [row.club for row in before.rows if row.place == random.choice(before.rows).place]
    lots = {club: position for position, club in enumerate(random.sample(level, len(level)))}
    after = rank(replace(facts, lots=lots), rules)
    for a in facts.clubs:
        for b in facts.clubs:
            if standing(before)[a] < standing(before)[b]:
                assert standing(after)[a] < standing(after)[b]


@many
@given(facts_of_small_groups, st.integers(0, 20))
def test_a_round_later_only_adds_results(facts, after_round):
    rules = Rules((Criterion("points"),))
    earlier = rank(facts, rules, after_round=after_round).table.records
    later = rank(facts, rules, after_round=after_round + 1).table.records
    for club in facts.clubs:
        assert set(earlier[club].lines) <= set(later[club].lines)
        assert {line.round for line in later[club].lines} <= {*range(after_round + 2)}


@many
@given(facts_of_small_groups)
def test_home_and_away_tables_add_up_to_matches_not_on_neutral_ground(facts):
    rules = Rules((Criterion("points"),))
    home = rank(facts, rules, where="home").table.records
    away = rank(facts, rules, where="away").table.records
    for club, record in rank(facts, rules).table.records.items():
        neutral = sum(line.points for line in record.lines if line.where == "neutral")
        assert home[club].points + away[club].points + neutral == record.points_won
