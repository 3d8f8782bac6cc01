"""Setting up a knock-out, as the official sees it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Entry, Fixture, LotsDrawn, Matchup, Stage, Venue
from competitions.services.versions import raise_versions, state_of
from standings.selectors.setting_up import draw, setting_up
from tests.factories import (
    AdministratorFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GroupFactory,
    KnockOutFactory,
    RoundFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    VenueFactory,
    ZoneFactory,
)
from tests.standings.documents import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(AdministratorFactory(username="rosa"))
    return client


def table_and_knock_out(clubs: int, **rules: object) -> Stage:
    """A knock-out fed by a single table, its clubs entered by their places."""
    table = StageFactory(season=SeasonFactory(year=2030), slug="nacional", kind="single_table")
    stage = KnockOutFactory(season=table.season, slug="eliminatorias", position=2)
    ZoneFactory(rule_set=RuleSetFactory(stage=table), leads_to=stage, last_place=clubs)
    RuleSetFactory(stage=stage, **{"settlement": "penalties", "pairing": "first_v_last", **rules})
    for place in range(1, clubs + 1):
        before = EntryFactory(stage=table, club__name=f"Equipo {place:02}")
        EntryFactory(stage=stage, club=before.club, origin=before, origin_place=place)
    return stage


def address(stage: Stage) -> str:
    return reverse("admin:desk_bracket", args=[stage.pk])


def page_of(stage: Stage):
    return setting_up(Stage.objects.select_related("season", "rule_set").get(pk=stage.pk))


def send(client: Client, stage: Stage, action: str, **fields: object):
    seen = state_of(Stage.objects.get(pk=stage.pk))
    return client.post(
        address(stage),
        {"action": action, "seen": seen, **fields},
        headers={"accept-language": "en"},
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def make(client: Client, stage: Stage, **fields: object) -> None:
    assert send(client, stage, "make", **fields).status_code == 302


def seat_all(client: Client, stage: Stage, **fields: object):
    tokens = [seating.token for seating in page_of(stage).seatings]
    return send(client, stage, "seat", seat=tokens, **fields)


def sides(stage: Stage) -> list[str]:
    rows = Matchup.objects.filter(round__stage=stage).order_by("round__number", "position")
    return [str(row) for row in rows.select_related("first__club", "second__club")]


def win(stage: Stage, matchup: str, score: tuple[int, int] = (1, 0)) -> None:
    """The home club of each leg wins by that score, or the away club."""
    for leg in Fixture.objects.filter(stage=stage, matchup__key=matchup):
        home, away = score if leg.leg != 1 or leg.matchup.legs == 1 else score[::-1]
        Fixture.objects.filter(pk=leg.pk).update(
            status="played", home_goals=home, away_goals=away, is_official=True
        )
    raise_versions({stage.pk})


def test_from_the_table_to_the_final(client: Client) -> None:
    stage = table_and_knock_out(4)

    shown = text_of(client.get(address(stage)))
    assert "1.º de la tabla – 4.º de la tabla" in shown
    make(client, stage, legs="1", single_final="1")
    assert sides(stage)[2] == "Ganador llave 1 – Ganador llave 2"

    assert seat_all(client, stage).status_code == 302
    assert sides(stage)[:2] == ["Equipo 01 – Equipo 04", "Equipo 02 – Equipo 03"]

    day = {"day-1": "2030-11-03", "hour": "15:00"}
    assert send(client, stage, "legs", round="1", **day).status_code == 302
    legs = Fixture.objects.filter(stage=stage).order_by("key")
    assert [(str(leg), leg.date, leg.time) for leg in legs] == [
        ("Equipo 01 – Equipo 04", dt.date(2030, 11, 3), dt.time(15)),
        ("Equipo 02 – Equipo 03", dt.date(2030, 11, 3), dt.time(15)),
    ]

    win(stage, "llave-1")
    win(stage, "llave-2", (0, 1))
    assert seat_all(client, stage).status_code == 302
    assert sides(stage)[2] == "Equipo 01 – Equipo 03"
    assert send(client, stage, "legs", round="2").status_code == 302
    final = Fixture.objects.get(stage=stage, matchup__key="llave-3")
    assert final.is_neutral
    assert Stage.objects.get(pk=stage.pk).expected_fixtures == 3


def up_to_the_final(client: Client) -> Stage:
    """Four clubs; 1 and 2 won their matches, and the final is in the calendar."""
    stage = table_and_knock_out(4)
    make(client, stage, legs="1")
    seat_all(client, stage)
    send(client, stage, "legs", round="1")
    win(stage, "llave-1")
    win(stage, "llave-2")
    seat_all(client, stage)
    send(client, stage, "legs", round="2")
    return stage


def test_a_corrected_result_proposes_who_plays_on_instead(client: Client) -> None:
    stage = up_to_the_final(client)

    win(stage, "llave-1", (0, 1))
    shown = text_of(client.get(address(stage)))
    assert "<b>Equipo 04</b> en lugar de Equipo 01" in shown

    refused = seat_all(client, stage)
    assert refused.status_code == 422
    assert "escriba el motivo" in text_of(refused)
    assert seat_all(client, stage, reason="Resultado corregido").status_code == 302
    assert sides(stage)[2] == "Equipo 04 – Equipo 02"
    final = Fixture.objects.get(stage=stage, matchup__key="llave-3")
    assert str(final) == "Equipo 04 – Equipo 02" or str(final) == "Equipo 02 – Equipo 04"


def test_a_result_taken_back_opens_the_side_again(client: Client) -> None:
    stage = up_to_the_final(client)

    Fixture.objects.filter(stage=stage, matchup__key="llave-1").update(
        status="scheduled", home_goals=None, away_goals=None, is_official=False
    )
    raise_versions({stage.pk})
    assert seat_all(client, stage, reason="Se vuelve a jugar").status_code == 302
    assert sides(stage)[2] == "Ganador llave 1 – Equipo 02"
    assert not Fixture.objects.filter(stage=stage, matchup__key="llave-3").exists()


def test_a_match_that_was_played_is_left_to_a_ruling(client: Client) -> None:
    stage = up_to_the_final(client)
    win(stage, "llave-3")

    win(stage, "llave-1", (0, 1))
    shown = text_of(client.get(address(stage)))
    assert "Equipo 01 ya jugó su llave (Llave 3) y su lugar ya no es ese" in shown
    tokens = [seating.token for seating in page_of(stage).seatings]
    refused = send(client, stage, "seat", seat=tokens, reason="Corregido")
    assert refused.status_code == 409
    assert sides(stage)[2] == "Equipo 01 – Equipo 02"


def test_the_better_placed_hosts_the_second_leg(client: Client) -> None:
    stage = table_and_knock_out(2)
    make(client, stage, legs="2")
    seat_all(client, stage)
    days = {"day-1": "2030-11-03", "day-2": "2030-11-10"}
    send(client, stage, "legs", round="1", **days)
    legs = Fixture.objects.filter(stage=stage).order_by("leg")
    assert [(leg.home.club.name, leg.date.day) for leg in legs] == [
        ("Equipo 02", 3),
        ("Equipo 01", 10),
    ]


def legs_in_calendar(stage: Stage) -> list[str]:
    rows = Fixture.objects.filter(stage=stage).order_by("leg", "key").select_related("venue")
    return [f"{leg} {leg.date:%d/%m} {leg.time:%H:%M} {leg.venue or '-'}" for leg in rows]


def hosted(club: str, ground: str, **fields: object) -> None:
    """A match that the club has hosted on the ground."""
    stage = Stage.objects.get(slug="nacional")
    venue = Venue.objects.filter(name=ground).first() or VenueFactory(name=ground, town="")
    FixtureFactory(
        stage=stage, home=stage.entries.get(club__name=club), venue=venue, score="1-0", **fields
    )


def test_legs_are_seated_on_grounds_and_hours(client: Client) -> None:
    stage = table_and_knock_out(4)
    make(client, stage, legs="1")
    seat_all(client, stage)
    keys = Matchup.objects.filter(first__isnull=False).values_list("pk", flat=True)
    grounds = {f"ground-{pk}-1": "Estadio Único" for pk in keys}
    asked = {"round": "1", "day-1": "2030-11-03", "hour": "dom 13 15:30", **grounds}

    assert send(client, stage, "legs", **asked).status_code == 302

    assert [line.split(" ", 5)[-1] for line in legs_in_calendar(stage)] == [
        "03/11 13:00 Estadio Único", "03/11 15:30 Estadio Único",
    ]  # fmt: skip
    assert Venue.objects.count() == 1


def test_the_ground_of_the_home_club_is_offered(client: Client) -> None:
    stage = table_and_knock_out(4)
    for ground, times in (("Viejo", 1), ("Propio", 2)):
        for _ in range(times):
            hosted("Equipo 01", ground)
    hosted("Equipo 02", "Neutral", is_neutral=True)
    hosted("Equipo 04", "Ajeno")
    make(client, stage, legs="2")
    seat_all(client, stage)

    page = parse(client.get(address(stage)).content.decode())

    fields = page.all("section", "legs")[0].all("input", list="grounds")
    assert [field.attrs.get("value", "") for field in fields] == ["Ajeno", "Propio", "", ""]
    options = [option.attrs["value"] for option in page.one("datalist").all("option")]
    assert options == ["Ajeno", "Neutral", "Propio", "Viejo"]


def test_the_ground_that_was_offered_goes_with_the_host(client: Client) -> None:
    stage = table_and_knock_out(2, host="chosen")
    hosted("Equipo 01", "Primero")
    hosted("Equipo 02", "Segundo")
    make(client, stage, legs="2")
    seat_all(client, stage)
    page = parse(client.get(address(stage)).content.decode())
    fields = page.one("section", "legs").all("input", list="grounds")
    offered = {field.attrs["name"]: field.attrs["value"] for field in fields}
    asked = {"round": "1", "day-1": "2030-11-03", "day-2": "2030-11-10", "hour": "15", **offered}

    send(client, stage, "legs", swap=Matchup.objects.get().pk, **asked)

    rows = Fixture.objects.filter(stage=stage).select_related("venue", "home__club")
    assert {(row.home.name, row.venue.name) for row in rows} == {
        ("Equipo 01", "Primero"), ("Equipo 02", "Segundo"),
    }  # fmt: skip


def test_conflicts_of_legs_keep_what_was_typed(client: Client) -> None:
    stage = table_and_knock_out(4)
    make(client, stage, legs="1")
    seat_all(client, stage)
    keys = Matchup.objects.filter(first__isnull=False).values_list("pk", flat=True)
    grounds = {f"ground-{pk}-1": "Estadio" for pk in keys}
    asked = {"round": "1", "day-1": "2030-11-03", "hour": "13", **grounds}

    refused = send(client, stage, "legs", **asked)

    assert refused.status_code == 422
    shown = text_of(refused)
    assert "Semifinales: 2 partidos solo caben en 1 hora (" in shown
    assert "Falta todavía: 1." in shown
    page = parse(refused.content.decode()).one("section", "legs")
    assert [f.attrs["value"] for f in page.all("input", list="grounds")] == ["Estadio"] * 2
    assert page.one("input", name="day-1").attrs["value"] == "2030-11-03"
    assert not Fixture.objects.filter(stage=stage).exists()
    assert not Venue.objects.exists()

    until = send(client, stage, "legs", **asked, **{"until-1": "2030-11-04"})
    assert until.status_code == 302
    assert {line.split(" ", 5)[-1] for line in legs_in_calendar(stage)} == {
        "03/11 13:00 Estadio", "04/11 13:00 Estadio",
    }  # fmt: skip


def test_lots_are_seen_before_they_are_recorded_and_can_be_drawn_again(client: Client) -> None:
    stage = table_and_knock_out(8, pairing="lots", keeps_apart=True)
    departments = [DepartmentFactory() for _ in range(4)]
    for place, row in enumerate(Entry.objects.filter(stage=stage)):
        Entry.objects.filter(pk=row.pk).update(department=departments[place % 4])
    make(client, stage, legs="1")

    shown = text_of(send(client, stage, "draw", seed="acta 7", pots="1"))
    assert "Sorteado con «acta 7»" in shown
    assert not LotsDrawn.objects.exists()
    proposed = [found.club.name for found in _drawn(stage, "acta 7")]
    refused = send(client, stage, "draw", seed="acta 7", pots="1", step="confirm")
    assert refused.status_code == 422

    said = {"act": "Acta 7", "drawn_on": "2030-10-30", "drawn_by": "Comisión"}
    done = send(client, stage, "draw", seed="acta 7", pots="1", step="confirm", **said)
    assert done.status_code == 302
    lots = LotsDrawn.objects.get()
    assert (lots.purpose, lots.seed, lots.act) == ("pairings", "acta 7", "Acta 7")
    assert [row.entry.club.name for row in lots.positions.order_by("position")] == proposed
    for row in Matchup.objects.filter(round__stage=stage, round__number=1):
        assert row.first.department_id != row.second.department_id


@pytest.mark.parametrize("pots", ["1", "2"])
def test_lots_seat_all_clubs_where_some_have_a_bye(client: Client, pots: str) -> None:
    stage = table_and_knock_out(7, pairing="lots", keeps_apart=True)
    puno = DepartmentFactory(name="Puno")
    four = Entry.objects.filter(stage=stage).order_by("origin_place").values_list("pk", flat=True)
    Entry.objects.filter(pk__in=list(four[:4])).update(department=puno)
    make(client, stage, legs="1")

    assert "Sorteado con «acta 7»" in text_of(send(client, stage, "draw", seed="acta 7", pots=pots))
    said = {"act": "Acta 7", "drawn_on": "2030-10-30", "drawn_by": "Comisión"}
    send(client, stage, "draw", seed="acta 7", pots=pots, step="confirm", **said)

    assert page_of(stage).unseated == ()
    (bye,) = Matchup.objects.filter(round__stage=stage, round__number=2).exclude(first=None)
    assert bye.first.department == puno
    for row in Matchup.objects.filter(round__stage=stage, round__number=1):
        assert row.first.department_id != row.second.department_id


def _drawn(stage: Stage, seed: str):
    page = page_of(stage)
    if not page.unseated:
        raise AssertionError("nobody is left to draw")
    return draw(page, seed=seed)


def test_lots_that_cannot_keep_departments_apart_name_the_department(client: Client) -> None:
    stage = table_and_knock_out(4, pairing="lots", keeps_apart=True)
    puno = DepartmentFactory(name="Puno")
    three = Entry.objects.filter(stage=stage).values_list("pk", flat=True)[:3]
    Entry.objects.filter(pk__in=list(three)).update(department=puno)
    make(client, stage, legs="1")
    refused = send(client, stage, "draw", seed="1", pots="1")
    assert refused.status_code == 422
    assert "3 clubes de Puno para 2 llaves" in text_of(refused)


def test_clubs_are_seated_by_hand_and_none_twice(client: Client) -> None:
    stage = table_and_knock_out(4, pairing="lots")
    make(client, stage, legs="1")
    page = page_of(stage)
    names = [side.name for side in page.open_sides]
    clubs = [str(club.entry) for club in page.unseated]

    refused = send(client, stage, "hand", **dict.fromkeys(names[:2], clubs[0]))
    assert refused.status_code == 422
    assert "Equipo 01 está elegido para dos lados" in text_of(refused)
    assert send(client, stage, "hand", **dict(zip(names, clubs, strict=True))).status_code == 302
    assert sides(stage)[:2] == ["Equipo 01 – Equipo 02", "Equipo 03 – Equipo 04"]


def test_rounds_that_pair_anew(client: Client) -> None:
    stage = table_and_knock_out(4, pairs_anew=True)
    make(client, stage, legs="1")
    seat_all(client, stage)
    send(client, stage, "legs", round="1")
    win(stage, "llave-1", (0, 1))
    assert page_of(stage).seatings == ()
    win(stage, "llave-2", (0, 1))
    seat_all(client, stage)
    assert sides(stage)[2] == "Equipo 03 – Equipo 04"


def test_two_zones_by_seeds(client: Client) -> None:
    stage = table_and_knock_out(4)
    zones = [GroupFactory(stage=stage, code=code) for code in ("norte", "sur")]
    for place, row in enumerate(Entry.objects.filter(stage=stage).order_by("pk")):
        Entry.objects.filter(pk=row.pk).update(group=zones[place % 2], seed=place // 2 + 1)
    make(client, stage, legs="1")
    seat_all(client, stage)
    assert sides(stage)[:2] == ["Equipo 01 – Equipo 03", "Equipo 02 – Equipo 04"]


def test_best_of_the_groups_come_by_their_seeds(client: Client) -> None:
    stage = table_and_knock_out(4, pairing="fixed_slots", slots="1 v 2*3; 2 v 1*3")
    for place, row in enumerate(Entry.objects.filter(stage=stage).order_by("pk")):
        if place > 1:
            Entry.objects.filter(pk=row.pk).update(origin_place=3, via="best_nth")
    make(client, stage, legs="1")
    assert [seating.slot for seating in page_of(stage).seatings] == [
        "1.º de la tabla",
        "2.º de la tabla",
    ]
    for seed, row in enumerate(Entry.objects.filter(stage=stage).order_by("pk"), start=1):
        Entry.objects.filter(pk=row.pk).update(seed=seed)
    Stage.objects.filter(pk=stage.pk).update(stamp="anew")
    seat_all(client, stage)
    assert sides(stage)[:2] == ["Equipo 01 – Equipo 04", "Equipo 02 – Equipo 03"]


@pytest.mark.parametrize(
    ("clubs", "rounds", "sentence"),
    [
        (1, 1, "necesita dos clubes"),
        (2, 2, "queda un club"),
    ],
)
def test_what_makes_no_bracket_is_said(
    client: Client, clubs: int, rounds: int, sentence: str
) -> None:
    stage = table_and_knock_out(clubs)
    for number in range(1, rounds + 1):
        RoundFactory(stage=stage, number=number)
    assert sentence in text_of(client.get(address(stage)))
    refused = send(client, stage, "make")
    assert refused.status_code == 422
    assert sentence in text_of(refused)
    assert not Matchup.objects.exists()


def test_a_bracket_gives_way_only_when_told_to_and_never_with_results(client: Client) -> None:
    stage = table_and_knock_out(4)
    make(client, stage, legs="1")
    seat_all(client, stage)
    send(client, stage, "legs", round="1")
    assert send(client, stage, "make").status_code == 409
    make(client, stage, replace="1")
    assert not Fixture.objects.filter(stage=stage).exists()
    assert sides(stage)[0] == "1.º de la tabla – 4.º de la tabla"
    seat_all(client, stage)
    send(client, stage, "legs", round="1")
    win(stage, "llave-1")
    assert send(client, stage, "make", replace="1").status_code == 409
    assert "el cuadro queda como está" in text_of(client.get(address(stage)))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day-1": "mañana"}, "«mañana» no es un día"),
        ({"day-1": "2030-02-30"}, "«2030-02-30» no es un día"),
        ({"day-1": "2030-11-10", "day-2": "2030-11-03"}, "La vuelta viene después de la ida"),
        ({"day-1": "2030-11-10", "until-1": "2030-11-03"}, "viene después del primero"),
        ({"day-1": "2030-11-10", "until-1": "2031-11-03"}, "viene después del primero"),
        ({"day-1": "2030-11-10", "hour": "fiesta 9"}, "«fiesta» no es una hora ni un día"),
        ({"day-1": "2030-11-10", "rest_days": "99"}, "Escriba un número entero de 1 a 30"),
        ({"hour": "25:00"}, "«25:00» no es una hora"),
        ({"hour": "15:00"}, "Para poner la hora hace falta el día"),
    ],
)
def test_days_that_cannot_be_are_said_and_stay_typed(
    client: Client, fields: dict[str, str], sentence: str
) -> None:
    stage = table_and_knock_out(2)
    make(client, stage, legs="2")
    seat_all(client, stage)
    refused = send(client, stage, "legs", round="1", **fields)
    assert refused.status_code == 422
    assert sentence in text_of(refused)
    assert all(value in text_of(refused) for value in fields.values())
    assert not Fixture.objects.filter(stage=stage).exists()


def test_what_somebody_else_changed_meanwhile_is_looked_at_again(client: Client) -> None:
    stage = table_and_knock_out(4)
    refused = send(client, stage, "make", seen="1-old")
    assert refused.status_code == 409
    assert not Matchup.objects.exists()
    for action, fields in (
        ("seat", {"seat": "1:0:1"}),
        ("legs", {"round": "7"}),
        ("hand", {}),
        ("seat", {}),
    ):
        assert send(client, stage, action, **fields).status_code == 422
    assert send(client, stage, "nothing").status_code == 400


def test_a_stage_with_a_table_has_no_such_page(client: Client) -> None:
    stage = StageFactory(kind="single_table")
    assert client.get(address(stage)).status_code == 404


def test_slots_are_shown_before_any_club_is_known(client: Client) -> None:
    stage = table_and_knock_out(8)
    Entry.objects.filter(stage=stage).delete()
    make(client, stage, legs="1")
    assert sides(stage)[0] == "1.º de la tabla – 8.º de la tabla"
    Stage.objects.filter(pk=stage.pk).update(size=1)
    shown = text_of(client.get(address(stage)))
    assert "necesita dos clubes" not in shown
    assert "aquí no espera nada" in shown


@pytest.mark.parametrize("clubs", [4, 16])
def test_queries_do_not_grow_with_the_bracket(client: Client, clubs: int) -> None:
    stage = table_and_knock_out(clubs)
    make(client, stage, legs="2")
    client.get(address(stage))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(stage))
    assert len(asked) == 8
    seat_all(client, stage)
    hosted("Equipo 01", "Propio")
    client.get(address(stage))
    with CaptureQueriesContext(connection) as asked:
        client.get(address(stage))
    assert len(asked) == 11, "two for the grounds of the clubs, and one for those of the department"


def test_matchups_are_named_in_words_and_clubs_can_be_entered_from_here(client: Client) -> None:
    stage = table_and_knock_out(4, pairing="lots")
    page = client.get(address(stage)).content.decode()

    assert "<small>Llave 1</small>" in page
    assert f'href="/admin/etapas/{stage.pk}/fixture/">Sus clubes</a>' in page
    assert "<h1>Clubes: 2030 ·" in client.get(f"/admin/etapas/{stage.pk}/fixture/").content.decode()
