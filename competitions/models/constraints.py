"""Which field to look at when a constraint of the database would be broken."""

import operator
from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CheckConstraint, F, Model, Q

FIELD_OF_CONSTRAINT: dict[str, str] = {
    "adjustment_not_zero": "points",
    "alias_has_key": "name",
    "alias_unique_in_club": "name",
    "appointment_league_or_club": "league",
    "appointment_once_in_club": "club",
    "appointment_once_in_league": "league",
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
    "fixture_official_not_ahead": "status",
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
    "report_half_time_within_full_time": "home_half",
    "report_penalties_have_winner": "home_penalties",
    "report_score_or_absent": "home_goals",
    "round_unique_number_in_stage": "number",
    "ruling_award_to_someone": "in_favour_of",
    "ruling_dismissal_of_claim": "claim",
    "ruling_effect_on_fixture": "fixture",
    "ruling_exclusion_names_club": "entry",
    "ruling_has_object": "fixture",
    "ruling_points_name_club": "entry",
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

    A constraint is passed over where one of its fields is in `exclude`. Only those that compare
    rows with each other cost a query.
    """
    faults = condition_faults(row, exclude=exclude)
    for model, constraints in row.get_constraints():
        for constraint in constraints:
            if isinstance(constraint, CheckConstraint):
                continue
            try:
                constraint.validate(model, row, exclude=exclude, using=DEFAULT_DB_ALIAS)
            except ValidationError as error:
                field = FIELD_OF_CONSTRAINT.get(constraint.name, NON_FIELD_ERRORS)
                faults.setdefault(field, []).extend(
                    ValidationError(message, code=constraint.name) for message in error.messages
                )
    return faults


def condition_faults(
    row: Model, *, exclude: Collection[str] | None = None
) -> dict[str, list[ValidationError]]:
    """What `constraint_faults` finds by the conditions on the row alone, without a query."""
    faults: dict[str, list[ValidationError]] = {}
    for _model, constraints in row.get_constraints():
        for constraint in constraints:
            if not isinstance(constraint, CheckConstraint):
                continue
            if exclude and not constraint.condition.referenced_base_fields.isdisjoint(exclude):
                continue
            if holds(constraint.condition, row) is False:
                field = FIELD_OF_CONSTRAINT.get(constraint.name, NON_FIELD_ERRORS)
                message = constraint.get_violation_error_message()
                faults.setdefault(field, []).append(ValidationError(message, code=constraint.name))
    return faults


def holds(condition: Q, row: Model) -> bool | None:
    """Whether a condition on the fields of one row is true, as the database would have it: None
    where a null leaves it open, which passes a check.

    Raises NotImplementedError for a lookup that no constraint has had so far.
    """
    results = [
        holds(part, row) if isinstance(part, Q) else _compare(row, *part)
        for part in condition.children
    ]
    if condition.connector == Q.OR:
        found = True if True in results else None if None in results else False
    else:
        found = False if False in results else None if None in results else True
    return found if found is None or not condition.negated else not found


def _compare(row: Model, path: str, expected: Any) -> bool | None:
    name, _, lookup = path.partition("__")
    value = _value(row, name)
    if lookup == "isnull":
        return (value is None) == expected
    other = _value(row, expected.name) if isinstance(expected, F) else expected
    if value is None or other is None:
        return None
    if lookup not in _LOOKUPS:
        raise NotImplementedError(path)
    return bool(_LOOKUPS[lookup](value, other))


_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "": operator.eq,
    "exact": operator.eq,
    "in": lambda value, among: value in among,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}


def _value(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)  # noqa: SLF001 - documented by Django
    return field.to_python(getattr(row, field.attname))
