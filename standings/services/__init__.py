"""What is written on the strength of what follows from the facts."""

from standings.services.pyramid import simulate_pyramid
from standings.services.rehearsal import CannotRehearse, Rehearsal, rehearse

__all__ = ["CannotRehearse", "Rehearsal", "rehearse", "simulate_pyramid"]
