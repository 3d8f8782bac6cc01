import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competitions.choices import Absent, Reporter
from competitions.core.reports import Reported
from competitions.models.fact import Fact
from competitions.models.fixture import Fixture, pair

_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for each other on the telephone."""


def new_code() -> str:
    return "".join(secrets.choice(_CODE_LETTERS) for _letter in range(8))


class ResultLink(Fact):
    """An address, good for one report of one fixture until its end date.

    The address itself is signed and stands nowhere: whoever has it may report for ``reporter``.
    """

    fixture = models.ForeignKey(
        Fixture, models.CASCADE, related_name="links", verbose_name=_("fixture")
    )
    reporter = models.CharField(_("sent to"), max_length=8, choices=Reporter)
    expires_at = models.DateTimeField(_("good until"))
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    is_revoked = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("link for a result")
        verbose_name_plural = _("links for results")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.fixture} · {self.get_reporter_display()}"


class ResultReport(Fact):
    """What a club or the referee says of a match. It stays as it was sent.

    ``absent`` is who did not appear; then there is no score.
    """

    fixture = models.ForeignKey(
        Fixture, models.CASCADE, related_name="reports", verbose_name=_("fixture")
    )
    link = models.OneToOneField(
        ResultLink,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report",
        verbose_name=_("link"),
    )
    reporter = models.CharField(_("reported by"), max_length=8, choices=Reporter)
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    code = models.CharField(
        _("receipt"), max_length=12, unique=True, default=new_code, editable=False
    )
    absent = models.CharField(
        _("did not appear"), max_length=8, choices=Absent, blank=True, default=""
    )
    home_goals = models.PositiveSmallIntegerField(_("home goals"), null=True, blank=True)
    away_goals = models.PositiveSmallIntegerField(_("away goals"), null=True, blank=True)
    home_half = models.PositiveSmallIntegerField(_("home, half time"), null=True, blank=True)
    away_half = models.PositiveSmallIntegerField(_("away, half time"), null=True, blank=True)
    home_penalties = models.PositiveSmallIntegerField(_("home, penalties"), null=True, blank=True)
    away_penalties = models.PositiveSmallIntegerField(_("away, penalties"), null=True, blank=True)
    is_set_aside = models.BooleanField(
        _("set aside"),
        default=False,
        help_text=_("The league has looked at it, and another report holds."),
    )

    class Meta:
        verbose_name = _("reported result")
        verbose_name_plural = _("reported results")
        ordering = ["fixture", "reported_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(absent="", home_goals__isnull=False, away_goals__isnull=False)
                | (
                    ~Q(absent="")
                    & Q(
                        home_goals__isnull=True,
                        away_goals__isnull=True,
                        home_half__isnull=True,
                        home_penalties__isnull=True,
                    )
                ),
                name="report_score_or_absent",
                violation_error_message=_("Give the score, or say who did not appear."),
            ),
            models.CheckConstraint(
                condition=Q(home_half__isnull=True, away_half__isnull=True)
                | Q(
                    home_half__isnull=False,
                    away_half__isnull=False,
                    home_half__lte=F("home_goals"),
                    away_half__lte=F("away_goals"),
                ),
                name="report_half_time_within_full_time",
                violation_error_message=_("The half-time score is above the full-time score."),
            ),
            models.CheckConstraint(
                condition=Q(home_penalties__isnull=True, away_penalties__isnull=True)
                | (
                    Q(home_penalties__isnull=False, away_penalties__isnull=False)
                    & ~Q(home_penalties=F("away_penalties"))
                ),
                name="report_penalties_have_winner",
                violation_error_message=_("A shoot-out follows a score and ends with a winner."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fixture} · {self.get_reporter_display()} · {self.code}"

    @property
    def said(self) -> Reported:
        """The report as the pure core knows it."""
        return Reported(
            score=pair(self.home_goals, self.away_goals),
            half_time=pair(self.home_half, self.away_half),
            penalties=pair(self.home_penalties, self.away_penalties),
            absent=self.absent,
        )
