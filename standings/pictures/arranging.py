"""Pages to cards: which rows, matchups and words a picture has room for."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.choices import OutcomeKind
from standings.pictures.cards import (
    BracketCard,
    ClubCard,
    Column,
    Cut,
    FixtureCard,
    Head,
    MatchupLine,
    NamesCard,
    RoundColumn,
    Row,
    SideLine,
    SiteCard,
    TableCard,
)
from standings.selectors.brackets import BracketRound, MatchupView, Side
from standings.selectors.clubs import ClubPage, ClubSeason
from standings.selectors.fixtures import FixturePage
from standings.selectors.qualified import QualifiedPage
from standings.selectors.seasons import StagePage
from standings.selectors.snapshot import FixtureData, StageData
from standings.selectors.tables import Table, TableRow
from standings.tables import StandingsTable
from standings.templatetags.copaperu import (
    JOINER,
    UNKNOWN,
    aggregate,
    cut_words,
    figure,
    leg,
    lower_first,
    ordinal,
    shown_score,
    slot,
    verdict,
)
from standings.templatetags.matches import ground, leg_name, remarks

ROWS = 7
"""Rows of a column, with one cut line beside them."""
NAMES = 52
IN_A_ROUND = 16
TREE = 3
SEASONS = 4
WIDE_FIGURES = ("played", "won", "drawn", "lost", "goal_difference", "points")


def stage_card(page: StagePage) -> TableCard | NamesCard | BracketCard:
    """The table, the groups or the bracket, whichever the stage is."""
    if not page.stage.has_table:
        return bracket_card(page)
    if len(page.tables) == 1:
        return table_card(page.stage, page.tables[0])
    return groups_card(page.stage, page.tables)


def _where(stage: StageData, *more: str) -> str:
    return " · ".join([f"Copa Perú {stage.year}", str(stage.label), *filter(None, more)])


def table_card(stage: StageData, table: Table) -> TableCard | NamesCard:
    """The whole table of a few clubs; else its head, and the clubs around the first cut."""
    known = _("%(known)s of %(expected)s matches.") % {
        "known": table.known,
        "expected": table.expected,
    }
    title = _("Final table") if stage.is_finished else _("How the table stands")
    head = Head(_where(stage, known.rstrip(".")), title, is_simulated=stage.is_simulated)
    if table.is_partial:
        head = replace(head, title=_("What is known of the table"))
        return _names_card(head, [row.club.name for row in table.rows])
    shown = StandingsTable(table, stage)
    rows = table.rows
    if len(rows) <= ROWS:
        return TableCard(head, (_column(shown, rows, WIDE_FIGURES),))
    following = rows[ROWS : 2 * ROWS]
    if len(rows) > 2 * ROWS:
        edge = next((i for i, row in enumerate(rows) if row.club.entry in shown.cuts), 0)
        start = min(max(ROWS, edge - 2), len(rows) - ROWS + 1)
        following = rows[start : start + ROWS - 1]
    figures = ("goal_difference", "points")
    return TableCard(
        head, (_column(shown, rows[:ROWS], figures), _column(shown, following, figures))
    )


def groups_card(stage: StageData, tables: Sequence[Table]) -> TableCard | NamesCard:
    """Every table of up to four groups, as far as it fits; else who is first in each.

    Where that is known of no group, the clubs.
    """
    head = Head(_where(stage), str(stage.label), is_simulated=stage.is_simulated)
    if len(tables) <= 2:
        columns = tuple(_group_column(stage, table, ROWS - 1) for table in tables)
        return TableCard(head, columns)
    if len(tables) <= 4:
        halves = (tables[0::2], tables[1::2])
        return TableCard(head, tuple(_stacked(stage, half) for half in halves))
    leaders = [_leader(table) for table in tables]
    if not any(row.is_club for row in leaders):
        return _names_card(head, [club.name for club in stage.clubs.values()])
    most = 2 * (ROWS + 1)
    where = _where(stage, _more(len(leaders) - most))
    head = replace(head, where=where, title=_("First of each group"))
    leaders = leaders[:most]
    half = (len(leaders) + 1) // 2
    return TableCard(
        head, tuple(Column((), tuple(part)) for part in (leaders[:half], leaders[half:]))
    )


def _group_column(stage: StageData, table: Table, most: int) -> Column:
    name = str(table.group.label) if table.group else ""
    found = _column(StandingsTable(table, stage), table.rows[:most], ("points",))
    lines = tuple(line for line in found.lines if isinstance(line, Row))
    return Column(found.headers, lines, name)


def _stacked(stage: StageData, tables: Sequence[Table]) -> Column:
    columns = [_group_column(stage, table, 3) for table in tables]
    lines = [line for found in columns for line in (Cut(found.title), *found.lines)]
    return Column(columns[0].headers, tuple(lines))


def _leader(table: Table) -> Row:
    """Clubs that share the first place are not parted here either."""
    name = str(table.group.label) if table.group else ""
    first = [row for row in table.rows if row.place == 1]
    if len(first) != 1:
        words = _("undecided") if first else UNKNOWN
        return Row("", words, (), label=name, is_club=False)
    row = first[0]
    zone = row.shown_zone
    return Row(
        "",
        row.club.name,
        (),
        letter=zone.letter if zone else "",
        tone=zone.tone if zone else "",
        label=name,
    )


def _column(shown: StandingsTable, rows: Sequence[TableRow], names: Sequence[str]) -> Column:
    bound = {column.name: at for at, column in enumerate(shown.columns)}
    wanted = [bound[name] for name in names]
    headers = tuple(str(shown.columns[at].header) for at in wanted)
    lines: list[Row | Cut] = []
    for row in rows:
        cells = shown.cells(row)
        zone = row.shown_zone
        lines.append(
            Row(
                place=figure(row.place),
                club=row.club.name,
                figures=tuple(str(cells[at].text) for at in wanted),
                letter=zone.letter if zone else "",
                tone=zone.tone if zone else "",
            )
        )
        if cut := shown.cuts.get(row.club.entry):
            lines.append(Cut(cut_words(cut)))
    return Column(headers, tuple(lines))


def _names_card(head: Head, names: Sequence[str]) -> NamesCard:
    if len(names) <= NAMES:
        return NamesCard(head, tuple(names))
    return NamesCard(head, tuple(names[: NAMES - 1]), _more(len(names) - NAMES + 1))


def _more(left: int) -> str:
    words = ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}
    return words if left > 0 else ""


def qualified_card(page: QualifiedPage) -> NamesCard:
    """The list that the page shows where nothing is asked for."""
    number = len(page.rows)
    title = ngettext("%(rows)s qualified club", "%(rows)s qualified clubs", number)
    target = next((str(t.label) for t in page.targets if t.code == page.target), "")
    where = " · ".join(filter(None, [f"Copa Perú {page.season.year}", target]))
    head = Head(where, title % {"rows": number}, is_simulated=page.season.is_simulated)
    return _names_card(head, [row.club.name for row in page.rows])


def bracket_card(page: StagePage) -> BracketCard | NamesCard:
    """The last rounds where they are a tree with somebody in it, else the round in play."""
    stage = page.stage
    champion = page.champion
    head = Head(_where(stage), _("The matchups"), is_simulated=stage.is_simulated)
    if not page.sections:
        return _names_card(head, [club.name for club in stage.clubs.values()])
    tree = page.sections[0].tree[-TREE:] if len(page.sections) == 1 else ()
    if tree and any(view.first.club or view.second.club for view in tree[0].matchups):
        return BracketCard(
            head,
            tuple(_round_column(drawn, stage) for drawn in tree),
            champion=champion.name if champion else "",
            champion_word=_("Champion"),
        )
    rounds = [_in_play(section.rounds) for section in page.sections]
    views = [view for drawn in rounds for view in drawn.matchups]
    names = dict.fromkeys(str(drawn.round.label) for drawn in rounds)
    return BracketCard(
        replace(head, title=" · ".join(names) if len(names) == 1 else head.title),
        (RoundColumn("", tuple(_matchup(view, stage) for view in views[:IN_A_ROUND])),),
        more=_more(len(views) - IN_A_ROUND),
    )


def _in_play(rounds: Sequence[BracketRound]) -> BracketRound:
    """The last round of which a club is known, else the first."""
    known = [r for r in rounds if any(v.first.club or v.second.club for v in r.matchups)]
    return (known or [*rounds[:1]])[-1]


def _round_column(drawn: BracketRound, stage: StageData) -> RoundColumn:
    return RoundColumn(
        str(drawn.round.label), tuple(_matchup(view, stage) for view in drawn.matchups)
    )


def _matchup(view: MatchupView, stage: StageData) -> MatchupLine:
    return MatchupLine(
        _side(view, view.first), _side(view, view.second), _plain(verdict(view, stage))
    )


def _side(view: MatchupView, side: Side) -> SideLine:
    goals = strip_tags(aggregate(view, side) if view.data.legs == 2 else leg(side, 1))
    if side.penalties is not None:
        goals = f"{goals} ({side.penalties})".strip()
    name = side.club.name if side.club else slot(side.slot)
    return SideLine(name, goals, side.won, side.club is None)


def fixture_card(page: FixturePage) -> FixtureCard:
    stage, fixture = page.stage, page.fixture
    found = shown_score(fixture)
    notes = remarks(fixture, stage)
    which_leg, place = leg_name(fixture, stage), ground(fixture)
    plain = [str(n.text) for n in notes if not n.is_status and n.text not in (which_leg, place)]
    title = str(page.round.label) if page.round else str(stage.label)
    return FixtureCard(
        head=Head(_where(stage), title, which_leg, stage.is_simulated),
        home=page.home.name,
        away=page.away.name,
        home_from=page.home.department,
        away_from=page.away.department,
        goals=_goals(fixture),
        winner=(found.winner or "") if found else "",
        status=_plain(" · ".join(str(note.text) for note in notes if note.is_status)),
        lines=tuple(filter(None, (_plain(" · ".join(plain)), _when(fixture), place))),
    )


def _goals(fixture: FixtureData) -> tuple[str, ...]:
    if found := shown_score(fixture):
        return (str(found.home), str(found.away))
    if fixture.is_open:
        return (fixture.time.strftime("%H:%M") if fixture.time else "–",)
    return (UNKNOWN, UNKNOWN)


def _when(fixture: FixtureData) -> str:
    if fixture.date is None:
        return _("Date not known")
    text = capfirst(date_format(fixture.date, "DATE_FORMAT"))
    shown = fixture.time and not fixture.is_open
    return f"{text}, {fixture.time:%H:%M}" if shown else text


def club_card(page: ClubPage) -> ClubCard:
    """Its last seasons; the simulated ones only where there is no other."""
    seasons = page.seasons or page.simulated
    balance = page.balance
    note = ngettext(
        "Of what is known: %(played)s match, %(won)s won, %(drawn)s drawn, %(lost)s lost.",
        "Of what is known: %(played)s matches, %(won)s won, %(drawn)s drawn, %(lost)s lost.",
        balance.played,
    ) % {
        "played": balance.played,
        "won": balance.won,
        "drawn": balance.drawn,
        "lost": balance.lost,
    }
    town = [page.club.department.name, page.club.home_town]
    return ClubCard(
        head=Head("Copa Perú", "", is_simulated=bool(page.simulated) and not page.seasons),
        name=page.club.name,
        town=" · ".join(filter(None, dict.fromkeys(town))),
        lines=tuple((str(season.year), _season_words(season)) for season in seasons[:SEASONS]),
        note=note if balance.played else "",
    )


def _season_words(season: ClubSeason) -> str:
    """How far it came: what it won, else its place or its last matchup in the last stage."""
    won = [o for o in season.outcomes if o.kind in (OutcomeKind.PROMOTED, OutcomeKind.LEAGUE_PLACE)]
    if won:
        kind, destination = str(OutcomeKind(won[0].kind).label), won[0].destination
        return f"{kind}: {destination}" if destination else kind
    last = season.stages[-1]
    name = str(last.stage.label)
    if last.row and last.row.place:
        place = {
            "place": ordinal(last.row.place),
            "points": figure(last.row.row.record.points),
        }
        return f"{name}: {_('%(place)s, %(points)s points') % place}"
    if last.matchups:
        view = last.matchups[-1].view
        if view.winner and view.winner.entry != last.club.entry:
            return f"{name}: {_('out against %(rival)s') % {'rival': view.winner.name}}"
        return _plain(f"{name}: {lower_first(verdict(view, last.stage))}")
    return name


def site_card() -> SiteCard:
    """For pages that have no picture of their own."""
    return SiteCard(
        "Copa Perú",
        (_("Tables, results, brackets and the qualified"), _("with the reason for every place")),
    )


def _plain(text: str) -> str:
    return text.replace(JOINER, "")
