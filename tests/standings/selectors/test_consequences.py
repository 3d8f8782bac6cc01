import pytest
from django.template.loader import render_to_string

from competitions.core.score import MatchFacts, Score, Status
from competitions.models import Fixture, Matchup, Stage
from standings.selectors.consequences import consequences, with_results
from standings.selectors.reading import load
from tests.factories import (
    EntryFactory,
    FixtureFactory,
    LegFactory,
    QualifierFactory,
    QualifierListFactory,
    RulingFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def snapshot(stage: Stage):
    stage = Stage.objects.select_related("season", "rule_set").get(pk=stage.pk)
    return load([stage])[stage.pk]


def played(score: str, **more: str) -> MatchFacts:
    return MatchFacts(
        Status.PLAYED,
        Score(*map(int, score.split("-"))),
        **{name: Score(*map(int, text.split("-"))) for name, text in more.items()},
    )


def suppose(stage: Stage, results: dict[str, MatchFacts]):
    """What changes if the fixtures, by "Ada – Boca", end like this."""
    before = snapshot(stage)
    named = {str(fixture): fixture.pk for fixture in Fixture.objects.filter(stage=stage)}
    return consequences(before, with_results(before, {named[k]: m for k, m in results.items()}))


def names(clubs) -> list[str]:
    return [club.name for club in clubs]


def moves(found) -> list[tuple[str, int | None, int | None]]:
    return [(move.club.name, move.before.place, move.after.place) for move in found.moves]


def test_with_results_recomputes_the_official_result_under_its_rulings():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    ruled, free = stage.fixtures.order_by("key")
    RulingFactory(fixture=ruled)
    before = snapshot(stage)
    after = with_results(
        before, {ruled.pk: played("5-0"), free.pk: played("0-4"), 0: played("1-1")}
    )
    assert [(str(f.match.full_time), str(f.official.score)) for f in after.fixtures] == [
        ("5-0", "0-3"),
        ("0-4", "0-4"),
    ]


def test_with_results_has_a_version_of_its_own():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    one, other = stage.fixtures.order_by("key")
    before = snapshot(stage)
    found = {
        before.version,
        with_results(before, {one.pk: played("1-1")}).version,
        with_results(before, {other.pk: played("1-1")}).version,
    }
    assert len(found) == 3


def test_same_facts_have_no_consequences():
    found = suppose(single_table("Ada 2-0 Boca", "Cali 1-0 Deza"), {"Ada – Boca": played("2-0")})
    assert (found.is_empty, found.hanging, found.moved) == (True, (), ())


def test_club_that_passes_another_gains_the_place_and_the_zone():
    # Before: Ada, Cali | Deza, Boca. After: Boca and Cali share the first place | Ada, Deza.
    found = suppose(single_table("Ada 2-0 Boca", "Cali 1-0 Deza"), {"Ada – Boca": played("0-1")})
    assert moves(found) == [("Boca", 4, 1), ("Cali", 2, 1), ("Ada", 1, 3)]
    assert [(move.climbed, move.before.zones == move.after.zones) for move in found.moves] == [
        (3, False),
        (1, True),
        (-2, False),
    ]
    (change,) = found.zones
    assert (change.zone.code, names(change.entered), names(change.left)) == (
        "pasan",
        ["Boca"],
        ["Ada"],
    )


def test_first_results_have_no_place_before_them():
    stage = single_table("Ada - Boca", "Cali - Deza")
    found = suppose(stage, {"Ada – Boca": played("1-0")})
    assert moves(found)[0] == ("Ada", None, 1)
    assert found.moved == ()


def test_clubs_level_on_the_edge_contend_for_the_zone():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza", cut=1)
    found = suppose(stage, {"Cali – Deza": played("2-0")})
    (change,) = found.zones
    assert (names(change.contend), names(change.left)) == (["Ada", "Cali"], ["Ada"])


def test_places_are_of_the_own_group():
    stage = groups("a", "b")
    found = suppose(stage, {"b Ada – b Boca": played("0-9")})
    assert {move.group.code for move in found.moves} == {"b"}


def test_matchup_is_decided_turned_and_open_again():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "0-0")
    turned = suppose(stage, {"Boca – Ada": played("2-0")})
    assert [(m.turn, m.had_won.name, m.wins.name) for m in turned.matchups] == [
        ("turned", "Ada", "Boca")
    ]
    reopened = suppose(stage, {"Boca – Ada": MatchFacts(Status.POSTPONED)})
    (change,) = reopened.matchups
    assert (change.turn, change.had_won.name, change.wins, change.after.outcome.missing) == (
        "reopened",
        "Ada",
        None,
        ("leg",),
    )
    Fixture.objects.filter(leg=2).update(status="scheduled", home_goals=None, away_goals=None)
    Stage.objects.update(version=7)
    decided = suppose(stage, {"Boca – Ada": played("1-0", penalties="4-3")})
    assert [(m.turn, m.wins.name, m.after.decided_by) for m in decided.matchups] == [
        ("decided", "Boca", "penalties")
    ]
    assert (suppose(stage, {"Boca – Ada": MatchFacts(Status.POSTPONED)}).is_empty) is True


