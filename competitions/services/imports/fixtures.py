"""The fixtures of a stage, and their results."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.choices import FixtureStatus
from competitions.core import cells
from competitions.core.cells import Erased
from competitions.core.names import fold
from competitions.core.sheet import SheetRow
from competitions.models import Entry, Fixture, Matchup, Round, Stage, Venue
from competitions.permissions import permissions
from competitions.services.imports.listing import (
    Listing,
    Meant,
    Spellings,
    Values,
    column,
    differs,
    one_of,
    words,
    yes_or_no,
)
from competitions.services.imports.stages import (
    STAGE_COLUMNS,
    StageReading,
    is_named,
    names_of_entry,
)
from competitions.services.recording import Recorder, Wanted

_CODE = column("code", "código", "code", erasable=False)
_HOME = column("home", "local", "home", "equipo local", erasable=False, required=True)
_AWAY = column("away", "visitante", "away", "visita", "equipo visitante", required=True)
_ROUND = column("round", "fecha", "round", "ronda", "jornada")
_STATUS = column("status", "estado", "status", cell=words(FixtureStatus), erasable=False)
_FIXTURE_COLUMNS = (
    *STAGE_COLUMNS,
    _CODE,
    column("group", "grupo", "group", "serie"),
    _ROUND,
    _HOME,
    _AWAY,
    column("date", "día", "date", "fecha del partido", "dia del partido", cell=cells.day),
    column("time", "hora", "time", "kick-off", cell=cells.kick_off),
    column("venue", "cancha", "venue", "estadio", "campo"),
    column(
        "venue_town",
        "localidad de la cancha",
        "venue town",
        "localidad del estadio",
        erasable=False,
    ),
    _STATUS,
    column("is_neutral", "cancha neutral", "neutral ground", cell=yes_or_no, erasable=False),
    column("matchup", "llave", "matchup"),
    column("leg", "partido de la llave", "leg", cell=cells.integer(minimum=1)),
    column("is_extra", "partido extra", "extra match", cell=yes_or_no, erasable=False),
)

SCORES = (
    ("home_goals", "goles local", "home goals", "gl"),
    ("away_goals", "goles visitante", "away goals", "gv"),
    ("home_half", "local primer tiempo", "home half time"),
    ("away_half", "visitante primer tiempo", "away half time"),
    ("home_extra", "local tras suplementario", "home extra time", "local tras alargue"),
    ("away_extra", "visitante tras suplementario", "away extra time", "visitante tras alargue"),
    ("home_penalties", "local penales", "home penalties"),
    ("away_penalties", "visitante penales", "away penalties"),
)
_RESULT_COLUMNS = (
    *STAGE_COLUMNS,
    _CODE,
    _ROUND,
    _HOME,
    _AWAY,
    _STATUS,
    *(column(*names, cell=cells.score_part) for names in SCORES),
)

_RELATED = (
    "stage__season",
    "group",
    "round",
    "home__club__department",
    "away__club__department",
    "venue",
    "matchup",
)
_OURS = re.compile(r"p(\d{1,9})")


class FixtureReading(StageReading):
    def read(self) -> None:
        super().read()
        entries = (
            Entry.objects.filter(stage__in=self.pks)
            .select_related("club__department", "group")
            .prefetch_related("club__aliases")
        )
        self.entries: dict[int, list[Entry]] = {pk: [] for pk in self.pks}
        for entry in entries:
            self.entries[entry.stage_id].append(entry)
        self.clubs = {
            pk: Spellings((entry, *names_of_entry(entry)) for entry in entries)
            for pk, entries in self.entries.items()
        }
        fixtures = list(
            Fixture.objects.filter(stage__in=self.pks)
            .select_related(*_RELATED)
            .prefetch_related("home__club__aliases", "away__club__aliases")
        )
        self.by_code = {(fixture.stage_id, fixture.key): fixture for fixture in fixtures}
        self.by_clubs: dict[tuple[int, int], list[Fixture]] = {}
        for fixture in fixtures:
            if not fixture.is_archived:
                self.by_clubs.setdefault((fixture.home_id, fixture.away_id), []).append(fixture)
        self.legs: dict[tuple[int, int], Any] = {
            (fixture.matchup_id, fixture.leg): fixture
            for fixture in fixtures
            if fixture.matchup_id
            and fixture.leg
            and fixture.replaces_id is None
            and not fixture.is_archived
        }
        rounds = list(Round.objects.filter(stage__in=self.pks))
        self.numbers = {(round_.stage_id, round_.number): round_ for round_ in rounds}
        self.rounds = self._by_stage(
            rounds, lambda r: [r.name, r.name_en, *([r.get_key_display()] if r.key else [])]
        )
        self.new_rounds: dict[tuple[int, int], Round] = {}
        self.last = self._last_numbers()
        self._read_matchups()
        self._read_venues()

    def _last_numbers(self) -> dict[int, int]:
        """The highest of the codes that the program gave, those in the file among them."""
        last = dict.fromkeys(self.pks, 0)
        said = [(pk, code) for code in self.said("code") for pk in self.pks]
        for stage, code in (*self.by_code, *said):
            if match := _OURS.fullmatch(code):
                last[stage] = max(last[stage], int(match[1]))
        return last

    def _read_matchups(self) -> None:
        self.matchups: dict[tuple[int, str], list[Matchup]] = {}
        for matchup in Matchup.objects.filter(round__stage__in=self.pks).select_related("round"):
            key = (matchup.round.stage_id, fold(matchup.key))
            self.matchups.setdefault(key, []).append(matchup)

    def _read_venues(self) -> None:
        named = bool(self.said("venue"))
        venues = permissions.choosable(self.actor, Venue.objects.all()) if named else ()
        self.venues: dict[str, list[Venue]] = {}
        for venue in venues:
            for name in {fold(venue.name), fold(str(venue))}:
                self.venues.setdefault(name, []).append(venue)

    def meant(self, row: SheetRow) -> Meant:
        meant = Meant(row)
        stage = self.stage_of(meant)
        if stage is None:
            return meant
        by_code = self.by_code.get((stage.pk, row["code"])) if row["code"] else None
        home = self._entry_of(meant, stage, "home", by_code and by_code.home)
        away = self._entry_of(meant, stage, "away", by_code and by_code.away)
        round_ = self._round_of(meant, stage)
        if meant.faults or home is None or away is None:
            return meant
        meant.found = by_code or self._fixture_of(meant, home, away, round_)
        if meant.faults:
            return meant
        meant.key = (meant.found.pk,) if meant.found else _key(row["code"], home, away, round_)
        if meant.found is None and not self.creates:
            meant.refuse(None, "no_such_fixture", value=f"{home} – {away}")
            return meant
        if meant.found is None:
            meant.values |= {"stage": stage, "key": self._key_in(stage, row["code"])}
            self._warn_of_double(meant, home, away)
            if home.group_id is not None and home.group_id == away.group_id and stage.has_table:
                meant.values["group"] = home.group
        meant.values |= {"home": home, "away": away}
        self._take_rest(meant, stage, round_)
        if meant.found is not None:
            meant.needs_reason = _changes_official(meant)
            if meant.found.is_archived and any(
                differs(meant.found, *v) for v in meant.values.items()
            ):
                meant.refuse(None, "archived_fixture")
        return meant

    def _take_rest(self, meant: Meant, stage: Stage, round_: Round | None) -> None:
        row = meant.row
        if row["round"] is not None:
            meant.values["round"] = round_
        if row["status"] is not None:
            meant.values["status"] = row["status"]
        self._take_schedule(meant, stage)

    def _take_schedule(self, meant: Meant, stage: Stage) -> None:
        row = meant.row
        if row["group"] is Erased.ERASED:
            meant.values["group"] = None
        elif row["group"] is not None:
            meant.values["group"] = self.group_of(meant, stage)
        meant.take("date", "time", "leg", blank=None)
        meant.take("is_neutral", "is_extra")
        self._name_venue(meant)
        self._name_matchup(meant, stage)
        self._see_that_the_leg_is_free(meant)

    def _entry_of(self, meant: Meant, stage: Stage, side: str, known: Entry | None) -> Entry | None:
        name = meant.row[side]
        if name is None:
            return None
        if known is not None and is_named(known, name):
            return known
        found = self.clubs[stage.pk].find(name)
        entry = one_of(found)
        if entry is None and found:
            where = ", ".join(sorted({one.club.department.name for one in found}))
            meant.refuse(side, "several_clubs_in_stage", value=name, departments=where)
        elif entry is None:
            meant.refuse(side, "no_such_club_in_stage", value=name, stage=stage.label)
        return entry

    def _round_of(self, meant: Meant, stage: Stage) -> Round | None:
        name = meant.row["round"]
        if name is None or name is Erased.ERASED:
            return None
        if number := _number(name):
            found = self.numbers.get((stage.pk, number)) or self._new_round(meant, stage, number)
        else:
            found = one_of(self.rounds[stage.pk].find(name))
        if found is None:
            meant.refuse("round", "no_such_round_here", value=name)
        return found

    def _new_round(self, meant: Meant, stage: Stage, number: int) -> Round | None:
        """A table's rounds are only counted, so a file may go on counting."""
        round_ = Round(stage=stage, number=number, name=f"Fecha {number}")
        if not self.creates or not stage.has_table or number > 99:
            return None
        if not permissions.may(self.actor, "add", Round, row=round_):
            return None
        known = self.new_rounds.setdefault((stage.pk, number), round_)
        if known is round_:
            meant.notes.append(_("Adds the round %(name)s.") % {"name": round_.label})
        return known

    def _fixture_of(
        self, meant: Meant, home: Entry, away: Entry, round_: Round | None
    ) -> Fixture | None:
        """The match of these clubs in this round; in whichever round, where the file has none."""
        alike = self.by_clubs.get((home.pk, away.pk), [])
        if round_ is not None:
            alike = [f for f in alike if f.round_id is not None and f.round_id == round_.pk] or [
                fixture for fixture in alike if fixture.round_id is None
            ]
        if self._is_new_code(meant.row["code"]):
            return None
        if len(alike) > 1:
            codes = ", ".join(sorted(fixture.key for fixture in alike))
            meant.refuse(None, "several_fixtures", codes=codes)
        return one_of(alike)

    def _is_new_code(self, code: str | None) -> bool:
        """A code that the stage has not is one for a new match."""
        return bool(code) and self.creates

    def _key_in(self, stage: Stage, code: str | None) -> str:
        if code:
            return code
        self.last[stage.pk] += 1
        return f"p{self.last[stage.pk]}"

    def _warn_of_double(self, meant: Meant, home: Entry, away: Entry) -> None:
        for other in self.by_clubs.get((home.pk, away.pk), []):
            where = other.round.label if other.round else other.key
            meant.notes.append(_("These clubs already meet in %(round)s.") % {"round": where})

    def _name_venue(self, meant: Meant) -> None:
        name, town = meant.row["venue"], meant.row["venue_town"]
        if name is None:
            return
        if name is Erased.ERASED:
            meant.values["venue"] = None
            return
        now = meant.found.venue if meant.found else None
        if now is not None and fold(now.name) == fold(name) and fold(now.town) == fold(town or ""):
            return
        found = self.venues.get(fold(name), [])
        if town is not None:
            found = [venue for venue in found if fold(venue.town) == fold(town)]
        venue = one_of(found)
        if venue is None:
            meant.refuse("venue", "several_venues" if found else "no_such_venue", value=name)
        else:
            meant.values["venue"] = venue

    def _name_matchup(self, meant: Meant, stage: Stage) -> None:
        name = meant.row["matchup"]
        if name is None:
            return
        if name is Erased.ERASED:
            meant.values |= {"matchup": None, "leg": None}
            return
        now = meant.found.matchup if meant.found else None
        if now is not None and fold(now.key) == fold(name):
            return
        found = self.matchups.get((stage.pk, fold(name)), [])
        round_ = meant.values.get("round")
        if len(found) > 1 and round_ is not None:
            found = [matchup for matchup in found if matchup.round_id == round_.pk]
        matchup = one_of(found)
        if matchup is None:
            meant.refuse("matchup", "no_such_matchup", value=name)
            return
        meant.values["matchup"] = matchup
        if meant.row["round"] is None:
            meant.values["round"] = matchup.round

    def _see_that_the_leg_is_free(self, meant: Meant) -> None:
        now = meant.found
        matchup = meant.values.get("matchup", now and now.matchup)
        leg = meant.values.get("leg", now and now.leg)
        if matchup is None or leg is None:
            return
        other = self.legs.setdefault((matchup.pk, leg), now or meant)
        if other is not (now or meant) and (now is None or not now.is_archived):
            name = other.found or other.row.line if isinstance(other, Meant) else other
            meant.refuse("leg", "leg_taken", value=str(name))

    def before(self, recorder: Recorder, meant: Sequence[Meant]) -> None:
        """The rounds that the file goes on counting to."""
        wanted = {id(row.values.get("round")) for row in meant}
        keys = [key for key, round_ in sorted(self.new_rounds.items()) if id(round_) in wanted]
        rounds = recorder.record(
            Round,
            [
                Wanted(None, {"stage": r.stage, "number": r.number, "name": r.name})
                for r in (self.new_rounds[key] for key in keys)
            ],
        )
        made = {id(self.new_rounds[key]): round_ for key, round_ in zip(keys, rounds, strict=True)}
        for row in meant:
            found = made.get(id(row.values.get("round")))
            if found is not None:
                row.values["round"] = found


