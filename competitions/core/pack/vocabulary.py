"""The closed lists of codes that a pack may use. A test holds them against the models' choices."""

from collections.abc import Mapping

from competitions.core.matchup import Decision
from competitions.core.score import Effect, Status

EVIDENCE = ("official", "reported", "derived", "inferred", "simulated")
SEASON_STATUSES = ("planned", "running", "finished")
LEAGUE_LEVELS = ("departmental", "provincial", "district")
STAGE_KINDS = ("single_table", "groups", "knock_out")
KNOCK_OUT = "knock_out"
GROUPS = "groups"
ROUND_KEYS = (
    "round_of_32",
    "round_of_16",
    "repechage",
    "quarterfinals",
    "semifinals",
    "third_place",
    "final",
)
VIAS = (
    "departmental",
    "places",
    "best_nth",
    "best_of_department",
    "winners",
    "losers",
    "lots",
    "override",
    "invitation",
    "unknown",
)
FIXTURE_STATUSES = tuple(status.value for status in Status)
GOAL_KINDS = ("goal", "penalty", "own_goal")
CLAIM_STATES = ("open", "upheld", "rejected", "withdrawn")
EFFECTS = tuple(effect.value for effect in Effect)
DECISIONS = tuple(decision.value for decision in Decision)
PAIRINGS = ("first_v_last", "fixed_slots", "lots", "zonal_crossings", "round_robin")
ACROSS_GROUPS = ("all_matches", "per_match", "same_size")
CARRY_OVERS = ("all", "half", "bonus")
LEG_ORDERS = ("mirrored", "shifted")
HOSTS = ("better", "chosen", "drawn", "first")
LOTS_PURPOSES = ("groups", "pairings")
ZONE_KINDS = ("places", "best_nth", "best_of_department", "winners", "losers")
ZONE_TONES = ("through", "play_off", "prize", "out")
OUTCOME_KINDS = ("champion", "runner_up", "promoted", "league_place", "came_down", "went_up")
NOTE_KINDS = ("contradiction", "missing", "remark")
CRITERIA = (
    "points",
    "relative_points",
    "goal_difference",
    "goals_for",
    "goals_against",
    "wins",
    "away_points",
    "away_relative_points",
    "away_goal_difference",
    "away_goals_for",
    "first_half_points",
    "head_to_head_points",
    "head_to_head_goal_difference",
    "head_to_head_goals_for",
    "head_to_head_away_goals",
    "table_place",
    "fair_play",
    "extra_match",
    "lots",
)

_RELATIVE: Mapping[str, tuple[str, ...] | type[bool]] = {
    "rival_total": ("at_time", "final"),
    "deductions": bool,
    "walkovers": bool,
}
_HEAD_TO_HEAD: Mapping[str, tuple[str, ...] | type[bool]] = {"restart": bool}

CRITERION_OPTIONS: Mapping[str, Mapping[str, tuple[str, ...] | type[bool]]] = {
    "relative_points": _RELATIVE,
    "away_relative_points": _RELATIVE,
    "first_half_points": {"awards": ("award", "missing", "pitch")},
    "head_to_head_points": _HEAD_TO_HEAD,
    "head_to_head_goal_difference": _HEAD_TO_HEAD,
    "head_to_head_goals_for": _HEAD_TO_HEAD,
    "head_to_head_away_goals": _HEAD_TO_HEAD,
}
"""Per criterion its options: the values that an option may have, or bool."""

RESERVED_STAGE_SLUGS = ("camino", "clasificados", "goleadores", "partidos", "resoluciones")
