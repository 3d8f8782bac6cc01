"""Tables of a stage: ranked, with zones, movement and what each row rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from competitions.choices import StageKind
from standings.core.criteria import Criterion
from standings.core.ranking import Parting, Ranking, Row, Rules, TableFacts, rank
from standings.core.record import Result
from standings.core.zones import Assignment, assign, zone_rule
from standings.selectors.snapshot import (
    ClubData,
    FixtureData,
    GroupData,
    Label,
    QualifierData,
    RulesData,
    StageData,
    ZoneData,
)

Where = Literal["all", "home", "away"]

TABLE_ZONES = ("places", "best_nth", "best_of_department")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A club's row as every face of the table shows it.

    `place` is None where too little is known for places to mean anything. `moved` is how many
    places the club rose since the round before. `zone` is the zone that the place leads to now,
    `open_zones` the zones between which a shared place leaves it open. `qualified` is what an
    official confirmed; by their decision a club can go through instead of another, which
    `replaced_by` and `decided_zone` tell. `awards` are its results that a ruling made.
    """

    club: ClubData
    row: Row
    place: int | None
    moved: int | None
    zone: ZoneData | None
    prizes: tuple[ZoneData, ...]
    open_zones: tuple[ZoneData, ...]
    qualified: tuple[QualifierData, ...]
    replaced_by: ClubData | None
    decided_zone: ZoneData | None
    awards: tuple[FixtureData, ...]

    @property
    def shown_zone(self) -> ZoneData | None:
        """Where the club goes: by the rules, unless an official decided otherwise."""
        if self.replaced_by or self.club.exclusion is not None:
            return None
        return self.decided_zone or self.zone

    @property
    def has_award(self) -> bool:
        return bool(self.awards)

    @property
    def shared(self) -> bool:
        return self.row.shared and self.place is not None

    @property
    def undecided(self) -> bool:
        return self.row.undecided and self.place is not None and self.row.record.played > 0

    @property
    def decided_by(self) -> str:
        """The criterion that parted the row from the next one; for the last, from the one above."""
        if self.place is None:
            return ""
        parting = self.row.below or self.row.above
        return parting.criterion if parting else ""

    @property
    def above(self) -> Parting | None:
        return self.row.above if self.place is not None else None

    @property
    def below(self) -> Parting | None:
        return self.row.below if self.place is not None else None


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Results of each club at home (rows) against each other club (columns), in table order."""

    clubs: tuple[ClubData, ...]
    cells: tuple[tuple[tuple[FixtureData, ...], ...], ...]

    @property
    def lines(self) -> list[tuple[ClubData, list[tuple[ClubData, tuple[FixtureData, ...]]]]]:
        """Each club with every club and what they played at its home."""
        return [
            (club, list(zip(self.clubs, cells, strict=True)))
            for club, cells in zip(self.clubs, self.cells, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a stage or of one of its groups.

    `known` of `expected` results are in, `provisional` of them not confirmed. `is_partial`: results
    that were played are not known, so rows carry figures of what is known, in no order of merit and
    without places.
    """

    group: GroupData | None
    rows: tuple[TableRow, ...]
    ranking: Ranking
    cross: CrossTable | None
    extra_matches: tuple[FixtureData, ...]
    known: int
    expected: int
    is_partial: bool
    after_round: int | None
    where: Where
    provisional: int = 0

    @property
    def code(self) -> str:
        return self.group.code if self.group else ""

    @property
    def clubs_by_name(self) -> list[ClubData]:
        return sorted((row.club for row in self.rows), key=lambda club: club.key)

    @property
    def undecided_rows(self) -> tuple[TableRow, ...]:
        return tuple(row for row in self.rows if row.undecided)


def ranking_rules(rules: RulesData) -> Rules:
    win, drawn, lost = rules.points
    criteria = rules.criteria
    return Rules(
        criteria=tuple(Criterion(c.code, c.options) for c in criteria)
        or (Criterion("points"), Criterion("goal_difference"), Criterion("goals_for")),
        win=win,
        drawn=drawn,
        lost=lost,
    )


