"""New stages, each with its rules from the first day on."""

from collections.abc import Collection, Iterator

from django.db.models import Model
from django.utils.text import slugify

from competitions.choices import LeagueLevel, ZoneKind, ZoneTone
from competitions.core.openings import place_of
from competitions.core.pack.values import RULES_ALIKE, ZONE_ALIKE, RulesValue, ZoneValue
from competitions.models import League, RuleSet, Season, Stage, TiebreakRule, Zone
from competitions.services.writing import Actor, write

NAMES = {
    LeagueLevel.NATIONAL: ("Etapa nacional", "National stage"),
    LeagueLevel.DEPARTMENTAL: ("Etapa departamental", "Departmental stage"),
    LeagueLevel.PROVINCIAL: ("Etapa provincial", "Provincial stage"),
    LeagueLevel.DISTRICT: ("Etapa distrital", "District stage"),
}
"""What the stage of a league is called, as a rule: in Spanish and in English."""

_LONGEST_SLUG = 40


def open_stage(
    season: Season,
    league: League,
    *,
    name: str,
    kind: str,
    rules: RulesValue,
    through: int | None = None,
    leads_to: Stage | None = None,
    actor: Actor,
) -> Stage:
    """A stage with its rules and zones, in one act. Its address names it and its place.

    With `through` so many clubs go up, to `leads_to` where it is known; without it the zones are
    those of the rules, but for zones of single groups. Raises Refused.
    """
    taken = set(Stage.objects.filter(season=season).values_list("slug", flat=True))
    usual = NAMES[LeagueLevel(league.level)]
    stage = Stage(
        season=season,
        league=league,
        name=name,
        name_en=usual[1] if name == usual[0] else "",
        kind=kind,
        slug=_slug(f"{name} {place_of(league.name)}", taken),
    )
    values = {field: getattr(rules, field) for field in RULES_ALIKE}
    rule_set = RuleSet(stage=stage, settlement=" ".join(rules.settlement), **values)
    rows: list[Model] = [stage, rule_set]
    rows += [
        TiebreakRule(
            rule_set=rule_set,
            position=position,
            criterion=found.criterion,
            options=dict(found.options),
        )
        for position, found in enumerate(rules.criteria, start=1)
    ]
    rows += _zones(rule_set, rules.zones, through=through, leads_to=leads_to)
    write(rows, actor=actor)
    return stage


def _slug(text: str, taken: Collection[str]) -> str:
    base = slugify(text)[:_LONGEST_SLUG].strip("-") or "etapa"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base[: _LONGEST_SLUG - 4]}-{number}"
    return slug


def _zones(
    rule_set: RuleSet,
    zones: Collection[ZoneValue],
    *,
    through: int | None,
    leads_to: Stage | None,
) -> Iterator[Zone]:
    if through:
        yield Zone(
            rule_set=rule_set,
            position=1,
            code="pasan",
            letter="P",
            name="Pasan",
            name_en="Go through",
            tone=ZoneTone.THROUGH,
            kind=ZoneKind.PLACES,
            first_place=1,
            last_place=through,
            leads_to=leads_to,
        )
        return
    kept = (zone for zone in zones if not zone.groups)
    for position, zone in enumerate(kept, start=1):
        values = {field: getattr(zone, field) for field in ZONE_ALIKE}
        yield Zone(rule_set=rule_set, position=position, **values)
