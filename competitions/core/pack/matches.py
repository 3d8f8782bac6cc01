"""What can be wrong with the fixtures, matchups and goals of a pack."""

from collections.abc import Iterator, Sequence

from competitions.core.matchup import Leg, MatchupFacts, MatchupSide, Reported, check_matchup
from competitions.core.pack.draft import Draft, Told
from competitions.core.pack.vocabulary import GROUPS, KNOCK_OUT
from competitions.core.score import (
    AHEAD,
    Effect,
    MatchFacts,
    RulingFacts,
    Score,
    Side,
    Status,
    check_match,
    official_result,
)
from competitions.core.sheet import Fault, SheetRow


def check_matches(draft: Draft) -> Iterator[Fault]:
    told = draft.told()
    for row in draft.rows["fixtures"]:
        yield from _check_fixture(row, told)
        yield from _check_score(row, told)
    yield from _check_places(draft, told)
    yield from _check_replays(draft)
    yield from _check_legs(draft)
    yield from _check_rounds(draft)
    yield from _check_goals(draft)
    yield from _check_feeds(draft)
    yield from _check_outcomes(draft)


# One fixture ------------------------------------------------------------------------------------

_PAIRS = (
    ("home_goals", "away_goals"),
    ("home_half", "away_half"),
    ("home_extra", "away_extra"),
    ("home_penalties", "away_penalties"),
)
_FAULT_COLUMNS = {
    "score_on_unplayed": "status",
    "half_time_above_full_time": "home_half",
    "extra_time_without_full_time": "home_extra",
    "extra_time_below_full_time": "home_extra",
    "penalties_level": "home_penalties",
}


def _check_fixture(row: SheetRow, told: Told) -> Iterator[Fault]:
    if row["home"] is not None and row["home"] == row["away"]:
        yield row.fault("away", "same_club")
    if row["time"] is not None and row["date"] is None and not told(row, "date"):
        yield row.fault("time", "time_without_date")
    if row["leg"] is not None and row["matchup"] is None and not told(row, "matchup"):
        yield row.fault("leg", "leg_without_matchup")
    if row["provisional"] and row["status"] in AHEAD:
        yield row.fault("provisional", "provisional_ahead")


def _check_score(row: SheetRow, told: Told) -> Iterator[Fault]:
    for pair in _PAIRS:
        for column, other in (pair, pair[::-1]):
            if row[column] is None and row[other] is not None and not told(row, column):
                yield row.fault(column, "half_a_score")
    facts = _facts(row)
    if facts is None:
        return
    for code in check_match(facts):
        yield row.fault(_FAULT_COLUMNS[code], code)
    if facts.penalties is None:
        return
    final = facts.extra_time or facts.full_time
    if final is None:
        if not told(row, "home_goals") and not told(row, "away_goals"):
            yield row.fault("home_penalties", "penalties_without_full_time")
    elif row["matchup"] is None and final.winner is not None:
        yield row.fault("home_penalties", "penalties_not_level", score=str(final))


def _facts(row: SheetRow) -> MatchFacts | None:
    if row["status"] is None:
        return None
    return MatchFacts(Status(row["status"]), *(_score(row, *pair) for pair in _PAIRS))


def _score(row: SheetRow, home: str, away: str) -> Score | None:
    return None if row[home] is None or row[away] is None else Score(row[home], row[away])


# Where a fixture belongs ------------------------------------------------------------------------


def _check_places(draft: Draft, told: Told) -> Iterator[Fault]:
    kinds = {slug: stage["kind"] for slug, stage in draft.stages.items()}
    matchups = draft.by("matchups", "stage", "matchup")
    for row in draft.rows["fixtures"]:
        if row["matchup"] is not None:
            for column in ("round", "group"):
                if row[column] is not None:
                    yield row.fault(column, "told_by_matchup")
            yield from _check_sides_of(matchups.get((row["stage"], row["matchup"])), row)
        elif not told(row, "matchup"):
            kind = kinds.get(row["stage"] or "")
            if kind == KNOCK_OUT:
                yield row.fault("matchup", "matchup_missing")
            elif kind == GROUPS and row["group"] is None and not told(row, "group"):
                yield row.fault("group", "group_missing")
    yield from _check_groups(draft)