def test_turned_matchup_names_the_club_that_stands_in_the_next_one():
    stage = knock_out()
    semi = matchup(stage, "Ada", "Boca", "1-0")
    final = matchup(stage, "Ada", "Cali", round_number=2)
    leg = LegFactory(matchup=final)
    Matchup.objects.filter(pk=semi.pk).update(feeds=final)
    found = suppose(stage, {"Ada – Boca": played("0-1")})
    (later,) = found.hanging
    assert (later.matchup.data.pk, later.stands.name, later.ought.name, later.round.number) == (
        final.pk,
        "Ada",
        "Boca",
        2,
    )
    assert [fixture.pk for fixture in later.fixtures] == [leg.pk]


def test_loser_that_stands_in_the_match_for_the_third_place_hangs_too():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0")
    matchup(stage, "Ada", "Cali", round_number=2)
    matchup(stage, "Boca", "Deza", round_number=2)
    matchup(stage, "Elia", "Faro", round_number=2)
    found = suppose(stage, {"Ada – Boca": played("0-1")})
    assert [(later.stands.name, later.ought.name) for later in found.hanging] == [
        ("Ada", "Boca"),
        ("Boca", "Ada"),
    ]


def test_next_matchup_whose_side_is_open_is_not_wrong():
    stage = knock_out()
    semi = matchup(stage, "Ada", "Boca", "1-0")
    final = matchup(stage, "Cali", "Deza", round_number=2)
    Matchup.objects.filter(pk=final.pk).update(second=None)
    Matchup.objects.filter(pk=semi.pk).update(feeds=final)
    found = suppose(stage, {"Ada – Boca": played("0-1")})
    ((later,),) = [change.later for change in found.matchups]
    assert (later.stands, later.ought.name, later.is_wrong) == (None, "Boca", False)


def leading_stages():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    following = knock_out()
    stage.rule_set.zones.update(leads_to=following)
    return stage, following


def test_confirmed_list_that_no_longer_agrees_is_named():
    stage, following = leading_stages()
    confirmed = QualifierListFactory(stage=stage)
    for name in ("Ada", "Cali"):
        QualifierFactory(
            qualifier_list=confirmed, entry=entry(stage, name), to_stage=following, outcome=""
        )
    found = suppose(stage, {"Ada – Boca": played("0-1")})
    assert (names(found.disagreement.no_longer), names(found.disagreement.not_listed)) == (
        ["Ada"],
        ["Boca"],
    )
    assert found.is_list_new
    assert suppose(stage, {"Ada – Boca": played("3-0")}).disagreement is None


def test_club_that_lost_its_zone_and_is_entered_later_is_named():
    stage, following = leading_stages()
    ada = EntryFactory(stage=following, club=entry(stage, "Ada").club)
    EntryFactory(stage=following, club=entry(stage, "Cali").club)
    FixtureFactory(stage=following, home=ada)
    before = snapshot(stage)
    after = with_results(before, {stage.fixtures.get(key="f1-1").pk: played("0-1")})
    found = consequences(before, after, later=[snapshot(following)])
    assert [(e.club.name, e.stage.slug, len(e.fixtures)) for e in found.entered_later] == [
        ("Ada", "eliminatorias", 1)
    ]


def test_prize_beside_a_zone_is_a_zone_too():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    ZoneFactory(rule_set=stage.rule_set, code="cabeza", tone="prize", last_place=1)
    found = suppose(stage, {"Ada – Boca": played("0-2")})
    assert [(c.zone.code, names(c.entered), names(c.left)) for c in found.zones] == [
        ("pasan", ["Boca"], ["Ada"]),
        ("cabeza", ["Boca"], ["Ada"]),
    ]


def test_excluded_club_is_in_no_zone():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    before = snapshot(stage)
    RulingFactory(
        stage=stage,
        fixture=None,
        effect="exclusion",
        entry=entry(stage, "Ada"),
        in_favour_of=None,
    )
    Stage.objects.update(version=7)
    found = consequences(before, snapshot(stage))
    assert [(names(c.entered), names(c.left)) for c in found.zones] == [([], ["Ada"])]


def test_club_that_was_not_there_before_has_no_place_before():
    stage = single_table("Ada 2-0 Boca")
    before = snapshot(stage)
    play(stage, "Cali 9-0 Deza", round_number=1)
    Stage.objects.update(version=7)
    found = consequences(before, snapshot(stage))
    assert ("Cali", None, 1) in moves(found)


def words(found) -> str:
    html = render_to_string("admin/desk/_consequences.html", {"consequences": found})
    return " ".join(html.split())


def test_template_says_that_nothing_changes():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    assert "No cambia ningún puesto" in words(suppose(stage, {}))


def test_template_tells_zones_and_moves():
    stage = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    html = words(suppose(stage, {"Ada – Boca": played("0-1")}))
    assert "Entra: Boca." in html
    assert "Sale: Ada." in html
    assert "3 clubes en otro puesto" in html


def test_template_tells_which_later_matchup_hangs_on_a_turned_one():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0")
    final = matchup(stage, "Ada", "Cali", round_number=2)
    LegFactory(matchup=final)
    html = words(suppose(stage, {"Ada – Boca": played("0-1")}))
    assert "<b>Boca</b> en lugar de Ada" in html
    assert f"/admin/competitions/matchup/{final.pk}/change/" in html
