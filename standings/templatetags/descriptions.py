"""Titles and descriptions: what a list of search results, or a link in a message, says of a page.

Facts first: who leads, how the match ended, when the club plays next. What is not known is left
out; what is simulated begins with that word.
"""

from collections.abc import Iterable
from functools import singledispatch

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.choices import Criterion, Decision
from competitions.language import is_english
from standings.selectors.brackets import final_of, matchup_views
from standings.selectors.bulletin import BulletinPage
from standings.selectors.club_row import ClubRowPage
from standings.selectors.clubs import ClubPage
from standings.selectors.comparison import ComparisonPage
from standings.selectors.departments import DepartmentPage
from standings.selectors.fixtures import FixturePage
from standings.selectors.home import HomePage
from standings.selectors.journeys import PlacesPage
from standings.selectors.overview import SeasonPage
from standings.selectors.qualified import QualifiedPage
from standings.selectors.rulings import RulingsPage
from standings.selectors.scorers import ScorersPage
from standings.selectors.seasons import RoundPage, SeasonNav, StagePage
from standings.selectors.snapshot import FixtureData, StageData
from standings.selectors.tables import Table, TableRow
from standings.templatetags.copaperu import (
    JOINER,
    by_criterion,
    day,
    figure,
    joined,
    lower_first,
    ordinal,
    shown_score,
    verdict,
)

TITLE_ROOM = 53
"""Search engines show some 65 characters; the name of the site takes twelve."""
ROOM = 165
LEADERS = 3


# Titles -----------------------------------------------------------------------------------------


@singledispatch
def title_of(page: object) -> str:
    """Without the name of the site. Pages that this knows nothing of write their own."""
    return _("Tables, results and matchups")


@title_of.register
def _home_title(page: HomePage) -> str:
    if not page.champion:
        return _marked(_("How season %(year)s stands") % {"year": page.nav.year}, page.nav)
    words = {"year": page.nav.year, "club": page.champion.name}
    return _marked(_("Champion of %(year)s: %(club)s") % words, page.nav)


@title_of.register
def _stage_title(page: StagePage) -> str:
    return _marked(_asked(page.stage, page.after_round, page.where), page.season)


@title_of.register
def _round_title(page: RoundPage) -> str:
    return _marked(f"{page.round.label}, {_named(page.stage)}", page.season)


@title_of.register
def _qualified_title(page: QualifiedPage) -> str:
    title = f"{_('Qualified')} {page.season.year}"
    first = page.targets[0].code if page.targets else page.target
    labels = [f": {t.label}" for t in page.targets if t.code == page.target != first]
    return _marked("".join((title, *labels)), page.season)


@title_of.register
def _comparison_title(page: ComparisonPage) -> str:
    when = _after(page.after_round)
    if page.table is None or page.first is page.second:
        return _marked(f"{_('Compare two clubs')}: {_named(page.stage)}{when}", page.season)
    return _shortest(
        page.season,
        *(
            f"{first} – {second}: {where}{when}"
            for where in (_named(page.stage), str(page.stage.year))
            for first, second in _both(page.first.name, page.second.name, page)
        ),
    )


@title_of.register
def _club_row_title(page: ClubRowPage) -> str:
    asked = _asked(page.stage, page.table.after_round, page.table.where)
    name, short = page.club.name, page.club.short_name or page.club.name
    titles = (f"{name}: {asked}", f"{short}: {asked}", f"{short}, {page.stage.year}")
    return _shortest(page.season, *titles)


@title_of.register
def _places_title(page: PlacesPage) -> str:
    names = (_("The places, round by round"), _("Places"))
    return _shortest(page.season, *(f"{name}: {_named(page.stage)}" for name in names))


@title_of.register
def _fixture_title(page: FixturePage) -> str:
    score = _score(page.fixture)
    return _shortest(
        page.season,
        *(
            f"{home} {score} {away}, {where}"
            for where in (_named(page.stage), str(page.stage.year))
            for home, away in _both(page.home.name, page.away.name, page)
        ),
    )


def _both(first: str, second: str, page: FixturePage | ComparisonPage) -> list[tuple[str, str]]:
    """The names of two clubs, and the short ones that they have."""
    clubs = (page.home, page.away) if isinstance(page, FixturePage) else (page.first, page.second)
    short = tuple(club.short_name or club.name for club in clubs)
    return [(first, second), short]


def _shortest(season: SeasonNav, *titles: str) -> str:
    """The first title that has room, else the last."""
    marked = [_marked(title, season) for title in titles]
    return next((title for title in marked if len(title) <= TITLE_ROOM), marked[-1])


def _marked(title: str, season: SeasonNav) -> str:
    return f"{title} ({_('simulated')})" if season.is_simulated else title


