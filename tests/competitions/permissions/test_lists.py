"""Files and lists of what was deleted, of every model: nothing of another branch is in them."""

import csv
import io

import pytest
from django.db.models import Model
from django.test import Client

from competitions import models
from competitions.permissions import permissions
from competitions.services.changes import key_of
from tests.competitions.permissions.test_matrix import (
    MODELS,
    address,
    allowed,
    every_model,
    person,
)
from tests.competitions.permissions.world import ROW_IN, World, a_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


@every_model
@pytest.mark.parametrize("role", ["departmental", "district", "delegate"])
def test_file_holds_the_rows_that_are_seen(
    model: type[Model], role: str, world: World, client: Client
) -> None:
    for league in ("norte", "ribera", "muelle", "sur", "puna"):
        ROW_IN[model](world, league)
    user = person(world, role)
    client.force_login(user)
    response = client.get(address(model, "table", "csv"))
    seen = permissions.visible(user, model._base_manager.all()).count()
    if response.status_code == 200:
        text = response.content.decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(text)))) - 1 == seen
    else:
        assert (response.status_code, seen) == (403, 0)


KEPT = {models.Club, models.Department, models.League, models.Season, models.Stage}
"""Rows of the world on which others hang: nobody deletes them."""


@pytest.mark.parametrize(
    "model", [m for m in MODELS if m not in KEPT], ids=lambda model: model.__name__
)
def test_what_another_branch_deleted_is_not_told(
    model: type[Model], world: World, client: Client
) -> None:
    keys = {}
    for league in ("norte", "sur"):
        row = ROW_IN[model](world, league)
        row.delete()
        keys[league] = key_of(model.history.filter(history_type="-").latest())
    client.force_login(person(world, "departmental"))
    response = client.get(address(model, "deleted"))
    told = (
        {change.key for change in response.context["changes"]}
        if response.status_code == 200
        else set()
    )
    assert response.status_code in {200, 403}
    assert (keys["sur"] in told) == ("v" in allowed("departmental", model, "other"))
    assert (keys["norte"] in told) == ("v" in allowed("departmental", model, "own"))
