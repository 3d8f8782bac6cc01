"""Whether a stage has a page of its crossings."""

from django import template

from standings.selectors import crossings

register = template.Library()
register.filter(crossings.has_crossings)
