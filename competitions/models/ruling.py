from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.choices import ClaimState, LotsPurpose, RulingEffect
from competitions.core.score import Effect, RulingFacts, Score
from competitions.models.fact import Fact, Sourced
from competitions.models.fixture import Fixture, Matchup
from competitions.models.season import Entry, Group, Stage


class Claim(Sourced):
    """A complaint before the league («reclamo»)."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="claims", verbose_name=_("stage"))
    fixture = models.ForeignKey(
        Fixture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("fixture"),
    )
    matchup = models.ForeignKey(
        Matchup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("matchup"),
    )
    claimant = models.ForeignKey(
        Entry, models.PROTECT, related_name="claims", verbose_name=_("claimant")
    )
    against = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims_against",
        verbose_name=_("against"),
    )
    grounds = models.TextField(_("grounds"))
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    deadline = models.DateField(_("to be decided by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.OPEN)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["stage", F("filed_on").desc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(against__isnull=True) | ~Q(claimant=F("against")),
                name="claim_two_clubs",
                violation_error_message=_("A club does not claim against itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant}: {self.grounds[:60]}"


class Ruling(Sourced):
    """A decision of an organ («resolución»). It lies over a result and never overwrites it.

    On a fixture it changes the official result; on a matchup it says who goes through
    (``in_favour_of``) or who may not (``entry`` with the effect exclusion). The points that a
    ruling gives or takes are its ``adjustments``; with the effect points they are all of it. A
    dismissal decides its ``claim`` and changes nothing.
    """

    stage = models.ForeignKey(
        Stage, models.CASCADE, related_name="rulings", verbose_name=_("stage")
    )
    claim = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("claim"),
    )
    effect = models.CharField(_("effect"), max_length=12, choices=RulingEffect)
    fixture = models.ForeignKey(
        Fixture,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("fixture"),
    )
    matchup = models.ForeignKey(
        Matchup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings",
        verbose_name=_("matchup"),
    )
    entry = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings_against",
        verbose_name=_("club sanctioned"),
    )
    in_favour_of = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="rulings_in_favour",
        verbose_name=_("in favour of"),
    )
    home_goals = models.PositiveSmallIntegerField(_("home goals awarded"), null=True, blank=True)
    away_goals = models.PositiveSmallIntegerField(_("away goals awarded"), null=True, blank=True)
    is_walkover = models.BooleanField(_("walkover"), default=False)
    document = models.CharField(_("document"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        verbose_name = _("ruling")
        verbose_name_plural = _("rulings")
        ordering = ["stage", F("decided_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fixture__isnull=False)
                | Q(matchup__isnull=False)
                | Q(entry__isnull=False)
                | Q(effect=RulingEffect.DISMISSAL),
                name="ruling_has_object",
                violation_error_message=_("A ruling is about a fixture, a matchup or a club."),
            ),
            models.CheckConstraint(
                condition=~Q(effect=RulingEffect.AWARD)
                | Q(in_favour_of__isnull=False)
                | Q(home_goals__isnull=False),
                name="ruling_award_to_someone",
                violation_error_message=_("An award names the club it favours, or the score."),
            ),
            models.CheckConstraint(
                condition=Q(home_goals__isnull=True, away_goals__isnull=True)
                | Q(
                    effect=RulingEffect.AWARD,
                    fixture__isnull=False,
                    home_goals__isnull=False,
                    away_goals__isnull=False,
                ),
                name="ruling_score_of_award",
                violation_error_message=_(
                    "Only the award of a fixture has a score, and it has both numbers."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(effect__in=["double_loss", "annulment", "replay"])
                | Q(fixture__isnull=False),
                name="ruling_effect_on_fixture",
                violation_error_message=_("This effect needs the fixture it is about."),
            ),
            models.CheckConstraint(
                condition=~Q(effect=RulingEffect.EXCLUSION) | Q(entry__isnull=False),
                name="ruling_exclusion_names_club",
                violation_error_message=_("An exclusion names the club."),
            ),
            models.CheckConstraint(
                condition=~Q(effect=RulingEffect.POINTS) | Q(entry__isnull=False),
                name="ruling_points_name_club",
                violation_error_message=_("Points given or taken name the club."),
            ),
            models.CheckConstraint(
                condition=~Q(effect=RulingEffect.DISMISSAL) | Q(claim__isnull=False),
                name="ruling_dismissal_of_claim",
                violation_error_message=_("A dismissal names the claim."),
            ),
        ]

    def __str__(self) -> str:
        return self.document or self.get_effect_display()

    def facts_for(self, fixture: Fixture) -> RulingFacts:
        """The ruling as the pure core knows it, seen from ``fixture``."""
        side = None
        if self.in_favour_of_id == fixture.home_id:
            side = "home"
        elif self.in_favour_of_id is not None and self.in_favour_of_id == fixture.away_id:
            side = "away"
        score = None
        if self.home_goals is not None and self.away_goals is not None:
            score = Score(self.home_goals, self.away_goals)
        return RulingFacts(
            effect=Effect(self.effect), score=score, in_favour_of=side, walkover=self.is_walkover
        )


class PointsAdjustment(Sourced):
    """Points given or taken by a decision; negative for a deduction."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="adjustments", verbose_name=_("club")
    )
    points = models.SmallIntegerField(_("points"))
    reason = models.TextField(_("reason"))
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    ruling = models.ForeignKey(
        Ruling,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name=_("ruling"),
    )

    class Meta:
        verbose_name = _("points adjustment")
        verbose_name_plural = _("points adjustments")
        ordering = ["entry", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(points=0),
                name="adjustment_not_zero",
                violation_error_message=_("An adjustment gives or takes at least one point."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.points:+d}"


class LotsDrawn(Sourced):
    """A drawing of lots, with its act. Its order is in ``positions``."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="lots", verbose_name=_("stage"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="lots", verbose_name=_("group")
    )
    matchup = models.ForeignKey(
        Matchup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lots",
        verbose_name=_("matchup"),
    )
    purpose = models.CharField(
        _("drawn for"), max_length=8, choices=LotsPurpose, blank=True, default=LotsPurpose.LEVEL
    )
    seed = models.CharField(
        pgettext_lazy("of lots", "seed"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("What the program drew with: the same seed draws the same again."),
    )
    drawn_on = models.DateField(_("drawn on"), null=True, blank=True)
    act = models.CharField(_("act"), max_length=120, blank=True)
    drawn_by = models.CharField(_("drawn by"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("drawing of lots")
        verbose_name_plural = _("drawings of lots")
        ordering = ["stage", "id"]

    def __str__(self) -> str:
        return self.act or str(self._meta.verbose_name)


class LotsPosition(Fact):
    """What a club drew. Clubs that drew nothing apart share a position."""

    lots = models.ForeignKey(
        LotsDrawn, models.CASCADE, related_name="positions", verbose_name=_("drawing of lots")
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="lots_positions", verbose_name=_("club")
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("position drawn")
        verbose_name_plural = _("positions drawn")
        ordering = ["lots", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lots", "entry"],
                name="lots_unique_club",
                violation_error_message=_("The club stands twice in this drawing."),
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="lots_position_from_one",
                violation_error_message=_("Positions are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry}"
