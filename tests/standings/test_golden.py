"""Five editions as they were played: who stood where, who went through, and why.

Sources: en.wikipedia, "2013 Copa Perú" to "2024 Copa Perú", and the press that the packs name.
"""

import pytest

from competitions.models import PublishedRow, Qualifier
from standings.selectors.brackets import matchup_views
from standings.selectors.checking import check_season
from standings.selectors.overview import season_page
from standings.selectors.qualified import qualified_page
from standings.selectors.seasons import one_stage
from standings.selectors.snapshot import FixtureData, StageData
from standings.selectors.tables import tables
from tests.standings.archive import SIMULATED, YEARS, archive

__all__ = ["archive"]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("archive"),
    pytest.mark.xdist_group("archive"),
]


def stage_of(year: int, slug: str) -> StageData:
    return one_stage(year, slug)[1]


def decided(year: int, slug: str, *, since: int = 1) -> dict[str, tuple[str, str]]:
    """Winner and reason of each matchup, from a round on."""
    return {
        view.data.key: (view.winner.name if view.winner else "", view.decided_by)
        for view in matchup_views(stage_of(year, slug))
        if view.data.round >= since
    }


# 2013 -------------------------------------------------------------------------------------------


def test_2013_has_all_its_170_results() -> None:
    stages = [stage_of(2013, slug) for slug in ("regional", "finales-regionales", "nacional")]
    assert [(stage.known, stage.expected, len(stage.fixtures)) for stage in stages] == [
        (124, 124, 124),
        (16, 16, 16),
        (30, 30, 30),
    ]
    assert sum(fixture.is_extra for fixture in stages[0].fixtures) == 2
    assert not any(table.is_partial for table in tables(stages[0]))


def test_2013_groups_end_in_the_published_order() -> None:
    published: dict[str, list[str]] = {}
    rows = PublishedRow.objects.filter(stage__season__year=2013).select_related("group", "entry")
    for row in rows.order_by("group__position", "place"):
        published.setdefault(row.group.code, []).append(row.entry.name)
    computed = {
        table.code: [row.club.name for row in table.rows]
        for table in tables(stage_of(2013, "regional"))
    }
    assert len(published) == 14
    assert sum(map(len, published.values())) == 48
    assert computed == published


def test_2013_no_place_of_a_group_is_shared() -> None:
    for table in tables(stage_of(2013, "regional")):
        assert [row.place for row in table.rows] == list(range(1, len(table.rows) + 1)), table.code
        assert table.undecided_rows == (), table.code


def test_2013_level_clubs_of_group_i_b_were_parted_by_two_extra_matches() -> None:
    table = next(t for t in tables(stage_of(2013, "regional")) if t.code == "I-B")
    assert [(row.club.name, row.row.record.points) for row in table.rows] == [
        ("Defensor La Bocana", 6),
        ("Sport San Martín", 6),
        ("Universidad Señor de Sipán", 6),
    ]
    assert len(table.extra_matches) == 2
    assert table.rows[0].decided_by == "extra_match"


def test_2013_contradicts_its_source_in_four_rows_and_one_override_each_with_its_reason() -> None:
    checked = check_season(2013)
    assert (checked.compared_rows, checked.compared_winners, checked.compared_qualifiers) == (
        48,
        21,
        24,
    )
    assert [
        (d.kind, d.where, d.club, [(f.name, f.published, f.computed) for f in d.figures])
        for d in checked.differences
    ] == [
        ("table", "regional I-B", "Defensor La Bocana",
         [("goals_for", 9, 8), ("goals_against", 7, 5)]),
        ("table", "regional III", "Bolívar", [("goals_against", 4, 5)]),
        ("table", "regional VIII-A", "Deportivo Yawarmayu",
         [("goals_for", 12, 11), ("goals_against", 10, 9)]),
        ("table", "regional VIII-A", "Cultural Santa Rosa",
         [("goals_for", 7, 6), ("goals_against", 9, 8)]),
        ("override", "regional V-B", "Ecosem", [("qualified", "Ecosem", "Sport Aguila")]),
    ]  # fmt: skip
    assert checked.unexplained == ()
    assert checked.not_comparable == ()


