"""What readers filter by, in the address: `departamento`, `etapa`, `via`, `q`."""

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from competitions.choices import Via
from competitions.models import Club, Department
from standings.selectors.qualified import QualifiedPage, QualifiedRow
from standings.selectors.search import clubs_named


class ClubFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        method="by_name",
        label=_("Name"),
        widget=TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    departamento = django_filters.ModelChoiceFilter(
        field_name="department",
        queryset=Department.objects.order_by("code"),
        to_field_name="slug",
        label=_("Department"),
        empty_label=_("All departments"),
    )

    class Meta:
        model = Club
        fields: Sequence[str] = ()

    def by_name(self, clubs: QuerySet[Club], name: str, value: str) -> QuerySet[Club]:
        """As the search finds clubs: by parts of its names, accents and capitals aside."""
        return clubs_named(clubs, value)


class QualifiedFilter(django_filters.FilterSet):
    """Filters the rows of a list that is computed, not a queryset; choices are what is in it."""

    etapa = django_filters.ChoiceFilter(label=_("Qualified for"), empty_label=None, method="keep")
    departamento = django_filters.ChoiceFilter(
        label=_("Department"), empty_label=_("All departments"), method="keep"
    )
    via = django_filters.ChoiceFilter(label=_("By way of"), empty_label=_("Any way"), method="keep")

    class Meta:
        model = Department
        fields: Sequence[str] = ()

    def __init__(self, data: Any, page: QualifiedPage) -> None:
        data = data.copy()
        data.setdefault("etapa", page.target)
        super().__init__(data, queryset=Department.objects.none())
        self.page = page
        departments = {row.club.department_slug: row.club.department for row in page.rows}
        ways = dict.fromkeys(row.via for row in page.rows)
        self.filters["etapa"].extra["choices"] = [
            (target.code, f"{target.label} ({target.rows})") for target in page.targets
        ]
        self.filters["departamento"].extra["choices"] = list(departments.items())
        self.filters["via"].extra["choices"] = [(way, Via(way).label) for way in ways]

    def keep(self, rows: Any, name: str, value: str) -> Any:
        """Filtering is done in `rows`; a queryset has nothing to say here."""
        return rows

    @property
    def rows(self) -> tuple[QualifiedRow, ...]:
        """The rows left; a value that is not among the choices leaves all of them."""
        found: Iterable[QualifiedRow] = self.page.rows
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        if department := cleaned.get("departamento"):
            found = (row for row in found if row.club.department_slug == department)
        if via := cleaned.get("via"):
            found = (row for row in found if row.via == via)
        return tuple(found)
