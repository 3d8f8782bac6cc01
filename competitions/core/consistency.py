"""Contradictions between facts that a database cannot see.

Every check takes plain values and returns all faults, in a fixed order: a code, the field of the
fact that it is about, and the names and figures that a sentence needs. Names are for people, keys
for comparing.
"""

import dataclasses
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from competitions.core.matchup import MatchupFacts, check_matchup, settle
from competitions.core.score import MatchFacts, Score, Side, check_match


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong. `field` is blank where the fact as a whole is meant."""

    code: str
    field: str = ""
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a fact refers to, and the stage it belongs to."""

    field: str
    name: str
    stage: Hashable


def check_stage(stage: Hashable, parts: Iterable[Part]) -> list[Fault]:
    """Whether all that a fact refers to belongs to its stage.

    >>> check_stage(7, [Part("home", "Ecosem", 7), Part("away", "UCV", 8)])
    [Fault(code='other_stage', field='away', params={'name': 'UCV'})]
    """
    return [
        Fault("other_stage", part.field, {"name": part.name})
        for part in parts
        if part.stage != stage
    ]


@dataclass(frozen=True, slots=True)
class Member:
    """A club of a fixture, and the group it was entered in."""

    field: str
    name: str
    group: Hashable | None
    group_name: str = ""


def check_group(group: Hashable, group_name: str, members: Iterable[Member]) -> list[Fault]:
    """Whether the clubs of a group's fixture play in that group."""
    faults = []
    for member in members:
        names = {"name": member.name, "group": group_name}
        if member.group is None:
            faults.append(Fault("in_no_group", member.field, names))
        elif member.group != group:
            faults.append(
                Fault("in_other_group", member.field, {**names, "other": member.group_name})
            )
    return faults


@dataclass(frozen=True, slots=True)
class Meeting:
    """A fixture or matchup of a round, with its clubs by key.

    Legs of one matchup may share a round. `apart` are meetings that come on top: extra matches
    and replays, and what was annulled.
    """

    key: Hashable
    name: str
    clubs: Mapping[Hashable, str]
    matchup: Hashable | None = None
    apart: bool = False


def check_once_in_round(
    own: Meeting, others: Iterable[Meeting], *, code: str = "plays_twice_in_round"
) -> list[Fault]:
    """Whether a club meets two rivals in one round. `others` may hold `own` itself."""
    if own.apart:
        return []
    return [
        Fault(code, "round", {"name": name, "other": other.name})
        for other in others
        if other.key != own.key
        and not other.apart
        and (own.matchup is None or other.matchup != own.matchup)
        for key, name in own.clubs.items()
        if key in other.clubs
    ]


def check_leg(
    clubs: Mapping[str, tuple[Hashable, str]],
    matchup: Sequence[tuple[Hashable, str]],
    *,
    leg: int | None,
    legs: int,
    has_penalties: bool = False,
) -> list[Fault]:
    """Whether a fixture is a leg of its matchup: its clubs, its number, and its shoot-out.

    `clubs` are those of the fixture by field, `matchup` the known clubs of the matchup (one or
    none while it is open); each a key and a name.
    """
    known = {key for key, _ in matchup}
    names = " – ".join(name for _, name in matchup)
    faults = []
    if len(known) == 2:
        faults = [
            Fault("not_in_matchup", field_name, {"name": name, "matchup": names})
            for field_name, (key, name) in clubs.items()
            if key not in known
        ]
    elif not known <= {key for key, _ in clubs.values()}:
        faults = [Fault("matchup_has_other_club", "matchup", {"name": names})]
    if leg is not None and leg > legs:
        faults.append(Fault("no_such_leg", "leg", {"leg": leg, "legs": legs}))
    if has_penalties and leg is not None and leg < legs:
        faults.append(Fault("penalties_before_last_leg", "home_penalties", {"legs": legs}))
    return faults


_FIELD_OF_FAULT = {
    "score_on_unplayed": "status",
    "half_time_above_full_time": "home_half",
    "extra_time_without_full_time": "home_extra",
    "extra_time_below_full_time": "home_extra",
    "penalties_not_allowed": "home_penalties",
    "penalties_level": "home_penalties",
}


def check_single_match(match: MatchFacts, *, of_table: bool) -> list[Fault]:
    """A match that stands for itself: nobody parts the clubs of a table, nor a match that was won.

    >>> from competitions.core.score import Status
    >>> shot = MatchFacts(Status.PLAYED, Score(2, 1), penalties=Score(4, 3))
    >>> [(fault.code, fault.params) for fault in check_single_match(shot, of_table=False)]
    [('penalties_not_level_match', {'score': '2-1'})]
    """
    faults = [
        Fault(code, _FIELD_OF_FAULT[code])
        for code in check_match(match, penalties_allowed=not of_table)
    ]
    full, extra = match.full_time, match.extra_time
    if full and extra and full.winner:
        faults.append(Fault("extra_time_not_level_match", "home_extra", {"score": str(full)}))
    end = extra or full
    if match.penalties and end and end.winner and not of_table:
        faults.append(Fault("penalties_not_level_match", "home_penalties", {"score": str(end)}))
    return faults