def test_2013_regional_matchups_have_their_winners_and_reasons() -> None:
    stage = stage_of(2013, "finales-regionales")
    assert sum(len(view.legs) for view in matchup_views(stage)) == 16
    assert decided(2013, "finales-regionales") == {
        "I-semi-1": ("UD Chulucanas", "aggregate"),  # 1-1, 3-1
        "I-semi-2": ("Willy Serrato", "aggregate"),  # 3-0, 2-3
        "IV-semi-1": ("AIPSA", "aggregate"),  # 3-1, 7-0
        "IV-semi-2": ("Unión Huaral", "aggregate"),  # 3-0, 6-2
        "VII-semi-1": ("Saetas de Oro", "aggregate"),  # 5-0, 2-3
        "VII-semi-2": ("San Simón", "aggregate"),  # 1-0, 2-1
        "III-final": ("Sport Loreto", "score"),  # 2-1
        "IV-final": ("Unión Huaral", "score"),  # 3-1
        "VI-final": ("San Ignacio", "aggregate"),  # 0-0, 2-1
    }


def test_2013_national_matchups_have_their_winners_and_reasons() -> None:
    stage = stage_of(2013, "nacional")
    assert sum(len(view.legs) for view in matchup_views(stage)) == 30
    assert decided(2013, "nacional") == {
        "octavos-1": ("Carlos A. Mannucci", "aggregate"),  # 1-0, 1-1
        "octavos-2": ("Willy Serrato", "penalties"),  # 2-1, 1-2, 3-1
        "octavos-3": ("Sport Loreto", "aggregate"),  # 0-2, 8-1
        "octavos-4": ("Unión Huaral", "aggregate"),  # 2-0, 1-2
        "octavos-5": ("Alipio Ponce", "away_goals"),  # 1-0, 2-3
        "octavos-6": ("Ecosem", "aggregate"),  # 3-1, 0-1
        "octavos-7": ("San Simón", "aggregate"),  # 0-1, 2-0
        "octavos-8": ("Saetas de Oro", "penalties"),  # 1-0, 0-1, 4-3
        "cuartos-1": ("Willy Serrato", "aggregate"),  # 2-3, 4-1
        "cuartos-2": ("Unión Huaral", "aggregate"),  # 1-0, 1-0
        "cuartos-3": ("Alipio Ponce", "penalties"),  # 2-2, 2-2, 3-1
        "cuartos-4": ("San Simón", "penalties"),  # 2-1, 1-2, 4-3
        "semi-1": ("Unión Huaral", "penalties"),  # 0-1, 1-0, 4-1
        "semi-2": ("San Simón", "aggregate"),  # 4-1, 1-1
        "final": ("San Simón", "aggregate"),  # 2-0, 2-3
    }


def test_2013_was_won_by_san_simon() -> None:
    found = season_page(2013)
    assert found.champion is not None
    assert found.champion.name == "San Simón"
    assert [(o.name, o.destination) for o in found.promoted] == [
        ("San Simón", "Primera División"),
        ("Unión Huaral", "Segunda División"),
    ]


def test_2013_winners_are_computed_and_not_taken_from_the_source() -> None:
    for slug in ("finales-regionales", "nacional"):
        for view in matchup_views(stage_of(2013, slug)):
            assert not view.outcome.from_report, view.data.key
            assert not view.outcome.contradicted, view.data.key


# 2014 -------------------------------------------------------------------------------------------


def test_2014_rulings_lie_over_the_scores_of_the_pitch() -> None:
    fixtures = [
        fixture
        for slug in ("finales-regionales", "nacional")
        for fixture in stage_of(2014, slug).fixtures
        if fixture.rulings
    ]
    assert sorted(map(_with_ruling, fixtures)) == [
        ("I-semi-1-1", "exclusion", "Resolución 049-CJ-FPF-2014", None, "5-1"),
        ("I-semi-1-2", "exclusion", "Resolución 049-CJ-FPF-2014", None, None),
        ("octavos-5-1", "award", "Resolución 051-CJ-FPF-2014", "3-0", "2-1"),
    ]


