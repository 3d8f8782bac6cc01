"""Which field to look at when a constraint of the database would be broken."""

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

FIELD_OF_CONSTRAINT: dict[str, str] = {
    "adjustment_not_zero": "points",
    "alias_has_key": "name",
    "alias_unique_in_club": "name",
    "claim_two_clubs": "against",
    "club_both_coordinates": "latitude",
    "club_has_key": "name",
    "club_unique_name_in_department": "name",
    "entry_rank_from_one": "departmental_rank",
    "entry_unique_club_in_stage": "club",
    "fixture_extra_time_above_full_time": "home_extra",
    "fixture_extra_time_complete": "home_extra",
    "fixture_half_time_complete": "home_half",
    "fixture_half_time_within_full_time": "home_half",
    "fixture_leg_of_matchup": "leg",
    "fixture_penalties_complete": "home_penalties",
    "fixture_penalties_have_winner": "home_penalties",
    "fixture_score_complete": "home_goals",
    "fixture_score_only_if_played": "status",
    "fixture_time_has_date": "date",
    "fixture_two_clubs": "away",
    "fixture_unique_key_in_stage": "key",
    "fixture_unique_leg_in_matchup": "leg",
    "goal_minute_in_match": "minute",
    "goal_stoppage_has_minute": "stoppage",
    "group_unique_code_in_stage": "code",
    "league_only_national_is_root": "parent",
    "league_unique_name_in_parent": "name",
    "lots_position_from_one": "position",
    "lots_unique_club": "entry",
    "matchup_reported_reason_has_winner": "reported_decision",
    "matchup_reported_winner_plays": "reported_winner",
    "matchup_two_clubs": "second",
    "matchup_unique_key_in_round": "key",
    "outcome_club_or_name": "club",
    "published_row_once_after_round": "entry",
    "published_row_once_at_end": "entry",
    "qualifier_leads_somewhere": "to_stage",
    "qualifier_once_per_destination": "entry",
    "qualifier_once_per_stage": "entry",
    "qualifier_override_has_reason": "reason",
    "round_unique_number_in_stage": "number",
    "ruling_award_to_someone": "in_favour_of",
    "ruling_effect_on_fixture": "fixture",
    "ruling_exclusion_names_club": "entry",
    "ruling_has_object": "fixture",
    "ruling_score_of_award": "home_goals",
    "scorer_once_per_season": "player",
    "season_ends_after_start": "ends_on",
    "season_seed_if_simulated": "seed",
    "stage_slug_not_reserved": "slug",
    "stage_unique_slug_in_season": "slug",
    "tiebreak_unique_criterion": "criterion",
    "tiebreak_unique_position": "position",
    "venue_unique_name_in_town": "name",
    "zone_best_nth_counts": "nth",
    "zone_places_from_to": "first_place",
    "zone_round_of_matchups": "round_number",
    "zone_unique_code": "code",
}


def constraint_faults(
    row: Model, *, exclude: Collection[str] | None = None
) -> dict[str, list[ValidationError]]:
    """The faults of all constraints of a row, each at its field.

    A constraint is passed over where one of its fields is in `exclude`.
    """
    faults: dict[str, list[ValidationError]] = {}
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            try:
                constraint.validate(model, row, exclude=exclude, using=DEFAULT_DB_ALIAS)
            except ValidationError as error:
                field = FIELD_OF_CONSTRAINT.get(constraint.name, NON_FIELD_ERRORS)
                faults.setdefault(field, []).extend(
                    ValidationError(message, code=constraint.name) for message in error.messages
                )
    return faults
