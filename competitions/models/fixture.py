from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competitions.choices import Decision, FixtureStatus, GoalKind, RoundKey
from competitions.core.score import AHEAD, MatchFacts, Score, Status
from competitions.models.fact import Fact, Sourced
from competitions.models.organisation import Venue
from competitions.models.season import Entry, Group, Named, Stage
from competitions.querysets import FixtureQuerySet


class Round(Named, Fact):
    """A round of fixtures («fecha») of a table, or of matchups of a knock-out."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="rounds", verbose_name=_("stage"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    key = models.CharField(
        _("round of a knock-out"), max_length=16, choices=RoundKey, blank=True, default=""
    )
    legs = models.PositiveSmallIntegerField(
        _("legs"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("How many matches each matchup of this round has."),
    )
    is_neutral = models.BooleanField(_("neutral ground"), default=False)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["stage", "number"]
        indexes = [models.Index(fields=["key", "number"], name="round_key_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "number"],
                name="round_unique_number_in_stage",
                violation_error_message=_("The stage already has a round with that number."),
            ),
        ]


class Matchup(Sourced):
    """One or more legs between two clubs, of which one goes through («llave»).

    Who goes through is computed from the legs. ``reported_winner`` is what a source states where
    the legs are not wholly known; a computed winner comes before it.
    """

    key = models.SlugField(_("code"), max_length=40)
    round = models.ForeignKey(
        Round, models.CASCADE, related_name="matchups", verbose_name=_("round")
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matchups",
        verbose_name=_("section"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    first = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matchups_as_first",
        verbose_name=_("first club"),
    )
    second = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matchups_as_second",
        verbose_name=_("second club"),
    )
    first_slot = models.CharField(
        _("first club comes from"), max_length=60, blank=True, help_text=_("While it is open.")
    )
    second_slot = models.CharField(
        _("second club comes from"), max_length=60, blank=True, help_text=_("While it is open.")
    )
    legs = models.PositiveSmallIntegerField(
        _("legs"), default=2, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    feeds = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fed_by",
        verbose_name=_("its winner goes to"),
    )
    reported_winner = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matchups_reported_won",
        verbose_name=_("winner as reported"),
        help_text=_("What a source states. Where the legs tell, they come first."),
    )
    reported_decision = models.CharField(
        _("reason as reported"), max_length=12, choices=Decision, blank=True, default=""
    )

    class Meta:
        verbose_name = _("matchup")
        verbose_name_plural = _("matchups")
        ordering = ["round", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"],
                name="matchup_unique_key_in_round",
                violation_error_message=_("The round already has a matchup with that code."),
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(second__isnull=True) | ~Q(first=F("second")),
                name="matchup_two_clubs",
                violation_error_message=_("A club does not meet itself."),
            ),
            models.CheckConstraint(
                condition=Q(reported_winner__isnull=True)
                | (Q(first__isnull=False) & Q(reported_winner=F("first")))
                | (Q(second__isnull=False) & Q(reported_winner=F("second"))),
                name="matchup_reported_winner_plays",
                violation_error_message=_("The reported winner is one of the two clubs."),
            ),
            models.CheckConstraint(
                condition=Q(reported_decision="") | Q(reported_winner__isnull=False),
                name="matchup_reported_reason_has_winner",
                violation_error_message=_("A reported reason needs a reported winner."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first or self.first_slot or '·'} – {self.second or self.second_slot or '·'}"


def _both_or_neither(first: str, second: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=name,
        violation_error_message=_("A score has two numbers: give both or none."),
    )


class Fixture(Sourced):
    """A match. The score on the pitch stays as it was; rulings lie over it.

    Goals are goals at full time, ``half`` at half time, ``extra`` the score at the end of extra
    time (not the goals in it). Null is unknown. Whoever needs the official result asks
    ``competitions.core.score.official_result``.
    """

    key = models.SlugField(_("code"), max_length=40)
    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="fixtures", verbose_name=_("stage")
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fixtures",
        verbose_name=_("group"),
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fixtures",
        verbose_name=_("round"),
        help_text=_("Blank where it is not known."),
    )
    matchup = models.ForeignKey(
        Matchup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fixtures",
        verbose_name=_("matchup"),
    )
    leg = models.PositiveSmallIntegerField(
        _("leg"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_extra = models.BooleanField(
        _("extra match"),
        default=False,
        help_text=_("Played to part level clubs; it does not count in the table."),
    )
    home = models.ForeignKey(
        Entry, models.PROTECT, related_name="home_fixtures", verbose_name=_("home club")
    )
    away = models.ForeignKey(
        Entry, models.PROTECT, related_name="away_fixtures", verbose_name=_("away club")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=FixtureStatus, default=FixtureStatus.SCHEDULED
    )
    date = models.DateField(_("date"), null=True, blank=True)
    time = models.TimeField(_("kick-off"), null=True, blank=True)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fixtures",
        verbose_name=_("venue"),
    )
    is_neutral = models.BooleanField(_("neutral ground"), default=False)
    home_goals = models.PositiveSmallIntegerField(_("home goals"), null=True, blank=True)
    away_goals = models.PositiveSmallIntegerField(_("away goals"), null=True, blank=True)
    home_half = models.PositiveSmallIntegerField(_("home, half time"), null=True, blank=True)
    away_half = models.PositiveSmallIntegerField(_("away, half time"), null=True, blank=True)
    home_extra = models.PositiveSmallIntegerField(_("home, extra time"), null=True, blank=True)
    away_extra = models.PositiveSmallIntegerField(_("away, extra time"), null=True, blank=True)
    home_penalties = models.PositiveSmallIntegerField(_("home, penalties"), null=True, blank=True)
    away_penalties = models.PositiveSmallIntegerField(_("away, penalties"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replayed_as",
        verbose_name=_("replay of"),
    )
    is_official = models.BooleanField(
        _("official"),
        default=False,
        help_text=_("The league has confirmed the result; from now on it changes for a reason."),
    )
    is_archived = models.BooleanField(
        _("archived"),
        default=False,
        help_text=_("Recorded by mistake: it is on no page and in no table, and kept."),
    )

    objects = FixtureQuerySet.as_manager()

    class Meta:
        verbose_name = _("fixture")
        verbose_name_plural = _("fixtures")
        ordering = ["stage", "key"]
        indexes = [
            models.Index(fields=["stage", "round"], name="fixture_stage_round"),
            models.Index(fields=["date"], condition=Q(is_archived=False), name="fixture_kept_date"),
            models.Index(
                fields=["stage"], condition=Q(is_archived=False), name="fixture_kept_stage"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "key"],
                name="fixture_unique_key_in_stage",
                violation_error_message=_("The stage already has a fixture with that code."),
            ),
            models.UniqueConstraint(
                fields=["matchup", "leg"],
                condition=Q(replaces__isnull=True, is_archived=False),
                name="fixture_unique_leg_in_matchup",
                violation_error_message=_("The matchup already has that leg."),
            ),
            models.CheckConstraint(
                condition=~Q(home=F("away")),
                name="fixture_two_clubs",
                violation_error_message=_("A club does not play itself."),
            ),
            models.CheckConstraint(
                condition=Q(leg__isnull=True) | Q(matchup__isnull=False),
                name="fixture_leg_of_matchup",
                violation_error_message=_("A leg belongs to a matchup."),
            ),
            _both_or_neither("home_goals", "away_goals", "fixture_score_complete"),
            _both_or_neither("home_half", "away_half", "fixture_half_time_complete"),
            _both_or_neither("home_extra", "away_extra", "fixture_extra_time_complete"),
            _both_or_neither("home_penalties", "away_penalties", "fixture_penalties_complete"),
            models.CheckConstraint(
                condition=Q(home_half__isnull=True)
                | Q(home_goals__isnull=True)
                | Q(home_half__lte=F("home_goals"), away_half__lte=F("away_goals")),
                name="fixture_half_time_within_full_time",
                violation_error_message=_("The half-time score is above the full-time score."),
            ),
            models.CheckConstraint(
                condition=Q(home_extra__isnull=True)
                | Q(
                    home_goals__isnull=False,
                    home_extra__gte=F("home_goals"),
                    away_extra__gte=F("away_goals"),
                ),
                name="fixture_extra_time_above_full_time",
                violation_error_message=_(
                    "The score after extra time counts all goals: it is not below full time."
                ),
            ),
            models.CheckConstraint(
                condition=Q(home_penalties__isnull=True)
                | (Q(home_goals__isnull=False) & ~Q(home_penalties=F("away_penalties"))),
                name="fixture_penalties_have_winner",
                violation_error_message=_("A shoot-out follows a score and ends with a winner."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["played", "abandoned", "annulled"])
                | Q(home_goals__isnull=True, home_half__isnull=True),
                name="fixture_score_only_if_played",
                violation_error_message=_(
                    "Only a match that was played, abandoned or annulled has a score."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_official=False) | ~Q(status__in=["scheduled", "postponed"]),
                name="fixture_official_not_ahead",
                violation_error_message=_("A match that is still to be played is not official."),
            ),
            models.CheckConstraint(
                condition=Q(time__isnull=True) | Q(date__isnull=False),
                name="fixture_time_has_date",
                violation_error_message=_("A kick-off time needs a date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home} – {self.away}"

    def clean(self) -> None:
        """Whoever puts a match back among those to be played takes its confirmation back."""
        super().clean()
        if self.is_ahead:
            self.is_official = False

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to be played, as far as its status tells."""
        return self.status in AHEAD

    @property
    def has_result(self) -> bool:
        """Whether a score is recorded, or that the match had another end."""
        ended = (FixtureStatus.ABANDONED, FixtureStatus.NOT_PLAYED, FixtureStatus.ANNULLED)
        return self.home_goals is not None or self.status in ended

    @property
    def facts(self) -> MatchFacts:
        """The match as the pure core knows it."""
        return MatchFacts(
            status=Status(self.status),
            full_time=pair(self.home_goals, self.away_goals),
            half_time=pair(self.home_half, self.away_half),
            extra_time=pair(self.home_extra, self.away_extra),
            penalties=pair(self.home_penalties, self.away_penalties),
        )