def _with_ruling(fixture: FixtureData) -> tuple[str, str, str, str | None, str | None]:
    (ruling,) = fixture.rulings
    official, pitch = fixture.official.score, fixture.official.pitch
    return (
        fixture.key,
        ruling.effect,
        ruling.document,
        str(official) if official else None,
        str(pitch) if pitch else None,
    )


def test_2014_knock_outs_have_their_winners_and_reasons() -> None:
    assert decided(2014, "finales-regionales") == {
        "I-semi-1": ("Defensor La Bocana", "exclusion"),
    }
    assert decided(2014, "nacional") == {
        "octavos-1": ("Defensor La Bocana", "aggregate"),
        "octavos-2": ("Cristal Tumbes", "aggregate"),
        "octavos-3": ("Sport Loreto", "aggregate"),
        "octavos-4": ("Aurora Chancayllo", "aggregate"),
        "octavos-5": ("Sport Aguila", "aggregate"),
        "octavos-6": ("Unión Pichanaki", "penalties"),
        "octavos-7": ("Sportivo Cariocos", "aggregate"),
        "octavos-8": ("Unión Fuerza Minera", "reported"),
        "cuartos-1": ("Defensor La Bocana", "reported"),
        "cuartos-2": ("Sport Loreto", "away_goals"),
        "cuartos-3": ("Sport Aguila", "reported"),
        "cuartos-4": ("Unión Fuerza Minera", "reported"),
        "semi-1": ("Sport Loreto", "aggregate"),
        "semi-2": ("Unión Fuerza Minera", "reported"),
        "final": ("Sport Loreto", "reported"),
    }


# 2017 -------------------------------------------------------------------------------------------


def test_2017_final_group_ends_binacional_by_goal_difference() -> None:
    (table,) = tables(stage_of(2017, "finalisima"))
    assert [
        (row.place, row.club.name, row.row.record.points, row.row.record.goal_difference)
        for row in table.rows
    ] == [
        (1, "Binacional", 7, 5),
        (2, "Atlético Grau", 7, 3),
        (3, "Estudiantil CNI", 3, -3),
        (4, "José Carlos Mariátegui", 0, -5),
    ]
    assert table.rows[0].decided_by == "goal_difference"
    assert sum(row.row.record.goals_for for row in table.rows) == 17
    assert all(fixture.is_neutral for fixture in stage_of(2017, "finalisima").fixtures)


def test_2017_was_won_by_binacional_after_the_winners_of_four_quarterfinals() -> None:
    found = season_page(2017)
    assert found.champion is not None
    assert found.champion.name == "Binacional"
    assert decided(2017, "eliminatorias", since=2) == {
        "cuartos-1": ("Atlético Grau", "reported"),
        "cuartos-2": ("Binacional", "reported"),
        "cuartos-3": ("José Carlos Mariátegui", "reported"),
        "cuartos-4": ("Estudiantil CNI", "reported"),
    }


# 2023 and 2024 ----------------------------------------------------------------------------------


def test_2023_matchups_from_the_quarterfinals_on_have_their_winners_and_reasons() -> None:
    assert decided(2023, "eliminatorias", since=3) == {
        "cuartos-1": ("UCV Moquegua", "penalties"),  # 0-0, 4-1
        "cuartos-2": ("ADA", "penalties"),  # 2-2
        "cuartos-3": ("Juan Pablo II College", "score"),  # 2-1
        "cuartos-4": ("San Marcos", "score"),  # 2-1
        "semi-1": ("ADA", "score"),  # 1-0
        "semi-2": ("San Marcos", "penalties"),  # 2-2
        "final": ("ADA", "score"),  # 3-1
    }
    assert decided(2023, "eliminatorias")["octavos-2"] == ("UCV Moquegua", "award")