def _check_groups(draft: Draft) -> Iterator[Fault]:
    entries = draft.by("entries", "stage", "club")
    for row in draft.rows["fixtures"]:
        for column in ("home", "away") if row["group"] is not None else ():
            entry = entries.get((row["stage"], row[column]))
            if entry is not None and entry["group"] not in (None, row["group"]):
                yield row.fault(
                    column,
                    "club_of_another_group",
                    club=row[column],
                    group=entry["group"],
                    line=entry.line,
                )


def _check_sides_of(matchup: SheetRow | None, row: SheetRow) -> Iterator[Fault]:
    if matchup is None or matchup["first"] is None or matchup["second"] is None:
        return
    for column in ("home", "away"):
        if row[column] is not None and row[column] not in (matchup["first"], matchup["second"]):
            yield row.fault(column, "club_not_in_matchup", club=row[column], line=matchup.line)


def _check_replays(draft: Draft) -> Iterator[Fault]:
    fixtures = draft.by("fixtures", "stage", "fixture")
    for row in fixtures.values():
        seen = {row["fixture"]}
        replaced = row["replaces"]
        while replaced is not None and replaced not in seen:
            seen.add(replaced)
            further = fixtures.get((row["stage"], replaced))
            replaced = further["replaces"] if further else None
        if replaced is not None:
            yield row.fault("replaces", "replaces_in_circle")


def _check_legs(draft: Draft) -> Iterator[Fault]:
    matchups = draft.by("matchups", "stage", "matchup")
    seen: dict[tuple[object, ...], SheetRow] = {}
    for row in draft.rows["fixtures"]:
        if row["leg"] is None or row["matchup"] is None:
            continue
        first = seen.setdefault((row["stage"], row["matchup"], row["leg"]), row)
        if first is not row:
            yield row.fault("leg", "leg_twice", leg=row["leg"], line=first.line)
        matchup = matchups.get((row["stage"], row["matchup"]))
        if matchup is not None and matchup["legs"] and row["leg"] > matchup["legs"]:
            yield row.fault("leg", "leg_beyond", leg=row["leg"], legs=matchup["legs"])


def _check_rounds(draft: Draft) -> Iterator[Fault]:
    """A club plays once in a round of a table; a fixture that another one replaces is over."""
    replaced = {(row["stage"], row["replaces"]) for row in draft.rows["fixtures"]}
    seen: dict[tuple[object, ...], SheetRow] = {}
    for row in draft.rows["fixtures"]:
        if row["round"] is None or row["status"] == "annulled":
            continue
        if row["extra"] or (row["stage"], row["fixture"]) in replaced:
            continue
        for column in ("home", "away"):
            if row[column] is None or row["home"] == row["away"]:
                continue
            first = seen.setdefault((row["stage"], row["round"], row[column]), row)
            if first is not row:
                yield row.fault(
                    column,
                    "club_twice_in_round",
                    club=row[column],
                    round=row["round"],
                    line=first.line,
                )


# Goals ------------------------------------------------------------------------------------------


def _check_goals(draft: Draft) -> Iterator[Fault]:
    fixtures = draft.by("fixtures", "stage", "fixture")
    scored: dict[tuple[object, ...], int] = {}
    for row in draft.rows["goals"]:
        fixture = fixtures.get((row["stage"], row["fixture"]))
        if fixture is None or row["club"] is None:
            continue
        side = next((side for side in ("home", "away") if fixture[side] == row["club"]), None)
        if side is None:
            if fixture["home"] is not None and fixture["away"] is not None:
                yield row.fault("club", "club_not_in_fixture", club=row["club"], line=fixture.line)
            continue
        goals = fixture[f"{side}_extra"]
        goals = fixture[f"{side}_goals"] if goals is None else goals
        key = (row["stage"], row["fixture"], side)
        scored[key] = scored.get(key, 0) + 1
        if goals is not None and scored[key] == goals + 1:
            yield row.fault(
                "club", "more_goals_than_score", club=row["club"], goals=goals, line=fixture.line
            )


# Matchups ---------------------------------------------------------------------------------------

