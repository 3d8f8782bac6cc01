"""The words of a bulletin, in the language that is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from standings.selectors.brackets import MatchupView, Side
from standings.selectors.bulletin import BulletinPage
from standings.selectors.claims import ClaimRow, RulingRow
from standings.selectors.snapshot import ClubData, FixtureData, StageData
from standings.selectors.tables import Table
from standings.tables import StandingsTable
from standings.templatetags.copaperu import (
    JOINER,
    UNKNOWN,
    aggregate,
    cut_words,
    day,
    deduction,
    figure,
    footnotes,
    joined,
    leg,
    legend,
    note_marks,
    score,
    shown_score,
    slot,
    verdict,
)
from standings.templatetags.decisions import ruling_words
from standings.templatetags.matches import ground, remarks


@dataclass(frozen=True, slots=True)
class Result:
    """`winner` is home, away or nobody."""

    home: str
    score: str
    away: str
    winner: str
    note: str


@dataclass(frozen=True, slots=True)
class SideLine:
    name: str
    legs: tuple[str, ...]
    total: str
    won: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A matchup: both clubs with their goals, and why one goes through."""

    sides: tuple[SideLine, SideLine]
    verdict: str


@dataclass(frozen=True, slots=True)
class Line:
    place: str
    letter: str
    tone: str
    club: str
    figures: tuple[str, ...]
    cut: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A table. `note` says how much of it is known."""

    title: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Announced:
    time: str
    home: str
    away: str
    ground: str


@dataclass(frozen=True, slots=True)
class Day:
    title: str
    matches: tuple[Announced, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Every word of it; `words` are the headings, `changed` the second of the last change."""

    language: str
    title: str
    league: str
    stage: str
    round: str
    issued: str
    changed: int
    simulated: str
    words: dict[str, str]
    results: tuple[Result, ...]
    pairs: tuple[Pair, ...]
    standings: tuple[Standing, ...]
    legend: tuple[tuple[str, str, str], ...]
    notes: tuple[tuple[str, str], ...]
    next_title: str
    days: tuple[Day, ...]
    next_pairs: tuple[Pair, ...]
    resting: str
    next_resting: str
    decided: tuple[str, ...]

    @property
    def size(self) -> str:
        """In which of three sizes the page is printed; the PDF measures it."""
        lines = sum(len(found.lines) + 3 for found in self.standings)
        lines += len(self.results) + 3 * len(self.pairs) + 3 * len(self.next_pairs)
        lines += sum(len(found.matches) + 2 for found in self.days) + len(self.decided)
        return "small" if lines > 80 else "medium" if lines > 45 else "large"


FIGURES = (
    "played",
    "won",
    "drawn",
    "lost",
    "goals_for",
    "goals_against",
    "goal_difference",
    "points",
)
FEWER = ("played", "goal_difference", "points")
MANY_GROUPS = 4
LISTED = 12
"""Notes and rulings: a bulletin is one sheet, and the season has a page for all of them."""


def bulletin(page: BulletinPage) -> Bulletin:
    stage = page.stage
    name = f"{stage.label} {stage.year}"
    return Bulletin(
        language="en" if get_language() == "en" else "es",
        title=f"{_('Bulletin')}: {name}, {page.round.label}",
        league=page.league,
        stage=name,
        round=str(page.round.label),
        issued=_issued(page),
        changed=int(page.changed_at.timestamp()) if page.changed_at else 0,
        simulated=_("The results are made up: nothing of it was played.")
        if stage.is_simulated
        else "",
        words=_headings(stage),
        results=() if page.matchups else tuple(_result(f, stage) for f in page.fixtures),
        pairs=tuple(_pair(view, stage) for view in page.matchups),
        standings=tuple(_standing(table, stage, page) for table in page.tables),
        legend=tuple((e.letter, e.css, _plain(e.text)) for e in legend(stage)),
        notes=tuple(_notes(page)),
        next_title=str(page.next_round.label) if page.next_round else "",
        days=tuple(_days(page.next_fixtures, stage)),
        next_pairs=()
        if page.next_fixtures
        else tuple(_pair(view, stage) for view in page.next_matchups),
        resting=_names(page.resting),
        next_resting=_names(page.next_resting),
        decided=tuple(_decided(page)),
    )


def _headings(stage: StageData) -> dict[str, str]:
    return {
        "bulletin": _("Bulletin"),
        "results": _("Results"),
        "table": _("The table"),
        "next": _("Next round"),
        "rests": pgettext("bulletin", "Rest"),
        "decided": _("Claims and rulings"),
        "nothing": _("Nothing to report."),
        "no_results": _("No fixture of this round is known."),
        "no_next": _("No later round is recorded."),
        "no_matches": _("Its matches are not set yet."),
        "signature": _("For the league"),
        "club": _("Club"),
        "place": pgettext("column", "No."),
        "first_leg": pgettext("leg", "1st"),
        "second_leg": pgettext("leg", "2nd"),
        "total": _("agg."),
        "simulated": _("Simulated"),
    }


def _issued(page: BulletinPage) -> str:
    if page.changed_at is None:
        return ""
    at = timezone.localtime(page.changed_at)
    return _("With what was recorded until %(date)s, %(time)s.") % {
        "date": date_format(at, "DATE_FORMAT"),
        "time": f"{at:%H:%M}",
    }


