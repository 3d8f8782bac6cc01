"""The pages on which a stage, its fixture list, and its grounds and hours are made."""

import datetime as dt

import pytest
from django.test import Client

from competitions.models import Club, Entry, Fixture, Season, Stage, Venue
from competitions.services.versions import state_of
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    GroupFactory,
    KnockOutFactory,
    LeagueFactory,
    RuleSetFactory,
    SeasonFactory,
    StageFactory,
    VenueFactory,
    ZoneFactory,
    official_of,
)
from tests.standings.documents import Element, parse

pytestmark = pytest.mark.django_db

NINE = [f"Club {letter}" for letter in "ABCDEFGHI"]
USUAL = {
    "groups": 1,
    "way": "seeds",
    "legs": 1,
    "order": "mirrored",
    "first": "2027-03-07",
    "every": 7,
    "rest_days": 1,
    "lasts": 105,
    "step": "preview",
}
ON_A_GROUND = {"ground-0": "Campo Municipal", "hours-0": "9 11 13:00 15.00"}


@pytest.fixture
def stage() -> Stage:
    league = DepartmentalLeagueFactory(name="Liga Distrital de Castilla", level="district")
    stage = StageFactory(league=league, season__year=2027, slug="castilla", expected_fixtures=None)
    RuleSetFactory(stage=stage)
    return stage


@pytest.fixture
def desk(client: Client, stage: Stage) -> Client:
    client.force_login(official_of(stage.league))
    return client


def path(stage: Stage, page: str = "fixture") -> str:
    return f"/admin/etapas/{stage.pk}/{page}/"


def sent(desk: Client, address: str, data: dict, status: int = 200) -> Element:
    answer = desk.post(address, data)
    assert answer.status_code == status, parse(answer.content.decode()).text
    return parse(answer.content.decode()).one("div", id="content-main")


def confirmed(page: Element, **more: object) -> dict:
    """What the page sends when its list is confirmed."""
    data: dict = {}
    for field in page.all("input", type="hidden"):
        data.setdefault(field.attrs["name"], []).append(field.attrs["value"])
    data.pop("csrfmiddlewaretoken")
    return {**data, "step": "confirm", **more}


def made(desk: Client, stage: Stage, **asked: object) -> None:
    page = sent(desk, path(stage), {**USUAL, **ON_A_GROUND, "names": "\n".join(NINE), **asked})
    assert desk.post(path(stage), confirmed(page)).status_code == 302


def faults(page: Element) -> list[str]:
    found = [li.text for box in page.all("ul", "errorlist") for li in box.all("li")]
    return found + [li.text for box in page.all("div", "errornote") for li in box.all("li")]


def test_what_is_shown_is_written_and_told(desk: Client, stage: Stage) -> None:
    asked = {**USUAL, **ON_A_GROUND, "names": "\n".join(NINE)}
    page = sent(desk, path(stage), asked)

    assert page.one("p", "tally").text == "36 partidos en 9 fechas, 9 clubes."
    assert page.all("p", "rests")[0].text.startswith("Descansa: Club ")
    assert "Ningún club juega dos veces seguidas" in page.one("section", "balance").text
    assert "Clubes nuevos: Club A, Club B" in page.one("ul", "with-it").text
    assert "Canchas nuevas: Campo Municipal, Castilla." in page.one("ul", "with-it").text
    shown = [li.text for li in page.one("section", "rounds").all("li")]
    assert not Fixture.objects.exists()
    assert not Club.objects.exists()

    answer = desk.post(path(stage), confirmed(page), follow=True)

    assert "En el calendario: 36 partidos en 9 fechas." in answer.content.decode()
    rows = Fixture.objects.select_related("venue").order_by("round__number", "time")
    assert shown == [
        f"{row.time:%H:%M} {row.home.name} – {row.away.name} {row.venue}" for row in rows
    ]


def test_rules_that_let_more_through_than_there_are_clubs_are_named(
    desk: Client, stage: Stage
) -> None:
    following = KnockOutFactory(season=stage.season)
    zone = ZoneFactory(rule_set=stage.rule_set, leads_to=following, last_place=10)
    asked = {**USUAL, "names": "\n".join(NINE)}
    page = sent(desk, path(stage), asked)
    [said] = page.all("p", "errornote")
    assert said.text.startswith("Según las reglas pasan los puestos hasta el 10.º")
    assert said.text.endswith("y aquí una tabla tiene 9 clubes. Reglas")
    assert said.one("a").attrs["href"] == path(stage, "reglas")
    zone.last_place = 9
    zone.save()
    assert not sent(desk, path(stage), asked).all("p", "errornote")


