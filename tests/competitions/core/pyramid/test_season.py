from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest

from competitions.core.formats import Format
from competitions.core.pyramid import Part, play_season
from competitions.core.pyramid.season import SIZES, NoFormat
from tests.competitions.core.pyramid.country import ALL, DEPARTMENTS, districts, judge


def season(
    *,
    seed: int = 1,
    provinces: int = 1,
    of_each: int = 2,
    codes: str = "",
    formats: Sequence[Format] = ALL,
) -> list[Part]:
    mine = districts(provinces=provinces, of_each=of_each)
    if codes:
        mine = [district for district in mine if district.code[:2] in codes.split()]
    return list(play_season(mine, DEPARTMENTS, year=2028, seed=seed, judge=judge, formats=formats))


def test_the_same_seed_gives_the_same_season_and_another_seed_another_one():
    assert season() == season()
    assert season() != season(seed=2)


def test_clubs_and_leagues_are_the_same_with_another_seed():
    one, other = season(), season(seed=2)
    names = {club.slug: club.name for part in one for club in part.clubs}
    again = {club.slug: club.name for part in other for club in part.clubs}
    shared = names.keys() & again.keys()
    assert len(shared) > 0.6 * len(names)
    assert {slug: names[slug] for slug in shared} == {slug: again[slug] for slug in shared}
    assert [part.leagues for part in one] == [part.leagues for part in other]


def test_every_league_says_that_it_is_simulated_and_stands_below_another():
    amazonas = season()[0]
    assert amazonas.name == "Amazonas"
    assert [(league.code, league.parent, league.level) for league in amazonas.leagues] == [
        ("0101", "01", "provincial"),
        ("010101", "0101", "district"),
        ("010102", "0101", "district"),
    ]
    assert all(league.name.endswith("(simulada)") for league in amazonas.leagues)


def test_districts_have_eight_to_fourteen_clubs_each_in_its_own_town():
    for part in season(provinces=2):
        of_league = Counter(club.league for club in part.clubs)
        assert all(min(SIZES) <= number <= max(SIZES) for number in of_league.values())
        assert len({club.slug for club in part.clubs}) == len(part.clubs)
        for club in part.clubs:
            assert club.town == f"Distrito {int(club.league[4:])}"
            assert club.latitude == -float(club.department)


@pytest.mark.parametrize(("provinces", "of_each"), [(1, 2), (3, 3), (4, 5), (7, 1), (1, 17)])
def test_who_goes_on_is_who_stands_in_the_stage_above(provinces: int, of_each: int):
    parts = season(provinces=provinces, of_each=of_each)
    stages = [stage for part in parts for stage in part.stages]
    by_slug = {stage.value.slug: stage for stage in stages}
    entries = {e.number: (stage, e) for stage in stages for e in stage.entrants}
    assert len(by_slug) == len(stages)
    sent: dict[str, list[int]] = {}
    for stage in stages:
        zones = {zone.code: zone for zone in stage.value.rules.zones}
        for row in stage.through:
            if zones[row.zone].leads_to:
                sent.setdefault(zones[row.zone].leads_to, []).append(row.entry)
    for slug, origins in sent.items():
        assert sorted(e.origin for e in by_slug[slug].entrants) == sorted(origins)
        assert len(by_slug[slug].entrants) == by_slug[slug].value.size
    for stage, entrant in entries.values():
        if entrant.origin is not None:
            before, own = entries[entrant.origin]
            assert own.club is entrant.club
            assert before.value.ends_on < stage.value.starts_on
            zones = {zone.code: zone.leads_to for zone in before.value.rules.zones}
            [row] = [
                row
                for row in before.through
                if (row.entry, zones[row.zone]) == (entrant.origin, stage.value.slug)
            ]
            assert entrant.origin_place == row.place
            # From a department its rank counts, from other stages how the club got through.
            assert entrant.via == (row.via if stage.value.slug != "nacional" else "departmental")


def test_champions_meet_runners_up_only_and_the_final_crowns_one_of_them():
    *_departments, nation = season()
    table, knock_out = nation.stages
    assert nation.name == ""
    assert (table.value.slug, knock_out.value.slug) == ("nacional", "eliminatorias")
    ranks = {e.number: e.rank for e in table.entrants}
    assert Counter(ranks.values()) == {1: 3, 2: 3}
    assert all(ranks[m.home] != ranks[m.away] for m in table.matches)
    assert set(Counter(m.home for m in table.matches).values()) == {3}
    assert {zone.outcome for zone in knock_out.value.rules.zones} == {"promoted"}
    assert table.value.name == "Nacional"
    assert {row.starts_on.isoweekday() for row in table.value.rounds} == {7}
    assert knock_out.value.ends_on.year == 2028
    assert len(knock_out.through) == 2
    assert nation.matches == len(table.matches) + len(knock_out.matches)


