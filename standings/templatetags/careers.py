"""How a club got where it got, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from standings.core.ranking import Parting
from standings.selectors.clubs import ClubMatchup, ClubStage, Reached
from standings.selectors.snapshot import ClubData
from standings.templatetags.copaperu import (
    DASH,
    UNKNOWN,
    by_criterion,
    label,
    lower_first,
    ordinal,
    verdict,
)

register = template.Library()


@register.filter
def place_reason(mine: ClubStage) -> str:
    """“ahead of Boca by goal difference: +5 to +3”; nothing where clubs share the place."""
    row = mine.row
    if row is None or row.undecided:
        return ""
    if row.below and mine.below:
        return _against(_("ahead of %(rival)s by %(criterion)s"), row.below, mine.below)
    if row.above and mine.above:
        return _against(_("behind %(rival)s by %(criterion)s"), row.above, mine.above)
    return ""


def _against(words: str, parting: Parting, rival: ClubData) -> str:
    names = {"rival": rival.name, "criterion": lower_first(label(parting.criterion, "criterion"))}
    figures = pgettext("figures of two clubs", "%(mine)s to %(theirs)s") % {
        "mine": by_criterion(parting.mine, parting.criterion),
        "theirs": by_criterion(parting.theirs, parting.criterion),
    }
    return f"{words % names}: {figures}"


@register.filter
def legs_words(matchup: ClubMatchup) -> str:
    """“2–0, 1–2; 3–2 in all”, the own goals first."""
    legs = [
        f"{_goals(mine)}{DASH}{_goals(theirs)}"
        for mine, theirs in zip(matchup.mine.legs, matchup.rival.legs, strict=True)
    ]
    text = ", ".join(legs)
    whole = (matchup.mine.aggregate, matchup.rival.aggregate)
    if len(legs) > 1 and None not in whole:
        total = _("%(score)s in all") % {"score": f"{whole[0]}{DASH}{whole[1]}"}
        text = f"{text}; {total}"
    return text


def _goals(goals: int | None) -> str:
    return UNKNOWN if goals is None else str(goals)


@register.filter
def fate(matchup: ClubMatchup, mine: ClubStage) -> str:
    """What became of it: “goes through on away goals”, “out: CNI goes through on penalties”."""
    said = verdict(matchup.view, mine.stage)
    if not matchup.is_out or matchup.view.outcome.winner is None or matchup.rival.club is None:
        return said
    return _("out: %(rival)s %(verdict)s") % {
        "rival": matchup.rival.club.name,
        "verdict": lower_first(said),
    }


@register.filter
def furthest(reached: Reached) -> str:
    """How far it got: a title, a round of a knock-out, a place in a table, or a stage."""
    if reached.title:
        return label(reached.title.kind, "outcome")
    mine = reached.last
    name = str(mine.stage.label)
    if mine.matchups:
        return f"{name}, {lower_first(str(mine.matchups[-1].round.label))}"
    if mine.row and mine.row.place:
        return f"{name}, {ordinal(mine.row.place)}"
    return name
