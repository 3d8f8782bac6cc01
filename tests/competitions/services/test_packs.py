"""Season packs into the database and out of it, on the archive and on a small pack."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.core.pack import read_pack, write_pack
from competitions.models import (
    Club,
    ClubAlias,
    Entry,
    Fixture,
    Goal,
    Matchup,
    PublishedRow,
    QualifierList,
    ResultLink,
    ResultReport,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    Stage,
    TiebreakRule,
    Venue,
)
from competitions.services.faults import PackRefused
from competitions.services.geography import load_geography
from competitions.services.packs import dump_pack, load_pack, read_folder
from tests.competitions.core.small_pack import REGISTER, small_pack
from tests.competitions.core.test_pack_faults import CASES
from tests.factories import ResultLinkFactory, ResultReportFactory

pytestmark = pytest.mark.django_db

DATA = Path(settings.BASE_DIR) / "data"
SEASONS = DATA / "seasons"
YEARS = (2013, 2014, 2017, 2023, 2024)


@pytest.fixture(autouse=True)
def _geography() -> None:
    file = DATA / "geography" / "departments.csv"
    load_geography(file.read_bytes())


def contents() -> dict[str, list[dict[str, object]]]:
    """Every row of the app and of its history."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("competitions").get_models(include_auto_created=True)
    }


def files_of(year: int) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (SEASONS / str(year)).iterdir()}


def versions() -> dict[str, int]:
    return {str(slug): version for slug, version in Stage.objects.values_list("slug", "version")}


# The archive ------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_dump_of_an_edition_is_its_pack_byte_for_byte(year: int) -> None:
    load_pack(path=SEASONS / str(year))
    dumped = dump_pack(year)
    assert dumped == files_of(year)
    Fixture.objects.update(replaces=None)
    for model in reversed(list(apps.get_app_config("competitions").get_models())):
        if not model.__name__.startswith("Historical"):
            model._base_manager.all()._raw_delete("default")
    load_geography((DATA / "geography" / "departments.csv").read_bytes())
    load_pack(files=dumped)
    assert dump_pack(year) == dumped


def test_loading_the_archive_twice_writes_nothing() -> None:
    for year in YEARS:
        load_pack(path=SEASONS / str(year))
    before = contents()
    for year in YEARS:
        load_pack(path=SEASONS / str(year))
    assert contents() == before


def test_dumps_stay_the_packs_with_all_editions_loaded() -> None:
    for year in reversed(YEARS):
        load_pack(path=SEASONS / str(year))
    assert {year: dump_pack(year) for year in YEARS} == {year: files_of(year) for year in YEARS}


def test_results_of_a_pack_are_official_and_provisional_ones_stay_so() -> None:
    load_pack(path=SEASONS / "2013")
    assert not Fixture.objects.filter(is_official=False).exists()
    open_match = Fixture.objects.get(key="final-2")
    Fixture.objects.filter(pk=open_match.pk).update(
        is_official=False, status="scheduled", home_goals=None, away_goals=None,
        home_half=None, away_half=None, home_penalties=None, away_penalties=None,
    )  # fmt: skip
    Fixture.objects.filter(key="final-1").update(is_official=False)
    Goal.objects.all().delete()
    dumped = dump_pack(2013)
    rows = csv.DictReader(io.StringIO(dumped["fixtures.csv"].decode()))
    assert [row["fixture"] for row in rows if row["provisional"]] == ["final-1"]
    Fixture.objects.filter(key="final-1").update(is_official=True)
    load_pack(files=dumped)
    assert list(Fixture.objects.filter(is_official=False).order_by("key").values_list("key")) == [
        ("final-1",),
        ("final-2",),
    ]
    assert dump_pack(2013) == dumped


def scores(year: int, **which: object) -> int:
    return Fixture.objects.filter(stage__season__year=year, **which).with_score().count()


def test_2013_is_complete() -> None:
    season = load_pack(path=SEASONS / "2013")
    assert Club.objects.count() == 52
    assert (Fixture.objects.count(), scores(2013)) == (170, 170)
    assert Fixture.objects.filter(is_extra=True).count() == 2
    assert {
        stage.slug: (stage.entries.count(), stage.fixtures.count()) for stage in season.stages.all()
    } == {"regional": (48, 124), "finales-regionales": (16, 16), "nacional": (16, 30)}
    assert Stage.objects.get(slug="regional").groups.count() == 14
    assert PublishedRow.objects.count() == 48
    assert PublishedRow.objects.filter(note__contains="en goles").count() == 4


