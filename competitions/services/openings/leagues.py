"""Leagues for the districts and provinces of the state's map that football has none for yet."""

from collections.abc import Iterator, Sequence
from functools import cache

from django.conf import settings

from competitions.choices import LeagueLevel
from competitions.core.names import fold
from competitions.core.openings import free_slug, place_of, slug_of
from competitions.core.ubigeo import District, read_districts
from competitions.models import League

_SLUG_LENGTH = 120


@cache
def districts() -> tuple[District, ...]:
    path = settings.BASE_DIR / "data" / "geography" / "districts.csv"
    return tuple(read_districts(path.read_text(encoding="utf-8")))


def leagues_of_map(leagues: Sequence[League], *, level: str, branch: int) -> list[League]:
    """Leagues that are missing below `branch` down to `level`, each after the one that it belongs
    to, none of them saved.

    A district has its league where a district league of its department, in the province of that
    name or of no province, has its name, accents and capitals aside.
    """
    return list(_Missing(leagues, branch).to(level))


class _Missing:
    def __init__(self, leagues: Sequence[League], branch: int) -> None:
        self.taken = {league.slug for league in leagues}
        self.names = {(league.parent_id, league.name) for league in leagues}
        by_key = {league.pk: league for league in leagues}
        self.branch = by_key[branch]
        self.departments = {
            league.department.code: league
            for league in leagues
            if league.level == LeagueLevel.DEPARTMENTAL and league.department
        }
        self.provinces: dict[tuple[str, str], League] = {}
        self.known: dict[tuple[str, str, str], League] = {}
        for league in leagues:
            if league.department is None:
                continue
            code, place = league.department.code, fold(place_of(league.name))
            if league.level == LeagueLevel.PROVINCIAL:
                self.provinces.setdefault((code, place), league)
            elif league.level == LeagueLevel.DISTRICT:
                parent = by_key.get(league.parent_id)
                province = parent is not None and parent.level == LeagueLevel.PROVINCIAL
                above = fold(place_of(parent.name)) if province else ""
                self.known[code, above, place] = league

    def to(self, level: str) -> Iterator[League]:
        for district in districts():
            code, place = district.ubigeo[:2], fold(district.province)
            department = self.departments.get(code)
            if department is None or not self._is_in_branch(department, code, place):
                continue
            province = self.provinces.get((code, place))
            if province is None:
                province = self._new(LeagueLevel.PROVINCIAL, district.province, department)
                self.provinces[code, place] = province
                yield province
            if level == LeagueLevel.DISTRICT and not self._has_league(code, place, district):
                yield self._new(LeagueLevel.DISTRICT, district.name, province)

    def _is_in_branch(self, department: League, code: str, place: str) -> bool:
        if self.branch.level == LeagueLevel.NATIONAL or self.branch == department:
            return True
        return self.provinces.get((code, place)) == self.branch

    def _has_league(self, code: str, province: str, district: District) -> bool:
        place = fold(district.name)
        return any((code, above, place) in self.known for above in (province, ""))

    def _new(self, level: LeagueLevel, place: str, parent: League) -> League:
        kind = "Provincial" if level == LeagueLevel.PROVINCIAL else "Distrital"
        stem = f"liga-{kind.lower()}-{slug_of(place)}"
        wanted = [stem, f"{stem}-{slug_of(place_of(parent.name))}"]
        slug = free_slug(wanted, self.taken, length=_SLUG_LENGTH)
        self.taken.add(slug)
        return League(
            slug=slug,
            name=f"Liga {kind} de {place}",
            level=level,
            department=parent.department,
            parent=parent,
        )
