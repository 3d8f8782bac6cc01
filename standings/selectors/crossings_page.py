"""The crossings of a stage as they were played, for readers."""

from dataclasses import dataclass

from django.core.cache import cache

from standings.selectors.crossing_map import Drawing, drawing
from standings.selectors.crossings import (
    Comparison,
    Listing,
    comparisons,
    field_of,
    has_crossings,
    listing,
    recorded,
)
from standings.selectors.reading import KEPT_FOR, SHAPE
from standings.selectors.seasons import NotFound, SeasonNav, one_stage
from standings.selectors.snapshot import StageData


@dataclass(frozen=True, slots=True)
class CrossingsPage:
    """`pairs` is how many crossings there are to be: two for each champion. `fallen_back` is of how
    many clubs neither coordinates nor town are known."""

    season: SeasonNav
    stage: StageData
    listing: Listing
    drawing: Drawing
    compared: tuple[Comparison, ...]
    pairs: int
    fallen_back: int


def crossings_page(year: int, slug: str) -> CrossingsPage:
    """NotFound for a stage of which no crossing is on record."""
    nav, stage = one_stage(year, slug)
    if not has_crossings(stage):
        raise NotFound("stage", nav)
    field = field_of(stage)
    rounds = recorded(stage, field)
    found = listing(rounds, field, between="towns")
    compared = cache.get_or_set(
        f"crossings-{SHAPE}-{stage.pk}-{stage.version}",
        lambda: comparisons(rounds, field),
        KEPT_FOR,
    )
    return CrossingsPage(
        season=nav,
        stage=stage,
        listing=found,
        drawing=drawing(found, field, between="towns"),
        compared=compared,
        pairs=2 * len(field.names),
        fallen_back=len(field.fallen_back),
    )