def test_2013_lets_ecosem_through_for_sport_aguila_with_the_reason() -> None:
    load_pack(path=SEASONS / "2013")
    qualifiers = QualifierList.objects.get(stage__slug="regional").qualifiers
    [override] = qualifiers.filter(instead_of__isnull=False)
    assert (override.entry.name, override.instead_of.name) == ("Ecosem", "Sport Aguila")
    assert "No se publicó el motivo" in override.reason


def test_2014_keeps_the_pitch_score_beside_its_rulings() -> None:
    load_pack(path=SEASONS / "2014")
    assert Entry.objects.filter(stage__slug="regional").count() == 54
    assert (Fixture.objects.count(), scores(2014)) == (26, 21)
    assert list(Ruling.objects.order_by("pk").values_list("document", "effect")) == [
        ("Resolución 049-CJ-FPF-2014", "exclusion"),
        ("Resolución 049-CJ-FPF-2014", "exclusion"),
        ("Resolución 051-CJ-FPF-2014", "award"),
    ]
    award = Ruling.objects.get(effect="award")
    assert (award.fixture.home_goals, award.fixture.away_goals) == (2, 1)
    assert (award.home_goals, award.away_goals) == (3, 0)


def test_2017_has_its_final_group_with_17_goals() -> None:
    load_pack(path=SEASONS / "2017")
    final = Stage.objects.get(slug="finalisima")
    assert final.fixtures.filter(is_neutral=True).with_score().count() == 6
    assert Goal.objects.filter(fixture__stage=final).count() == 17
    assert scores(2017, stage__slug="nacional") == 4
    assert Entry.objects.filter(stage__slug="nacional").count() == 50


def test_2023_has_26_results_of_the_table() -> None:
    load_pack(path=SEASONS / "2023")
    assert scores(2023, stage__slug="nacional") == 26
    assert not Fixture.objects.filter(evidence="inferred").exists()
    assert Club.objects.filter(name="Diablos Rojos").count() == 2
    award = Ruling.objects.get()
    assert (award.matchup.key, award.in_favour_of.name) == ("octavos-2", "UCV Moquegua")


def test_2024_has_7_results_of_the_table_and_25_places_in_liga_3() -> None:
    load_pack(path=SEASONS / "2024")
    assert scores(2024, stage__slug="nacional") == 7
    qualifiers = QualifierList.objects.get(stage__slug="nacional").qualifiers
    assert qualifiers.filter(to_stage__slug="eliminatorias").count() == 28
    assert qualifiers.filter(destination="Liga 3").count() == 25
    departments = qualifiers.filter(destination="Liga 3").values("entry__department")
    assert departments.distinct().count() == 25
    assert not Fixture.objects.filter(evidence="inferred").exists()


@pytest.mark.parametrize("year", [2017, 2023, 2024])
def test_single_tables_have_two_clubs_of_each_department(year: int) -> None:
    load_pack(path=SEASONS / str(year))
    departments = Entry.objects.filter(stage__slug="nacional").values_list(
        "department__name", flat=True
    )
    assert sorted(departments) == sorted([*set(departments)] * 2)
    assert len(set(departments)) == 25


def test_clubs_are_the_same_across_editions() -> None:
    for year in YEARS:
        load_pack(path=SEASONS / str(year))
    ecosem = Club.objects.get(slug="ecosem-pasco")
    seasons = ecosem.entries.order_by("stage__season__year").values_list(
        "stage__season__year", flat=True
    )
    assert sorted(set(seasons)) == [2013, 2014, 2023, 2024]
    assert ecosem.entries.filter(stage__season__year=2013).first().name == "Ecosem"
    binacional = Club.objects.get(slug="binacional")
    assert binacional.department.name == "Puno"
    assert set(
        binacional.entries.filter(stage__season__year=2017).values_list(
            "department__name", flat=True
        )
    ) == {"Arequipa"}
    names = [club.key for club in Club.objects.all()]
    assert not any("misprint" in name or "sic" in name.split() for name in names)


