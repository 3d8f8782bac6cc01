"""A department's page: who came up and how far, its leagues and what they play, its clubs."""

import pytest
from django.test import Client

from competitions.choices import LeagueLevel
from competitions.models import Department, Season, Stage
from standings.selectors.departments import SHOWN_CLUBS
from tests.factories import (
    ClubFactory,
    DepartmentalLeagueFactory,
    DepartmentFactory,
    LeagueFactory,
    SeasonOutcomeFactory,
)
from tests.standings.documents import Element, read
from tests.standings.scenes import entry, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def part(document: Element, heading: str) -> Element:
    return next(s for s in document.all("section", "part") if s.one("h2").text == heading)


def came_up(stage: Stage, **ranks: int) -> Department:
    """The clubs are qualified from one department, at these places."""
    department = Department.objects.filter(slug="junin").first() or DepartmentFactory(
        name="Junín", slug="junin", capital="Huancayo"
    )
    for name, rank in ranks.items():
        found = entry(stage, name)
        found.club.entries.filter(stage__season=stage.season).update(department=department)
        stage.entries.filter(pk=found.pk).update(via="departmental", departmental_rank=rank)
    return department


def test_departments_count_their_clubs(client: Client) -> None:
    department = ClubFactory().department
    document = read(client, "/en/departamentos/")
    assert f"{department.name} 1 club" in document.text
    assert f"/en/departamentos/{department.slug}/" in document.links


def test_who_came_up_stands_by_season_with_how_far_it_got(client: Client) -> None:
    table = single_table("Ada 2-1 Boca", "Cali 0-0 Deza")
    following = knock_out()
    following.name_en = "Knock-out"
    following.save()
    matchup(following, "Cali", "Ada", "1-0", "1-1")
    came_up(table, Ada=2, Boca=1)
    following.rounds.update(name_en="Round of 16")
    came_up(single_table("Ada 0-1 Boca", year=2031), Ada=1)
    Season.objects.filter(year=2031).update(is_simulated=True, seed=1)
    document = read(client, "/en/departamentos/junin/")
    assert document.one("h1").text == "Junín"
    assert document.one("p", "kicker").text == "Department · Huancayo"
    assert [row.text for row in part(document, "Who came up").one("table").all("tr")] == [
        "2031 simulated",
        "Ada 1st National, 2nd",
        "2030",
        "Boca 1st National, 4th",
        "Ada 2nd Knock-out, round of 16",
    ]


def test_champion_is_named_as_one(client: Client) -> None:
    stage = single_table("Ada 2-1 Boca")
    department = came_up(stage, Ada=1)
    club = entry(stage, "Ada").club
    club.department = department
    club.save()
    SeasonOutcomeFactory(season=stage.season, club=club, kind="champion")
    SeasonOutcomeFactory(season=stage.season, club=club, kind="promoted", destination="Liga 2")
    document = read(client, "/en/departamentos/junin/")
    assert part(document, "Who came up").one("table").all("tr")[-1].text == "Ada 1st Champion"
    lines = [line.text for line in part(document, "Titles and promotions").all("li")]
    assert lines == ["Ada Champion, 2030", "Ada Promoted: Liga 2, 2030"]


def test_leagues_stand_as_a_tree_with_what_they_play(client: Client) -> None:
    department = DepartmentFactory(name="Junín", slug="junin")
    top = DepartmentalLeagueFactory(name="Liga de Junín", department=department)
    province = LeagueFactory(
        level=LeagueLevel.PROVINCIAL, name="Jauja", slug="jauja", parent=top, department=department
    )
    for number in (1, 2):
        LeagueFactory(
            level=LeagueLevel.DISTRICT,
            name=f"Distrito {number}",
            slug=f"distrito-{number}",
            parent=province,
            department=department,
        )
    stage = single_table("Ada 2-1 Boca", "Cali - Deza")
    play(stage, "Ada - Cali", round_number=2)
    stage.league, stage.name_en = province, "Provincial"
    stage.save()
    tree = part(read(client, "/en/departamentos/junin/"), "Leagues")
    assert "What they play in 2030." in tree.text
    assert [item.text for item in tree.all("li")] == [
        "Liga de Junín 1 league Jauja 2 leagues Provincial round 1, 1 of 3 matches "
        "Distrito 1 Distrito 2",
        "Jauja 2 leagues Provincial round 1, 1 of 3 matches Distrito 1 Distrito 2",
        "Distrito 1",
        "Distrito 2",
    ]
    assert "/en/2030/nacional/" in tree.links


def test_many_leagues_are_folded_and_many_clubs_stand_elsewhere(client: Client) -> None:
    department = DepartmentFactory(name="Junín", slug="junin")
    top = DepartmentalLeagueFactory(name="Liga de Junín", department=department)
    for number in range(20):
        province = LeagueFactory(
            level=LeagueLevel.PROVINCIAL, name=f"P{number}", slug=f"p{number}", parent=top,
            department=department,
        )  # fmt: skip
        LeagueFactory(
            level=LeagueLevel.DISTRICT, name=f"D{number}", slug=f"d{number}", parent=province,
            department=department,
        )  # fmt: skip
    for _number in range(SHOWN_CLUBS + 2):
        ClubFactory(department=department)
    document = read(client, "/en/departamentos/junin/")
    folds = part(document, "Leagues").all("details")
    assert ["open" in fold.attrs for fold in folds] == [True, *[False] * 20]
    clubs = part(document, "Clubs")
    assert len(clubs.all("li")) == SHOWN_CLUBS
    assert clubs.one("p", "links").text == f"All {SHOWN_CLUBS + 2} clubs"
    assert "/en/clubes/?departamento=junin" in clubs.links
    assert client.get("/departamentos/junin.csv").content.count(b"\n") == SHOWN_CLUBS + 3


def test_department_of_which_nothing_is_recorded_has_a_page(client: Client) -> None:
    DepartmentFactory(name="Junín", slug="junin")
    document = read(client, "/en/departamentos/junin/")
    assert "No season is recorded yet." in document.text
    assert "No club is recorded yet." in document.text


def test_department_is_followed_by_calendar_and_feed(client: Client) -> None:
    DepartmentFactory(name="Junín", slug="junin")
    document = read(client, "/en/departamentos/junin/")
    assert "webcal://testserver/en/departamentos/junin.ics" in document.links
    (feed,) = document.all("link", type="application/atom+xml")
    assert client.get(feed.attrs["href"]).status_code == 200
