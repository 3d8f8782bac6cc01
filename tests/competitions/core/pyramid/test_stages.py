import datetime as dt
import random
from collections import Counter
from dataclasses import replace

from competitions.core.pack.values import StageValue
from competitions.core.pyramid.formats import fitted, rounds_needed
from competitions.core.pyramid.stages import in_order_of_lots, play_knock_out, play_table
from competitions.core.pyramid.values import Entrant, Judged, Played, Standing
from tests.competitions.core.pyramid.country import judge
from tests.competitions.core.pyramid.test_matches import entrant
from tests.competitions.core.test_formats import FORMATS


def clubs(number: int) -> list[Entrant]:
    return [entrant(index) for index in range(1, number + 1)]


def stage_of(code: str, number: int, *, at: int = 0, **rules: object) -> StageValue:
    """A stage of a format, for so many clubs in its first one."""
    value = fitted(FORMATS[code], number).stages[at]
    return replace(value, rules=replace(value.rules, **rules))


def days(value: StageValue) -> list[dt.date]:
    return [dt.date(2028, 2, 6) + dt.timedelta(weeks=week) for week in range(rounds_needed(value))]


def table(code: str, number: int, *, judge_by=judge, seed: str = "t", **rules: object) -> Played:
    value = stage_of(code, number, **rules)
    return play_table(
        value,
        clubs(number),
        position=10,
        days=days(value),
        judge=judge_by,
        rng=random.Random(seed),
    )


def knock_out(value: StageValue, entrants: list[Entrant], *, judge_by=judge) -> Played:
    return play_knock_out(
        value, entrants, position=11, days=days(value), judge=judge_by, rng=random.Random("k")
    )


