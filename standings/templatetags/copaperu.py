"""How values read on a page: scores, figures, places, codes in words."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.formats import date_format, localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override, pgettext

from competitions.choices import (
    ClaimState,
    Criterion,
    Decision,
    Evidence,
    FixtureStatus,
    GoalKind,
    LeagueLevel,
    OutcomeKind,
    RoundKey,
    RulingEffect,
    SettlementStep,
    Via,
)
from competitions.core.score import Score
from competitions.core.slots import in_english
from competitions.language import is_english
from competitions.models import Fixture
from standings.core.criteria import KINDS, Scope
from standings.core.explain import Step
from standings.selectors.brackets import MatchupView, Side
from standings.selectors.snapshot import (
    AdjustmentData,
    ClubData,
    FixtureData,
    GroupData,
    Label,
    RulingData,
    StageData,
    ZoneData,
)
from standings.selectors.tables import TABLE_ZONES, Table, TableRow

register = template.Library()

JOINER = "\u2060"
DASH = f"{JOINER}–{JOINER}"
MINUS = "−"
UNKNOWN = "·"

ZONE_CLASSES = {
    "through": "zone-on",
    "play_off": "zone-playoff",
    "prize": "zone-up",
    "out": "zone-out",
}
LABELS: dict[str, Any] = {
    "claim": ClaimState,
    "criterion": Criterion,
    "decision": Decision,
    "evidence": Evidence,
    "level": LeagueLevel,
    "status": FixtureStatus,
    "goal": GoalKind,
    "outcome": OutcomeKind,
    "effect": RulingEffect,
    "via": Via,
}


@register.simple_tag
def cells(table: Any, row: TableRow) -> list[Any]:
    """The figures of a row of a `standings.tables.StandingsTable`."""
    return table.cells(row)


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def label(code: str, kind: str) -> str:
    """The words for a code: `{{ row.decided_by|label:"criterion" }}`."""
    return str(LABELS[kind](code).label) if code else ""


@register.filter
def lower_first(text: str) -> str:
    """For words within a sentence; abbreviations stay."""
    text = str(text)
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


@register.filter
def figure(value: Any) -> str:
    """A number with a real minus sign; halves and thirds as decimals; unknown is a mid dot."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Fraction) and value.denominator != 1:
        value = f"{float(value):.2f}"
    return str(value).replace("-", MINUS)


def signed(value: Any) -> str:
    if value is None:
        return UNKNOWN
    return f"+{value}" if value > 0 else figure(value)


@register.filter
def ordinal(place: int) -> str:
    """1.º in Spanish, 1st in English."""
    if not is_english():
        return f"{place}.º"
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10)
    return f"{place}{ending or 'th'}"


@register.filter
def score(value: Score | None) -> str:
    """Plain, for running text."""
    return f"{value.home}{DASH}{value.away}" if value else f"{UNKNOWN}{DASH}{UNKNOWN}"


@register.filter
def shown_score(fixture: FixtureData) -> Score | None:
    """What stands between the names: the official score, else what was played."""
    return fixture.official.score or fixture.official.pitch


@register.filter
def official_words(fixture: FixtureData) -> str:
    """The official result in a few words: a score, “both lose”, or why there is none."""
    official = fixture.official
    if official.score:
        return score(official.score)
    if official.kind == "double_loss":
        return _("both lose")
    if official.reason == "replay":
        return _("to be replayed")
    if official.reason == "unknown_score":
        return score(None)
    return lower_first(FixtureStatus(official.reason).label)


@register.filter
def points_words(points: int) -> str:
    return deduction(points)


@register.simple_tag
def big_score(value: Score | None) -> SafeString:
    """The winner's figure is heavier."""
    if value is None:
        return unknown()
    if value.home == value.away:
        return format_html("{}", score(value))
    if value.home > value.away:
        return format_html("<b>{}</b>–{}", value.home, value.away)
    return format_html("{}–<b>{}</b>", value.home, value.away)


@register.filter
def won(fixture: FixtureData, side: str) -> bool:
    found = shown_score(fixture)
    return bool(found and found.winner == side)


@register.simple_tag
def movement(places: int | None) -> SafeString:
    """Places gained or lost since the round before; nothing where there is none to compare."""
    if places is None:
        return mark_safe("")
    if places == 0:
        return format_html('<span title="{}">=</span>', _("As before"))
    css, arrow, word = ("up", "▲", _("up")) if places > 0 else ("down", "▼", _("down"))
    return format_html(
        '<span class="{}">{}<span class="spoken">{} </span>{}</span>', css, arrow, word, abs(places)
    )


@register.filter
def zone_class(zone: ZoneData | None) -> str:
    return ZONE_CLASSES[zone.tone] if zone else ""


@register.filter
def tone_class(tone: str) -> str:
    return ZONE_CLASSES[tone]