def _named(stage: StageData) -> str:
    return f"{stage.label} {stage.year}"


def _after(after_round: int | None) -> str:
    return ", " + _("after round %(round)s") % {"round": after_round} if after_round else ""


def _asked(stage: StageData, after_round: int | None, where: str) -> str:
    """“National 2024, after round 3, at home”."""
    ground = {"home": _("At home"), "away": _("Away")}.get(where)
    ground = f", {lower_first(ground)}" if ground else ""
    return f"{_named(stage)}{_after(after_round)}{ground}"


# Descriptions -----------------------------------------------------------------------------------


def description_of(page: object) -> str:
    """Blank for pages whose templates write their own."""
    sentences = [sentence for sentence in _sentences(page) if sentence]
    season = getattr(page, "nav", None) or getattr(page, "season", None)
    if sentences and isinstance(season, SeasonNav) and season.is_simulated:
        sentences[0] = f"{_('Simulated')}. {sentences[0]}"
    return _joined_to(ROOM, sentences, " ").replace(JOINER, "")


@singledispatch
def _sentences(page: object) -> Iterable[str]:
    return ()


@_sentences.register
def _of_home(page: HomePage) -> Iterable[str]:
    if page.champion:
        yield _("%(club)s, of %(department)s, won the Copa Perú %(year)s.") % {
            "club": page.champion.name,
            "department": page.champion.department,
            "year": page.nav.year,
        }
    if page.stage and page.table:
        yield f"{_named(page.stage)}: {_leaders(page.table)}."
    if page.stage:
        yield _coming(page.stage, page.upcoming)
    yield _("Tables, matchups and results of the Copa Perú, with the reason for every place.")


@_sentences.register
def _of_season(page: SeasonPage) -> Iterable[str]:
    yield str(page.summary)
    if not page.summary:
        stages = joined(str(summary.stage.label) for summary in page.stages)
        yield f"Copa Perú {page.nav.year}: {stages}."


@_sentences.register
def _of_stage(page: StagePage) -> Iterable[str]:
    stage = page.stage
    asked = _asked(stage, page.after_round, page.where)
    if not stage.has_table:
        yield f"{asked}."
        yield from _of_bracket(stage)
        return
    if len(page.tables) == 1:
        (table,) = page.tables
        yield f"{asked}: {_leaders(table)}." if _leaders(table) else f"{asked}."
    else:
        yield f"{asked}: {_sizes(stage)}."
        first = [leader for table in page.tables for leader in _first_of(table)]
        if first:
            leaders = _joined_to(ROOM - 60, first, ", ")
            yield _("First of their groups: %(clubs)s.") % {"clubs": leaders}
    if not page.after_round:
        yield _how_far(stage)
    yield _("What each place leads to, and why every club stands where it stands.")


def _sizes(stage: StageData) -> str:
    groups, clubs = len(stage.groups), len(stage.clubs)
    return ", ".join(
        (
            ngettext("%(count)s group", "%(count)s groups", groups) % {"count": groups},
            ngettext("%(count)s club", "%(count)s clubs", clubs) % {"count": clubs},
        )
    )


def _leaders(table: Table) -> str:
    """“1st Ada 12 points, 2nd Boca 10, 3rd Cali 10”; nothing where places mean nothing."""
    rows = [row for row in table.rows[:LEADERS] if row.place and row.row.record.played]
    if not rows:
        return ""
    points = rows[0].row.record.points
    with_word = ngettext("%(count)s point", "%(count)s points", _whole(points)) % {
        "count": figure(points)
    }
    figures = [with_word, *(figure(row.row.record.points) for row in rows[1:])]
    return ", ".join(
        f"{ordinal(row.place)} {row.club.name} {count}"
        for row, count in zip(rows, figures, strict=True)
        if row.place
    )


def _whole(points: object) -> int:
    """For the plural: 1.5 points."""
    return points if isinstance(points, int) else 2


def _first_of(table: Table) -> list[str]:
    row = table.rows[0] if table.rows else None
    if row is None or not row.place or row.shared or not row.row.record.played:
        return []
    return [f"{row.club.name} ({table.code})"]


def _how_far(stage: StageData) -> str:
    """What is missing of a stage that is over; how much of another one is played."""
    if stage.is_finished:
        return _known(stage.known, stage.expected)
    if not stage.known:
        return ""
    words = {"known": stage.known, "expected": stage.expected}
    return _("%(known)s of %(expected)s results are in.") % words


def _known(known: int, expected: int) -> str:
    if not expected or known == expected:
        return ""
    return _("%(known)s of %(expected)s results known.") % {"known": known, "expected": expected}


