"""Lists of a season: who qualified and how, claims and rulings, scorers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from competitions.choices import (
    ClaimState,
    Evidence,
    RulingEffect,
    Via,
)
from standings.core.way import Fate
from standings.exports.matches import club_or_slot, score_text
from standings.exports.sheet import Column, Getter, Sheet
from standings.selectors.claims import ClaimRow, RulingRow
from standings.selectors.qualified import QualifiedPage, QualifiedRow
from standings.selectors.rulings import RulingsPage
from standings.selectors.scorers import ScorerRow, ScorersPage
from standings.selectors.way import ClubWay, DepartmentWay, WayPage


def qualified_sheet(page: QualifiedPage, rows: Sequence[QualifiedRow]) -> Sheet:
    """The rows that the page's filters left."""
    return Sheet(
        f"{page.season.year}-{_('qualified')}",
        QUALIFIED_COLUMNS,
        tuple(rows),
        page.season.is_simulated,
    )


def _destination(row: QualifiedRow) -> str:
    return str(row.destination.label)


QUALIFIED_COLUMNS = (
    Column("department", pgettext_lazy("column", "department"), lambda r: r.club.department),
    Column("club", pgettext_lazy("column", "club"), lambda r: r.club.name),
    Column("town", pgettext_lazy("column", "town"), lambda r: r.club.town or None),
    Column("via", pgettext_lazy("column", "via"), lambda r: r.via, lambda r: str(Via(r.via).label)),
    Column("place", pgettext_lazy("column", "place"), lambda r: r.place),
    Column(
        "destination",
        pgettext_lazy("column", "destination"),
        lambda row: row.destination.label.es,
        _destination,
    ),
)


def way_sheet(page: WayPage) -> Sheet:
    """A row a club that came up, and a row a berth that is open, by department."""
    rows: list[tuple[DepartmentWay, ClubWay | None]] = []
    for found in page.departments:
        rows += [(found, way) for way in found.clubs]
        rows += [(found, None)] * found.open
    name = f"{page.season.year}-{_('way')}"
    return Sheet(name, WAY_COLUMNS, tuple(rows), page.season.is_simulated)


def _way(get: Getter) -> Getter:
    """Blank for an open berth."""
    return lambda row: get(row[1]) if row[1] else None


def _reached(get: Getter) -> Getter:
    return _way(lambda way: get(way.reached) if way.reached else None)


FATES = {
    Fate.CHAMPION: gettext_lazy("champion"),
    Fate.IN: gettext_lazy("still in"),
    Fate.OUT: gettext_lazy("out"),
    Fate.REACHED: gettext_lazy("last known"),
}

WAY_COLUMNS = (
    Column("department", pgettext_lazy("column", "department"), lambda row: row[0].department.name),
    Column("club", pgettext_lazy("column", "club"), _way(lambda way: way.club.name)),
    Column("town", pgettext_lazy("column", "town"), _way(lambda way: way.club.town or None)),
    Column(
        "via",
        pgettext_lazy("column", "via"),
        _way(lambda way: way.club.via or None),
        _way(lambda way: str(Via(way.club.via or Via.UNKNOWN).label)),
    ),
    Column("place", pgettext_lazy("column", "place"), _way(lambda way: way.club.departmental_rank)),
    Column(
        "from",
        pgettext_lazy("column", "from"),
        _way(lambda way: [start.slug for start in way.trail]),
        _way(lambda way: " > ".join(str(start.label) for start in way.trail)),
    ),
    Column(
        "state",
        pgettext_lazy("column", "state"),
        lambda row: row[1].fate.value if row[1] else "open",
        lambda row: str(FATES[row[1].fate]) if row[1] else _("open berth"),
    ),
    Column(
        "reached",
        pgettext_lazy("column", "reached"),
        _reached(lambda found: found.stage.slug),
        _reached(lambda found: str(found.stage.label)),
    ),
    Column(
        "round",
        pgettext_lazy("column", "round"),
        _reached(lambda found: found.round.label.es if found.round else None),
        _reached(lambda found: str(found.round.label) if found.round else ""),
    ),
    Column(
        "rival",
        pgettext_lazy("column", "rival"),
        _reached(lambda found: found.rival.name if found.rival else None),
    ),
)


def rulings_sheet(page: RulingsPage) -> Sheet:
    """A row a claim and a row a ruling, as on the page: open claims first, then the latest."""
    rows = (*page.open_claims, *page.rulings, *page.closed_claims)
    return Sheet(
        f"{page.season.year}-{_('rulings')}", RULING_COLUMNS, rows, page.season.is_simulated
    )


def _of(kind: type[ClaimRow] | type[RulingRow], get: Getter) -> Getter:
    return lambda row: get(row) if isinstance(row, kind) else None


