from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.choices import (
    AcrossGroups,
    CarryOver,
    Criterion,
    Host,
    LegOrder,
    OutcomeKind,
    Pairing,
    ZoneKind,
    ZoneTone,
)
from competitions.core.slots import SlotPair, read_slots
from competitions.models.fact import Fact, Sourced
from competitions.models.season import Named, Stage
from competitions.validators import (
    validate_bonus,
    validate_criterion_options,
    validate_settlement,
    validate_slots,
)


class RuleSet(Sourced):
    """What holds in a stage, with the document it comes from. Rules are data: see docs/rules.md."""

    stage = models.OneToOneField(
        Stage, models.CASCADE, related_name="rule_set", verbose_name=_("stage")
    )
    points_win = models.PositiveSmallIntegerField(_("points for a win"), default=3)
    points_drawn = models.PositiveSmallIntegerField(_("points for a drawn match"), default=1)
    points_lost = models.PositiveSmallIntegerField(_("points for a defeat"), default=0)
    walkover_goals = models.PositiveSmallIntegerField(
        _("goals of a walkover"), default=3, help_text=_("3 for 3-0; it was 2 in 2011.")
    )
    walkover_deduction = models.PositiveSmallIntegerField(
        _("points taken for a walkover"),
        default=0,
        help_text=_("From the club that did not appear, beside the lost match."),
    )
    settlement = models.CharField(
        _("how level matchups are settled"),
        max_length=120,
        blank=True,
        validators=[validate_settlement],
        help_text=_("Codes in order, separated by spaces, as in “away_goals penalties”."),
    )
    pairing = models.CharField(
        _("how places pair"), max_length=20, choices=Pairing, blank=True, default=Pairing.NONE
    )
    slots = models.CharField(
        _("fixed slots"),
        max_length=1000,
        blank=True,
        validators=[validate_slots],
        help_text=_(
            "In the order of the bracket, as in “1A v 2B; 1B v 2A”. 1A is the first of group A, "
            "1*3 the best third, #4 seed 4, W2 who won the second pairing, ? is open; r2 before "
            "a pairing puts it in the second round."
        ),
    )
    host = models.CharField(
        _("who hosts the deciding match"), max_length=8, choices=Host, default=Host.BETTER
    )
    keeps_apart = models.BooleanField(
        _("lots keep departments apart"),
        default=False,
        help_text=_("Clubs of one department do not draw each other while that can be."),
    )
    pairs_anew = models.BooleanField(
        _("pairs anew after each round"),
        default=False,
        help_text=_("The best of those left meets the last; otherwise the tree is fixed."),
    )
    legs = models.PositiveSmallIntegerField(
        _("how often everyone meets"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    leg_order = models.CharField(
        _("second leg"), max_length=10, choices=LegOrder, default=LegOrder.MIRRORED
    )
    carry = models.CharField(
        _("points brought along"),
        max_length=8,
        choices=CarryOver,
        blank=True,
        default=CarryOver.NOTHING,
    )
    bonus = models.CharField(
        _("points by place"),
        max_length=60,
        blank=True,
        validators=[validate_bonus],
        help_text=_("For the first, the second and so on of the stage before, as in “3 2 1”."),
    )
    across_groups = models.CharField(
        _("comparison across groups"),
        max_length=12,
        choices=AcrossGroups,
        default=AcrossGroups.ALL_MATCHES,
    )
    document = models.CharField(
        _("document"), max_length=200, blank=True, help_text=_("The regulations and the article.")
    )
    text = models.TextField(_("text for the public"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        verbose_name = _("rule set")
        verbose_name_plural = _("rule sets")
        ordering = ["stage"]

    def __str__(self) -> str:
        return str(self.stage)

    @property
    def bonus_points(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.bonus.split())

    @property
    def fixed_slots(self) -> tuple[SlotPair, ...]:
        return read_slots(self.slots)

    @property
    def settlement_steps(self) -> tuple[str, ...]:
        return tuple(self.settlement.split())


class TiebreakRule(Fact):
    """One criterion of a table, in its place. The first is normally points."""

    rule_set = models.ForeignKey(
        RuleSet, models.CASCADE, related_name="tiebreaks", verbose_name=_("rule set")
    )
    position = models.PositiveSmallIntegerField(_("order"), validators=[MinValueValidator(1)])
    criterion = models.CharField(_("criterion"), max_length=40, choices=Criterion)
    options = models.JSONField(_("options"), default=dict, blank=True)

    class Meta:
        verbose_name = _("tie-break rule")
        verbose_name_plural = _("tie-break rules")
        ordering = ["rule_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "position"],
                name="tiebreak_unique_position",
                violation_error_message=_("Two criteria have the same place in the order."),
            ),
            models.UniqueConstraint(
                fields=["rule_set", "criterion"],
                name="tiebreak_unique_criterion",
                violation_error_message=_("A criterion stands only once in a list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_criterion_display()}"

    def clean(self) -> None:
        if self.criterion:
            try:
                validate_criterion_options(self.criterion, self.options)
            except ValidationError as error:
                raise ValidationError({"options": error.messages}) from error


class Zone(Named, Fact):
    """A band of places, or the winners of a round, and what it leads to."""

    rule_set = models.ForeignKey(
        RuleSet, models.CASCADE, related_name="zones", verbose_name=_("rule set")
    )
    position = models.PositiveSmallIntegerField(_("order"), validators=[MinValueValidator(1)])
    code = models.SlugField(_("code"), max_length=20)
    letter = models.CharField(_("letter"), max_length=2)
    tone = models.CharField(_("tone"), max_length=8, choices=ZoneTone)
    kind = models.CharField(_("kind"), max_length=20, choices=ZoneKind, default=ZoneKind.PLACES)
    first_place = models.PositiveSmallIntegerField(_("from place"), null=True, blank=True)
    last_place = models.PositiveSmallIntegerField(_("to place"), null=True, blank=True)
    nth = models.PositiveSmallIntegerField(
        _("n-th of each group"), null=True, blank=True, help_text=_("2 for the best seconds.")
    )
    count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)
    groups = models.CharField(
        _("groups"),
        max_length=200,
        blank=True,
        help_text=_("Codes of groups separated by spaces; blank for all."),
    )
    round_number = models.PositiveSmallIntegerField(
        _("round"), null=True, blank=True, help_text=_("For winners and losers of a round.")
    )
    excludes_promoted = models.BooleanField(
        _("without promoted clubs"),
        default=False,
        help_text=_("Clubs that the season promoted are passed over."),
    )
    leads_to = models.ForeignKey(
        Stage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fed_by",
        verbose_name=_("leads to the stage"),
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=OutcomeKind, blank=True, default=""
    )
    destination = models.CharField(
        _("destination"), max_length=60, blank=True, help_text=_("Another league, as in «Liga 3».")
    )

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["rule_set", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "code"],
                name="zone_unique_code",
                violation_error_message=_("Two zones have the same code."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ZoneKind.PLACES)
                | models.Q(
                    first_place__isnull=False,
                    last_place__isnull=False,
                    first_place__gte=1,
                    first_place__lte=models.F("last_place"),
                ),
                name="zone_places_from_to",
                violation_error_message=_(
                    "A zone of places goes from a place to the same or a later one."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=ZoneKind.BEST_NTH)
                | models.Q(nth__isnull=False, nth__gte=1, count__isnull=False, count__gte=1),
                name="zone_best_nth_counts",
                violation_error_message=_("Say which place of each group, and how many go on."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=[ZoneKind.WINNERS, ZoneKind.LOSERS])
                | models.Q(round_number__isnull=False),
                name="zone_round_of_matchups",
                violation_error_message=_("Say which round's winners or losers."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.label}"

    @property
    def group_codes(self) -> tuple[str, ...]:
        return tuple(self.groups.split())
