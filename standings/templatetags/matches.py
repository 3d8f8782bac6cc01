"""What a line of a match says beneath its score."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from competitions.choices import FixtureStatus, RoundKey
from standings.selectors.brackets import BracketRound, MatchupView
from standings.selectors.snapshot import FixtureData, StageData
from standings.templatetags.copaperu import lower_first, score, short_day

register = template.Library()

LEGS_OF_A_PAIR = 2


@dataclass(frozen=True, slots=True)
class Remark:
    """`is_status`: something that a reader must not miss."""

    text: Any
    is_status: bool = False
    note: Any = ""


PROVISIONAL = Remark(
    pgettext_lazy("result", "prov."),
    is_status=True,
    note=gettext_lazy("Provisional result: the league has not confirmed it yet."),
)


@register.simple_tag
def remarks(
    fixture: FixtureData,
    stage: StageData,
    where: str = "",
    plain: bool = False,
    under_ground: bool = False,
) -> list[Remark]:
    """In the order in which they are read. A plain line leaves out half time and ground; one that
    stands under its ground does not name it again."""
    found = [Remark(str(where)), Remark(leg_name(fixture, stage)), *_status(fixture)]
    if where:
        found[1:1] = [Remark(_round_name(fixture, stage)), Remark(_short_day(fixture))]
    if fixture.is_extra and not plain:
        found.append(Remark(_("extra match")))
    if fixture.match.penalties:
        found.append(Remark(_("penalties %(score)s") % {"score": score(fixture.match.penalties)}))
    if fixture.match.half_time and not plain:
        found.append(Remark(_("first half %(score)s") % {"score": score(fixture.match.half_time)}))
    if not plain and not under_ground:
        found.append(Remark(ground(fixture)))
    if fixture.is_provisional:
        found.append(PROVISIONAL)
    if fixture.is_inferred:
        found.append(Remark(_("inferred"), is_status=True))
    return [remark for remark in found if remark.text]


def _round_name(fixture: FixtureData, stage: StageData) -> str:
    found = next((data for data in stage.rounds if data.number == fixture.round), None)
    return str(found.label) if found else ""


def _short_day(fixture: FixtureData) -> str:
    return short_day(fixture.date) if fixture.date else ""


@register.filter
def season_stage(stage: StageData) -> str:
    """“2013, National stage”: for matches of several seasons beside each other."""
    return f"{stage.year}, {stage.label}"


@register.filter
def ground(fixture: FixtureData) -> str:
    """The venue and its town, each once."""
    names = dict.fromkeys(name for name in (fixture.venue, fixture.venue_town) if name)
    return ", ".join(names)


@register.filter
def leg_name(fixture: FixtureData, stage: StageData) -> str:
    """Which leg of two it is; nothing for any other match."""
    matchup = next((m for m in stage.matchups if m.pk == fixture.matchup), None)
    if fixture.is_extra or matchup is None or matchup.legs != LEGS_OF_A_PAIR:
        return ""
    return {1: _("first leg"), 2: _("second leg")}.get(fixture.leg or 0, "")


@register.simple_tag
def leg_line(fixture: FixtureData, view: MatchupView) -> str:
    """“ida dom 17 nov, 15:30”: which leg it is and when; on neutral ground or as a single match
    that is to be played also where; and what became of it, if it was not simply played."""
    day = _short_day(fixture)
    if fixture.time and fixture.is_open:
        day = f"{day}, {fixture.time:%H:%M}"
    is_single = view.data.legs == 1 and not fixture.is_extra
    where = ground(fixture) if is_single and (fixture.is_neutral or fixture.is_open) else ""
    named = " ".join(part for part in (_leg_word(fixture, view), day) if part)
    words = [named, where, *(str(remark.text) for remark in _status(fixture))]
    return ", ".join(word for word in words if word) or _("the match")


def _leg_word(fixture: FixtureData, view: MatchupView) -> str:
    if fixture.is_extra:
        return _("extra match")
    if view.data.legs != LEGS_OF_A_PAIR:
        return ""
    short = {1: pgettext("leg", "1st"), 2: pgettext("leg", "2nd")}
    return short.get(fixture.leg or 0, "")


SHORT_ROUNDS: dict[str, Any] = {
    RoundKey.ROUND_OF_32: pgettext_lazy("tab", "Round of 32"),
    RoundKey.ROUND_OF_16: pgettext_lazy("tab", "Round of 16"),
    RoundKey.QUARTERFINALS: pgettext_lazy("tab", "Quarters"),
    RoundKey.SEMIFINALS: pgettext_lazy("tab", "Semis"),
}
"""Names of rounds that stand beside each other on a phone."""


@register.filter
def short_round(found: BracketRound) -> str:
    return str(SHORT_ROUNDS.get(found.round.key, found.round.label))


def _status(fixture: FixtureData) -> list[Remark]:
    official = fixture.official
    if official.kind in ("award", "double_loss"):
        ruled = _("walkover") if official.walkover else _("in the office")
        pitch = official.pitch and _("%(score)s on the pitch") % {"score": score(official.pitch)}
        return [Remark(ruled, is_status=True), Remark(pitch or "")]
    if official.reason in ("annulled", "replay") and fixture.rulings:
        return [Remark(lower_first(FixtureStatus.ANNULLED.label), is_status=True)]
    if fixture.status not in ("played", "scheduled"):
        return [Remark(lower_first(FixtureStatus(fixture.status).label), is_status=True)]
    if official.reason == "unknown_score":
        return [Remark(_("score not known"), is_status=True)]
    return []
