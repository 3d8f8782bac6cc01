"""What a pack says of a season, by the same keys, and the values that its rows are to have."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.db.models import Model

from competitions.core.pack import Pack
from competitions.core.pack.values import (
    RULES_ALIKE,
    STAGE_ALIKE,
    ZONE_ALIKE,
    LotsRow,
    MatchupRow,
    PublishedValue,
    StageValue,
)
from competitions.core.score import AHEAD
from competitions.models import (
    Claim,
    Club,
    Department,
    Entry,
    Fixture,
    Goal,
    Group,
    League,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    PublishedScorer,
    Qualifier,
    QualifierList,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    SeasonOutcome,
    Stage,
    TiebreakRule,
    Venue,
    Zone,
)
from competitions.services.packs.stored import Key, numbered
from competitions.services.packs.structure import SOURCED, same


class Said:
    """Rows of the pack by model and key, and the keys of claims and rulings by their number."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.rows: dict[type[Model], dict[Key, Any]] = {}
        self._structure()
        self._matches()
        self._decisions()
        self._published()

    def _take(
        self,
        model: type[Model],
        rows: Iterable[Any],
        key: Callable[[Any], Key],
        *,
        repeating: bool = False,
    ) -> list[Key]:
        rows = list(rows)
        keys = [key(row) for row in rows]
        if repeating:
            keys = numbered(keys)
        self.rows[model] = dict(zip(keys, rows, strict=True))
        return keys

    def _of_stages(
        self, items: Callable[[StageValue], Iterable[Any]]
    ) -> list[tuple[str, int, Any]]:
        """Each item with the slug of its stage and its place in it, from 1."""
        return [
            (stage.slug, position, item)
            for stage in self.pack.stages
            for position, item in enumerate(items(stage), 1)
        ]

    def _structure(self) -> None:
        pack = self.pack
        self._take(Stage, enumerate(pack.stages, 1), lambda row: (row[1].slug,))
        self._take(Group, self._of_stages(lambda s: s.groups), lambda row: (row[0], row[2].code))
        self._take(Round, self._of_stages(lambda s: s.rounds), lambda row: (row[0], row[2].number))
        self._take(RuleSet, pack.stages, lambda row: (row.slug,))
        self._take(
            TiebreakRule,
            self._of_stages(lambda s: s.rules.criteria),
            lambda row: (row[0], row[1], row[2].criterion, row[2].options),
        )
        self._take(
            Zone, self._of_stages(lambda s: s.rules.zones), lambda row: (row[0], row[2].code)
        )
        self._take(Entry, pack.entries, lambda row: (row.stage, row.club))

    def _matches(self) -> None:
        pack = self.pack
        self._take(
            Matchup, _with_positions(pack.matchups), lambda row: (row[1].stage, row[1].matchup)
        )
        self._take(Fixture, pack.fixtures, lambda row: (row.stage, row.fixture))
        self._take(Goal, pack.goals, lambda row: (row.stage, row.fixture), repeating=True)

    def _decisions(self) -> None:
        pack = self.pack
        claims = self._take(
            Claim,
            pack.claims,
            lambda row: (row.stage, row.claimant, row.fixture, row.matchup),
            repeating=True,
        )
        self.claims = dict(zip((row.claim for row in pack.claims), claims, strict=True))
        rulings = self._take(
            Ruling,
            pack.rulings,
            lambda row: (row.stage, row.effect, row.fixture, row.matchup, row.club),
            repeating=True,
        )
        self.rulings = dict(zip((row.ruling for row in pack.rulings), rulings, strict=True))
        self._take(
            PointsAdjustment, pack.adjustments, lambda row: (row.stage, row.club), repeating=True
        )
        drawings = {row.lots: row for row in reversed(pack.lots)}
        lots = self._take(
            LotsDrawn,
            [drawings[number] for number in dict.fromkeys(row.lots for row in pack.lots)],
            lambda row: (row.stage, row.group, row.matchup),
            repeating=True,
        )
        self.lots = dict(zip(dict.fromkeys(row.lots for row in pack.lots), lots, strict=True))
        self._take(LotsPosition, pack.lots, lambda row: (*self.lots[row.lots], row.club))

    def _published(self) -> None:
        pack = self.pack
        listed = {row.stage for row in pack.qualifiers}
        self._take(
            QualifierList,
            [stage for stage in pack.stages if stage.qualifiers or stage.slug in listed],
            lambda row: (row.slug,),
        )
        self._take(
            Qualifier,
            pack.qualifiers,
            lambda row: (row.stage, row.club, row.to_stage, row.destination),
        )
        self._take(PublishedRow, pack.published, lambda row: (row.stage, row.club, row.after_round))
        self._take(
            SeasonOutcome,
            enumerate(pack.outcomes, 1),
            lambda row: (row[1].kind, row[1].club, row[1].club_name),
            repeating=True,
        )
        self._take(PublishedScorer, pack.scorers, lambda row: (row.player, row.club))
        self._take(SeasonNote, enumerate(pack.notes, 1), lambda row: (), repeating=True)


