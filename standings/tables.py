"""Tables that pages show. League tables keep the order of the rules: nobody re-orders them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_tables2.columns import BoundColumn

from competitions.choices import Criterion
from standings.exports import EXTRA_FIGURES, figure_codes
from standings.selectors.neighbours import cuts, neighbours
from standings.selectors.snapshot import StageData, ZoneData
from standings.selectors.tables import Table, TableRow
from standings.templatetags.copaperu import UNKNOWN, figure, signed

NUMBER = {"th": {"class": "num", "scope": "col"}, "td": {"class": "num"}}


class NumberColumn(tables.Column):
    """A figure, whose full name is read out and shown on demand.

    `css` says where it is left out: col-mid on phones, col-wide on tablets too.
    """

    def __init__(self, full_name: Any, css: str = "num col-mid", **kwargs: Any) -> None:
        attrs = {"th": {"class": css, "scope": "col"}, "td": {"class": css}}
        super().__init__(attrs=attrs, empty_values=(), **kwargs)
        self.full_name = full_name

    def render(self, value: Any, record: TableRow, table: Any) -> str:
        return UNKNOWN if table.is_unknown(record) else self.written(value)

    def written(self, value: Any) -> str:
        return figure(value)


class DifferenceColumn(NumberColumn):
    def written(self, value: Any) -> str:
        return signed(value)


class CriterionColumn(NumberColumn):
    """A figure that rests on all results: in a partial table it says nothing."""

    def render(self, value: Any, record: TableRow, table: Any) -> str:
        return UNKNOWN if table.table.is_partial else figure(value)


@dataclass(frozen=True, slots=True)
class Cell:
    css: str
    header: Any
    name: Any
    text: str


class StandingsTable(tables.Table):
    """One table of a stage. Rows are `standings.selectors.tables.TableRow`."""

    played = NumberColumn(
        _("Played"),
        "num",
        accessor="row__record__played",
        verbose_name=pgettext_lazy("column", "P"),
    )
    won = NumberColumn(
        _("Won"), accessor="row__record__won", verbose_name=pgettext_lazy("column", "W")
    )
    drawn = NumberColumn(
        _("Drawn"), accessor="row__record__drawn", verbose_name=pgettext_lazy("column", "D")
    )
    lost = NumberColumn(
        _("Lost"), accessor="row__record__lost", verbose_name=pgettext_lazy("column", "L")
    )
    goals_for = NumberColumn(
        _("Goals for"),
        accessor="row__record__goals_for",
        verbose_name=pgettext_lazy("column", "GF"),
    )
    goals_against = NumberColumn(
        _("Goals against"),
        accessor="row__record__goals_against",
        verbose_name=pgettext_lazy("column", "GA"),
    )
    goal_difference = DifferenceColumn(
        _("Goal difference"),
        "num",
        accessor="row__record__goal_difference",
        verbose_name=pgettext_lazy("column", "GD"),
    )
    points = NumberColumn(
        _("Points"),
        "pts",
        accessor="row__record__points",
        verbose_name=pgettext_lazy("column", "Pts"),
    )

    class Meta:
        orderable = False
        template_name = "standings/_standings.html"

    def __init__(self, table: Table, stage: StageData, *, short: bool = False) -> None:
        """A short one shows the first six and the clubs around the first cut: `shown` are those."""
        extra = [
            (
                code,
                CriterionColumn(
                    Criterion(code).label,
                    "num pr col-mid",
                    verbose_name=EXTRA_FIGURES[code],
                    accessor=f"row__figures__{code}",
                ),
            )
            for code in figure_codes(stage)
            if code == Criterion.RELATIVE_POINTS
        ]
        self.table = table
        self.stage = stage
        self.following = {row.club.entry: after for row, after in pairwise(table.rows)}
        self.neighbours = neighbours(table)
        self.cuts = cuts(table)
        rows = _head_and_cut(table.rows, self.cuts) if short else table.rows
        self.skipped_before = {
            after.club.entry
            for row, after in pairwise(rows)
            if self.following[row.club.entry] is not after
        }
        self.shown = replace(table, rows=tuple(rows))
        super().__init__(rows, extra_columns=extra)

    def cells(self, row: TableRow) -> list[Cell]:
        """The figures of a row. The library looks at each cell's signature anew; there are 900."""
        return [
            Cell(
                css=css,
                header=bound.header,
                name=bound.column.full_name,
                text=bound.column.render(value=bound.accessor.resolve(row), record=row, table=self),
            )
            for bound, css in self._bound
        ]

    @cached_property
    def _bound(self) -> list[tuple[BoundColumn, str]]:
        return [(bound, bound.attrs["td"]["class"]) for bound in self.columns]

    def is_unknown(self, row: TableRow) -> bool:
        """Of this club no result is known: its figures are not 0."""
        return self.table.is_partial and not row.row.record.played

    @cached_property
    def why(self) -> str:
        """Where any two of its clubs are compared; blank where its order is not explained there."""
        if self.table.where != "all" or self.table.is_partial:
            return ""
        return reverse("standings:comparison", args=[self.stage.year, self.stage.slug])

    @cached_property
    def asked(self) -> str:
        """The query that asks for this table: of a round, of home or of away matches."""
        ground = {"home": "local", "away": "visita"}.get(self.table.where)
        parts = {"fecha": self.table.after_round, "sede": ground}
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"?{query}" if query else ""

    @property
    def width(self) -> int:
        """Columns in all: place, movement, club, department, form and reason beside the figures."""
        return len(self.columns) + 6


def _head_and_cut(rows: Sequence[TableRow], cuts: dict[int, ZoneData]) -> tuple[TableRow, ...]:
    edge = next((i for i, row in enumerate(rows) if row.club.entry in cuts), None)
    if edge is None or len(rows) <= 10:
        return tuple(rows)
    around = range(max(edge - 1, 6), min(edge + 3, len(rows)))
    return tuple(rows[i] for i in (*range(min(6, edge + 1)), *around))


class QualifiedTable(tables.Table):
    """Rows are `standings.selectors.qualified.QualifiedRow`."""

    department = tables.Column(verbose_name=_("Department"), accessor="club__department")
    club = tables.Column(verbose_name=_("Club"), accessor="club__name")
    town = tables.Column(verbose_name=_("Town"), accessor="club__town")
    via = tables.Column(verbose_name=_("By way of"), accessor="via")
    place = tables.Column(verbose_name=_("Place"), accessor="place", attrs=NUMBER)
    destination = tables.Column(verbose_name=_("Destination"), accessor="destination__label")

    class Meta:
        orderable = False
        template_name = "standings/_qualified.html"


class ScorersTable(tables.Table):
    """Rows are `standings.selectors.scorers.ScorerRow`."""

    rank = tables.Column(verbose_name=pgettext_lazy("column", "No."), attrs=NUMBER)
    player = tables.Column(verbose_name=_("Player"))
    club = tables.Column(verbose_name=_("Club"))
    goals = tables.Column(verbose_name=_("Goals"), attrs=NUMBER)

    class Meta:
        orderable = False
        template_name = "standings/_scorers.html"


class ClubsTable(tables.Table):
    """Rows are clubs with `seasons` counted."""

    name = tables.Column(verbose_name=_("Club"))
    department = tables.Column(verbose_name=_("Department"))
    home_town = tables.Column(verbose_name=_("Town"))
    seasons = tables.Column(verbose_name=_("Seasons"), attrs=NUMBER)

    class Meta:
        orderable = False
        template_name = "standings/_clubs.html"
