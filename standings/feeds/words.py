"""What calendars and feeds call a match."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from competitions.choices import FixtureStatus, StageKind
from standings.selectors.snapshot import FixtureData, StageData
from standings.templatetags.copaperu import lower_first, shown_score
from standings.templatetags.matches import leg_name

CALLED_OFF = frozenset({"postponed", "abandoned", "not_played", "annulled"})


def match_words(stage: StageData, fixture: FixtureData) -> str:
    """“Ada 2–1 Boca”, “Ada – Boca”; plain text, without the joiners that pages want."""
    home, away = stage.clubs[fixture.home].name, stage.clubs[fixture.away].name
    shown = shown_score(fixture)
    score = f"{shown.home}–{shown.away}" if shown else "–"
    between = pgettext("home, score and away", "%(home)s %(score)s %(away)s")
    return between % {"home": home, "score": score, "away": away}


def where_words(stage: StageData, fixture: FixtureData) -> str:
    """“first leg, semifinals”, “round 3, National stage”."""
    found = next((data for data in stage.rounds if data.number == fixture.round), None)
    parts = [leg_name(fixture, stage)]
    if fixture.is_extra:
        parts.append(_("extra match"))
    if found:
        parts.append(lower_first(str(found.label)))
    if stage.kind != StageKind.KNOCK_OUT or not found:
        parts.append(str(stage.label))
    return ", ".join(part for part in parts if part)


def remarks(stage: StageData, fixture: FixtureData) -> list[str]:
    """What a reader must not miss: how the result came about, and that it is simulated."""
    official = fixture.official
    found = []
    if official.kind == "award":
        found.append(_("walkover") if official.walkover else _("in the office"))
    elif official.kind == "double_loss":
        found.append(_("both lose"))
    elif fixture.status in CALLED_OFF:
        found.append(lower_first(str(FixtureStatus(fixture.status).label)))
    if penalties := fixture.match.penalties:
        score = f"{penalties.home}–{penalties.away}"
        found.append(_("penalties %(score)s") % {"score": score})
    if fixture.is_provisional:
        found.append(_("provisional"))
    if fixture.is_inferred:
        found.append(_("inferred"))
    if stage.is_simulated:
        found.append(_("simulated"))
    return found


def in_brackets(*parts: str) -> str:
    return f" ({', '.join(parts)})" if any(parts) else ""
