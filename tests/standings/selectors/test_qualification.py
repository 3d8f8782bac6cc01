import pytest

from standings.selectors.checking import check_season
from standings.selectors.qualification import proposal
from standings.selectors.qualified import qualified_page
from standings.selectors.scorers import scorers_page
from standings.selectors.seasons import one_stage, stage_page
from tests.factories import (
    GoalFactory,
    GroupFactory,
    PublishedRowFactory,
    PublishedScorerFactory,
    QualifierFactory,
    QualifierListFactory,
    ZoneFactory,
)
from tests.standings.scenes import entry, groups, knock_out, matchup, play, single_table

pytestmark = pytest.mark.django_db


def two_stages():
    """Ada and Cali lead a table whose first two go to the knock-out."""
    table = single_table("Ada 2-0 Boca", "Cali 1-0 Deza")
    following = knock_out()
    table.rule_set.zones.update(leads_to=following)
    return table, following


def confirm(stage, following, *names: str, **fields: object):
    confirmed = QualifierListFactory(stage=stage)
    for name in names:
        QualifierFactory(
            qualifier_list=confirmed,
            entry=entry(stage, name),
            to_stage=following,
            outcome="",
            destination="",
            **fields,
        )
    return confirmed


def names(clubs) -> list[str]:
    return [club.name for club in clubs]


def test_proposal_is_who_stands_in_zones_that_lead_somewhere():
    two_stages()
    found = proposal(one_stage(2030, "nacional")[1])
    assert [(p.club.name, p.place, p.destination.slug) for p in found] == [
        ("Ada", 1, "eliminatorias"),
        ("Cali", 2, "eliminatorias"),
    ]


def test_proposal_of_a_knock_out_is_its_winners_and_losers():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", key_of_round="final")
    for kind in ("winners", "losers"):
        ZoneFactory(
            rule_set=stage.rule_set,
            code=kind,
            kind=kind,
            round_number=1,
            first_place=None,
            last_place=None,
            outcome="promoted",
            destination="Liga 2",
        )
    found = proposal(one_stage(2030, "eliminatorias")[1])
    assert [(p.club.name, p.via, str(p.destination.label)) for p in found] == [
        ("Ada", "winners", "Liga 2"),
        ("Boca", "losers", "Liga 2"),
    ]


def test_confirmed_list_that_agrees_says_nothing():
    table, following = two_stages()
    confirm(table, following, "Ada", "Cali")
    assert stage_page(2030, "nacional").disagreement is None


def test_confirmed_list_says_when_the_facts_moved_on():
    table, following = two_stages()
    confirm(table, following, "Ada", "Cali")
    play(table, "Boca 9-0 Cali", round_number=2)
    table.version += 1
    table.save()
    found = stage_page(2030, "nacional").disagreement
    assert (names(found.no_longer), names(found.not_listed)) == (["Cali"], ["Boca"])


def test_override_stands_for_the_club_that_it_replaced():
    table, following = two_stages()
    confirmed = confirm(table, following, "Ada")
    QualifierFactory(
        qualifier_list=confirmed,
        entry=entry(table, "Boca"),
        instead_of=entry(table, "Cali"),
        reason="Cali no se inscribió.",
        to_stage=following,
        outcome="",
        destination="",
    )
    assert stage_page(2030, "nacional").disagreement is None
    (difference,) = check_season(2030).differences
    assert (difference.kind, difference.club, difference.reason) == (
        "override",
        "Boca",
        "Cali no se inscribió.",
    )


def test_qualified_page_begins_with_the_departments():
    table, following = two_stages()
    table.entries.update(via="departmental", departmental_rank=1)
    confirm(table, following, "Ada", "Cali", place=1)
    page = qualified_page(2030)
    assert [(t.code, t.rows) for t in page.targets] == [("departamental", 4), ("eliminatorias", 2)]
    assert (page.target, len(page.rows)) == ("departamental", 4)
    assert len(qualified_page(2030, "eliminatorias").rows) == 2
    assert qualified_page(2030, "nada").target == "departamental"


