"""Checks of single values. Leaves: they know choices, and no model."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from competitions.choices import Criterion, SettlementStep
from competitions.core.slots import BadSlots, read_slots

_RELATIVE = {"rival_total": {"final", "at_time"}, "deductions": bool, "walkovers": bool}
_HEAD_TO_HEAD = {"restart": bool}

CRITERION_OPTIONS: dict[str, dict[str, set[str] | type[bool]]] = {
    Criterion.RELATIVE_POINTS: _RELATIVE,
    Criterion.AWAY_RELATIVE_POINTS: _RELATIVE,
    Criterion.FIRST_HALF_POINTS: {"awards": {"award", "pitch", "missing"}},
    Criterion.HEAD_TO_HEAD_POINTS: _HEAD_TO_HEAD,
    Criterion.HEAD_TO_HEAD_GOAL_DIFFERENCE: _HEAD_TO_HEAD,
    Criterion.HEAD_TO_HEAD_GOALS_FOR: _HEAD_TO_HEAD,
    Criterion.HEAD_TO_HEAD_AWAY_GOALS: _HEAD_TO_HEAD,
}


def validate_settlement(value: str) -> None:
    """A list of settlement steps separated by spaces, none twice."""
    steps = value.split()
    unknown = [step for step in steps if step not in SettlementStep.values]
    if unknown:
        raise ValidationError(
            _("“%(step)s” is no way to settle a matchup. Known are: %(known)s."),
            params={"step": unknown[0], "known": ", ".join(SettlementStep.values)},
            code="unknown_settlement",
        )
    if len(set(steps)) < len(steps):
        raise ValidationError(_("A way to settle a matchup stands there twice."), code="twice")


def validate_slots(value: str) -> None:
    """Fixed slots as ``core.slots`` reads them."""
    try:
        read_slots(value)
    except BadSlots as bad:
        raise ValidationError(
            _(
                "Pairing %(number)s, “%(part)s”, cannot be read. Write pairings as in “1A v 2B; "
                "1B v 2A”; W2 is the winner of the second pairing, in a later round than it."
            ),
            params={"number": bad.number, "part": bad.part},
            code="bad_slots",
        ) from bad


def validate_bonus(value: str) -> None:
    """Whole numbers separated by spaces, the first place first."""
    if strange := [part for part in value.split() if not (part.isascii() and part.isdecimal())]:
        raise ValidationError(
            _("“%(part)s” is no number of points. Write them by place, as in “3 2 1”."),
            params={"part": strange[0]},
            code="bad_bonus",
        )


def validate_criterion_options(criterion: str, options: object) -> None:
    """Options of a tie-break rule: an object whose names and values the criterion knows."""
    if not isinstance(options, dict):
        raise ValidationError(_("Options are written as an object, as in {}."), code="no_object")
    known = CRITERION_OPTIONS.get(criterion, {})
    faults = []
    for name, value in options.items():
        allowed = known.get(name)
        if allowed is None:
            faults.append(
                ValidationError(
                    _("The criterion has no option “%(name)s”."),
                    params={"name": name},
                    code="unknown_option",
                )
            )
        elif allowed is bool:
            if not isinstance(value, bool):
                faults.append(
                    ValidationError(
                        _("The option “%(name)s” is true or false."),
                        params={"name": name},
                        code="no_boolean",
                    )
                )
        elif value not in allowed:
            faults.append(
                ValidationError(
                    _("The option “%(name)s” is one of: %(known)s."),
                    params={"name": name, "known": ", ".join(sorted(allowed))},
                    code="unknown_value",
                )
            )
    if faults:
        raise ValidationError(faults)
