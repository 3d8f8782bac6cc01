"""The closed lists of words that facts are recorded in. Codes are stored, labels are shown."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Evidence(models.TextChoices):
    """How a fact is known. Inferred facts are never shown without that word."""

    OFFICIAL = "official", _("recorded by an official")
    REPORTED = "reported", _("reported")
    DERIVED = "derived", _("derived from reported facts")
    INFERRED = "inferred", _("inferred, not confirmed")
    SIMULATED = "simulated", _("simulated")


class LeagueLevel(models.TextChoices):
    NATIONAL = "national", _("National")
    DEPARTMENTAL = "departmental", _("Departmental")
    PROVINCIAL = "provincial", _("Provincial")
    DISTRICT = "district", _("District")


class SeasonStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")


class StageKind(models.TextChoices):
    SINGLE_TABLE = "single_table", _("Single table")
    GROUPS = "groups", _("Groups")
    KNOCK_OUT = "knock_out", _("Knock-out")


class RoundKey(models.TextChoices):
    """What a round of a knock-out is called; blank for the rounds of a table."""

    ROUND_OF_32 = "round_of_32", _("Round of 32")
    ROUND_OF_16 = "round_of_16", _("Round of 16")
    REPECHAGE = "repechage", _("Repechage")
    QUARTERFINALS = "quarterfinals", _("Quarterfinals")
    SEMIFINALS = "semifinals", _("Semifinals")
    THIRD_PLACE = "third_place", _("Third place")
    FINAL = "final", _("Final")


class Via(models.TextChoices):
    """How a club came to be in a stage, or to leave it upwards."""

    DEPARTMENTAL = "departmental", _("Departmental stage")
    PLACES = "places", _("Place in the table")
    BEST_NTH = "best_nth", _("Best placed across groups")
    BEST_OF_DEPARTMENT = "best_of_department", _("Best placed of the department")
    WINNERS = "winners", _("Won the matchup")
    LOSERS = "losers", _("Lost the matchup")
    LOTS = "lots", _("Drawing of lots")
    OVERRIDE = "override", _("Decision of the organisers")
    INVITATION = "invitation", _("Invitation")
    UNKNOWN = "unknown", _("Not known")


class FixtureStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    PLAYED = "played", pgettext_lazy("fixture", "Played")
    POSTPONED = "postponed", _("Postponed")
    ABANDONED = "abandoned", _("Abandoned")
    NOT_PLAYED = "not_played", _("Not played")
    ANNULLED = "annulled", _("Annulled")


class Reporter(models.TextChoices):
    """Who reports the result of a fixture without logging in."""

    HOME = "home", pgettext_lazy("who reports", "Home club")
    AWAY = "away", pgettext_lazy("who reports", "Away club")
    REFEREE = "referee", pgettext_lazy("who reports", "Referee")


class Absent(models.TextChoices):
    """Who did not appear for a match."""

    HOME = "home", pgettext_lazy("did not appear", "Home club")
    AWAY = "away", pgettext_lazy("did not appear", "Away club")
    BOTH = "both", pgettext_lazy("did not appear", "Both clubs")


class GoalKind(models.TextChoices):
    GOAL = "goal", pgettext_lazy("a goal, its kind not stated", "Goal")
    PENALTY = "penalty", _("Penalty kick")
    OWN_GOAL = "own_goal", _("Own goal")


class ClaimState(models.TextChoices):
    OPEN = "open", pgettext_lazy("claim", "Open")
    UPHELD = "upheld", pgettext_lazy("claim", "Upheld")
    REJECTED = "rejected", pgettext_lazy("claim", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "Withdrawn")


class RulingEffect(models.TextChoices):
    AWARD = "award", _("Match awarded")
    DOUBLE_LOSS = "double_loss", _("Both clubs lose")
    ANNULMENT = "annulment", _("Result annulled")
    EXCLUSION = "exclusion", _("Club excluded")
    REPLAY = "replay", _("Match to be replayed")
    POINTS = "points", _("Points given or taken")
    DISMISSAL = "dismissal", _("Claim dismissed")


class Fate(models.TextChoices):
    """What becomes of the matches of a club that is put out of a table. Asked, not stored."""

    STAND = "stand", pgettext_lazy("matches of a club put out", "stay as they are")
    RIVALS = "rivals", pgettext_lazy("matches of a club put out", "are given to the rivals")
    ANNULLED = "annulled", pgettext_lazy("matches of a club put out", "do not count")


class Criterion(models.TextChoices):
    """Criteria that a ranking knows; computed in ``standings.core.criteria``."""

    POINTS = "points", _("Points")
    RELATIVE_POINTS = "relative_points", _("Relative points")
    GOAL_DIFFERENCE = "goal_difference", _("Goal difference")
    GOALS_FOR = "goals_for", _("Goals scored")
    GOALS_AGAINST = "goals_against", _("Goals conceded")
    WINS = "wins", _("Wins")
    AWAY_POINTS = "away_points", _("Away points")
    AWAY_RELATIVE_POINTS = "away_relative_points", _("Away relative points")
    AWAY_GOAL_DIFFERENCE = "away_goal_difference", _("Away goal difference")
    AWAY_GOALS_FOR = "away_goals_for", _("Away goals scored")
    FIRST_HALF_POINTS = "first_half_points", _("First-half points")
    HEAD_TO_HEAD_POINTS = "head_to_head_points", _("Head-to-head points")
    HEAD_TO_HEAD_GOAL_DIFFERENCE = (
        "head_to_head_goal_difference",
        _("Head-to-head goal difference"),
    )
    HEAD_TO_HEAD_GOALS_FOR = "head_to_head_goals_for", _("Head-to-head goals scored")
    HEAD_TO_HEAD_AWAY_GOALS = "head_to_head_away_goals", _("Head-to-head away goals")
    TABLE_PLACE = "table_place", _("Place in an earlier table")
    FAIR_PLAY = "fair_play", _("Fair play")
    EXTRA_MATCH = "extra_match", _("Extra match")
    LOTS = "lots", _("Drawing of lots")


_YES_NO = [("", "—"), ("yes", _("Yes")), ("no", _("No"))]
CRITERION_OPTION_CHOICES: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
    "rival_total": (
        _("the rival's points"),
        [("", "—"), ("final", _("at the end")), ("at_time", _("at the time of the match"))],
    ),
    "deductions": (_("deductions count"), _YES_NO),
    "walkovers": (_("walkovers count"), _YES_NO),
    "awards": (
        _("half time of an awarded match"),
        [
            ("", "—"),
            ("award", _("as awarded")),
            ("pitch", _("as played")),
            ("missing", _("does not count")),
        ],
    ),
    "restart": (_("starts again among fewer clubs"), _YES_NO),
}
"""What each option of a criterion is called, and what it can be; blank is as usual."""


class SettlementStep(models.TextChoices):
    """How a matchup that is level after its legs is settled; see ``core.matchup``."""

    AWAY_GOALS = "away_goals", _("Away goals")
    PLACE = "place", _("Place in the table")
    EXTRA_TIME = "extra_time", _("Extra time")
    PENALTIES = "penalties", _("Penalties")
    EXTRA_MATCH = "extra_match", _("Extra match")
    LOTS = "lots", _("Drawing of lots")


class Decision(models.TextChoices):
    """Why the winner of a matchup went through."""

    AGGREGATE = "aggregate", pgettext_lazy("decided by", "on aggregate")
    SCORE = "score", pgettext_lazy("decided by", "by the score")
    AWAY_GOALS = "away_goals", pgettext_lazy("decided by", "on away goals")
    PLACE = "place", pgettext_lazy("decided by", "on the place in the table")
    EXTRA_TIME = "extra_time", pgettext_lazy("decided by", "in extra time")
    PENALTIES = "penalties", pgettext_lazy("decided by", "on penalties")
    EXTRA_MATCH = "extra_match", pgettext_lazy("decided by", "in an extra match")
    LOTS = "lots", pgettext_lazy("decided by", "by lots")
    EXCLUSION = "exclusion", pgettext_lazy("decided by", "rival excluded")
    AWARD = "award", pgettext_lazy("decided by", "by a ruling")
    BYE = "bye", pgettext_lazy("decided by", "without playing")
    REPORTED = "reported", pgettext_lazy("decided by", "reason not known")


class AcrossGroups(models.TextChoices):
    """How clubs of different groups are compared when the groups are unequal."""

    ALL_MATCHES = "all_matches", _("All matches count")
    PER_MATCH = "per_match", _("Average per match")
    SAME_SIZE = "same_size", _("Matches against the last of larger groups do not count")


class ZoneKind(models.TextChoices):
    PLACES = "places", _("Places from-to")
    BEST_NTH = "best_nth", _("Best n-th placed across groups")
    BEST_OF_DEPARTMENT = "best_of_department", _("Best placed of each department")
    WINNERS = "winners", _("Winners of a round")
    LOSERS = "losers", _("Losers of a round")


class ZoneTone(models.TextChoices):
    """What a zone means to a reader; chooses its colour and mark."""

    THROUGH = "through", _("Goes through")
    PLAY_OFF = "play_off", _("Plays off")
    PRIZE = "prize", _("Wins something else")
    OUT = "out", _("Is out")


class OutcomeKind(models.TextChoices):
    """What a season gave or took, beside its matches."""

    CHAMPION = "champion", _("Champion")
    RUNNER_UP = "runner_up", _("Runner-up")
    PROMOTED = "promoted", _("Promoted")
    LEAGUE_PLACE = "league_place", _("Place in another league")
    CAME_DOWN = "came_down", _("Relegated into the Copa Perú")
    WENT_UP = "went_up", _("Promoted out of the Copa Perú before it")


class NoteKind(models.TextChoices):
    CONTRADICTION = "contradiction", _("Contradiction in the sources")
    MISSING = "missing", _("Not known")
    REMARK = "remark", _("Remark")


class Pairing(models.TextChoices):
    """How places become pairings; the fixture list itself is recorded."""

    NONE = "", _("Not stated")
    FIRST_V_LAST = "first_v_last", _("First against last, second against last but one")
    FIXED_SLOTS = "fixed_slots", _("Fixed slots")
    LOTS = "lots", _("Drawing of lots")
    ZONAL_CROSSINGS = "zonal_crossings", _("Zonal crossings")
    ROUND_ROBIN = "round_robin", _("Everyone against everyone")


class CarryOver(models.TextChoices):
    """What clubs bring into a stage of the points that they won in the one before."""

    NOTHING = "", pgettext_lazy("points brought along", "Nothing: all start from zero")
    ALL = "all", pgettext_lazy("points brought along", "All points")
    HALF = "half", pgettext_lazy("points brought along", "Half the points, rounded up")
    BONUS = "bonus", pgettext_lazy("points brought along", "Points by place")


class LegOrder(models.TextChoices):
    """The second leg of a round robin; see ``core.calendar``."""

    MIRRORED = "mirrored", _("In the order of the first")
    SHIFTED = "shifted", _("With the first round as its last: fewer breaks")


class Host(models.TextChoices):
    """Who plays the match at home that decides a matchup: the second leg, or the only one."""

    BETTER = "better", pgettext_lazy("host", "The better placed club")
    CHOSEN = "chosen", pgettext_lazy("host", "As the better placed club chooses")
    DRAWN = "drawn", pgettext_lazy("host", "Whom the lots name")
    FIRST = "first", pgettext_lazy("host", "The first club of the slot")


class LotsPurpose(models.TextChoices):
    """What lots were drawn for."""

    LEVEL = "", pgettext_lazy("lots drawn", "To part level clubs")
    GROUPS = "groups", pgettext_lazy("lots drawn", "To make groups")
    PAIRINGS = "pairings", pgettext_lazy("lots drawn", "To make pairings")
