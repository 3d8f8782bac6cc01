# ruff: noqa: E501 - rows of CSV files stay in one piece
"""Every fault that a pack can have: what is changed in a sound one, and what is told of it."""

from dataclasses import replace
from typing import Any

import pytest

from competitions.core.pack import FAULTS, read_pack
from competitions.core.sheet import FAULTS as FAULTS_OF_SHEETS
from competitions.core.sheet import Fault
from tests.competitions.core.small_pack import FILES, REGISTER, small_pack

Place = tuple[str, int | None, str | None, str]


def faults_of(files: dict[str, bytes]) -> tuple[Fault, ...]:
    reading = read_pack(files, REGISTER)
    assert (reading.pack is None) == bool(reading.faults)
    return reading.faults


def places(faults: tuple[Fault, ...]) -> list[Place]:
    return [(fault.file, fault.line, fault.column, fault.code) for fault in faults]


def with_provisional(fixtures: str) -> str:
    """The file with the column, and a yes in its last row."""
    first, *rows = fixtures.splitlines()
    marked = [f"{row}," for row in rows[:-1]] + [f"{rows[-1]},yes"]
    return "\n".join([f"{first},provisional", *marked, ""])


SIMULATED = ("simulated = false", "simulated = true\nseed = 7")
CLUBS = "ada,ADA,Cajamarca,\nbolivar,Bolívar,Tumbes,\ncni,CNI,Loreto,\necosem,Ecosem,Pasco,\n"

