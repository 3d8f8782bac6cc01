"""What a row of a table says of itself: against its neighbours, in letters, in sums."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.choices import Criterion
from standings.core.criteria import KINDS, Term
from standings.core.ranking import Parting
from standings.core.record import Line
from standings.selectors.club_row import Encounter
from standings.selectors.neighbours import Neighbour
from standings.selectors.tables import TableRow
from standings.templatetags.copaperu import (
    MINUS,
    by_criterion,
    figure,
    label,
    lower_first,
    ordinal,
    places_missing,
)

register = template.Library()

LETTERS = {
    "W": pgettext_lazy("result", "W"),
    "D": pgettext_lazy("result", "D"),
    "L": pgettext_lazy("result", "L"),
}
SPOKEN = {
    "W": pgettext_lazy("the club", "won"),
    "D": pgettext_lazy("the club", "drew"),
    "L": pgettext_lazy("the club", "lost"),
}
LETTER_TAGS = {"W": "<b>{}</b>", "D": "{}", "L": "<i>{}</i>"}
GROUNDS = {
    "home": gettext_lazy("at home"),
    "away": gettext_lazy("away"),
    "neutral": gettext_lazy("on neutral ground"),
}
FORM = 5
"""How many of the last results make a club's form."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A question that the comparison of `pair` answers in full, and its answer in short."""

    question: str
    answer: str
    pair: str


@register.simple_tag
def reasons(row: TableRow, beside: Sequence[Neighbour]) -> list[Reason]:
    """Why the row stands where it stands: against the one above, then the one below."""
    return [
        Reason(
            question=_question(neighbour),
            answer=_answer(row, neighbour.parting),
            pair=_pair(row, neighbour),
        )
        for neighbour in beside
    ]


def _pair(row: TableRow, neighbour: Neighbour) -> str:
    """The upper row first: both rows lead to one page."""
    clubs = row.club.slug, neighbour.row.club.slug
    upper, lower = reversed(clubs) if neighbour.stands_above else clubs
    return f"a={upper}&b={lower}"


def _question(neighbour: Neighbour) -> str:
    if neighbour.parting is None:
        text = _("Why level with %(rival)s?")
    elif neighbour.stands_above:
        text = _("Why below %(rival)s?")
    else:
        text = _("Why above %(rival)s?")
    return text % {"rival": neighbour.row.club.name}


def _answer(row: TableRow, parting: Parting | None) -> str:
    if parting is None:
        if not row.row.missing:
            return _("No criterion parts them.")
        missing = places_missing(row.row.missing)
        return _("No criterion parts them; missing: %(missing)s.") % {"missing": missing}
    words = {"criterion": lower_first(label(parting.criterion, "criterion"))}
    if KINDS[parting.criterion].settles:
        return _("By %(criterion)s.") % words
    words["mine"], words["theirs"] = (
        _written(value, parting.criterion) for value in (parting.mine, parting.theirs)
    )
    return _("By %(criterion)s, %(mine)s to %(theirs)s.") % words


def _written(value: object, criterion: str) -> str:
    is_place = criterion == Criterion.TABLE_PLACE and isinstance(value, int)
    return ordinal(value) if is_place else by_criterion(value, criterion)


@register.filter
def figures_against(parting: Parting) -> str:
    """“73 > 44”; nothing where no figures part clubs but an extra match or lots."""
    kind = KINDS[parting.criterion]
    if kind.settles:
        return ""
    mine, theirs = (_written(v, parting.criterion) for v in (parting.mine, parting.theirs))
    return f"{mine} {'<' if kind.lower_is_better else '>'} {theirs}"


@register.filter
def letter(line: Line | None) -> SafeString:
    """G, E or P, and the word for those who listen; nothing for what counts in no table."""
    if line is None:
        return SafeString()
    return form((line,))


@register.filter
def form(lines: Sequence[Line]) -> SafeString:
    """The last five results, the latest last."""
    outcomes = [line.outcome for line in lines[-FORM:]]
    if not outcomes:
        return SafeString()
    return format_html(
        '<span class="form" aria-hidden="true">{}</span><span class="spoken">{}</span>',
        mark_safe(" ".join(format_html(LETTER_TAGS[found], LETTERS[found]) for found in outcomes)),  # noqa: S308 - each is escaped
        ", ".join(str(SPOKEN[found]) for found in outcomes),
    )


@register.filter
def ground_words(met: Encounter) -> str:
    return str(GROUNDS[met.ground])


@register.filter
def arithmetic(terms: Sequence[Term], criterion: str) -> str:
    """Match by match: “3 × 9 + 1 × 10” or “3 + 0 − 3”."""
    if KINDS[criterion].weight:
        return " + ".join(f"{figure(term.amount)} × {figure(term.weight)}" for term in terms)
    first, *rest = [term.value for term in terms] or [0]
    signs = [f" {MINUS if value < 0 else '+'} {figure(abs(value))}" for value in rest]
    return figure(first) + "".join(signs)
