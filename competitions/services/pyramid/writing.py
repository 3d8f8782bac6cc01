"""A season written part by part, all or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, Q

from competitions.choices import Evidence, LeagueLevel, NoteKind, OutcomeKind, SeasonStatus
from competitions.core.pyramid import Match, Part, Played
from competitions.core.pyramid.season import NATIONAL_LEAGUE
from competitions.models import (
    Club,
    Department,
    Entry,
    Fixture,
    Group,
    League,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
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
    Zone,
)
from competitions.services.pyramid import rows
from competitions.services.pyramid.history import record_history

AT_ONCE = 2_000
"""Rows that are made and written together."""

M = TypeVar("M", bound=Model)
Groups = Mapping[tuple[str, str], Group]
Rounds = Mapping[tuple[str, int], Round]


class CannotRecord(ValueError):
    """There is no room for the season; the message says why."""


@transaction.atomic
def record_pyramid(
    parts: Iterable[Part],
    *,
    year: int,
    seed: int,
    tell: Callable[[str], object] = lambda _line: None,
) -> Season:
    """The season of those parts. A line is told for each of them.

    Leagues and clubs that an earlier simulated season made are used again. Raises CannotRecord for
    a year that has a season.
    """
    if Season.objects.filter(year=year).exists():
        raise CannotRecord(f"{year} has a season already. Choose another year with --year.")
    season = Season(
        year=year,
        status=SeasonStatus.FINISHED,
        is_simulated=True,
        seed=seed,
        summary="Temporada simulada de todo el país: ni los clubes ni los resultados existen.",
        summary_en="A simulated season of the whole country: neither clubs nor results exist.",
    )
    season.save_without_historical_record()
    writing = _Writing(season)
    for part in parts:
        writing.part(part)
        tell(f"{part.name or 'Nacional'}: {len(part.stages)} stages, {part.matches} fixtures")
    writing.finish()
    tell("History ...")
    record_history(season)
    return season


class _Writing:
    """Keys of what was written, by what the core calls it."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.departments = {row.code: row for row in Department.objects.all()}
        above = Q(slug=NATIONAL_LEAGUE) | Q(level=LeagueLevel.DEPARTMENTAL)
        self.leagues = {
            row.department.code if row.department else NATIONAL_LEAGUE: row
            for row in League.objects.select_related("department").filter(above)
        }
        self.clubs: dict[str, Club] = {}
        self.stages: dict[str, Stage] = {}
        self.entries: dict[int, Entry] = {}
        self.waiting: list[tuple[str, Zone | Qualifier]] = []
        """Zones and places of lists that lead to a stage which is not written yet."""

    def part(self, part: Part) -> None:
        self._leagues(part)
        self._clubs(part)
        self._stages(part.stages)
        self._rules(part.stages)
        groups, rounds = self._groups(part.stages), self._rounds(part.stages)
        self._entries(part.stages, groups)
        matchups = self._matchups(part.stages, rounds)
        self._fixtures(part.stages, groups, rounds, matchups)
        self._lots(part.stages, groups)
        self._lists(part.stages)
        self._outcomes(part.stages)

    def finish(self) -> None:
        for slug, row in self.waiting:
            setattr(row, "leads_to" if isinstance(row, Zone) else "to_stage", self.stages[slug])
        _create(Zone, [row for _slug, row in self.waiting if isinstance(row, Zone)])
        _create(Qualifier, [row for _slug, row in self.waiting if isinstance(row, Qualifier)])
        days = [day for row in self.stages.values() for day in (row.starts_on, row.ends_on) if day]
        self.season.starts_on, self.season.ends_on = min(days), max(days)
        self.season.save_without_historical_record()
        seed = self.season.seed
        note = SeasonNote(
            season=self.season,
            kind=NoteKind.REMARK,
            text=f"Clubes y resultados inventados por un programa con la semilla {seed}.",
            text_en=f"Clubs and results invented by a program from the seed {seed}.",
        )
        _create(SeasonNote, [note])

    def _leagues(self, part: Part) -> None:
        slugs = [league.slug for league in part.leagues]
        known = {row.slug: row for row in League.objects.filter(slug__in=slugs)}
        for level in (LeagueLevel.PROVINCIAL, LeagueLevel.DISTRICT):
            found = {
                league.code: known.get(league.slug)
                or rows.league_row(
                    league,
                    parent=self.leagues[league.parent],
                    department=self.departments[league.department],
                )
                for league in part.leagues
                if league.level == level
            }
            _create(League, [row for row in found.values() if row.pk is None])
            self.leagues |= found

    def _clubs(self, part: Part) -> None:
        for some in _pieces(part.clubs):
            found = Club.objects.filter(slug__in=[club.slug for club in some])
            self.clubs |= {row.slug: row for row in found}
        new = [
            rows.club_row(club, league=self.leagues[club.league])
            for club in part.clubs
            if club.slug not in self.clubs
        ]
        _create(Club, new)
        self.clubs |= {row.slug: row for row in new}

    def _stages(self, played: Sequence[Played]) -> None:
        made = [
            rows.stage_row(stage, season=self.season, league=self.leagues[stage.value.league])
            for stage in played
        ]
        _create(Stage, made)
        self.stages |= {row.slug: row for row in made}

    def _rules(self, played: Sequence[Played]) -> None:
        rules = [rows.rules_row(stage, of=self._stage(stage)) for stage in played]
        _create(RuleSet, rules)
        pairs = list(zip(played, rules, strict=True))
        _create(
            TiebreakRule,
            [row for stage, own in pairs for row in rows.tiebreak_rows(stage, rules=own)],
        )
        ready = [
            row
            for stage, own in pairs
            for row, slug in rows.zone_rows(stage, rules=own)
            if self._leads(row, "leads_to", slug)
        ]
        _create(Zone, ready)

    def _stage(self, stage: Played) -> Stage:
        return self.stages[stage.value.slug]

    def _leads(self, row: Zone | Qualifier, name: str, slug: str) -> bool:
        """Whether the row can be written; otherwise it waits for its stage."""
        if slug and slug not in self.stages:
            self.waiting.append((slug, row))
            return False
        setattr(row, name, self.stages.get(slug))
        return True

    def _groups(self, played: Sequence[Played]) -> Groups:
        made = {
            (stage.value.slug, group.code): rows.group_row(
                group, of=self._stage(stage), position=position
            )
            for stage in played
            for position, group in enumerate(stage.value.groups, start=1)
        }
        _create(Group, list(made.values()))
        return made

    def _rounds(self, played: Sequence[Played]) -> Rounds:
        made = {
            (stage.value.slug, value.number): rows.round_row(value, of=self._stage(stage))
            for stage in played
            for value in stage.value.rounds
        }
        _create(Round, list(made.values()))
        return made

    def _entries(self, played: Sequence[Played], groups: Groups) -> None:
        """Those of a stage after those of the stages that they come from."""
        for wave in _by_position(played):
            made = {
                entrant.number: rows.entry_row(
                    entrant,
                    of=self._stage(stage),
                    group=groups.get((stage.value.slug, entrant.group)),
                    club=self.clubs[entrant.club.slug],
                    origin=self.entries.get(entrant.origin or 0),
                )
                for stage in wave
                for entrant in stage.entrants
            }
            _create(Entry, list(made.values()))
            self.entries |= made

    def _matchups(self, played: Sequence[Played], rounds: Rounds) -> dict[tuple[str, str], Matchup]:
        """Those of a round after those that its winners go to."""
        made: dict[tuple[str, str], Matchup] = {}
        left = [(stage.value.slug, tie) for stage in played for tie in stage.ties]
        while left:
            ready = [(s, tie) for s, tie in left if not tie.feeds or (s, tie.feeds) in made]
            left = [(s, tie) for s, tie in left if tie.feeds and (s, tie.feeds) not in made]
            found = {
                (slug, tie.key): rows.matchup_row(
                    tie,
                    round_=rounds[slug, tie.round],
                    feeds=made.get((slug, tie.feeds)),
                    entries=self.entries,
                )
                for slug, tie in ready
            }
            _create(Matchup, list(found.values()))
            made |= found
        return made

    def _fixtures(
        self,
        played: Sequence[Played],
        groups: Groups,
        rounds: Rounds,
        matchups: Mapping[tuple[str, str], Matchup],
    ) -> None:
        ruled: list[tuple[Played, Match, Fixture]] = []
        matches = [(stage, match) for stage in played for match in stage.matches]
        for some in _pieces(matches):
            made = [
                rows.fixture_row(
                    match,
                    of=self._stage(stage),
                    group=groups.get((stage.value.slug, match.group)),
                    round_=rounds.get((stage.value.slug, match.round or 0)),
                    matchup=matchups.get((stage.value.slug, match.tie)),
                    entries=self.entries,
                )
                for stage, match in some
            ]
            _create(Fixture, made)
            for (stage, match), row in zip(some, made, strict=True):
                if match.awarded_to is not None:
                    ruled.append((stage, match, row))
        self._rulings(ruled)

    def _rulings(self, ruled: Sequence[tuple[Played, Match, Fixture]]) -> None:
        rulings = [
            rows.ruling_row(
                match,
                fixture=fixture,
                number=fixture.pk,
                goals=stage.value.rules.walkover_goals,
                entries=self.entries,
            )
            for stage, match, fixture in ruled
        ]
        _create(Ruling, rulings)
        _create(
            PointsAdjustment,
            [
                PointsAdjustment(
                    entry=row.entry,
                    points=-stage.value.rules.walkover_deduction,
                    reason="No se presentó (simulado).",
                    decided_on=row.decided_on,
                    ruling=row,
                    evidence=Evidence.SIMULATED,
                )
                for row, (stage, match, _fixture) in zip(rulings, ruled, strict=True)
                if match.is_walkover and stage.value.rules.walkover_deduction
            ],
        )

    def _lots(self, played: Sequence[Played], groups: Groups) -> None:
        drawn = [(stage, lots) for stage in played for lots in stage.lots]
        made = [
            LotsDrawn(
                stage=self._stage(stage),
                group=groups.get((stage.value.slug, lots.group)),
                drawn_on=lots.drawn_on,
                act="Acta simulada",
                evidence=Evidence.SIMULATED,
            )
            for stage, lots in drawn
        ]
        _create(LotsDrawn, made)
        _create(
            LotsPosition,
            [
                LotsPosition(lots=row, entry=self.entries[entry], position=position)
                for row, (_stage, lots) in zip(made, drawn, strict=True)
                for position, entry in enumerate(lots.entries, start=1)
            ],
        )

    def _lists(self, played: Sequence[Played]) -> None:
        leading = [stage for stage in played if _leads_somewhere(stage)]
        lists = [
            QualifierList(
                stage=self._stage(stage),
                confirmed_on=stage.confirmed_on,
                evidence=Evidence.SIMULATED,
            )
            for stage in leading
        ]
        _create(QualifierList, lists)
        ready = []
        for stage, own in zip(leading, lists, strict=True):
            zones = {zone.code: zone for zone in stage.value.rules.zones}
            for row in stage.through:
                zone = zones[row.zone]
                qualifier = Qualifier(
                    qualifier_list=own,
                    entry=self.entries[row.entry],
                    place=row.place,
                    zone_code=row.zone,
                    via=row.via,
                    outcome=zone.outcome,
                    destination=zone.destination,
                )
                if self._leads(qualifier, "to_stage", zone.leads_to):
                    ready.append(qualifier)
        _create(Qualifier, ready)

    def _outcomes(self, played: Sequence[Played]) -> None:
        """What the stages of the nation gave their clubs: the title, and what the rules say."""
        given: list[tuple[OutcomeKind, int, str]] = []
        for stage in played:
            zones = {zone.code: zone for zone in stage.value.rules.zones if zone.outcome}
            given += [
                (OutcomeKind(zones[row.zone].outcome), row.entry, zones[row.zone].destination)
                for row in stage.through
                if row.zone in zones
            ]
        if given:
            final = played[-1].ties[-1]
            titles = (OutcomeKind.CHAMPION, final.winner), (OutcomeKind.RUNNER_UP, final.loser)
            given = [(kind, entry, "") for kind, entry in titles] + given
        _create(
            SeasonOutcome,
            [
                SeasonOutcome(
                    season=self.season,
                    kind=kind,
                    club=self.entries[entry].club,
                    destination=destination,
                    position=position,
                    evidence=Evidence.SIMULATED,
                )
                for position, (kind, entry, destination) in enumerate(given, start=1)
            ],
        )


def _create(model: type[M], made: Sequence[M]) -> None:
    if made:
        model._base_manager.bulk_create(made, batch_size=AT_ONCE)  # noqa: SLF001


def _by_position(played: Sequence[Played]) -> Iterator[list[Played]]:
    """The stages of one height together, the lower ones first."""
    for position in sorted({stage.position for stage in played}):
        yield [stage for stage in played if stage.position == position]


T = TypeVar("T")


def _pieces(found: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(found), AT_ONCE):
        yield found[start : start + AT_ONCE]


def _leads_somewhere(stage: Played) -> bool:
    return any(zone.leads_to or zone.outcome for zone in stage.value.rules.zones)
