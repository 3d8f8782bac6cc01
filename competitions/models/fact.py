from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from competitions.choices import Evidence
from competitions.models.constraints import constraint_faults


class Fact(models.Model):
    """Something recorded. Every change of it is kept: who, when, before and after."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        faults = constraint_faults(self, exclude=exclude)
        if faults:
            raise ValidationError(faults)


class Sourced(Fact):
    """A fact that says how it is known."""

    evidence = models.CharField(
        _("evidence"), max_length=10, choices=Evidence, default=Evidence.OFFICIAL
    )
    source = models.CharField(_("source"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_inferred(self) -> bool:
        return self.evidence == Evidence.INFERRED