# Each case: the change to the small pack, and every fault that it has to give.
CASES: dict[str, tuple[dict[str, Any], list[tuple[str, int | None, str | None, str]]]] = {
    "format missing": (
        {"season": ("format = 1\n", "")},
        [("season.toml", 1, "format", "missing_key")],
    ),
    "format unknown": (
        {"season": ("format = 1\n", "format = 2\n")},
        [("season.toml", 1, "format", "unknown_format")],
    ),
    "season is no table": (
        {
            "season": "format = 1\nseason = 3\n",
            "clubs": None,
            "venues": None,
            "entries": None,
            "matchups": None,
            "fixtures": None,
            "goals": None,
            "claims": None,
            "rulings": None,
            "adjustments": None,
            "lots": None,
            "qualifiers": None,
            "published": None,
            "outcomes": None,
            "scorers": None,
            "notes": None,
        },
        [("season.toml", 2, "season", "bad_type")],
    ),
    "stages are no tables": (
        {
            "season": 'format = 1\nstages = 3\n[season]\nyear = 2030\nstatus = "planned"\n',
            "clubs": None,
            "venues": None,
            "entries": None,
            "matchups": None,
            "fixtures": None,
            "goals": None,
            "claims": None,
            "rulings": None,
            "adjustments": None,
            "lots": None,
            "qualifiers": None,
            "published": None,
            "outcomes": None,
            "scorers": None,
            "notes": None,
        },
        [("season.toml", 2, "stages", "bad_type")],
    ),
    "key at the top unknown": (
        {"season": ("format = 1\n", "format = 1\nstage = 2\n")},
        [("season.toml", 2, "stage", "unknown_key")],
    ),
    "key misspelt": (
        {"season": ('status = "finished"', 'staus = "finished"')},
        [("season.toml", 3, "status", "missing_key"), ("season.toml", 5, "staus", "unknown_key")],
    ),
    "number for a text": (
        {"season": ('name = "Grupo A"', "name = 3")},
        [("season.toml", 20, "name", "bad_type")],
    ),
    "text for a number": (
        {"season": ("year = 2030", 'year = "2030"')},
        [("season.toml", 4, "year", "bad_type")],
    ),
    "boolean for a number": (
        {"season": ("year = 2030", "year = true")},
        [("season.toml", 4, "year", "bad_type")],
    ),
    "moment for a date": (
        {"season": ("starts_on = 2030-02-01", "starts_on = 2030-02-01T10:00:00")},
        [("season.toml", 7, "starts_on", "bad_type")],
    ),
    "text for a list": (
        {"season": ('groups = ["A", "B"]', 'groups = "A"')},
        [("season.toml", 50, "groups", "bad_type")],
    ),
    "number in a list of texts": (
        {"season": ('groups = ["A", "B"]', 'groups = ["A", 2]')},
        [("season.toml", 50, "groups", "bad_type")],
    ),
    "name blank": (
        {"season": ('name = "Grupo A"', 'name = " "')},
        [("season.toml", 20, "name", "required")],
    ),
    "text with a null character": (
        {"season": ('name = "Grupo A"', 'name = "Grupo\\u0000A"')},
        [("season.toml", 20, "name", "null_character")],
    ),
    "year too early": (
        {"season": ("year = 2030", "year = 1900")},
        [("season.toml", 4, "year", "too_small")],
    ),
    "status unknown": (
        {"season": ('status = "finished"', 'status = "finishd"')},
        [("season.toml", 5, "status", "bad_choice")],
    ),
    "option unknown": (
        {"season": ('rival_total = "final"', 'rivals_total = "final"')},
        [("season.toml", 39, "rivals_total", "unknown_option")],
    ),
    "option of another criterion": (
        {"season": ('criterion = "points"\n', 'criterion = "points"\nrestart = true\n')},
        [("season.toml", 36, "restart", "unknown_option")],
    ),
    "option with an unknown value": (
        {"season": ('rival_total = "final"', 'rival_total = "fnal"')},
        [("season.toml", 39, "rival_total", "bad_choice")],
    ),
    "option that is no boolean": (
        {"season": ("walkovers = false", 'walkovers = "no"')},
        [("season.toml", 40, "walkovers", "bad_type")],
    ),
    "criterion unknown": (
        {"season": ('criterion = "relative_points"', 'criterion = "relativ_points"')},
        [("season.toml", 38, "criterion", "bad_choice")],
    ),
    "settlement unknown": (
        {"season": ('"away_goals", "penalties"', '"away_goal", "penalties"')},
        [("season.toml", 75, "settlement", "bad_choice")],
    ),
    "slots that nobody can read": (
        {"season": ("settlement = [", 'slots = "1A v 2B; 1B"\nsettlement = [')},
        [("season.toml", 75, "slots", "bad_slots")],
    ),
    "points by place that are no numbers": (
        {"season": ("settlement = [", 'bonus = "3, 2"\nsettlement = [')},
        [("season.toml", 75, "bonus", "bad_bonus")],
    ),
    "settlement twice": (
        {"season": ('"away_goals", "penalties"', '"penalties", "penalties"')},
        [("season.toml", 75, "settlement", "settlement_twice")],
    ),
    "rules missing": (
        {
            "season": (
                '[stages.rules]\nsettlement = ["away_goals", "penalties", "extra_match"]\nevidence = "reported"\n\n[[stages.rules.zones]]\ncode = "campeon"\nletter = "C"\nname = "Campeón"\ntone = "prize"\nkind = "winners"\nround_number = 2\noutcome = "promoted"\ndestination = "Liga 2"\n',
                "",
            ),
            "qualifiers": ("llaves,ada,,campeon", "llaves,ada,,"),
        },
        [("season.toml", 57, "rules", "missing_table")],
    ),
    "seed missing": (
        {"season": ("simulated = false", "simulated = true")},
        [("season.toml", 3, "seed", "seed_missing")],
    ),
    "seed unreadable": (
        {"season": ("simulated = false", 'simulated = true\nseed = "x"')},
        [("season.toml", 7, "seed", "bad_type")],
    ),
    "seed of a real season": (
        {"season": ("simulated = false", "seed = 4")},
        [("season.toml", 6, "seed", "seed_of_real_season")],
    ),
    "season ends before it starts": (
        {
            "season": (
                'ends_on = 2030-12-01\n\n[[stages]]\nslug = "grupos"',
                'ends_on = 2030-01-01\n\n[[stages]]\nslug = "grupos"',
            )
        },
        [("season.toml", 8, "ends_on", "ends_before_start")],
    ),
    "stage ends before it starts": (
        {"season": ("starts_on = 2030-03-01", "starts_on = 2030-03-01\nends_on = 2030-02-28")},
        [("season.toml", 17, "ends_on", "ends_before_start")],
    ),
    "round ends before it starts": (
        {"season": ('key = "final"\n', 'key = "final"\nstarts_on = 2030-12-02\n')},
        [("season.toml", 73, "ends_on", "ends_before_start")],
    ),
    "league unknown": (
        {
            "season": (
                'name_en = "Groups"\nkind = "groups"\nleague = "copa-peru"',
                'kind = "groups"\nleague = "copaperu"',
            )
        },
        [("season.toml", 14, "league", "unknown_league")],
    ),
    "group twice": (
        {
            "season": (
                'name = "Grupo B"\n',
                'name = "Grupo B"\n\n[[stages.groups]]\ncode = "A"\nname = "Otra vez"\n',
            )
        },
        [("season.toml", 27, "code", "duplicate")],
    ),
    "criterion twice": (
        {
            "season": (
                'criterion = "relative_points"\nrival_total = "final"\nwalkovers = false',
                'criterion = "points"',
            )
        },
        [("season.toml", 38, "criterion", "duplicate")],
    ),
    "zone of an unknown group": (
        {"season": ('groups = ["A", "B"]', 'groups = ["A", "C"]')},
        [("season.toml", 50, "groups", "unknown_group")],
    ),
    "zone of an unknown round": (
        {"season": ("round_number = 2", "round_number = 3")},
        [("season.toml", 84, "round_number", "unknown_round")],
    ),
    "zone to an unknown stage": (
        {"season": ('leads_to = "llaves"', 'leads_to = "llave"')},
        [("season.toml", 51, "leads_to", "unknown_stage")],
    ),
    "zone to its own stage": (
        {"season": ('leads_to = "llaves"', 'leads_to = "grupos"')},
        [("season.toml", 51, "leads_to", "zones_in_circle")],
    ),
    "zones that lead round in a circle": (
        {"season": ('outcome = "promoted"', 'leads_to = "grupos"')},
        [("season.toml", 85, "leads_to", "zones_in_circle")],
    ),
    "zone of places without the last": (
        {"season": ("last_place = 2\n", "")},
        [("season.toml", 42, "last_place", "zone_needs")],
    ),
    "zone backwards": (
        {"season": ("first_place = 1", "first_place = 3")},
        [("season.toml", 49, "last_place", "zone_backwards")],
    ),
    "zone of best seconds without figures": (
        {"season": ('kind = "places"', 'kind = "best_nth"')},
        [("season.toml", 42, "nth", "zone_needs"), ("season.toml", 42, "count", "zone_needs")],
    ),
    "column misspelt": (
        {"clubs": ("short_name", "shortname")},
        [("clubs.csv", 1, "shortname", "unknown_column")],
    ),
    "column missing": (
        {"clubs": ("club,name,short_name,department", "club,short,short_name,department")},
        [("clubs.csv", 1, "short", "unknown_column"), ("clubs.csv", 1, "name", "missing_column")],
    ),
    "club twice": (
        {
            "clubs": (
                "cni,CNI,,Loreto,Iquitos,,\n",
                "cni,CNI,,Loreto,Iquitos,,\nada,ADA 2,,Loreto,,,\n",
            )
        },
        [("clubs.csv", 5, "club", "duplicate")],
    ),
    "department unknown": (
        {"clubs": ("Cajamarca", "Cajamarka")},
        [("clubs.csv", 2, "department", "unknown_department")],
    ),
    "club without letters": (
        {"clubs": ("ecosem,Ecosem,", "ecosem,???,")},
        [("clubs.csv", 5, "name", "name_without_letters")],
    ),
    "alias without letters": (
        {"clubs": ("ADA de Jaén;Agropecuaria", "ADA de Jaén; !")},
        [("clubs.csv", 2, "aliases", "name_without_letters")],
    ),
    "name too long": (
        {
            "clubs": (
                "ecosem,Ecosem,",
                "ecosem,EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE,",
            )
        },
        [("clubs.csv", 5, "name", "too_long")],
    ),
    "code with an accent": (
        {
            "clubs": (
                "cni,CNI,,Loreto,Iquitos,,\n",
                "cni,CNI,,Loreto,Iquitos,,\nbiavó,Biavo,,Loreto,,,\n",
            )
        },
        [("clubs.csv", 5, "club", "bad_code")],
    ),
    "entry of an unknown stage": (
        {
            "entries": ("llaves,,ecosem", "llave,,ecosem"),
            "matchups": ("llaves,1,semi-2,cni,ecosem,,2,final,cni,away_goals,reported\n", ""),
            "fixtures": (
                "llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported\n",
                "",
            ),
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [("entries.csv", 9, "stage", "unknown_stage")],
    ),
    "entry in an unknown group": (
        {
            "entries": ("grupos,B,cni,", "grupos,C,cni,"),
            "lots": None,
            "fixtures": None,
            "goals": None,
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [("entries.csv", 4, "group", "unknown_group")],
    ),
    "club unknown": (
        {"outcomes": ("champion,ada", "champion,adaa")},
        [("outcomes.csv", 2, "club", "unknown_club")],
    ),
    "club twice in a stage": (
        {
            "entries": (
                "grupos,A,bolivar,2,1.5,departmental,,,reported,a.pe\n",
                "grupos,A,bolivar,2,1.5,departmental,,,reported,a.pe\ngrupos,A,ada,3,,departmental,,,reported,a.pe\n",
            )
        },
        [("entries.csv", 4, "club", "club_twice_in_stage")],
    ),
    "club in two groups": (
        {
            "entries": (
                "grupos,A,bolivar,2,1.5,departmental,,,reported,a.pe\n",
                "grupos,A,bolivar,2,1.5,departmental,,,reported,a.pe\ngrupos,B,ada,3,,departmental,,,reported,a.pe\n",
            )
        },
        [("entries.csv", 4, "group", "club_in_two_groups")],
    ),
    "entry without its group": (
        {"entries": ("grupos,A,ada,1", "grupos,,ada,1")},
        [("entries.csv", 2, "group", "group_missing")],
    ),
    "entry from its own stage": (
        {"entries": ("llaves,,cni,,,places,grupos,1", "llaves,,cni,,,places,llaves,1")},
        [("entries.csv", 8, "origin_stage", "origin_not_earlier")],
    ),
    "entry from a stage without the club": (
        {
            "entries": ("grupos,B,cni,1,,departmental,,,reported,a.pe\n", ""),
            "fixtures": (
                "grupos,B-1,B,1,,,,2030-03-01,,cni,ecosem,played,3,3,,,,,,,Max Augustín,Iquitos,,reported\n",
                "",
            ),
            "lots": None,
        },
        [("entries.csv", 7, "origin_stage", "not_in_origin_stage")],
    ),
    "points with three decimals": (
        {"entries": ("2,1.5,", "2,1.555,")},
        [("entries.csv", 3, "points_carried", "bad_number")],
    ),
    "rank too large": (
        {"entries": ("2,1.5,", "99999,1.5,")},
        [("entries.csv", 3, "departmental_rank", "too_large")],
    ),
    "no TOML": (
        {"season": "format = 1\n[season\nyear = 2030\n"},
        [("season.toml", 2, None, "toml_syntax")],
    ),
    "text not closed": (
        {"season": 'format = 1\nx = """\nabc'},
        [("season.toml", 3, None, "toml_syntax")],
    ),
    "season missing": (
        {"season": "format = 1\n"},
        [("season.toml", 1, "season", "missing_table")],
    ),
    "stages missing": (
        {"season": 'format = 1\n[season]\nyear = 2030\nstatus = "planned"\n'},
        [("season.toml", 2, "stages", "missing_table")],
    ),
    "season.toml missing": (
        {"season": None},
        [("season.toml", None, None, "missing_file")],
    ),
    "stage twice": (
        {
            "season": ('slug = "llaves"', 'slug = "grupos"'),
            "qualifiers": None,
            "matchups": None,
            "fixtures": None,
            "goals": None,
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [
            ("season.toml", 51, "leads_to", "unknown_stage"),
            ("season.toml", 58, "slug", "duplicate"),
            ("entries.csv", 6, "stage", "unknown_stage"),
            ("entries.csv", 7, "stage", "unknown_stage"),
            ("entries.csv", 8, "stage", "unknown_stage"),
            ("entries.csv", 9, "stage", "unknown_stage"),
        ],
    ),
    "club twice under another code": (
        {
            "clubs": (
                "ecosem,Ecosem,,Pasco,,,\n",
                "ecosem,Ecosem,,Pasco,,,\necosem-2,ECOSEM.,,Pasco,,,\n",
            )
        },
        [("clubs.csv", 6, "name", "club_known_by_another_code")],
    ),
    "club known under another code": (
        {
            "clubs": (
                "ecosem,Ecosem,,Pasco,,,\n",
                "ecosem,Ecosem,,Pasco,,,\naguila,Sport Águila,,Junín,,,\n",
            )
        },
        [("clubs.csv", 6, "name", "club_known_by_another_code")],
    ),
    "round twice": (
        {"season": ('number = 2\nname = "Final"', 'number = 1\nname = "Final"')},
        [
            ("season.toml", 69, "number", "duplicate"),
            ("season.toml", 84, "round_number", "unknown_round"),
            ("matchups.csv", 4, "round", "unknown_round"),
        ],
    ),
    "matchup of an unknown round": (
        {"matchups": ("llaves,2,final", "llaves,3,final")},
        [("matchups.csv", 4, "round", "unknown_round")],
    ),
    "matchup of an unknown section": (
        {
            "matchups": "stage,round,matchup,section,first,second,legs,evidence\nllaves,1,semi-1,Z,ada,bolivar,2,reported\nllaves,1,semi-2,,cni,ecosem,2,reported\n"
        },
        [("matchups.csv", 2, "section", "unknown_group")],
    ),
    "matchup twice": (
        {
            "matchups": ("llaves,2,final", "llaves,2,semi-1"),
            "fixtures": None,
            "goals": None,
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [
            ("matchups.csv", 2, "feeds", "unknown_matchup"),
            ("matchups.csv", 3, "feeds", "unknown_matchup"),
            ("matchups.csv", 4, "matchup", "duplicate"),
        ],
    ),
    "matchup of a club with itself": (
        {
            "matchups": ("semi-2,cni,ecosem", "semi-2,cni,cni"),
            "fixtures": (
                "llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported\n",
                "",
            ),
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [("matchups.csv", 3, "second", "same_club")],
    ),
    "reason without winner": (
        {"matchups": ("final,cni,away_goals", "final,,away_goals")},
        [("matchups.csv", 3, "reported_decision", "reason_without_winner")],
    ),
    "winner that does not play": (
        {"matchups": ("final,cni,away_goals", "final,ada,away_goals")},
        [("matchups.csv", 3, "reported_winner", "winner_does_not_play")],
    ),
    "winner goes back a round": (
        {
            "matchups": (
                "llaves,2,final,ada,,Ganador semi-2,1,",
                "llaves,2,final,ada,,Ganador semi-2,1,semi-1",
            )
        },
        [("matchups.csv", 4, "feeds", "feeds_backwards")],
    ),
    "winner goes nowhere": (
        {"matchups": ("semi-2,cni,ecosem,,2,final", "semi-2,cni,ecosem,,2,finl")},
        [("matchups.csv", 3, "feeds", "unknown_matchup")],
    ),
    "winner that lost": (
        {"matchups": ("semi-1,ada,bolivar,,2,final,,", "semi-1,ada,bolivar,,2,final,ada,")},
        [("matchups.csv", 2, "reported_winner", "report_contradicted")],
    ),
    "matchup of an unknown club": (
        {
            "matchups": ("semi-2,cni,ecosem", "semi-2,cni,ecosm"),
            "fixtures": (
                "llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported\n",
                "",
            ),
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [("matchups.csv", 3, "second", "unknown_entry")],
    ),
    "fixture of a club with itself": (
        {"fixtures": ("B,1,,,,2030-03-01,,cni,ecosem", "B,1,,,,2030-03-01,,cni,cni")},
        [("fixtures.csv", 5, "away", "same_club")],
    ),
    "score of -1": (
        {"fixtures": ("played,3,3", "played,-1,3")},
        [("fixtures.csv", 5, "home_goals", "bad_score")],
    ),
    "score of 2-x": (
        {"fixtures": ("played,3,3", "played,2-x,3")},
        [("fixtures.csv", 5, "home_goals", "bad_score")],
    ),
    "half-time above full-time": (
        {"fixtures": ("played,2,1,1,0", "played,2,1,3,0")},
        [("fixtures.csv", 2, "home_half", "half_time_above_full_time")],
    ),
    "half a half-time score": (
        {"fixtures": ("played,2,1,1,0", "played,2,1,1,")},
        [("fixtures.csv", 2, "away_half", "half_a_score")],
    ),
    "penalties in a match that was not level": (
        {"fixtures": ("played,2,1,1,0,,,,,", "played,2,1,1,0,,,5,4,")},
        [("fixtures.csv", 2, "home_penalties", "penalties_not_level")],
    ),
    "penalties that end level": (
        {"fixtures": ("played,3,3,,,,,,,", "played,3,3,,,,,4,4,")},
        [("fixtures.csv", 5, "home_penalties", "penalties_level")],
    ),
    "penalties without a score": (
        {"fixtures": ("played,3,3,,,,,,,", "played,,,,,,,4,3,")},
        [("fixtures.csv", 5, "home_penalties", "penalties_without_full_time")],
    ),
    "penalties beside a score that cannot be read": (
        {"fixtures": ("played,3,3,,,,,,,", "played,x,3,,,,,4,3,")},
        [("fixtures.csv", 5, "home_goals", "bad_score")],
    ),
    "penalties after extra time that decided": (
        {"fixtures": ("played,3,3,,,,,,,", "played,3,3,,,4,3,4,3,")},
        [("fixtures.csv", 5, "home_penalties", "penalties_not_level")],
    ),
    "extra time below full time": (
        {"fixtures": ("played,3,3,,,,,,,", "played,3,3,,,3,2,,,")},
        [("fixtures.csv", 5, "home_extra", "extra_time_below_full_time")],
    ),
    "extra time without full time": (
        {"fixtures": ("played,3,3,,,,,,,", "played,,,,,3,2,,,")},
        [("fixtures.csv", 5, "home_extra", "extra_time_without_full_time")],
    ),
    "score of a match not played": (
        {"fixtures": ("ada,bolivar,played,2,1,1,0", "ada,bolivar,scheduled,2,1,1,0")},
        [("fixtures.csv", 2, "status", "score_on_unplayed")],
    ),
    "date 2024-13-40": (
        {"fixtures": ("A,1,,,,2030-03-01,15:30", "A,1,,,,2024-13-40,15:30")},
        [("fixtures.csv", 2, "date", "bad_date")],
    ),
    "time without date": (
        {"fixtures": ("A,1,,,,2030-03-01,15:30", "A,1,,,,,15:30")},
        [("fixtures.csv", 2, "time", "time_without_date")],
    ),
    "two fixtures of one club in one round": (
        {"fixtures": ("grupos,A-3,A,,,,,,", "grupos,A-3,A,1,,,,,")},
        [
            ("fixtures.csv", 4, "home", "club_twice_in_round"),
            ("fixtures.csv", 4, "away", "club_twice_in_round"),
        ],
    ),
    "fixture of clubs of another group": (
        {"fixtures": ("grupos,B-1,B,", "grupos,B-1,A,")},
        [
            ("fixtures.csv", 5, "home", "club_of_another_group"),
            ("fixtures.csv", 5, "away", "club_of_another_group"),
        ],
    ),
    "fixture without its group": (
        {"fixtures": ("grupos,B-1,B,", "grupos,B-1,,")},
        [("fixtures.csv", 5, "group", "group_missing")],
    ),
    "matchup that is no code": (
        {
            "fixtures": ("llaves,semi-2-1,,,semi-2,1", "llaves,semi-2-1,,,semi 2,1"),
            "claims": None,
            "rulings": None,
            "adjustments": None,
        },
        [("fixtures.csv", 8, "matchup", "bad_code")],
    ),
    "knock-out fixture without matchup": (
        {"fixtures": ("llaves,semi-2-1,,,semi-2,1", "llaves,semi-2-1,,,,")},
        [("fixtures.csv", 8, "matchup", "matchup_missing")],
    ),
    "provisional result of a match to be played": (
        {"fixtures": with_provisional(FILES["fixtures.csv"].replace("not_played", "scheduled"))},
        [("fixtures.csv", 8, "provisional", "provisional_ahead")],
    ),
    "leg without matchup": (
        {"fixtures": ("grupos,B-1,B,1,,,", "grupos,B-1,B,1,,1,")},
        [("fixtures.csv", 5, "leg", "leg_without_matchup")],
    ),
    "round beside a matchup": (
        {"fixtures": ("llaves,semi-2-1,,,semi-2", "llaves,semi-2-1,,1,semi-2")},
        [("fixtures.csv", 8, "round", "told_by_matchup")],
    ),
    "matchup unknown": (
        {"fixtures": ("llaves,semi-2-1,,,semi-2", "llaves,semi-2-1,,,semi-3")},
        [("fixtures.csv", 8, "matchup", "unknown_matchup")],
    ),
    "club not in the matchup": (
        {"fixtures": ("semi-2,1,,,,cni,ecosem", "semi-2,1,,,,cni,ada")},
        [("fixtures.csv", 8, "away", "club_not_in_matchup")],
    ),
    "leg twice": (
        {"fixtures": ("semi-1-2,,,semi-1,2", "semi-1-2,,,semi-1,1")},
        [("fixtures.csv", 7, "leg", "leg_twice")],
    ),
    "third leg of two": (
        {"fixtures": ("semi-1-2,,,semi-1,2", "semi-1-2,,,semi-1,3")},
        [("fixtures.csv", 7, "leg", "leg_beyond")],
    ),
    "replay of an unknown fixture": (
        {"fixtures": ("Municipal,,A-2", "Municipal,,A-9")},
        [("fixtures.csv", 4, "replaces", "unknown_fixture")],
    ),
    "fixtures replace each other": (
        {
            "fixtures": (
                "grupos,A-2,A,,,,,,,bolivar,ada,annulled,1,1,,,,,,,,,,",
                "grupos,A-2,A,,,,,,,bolivar,ada,annulled,1,1,,,,,,,,,A-3,",
            )
        },
        [
            ("fixtures.csv", 3, "replaces", "replaces_in_circle"),
            ("fixtures.csv", 4, "replaces", "replaces_in_circle"),
        ],
    ),
    "venue unknown": (
        {"fixtures": ("Max Augustín,Iquitos", "Max Agustín,Iquitos")},
        [("fixtures.csv", 5, "venue", "unknown_venue")],
    ),
    "venue of another town": (
        {"fixtures": ("Max Augustín,Iquitos", "Max Augustín,")},
        [("fixtures.csv", 5, "venue", "unknown_venue")],
    ),
    "fixture twice": (
        {"fixtures": ("grupos,A-3,", "grupos,A-1,")},
        [("fixtures.csv", 4, "fixture", "duplicate")],
    ),
    "fixture status unknown": (
        {"fixtures": ("cni,ecosem,not_played", "cni,ecosem,notplayed")},
        [("fixtures.csv", 8, "status", "bad_choice")],
    ),
    "fixture of an unknown club": (
        {"fixtures": ("2030-03-01,,cni,ecosem", "2030-03-01,,cni,ecossem")},
        [("fixtures.csv", 5, "away", "unknown_entry")],
    ),
    "penalties in a matchup that was not level": (
        {"fixtures": ("bolivar,ada,played,1,0,,,,,4,3", "bolivar,ada,played,2,0,,,,,4,3")},
        [("fixtures.csv", 7, "home_penalties", "matchup_penalties_not_level")],
    ),
    "penalties after away goals decided": (
        {
            "fixtures": (
                "semi-1,1,,,,ada,bolivar,played,1,0",
                "semi-1,1,,,,ada,bolivar,played,2,1",
            ),
            "goals": None,
        },
        [("fixtures.csv", 7, "home_penalties", "matchup_penalties_not_needed")],
    ),
    "extra time in a matchup that was not level": (
        {"fixtures": ("bolivar,ada,played,1,0,,,,,4,3", "bolivar,ada,played,2,0,,,3,1,,")},
        [("fixtures.csv", 7, "home_extra", "matchup_extra_time_not_level")],
    ),
    "match too many": (
        {
            "fixtures": (
                "llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported",
                "llaves,semi-2-1,,,semi-2,1,,,,cni,ecosem,not_played,,,,,,,,,,,,reported\nllaves,semi-1-3,,,semi-1,,,,,ada,bolivar,played,0,0,,,,,,,,,,reported",
            )
        },
        [("fixtures.csv", 9, "matchup", "too_many_legs")],
    ),
    "extra match of a matchup that was not level": (
        {
            "fixtures": (
                "llaves,semi-1-2,,,semi-1,2,,,,bolivar,ada,played,1,0,,,,,4,3,,,,reported",
                "llaves,semi-1-2,,,semi-1,2,,,,bolivar,ada,played,2,0,,,,,,,,,,reported\nllaves,semi-1-3,,,semi-1,,yes,,,ada,bolivar,played,1,0,,,,,,,,,,reported",
            )
        },
        [("fixtures.csv", 8, "extra", "matchup_extra_match_not_level")],
    ),
    "goal of a club that does not play": (
        {"goals": ("grupos,A-1,bolivar", "grupos,A-1,cni")},
        [("goals.csv", 3, "club", "club_not_in_fixture")],
    ),
    "more goals than the score": (
        {"goals": ("grupos,A-1,ada,Ríos", "grupos,A-1,bolivar,Ríos")},
        [("goals.csv", 4, "club", "more_goals_than_score")],
    ),
    "goal of an unknown fixture": (
        {"goals": ("grupos,A-1,ada,Ríos", "grupos,A-9,ada,Ríos")},
        [("goals.csv", 4, "fixture", "unknown_fixture")],
    ),
    "stoppage without minute": (
        {"goals": ("Pérez,45,2", "Pérez,,2")},
        [("goals.csv", 2, "stoppage", "stoppage_without_minute")],
    ),
    "minute 121": (
        {"goals": ("Pérez,45,2", "Pérez,121,2")},
        [("goals.csv", 2, "minute", "too_large")],
    ),
    "claim of a club against itself": (
        {"claims": ("semi-2,cni,ecosem", "semi-2,cni,cni")},
        [("claims.csv", 2, "against", "same_club")],
    ),
    "claim twice": (
        {"claims": ("upheld,reported\n", "upheld,reported\nllaves,1,,,cni,,Otro,,open,reported\n")},
        [("claims.csv", 4, "claim", "duplicate")],
    ),
    "ruling about nothing": (
        {"rulings": ("exclusion,,semi-2,ecosem", "award,,,")},
        [
            ("rulings.csv", 3, "fixture", "ruling_without_object"),
            ("rulings.csv", 3, "in_favour_of", "award_to_nobody"),
        ],
    ),
    "award to nobody": (
        {"rulings": ("award,semi-2-1,,ecosem,cni,3,0", "award,semi-2-1,,ecosem,,,")},
        [("rulings.csv", 2, "in_favour_of", "award_to_nobody")],
    ),
    "award of half a score": (
        {"rulings": ("award,semi-2-1,,ecosem,cni,3,0", "award,semi-2-1,,ecosem,cni,3,")},
        [("rulings.csv", 2, "home_goals", "half_a_score")],
    ),
    "score of no award": (
        {"rulings": ("exclusion,,semi-2,ecosem,,,,", "exclusion,,semi-2,ecosem,,3,0,")},
        [("rulings.csv", 3, "home_goals", "score_of_no_award")],
    ),
    "annulment of no fixture": (
        {"rulings": ("annulment,A-2,,,", "annulment,,,ada,")},
        [("rulings.csv", 4, "fixture", "ruling_needs_fixture")],
    ),
    "exclusion of nobody": (
        {"rulings": ("exclusion,,semi-2,ecosem", "exclusion,,semi-2,")},
        [("rulings.csv", 3, "club", "exclusion_of_nobody")],
    ),
    "dismissal of nothing": (
        {"rulings": ("llaves,5,1,dismissal", "llaves,5,,dismissal")},
        [("rulings.csv", 6, "claim", "dismissal_of_nothing")],
    ),
    "points of nobody": (
        {"rulings": ("points,,,bolivar", "points,A-2,,")},
        [("rulings.csv", 5, "club", "points_of_nobody")],
    ),
    "points without a number": (
        {"adjustments": ("bolivar,-1,Incidentes.,4", "bolivar,-1,Incidentes.,3")},
        [("rulings.csv", 5, "effect", "points_without_number")],
    ),
    "ruling on an unknown claim": (
        {"rulings": ("llaves,1,1,award", "llaves,1,7,award")},
        [("rulings.csv", 2, "claim", "unknown_claim")],
    ),
    "adjustment of no points": (
        {"adjustments": ("bolivar,-3", "bolivar,0")},
        [("adjustments.csv", 2, "points", "no_points")],
    ),
    "adjustment by an unknown ruling": (
        {"adjustments": ("W.O.,3", "W.O.,9")},
        [("adjustments.csv", 2, "ruling", "unknown_ruling")],
    ),
    "drawing of lots with two acts": (
        {"lots": ("Acta 4,ecosem", "Acta 5,ecosem")},
        [("lots.csv", 3, "act", "drawing_differs")],
    ),
    "drawing without a number": (
        {"lots": ("grupos,1,B,2030-03-20,Acta 4,ecosem", "grupos,uno,B,2030-03-20,Acta 4,ecosem")},
        [("lots.csv", 3, "lots", "bad_integer")],
    ),
    "club twice in a drawing": (
        {"lots": ("Acta 4,ecosem,2", "Acta 4,cni,2")},
        [("lots.csv", 3, "club", "duplicate")],
    ),
    "override without reason": (
        {"qualifiers": ("bolivar,Retiro", "bolivar,")},
        [("qualifiers.csv", 3, "reason", "override_without_reason")],
    ),
    "qualifier that leads nowhere": (
        {"qualifiers": ("winners,,promoted,Liga 2", "winners,,,Liga 2")},
        [("qualifiers.csv", 4, "to_stage", "leads_nowhere")],
    ),
    "qualifier of an unknown zone": (
        {"qualifiers": ("ada,1,pasan", "ada,1,pasn")},
        [("qualifiers.csv", 2, "zone", "unknown_zone")],
    ),
    "published row twice": (
        {"published": ("grupos,A,1,2,bolivar", "grupos,A,1,2,ada")},
        [("published.csv", 3, "club", "duplicate")],
    ),
    "outcome of nobody": (
        {"outcomes": ("champion,ada", "champion,")},
        [("outcomes.csv", 2, "club", "club_or_name")],
    ),
    "outcome of a club and a name": (
        {"outcomes": ("came_down,,Alfonso", "came_down,ada,Alfonso")},
        [("outcomes.csv", 3, "club", "club_or_name")],
    ),
    "scorer twice": (
        {
            "scorers": (
                "1,Pérez,ada,7,reported\n",
                "1,Pérez,ada,7,reported\n2,Pérez,ada,6,reported\n",
            )
        },
        [("scorers.csv", 3, "player", "duplicate")],
    ),
    "note on an unknown stage": (
        {"notes": ("missing,grupos", "missing,grupo")},
        [("notes.csv", 2, "stage", "unknown_stage")],
    ),
    "made-up league in a real season": (
        {
            "leagues": "league,name,level,above,department\n"
            "liga-a,Liga A (simulada),district,copa-peru,Pasco\n"
        },
        [("leagues.csv", 2, "league", "made_up_in_real_season")],
    ),
    "league below an unknown one, twice": (
        {
            "season": SIMULATED,
            "leagues": "league,name,level,above,department\n"
            "liga-a,Liga A (simulada),district,liga-b,Pasco\n"
            "liga-a,Liga A (simulada),village,copa-peru,Pasko\n",
        },
        [
            ("leagues.csv", 2, "above", "unknown_league"),
            ("leagues.csv", 3, "level", "bad_choice"),
            ("leagues.csv", 3, "league", "duplicate"),
            ("leagues.csv", 3, "department", "unknown_department"),
        ],
    ),
    "league below one of its own level": (
        {
            "season": SIMULATED,
            "leagues": "league,name,level,above,department\n"
            "liga-a,Liga A (simulada),district,liga-b,Pasco\n"
            "liga-b,Liga B (simulada),district,copa-peru,Pasco\n",
        },
        [("leagues.csv", 2, "above", "league_not_above")],
    ),
    "real league said to be made up": (
        {
            "season": SIMULATED,
            "leagues": "league,name,level,above,department\n"
            "copa-peru,Copa Perú,provincial,copa-peru,Pasco\n",
        },
        [
            ("leagues.csv", 2, "above", "league_not_above"),
            ("leagues.csv", 2, "league", "known_as_real"),
        ],
    ),
    "made-up club in a real season": (
        {"clubs": "club,name,department,simulated\n" + CLUBS.replace("Pasco,", "Pasco,yes")},
        [("clubs.csv", 5, "simulated", "made_up_in_real_season")],
    ),
    "real club with the league of a made-up one": (
        {"clubs": "club,name,department,league\n" + CLUBS.replace("Pasco,", "Pasco,copa-peru")},
        [("clubs.csv", 5, "league", "only_of_made_up")],
    ),
    "venue twice": (
        {"venues": ("Municipal,,\n", "Municipal,,\nMunicipal,,\n")},
        [("venues.csv", 4, "venue", "duplicate")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_faulty_pack_is_refused_with_file_line_and_column(name: str) -> None:
    change, expected = CASES[name]
    assert places(faults_of(small_pack(**change))) == expected


@pytest.mark.parametrize("name", CASES)
def test_each_fault_carries_what_its_sentence_needs(name: str) -> None:
    change, _ = CASES[name]
    for fault in faults_of(small_pack(**change)):
        assert set(fault.params) == set({**FAULTS_OF_SHEETS, **FAULTS}[fault.code])


def test_each_code_of_packs_has_its_case() -> None:
    shown = {code for _, expected in CASES.values() for *_, code in expected}
    beside = {"unknown_file", "reserved_slug", "known_as_made_up"}
    assert shown | beside >= FAULTS.keys()


def test_club_keeps_the_mark_under_which_it_is_known() -> None:
    """Whether a program made it up; a made-up club may be called like a real one."""
    register = replace(REGISTER, made_up={("Loreto", "cni"): "cni", ("Tumbes", "x"): "bolivar-2"})
    reading = read_pack(small_pack(), register)
    assert places(reading.faults) == [("clubs.csv", 4, "club", "known_as_made_up")]
    made_up = "club,name,department,simulated\n" + CLUBS.replace(",\n", ",yes\n")
    reading = read_pack(small_pack(season=SIMULATED, clubs=made_up), register)
    assert places(reading.faults) == [("clubs.csv", 5, "club", "known_as_real")]
    alike = CLUBS + "bolivar-2,Bolivar,Tumbes,yes\n"
    files = small_pack(season=SIMULATED, clubs="club,name,department,simulated\n" + alike)
    assert read_pack(files, replace(REGISTER, made_up={})).faults == ()


def test_key_of_a_list_of_the_qualified_is_checked() -> None:
    files = small_pack(
        season=("[stages.qualifiers]\nconfirmed_on", "[stages.qualifiers]\nconfirmd_on")
    )
    assert places(faults_of(files)) == [("season.toml", 54, "confirmd_on", "unknown_key")]


def test_address_of_another_page_is_no_stage() -> None:
    files = {
        "season.toml": b'format = 1\n[season]\nyear = 2030\nstatus = "planned"\n[[stages]]\n'
        b'slug = "clasificados"\nname = "C"\nkind = "groups"\nleague = "copa-peru"\n'
        b'[stages.rules]\nevidence = "reported"\n'
    }
    assert places(faults_of(files)) == [("season.toml", 6, "slug", "reserved_slug")]


def test_season_without_stages_is_sound_while_nothing_names_one() -> None:
    files = {"season.toml": b'format = 1\n[season]\nyear = 2030\nstatus = "planned"\n'}
    assert faults_of(files) == ()


def test_lines_are_right_after_multiline_texts_comments_and_carriage_returns() -> None:
    text = small_pack()["season.toml"].decode()
    text = text.replace("year = 2030", 'year = 2030 # one\nsummary = """\nslug = "no"\n[x]\n"""')
    text = text.replace("number = 2\n", "number = 1\n").replace("\n", "\r\n")
    files = {**small_pack(), "season.toml": text.encode()}
    assert ("season.toml", 73, "number", "duplicate") in places(faults_of(files))


def test_latin_1_is_told_for_the_manifest_and_for_sheets() -> None:
    files = {name: data.decode().encode("latin-1") for name, data in small_pack().items()}
    assert places(faults_of(files))[0] == ("season.toml", 81, None, "not_utf8")
    told = {fault.file: fault.line for fault in faults_of(files) if fault.code == "not_utf8"}
    assert told["clubs.csv"] == 2
    assert told["fixtures.csv"] == 5


def test_semicolons_are_told() -> None:
    files = small_pack()
    files["goals.csv"] = files["goals.csv"].replace(b",", b";")
    assert places(faults_of(files)) == [("goals.csv", 1, None, "semicolons")]


def test_file_of_another_name_is_told_with_the_nearest_one() -> None:
    files = small_pack()
    files["fixture.csv"] = files.pop("fixtures.csv")
    files["README.md"] = b"# A pack"
    [unknown] = [fault for fault in faults_of(files) if fault.code == "unknown_file"]
    assert (unknown.file, unknown.params["suggestion"]) == ("fixture.csv", "fixtures.csv")


def test_all_faults_of_all_files_come_at_once() -> None:
    files = small_pack(
        season=('status = "finished"', 'status = "over"'),
        clubs=("Cajamarca", "Cajamarka"),
        fixtures=("played,3,3", "played,2-x,-1"),
        goals=("Pérez,45,2", "Pérez,0,2"),
        entries=("grupos,A,ada,1", "grupos,A,ada,x"),
    )
    assert places(faults_of(files)) == [
        ("season.toml", 5, "status", "bad_choice"),
        ("clubs.csv", 2, "department", "unknown_department"),
        ("entries.csv", 2, "departmental_rank", "bad_integer"),
        ("fixtures.csv", 5, "home_goals", "bad_score"),
        ("fixtures.csv", 5, "away_goals", "bad_score"),
        ("goals.csv", 2, "minute", "too_small"),
    ]


def test_cells_left_out_by_short_rows_are_not_complained_of_twice() -> None:
    files = small_pack(
        claims="stage,claim,claimant,grounds,state,evidence\nllaves\n",
        rulings=None,
        adjustments=None,
    )
    assert {fault.code for fault in faults_of(files)} == {"short_row"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"fixtures": ("played,3,3,,,,,,,", "played,3,3,,,,,4,3,")}, id="penalties"),
        pytest.param({"fixtures": ("grupos,A-2,A,,", "grupos,A-2,A,1,")}, id="annulled"),
        pytest.param({"fixtures": ("grupos,A-3,A,,,,,", "grupos,A-3,A,1,,,yes,")}, id="extra"),
        pytest.param(
            {
                "fixtures": (
                    "grupos,A-2,A,,,,,,,bolivar,ada,annulled",
                    "grupos,A-2,A,1,,,,,,bolivar,ada,abandoned",
                )
            },
            id="replaced",
        ),
    ],
)
def test_rare_but_sound_fixtures_pass(change: dict[str, Any]) -> None:
    assert faults_of(small_pack(**change)) == ()


def test_stage_without_slug_and_league_is_told_of_both() -> None:
    files = small_pack(season=('slug = "llaves"\nname = "Llaves"', 'name = "Llaves"'))
    season = (
        files["season.toml"]
        .decode()
        .replace('kind = "knock_out"\nleague = "copa-peru"', 'kind = "knock_out"')
    )
    files["season.toml"] = season.encode()
    told = [place for place in places(faults_of(files)) if place[3] == "missing_key"]
    assert told == [
        ("season.toml", 57, "slug", "missing_key"),
        ("season.toml", 57, "league", "missing_key"),
    ]


def test_goal_of_a_fixture_whose_clubs_cannot_be_read_is_left_alone() -> None:
    files = small_pack(
        fixtures=("15:30,ada,bolivar,", "15:30,ada,bolívar,"), entries=("grupos,A,ada,", ",A,ada,")
    )
    assert {place for place in places(faults_of(files)) if place[0] == "goals.csv"} == {
        ("goals.csv", 2, "club", "unknown_entry"),
        ("goals.csv", 4, "club", "unknown_entry"),
    }


def test_winner_of_an_unreadable_round_goes_anywhere() -> None:
    files = small_pack(matchups=("llaves,1,semi-2", "llaves,x,semi-2"))
    assert places(faults_of(files)) == [("matchups.csv", 3, "round", "bad_integer")]


def test_blank_text_of_the_manifest_is_like_none() -> None:
    assert faults_of(small_pack(season=('name_en = "Groups"', 'name_en = ""'))) == ()
