from competitions.admin import (
    fixture,
    office,
    organisation,
    published,
    qualification,
    report,
    rules,
    ruling,
    season,
)

__all__ = [
    "fixture",
    "office",
    "organisation",
    "published",
    "qualification",
    "report",
    "rules",
    "ruling",
    "season",
]
