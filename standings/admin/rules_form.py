"""The form of the rules editor: one page of fields, one set of rules.

Every criterion and every settlement step has a row with a number: its place in the order, blank for
one that does not count. So the list works without a script, and nothing can stand in it twice.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.forms.models import construct_instance
from django.http import QueryDict
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import (
    CRITERION_OPTION_CHOICES,
    Criterion,
    SettlementStep,
    StageKind,
    ZoneKind,
)
from competitions.core.pack.values import RULES_ALIKE, ZONE_ALIKE
from competitions.core.presets import Preset
from competitions.models import RuleSet, Stage, TiebreakRule, Zone
from competitions.services.rules import save_rules
from competitions.services.sentences import SENTENCES
from competitions.services.writing import Actor, Refused
from standings.core.criteria import KINDS
from standings.selectors.reading import zone_data
from standings.selectors.snapshot import CriterionData, RulesData, ZoneData

Criteria = Sequence[tuple[str, Mapping[str, Any]]]

TABLE_KINDS = (ZoneKind.PLACES, ZoneKind.BEST_NTH, ZoneKind.BEST_OF_DEPARTMENT)
MATCHUP_KINDS = (ZoneKind.WINNERS, ZoneKind.LOSERS)

_MEANING: dict[str, bool | str] = {"yes": True, "no": False}
_SAID = {True: "yes", False: "no"}


def _digits(**attrs: Any) -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", **attrs})


_HIGHEST = 999


def _limit(form: forms.BaseForm, names: Iterable[str]) -> None:
    """Numbers that no cup has would be too large for a database."""
    for name in names:
        form.fields[name].validators.append(MaxValueValidator(_HIGHEST))
        form.fields[name].widget.attrs["max"] = _HIGHEST


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules to begin with: those recorded, or those of a preset. Zones may be unsaved.

    `left_out` are zones of the preset that are about groups which the stage does not have.
    """

    rule_set: RuleSet
    criteria: Criteria
    zones: Sequence[Zone]
    left_out: Sequence[str] = ()


def recorded(
    stage: Stage, rule_set: RuleSet | None, tiebreaks: Iterable[TiebreakRule], zones: Iterable[Zone]
) -> Draft:
    return Draft(
        rule_set or RuleSet(stage=stage),
        [(rule.criterion, rule.options) for rule in tiebreaks],
        list(zones),
    )


def from_preset(preset: Preset, *, onto: Draft, stages: Mapping[int, Stage]) -> Draft:
    """The preset's rules for the stage of `onto`; `stages` are those that its zones may lead to.

    A zone leads to the stage of that address, where the season has one. Nothing is saved.
    """
    rule_set = copy.copy(onto.rule_set)
    for name in RULES_ALIKE:
        setattr(rule_set, name, getattr(preset.rules, name))
    rule_set.settlement = " ".join(preset.rules.settlement)
    slugs = {stage.slug: stage for stage in stages.values()}
    codes = {group.code for group in rule_set.stage.groups.all()}
    stored = {zone.code: zone for zone in onto.zones}
    zones, left_out = [], []
    for position, value in enumerate(preset.rules.zones, start=1):
        if value.groups and not codes.intersection(value.groups):
            left_out.append(value.name)
            continue
        zone = copy.copy(stored.get(value.code)) or Zone(code=value.code)
        for name in _ZONE_VALUES:
            setattr(zone, name, getattr(value, name))
        zone.position = position
        zone.groups = " ".join(code for code in value.groups if code in codes)
        zone.leads_to = slugs.get(value.leads_to)
        zones.append(zone)
    return Draft(
        rule_set,
        [(criterion.criterion, dict(criterion.options)) for criterion in preset.rules.criteria],
        zones,
        left_out,
    )


_OF_MATCHUPS = ("slots", "host", "pairs_anew")
_OF_TABLES = ("legs", "leg_order", "carry", "bonus")
_ZONE_VALUES = tuple(name for name in ZONE_ALIKE if name != "code")


_ZONE_NUMBERS = ("first_place", "last_place", "nth", "count", "round_number")


class _Unchecked(forms.ModelForm):
    """The row is filled from the form; what only the database can tell is left to the service.

    Constraints of the model are asked of the database one by one, and trying rules out is to ask
    it nothing.
    """

    def _post_clean(self) -> None:
        fields = [name for name in self.fields if name not in self.errors]
        self.instance = construct_instance(self, self.instance, fields)


