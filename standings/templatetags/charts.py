"""The lines of a chart of places. One unit across is a round, one unit down a place."""

from django import template
from django.utils.translation import gettext as _

from standings.selectors.journeys import Chart, Journey
from standings.templatetags.copaperu import joined, ordinal

register = template.Library()


@register.simple_tag
def journey_path(journey: Journey, row: int) -> str:
    """Through the places, to the line of its name: level clubs share a place but not a line."""
    heights = [*journey.places[:-1], row]
    return "M" + "L".join(f"{x} {place - 0.5}" for x, place in enumerate(heights))


@register.simple_tag
def chart_words(chart: Chart) -> str:
    """What the picture shows, for those who do not see it."""
    first, last = chart.rounds[0], chart.rounds[-1]
    text = _(
        "A line for each of %(clubs)s clubs from round %(first)s to %(last)s, the first on top."
    )
    text %= {"clubs": len(chart.journeys), "first": first, "last": last}
    moves = [
        _("%(club)s from %(first)s to %(last)s")
        % {
            "club": journey.club.name,
            "first": ordinal(journey.places[0]),
            "last": ordinal(journey.places[-1]),
        }
        for journey in chart.chosen
    ]
    return f"{text} {joined(moves)}." if moves else text


@register.simple_tag
def without(page_clubs: tuple, club: object) -> str:
    """The query that keeps every chosen club but one."""
    kept = [f"club={found.slug}" for found in page_clubs if found is not club]
    return "?" + "&".join(kept)
