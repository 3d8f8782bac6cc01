"""Files of a page: the same rows as CSV, XLSX and JSON.

A sheet is made from the page's own value, so that a file cannot say anything else than the page.
Headers are in the language of the page, JSON keys are stable English codes.
"""

from standings.exports.leagues import department_way_sheet
from standings.exports.lists import qualified_sheet, rulings_sheet, scorers_sheet, way_sheet
from standings.exports.matches import fixture_sheet, round_sheet
from standings.exports.overview import (
    archive_sheet,
    club_sheet,
    clubs_sheet,
    departments_sheet,
    season_sheet,
)
from standings.exports.sheet import respond
from standings.exports.tables import (
    EXTRA_FIGURES,
    crossings_sheet,
    figure_codes,
    places_sheet,
    stage_sheet,
)

__all__ = [
    "EXTRA_FIGURES",
    "archive_sheet",
    "club_sheet",
    "clubs_sheet",
    "crossings_sheet",
    "department_way_sheet",
    "departments_sheet",
    "figure_codes",
    "fixture_sheet",
    "places_sheet",
    "qualified_sheet",
    "respond",
    "round_sheet",
    "rulings_sheet",
    "scorers_sheet",
    "season_sheet",
    "stage_sheet",
    "way_sheet",
]
