"""What rulings did, in words."""

from collections.abc import Callable

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competitions.choices import RulingEffect
from standings.selectors.claims import RulingRow
from standings.templatetags.copaperu import deduction, score

register = template.Library()


@register.filter
def ruling_words(row: RulingRow) -> str:
    """“Awarded to Sport Aguila, 3–0”, “Defensor Bolívar out of the matchup”."""
    return _WORDS[RulingEffect(row.effect)](row)


def _award(row: RulingRow) -> str:
    club = row.favoured.name if row.favoured else ""
    if row.fixture is None:
        return _("The matchup goes to %(club)s") % {"club": club}
    result = row.fixture.official.score
    if not club:
        return _("Awarded %(score)s") % {"score": score(result)}
    words = _("Walkover for %(club)s") if row.is_walkover else _("Awarded to %(club)s")
    return words % {"club": club}


def _double_loss(row: RulingRow) -> str:
    return _("Walkover: both clubs lose") if row.is_walkover else _("Both clubs lose")


def _exclusion(row: RulingRow) -> str:
    club = row.club.name if row.club else ""
    if row.matchup is not None:
        return _("%(club)s out of the matchup") % {"club": club}
    return _("%(club)s out of the stage") % {"club": club}


def _points(row: RulingRow) -> str:
    return "; ".join(
        pgettext("points", "%(club)s: %(points)s")
        % {"club": found.club.name, "points": deduction(found.points)}
        for found in row.points
    )


_WORDS: dict[RulingEffect, Callable[[RulingRow], str]] = {
    RulingEffect.AWARD: _award,
    RulingEffect.DOUBLE_LOSS: _double_loss,
    RulingEffect.ANNULMENT: lambda _row: _("The result does not count"),
    RulingEffect.REPLAY: lambda _row: _("The match is played again"),
    RulingEffect.EXCLUSION: _exclusion,
    RulingEffect.POINTS: _points,
    RulingEffect.DISMISSAL: lambda _row: _("The claim is dismissed; every result stands"),
}


@register.filter
def points_beside(row: RulingRow) -> str:
    """The points that a ruling on a match gives or takes besides."""
    return "" if row.effect == RulingEffect.POINTS else _points(row)
