"""A whole season that nobody played, from the district leagues to the champion.

Plain values from a seed: leagues by the register of districts, clubs that do not exist, formats of
many kinds, and results. Who goes on is not decided here: a `Judge` that is passed in ranks each
table by the stage's own rules.
"""

from competitions.core.pyramid.season import Part, play_season
from competitions.core.pyramid.values import (
    ClubValue,
    District,
    Entrant,
    Judge,
    Judged,
    LeagueValue,
    Lots,
    Match,
    Played,
    Through,
    Tie,
)

__all__ = [
    "ClubValue",
    "District",
    "Entrant",
    "Judge",
    "Judged",
    "LeagueValue",
    "Lots",
    "Match",
    "Part",
    "Played",
    "Through",
    "Tie",
    "play_season",
]
