"""A simulated season of the whole country, written as it is played.

Hundreds of thousands of rows: they go in by large statements, and their history by one statement a
kind. What checks each row of an official's form is left to the constraints of the database; the
rows follow from the rules by the core, and a test holds a season of it against those checks.
"""

from competitions.services.pyramid.removing import CannotRemove, Removed, remove_simulated
from competitions.services.pyramid.writing import CannotRecord, record_pyramid

__all__ = ["CannotRecord", "CannotRemove", "Removed", "record_pyramid", "remove_simulated"]
