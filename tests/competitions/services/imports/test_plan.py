"""What holds for every list: nothing before it is confirmed, and then exactly that."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from competitions.core.files import FILE_FAULTS, read_file
from competitions.core.names import fold
from competitions.core.sheet import FAULTS, Column
from competitions.models import Club, ClubAlias, Stage
from competitions.services import faults
from competitions.services.imports import CLUBS, LISTINGS, Listing, bring_in, preview
from competitions.services.imports import plan as planning
from competitions.services.imports.sentences import SENTENCES
from tests.competitions.services.imports.sheets import bring, look, states, wrongs
from tests.factories import (
    AdministratorFactory,
    ClubAliasFactory,
    ClubFactory,
    DepartmentFactory,
    EntryFactory,
)

pytestmark = pytest.mark.django_db

TEXT = "nombre,departamento,localidad\nAda,Ica,Ica\nBoca,Ica,Ica\nCali,Ica,Ica\n"


@pytest.fixture
def ica() -> Any:
    return DepartmentFactory(name="Ica")


def test_preview_writes_nothing_and_raises_no_version(ica: Any) -> None:
    entry = EntryFactory(club__name="Ada", club__department=ica)
    plan = look(CLUBS, TEXT)
    assert states(plan) == [(2, "changed"), (3, "new"), (4, "new")]
    assert (Club.objects.count(), Club.objects.get().home_town) == (1, "")
    assert not Club.history.filter(name="Boca").exists()
    assert Stage.objects.get(pk=entry.stage_id).version == 1


def test_one_fault_keeps_everything_out(ica: Any) -> None:
    actor = AdministratorFactory()
    grid = read_file("f.csv", (TEXT + "Dos,Icaa,\n").encode())
    plan = preview(CLUBS, grid, actor=actor)
    assert not plan.is_good
    after, done = bring_in(CLUBS, grid, actor=actor, digest=plan.digest)
    assert (done, after) == (False, plan)
    assert not Club.objects.exists()


def test_nothing_to_write_is_not_carried_out(ica: Any) -> None:
    bring(CLUBS, TEXT)
    actor = AdministratorFactory()
    grid = read_file("f.csv", TEXT.encode())
    plan = preview(CLUBS, grid, actor=actor)
    assert bring_in(CLUBS, grid, actor=actor, digest=plan.digest) == (plan, False)
    assert Club.history.count() == 3


@pytest.mark.parametrize("meanwhile", ["changed", "deleted", "added", "aliased"])
def test_what_was_written_meanwhile_asks_for_another_look(meanwhile: str, ica: Any) -> None:
    ada = ClubFactory(name="Ada", department=ica)
    actor = AdministratorFactory()
    grid = read_file("f.csv", TEXT.encode())
    plan = preview(CLUBS, grid, actor=actor)
    if meanwhile == "changed":
        Club.objects.filter(pk=ada.pk).update(home_town="Nasca")
    elif meanwhile == "deleted":
        ada.delete()
    elif meanwhile == "added":
        ClubFactory(name="Boca", department=ica)
    else:
        ClubAliasFactory(club=ada, name="Cali")
    before = list(Club.objects.order_by("pk").values_list("name", "home_town"))
    after, done = bring_in(CLUBS, grid, actor=actor, digest=plan.digest)
    assert not done
    assert after.digest != plan.digest
    assert list(Club.objects.order_by("pk").values_list("name", "home_town")) == before
    if meanwhile == "aliased":
        assert [line for line, _title, _text in wrongs(after)] == [4]
    else:
        again, done = bring_in(CLUBS, grid, actor=actor, digest=after.digest)
        assert (done, again) == (True, after)


def test_row_that_changed_between_reading_and_locking_is_read_again(ica: Any) -> None:
    stale = ClubFactory(name="Ada", department=ica)
    Club.objects.filter(pk=stale.pk).update(home_town="Nasca")
    grid = read_file("f.csv", TEXT.encode())
    with pytest.raises(planning._Stale):
        planning._Bringing(CLUBS, grid, AdministratorFactory(), "")._hold([stale])
    stale.refresh_from_db()
    planning._Bringing(CLUBS, grid, AdministratorFactory(), "")._hold([stale])


def test_two_rows_that_want_one_place_are_told(ica: Any) -> None:
    """A new name that is free when the file is read and taken by another row of it."""
    for name in ("ada", "boca"):
        ClubFactory(name=name.title(), slug=name, department=ica)
    plan = look(CLUBS, "código,nombre\nada,Nuevo\nboca,Nuevo\n")
    assert not plan.is_good
    assert sorted(Club.objects.values_list("name", flat=True)) == ["Ada", "Boca"]


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS.keys())
def test_titles_of_columns_are_told_apart_and_speak_both_languages(listing: Listing) -> None:
    known: dict[str, str] = {}
    for column in listing.columns:
        assert isinstance(column, Column)
        assert len(column.titles) >= 2
        for title in (column.name, *column.titles):
            assert known.setdefault(fold(title), column.name) == column.name


def test_every_code_of_a_file_has_its_sentence() -> None:
    known = SENTENCES.keys() | faults.SENTENCES.keys()
    assert {*FAULTS, *FILE_FAULTS} <= known


def writes(rows: int) -> int:
    department = DepartmentFactory()
    actor = AdministratorFactory()
    lines = [f"Nuevo {number},{department.name},N{number}\n" for number in range(rows)]
    text = "nombre,departamento,otros nombres\n" + "".join(lines)
    grid = read_file("f.csv", text.encode())
    plan = preview(CLUBS, grid, actor=actor)
    with CaptureQueriesContext(connection) as queries:
        _plan, done = bring_in(CLUBS, grid, actor=actor, digest=plan.digest)
    assert done
    assert ClubAlias.objects.filter(club__department=department).count() == rows
    return len(queries)


def test_new_rows_are_written_in_batches() -> None:
    """Reading is as short for 300 rows as for one. SQLite takes 999 values at once."""
    few, many = writes(1), writes(300)
    if connection.vendor == "postgresql":
        assert (few, many) == (12, 13)
    else:
        assert (few, many) == (12, 23)


def test_every_column_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[4] / "docs" / "files.md").read_text(encoding="utf-8")
    for listing in LISTINGS.values():
        for column in listing.columns:
            assert column.titles[0] in text, (listing.code, column.name)
            assert column.titles[1] in text, (listing.code, column.name)
