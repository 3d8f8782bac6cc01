"""Every address of the desk, asked by people of every kind. Generated from the list of addresses,
so that a new one cannot be forgotten: it has to be named here with what it is about.
"""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from standings.admin.urls import urlpatterns
from tests.competitions.permissions.world import World, a_world
from tests.factories import UserFactory
from tests.standings.admin.rows import (
    a_claim,
    a_fixture,
    a_knock_out,
    a_round,
    a_ruling,
    a_stage,
    change_of,
    level_clubs,
)

pytestmark = pytest.mark.django_db

ABOUT: dict[str, Callable[[World, str], str | int | tuple[int, str]]] = {
    "desk_bracket": lambda world, league: a_knock_out(world, league).pk,
    "desk_berths": lambda world, league: a_stage(world, league).pk,
    "desk_changes": lambda _world, _league: "",
    "desk_claim_new": lambda world, league: f"?partido={a_fixture(world, league).pk}",
    "desk_claim_withdraw": lambda world, league: a_claim(world, league).pk,
    "desk_claims": lambda _world, _league: "",
    "desk_crossings": lambda world, league: a_stage(world, league).pk,
    "desk_extra_match": level_clubs,
    "desk_fixture_list": lambda world, league: a_stage(world, league).pk,
    "desk_going_through": lambda world, league: a_stage(world, league).pk,
    "desk_level": lambda world, league: a_stage(world, league).pk,
    "desk_links": lambda world, league: a_fixture(world, league).pk,
    "desk_lots": level_clubs,
    "desk_programme": lambda world, league: a_stage(world, league).pk,
    "desk_reports": lambda world, league: a_fixture(world, league).pk,
    "desk_openings": lambda world, league: a_stage(world, league).season_id,
    "desk_pasting": lambda world, league: a_round(world, league).pk,
    "desk_round": lambda world, league: a_round(world, league).pk,
    "desk_round_confirm": lambda world, league: a_round(world, league).pk,
    "desk_rules": lambda world, league: a_stage(world, league).pk,
    "desk_ruling": lambda world, league: f"?partido={a_fixture(world, league).pk}",
    "desk_ruling_shown": lambda world, league: a_ruling(world, league).pk,
    "desk_stage_new": lambda world, league: f"?liga={world.leagues[league].pk}",
    "desk_undo": lambda world, league: f"?c={change_of(a_fixture(world, league))}",
}
"""For each address what of it belongs to a league of the world: a key, what follows a `?`, or both.
"""

LISTS = {"desk_changes", "desk_claims"}
"""Addresses about nothing of one league: they show what of all is in the branch."""
OF_SEASONS = {"desk_openings"}
"""Addresses about a season, which every official sees; what he opens is in his branch."""
OF_DELEGATES: set[str] = set()
"""Addresses at which a delegate does something for his own club; see `test_delegates.py`."""
ONLY_SENT = {"desk_claim_withdraw", "desk_round_confirm"}
ONLY_LOOKED_AT = {"desk_level"}
ONE_WAY = ONLY_SENT | ONLY_LOOKED_AT

every_route = pytest.mark.parametrize("name", sorted(pattern.name or "" for pattern in urlpatterns))


@pytest.fixture
def world() -> World:
    return a_world()


def address_of(name: str, world: World, league: str) -> str:
    about = ABOUT[name](world, league)
    if isinstance(about, tuple):
        return reverse(f"admin:{name}", args=[about[0]]) + about[1]
    if isinstance(about, int):
        return reverse(f"admin:{name}", args=[about])
    return reverse(f"admin:{name}") + about


def asked(client: Client, name: str, world: World, league: str) -> set[int]:
    """The answers to looking and to sending nothing."""
    address = address_of(name, world, league)
    return {client.get(address).status_code, client.post(address, {}).status_code}


def test_no_address_is_forgotten() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(ABOUT)


@every_route
def test_official_reaches_what_is_his(name: str, world: World, client: Client) -> None:
    for league in ("ribera", "muelle"):
        client.force_login(world.official("ribera"))
        address = address_of(name, world, league)
        assert client.get(address).status_code == (405 if name in ONLY_SENT else 200)
        assert client.post(address, {}).status_code in {200, 302, 400, 405, 409, 422}


@pytest.mark.parametrize("name", sorted(set(ABOUT) - LISTS - OF_SEASONS))
def test_other_branches_and_the_league_above_are_not_there(
    name: str, world: World, client: Client
) -> None:
    client.force_login(world.official("ribera"))
    for league in ("norte", "sur", "puna", "national"):
        assert asked(client, name, world, league) <= {404, 405 if name in ONE_WAY else 404}


@every_route
def test_people_without_an_office_do_not_come_in(name: str, world: World, client: Client) -> None:
    assert asked(client, name, world, "ribera") == {302}
    client.force_login(UserFactory())
    assert asked(client, name, world, "ribera") == {403}


@pytest.mark.parametrize("name", sorted(set(ABOUT) - LISTS - OF_DELEGATES))
def test_delegates_do_not_come_in(name: str, world: World, client: Client) -> None:
    refused = {403, 404, 405 if name in ONE_WAY else 404}
    for league in ("puna", "ribera"):
        client.force_login(world.delegate(league))
        assert asked(client, name, world, "ribera") <= refused


@pytest.mark.parametrize("key", ["9" * 16, "9" * 25, "9" * 5000])
@every_route
def test_keys_too_long_for_a_database_are_not_there(
    name: str, key: str, world: World, client: Client
) -> None:
    client.force_login(world.official("ribera"))
    path, mark, query = address_of(name, world, "ribera").partition("?")
    about = query or path
    address = path * bool(mark) + mark + re.sub(r"\d+", key, about)
    answer = client.post(address) if name in ONLY_SENT else client.get(address)
    assert answer.status_code == (200 if name in LISTS else 404)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_lists_show_nothing_of_another_branch(name: str, world: World, client: Client) -> None:
    theirs, own = a_claim(world, "puna"), a_claim(world, "muelle")
    client.force_login(world.official("ribera"))
    text = client.get(address_of(name, world, "ribera")).content.decode()
    assert str(own.fixture) in text
    assert "Sport puna" not in text
    assert str(theirs.fixture.away) not in text
