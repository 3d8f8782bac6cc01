"""What holds for the admin of every model; generated over the registry, so none is forgotten."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import ForeignKey, Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions import models
from copaperu.admin import SECTIONS
from tests.factories import (
    FACTORIES,
    AdministratorFactory,
    EntryFactory,
    FixtureFactory,
    StageFactory,
)

MODELS = [
    model
    for model in apps.get_app_config("competitions").get_models()
    if not model.__name__.startswith("Historical")
]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)

AS_SENT = (models.ResultLink, models.ResultReport)
"""What came by a link is looked at in the admin, and written nowhere in it."""
every_written_model = pytest.mark.parametrize(
    "model", [m for m in MODELS if m not in AS_SENT], ids=lambda model: model.__name__
)

# Session, user, count, rows; then one for the list of seasons or departments in a filter, and two
# for the days of a date hierarchy.
QUERIES: dict[type[Model], int] = {
    models.Appointment: 4,
    models.Claim: 7,
    models.Club: 5,
    models.ClubAlias: 4,
    models.Department: 4,
    models.Entry: 6,
    models.Fixture: 6,
    models.Goal: 5,
    models.Group: 5,
    models.League: 5,
    models.LotsDrawn: 7,
    models.LotsPosition: 5,
    models.Matchup: 5,
    models.PointsAdjustment: 7,
    models.PublishedRow: 5,
    models.PublishedScorer: 5,
    models.Qualifier: 5,
    models.QualifierList: 7,
    models.ResultLink: 5,
    models.ResultReport: 5,
    models.Round: 5,
    models.RuleSet: 5,
    models.Ruling: 7,
    models.Season: 4,
    models.SeasonNote: 5,
    models.SeasonOutcome: 5,
    models.Stage: 5,
    models.TiebreakRule: 5,
    models.Venue: 5,
    models.Zone: 5,
}


def full_rows(model: type[Model], count: int) -> None:
    """Rows in which every optional relation is given: an empty one hides a query."""
    for _row in range(count):
        given: dict[str, Any] = {
            field.name: FACTORIES[field.related_model]()
            for field in model._meta.fields
            if isinstance(field, ForeignKey)
            and field.null
            and field.related_model in FACTORIES
            and field.name not in {"parent", "reported_winner"}
            # One or the other; its other half has a test of its own.
            and (model, field.name) != (models.Appointment, "club")
        }
        if "instead_of" in given:
            given["reason"] = "Resolución"
        row = FACTORIES[model](**given)
        if isinstance(row, models.Matchup):
            row.reported_winner = row.first
            row.save()


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(AdministratorFactory())
    return client


def page(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:competitions_{model._meta.model_name}_{name}", args=args)


@every_model
def test_model_is_registered(model: type[Model]) -> None:
    found = admin.site.get_model_admin(model)
    assert found.search_fields
    assert found.list_filter or model in {models.Department, models.ClubAlias, models.Venue}
    assert found.get_queryset.__qualname__ == "FactAdmin.get_queryset"


def test_every_model_has_its_section_on_the_index() -> None:
    listed = [name for _title, names in SECTIONS for name in names]
    assert sorted(listed) == sorted(model.__name__ for model in MODELS)


@every_model
@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_changelist_in_a_fixed_number_of_queries(
    model: type[Model], rows: int, official: Client
) -> None:
    full_rows(model, rows)
    official.get(page(model, "changelist"))
    with CaptureQueriesContext(connection) as queries:
        response = official.get(page(model, "changelist"))
    assert response.status_code == 200
    assert len(queries) == QUERIES[model]


@every_model
@pytest.mark.django_db
def test_changelist_searches_filters_and_takes_any_page(
    model: type[Model], official: Client
) -> None:
    FACTORIES[model].create_batch(2)
    for query in ("q=unión+2024", "season=2024&stage=1&round=1", "season=x&stage=y&round=z", "p=9"):
        response = official.get(f"{page(model, 'changelist')}?{query}", follow=True)
        assert response.status_code == 200


@every_written_model
@pytest.mark.django_db
def test_form_history_and_deletion_open(model: type[Model], official: Client) -> None:
    row = FACTORIES[model]()
    assert official.get(page(model, "add")).status_code == 200
    for name in ("change", "history", "delete"):
        assert official.get(page(model, name, row.pk)).status_code == 200


@every_written_model
@pytest.mark.django_db
def test_form_searches_clubs_entries_fixtures_and_stages(
    model: type[Model], official: Client
) -> None:
    searched = {models.Club, models.Entry, models.Fixture, models.Stage}
    fields = [
        field.name
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and field.related_model in searched
    ]
    text = official.get(page(model, "add")).content.decode()
    for field in fields:
        assert f'data-field-name="{field}"' in text, field


@every_model
@pytest.mark.django_db
def test_autocomplete_answers(model: type[Model], official: Client) -> None:
    row = FACTORIES[model]()
    for other in MODELS:
        for field in other._meta.fields:
            if not isinstance(field, ForeignKey) or field.related_model is not model:
                continue
            response = official.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": "competitions",
                    "model_name": other._meta.model_name,
                    "field_name": field.name,
                },
            )
            assert str(row.pk) in [found["id"] for found in response.json()["results"]]


@every_written_model
@pytest.mark.django_db
def test_unchanged_form_saves_and_writes_nothing(model: type[Model], official: Client) -> None:
    row = FACTORIES[model]()
    response = official.get(page(model, "change", row.pk))
    data = typed(response.context["adminform"].form)
    for formset in response.context["inline_admin_formsets"]:
        data |= typed(formset.formset.management_form)
        for form in formset.formset:
            data |= typed(form)
    saved = official.post(page(model, "change", row.pk), data)
    assert saved.status_code == 302, errors(saved)
    assert row.history.count() == 1


def typed(form: Any) -> dict[str, Any]:
    """What a browser would send of a form as it was opened."""
    data: dict[str, Any] = {}
    for bound in form:
        widget = bound.field.widget
        value = bound.value()
        if hasattr(widget, "decompress"):
            values = list(value) if isinstance(value, list) else widget.decompress(value)
            names = [bound.html_name + suffix for suffix in widget.widgets_names]
            values += [""] * (len(names) - len(values))
            data |= dict(zip(names, values, strict=True))
        elif value is None or value is False:
            continue
        else:
            data[bound.html_name] = str(value)
    return data


def errors(response: Any) -> Any:
    context = response.context
    return context and [
        context["adminform"].form.errors,
        [formset.formset.errors for formset in context["inline_admin_formsets"]],
    ]


@every_written_model
@pytest.mark.django_db
def test_delete_asks_the_service(model: type[Model], official: Client) -> None:
    row = FACTORIES[model]()
    response = official.post(page(model, "delete", row.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not model.objects.filter(pk=row.pk).exists()
    assert model.history.filter(history_type="-").latest().history_user is not None


@every_written_model
@pytest.mark.django_db
def test_delete_of_several_asks_the_service(model: type[Model], official: Client) -> None:
    rows = FACTORIES[model].create_batch(2)
    response = official.post(
        page(model, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in rows],
            "post": "yes",
        },
    )
    assert response.status_code == 302
    assert not model.objects.filter(pk__in=[row.pk for row in rows]).exists()


@pytest.mark.parametrize("model", AS_SENT)
@pytest.mark.django_db
def test_what_was_sent_is_only_looked_at(model: type[Model], official: Client) -> None:
    row = FACTORIES[model]()
    assert official.get(page(model, "change", row.pk)).status_code == 200
    assert official.post(page(model, "change", row.pk), {}).status_code == 403
    for address in (page(model, "add"), page(model, "delete", row.pk)):
        assert official.get(address).status_code == 403


@pytest.mark.django_db
def test_index_groups_the_models(official: Client) -> None:
    text = official.get(reverse("admin:index")).content.decode()
    positions = [text.index(page(model, "changelist")) for model in MODELS]
    assert all(positions)
    assert text.index(page(models.Fixture, "changelist")) < text.index(
        page(models.Club, "changelist")
    )


@pytest.mark.django_db
def test_page_of_the_app_lists_every_model(official: Client) -> None:
    text = official.get(reverse("admin:app_list", args=["competitions"])).content.decode()
    assert all(page(model, "changelist") in text for model in MODELS)


@pytest.mark.django_db
def test_no_page_of_the_admin_needs_inline_code(official: Client) -> None:
    row = FACTORIES[models.Fixture](score="1-0")
    for address in (
        reverse("admin:index"),
        page(models.Fixture, "changelist"),
        page(models.Fixture, "change", row.pk),
        page(models.Fixture, "history", row.pk),
    ):
        response = official.get(address)
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        text = response.content.decode()
        assert " style=" not in text
        assert "<style" not in text
        assert "onclick=" not in text


def test_very_long_search_is_answered(admin_client: Client) -> None:
    response = admin_client.get("/admin/competitions/club/", {"q": "a " * 70})
    assert response.status_code == 200


@pytest.mark.django_db
def test_match_moved_to_where_its_club_plays_elsewhere_is_told(official: Client) -> None:
    match = FixtureFactory(stage__season__year=2027)
    cup = StageFactory(season=match.stage.season, name="Copa")
    home = EntryFactory(stage=cup, club=match.home.club)
    theirs = FixtureFactory(stage=cup, home=home, date=date(2027, 3, 7))
    address = page(models.Fixture, "change", match.pk)
    response = official.get(address)
    data = typed(response.context["adminform"].form)
    for formset in response.context["inline_admin_formsets"]:
        data |= typed(formset.formset.management_form)

    moved = official.post(address, data | {"date": "2027-03-07"}, follow=True)

    told = [str(message) for message in moved.context["messages"]]
    assert [text for text in told if f"juega dos veces ese día, también en {theirs} (Copa)" in text]
    assert models.Fixture.objects.get(pk=match.pk).date == date(2027, 3, 7)
