"""Each named constraint: what the form says, and that the database refuses it too."""

from collections.abc import Callable
from datetime import date, time
from operator import attrgetter
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from competitions import models
from competitions.models.constraints import FIELD_OF_CONSTRAINT
from tests import factories as make

CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("competitions").get_models()
    for constraint in model._meta.constraints
}


def changed(row: Model, **values: Any) -> Model:
    """The row with other values; a value can follow from the row."""
    for name, value in values.items():
        setattr(row, name, value(row) if callable(value) else value)
    return row


def twin(row: Model, *names: str, **values: Any) -> Model:
    """Another row, alike in the named fields."""
    other = make.FACTORIES[type(row)](**values)
    return changed(other, **{name: getattr(row, name) for name in names})


def qualifier_twin(**goal: Any) -> Model:
    first = make.QualifierFactory(**goal)
    second = make.QualifierFactory(qualifier_list=first.qualifier_list, **goal)
    return changed(second, entry=first.entry)


def onward() -> models.Stage:
    return make.StageFactory()


def club() -> models.Club:
    return make.ClubFactory()


def delegate() -> models.Appointment:
    return make.AppointmentFactory(league=None, club=club())


BROKEN: dict[str, Callable[[], Model]] = {
    "adjustment_not_zero": lambda: changed(make.PointsAdjustmentFactory(), points=0),
    "alias_has_key": lambda: changed(make.ClubAliasFactory(), key=""),
    "alias_unique_in_club": lambda: twin(make.ClubAliasFactory(), "club", "name"),
    "appointment_league_or_club": lambda: changed(make.AppointmentFactory(), league=None),
    "appointment_once_in_club": lambda: twin(delegate(), "user", "club", league=None, club=club()),
    "appointment_once_in_league": lambda: twin(make.AppointmentFactory(), "user", "league"),
    "claim_two_clubs": lambda: changed(make.ClaimFactory(), against=attrgetter("claimant")),
    "club_both_coordinates": lambda: changed(make.ClubFactory(), latitude=-12.0),
    "club_has_key": lambda: changed(make.ClubFactory(), key=""),
    "club_unique_name_in_department": lambda: twin(make.ClubFactory(), "department", "key"),
    "entry_rank_from_one": lambda: changed(make.EntryFactory(), departmental_rank=0),
    "entry_unique_club_in_stage": lambda: twin(make.EntryFactory(), "stage", "club"),
    "fixture_unique_key_in_stage": lambda: twin(make.FixtureFactory(), "stage", "key"),
    "fixture_unique_leg_in_matchup": lambda: twin(make.LegFactory(), "matchup", "leg"),
    "fixture_two_clubs": lambda: changed(make.FixtureFactory(), away=attrgetter("home")),
    "fixture_leg_of_matchup": lambda: changed(make.FixtureFactory(), leg=1),
    "fixture_score_complete": lambda: changed(make.FixtureFactory(score="1-0"), away_goals=None),
    "fixture_half_time_complete": lambda: changed(
        make.FixtureFactory(score="1-0", half="0-0"), away_half=None
    ),
    "fixture_extra_time_complete": lambda: changed(
        make.FixtureFactory(score="1-1", extra="2-1"), away_extra=None
    ),
    "fixture_penalties_complete": lambda: changed(
        make.FixtureFactory(score="1-1", penalties="4-3"), away_penalties=None
    ),
    "fixture_half_time_within_full_time": lambda: changed(
        make.FixtureFactory(score="1-0", half="0-0"), away_half=1
    ),
    "fixture_extra_time_above_full_time": lambda: changed(
        make.FixtureFactory(score="1-1"), home_extra=0, away_extra=1
    ),
    "fixture_official_not_ahead": lambda: changed(make.FixtureFactory(), is_official=True),
    "fixture_penalties_have_winner": lambda: changed(
        make.FixtureFactory(score="1-1"), home_penalties=3, away_penalties=3
    ),
    "fixture_score_only_if_played": lambda: changed(
        make.FixtureFactory(score="1-1"), status="postponed"
    ),
    "fixture_time_has_date": lambda: changed(make.FixtureFactory(), time=time(15)),
    "goal_minute_in_match": lambda: changed(make.GoalFactory(), minute=121),
    "goal_stoppage_has_minute": lambda: changed(make.GoalFactory(), stoppage=2),
    "group_unique_code_in_stage": lambda: twin(make.GroupFactory(), "stage", "code"),
    "league_only_national_is_root": lambda: changed(make.DepartmentalLeagueFactory(), parent=None),
    "league_unique_name_in_parent": lambda: twin(
        make.DepartmentalLeagueFactory(), "parent", "name"
    ),
    "lots_position_from_one": lambda: changed(make.LotsPositionFactory(), position=0),
    "lots_unique_club": lambda: twin(make.LotsPositionFactory(), "lots", "entry"),
    "matchup_reported_reason_has_winner": lambda: changed(
        make.MatchupFactory(), reported_decision="penalties"
    ),
    "matchup_reported_winner_plays": lambda: changed(
        make.MatchupFactory(), reported_winner=make.EntryFactory()
    ),
    "matchup_two_clubs": lambda: changed(make.MatchupFactory(), second=attrgetter("first")),
    "matchup_unique_key_in_round": lambda: twin(make.MatchupFactory(), "round", "key"),
    "outcome_club_or_name": lambda: changed(make.SeasonOutcomeFactory(), club=None),
    "published_row_once_after_round": lambda: twin(
        make.PublishedRowFactory(after_round=2), "entry", "after_round"
    ),
    "published_row_once_at_end": lambda: twin(make.PublishedRowFactory(), "entry"),
    "qualifier_leads_somewhere": lambda: changed(make.QualifierFactory(), outcome=""),
    "qualifier_once_per_destination": qualifier_twin,
    "qualifier_once_per_stage": lambda: qualifier_twin(to_stage=onward()),
    "qualifier_override_has_reason": lambda: changed(
        make.QualifierFactory(), instead_of=make.EntryFactory()
    ),
    "report_half_time_within_full_time": lambda: changed(
        make.ResultReportFactory(), home_half=3, away_half=0
    ),
    "report_penalties_have_winner": lambda: changed(
        make.ResultReportFactory(), home_penalties=4, away_penalties=4
    ),
    "report_score_or_absent": lambda: changed(make.ResultReportFactory(), absent="home"),
    "round_unique_number_in_stage": lambda: twin(make.RoundFactory(), "stage", number=1),
    "ruling_award_to_someone": lambda: changed(make.RulingFactory(), in_favour_of=None),
    "ruling_dismissal_of_claim": lambda: changed(make.RulingFactory(), effect="dismissal"),
    "ruling_effect_on_fixture": lambda: changed(
        make.RulingFactory(), effect="replay", entry=attrgetter("in_favour_of"), fixture=None
    ),
    "ruling_exclusion_names_club": lambda: changed(make.RulingFactory(), effect="exclusion"),
    "ruling_has_object": lambda: changed(make.RulingFactory(), fixture=None),
    "ruling_points_name_club": lambda: changed(make.RulingFactory(), effect="points"),
    "ruling_score_of_award": lambda: changed(make.RulingFactory(), home_goals=3),
    "scorer_once_per_season": lambda: twin(
        make.PublishedScorerFactory(), "season", "player", "club"
    ),
    "season_ends_after_start": lambda: changed(
        make.SeasonFactory(), starts_on=date(2024, 2, 1), ends_on=date(2024, 1, 1)
    ),
    "season_seed_if_simulated": lambda: changed(make.SeasonFactory(), seed=7),
    "stage_slug_not_reserved": lambda: changed(make.StageFactory(), slug="goleadores"),
    "stage_unique_slug_in_season": lambda: twin(make.StageFactory(), "season", "slug"),
    "tiebreak_unique_criterion": lambda: changed(
        make.RuleSetFactory().tiebreaks.last(), criterion="points"
    ),
    "tiebreak_unique_position": lambda: changed(make.RuleSetFactory().tiebreaks.last(), position=1),
    "venue_unique_name_in_town": lambda: twin(make.VenueFactory(), "name", "town"),
    "zone_best_nth_counts": lambda: changed(make.ZoneFactory(), kind="best_nth", nth=2),
    "zone_places_from_to": lambda: changed(make.ZoneFactory(), first_place=3),
    "zone_round_of_matchups": lambda: changed(make.ZoneFactory(), kind="winners"),
    "zone_unique_code": lambda: twin(make.ZoneFactory(), "rule_set", "code"),
}