def test_check_lists_a_published_row_that_the_results_contradict():
    table = single_table("Ada 2-1 Boca")
    PublishedRowFactory(entry=entry(table, "Ada"), place=1, points=3, goals_for=3, note="Errata.")
    PublishedRowFactory(entry=entry(table, "Boca"), place=2, points=0)
    checked = check_season(2030)
    (difference,) = checked.differences
    (figure,) = difference.figures
    assert (difference.club, figure.name, figure.published, figure.computed) == (
        "Ada",
        "goals_for",
        3,
        2,
    )
    assert checked.unexplained == ()


def test_check_does_not_compare_what_is_not_known():
    table = single_table("Ada 2-1 Boca")
    table.is_finished, table.expected_fixtures = True, 9
    table.save()
    PublishedRowFactory(entry=entry(table, "Ada"), place=1, played=3, points=9)
    checked = check_season(2030)
    assert (checked.compared_rows, checked.differences) == (0, ())
    assert [(n.club, n.known, n.published) for n in checked.not_comparable] == [("Ada", 1, 3)]


def test_check_lists_a_group_order_that_differs():
    stage = groups("A")
    PublishedRowFactory(entry=entry(stage, "A Ada"), group=entry(stage, "A Ada").group, place=1)
    checked = check_season(2030)
    assert [f.name for d in checked.differences for f in d.figures if f.name == "place"] == [
        "place"
    ]
    assert checked.unexplained == checked.differences


def test_scorers_are_counted_from_goals_beside_the_published_list():
    stage = single_table("Ada 2-1 Boca")
    fixture = stage.fixtures.get()
    GoalFactory(fixture=fixture, player="Rojas")
    GoalFactory(fixture=fixture, player="Rojas")
    GoalFactory(fixture=fixture, player="Quispe", entry=fixture.away)
    GoalFactory(fixture=fixture, player="Torres", entry=fixture.away, kind="own_goal")
    PublishedScorerFactory(season=stage.season, player="Rojas", club=fixture.home.club, goals=14)
    page = scorers_page(2030)
    assert [(row.rank, row.player, row.goals) for row in page.counted] == [
        (1, "Rojas", 2),
        (2, "Quispe", 1),
    ]
    assert [(row.player, row.goals) for row in page.published] == [("Rojas", 14)]
    assert (page.goals_with_scorer, page.goals_known) == (4, 3)


def test_a_listed_club_that_contends_again_is_unsure():
    table = single_table("Ada 1-0 Boca", "Cali 1-0 Deza", cut=1)
    table.rule_set.zones.update(leads_to=knock_out())
    confirm(table, table.rule_set.zones.get().leads_to, "Ada")
    found = stage_page(2030, "nacional").disagreement
    assert (names(found.unsure), found.no_longer, found.not_listed) == (["Ada"], (), ())


def test_the_loser_of_a_matchup_that_is_open_again_is_unsure():
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-1")
    ZoneFactory(
        rule_set=stage.rule_set,
        kind="losers",
        round_number=1,
        first_place=None,
        last_place=None,
        outcome="promoted",
        destination="Liga 2",
    )
    QualifierFactory(
        qualifier_list__stage=stage,
        entry=entry(stage, "Boca"),
        outcome="promoted",
        destination="Liga 2",
    )
    found = stage_page(2030, "eliminatorias").disagreement
    assert (names(found.unsure), found.no_longer) == (["Boca"], ())


def test_an_open_matchup_of_another_section_leaves_nobody_unsure():
    stage = knock_out()
    north, south = (GroupFactory(stage=stage, code=code) for code in ("norte", "sur"))
    matchup(stage, "Ada", "Boca", "1-1", group=south)
    matchup(stage, "Cali", "Deza", "1-0", group=north)
    ZoneFactory(
        rule_set=stage.rule_set,
        kind="losers",
        groups="norte",
        round_number=1,
        first_place=None,
        last_place=None,
        outcome="promoted",
        destination="Liga 2",
    )
    QualifierFactory(
        qualifier_list__stage=stage,
        entry=entry(stage, "Boca"),
        outcome="promoted",
        destination="Liga 2",
    )
    found = stage_page(2030, "eliminatorias").disagreement
    assert (names(found.no_longer), names(found.not_listed), found.unsure) == (
        ["Boca"],
        ["Deza"],
        (),
    )
