"""Forms of the admin. They ask the same services that write; see `services.writing`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, Q
from django.forms.formsets import DEFAULT_MAX_NUM
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competitions.choices import CRITERION_OPTION_CHOICES, Absent, FixtureStatus, SettlementStep
from competitions.core.consistency import Fault
from competitions.core.reports import Reported
from competitions.models import (
    Club,
    Entry,
    Fixture,
    Goal,
    Group,
    LotsDrawn,
    Matchup,
    PointsAdjustment,
    Qualifier,
    Round,
    Ruling,
    Stage,
)
from competitions.models.fixture import pair
from competitions.selectors import may_have_penalties
from competitions.services.checks import Found, faults_of_unsaved
from competitions.services.fixtures import next_key
from competitions.services.reports import check_report
from competitions.services.seen import deleted_meanwhile
from competitions.services.writing import Refused
from competitions.validators import CRITERION_OPTIONS


def _label(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


_MADE_UP = pgettext_lazy("club", "simulated")
_LABELS: dict[type[Model], Callable[[Any], str]] = {
    Club: lambda club: _label(club.name, club.department, club.is_simulated and _MADE_UP),
    Entry: lambda entry: _label(entry.name, entry.stage),
    Fixture: lambda fixture: _label(fixture, fixture.round, fixture.stage),
    Goal: lambda goal: _label(goal, goal.entry, goal.fixture),
    Group: lambda group: _label(group.label, group.section, group.stage),
    LotsDrawn: lambda lots: _label(lots, lots.stage),
    Matchup: lambda matchup: _label(matchup, matchup.round.label, matchup.round.stage),
    PointsAdjustment: lambda adjustment: _label(adjustment, adjustment.entry.stage),
    Qualifier: lambda qualifier: _label(qualifier, qualifier.qualifier_list),
    Round: lambda round_: _label(round_.label, round_.stage),
    Ruling: lambda ruling: _label(ruling, ruling.fixture or ruling.matchup, ruling.stage),
}


def choice_label(row: Model) -> str:
    """What a row is called where it is chosen from: with its stage and season."""
    return _LABELS.get(type(row), str)(row)


class RowChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Model) -> str:
        return choice_label(obj)


class Answer:
    """What the service said to the values of a page a moment ago, by the prefix of each form.

    What is about none of the rows below stands with the main form, which has no prefix.
    """

    def __init__(self, refusal: Refused, *, below: Mapping[str, Model] | None = None) -> None:
        self._below = below or {}
        self._faults: dict[str, dict[str, list[ValidationError]]] = {}
        self._theirs = {self._prefix(change.row): change.theirs for change in refusal.meanwhile}
        placed = set()
        for row, field, error in refusal.by_row:
            if prefix := self._prefix(row):
                faults = self._faults.setdefault(prefix, {})
                faults.setdefault(field or NON_FIELD_ERRORS, []).append(error)
        placed = {
            id(e) for faults in self._faults.values() for found in faults.values() for e in found
        }
        self._faults[""] = {
            field: left
            for field, errors in refusal.error_dict.items()
            if (left := [error for error in errors if id(error) not in placed])
        }

    def _prefix(self, row: Model) -> str:
        for prefix, other in self._below.items():
            if row is other or (row.pk is not None and row == other):
                return prefix
        return ""

    def faults(self, prefix: str | None) -> Mapping[str, Sequence[ValidationError]]:
        return self._faults.get(prefix or "", {})

    def theirs(self, prefix: str | None) -> Mapping[str, Any]:
        """What somebody else wrote meanwhile in fields that the person left as they were."""
        return self._theirs.get(prefix or "", {})


class RowForm(forms.ModelForm):
    """A form for phones: numbers open the pad of digits.

    `answer` is what the service said to the same values a moment ago. What the person typed stays
    as he typed it; what he left alone follows what others wrote meanwhile.
    """

    answer: Answer | None = None
    gone: Fault | None = None
    """Set where the row was deleted while its form was open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in _NUMERIC and isinstance(field, forms.IntegerField):
                field.widget.attrs.update(inputmode="numeric", autocomplete="off")
            if isinstance(field, forms.ModelChoiceField):
                self._leave_out_archived(name, field)
        if self.answer is not None and self.is_bound:
            self.data = self.data.copy()
            for name, value in self.answer.theirs(self.prefix).items():
                if name in self.fields:
                    self._type(self.add_prefix(name), self.fields[name], value)

    def _leave_out_archived(self, name: str, field: forms.ModelChoiceField) -> None:
        """Nothing new refers to what is archived; what did before keeps its value."""
        if hasattr(field.queryset.model, "is_archived"):
            stands = getattr(self.instance, f"{name}_id", None)
            field.queryset = field.queryset.filter(Q(is_archived=False) | Q(pk=stands))

    def _type(self, html_name: str, field: forms.Field, value: Any) -> None:
        """Fill in a field as if the person had typed `value`."""
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, forms.MultiWidget):
            parts = zip(
                widget.widgets_names, widget.widgets, widget.decompress(value), strict=False
            )
            for suffix, part, said in parts:
                self.data[html_name + suffix] = _typed(part, said)
        elif isinstance(widget, forms.CheckboxInput):
            self.data.pop(html_name, None)
            if value:
                self.data[html_name] = "on"
        else:
            self.data[html_name] = _typed(widget, field.prepare_value(value))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.gone is not None:
            self.add_error(None, Found(self.instance, self.gone).error)
        if self.answer is None:
            return
        for field, errors in self.answer.faults(self.prefix).items():
            self.add_error(field if field in self.fields else None, list(errors))


