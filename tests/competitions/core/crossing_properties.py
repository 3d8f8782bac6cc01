"""What holds of every list of crossings, for random departments in tests and in `make bench`."""

from dataclasses import replace

from competitions.core.crossing_rounds import faults_of_list, rounds_of
from competitions.core.crossings import Department, Impossible, Wishes, cross, distances


def check_best(departments: list[Department]) -> None:
    """It is proved, no worse than a plain list, and six rounds can be made of it."""
    km = distances(departments)
    found = cross(departments)
    assert found.objective_km <= found.bound_km + 1e-6 * max(1.0, found.bound_km)
    # No worse than letting everyone meet the next two in the order of the list.
    codes = [department.code for department in departments]
    plain = [(a, codes[(n + by) % len(codes)]) for n, a in enumerate(codes) for by in (1, 2)]
    assert found.total_km <= sum(km[pair] for pair in plain) + 1e-6
    clubs = [(code, rank) for code in codes for rank in (1, 2)]
    assert faults_of_list(rounds_of(found.pairs, km=km), clubs) == []


def check_wished(departments: list[Department], wishes: Wishes) -> None:
    """The list keeps the wishes; or there is none, and giving up the named ones is enough."""
    try:
        found = cross(departments, wishes=wishes)
    except Impossible as refusal:
        given_up = {conflict.pair for conflict in refusal.conflicts}
        assert given_up
        cross(
            departments,
            wishes=replace(
                wishes, forced=wishes.forced - given_up, forbidden=wishes.forbidden - given_up
            ),
        )
        return
    assert wishes.forced <= set(found.pairs)
    assert not wishes.forbidden & set(found.pairs)
    assert found.gap < 1e-9
    plain = cross(departments, wishes=replace(wishes, longest_weight=0))
    assert found.longest_km <= plain.longest_km + 1e-6
    assert found.total_km >= plain.total_km - 1e-6
    assert found.objective_km <= plain.total_km + wishes.longest_weight * plain.longest_km + 1e-6
