"""Forms of the admin. They ask the same services that write; see `services.writing`."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import FixtureStatus, SettlementStep
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
from competitions.services.checks import faults_of_unsaved
from competitions.services.fixtures import next_key
from competitions.services.writing import Refused
from competitions.validators import CRITERION_OPTIONS


def _label(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


_LABELS: dict[type[Model], Callable[[Any], str]] = {
    Club: lambda club: _label(club.name, club.department),
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


class RowForm(forms.ModelForm):
    """A form for phones: numbers open the pad of digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in _NUMERIC and isinstance(field, forms.IntegerField):
                field.widget.attrs.update(inputmode="numeric", autocomplete="off")


class FactForm(RowForm):
    """The form of a row that stands for itself.

    `refusal` is what the service said to the same values a moment ago.
    """

    refusal: Refused | None = None

    change_reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=100,
        help_text=_("Kept in the history beside your name."),
    )

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.refusal is None:
            return
        for field, errors in self.refusal.error_dict.items():
            self.add_error(field if field in self.fields else None, errors)


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
        names = ("fixture", "entry", "in_favour_of", "claimant", "against")
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


_YES_NO = [("", "—"), ("yes", _("Yes")), ("no", _("No"))]
_OPTION_CHOICES: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "rival_total": (
        _("the rival's points"),
        [("", "—"), ("final", _("at the end")), ("at_time", _("at the time of the match"))],
    ),
    "deductions": (_("deductions count"), _YES_NO),
    "walkovers": (_("walkovers count"), _YES_NO),
    "awards": (
        _("half time of an awarded match"),
        [
            ("", "—"),
            ("award", _("as awarded")),
            ("pitch", _("as played")),
            ("missing", _("does not count")),
        ],
    ),
    "restart": (_("starts again among fewer clubs"), _YES_NO),
}


class _OptionsWidget(_LabelledSelects):
    labels = tuple(label for label, _choices in _OPTION_CHOICES.values())

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
                for name, (_label, choices) in _OPTION_CHOICES.items()
            }
        )

    def decompress(self, value: Any) -> list[str]:
        options = value if isinstance(value, dict) else {}
        said = {True: "yes", False: "no"}
        return [
            said[found] if isinstance(found := options.get(name, ""), bool) else found
            for name in _OPTION_CHOICES
        ]


class CriterionOptionsField(forms.MultiValueField):
    """The options of a criterion, each as a select; what is left blank is as usual."""

    def __init__(self, **kwargs: Any) -> None:
        fields = [
            forms.ChoiceField(choices=choices, required=False)
            for _name, choices in _OPTION_CHOICES.values()
        ]
        super().__init__(fields, widget=_OptionsWidget(), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> dict[str, str | bool]:
        meaning: dict[str, str | bool] = {"yes": True, "no": False}
        return {
            name: meaning.get(value, value)
            for name, value in zip(_OPTION_CHOICES, data_list, strict=False)
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
    """Rows below a form; what stands there twice is named as on the page."""

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        names = [
            str(self.model._meta.get_field(name).verbose_name)  # noqa: SLF001
            for name in unique_check
            if name != self.fk.name
        ]
        return gettext("Two rows have the same value: %(name)s.") % {"name": ", ".join(names)}

    def get_form_error(self) -> str:
        return gettext("This row stands there twice.")


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
