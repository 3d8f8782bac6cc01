"""How a club came up and how far it got, in words; what a sign on the map says."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from competitions.choices import LeagueLevel, Via
from standings.core.way import Fate
from standings.selectors.map import Sign
from standings.selectors.reached import Reached
from standings.selectors.trails import Start
from standings.selectors.way import ClubWay, DepartmentalStage, DepartmentWay, Leagues
from standings.templatetags.copaperu import UNKNOWN, joined, lower_first, ordinal

register = template.Library()


@register.filter
def came_up(way: ClubWay) -> str:
    """“departmental champion”, “departmental stage” where the place is not known."""
    rank = way.rank
    if rank == 1:
        return _("departmental champion")
    if rank == 2:
        return _("departmental runner-up")
    if rank:
        return _("%(place)s of the department") % {"place": ordinal(rank)}
    return lower_first(Via(way.club.via or Via.UNKNOWN).label)


@register.filter
def start_words(start: Start) -> str:
    """“Departamental de Piura, 2.º”, “Departamental de Tacna, llave 3”"""
    if start.place:
        return f"{start.label}, {ordinal(start.place)}"
    if start.number:
        matchup = _("matchup %(number)s") % {"number": start.number}
        return f"{start.label}, {matchup}"
    return str(start.label)


@register.filter
def reached_words(way: ClubWay) -> str:
    if way.reached is None:
        return _("Qualified, to be entered")
    words = {"where": _where(way.reached), "rival": ""}
    if way.fate == Fate.CHAMPION:
        return _("Champion")
    if way.reached.rival is not None and way.fate in (Fate.OUT, Fate.IN):
        words["rival"] = way.reached.rival.name
        if way.fate == Fate.IN:
            return _("Still in: %(where)s, against %(rival)s") % words
        if way.reached.is_final:
            return _("Lost the final to %(rival)s") % words
        return _("Out in %(where)s, to %(rival)s") % words
    return _BY_FATE[way.fate] % words


_BY_FATE: dict[Fate, Any] = {
    Fate.IN: gettext_lazy("Still in: %(where)s"),
    Fate.OUT: gettext_lazy("Out: %(where)s"),
    Fate.REACHED: gettext_lazy("Last known: %(where)s"),
}


def _where(reached: Reached) -> str:
    label = lower_first(str(reached.round.label)) if reached.round else str(reached.stage.label)
    return f"{label}, {ordinal(reached.place)}" if reached.place else label


@register.filter
def reached_address(way: ClubWay) -> str:
    """The bracket with the club's way marked, or the table."""
    if way.reached is None:
        return ""
    stage = way.reached.stage
    address = reverse("standings:stage", args=[stage.year, stage.slug])
    view = way.reached.view
    return f"{address}?club={way.club.slug}#{view.data.key}" if view else address


@register.filter
def progress_words(found: DepartmentalStage) -> str:
    """“round 3 of 5”, “finished”, “not begun”."""
    if found.stage.is_finished:
        return _("finished")
    if found.round is None:
        return _("no result yet") if found.stage.fixtures else _("no fixture yet")
    label = lower_first(str(found.round.label))
    if not found.stage.has_table:
        return label
    return _("%(round)s of %(rounds)s") % {"round": label, "rounds": found.rounds}


@register.filter
def leagues_words(found: Leagues) -> str:
    """“12 districts, 8 finished”"""
    names = {"number": found.number, "finished": found.finished}
    if found.number == 1:
        return _("finished") if found.finished else _("not finished")
    if found.level == LeagueLevel.PROVINCIAL:
        return _("%(number)s provincial stages, %(finished)s finished") % names
    return _("%(number)s district stages, %(finished)s finished") % names


@register.simple_tag
def open_words(found: DepartmentWay) -> str:
    """“Campeón y subcampeón de Puno” while nobody knows who they are; blank where it is not certain
    which places are open."""
    if not found.open_ranks or found.open_ranks[-1] > len(_RANKS):
        return ""
    ranks = joined([_RANKS[rank - 1] for rank in found.open_ranks])
    return _("%(ranks)s of %(department)s") % {
        "ranks": ranks[:1].upper() + ranks[1:],
        "department": found.department.name,
    }


_RANKS: tuple[Any, ...] = (
    pgettext_lazy("place of a department", "champion"),
    pgettext_lazy("place of a department", "runner-up"),
    pgettext_lazy("place of a department", "third"),
)


_CLASSES = {
    "champion": "zone-up", "final": "zone-through", "semifinals": "zone-through",
    "table": "zone-out", "all_in": "zone-on", "some_in": "zone-on", "none_in": "zone-out",
    "awaited": "", "absent": "",
}  # fmt: skip


@register.filter
def sign_class(sign: Sign) -> str:
    return _CLASSES.get(sign.code, "zone-on")


_LETTERS: dict[str, Any] = {
    "champion": pgettext_lazy("sign on the map", "C"),
    "final": pgettext_lazy("sign on the map", "F"),
    "semifinals": pgettext_lazy("sign on the map", "S"),
    "quarterfinals": "4",
    "round_of_16": "8",
    "repechage": pgettext_lazy("sign on the map", "R"),
    "round_of_32": "16",
    "knock_out": pgettext_lazy("sign on the map", "M"),
    "table": pgettext_lazy("sign on the map", "T"),
}


@register.filter
def sign_text(sign: Sign) -> str:
    """A letter or number, so that colour is never alone."""
    if sign.code in ("awaited", "absent"):
        return UNKNOWN
    return str(_LETTERS.get(sign.code, sign.number))


_MEANINGS: dict[str, Any] = {
    "champion": gettext_lazy("Champion"),
    "final": gettext_lazy("Final"),
    "semifinals": gettext_lazy("Semifinals"),
    "quarterfinals": gettext_lazy("Quarterfinals"),
    "round_of_16": gettext_lazy("Round of 16"),
    "repechage": gettext_lazy("Repechage"),
    "round_of_32": gettext_lazy("Round of 32"),
    "knock_out": gettext_lazy("Knock-out"),
    "table": gettext_lazy("Table or groups"),
    "all_in": gettext_lazy("All its clubs still in"),
    "some_in": gettext_lazy("Part of its clubs still in"),
    "none_in": gettext_lazy("Out"),
    "awaited": gettext_lazy("Its clubs are not known yet"),
    "absent": gettext_lazy("No club recorded"),
}


@register.filter
def sign_meaning(sign: Sign) -> str:
    return str(_MEANINGS[sign.code])


@register.filter
def legend_text(sign: Sign) -> str:
    """What stands in the legend for all signs of a kind: for counts a span of them."""
    return {"all_in": "2", "some_in": "1", "none_in": "0"}.get(sign.code) or sign_text(sign)


@register.filter
def sign_words(sign: Sign) -> str:
    """“Piura: 1 club still in”, “Tacna: champion”."""
    name = sign.department.name
    if sign.code in ("all_in", "some_in"):
        said = ngettext("%(number)s club still in", "%(number)s clubs still in", sign.number) % {
            "number": sign.number
        }
    else:
        said = lower_first(sign_meaning(sign))
    return pgettext("sign on the map", "%(department)s: %(said)s") % {
        "department": name,
        "said": said,
    }