def test_every_edition_says_in_figures_what_is_missing() -> None:
    for year in YEARS:
        load_pack(path=SEASONS / str(year))
        notes = SeasonNote.objects.filter(season__year=year, kind="missing")
        assert any(any(c.isdigit() for c in note.text) for note in notes)
        assert all(note.text_en for note in SeasonNote.objects.filter(season__year=year))


# Loading ----------------------------------------------------------------------------------------


def test_every_row_of_a_pack_is_recorded() -> None:
    load_pack(files=small_pack())
    assert dump_pack(2030)["fixtures.csv"]
    pack = read_pack(small_pack(), REGISTER).pack
    again = read_pack(dump_pack(2030), REGISTER).pack
    assert pack is not None
    assert again is not None
    for name in ("clubs", "venues", "entries", "matchups", "fixtures", "goals", "lots", "notes"):
        assert sorted(map(repr, getattr(again, name))) == sorted(map(repr, getattr(pack, name)))
    assert again.season == pack.season
    groups, knock_out = again.stages
    assert groups == pack.stages[0]
    assert replace(knock_out, qualifiers=None) == pack.stages[1]
    assert write_pack(again) == dump_pack(2030)


def test_dump_of_the_small_pack_loads_and_dumps_the_same() -> None:
    load_pack(files=small_pack())
    dumped = dump_pack(2030)
    before = contents()
    load_pack(files=dumped)
    assert contents() == before
    assert dump_pack(2030) == dumped


def test_history_says_who_and_why() -> None:
    actor = get_user_model().objects.create(username="ana")
    load_pack(files=small_pack(), actor=actor)
    for model in (Season, Stage, RuleSet, Club, ClubAlias, Fixture, Goal, Ruling):
        row = model.history.first()
        assert (row.history_user, row.history_change_reason, row.history_type) == (
            actor,
            "season pack 2030",
            "+",
        )


def test_corrected_pack_changes_what_differs_and_keeps_ids() -> None:
    load_pack(files=small_pack())
    ids = dict(Fixture.objects.values_list("key", "pk"))
    load_pack(files=small_pack(fixtures=("played,3,3", "played,4,3")))
    assert dict(Fixture.objects.values_list("key", "pk")) == ids
    fixture = Fixture.objects.get(key="B-1")
    assert (fixture.home_goals, fixture.away_goals) == (4, 3)
    assert [row.history_type for row in fixture.history.all()] == ["~", "+"]
    assert Fixture.objects.get(key="A-1").history.count() == 1


def test_what_a_pack_no_longer_has_is_deleted_with_its_history_kept() -> None:
    load_pack(files=small_pack())
    gone = Goal.objects.get(player="Ríos").pk
    load_pack(
        files=small_pack(
            goals=("grupos,A-1,ada,Ríos,70,,,reported\n", ""),
            lots=None,
            rulings=None,
            adjustments=None,
            claims=None,
        )
    )
    assert not Goal.objects.filter(pk=gone).exists()
    deleted = Goal.history.get(id=gone, history_type="-")
    assert deleted.history_change_reason == "season pack 2030"
    assert not Ruling.objects.exists()
    assert "lots.csv" not in dump_pack(2030)


def without_the_knock_out() -> dict[str, bytes]:
    files = small_pack(matchups=None, fixtures=None, goals=None, claims=None, rulings=None)
    season, knock_out = files["season.toml"].decode().split('[[stages]]\nslug = "llaves"')
    del knock_out
    files["season.toml"] = season.replace('leads_to = "llaves"\n', "").encode()
    for name in ("adjustments.csv", "qualifiers.csv"):
        del files[name]
    files["entries.csv"] = b"\n".join(files["entries.csv"].split(b"\n")[:5]) + b"\n"
    return files


def test_stage_that_a_pack_no_longer_has_goes_with_all_that_hangs_on_it() -> None:
    load_pack(files=small_pack())
    load_pack(files=without_the_knock_out())
    assert list(versions()) == ["grupos"]
    assert not Matchup.objects.exists()