def table_facts(stage: StageData, group: str | None) -> TableFacts:
    """What the ranking needs of one group; `None` is the single table of all clubs."""
    clubs = {pk: c for pk, c in stage.clubs.items() if group is None or c.group == group}
    fixtures = [f for f in stage.fixtures if f.home in clubs and f.away in clubs]
    return TableFacts(
        clubs=tuple(clubs),
        results=tuple(as_result(f) for f in fixtures if f.in_table),
        extra_results=tuple(
            as_result(f) for f in fixtures if f.is_extra and f.official.counts and not f.is_inferred
        ),
        carried={pk: club.carried for pk, club in clubs.items() if club.carried},
        adjustments={pk: club.adjustment for pk, club in clubs.items() if club.adjustment},
        external_places={
            pk: club.origin_place for pk, club in clubs.items() if club.origin_place is not None
        },
        lots={pk: club.lots for pk, club in clubs.items() if club.lots is not None},
    )


def as_result(fixture: FixtureData) -> Result:
    """An official result as the ranking counts it. The fixture's result must count."""
    official, half = fixture.official, fixture.official.half_time
    as_played = fixture.is_extra and official.kind == "pitch"
    penalties = fixture.match.penalties if as_played else None
    winner = None
    if penalties is not None:
        winner = fixture.home if penalties.winner == "home" else fixture.away
    extra_time = fixture.match.extra_time if as_played else None
    score = extra_time or official.score
    return Result(
        key=fixture.pk,
        home=fixture.home,
        away=fixture.away,
        home_goals=score.home if score else 0,
        away_goals=score.away if score else 0,
        half_home=half.home if half else None,
        half_away=half.away if half else None,
        round=fixture.round,
        neutral=fixture.is_neutral,
        walkover=official.walkover,
        awarded=official.kind == "award",
        double_loss=official.kind == "double_loss",
        conceded=official.conceded,
        winner=winner,
    )


def tables(
    stage: StageData, *, after_round: int | None = None, where: Where = "all"
) -> tuple[Table, ...]:
    """Every table of the stage, in the order of its groups; none for a knock-out."""
    if not stage.has_table:
        return ()
    rules = ranking_rules(stage.rules)
    groups = _table_groups(stage)
    facts = {_code(group): table_facts(stage, group and group.code) for group in groups}
    rankings = {
        code: rank(known, rules, after_round=after_round, where=where)
        for code, known in facts.items()
    }
    partial = {code: _is_partial(stage, code, after_round) for code in rankings}
    assignment = None
    played = any(row.record.played for ranking in rankings.values() for row in ranking.rows)
    if where == "all" and played and not any(partial.values()):
        assignment = zones(stage, rankings)
    return tuple(
        _table(
            stage,
            group,
            rankings[_code(group)],
            before=_before(facts[_code(group)], rules, stage, after_round, where),
            assignment=assignment,
            is_partial=partial[_code(group)],
            after_round=after_round,
            where=where,
        )
        for group in groups
    )


def _table_groups(stage: StageData) -> tuple[GroupData | None, ...]:
    """The groups; clubs without one stand in a table of their own until they get one."""
    if stage.kind != StageKind.GROUPS:
        return (None,)
    if any(not club.group for club in stage.clubs.values()):
        return (*stage.groups, WITHOUT_GROUP)
    return stage.groups


WITHOUT_GROUP = GroupData("", Label("Sin grupo", "Without a group"), "", 999)


def zones(stage: StageData, rankings: Mapping[str, Ranking]) -> Assignment:
    """Which zone each club is in, were the stage to end now."""
    passed_over = any(zone.excludes_promoted for zone in stage.zones)
    return assign(
        rankings,
        [zone_rule(zone) for zone in stage.zones if zone.kind in TABLE_ZONES],
        rules=ranking_rules(stage.rules),
        departments={pk: club.department for pk, club in stage.clubs.items()},
        excluded=tuple(
            pk
            for pk, club in stage.clubs.items()
            if club.exclusion is not None or (club.promoted and passed_over)
        ),
        policy=stage.rules.across_groups,
    )


def _code(group: GroupData | None) -> str:
    return group.code if group else ""


def _fixtures_of(stage: StageData, code: str) -> Iterable[FixtureData]:
    by_group = stage.kind == StageKind.GROUPS
    return (f for f in stage.fixtures if not by_group or stage.clubs[f.home].group == code)


def _is_partial(stage: StageData, code: str, after_round: int | None) -> bool:
    """Whether results that were played are missing: the archive's gaps, not a season's future."""
    if not stage.is_finished:
        return False
    replayed = stage.replayed
    fixtures = [f for f in _fixtures_of(stage, code) if not f.is_extra and f.pk not in replayed]
    if after_round is not None:
        fixtures = [f for f in fixtures if f.round is not None and f.round <= after_round]
    if any(stage.is_pending(f) or f.is_inferred for f in fixtures):
        return True
    by_group = stage.kind == StageKind.GROUPS
    clubs = [pk for pk, club in stage.clubs.items() if not by_group or club.group == code]
    if after_round is not None:
        return len(fixtures) < len(clubs) // 2 * after_round
    if by_group:
        return not _all_have_met(clubs, fixtures)
    return len(fixtures) < (stage.expected_fixtures or 1)