class ResultReading(FixtureReading):
    """Only what happened in fixtures that there are."""

    creates: ClassVar[bool] = False

    def _take_rest(self, meant: Meant, stage: Stage, round_: Round | None) -> None:
        row = meant.row
        del meant.values["home"], meant.values["away"]
        meant.take(*(name for name, *_titles in SCORES), blank=None)
        if row["status"] is not None:
            meant.values["status"] = row["status"]
        elif _is_scored(meant.values) and meant.found.status in _NOT_YET_PLAYED:
            meant.values["status"] = FixtureStatus.PLAYED

    def _read_venues(self) -> None:
        """No result has a venue."""

    def _read_matchups(self) -> None:
        """Nor a matchup."""


_NOT_YET_PLAYED = (FixtureStatus.SCHEDULED, FixtureStatus.POSTPONED)


def _is_scored(values: dict[str, Any]) -> bool:
    return any(values.get(name) is not None for name in ("home_goals", "away_goals"))


def _key(code: str | None, home: Entry, away: Entry, round_: Round | None) -> tuple[Any, ...]:
    return (code,) if code else (home.pk, away.pk, round_ and round_.number)


def _changes_official(meant: Meant) -> bool:
    """Whether it is a result that the league has confirmed, and would be another one."""
    return meant.found.is_official and any(
        name in meant.values and meant.values[name] != getattr(meant.found, name)
        for name in ("status", *(name for name, *_titles in SCORES))
    )


