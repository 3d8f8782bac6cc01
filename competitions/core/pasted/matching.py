"""Which fixture of a round each pasted result belongs to, and what speaks against it."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from competitions.core.names import fold
from competitions.core.pasted.clubs import Club, Near, Nearness, nearest_clubs
from competitions.core.pasted.values import DOUBTS, Kind, Line, Written
from competitions.core.score import MatchFacts, Score, Side, Status, check_match

_NOWHERE = Near(Nearness.NONE)
_NOTHING = MatchFacts(Status.SCHEDULED)
_EITHER = "half_time_or_penalties"
_PENALTIES_FROM = 3
"""Goals from which two numbers in brackets are more likely a shoot-out than a half-time score."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A fixture of the round and what is on record of it.

    `shoot_out`: the rules may let it end in penalties. `second_leg`: a line may carry the score of
    the leg before. `walkover` is the side that was given the match, `ruled` whether anybody ruled.
    """

    key: Hashable
    home: Club
    away: Club
    day: date | None = None
    recorded: MatchFacts = _NOTHING
    walkover: Side | None = None
    ruled: bool = False
    shoot_out: bool = False
    second_leg: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nothing is on record that a line could contradict."""
        return not self.ruled and self.recorded.status in {Status.SCHEDULED, Status.POSTPONED}


@dataclass(frozen=True, slots=True)
class Match:
    """A result with the fixture that it means, sides turned to those of the fixture.

    `known`: the record says so already. `repeats` is the line that said it before. `spellings` are
    names, with the key of the club, that were not known for it.
    """

    line: Line
    fixture: Hashable | None = None
    turned: bool = False
    facts: MatchFacts | None = None
    walkover: Side | None = None
    doubts: tuple[str, ...] = ()
    candidates: tuple[Hashable, ...] = ()
    known: bool = False
    repeats: int | None = None
    spellings: tuple[tuple[Hashable, str], ...] = ()

    @property
    def is_sure(self) -> bool:
        return self.fixture is not None and not self.doubts


@dataclass(frozen=True, slots=True)
class _Option:
    """A line read as a fixture: how near each written name comes to the club it would be."""

    at: int
    pairing: Pairing
    turned: bool
    home: Near
    away: Near

    @property
    def weight(self) -> tuple[object, ...]:
        ranks = sorted((self.home.rank, self.away.rank), reverse=True)
        return (
            min(self.home.nearness, self.away.nearness),
            *ranks,
            not self.turned,
            self.pairing.is_open,
        )

    @property
    def clubs(self) -> tuple[Club, Club]:
        """The clubs in the order in which the line names them."""
        sides = self.pairing.home, self.pairing.away
        return (sides[1], sides[0]) if self.turned else sides


def match_lines(
    lines: Sequence[Line],
    *,
    pairings: Sequence[Pairing],
    others: Iterable[Club] = (),
    number: int | None = None,
    chosen: Mapping[int, Hashable] | None = None,
) -> tuple[Match, ...]:
    """The results among the lines, each with the fixture it means; a fixture is taken once.

    `others` are clubs that are not in the round and that a name may mean all the same; `number` is
    the number of the round. `chosen` says by hand which fixture the line at an index belongs to.
    """
    return _Matching(lines, tuple(pairings), tuple(others), number, chosen or {}).matches()


