"""Clubs in stages."""

from collections.abc import Mapping

from competitions.core.consistency import Fault
from competitions.models import Entry, Group, Stage
from competitions.services.checks import Found
from competitions.services.writing import Actor, Refused, as_seen, remove, write


def withdraw_entry(entry: Entry, *, actor: Actor, reason: str = "") -> None:
    """Take a club out of a stage in which it plays no fixture yet. Raises Refused."""
    remove(entry, actor=actor, reason=reason)


def seed_entries(
    stage: Stage,
    seeds: Mapping[int, tuple[int | None, Group | None]],
    *,
    actor: Actor,
    reason: str = "",
    seen: str = "",
) -> list[Entry]:
    """Give entries, by their keys, their seeds, and the group or section that they are seeded in.

    No two clubs of a group have the same seed. `seen` is the state of the stage that the seeds were
    proposed for. Raises Refused.
    """
    with as_seen(stage, seen, about=stage):
        entries = list(Entry.objects.filter(stage=stage).select_related("club", "stage", "group"))
        for entry in entries:
            if entry.pk in seeds:
                entry.seed, entry.group = seeds[entry.pk]
        faults = []
        taken: dict[tuple[int | None, int], Entry] = {}
        for entry in entries:
            if entry.seed is None:
                continue
            other = taken.setdefault((entry.group_id, entry.seed), entry)
            if other is not entry:
                params = {"name": entry.name, "other": other.name, "seed": entry.seed}
                fault = Fault("seed_twice", "seed", params)
                faults.append((entry, fault.field, Found(entry, fault).error))
        if faults:
            raise Refused(faults, stage)
        write(entries, actor=actor, reason=reason)
        return entries
