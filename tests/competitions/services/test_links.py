import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from competitions.models import ResultLink
from competitions.services.links import (
    closed_by,
    link_address,
    make_link,
    open_link,
    take_back_link,
)
from competitions.services.writing import Refused
from tests.factories import (
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    ResultLinkFactory,
    ResultReportFactory,
    official_of,
)

pytestmark = pytest.mark.django_db


def token_of(link: ResultLink) -> str:
    return link_address(link).rstrip("/").rpartition("/")[2]


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


def test_make_link_keeps_who_made_it_and_until_when() -> None:
    fixture, until = FixtureFactory(), tomorrow()
    actor = official_of(fixture.stage.league)
    link = make_link(fixture, reporter="away", expires_at=until, actor=actor)
    stored = ResultLink.objects.get()
    assert stored == link
    assert (stored.reporter, stored.expires_at, stored.created_by) == ("away", until, actor)
    assert stored.history.get().history_user == actor


def test_make_link_is_for_officials_of_the_branch_alone() -> None:
    fixture = FixtureFactory(stage__league=DepartmentalLeagueFactory())
    stranger = official_of(DepartmentalLeagueFactory())
    with pytest.raises(PermissionDenied):
        make_link(fixture, reporter="home", expires_at=tomorrow(), actor=stranger)
    assert not ResultLink.objects.exists()


@pytest.mark.parametrize("fields", [{"score": "1-0", "is_official": True}, {"is_archived": True}])
def test_make_link_to_a_match_that_is_over_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(Refused):
        make_link(FixtureFactory(**fields), reporter="home", expires_at=tomorrow(), actor=None)


def test_make_link_that_ends_at_once_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        make_link(FixtureFactory(), reporter="home", expires_at=timezone.now(), actor=None)
    assert list(refusal.value.error_dict) == ["expires_at"]


def test_address_is_signed_and_the_same_each_time_in_the_language_of_the_country() -> None:
    link = ResultLinkFactory()
    with translation.override("en"):
        in_english = link_address(link)
    assert in_english == link_address(link)
    assert in_english.startswith("/resultado/")
    assert token_of(link) not in str(vars(link))
    opened = open_link(token_of(link))
    assert (opened.link, opened.closed) == (link, "")


def test_tampered_address_opens_nothing() -> None:
    mine, other = ResultLinkFactory(), ResultLinkFactory()
    payload, _, signature = token_of(mine).rpartition(".")
    _, _, foreign = token_of(other).rpartition(".")
    for token in (
        f"{payload}.{signature[:-1]}",
        f"{payload}.{foreign}",
        f"{other.pk}-{other.fixture.home_id}.{signature}",
        payload,
        "",
        ".",
    ):
        assert (open_link(token).link, open_link(token).closed) == (None, "tampered")


def test_link_that_is_gone_opens_nothing() -> None:
    link = ResultLinkFactory()
    token = token_of(link)
    ResultLink.objects.all().delete()
    assert open_link(token).closed == "tampered"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"is_revoked": True}, "taken_back"),
        ({"expires_at": timezone.now() - dt.timedelta(seconds=1)}, "expired"),
        ({"fixture__is_archived": True}, "archived"),
        ({"fixture__score": "1-0", "fixture__is_official": True}, "official"),
        ({"fixture__home__club__is_archived": True}, "not_playing"),
        ({"fixture__away__club__is_archived": True}, ""),
        ({"reporter": "referee", "fixture__home__club__is_archived": True}, ""),
    ],
)
def test_link_says_why_it_is_closed(fields: dict[str, object], why: str) -> None:
    link = ResultLinkFactory(**fields)
    assert (open_link(token_of(link)).closed, closed_by(link)) == (why, why)


def test_used_link_says_so_also_after_its_end() -> None:
    link = ResultLinkFactory(expires_at=timezone.now() - dt.timedelta(days=1))
    ResultReportFactory(fixture=link.fixture, link=link)
    assert open_link(token_of(link)).closed == "used"


def test_link_of_a_club_is_worth_nothing_once_another_plays() -> None:
    link = ResultLinkFactory()
    token = token_of(link)
    fixture = link.fixture
    fixture.home = EntryFactory(stage=fixture.stage)
    fixture.save()
    assert open_link(token).closed == "not_playing"


def test_taken_back_link_keeps_by_whom() -> None:
    link = ResultLinkFactory()
    actor = official_of(link.fixture.stage.league)
    take_back_link(link, actor=actor)
    assert open_link(token_of(link)).closed == "taken_back"
    assert link.history.latest().history_user == actor


def test_used_link_is_not_taken_back() -> None:
    link = ResultLinkFactory()
    ResultReportFactory(fixture=link.fixture, link=link)
    take_back_link(link, actor=None)
    assert not ResultLink.objects.get().is_revoked