def test_every_constraint_has_its_case_its_field_and_its_own_sentence() -> None:
    assert set(BROKEN) == set(CONSTRAINTS) == set(FIELD_OF_CONSTRAINT)
    for name, constraint in CONSTRAINTS.items():
        default = type(constraint).default_violation_error_message
        assert constraint.violation_error_message != default, name


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_says_what_is_wrong_at_its_field(name: str) -> None:
    row = BROKEN[name]()
    assert row._meta.get_field(FIELD_OF_CONSTRAINT[name])
    with pytest.raises(ValidationError) as fault:
        row.validate_constraints()
    errors = fault.value.error_dict[FIELD_OF_CONSTRAINT[name]]
    assert str(CONSTRAINTS[name].violation_error_message) in [
        message for error in errors for message in error.messages
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_is_kept_by_the_database(name: str) -> None:
    row = BROKEN[name]()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "reserved", ["camino", "clasificados", "goleadores", "partidos", "resoluciones"]
)
@pytest.mark.django_db
def test_stage_leaves_the_addresses_of_other_pages_alone(reserved: str) -> None:
    with pytest.raises(ValidationError):
        changed(make.StageFactory(), slug=reserved).validate_constraints()


@pytest.mark.django_db
def test_unknown_scores_pass_every_constraint() -> None:
    fixture = make.FixtureFactory(status="played")
    fixture.full_clean()
    make.FixtureFactory(status="played", home_half=1, away_half=0).full_clean()