def placed(*groups: str, of_each: int) -> list[Entrant]:
    """Clubs by the group and place from which they came."""
    entrants = clubs(len(groups) * of_each)
    for index, found in enumerate(entrants):
        found.origin_group = groups[index // of_each]
        found.origin_group_name = found.origin_group and f"Grupo {found.origin_group}"
        found.origin_place = index % of_each + 1
    return entrants


def test_everyone_meets_everyone_home_and_away_on_the_days_of_the_rounds():
    played = table("distrital-dos-ruedas", 9)
    assert Counter((m.home, m.away) for m in played.matches) == Counter(
        (one, other) for one in range(1, 10) for other in range(1, 10) if one != other
    )
    assert played.value.expected_fixtures == 72
    assert [data.starts_on for data in played.value.rounds] == days(played.value)
    by_round = Counter((m.round, club) for m in played.matches for club in (m.home, m.away))
    assert set(by_round.values()) == {1}
    assert played.value.finished
    assert "simulada" in played.value.remark
    assert played.confirmed_on > played.value.ends_on


def test_groups_are_drawn_and_play_among_themselves():
    played = table("provincial-grupos", 9)
    groups = {e.number: e.group for e in played.entrants}
    assert Counter(groups.values()) == {"A": 5, "B": 4}
    assert all(groups[m.home] == groups[m.away] == m.group for m in played.matches)
    assert len(played.matches) == 5 * 4 + 4 * 3


def test_rounds_that_are_given_are_played_as_they_are():
    rounds = [[(1, 2), (3, 4)], [(2, 1), (4, 3)]]
    value = stage_of("distrital-dos-ruedas", 4)
    played = play_table(
        value,
        clubs(4),
        position=40,
        days=days(value),
        judge=judge,
        rng=random.Random("n"),
        rounds=rounds,
    )
    assert [(m.round, m.home, m.away) for m in played.matches] == [
        (number, *pair) for number, pairs in enumerate(rounds, start=1) for pair in pairs
    ]


def test_rounds_on_neutral_ground_have_no_host():
    value = FORMATS["2017"].stages[-1]
    played = play_table(
        value, clubs(4), position=43, days=days(value), judge=judge, rng=random.Random("n")
    )
    assert len(played.matches) == 6
    assert all(match.is_neutral for match in played.matches)
    assert all(row.neutral for row in played.value.rounds)


def test_who_did_not_turn_up_loses_points_where_the_rules_take_them():
    played = table("distrital-entre-si", 14, seed="4")
    absent = [m.away if m.awarded_to == m.home else m.home for m in played.matches if m.is_walkover]
    assert absent
    assert played.deductions == {entry: -times for entry, times in Counter(absent).items()}
    assert table("distrital-dos-ruedas", 14, seed="4").deductions == {}


class Strict:
    """A judge who wants entries parted before anyone goes on."""

    def __init__(self, *level: int) -> None:
        self.level = level

    def __call__(self, stage: Played) -> Judged:
        extra = [(m.home, m.away) for m in stage.matches if m.is_extra]
        parted = [lots.entries for lots in stage.lots] + extra
        if any(set(found) == set(self.level) for found in parted):
            return judge(stage)
        return Judged((), {}, level=(self.level,))


def test_two_level_clubs_play_an_extra_match_where_the_rules_ask_for_one():
    decided = {True: 0, False: 0}
    for seed in range(60):
        played = table("distrital-partido-extra", 8, judge_by=Strict(3, 5), seed=str(seed))
        *_others, extra = played.matches
        assert extra.is_extra
        assert extra.is_neutral
        assert extra.round is None
        assert played.lots == []
        assert played.value.ends_on < extra.date < played.confirmed_on
        assert played.value.expected_fixtures == len(played.matches) - 1
        assert (extra.full[0] == extra.full[1]) == (extra.penalties is not None)
        decided[extra.penalties is None] += 1
    assert all(decided.values())


def test_more_level_clubs_or_other_rules_draw_lots():
    for code, level in (("distrital-partido-extra", (2, 4, 6)), ("distrital-una-rueda", (3, 5))):
        played = table(code, 8, judge_by=Strict(*level))
        [lots] = played.lots
        assert sorted(lots.entries) == list(level)
        assert lots.group == ""
        assert played.value.ends_on < lots.drawn_on < played.confirmed_on
        assert not any(m.is_extra for m in played.matches)


def other_courses(times: int):
    """A judge for whom a stage is open so many times, and the scores that he saw."""
    seen: list[list[object]] = []

    def judge_by(stage: Played) -> Judged:
        seen.append([m.full for m in stage.matches])
        return judge(stage) if len(seen) > times else Judged((), {}, is_open=True)

    return judge_by, seen


def test_where_nothing_parts_clubs_of_two_groups_the_season_takes_another_course():
    judge_by, seen = other_courses(2)
    played = table("provincial-arequipa-2024", 8, judge_by=judge_by)
    assert [m.full for m in played.matches] == seen[2]
    assert seen[0] != seen[1] != seen[2]
    assert played.standings
    assert isinstance(next(iter(played.standings.values())), Standing)


def test_three_level_clubs_take_another_course_where_the_rules_know_extra_matches_alone():
    seen = []

    def at_first_level(stage: Played) -> Judged:
        seen.append([m.full for m in stage.matches])
        return Judged((), {}, level=((1, 2, 3),)) if len(seen) == 1 else judge(stage)

    played = table("departamental-piura-2025", 6, judge_by=at_first_level)
    assert [m.full for m in played.matches] == seen[1] != seen[0]
    assert played.lots == []


def test_a_bracket_pairs_the_best_with_the_last_and_its_winners_meet():
    value = FORMATS["2024"].stages[1]
    entrants = placed("", of_each=32)
    played = knock_out(value, entrants)
    first = [(t.first, t.second) for t in played.ties if t.round == 1]
    assert len(first) == 16
    assert {one + other for one, other in first} == {33}
    winners = {t.key: t.winner for t in played.ties}
    for tie in played.ties:
        fed = [winners[other.key] for other in played.ties if other.feeds == tie.key]
        assert tie.round == 1 or fed == [tie.first, tie.second]
    assert played.ties[0].slots == ("1.º de la tabla", "32.º de la tabla")
    assert played.ties[-1].slots == ("Ganador llave 29", "Ganador llave 30")
    assert {entrant.seed for entrant in entrants} == {None}
    legs = Counter((m.round, m.is_neutral) for m in played.matches)
    assert legs == {(1, False): 32, (2, False): 16, (3, True): 4, (4, True): 2, (5, True): 1}
    *_others, final = played.ties
    assert [row.entry for row in played.through] == [final.winner, final.loser]


def test_legs_are_on_days_of_their_round_and_the_better_placed_hosts_the_last():
    value = FORMATS["2024"].stages[1]
    played = knock_out(value, placed("", of_each=32))
    dates = {m.date for m in played.matches if m.round == 2}
    assert dates == set(days(value)[2:4])
    assert (played.value.rounds[1].starts_on, played.value.rounds[1].ends_on) == (
        min(dates),
        max(dates),
    )
    [_one, second] = [m for m in played.matches if m.tie == "llave-1"]
    assert (second.leg, second.home) == (2, 1)


def test_slots_bring_together_the_places_of_the_groups_that_they_name():
    value = FORMATS["distrital-grupos"].stages[1]
    played = knock_out(value, placed("A", "B", of_each=2))
    assert [(t.first, t.second) for t in played.ties[:2]] == [(1, 4), (3, 2)]
    assert played.ties[0].slots == ("1.º Grupo A", "2.º Grupo B")
    assert [row.entry for row in played.through] == [t.winner for t in played.ties[:2]]


def test_seeds_follow_the_places_in_groups_and_the_best_have_a_bye():
    value = stage_of("departamental-grupos", 12, at=1)
    entrants = placed("A", "B", "C", of_each=2)
    played = knock_out(value, entrants)
    seeds = {e.seed: e for e in entrants}
    assert sorted(seeds) == [1, 2, 3, 4, 5, 6]
    assert {seeds[seed].origin_place for seed in (1, 2, 3)} == {1}
    assert Counter(t.round for t in played.ties) == {1: 2, 2: 2, 3: 1}
    assert seeds[1].number in {t.first for t in played.ties if t.round == 2}
    assert played.ties[0].slots == ("Cabeza de serie 4", "Cabeza de serie 5")


def test_lots_pair_those_whom_nothing_names():
    value = FORMATS["departamental-tacna-2022"].stages[0]
    drawn = [(t.first, t.second) for t in knock_out(value, clubs(12)).ties]
    assert sorted(number for pair in drawn for number in pair) == list(range(1, 13))
    assert drawn != sorted(drawn)
    assert knock_out(value, clubs(12)).ties[0].slots == ("Por sorteo", "Por sorteo")


def test_where_nothing_parts_the_best_losers_the_season_takes_another_course():
    judge_by, seen = other_courses(1)
    played = knock_out(FORMATS["departamental-tacna-2022"].stages[0], clubs(12), judge_by=judge_by)
    assert [m.full for m in played.matches] == seen[1] != seen[0]
    assert len(played.through) == 8


def test_order_follows_the_places_and_lots_within_a_place():
    entrants = placed("A", "B", of_each=2)
    ordered = in_order_of_lots(entrants, random.Random(3))
    assert [found.origin_place for found in ordered] == [1, 1, 2, 2]
    assert {found.number for found in ordered[:2]} == {1, 3}
