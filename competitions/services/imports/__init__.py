"""Lists from files: a closed registry of what can be brought in, and how."""

from collections.abc import Mapping

from competitions.services.imports.clubs import CLUBS
from competitions.services.imports.entries import ENTRIES
from competitions.services.imports.fixtures import FIXTURES, RESULTS
from competitions.services.imports.listing import Listing
from competitions.services.imports.plan import STATES, Line, Plan, bring_in, preview
from competitions.services.imports.venues import VENUES

LISTINGS: Mapping[str, Listing] = {
    listing.code: listing for listing in (CLUBS, VENUES, ENTRIES, FIXTURES, RESULTS)
}
"""Every list that can be brought in, by its code."""

__all__ = ["LISTINGS", "STATES", "Line", "Listing", "Plan", "bring_in", "preview"]