def _number(name: str) -> int | None:
    return int(name) if name.isascii() and name.isdecimal() and len(name) < 4 else None


def fixture_cells(fixture: Fixture) -> Values:
    return {
        "season": fixture.stage.season.year,
        "stage": fixture.stage.slug,
        "code": fixture.key,
        "group": fixture.group.code if fixture.group else None,
        "round": str(fixture.round.number) if fixture.round else None,
        "home": fixture.home.name,
        "away": fixture.away.name,
        "date": fixture.date,
        "time": fixture.time,
        "venue": fixture.venue.name if fixture.venue else None,
        "venue_town": fixture.venue.town if fixture.venue else None,
        "status": fixture.status,
        "is_neutral": fixture.is_neutral,
        "matchup": fixture.matchup.key if fixture.matchup else None,
        "leg": fixture.leg,
        "is_extra": fixture.is_extra,
    } | {name: getattr(fixture, name) for name, *_titles in SCORES}


FIXTURES = Listing(
    code="fixtures",
    model=Fixture,
    label=gettext_lazy("fixtures"),
    columns=_FIXTURE_COLUMNS,
    example={
        "season": 2027,
        "stage": "departamental-ejemplo",
        "group": "a",
        "round": "1",
        "home": "Deportivo Ejemplo de la Plantilla",
        "away": "Sport Ejemplo de la Plantilla",
        "date": dt.date(2027, 5, 16),
        "time": dt.time(15, 30),
        "venue": "Estadio Ejemplo de la Plantilla",
        "venue_town": "Huanta",
        "status": FixtureStatus.SCHEDULED,
    },
    reading=FixtureReading,
    cells=fixture_cells,
    related=_RELATED,
)

RESULTS = Listing(
    code="results",
    model=Fixture,
    label=gettext_lazy("results"),
    columns=_RESULT_COLUMNS,
    example={
        "season": 2027,
        "stage": "departamental-ejemplo",
        "round": "1",
        "home": "Deportivo Ejemplo de la Plantilla",
        "away": "Sport Ejemplo de la Plantilla",
        "status": FixtureStatus.PLAYED,
        "home_goals": 2,
        "away_goals": 1,
        "home_half": 1,
        "away_half": 0,
    },
    reading=ResultReading,
    cells=fixture_cells,
    related=_RELATED,
)