def test_breaks_are_counted(desk: Client, stage: Stage) -> None:
    page = sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE[:6])})
    assert page.one("section", "balance").one("p").text == (
        "4 veces un club juega dos veces seguidas de local, o de visita. Menos no se puede."
    )
    page = sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE[:6]), "legs": 2})
    assert page.one("section", "balance").one("p").text.startswith("12 veces")


def test_the_public_round_shows_ground_hour_and_who_rests(desk: Client, stage: Stage) -> None:
    made(desk, stage)

    page = parse(desk.get("/2027/castilla/fecha/3/").content.decode())

    assert page.one("h2", "day").text == "Domingo 21 de marzo"
    assert "Campo Municipal, Castilla" in [h3.text for h3 in page.all("h3")]
    assert [span.text for span in page.all("span", "time")] == ["09:00", "11:00", "13:00", "15:00"]
    assert not page.has("span", "meta"), "the ground stands above, once"
    [rests] = [p.text for p in page.all("p") if p.text.startswith("Descansa: Club")]
    playing = {f.home.name for f in Fixture.objects.filter(round__number=3)}
    assert rests.removeprefix("Descansa: ").rstrip(".") not in playing


def test_who_has_played_all_matches_of_his_group_does_not_rest(desk: Client, stage: Stage) -> None:
    groups = {f"group-n-club-{letter}": int(letter > "c") for letter in "abcdefgh"}
    made(desk, stage, names="\n".join(NINE[:8]), groups=2, way="hand", **groups)

    text = parse(desk.get("/2027/castilla/fecha/5/").content.decode()).text
    [rests] = [line for line in text.split(".") if "Descansa:" in line]

    fifth = {club for f in Fixture.objects.filter(round__number=5) for club in (f.home, f.away)}
    names = {club.name for club in fifth}
    assert len(names) == 4
    assert rests.split("Descansa: ")[1] in set(NINE[3:8]) - names


def test_clubs_of_the_league_are_ticked_and_searched(desk: Client, stage: Stage) -> None:
    for name in ("Alfa", "Beta"):
        ClubFactory(name=name, league=stage.league)
    entered = EntryFactory(stage=stage, club__name="Zeta", club__league=stage.league).club
    ClubFactory(name="Ajeno")
    ClubFactory(name="Viejo", league=stage.league, is_archived=True)
    ClubFactory(name="Inventado", league=stage.league, is_simulated=True)

    page = parse(desk.get(path(stage)).content.decode())
    boxes = page.all("input", name="clubs")
    assert [label.text for label in page.one("div", "clubs").all("label")] == [
        "Zeta", "Alfa", "Beta",
    ]  # fmt: skip
    assert [box.attrs["value"] for box in boxes if "checked" in box.attrs] == [str(entered.pk)]

    page = sent(desk, path(stage), {**USUAL, "clubs": [entered.pk], "q": "bet", "step": "search"})
    assert [label.text for label in page.one("div", "clubs").all("label")] == ["Zeta", "Beta"]
    assert not faults(page)


