import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

from competitions.core.score import MatchFacts, Score, Status
from competitions.services.results import record_result
from tests.factories import AdministratorFactory
from tests.standings.scenes import play, single_table

pytestmark = pytest.mark.django_db


def test_unchanged_page_is_not_sent_again(client):
    single_table("Ada 2-1 Boca")
    first = client.get("/2030/nacional/")
    again = client.get("/2030/nacional/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]


def test_page_is_sent_again_once_a_result_is_in(client):
    stage = single_table("Ada - Boca")
    first = client.get("/2030/nacional/")
    record_result(
        stage.fixtures.get(),
        result=MatchFacts(Status.PLAYED, full_time=Score(2, 1)),
        actor=AdministratorFactory(),
    )
    again = client.get("/2030/nacional/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "2–1" in again.content.decode().replace("<b>", "").replace("</b>", "")


def test_table_is_kept_for_each_language_round_and_ground(client):
    stage = single_table("Ada 2-1 Boca")
    play(stage, "Boca 5-0 Ada", round_number=2)
    paths = (
        "/2030/nacional/",
        "/en/2030/nacional/",
        "/2030/nacional/?fecha=1",
        "/2030/nacional/?sede=local",
    )
    first = [client.get(path).content for path in paths]
    assert len(set(first)) == len(paths)
    assert [client.get(path).content for path in paths] == first


def test_what_templates_rendered_stays_in_the_process(client):
    single_table("Ada 2-1 Boca")
    client.get("/2030/nacional/")
    in_process = caches["template_fragments"]
    assert isinstance(in_process, LocMemCache)
    assert any("single_table" in key for key in in_process._cache)
    assert not any("single_table" in key for key in caches["default"]._cache)
