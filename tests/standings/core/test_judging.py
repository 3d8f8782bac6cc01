import datetime as dt
from dataclasses import replace
from fractions import Fraction

from competitions.core.pack.values import (
    CriterionValue,
    GroupValue,
    RulesValue,
    StageValue,
    ZoneValue,
)
from competitions.core.pyramid.values import ClubValue, Entrant, Lots, Match, Played, Tie
from standings.core.judging import judge

DAY = dt.date(2028, 2, 6)
UP = ZoneValue(
    code="suben", letter="S", name="Suben", tone="through", kind="places", first_place=1,
    last_place=1, leads_to="provincial",
)  # fmt: skip
BEST = ZoneValue(
    code="mejores", letter="M", name="Mejores", tone="through", kind="best_nth", nth=2, count=1,
    leads_to="provincial",
)  # fmt: skip


def match(home: int, away: int, score: str = "", **values: object) -> Match:
    goals = tuple(map(int, score.split("-"))) if score else None
    plain = Match(f"{home}-{away}", 1, home, away, DAY, dt.time(15), full=goals, half=goals)
    return plain._replace(**values)


def stage(
    *matches: Match,
    criteria: str = "points goal_difference extra_match lots",
    zones: tuple[ZoneValue, ...] = (UP,),
    groups: str = "",
    clubs: int = 3,
    **values: object,
) -> Played:
    """Clubs are entries from 1; with `groups` the first half of them is in A, the other in B."""
    club = ClubValue("c", "C", "Balsas", "010103", "01", 0, 0, 1.0)
    entrants = [Entrant(number, club, "invitation") for number in range(1, clubs + 1)]
    for index, entrant in enumerate(entrants):
        entrant.group = ("A" if index < clubs / 2 else "B") if groups else ""
    rules = RulesValue(
        evidence="simulated",
        criteria=tuple(CriterionValue(criterion=code) for code in criteria.split()),
        zones=zones,
    )
    value = StageValue(
        slug="d", name="D", kind="groups" if groups else "single_table", league="l", rules=rules,
        groups=tuple(GroupValue(code=code, name=code) for code in groups),
    )  # fmt: skip
    return Played(value, 10, DAY, entrants, list(matches), **values)


def test_the_first_of_the_table_goes_on():
    judged = judge(stage(match(1, 2, "0-1"), match(2, 3, "2-0"), match(3, 1, "1-1")))
    [row] = judged.through
    assert (row.entry, row.place, row.zone, row.via) == (2, 1, "suben", "places")
    assert (judged.level, judged.is_open) == ((), False)
    assert judged.standings[2].points == 6


def test_points_that_were_carried_or_taken_count():
    played = stage(match(1, 2, "0-1"), deductions={2: -1})
    played.entrants[0].carried = Fraction(5, 2)
    judged = judge(played)
    assert {n: s.points for n, s in judged.standings.items()} == {1: Fraction(5, 2), 2: 2, 3: 0}
    assert judged.through[0].entry == 1


def test_a_ruling_gives_the_match_to_the_other_club():
    walkover = judge(stage(match(1, 2, awarded_to=2), match(2, 3, "0-0"), match(3, 1, "0-0")))
    turned = judge(stage(match(1, 2, "4-0", awarded_to=2)))
    assert walkover.through[0].entry == turned.through[0].entry == 2


def test_level_clubs_are_to_be_parted_where_a_berth_hangs_on_them():
    level = stage(match(1, 2, "1-1"), match(2, 3, "1-0"), match(3, 1, "0-1"))
    assert judge(level).level == ((1, 2),)
    assert not judge(level).is_open
    below = stage(match(1, 2, "3-0"), match(2, 3, "1-1"), match(3, 1, "0-3"))
    assert judge(below).level == ()


def test_level_clubs_that_go_on_together_are_parted_too():
    both = replace(UP, last_place=2)
    level = stage(match(1, 2, "1-1"), match(2, 3, "1-0"), match(3, 1, "0-1"), zones=(both,))
    assert judge(level).level == ((1, 2),)


def test_an_extra_match_parts_them_by_its_penalties_if_need_be():
    extra = match(2, 1, "1-1", key="extra-1", round=None, is_extra=True, penalties=(4, 3))
    matches = match(1, 2, "1-1"), match(2, 3, "1-0"), match(3, 1, "0-1")
    judged = judge(stage(*matches, extra))
    assert judged.through[0].entry == 2
    assert judged.standings[2].points == 4
    other = judge(stage(*matches, extra._replace(penalties=(3, 4))))
    assert other.through[0].entry == 1


def test_lots_part_those_who_drew_them():
    matches = match(1, 2, "1-1"), match(2, 3, "1-1"), match(3, 1, "1-1")
    assert judge(stage(*matches)).level == ((1, 2, 3),)
    judged = judge(stage(*matches, lots=[Lots("", (3, 1, 2), DAY)]))
    assert judged.level == ()
    assert [s.place for _n, s in sorted(judged.standings.items())] == [2, 3, 1]


