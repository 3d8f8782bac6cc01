"""Tables that pages show. League tables keep the order of the rules: nobody re-orders them."""

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.choices import Criterion, Via
from standings.exports import EXTRA_FIGURES, figure_codes
from standings.selectors.qualified import QualifiedRow
from standings.selectors.snapshot import StageData
from standings.selectors.tables import Table

NUMBER = {"th": {"class": "num", "scope": "col"}, "td": {"class": "num"}}
WIDE_NUMBER = {
    "th": {"class": "num col-wide", "scope": "col"},
    "td": {"class": "num col-wide"},
}


class NumberColumn(tables.Column):
    """A figure. `full_name` is read out and shown on demand; wide ones are left out on phones."""

    def __init__(self, full_name: Any, *, wide: bool = False, **kwargs: Any) -> None:
        super().__init__(attrs=WIDE_NUMBER if wide else NUMBER, **kwargs)
        self.full_name = full_name


class StandingsTable(tables.Table):
    """One table of a stage. Rows are `standings.selectors.tables.TableRow`."""

    place = tables.Column(verbose_name=pgettext_lazy("column", "No."), accessor="place")
    club = tables.Column(verbose_name=_("Club"), accessor="club__name")
    department = tables.Column(verbose_name=_("Department"), accessor="club__department")
    played = NumberColumn(
        _("Played"), accessor="row__record__played", verbose_name=pgettext_lazy("column", "P")
    )
    won = NumberColumn(
        _("Won"), wide=True, accessor="row__record__won", verbose_name=pgettext_lazy("column", "W")
    )
    drawn = NumberColumn(
        _("Drawn"),
        wide=True,
        accessor="row__record__drawn",
        verbose_name=pgettext_lazy("column", "D"),
    )
    lost = NumberColumn(
        _("Lost"),
        wide=True,
        accessor="row__record__lost",
        verbose_name=pgettext_lazy("column", "L"),
    )
    goals_for = NumberColumn(
        _("Goals for"),
        wide=True,
        accessor="row__record__goals_for",
        verbose_name=pgettext_lazy("column", "GF"),
    )
    goals_against = NumberColumn(
        _("Goals against"),
        wide=True,
        accessor="row__record__goals_against",
        verbose_name=pgettext_lazy("column", "GA"),
    )
    goal_difference = NumberColumn(
        _("Goal difference"),
        accessor="row__record__goal_difference",
        verbose_name=pgettext_lazy("column", "GD"),
    )
    points = NumberColumn(
        _("Points"), accessor="row__record__points", verbose_name=pgettext_lazy("column", "Pts")
    )

    class Meta:
        orderable = False
        template_name = "standings/_standings.html"

    def __init__(self, table: Table, stage: StageData, **kwargs: Any) -> None:
        extra = [
            (
                code,
                NumberColumn(
                    Criterion(code).label,
                    wide=True,
                    verbose_name=EXTRA_FIGURES[code],
                    accessor=f"row__figures__{code}",
                ),
            )
            for code in figure_codes(stage)
            if code == Criterion.RELATIVE_POINTS
        ]
        super().__init__(table.rows, extra_columns=extra, **kwargs)
        self.table = table
        self.stage = stage


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

    def __init__(self, rows: Sequence[QualifiedRow], **kwargs: Any) -> None:
        super().__init__(rows, **kwargs)

    def render_via(self, value: str) -> str:
        return str(Via(value).label)


class ScorersTable(tables.Table):
    rank = tables.Column(verbose_name=pgettext_lazy("column", "No."), attrs=NUMBER)
    player = tables.Column(verbose_name=_("Player"))
    club = tables.Column(verbose_name=_("Club"))
    goals = tables.Column(verbose_name=_("Goals"), attrs=NUMBER)

    class Meta:
        orderable = False
        template_name = "standings/_scorers.html"


class ClubsTable(tables.Table):
    """Rows are clubs with `seasons` counted."""

    name = tables.Column(verbose_name=_("Club"), order_by="key")
    department = tables.Column(verbose_name=_("Department"), order_by=("department__code", "key"))
    home_town = tables.Column(verbose_name=_("Town"))
    seasons = tables.Column(verbose_name=_("Seasons"), attrs=NUMBER)

    class Meta:
        orderable = False
        template_name = "standings/_clubs.html"
