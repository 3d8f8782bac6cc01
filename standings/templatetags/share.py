"""What a link shows where it is shared: the picture's address, and the words of the page."""

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from django import template
from django.urls import reverse
from django.utils.safestring import mark_safe

from standings.selectors.club_row import ClubRowPage
from standings.selectors.clubs import ClubPage
from standings.selectors.comparison import ComparisonPage
from standings.selectors.fixtures import FixturePage
from standings.selectors.home import HomePage
from standings.selectors.journeys import PlacesPage
from standings.selectors.overview import SeasonPage
from standings.selectors.qualified import QualifiedPage
from standings.selectors.seasons import RoundPage, StagePage
from standings.selectors.snapshot import StageData

register = template.Library()

DESIGN = 1
"""Part of every picture's address: raise it when pictures change their look."""


def edition(versions: Iterable[str]) -> str:
    """Another one whenever a picture of these stages might be another."""
    return f"{crc32('.'.join(versions).encode()):08x}-{DESIGN}"


def edition_of_stage(stage: StageData) -> str:
    return edition([stage.version])


def edition_of_club(page: ClubPage) -> str:
    mine = (part.stage.version for season in page.all_seasons for part in season.stages)
    return edition([page.club.name, page.club.home_town, *mine])


def edition_of_list(page: QualifiedPage) -> str:
    return edition(f"{stage.version}-{stage.stamp}" for stage in page.season.stages)


@register.simple_tag(takes_context=True)
def page_picture(context: Mapping[str, Any]) -> str:
    """The address of the picture of `page`; the site's own where the page has none."""
    match context.get("page"):
        case StagePage(stage=stage) | RoundPage(stage=stage) | ComparisonPage(stage=stage):
            return _of_stage(stage)
        case ClubRowPage(stage=stage) | PlacesPage(stage=stage):
            return _of_stage(stage)
        case HomePage(stage=StageData() as stage) | SeasonPage(stage_in_play=StageData() as stage):
            return _of_stage(stage)
        case FixturePage() as page:
            return _address("fixture", edition_of_stage(page.stage), page.fixture.pk)
        case ClubPage() as page:
            return _address("club", edition_of_club(page), page.club.slug)
        case QualifiedPage() as page:
            return _address("qualified", edition_of_list(page), page.season.year)
    return _address("site", edition([]))


def _of_stage(stage: StageData) -> str:
    return _address("stage", edition_of_stage(stage), stage.year, stage.slug)


def _address(name: str, version: str, *args: Any) -> str:
    return f"{reverse(f'standings:{name}_picture', args=args)}?v={version}"


@register.simple_block_tag(takes_context=True)
def keep(context: Any, content: str, name: str) -> str:
    """Shows what is inside, and keeps it under a name: a block stands only once in a page."""
    context[name] = mark_safe(" ".join(content.split()))  # noqa: S308 - a template rendered it
    return content