def test_2024_matchups_from_the_quarterfinals_on_have_their_winners_and_reasons() -> None:
    assert decided(2024, "eliminatorias", since=3) == {
        "cuartos-1": ("Bentín Tacna Heroica", "penalties"),  # 0-0, 4-3
        "cuartos-2": ("Juventud Santo Domingo", "score"),  # 2-1
        "cuartos-3": ("Cajamarca", "penalties"),  # 2-2, 4-3
        "cuartos-4": ("Nacional", "score"),  # 1-0
        "semi-1": ("Bentín Tacna Heroica", "penalties"),  # 1-1
        "semi-2": ("Cajamarca", "penalties"),  # 3-3
        "final": ("Bentín Tacna Heroica", "penalties"),  # 1-1, 4-3
    }


@pytest.mark.parametrize(
    ("year", "champion"),
    [
        (2013, "San Simón"),
        (2014, "Sport Loreto"),
        (2017, "Binacional"),
        (2023, "ADA"),
        (2024, "Bentín Tacna Heroica"),
    ],
)
def test_champion_is_computed(year: int, champion: str) -> None:
    found = season_page(year).champion
    assert found is not None
    assert found.name == champion


@pytest.mark.parametrize("year", [2017, 2023, 2024, SIMULATED])
def test_fifty_clubs_came_up_two_of_each_department(year: int) -> None:
    rows = qualified_page(year).rows
    by_department: dict[str, list[int | None]] = {}
    for row in rows:
        by_department.setdefault(row.club.department, []).append(row.place)
    assert (len(rows), len(by_department)) == (50, 25)
    assert {len(places) for places in by_department.values()} == {2}
    # Nobody wrote down who was champion and who runner-up in 2017.
    assert set(map(tuple, by_department.values())) == {(None, None) if year == 2017 else (1, 2)}
    assert [row.club.department_code for row in rows] == sorted(
        row.club.department_code for row in rows
    )


def test_2024_sent_the_best_of_each_department_to_liga_3_and_both_finalists_up() -> None:
    page = qualified_page(2024, "liga-3")
    assert len(page.rows) == 25
    assert len({row.club.department for row in page.rows}) == 25
    finalists = {row.club.name for row in qualified_page(2024, "liga-2").rows}
    assert finalists == {"Bentín Tacna Heroica", "Cajamarca"}
    assert finalists.isdisjoint(row.club.name for row in page.rows)


# All of them ------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_no_difference_from_the_sources_is_left_without_a_reason(year: int) -> None:
    assert check_season(year).unexplained == ()


@pytest.mark.parametrize("year", YEARS)
def test_every_confirmed_list_agrees_with_the_facts_of_today(year: int) -> None:
    assert qualified_page(year).disagreements == ()
    assert not Qualifier.objects.filter(
        qualifier_list__stage__season__year=year, instead_of__isnull=False, reason=""
    )


def test_no_inferred_result_counts_anywhere() -> None:
    for year in YEARS:
        for nav_stage in season_page(year).stages:
            stage = nav_stage.stage
            inferred = {fixture.pk for fixture in stage.fixtures if fixture.is_inferred}
            counted = {
                line.key
                for table in tables(stage)
                for row in table.rows
                for line in row.row.record.lines
            }
            assert inferred.isdisjoint(counted)
            assert stage.known == sum(
                f.official.counts for f in stage.fixtures if not f.is_inferred
            )


def test_simulated_season_has_fifty_clubs_and_a_hundred_results() -> None:
    stage = stage_of(SIMULATED, "nacional")
    assert stage.is_simulated
    assert (len(stage.clubs), stage.known, stage.expected) == (50, 100, 150)
    (table,) = tables(stage)
    assert not table.is_partial
    assert [row.row.record.played for row in table.rows].count(4) >= 40
    assert {fixture.evidence for fixture in stage.fixtures} == {"simulated"}
