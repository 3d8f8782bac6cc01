import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import SeasonFactory
from tests.standings.documents import read

pytestmark = pytest.mark.django_db
SEASONS = Path("data", "seasons")


def whole_list(client: Client, source: Path) -> list[str]:
    """Kilometres as they are played, those possible, and how many fewer these are."""
    call_command("load_geography", stdout=io.StringIO())
    call_command("simulate_season", source=source, rounds=0, stdout=io.StringIO())
    row = read(client, "/2027/nacional/cruces/").one("table", "compared").all("tr")[1]
    assert row.one("th").text == "Toda la lista entre las localidades de los clubes"
    return [cell.text for cell in row.all("td")]


@pytest.mark.parametrize(("source", "km"), [("2024", "9,978 km"), ("2023", "8,783 km")])
def test_readers_are_shown_the_list_with_the_least_travel(
    client: Client, source: str, km: str
) -> None:
    assert whole_list(client, SEASONS / source) == [km, km, "0.0 %"]


def test_a_club_that_played_elsewhere_that_year_is_crossed_from_there(
    client: Client, tmp_path: Path
) -> None:
    folder = shutil.copytree(SEASONS / "2024", tmp_path / "2024")
    rows = (folder / "entries.csv").read_text(encoding="utf-8").splitlines()
    moved = {"stage": ",home_town", "nacional,pacifico": ",Barranca"}
    rows = [row + next((moved[k] for k in moved if row.startswith(k)), ",") for row in rows]
    (folder / "entries.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    played, possible, fewer = whole_list(client, folder)
    assert played == possible != "9,978 km"
    assert fewer == "0.0 %"


def test_a_real_season_is_left_alone() -> None:
    SeasonFactory(year=2027)
    with pytest.raises(CommandError, match="2027 is a real season"):
        call_command("simulate_season")
