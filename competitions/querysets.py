"""Querysets that read like the domain. Leaves: they know no other module of the app."""

from typing import Self

from django.db import models


class SeasonQuerySet(models.QuerySet):
    def simulated(self) -> Self:
        return self.filter(is_simulated=True)

    def recorded(self) -> Self:
        """Seasons that were really played, whatever is known of them."""
        return self.filter(is_simulated=False)

    def newest_first(self) -> Self:
        return self.order_by("-year")


class FixtureQuerySet(models.QuerySet):
    def with_score(self) -> Self:
        return self.filter(home_goals__isnull=False)

    def without_result(self) -> Self:
        """Fixtures that still want a result: no score, no other end, and no ruling over them."""
        return self.filter(
            home_goals__isnull=True, status__in=["scheduled", "postponed", "played"]
        ).exclude(rulings__effect__in=["award", "double_loss", "annulment", "exclusion"])

    def undated(self) -> Self:
        return self.filter(date__isnull=True)

    def in_playing_order(self) -> Self:
        """What is not known comes last."""
        return self.order_by(
            models.F("round__number").asc(nulls_last=True),
            models.F("date").asc(nulls_last=True),
            models.F("time").asc(nulls_last=True),
            "key",
        )