def _match(row: ClaimRow | RulingRow) -> str | None:
    clubs = row.stage.clubs
    if row.fixture:
        return f"{clubs[row.fixture.home].name} – {clubs[row.fixture.away].name}"
    if row.matchup:
        names = [club_or_slot(side) or "" for side in (row.matchup.first, row.matchup.second)]
        return " – ".join(names)
    return None


def _result(name: str) -> Getter:
    def get(row: ClaimRow | RulingRow) -> list[int] | None:
        found = getattr(row.fixture.official, name) if row.fixture else None
        return [found.home, found.away] if found else None

    return get


def _club(name: str) -> Getter:
    def get(row: ClaimRow | RulingRow) -> str | None:
        club = getattr(row, name)
        return club.name if club else None

    return get


def _points(row: RulingRow) -> str | None:
    return "; ".join(f"{found.club.name} {found.points:+d}" for found in row.points) or None


def _hanging(row: ClaimRow) -> str | None:
    names = [
        f"{found.stage.clubs[found.fixture.home].name} – "
        f"{found.stage.clubs[found.fixture.away].name}"
        for found in row.hanging
    ]
    return "; ".join(names) or None


RULING_COLUMNS = (
    Column(
        "kind",
        pgettext_lazy("column", "kind"),
        lambda row: "claim" if isinstance(row, ClaimRow) else "ruling",
        lambda row: _("claim") if isinstance(row, ClaimRow) else _("ruling"),
    ),
    Column(
        "stage",
        pgettext_lazy("column", "stage"),
        lambda row: row.stage.slug,
        lambda row: str(row.stage.label),
    ),
    Column("decided_on", pgettext_lazy("column", "decided_on"), lambda row: row.decided_on),
    Column("document", pgettext_lazy("column", "document"), lambda row: row.document or None),
    Column(
        "effect",
        pgettext_lazy("column", "effect"),
        _of(RulingRow, lambda row: row.effect),
        _of(RulingRow, lambda row: str(RulingEffect(row.effect).label)),
    ),
    Column(
        "fixture",
        pgettext_lazy("column", "fixture"),
        lambda row: row.fixture.pk if row.fixture else None,
    ),
    Column("match", pgettext_lazy("column", "match"), _match),
    Column(
        "pitch", pgettext_lazy("column", "on_pitch"), _result("pitch"), score_text(_result("pitch"))
    ),
    Column(
        "official",
        pgettext_lazy("column", "official"),
        _result("score"),
        score_text(_result("score")),
    ),
    Column("club", pgettext_lazy("column", "sanctioned"), _of(RulingRow, _club("club"))),
    Column(
        "in_favour_of", pgettext_lazy("column", "in_favour_of"), _of(RulingRow, _club("favoured"))
    ),
    Column("points", pgettext_lazy("column", "points"), _of(RulingRow, _points)),
    Column(
        "text",
        pgettext_lazy("column", "text"),
        lambda row: row.grounds if isinstance(row, ClaimRow) else row.text.es or None,
        lambda row: row.grounds if isinstance(row, ClaimRow) else str(row.text),
    ),
    Column("claimant", pgettext_lazy("column", "claimant"), _of(ClaimRow, _club("claimant"))),
    Column("against", pgettext_lazy("column", "against"), _of(ClaimRow, _club("against"))),
    Column(
        "state",
        pgettext_lazy("column", "state"),
        _of(ClaimRow, lambda row: row.state),
        _of(ClaimRow, lambda row: str(ClaimState(row.state).label)),
    ),
    Column("filed_on", pgettext_lazy("column", "filed_on"), _of(ClaimRow, lambda r: r.filed_on)),
    Column("deadline", pgettext_lazy("column", "deadline"), _of(ClaimRow, lambda r: r.deadline)),
    Column("hanging", pgettext_lazy("column", "hanging"), _of(ClaimRow, _hanging)),
    Column(
        "evidence",
        pgettext_lazy("column", "evidence"),
        lambda row: row.evidence or None,
        lambda row: str(Evidence(row.evidence).label) if row.evidence else "",
    ),
    Column("source", pgettext_lazy("column", "source"), lambda row: row.source or None),
)


def scorers_sheet(page: ScorersPage) -> Sheet:
    return Sheet(
        f"{page.season.year}-{_('scorers')}",
        SCORER_COLUMNS,
        (*page.published, *page.counted),
        page.season.is_simulated,
    )


def _list_kind(row: ScorerRow) -> str:
    return "published" if row.published else "counted"


SCORER_COLUMNS = (
    Column(
        "list",
        pgettext_lazy("column", "list"),
        _list_kind,
        lambda r: _("published") if r.published else _("counted from recorded goals"),
    ),
    Column("place", pgettext_lazy("column", "place"), lambda r: r.rank),
    Column("player", pgettext_lazy("column", "player"), lambda r: r.player),
    Column("club", pgettext_lazy("column", "club"), lambda r: r.club),
    Column("goals", pgettext_lazy("column", "goals"), lambda r: r.goals),
    Column("source", pgettext_lazy("column", "source"), lambda r: r.source or None),
)
