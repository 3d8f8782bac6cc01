"""Roles by models by actions by branches: what may be done is written down here a second time, as
a table, and compared with what the permissions say, and with what the pages of the admin do.

Each test asks for one role in one place, of all models in turn.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.urls import reverse

from competitions import models
from competitions.permissions import permissions
from tests.competitions.permissions.world import ROW_IN, World, a_world
from tests.factories import AdministratorFactory, UserFactory

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("competitions").get_models()
    if not model.__name__.startswith("Historical")
]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)

ROLES = {
    "national": ("national", "official"),
    "departmental": ("norte", "official"),
    "provincial": ("ribera", "official"),
    "district": ("muelle", "official"),
    "delegate": ("ribera", "delegate"),
}
ALL, SEEN, WRITTEN, NONE = "vacd", "v", "vac", ""
"""view, add, change, delete"""

# Where the row belongs, seen from the role: its own league, one below, the league above, and
# another branch of the tree.
_BRANCH = {"own": ALL, "below": ALL, "parent": NONE, "other": NONE}
_OF_NOBODY = {"own": NONE, "below": NONE, "parent": NONE, "other": NONE}
_SHARED = {"own": SEEN, "below": SEEN, "parent": SEEN, "other": SEEN}
_DECLARED = {"own": WRITTEN, "below": WRITTEN, "parent": NONE, "other": NONE}

OFFICIALS: dict[type[Model], dict[str, str]] = {
    models.Appointment: {**_BRANCH, "own": NONE},
    models.Claim: _BRANCH,
    models.Club: _BRANCH,
    models.ClubAlias: _BRANCH,
    models.Department: _SHARED,
    models.Entry: _BRANCH,
    models.Fixture: _BRANCH,
    models.Goal: _BRANCH,
    models.Group: _BRANCH,
    models.League: {**_BRANCH, "own": SEEN},
    models.LotsDrawn: _BRANCH,
    models.LotsPosition: _BRANCH,
    models.Matchup: _BRANCH,
    models.PointsAdjustment: _BRANCH,
    models.PublishedRow: _BRANCH,
    models.PublishedScorer: _OF_NOBODY,
    models.Qualifier: _BRANCH,
    models.QualifierList: _BRANCH,
    models.ResultLink: _DECLARED,
    models.ResultReport: _DECLARED,
    models.Round: _BRANCH,
    models.RuleSet: _BRANCH,
    models.Ruling: _BRANCH,
    models.Season: _SHARED,
    models.SeasonNote: _OF_NOBODY,
    models.SeasonOutcome: _OF_NOBODY,
    models.Stage: _BRANCH,
    models.TiebreakRule: _BRANCH,
    # Venues are the department's: everyone sees them, and the leagues of a department share its.
    models.Venue: {"own": ALL, "below": ALL, "parent": ALL, "other": SEEN},
    models.Zone: _BRANCH,
}
OF_CLUB = (
    models.Claim,
    models.Club,
    models.ClubAlias,
    models.Department,
    models.Entry,
    models.Fixture,
    models.Goal,
    models.LotsPosition,
    models.Matchup,
    models.PointsAdjustment,
    models.PublishedRow,
    models.Qualifier,
    models.Ruling,
    models.Season,
    models.Venue,
)
"""What a delegate sees of his own club; he changes nothing here."""

WHERE = {
    "national": {"own": "national", "below": "puna"},
    "departmental": {"own": "norte", "below": "muelle", "parent": "national", "other": "sur"},
    "provincial": {"own": "ribera", "below": "muelle", "parent": "norte", "other": "puna"},
    "district": {"own": "muelle", "parent": "ribera", "other": "puna"},
    "delegate": {"own": "ribera", "parent": "norte", "other": "puna"},
}
CASES = [(role, where) for role, places in WHERE.items() for where in places]
every_case = pytest.mark.parametrize(("role", "where"), CASES)


def allowed(role: str, model: type[Model], where: str) -> str:
    match role:
        case "national":
            if model is models.Appointment and where == "own":
                return NONE
            return WRITTEN if model in {models.ResultLink, models.ResultReport} else ALL
        case "delegate":
            shared = OFFICIALS[model] is _SHARED or model is models.Venue
            return SEEN if shared or (model in OF_CLUB and where == "own") else NONE
        case "departmental" if model is models.Venue and where == "parent":
            # Ground of no department, as this world has it, is the national league's.
            return SEEN
        case _:
            return OFFICIALS[model][where]


@pytest.fixture
def world() -> World:
    return a_world()


@contextmanager
def one_of_many(subtests: pytest.Subtests, name: str) -> Iterator[None]:
    """What fails here is reported under that name; what is written here is gone afterwards."""
    with subtests.test(name), transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(world: World, role: str) -> AbstractBaseUser:
    league, kind = ROLES[role]
    return world.official(league) if kind == "official" else world.delegate(league)


def test_no_model_is_forgotten() -> None:
    assert set(MODELS) == set(OFFICIALS) == set(ROW_IN)


@every_case
def test_permissions_are_those_of_the_table(
    role: str, where: str, world: World, subtests: pytest.Subtests
) -> None:
    user = person(world, role)
    for model in MODELS:
        with one_of_many(subtests, model.__name__):
            row = ROW_IN[model](world, WHERE[role][where])
            wanted = allowed(role, model, where)
            rows = model._base_manager.all()
            for letter, action in zip("vacd", ("view", "add", "change", "delete"), strict=True):
                may = permissions.may(user, action, model, row=row)
                assert (action, may) == (action, letter in wanted)
                listed = permissions.changeable(user, rows, action).filter(pk=row.pk).exists()
                assert (action, listed) == (action, may)
            seen = permissions.visible(user, rows).filter(pk=row.pk).exists()
            assert seen == ("v" in wanted)
            assert permissions.choosable(user, rows).filter(pk=row.pk).exists() == seen


def address(model: type[Model], name: str, *args: Any) -> str:
    return reverse(f"admin:competitions_{model._meta.model_name}_{name}", args=args)


def _may_page(model: type[Model], name: str) -> bool:
    """Whether the admin has that page at all: what came by a link is only looked at."""
    return name == "view" or model not in {models.ResultLink, models.ResultReport}


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages answer, and are not drawn: here it matters whether they open, some 4,000 times."""
    monkeypatch.setattr(Template, "render", lambda *_args, **_kwargs: "")


