"""A change of a row of each model that the services accept: the field, and what it becomes."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model

from competitions import models
from tests import factories as make

MODELS = [
    model
    for model in apps.get_app_config("competitions").get_models()
    if not model.__name__.startswith("Historical")
]

Value = Any | Callable[[Any], Any]

CHANGES: dict[type[Model], tuple[str, Value]] = {
    models.Appointment: ("league", lambda _row: make.DepartmentalLeagueFactory()),
    models.Claim: ("grounds", "Inscripción fuera de plazo."),
    models.Club: ("home_town", "Sicuani"),
    models.ClubAlias: ("name", "Otro más"),
    models.Department: ("capital", "Otra ciudad"),
    models.Entry: ("listed_name", "Nombre de la temporada"),
    models.Fixture: ("note", "Lluvia"),
    models.Goal: ("player", "Otro jugador"),
    models.Group: ("name", "Grupo de la muerte"),
    models.League: ("name", "Liga con otro nombre"),
    models.LotsDrawn: ("act", "Acta corregida"),
    models.LotsPosition: ("position", 2),
    models.Matchup: ("first_slot", "Ganador 1"),
    models.PointsAdjustment: ("reason", "Dos veces no se presentó."),
    models.PublishedRow: ("points", 5),
    models.PublishedScorer: ("goals", 11),
    models.Qualifier: ("destination", "Liga 3"),
    models.QualifierList: ("note", "Acta 4"),
    models.ResultLink: ("is_revoked", True),
    models.ResultReport: ("is_set_aside", True),
    models.Round: ("name", "Fecha doble"),
    models.RuleSet: ("points_win", 2),
    models.Ruling: ("text", "Se declara fundado el reclamo."),
    models.Season: ("summary", "Una temporada larga."),
    models.SeasonNote: ("text", "Falta otro resultado."),
    models.SeasonOutcome: ("kind", "promoted"),
    models.Stage: ("name", "Etapa final"),
    models.TiebreakRule: ("criterion", "goals_for"),
    models.Venue: ("town", "Sicuani"),
    models.Zone: ("name", "Pasan todos"),
}


def change(row: Model, *, again: bool = False) -> Model:
    """Lay the change over a row, unsaved."""
    name, value = CHANGES[type(row)]
    setattr(row, name, value(row) if callable(value) else value)
    return row