def _with_positions(matchups: Iterable[MatchupRow]) -> list[tuple[int, MatchupRow]]:
    """Matchups with their place in their round, from 1, by the order of the file."""
    seen: dict[tuple[str, int], int] = {}
    result = []
    for row in matchups:
        key = (row.stage, row.round)
        seen[key] = seen.get(key, 0) + 1
        result.append((seen[key], row))
    return result


# Values -----------------------------------------------------------------------------------------


class Resolved(Protocol):
    """What values refer to: rows that are recorded already."""

    season: Season
    departments: Mapping[str, Department]
    leagues: Mapping[str, League]
    clubs: Mapping[str, Club]
    venues: Mapping[tuple[str, str], Venue]
    rows: Mapping[type[Model], Mapping[Key, Any]]
    said: Said


def values_of(resolved: Resolved, model: type[Model], key: Key, row: Any) -> dict[str, Any]:
    """The values of a row of `model`; what it refers to has to be among the resolved rows."""
    return _VALUES[model](resolved, key, row)


def _entry(to: Resolved, stage: str, club: str) -> Entry | None:
    return to.rows[Entry][stage, club] if club else None


def _group(to: Resolved, stage: str, code: str) -> Group | None:
    return to.rows[Group][stage, code] if code else None


def _matchup(to: Resolved, stage: str, key: str) -> Matchup | None:
    return to.rows[Matchup][stage, key] if key else None


def _fixture(to: Resolved, stage: str, key: str) -> Fixture | None:
    return to.rows[Fixture][stage, key] if key else None


def _stage_named(to: Resolved, slug: str) -> Stage | None:
    return to.rows[Stage][slug,] if slug else None


def _stage(to: Resolved, key: Key, row: tuple[int, StageValue]) -> dict[str, Any]:
    position, stage = row
    return {
        "season": to.season,
        "position": position,
        "league": to.leagues[stage.league],
        "is_finished": stage.finished,
        **same(stage, *STAGE_ALIKE),
    }


