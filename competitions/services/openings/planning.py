"""Plans of openings: a season's tree taken over, a whole level for a branch of the leagues."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from competitions.choices import LeagueLevel, ZoneTone
from competitions.core.openings import (
    Template,
    bare,
    first_day_of,
    free_slug,
    led,
    moved,
    named_for,
    place_of,
    slug_of,
    stem_of,
    weeks_to,
)
from competitions.core.pack.values import StageValue, ZoneValue
from competitions.models import Entry, League, Season, Stage, Zone
from competitions.permissions import User, permissions
from competitions.services.openings.leagues import leagues_of_map
from competitions.services.openings.plans import Joined, Newcomer, Plan, Planned, checked
from competitions.services.packs.structure import structure_of

LEVELS = tuple(LeagueLevel.values)
_BASE = {level: 20 * number for number, level in enumerate(LEVELS)}
"""Where the stages of a level stand among those of a season, from above."""

FROM_ABOVE = Case(
    *(When(league__level=level, then=Value(number)) for number, level in enumerate(LEVELS)),
    output_field=IntegerField(),
)


def stages_of_branch(actor: User, season: Season) -> QuerySet[Stage]:
    """The stages of a season that are the official's to open again elsewhere."""
    return permissions.changeable(actor, Stage.objects.filter(season=season))


# A season's tree taken over -------------------------------------------------------------------


def plan_copy(
    season: Season,
    source: Season,
    *,
    actor: User,
    national: Collection[int] | None = None,
    levels: Collection[str] | None = None,
) -> Plan:
    """The stages of `source` in the actor's branch for `season`, without clubs and results.

    Of the national ones those with these keys, of those below the levels named; None for all. Days
    move by whole weeks. Stages whose address is taken in `season` are there already. Queries do
    not grow with the stages.
    """
    wanted = _real("league__", season)
    if national is not None:
        wanted &= ~Q(league__level=LeagueLevel.NATIONAL) | Q(pk__in=national)
    if levels is not None:
        wanted &= Q(league__level=LeagueLevel.NATIONAL) | Q(league__level__in=levels)
    found = structure_of(stages_of_branch(actor, source).filter(wanted))
    taken = set(season.stages.values_list("slug", flat=True))
    values = [(row, bare(value)) for row, value in found]
    weeks = _weeks(season, source, [value for _, value in values])
    goals = taken | {value.slug for _, value in values}

    def goal(zone: ZoneValue) -> str:
        return zone.leads_to if zone.leads_to in goals else ""

    planned = tuple(
        Planned(led(moved(value, weeks or 0), goal), row.league, row.position)
        for row, value in values
        if value.slug not in taken
    )
    lost = {
        row.pk
        for row, value in values
        if any(z.leads_to and not goal(z) for z in value.rules.zones)
    }
    found_wrong = checked(season, planned)
    return Plan(
        season,
        planned,
        known=len(taken),
        there=tuple(value.name for _, value in values if value.slug in taken),
        loose=tuple(v.name for row, v in values if row.pk in lost and v.slug not in taken),
        weeks=weeks,
        faults=found_wrong.faults,
        warnings=found_wrong.warnings,
    )


def _real(path: str, season: Season) -> Q:
    """Made-up leagues and clubs have no place in a season that is really played."""
    return Q() if season.is_simulated else Q(**{f"{path}is_simulated": False})


def _weeks(season: Season, source: Season, values: Iterable[StageValue]) -> int | None:
    """By how many weeks days move; None where no day is known."""
    first = first_day_of(values) or source.starts_on
    if first is None:
        return None
    return weeks_to(first.year + season.year - source.year, first)


