"""What can be wrong across the rows of a pack, whose cells each are fine."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from competitions.core.consistency import LEVELS
from competitions.core.feeding import circle_through, has_circle
from competitions.core.names import fold, nearest
from competitions.core.pack.draft import Draft, codes
from competitions.core.pack.manifest import Table
from competitions.core.pack.matches import check_matches
from competitions.core.pack.vocabulary import RESERVED_STAGE_SLUGS
from competitions.core.sheet import Fault, SheetRow


def check(draft: Draft) -> Iterator[Fault]:
    yield from _check_season(draft)
    yield from _check_stages(draft)
    yield from _check_keys(draft)
    yield from _check_rows(draft)
    yield from _check_clubs(draft)
    yield from _check_made_up(draft)
    yield from _check_rulings(draft)
    yield from _check_lots(draft)
    if draft.stages:
        yield from _check_references(draft)
        yield from _check_entries(draft)
        yield from check_matches(draft)
    elif not draft.manifest.faults and any(row.values.get("stage") for row in draft.all_rows()):
        yield draft.manifest.season.fault("stages", "missing_table", name="stages")


# season.toml ------------------------------------------------------------------------------------


def _check_season(draft: Draft) -> Iterator[Fault]:
    season = draft.manifest.season
    if season["simulated"] and season["seed"] is None and "seed" not in season.unread:
        yield season.fault("seed", "seed_missing")
    if season["seed"] is not None and not season["simulated"]:
        yield season.fault("seed", "seed_of_real_season")
    yield from _check_dates(season)


def _check_dates(table: Table) -> Iterator[Fault]:
    starts, ends = table["starts_on"], table["ends_on"]
    if starts and ends and ends < starts:
        yield table.fault("ends_on", "ends_before_start")


def _check_stages(draft: Draft) -> Iterator[Fault]:
    stages = draft.manifest.stages
    yield from _twice(stages, "slug")
    slugs = codes(stages, "slug")
    leagues = _leagues(draft)
    for stage in stages:
        if stage["slug"] in RESERVED_STAGE_SLUGS:
            yield stage.fault("slug", "reserved_slug", value=stage["slug"])
        if stage["league"]:
            yield from _unknown(stage, "league", stage["league"], "league", leagues)
        yield from _check_dates(stage)
        yield from _twice(stage["groups"], "code")
        yield from _twice(stage["rounds"], "number")
        for table in stage["rounds"]:
            yield from _check_dates(table)
        yield from _check_rules(stage, stage["rules"], slugs)
    yield from _check_ways(stages)


def _leagues(draft: Draft) -> Collection[str]:
    """Those that are known, and those that the pack brings along."""
    known = (*draft.register.leagues, *draft.register.made_up_leagues)
    return dict.fromkeys((*known, *draft.by("leagues", "league")))


def _check_ways(stages: Iterable[Table]) -> Iterator[Fault]:
    """No stage feeds itself, not by way of others either: told of the zones that close circles."""
    zones = [
        (stage["slug"], zone["leads_to"], zone)
        for stage in stages
        for zone in stage["rules"]["zones"] or ()
        if stage["slug"] and zone["leads_to"]
    ]
    if not has_circle((before, to) for before, to, _ in zones):
        return
    ways: list[tuple[str, str]] = []
    for before, to, zone in zones:
        ways.append((before, to))
        circle = circle_through(before, ways)
        if circle:
            way = " → ".join(str(slug) for slug in (*circle, before))
            yield zone.fault("leads_to", "zones_in_circle", way=way)


def _check_rules(stage: Table, rules: Table, slugs: Sequence[str]) -> Iterator[Fault]:
    settlement = rules["settlement"] or ()
    if len(set(settlement)) < len(settlement):
        yield rules.fault("settlement", "settlement_twice")
    yield from _twice(rules["criteria"] or (), "criterion")
    zones = rules["zones"] or ()
    yield from _twice(zones, "code")
    for zone in zones:
        yield from _check_zone(zone)
        for group in zone["groups"] or ():
            yield from _unknown(zone, "groups", group, "group", codes(stage["groups"], "code"))
        if zone["round_number"] is not None:
            numbers = codes(stage["rounds"], "number")
            yield from _unknown(zone, "round_number", zone["round_number"], "round", numbers)
        if zone["leads_to"]:
            yield from _unknown(zone, "leads_to", zone["leads_to"], "stage", slugs)


_ZONE_NEEDS = {
    "places": ("first_place", "last_place"),
    "best_nth": ("nth", "count"),
    "winners": ("round_number",),
    "losers": ("round_number",),
}


def _check_zone(zone: Table) -> Iterator[Fault]:
    for key in _ZONE_NEEDS.get(zone["kind"] or "", ()):
        if zone[key] is None and key not in zone.unread:
            yield zone.fault(key, "zone_needs", name=key, kind=zone["kind"])
    first, last = zone["first_place"], zone["last_place"]
    if first and last and last < first:
        yield zone.fault("last_place", "zone_backwards", first=first, last=last)


def _twice(tables: Sequence[Table], key: str) -> Iterator[Fault]:
    seen: dict[Any, Table] = {}
    for table in tables:
        value = table[key]
        if value is None:
            continue
        if value in seen:
            line = seen[value].lines.get(key)
            yield table.fault(key, "duplicate", value=value, line=line)
        seen.setdefault(value, table)


# References -------------------------------------------------------------------------------------

_REFERENCES: Mapping[str, Mapping[str, str]] = {
    "leagues": {"department": "department", "above": "league"},
    "clubs": {"department": "department", "league": "league"},
    "venues": {"department": "department"},
    "entries": {
        "group": "group",
        "club": "club",
        "department": "department",
        "origin_stage": "stage",
    },
    "matchups": {
        "round": "round",
        "section": "group",
        "first": "entry",
        "second": "entry",
        "reported_winner": "entry",
        "feeds": "matchup",
    },
    "fixtures": {
        "group": "group",
        "round": "round",
        "matchup": "matchup",
        "home": "entry",
        "away": "entry",
        "replaces": "fixture",
    },
    "goals": {"fixture": "fixture", "club": "entry"},
    "claims": {
        "fixture": "fixture",
        "matchup": "matchup",
        "claimant": "entry",
        "against": "entry",
    },
    "rulings": {
        "claim": "claim",
        "fixture": "fixture",
        "matchup": "matchup",
        "club": "entry",
        "in_favour_of": "entry",
    },
    "adjustments": {"club": "entry", "ruling": "ruling"},
    "lots": {"group": "group", "matchup": "matchup", "club": "entry"},
    "qualifiers": {
        "club": "entry",
        "zone": "zone",
        "to_stage": "stage",
        "instead_of": "entry",
    },
    "published": {"group": "group", "club": "entry"},
    "outcomes": {"club": "club"},
    "scorers": {"club": "club"},
    "notes": {},
}
"""Per file and column, what its values name. All but clubs, stages, departments, claims and
rulings are looked for in the stage of the row."""

Named = Mapping[str, Callable[[str | None], Collection[Any]]]


def _check_references(draft: Draft) -> Iterator[Fault]:
    named, stages = _named(draft), draft.stages
    for name, columns in _REFERENCES.items():
        for row in draft.rows[name]:
            stage = row.values.get("stage")
            if stage and stage not in stages:
                yield from _unknown(row, "stage", stage, "stage", stages)
                stage = None
            for column, noun in columns.items():
                if row[column] is None or (stage is None and noun in _OF_STAGE):
                    continue
                yield from _unknown(row, column, row[column], noun, named[noun](stage))
    yield from _check_venues(draft)


_OF_STAGE = frozenset({"group", "round", "zone", "entry", "matchup", "fixture"})


def _named(draft: Draft) -> Named:
    stages = draft.stages

    def of_stage(name: str, column: str) -> Callable[[str | None], Collection[Any]]:
        index: dict[str, dict[Any, None]] = {}
        for row in draft.rows[name]:
            if row["stage"] and row[column] is not None:
                index.setdefault(row["stage"], {})[row[column]] = None
        return lambda stage: index.get(stage or "", {})

    def of_all(values: Iterable[Any]) -> Callable[[str | None], Collection[Any]]:
        found = dict.fromkeys(values)
        return lambda stage: found

    return {
        "stage": of_all(stages),
        "department": of_all(draft.register.departments),
        "league": of_all(_leagues(draft)),
        "club": of_all(draft.by("clubs", "club")),
        "claim": of_all(draft.by("claims", "claim")),
        "ruling": of_all(draft.by("rulings", "ruling")),
        "group": lambda stage: codes(stages[stage or ""]["groups"], "code"),
        "round": lambda stage: codes(stages[stage or ""]["rounds"], "number"),
        "zone": lambda stage: codes(stages[stage or ""]["rules"]["zones"] or (), "code"),
        "entry": of_stage("entries", "club"),
        "matchup": of_stage("matchups", "matchup"),
        "fixture": of_stage("fixtures", "fixture"),
    }


def _unknown(
    source: Table | SheetRow, column: str, value: Any, noun: str, known: Collection[Any]
) -> Iterator[Fault]:
    if value not in known:
        suggestion = nearest(str(value), [str(item) for item in known])
        yield source.fault(column, f"unknown_{noun}", value=value, suggestion=suggestion)


def _check_venues(draft: Draft) -> Iterator[Fault]:
    known = {(row["venue"], row["town"] or "") for row in draft.rows["venues"]}
    for row in draft.rows["fixtures"]:
        if row["venue"] and (row["venue"], row["venue_town"] or "") not in known:
            names = [name for name, _ in known if name]
            suggestion = nearest(row["venue"], names)
            town = row["venue_town"] or ""
            yield row.fault(
                "venue", "unknown_venue", value=row["venue"], town=town, suggestion=suggestion
            )


# Rows that exclude each other -------------------------------------------------------------------

_KEYS: Mapping[str, tuple[str, ...]] = {
    "leagues": ("league",),
    "clubs": ("club",),
    "venues": ("venue", "town"),
    "entries": ("club", "stage"),
    "matchups": ("matchup", "stage"),
    "fixtures": ("fixture", "stage"),
    "claims": ("claim",),
    "rulings": ("ruling",),
    "qualifiers": ("club", "stage", "to_stage", "destination"),
    "published": ("club", "stage", "after_round"),
    "scorers": ("player", "club"),
    "lots": ("club", "lots"),
}
"""What no two rows of a file share; the first column is the one that a fault points at."""

_TWICE = {"entries": "club_twice_in_stage"}


def _check_keys(draft: Draft) -> Iterator[Fault]:
    for name, columns in _KEYS.items():
        seen: dict[tuple[Any, ...], SheetRow] = {}
        for row in draft.rows[name]:
            key = tuple(row[column] for column in columns)
            if key[0] is None:
                continue
            first = seen.setdefault(key, row)
            if first is row:
                continue
            if name == "entries" and first["group"] != row["group"]:
                yield row.fault(
                    "group",
                    "club_in_two_groups",
                    club=row["club"],
                    group=first["group"] or "",
                    line=first.line,
                )
            else:
                code = _TWICE.get(name, "duplicate")
                yield row.fault(columns[0], code, value=row[columns[0]], line=first.line)


# Rows that contradict themselves ----------------------------------------------------------------

_ROW_RULES: Sequence[tuple[str, str, str, Callable[[SheetRow], bool]]] = (
    ("matchups", "second", "same_club", lambda row: _same(row, "first", "second")),
    (
        "matchups",
        "reported_decision",
        "reason_without_winner",
        lambda row: bool(row["reported_decision"]) and not row["reported_winner"],
    ),
    (
        "matchups",
        "reported_winner",
        "winner_does_not_play",
        lambda row: (
            bool(row["reported_winner"])
            and row["reported_winner"] not in (row["first"], row["second"])
        ),
    ),
    (
        "goals",
        "stoppage",
        "stoppage_without_minute",
        lambda row: row["stoppage"] is not None and row["minute"] is None,
    ),
    ("claims", "against", "same_club", lambda row: _same(row, "claimant", "against")),
    (
        "rulings",
        "fixture",
        "ruling_without_object",
        lambda row: (
            not (row["fixture"] or row["matchup"] or row["club"]) and row["effect"] != "dismissal"
        ),
    ),
    (
        "rulings",
        "in_favour_of",
        "award_to_nobody",
        lambda row: (
            row["effect"] == "award" and not row["in_favour_of"] and row["home_goals"] is None
        ),
    ),
    (
        "rulings",
        "home_goals",
        "half_a_score",
        lambda row: (row["home_goals"] is None) != (row["away_goals"] is None),
    ),
    (
        "rulings",
        "home_goals",
        "score_of_no_award",
        lambda row: (
            row["home_goals"] is not None and not (row["effect"] == "award" and row["fixture"])
        ),
    ),
    (
        "rulings",
        "fixture",
        "ruling_needs_fixture",
        lambda row: row["effect"] in {"double_loss", "annulment", "replay"} and not row["fixture"],
    ),
    (
        "rulings",
        "club",
        "exclusion_of_nobody",
        lambda row: row["effect"] == "exclusion" and not row["club"],
    ),
    (
        "rulings",
        "club",
        "points_of_nobody",
        lambda row: row["effect"] == "points" and not row["club"],
    ),
    (
        "rulings",
        "claim",
        "dismissal_of_nothing",
        lambda row: row["effect"] == "dismissal" and row["claim"] is None,
    ),
    *(
        ("clubs", column, "only_of_made_up", lambda row, column=column: _is_real(row, column))
        for column in ("league", "latitude", "longitude")
    ),
    ("adjustments", "points", "no_points", lambda row: row["points"] == 0),
    (
        "qualifiers",
        "reason",
        "override_without_reason",
        lambda row: bool(row["instead_of"]) and not row["reason"],
    ),
    (
        "qualifiers",
        "to_stage",
        "leads_nowhere",
        lambda row: not row["to_stage"] and not row["outcome"],
    ),
    (
        "outcomes",
        "club",
        "club_or_name",
        lambda row: bool(row["club"]) == bool(row["club_name"]),
    ),
)
"""File, column to point at, code, and whether a row is at fault."""


def _is_real(club: SheetRow, column: str) -> bool:
    return club[column] is not None and not club["simulated"]


def _same(row: SheetRow, first: str, second: str) -> bool:
    return row[first] is not None and row[first] == row[second]


def _check_rows(draft: Draft) -> Iterator[Fault]:
    told = {(fault.file, fault.line) for fault in draft.faults}
    for name, column, code, at_fault in _ROW_RULES:
        for row in draft.rows[name]:
            if (row.file, row.line) not in told and at_fault(row):
                yield row.fault(column, code)


def _check_clubs(draft: Draft) -> Iterator[Fault]:
    """Two clubs of one department whose names are the same, accents and capitals aside; a real one
    and one that is made up may have the same."""
    own = {row["club"] for row in draft.rows["clubs"]}
    register = {False: draft.register.clubs, True: draft.register.made_up}
    known = {
        (made_up, *key): slug
        for made_up, clubs in register.items()
        for key, slug in clubs.items()
        if slug not in own
    }
    for row in draft.rows["clubs"]:
        if row["club"] is None or row["name"] is None or row["department"] is None:
            continue
        key = fold(row["name"])
        if not key:
            yield row.fault("name", "name_without_letters", value=row["name"])
            continue
        other = known.setdefault((bool(row["simulated"]), row["department"], key), row["club"])
        if other != row["club"]:
            yield row.fault(
                "name",
                "club_known_by_another_code",
                name=row["name"],
                department=row["department"],
                slug=other,
            )
        for alias in row["aliases"] or ():
            if not fold(alias):
                yield row.fault("aliases", "name_without_letters", value=alias)


def _check_made_up(draft: Draft) -> Iterator[Fault]:
    """What a program made up belongs to simulated seasons, and nothing real turns into it."""
    real_clubs = frozenset(draft.register.clubs.values())
    made_up_clubs = frozenset(draft.register.made_up.values())
    real_leagues = frozenset(draft.register.leagues)
    is_simulated = draft.manifest.season["simulated"]
    levels = {slug: row["level"] for slug, row in draft.by("leagues", "league").items()}
    for row in draft.rows["leagues"]:
        above = levels.get(row["above"])
        if above and row["level"] and LEVELS.index(above) >= LEVELS.index(row["level"]):
            yield row.fault("above", "league_not_above", value=row["above"])
        if not is_simulated:
            yield row.fault("league", "made_up_in_real_season")
        elif row["league"] in real_leagues:
            yield row.fault("league", "known_as_real", value=row["league"])
    for row in draft.rows["clubs"]:
        if row["simulated"] and not is_simulated:
            yield row.fault("simulated", "made_up_in_real_season")
        elif row["simulated"] and row["club"] in real_clubs:
            yield row.fault("club", "known_as_real", value=row["club"])
        elif not row["simulated"] and row["club"] in made_up_clubs:
            yield row.fault("club", "known_as_made_up", value=row["club"])


def _check_entries(draft: Draft) -> Iterator[Fault]:
    told = draft.told()
    entries = draft.by("entries", "stage", "club")
    stages = draft.stages
    order = {slug: position for position, slug in enumerate(stages)}
    for row in draft.rows["entries"]:
        stage = stages.get(row["stage"] or "")
        if stage is None:
            continue
        blank = row["group"] is None and not told(row, "group")
        if stage["kind"] == "groups" and blank:
            yield row.fault("group", "group_missing")
        origin = row["origin_stage"]
        if origin not in order:
            continue
        if order[origin] >= order[row["stage"]]:
            yield row.fault("origin_stage", "origin_not_earlier")
        elif row["club"] and (origin, row["club"]) not in entries:
            yield row.fault("origin_stage", "not_in_origin_stage", club=row["club"], stage=origin)


def _check_rulings(draft: Draft) -> Iterator[Fault]:
    """A ruling of points has its points."""
    with_points = {row["ruling"] for row in draft.rows["adjustments"]}
    for row in draft.rows["rulings"]:
        if row["effect"] == "points" and row["ruling"] not in with_points | {None}:
            yield row.fault("effect", "points_without_number")


_OF_DRAWING = (
    "stage",
    "group",
    "matchup",
    "drawn_on",
    "act",
    "drawn_by",
    "evidence",
    "source",
    "note",
)


def _check_lots(draft: Draft) -> Iterator[Fault]:
    first: dict[int, SheetRow] = {}
    for row in draft.rows["lots"]:
        if row["lots"] is None:
            continue
        other = first.setdefault(row["lots"], row)
        for column in _OF_DRAWING:
            if row[column] != other[column]:
                yield row.fault(column, "drawing_differs", lots=row["lots"], line=other.line)