def test_too_few_hours_are_told_and_what_was_typed_stays(desk: Client, stage: Stage) -> None:
    asked = {**USUAL, "names": "\n".join(NINE), "ground-0": "Campo", "hours-0": "9 11 13"}

    page = sent(desk, path(stage), asked, status=422)

    first, again = faults(page)
    assert first.startswith("Fecha 1: 4 partidos solo caben en 3 horas (")
    assert first.endswith("Falta todavía: 1. Agregue una hora o una cancha, u otro día de juego.")
    assert again == "Lo mismo pasa en las fechas 2, 3, 4, 5, 6, 7, 8, 9."
    assert page.one("textarea", name="names").text.split("\n")[0].strip() == " ".join(NINE)
    assert page.one("input", name="ground-0").attrs["value"] == "Campo"
    assert page.one("input", name="hours-0").attrs["value"] == "9 11 13"
    assert not Club.objects.exists()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"hours-0": "9 25"}, "«25» no es una hora. Escriba las horas como en 9:00 11:00 15:30."),
        ({"ground-0": ""}, "Ponga la cancha de estas horas."),
        ({"hours-0": ""}, "Diga a qué horas se juega allí."),
        (
            {"ground-1": "campo municipal", "hours-1": "10"},
            "Esta cancha ya está arriba: ponga allí sus horas.",
        ),
        (
            {"hours-0": "feriado 9"},
            "«feriado» no es una hora ni un día de la semana. Ponga los días antes de sus horas, "
            "como en «sáb 15; dom 9 11 13».",
        ),
        (
            {"hours-0": "sáb; dom 9"},
            "«sáb» no tiene horas. Póngalas después del día, como en «sáb 15; dom 9 11 13».",
        ),
        (
            {"hours-0": "sáb 9 11; dom 9 11"},
            "La fecha empieza en sábado: ponga aquí 06/03/2027 o 13/03/2027; si no, sus días "
            "quedarían a una semana de distancia.",
        ),
        (
            {"hours-0": "sáb 9 11; dom 9 11", "weekdays": [6]},
            "Sábado: no es día de juego. Márquelo arriba, o quite sus horas.",
        ),
        (
            {"hours-0": "dom 9 11 13 15", "weekdays": [2, 6]},
            "Miércoles: ninguna cancha tiene horas ese día. Póngalas, o no lo marque.",
        ),
        ({"hours-0": " ".join(map(str, range(13)))}, "Son más horas de las que caben en un día."),
        (
            {"days_off": "31/02/2027"},
            "«31/02/2027» no es un día. Escriba los días como en 28/07/2027.",
        ),
        ({"first": ""}, "Este campo es obligatorio."),
        ({"every": "x"}, "Escriba un número entero de 1 a 60."),
        ({"groups": "0"}, "Escriba un número entero de 1 a 26."),
        ({"groups": "99"}, "Escriba un número entero de 1 a 26."),
        ({"first": "9999-12-31"}, "Escriba un año de 1967 a 2100."),
        ({"sizes": "seis"}, "Escriba un número por grupo, como en «6 5 5»."),
        ({"groups": 2, "sizes": "5 5"}, "Los grupos tienen 10 lugares para 9 clubes: quite 1."),
        ({"way": "lots"}, "Este campo es obligatorio."),
        ({"names": "Uno\nUno"}, "«Uno» está escrito dos veces. Quite una de las líneas."),
        ({"names": "\n".join("abc" * 40)}, "Son más líneas que clubes tiene una etapa."),
    ],
)  # fmt: skip
def test_bad_input_gets_a_sentence(desk: Client, stage: Stage, asked: dict, sentence: str) -> None:
    usual = {**USUAL, **ON_A_GROUND, "names": "\n".join(NINE)}
    if "sizes" in asked:
        # Seeds are asked about once there are groups; that nobody has one is an answer.
        usual |= {f"seed-n-club-{letter}": "" for letter in "abcdefghi"}

    page = sent(desk, path(stage), {**usual, **asked}, status=422)

    assert sentence in faults(page)
    assert not Club.objects.exists()


def test_hours_that_name_days_say_when_is_played(desk: Client, stage: Stage) -> None:
    made(desk, stage, first="2027-03-06", **{"hours-0": "sáb 15; dom 9 11:30 14"})

    rows = Fixture.objects.filter(round__number=2).order_by("date", "time")
    assert [f"{row.date:%d/%m} {row.time:%H:%M}" for row in rows] == [
        "13/03 15:00", "14/03 09:00", "14/03 11:30", "14/03 14:00",
    ]  # fmt: skip
    page = parse(desk.get(path(stage, "programa")).content.decode())
    hours = page.one("input", name="hours-0").attrs["value"]
    assert hours == "sáb 15:00; dom 09:00 11:30 14:00"


def test_days_have_their_hour_without_a_ground(desk: Client, stage: Stage) -> None:
    made(desk, stage, first="2027-03-06", **{"ground-0": "", "hours-0": "sáb 15; dom 9"})

    when = {(row.date.weekday(), row.time.hour, row.venue) for row in Fixture.objects.all()}
    assert when == {(5, 15, None)}