# A whole level --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """What an official asks for: stages of a `level` for all leagues below `branch`, or of it.

    Each league plays as it did in `source` where it did and `as_before`; the others as `pattern`
    says. `with_clubs`: clubs that played there in `source` are entered in leagues that no other
    one feeds. `from_map`: leagues are made for districts and provinces that have none.
    """

    level: str
    branch: int
    source: Season | None = None
    pattern: Template | None = None
    as_before: bool = True
    with_clubs: bool = False
    from_map: bool = False


def plan_level(season: Season, wish: Wish, *, actor: User) -> Plan:
    """Raises League.DoesNotExist for a branch that is not the actor's. Queries do not grow with
    the leagues."""
    rows = League.objects.filter(_real("", season)).order_by("name")
    leagues = list(rows.select_related("department"))
    if not any(league.pk == wish.branch and is_of(actor, league) for league in leagues):
        raise League.DoesNotExist
    made: list[League] = []
    if wish.from_map and wish.level in (LeagueLevel.PROVINCIAL, LeagueLevel.DISTRICT):
        made = leagues_of_map(leagues, level=wish.level, branch=wish.branch)
    tree = _Tree([*leagues, *made])
    mine = [league for league in tree.below(wish.branch) if league.level == wish.level]
    open_ = _open_stages(season)
    before = _before(wish, mine)
    taken = {stage.slug for stages in open_.values() for stage in stages}
    known = len(taken)
    unfed = [league for league in mine if league.slug not in tree.feeding]
    clubs = _clubs(season, wish, unfed, before)
    planned: list[Planned] = []
    notes: dict[str, list[str]] = {"there": [], "without": [], "crowded": [], "loose": []}
    wanted: set[str] = set()
    for league in mine:
        if open_.get(league.slug):
            notes["there"].append(league.name)
            continue
        own = before.get(league.slug) if wish.as_before else None
        template = own or wish.pattern
        if template is None:
            notes["without"].append(league.name)
            continue
        above = _entrance(open_.get(tree.parent_of(league), ()))
        stages = _stages_for(season, wish, league, template, above, taken, tree)
        newcomers = clubs.get(league.slug, ())
        first = next(s for s in stages if s.slug == stages[_entrance_at(template)].slug)
        if first.size and len(newcomers) > first.size:
            notes["crowded"].append(league.name)
            newcomers = ()
        if any(template.leads_out(z) for s in template.stages for z in s.rules.zones) and not above:
            notes["loose"].append(stages[-1].name)
        wanted.add(league.slug)
        for number, value in enumerate(stages, 1):
            entered = tuple(newcomers) if value is first else ()
            planned.append(Planned(value, league, _BASE[league.level] + number, entered))
    needed = _needed(made, wanted)
    joined = _joined(season, mine, planned)
    found_wrong = checked(season, planned, joined)
    return Plan(
        season,
        tuple(planned),
        known=known,
        joined=joined,
        leagues=tuple(league for league in made if league.slug in needed),
        faults=found_wrong.faults,
        warnings=found_wrong.warnings,
        **{name: tuple(found) for name, found in notes.items()},
    )


def is_of(actor: User, league: League) -> bool:
    """Whether the official may open stages of that league."""
    return permissions.may(actor, "add", Stage, row=Stage(league=league))


def _joined(
    season: Season, leagues: Iterable[League], planned: Iterable[Planned]
) -> tuple[Joined, ...]:
    """Zones of the stages just below that lead nowhere yet, with the entrance of the league above
    them among the planned stages."""
    entrances: dict[int, str] = {}
    of_league: dict[str, list[StageValue]] = {}
    for found in planned:
        of_league.setdefault(found.league.slug, []).append(found.value)
    for league in leagues:
        if league.pk is not None and league.slug in of_league:
            stages = tuple(of_league[league.slug])
            entrances[league.pk] = Template("", "", league.level, stages).entrance.slug
    rows = (
        Zone.objects.filter(
            rule_set__stage__season=season,
            rule_set__stage__league__parent__in=entrances,
            leads_to__isnull=True,
            tone=ZoneTone.THROUGH,
            outcome="",
            destination="",
        )
        .order_by("pk")
        .values_list("pk", "rule_set__stage__slug", "rule_set__stage__league__parent")
    )
    return tuple(Joined(zone, slug, entrances[parent]) for zone, slug, parent in rows)


class _Tree:
    """The leagues, those that are not made yet among them, by address."""

    def __init__(self, leagues: Sequence[League]) -> None:
        self.by_key = {league.pk: league for league in leagues if league.pk is not None}
        self.children: dict[str, list[League]] = {}
        self._parents: dict[str, str] = {}
        for league in leagues:
            parent = self._parent(league)
            if parent is not None:
                self.children.setdefault(parent.slug, []).append(league)
                self._parents[league.slug] = parent.slug
        self.feeding = frozenset(self.children)
        self.by_slug = {league.slug: league for league in leagues}

    def _parent(self, league: League) -> League | None:
        return league.parent if league.parent_id is None else self.by_key.get(league.parent_id)

    def parent_of(self, league: League) -> str:
        return self._parents.get(league.slug, "")

    def below(self, branch: int) -> list[League]:
        """The league of that key with all below it."""
        found = [self.by_key[branch]]
        for league in found:
            found += self.children.get(league.slug, ())
        return found


def _open_stages(season: Season) -> dict[str, list[Stage]]:
    """The stages of a season by league; each knows whether another one of its league feeds it."""
    inside = set(
        Zone.objects.filter(rule_set__stage__season=season, leads_to__isnull=False)
        .values_list("leads_to", "leads_to__league", "rule_set__stage__league")
        .order_by()
    )
    fed = {to for to, league, feeder in inside if league == feeder}
    found: dict[str, list[Stage]] = {}
    rows = season.stages.select_related("league").order_by("position", "slug")
    for stage in rows:
        stage.is_fed = stage.pk in fed  # type: ignore[attr-defined]
        found.setdefault(stage.league.slug, []).append(stage)
    return found


def _entrance(stages: Sequence[Any]) -> str:
    """The address of the stage by which clubs come into a league from below; blank for none."""
    first = next((stage for stage in stages if not stage.is_fed), None)
    return first.slug if first else ""


def _before(wish: Wish, leagues: Iterable[League]) -> dict[str, Template]:
    """How the leagues played in the source."""
    if wish.source is None:
        return {}
    rows = Stage.objects.filter(season=wish.source, league__level=wish.level)
    wanted = {league.pk for league in leagues}
    found = [pair for pair in structure_of(rows) if pair[0].league_id in wanted]
    return {template.code: template for template in templates_of(found)}


def templates_of(found: Iterable[tuple[Stage, StageValue]]) -> list[Template]:
    """What each league played, by the address of the league."""
    ordered = sorted(found, key=lambda pair: pair[0].league.slug)
    templates = []
    for _slug, pairs in groupby(ordered, key=lambda pair: pair[0].league.slug):
        mine = sorted(pairs, key=lambda pair: (pair[0].position, pair[0].slug))
        league = mine[0][0].league
        templates.append(
            Template(
                league.slug,
                league.name,
                league.level,
                tuple(bare(value) for _, value in mine),
                place_of(league.name),
            )
        )
    return templates


def _entrance_at(template: Template) -> int:
    return template.stages.index(template.entrance)


def _stages_for(
    season: Season,
    wish: Wish,
    league: League,
    template: Template,
    above: str,
    taken: set[str],
    tree: _Tree,
) -> list[StageValue]:
    """The stages of the template as the league will play them; their addresses are taken then."""
    place = place_of(league.name)
    parent = tree.by_slug.get(tree.parent_of(league))
    # There is one national league: nothing of its stages has to tell it from another.
    own = template.code == league.slug or league.level == LeagueLevel.NATIONAL
    slugs: dict[str, str] = {}
    for value in template.stages:
        stem = stem_of(value.slug, template.place)
        wanted = [value.slug] if own else []
        wanted.append(f"{stem}-{slug_of(place)}")
        if parent is not None:
            wanted.append(f"{stem}-{slug_of(place)}-{slug_of(place_of(parent.name))}")
        slugs[value.slug] = free_slug(wanted, taken)
        taken.add(slugs[value.slug])

    def goal(zone: ZoneValue) -> str:
        if zone.leads_to in slugs:
            return slugs[zone.leads_to]
        return above if template.leads_out(zone) else ""

    weeks = _weeks_of(season, wish, template)
    return [
        replace(
            led(moved(value, weeks), goal),
            slug=slugs[value.slug],
            league=league.slug,
            name=value.name if own else named_for(value.name, before=template.place, place=place),
            name_en=value.name_en
            if own
            else named_for(value.name_en, before=template.place, place=place, joint="of"),
        )
        for value in template.stages
    ]


def _weeks_of(season: Season, wish: Wish, template: Template) -> int:
    """A format of no season has no days."""
    first = first_day_of(template.stages)
    if first is None or wish.source is None:
        return 0
    return weeks_to(first.year + season.year - wish.source.year, first)


def _clubs(
    season: Season, wish: Wish, leagues: Iterable[League], before: Mapping[str, Template]
) -> dict[str, tuple[Newcomer, ...]]:
    """The clubs that came into each league from nowhere below in the source."""
    if not wish.with_clubs or wish.source is None:
        return {}
    entrances = {slug: template.entrance.slug for slug, template in before.items()}
    wanted = {league.slug for league in leagues}
    rows = (
        Entry.objects.filter(stage__season=wish.source, stage__league__level=wish.level)
        .filter(_real("club__", season), club__is_archived=False)
        .order_by("club__key", "pk")
        .values_list(
            "stage__league__slug", "stage__slug", "club", "department", "listed_name", "home_town"
        )
    )
    found: dict[str, list[Newcomer]] = {}
    for league, stage, *club in rows:
        if league in wanted and entrances.get(league) == stage:
            found.setdefault(league, []).append(Newcomer(*club))
    return {league: tuple(clubs) for league, clubs in found.items()}


def _needed(made: Iterable[League], wanted: set[str]) -> set[str]:
    """Of the leagues to be made those that get a stage, with those above them."""
    parents = {
        league.slug: league.parent.slug
        for league in made
        if league.parent_id is None and league.parent is not None
    }
    return wanted | {parents[slug] for slug in wanted if slug in parents}