def _group_values(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    stage, position, group = row
    return {
        "stage": to.rows[Stage][stage,],
        "position": position,
        **same(group, "code", "name", "name_en", "section", "size"),
    }


def _round_values(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    stage, _, found = row
    return {
        "stage": to.rows[Stage][stage,],
        "is_neutral": found.neutral,
        **same(found, "number", "name", "name_en", "key", "legs", "starts_on", "ends_on"),
    }


def _rule_set(to: Resolved, key: Key, row: StageValue) -> dict[str, Any]:
    return {
        "stage": to.rows[Stage][row.slug,],
        "settlement": " ".join(row.rules.settlement),
        **same(
            row.rules,
            *RULES_ALIKE,
            *SOURCED,
        ),
    }


def _tiebreak(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    stage, position, rule = row
    return {
        "rule_set": to.rows[RuleSet][stage,],
        "position": position,
        "criterion": rule.criterion,
        "options": dict(rule.options),
    }


def _zone(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    stage, position, zone = row
    return {
        "rule_set": to.rows[RuleSet][stage,],
        "position": position,
        "groups": " ".join(zone.groups),
        "leads_to": _stage_named(to, zone.leads_to),
        **same(zone, *ZONE_ALIKE),
    }


def _entry_values(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    club = to.clubs[row.club]
    department = to.departments[row.department] if row.department else None
    return {
        "stage": to.rows[Stage][row.stage,],
        "group": _group(to, row.stage, row.group),
        "club": club,
        "department": department or club.department,
        "origin": _entry(to, row.origin_stage, row.origin_stage and row.club),
        **same(
            row,
            "listed_name",
            "home_town",
            "departmental_rank",
            "seed",
            "points_carried",
            "via",
            "origin_place",
            *SOURCED,
        ),
    }


def _matchup_values(to: Resolved, key: Key, row: tuple[int, MatchupRow]) -> dict[str, Any]:
    position, matchup = row
    stage = matchup.stage
    return {
        "key": matchup.matchup,
        "position": position,
        "round": to.rows[Round][stage, matchup.round],
        "group": _group(to, stage, matchup.section),
        "first": _entry(to, stage, matchup.first),
        "second": _entry(to, stage, matchup.second),
        "feeds": _matchup(to, stage, matchup.feeds),
        "reported_winner": _entry(to, stage, matchup.reported_winner),
        **same(matchup, "first_slot", "second_slot", "legs", "reported_decision", *SOURCED),
    }


def _fixture_values(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    stage = row.stage
    number, group = row.round, row.group
    if row.matchup:
        _, matchup = to.said.rows[Matchup][stage, row.matchup]
        number, group = matchup.round, matchup.section
    return {
        "key": row.fixture,
        "stage": to.rows[Stage][stage,],
        "matchup": _matchup(to, stage, row.matchup),
        "round": to.rows[Round][stage, number] if number else None,
        "group": _group(to, stage, group),
        "home": _entry(to, stage, row.home),
        "away": _entry(to, stage, row.away),
        "is_extra": row.extra,
        "is_neutral": row.neutral,
        "is_official": not (row.provisional or row.status in AHEAD),
        "venue": to.venues[row.venue, row.venue_town] if row.venue else None,
        "replaces": _fixture(to, stage, row.replaces),
        **same(
            row,
            "leg",
            "status",
            "date",
            "time",
            "home_goals",
            "away_goals",
            "home_half",
            "away_half",
            "home_extra",
            "away_extra",
            "home_penalties",
            "away_penalties",
            *SOURCED,
        ),
    }


def _goal(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "fixture": to.rows[Fixture][row.stage, row.fixture],
        "entry": _entry(to, row.stage, row.club),
        "position": key[-1],
        **same(row, "player", "minute", "stoppage", "kind", *SOURCED),
    }


def _claim(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "stage": to.rows[Stage][row.stage,],
        "fixture": _fixture(to, row.stage, row.fixture),
        "matchup": _matchup(to, row.stage, row.matchup),
        "claimant": _entry(to, row.stage, row.claimant),
        "against": _entry(to, row.stage, row.against),
        **same(row, "grounds", "filed_on", "deadline", "state", *SOURCED),
    }


def _ruling(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "stage": to.rows[Stage][row.stage,],
        "claim": to.rows[Claim][to.said.claims[row.claim]] if row.claim else None,
        "fixture": _fixture(to, row.stage, row.fixture),
        "matchup": _matchup(to, row.stage, row.matchup),
        "entry": _entry(to, row.stage, row.club),
        "in_favour_of": _entry(to, row.stage, row.in_favour_of),
        "is_walkover": row.walkover,
        **same(
            row,
            "effect",
            "home_goals",
            "away_goals",
            "document",
            "decided_on",
            "text",
            "text_en",
            *SOURCED,
        ),
    }


def _adjustment(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "entry": _entry(to, row.stage, row.club),
        "ruling": to.rows[Ruling][to.said.rulings[row.ruling]] if row.ruling else None,
        **same(row, "points", "reason", "decided_on", *SOURCED),
    }


def _lots(to: Resolved, key: Key, row: LotsRow) -> dict[str, Any]:
    return {
        "stage": to.rows[Stage][row.stage,],
        "group": _group(to, row.stage, row.group),
        "matchup": _matchup(to, row.stage, row.matchup),
        **same(row, "purpose", "seed", "drawn_on", "act", "drawn_by", *SOURCED),
    }


def _lots_position(to: Resolved, key: Key, row: LotsRow) -> dict[str, Any]:
    return {
        "lots": to.rows[LotsDrawn][to.said.lots[row.lots]],
        "entry": _entry(to, row.stage, row.club),
        "position": row.position,
    }


def _qualifier_list(to: Resolved, key: Key, row: StageValue) -> dict[str, Any]:
    values: dict[str, Any] = {"stage": to.rows[Stage][row.slug,]}
    if row.qualifiers:
        values |= same(row.qualifiers, "confirmed_on", *SOURCED)
    return values


def _qualifier(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "qualifier_list": to.rows[QualifierList][row.stage,],
        "entry": _entry(to, row.stage, row.club),
        "zone_code": row.zone,
        "to_stage": _stage_named(to, row.to_stage),
        "instead_of": _entry(to, row.stage, row.instead_of),
        **same(row, "place", "via", "outcome", "destination", "reason", "remark", "source"),
    }


def _published_row(to: Resolved, key: Key, row: PublishedValue) -> dict[str, Any]:
    return {
        "stage": to.rows[Stage][row.stage,],
        "group": _group(to, row.stage, row.group),
        "entry": _entry(to, row.stage, row.club),
        **same(
            row,
            "after_round",
            "place",
            "played",
            "won",
            "drawn",
            "lost",
            "goals_for",
            "goals_against",
            "goal_difference",
            "points",
            *SOURCED,
        ),
    }


def _outcome(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    position, outcome = row
    return {
        "season": to.season,
        "position": position,
        "club": to.clubs[outcome.club] if outcome.club else None,
        **same(outcome, "kind", "club_name", "destination", *SOURCED),
    }


def _scorer(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    return {
        "season": to.season,
        "club": to.clubs[row.club],
        **same(row, "rank", "player", "goals", *SOURCED),
    }


def _note(to: Resolved, key: Key, row: Any) -> dict[str, Any]:
    position, note = row
    return {
        "season": to.season,
        "stage": _stage_named(to, note.stage),
        "position": position,
        **same(note, "kind", "text", "text_en", "source"),
    }


_VALUES: Mapping[type[Model], Callable[[Resolved, Key, Any], dict[str, Any]]] = {
    Stage: _stage,
    Group: _group_values,
    Round: _round_values,
    RuleSet: _rule_set,
    TiebreakRule: _tiebreak,
    Zone: _zone,
    Entry: _entry_values,
    Matchup: _matchup_values,
    Fixture: _fixture_values,
    Goal: _goal,
    Claim: _claim,
    Ruling: _ruling,
    PointsAdjustment: _adjustment,
    LotsDrawn: _lots,
    LotsPosition: _lots_position,
    QualifierList: _qualifier_list,
    Qualifier: _qualifier,
    PublishedRow: _published_row,
    SeasonOutcome: _outcome,
    PublishedScorer: _scorer,
    SeasonNote: _note,
}