class RuleSetForm(_Unchecked):
    class Meta:
        model = RuleSet
        fields = RULES_ALIKE
        widgets = {
            **{name: _digits(min=0) for name in RULES_ALIKE[:5]},
            "text": forms.Textarea(attrs={"rows": 4}),
            "text_en": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, RULES_ALIKE[:5])
        for name in _OF_MATCHUPS if self.instance.stage.has_table else _OF_TABLES:
            del self.fields[name]


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A row of an ordered list: what it is called, its number, and the options that it has."""

    code: str
    label: str
    number: forms.BoundField
    options: Sequence[forms.BoundField]
    used: bool


class OrderForm(forms.Form):
    """Things in an order: a number for each, blank for those that do not count.

    Numbers need not follow each other, so that one can be put between two.
    """

    twice = _("Two rows have the same place in the order.")

    def __init__(
        self,
        *args: Any,
        choices: Iterable[tuple[str, Any]],
        chosen: Criteria,
        needed: bool = False,
        **kwargs: Any,
    ) -> None:
        self.choices = dict(choices)
        self.needed = needed
        initial: dict[str, Any] = {}
        for place, (code, given) in enumerate(chosen, start=1):
            initial[code] = place
            for name, value in given.items():
                initial[f"{code}-{name}"] = _SAID[value] if isinstance(value, bool) else value
        super().__init__(*args, initial=initial, **kwargs)
        for code, label in self.choices.items():
            self.fields[code] = forms.IntegerField(
                label=label,
                required=False,
                min_value=1,
                max_value=99,
                widget=_digits(
                    min=1,
                    max=99,
                    **{"aria-label": _("place of “%(name)s” in the order") % {"name": label}},
                ),
            )
            for name in _options_of(code):
                self.fields[f"{code}-{name}"] = forms.ChoiceField(
                    label=CRITERION_OPTION_CHOICES[name][0],
                    required=False,
                    choices=_with_usual(code, name),
                )

    @property
    def rows(self) -> list[OrderRow]:
        """Those that count in their order, then the others in theirs."""
        found = [
            OrderRow(
                code,
                str(label),
                self[code],
                [self[f"{code}-{name}"] for name in _options_of(code)],
                used=bool(self[code].value()),
            )
            for code, label in self.choices.items()
        ]
        return sorted(found, key=lambda row: (not row.used, _as_number(row.number.value())))

    @property
    def used(self) -> list[OrderRow]:
        return [row for row in self.rows if row.used]

    @property
    def unused(self) -> list[OrderRow]:
        return [row for row in self.rows if not row.used]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        places: dict[int, list[str]] = {}
        for code in self.choices:
            if cleaned.get(code) is not None:
                places.setdefault(cleaned[code], []).append(code)
        for codes in places.values():
            if len(codes) > 1:
                for code in codes:
                    self.add_error(code, self.twice)
        if self.needed and not places and not self.errors:
            raise ValidationError(SENTENCES["no_criteria"], code="no_criteria")
        return cleaned

    @property
    def chosen(self) -> list[tuple[str, dict[str, Any]]]:
        """Codes with their options in order, of a form without faults."""
        codes = [code for code in self.choices if self.cleaned_data[code] is not None]
        return [
            (
                code,
                {
                    name: _MEANING.get(value, value)
                    for name in _options_of(code)
                    if (value := self.cleaned_data[f"{code}-{name}"])
                },
            )
            for code in sorted(codes, key=lambda code: self.cleaned_data[code])
        ]


def _options_of(code: str) -> list[str]:
    return list(KINDS[code].options) if code in KINDS else []


def _with_usual(code: str, name: str) -> list[tuple[str, Any]]:
    """The choices of an option, of which the blank one says what is usual."""
    choices = CRITERION_OPTION_CHOICES[name][1]
    usual = KINDS[code].options[name][0]
    key = _SAID[usual] if isinstance(usual, bool) else usual
    said = dict(choices)[key]
    return [("", _("as usual: %(choice)s") % {"choice": said}), *choices[1:]]


_NO_NUMBER = 1000
"""Behind all numbers that can be typed."""


def _as_number(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else _NO_NUMBER


class ZoneForm(_Unchecked):
    """A zone. Blank altogether it is none; its code follows from its name.

    `known` are the zones as recorded, by code: one keeps what this form does not show.
    """

    code = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    position = forms.IntegerField(
        label=capfirst(_("order")), required=False, min_value=1, max_value=99,
        widget=_digits(min=1, max=99),
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label=capfirst(_("groups")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None for all."),
    )
    leads_to = forms.TypedChoiceField(
        label=capfirst(_("leads to the stage")), required=False, empty_value=None
    )

    class Meta:
        model = Zone
        fields = ("code", "position", *_ZONE_VALUES, "groups", "leads_to")
        widgets = {
            name: forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off", "min": 1})
            for name in _ZONE_NUMBERS
        }

    def __init__(
        self,
        *args: Any,
        stage: Stage,
        known: Mapping[str, Zone],
        stages: Mapping[int, Stage],
        codes: Mapping[str, str],
        rounds: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _limit(self, _ZONE_NUMBERS)
        # As typed, whether or not the form holds together; an unknown one is a new zone.
        code = self.data.get(self.add_prefix("code")) if self.is_bound else None
        self.instance = copy.copy(known.get(code or self.initial.get("code", ""))) or Zone()
        self.fields["leads_to"].choices = [
            ("", "—"), *((pk, other.label) for pk, other in stages.items())
        ]  # fmt: skip
        self.fields["leads_to"].coerce = partial(_stage_among, stages)
        kinds = MATCHUP_KINDS if stage.kind == StageKind.KNOCK_OUT else TABLE_KINDS
        shown = {*kinds, self.instance.kind} if self.instance.pk else set(kinds)
        self.fields["kind"].choices = [
            (kind.value, kind.label) for kind in ZoneKind if kind.value in shown
        ]
        self.fields["kind"].initial = self.initial.setdefault("kind", kinds[0].value)
        if stage.kind == StageKind.KNOCK_OUT:
            self.fields["round_number"].label = _("Round of the knock-out")
        if rounds:
            self.fields["round_number"].widget = forms.Select(
                choices=[("", "—"), *_with_unknown(rounds, self["round_number"].value()).items()]
            )
        if codes:
            self.fields["groups"].choices = list(codes.items())
        else:
            del self.fields["groups"]

    def clean_groups(self) -> str:
        return " ".join(self.cleaned_data["groups"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind == ZoneKind.PLACES:
            first, last = cleaned.get("first_place"), cleaned.get("last_place")
            if not self._has_fault("first_place", "last_place") and not (
                first and last and first <= last
            ):
                self._refuse("first_place", "zone_places_from_to")
        elif kind == ZoneKind.BEST_NTH:
            if not self._has_fault("nth", "count") and not (
                cleaned.get("nth") and cleaned.get("count")
            ):
                self._refuse("nth", "zone_best_nth_counts")
        elif (
            kind in MATCHUP_KINDS
            and not self._has_fault("round_number")
            and cleaned.get("round_number") is None
        ):
            self._refuse("round_number", "zone_round_of_matchups")
        return cleaned

    def _has_fault(self, *names: str) -> bool:
        return any(name in self.errors for name in names)

    def _refuse(self, field: str, constraint: str) -> None:
        """In the words of the constraint that the database has for it."""
        found = next(c for c in Zone._meta.constraints if c.name == constraint)  # noqa: SLF001
        self.add_error(field, ValidationError(found.violation_error_message, code=constraint))

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None

    @property
    def is_left_out(self) -> bool:
        """Blank, or ticked to be taken out."""
        return self.cleaned_data.get(forms.formsets.DELETION_FIELD_NAME, False) or (
            self.is_new and not self.has_changed()
        )


def _with_unknown(rounds: Mapping[int, str], value: Any) -> dict[int, str]:
    """The rounds, and one that the stage does not have yet where the zone is about it."""
    number = _as_number(value)
    return dict(rounds) if number in (*rounds, _NO_NUMBER) else {**rounds, number: str(number)}


def _stage_among(stages: Mapping[int, Stage], pk: Any) -> Stage:
    """Raises ValueError, as a coercion has to, for a stage that is not offered."""
    found = stages.get(int(pk))
    if found is None:
        raise ValueError(pk)
    return found


class _Zones(forms.BaseFormSet):
    deletion_widget = forms.CheckboxInput

    def clean(self) -> None:
        super().clean()
        seen: set[int] = set()
        for form in self.forms:
            if not hasattr(form, "cleaned_data") or form.is_left_out:
                continue
            position = form.cleaned_data.get("position")
            if position in seen:
                form.add_error("position", _("Two zones have the same place in the order."))
            if position is not None:
                seen.add(position)

    @property
    def kept(self) -> list[Zone]:
        """The zones in order with their codes, of a set without faults."""
        forms_kept = [form for form in self.forms if not form.is_left_out]
        forms_kept.sort(key=lambda form: form.cleaned_data.get("position") or _NO_NUMBER)
        taken = {form.cleaned_data["code"] for form in forms_kept}
        zones = []
        for position, form in enumerate(forms_kept, start=1):
            zone = form.instance
            zone.position = position
            if not zone.code:
                zone.code = _free_code(zone.name, taken)
                taken.add(zone.code)
            zones.append(zone)
        return zones


ZoneFormSet = forms.formset_factory(
    ZoneForm, formset=_Zones, extra=1, can_delete=True, max_num=40, absolute_max=60
)


def _free_code(name: str, taken: set[str]) -> str:
    base = slugify(name)[:17] or "zona"
    number = 1
    code = base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


class RulesForm:
    """Everything that the page sends. `token` is that of the rules as they stand.

    `fields` of its parts are named `rules-...`, `criteria-...`, `steps-...` and `zones-...`.
    """

    def __init__(
        self,
        stage: Stage,
        draft: Draft,
        *,
        token: str,
        in_force: bool,
        stages: Mapping[int, Stage],
        data: QueryDict | None = None,
    ) -> None:
        self.stage = stage
        self.in_force = in_force
        self.data = data
        self.token = token
        self.seen = data.get("seen", "") if data is not None else token
        self.reason = data.get("change_reason", "").strip() if data is not None else ""
        self.faults: list[Any] = []
        self.reason_faults: list[Any] = []
        self.rules = RuleSetForm(data, instance=copy.copy(draft.rule_set), prefix="rules")
        self.criteria = OrderForm(
            data,
            prefix="criteria",
            choices=Criterion.choices,
            chosen=draft.criteria,
            needed=stage.has_table,
        )
        self.steps = OrderForm(
            data,
            prefix="steps",
            choices=SettlementStep.choices,
            chosen=[(step, {}) for step in draft.rule_set.settlement_steps],
        )
        codes = {group.code: group.label for group in stage.groups.all()}
        self.zones = ZoneFormSet(
            data,
            prefix="zones",
            initial=[_zone_initial(zone) for zone in draft.zones] if data is None else None,
            form_kwargs={
                "stage": stage,
                "known": {zone.code: zone for zone in draft.zones},
                "stages": stages,
                "codes": codes,
                "rounds": {found.number: found.label for found in stage.rounds.all()},
            },
        )

    @property
    def has_faults(self) -> bool:
        """Whether something was sent that cannot be saved as it is."""
        if self.data is None:
            return False
        return bool(self.faults or self.reason_faults) or not self._is_whole()

    def _is_whole(self) -> bool:
        # Each part is looked at, so that all faults are found at once.
        return not {part.is_valid() for part in self._parts} - {True}

    @property
    def _parts(self) -> tuple[Any, ...]:
        return (self.rules, self.criteria, self.steps, self.zones)

    def is_valid(self, *, to_save: bool = True) -> bool:
        """All faults are found at once. A reason is only wanted for what is saved."""
        if to_save and self.in_force and not self.reason:
            self.reason_faults.append(SENTENCES["rules_in_force"])
        if len(self.reason) > _LONGEST_REASON:
            self.reason_faults.append(
                gettext("Say it in %(count)s characters.") % {"count": _LONGEST_REASON}
            )
        return self._is_whole() and not self.reason_faults

    def save(self, *, actor: Actor) -> RuleSet:
        """Raises Refused, and then has the faults at their fields."""
        rule_set = self.rules.instance
        rule_set.settlement = " ".join(code for code, _options in self.steps.chosen)
        try:
            return save_rules(
                rule_set,
                criteria=self.criteria.chosen,
                zones=self.zones.kept,
                actor=actor,
                reason=self.reason,
                seen=self.seen,
            )
        except Refused as refusal:
            self._take(refusal)
            raise

    def _take(self, refusal: Refused) -> None:
        zones = {id(form.instance): form for form in self.zones.forms}
        for row, field, error in refusal.by_row:
            if field == "change_reason":
                self.reason_faults.append(error)
            elif isinstance(row, RuleSet) and field in self.rules.fields:
                self.rules.add_error(field, error)
            elif isinstance(row, TiebreakRule) and row.criterion in self.criteria.fields:
                self.criteria.add_error(row.criterion, error)
            elif isinstance(row, Zone) and (form := self._form_of(row, zones)):
                form.add_error(field if field in form.fields else None, error)
            else:
                self.faults += error.messages

    @staticmethod
    def _form_of(zone: Zone, forms_by_row: Mapping[int, ZoneForm]) -> ZoneForm | None:
        """The checks read rows afresh: then it is known by its key."""
        same = forms_by_row.get(id(zone))
        return same or next(
            (form for form in forms_by_row.values() if zone.code == form.instance.code), None
        )

    # What would be, for trying it out. Only of a form without faults.

    @property
    def rules_data(self) -> RulesData:
        rules = self.rules.instance
        return RulesData(
            points=(rules.points_win, rules.points_drawn, rules.points_lost),
            walkover_goals=rules.walkover_goals,
            settlement=tuple(code for code, _options in self.steps.chosen),
            across_groups=rules.across_groups,
            criteria=tuple(CriterionData(code, given) for code, given in self.criteria.chosen),
        )

    @property
    def zones_data(self) -> tuple[ZoneData, ...]:
        return tuple(zone_data(zone) for zone in self.zones.kept)


_LONGEST_REASON = 100


def _zone_initial(zone: Zone) -> dict[str, Any]:
    return {
        "code": zone.code,
        "position": zone.position,
        **{name: getattr(zone, name) for name in _ZONE_VALUES},
        "groups": list(zone.group_codes),
        "leads_to": zone.leads_to_id,
    }
