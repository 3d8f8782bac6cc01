"""What is computed from the fixtures against what sources published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from competitions.choices import OutcomeKind
from competitions.models import PublishedRow, SeasonOutcome
from standings.selectors.brackets import matchup_views
from standings.selectors.qualification import confirmed_destination, proposal
from standings.selectors.reading import load
from standings.selectors.seasons import champion_of, stages_of
from standings.selectors.snapshot import StageData
from standings.selectors.tables import Table, TableRow, tables

Kind = Literal["table", "winner", "qualifier", "override", "champion"]

FIGURES = (
    "played",
    "won",
    "drawn",
    "lost",
    "goals_for",
    "goals_against",
    "goal_difference",
    "points",
)


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    published: int | str
    computed: int | str


@dataclass(frozen=True, slots=True)
class Difference:
    """`reason` is what the archive knows of it; blank where nobody has explained it yet."""

    kind: Kind
    where: str
    club: str
    figures: tuple[Figure, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A published row whose results are not all known, so that it says nothing either way."""

    where: str
    club: str
    known: int
    published: int


@dataclass(frozen=True, slots=True)
class CheckedSeason:
    year: int
    compared_rows: int
    compared_winners: int
    compared_qualifiers: int
    differences: tuple[Difference, ...]
    not_comparable: tuple[NotComparable, ...]

    @property
    def unexplained(self) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if not d.reason)


def check_season(year: int) -> CheckedSeason:
    stages = stages_of(year)
    snapshots = load(stages)
    ordered = [snapshots[stage.pk] for stage in stages]
    rows = list(
        PublishedRow.objects.filter(stage__season__year=year)
        .select_related("entry__club", "stage", "group")
        .order_by("stage__position", "group__position", "after_round", "place", "pk")
    )
    compared, unknown, in_tables = _tables(ordered, rows)
    winners = [
        view for stage in ordered for view in matchup_views(stage) if view.data.reported_winner
    ]
    in_winners = [difference for stage in ordered for difference in _winners(stage)]
    in_qualifiers = [difference for stage in ordered for difference in _qualifiers(stage)]
    return CheckedSeason(
        year=year,
        compared_rows=compared,
        compared_winners=len(winners),
        compared_qualifiers=sum(len(stage.qualifiers) for stage in ordered),
        differences=(*in_tables, *in_winners, *in_qualifiers, *_champion(year, ordered)),
        not_comparable=tuple(unknown),
    )


def _tables(
    stages: Iterable[StageData], published: Iterable[PublishedRow]
) -> tuple[int, list[NotComparable], list[Difference]]:
    by_pk = {stage.pk: stage for stage in stages}
    seen: dict[tuple[int, int | None], dict[int, tuple[Table, TableRow]]] = {}
    compared, unknown, differences = 0, [], []
    for row in published:
        view = row.stage_id, row.after_round
        if view not in seen:
            seen[view] = {
                found.club.entry: (table, found)
                for table in tables(by_pk[row.stage_id], after_round=row.after_round)
                for found in table.rows
            }
        table, found = seen[view][row.entry_id]
        where = " ".join(filter(None, [by_pk[row.stage_id].slug, table.code]))
        if row.after_round is not None:
            where = f"{where}, {row.after_round}"
        played = found.row.record.played
        if table.is_partial and row.played is not None and played < row.played:
            unknown.append(NotComparable(where, row.entry.name, played, row.played))
            continue
        compared += 1
        figures = tuple(_figures(row, found))
        if figures:
            differences.append(Difference("table", where, row.entry.name, figures, row.note))
    return compared, unknown, differences


def _figures(published: PublishedRow, found: TableRow) -> Iterator[Figure]:
    if None not in (published.place, found.place) and published.place != found.place:
        yield Figure("place", published.place, found.place)
    for name in FIGURES:
        printed, computed = getattr(published, name), getattr(found.row.record, name)
        if printed is not None and printed != computed:
            yield Figure(name, printed, computed)


def _winners(stage: StageData) -> Iterator[Difference]:
    for view in matchup_views(stage):
        if view.outcome.contradicted and view.winner is not None:
            reported = stage.clubs[view.data.reported_winner]
            figure = Figure("winner", reported.name, view.winner.name)
            yield Difference(
                "winner",
                f"{stage.slug} {view.data.key}",
                reported.name,
                (figure,),
                view.data.note,
            )


def _qualifiers(stage: StageData) -> Iterator[Difference]:
    """Overrides, and clubs that are on one list only; nothing where nothing is proposed."""
    proposed = {
        (p.club.entry, p.destination.stage, p.destination.outcome): p for p in proposal(stage)
    }
    targets = {key[1:] for key in proposed}
    listed = set()
    for row in stage.qualifiers:
        to = confirmed_destination(row)
        listed.add((row.instead_of or row.entry, to.stage, to.outcome))
        club = stage.clubs[row.entry]
        where = " ".join(filter(None, [stage.slug, club.group]))
        if row.instead_of is not None:
            replaced = stage.clubs[row.instead_of].name
            figure = Figure("qualified", club.name, replaced)
            yield Difference("override", where, club.name, (figure,), row.reason)
        elif (to.stage, to.outcome) in targets and (
            row.entry,
            to.stage,
            to.outcome,
        ) not in proposed:
            figure = Figure("qualified", club.name, "-")
            yield Difference("qualifier", where, club.name, (figure,), row.remark)
    if stage.qualifiers:
        for key in proposed.keys() - listed:
            club = stage.clubs[key[0]]
            where = " ".join(filter(None, [stage.slug, club.group]))
            yield Difference(
                "qualifier", where, club.name, (Figure("qualified", "-", club.name),), ""
            )


def _champion(year: int, stages: list[StageData]) -> Iterator[Difference]:
    published = (
        SeasonOutcome.objects.filter(season__year=year, kind=OutcomeKind.CHAMPION)
        .select_related("club")
        .first()
    )
    computed = champion_of(stages[-1]) if stages else None
    if published is None or published.club is None or computed is None:
        return
    if published.club_id != computed.club:
        figure = Figure("champion", published.club.name, computed.name)
        yield Difference("champion", stages[-1].slug, computed.name, (figure,), published.note)
