import datetime as dt

import pytest

from competitions.core.openings import (
    Template,
    bare,
    first_day_of,
    free_slug,
    led,
    moved,
    named_for,
    place_of,
    sent_by,
    slug_of,
    stem_of,
    weeks_to,
)
from competitions.core.pack.values import (
    GroupValue,
    QualifierListValue,
    RoundValue,
    RulesValue,
    StageValue,
    ZoneValue,
)
from competitions.core.ubigeo import read_districts

SUNDAY = dt.date(2026, 3, 1)


def zone(code: str = "pasan", leads_to: str = "", **fields: object) -> ZoneValue:
    known = {"letter": "A", "name": "Pasan", "tone": "through", "kind": "places"}
    places = {"first_place": 1, "last_place": 2}
    return ZoneValue(code=code, leads_to=leads_to, **{**known, **places, **fields})


def stage(slug: str = "primera", *zones: ZoneValue, **fields: object) -> StageValue:
    known = {"name": "Primera fase", "kind": "groups", "league": "liga"}
    rules = RulesValue(evidence="official", zones=zones)
    return StageValue(slug=slug, rules=rules, **{**known, **fields})


def test_entrance_is_the_stage_that_no_other_feeds():
    final = stage("final", zone())
    first = stage("primera", zone(leads_to="final"))
    assert Template("x", "X", "district", (final, first)).entrance is first
    circle = (stage("a", zone(leads_to="b")), stage("b", zone(leads_to="a")))
    assert Template("x", "X", "district", circle).entrance is circle[0]


@pytest.mark.parametrize(
    ("found", "leads_out"),
    [
        (zone(leads_to="final"), False),
        (zone(leads_to="provincial-piura"), True),
        (zone(), True),
        (zone(tone="out"), False),
        (zone(outcome="champion"), False),
        (zone(destination="Liga 3"), False),
    ],
)
def test_zone_leads_out_of_the_league_where_none_of_its_stages_takes_the_clubs(found, leads_out):
    template = Template("x", "X", "district", (stage("primera"), stage("final")))
    assert template.leads_out(found) is leads_out


@pytest.mark.parametrize(
    ("league", "place"),
    [
        ("Liga Distrital de Castilla", "Castilla"),
        ("Liga Provincial del Santa", "Santa"),
        ("Liga Deportiva Distrital de Fútbol de Ate", "Ate"),
        ("Liga Departamental Áncash", "Áncash"),
        ("Copa Perú", "Copa Perú"),
        ("Liga Distrital de Ate (simulada)", "Ate"),
        ("Copa (simulada)", "Copa"),
    ],
)
def test_place_of_a_league(league, place):
    assert place_of(league) == place


def test_names_and_addresses_of_another_place():
    assert slug_of("San Juan de Miraflores") == "san-juan-de-miraflores"
    assert named_for("Distrital de Ate", before="Ate", place="Lurín") == "Distrital de Lurín"
    assert named_for("District", before="", place="Lurín", joint="of") == "District of Lurín"
    assert named_for("", before="Ate", place="Lurín") == ""
    assert len(named_for("Etapa", before="", place="x" * 100)) == 80
    assert stem_of("distrital-ate", "Ate") == "distrital"
    assert stem_of("distrital", "") == "distrital"


def test_addresses_are_cut_and_counted_where_they_are_taken():
    long = "distrital-santa-rosa-de-las-altas-cumbres-del-sur"
    assert free_slug([long], set()) == long[:40]
    assert free_slug(["a", "a-b"], {"a"}) == "a-b"
    assert free_slug(["a", "a-b"], {"a", "a-b", "a-b-2"}) == "a-b-3"


def test_days_move_by_whole_weeks():
    weeks = weeks_to(2027, SUNDAY)
    found = moved(
        stage(
            starts_on=SUNDAY,
            rounds=(RoundValue(number=1, name="Fecha 1", starts_on=SUNDAY, ends_on=None),),
        ),
        weeks,
    )
    assert found.starts_on == dt.date(2027, 2, 28)
    assert (found.starts_on.weekday(), found.ends_on) == (6, None)
    assert found.rounds[0].starts_on == found.starts_on
    assert weeks_to(2027, dt.date(2024, 2, 29)) == 156


def test_first_day_is_of_a_stage_or_a_round():
    later = stage(starts_on=SUNDAY + dt.timedelta(7))
    assert first_day_of([later, stage()]) == later.starts_on
    rounds = (RoundValue(number=1, name="Fecha 1", starts_on=SUNDAY),)
    assert first_day_of([later, stage(rounds=rounds)]) == SUNDAY
    assert first_day_of([stage()]) is None


def test_bare_stage_has_nothing_of_what_was_played():
    confirmed = QualifierListValue(evidence="official")
    played = stage(finished=True, remark="Suspendida", remark_en="Stopped", qualifiers=confirmed)
    assert bare(played) == stage()


def test_zones_lead_where_they_are_sent():
    found = led(stage("a", zone(leads_to="b"), zone("c")), lambda z: z.leads_to and "z")
    assert [z.leads_to for z in found.rules.zones] == ["z", ""]


def test_clubs_sent_by_a_stage_as_it_is_planned():
    groups = (GroupValue(code="a", name="A", size=4), GroupValue(code="b", name="B"))
    assert sent_by(stage("a", groups=groups), zone()) == 4
    bracket = stage("b", rounds=(RoundValue(number=2, name="Final", key="final"),))
    assert sent_by(bracket, zone(kind="winners", round_number=2)) == 1


def test_districts_of_the_map():
    rows = "ubigeo,district,province,department\n200104,Castilla,Piura,Piura\n"
    (found,) = read_districts(rows)
    assert (found.ubigeo, found.name, found.province, found.department) == (
        "200104",
        "Castilla",
        "Piura",
        "Piura",
    )