def pair(home: int | None, away: int | None) -> Score | None:
    """Two numbers as a score; None where it is not known."""
    return None if home is None or away is None else Score(home, away)


class Goal(Sourced):
    """A goal, credited to the club whose score it raised. A player is no more than a name."""

    fixture = models.ForeignKey(
        Fixture, models.CASCADE, related_name="goals", verbose_name=_("fixture")
    )
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="goals", verbose_name=_("club"))
    player = models.CharField(_("player"), max_length=80, blank=True)
    minute = models.PositiveSmallIntegerField(
        _("minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    stoppage = models.PositiveSmallIntegerField(
        _("minute of stoppage time"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    kind = models.CharField(_("kind"), max_length=8, choices=GoalKind, default=GoalKind.GOAL)
    position = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("Order in the match, as far as it is known.")
    )

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["fixture", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stoppage__isnull=True) | Q(minute__isnull=False),
                name="goal_stoppage_has_minute",
                violation_error_message=_("Stoppage time needs the minute it follows."),
            ),
            models.CheckConstraint(
                condition=Q(minute__isnull=True) | Q(minute__gte=1, minute__lte=120),
                name="goal_minute_in_match",
                violation_error_message=_("A minute lies between 1 and 120."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player or '·'} {self.minute_label}".strip()

    @property
    def minute_label(self) -> str:
        if self.minute is None:
            return ""
        return f"{self.minute}+{self.stoppage}'" if self.stoppage else f"{self.minute}'"
