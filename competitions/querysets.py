"""Querysets that read like the domain. Leaves: they know no other module of the app."""

from typing import Self

from django.db import models


class SeasonQuerySet(models.QuerySet):
    def simulated(self) -> Self:
        return self.filter(is_simulated=True)

    def recorded(self) -> Self:
        """Seasons that were really played, whatever is known of them."""
        return self.filter(is_simulated=False)

    def kept(self) -> Self:
        """Seasons that stand on the pages: those that nobody archived."""
        return self.filter(is_archived=False)

    def newest_first(self) -> Self:
        return self.order_by("-year")


class FixtureQuerySet(models.QuerySet):
    def kept(self) -> Self:
        """Fixtures that count: those that nobody archived."""
        return self.filter(is_archived=False)

    def with_score(self) -> Self:
        return self.filter(home_goals__isnull=False)

    def without_result(self) -> Self:
        """Fixtures that still want a result: no score, no other end, and no ruling over them."""
        return (
            self.kept()
            .filter(home_goals__isnull=True, status__in=["scheduled", "postponed", "played"])
            .exclude(rulings__effect__in=["award", "double_loss", "annulment", "exclusion"])
        )

    def provisional(self) -> Self:
        """Fixtures with a result, on the pitch or by a ruling, that is not confirmed."""
        ended = models.Q(status__in=["abandoned", "not_played", "annulled"])
        ruled = models.Q(rulings__effect__in=["award", "double_loss", "annulment"])
        with_result = models.Q(home_goals__isnull=False) | ended | ruled
        return self.filter(with_result, is_official=False, is_archived=False).distinct()

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
