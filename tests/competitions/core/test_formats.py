from pathlib import Path

import pytest

from competitions.core.formats import (
    UPWARDS,
    Format,
    berths_of_zone,
    direct_entries,
    read_format,
)
from competitions.core.presets import BadPreset, read_presets

DATA = Path(__file__).resolve().parents[3] / "data"
PRESETS = read_presets((DATA / "presets.toml").read_text(encoding="utf-8"))
FORMATS = {
    path.stem: read_format(path.read_text(encoding="utf-8"), PRESETS)
    for path in sorted((DATA / "formats").glob("*.toml"))
}

SMALL = """
code = "small"
name = "Una rueda"
name_en = "One round"
level = "district"

[[stages]]
slug = "liga"
name = "Liga"
kind = "single_table"
preset = "futbol"
size = 9

[stages.rules]
legs = 2

[[stages.rules.zones]]
code = "suben"
letter = "S"
name = "Suben"
tone = "through"
kind = "places"
first_place = 1
last_place = 2
leads_to = "arriba"
"""


def test_a_format_takes_its_rules_from_a_preset_and_states_the_rest() -> None:
    fmt = read_format(SMALL, PRESETS)
    (stage,) = fmt.stages
    assert (fmt.code, fmt.level, fmt.year, fmt.clubs) == ("small", "district", None, 9)
    assert next(c.criterion for c in stage.rules.criteria) == "points"
    assert (stage.rules.legs, stage.rules.points_win) == (2, 3)
    assert stage.rules.zones[0].leads_to == UPWARDS
    assert stage.league == ""


@pytest.mark.parametrize("code", sorted(FORMATS))
def test_each_format_of_the_project_can_be_read(code: str) -> None:
    fmt = FORMATS[code]
    assert fmt.code == code
    assert fmt.name
    assert fmt.name_en
    assert bool(fmt.unknown) == bool(fmt.unknown_en)
    assert len({stage.slug for stage in fmt.stages}) == len(fmt.stages)
    for stage in fmt.stages:
        assert stage.kind == "knock_out" or stage.rules.criteria
        sizes = [group.size or 0 for group in stage.groups]
        assert not sizes or sum(sizes) == stage.size


@pytest.mark.parametrize("code", sorted(FORMATS))
def test_no_stage_of_a_format_is_promised_more_clubs_than_it_has_berths_for(code: str) -> None:
    fmt: Format = FORMATS[code]
    for place, stage in enumerate(fmt.stages):
        fed = sum(
            berths_of_zone(zone, before)
            for before in fmt.stages
            for zone in before.rules.zones
            if zone.leads_to == stage.slug
        )
        if stage.size:
            assert fed <= stage.size
            assert place == 0 or fed or direct_entries(fmt, stage)


def test_berths_of_every_kind_of_zone() -> None:
    arequipa, tacna = FORMATS["provincial-arequipa-2024"], FORMATS["departamental-tacna-2022"]
    groups, first = arequipa.stages[0], tacna.stages[0]
    assert [berths_of_zone(zone, groups) for zone in groups.rules.zones] == [22, 2]
    assert [berths_of_zone(zone, first) for zone in first.rules.zones] == [6, 2]
    liga3 = FORMATS["2024"].stages[0]
    assert berths_of_zone(liga3.rules.zones[-1], liga3) == 0


def test_clubs_that_come_from_no_other_stage() -> None:
    """2013: four clubs of region IV begin in the regional finals."""
    fmt = FORMATS["2013"]
    assert [direct_entries(fmt, stage) for stage in fmt.stages] == [48, 4, 0]
    open_ended = FORMATS["distrital-una-rueda"]
    assert direct_entries(open_ended, open_ended.stages[0]) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"futbol"', '"fulbol"', "small: liga: no preset fulbol"),
        ('"arriba"', '"nacional"', "small: liga leads to nacional"),
        ("legs = 2", "leg = 2", "small: liga: leg"),
        ('kind = "single_table"', "", "small: liga: "),
        ('level = "district"', "", "small: "),
    ],
)
def test_a_fault_names_the_format_and_the_stage(old: str, new: str, said: str) -> None:
    with pytest.raises(BadPreset, match=said):
        read_format(SMALL.replace(old, new), PRESETS)


def test_a_format_without_stages_is_none() -> None:
    with pytest.raises(BadPreset, match="small: no stages"):
        read_format(SMALL.partition("[[stages]]")[0], PRESETS)


def test_rules_can_stand_in_the_format() -> None:
    text = SMALL.replace('preset = "futbol"\n', "").replace(
        "legs = 2", 'legs = 2\nevidence = "official"'
    )
    assert read_format(text, PRESETS).stages[0].rules.evidence == "official"
