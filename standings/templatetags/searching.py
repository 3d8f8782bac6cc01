"""How something that a search found is called, and where it leads."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from standings.selectors.search import (
    Found,
    FoundClub,
    FoundDepartment,
    FoundLeague,
    FoundSeason,
    FoundStage,
)

register = template.Library()


@register.filter
def address_of(found: Found) -> str:
    match found:
        case FoundClub(slug=slug):
            return reverse("standings:club", args=[slug])
        case FoundDepartment(slug=slug):
            return reverse("standings:department", args=[slug])
        case FoundSeason(year=year):
            return reverse("standings:season", args=[year])
        case FoundStage(year=year, slug=slug):
            return reverse("standings:stage", args=[year, slug])
        case FoundLeague(year=int(year), stage=str(stage)):
            return reverse("standings:stage", args=[year, stage])
        case FoundLeague(department_slug=slug) if slug:
            return reverse("standings:department", args=[slug])
    return reverse("standings:archive")


@register.filter
def title_of_found(found: Found) -> str:
    match found:
        case FoundSeason(year=year):
            return f"Copa Perú {year}"
        case FoundStage(label=label, year=year):
            return f"{label} {year}"
    return found.name


@register.filter
def note_on(found: Found) -> str:
    """What tells it from another of that name."""
    match found:
        case FoundClub(department=department, town=town, also=also, is_simulated=made_up):
            told = (also, town, department, pgettext("club", "simulated") if made_up else "")
            return " · ".join(filter(None, dict.fromkeys(told)))
        case FoundDepartment():
            return _("Department")
        case FoundLeague(department=department):
            return department or _("League")
        case FoundSeason(is_simulated=True) | FoundStage(is_simulated=True):
            return _("simulated")
        case FoundSeason():
            return _("Season")
    return ""