def _all_have_met(clubs: Sequence[int], fixtures: Iterable[FixtureData]) -> bool:
    """Whether every pair of a group met, and equally often."""
    met = Counter(frozenset((f.home, f.away)) for f in fixtures)
    pairs = len(clubs) * (len(clubs) - 1) // 2
    return bool(met) and len(met) == pairs and len(set(met.values())) == 1


def _before(
    facts: TableFacts, rules: Rules, stage: StageData, after_round: int | None, where: Where
) -> Ranking | None:
    """The table one round earlier, from which movement is counted."""
    played = {result.round for result in facts.results if result.round is not None}
    last = after_round if after_round is not None else max(played, default=0)
    if where != "all" or last < 2 or (stage.is_finished and after_round is None):
        return None
    return rank(facts, rules, after_round=last - 1)


def _table(
    stage: StageData,
    group: GroupData | None,
    ranking: Ranking,
    *,
    before: Ranking | None,
    assignment: Assignment | None,
    is_partial: bool,
    after_round: int | None,
    where: Where,
) -> Table:
    code = _code(group)
    zone_by_code = {zone.code: zone for zone in stage.zones}
    earlier = {row.club: row.place for row in before.rows} if before else {}
    qualified: dict[int, list[QualifierData]] = {}
    for qualifier in stage.qualifiers:
        qualified.setdefault(qualifier.entry, []).append(qualifier)
    fixtures = list(_fixtures_of(stage, code))
    replaced = {q.instead_of: q for q in stage.qualifiers if q.instead_of is not None}
    by_rule = assignment.zones if assignment else {}
    in_view = [f for f in fixtures if after_round is None or (f.round or 99) <= after_round]
    awarded = [f for f in in_view if f.official.kind in ("award", "double_loss")]
    prizes: dict[int, list[str]] = {}
    contended: dict[int, list[str]] = {}
    if assignment:
        for prize, clubs in assignment.beside.items():
            for club in clubs:
                prizes.setdefault(club, []).append(prize)
        for berths in assignment.undecided:
            for club in berths.candidates:
                contended.setdefault(club, []).append(berths.zone)
    rows = [
        TableRow(
            club=stage.clubs[row.club],
            row=row,
            place=None if is_partial else row.place,
            moved=earlier[row.club] - row.place if earlier and not is_partial else None,
            zone=zone_by_code.get(by_rule.get(row.club) or ""),
            prizes=tuple(zone_by_code[prize] for prize in prizes.get(row.club, ())),
            open_zones=tuple(zone_by_code[zone] for zone in contended.get(row.club, ())),
            qualified=tuple(qualified.get(row.club, ())),
            replaced_by=stage.clubs[replaced[row.club].entry] if row.club in replaced else None,
            decided_zone=next(
                (
                    zone_by_code.get(q.zone or by_rule.get(q.instead_of) or "")
                    for q in qualified.get(row.club, ())
                    if q.instead_of is not None and assignment
                ),
                None,
            ),
            awards=tuple(f for f in awarded if row.club in (f.home, f.away)),
        )
        for row in ranking.rows
    ]
    if is_partial:
        order = {pk: index for index, pk in enumerate(stage.clubs)}
        rows.sort(key=lambda row: order[row.club.entry])
    return Table(
        group=group,
        rows=tuple(rows),
        ranking=ranking,
        cross=_cross(rows, in_view) if group else None,
        extra_matches=tuple(f for f in in_view if f.is_extra),
        known=sum(f.official.counts and not f.is_inferred for f in in_view),
        expected=len(in_view) if group else max(stage.expected, len(in_view)),
        is_partial=is_partial,
        after_round=after_round,
        where=where,
        provisional=sum(f.is_provisional for f in in_view),
    )


def _cross(rows: Iterable[TableRow], fixtures: Iterable[FixtureData]) -> CrossTable:
    clubs = tuple(row.club for row in rows)
    met: dict[tuple[int, int], list[FixtureData]] = {}
    for fixture in fixtures:
        if not fixture.is_extra:
            met.setdefault((fixture.home, fixture.away), []).append(fixture)
    return CrossTable(
        clubs,
        tuple(
            tuple(tuple(met.get((home.entry, away.entry), ())) for away in clubs) for home in clubs
        ),
    )