def _typed(widget: forms.Widget, value: Any) -> Any:
    if value is None:
        return ""
    return str(value) if isinstance(widget, forms.Select) else widget.format_value(value)


class FactForm(RowForm):
    """The form of a row that stands for itself."""

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=100,
        help_text=_("Kept in the history beside your name."),
    )


_NUMERIC = {
    f"{side}_{part}"
    for side in ("home", "away")
    for part in ("goals", "half", "extra", "penalties")
} | {"leg", "minute", "stoppage", "position", "number", "place", "points"}


_NOT_YET_PLAYED = (FixtureStatus.SCHEDULED, FixtureStatus.POSTPONED)


class FixtureForm(FactForm):
    """A new fixture may leave its code to the program, and a score says that it was played."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("Blank for the next number.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("key") and cleaned.get("stage") and "key" not in self.errors:
            cleaned["key"] = self.instance.key or next_key(cleaned["stage"])
        if self._has_new_score(cleaned) and cleaned.get("status") in _NOT_YET_PLAYED:
            cleaned["status"] = FixtureStatus.PLAYED
        return cleaned

    def _has_new_score(self, cleaned: dict[str, Any]) -> bool:
        """Whether goals were typed, and the status was left as it stood."""
        goals = ("home_goals", "away_goals")
        return "status" not in self.changed_data and any(
            name in self.changed_data and cleaned.get(name) is not None for name in goals
        )

    def _post_clean(self) -> None:
        super()._post_clean()
        fixture = self.instance
        if not self.errors or None in (fixture.stage_id, fixture.home_id, fixture.away_id):
            return
        # The service will not be asked: what it would say stands beside the other faults.
        said = {message for messages in self.errors.values() for message in messages}
        for found in faults_of_unsaved(fixture):
            if not said.issuperset(found.error.messages):
                field = found.fault.field
                self.add_error(field if field in self.fields else None, found.error)


class AppointmentForm(FactForm):
    """A person is named by his user name: a list of all names would show other branches."""

    username = forms.CharField(
        label=capfirst(_("user name")),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("As in “rosa.quispe”. A new name gets an account."),
    )


class OfMatchForm(FactForm):
    """A claim or a ruling: its stage follows from what it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "stage" in self.fields:
            self.fields["stage"].required = False
            self.fields["stage"].help_text = _("Blank for that of the match, matchup or club.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "stage" in self.fields and "stage" not in self.errors and not cleaned.get("stage"):
            stage = self._stage_of(cleaned)
            if stage is None:
                self.add_error("stage", _("Choose the stage, or the match that this is about."))
            else:
                cleaned["stage"] = stage
        return cleaned

    @staticmethod
    def _stage_of(cleaned: dict[str, Any]) -> Stage | None:
        if cleaned.get("matchup"):
            return cleaned["matchup"].round.stage
        names = ("fixture", "entry", "in_favour_of", "claimant", "against", "claim")
        return next((cleaned[name].stage for name in names if cleaned.get(name)), None)


_TAKE, _GIVE = "take", "give"
_WAYS = [("", "—"), (_TAKE, _("take away")), (_GIVE, _("give"))]


class _PointsWidget(forms.MultiWidget):
    def __init__(self) -> None:
        way = forms.Select(choices=_WAYS, attrs={"aria-label": _("take away or give")})
        count = forms.NumberInput(
            attrs={
                "aria-label": capfirst(_("points")),
                "class": "vIntegerField",
                "inputmode": "numeric",
                "min": "1",
                "autocomplete": "off",
            }
        )
        super().__init__({"way": way, "count": count})

    def decompress(self, value: int | None) -> list[Any]:
        return ["", ""] if not value else [_TAKE if value < 0 else _GIVE, abs(value)]


class PointsField(forms.MultiValueField):
    """Points with a word for their sign: a deduction typed without one would give points."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=_WAYS), forms.IntegerField(min_value=1)]
        kwargs.setdefault(
            "error_messages",
            {"required": _("Say whether points are taken or given, and how many.")},
        )
        super().__init__(fields, widget=_PointsWidget(), **kwargs)

    def compress(self, data_list: list[Any]) -> int | None:
        if not data_list:
            return None
        way, count = data_list
        return -count if way == _TAKE else count


class AdjustmentForm(FactForm):
    points = PointsField(label=capfirst(_("points")))


class AdjustmentRowForm(RowForm):
    points = PointsField(label=capfirst(_("points")))


class _LabelledSelects(forms.MultiWidget):
    """Several selects for one value, each with its label before it."""

    labels: tuple[Any, ...] = ()

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        values = value if isinstance(value, list) else self.decompress(value)
        attrs = self.build_attrs(self.attrs, attrs)
        number = attrs.pop("id", name)
        selects = (
            (
                label,
                widget.render(
                    name + suffix,
                    values[index] if index < len(values) else "",
                    {**attrs, "id": f"{number}{suffix}"},
                    renderer,
                ),
            )
            for index, (label, widget, suffix) in enumerate(
                zip(self.labels, self.widgets, self.widgets_names, strict=True)
            )
        )
        parts = format_html_join("", '<label class="part"><span>{}</span> {}</label>', selects)
        return format_html('<span class="parts">{}</span>', parts)


class _StepsWidget(_LabelledSelects):
    def decompress(self, value: str | None) -> list[str]:
        return (value or "").split()


class SettlementField(forms.MultiValueField):
    """The steps by which a level matchup is settled, one select for each place in the order."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "—"), *SettlementStep.choices]
        count = len(SettlementStep)
        fields = [forms.ChoiceField(choices=choices, required=False) for _place in range(count)]
        widget = _StepsWidget([forms.Select(choices=choices) for _place in range(count)])
        widget.labels = tuple(f"{place}." for place in range(1, count + 1))
        super().__init__(fields, widget=widget, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> str:
        return " ".join(step for step in data_list if step)


class RuleSetForm(FactForm):
    settlement = SettlementField(
        label=capfirst(_("how level matchups are settled")),
        required=False,
        help_text=_("From the first step to the last."),
    )


class _OptionsWidget(_LabelledSelects):
    labels = tuple(label for label, _choices in CRITERION_OPTION_CHOICES.values())

    class Media:
        js = ["js/criterion_options.js"]

    def __init__(self) -> None:
        super().__init__(
            {
                name: forms.Select(
                    choices=choices,
                    attrs={
                        "data-criteria": " ".join(
                            code for code, options in CRITERION_OPTIONS.items() if name in options
                        )
                    },
                )
                for name, (_label, choices) in CRITERION_OPTION_CHOICES.items()
            }
        )

    def decompress(self, value: Any) -> list[str]:
        options = value if isinstance(value, dict) else {}
        said = {True: "yes", False: "no"}
        return [
            said[found] if isinstance(found := options.get(name, ""), bool) else found
            for name in CRITERION_OPTION_CHOICES
        ]


class CriterionOptionsField(forms.MultiValueField):
    """The options of a criterion, each as a select; what is left blank is as usual."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [
            forms.ChoiceField(choices=choices, required=False)
            for _name, choices in CRITERION_OPTION_CHOICES.values()
        ]
        super().__init__(fields, widget=_OptionsWidget(), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str | bool]:
        meaning: dict[str, str | bool] = {"yes": True, "no": False}
        return {
            name: meaning.get(value, value)
            for name, value in zip(CRITERION_OPTION_CHOICES, data_list, strict=False)
            if value
        }

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.compress(list(data or [])) != (initial or {})


class TiebreakRuleForm(FactForm):
    options = CriterionOptionsField(label=capfirst(_("options")), required=False)


class OrderedTiebreakForm(RowForm):
    """A rule in the list of its rule set: two may change places, so the list is compared."""

    options = CriterionOptionsField(label=capfirst(_("options")), required=False)

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"position", "criterion"}


class RowFormSet(forms.BaseInlineFormSet):
    """Rows below a form; what stands there twice is named as on the page.

    A row that somebody deleted meanwhile becomes a new one with what was typed, and says so.
    """

    actor: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._gone: dict[int, Fault] = {}
        if self.is_bound:
            self._make_gone_rows_new()

    def _make_gone_rows_new(self) -> None:
        names = [self.add_prefix(index) for index in range(_count(self.data, self.prefix))]
        key = self.model._meta.pk  # noqa: SLF001 - documented by Django
        there = {str(row.pk) for row in self.get_queryset()}
        typed = {name: str(self.data.get(f"{name}-{key.name}", "")) for name in names}
        gone = [name for name in names if typed[name] and typed[name] not in there]
        if not gone:
            return
        known = names[: _count(self.data, self.prefix, "INITIAL_FORMS")]
        kept = [name for name in known if name not in gone]
        agreed = [name for name in gone if f"{name}-DELETE" in self.data]
        last = [name for name in names if name not in kept and name not in agreed]
        posted, self.data = self.data, self.data.copy()
        for name in posted:
            if name.startswith(tuple(f"{row}-" for row in names)):
                del self.data[name]
        for index, row in enumerate([*kept, *last]):
            for name in posted:
                if name.startswith(f"{row}-"):
                    field = name.removeprefix(f"{row}-")
                    is_lost = row in gone and field in (key.name, self.fk.name)
                    said = [""] if is_lost else posted.getlist(name)
                    self.data.setlist(f"{self.add_prefix(index)}-{field}", said)
            if row in gone and self.instance.pk is not None:
                self._gone[index] = self._fault(typed[row])
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(kept) + len(last))

    def _fault(self, typed_key: str) -> Fault:
        row = self.model()
        with suppress(ValidationError):
            row.pk = row._meta.pk.to_python(typed_key)  # noqa: SLF001 - documented by Django
        [fault] = deleted_meanwhile(row, self.actor).faults
        return fault

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.gone = self._gone.get(i)
        return form

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        names = [
            str(self.model._meta.get_field(name).verbose_name)  # noqa: SLF001
            for name in unique_check
            if name != self.fk.name
        ]
        return gettext("Two rows have the same value: %(name)s.") % {"name": ", ".join(names)}

    def get_form_error(self) -> str:
        return gettext("This row stands there twice.")


def _count(data: Mapping[str, Any], prefix: str, what: str = "TOTAL_FORMS") -> int:
    """A number of rows that a page says it has; 0 where it says nothing that can be."""
    said = str(data.get(f"{prefix}-{what}", ""))
    return min(int(said), DEFAULT_MAX_NUM) if said.isascii() and said.isdecimal() else 0


class TiebreakFormSet(RowFormSet):
    def clean(self) -> None:
        super().clean()
        for name, sentence in (
            ("position", _("Two criteria have the same place in the order.")),
            ("criterion", _("A criterion stands only once in a list.")),
        ):
            seen: set[object] = set()
            for form in self.forms:
                value = getattr(form, "cleaned_data", {}).get(name)
                if value is None or form in self.deleted_forms:
                    continue
                if value in seen:
                    form.add_error(name, sentence)
                seen.add(value)


class OfFixtureFormSet(RowFormSet):
    """Rows of a fixture: their clubs are chosen from the two that play."""

    clubs = ("entry", "in_favour_of")

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        sides = [self.instance.home, self.instance.away]
        for name in self.clubs:
            if name in form.fields:
                field = form.fields[name]
                field.queryset = field.queryset.filter(pk__in=[side.pk for side in sides])
                field.choices = [("", "—"), *((side.pk, side.name) for side in sides)]

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Model:
        row = super().save_new(form, commit=False)
        if isinstance(row, Ruling):
            row.stage = self.instance.stage
        return row


_REPORTED_PARTS = ("goals", "half", "penalties")


class ReportForm(forms.Form):
    """What a club or the referee says of one match: the score, or who did not appear.

    Penalties are asked for only where the match can have them.
    """

    absent = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, fixture: Fixture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fixture = fixture
        names = {"home": fixture.home.name, "away": fixture.away.name}
        self.fields["absent"].label = gettext("Was the match played?")
        self.fields["absent"].choices = [
            ("", gettext("Yes, it was played")),
            *((side, gettext("%(club)s did not appear") % {"club": names[side]}) for side in names),
            (Absent.BOTH, gettext("Neither club appeared")),
        ]
        for part in ("goals", "half", *(["penalties"] if may_have_penalties(fixture) else [])):
            for side, name in names.items():
                self.fields[f"{side}_{part}"] = forms.IntegerField(
                    label=name,
                    required=False,
                    min_value=0,
                    max_value=99,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned.get("absent"):
            self._require_no_goals()
        else:
            self._require_pairs()
        if not self.errors:
            try:
                check_report(self.fixture, said=self.said)
            except Refused as refusal:
                self.refuse(refusal)
        return cleaned

    @property
    def goals(self) -> list[forms.BoundField]:
        return self._fields_of("goals")

    @property
    def half(self) -> list[forms.BoundField]:
        return self._fields_of("half")

    @property
    def penalties(self) -> list[forms.BoundField]:
        return self._fields_of("penalties")

    @property
    def half_is_open(self) -> bool:
        """Whether something stands in the folded part, or is wrong there."""
        return any(field.value() not in (None, "") or field.errors for field in self.half)

    @property
    def absent_is_open(self) -> bool:
        return bool(self["absent"].value() or self["absent"].errors)

    def _fields_of(self, part: str) -> list[forms.BoundField]:
        names = (f"home_{part}", f"away_{part}")
        return [self[name] for name in names if name in self.fields]

    def refuse(self, refusal: Refused) -> None:
        """Show what a service said, each fault at its field."""
        for field, errors in refusal.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)

    def _require_no_goals(self) -> None:
        if any(self._pair(part) != (None, None) for part in _REPORTED_PARTS):
            self.add_error(
                "absent",
                _("A match that was not played has no goals. Take them out, or say it was played."),
            )

    def _require_pairs(self) -> None:
        for part in _REPORTED_PARTS:
            given = self._pair(part)
            if (part == "goals" and given == (None, None)) or given.count(None) == 1:
                self.add_error(f"home_{part}", _("Write both numbers; 0 is a number, too."))

    def _pair(self, part: str) -> tuple[int | None, int | None]:
        return self.cleaned_data.get(f"home_{part}"), self.cleaned_data.get(f"away_{part}")

    @property
    def said(self) -> Reported:
        """What was typed; ask once the form is valid."""
        return Reported(
            *(pair(*self._pair(part)) for part in _REPORTED_PARTS),
            absent=self.cleaned_data.get("absent", ""),
        )
