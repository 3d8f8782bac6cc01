"""A season whose names are the longest of the archive, with a page of every kind."""

import datetime as dt

from competitions.models import Fixture, Season, Stage
from tests.factories import (
    ClaimFactory,
    DepartmentFactory,
    FixtureFactory,
    GoalFactory,
    GroupFactory,
    GroupStageFactory,
    PointsAdjustmentFactory,
    PublishedScorerFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    SeasonOutcomeFactory,
    VenueFactory,
)
from tests.standings.crossing_scenes import crossed_stage, record_list, ring
from tests.standings.scenes import entry, knock_out, matchup, play, single_table

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
NAMES = (
    "Hijos del Altiplano y del Pacífico",
    "Escuela Municipal de Tournavista",
    "Defensor José María Arguedas",
    "Deportivo Municipal (Huamachuco)",
    "Universidad Señor de Sipán",
    "Asociación Deportiva Agropecuaria",
    "Sport Loreto",
    "UDA",
)
MISSING = "/2030/nada/"
SLUGS = ("hijos-del-altiplano-y-del-pacifico", "escuela-municipal-de-tournavista")


def long_names(*, crossings: bool = False) -> None:
    """Season 2030: a table after two rounds of three, a group of four, and a knock-out.

    Season 2029 has a simulated table, 2028 one of crossings, where they are asked for.
    """
    if crossings:
        record_list(crossed_stage(5, year=2028), ring(5), score="1-0")
        Season.objects.filter(year=2028).update(status="finished")
    single_table(f"{NAMES[0]} 2-1 {NAMES[1]}", year=2029)
    Season.objects.filter(year=2029).update(is_simulated=True, seed=1, status="finished")
    table = _table()
    _group(table.season)
    following = knock_out()
    following.name = "Eliminatorias"
    following.save()
    pairs = list(zip(NAMES[::2], NAMES[1::2], strict=True))
    for position, (home, away) in enumerate(pairs, start=1):
        key = f"cuartos-{position}"
        matchup(following, home, away, "2-1", "1-0 p 4-5", key=key, position=position)
    for position, scores in ((1, ("1-1", "0-0")), (2, ("3-0", "1-1"))):
        first, second = NAMES[2 * position - 1], NAMES[2 * position + 3]
        key = f"semi-{position}"
        matchup(following, first, second, *scores, round_number=2, key=key, position=position)
    final = {"round_number": 3, "key": "final", "key_of_round": "final"}
    matchup(following, NAMES[1], NAMES[5], "12-11", **final)
    QualifierFactory(
        qualifier_list=QualifierListFactory(stage=table),
        entry=entry(table, NAMES[0]),
        instead_of=entry(table, NAMES[2]),
        reason="No se publicó el motivo.",
        destination="Liga 3",
        outcome="league_place",
    )
    club = entry(table, NAMES[0]).club
    SeasonOutcomeFactory(season=table.season, club=club, kind="promoted", destination="Liga 2")
    PublishedScorerFactory(season=table.season, club=club, player="Óscar Gerónimo Villavicencio")


def _table() -> Stage:
    table = single_table(
        cut=3, criteria=["points", "relative_points", "goal_difference", "goals_for", "lots"]
    )
    department = DepartmentFactory(name="Madre de Dios", slug="madre-de-dios")
    for number, name in enumerate(NAMES):
        found = entry(table, name, department=department)
        found.via, found.departmental_rank = "departmental", number % 2 + 1
        found.save()
    sunday = dt.date(2030, 9, 1)
    stadium = VenueFactory(name="Estadio Municipal Mariano Melgar", town="Puerto Maldonado")
    scores = ("3-1", "1-1", "0-2", "4-0")
    for round_number in (1, 2):
        turned = NAMES[round_number:] + NAMES[:round_number]
        for home, away, score in zip(NAMES[::2], turned[1::2], scores, strict=True):
            if home != away:
                play(
                    table,
                    f"{home} {score} {away}",
                    round_number=round_number,
                    date=sunday + dt.timedelta(weeks=round_number),
                    half="0-0" if score == "1-1" else None,
                    venue=stadium,
                )
    for home, away in zip(NAMES[1::2], NAMES[::2], strict=True):
        play(table, f"{home} - {away}", round_number=3, date=dt.date(2030, 9, 22))
    ruled = Fixture.objects.filter(stage=table).order_by("pk")[0]
    RulingFactory(
        fixture=ruled,
        in_favour_of=ruled.away,
        text="Alineó a un jugador suspendido por acumulación de amarillas.",
    )
    for number in range(3):
        GoalFactory(fixture=ruled, player="Óscar Gerónimo Villavicencio", minute=10 + number)
    PointsAdjustmentFactory(entry=entry(table, NAMES[3]), points=-3)
    ClaimFactory(fixture=ruled, grounds="Alineación indebida. " * 9, deadline=dt.date(2030, 9, 30))
    return table


def _group(season: Season) -> Stage:
    stage = GroupStageFactory(
        season=SeasonFactory(year=season.year), slug="regional", name="Regional", position=0
    )
    RuleSetFactory(stage=stage)
    group = GroupFactory(stage=stage, code="A", section="Región I")
    clubs = [entry(stage, name, group=group) for name in NAMES[:4]]
    first = RoundFactory(stage=stage)
    for home in clubs:
        for away in clubs:
            if home != away:
                FixtureFactory(
                    stage=stage, group=group, round=first, home=home, away=away, score="10-1"
                )
    return stage


def addresses() -> dict[str, str]:
    """The main pages of that season, with its crossings."""
    fixture = Fixture.objects.filter(stage__slug="nacional").order_by("pk")[0]
    return {
        "home": "/",
        "archive": "/temporadas/",
        "about": "/acerca-de/",
        "simulated": "/2029/nacional/",
        "season": "/2030/",
        "table": "/2030/nacional/",
        "groups": "/2030/regional/",
        "bracket": "/2030/eliminatorias/",
        "round": "/2030/nacional/fecha/1/",
        "bulletin": "/2030/nacional/fecha/1/boletin/",
        "comparison": f"/2030/nacional/por-que/?a={SLUGS[0]}&b={SLUGS[1]}",
        "choice": "/2030/regional/por-que/",
        "row": f"/2030/nacional/clubes/{SLUGS[0]}/",
        "places": f"/2030/nacional/puestos/?club={SLUGS[0]}&club={SLUGS[1]}",
        "crossings": "/2028/nacional/cruces/",
        "fixture": f"/partidos/{fixture.pk}/",
        "qualified": "/2030/clasificados/?etapa=liga-3",
        "way": "/2030/camino/",
        "departments": "/departamentos/",
        "scorers": "/2030/goleadores/",
        "rulings": "/2030/resoluciones/",
        "clubs": "/clubes/",
        "clubs found": "/clubes/?q=sport",
        "club": f"/clubes/{SLUGS[0]}/",
        "department": "/departamentos/madre-de-dios/",
        "search": "/buscar/?q=municipal",
        "missing": MISSING,
    }
