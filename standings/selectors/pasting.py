"""Pasted results beside the fixtures of a round: what each line would record, and what stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from competitions.choices import Absent
from competitions.core.fixture_state import FixtureState
from competitions.core.pasted import Club, Kind, Line, Match, Pairing, match_lines, read_text
from competitions.core.score import Side, Status
from competitions.models import Entry, Fixture, Round, Ruling
from competitions.selectors import settlement_of
from competitions.services.rounds import in_round, state_of


@dataclass(frozen=True, slots=True)
class RoundFixture:
    """A fixture that a line may mean, with what is on record of it."""

    pk: int
    home: str
    away: str
    now: FixtureState
    is_official: bool
    pairing: Pairing


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line with a result, or one that looks like it and could not be read.

    `key` is its number with its place among the results of that line. `then` is the fixture as the
    line would leave it. `options` are all fixtures of the round, the likeliest first. `is_whole`:
    nothing else stands on the line, so that it can be written anew.
    """

    key: str
    match: Match
    fixture: RoundFixture | None
    then: FixtureState | None
    options: tuple[RoundFixture, ...]
    is_whole: bool

    @property
    def line(self) -> Line:
        return self.match.line

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to record: it stands already, or another line says it."""
        return self.match.known or self.match.repeats is not None

    @property
    def is_sure(self) -> bool:
        return self.match.is_sure and not self.match.known

    @property
    def names_no_winner(self) -> bool:
        """Whether a walkover is told without who turned up."""
        return self.match.walkover is not None and "walkover_side" in self.match.doubts

    @property
    def token(self) -> str:
        """What the line would record where, and over what, as a short text to compare."""
        if self.fixture is None or self.then is None:
            return ""
        return f"{self.fixture.pk} {self.then.token} {self.fixture.now.token}"


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was made of a text. `between` are the lines without a result."""

    lines: tuple[PastedLine, ...]
    between: tuple[Line, ...]
    left_over: tuple[RoundFixture, ...]

    @property
    def sure(self) -> int:
        return sum(line.is_sure for line in self.lines)

    @property
    def settled(self) -> int:
        return sum(line.is_settled for line in self.lines)

    @property
    def unsure(self) -> int:
        return sum(
            bool(line.fixture) and not line.is_sure and not line.is_settled for line in self.lines
        )

    @property
    def unmatched(self) -> int:
        return sum(line.fixture is None and not line.is_settled for line in self.lines)


def pasted(round_: Round, *, text: str, chosen: Mapping[str, int] | None = None) -> Pasted:
    """Read a text into a round, which needs its stage with rules. Four queries.

    `chosen` are fixtures that were chosen by hand, by the key of the line.
    """
    lines = read_text(text)
    keys = _keys(lines)
    by_hand = chosen or {}
    entries = clubs_of(round_.stage_id)
    fixtures = {fixture.pk: _fixture(fixture, round_, entries) for fixture in _fixtures(round_)}
    matches = match_lines(
        lines,
        pairings=[fixture.pairing for fixture in fixtures.values()],
        others=entries.values(),
        number=round_.number if round_.stage.has_table else None,
        chosen={at: by_hand[key] for at, key in keys.items() if by_hand.get(key) in fixtures},
    )
    by_line = iter(matches)
    raw = text.splitlines()
    found = [
        _line(
            keys[at],
            next(by_line) if line.kind is Kind.RESULT else Match(line, doubts=("unread",)),
            fixtures,
            is_whole=_is_whole(line, lines, raw),
        )
        for at, line in enumerate(lines)
        if line.kind in {Kind.RESULT, Kind.UNREAD}
    ]
    taken = {line.fixture.pk for line in found if line.fixture}
    return Pasted(
        lines=tuple(found),
        between=tuple(x for x in lines if x.kind not in {Kind.RESULT, Kind.UNREAD}),
        left_over=tuple(f for f in fixtures.values() if f.pk not in taken),
    )


