"""Records of seasons with the matches and clubs that hold them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from standings.core.records import Match, records
from standings.selectors.snapshot import ClubData, FixtureData, StageData


@dataclass(frozen=True, slots=True)
class RecordMatch:
    stage: StageData
    fixture: FixtureData


@dataclass(frozen=True, slots=True)
class RecordAttack:
    """The goals of a club in the known matches of a season; `stage` is one that it played in."""

    stage: StageData
    club: ClubData
    goals: int
    matches: int


@dataclass(frozen=True, slots=True)
class SeasonRecords:
    """Each record with all who hold it. `known` is how many results they were computed from."""

    known: int
    biggest_wins: tuple[RecordMatch, ...]
    most_goals: tuple[RecordMatch, ...]
    best_attacks: tuple[RecordAttack, ...]


def records_of(stages: Iterable[StageData]) -> SeasonRecords:
    """The records of these stages, from confirmed results on the pitch.

    What was decided in the office, and what is inferred or provisional, holds no record.
    """
    stages = tuple(stages)
    matches = {(stage.pk, f.pk): RecordMatch(stage, f) for stage in stages for f in _played(stage)}
    clubs = {
        (stage.year, club.club): (stage, club) for stage in stages for club in stage.clubs.values()
    }
    found = records(_as_match(key, held) for key, held in matches.items())
    return SeasonRecords(
        known=found.known,
        biggest_wins=tuple(matches[match.key] for match in found.biggest_wins),
        most_goals=tuple(matches[match.key] for match in found.most_goals),
        best_attacks=tuple(
            RecordAttack(*clubs[attack.club], attack.goals, attack.matches)
            for attack in found.best_attacks
        ),
    )


def _played(stage: StageData) -> Iterator[FixtureData]:
    for fixture in stage.fixtures:
        on_pitch = fixture.official.kind == "pitch"
        if on_pitch and not (fixture.is_inferred or fixture.is_provisional):
            yield fixture


def _as_match(key: tuple[int, int], held: RecordMatch) -> Match:
    stage, score = held.stage, held.fixture.official.score
    home, away = stage.clubs[held.fixture.home], stage.clubs[held.fixture.away]
    return Match(key, (stage.year, home.club), (stage.year, away.club), score.home, score.away)