def _of_bracket(stage: StageData) -> Iterable[str]:
    """The final and who won it; before that the matchups of the last round that has clubs."""
    final = final_of(stage)
    if final and final.winner and final.loser:
        yield _("Final: %(winner)s beat %(loser)s.") % {
            "winner": final.winner.name,
            "loser": final.loser.name,
        }
        if final.decided_by not in (Decision.SCORE, Decision.REPORTED):
            yield f"{verdict(final, stage)}."
    else:
        views = [v for v in matchup_views(stage) if v.first.club and v.second.club]
        last = max((v.data.round for v in views), default=None)
        label = next((str(r.label) for r in stage.rounds if r.number == last), "")
        names = [
            f"{v.first.club.name} – {v.second.club.name}"
            for v in views
            if v.data.round == last and v.first.club and v.second.club
        ]
        if names:
            yield f"{label}: {_joined_to(ROOM - 60, names, '; ')}."
    yield _how_far(stage)
    yield _("The matchups, their legs and why each winner went through.")


@_sentences.register
def _of_round(page: RoundPage) -> Iterable[str]:
    known = [f for f in page.fixtures if f.official.score and not f.is_inferred]
    name = f"{page.round.label}, {_named(page.stage)}"
    matches = [_line(page.stage, f) for f in known or page.fixtures]
    shown = _joined_to(ROOM - 60, matches, "; ")
    yield f"{name}: {shown}." if shown else f"{name}."
    yield _known(len(known), len(page.fixtures)) if known else ""


@_sentences.register
def _of_bulletin(page: BulletinPage) -> Iterable[str]:
    yield _("Bulletin on one sheet of A4: %(round)s.") % {
        "round": f"{page.round.label}, {_named(page.stage)}"
    }
    known = [f for f in page.fixtures if f.official.score and not f.is_inferred]
    matches = [_line(page.stage, f) for f in known or page.fixtures]
    yield f"{_joined_to(ROOM - 80, matches, '; ')}." if matches else ""
    yield _("Results, table, programme, rulings.")


@_sentences.register
def _of_comparison(page: ComparisonPage) -> Iterable[str]:
    found = page.explanation
    where = _named(page.stage) + _after(page.after_round)
    if page.obstacle == "partial":
        yield _("%(first)s and %(second)s, %(where)s: what is known of both.") % {
            "first": page.first.name,
            "second": page.second.name,
            "where": where,
        }
        return
    if found is None:
        yield f"{where}."
        yield _("Why one stands above the other: choose any two clubs of a table.")
        return
    yield ", ".join(_stand(row) for row in (page.first_row, page.second_row)) + f" ({where})."
    step = next((s for s in found.steps if s.status == "decides"), None)
    if step is None:
        yield _("No criterion parts them: they share the place.")
        return
    yield _("What parts them is %(criterion)s: %(mine)s against %(theirs)s.") % {
        "criterion": lower_first(Criterion(step.criterion).label),
        "mine": by_criterion(step.a_value, step.criterion),
        "theirs": by_criterion(step.b_value, step.criterion),
    }


def _stand(row: TableRow) -> str:
    return f"{ordinal(row.place or 0)} {row.club.name}"


@_sentences.register
def _of_club_row(page: ClubRowPage) -> Iterable[str]:
    asked = _asked(page.stage, page.table.after_round, page.table.where)
    stand = _stand(page.row) if page.row.place else page.club.name
    yield f"{stand} ({asked})."
    yield _("Why it stands there, its results and what is left to play.")


@_sentences.register
def _of_places(page: PlacesPage) -> Iterable[str]:
    yield f"{_named(page.stage)}."
    yield _("The place of every club after each round, drawn and as a table.")


@_sentences.register
def _of_fixture(page: FixturePage) -> Iterable[str]:
    fixture = page.fixture
    yield f"{page.home.name} {_score(fixture)} {page.away.name}."
    if fixture.is_inferred:
        yield _("Inferred, not confirmed.")
    elif fixture.is_provisional:
        yield _("Provisional result: the league has not confirmed it yet.")
    where = _named(page.stage) + (f", {lower_first(page.round.label)}" if page.round else "")
    yield f"Copa Perú, {where}. {_when(fixture)}".strip()
    if fixture.venue:
        yield ", ".join(dict.fromkeys(filter(None, (fixture.venue, fixture.venue_town)))) + "."


@_sentences.register
def _of_club(page: ClubPage) -> Iterable[str]:
    yield f"{page.club.name}, {page.club.department.name}."
    yield _next_of(page)
    played = page.balance.played
    if played:
        yield ngettext(
            "Of %(played)s match known %(won)s won, %(drawn)s drawn, %(lost)s lost.",
            "Of %(played)s matches known %(won)s won, %(drawn)s drawn, %(lost)s lost.",
            played,
        ) % {
            "played": played,
            "won": page.balance.won,
            "drawn": page.balance.drawn,
            "lost": page.balance.lost,
        }
    years = [str(season.year) for season in page.seasons]
    if years:
        yield _("Seasons: %(years)s.") % {"years": ", ".join(years)}
    yield _("Its places and matches in the Copa Perú.")


