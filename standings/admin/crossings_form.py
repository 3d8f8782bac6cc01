"""What an official wishes of crossings, the list that he has, and the days on which they are
played: one form, so that nothing typed is lost on the way."""

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.core.crossing_lists import ReadList, read_list, read_pairs
from competitions.core.crossings import Pair, Wishes
from competitions.core.pasted import Club as Written
from competitions.core.sheet import read_grid
from competitions.models import Stage
from competitions.services.faults import sentence
from standings.admin.crossing_sentences import line_sentence
from standings.admin.ruling_forms import DayField, NumberField
from standings.selectors.crossings import Between, Field, LastYear
from standings.selectors.pasting import clubs_of

LONGEST_TEXT = 20_000
MOST_LINES = 500
OF_WRITING = frozenset(("first_day", "without", "replace", "reason"))
"""Fields that only writing the list asks for."""
_DAYS = re.compile(r"[\s,;]+")
_AS_DAY = forms.DateField(input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%y"])
_LAST_DAY = dt.date(2100, 1, 1)


def _lines(**attrs: Any) -> forms.Textarea:
    return forms.Textarea(
        attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off", **attrs}
    )


class CrossingsForm(forms.Form):
    """`data` of None shows the usual wishes. `wants` says what has to be there, `list` or
    `days`; the rest is read as far as it goes."""

    between = forms.ChoiceField(
        label=_("Kilometres between"),
        choices=[("towns", _("the clubs’ towns")), ("capitals", _("the departmental capitals"))],
        initial="towns",
    )
    longest_weight = forms.FloatField(
        label=_("Weight of the longest trip"),
        min_value=0,
        max_value=1000,
        initial=0,
        help_text=_(
            "How many km in all one km less of the longest trip is worth. 0: only the sum."
        ),
    )
    neighbours = NumberField(
        label=_("Only the nearest departments"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("How many of them; blank for any distance."),
    )
    road_factor = forms.FloatField(
        label=_("Road factor"),
        min_value=1,
        max_value=5,
        initial=1,
        help_text=_("Kilometres by road for one over the globe, as in 1.6."),
    )
    forbidden = forms.CharField(
        label=_("Pairs that must not meet"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_lines(placeholder="Cusco - Puno"),
        help_text=_("One a line: champion of the first, runner-up of the second department."),
    )
    forced = forms.CharField(
        label=_("Pairs that have to meet"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_lines(placeholder="Piura - Tumbes"),
        help_text=_("As above. The names of the two clubs do as well."),
    )
    no_last_year = forms.BooleanField(label=_("No pair of last year"), required=False)
    lines = forms.CharField(
        label=_("The lines of the list"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_lines(rows=8),
        help_text=_(
            "“Round 1” and below it “Home club - Away club”, or lines with round, home, away "
            "between commas, semicolons or tabs."
        ),
    )
    first_day = DayField(label=_("Round 1 on"), required=False)
    without = forms.CharField(
        label=_("Days without play"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "11/10/2026"}),
        help_text=_("Separated by commas. Such a round and those after it move by a week."),
    )
    replace = forms.BooleanField(label=_("Replace the list that is there"), required=False)
    reason = forms.CharField(label=_("Reason for the change"), required=False, max_length=100)

    def __init__(
        self, data: Any, *, stage: Stage, field: Field, before: LastYear | None, wants: str = ""
    ) -> None:
        super().__init__(data, initial={"first_day": first_sunday(stage)})
        self.stage, self.field_of_clubs, self.before, self.wants = stage, field, before, wants
        if before is None:
            del self.fields["no_last_year"]
        for name in ("forbidden", "forced", "lines", "without"):
            self.fields[name].strip = False

    @cached_property
    def _written(self) -> list[Written]:
        return list(clubs_of(self.stage.pk).values())

    @cached_property
    def _ranked(self) -> dict[int, tuple[str, int]]:
        return {club.club: key for key, club in self.field_of_clubs.clubs.items()}

    def clean_forbidden(self) -> frozenset[Pair]:
        return self._pairs("forbidden")

    def clean_forced(self) -> frozenset[Pair]:
        return self._pairs("forced")

    def _pairs(self, name: str) -> frozenset[Pair]:
        if not self.cleaned_data[name].strip():
            return frozenset()
        codes = {department: code for code, department in self.field_of_clubs.names.items()}
        pairs, faults = read_pairs(
            self.cleaned_data[name], self._written, ranked=self._ranked, departments=codes
        )
        if faults:
            raise forms.ValidationError(
                [line_sentence(fault, self.field_of_clubs) for fault in faults]
            )
        return frozenset(pairs)

    def clean_without(self) -> Sequence[dt.date]:
        days = []
        for word in filter(None, _DAYS.split(self.cleaned_data["without"])):
            try:
                days.append(_AS_DAY.clean(word))
            except forms.ValidationError as error:
                text = gettext("“%(value)s” is no day. Write it as in 11/10/2026.")
                raise forms.ValidationError(text % {"value": word}) from error
        return days

    def clean_first_day(self) -> dt.date | None:
        day = self.cleaned_data["first_day"]
        if day is None and self.wants == "days":
            raise forms.ValidationError(_("Say on which day round 1 is played."))
        if day is not None and not dt.date(1967, 1, 1) <= day <= _LAST_DAY:
            raise forms.ValidationError(_("This day is too far away. Correct the year."))
        return day

    def clean_lines(self) -> ReadList | None:
        text = self.cleaned_data["lines"]
        if not text.strip():
            if self.wants == "list":
                raise forms.ValidationError(_("Paste the lines of the list, or choose its file."))
            return None
        if len(text.splitlines()) > MOST_LINES:
            raise forms.ValidationError(_("These are too many lines for a list of six rounds."))
        return read_list(text, self._written, ranked=self._ranked)

    @property
    def tells_list(self) -> bool:
        """Whether the wishes and the list can be read, whatever the days are."""
        return not self.is_bound or OF_WRITING.issuperset(self.errors)

    @property
    def wishes(self) -> Wishes:
        """Of a valid form, or the usual ones of an unbound form."""
        if not self.is_bound:
            return Wishes()
        said = self.cleaned_data
        before = self.before.pairs if self.before and said["no_last_year"] else frozenset()
        return Wishes(
            longest_weight=said["longest_weight"],
            neighbours=said["neighbours"],
            forbidden=said["forbidden"],
            forced=said["forced"],
            last_year=before,
            road_factor=said["road_factor"],
        )

    @property
    def measured_between(self) -> Between:
        return self.cleaned_data["between"] if self.is_bound else "towns"


def text_of_file(name: str, content: bytes) -> tuple[str, list[str]]:
    """A CSV file as lines with the numbers that they have there, and what is wrong with it."""
    grid = read_grid(name, content, lenient=True)
    lines = [""] * max((number for number, _cells in grid.lines), default=0)
    for number, cells in grid.lines:
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(cells)
        lines[number - 1] = out.getvalue()
    return "\n".join(lines), [sentence(fault) for fault in grid.faults]


def first_sunday(stage: Stage) -> dt.date:
    """The first Sunday of the stage, or the next one from today."""
    day = stage.starts_on or timezone.localdate()
    return day + dt.timedelta(days=6 - day.weekday())