def _plain(text: Any) -> str:
    return str(text).replace(JOINER, "")


def _names(clubs: Iterable[ClubData]) -> str:
    return joined([club.name for club in clubs])


def _result(fixture: FixtureData, stage: StageData) -> Result:
    found = shown_score(fixture)
    notes = [str(n.text) for n in remarks(fixture, stage, plain=True)]
    to_come = fixture.is_open and found is None
    return Result(
        home=stage.clubs[fixture.home].name,
        score="–" if to_come else _plain(score(found)),
        away=stage.clubs[fixture.away].name,
        winner=(found.winner or "") if found else "",
        note=_plain(" · ".join(notes)),
    )


def _pair(view: MatchupView, stage: StageData) -> Pair:
    why = _plain(verdict(view, stage))
    if view.is_provisional:
        why = f"{why} · {pgettext('result', 'prov.')}"
    return Pair((_side(view, view.first), _side(view, view.second)), why)


def _side(view: MatchupView, side: Side) -> SideLine:
    two = view.data.legs == 2
    total = strip_tags(aggregate(view, side) if two else leg(side, 1))
    if side.penalties is not None:
        total = f"{total} ({side.penalties})".strip()
    legs = tuple(strip_tags(leg(side, number)) for number in (1, 2)) if two else ()
    return SideLine(side.club.name if side.club else slot(side.slot), legs, total, side.won)


def _standing(table: Table, stage: StageData, page: BulletinPage) -> Standing:
    shown = StandingsTable(table, stage)
    names = FEWER if len(page.tables) > MANY_GROUPS else FIGURES
    at = {column.name: number for number, column in enumerate(shown.columns)}
    known = _("%(known)s of %(expected)s matches.") % {
        "known": table.known,
        "expected": table.expected,
    }
    lines = []
    for row in table.rows:
        cells = shown.cells(row)
        zone = row.shown_zone
        cut = shown.cuts.get(row.club.entry)
        undecided = f" ({_('undecided')})" if row.undecided else ""
        lines.append(
            Line(
                place=figure(row.place),
                letter=zone.letter if zone else "",
                tone=zone.tone if zone else "",
                club=f"{row.club.name}{note_marks(row)}{undecided}",
                figures=tuple(str(cells[at[name]].text) for name in names),
                cut=_plain(cut_words(cut)) if cut else "",
            )
        )
    headers = tuple(str(shown.columns[at[name]].header) for name in names)
    return Standing(str(table.group.label) if table.group else "", headers, tuple(lines), known)


def _notes(page: BulletinPage) -> Iterable[tuple[str, str]]:
    stage = page.stage
    found = [n for table in page.tables for n in footnotes(table, stage.clubs, stage.year)]
    for note in found[:LISTED]:
        yield note.sign or UNKNOWN, _plain(f"{note.text} {note.fact}".strip())
    if more := _more(len(found) - LISTED):
        yield "", more


def _more(left: int) -> str:
    words = ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}
    return words if left > 0 else ""


def _days(fixtures: Sequence[FixtureData], stage: StageData) -> Iterable[Day]:
    """By day, ground and hour; what is not known yet comes last and says so."""
    ordered = sorted(
        fixtures,
        key=lambda f: (
            f.date is None,
            str(f.date),
            not ground(f),
            ground(f),
            f.time is None,
            str(f.time),
        ),
    )
    for date, matches in groupby(ordered, key=lambda f: f.date):
        title = day(date) if date else _("Date not known")
        yield Day(title, tuple(_announced(fixture, stage) for fixture in matches))


def _announced(fixture: FixtureData, stage: StageData) -> Announced:
    return Announced(
        time=f"{fixture.time:%H:%M}" if fixture.time else UNKNOWN,
        home=stage.clubs[fixture.home].name,
        away=stage.clubs[fixture.away].name,
        ground=ground(fixture),
    )


def _decided(page: BulletinPage) -> Iterable[str]:
    """Sanctions and rulings first, then the claims that nobody has decided yet."""
    found = [*map(_ruling, page.rulings), *map(_claim, page.claims)]
    for text in found[:LISTED]:
        yield _plain(text)
    if more := _more(len(found) - LISTED):
        yield more


def _ruling(row: RulingRow) -> str:
    clubs = row.stage.clubs
    about = (
        f"{clubs[row.fixture.home].name} – {clubs[row.fixture.away].name}: " if row.fixture else ""
    )
    when = date_format(row.decided_on, "SHORT_DATE_FORMAT") if row.decided_on else ""
    paper = ", ".join(filter(None, [row.document, when]))
    beside = "; ".join(
        f"{found.club.name}: {deduction(found.points)}"
        for found in row.points
        if row.effect != "points"
    )
    words = ". ".join(filter(None, [ruling_words(row), beside]))
    return f"{about}{words}. {paper}." if paper else f"{about}{words}."


def _claim(claim: ClaimRow) -> str:
    found = {"club": claim.claimant.name}
    if claim.against:
        found["rival"] = claim.against.name
        text = _("Open claim of %(club)s against %(rival)s") % found
    else:
        text = _("Open claim of %(club)s") % found
    if claim.deadline:
        until = date_format(claim.deadline, "SHORT_DATE_FORMAT")
        return _("%(claim)s, to be decided by %(date)s.") % {"claim": text, "date": until}
    return f"{text}."