@register.filter
def cut_words(zone: ZoneData) -> str:
    """The words of the line where a zone ends."""
    if zone.tone == "through" and zone.last_place:
        return _("Cut: %(places)s go through") % {"places": zone.last_place}
    return _("Cut: %(zone)s") % {"zone": zone.label}


def zone_span(zone: ZoneData) -> str:
    """`1–32` for a zone of places."""
    if not zone.first_place or not zone.last_place:
        return ""
    if zone.first_place == zone.last_place:
        return str(zone.first_place)
    return f"{zone.first_place}{DASH}{zone.last_place}"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    css: str
    letter: str
    text: str


@register.simple_tag
def legend(stage: StageData) -> list[LegendEntry]:
    """What the bars at the edge of the rows mean. Zones of single groups stand there once."""
    spans: dict[LegendEntry, set[str]] = {}
    for zone in stage.zones if stage.has_table else ():
        if zone.kind in TABLE_ZONES:
            entry = LegendEntry(zone_class(zone), zone.letter, str(zone.label))
            spans.setdefault(entry, set()).add(zone_span(zone))
    return [
        replace(entry, text=f"{entry.text} ({span})") if len(found) == 1 and span else entry
        for entry, found in spans.items()
        for span in sorted(found)[:1]
    ]


@register.filter
def section_name(group: GroupData) -> str:
    """The section in the language of the page: its groups are called “Región I, grupo A”."""
    label, _comma, _rest = str(group.label).partition(", ")
    return label if _begins_with_section(group) else group.section


@register.filter
def name_in_section(group: GroupData) -> str:
    """What is left of the group's name beneath the name of its section; often nothing."""
    rest = str(group.label).partition(", ")[2]
    rest = rest if _begins_with_section(group) else str(group.label)
    return rest[:1].upper() + rest[1:]


def _begins_with_section(group: GroupData) -> bool:
    return bool(group.section) and group.label.es.partition(", ")[0] == group.section


@register.filter
def with_numeral(name: str) -> tuple[str, str]:
    """“Región” and “VIII”: a numeral at the end is set large. Other names stay whole."""
    words, _space, last = name.rpartition(" ")
    numeral = last.isdigit() or (last and set(last) <= set("IVX"))
    return (words, last) if numeral else (name, "")


@register.filter
def departments_of(tables: Iterable[Any]) -> str:
    """Where the clubs of these `standings.tables.StandingsTable` come from."""
    clubs = [row.club for table in tables for row in table.table.rows]
    found = {club.department_code: club.department for club in clubs}
    return ", ".join(found[code] for code in sorted(found))


@register.filter
def note_marks(row: TableRow) -> str:
    """† points, ‡ a result made in the office, * through by decision, § excluded: see footnotes."""
    return "".join(
        sign
        for sign, shown in (
            ("†", row.row.record.adjustment),
            ("‡", row.has_award),
            ("*", row.replaced_by or any(q.instead_of for q in row.qualified)),
            ("§", row.club.exclusion is not None),
        )
        if shown
    )


@dataclass(frozen=True, slots=True)
class Footnote:
    """`fact` was written by officials, in Spanish."""

    sign: str
    text: str
    address: str = ""
    fact: str = ""


@register.simple_tag
def footnotes(table: Table, clubs: Mapping[int, ClubData], year: int) -> list[Footnote]:
    """What the signs beside the names mean, and what would part clubs that share a place."""
    rows = table.rows
    papers = reverse("standings:rulings", args=[year])
    found = [
        Footnote("†", _adjusted(row.club, adjustment), papers, _because(adjustment))
        for row in rows
        for adjustment in row.club.adjustments
        if row.row.record.adjustment
    ]
    for row in rows:
        if row.club.exclusion is not None:
            text = _("%(club)s: excluded from the stage.") % {"club": row.club.name}
            found.append(Footnote("§", text, papers, row.club.exclusion))
    awards = {fixture.pk: fixture for row in rows for fixture in row.awards}
    found += [
        Footnote(
            "‡",
            _awarded(fixture, clubs),
            reverse("standings:fixture", args=[fixture.pk]),
            _sentences(fixture.rulings[-1].document if fixture.rulings else ""),
        )
        for fixture in awards.values()
    ]
    for row in rows:
        for qualifier in row.qualified:
            if qualifier.instead_of:
                rival = clubs[qualifier.instead_of].name
                text = _("%(club)s went through instead of %(rival)s.") % {
                    "club": row.club.name,
                    "rival": rival,
                }
                found.append(Footnote("*", text, fact=qualifier.reason))
    if undecided := table.undecided_rows:
        codes = tuple(dict.fromkeys(code for row in undecided for code in row.row.missing))
        text = _("The criteria are spent; missing: %(missing)s.") % {
            "missing": places_missing(codes)
        }
        found.append(Footnote("", text if codes else _("The criteria are spent.")))
    return found