def test_a_ground_is_kept_for_a_group_where_there_are_several(desk: Client, stage: Stage) -> None:
    groups = {f"group-n-club-{letter}": int(letter > "d") for letter in "abcdefgh"}
    asked = {"names": "\n".join(NINE[:8]), "groups": 2, "way": "hand", **groups}
    both = {"ground-1": "Estadio Nuevo", "hours-1": "9 11"}
    assert not parse(desk.get(path(stage)).content.decode()).has("input", name="kept-0")

    page = sent(desk, path(stage), {**USUAL, **ON_A_GROUND, **asked, "kept-0": [0]}, status=422)
    assert faults(page) == [
        "No queda ninguna cancha para Grupo B. Resérvele una, o deje una abierta a todos."
    ]
    assert page.one("input", name="kept-0", checked="").attrs["value"] == "0"

    made(desk, stage, **asked, **both, **{"kept-0": [0]})

    rows = Fixture.objects.values_list("group__name", "venue__name").distinct()
    assert set(rows) == {("Grupo A", "Campo Municipal"), ("Grupo B", "Estadio Nuevo")}
    page = parse(desk.get(path(stage, "programa")).content.decode())
    ticked = [
        [box.attrs["value"] for box in page.all("input", name=f"kept-{n}", checked="")]
        for n in range(3)
    ]
    assert ticked == [[str(group.pk)] for group in stage.groups.order_by("pk")] + [[]]


def test_numbered_lines_are_read_and_numbers_of_names_stay(desk: Client, stage: Stage) -> None:
    lines = [
        "1. Sport Boys", " 2) 1 de Mayo", "- 24 de Junio", "", "28 de Julio", "5.- Unión Sur ⚽",
        "6️⃣ *Real Norte* ✅", "1º de Enero", "Alianza\u200e",
    ]  # fmt: skip
    made(desk, stage, names="\n".join(lines))

    names = sorted(Club.objects.values_list("name", flat=True))
    assert names == [
        "1 de Mayo", "1º de Enero", "24 de Junio", "28 de Julio", "Alianza", "Real Norte",
        "Sport Boys", "Unión Sur",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"groups": 5}, "Con 9 clubes no salen 5 grupos"),
        ({"groups": 5, "way": "hand"}, "Con 9 clubes no salen 5 grupos"),
        ({"groups": 2, "sizes": "5 5"}, "Los grupos tienen 10 lugares para 9 clubes: quite 1."),
    ],
)  # fmt: skip
def test_groups_that_cannot_be_are_told_before_seeds_are_asked_for(
    desk: Client, stage: Stage, asked: dict, sentence: str
) -> None:
    page = sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE), **asked}, status=422)

    assert sentence in " ".join(faults(page))
    assert "Ahora diga" not in page.text


def test_groups_by_hand_are_asked_for_once_the_clubs_are_known(desk: Client, stage: Stage) -> None:
    asked = {**USUAL, "names": "\n".join(NINE[:5]), "groups": 2, "way": "hand"}

    page = sent(desk, path(stage), asked)
    assert "Ahora diga el cabeza de serie o el grupo de cada club" in page.text
    rows = [row.one("th").text for row in page.one("table", "by-club").all("tr")[1:]]
    assert rows == NINE[:5]

    blank = {f"group-n-club-{letter}": "" for letter in "abcde"}
    page = sent(desk, path(stage), {**asked, **blank}, status=422)
    assert "Club A todavía no tiene grupo." in faults(page)

    chosen = {f"group-n-club-{letter}": int(letter > "c") for letter in "abcde"}
    page = sent(desk, path(stage), {**asked, **chosen})
    assert [found.one("h3").text for found in page.one("div", "drawn-groups").all("div")] == [
        "Grupo A", "Grupo B",
    ]  # fmt: skip
    desk.post(path(stage), confirmed(page))
    groups = Entry.objects.order_by("club__name").values_list("group__name", flat=True)
    assert list(groups) == ["Grupo A"] * 3 + ["Grupo B"] * 2


def test_groups_that_are_there_are_shown(desk: Client, stage: Stage) -> None:
    serie = GroupFactory(stage=stage, name="Serie A")
    GroupFactory(stage=stage, name="Serie B")
    EntryFactory(stage=stage, group=serie, seed=3, club__name="Uno")

    page = parse(desk.get(path(stage)).content.decode())

    assert page.one("input", name="groups").attrs["value"] == "2"
    row = page.one("table", "by-club").one("tbody").one("tr")
    assert row.one("input").attrs["value"] == "3"
    assert [option.text for option in row.all("option")] == ["—", "Serie A", "Serie B"]
    assert row.one("option", selected="").text == "Serie A"


