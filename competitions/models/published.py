"""What sources published of a season, kept beside what follows from the fixtures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.choices import NoteKind, OutcomeKind
from competitions.models.fact import Fact, Sourced
from competitions.models.organisation import Club
from competitions.models.season import Entry, Group, Season, Stage


class SeasonOutcome(Sourced):
    """What a season gave a club beside matches: a title, a promotion, a place in another league."""

    season = models.ForeignKey(
        Season, models.CASCADE, related_name="outcomes", verbose_name=_("season")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=OutcomeKind)
    club = models.ForeignKey(
        Club, models.PROTECT, related_name="outcomes", verbose_name=_("club"), null=True, blank=True
    )
    club_name = models.CharField(
        _("club by name"),
        max_length=80,
        blank=True,
        help_text=_("For clubs that play in no recorded stage."),
    )
    destination = models.CharField(_("league"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("outcome of a season")
        verbose_name_plural = _("outcomes of a season")
        ordering = ["season", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(club__isnull=False, club_name="")
                | (Q(club__isnull=True) & ~Q(club_name="")),
                name="outcome_club_or_name",
                violation_error_message=_("Give the club, or its name where it is not recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def name(self) -> str:
        return self.club.name if self.club else self.club_name


class PublishedScorer(Sourced):
    """A row of a published list of top scorers."""

    season = models.ForeignKey(
        Season, models.CASCADE, related_name="published_scorers", verbose_name=_("season")
    )
    rank = models.PositiveSmallIntegerField(_("place"))
    player = models.CharField(_("player"), max_length=80)
    club = models.ForeignKey(
        Club, models.PROTECT, related_name="published_scorers", verbose_name=_("club")
    )
    goals = models.PositiveSmallIntegerField(_("goals"))

    class Meta:
        verbose_name = _("published scorer")
        verbose_name_plural = _("published scorers")
        ordering = ["season", "rank", "player"]
        constraints = [
            models.UniqueConstraint(
                fields=["season", "player", "club"],
                name="scorer_once_per_season",
                violation_error_message=_("The player already stands in this season's list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.player} ({self.goals})"


class PublishedRow(Sourced):
    """A row of a table as a source printed it; ``check_season`` holds it against the fixtures.

    ``note`` explains a difference that is known. A blank figure was not printed.
    """

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="published_rows", verbose_name=_("stage")
    )
    group = models.ForeignKey(
        Group,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="published_rows",
        verbose_name=_("group"),
    )
    after_round = models.PositiveSmallIntegerField(_("after round"), null=True, blank=True)
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="published_rows", verbose_name=_("club")
    )
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    played = models.PositiveSmallIntegerField(_("played"), null=True, blank=True)
    won = models.PositiveSmallIntegerField(_("won"), null=True, blank=True)
    drawn = models.PositiveSmallIntegerField(_("drawn"), null=True, blank=True)
    lost = models.PositiveSmallIntegerField(_("lost"), null=True, blank=True)
    goals_for = models.PositiveSmallIntegerField(_("goals for"), null=True, blank=True)
    goals_against = models.PositiveSmallIntegerField(_("goals against"), null=True, blank=True)
    goal_difference = models.SmallIntegerField(_("goal difference"), null=True, blank=True)
    points = models.SmallIntegerField(_("points"), null=True, blank=True)

    class Meta:
        verbose_name = _("published row")
        verbose_name_plural = _("published rows")
        ordering = ["stage", "group", "after_round", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "after_round"],
                condition=Q(after_round__isnull=False),
                name="published_row_once_after_round",
                violation_error_message=_("The club already has a published row at that point."),
            ),
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(after_round__isnull=True),
                name="published_row_once_at_end",
                violation_error_message=_("The club already has a published row at that point."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or '·'}. {self.entry}"


class SeasonNote(Fact):
    """What is missing or contradicts itself in a season's sources, in words."""

    season = models.ForeignKey(
        Season, models.CASCADE, related_name="notes", verbose_name=_("season")
    )
    stage = models.ForeignKey(
        Stage,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("stage"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=NoteKind)
    text = models.TextField(_("text"))
    text_en = models.TextField(_("text in English"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["season", "position", "id"]

    def __str__(self) -> str:
        return self.text[:60]
