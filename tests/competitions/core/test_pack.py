import datetime as dt
import re
from dataclasses import MISSING, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions import choices
from competitions.core import matchup
from competitions.core.pack import FAULTS, FILES, read_pack, write_pack
from competitions.core.pack import vocabulary as words
from competitions.core.pack.values import (
    ROWS,
    CriterionValue,
    Pack,
    QualifierListValue,
    RulesValue,
    SeasonValue,
    StageValue,
    ZoneValue,
)
from competitions.core.sheet import FAULTS as FAULTS_OF_SHEETS
from competitions.validators import CRITERION_OPTIONS
from tests.competitions.core.small_pack import REGISTER, small_pack


def read(files: dict[str, bytes]) -> Pack:
    reading = read_pack(files, REGISTER)
    assert reading.faults == ()
    assert reading.pack is not None
    return reading.pack


def test_pack_says_what_its_files_say() -> None:
    pack = read(small_pack())
    assert (pack.season.year, pack.season.status) == (2030, "finished")
    assert [stage.slug for stage in pack.stages] == ["grupos", "llaves"]
    groups, knock_out = pack.stages
    assert groups.rules.criteria[1].options == (("rival_total", "final"), ("walkovers", False))
    assert groups.rules.zones[0].groups == ("A", "B")
    assert groups.qualifiers == QualifierListValue(
        confirmed_on=dt.date(2030, 4, 1), evidence="official"
    )
    assert knock_out.rules.settlement == ("away_goals", "penalties", "extra_match")
    assert pack.clubs[0].aliases == ("ADA de Jaén", "Agropecuaria")
    assert pack.entries[1].points_carried == Decimal("1.5")
    assert pack.fixtures[0].time == dt.time(15, 30)
    assert pack.fixtures[6].home_goals is None
    assert pack.goals[1].kind == "goal"
    assert pack.claims[0].grounds == "No se presentó,\ndice CNI."
    assert pack.rulings[0].walkover


def test_every_kind_of_row_is_in_the_small_pack() -> None:
    pack = read(small_pack())
    assert [name for name in ROWS if not getattr(pack, name)] == ["leagues"]


def test_what_a_program_made_up_is_read_and_written() -> None:
    files = small_pack(
        season=("simulated = false", "simulated = true\nseed = 7"),
        leagues="league,name,level,above,department\n"
        "liga-a,Liga A (simulada),district,copa-peru,Pasco\n",
    )
    files["clubs.csv"] = (
        b"club,name,department,league,latitude,longitude,simulated\n"
        b"ada,ADA,Cajamarca,liga-a,-6.2294,-77.5,yes\n"
        b"bolivar,Bolivar,Tumbes,,,,\ncni,CNI,Loreto,,,,\necosem,Ecosem,Pasco,,,,\n"
    )
    pack = read(files)
    assert (pack.leagues[0].level, pack.leagues[0].above) == ("district", "copa-peru")
    made_up = pack.clubs[0]
    assert (made_up.simulated, made_up.league) == (True, "liga-a")
    assert (made_up.latitude, made_up.longitude) == (Decimal("-6.2294"), Decimal("-77.5"))
    written = write_pack(pack)
    assert (written["clubs.csv"], written["leagues.csv"]) == (
        files["clubs.csv"],
        files["leagues.csv"],
    )


def test_written_pack_reads_the_same_and_writes_the_same_bytes() -> None:
    pack = read(small_pack())
    files = write_pack(pack)
    assert read(files) == pack
    assert write_pack(read(files)) == files


def test_files_without_rows_and_columns_without_values_are_left_out() -> None:
    files = write_pack(read(small_pack(lots=None, goals=None)))
    assert set(files) == set(FILES) - {"leagues.csv", "lots.csv", "goals.csv"}
    assert (
        files["venues.csv"]
        == "venue,town,department\nMax Augustín,Iquitos,Loreto\nMunicipal,,\n".encode()
    )
    assert (
        files["scorers.csv"] == "rank,player,club,goals,evidence\n1,Pérez,ada,7,reported\n".encode()
    )


def test_manifest_is_written_for_people() -> None:
    pack = Pack(
        season=SeasonValue(year=2030, status="planned", summary='«Sí»: "a\\b"\n\tfin\x01'),
        stages=(
            StageValue(
                slug="nacional",
                name="Nacional",
                kind="single_table",
                league="copa-peru",
                finished=True,
                starts_on=dt.date(2030, 9, 1),
                rules=RulesValue(
                    evidence="reported",
                    settlement=("penalties", "lots"),
                    criteria=(
                        CriterionValue(criterion="points"),
                        CriterionValue(
                            criterion="head_to_head_points", options=(("restart", True),)
                        ),
                    ),
                ),
            ),
        ),
    )
    assert write_pack(pack)["season.toml"].decode() == (
        "format = 1\n"
        "\n"
        "[season]\n"
        "year = 2030\n"
        'status = "planned"\n'
        'summary = "«Sí»: \\"a\\\\b\\"\\n\\tfin\\u0001"\n'
        "\n"
        "[[stages]]\n"
        'slug = "nacional"\n'
        'name = "Nacional"\n'
        'kind = "single_table"\n'
        'league = "copa-peru"\n'
        "starts_on = 2030-09-01\n"
        "finished = true\n"
        "\n"
        "[stages.rules]\n"
        'settlement = ["penalties", "lots"]\n'
        'evidence = "reported"\n'
        "\n"
        "[[stages.rules.criteria]]\n"
        'criterion = "points"\n'
        "\n"
        "[[stages.rules.criteria]]\n"
        'criterion = "head_to_head_points"\n'
        "restart = true\n"
    )
    assert read(write_pack(pack)) == pack


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)


