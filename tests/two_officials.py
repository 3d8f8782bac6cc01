"""One of two officials who save the same round, as a process of its own.

    python -m tests.two_officials setup            a round of two fixtures; prints what it made
    python -m tests.two_officials save WHO HOME-AWAY ROUND SEEN GO
    python -m tests.two_officials look ROUND       what stands in the end

`SEEN` are the tokens of the fixtures as they were shown, `GO` a file: who is ready makes one with
his name behind it, who finds it saves.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

from django.core.management import call_command

from competitions.core.fixture_state import UNPLAYED, FixtureState
from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Round
from competitions.services.rounds import in_round, record_round
from tests.factories import AppointmentFactory, FixtureFactory, RoundFactory, UserFactory
from tests.unmigrated import without_migrations


def make_round() -> dict[str, Any]:
    round_ = RoundFactory()
    fixtures = FixtureFactory.create_batch(3, stage=round_.stage, round=round_)
    for name in ("ana", "beto"):
        AppointmentFactory(user=UserFactory(username=name), league=round_.stage.league)
    return {"round": round_.pk, "seen": {fixture.pk: UNPLAYED.token for fixture in fixtures}}


def save(who: str, score: str, round_pk: str, seen: str, go: str) -> dict[str, Any]:
    """Both type the first fixture, each one other of the rest."""
    round_ = Round.objects.select_related("stage").get(pk=round_pk)
    tokens = {int(pk): token for pk, token in json.loads(seen).items()}
    first, second, third = sorted(tokens)
    home, away = map(int, score.split("-"))
    said = FixtureState(MatchFacts(Status.PLAYED, Score(home, away)))
    rows = {first: said, (second if who == "ana" else third): said}
    actor = UserFactory._meta.model.objects.get(username=who)
    Path(f"{go}.{who}").touch()
    deadline = time.monotonic() + 60
    while not Path(go).exists():
        if time.monotonic() > deadline:
            raise TimeoutError(go)
        time.sleep(0.001)
    found = record_round(round_, rows=rows, actor=actor, seen=tokens)
    return {
        "saved": sorted(fixture.pk for fixture in found.saved),
        "told": {
            pk: [message for errors in faults.values() for e in errors for message in e.messages]
            for pk, faults in found.refused.items()
        },
    }


def look(round_pk: str) -> dict[str, Any]:
    round_ = Round.objects.select_related("stage").get(pk=round_pk)
    return {
        "scores": {
            fixture.pk: f"{fixture.home_goals}-{fixture.away_goals}"
            for fixture in in_round(round_).order_by("pk")
        },
        "lines": {
            fixture.pk: [
                [line.history_user.username, line.home_goals]
                for line in Fixture.history.filter(id=fixture.pk, history_type="~")
            ]
            for fixture in in_round(round_)
        },
        "version": round_.stage.version,
    }


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "setup":
        without_migrations()
        call_command("migrate", run_syncdb=True, verbosity=0)
        answer = make_round()
    else:
        answer = {"save": save, "look": look}[command](*arguments)
    print(json.dumps(answer))