def _adjusted(club: ClubData, adjustment: AdjustmentData) -> str:
    """“Ada: 3 points taken, 26 September 2027.”"""
    when = date_format(adjustment.decided_on, "DATE_FORMAT") if adjustment.decided_on else ""
    taken = ", ".join(part for part in (deduction(adjustment.points), when) if part)
    return f"{club.name}: {taken}."


def _because(adjustment: AdjustmentData) -> str:
    """“No se presentó. Resolución 1.”"""
    return _sentences(adjustment.reason, adjustment.document)


def _sentences(*parts: str) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _awarded(fixture: FixtureData, clubs: Mapping[int, ClubData]) -> str:
    text = _("%(home)s %(score)s %(away)s, decided in the office") % {
        "home": clubs[fixture.home].name,
        "score": score(fixture.official.score),
        "away": clubs[fixture.away].name,
    }
    return f"{text}."


@register.filter
def in_spanish(text: Label) -> SafeString:
    """The attribute that says so, where a page in English shows a text that nobody translated."""
    untranslated = is_english() and text and not text.en
    return mark_safe(' lang="es"') if untranslated else mark_safe("")


@register.filter
def loudness(name: Any) -> str:
    """Long names are set smaller."""
    name = str(name)
    long = len(name) > 22 or any(len(word) > 9 for word in name.split())
    return "loud loud-long" if long else "loud"


