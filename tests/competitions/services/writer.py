"""A writer in a process of its own: reads orders from its input, answers each in a line.

An order is `{"rows": {key: token}, "goals": 2}`: give the home clubs that many goals.
"""

import json
import sys
from typing import Any

import django

django.setup()

from competitions.models import Fixture  # noqa: E402 - models are not loaded before
from competitions.services.writing import Refused, write  # noqa: E402
from tests.factories import AdministratorFactory  # noqa: E402


def answer(order: dict, actor: Any) -> dict:
    rows = [Fixture.objects.get(pk=key) for key in order["rows"]]
    for row in rows:
        row.home_goals, row.away_goals, row.status = order["goals"], 0, "played"
    seen = dict(zip(rows, order["rows"].values(), strict=True))
    try:
        write(rows, actor=actor, seen=seen)
    except Refused as refusal:
        return {"refused": refusal.messages}
    return {"written": order["goals"]}


if __name__ == "__main__":
    someone = AdministratorFactory._meta.model.objects.get(username=sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), someone)), flush=True)