def _keys(lines: Sequence[Line]) -> dict[int, str]:
    counts: Counter[int] = Counter()
    keys = {}
    for at, line in enumerate(lines):
        counts[line.number] += 1
        keys[at] = f"{line.number}.{counts[line.number]}"
    return keys


def clubs_of(stage: int) -> dict[int, Club]:
    """The clubs of a stage by their entries, under all names. Two queries."""
    entries = (
        Entry.objects.filter(stage=stage)
        .select_related("club__department", "department")
        .prefetch_related("club__aliases")
        .order_by("pk")
    )
    return {entry.pk: _club(entry) for entry in entries}


def _club(entry: Entry) -> Club:
    club = entry.club
    names = [entry.name, club.name, club.short_name, *(a.name for a in club.aliases.all())]
    places = [entry.town, club.home_town, entry.department.name, club.department.name]
    return Club(
        club.pk,
        tuple(dict.fromkeys(name for name in names if name)),
        tuple(dict.fromkeys(place for place in places if place)),
    )


def _fixtures(round_: Round) -> list[Fixture]:
    return list(
        in_round(round_).select_related("matchup").prefetch_related("rulings").in_playing_order()
    )


def _fixture(fixture: Fixture, round_: Round, clubs: Mapping[int, Club]) -> RoundFixture:
    home, away = clubs[fixture.home_id], clubs[fixture.away_id]
    rulings = list(fixture.rulings.all())
    absent = _absent(fixture, rulings)
    state = state_of(fixture, absent=absent)
    legs = fixture.matchup.legs if fixture.matchup else 1
    leg = fixture.leg or legs
    may_shoot = fixture.matchup is not None and leg >= legs
    may_shoot = may_shoot and "penalties" in settlement_of(round_.stage)
    favoured: dict[str, Side] = {"home": "away", "away": "home"}
    pairing = Pairing(
        key=fixture.pk,
        home=home,
        away=away,
        day=fixture.date,
        recorded=fixture.facts,
        walkover=favoured.get(absent),
        ruled=bool(rulings),
        shoot_out=fixture.is_extra or may_shoot,
        second_leg=legs > 1 and leg > 1,
    )
    return RoundFixture(
        fixture.pk, home.names[0], away.names[0], state, fixture.is_official, pairing
    )


def _absent(fixture: Fixture, rulings: Iterable[Ruling]) -> str:
    """Who did not appear, as the latest walkover has it."""
    walkovers = [ruling for ruling in rulings if ruling.is_walkover]
    if not walkovers:
        return ""
    latest = max(walkovers, key=lambda r: (r.decided_on is None, str(r.decided_on), r.pk))
    if latest.in_favour_of_id is None:
        return Absent.BOTH.value
    at_home = latest.in_favour_of_id == fixture.home_id
    return (Absent.AWAY if at_home else Absent.HOME).value


def _line(
    key: str, match: Match, fixtures: Mapping[int, RoundFixture], *, is_whole: bool
) -> PastedLine:
    fixture = fixtures.get(match.fixture) if isinstance(match.fixture, int) else None
    first = [fixtures[key] for key in match.candidates if isinstance(key, int)]
    rest = [other for other in fixtures.values() if other not in first]
    then = _then(match, fixture.now) if fixture else None
    return PastedLine(key, match, fixture, then, (*first, *rest), is_whole)


def _then(match: Match, now: FixtureState) -> FixtureState:
    if match.walkover:
        absent = (Absent.AWAY if match.walkover == "home" else Absent.HOME).value
        return replace(now, match=match.facts, absent=absent)
    if match.facts.status is Status.POSTPONED:
        return FixtureState(match.facts, now.absent)
    return replace(now, match=match.facts)


def _is_whole(line: Line, lines: Sequence[Line], raw: Sequence[str]) -> bool:
    alone = sum(other.number == line.number for other in lines) == 1
    return alone and read_text(raw[line.number - 1])[0].text == line.text