_OUTCOME_FAULTS = {
    "extra_time_not_level": "home_extra",
    "penalties_not_level": "home_penalties",
    "penalties_not_needed": "home_penalties",
    "extra_match_not_level": "extra",
}


def _check_feeds(draft: Draft) -> Iterator[Fault]:
    matchups = draft.by("matchups", "stage", "matchup")
    for row in draft.rows["matchups"]:
        target = matchups.get((row["stage"], row["feeds"]))
        if target is None or row["round"] is None or target["round"] is None:
            continue
        if target["round"] <= row["round"]:
            yield row.fault("feeds", "feeds_backwards", value=row["feeds"])


def _check_outcomes(draft: Draft) -> Iterator[Fault]:
    legs: dict[tuple[object, ...], list[SheetRow]] = {}
    for row in draft.rows["fixtures"]:
        legs.setdefault((row["stage"], row["matchup"]), []).append(row)
    stages = draft.stages
    for matchup in draft.by("matchups", "stage", "matchup").values():
        stage = stages.get(matchup["stage"])
        if stage is None or matchup["legs"] is None:
            continue
        if matchup["first"] is None or matchup["second"] is None:
            continue
        fixtures = legs.get((matchup["stage"], matchup["matchup"]), [])
        facts = _matchup_facts(matchup, fixtures, draft)
        for code in check_matchup(facts, stage["rules"]["settlement"] or ()):
            yield from _outcome_fault(code, matchup, fixtures)


def _outcome_fault(code: str, matchup: SheetRow, fixtures: Sequence[SheetRow]) -> Iterator[Fault]:
    if code == "report_contradicted":
        yield matchup.fault("reported_winner", code, club=matchup["reported_winner"])
    elif code == "too_many_legs":
        counted = [row for row in fixtures if not row["extra"]]
        yield counted[-1].fault("matchup", code, legs=matchup["legs"], line=matchup.line)
    else:
        column = _OUTCOME_FAULTS[code]
        row = next(row for row in reversed(fixtures) if row[column])
        yield row.fault(column, f"matchup_{code}", line=matchup.line)


def _matchup_facts(matchup: SheetRow, fixtures: Sequence[SheetRow], draft: Draft) -> MatchupFacts:
    rulings = [row for row in draft.rows["rulings"] if row["stage"] == matchup["stage"]]
    over = [row for row in rulings if row["matchup"] == matchup["matchup"]]
    awarded = [row["in_favour_of"] for row in over if row["effect"] == "award"]
    sides: dict[object, MatchupSide] = {matchup["first"]: "first", matchup["second"]: "second"}
    winner = sides.get(matchup["reported_winner"])
    return MatchupFacts(
        legs=tuple(leg for row in fixtures if (leg := _leg(row, matchup, rulings)) is not None),
        legs_expected=matchup["legs"],
        excluded=frozenset(
            sides[row["club"]]
            for row in over
            if row["effect"] == "exclusion" and row["club"] in sides
        ),
        awarded_to=next((sides[club] for club in awarded if club in sides), None),
        reported=Reported(winner, matchup["reported_decision"] or "") if winner else None,
    )


def _leg(row: SheetRow, matchup: SheetRow, rulings: Sequence[SheetRow]) -> Leg | None:
    match = _facts(row)
    if match is None:
        return None
    over = [ruling for ruling in rulings if ruling["fixture"] == row["fixture"]]
    facts = [found for ruling in over if (found := _ruling_facts(ruling, row)) is not None]
    return Leg(
        key=row["fixture"],
        first_at_home=row["home"] == matchup["first"],
        official=official_result(match, facts),
        neutral=bool(row["neutral"]),
        extra_time=match.extra_time,
        penalties=match.penalties,
        extra_match=bool(row["extra"]),
    )


def _ruling_facts(ruling: SheetRow, fixture: SheetRow) -> RulingFacts | None:
    side: Side | None = None
    if ruling["in_favour_of"] is not None:
        side = "home" if ruling["in_favour_of"] == fixture["home"] else "away"
    score = _score(ruling, "home_goals", "away_goals")
    if ruling["effect"] is None or (ruling["effect"] == "award" and score is None is side):
        return None
    return RulingFacts(Effect(ruling["effect"]), score, side, bool(ruling["walkover"]))
