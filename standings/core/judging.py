"""Tables and matchups of a simulated stage, judged by the rules that the stage carries."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from itertools import groupby
from typing import cast

from competitions.core.pack.values import RulesValue, ZoneValue
from competitions.core.pyramid.values import Judged, Match, Played, Standing, Through, Tie
from standings.core.criteria import Criterion
from standings.core.losers import Loser, best_losers
from standings.core.ranking import Ranking, Rules, TableFacts, rank
from standings.core.record import Result
from standings.core.zones import Assignment, assign, zone_rule


def judge(stage: Played) -> Judged:
    """Who goes on from a stage, and which clubs of its tables have to be parted first: those that
    share a place on which a berth hangs, or with which they go on."""
    return _judge_matchups(stage) if stage.ties else _judge_tables(stage)


def _judge_tables(stage: Played) -> Judged:
    rules = rules_of(stage.value.rules)
    rankings = {code: rank(facts, rules) for code, facts in _facts(stage).items()}
    assignment = assign(
        rankings,
        [zone_rule(zone) for zone in stage.value.rules.zones],
        rules=rules,
        policy=stage.value.rules.across_groups,  # type: ignore[arg-type] - a pack checks it
        departments={entrant.number: entrant.club.department for entrant in stage.entrants},
        excluded=stage.promoted,
    )
    leading = {zone.code: zone.kind for zone in _leading(stage)}
    level = tuple(_level(rankings.values(), assignment, leading))
    return Judged(
        through=tuple(_through(leading, rankings, assignment)),
        standings={
            cast(int, row.club): Standing(row.place, Fraction(row.record.points))
            for ranking in rankings.values()
            for row in ranking.rows
        },
        level=level,
        is_open=any(berths.zone in leading for berths in assignment.undecided) and not level,
    )


def _judge_matchups(stage: Played) -> Judged:
    through: list[Through] = []
    is_open = False
    for zone in _leading(stage):
        mine = [tie for tie in stage.ties if tie.round == zone.round_number]
        if zone.kind == "winners":
            entries = [tie.winner for tie in mine]
        else:
            entries = [tie.loser for tie in mine]
        if zone.count:
            chosen, level = best_losers([_loser(stage, tie) for tie in mine], zone.count)
            entries = [entry for entry in entries if entry in chosen]
            is_open = is_open or bool(level)
        through += [Through(entry, None, zone.code, zone.kind) for entry in entries]
    return Judged(tuple(through), {}, is_open=is_open)


def _leading(stage: Played) -> list[ZoneValue]:
    """Zones by which a club goes on to somewhere."""
    return [zone for zone in stage.value.rules.zones if zone.leads_to or zone.outcome]


def _loser(stage: Played, tie: Tie) -> Loser:
    """What the loser of a matchup won in its legs."""
    rules = rules_of(stage.value.rules)
    scores = []
    for match in stage.matches:
        if match.tie == tie.key:
            home, away = match.official()
            scores.append((home, away) if match.home == tie.loser else (away, home))
    return Loser(
        tie.loser,
        points=sum(
            rules.win if a > b else rules.drawn if a == b else rules.lost for a, b in scores
        ),
        goal_difference=sum(a - b for a, b in scores),
        goals_for=sum(a for a, _b in scores),
    )


def rules_of(value: RulesValue) -> Rules:
    return Rules(
        criteria=tuple(Criterion(c.criterion, dict(c.options)) for c in value.criteria),
        win=value.points_win,
        drawn=value.points_drawn,
        lost=value.points_lost,
    )


def _facts(stage: Played) -> dict[str, TableFacts]:
    codes = [group.code for group in stage.value.groups] or [""]
    drawn = {entry: n for lots in stage.lots for n, entry in enumerate(lots.entries, start=1)}
    goals = stage.value.rules.walkover_goals
    results = {
        code: [_result(m, goals) for m in stage.matches if m.group == code] for code in codes
    }
    extra = {match.key for match in stage.matches if match.is_extra}
    return {
        code: TableFacts(
            clubs=tuple(e.number for e in stage.entrants if e.group == code),
            results=tuple(r for r in results[code] if r.key not in extra),
            extra_results=tuple(r for r in results[code] if r.key in extra),
            carried={e.number: e.carried for e in stage.entrants if e.carried and e.group == code},
            adjustments={
                e.number: stage.deductions[e.number]
                for e in stage.entrants
                if e.number in stage.deductions and e.group == code
            },
            external_places={
                e.number: e.origin_place
                for e in stage.entrants
                if e.origin_place is not None and e.group == code
            },
            lots={e.number: drawn[e.number] for e in stage.entrants if e.number in drawn},
        )
        for code in codes
    }


def _result(match: Match, award_goals: int) -> Result:
    home_goals, away_goals = match.official(award_goals)
    winner = None
    if match.penalties is not None:
        winner = match.home if match.penalties[0] > match.penalties[1] else match.away
    half = match.half or (None, None)
    return Result(
        key=match.key,
        home=match.home,
        away=match.away,
        home_goals=home_goals,
        away_goals=away_goals,
        half_home=half[0],
        half_away=half[1],
        round=match.round,
        neutral=match.is_neutral,
        walkover=match.is_walkover,
        awarded=match.awarded_to is not None,
        winner=winner,
    )


def _level(
    rankings: Iterable[Ranking], assignment: Assignment, leading: Collection[str]
) -> Iterable[tuple[int, ...]]:
    """Clubs that share a place in their table, and go on or may go on."""
    on = {club for club, zone in assignment.zones.items() if zone in leading}
    for clubs in assignment.beside.values():
        on.update(clubs)
    for berths in assignment.undecided:
        if berths.zone in leading:
            on.update(berths.candidates)
    for ranking in rankings:
        for _place, rows in groupby(ranking.rows, key=lambda row: row.place):
            clubs = tuple(cast(int, row.club) for row in rows)
            if len(clubs) > 1 and on.intersection(clubs):
                yield clubs


def _through(
    leading: Mapping[str, str], rankings: Mapping[str, Ranking], assignment: Assignment
) -> Iterable[Through]:
    """Group by group, each from its first place; a prize stands beside the zone of a club."""
    for ranking in rankings.values():
        for row in ranking.rows:
            prizes = [code for code, clubs in assignment.beside.items() if row.club in clubs]
            for code in (assignment.zones[row.club], *prizes):
                if code in leading:
                    yield Through(cast(int, row.club), row.place, code, leading[code])