def check_pages(client: Client, model: type[Model], row: Model, wanted: str) -> None:
    """One who may what `wanted` says, with that row."""
    before = model._base_manager.filter(pk=row.pk).values().get()
    answers = {
        name: client.get(address(model, name, row.pk)).status_code
        for name in ("change", "history", "delete")
    }
    is_deletable = "d" in wanted and _may_page(model, "delete")
    assert answers["change"] == (200 if "v" in wanted else answers["change"])
    if "v" not in wanted:
        assert {answers["change"], answers["history"], answers["delete"]} <= {403, 404}
    assert (answers["delete"] == 200) == is_deletable
    if "c" not in wanted:
        sent = client.post(address(model, "change", row.pk), {"name": "x", "note": "x"})
        gone = client.post(address(model, "delete", row.pk), {"post": "yes"})
        assert {sent.status_code, gone.status_code} <= {403, 404}
    listed = client.get(address(model, "changelist"))
    if listed.status_code == 200:
        shown = {found.pk for found in listed.context_data["cl"].queryset}
        assert (row.pk in shown) == ("v" in wanted)
    else:
        assert listed.status_code == 403
        assert wanted == NONE
    bulk = client.post(
        address(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )
    assert bulk.status_code in {200, 302, 403}
    if not is_deletable:
        assert model._base_manager.filter(pk=row.pk).values().get() == before


@every_case
@pytest.mark.usefixtures("undrawn")
def test_pages_of_the_admin_keep_to_the_table(
    role: str, where: str, world: World, client: Client, subtests: pytest.Subtests
) -> None:
    client.force_login(person(world, role))
    for model in MODELS:
        with one_of_many(subtests, model.__name__):
            row = ROW_IN[model](world, WHERE[role][where])
            check_pages(client, model, row, allowed(role, model, where))


REFERENCES = [
    (model, field)
    for model in MODELS
    for field in model._meta.fields
    if field.is_relation and field.related_model in ROW_IN
]


@pytest.mark.parametrize(
    ("role", "where"), [("departmental", "own"), ("departmental", "other"), ("provincial", "other")]
)
def test_foreign_keys_offer_only_what_is_seen(
    role: str,
    where: str,
    world: World,
    client: Client,
    rf: RequestFactory,
    subtests: pytest.Subtests,
) -> None:
    request = rf.get("/")
    request.user = person(world, role)
    client.force_login(request.user)
    for model, field in REFERENCES:
        with one_of_many(subtests, f"{model.__name__}.{field.name}"):
            target = field.related_model
            row = ROW_IN[target](world, WHERE[role][where])
            # An office is given in a league below one's own: there the choice is narrower.
            needed = "c" if (model, field.name) == (models.Appointment, "league") else "v"
            seen = needed in allowed(role, target, where)
            found = client.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": "competitions",
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                },
            )
            if found.status_code == 200:
                offered = {choice["id"] for choice in found.json()["results"]}
                assert (str(row.pk) in offered) == seen
            else:
                assert found.status_code == 403
            model_admin = admin.site.get_model_admin(model)
            choices = model_admin.formfield_for_dbfield(field, request)
            if choices is not None:
                assert choices.queryset.filter(pk=row.pk).exists() == seen


@pytest.mark.usefixtures("undrawn")
def test_nobody_without_an_office_comes_in(
    world: World, client: Client, subtests: pytest.Subtests
) -> None:
    member, staff = Client(), Client()
    member.force_login(UserFactory(is_staff=False))
    staff.force_login(UserFactory())
    for model in MODELS:
        with one_of_many(subtests, model.__name__):
            row = ROW_IN[model](world, "norte")
            pages = [address(model, "changelist"), address(model, "add")]
            pages += [address(model, name, row.pk) for name in ("change", "history", "delete")]
            assert {client.get(page).status_code for page in pages} == {302}
            assert {member.get(page).status_code for page in pages} == {302}
            assert {staff.get(page).status_code for page in pages} <= {403, 404}


def test_administrator_may_everything(world: World, subtests: pytest.Subtests) -> None:
    user, former = AdministratorFactory(), AdministratorFactory(is_active=False)
    for model in MODELS:
        with one_of_many(subtests, model.__name__):
            row = ROW_IN[model](world, "puna")
            assert all(
                permissions.may(user, action, model, row=row)
                for action in ("view", "add", "change", "delete")
            )
            assert not permissions.may(former, "view", model, row=row)
