from competitions.admin import (
    fixture,
    organisation,
    published,
    qualification,
    rules,
    ruling,
    season,
)

__all__ = [
    "fixture",
    "organisation",
    "published",
    "qualification",
    "rules",
    "ruling",
    "season",
]