def test_reports_of_a_fixture_that_a_pack_no_longer_has_go_with_their_history_kept() -> None:
    load_pack(files=small_pack())
    fixture = Fixture.objects.filter(stage__slug="llaves").earliest("key")
    link = ResultLinkFactory(fixture=fixture)
    report = ResultReportFactory(fixture=fixture, link=link)
    load_pack(files=small_pack())
    assert ResultReport.objects.get() == report
    load_pack(files=without_the_knock_out())
    connection.check_constraints()
    assert (ResultReport.objects.count(), ResultLink.objects.count()) == (0, 0)
    assert ResultReport.history.get(history_type="-").id == report.pk
    assert ResultLink.history.get(history_type="-").id == link.pk


def test_version_rises_for_the_stages_that_changed_and_those_that_follow() -> None:
    load_pack(files=small_pack())
    before = versions()
    load_pack(files=small_pack(matchups=("Ganador semi-2", "Ganador de la otra")))
    assert versions() == {"grupos": before["grupos"], "llaves": before["llaves"] + 1}
    load_pack(files=small_pack())
    load_pack(files=small_pack(fixtures=("played,3,3", "played,4,3")))
    assert versions() == {"grupos": before["grupos"] + 1, "llaves": before["llaves"] + 3}


def test_version_of_every_stage_rises_with_the_season() -> None:
    load_pack(files=small_pack())
    before = versions()
    load_pack(files=small_pack(outcomes=("came_down,,Alfonso Ugarte", "came_down,,Otro")))
    assert versions() == {slug: version + 1 for slug, version in before.items()}
    load_pack(files=small_pack(season=('status = "finished"', 'status = "running"'), outcomes=None))
    assert versions() == {slug: version + 2 for slug, version in before.items()}


def test_version_of_other_seasons_rises_when_a_club_is_renamed() -> None:
    load_pack(files=small_pack())
    other = small_pack()
    other["season.toml"] = other["season.toml"].replace(b"year = 2030", b"year = 2031")
    load_pack(files=other)
    before = dict(Stage.objects.filter(season__year=2030).values_list("slug", "version"))
    other["clubs.csv"] = other["clubs.csv"].replace(b"ecosem,Ecosem,", b"ecosem,Ecosem Pasco,")
    load_pack(files=other)
    assert dict(Stage.objects.filter(season__year=2030).values_list("slug", "version")) == {
        slug: version + 1 for slug, version in before.items()
    }
    assert Club.objects.get(slug="ecosem").key == "ecosem pasco"


def test_aliases_are_united_and_blanks_leave_what_is_known() -> None:
    load_pack(files=small_pack())
    load_pack(
        files=small_pack(
            clubs=(
                "ada,ADA,,Cajamarca,Jaén,ADA de Jaén;Agropecuaria,",
                "ada,ADA,,Cajamarca,,A.D.A.,",
            )
        )
    )
    club = Club.objects.get(slug="ada")
    assert club.home_town == "Jaén"
    assert {alias.name for alias in club.aliases.all()} == {"ADA de Jaén", "Agropecuaria", "A.D.A."}


def test_venue_gets_its_department_when_a_pack_knows_it() -> None:
    load_pack(files=small_pack())
    assert Venue.objects.get(name="Municipal").department is None
    load_pack(files=small_pack(venues=("Municipal,,\n", "Municipal,,Pasco\n")))
    assert Venue.objects.get(name="Municipal").department.name == "Pasco"
    assert Venue.objects.count() == 2


def test_legs_can_change_places() -> None:
    load_pack(files=small_pack())
    ids = dict(Fixture.objects.values_list("key", "pk"))
    files = small_pack(fixtures=("semi-1-1,,,semi-1,1,", "semi-1-1,,,semi-1,9,"))
    text = files["fixtures.csv"].decode()
    text = text.replace("semi-1-2,,,semi-1,2,", "semi-1-2,,,semi-1,1,")
    files["fixtures.csv"] = text.replace("semi-1-1,,,semi-1,9,", "semi-1-1,,,semi-1,2,").encode()
    load_pack(files=files)
    assert dict(Fixture.objects.filter(matchup__key="semi-1").values_list("key", "leg")) == {
        "semi-1-1": 2,
        "semi-1-2": 1,
    }
    assert dict(Fixture.objects.values_list("key", "pk")) == ids


