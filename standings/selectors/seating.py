"""Which club belongs on which side of a bracket, as far as the facts tell it.

A side says in words where its club comes from (`competitions.core.slots`). Held against the entries
of the stage, their places and the winners so far, that gives the club; where another one stands
there, or none, the official is asked.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Exists, OuterRef, Q

from competitions.core.names import fold
from competitions.core.slots import BestOf, Open, PlaceOf, Seeded, WinnerOf, read_words
from competitions.models import Claim, Entry, Stage
from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.snapshot import ClubData, StageData

Kind = Literal["fill", "replace", "empty"]


@dataclass(frozen=True, slots=True)
class Seating:
    """A side on which another club ought to stand than does: one on an open side (`fill`), one for
    another (`replace`), none for one whose way there is open again (`empty`).

    `is_played`: the matchup has a result, so that only a ruling can mend it.
    """

    view: MatchupView
    side: int
    slot: str
    stands: ClubData | None
    ought: ClubData | None

    @property
    def kind(self) -> Kind:
        if self.stands is None:
            return "fill"
        return "empty" if self.ought is None else "replace"

    @property
    def is_played(self) -> bool:
        return has_played(self.view)

    @property
    def token(self) -> str:
        """What a form sends back."""
        entry = self.ought.entry if self.ought else ""
        return f"{self.view.data.pk}:{self.side}:{entry}"


def has_played(view: MatchupView) -> bool:
    """Whether a match of it has a result, so that only a ruling says who plays it."""
    return any(match.official.counts for match in view.matches)


@dataclass(frozen=True, slots=True)
class CameFrom:
    """How an entry came to the stage: its place before, and its group there by name, folded.

    `origin` is the entry before. `is_held`: the entry went on to another stage, or a claim is
    about it, so that it stays the one of its club.
    """

    place: int | None
    groups: frozenset[str]
    origin: int | None = None
    is_held: bool = False


def origins_of(stage: Stage) -> dict[int, CameFrom]:
    """Where the entries of a stage came from, by their keys. One query."""
    return origins_in([stage.pk])[stage.pk]


def origins_in(stages: Collection[int]) -> dict[int, dict[int, CameFrom]]:
    """Where the entries of stages came from, by stage and entry. One query."""
    claims = Claim.objects.filter(Q(claimant=OuterRef("pk")) | Q(against=OuterRef("pk")))
    rows = Entry.objects.filter(stage__in=stages).annotate(
        is_held=Exists(Entry.objects.filter(origin=OuterRef("pk"))) | Exists(claims)
    )
    found: dict[int, dict[int, CameFrom]] = {stage: {} for stage in stages}
    for stage, pk, origin, place, code, name, is_held in rows.values_list(
        "stage",
        "pk",
        "origin",
        "origin_place",
        "origin__group__code",
        "origin__group__name",
        "is_held",
    ):
        found[stage][pk] = CameFrom(place, folded(code, name), origin, is_held)
    return found


def folded(*names: str | None) -> frozenset[str]:
    """What a group is called, as `CameFrom` keeps it."""
    return frozenset(fold(name) for name in names if name)


def seatings(
    stage: StageData, origins: Mapping[int, CameFrom], *, pairs_anew: bool = False
) -> tuple[Seating, ...]:
    """Every side where somebody else ought to stand, in the order of the bracket.

    Nobody is moved whose place or win is not certain; a club that lots or an official put on a side
    that names nothing stays.
    """
    return tuple(_Seater(stage, origins, pairs_anew=pairs_anew).found())


class _Seater:
    def __init__(
        self, stage: StageData, origins: Mapping[int, CameFrom], *, pairs_anew: bool
    ) -> None:
        self.clubs = stage.clubs
        self.origins = origins
        self.views = matchup_views(stage)
        self.by_key = {view.data.key: view for view in self.views}
        self.anew = dict(self._anew()) if pairs_anew else {}

    def found(self) -> Iterator[Seating]:
        for view in self.views:
            sides = (
                (view.data.first, view.data.first_slot),
                (view.data.second, view.data.second_slot),
            )
            for side, (entry, slot) in enumerate(sides):
                known, ought = self._belongs(view, side, slot)
                stands = self.clubs[entry] if entry is not None else None
                if known and stands != ought:
                    yield Seating(view, side, slot, stands, ought)

    def _belongs(self, view: MatchupView, side: int, slot: str) -> tuple[bool, ClubData | None]:
        """Whether the side is of a certain club, and of which; of none yet where that is None."""
        match read_words(slot):
            case WinnerOf(key, loses):
                before = self.by_key.get(key)
                if before is None:
                    return False, None
                return True, before.loser if loses else before.winner
            case PlaceOf(place, group):
                return self._only(
                    entry
                    for entry, came in self.origins.items()
                    if came.place == place and (not group or fold(group) in came.groups)
                )
            case BestOf(place, rank):
                return self._best(place, rank)
            case Seeded(seed):
                return self._only(
                    entry
                    for entry, club in self.clubs.items()
                    if club.seed == seed and club.group == view.data.group
                )
            case Open():
                place = (view.data.pk, side)
                return place in self.anew, self.anew.get(place)
        return False, None

    def _only(self, entries: Iterable[int]) -> tuple[bool, ClubData | None]:
        """The club where there is one only; otherwise nothing is certain."""
        found = list(entries)
        return (True, self.clubs[found[0]]) if len(found) == 1 else (False, None)

    def _best(self, place: int, rank: int) -> tuple[bool, ClubData | None]:
        """By seed among those who came as the best on that place of their groups."""
        mine = [
            club
            for entry, club in self.clubs.items()
            if club.via == "best_nth" and self.origins[entry].place == place
        ]
        if len(mine) > 1 and any(club.seed is None for club in mine):
            return False, None
        mine.sort(key=lambda club: club.seed or 0)
        return (True, mine[rank - 1]) if rank <= len(mine) else (False, None)

    def _anew(self) -> Iterator[tuple[tuple[int, int], ClubData | None]]:
        """Rounds that pair anew: of those who are left the best meets the last."""
        rounds = sorted({view.data.round for view in self.views})
        for before, number in itertools.pairwise(rounds):
            played = [view for view in self.views if view.data.round == before]
            following = [view for view in self.views if view.data.round == number]
            left = [view.winner for view in played]
            known = [club for club in left if club is not None]
            ranked = sorted(known, key=self._rank)
            for place, view in enumerate(following):
                pair: Sequence[ClubData | None] = (None, None)
                if len(known) == len(left) == 2 * len(following):
                    pair = ranked[place], ranked[-1 - place]
                yield (view.data.pk, 0), pair[0]
                yield (view.data.pk, 1), pair[1]

    def _rank(self, club: ClubData) -> tuple[int, str]:
        return club.seed or self.origins[club.entry].place or 999, club.key


def better_first(
    view: MatchupView, origins: Mapping[int, CameFrom]
) -> tuple[ClubData, ClubData] | None:
    """The two clubs of a matchup, the better placed first; in their order where that is not known.
    None while one of them is."""
    first, second = view.first.club, view.second.club
    if first is None or second is None:
        return None
    ranks = [club.seed or origins[club.entry].place for club in (first, second)]
    if None not in ranks and ranks[1] < ranks[0]:  # type: ignore[operator]
        return second, first
    return first, second
