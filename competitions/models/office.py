from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.choices import LeagueLevel
from competitions.models.fact import Fact
from competitions.models.organisation import Club, League


class Appointment(Fact):
    """What someone may do, and where: the office in a league, or the delegate of a club.

    The role follows from the node of the tree: an official of a provincial league is a provincial
    official. His branch is the league with all leagues below it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="appointments",
        verbose_name=_("person"),
    )
    league = models.ForeignKey(
        League,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("league"),
        help_text=_("For an official: the league, with all leagues below it."),
    )
    club = models.ForeignKey(
        Club,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("club"),
        help_text=_("For a delegate: the club."),
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["league", "club", "user"]
        constraints = [
            models.CheckConstraint(
                condition=Q(league__isnull=False, club__isnull=True)
                | Q(league__isnull=True, club__isnull=False),
                name="appointment_league_or_club",
                violation_error_message=_("Give either the league or the club."),
            ),
            models.UniqueConstraint(
                fields=["user", "league"],
                condition=Q(league__isnull=False),
                name="appointment_once_in_league",
                violation_error_message=_("This person already has this office."),
            ),
            models.UniqueConstraint(
                fields=["user", "club"],
                condition=Q(club__isnull=False),
                name="appointment_once_in_club",
                violation_error_message=_("This person is already a delegate of the club."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.league or self.club}"

    @property
    def role(self) -> str:
        """What the office is called: the level of the league, or the delegate of a club."""
        if self.league is None:
            return str(_("Club delegate"))
        return str(LeagueLevel(self.league.level).label)