def test_lots_are_shown_and_recorded(desk: Client, stage: Stage) -> None:
    lots = {"way": "lots", "seed": "Fixture 2027", "act": "Acta 4", "drawn_on": "2027-02-01"}

    made(desk, stage, **lots)

    row = stage.lots.get()
    assert (row.purpose, row.seed, row.act, row.positions.count()) == (
        "groups", "Fixture 2027", "Acta 4", 9,
    )  # fmt: skip


def test_another_list_than_the_one_shown_is_not_written(desk: Client, stage: Stage) -> None:
    page = sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE[:4])})
    ClubFactory(name="Otro", league=stage.league)

    page = sent(desk, path(stage), confirmed(page, names="Uno\nDos"), status=409)

    assert "el fixture es otro" in page.one("p", "errornote").text
    assert not Fixture.objects.exists()


def test_who_was_overtaken_looks_again(desk: Client, stage: Stage) -> None:
    page = sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE[:4])})
    Stage.objects.filter(pk=stage.pk).update(version=stage.version + 1)

    page = sent(desk, path(stage), confirmed(page), status=409)
    assert "Mientras tanto se registró algo" in page.one("p", "errornote").text

    assert desk.post(path(stage), confirmed(page)).status_code == 302
    assert Fixture.objects.count() == 6