def test_groups_send_their_first_and_the_best_second():
    matches = (match(1, 2, "2-0", group="A"), match(3, 4, "1-0", group="B"))
    judged = judge(stage(*matches, groups="AB", clubs=4, zones=(UP, BEST)))
    assert [(row.entry, row.place, row.zone, row.via) for row in judged.through] == [
        (1, 1, "suben", "places"),
        (3, 1, "suben", "places"),
        (4, 2, "mejores", "best_nth"),
    ]


def test_seconds_that_nothing_parts_leave_the_berth_open():
    matches = (match(1, 2, "1-0", group="A"), match(3, 4, "1-0", group="B"))
    judged = judge(stage(*matches, groups="AB", clubs=4, zones=(UP, BEST)))
    assert judged.is_open
    assert judged.level == ()
    assert [row.entry for row in judged.through] == [1, 3]


def test_the_place_in_the_stage_before_can_be_a_criterion():
    played = stage(match(1, 2, "1-1"), criteria="points table_place")
    for place, entrant in enumerate(reversed(played.entrants), start=1):
        entrant.origin_place = place
    assert judge(played).through[0].entry == 2


def tie(number: int, first: int, second: int, winner: int, *, round_: int = 1) -> Tie:
    return Tie(f"llave-{number}", round_, number, first, second, 1, "", winner)


def bracket(*scores: str, zones: tuple[ZoneValue, ...]) -> Played:
    """Entries 1 and 2 meet, 3 and 4, and so on; the first of each hosts."""
    matches, ties = [], []
    for number, score in enumerate(scores, start=1):
        home, away = 2 * number - 1, 2 * number
        goals = match(home, away, score, tie=f"llave-{number}")
        matches.append(goals)
        ties.append(tie(number, home, away, home if goals.full[0] > goals.full[1] else away))
    return replace(stage(*matches, clubs=2 * len(scores), zones=zones), ties=ties)


WINNERS = replace(UP, kind="winners", first_place=None, last_place=None, round_number=1)
LOSERS = replace(WINNERS, code="perdedores", kind="losers")


def test_winners_and_losers_of_the_round_of_their_zone_go_on():
    judged = judge(bracket("1-0", "0-2", zones=(WINNERS, LOSERS)))
    assert [(row.entry, row.zone, row.place) for row in judged.through] == [
        (1, "suben", None),
        (4, "suben", None),
        (2, "perdedores", None),
        (3, "perdedores", None),
    ]
    assert not judged.is_open
    later = judge(bracket("1-0", zones=(replace(WINNERS, round_number=2),)))
    assert later.through == ()


def test_of_losers_that_are_counted_the_best_go_on():
    judged = judge(bracket("3-0", "1-2", "0-1", zones=(replace(LOSERS, count=2),)))
    assert [row.entry for row in judged.through] == [3, 5]
    assert not judged.is_open


def test_losers_that_are_level_for_the_last_berth_leave_it_open():
    judged = judge(bracket("3-0", "1-0", "0-1", zones=(replace(LOSERS, count=1),)))
    assert judged.is_open


def test_a_zone_that_leads_nowhere_sends_nobody_and_asks_for_no_lots():
    out = replace(UP, code="bajan", tone="out", leads_to="", first_place=2, last_place=3)
    judged = judge(stage(match(1, 2, "1-0"), match(3, 1, "0-1"), zones=(UP, out)))
    assert [row.zone for row in judged.through] == ["suben"]
    assert judged.level == ()
    last = replace(out, first_place=3)
    assert judge(stage(match(1, 2, "1-0"), match(3, 1, "0-1"), zones=(UP, last))).level == ()


def test_a_prize_stands_beside_the_zone_of_a_club_and_passes_over_who_was_promoted():
    best = ZoneValue(
        code="liga-3", letter="3", name="Liga 3", tone="prize", kind="best_of_department",
        excludes_promoted=True, outcome="league_place", destination="Liga 3",
    )  # fmt: skip
    played = stage(match(1, 2, "2-0"), match(2, 3, "1-0"), match(3, 1, "0-1"), zones=(UP, best))
    assert [(row.entry, row.zone) for row in judge(played).through] == [
        (1, "suben"),
        (1, "liga-3"),
    ]
    promoted = replace(played, promoted=frozenset({1}))
    assert [(row.entry, row.zone) for row in judge(promoted).through] == [
        (1, "suben"),
        (2, "liga-3"),
    ]
    level = judge(stage(match(1, 2, "0-0"), match(3, 2, "0-1"), match(3, 1, "0-1"), zones=(best,)))
    assert level.level == ((1, 2),)