def _next_of(page: ClubPage) -> str:
    """The next match of a real season on a known day."""
    stage, fixture = page.upcoming or (None, None)
    if stage is None or fixture is None or stage.is_simulated or not fixture.date:
        return ""
    at_home = stage.clubs[fixture.home].club == page.club.pk
    rival = stage.clubs[fixture.away if at_home else fixture.home].name
    return _("Next match: %(when)s against %(rival)s.") % {
        "when": _moment(fixture),
        "rival": rival,
    }


@_sentences.register
def _of_department(page: DepartmentPage) -> Iterable[str]:
    clubs = page.number_of_clubs
    count = ngettext("%(count)s club", "%(count)s clubs", clubs) % {"count": clubs}
    yield _("%(department)s in the Copa Perú: %(clubs)s.") % {
        "department": page.department.name,
        "clubs": count,
    }
    for season in page.seasons:
        if not season.is_simulated:
            names = joined(row.club.name for row in season.qualifiers)
            yield f"{season.year}: {names}."


@_sentences.register
def _of_qualified(page: QualifiedPage) -> Iterable[str]:
    clubs = len(page.rows)
    count = ngettext("%(count)s club", "%(count)s clubs", clubs) % {"count": clubs}
    target = next((str(t.label) for t in page.targets if t.code == page.target), "")
    label = f"{target}, {count}" if target else count
    yield _("Who qualified in the Copa Perú %(year)s: %(what)s.") % {
        "year": page.season.year,
        "what": lower_first(label),
    }
    yield _joined_to(ROOM - 60, [row.club.name for row in page.rows], ", ")


@_sentences.register
def _of_scorers(page: ScorersPage) -> Iterable[str]:
    yield _("Scorers of the Copa Perú %(year)s.") % {"year": page.season.year}
    rows = (page.published or page.counted)[:LEADERS]
    if rows:
        yield "; ".join(f"{row.player} ({row.club}), {row.goals}" for row in rows) + "."
    else:
        yield _("No scorer of this season is known.")


@_sentences.register
def _of_rulings(page: RulingsPage) -> Iterable[str]:
    if page.is_empty:
        yield _("Copa Perú %(year)s: nobody has claimed, nothing was decided in the office.") % {
            "year": page.season.year
        }
        return
    yield _("What was decided in the office in the Copa Perú %(year)s.") % {
        "year": page.season.year
    }
    papers, claims = len(page.papers), len(page.open_claims)
    yield (
        ", ".join(
            (
                ngettext("%(count)s ruling", "%(count)s rulings", papers) % {"count": papers},
                ngettext("%(count)s open claim", "%(count)s open claims", claims)
                % {"count": claims},
            )
        )
        + "."
    )
    yield _("Matches awarded, clubs excluded, points taken.")


# Parts ------------------------------------------------------------------------------------------


def _score(fixture: FixtureData) -> str:
    """2–1; a dash alone where none is known. Without the joiners that running text has."""
    score = shown_score(fixture)
    return f"{score.home}–{score.away}" if score else "–"


def _line(stage: StageData, fixture: FixtureData) -> str:
    home, away = stage.clubs[fixture.home].name, stage.clubs[fixture.away].name
    return f"{home} {_score(fixture)} {away}"


def _coming(stage: StageData, fixtures: Iterable[FixtureData]) -> str:
    found = min((f for f in fixtures if f.date), key=lambda f: (f.date, f.pk), default=None)
    if found is None:
        return ""
    return _("Next: %(when)s, %(match)s.") % {
        "when": _moment(found),
        "match": _line(stage, found),
    }


def _moment(fixture: FixtureData) -> str:
    """Within a sentence, where Spanish writes the weekday small."""
    text = day(fixture.date) if fixture.date else ""
    text = text if is_english() else lower_first(text)
    return f"{text}, {fixture.time:%H:%M}" if fixture.time else text


def _when(fixture: FixtureData) -> str:
    if not fixture.date:
        return ""
    hour = f", {fixture.time:%H:%M}" if fixture.time else ""
    text = date_format(fixture.date, "DATE_FORMAT")
    return f"{text[:1].upper()}{text[1:]}{hour}."


def _joined_to(room: int, parts: Iterable[str], between: str) -> str:
    """As many parts as there is room for; the first in any case."""
    text = ""
    for part in parts:
        longer = f"{text}{between}{part}" if text else part
        if text and len(longer) > room:
            break
        text = longer
    return text