def test_too_few_departments_have_no_national_stage():
    parts = season(codes="01 02")
    assert [part.name for part in parts] == ["Amazonas", "Áncash"]
    last = parts[0].stages[-1]
    assert [zone.leads_to for zone in last.value.rules.zones] == [""] * len(last.value.rules.zones)


@pytest.mark.parametrize(
    ("code", "worth"),
    [
        ("distrital-liguillas", lambda _points, _place: 0),
        ("distrital-liguillas-puntos", lambda points, _place: points),
        ("distrital-liguillas-mitad", lambda points, _place: -(-points // 2)),
        (
            "distrital-liguillas-bonificacion",
            lambda _points, place: {1: 3, 2: 2, 3: 1}.get(place, 0),
        ),
    ],
)
def test_title_groups_bring_points_as_their_rules_say(
    code: str, worth: Callable[[Fraction, int], Fraction]
) -> None:
    formats = [fmt for fmt in ALL if fmt.level != "district" or fmt.code == code]
    for part in season(formats=formats)[:-1]:
        won = {n: s.points for stage in part.stages for n, s in stage.standings.items()}
        inner = [s for s in part.stages if s.value.slug.startswith(("titulo", "baja"))]
        assert len(inner) == 4
        for entrant in (e for stage in inner for e in stage.entrants):
            assert entrant.carried == worth(won[entrant.origin], entrant.origin_place)
        # Both begin when the first phase is over.
        assert inner[0].value.starts_on == inner[1].value.starts_on


def test_every_format_below_the_nation_is_played_somewhere() -> None:
    for fmt in ALL:
        if fmt.level != "national":
            formats = [f for f in ALL if f.level != fmt.level or f is fmt]
            sizes = [(1, 3), (1, 8), (4, 3), (6, 2)]
            for provinces, of_each in sizes:
                try:
                    parts = season(
                        formats=formats, provinces=provinces, of_each=of_each, codes="01"
                    )
                except NoFormat:
                    continue
                own = {stage.name for stage in fmt.stages[1:]}
                names = {stage.value.name for stage in parts[0].stages}
                assert all(any(name.startswith(mine) for name in names) for mine in own)
                break
            else:
                pytest.fail(fmt.code)


def test_a_format_with_a_share_is_drawn_more_often() -> None:
    def drawn(shares: dict[str, int]) -> int:
        mine = districts(of_each=15)
        parts = play_season(
            mine, DEPARTMENTS, year=2028, seed=1, judge=judge, formats=ALL, shares=shares
        )
        slugs = [stage.value.slug for part in parts for stage in part.stages]
        return sum(slug.startswith("cuadrangular-distrito") for slug in slugs)

    assert drawn({}) < 10
    assert drawn({"distrital-cuadrangular": 30}) > 25


def test_a_league_for_which_there_is_no_format_is_named() -> None:
    formats = [fmt for fmt in ALL if fmt.level != "provincial"]
    with pytest.raises(NoFormat, match=r"no provincial format is for \d clubs"):
        season(formats=formats)
    with pytest.raises(NoFormat, match="zonal crossings"):
        season(formats=[fmt for fmt in ALL if fmt.level != "national"])


def test_leagues_without_sisters_send_more_clubs_up() -> None:
    """The only district of a province sends the most that a format sends; the others two or
    three."""
    alone = season(provinces=3, of_each=1)[0]
    provinces = [s for s in alone.stages if s.value.slug.startswith("provincial")]
    assert [len(stage.entrants) for stage in provinces] == [3, 3, 3]
    department = season(provinces=1, of_each=8)[0].stages
    [first] = [s for s in department if s.value.slug.startswith("departamental")]
    assert len(first.entrants) == 4


def test_who_is_promoted_leaves_the_berth_of_the_best_of_its_department() -> None:
    table, knock_out = season()[-1].stages
    promoted = {row.entry for row in knock_out.through}
    clubs = {e.number: e.club.slug for e in (*table.entrants, *knock_out.entrants)}
    assert {clubs[n] for n in table.promoted} == {clubs[n] for n in promoted}
    best = [row.entry for row in table.through if row.via == "best_of_department"]
    assert best
    assert table.promoted.isdisjoint(best)


def test_the_winner_of_the_final_is_the_champion_of_its_department() -> None:
    formats = [f for f in ALL if f.level != "departmental" or f.code == "departamental-tacna-2022"]
    parts = season(provinces=4, of_each=3, formats=formats)
    ranks = {e.origin: e.rank for e in parts[-1].stages[0].entrants}
    for part in parts[:-1]:
        final = part.stages[-1].ties[-1]
        assert (ranks[final.winner], ranks[final.loser]) == (1, 2)
