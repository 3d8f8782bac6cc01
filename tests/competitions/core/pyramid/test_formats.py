import pytest

from competitions.core.formats import UPWARDS, Format, berths_of_zone
from competitions.core.pack.values import StageValue
from competitions.core.pyramid.formats import fits, fitted, rounds_needed, sends
from tests.competitions.core.test_formats import FORMATS

BELOW = [fmt for fmt in FORMATS.values() if fmt.level != "national"]
PLAYED_BY = {"district": range(8, 15), "provincial": range(2, 131), "departmental": range(2, 69)}
"""The numbers of clubs that come together in leagues of the country."""


def stages(code: str, clubs: int) -> tuple[StageValue, ...]:
    return fitted(FORMATS[code], clubs).stages


def bands(stage: StageValue) -> list[tuple[int | None, int | None]]:
    return [(zone.first_place, zone.last_place) for zone in stage.rules.zones]


@pytest.mark.parametrize("level", PLAYED_BY)
def test_any_number_of_clubs_finds_a_format_of_its_level(level: str) -> None:
    for clubs in PLAYED_BY[level]:
        if level == "departmental" and clubs % 2 and clubs > 12:
            continue
        assert [f for f in BELOW if f.level == level and fits(f, clubs)], clubs


@pytest.mark.parametrize("fmt", BELOW, ids=lambda fmt: fmt.code)
def test_whoever_is_sent_on_has_a_place_and_as_many_go_up(fmt: Format) -> None:
    for clubs in PLAYED_BY[fmt.level]:
        if not fits(fmt, clubs) or clubs < sends(fmt):
            continue
        cut = fitted(fmt, clubs)
        assert cut.stages[0].size == clubs
        assert sends(cut) == sends(fmt)
        for stage in cut.stages:
            sent = [
                berths_of_zone(zone, before)
                for before in cut.stages
                for zone in before.rules.zones
                if zone.leads_to == stage.slug
            ]
            assert stage.size == (sum(sent) or clubs)
            assert sum(group.size or 0 for group in stage.groups) in (0, stage.size)
            assert rounds_needed(stage) > 0
            last = min((group.size or 0 for group in stage.groups), default=stage.size)
            assert all(1 <= (low or 1) <= (high or 1) <= last for low, high in bands(stage))
            assert len({group.code for group in stage.groups}) == len(stage.groups)


def test_a_league_of_the_size_of_its_format_plays_it_as_it_is() -> None:
    fmt = FORMATS["departamental-tacna-2022"]
    assert fitted(fmt, 12) == fmt


def test_zones_at_the_end_of_a_table_stay_there() -> None:
    table, relegation, title = stages("distrital-liguillas", 11)
    assert bands(table) == [(1, 4), (5, 11)]
    assert (relegation.size, bands(relegation)) == (7, [(6, 7)])
    assert (title.size, bands(title)) == (4, [(1, 2)])
    first, _second = stages("distrital-bonificacion", 9)
    assert bands(first) == [(1, 9)]


def test_groups_become_more_of_about_the_same_size() -> None:
    groups, bracket = stages("provincial-arequipa-2024", 47)
    assert [group.size for group in groups.groups] == [4] * 8 + [3] * 5
    assert [group.name for group in groups.groups][-2:] == ["Grupo 12", "Grupo 13"]
    assert groups.groups[8].code == "09"
    assert bracket.size == 28
    lettered, _bracket = stages("departamental-grupos", 22)
    assert [(g.code, g.name, g.name_en) for g in lettered.groups][-1] == ("F", "Grupo F", "Group F")


def test_groups_that_slots_name_become_larger() -> None:
    groups, bracket = stages("distrital-grupos", 13)
    assert [(group.code, group.size) for group in groups.groups] == [("A", 7), ("B", 6)]
    assert bracket == FORMATS["distrital-grupos"].stages[1]


@pytest.mark.parametrize(
    ("clubs", "rounds", "up"),
    [
        (12, ["quarterfinals", "semifinals", "final"], 3),
        (20, ["round_of_16", "quarterfinals", "semifinals", "final"], 4),
        (40, ["round_of_32", "round_of_16", "quarterfinals", "semifinals", "final"], 5),
        (100, ["", "round_of_32", "round_of_16", "quarterfinals", "semifinals", "final"], 6),
    ],
)
def test_brackets_have_the_rounds_that_their_clubs_need(
    clubs: int, rounds: list[str], up: int
) -> None:
    _groups, bracket = stages("departamental-grupos", clubs)
    assert [row.key for row in bracket.rounds] == rounds
    assert [row.number for row in bracket.rounds] == list(range(1, len(rounds) + 1))
    assert all(row.name and row.name_en for row in bracket.rounds)
    assert {zone.round_number for zone in bracket.rules.zones} == {up}
    assert rounds_needed(bracket) == len(rounds)


def test_an_edition_for_fewer_departments_sends_all_to_its_knock_out() -> None:
    table, bracket = stages("2024", 6)
    assert [zone.code for zone in table.rules.zones] == ["dieciseisavos", "liga-3"]
    assert bands(table)[0] == (1, 6)
    assert (bracket.size, [row.key for row in bracket.rounds]) == (
        6,
        ["quarterfinals", "semifinals", "final"],
    )
    assert {zone.round_number for zone in bracket.rules.zones} == {3}
    assert rounds_needed(table) == 6


def test_days_follow_the_largest_group_and_the_legs() -> None:
    needed = {
        ("distrital-una-rueda", 9): [9],
        ("distrital-dos-ruedas", 14): [26],
        ("distrital-grupos", 13): [7, 2],
        ("departamental-cuadrangular", 8): [6, 3],
    }
    for (code, clubs), days in needed.items():
        assert [rounds_needed(stage) for stage in stages(code, clubs)] == days


def test_lots_in_one_round_are_for_even_numbers() -> None:
    tacna = FORMATS["departamental-tacna-2022"]
    assert [clubs for clubs in range(2, 30) if fits(tacna, clubs)] == [8, 10, 12, 14, 16, 18, 20]
    assert [stage.size for stage in stages("departamental-tacna-2022", 10)] == [10, 7]
    assert {zone.leads_to for zone in tacna.stages[1].rules.zones} == {UPWARDS}