class _Matching:
    def __init__(
        self,
        lines: Sequence[Line],
        pairings: tuple[Pairing, ...],
        others: tuple[Club, ...],
        number: int | None,
        chosen: Mapping[int, Hashable],
    ) -> None:
        self.lines = lines
        self.pairings = pairings
        self.number = number
        self.chosen = chosen
        sides = [club for pairing in pairings for club in (pairing.home, pairing.away)]
        self.clubs = {club.key: club for club in (*others, *sides)}
        self.written = {
            at: line.written
            for at, line in enumerate(lines)
            if line.kind is Kind.RESULT and line.written is not None
        }
        names = {name for said in self.written.values() for name in (said.home, said.away)}
        self.near = {name: nearest_clubs(name, self.clubs.values()) for name in names}

    def matches(self) -> tuple[Match, ...]:
        options = {at: self._options(at, said) for at, said in self.written.items()}
        taken = self._assigned(options)
        matches = {at: self._match(at, taken.get(at), options[at]) for at in self.written}
        self._settle_claims(matches, taken, options)
        return tuple(matches[at] for at in sorted(matches))

    def _options(self, at: int, said: Written) -> list[_Option]:
        """What the line may be read as, the likeliest first."""
        by_hand = self.chosen.get(at)
        found = []
        for pairing in self.pairings:
            for turned in (False, True):
                sides = (pairing.away, pairing.home) if turned else (pairing.home, pairing.away)
                home, away = (
                    self.near[name].get(club.key, _NOWHERE)
                    for name, club in zip((said.home, said.away), sides, strict=True)
                )
                if pairing.key == by_hand or self._is_possible(said, home, away):
                    found.append(_Option(at, pairing, turned, home, away))
        found.sort(key=lambda option: option.weight, reverse=True)
        found.sort(key=lambda option: option.pairing.key != by_hand)
        return found

    def _is_possible(self, said: Written, home: Near, away: Near) -> bool:
        """Both names come near, or one is known and the other is nobody's."""
        if min(home.nearness, away.nearness) > Nearness.NONE:
            return True
        if max(home.nearness, away.nearness) < Nearness.SHORT:
            return False
        stranger = said.away if home.nearness else said.home
        return all(near.nearness < Nearness.PLAIN for near in self.near[stranger].values())

    def _assigned(self, options: Mapping[int, Sequence[_Option]]) -> dict[int, _Option]:
        """Each fixture to the line that comes nearest to it, over the whole text."""
        lines: dict[int, _Option] = {}
        fixtures: set[Hashable] = set()
        by_weight = sorted(
            (option for found in options.values() for option in found),
            key=lambda option: (self.chosen.get(option.at) == option.pairing.key, option.weight),
            reverse=True,
        )
        for option in by_weight:
            by_hand = self.chosen.get(option.at)
            if option.at in lines or option.pairing.key in fixtures:
                continue
            if by_hand is None or by_hand == option.pairing.key:
                lines[option.at] = option
                fixtures.add(option.pairing.key)
        return lines

    def _settle_claims(
        self,
        matches: dict[int, Match],
        taken: Mapping[int, _Option],
        options: Mapping[int, Sequence[_Option]],
    ) -> None:
        """Lines that mean a fixture which another line took: the same again, or a contradiction."""
        owners = {option.pairing.key: at for at, option in taken.items()}
        for at, found in options.items():
            if not found or (at in taken and taken[at].pairing is found[0].pairing):
                continue
            first = found[0]
            owner = owners.get(first.pairing.key)
            by_hand = self.chosen.get(at) == first.pairing.key
            if owner is None or (first.weight[0] < Nearness.SHORT and not by_hand):
                continue
            claim = self._match(at, first, found)
            mine = matches[owner]
            if (claim.facts, claim.walkover) == (mine.facts, mine.walkover):
                matches[at] = replace(claim, fixture=None, doubts=(), repeats=mine.line.number)
            else:
                matches[at] = replace(claim, fixture=None, doubts=_ordered({"two_results"}))
                matches[owner] = replace(mine, doubts=_ordered({*mine.doubts, "two_results"}))

    def _match(self, at: int, option: _Option | None, options: Sequence[_Option]) -> Match:
        line, said = self.lines[at], self.written[at]
        candidates = tuple(dict.fromkeys(found.pairing.key for found in options))
        if option is None:
            known = all(
                any(near.nearness >= Nearness.PLAIN for near in self.near[name].values())
                for name in (said.home, said.away)
            )
            doubt = "clubs_do_not_meet" if known and not options else "unknown_clubs"
            return Match(line, doubts=(doubt,), candidates=candidates)
        pairing = option.pairing
        by_hand = self.chosen.get(at) == pairing.key
        facts, doubts = _facts(said, pairing, turned=option.turned)
        walkover = _turned(said.walkover, turned=option.turned)
        doubts |= {*said.doubts, *self._doubts_of_day(line, pairing)}
        if not by_hand:
            doubts |= {*self._doubts_of_names(said, option), *self._doubts_of_legs(option)}
        if option.turned:
            doubts.add("reversed")
        known = _is_known(facts, walkover, pairing)
        if not known and not pairing.is_open:
            doubts |= _doubts_of_record(facts, walkover, pairing)
        return Match(
            line,
            pairing.key,
            option.turned,
            facts,
            walkover,
            _ordered(doubts),
            candidates,
            known,
            spellings=tuple(self._spellings(said, option)),
        )

    def _doubts_of_names(self, said: Written, option: _Option) -> Iterator[str]:
        sides = option.home.nearness, option.away.nearness
        if min(sides) is Nearness.NONE:
            yield "one_name_only"
        if Nearness.LIKE in sides or sides == (Nearness.SHORT, Nearness.SHORT):
            yield "name_alike"
        pairs = zip((said.home, said.away), option.clubs, (option.home, option.away), strict=True)
        for name, club, near in pairs:
            if not near.place_fits:
                yield "place_differs"
            rivals = [found for key, found in self.near[name].items() if key != club.key]
            if any(rival.rank[:2] >= near.rank[:2] for rival in rivals):
                yield "club_of_two"
        if said.score and any(
            fold(name) in club.folded
            for name in (f"{said.home} {said.score.home}", f"{said.score.away} {said.away}")
            for club in self.clubs.values()
        ):
            yield "number_in_name"

    def _doubts_of_legs(self, option: _Option) -> Iterator[str]:
        """Whether the same two clubs have another fixture in the round that waits for a result."""
        mine = option.pairing
        for other in self.pairings:
            same = {other.home.key, other.away.key} == {mine.home.key, mine.away.key}
            if other.key != mine.key and same and other.is_open:
                yield "two_legs"

    def _doubts_of_day(self, line: Line, pairing: Pairing) -> Iterator[str]:
        if self.number is not None and line.round not in {None, self.number}:
            yield "another_round"
        if line.day and pairing.day and line.day.far_from(pairing.day):
            yield "another_day"

    def _spellings(self, said: Written, option: _Option) -> Iterator[tuple[Hashable, str]]:
        pairs = zip((said.home, said.away), option.clubs, (option.home, option.away), strict=True)
        for name, club, near in pairs:
            if near.nearness < Nearness.SHORT:
                yield club.key, name