def test_a_list_gives_way_only_when_told_to(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    clubs = list(Club.objects.values_list("pk", flat=True))
    page = sent(desk, path(stage), {**USUAL, "clubs": clubs, "legs": 2})
    assert "Reemplaza a los 6 partidos que ya están" in page.text

    page = sent(desk, path(stage), confirmed(page), status=409)
    assert Fixture.objects.count() == 6
    assert desk.post(path(stage), confirmed(page, replace="1")).status_code == 302
    assert Fixture.objects.count() == 12


@pytest.mark.parametrize("of_stage", [False, True])
def test_a_whole_list_is_taken_back_as_one_act(desk: Client, stage: Stage, of_stage: bool) -> None:
    """More changes than stand on a page of the latest ones, and some of no stage."""
    made(desk, stage)
    assert Fixture.objects.count() == 36

    query = f"?stage={stage.pk}" if of_stage else ""
    page = parse(desk.get(f"/admin/cambios/{query}").content.decode())
    address = page.all("a", "all")[0]
    assert address.text == "Deshacer todo el acto"
    preview = parse(desk.get(address.attrs["href"]).content.decode())
    assert "Campo Municipal, Castilla" in preview.text
    answer = desk.post(address.attrs["href"], {"reason": "Otro número de clubes"})

    assert answer.status_code == 302
    for kind in (Fixture, Entry, Club, Venue):
        assert not kind.objects.exists()
    assert Stage.objects.get(pk=stage.pk).expected_fixtures is None
    assert Stage.objects.get(pk=stage.pk).rule_set.legs is None


def test_a_list_that_gave_way_comes_back_when_the_new_one_is_taken_back(
    desk: Client, stage: Stage
) -> None:
    made(desk, stage, names="\n".join(NINE))
    before = set(Fixture.objects.values_list("key", "home", "away", "date", "time", "venue"))
    clubs = list(Club.objects.values_list("pk", flat=True))
    lots = {"groups": 2, "way": "lots", "seed": "x", "act": "Acta 5", "drawn_on": "2027-02-01"}
    page = sent(desk, path(stage), {**USUAL, "clubs": clubs, **lots})
    assert desk.post(path(stage), confirmed(page, replace="1")).status_code == 302
    assert Entry.objects.exclude(group=None).count() == 9

    page = parse(desk.get("/admin/cambios/").content.decode())
    address = page.all("a", "all")[0].attrs["href"]
    answer = desk.post(address, {"reason": "Sin grupos"})

    assert answer.status_code == 302, parse(answer.content.decode()).text
    now = set(Fixture.objects.values_list("key", "home", "away", "date", "time", "venue"))
    assert now == before
    assert Entry.objects.filter(group=None).count() == 9
    again = Stage.objects.get(pk=stage.pk)
    assert (again.kind, again.groups.count(), again.rounds.count()) == ("single_table", 0, 9)
    assert not again.lots.exists()


@pytest.mark.parametrize("key", ["x", "fixture-999999", "fixture-"])
def test_an_act_that_nobody_knows_is_not_there(desk: Client, key: str) -> None:
    assert desk.get(f"/admin/cambios/deshacer/?acto={key}").status_code == 404


def test_an_unplayed_list_can_be_discarded(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    page = parse(desk.get(path(stage)).content.decode()).one("div", "there")

    answer = desk.post(path(stage), {**confirmed(page), "step": "discard"}, follow=True)

    assert "Se quitaron 6 partidos." in answer.content.decode()
    assert not Fixture.objects.exists()
    answer = desk.post(path(stage), {"step": "discard", "seen": ""}, follow=True)
    assert "Esta etapa no tiene fixture." in answer.content.decode()


def test_a_list_with_results_stays_and_leads_to_its_programme(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    first = Fixture.objects.order_by("pk")[0]
    Fixture.objects.filter(pk=first.pk).update(status="played", home_goals=1, away_goals=0)

    page = parse(desk.get(path(stage)).content.decode()).one("div", id="content-main")

    assert "1 partido de esta etapa ya tiene resultado" in page.text
    assert page.links == [path(stage, "programa")]
    sent(desk, path(stage), {**USUAL, "names": "\n".join(NINE)})
    assert Fixture.objects.count() == 6


def test_a_knock_out_leads_to_its_bracket(desk: Client, stage: Stage) -> None:
    other = KnockOutFactory(league=stage.league)

    page = parse(desk.get(path(other)).content.decode()).one("div", id="content-main")

    assert page.links == [f"/admin/etapas/{other.pk}/llaves/"]
    assert not page.has("input", name="first")
    desk.post(path(other), {"names": "Uno\nDos", "step": "enter", "seen": state_of(other)})
    assert list(other.entries.order_by("pk").values_list("club__name", flat=True)) == ["Uno", "Dos"]
    answer = desk.post(path(other), {**USUAL, "names": "Uno\nDos"})
    assert "tally" not in answer.content.decode()


def test_clubs_can_be_entered_alone(desk: Client, stage: Stage) -> None:
    known = ClubFactory(name="Alfa", league=stage.league)
    gone = EntryFactory(stage=stage, club__league=stage.league).club
    asked = {"clubs": [known.pk], "names": "Beta", "step": "enter", "seen": state_of(stage)}

    answer = desk.post(path(stage), asked, follow=True)

    assert "2 clubes están en la etapa." in answer.content.decode()
    names = stage.entries.order_by("club__name").values_list("club__name", flat=True)
    assert list(names) == ["Alfa", "Beta"]
    assert Club.objects.filter(pk=gone.pk).exists()


def test_clubs_that_cannot_be_entered_are_named(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    stage.refresh_from_db()
    asked = {**USUAL, "names": "Uno\nUno", "step": "enter", "seen": state_of(stage)}
    page = sent(desk, path(stage), asked, status=422)
    assert "«Uno» está escrito dos veces. Quite una de las líneas." in faults(page)

    # Those that have matches cannot go.
    page = sent(desk, path(stage), {**asked, "names": "Uno"}, status=422)
    assert any("No se puede eliminar" in text for text in faults(page)), faults(page)
    assert stage.entries.count() == 4

    Stage.objects.filter(pk=stage.pk).update(size=4)
    clubs = list(Club.objects.values_list("pk", flat=True))
    page = sent(desk, path(stage), {**asked, "clubs": clubs, "names": "Uno"}, status=422)
    assert any("La etapa tiene 4 lugares, y estos son 5 clubes" in text for text in faults(page))

    page = sent(desk, path(stage), {**asked, "clubs": ["x"], "names": ""}, status=422)
    assert stage.entries.count() == 4


@pytest.mark.parametrize("clubs", [2, 6])
def test_queries_of_the_list_do_not_grow(
    desk: Client, stage: Stage, clubs: int, django_assert_num_queries
) -> None:
    for name in NINE[:clubs]:
        entry = EntryFactory(stage=stage, club__league=stage.league, club__name=name)
        VenueFactory(department=stage.league.department)
    with django_assert_num_queries(10):
        desk.get(path(stage))
    keys = list(Entry.objects.values_list("club", flat=True))
    asked = {**USUAL, **ON_A_GROUND, "clubs": keys, "names": "Nuevo\nOtro"}
    with django_assert_num_queries(20):
        sent(desk, path(stage), asked)
    assert entry.stage == stage


# Grounds and hours ------------------------------------------------------------------------------

ANOTHER = {
    "from_round": 1,
    "first": "2027-04-04",
    "every": 7,
    "rest_days": 1,
    "lasts": 105,
    "ground-0": "Nuevo",
    "hours-0": "10 12",
    "step": "preview",
}


def test_the_programme_says_what_is_and_moves_what_may(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    page = parse(desk.get(path(stage, "programa")).content.decode()).one("div", id="content-main")
    assert page.one("input", name="ground-0").attrs["value"] == "Campo Municipal, Castilla"
    assert page.one("input", name="hours-0").attrs["value"] == "09:00 11:00"
    assert page.one("input", name="first").attrs["value"] == "2027-03-07"
    boxes = page.all("input", name="fixed")
    assert len(boxes) == 6

    fixed = boxes[0].attrs["value"]
    page = sent(desk, path(stage, "programa"), {**ANOTHER, "fixed": [fixed]})
    assert page.one("p", "tally").text == "5 partidos de 6 cambian de día, hora o cancha."
    assert page.all("li")[0].text.endswith("Campo Municipal, Castilla · se queda")
    assert not Venue.objects.filter(name="Nuevo").exists()

    answer = desk.post(path(stage, "programa"), confirmed(page), follow=True)

    assert "5 partidos ya tienen día, hora y cancha." in answer.content.decode()
    rows = Fixture.objects.order_by("round__number", "date", "time")
    assert [row.venue.name for row in rows] == ["Campo Municipal", *["Nuevo"] * 5]
    assert rows[0].date == dt.date(2027, 3, 7)
    assert rows[1].date == dt.date(2027, 4, 4)


def test_from_a_later_round_on_its_own_first_day_is_kept(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    as_offered = {**ANOTHER, "from_round": 2, "first": "2027-03-07"}
    page = sent(desk, path(stage, "programa"), as_offered)
    desk.post(path(stage, "programa"), confirmed(page))
    days = Fixture.objects.order_by("date").values_list("date", flat=True).distinct()
    assert [day.day for day in days] == [7, 14, 21]
    assert Fixture.objects.filter(venue__name="Nuevo").count() == 4


def test_conflicts_of_the_programme_keep_what_was_typed(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    fixed = str(Fixture.objects.order_by("date", "time")[0].pk)
    asked = {**ANOTHER, "fixed": [fixed], "days_off": "07/03/2027"}

    page = sent(desk, path(stage, "programa"), asked, status=422)

    assert any(
        "está fijo el 07/03/2027, un día en que no se juega" in text for text in faults(page)
    )
    assert page.one("input", name="fixed", checked="").attrs["value"] == fixed
    page = sent(desk, path(stage, "programa"), {**asked, "step": "edit"})
    assert page.one("input", name="days_off").attrs["value"] == "07/03/2027"
    assert not faults(page)


def test_a_programme_that_was_overtaken_is_looked_at_again(desk: Client, stage: Stage) -> None:
    made(desk, stage, names="\n".join(NINE[:4]))
    page = sent(desk, path(stage, "programa"), ANOTHER)
    Stage.objects.filter(pk=stage.pk).update(stamp="x")

    page = sent(desk, path(stage, "programa"), confirmed(page), status=409)
    assert "Mientras tanto" in page.one("p", "errornote").text
    assert desk.post(path(stage, "programa"), confirmed(page)).status_code == 302


def test_a_stage_without_a_list_has_no_programme(desk: Client, stage: Stage) -> None:
    page = parse(desk.get(path(stage, "programa")).content.decode())

    assert "Aquí no falta jugar ningún partido de un fixture." in page.text


@pytest.mark.parametrize("clubs", [4, 8])
def test_queries_of_the_programme_do_not_grow(
    desk: Client, stage: Stage, clubs: int, django_assert_num_queries
) -> None:
    made(desk, stage, names="\n".join(NINE[:clubs]))
    with django_assert_num_queries(6):
        desk.get(path(stage, "programa"))
    with django_assert_num_queries(9):
        sent(desk, path(stage, "programa"), {**ANOTHER, "hours-0": "8 10 12 14"})


# A new stage ------------------------------------------------------------------------------------

NEW = "/admin/etapas/nueva/"


def new_stage(stage: Stage, **fields: object) -> dict:
    return {
        "season": stage.season_id,
        "league": stage.league_id,
        "name": "Etapa distrital",
        "preset": "futbol",
        **fields,
    }


def test_a_district_opens_its_stage_from_the_desk(desk: Client, stage: Stage) -> None:
    above = StageFactory(season=stage.season, league=stage.league.parent, name="Provincial")
    other = StageFactory(
        season=stage.season, name="De otra rama", league=DepartmentalLeagueFactory()
    )
    assert NEW in parse(desk.get("/admin/").content.decode()).links

    page = parse(desk.get(NEW).content.decode())
    assert page.one("input", name="name").attrs["value"] == "Etapa distrital"
    assert [option.text for option in page.one("select", name="league").all("option")] == [
        "Liga Distrital de Castilla"
    ]
    choices = [option.text for option in page.one("select", name="leads_to").all("option")]
    assert choices == ["—", "2027 · Provincial"]
    assert str(other) not in page.text

    answer = desk.post(NEW, new_stage(stage, through=2, leads_to=above.pk))

    opened = Stage.objects.latest("pk")
    assert answer.url == path(opened)
    zone = opened.rule_set.zones.get()
    assert (opened.league, zone.last_place, zone.leads_to) == (stage.league, 2, above)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Este campo es obligatorio."),
        ({"through": "", "leads_to": "above"}, "Diga cuántos clubes pasan allí."),
        ({"through": 2, "leads_to": "older"}, "«2026 · Provincial» es de otra temporada."),
    ],
)
def test_a_stage_with_a_fault_is_not_opened(
    desk: Client, stage: Stage, fields: dict, sentence: str
) -> None:
    league = stage.league.parent
    known = {
        "above": StageFactory(season=stage.season, league=league).pk,
        "older": StageFactory(season=SeasonFactory(year=2026), league=league, name="Provincial").pk,
    }
    fields = {name: known.get(value, value) for name, value in fields.items()}
    before = Stage.objects.count()

    page = sent(desk, NEW, new_stage(stage, **fields), status=422)

    assert sentence in faults(page)
    assert Stage.objects.count() == before


def test_a_knock_out_is_opened_by_its_rules(desk: Client, stage: Stage) -> None:
    page = sent(desk, NEW, new_stage(stage, preset="llaves", through=2), status=422)
    assert (
        "Déjelo en blanco: quién pasa de unas llaves se dice por su ronda, en las reglas."
        in faults(page)
    )

    answer = desk.post(NEW, new_stage(stage, preset="llaves"))

    opened = Stage.objects.latest("pk")
    assert (answer.url, opened.kind) == (path(opened), "knock_out")
    assert "Inscribir estos clubes" in desk.get(answer.url).content.decode()


def test_a_second_tap_opens_no_second_stage(desk: Client, stage: Stage) -> None:
    desk.post(NEW, new_stage(stage))
    before = Stage.objects.count()

    page = sent(desk, NEW, new_stage(stage, name="etapa distrital"), status=422)

    assert "La liga ya tiene una etapa con ese nombre. Dele otro a esta." in faults(page)
    assert Stage.objects.count() == before


def test_a_made_up_league_has_no_stage_in_a_real_season(desk: Client, stage: Stage) -> None:
    stage.league.is_simulated = True
    stage.league.save()

    page = sent(desk, NEW, new_stage(stage), status=422)

    assert "Una liga inventada solo juega en temporadas simuladas." in faults(page)


def test_a_name_that_cannot_be_saved_is_refused_in_words(desk: Client, stage: Stage) -> None:
    page = sent(desk, NEW, new_stage(stage, name="x\x00"), status=422)
    assert faults(page)


def test_the_league_can_be_named_by_the_address(client: Client) -> None:
    national = LeagueFactory()
    SeasonFactory(year=2027)
    league = DepartmentalLeagueFactory(name="Liga Departamental de Piura")
    client.force_login(official_of(national))

    page = parse(client.get(f"{NEW}?liga={league.pk}").content.decode())

    assert page.one("select", name="league").one("option", selected="").text == str(league)
    assert page.one("input", name="name").attrs["value"] == "Etapa departamental"


def test_without_a_season_there_is_nothing_to_open(desk: Client, stage: Stage) -> None:
    Season.objects.update(status="finished")

    page = parse(desk.get(NEW).content.decode())

    assert "No hay ninguna temporada prevista ni en curso." in page.text


def test_queries_of_a_new_stage_do_not_grow(
    desk: Client, stage: Stage, django_assert_num_queries
) -> None:
    for count in (1, 3):
        for _ in range(count):
            StageFactory(season=stage.season, league=stage.league.parent)
        with django_assert_num_queries(12):
            desk.get(NEW)