def test_criteria_can_change_places() -> None:
    load_pack(files=small_pack())
    files = small_pack(season=('criterion = "points"', 'criterion = "wins"'))
    text = (
        files["season.toml"]
        .decode()
        .replace(
            'criterion = "relative_points"\nrival_total = "final"\nwalkovers = false',
            'criterion = "points"',
        )
    )
    files["season.toml"] = text.encode()
    load_pack(files=files)
    rules = TiebreakRule.objects.filter(rule_set__stage__slug="grupos").order_by("position")
    assert list(rules.values_list("criterion", flat=True)) == ["wins", "points"]


def test_replay_stands_before_the_match_that_it_replaces() -> None:
    files = small_pack()
    lines = files["fixtures.csv"].decode().splitlines(keepends=True)
    lines[2], lines[3] = lines[3], lines[2]
    files["fixtures.csv"] = "".join(lines).encode()
    load_pack(files=files)
    assert Fixture.objects.get(key="A-3").replaces.key == "A-2"


def test_fixture_of_a_matchup_has_its_round_and_section() -> None:
    load_pack(path=SEASONS / "2013")
    fixture = Fixture.objects.get(key="IV-final-1")
    assert (fixture.round.key, fixture.group.code) == ("final", "IV")


def test_loading_takes_few_queries_whatever_the_number_of_rows() -> None:
    load_pack(path=SEASONS / "2013")
    with CaptureQueriesContext(connection) as again:
        load_pack(path=SEASONS / "2013")
    assert len(again) <= 35
    with CaptureQueriesContext(connection) as dump:
        dump_pack(2013)
    assert len(dump) <= 30


# Refusing ---------------------------------------------------------------------------------------


@pytest.fixture
def _loaded() -> Iterator[None]:
    load_pack(files=small_pack())
    before = contents()
    yield
    assert contents() == before


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    "name",
    [
        "column misspelt",
        "column missing",
        "fixture of an unknown club",
        "club twice",
        "club twice in a stage",
        "score of -1",
        "score of 2-x",
        "half-time above full-time",
        "penalties in a match that was not level",
        "penalties in a matchup that was not level",
        "fixture of a club with itself",
        "date 2024-13-40",
        "two fixtures of one club in one round",
        "no TOML",
    ],
)
def test_faulty_pack_changes_nothing(name: str) -> None:
    change, expected = CASES[name]
    with pytest.raises(PackRefused) as refused:
        load_pack(files=small_pack(**change))
    told = [(fault.file, fault.line, fault.column, fault.code) for fault in refused.value.faults]
    assert told == expected


@pytest.mark.usefixtures("_loaded")
def test_latin_1_and_semicolons_change_nothing() -> None:
    files = small_pack()
    files["clubs.csv"] = files["clubs.csv"].decode().encode("latin-1")
    files["goals.csv"] = files["goals.csv"].replace(b",", b";")
    with pytest.raises(PackRefused) as refused:
        load_pack(files=files)
    assert [(fault.file, fault.code) for fault in refused.value.faults] == [
        ("clubs.csv", "not_utf8"),
        ("goals.csv", "semicolons"),
    ]


def test_club_that_another_season_has_under_another_code_is_refused() -> None:
    load_pack(files=small_pack())
    files = small_pack()
    files["season.toml"] = files["season.toml"].replace(b"year = 2030", b"year = 2031")
    files = {name: data.replace(b"ecosem", b"ecosem-fc") for name, data in files.items()}
    with pytest.raises(PackRefused) as refused:
        load_pack(files=files)
    [fault] = refused.value.faults
    assert (fault.code, fault.params["slug"]) == ("club_known_by_another_code", "ecosem")
    assert not Season.objects.filter(year=2031).exists()


def test_dump_of_an_unknown_season_is_refused() -> None:
    with pytest.raises(Season.DoesNotExist):
        dump_pack(1999)


def test_folder_is_read_without_loading_it(tmp_path: Path) -> None:
    for name, data in small_pack().items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "more").mkdir()
    assert read_folder(tmp_path) == read_pack(small_pack(), REGISTER).pack
    assert not Season.objects.exists()
    (tmp_path / "clubs.csv").write_bytes(b"")
    with pytest.raises(PackRefused):
        read_folder(tmp_path)
