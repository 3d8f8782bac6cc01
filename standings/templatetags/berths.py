"""Berths of a stage in words: what each is called while nobody has it, and why it is open."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competitions.language import is_english
from standings.core.lateness import Late
from standings.selectors.berths import Berth, Feeder
from standings.selectors.department_way import StageLine
from standings.selectors.progress import Progress
from standings.selectors.snapshot import ClubData
from standings.templatetags.copaperu import day, lower_first, ordinal

register = template.Library()


@register.simple_tag
def berth_words(berth: Berth, feeder: Feeder) -> str:
    """“Campeón de Puno”, “3.º de Castilla”, “1.º de Grupo A, Provincial de Piura”."""
    names = {
        "of": feeder.of,
        "place": ordinal(berth.place) if berth.place else "",
        "zone": berth.zone,
    }
    if berth.rank == "champion":
        return _("Champion of %(of)s") % names
    if berth.rank == "runner_up":
        return _("Runner-up of %(of)s") % names
    if berth.place and berth.group:
        return _("%(place)s of %(group)s, %(of)s") % {**names, "group": berth.group}
    if berth.place:
        return _("%(place)s of %(of)s") % names
    return _("%(zone)s, %(of)s") % names if str(berth.zone) else str(feeder.of)


@register.filter
def state_words(feeder: Feeder) -> str:
    """“12 de 30 resultados”, “falta confirmar su lista”."""
    if feeder.state == "in_play":
        return results_words(feeder.progress)
    return str(_STATES[feeder.state])


_STATES: dict[str, Any] = {
    "entered": gettext_lazy("all entered"),
    "confirmed": gettext_lazy("confirmed, to be entered"),
    "to_confirm": gettext_lazy("played out, its list is not confirmed"),
    "not_begun": gettext_lazy("not begun"),
}


@register.filter
def results_words(progress: Progress) -> str:
    return _("%(found)s of %(all)s results") % {
        "found": progress.ended,
        "all": progress.fixtures,
    }


@register.filter
def how_far(line: StageLine) -> str:
    if line.confirmed is not None:
        text = ngettext("%(number)s club goes on", "%(number)s clubs go on", line.confirmed)
        return text % {"number": line.confirmed}
    if line.is_finished:
        return _("finished")
    if line.progress.ended:
        return results_words(line.progress)
    return _("no result yet") if line.progress.fixtures else _("no fixture yet")


@register.filter
def club_names(clubs: Iterable[ClubData]) -> list[str]:
    return [club.name for club in clubs]


@register.simple_tag
def late_words(why: Late, ends_on: Any = None, following: Any = "") -> str:
    if why == "past_end":
        on = day(ends_on)
        return _("should have ended %(day)s") % {"day": on if is_english() else lower_first(on)}
    if why == "next_begun":
        return _("%(stage)s has begun by its dates") % {"stage": following}
    return _("most others of its level are over")
