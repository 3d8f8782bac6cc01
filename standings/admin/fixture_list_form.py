"""What an official fills in for a fixture list; everything but the clubs has a usual answer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competitions.choices import LegOrder
from competitions.core.pasted.cleaning import clean
from competitions.models import Club, Entry, Group, Stage
from competitions.selectors import rules_of
from competitions.services.fixture_wishes import Asked, Lots, Way
from competitions.services.naming import key_of
from standings.admin.calendar_form import CalendarForm
from standings.admin.ruling_forms import DayField, NumberField

_KEYCAPS = re.compile(r"^\s*(?:\d\ufe0f?\u20e3)+")
_MOST_NAMES = 100
_MOST_GROUPS = 26
_LEGS = [
    (1, _("one round")),
    (2, _("two rounds, home and away")),
    (3, _("three rounds")),
    (4, _("four rounds")),
]


@dataclass(frozen=True, slots=True)
class ClubRow:
    """A club with the fields for its seed and its group."""

    name: str
    seed: forms.BoundField
    group: forms.BoundField | None


class FixtureListForm(CalendarForm):
    """`offered` are clubs to tick, `known` those that play for sure as far as is known: what seeds
    and groups are asked of. `entries` are those that are in the stage already."""

    clubs = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=_("Clubs")
    )
    names = forms.CharField(
        label=_("Or write them, one a line"),
        required=False,
        max_length=9000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("A club that is not on record yet is recorded with the list."),
    )
    q = forms.CharField(label=_("Search a club"), required=False, max_length=80)
    groups = NumberField(label=_("How many groups"), min_value=1, max_value=_MOST_GROUPS, initial=1)
    sizes = forms.CharField(
        label=_("Clubs in each group"),
        required=False,
        max_length=80,
        help_text=_("As in “6 5 5”; blank for groups as equal as they can be."),
    )
    way = forms.ChoiceField(
        label=_("How clubs get their group and number"),
        choices=Way.choices,
        initial=Way.SEEDS,
        widget=forms.RadioSelect,
    )
    seed = forms.CharField(
        label=_("Word to draw with"),
        required=False,
        max_length=40,
        help_text=_(
            "Agree on it before, say it aloud: with the same word anybody draws the same again."
        ),
    )
    act = forms.CharField(label=capfirst(_("act")), required=False, max_length=120)
    drawn_on = DayField(label=capfirst(_("drawn on")), required=False)
    drawn_by = forms.CharField(label=capfirst(_("drawn by")), required=False, max_length=120)
    keeps_apart = forms.BooleanField(
        label=_("Keep clubs of one department in different groups"), required=False
    )
    legs = forms.TypedChoiceField(
        label=_("Everyone meets everyone"), choices=_LEGS, coerce=int, initial=1
    )
    order = forms.ChoiceField(
        label=_("The second round"),
        choices=LegOrder.choices,
        initial=LegOrder.MIRRORED,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        stage: Stage,
        groups: Sequence[Group],
        entries: Sequence[Entry],
        offered: Sequence[Club],
        known: Sequence[Club],
        person: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stage, self.known = stage, list(known)
        self.entered = {entry.club_id: entry for entry in entries}
        self.fields["clubs"].choices = [(club.pk, club.name) for club in offered]
        self.fields["clubs"].initial = list(self.entered)
        if stage.starts_on:
            self.fields["first"].initial = stage.starts_on
        self._set_usual(groups, person)
        self._add_rows(groups)

    def _set_usual(self, groups: Sequence[Group], person: str) -> None:
        rules = rules_of(self.stage)
        self.fields["act"].initial = gettext("Drawing for the fixture list")
        self.fields["drawn_on"].initial = timezone.localdate()
        self.fields["drawn_by"].initial = person[:120]
        if rules is not None:
            self.fields["legs"].initial = rules.legs or 1
            self.fields["order"].initial = rules.leg_order
            self.fields["keeps_apart"].initial = rules.keeps_apart
        if groups:
            self.fields["groups"].initial = len(groups)
        if groups and all(entry.group_id for entry in self.entered.values()):
            self.fields["way"].initial = Way.HAND

    def _add_rows(self, groups: Sequence[Group]) -> None:
        sent = self.data.get("groups", "") if self.is_bound else str(len(groups) or 1)
        count = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 3 else 1
        labels = [group.label for group in groups]
        labels += [
            gettext("Group %(letter)s") % {"letter": chr(ord("A") + number)}
            for number in range(len(groups), min(count, _MOST_GROUPS))
        ]
        self.ask_groups(list(enumerate(labels[:count])))
        places = {group.pk: number for number, group in enumerate(groups)}
        for club in self.known:
            key, entry = key_of(club), self.entered.get(club.pk)
            self.fields[f"seed-{key}"] = NumberField(
                label=capfirst(pgettext_lazy("club", "seed")),
                required=False,
                min_value=1,
                max_value=999,
                initial=entry.seed if entry else None,
            )
            if count > 1:
                self.fields[f"group-{key}"] = forms.TypedChoiceField(
                    label=capfirst(_("group")),
                    choices=[("", "—"), *enumerate(labels)],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=places.get(entry.group_id) if entry else None,
                )

    @property
    def club_rows(self) -> list[ClubRow]:
        return [
            ClubRow(
                club.name,
                self[f"seed-{key_of(club)}"],
                self[name] if (name := f"group-{key_of(club)}") in self.fields else None,
            )
            for club in self.known
        ]

    @property
    def uses_groups(self) -> bool:
        """Whether what is asked of groups, seeds and lots is not as usual."""
        names = ("groups", "sizes", "way", "seed", "act", "drawn_on", "drawn_by", "keeps_apart")
        return (
            str(self["groups"].value()) != "1"
            or self["way"].value() != Way.SEEDS
            or bool(self["sizes"].value())
            or bool(self.others.keys() & {"seeds", "groups_of"})
            or (self.is_bound and any(name in self.errors for name in names))
        )

    @property
    def asks_rows(self) -> bool:
        """Whether seeds or groups are wanted of clubs for which the page had no field yet."""
        said = self.cleaned_data
        by_club = said["way"] == Way.HAND or (said["way"] == Way.SEEDS and said["groups"] > 1)
        name = "group" if said["way"] == Way.HAND else "seed"
        return (
            by_club
            and said["groups"] > 1
            and any(f"{name}-{key_of(club)}" not in self.data for club in self.known)
        )

    def clean_names(self) -> list[str]:
        found = names_in(self.cleaned_data["names"])
        if len(found) > _MOST_NAMES:
            raise ValidationError(_("These are more lines than a stage has clubs."))
        return found

    def clean_sizes(self) -> tuple[int, ...]:
        words = self.cleaned_data["sizes"].replace(",", " ").replace("-", " ").split()
        if any(not (word.isascii() and word.isdecimal() and len(word) < 4) for word in words):
            raise ValidationError(_("Write a number for each group, as in “6 5 5”."))
        return tuple(map(int, words))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("way") == Way.LOTS:
            for name in ("seed", "act", "drawn_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields["first"].error_messages["required"])
        return cleaned

    @property
    def asked(self) -> Asked:
        """What was asked for, of a form without faults."""
        said = self.cleaned_data
        lots = None
        if said["way"] == Way.LOTS:
            lots = Lots(
                said["seed"],
                act=said["act"],
                drawn_on=said["drawn_on"],
                drawn_by=said["drawn_by"],
                keeps_apart=said["keeps_apart"],
            )
        return Asked(
            clubs=said["clubs"],
            names=said["names"],
            groups=said["groups"],
            sizes=said["sizes"],
            way=said["way"],
            seeds=dict(self._of_clubs("seed")),
            groups_of={key: n for key, n in self._of_clubs("group") if n is not None},
            lots=lots,
            legs=said["legs"],
            order="shifted" if said["order"] == LegOrder.SHIFTED else "mirrored",
            calendar=self.calendar,
        )

    @property
    def asked_of_groups(self) -> Asked:
        """The same before anyone has said which club is in which group."""
        if self.cleaned_data["way"] != Way.HAND:
            return self.asked
        return replace(self.asked, way=Way.SEEDS, sizes=(), calendar=None)

    def _of_clubs(self, name: str) -> Iterable[tuple[str, int | None]]:
        for club in self.known:
            field = f"{name}-{key_of(club)}"
            if field in self.data and field in self.fields:
                yield key_of(club), self.cleaned_data.get(field)


def names_in(text: str) -> list[str]:
    """The names of a list that was pasted, without what numbers and adorns its lines."""
    lines = (clean(_KEYCAPS.sub("", line)) for line in text.splitlines())
    return [line for line in lines if line]


def kept_fields(data: Any, *, without: Iterable[str]) -> list[tuple[str, str]]:
    """All that was sent, to be sent again by the next step."""
    left_out = {"csrfmiddlewaretoken", "step", "seen", "plan", *without}
    return [
        (name, value) for name, values in data.lists() if name not in left_out for value in values
    ]
