"""Why a club goes through, in words: for the official's page and for the list that he confirms."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from competitions.choices import Criterion
from standings.core.criteria import KINDS, Scope
from standings.selectors.going_through import Berth, Line, OpenBerth, Why
from standings.selectors.since import Result
from standings.selectors.snapshot import Label, StageData
from standings.templatetags.copaperu import (
    JOINER,
    by_criterion,
    label,
    lower_first,
    ordinal,
    places_missing,
    score,
    verdict,
)

register = template.Library()


@register.simple_tag
def berth_reason(berth: Berth, stage: StageData) -> str:
    """“2.º en Grupo A, por diferencia de gol sobre Boca: +5 a +3”"""
    why = berth.why
    if why.kind == "matchup":
        return _of_matchup(berth, stage)
    place = place_in(berth.place, berth.of)
    if why.kind == "department":
        best = _("%(place)s, the best of %(department)s") % {
            "place": place,
            "department": berth.club.department,
        }
        if why.rival is None or why.rival_place is None:
            return best
        follows = _("next %(rival)s, %(place)s") % {
            "rival": why.rival.name,
            "place": ordinal(why.rival_place),
        }
        return f"{best}; {follows}"
    if why.rival is None:
        return place
    over = _by(why)
    if why.kind == "across":
        return _("%(place)s; among those of the groups, %(reason)s") % {
            "place": place,
            "reason": over,
        }
    return f"{place}, {over}"


def _by(why: Why) -> str:
    names = {
        "criterion": lower_first(label(why.criterion, "criterion")),
        "rival": why.rival.name if why.rival else "",
    }
    if KINDS[why.criterion].scope in (Scope.EXTRA, Scope.LOTS):
        return _("by %(criterion)s over %(rival)s") % names
    figures = {
        "mine": by_criterion(why.mine, why.criterion),
        "theirs": by_criterion(why.theirs, why.criterion),
    }
    return _("by %(criterion)s over %(rival)s: %(mine)s to %(theirs)s") % {**names, **figures}


def _of_matchup(berth: Berth, stage: StageData) -> str:
    why = berth.why
    rival = why.rival.name if why.rival else ""
    if berth.zone.kind == "losers":
        return _("Lost to %(rival)s") % {"rival": rival}
    said = verdict(why.view, stage)
    if not rival:
        return said
    return _("%(verdict)s, against %(rival)s") % {"verdict": said, "rival": rival}


@register.simple_tag
def place_in(place: int | None, of: Label) -> str:
    """“2.º en Grupo A”, “14.º de la tabla”"""
    if place is None:
        return str(of)
    if not of:
        return _("%(place)s of the table") % {"place": ordinal(place)}
    return _("%(place)s in %(group)s") % {"place": ordinal(place), "group": of}


def kept_reason(line: Line, stage: StageData) -> str:
    """The reason that a confirmed list keeps: in Spanish, whatever the official reads."""
    if line.berth is None or line.instead_of is not None:
        return line.reason
    with override(settings.LANGUAGE_CODE):
        return berth_reason(line.berth, stage).replace(JOINER, "")


@register.filter
def wanted_for(berth: OpenBerth) -> str:
    """What would tell who gets an open berth."""
    if berth.view is not None:
        return _("the winner of the matchup")
    return places_missing(berth.missing)


@register.filter
def wants(berth: OpenBerth, criterion: str) -> bool:
    """Whether that is missing: `{{ berth|wants:"lots" }}`."""
    return Criterion(criterion) in berth.missing


@register.filter
def recorded_result(found: Result | None) -> str:
    """“2–1”, “1–1, 4–2 on penalties”, or the status of a match without a score."""
    if found is None:
        return pgettext("result", "not recorded")
    if found.score is None:
        return lower_first(label(found.status, "status"))
    text = score(found.extra or found.score)
    if found.penalties:
        text = _("%(score)s, %(penalties)s on penalties") % {
            "score": text,
            "penalties": score(found.penalties),
        }
    return text
