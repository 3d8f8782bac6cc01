from pathlib import Path

import pytest
from django.conf import settings

from competitions.models import Department, League
from competitions.services.faults import FilesRefused
from competitions.services.geography import NATIONAL_LEAGUE, load_geography

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "data" / "geography" / "departments.csv"


def test_each_department_has_its_league_below_the_national_one() -> None:
    load_geography(FILE.read_bytes())
    assert Department.objects.count() == 25
    national = League.objects.get(parent=None)
    assert (national.slug, national.name) == (NATIONAL_LEAGUE, "Copa Perú")
    assert national.children.filter(level="departmental").count() == 25
    junin = Department.objects.get(code="12")
    assert (junin.name, junin.capital, junin.slug) == ("Junín", "Huancayo", "junin")
    assert [league.name for league in junin.leagues.all()] == ["Liga Departamental de Junín"]


def test_capitals_lie_in_peru() -> None:
    load_geography(FILE.read_bytes())
    for department in Department.objects.all():
        assert -18.4 < department.latitude < 0
        assert -81.4 < department.longitude < -68.6


def test_loading_again_writes_nothing_and_a_correction_is_kept_in_history() -> None:
    load_geography(FILE.read_bytes())
    load_geography(FILE.read_bytes())
    assert Department.history.count() == 25
    assert League.history.count() == 26
    load_geography(FILE.read_bytes().replace(b"Huancayo", b"Jauja"))
    assert Department.objects.get(code="12").capital == "Jauja"
    assert Department.history.filter(code="12", history_change_reason="geography").count() == 2


def test_faulty_file_is_refused() -> None:
    with pytest.raises(FilesRefused) as refused:
        load_geography(b"code,name\n1,Amazonas\n", file="d.csv")
    assert {fault.code for fault in refused.value.faults} == {"missing_column"}
    assert not Department.objects.exists()
