import pytest
from django.conf import settings

from competitions.core.pack import reading
from competitions.core.pack.manifest import read_manifest
from competitions.core.pack.values import RulesValue
from competitions.core.presets import BadPreset, Preset, read_presets

DATA = settings.BASE_DIR / "data"
PRESETS = read_presets((DATA / "presets.toml").read_text(encoding="utf-8"))

MINIMAL = """
[[presets]]
code = "x"
name = "X"
name_en = "X"
kind = "groups"
[presets.rules]
evidence = "official"
"""


def preset(code: str) -> Preset:
    return next(preset for preset in PRESETS if preset.code == code)


def test_presets_of_recorded_editions_are_the_rules_of_their_packs() -> None:
    packs = {
        (path.parent.name, stage["slug"]): reading._value(RulesValue, stage["rules"])
        for path in (DATA / "seasons").glob("*/season.toml")
        for stage in read_manifest(path.read_bytes()).stages
    }
    assert len(packs) == 14
    recorded = {(str(preset.year), preset.stage): preset.rules for preset in PRESETS}
    assert {place: recorded.get(place) for place in packs} == packs


def test_presets_name_editions_without_a_pack() -> None:
    packs = {int(path.parent.name) for path in (DATA / "seasons").glob("*/season.toml")}
    assert [preset.code for preset in PRESETS if preset.year not in packs] == [
        "nacional-2018",
        "eliminatorias-2018",
        "nacional-2019",
        "eliminatorias-2019",
        "eliminatorias-2022",
        "nacional-2025",
        "departamental-piura-2025",
        "futbol",
        "llaves",
    ]


def test_presets_that_leave_something_out_say_so_in_both_languages() -> None:
    for found in PRESETS:
        assert bool(found.unknown) == bool(found.unknown_en), found.code
        without_source = not found.rules.source and found.year is not None
        assert found.unknown or not without_source, found.code


def test_preset_of_a_departmental_stage_parts_level_clubs_by_an_extra_match() -> None:
    rules = preset("departamental-piura-2025").rules
    assert [criterion.criterion for criterion in rules.criteria] == ["points", "extra_match"]


def test_preset_of_2019_takes_points_for_a_walkover() -> None:
    rules = preset("nacional-2019").rules
    assert (rules.walkover_goals, rules.walkover_deduction) == (3, 3)
    assert rules.criteria == preset("nacional-2024").rules.criteria


def test_preset_keeps_the_options_of_a_criterion_beside_it() -> None:
    (found,) = read_presets(
        MINIMAL + '[[presets.rules.criteria]]\ncriterion = "relative_points"\n'
        'walkovers = false\nrival_total = "at_time"\n'
    )
    (criterion,) = found.rules.criteria
    assert criterion.options == (("rival_total", "at_time"), ("walkovers", False))
    assert found.has_table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MINIMAL + "points = 3\n", "x: points"),
        (MINIMAL.replace('kind = "groups"\n', ""), "x: Preset.__init__() missing 1 required"),
        (MINIMAL + '[[presets.rules.zones]]\ncode = "a"\n', "x: ZoneValue.__init__() missing"),
        (MINIMAL + MINIMAL, "x: twice"),
        (MINIMAL.replace('code = "x"\n', "strange = 1\n"), "?: strange"),
    ],
)
def test_bad_presets_are_named(text: str, said: str) -> None:
    with pytest.raises(BadPreset) as bad:
        read_presets(text)
    assert str(bad.value).startswith(said)