@register.filter
def joined(names: Any) -> str:
    """Ada, Boca and Cali."""
    words = [str(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return _("%(names)s and %(last)s") % {"names": ", ".join(words[:-1]), "last": words[-1]}


def unknown() -> SafeString:
    return format_html('<span title="{}">{}</span>', _("Score not known"), UNKNOWN)


@register.simple_tag
def leg(side: Side, number: int) -> str:
    """Goals of a side in a leg; nothing where no such match is recorded."""
    if number > len(side.legs):
        return ""
    goals = side.legs[number - 1]
    return unknown() if goals is None else str(goals)


@register.simple_tag
def aggregate(view: MatchupView, side: Side) -> str:
    """Goals of a side in all legs; nothing while one is still to be played."""
    if side.aggregate is not None:
        return str(side.aggregate)
    return "" if view.outcome.decided_by is None and _waits(view) else unknown()


@register.filter
def slot(text: str) -> str:
    """Where the club of an open side comes from; what officials write freely stays as it is."""
    if text == "Rival no conocido":
        return _("Rival not known")
    return (in_english(text) if is_english() else text) or UNKNOWN


@register.filter
def matchup_name(key: str) -> str:
    """A matchup by its key: what the program numbered in words, what a pack calls it as it is."""
    number = key.removeprefix("llave-")
    return key if number == key else _("Matchup %(number)s") % {"number": number}


@register.filter
def documents(rulings: Iterable[RulingData]) -> str:
    """Each document once: a ruling may lie over both legs."""
    return " · ".join(dict.fromkeys(ruling.document for ruling in rulings if ruling.document))


# Peru writes “setiembre”, Django's Spanish “septiembre”: our own translation goes before it.
gettext_noop("September")
gettext_noop("sep")


@register.filter
def day(date: dt.date) -> str:
    """Sunday 17 September, as the heading of a day."""
    text = date_format(date, "l j F" if is_english() else r"l j \d\e F", use_l10n=False)
    return text[:1].upper() + text[1:]


@register.filter
def short_day(date: dt.date) -> str:
    """Sun 17 Sep, within a line: dom 17 set, where Spanish writes no capital."""
    return date_format(date, "D j M" if is_english() else "D j b", use_l10n=False)


@register.filter
def words(text: str) -> list[str]:
    return text.split()


@register.filter
def settlement(step: str) -> str:
    return str(SettlementStep(step).label)


@register.filter
def settlements(steps: Iterable[str]) -> str:
    """What would settle a matchup; where the rules are spent, a ruling."""
    return joined(
        lower_first(SettlementStep(step).label) if step in SettlementStep.values else _("a ruling")
        for step in steps
    )


DIFFERENCES = frozenset(
    {
        Criterion.GOAL_DIFFERENCE,
        Criterion.AWAY_GOAL_DIFFERENCE,
        Criterion.HEAD_TO_HEAD_GOAL_DIFFERENCE,
    }
)


@register.filter
def by_criterion(value: Any, criterion: str) -> str:
    """A figure as its criterion is written: differences have their sign."""
    return signed(value) if criterion in DIFFERENCES else figure(value)


@register.filter
def lacks(step: Step) -> str:
    """What kept a criterion from deciding: matches or clubs of which its data are not known."""
    number = len(step.missing)
    if not number:
        return ""
    if KINDS[step.criterion].register or KINDS[step.criterion].scope is Scope.EXTRA:
        text = ngettext("of %(count)s club", "of %(count)s clubs", number)
    else:
        text = ngettext("of %(count)s match", "of %(count)s matches", number)
    return text % {"count": number}


@register.simple_tag
def verdict(view: MatchupView, stage: StageData) -> str:
    """Why the winner of a matchup went through, or won the final, in a few words."""
    is_final = any(
        found.number == view.data.round and found.key in WON_FOR_ITSELF for found in stage.rounds
    )
    if view.outcome.decided_by is None:
        return _undecided(view)
    if view.outcome.winner is None:
        return _("Both clubs excluded")
    if view.decided_by == Decision.REPORTED:
        return _("Won; how is not known") if is_final else _("Went through; how is not known")
    if view.decided_by == Decision.SCORE:
        return pgettext("matchup", "Wins") if is_final else pgettext("matchup", "Goes through")
    reason = str(Decision(view.decided_by).label)
    tally = {
        Decision.PENALTIES: view.outcome.penalties,
        Decision.AGGREGATE: view.outcome.aggregate,
        Decision.EXTRA_TIME: view.outcome.extra_time,
    }.get(Decision(view.decided_by))
    if tally:
        reason = f"{reason}, {max(tally)}{DASH}{min(tally)}"
    words = _("Wins %(reason)s") if is_final else _("Goes through %(reason)s")
    return words % {"reason": reason}


WON_FOR_ITSELF = frozenset({RoundKey.FINAL, RoundKey.THIRD_PLACE})
"""Rounds whose winner does not go on to another."""


def _undecided(view: MatchupView) -> str:
    if _waits(view):
        return _("To be decided")
    steps = [step for step in view.outcome.missing if step in SettlementStep.values]
    if steps and view.outcome.aggregate is not None:
        names = joined([lower_first(SettlementStep(step).label) for step in steps])
        return _("Level; missing: %(steps)s") % {"steps": names}
    return _("Winner not known")


def _waits(view: MatchupView) -> bool:
    return not view.legs or any(leg.is_open for leg in view.legs)


@register.filter("criteria")
def places_missing(codes: tuple[str, ...]) -> str:
    """What would part clubs that share a place."""
    names = [lower_first(Criterion(code).label) for code in codes]
    return joined(names)


def deduction(points: int) -> str:
    """“3 points taken” or “1 point given”."""
    number = abs(points)
    if points < 0:
        return ngettext("%(count)s point taken", "%(count)s points taken", number) % {
            "count": number
        }
    return ngettext("%(count)s point given", "%(count)s points given", number) % {"count": number}


@register.filter
def fixture_field(name: str) -> str:
    """What an official's form calls a field of a fixture."""
    return str(Fixture._meta.get_field(name).verbose_name)  # noqa: SLF001


@register.filter
def fixture_value(value: Any, name: str) -> str:
    """A value of that field in words."""
    if value is None:
        return UNKNOWN
    if name == "status":
        return label(value, "status")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return localize(value)


@register.simple_tag(takes_context=True)
def in_language(context: Mapping[str, Any], code: str) -> str:
    """The address of this page in another language, with what was asked for.

    Where nothing is at the address, the start in that language.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return "/"
    if request.resolver_match is None:
        with override(code):
            return reverse("standings:home")
    return translate_url(request.get_full_path(), code)


ASKED = frozenset(("a", "b", "departamento", "etapa", "fecha", "page", "q", "sede", "via"))
"""What can be asked of a page. Anything else in an address is somebody's own mark on the link."""


@register.simple_tag(takes_context=True)
def page_in(context: Mapping[str, Any], code: str) -> str:
    """The whole address under which search engines know this page in a language."""
    request: HttpRequest | None = context.get("request")
    if request is None or request.resolver_match is None:
        return absolute(context, in_language(context, code))
    asked = sorted(item for item in request.GET.items() if item[0] in ASKED and item[1])
    asked = [item for item in asked if item != ("page", "1")]
    path = translate_url(request.path, code)
    return request.build_absolute_uri(f"{path}?{urlencode(asked)}" if asked else path)


@register.simple_tag(takes_context=True)
def absolute(context: Mapping[str, Any], address: str) -> str:
    request: HttpRequest | None = context.get("request")
    return request.build_absolute_uri(address) if request else address


@register.simple_tag(takes_context=True)
def subscribe(context: Mapping[str, Any], address: str) -> str:
    """A calendar's address as phones open it: they then ask again by themselves."""
    return re.sub(r"^https?:", "webcal:", absolute(context, address))


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: Any) -> str:
    """The present query string with changes; `None` takes a part out."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    parts = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}" if parts or changes else ""


@register.filter
def names_of(clubs: tuple[ClubData, ...]) -> str:
    return joined([club.name for club in clubs])
