"""What lists of a stage share: each row names the season and the stage that it belongs to."""

from collections.abc import Iterable
from typing import Any

from competitions.core import cells
from competitions.core.names import fold
from competitions.models import Club, Entry, Group, Stage
from competitions.permissions import permissions
from competitions.services.imports.listing import Meant, Reading, Spellings, column, one_of
from competitions.services.versions import lock_stages

STAGE_COLUMNS = (
    column(
        "season",
        "temporada",
        "season",
        "año",
        "year",
        cell=cells.integer(minimum=1900),
        erasable=False,
        required=True,
    ),
    column("stage", "etapa", "stage", erasable=False, required=True),
)


class StageReading(Reading):
    """A list whose rows belong to stages. The stages are locked before anything of them is read."""

    def read(self) -> None:
        stages = list(
            permissions.visible(
                self.actor,
                Stage.objects.filter(season__year__in=self.said("season")).select_related(
                    "season", "league", "rule_set"
                ),
            )
        )
        self._stages = {
            year: Spellings(
                (stage, [stage.name, stage.name_en, stage.slug], [])
                for stage in stages
                if stage.season.year == year
            )
            for year in self.said("season")
        }
        named = {stage for row in self.rows for stage in self._named(row["season"], row["stage"])}
        self.pks = sorted(stage.pk for stage in named)
        lock_stages(self.pks)
        self.groups = self._by_stage(
            Group.objects.filter(stage__in=self.pks),
            lambda group: [group.name, group.name_en, group.code],
        )

    def stage_of(self, meant: Meant) -> Stage | None:
        row = meant.row
        if row["season"] is None or row["stage"] is None:
            return None
        found = self._named(row["season"], row["stage"])
        stage = one_of(found)
        if stage is None and found:
            codes = ", ".join(sorted(stage.slug for stage in found))
            meant.refuse("stage", "several_stages", value=row["stage"], codes=codes)
        elif stage is None:
            meant.refuse("stage", "no_such_stage", value=row["stage"], season=row["season"])
        return stage

    def group_of(self, meant: Meant, stage: Stage) -> Group | None:
        name = meant.row["group"]
        group = one_of(
            self.groups[stage.pk].find(name), preferred=meant.found and meant.found.group
        )
        if group is None:
            meant.refuse("group", "no_such_group_here", value=name)
        return group

    def _named(self, season: int | None, stage: str | None) -> list[Stage]:
        if season is None or stage is None:
            return []
        return self._stages[season].find(stage)

    def _by_stage(self, rows: Iterable[Any], names: Any) -> dict[int, Spellings]:
        of_stage: dict[int, list[Any]] = {pk: [] for pk in self.pks}
        for row in rows:
            of_stage[row.stage_id].append(row)
        return {
            pk: Spellings((row, names(row), []) for row in found) for pk, found in of_stage.items()
        }


def names_of_club(club: Club) -> tuple[list[str], list[str]]:
    """What it is called, and what else; with its department where the name is not enough."""
    others = [alias.name for alias in club.aliases.all()]
    long = f"{club.name} ({club.department.name})"
    return [club.name], [club.short_name, club.slug, long, *others]


def names_of_entry(entry: Entry) -> tuple[list[str], list[str]]:
    own, others = names_of_club(entry.club)
    return [name for name in (entry.listed_name, *own) if name], others


def is_named(entry: Entry, name: str) -> bool:
    own, others = names_of_entry(entry)
    return fold(name) in {fold(known) for known in (*own, *others)}
