"""A group that gets another name: what brackets say of it follows in the same act."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competitions.models import Group, Matchup, Stage
from competitions.services.changes import act_of, key_of
from competitions.services.undoing import undo
from competitions.services.writing import Refused, record, write
from standings.selectors.confirming import confirming_page
from standings.selectors.setting_up import setting_up
from tests.factories import (
    AdministratorFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    GroupFactory,
    GroupStageFactory,
    KnockOutFactory,
    MatchupFactory,
    QualifierFactory,
    QualifierListFactory,
    RoundFactory,
    RuleSetFactory,
    ZoneFactory,
    official_of,
)
from tests.standings.scenes import groups, knock_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def onward() -> Stage:
    """A bracket of the first of two groups, whose clubs are entered and not on their sides yet."""
    stage = GroupStageFactory(slug="regional")
    onward = KnockOutFactory(season=stage.season, slug="llaves", name="Llaves", position=2)
    RuleSetFactory(stage=onward)
    ZoneFactory(rule_set=RuleSetFactory(stage=stage), leads_to=onward, last_place=1)
    MatchupFactory(
        round=RoundFactory(stage=onward),
        key="llave-1",
        first=None,
        second=None,
        first_slot="1.º Grupo A",
        second_slot="1.º del grupo b",
    )
    qualifiers = QualifierListFactory(stage=stage)
    for code in "ab":
        group = GroupFactory(stage=stage, code=code, name=f"Grupo {code.upper()}")
        before = EntryFactory(stage=stage, group=group)
        EntryFactory(stage=onward, club=before.club, origin=before, origin_place=1)
        QualifierFactory(qualifier_list=qualifiers, entry=before, place=1, to_stage=onward)
    return onward


def rename(which: str, name: str, **fields: object) -> None:
    group = Group.objects.get(code=which)
    group.name = name
    for field, value in fields.items():
        setattr(group, field, value)
    record(group, actor=None)


def slots() -> tuple[str, str]:
    matchup = Matchup.objects.get()
    return matchup.first_slot, matchup.second_slot


def seated(stage: Stage) -> list[str]:
    row = Stage.objects.select_related("season", "rule_set", "league").get(pk=stage.pk)
    return [f"{s.slot}: {s.ought.name}" for s in setting_up(row).seatings if s.ought]


def test_sides_of_a_bracket_follow_and_still_find_their_clubs(onward: Stage) -> None:
    rename("a", "Serie Norte")
    assert slots() == ("1.º Serie Norte", "1.º del grupo b")
    norte, b = onward.entries.order_by("pk")
    assert seated(onward) == [f"1.º Serie Norte: {norte.name}", f"1.º del grupo b: {b.name}"]
    rename("b", "Serie Sur")
    assert slots() == ("1.º Serie Norte", "1.º del Serie Sur")
    assert len(seated(onward)) == 2


def test_the_page_of_the_list_still_fills_them() -> None:
    stage, onward = groups("A", "B"), knock_out()
    ZoneFactory(rule_set=stage.rule_set, code="pasan", last_place=1, leads_to=onward)
    slots = {"first_slot": "1.º Grupo B", "second_slot": "1.º del grupo a"}
    MatchupFactory(round=RoundFactory(stage=onward), first=None, second=None, **slots)
    stage = Stage.objects.select_related("season", "rule_set", "league").get(pk=stage.pk)
    qualifiers = QualifierListFactory(stage=stage)
    for line in confirming_page(stage).plan.lines:
        row = {"entry_id": line.club.entry, "place": 1, "to_stage": onward, "zone_code": "pasan"}
        QualifierFactory(qualifier_list=qualifiers, via="places", **row)
        EntryFactory(stage=onward, club_id=line.club.club)
    rename("A", "Serie Norte")
    stage = Stage.objects.select_related("season", "rule_set", "league").get(pk=stage.pk)
    (following,) = confirming_page(stage).following
    assert [seat.slot for seat in following.seats] == ["1.º Grupo B", "1.º del Serie Norte"]


def test_groups_can_change_names_with_each_other(onward: Stage) -> None:
    a, b = Group.objects.order_by("code")
    a.name, b.name = b.name, a.name
    write([a, b], actor=None)
    assert slots() == ("1.º Grupo B", "1.º del Grupo A")


def test_it_is_one_act_and_is_taken_back_as_one(onward: Stage) -> None:
    actor = AdministratorFactory()
    group = Group.objects.get(code="a")
    group.name = "Serie Norte"
    record(group, actor=actor, reason="Así las llaman las bases.")
    lines = act_of(actor, key_of(group.history.first()))
    assert {line.instance_type for line in lines} == {Group, Matchup}
    undo(lines, actor=actor, reader=actor, reason="No.")
    assert slots() == ("1.º Grupo A", "1.º del grupo b")


def test_the_league_below_renames_what_the_bracket_above_says(onward: Stage) -> None:
    own = DepartmentalLeagueFactory()
    stage = Stage.objects.get(slug="regional")
    Stage.objects.filter(pk=stage.pk).update(league=own)
    client = Client()
    client.force_login(official_of(own))
    group = Group.objects.get(code="a")
    address = reverse("admin:competitions_group_change", args=[group.pk])
    form = client.get(address).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields} | {"name": "Serie Norte"}
    assert client.post(address, sent).status_code == 302
    assert slots()[0] == "1.º Serie Norte"


def test_the_same_name_in_other_letters_is_followed_too(onward: Stage) -> None:
    rename("a", "GRUPO A")
    assert slots()[0] == "1.º GRUPO A"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Grupo B", "otro grupo que lleva allí ya se llama «Grupo B». Póngale otro nombre."),
        ("N" * 70, "tienen lugar para 60 letras."),
    ],
)
def test_a_name_that_the_sides_cannot_carry_is_refused(onward: Stage, name: str, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        rename("a", name)
    (sentence,) = refusal.value.messages
    assert said in sentence
    assert (slots()[0], Group.objects.get(code="a").name) == ("1.º Grupo A", "Grupo A")


def test_two_groups_cannot_come_to_the_same_name(onward: Stage) -> None:
    both = list(Group.objects.all())
    for group in both:
        group.name = "Grupo único"
    with pytest.raises(Refused):
        write(both, actor=None)
    assert slots() == ("1.º Grupo A", "1.º del grupo b")


def test_a_name_that_two_stages_have_is_not_guessed(onward: Stage) -> None:
    other = GroupStageFactory(season=onward.season, slug="otra")
    ZoneFactory(rule_set=RuleSetFactory(stage=other), leads_to=onward)
    GroupFactory(stage=other, code="x", name="Grupo A")
    group = Group.objects.get(code="a")
    group.name = "Serie Norte"
    with pytest.raises(Refused, match="otro grupo que lleva allí se llama igual"):
        record(group, actor=None)
    rename("b", "Serie Sur")
    assert slots() == ("1.º Grupo A", "1.º del Serie Sur")


def test_a_code_that_rules_name_stays(onward: Stage) -> None:
    onward.rule_set.slots = "1a v 1b"
    onward.rule_set.save()
    with pytest.raises(Refused, match="por su código «a»: Llaves"):
        rename("a", "Grupo A", code="norte")
    onward.rule_set.slots = ""
    onward.rule_set.save()
    Stage.objects.get(slug="regional").rule_set.zones.update(groups="a")
    with pytest.raises(Refused, match="por su código «a»"):
        rename("a", "Grupo A", code="norte")
    rename("b", "Grupo B", code="sur")
    assert Group.objects.filter(code="sur").exists()


def test_who_renames_nothing_asks_nothing(onward: Stage) -> None:
    def queries() -> list[str]:
        group = Group.objects.get(code="a")
        group.position += 1
        with CaptureQueriesContext(connection) as caught:
            record(group, actor=None)
        return [query["sql"] for query in caught if "competitions_matchup" in query["sql"]]

    assert queries() == []
