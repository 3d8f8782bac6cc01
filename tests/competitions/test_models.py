import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from competitions.core.score import Effect, Score
from competitions.models import Fixture, RuleSet, Season
from tests.factories import (
    ClubFactory,
    DepartmentFactory,
    EntryFactory,
    FixtureFactory,
    GoalFactory,
    LotsPositionFactory,
    MatchupFactory,
    PointsAdjustmentFactory,
    PublishedRowFactory,
    PublishedScorerFactory,
    QualifierListFactory,
    RuleSetFactory,
    RulingFactory,
    SeasonFactory,
    SeasonOutcomeFactory,
    StageFactory,
    TiebreakRuleFactory,
    VenueFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def test_names_follow_the_language() -> None:
    stage = StageFactory(name="Nacional", name_en="National", season=SeasonFactory(year=2024))
    with override("en"):
        assert (stage.label, str(stage)) == ("National", "2024 · National")
    with override("es-pe"):
        assert stage.label == "Nacional"
    stage.name_en = ""
    with override("en"):
        assert stage.label == "Nacional"


def test_entry_is_called_as_the_season_called_it() -> None:
    entry = EntryFactory(club__name="Defensor Arguedas", club__home_town="Andahuaylas")
    assert (entry.name, entry.town) == ("Defensor Arguedas", "Andahuaylas")
    entry.listed_name, entry.home_town = "José María Arguedas", "Talavera"
    assert (entry.name, entry.town) == ("José María Arguedas", "Talavera")


def test_rows_are_called_by_what_people_know() -> None:
    department = DepartmentFactory(name="Pasco")
    assert str(department) == "Pasco"
    assert ClubFactory(name="Ecosem", short_name="").display_name == "Ecosem"
    assert str(VenueFactory(name="Monumental", town="Lima")) == "Monumental, Lima"
    assert str(VenueFactory(name="Monumental", town="")) == "Monumental"
    assert str(SeasonFactory(year=2024)) == "Copa Perú 2024"
    assert str(GoalFactory(player="", minute=90, stoppage=2)) == "· 90+2'"
    assert str(GoalFactory(player="Advíncula", minute=7)) == "Advíncula 7'"
    assert str(GoalFactory(player="Advíncula")) == "Advíncula"
    assert str(PointsAdjustmentFactory(points=-3)).endswith(": -3")
    assert str(LotsPositionFactory(position=2)).startswith("2. ")
    assert str(PublishedScorerFactory(player="Neyra", goals=9)) == "Neyra (9)"
    assert str(PublishedRowFactory(place=None)).startswith("·. ")
    assert str(TiebreakRuleFactory()).startswith("1. ")
    assert str(ZoneFactory(letter="P", name="Pasan")) == "P · Pasan"


def test_matchup_names_where_an_open_side_comes_from() -> None:
    matchup = MatchupFactory(first=None, first_slot="Ganador L1", second=None)
    assert str(matchup) == "Ganador L1 – ·"


def test_outcome_names_a_club_that_is_not_recorded() -> None:
    assert SeasonOutcomeFactory(club__name="Ecosem").name == "Ecosem"
    assert SeasonOutcomeFactory(club=None, club_name="Sport Áncash").name == "Sport Áncash"


def test_lists_of_the_qualified_are_called_by_their_stage() -> None:
    qualifiers = QualifierListFactory()
    assert str(qualifiers) == str(qualifiers.stage)


def test_fixture_gives_its_facts() -> None:
    facts = FixtureFactory(score="1-1", half="1-0", extra="2-2", penalties="4-3").facts
    assert (facts.half_time, facts.extra_time) == (Score(1, 0), Score(2, 2))
    assert facts.penalties == Score(4, 3)
    assert FixtureFactory().facts.full_time is None


def test_ruling_is_seen_from_its_fixture() -> None:
    ruling = RulingFactory(home_goals=0, away_goals=3, is_walkover=True)
    facts = ruling.facts_for(ruling.fixture)
    assert (facts.effect, facts.in_favour_of) == (Effect.AWARD, "away")
    assert (facts.score, facts.walkover) == (Score(0, 3), True)
    ruling.in_favour_of = ruling.fixture.home
    assert ruling.facts_for(ruling.fixture).in_favour_of == "home"
    assert ruling.facts_for(FixtureFactory()).in_favour_of is None


def test_rules_give_their_steps_and_zones_their_groups() -> None:
    assert RuleSetFactory(settlement="away_goals penalties").settlement_steps == (
        "away_goals",
        "penalties",
    )
    assert ZoneFactory(groups="A B").group_codes == ("A", "B")


@pytest.mark.parametrize("settlement", ["coin", "penalties penalties"])
def test_settlement_takes_known_steps_once(settlement: str) -> None:
    with pytest.raises(ValidationError) as fault:
        RuleSet(stage=StageFactory(), settlement=settlement).full_clean()
    assert list(fault.value.error_dict) == ["settlement"]


@pytest.mark.parametrize(
    ("criterion", "options"),
    [
        ("points", {"restart": True}),
        ("head_to_head_points", {"restart": "yes"}),
        ("relative_points", {"rival_total": "half"}),
        ("points", []),
    ],
)
def test_criterion_takes_its_own_options(criterion: str, options: object) -> None:
    with pytest.raises(ValidationError) as fault:
        TiebreakRuleFactory.build(
            rule_set=RuleSetFactory(criteria=[]), criterion=criterion, options=options
        ).full_clean()
    assert list(fault.value.error_dict) == ["options"]


def test_querysets_read_like_the_domain() -> None:
    played = FixtureFactory(score="1-0", date="2024-06-01")
    unknown = FixtureFactory(status="played")
    waiting = FixtureFactory(stage=played.stage, key="p00")
    ruled = RulingFactory(fixture=FixtureFactory()).fixture
    FixtureFactory(status="annulled")
    assert set(Fixture.objects.with_score()) == {played}
    assert set(Fixture.objects.without_result()) == {unknown, waiting}
    assert played not in Fixture.objects.undated()
    assert ruled in Fixture.objects.undated()
    assert list(Fixture.objects.filter(stage=played.stage).in_playing_order()) == [played, waiting]


def test_seasons_are_told_apart() -> None:
    real = SeasonFactory(year=2030)
    simulated = SeasonFactory(year=2031, is_simulated=True, seed=1)
    assert list(Season.objects.simulated()) == [simulated]
    assert list(Season.objects.recorded()) == [real]
    assert list(Season.objects.newest_first()) == [simulated, real]
