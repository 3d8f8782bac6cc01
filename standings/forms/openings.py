"""What an official asks for when he opens stages: a tree taken over, or a level."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import slug_re
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.choices import LeagueLevel
from competitions.core.openings import Template
from competitions.models import League, Season, Stage
from competitions.permissions import User, permissions
from competitions.services.openings.planning import Wish, templates_of
from competitions.services.packs.structure import structure_of


def _called(league: League) -> str:
    return f"{league.name} · {league.get_level_display()}"


def _with_its_clubs(template: Template) -> str:
    """The name of the format with the clubs that it is for."""
    said = {"format": template.name, "least": template.least, "most": template.most}
    if template.least and template.most:
        return gettext("%(format)s (%(least)s to %(most)s clubs)") % said
    if template.least:
        return gettext("%(format)s (from %(least)s clubs)") % said
    if template.most:
        return gettext("%(format)s (up to %(most)s clubs)") % said
    return template.name


def _by_level(
    formats: Sequence[Template], levels: Sequence[tuple[str, Any]]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Formats as choices, under the level that plays them."""
    found = [
        (str(label), [(t.code, _with_its_clubs(t)) for t in formats if t.level == level])
        for level, label in levels
    ]
    return [(label, choices) for label, choices in found if choices]


class LevelForm(forms.Form):
    """`like` is the address of a stage in `source` whose league all are to play like, or the code
    of a known format; `wish` after `is_valid` is what is asked for."""

    level = forms.ChoiceField(label=_("Level"), choices=LeagueLevel.choices)
    branch = forms.ModelChoiceField(League.objects.none(), label=_("For the leagues of"))
    source = forms.ModelChoiceField(
        Season.objects.none(), label=_("Season to go by"), required=False, empty_label="—"
    )
    as_before = forms.BooleanField(
        label=_("Each league as it played then, where it did"), required=False
    )
    pattern = forms.ChoiceField(label=_("The others by the format"), required=False)
    like = forms.CharField(
        label=_("or like the stage at the address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "distrital-castilla", "autocomplete": "off"}),
    )
    with_clubs = forms.BooleanField(
        label=_("Enter the clubs that played there then, where no league below sends any"),
        required=False,
    )
    from_map = forms.BooleanField(
        label=_("Make leagues for districts and provinces of the map that have none"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        branches: Sequence[League],
        sources: Sequence[Season],
        formats: Sequence[Template] = (),
        user: User,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.formats = {template.code: template for template in formats}
        levels = LeagueLevel.choices
        highest = min((LeagueLevel.values.index(b.level) for b in branches), default=0)
        self.fields["level"].choices = levels[highest:]
        self.fields["branch"].queryset = League.objects.filter(
            pk__in=[league.pk for league in branches]
        )
        self.fields["branch"].choices = [(league.pk, _called(league)) for league in branches]
        self.fields["source"].queryset = Season.objects.filter(pk__in=[s.pk for s in sources])
        self.fields["source"].choices = [("", "—"), *((s.pk, str(s.year)) for s in sources)]
        self.fields["pattern"].choices = [("", "—"), *_by_level(formats, levels[highest:])]

    @property
    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(
            said["level"],
            said["branch"].pk,
            source=said["source"],
            pattern=said["template"],
            as_before=said["as_before"],
            with_clubs=said["with_clubs"],
            from_map=said["from_map"],
        )

    def clean_like(self) -> str:
        """The last part of an address that was copied whole."""
        said = self.cleaned_data["like"]
        slug = said.partition("?")[0].rstrip("/").rpartition("/")[2]
        if said and not slug_re.fullmatch(slug):
            raise forms.ValidationError(
                _("That is no address of a stage. Write it as in “distrital-castilla”.")
            )
        return slug

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        said["template"] = self.formats.get(said.get("pattern", ""))
        if said.get("like"):
            said["template"] = self._like(said["like"], said.get("source"))
        template = said["template"]
        if template and template.level != said.get("level"):
            self.add_error(
                "like" if said.get("like") else "pattern",
                _("That is a format of another level. Choose one of the level that you open."),
            )
        by_source = said.get("as_before") and said.get("source")
        if template is None and not by_source and not self.errors:
            self.add_error(
                "pattern",
                _("Say how the leagues play: as in another season, by a format, or like a stage."),
            )
        return said

    def _like(self, slug: str, source: Season | None) -> Template | None:
        if source is None:
            self.add_error("source", _("Choose the season above in which that stage was played."))
            return None
        rows = permissions.visible(self.user, Stage.objects.all()).filter(season=source)
        league = rows.filter(slug=slug).values("league")[:1]
        found = templates_of(structure_of(rows.filter(league__in=league)))
        if not found:
            self.add_error(
                "like", _("That season has no stage with rules at this address in your branch.")
            )
            return None
        return found[0]
