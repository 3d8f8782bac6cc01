from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.choices import OutcomeKind, Via
from competitions.models.fact import Fact, Sourced
from competitions.models.season import Entry, Stage


class QualifierList(Sourced):
    """Who goes on from a stage, as an official confirmed it.

    A snapshot: later results do not change it. Whether it still agrees with the facts is computed
    against the proposal of the day (``standings.selectors``).
    """

    stage = models.OneToOneField(
        Stage, models.CASCADE, related_name="qualifier_list", verbose_name=_("stage")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("list of the qualified")
        verbose_name_plural = _("lists of the qualified")
        ordering = ["stage"]

    def __str__(self) -> str:
        return str(self.stage)


class Qualifier(Fact):
    """A club of a confirmed list: from which place, by which way, where to, and why."""

    qualifier_list = models.ForeignKey(
        QualifierList, models.CASCADE, related_name="qualifiers", verbose_name=_("list")
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="qualifiers", verbose_name=_("club")
    )
    place = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    zone_code = models.SlugField(_("zone"), max_length=20, blank=True)
    via = models.CharField(_("by way of"), max_length=20, choices=Via, default=Via.PLACES)
    to_stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="qualifiers_in",
        verbose_name=_("to the stage"),
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=OutcomeKind, blank=True, default=""
    )
    destination = models.CharField(_("destination"), max_length=60, blank=True)
    instead_of = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_as_qualifier",
        verbose_name=_("instead of"),
    )
    reason = models.TextField(_("reason"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("qualified club")
        verbose_name_plural = _("qualified clubs")
        ordering = ["qualifier_list", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["qualifier_list", "entry", "to_stage"],
                condition=Q(to_stage__isnull=False),
                name="qualifier_once_per_stage",
                violation_error_message=_("The club is already on the list for that stage."),
            ),
            models.UniqueConstraint(
                fields=["qualifier_list", "entry", "destination"],
                condition=Q(to_stage__isnull=True),
                name="qualifier_once_per_destination",
                violation_error_message=_("The club is already on the list for that destination."),
            ),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | ~Q(reason=""),
                name="qualifier_override_has_reason",
                violation_error_message=_("Say why the club goes through instead of another one."),
            ),
            models.CheckConstraint(
                condition=Q(to_stage__isnull=False) | ~Q(outcome=""),
                name="qualifier_leads_somewhere",
                violation_error_message=_("Say which stage or outcome the club goes to."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)
