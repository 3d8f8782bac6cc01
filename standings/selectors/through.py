"""Clubs that are through for certain. What hangs on anything still open is not said."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from standings.selectors.brackets import MatchupView, matchup_views
from standings.selectors.qualification import (
    confirmed_destination,
    destination,
    disagreement,
    is_of_zone,
    leading_zones,
    proposal,
)
from standings.selectors.snapshot import ClubData, Label, StageData


@dataclass(frozen=True, slots=True)
class Through:
    """Clubs and where they are: a stage, a round of it, or another league."""

    label: Label
    slug: str
    clubs: tuple[ClubData, ...]


def through(stage: StageData, disputed: Collection[int] = ()) -> tuple[Through, ...]:
    """Who goes on from the stage, by where to.

    Those are the clubs of the confirmed list as far as the facts still carry it; without a list
    those that the rules send on from a stage that is over, and the winners of matchups. Left out
    is what rests on a provisional or an inferred result, or on a fixture that is `disputed`.
    """
    found: dict[tuple[str, str], Through] = {}
    for label, slug, club in _sent_on(stage, disputed):
        key = slug, label.es
        known = found.get(key, Through(label, slug, ()))
        if club not in known.clubs:
            found[key] = Through(label, slug, (*known.clubs, club))
    return tuple(found.values())


Sent = tuple[Label, str, ClubData]


def _sent_on(stage: StageData, disputed: Collection[int]) -> Iterator[Sent]:
    if stage.qualifiers:
        yield from _listed(stage)
    elif stage.has_table:
        yield from _from_table(stage, disputed)
    else:
        yield from _winners(stage, disputed)


def _listed(stage: StageData) -> Iterator[Sent]:
    doubts = disagreement(stage)
    doubtful = {club.entry for club in (*doubts.no_longer, *doubts.unsure)} if doubts else set()
    for row in stage.qualifiers:
        if row.entry not in doubtful:
            to = confirmed_destination(row)
            yield to.label, to.slug, stage.clubs[row.entry]


def _from_table(stage: StageData, disputed: Collection[int]) -> Iterator[Sent]:
    settled = not any(f.is_provisional or f.pk in disputed for f in stage.fixtures)
    if stage.is_finished and settled:
        for row in proposal(stage):
            yield row.destination.label, row.destination.slug, row.club


def _winners(stage: StageData, disputed: Collection[int]) -> Iterator[Sent]:
    """Of matchups that send their winner on, where the next one is not decided yet."""
    views = {view.data.pk: view for view in matchup_views(stage)}
    rounds = {data.number: data.label for data in stage.rounds}
    zones = [zone for zone in leading_zones(stage) if zone.kind == "winners"]
    for view in views.values():
        if view.winner is None or not _is_settled(view, disputed):
            continue
        following = views.get(view.data.feeds or 0)
        if following is not None:
            if following.winner is None:
                yield rounds[following.data.round], stage.slug, view.winner
            continue
        for zone in zones:
            if is_of_zone(view, zone):
                to = destination(zone)
                yield to.label, to.slug, view.winner


def _is_settled(view: MatchupView, disputed: Collection[int]) -> bool:
    matches = (*view.legs, *view.extra_matches)
    in_doubt = view.is_provisional or view.rests_on_inferred
    return not in_doubt and not any(match.pk in disputed for match in matches)
