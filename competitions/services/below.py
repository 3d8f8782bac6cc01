"""What hangs on a season, model by model, and how each leads there."""

from django.db.models import Model

from competitions.models import (
    Claim,
    Entry,
    Fixture,
    Goal,
    Group,
    LotsDrawn,
    LotsPosition,
    Matchup,
    PointsAdjustment,
    PublishedRow,
    PublishedScorer,
    Qualifier,
    QualifierList,
    ResultLink,
    ResultReport,
    Round,
    RuleSet,
    Ruling,
    Season,
    SeasonNote,
    SeasonOutcome,
    Stage,
    TiebreakRule,
    Zone,
)

BELOW: dict[type[Model], str] = {
    Stage: "season",
    Group: "stage",
    Round: "stage",
    RuleSet: "stage",
    TiebreakRule: "rule_set",
    Zone: "rule_set",
    Entry: "stage",
    Matchup: "round",
    Fixture: "stage",
    Goal: "fixture",
    ResultLink: "fixture",
    ResultReport: "fixture",
    Claim: "stage",
    Ruling: "stage",
    PointsAdjustment: "entry",
    LotsDrawn: "stage",
    LotsPosition: "lots",
    QualifierList: "stage",
    Qualifier: "qualifier_list",
    PublishedRow: "stage",
    SeasonOutcome: "season",
    PublishedScorer: "season",
    SeasonNote: "season",
}
"""All that hangs on a season, each after what it refers to, with the field that leads there."""


def parent(model: type[Model]) -> type[Model]:
    """What a row of the model belongs to."""
    return model._meta.get_field(BELOW[model]).related_model  # type: ignore[return-value]  # noqa: SLF001


def path_to_season(model: type[Model]) -> str:
    """The lookup from a row of the model to its season, as in `rule_set__stage__season`."""
    fields = []
    while model is not Season:
        fields.append(BELOW[model])
        model = parent(model)
    return "__".join(fields)