def _ordered(doubts: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in DOUBTS if code in doubts)


def _turned(side: Side | None, *, turned: bool) -> Side | None:
    if side is None or not turned:
        return side
    return "away" if side == "home" else "home"


def _facts(said: Written, pairing: Pairing, *, turned: bool) -> tuple[MatchFacts, set[str]]:
    """What would be recorded, as the fixture has its sides, and what is doubtful about it."""

    def side(score: Score | None) -> Score | None:
        return score.swapped() if score and turned else score

    half, penalties, doubts = _bracket(said, pairing)
    if said.walkover:
        return MatchFacts(Status.NOT_PLAYED), doubts
    facts = MatchFacts(
        said.status, side(said.score), half_time=side(half), penalties=side(penalties)
    )
    if facts.status is Status.PLAYED and facts.full_time == pairing.recorded.full_time:
        recorded = pairing.recorded
        facts = replace(
            facts,
            half_time=facts.half_time or recorded.half_time,
            extra_time=recorded.extra_time,
            penalties=facts.penalties or recorded.penalties,
        )
    faults = set(check_match(facts, penalties_allowed=pairing.shoot_out))
    if "penalties_not_allowed" in faults:
        doubts.add("penalties_not_expected")
    if faults - {"penalties_not_allowed"}:
        doubts.add("contradicts_itself")
    if said.loose and pairing.second_leg:
        doubts.add("bracket_unclear")
    return facts, doubts


def _bracket(said: Written, pairing: Pairing) -> tuple[Score | None, Score | None, set[str]]:
    """Half time, penalties and doubts, once it is settled what numbers without a word mean."""
    score, pair = said.score, said.bracket
    if pair is None or score is None:
        return said.half_time, said.penalties, set()
    may_shoot = pairing.shoot_out and pair.winner is not None and not said.penalties
    many = max(pair.home, pair.away) >= _PENALTIES_FROM
    may_shoot = may_shoot and (score.winner is None or (pairing.second_leg and many))
    may_be_half = score.reaches(pair) and not said.half_time
    if may_shoot and (many or not may_be_half):
        unclear = {"bracket_unclear"} if pairing.second_leg else set()
        return said.half_time, pair, unclear | ({_EITHER} if may_be_half else set())
    if not may_be_half or pairing.second_leg:
        return said.half_time, said.penalties, {"bracket_unclear"}
    return pair, said.penalties, {_EITHER} if may_shoot else set()


def _is_known(facts: MatchFacts, walkover: Side | None, pairing: Pairing) -> bool:
    if walkover:
        return pairing.walkover == walkover
    return facts == pairing.recorded


def _doubts_of_record(facts: MatchFacts, walkover: Side | None, pairing: Pairing) -> set[str]:
    same_score = facts.full_time is not None and facts.full_time == pairing.recorded.full_time
    doubts = set() if same_score and not walkover else {"differs_from_recorded"}
    return doubts | ({"has_ruling"} if pairing.ruled else set())
