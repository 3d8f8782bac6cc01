"""Stages opened together, from another season or for a whole level, and taken back."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.choices import LeagueLevel
from competitions.core.openings import Template
from competitions.core.pack.values import CriterionValue, RulesValue, StageValue, ZoneValue
from competitions.models import Club, Entry, Fixture, Group, League, Season, Stage, Zone
from competitions.services.openings.opening import open_stages, openings_of, undo_opening
from competitions.services.openings.planning import Wish, plan_copy, plan_level
from competitions.services.reasons import readable_reason
from competitions.services.writing import Refused, record
from tests.factories import (
    AdministratorFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    LeagueFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    ZoneFactory,
    official_of,
)

pytestmark = pytest.mark.django_db

SUNDAY = dt.date(2030, 3, 3)


@pytest.fixture
def admin():
    return AdministratorFactory()


@pytest.fixture
def piura() -> League:
    department = DepartmentFactory(code="20", name="Piura", slug="piura")
    return DepartmentalLeagueFactory(
        name="Liga Departamental de Piura", slug="liga-departamental-piura", department=department
    )


def below(parent: League, level: str, place: str) -> League:
    kind = {"provincial": "Provincial", "district": "Distrital"}[level]
    return LeagueFactory(
        name=f"Liga {kind} de {place}",
        slug=f"liga-{kind}-{place}".lower().replace(" ", "-"),
        level=level,
        parent=parent,
        department=parent.department,
    )


def stage(league: League, slug: str, year: int = 2030, **fields: object) -> Stage:
    made = StageFactory(
        season=SeasonFactory(year=year), league=league, slug=slug, **{"name": slug} | fields
    )
    RuleSetFactory(stage=made)
    return made


def last_year(piura: League) -> dict[str, Stage]:
    """A national stage, one of Piura, of a province and of two districts that lead upwards."""
    province = below(piura, "provincial", "Piura")
    castilla, catacaos = (below(province, "district", p) for p in ("Castilla", "Catacaos"))
    found = {
        "nacional": stage(piura.parent, "nacional", position=1, size=50, starts_on=SUNDAY),
        "piura": stage(piura, "departamental-piura", position=2),
        "provincia": stage(province, "provincial-piura", position=3, size=8),
        "castilla": stage(castilla, "distrital-castilla", position=4, name="Distrital de Castilla"),
        "catacaos": stage(catacaos, "distrital-catacaos", position=5),
    }
    for source, target in (
        ("piura", "nacional"),
        ("provincia", "piura"),
        ("castilla", "provincia"),
        ("catacaos", "provincia"),
    ):
        ZoneFactory(rule_set=found[source].rule_set, leads_to=found[target])
    GroupFactory(stage=found["castilla"], code="a", size=4)
    RoundFactory(stage=found["castilla"], number=1, starts_on=SUNDAY)
    fixture = FixtureFactory(stage=found["castilla"], score="1-0")
    Entry.objects.filter(pk=fixture.away_id).update(listed_name="Sport de Castilla")
    return found


def pattern(level: str = LeagueLevel.DISTRICT, *zones: ZoneValue, **fields: object) -> Template:
    rules = RulesValue(
        evidence="official", criteria=(CriterionValue(criterion="points"),), zones=zones or (GOES,)
    )
    value = StageValue(
        slug="distrital", name="Distrital", name_en="District", kind="single_table", league="",
        rules=rules, **fields,
    )  # fmt: skip
    return Template("todos", "Todos contra todos", level, (value,))


GOES = ZoneValue(
    code="pasan", letter="P", name="Pasan", tone="through", kind="places",
    first_place=1, last_place=2,
)  # fmt: skip


def led(season: Season) -> dict[str, str]:
    zones = Zone.objects.filter(rule_set__stage__season=season, leads_to__isnull=False)
    return dict(zones.values_list("rule_set__stage__slug", "leads_to__slug"))


# A season's tree ------------------------------------------------------------------------------


def test_tree_of_last_year_is_taken_over_without_clubs_and_results(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    plan = plan_copy(season, before["piura"].season, actor=admin)
    assert plan.by_level == {"national": 1, "departmental": 1, "provincial": 1, "district": 2}
    open_stages(plan, actor=admin)
    assert led(season) == {
        "departamental-piura": "nacional",
        "provincial-piura": "departamental-piura",
        "distrital-castilla": "provincial-piura",
        "distrital-catacaos": "provincial-piura",
    }
    castilla = season.stages.get(slug="distrital-castilla")
    assert (castilla.name, castilla.league) == ("Distrital de Castilla", before["castilla"].league)
    assert [c.criterion for c in castilla.rule_set.tiebreaks.all()] == [
        c.criterion for c in before["castilla"].rule_set.tiebreaks.all()
    ]
    assert castilla.groups.get().size == 4
    assert season.stages.get(slug="provincial-piura").size == 8
    assert not Entry.objects.filter(stage__season=season).exists()
    assert not Fixture.objects.filter(stage__season=season).exists()


def test_days_move_to_the_same_day_of_the_week(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    plan = plan_copy(season, before["piura"].season, actor=admin)
    assert plan.weeks == 52
    open_stages(plan, actor=admin)
    day = season.stages.get(slug="distrital-castilla").rounds.get().starts_on
    assert (day, day.weekday()) == (dt.date(2031, 3, 2), 6)


def test_what_is_not_ticked_or_there_already_stays_out(admin, piura) -> None:
    before = last_year(piura)
    stage(piura, "departamental-piura", 2031)
    plan = plan_copy(
        Season.objects.get(year=2031),
        before["piura"].season,
        actor=admin,
        national=[],
        levels=["departmental", "provincial"],
    )
    assert [p.value.slug for p in plan.stages] == ["provincial-piura"]
    assert plan.there == ("departamental-piura",)
    open_stages(plan, actor=admin)
    assert led(plan.season) == {"provincial-piura": "departamental-piura"}


def test_stage_whose_goal_is_not_taken_leads_nowhere_and_is_named(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    plan = plan_copy(season, before["piura"].season, actor=admin, national=[])
    assert plan.loose == ("departamental-piura",)
    open_stages(plan, actor=admin)
    assert "departamental-piura" not in led(season)


def test_official_takes_over_his_branch_alone(piura) -> None:
    before = last_year(piura)
    official = official_of(before["provincia"].league)
    plan = plan_copy(SeasonFactory(year=2031), before["piura"].season, actor=official)
    assert [p.value.slug for p in plan.stages] == [
        "provincial-piura",
        "distrital-castilla",
        "distrital-catacaos",
    ]


# A whole level --------------------------------------------------------------------------------


def test_level_is_opened_as_each_league_played_and_the_others_by_a_format(admin, piura) -> None:
    before = last_year(piura)
    new = below(before["provincia"].league, "district", "Tambogrande")
    season = SeasonFactory(year=2031)
    above = stage(before["provincia"].league, "provincial-piura", 2031, position=40)
    wish = Wish("district", piura.pk, source=before["piura"].season, pattern=pattern())
    open_stages(plan_level(season, wish, actor=admin), actor=admin)
    assert led(season) == dict.fromkeys(
        ["distrital-castilla", "distrital-catacaos", "distrital-tambogrande"], above.slug
    )
    made = season.stages.get(league=new)
    assert (made.name, made.name_en) == ("Distrital de Tambogrande", "District of Tambogrande")
    assert season.stages.get(slug="distrital-castilla").groups.count() == 1


def test_national_stages_keep_the_names_of_their_format(admin, piura) -> None:
    season = SeasonFactory(year=2031)
    wish = Wish("national", piura.parent_id, pattern=pattern("national"))
    open_stages(plan_level(season, wish, actor=admin), actor=admin)
    assert season.stages.get().slug == "distrital"
    assert season.stages.get().name == "Distrital"


def test_open_leagues_are_skipped_and_those_without_a_format_left_out(admin, piura) -> None:
    before = last_year(piura)
    new = below(before["provincia"].league, "district", "Tambogrande")
    there = stage(before["catacaos"].league, "otra", 2031)
    wish = Wish("district", piura.pk, source=before["piura"].season)
    plan = plan_level(there.season, wish, actor=admin)
    assert [p.value.slug for p in plan.stages] == ["distrital-castilla"]
    assert (plan.there, plan.without) == ((there.league.name,), (new.name,))
    assert plan.loose == ("Distrital de Castilla",)


def test_stages_of_one_league_keep_feeding_each_other(admin, piura) -> None:
    before = last_year(piura)
    castilla = before["castilla"]
    final = stage(castilla.league, "liguilla-castilla", position=9)
    castilla.rule_set.zones.update(leads_to=final)
    ZoneFactory(rule_set=final.rule_set, leads_to=before["provincia"])
    season = stage(before["provincia"].league, "provincial-piura", 2031).season
    like = Wish("district", piura.pk, source=final.season)
    open_stages(plan_level(season, like, actor=admin), actor=admin)
    assert led(season)["distrital-castilla"] == "liguilla-castilla"
    assert led(season)["liguilla-castilla"] == "provincial-piura"


def test_level_leads_to_the_stage_that_no_other_of_the_league_above_feeds(admin, piura) -> None:
    province = below(piura, "provincial", "Piura")
    below(province, "district", "Castilla")
    first, final = (stage(province, slug, 2031) for slug in ("grupos", "final"))
    Stage.objects.filter(pk=first.pk).update(position=9)
    ZoneFactory(rule_set=first.rule_set, leads_to=final)
    wish = Wish("district", piura.pk, pattern=pattern())
    open_stages(plan_level(first.season, wish, actor=admin), actor=admin)
    assert led(first.season)["distrital-castilla"] == "grupos"


def test_made_up_leagues_and_clubs_stay_out_of_a_real_season(admin, piura) -> None:
    before = last_year(piura)
    League.objects.filter(slug=before["catacaos"].league.slug).update(is_simulated=True)
    Club.objects.filter(entries__listed_name="Sport de Castilla").update(is_simulated=True)
    wish = Wish("district", piura.pk, source=before["piura"].season, with_clubs=True)
    plan = plan_level(SeasonFactory(year=2031), wish, actor=admin)
    assert ([p.value.slug for p in plan.stages], plan.clubs) == (["distrital-castilla"], 1)
    copied = plan_copy(SeasonFactory(year=2032), before["piura"].season, actor=admin)
    assert copied.by_level["district"] == 1
    simulated = SeasonFactory(year=2033, is_simulated=True, seed=1)
    assert len(plan_level(simulated, wish, actor=admin).stages) == 2


def test_stages_that_lead_nowhere_are_joined_when_the_level_above_is_opened(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    source = before["piura"].season
    for level in ("district", "provincial"):
        plan = plan_level(season, Wish(level, piura.pk, source=source), actor=admin)
        key = open_stages(plan, actor=admin)
    assert len(plan.joined) == 2
    ways = dict.fromkeys(["distrital-castilla", "distrital-catacaos"], "provincial-piura")
    assert led(season) == ways
    undo_opening(season, key, actor=admin, reason="Otro formato")
    assert led(season) == {}
    assert season.stages.count() == 2


def test_zone_that_was_led_elsewhere_since_stays_so(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    source = before["piura"].season
    for level in ("district", "provincial"):
        plan = plan_level(season, Wish(level, piura.pk, source=source), actor=admin)
        key = open_stages(plan, actor=admin)
    zone = Zone.objects.filter(rule_set__stage__slug="distrital-castilla").get(
        rule_set__stage__season=season
    )
    other = stage(piura, "otra", 2031)
    zone.leads_to = other
    record(zone, actor=None)
    undo_opening(season, key, actor=admin, reason="Otro formato")
    assert led(season) == {"distrital-castilla": "otra"}


def test_clubs_of_last_year_come_along_where_wanted(admin, piura) -> None:
    before = last_year(piura)
    gone = ClubFactory(is_archived=True)
    EntryFactory(stage=before["castilla"], club=gone)
    EntryFactory(stage=before["provincia"])
    season = SeasonFactory(year=2031, is_simulated=True, seed=1)
    wish = Wish("district", piura.pk, source=before["piura"].season, with_clubs=True)
    plan = plan_level(season, wish, actor=admin)
    assert plan.clubs == 2
    open_stages(plan, actor=admin)
    entries = Entry.objects.filter(stage__season=season)
    assert sorted(entry.listed_name for entry in entries) == ["", "Sport de Castilla"]
    assert {entry.evidence for entry in entries} == {"simulated"}
    upper = Wish("provincial", piura.pk, source=before["piura"].season, with_clubs=True)
    assert plan_level(season, upper, actor=admin).clubs == 0


def test_more_clubs_than_places_are_left_out_and_named(admin, piura) -> None:
    before = last_year(piura)
    EntryFactory(stage=before["castilla"])
    wish = Wish(
        "district", piura.pk, source=before["piura"].season, pattern=pattern(size=2),
        as_before=False, with_clubs=True,
    )  # fmt: skip
    plan = plan_level(SeasonFactory(year=2031), wish, actor=admin)
    assert (plan.crowded, plan.clubs) == (("Liga Distrital de Castilla",), 0)


def test_leagues_are_made_from_the_map_where_none_are(admin, piura) -> None:
    province = below(piura, "provincial", "Piura")
    own = below(province, "district", "Castilla")
    wish = Wish("district", piura.pk, pattern=pattern(), from_map=True)
    plan = plan_level(SeasonFactory(year=2031), wish, actor=admin)
    open_stages(plan, actor=admin)
    districts = League.objects.filter(level="district", department=piura.department)
    assert (districts.count(), len(plan.stages)) == (65, 65)
    assert League.objects.filter(level="provincial").count() == 8
    assert own in districts
    sullana = districts.get(name="Liga Distrital de Marcavelica")
    assert sullana.parent.name == "Liga Provincial de Sullana"
    again = plan_level(SeasonFactory(year=2032), wish, actor=admin)
    assert (len(again.leagues), len(again.stages)) == (0, 65)


def test_map_fills_a_province_or_the_provinces_alone(admin, piura) -> None:
    province = below(piura, "provincial", "Talara")
    season = SeasonFactory(year=2031)
    wish = Wish("district", province.pk, pattern=pattern(), from_map=True)
    assert len(plan_level(season, wish, actor=admin).stages) == 6
    provinces = Wish("provincial", piura.pk, pattern=pattern("provincial"), from_map=True)
    plan = plan_level(season, provinces, actor=admin)
    assert {league.level for league in plan.leagues} == {"provincial"}
    assert len(plan.stages) == 8


def test_berths_promised_twice_are_a_warning_and_circles_refused(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    above = stage(before["provincia"].league, "provincial-piura", 2031, size=3)
    wish = Wish("district", piura.pk, source=before["piura"].season)
    plan = plan_level(season, wish, actor=admin)
    assert plan.is_possible
    assert [f.code for f in plan.warnings] == ["more_places_than_berths"]
    before["nacional"].rule_set.zones.create(
        position=1, code="x", letter="X", name="X", tone="through", kind="places", first_place=1,
        last_place=1, leads_to=before["piura"],
    )  # fmt: skip
    plan = plan_copy(SeasonFactory(year=2032), above.season, actor=admin)
    assert plan.is_possible
    plan = plan_copy(SeasonFactory(year=2033), before["piura"].season, actor=admin)
    assert [f.code for f in plan.faults] == ["leads_in_circle"]
    with pytest.raises(Refused, match="círculo"):
        open_stages(plan, actor=admin)


def test_branch_of_others_is_not_opened(piura) -> None:
    official = official_of(piura)
    province = below(DepartmentalLeagueFactory(), "provincial", "Huancayo")
    season = SeasonFactory(year=2031)
    wish = Wish("provincial", province.pk, pattern=pattern("provincial"))
    with pytest.raises(League.DoesNotExist):
        plan_level(season, wish, actor=official)
    mine = below(piura, "provincial", "Paita")
    wish = Wish("provincial", piura.pk, pattern=pattern("provincial"))
    plan = plan_level(season, wish, actor=official)
    assert [p.league for p in plan.stages] == [mine]
    with pytest.raises(PermissionDenied):
        open_stages(plan, actor=official_of(province))
    assert not season.stages.exists()


def test_leagues_of_the_map_are_made_in_the_own_branch_alone(piura) -> None:
    season = SeasonFactory(year=2031)
    wish = Wish("district", piura.pk, pattern=pattern(), from_map=True)
    plan = plan_level(season, wish, actor=official_of(piura))
    with pytest.raises(PermissionDenied):
        open_stages(plan, actor=official_of(DepartmentalLeagueFactory()))
    assert open_stages(plan, actor=official_of(piura))


def test_plan_that_somebody_was_faster_with_is_refused_whole(admin, piura) -> None:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    plan = plan_copy(season, before["piura"].season, actor=admin)
    other = stage(piura, "otra", 2031)
    with pytest.raises(Refused, match="acaba de registrar"):
        open_stages(plan, actor=admin)
    Stage.objects.filter(pk=other.pk).update(slug="distrital-catacaos")
    with pytest.raises(Refused, match="acaba de registrar"):
        open_stages(replace(plan, known=1), actor=admin)
    assert season.stages.count() == 1
    assert not Group.objects.filter(stage__season=season).exists()


def test_nothing_to_open_is_said(admin) -> None:
    season, source = SeasonFactory(year=2031), SeasonFactory(year=2030)
    with pytest.raises(Refused, match="No queda nada por abrir"):
        open_stages(plan_copy(season, source, actor=admin), actor=admin)


@pytest.mark.parametrize("rows", [2, 6])
def test_as_many_queries_for_many_leagues(rows: int, admin, piura) -> None:
    province = below(piura, "provincial", "Piura")
    above = stage(province, "provincial-piura", 2031)
    for number in range(rows):
        below(province, "district", f"Lugar {number}")
    wish = Wish("district", piura.pk, pattern=pattern())
    with CaptureQueriesContext(connection) as asked:
        plan = plan_level(above.season, wish, actor=admin)
        key = open_stages(plan, actor=admin)
        undo_opening(above.season, key, actor=admin, reason="prueba")
    assert len(asked) == 97


# Taking it back -------------------------------------------------------------------------------


def opened(admin, piura) -> tuple[Season, str]:
    before = last_year(piura)
    season = SeasonFactory(year=2031)
    plan = plan_copy(season, before["piura"].season, actor=admin)
    return season, open_stages(plan, actor=admin)


def test_opening_is_taken_back_as_one_with_its_reason(admin, piura) -> None:
    season, key = opened(admin, piura)
    (found,) = openings_of(season, reader=admin)
    assert (found.key, found.stages, found.left, found.who) == (key, 5, 5, admin.username)
    assert undo_opening(season, key, actor=admin, reason="Otro formato") == 5
    assert not season.stages.exists()
    assert openings_of(season, reader=admin) == []
    gone = Stage.history.filter(history_type="-", season=season.pk)
    assert {line.history_change_reason for line in gone} == {"Otro formato"}
    assert readable_reason(f"opening {key}") == f"Abierta junto con otras etapas ({key})."


@pytest.mark.parametrize("what", ["fixture", "entry", "rules", "zone"])
def test_opening_on_which_something_stands_is_kept_and_says_what(what, admin, piura) -> None:
    season, key = opened(admin, piura)
    castilla = season.stages.get(slug="distrital-castilla")
    if what == "fixture":
        FixtureFactory(stage=castilla)
    elif what == "entry":
        EntryFactory(stage=castilla, club=ClubFactory(name="Ada"))
    elif what == "rules":
        castilla.rule_set.note = "De la liga"
        record(castilla.rule_set, actor=None)
    else:
        other = stage(piura, "otra", 2031)
        ZoneFactory(rule_set=other.rule_set, leads_to=castilla, name="De otra etapa")
    with pytest.raises(Refused, match="no se puede deshacer") as refusal:
        undo_opening(season, key, actor=admin, reason="Otro formato")
    named = {"fixture": "Club", "entry": "Ada", "rules": "Castilla", "zone": "De otra etapa"}[what]
    assert named in refusal.value.messages[0]
    assert season.stages.count() == (6 if what == "zone" else 5)


def test_undo_needs_a_reason_a_known_opening_and_the_right(admin, piura) -> None:
    season, key = opened(admin, piura)
    with pytest.raises(Refused, match="por qué"):
        undo_opening(season, key, actor=admin, reason=" ")
    with pytest.raises(Refused, match="No queda nada que deshacer"):
        undo_opening(season, "0000", actor=admin, reason="x")
    official = official_of(piura)
    assert [o.stages for o in openings_of(season, reader=official)] == [4]
    with pytest.raises(PermissionDenied):
        undo_opening(season, key, actor=official, reason="x")
    assert openings_of(season, reader=official_of(DepartmentalLeagueFactory())) == []


def test_leagues_made_from_the_map_go_with_their_opening(admin, piura) -> None:
    season = SeasonFactory(year=2031)
    wish = Wish("district", piura.pk, pattern=pattern(), from_map=True)
    key = open_stages(plan_level(season, wish, actor=admin), actor=admin)
    undo_opening(season, key, actor=admin, reason="Otra vez")
    assert list(League.objects.exclude(level="national")) == [piura]


def test_pages_of_the_season_are_told(admin, piura) -> None:
    there = stage(piura, "departamental-piura", 2031)
    before = last_year(piura)
    plan = plan_copy(there.season, before["piura"].season, actor=admin)
    key = open_stages(plan, actor=admin)
    version = there.version
    there.refresh_from_db()
    assert there.version == version + 1
    undo_opening(there.season, key, actor=admin, reason="x")
    there.refresh_from_db()
    assert there.version == version + 2