_PLAYED_ON_THE_PITCH = (
    "extra_time_not_level",
    "penalties_not_level",
    "penalties_not_needed",
    "extra_match_not_level",
)
_FIELD_OF_STEP = {
    "extra_time_not_level": "home_extra",
    "penalties_not_level": "home_penalties",
    "penalties_not_needed": "home_penalties",
    "extra_match_not_level": "is_extra",
}


def check_settlement(
    official: MatchupFacts, pitch: MatchupFacts, settlement: Sequence[str]
) -> list[Fault]:
    """Whether what was played to settle a matchup had anything to settle.

    `pitch` is the same matchup without its rulings: a later ruling does not make a shoot-out
    wrong that was due when it was shot, nor the other way round.
    """
    on_pitch = set(check_matchup(pitch, settlement))
    found = check_matchup(official, settlement)
    outcome = settle(replace(official, awarded_to=None, excluded=frozenset()), settlement)
    score = Score(*(outcome.extra_time or outcome.aggregate or (0, 0)))
    single = official.legs_expected == 1
    faults = []
    for code in found:
        if code == "too_many_legs":
            faults.append(Fault(code, "matchup", {"legs": official.legs_expected}))
        elif code in _PLAYED_ON_THE_PITCH and code in on_pitch:
            suffix = "_match" if single and code != "penalties_not_needed" else ""
            faults.append(Fault(code + suffix, _FIELD_OF_STEP[code], {"score": str(score)}))
    return faults


def check_report(
    facts: MatchupFacts, settlement: Sequence[str], names: Mapping[str, str]
) -> list[Fault]:
    """Whether the winner that a source reports is the one that the legs make."""
    outcome = settle(facts, settlement)
    if not outcome.contradicted or outcome.winner is None:
        return []
    return [Fault("report_contradicted", "reported_winner", {"name": names[outcome.winner]})]


def check_goals(
    score: Score | None,
    scored: Mapping[Side, int],
    names: Mapping[Side, str],
    *,
    played: bool = True,
) -> list[Fault]:
    """Whether no more goals are listed than the score has. An unknown score says nothing.

    >>> check_goals(Score(1, 0), {"home": 2}, {"home": "Ecosem", "away": "UCV"})[0].params
    {'name': 'Ecosem', 'goals': 2, 'score': 1}
    """
    if score is None:
        return [Fault("goals_without_match")] if any(scored.values()) and not played else []
    sides: tuple[tuple[Side, int], ...] = (("home", score.home), ("away", score.away))
    return [
        Fault(
            "more_goals_than_score",
            params={"name": names[side], "goals": scored[side], "score": goals},
        )
        for side, goals in sides
        if scored.get(side, 0) > goals
    ]


def check_among(
    clubs: Iterable[tuple[str, Hashable, str]],
    allowed: Collection[Hashable],
    *,
    code: str,
    where: str = "",
) -> list[Fault]:
    """Whether clubs, each a field, a key and a name, are among the allowed ones."""
    return [
        Fault(code, field_name, {"name": name, "where": where})
        for field_name, key, name in clubs
        if key not in allowed
    ]


def check_award(
    score: Score | None,
    *,
    in_favour_of: Side | None,
    walkover: bool,
    walkover_goals: int,
    name: str = "",
) -> list[Fault]:
    """Whether the score of an award fits the club that it favours, and the rules on walkovers."""
    if score is None:
        return []
    faults = []
    if in_favour_of and score.winner != in_favour_of:
        faults.append(Fault("award_against_favoured", "in_favour_of", {"name": name}))
    if walkover and sorted((score.home, score.away)) != sorted((0, walkover_goals)):
        faults.append(
            Fault(
                "walkover_score", "home_goals", {"rule": f"{walkover_goals}-0", "score": str(score)}
            )
        )
    return faults


LEVELS = ("national", "departmental", "provincial", "district")
"""The levels of leagues, from the top."""


def check_level(level: str, parent_level: str) -> list[Fault]:
    """Whether a league stands below a league of a higher level; levels may be left out."""
    if LEVELS.index(level) > LEVELS.index(parent_level):
        return []
    return [Fault("level_not_below_parent", "level")]


def check_span(starts_on: date | None, ends_on: date | None) -> list[Fault]:
    if starts_on and ends_on and ends_on < starts_on:
        return [Fault("ends_before_start", "ends_on")]
    return []


def check_group_codes(wanted: Iterable[str], known: Collection[str]) -> list[Fault]:
    """Whether a zone names groups that its stage has; a stage without groups is not set up yet."""
    if not known:
        return []
    return [
        Fault("no_such_group", "groups", {"name": code}) for code in wanted if code not in known
    ]