@given(summary=TEXT, name=TEXT.filter(bool), towns=st.lists(TEXT), year=st.integers(1967, 2100))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_writing_and_reading(
    summary: str, name: str, towns: list[str], year: int
) -> None:
    pack = read(small_pack())
    clubs = tuple(
        replace(club, home_town=town, note=town)
        for club, town in zip(pack.clubs, [*towns, "", "", "", ""], strict=False)
    )
    stages = (replace(pack.stages[0], name=name), pack.stages[1])
    changed = replace(
        pack,
        season=replace(pack.season, year=year, summary=summary),
        stages=stages,
        clubs=clubs,
    )
    assert read(write_pack(changed)) == changed


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_order_of_rows_survives_writing_and_reading(data: st.DataObject) -> None:
    pack = read(small_pack())
    shuffled = {
        name: tuple(data.draw(st.permutations(getattr(pack, name))))
        for name in ("clubs", "venues", "entries", "matchups", "goals", "published", "notes")
    }
    changed = replace(pack, **shuffled)
    assert read(write_pack(changed)) == changed


@pytest.mark.parametrize(
    ("codes", "known"),
    [
        (words.EVIDENCE, choices.Evidence),
        (words.SEASON_STATUSES, choices.SeasonStatus),
        (words.STAGE_KINDS, choices.StageKind),
        (words.ROUND_KEYS, choices.RoundKey),
        (words.VIAS, choices.Via),
        (words.FIXTURE_STATUSES, choices.FixtureStatus),
        (words.GOAL_KINDS, choices.GoalKind),
        (words.CLAIM_STATES, choices.ClaimState),
        (words.EFFECTS, choices.RulingEffect),
        (words.DECISIONS, choices.Decision),
        (("", *words.PAIRINGS), choices.Pairing),
        (words.ACROSS_GROUPS, choices.AcrossGroups),
        (words.ZONE_KINDS, choices.ZoneKind),
        (words.ZONE_TONES, choices.ZoneTone),
        (words.OUTCOME_KINDS, choices.OutcomeKind),
        (words.NOTE_KINDS, choices.NoteKind),
        (words.CRITERIA, choices.Criterion),
        (matchup.SETTLEMENTS, choices.SettlementStep),
    ],
)
def test_codes_of_packs_are_those_of_the_models(codes: tuple[str, ...], known: Any) -> None:
    assert sorted(codes) == sorted(known.values)


def test_options_of_criteria_are_those_of_the_models() -> None:
    def plain(options: Any) -> dict[str, Any]:
        return {
            criterion: {
                name: bool if allowed is bool else sorted(allowed)
                for name, allowed in known.items()
            }
            for criterion, known in options.items()
        }

    assert plain(words.CRITERION_OPTIONS) == plain(CRITERION_OPTIONS)


def test_codes_of_faults_are_not_used_twice() -> None:
    assert not FAULTS.keys() & FAULTS_OF_SHEETS.keys()


def test_guide_names_every_file_column_and_code() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "packs.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\w+)\.csv \| (.*) \|$", guide, re.MULTILINE))
    assert rows.keys() == ROWS.keys()
    for name, row_type in ROWS.items():
        required = {spec.name for spec in fields(row_type) if spec.default is MISSING}
        assert set(re.findall(r"\*\*(\w+)\*\*", rows[name])) == required
        assert {spec.name for spec in fields(row_type)} <= set(re.findall(r"\w+", rows[name]))
    words_of_guide = set(re.findall(r"\w+", guide))
    for row_type in (SeasonValue, StageValue, RulesValue, ZoneValue, QualifierListValue):
        assert {spec.name for spec in fields(row_type)} <= words_of_guide
    for known in (words.VIAS, words.FIXTURE_STATUSES, words.DECISIONS, words.CRITERIA):
        assert set(known) <= words_of_guide


def test_format_of_a_stage_is_read_and_written() -> None:
    said = 'slots = "1 v 4; 2 v 3"\nhost = "drawn"\nbonus = "3 1"\n'
    files = small_pack(season=("settlement = [", f"{said}settlement = ["))
    pack = read(files)
    rules = pack.stages[-1].rules
    assert (rules.slots, rules.host, rules.bonus) == ("1 v 4; 2 v 3", "drawn", "3 1")
    assert said.encode() in write_pack(pack)["season.toml"]
