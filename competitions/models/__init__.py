from competitions.models.fixture import Fixture, Goal, Matchup, Round
from competitions.models.office import Appointment
from competitions.models.organisation import Club, ClubAlias, Department, League, Venue
from competitions.models.published import (
    PublishedRow,
    PublishedScorer,
    SeasonNote,
    SeasonOutcome,
)
from competitions.models.qualification import Qualifier, QualifierList
from competitions.models.report import ResultLink, ResultReport
from competitions.models.rules import RuleSet, TiebreakRule, Zone
from competitions.models.ruling import Claim, LotsDrawn, LotsPosition, PointsAdjustment, Ruling
from competitions.models.season import Entry, Group, Season, Stage

__all__ = [
    "Appointment",
    "Claim",
    "Club",
    "ClubAlias",
    "Department",
    "Entry",
    "Fixture",
    "Goal",
    "Group",
    "League",
    "LotsDrawn",
    "LotsPosition",
    "Matchup",
    "PointsAdjustment",
    "PublishedRow",
    "PublishedScorer",
    "Qualifier",
    "QualifierList",
    "ResultLink",
    "ResultReport",
    "Round",
    "RuleSet",
    "Ruling",
    "Season",
    "SeasonNote",
    "SeasonOutcome",
    "Stage",
    "TiebreakRule",
    "Venue",
    "Zone",
]
