import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from competitions.models import Fixture, PointsAdjustment, Round, Ruling, Stage
from competitions.services.rounds import record_round
from tests.competitions.services.test_rounds import a_round, fixtures_of, said, scores, two_legs
from tests.factories import (
    AdministratorFactory,
    AppointmentFactory,
    ClubFactory,
    DepartmentalLeagueFactory,
    EntryFactory,
    FixtureFactory,
    ResultReportFactory,
    RoundFactory,
    RuleSetFactory,
    StageFactory,
    UserFactory,
    official_of,
)
from tests.standings.scenes import play, single_table

pytestmark = pytest.mark.django_db


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(round_: Round) -> str:
    return reverse("admin:desk_round", args=[round_.pk])


def typed(client: Client, round_: Round, **fields: str) -> dict[str, str]:
    """The form as the page has it, with other values: `p1_home_goals="2"` for the first row."""
    data = values_of(client.get(address(round_)).content.decode())
    pks = [fixture.pk for fixture in fixtures_of(round_)]
    for name, value in fields.items():
        row, _, field = name.partition("_")
        data[f"p{pks[int(row[1:]) - 1]}-{field}" if row[1:].isdigit() else name] = value
    return data


def values_of(html: str) -> dict[str, str]:
    """What a browser would send from the page."""
    data = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            data[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        data[name] = re.search(r'<option value="([^"]*)" selected', options)[1]
    return data


def fixed(html: str, field: str, value: str) -> dict[str, str]:
    """That field of the first row with a fault."""
    row = re.search(r'id="(p\d+)" class="sheet-row wrong', html)[1]
    return {f"{row}-{field}": value}


def goals(*texts: str) -> dict[str, str]:
    """`goals("2-1", "", "0-0")`: typed into the rows, from the first."""
    return {
        f"p{row}_{side}_goals": number
        for row, text in enumerate(texts, start=1)
        if text
        for side, number in zip(("home", "away"), text.split("-"), strict=True)
    }


@pytest.fixture
def client() -> Client:
    return as_user(AdministratorFactory())


def test_sheet_shows_every_fixture_of_the_round(client: Client):
    round_ = a_round(3)
    html = client.get(address(round_)).content.decode()
    assert html.count('class="sheet-row') == 3
    assert "Resultados: 0 de 3." in html
    assert html.count("autofocus") == 1


def test_sheet_of_an_empty_round_says_so(client: Client):
    round_ = a_round(0)
    assert "todavía no hay partidos" in client.get(address(round_)).content.decode()


def test_plain_result_costs_two_fields(client: Client):
    round_ = a_round(2)
    answer = client.post(address(round_), typed(client, round_, **goals("2-1")))
    assert scores(round_) == [("played", "2-1"), ("scheduled", ".")]
    assert answer.status_code == 302


def test_saved_round_says_what_changes(client: Client):
    stage = single_table("Ada - Boca", "Cali 1-0 Deza", cut=1)
    round_ = stage.rounds.get()
    answer = client.post(address(round_), typed(client, round_, **goals("2-0")), follow=True)
    html = " ".join(answer.content.decode().split())
    assert "1 resultado guardado." in html
    assert "Ada 2" in html
    assert "Entra: Ada." in html
    assert "Sale: Cali." in html


def test_version_that_nobody_remembers_is_passed_over(client: Client):
    round_ = a_round(1)
    for version in ("1-gone", "../../x", "1-" + "x" * 300, "ñ"):
        answer = client.get(address(round_), {"desde": version})
        assert 'class="outcome"' not in answer.content.decode()


def test_bad_row_stays_as_it_was_typed_while_the_others_are_saved(client: Client):
    round_ = a_round(3)
    data = typed(client, round_, **goals("2-1", "1-0", "0-3"), p2_home_half="5", p2_away_half="0")
    answer = client.post(address(round_), data)
    html = " ".join(answer.content.decode().split())
    assert scores(round_) == [("played", "2-1"), ("scheduled", "."), ("played", "0-3")]
    assert "2 resultados guardados. 1 partido no: lo que escribió sigue en su fila" in html
    assert "2 partidos con algo nuevo" in html
    done = client.post(
        address(round_), values_of(html) | fixed(html, "home_half", "0"), follow=True
    )
    assert "3 partidos con algo nuevo" in done.content.decode()
    pk = fixtures_of(round_)[1].pk
    assert re.search(rf'name="p{pk}-home_half" value="5"', html)
    assert html.count("sheet-row wrong") == 1
    assert "<details open>" in html


def test_half_a_score_and_a_word_are_faults_of_their_rows(client: Client):
    round_ = a_round(3)
    fields = goals("2-1") | {"p2_home_goals": "1", "p3_home_goals": "dos", "p3_away_goals": "1"}
    html = client.post(address(round_), typed(client, round_, **fields)).content.decode()
    assert scores(round_)[0] == ("played", "2-1")
    assert html.count("sheet-row wrong") == 2
    assert 'value="dos"' in html
    assert "Los goles se escriben con cifras." in html


def test_walkover_abandoned_and_postponed_are_chosen(client: Client):
    round_ = a_round(3)
    fields = {
        "p1_what": "absent_home",
        **goals("", "0-1"),
        "p2_what": "abandoned",
        "p3_what": "postponed",
        "p3_date": "2027-06-01",
        "p3_time": "10:00",
    }
    client.post(address(round_), typed(client, round_, **fields))
    assert scores(round_) == [("not_played", "."), ("abandoned", "0-1"), ("postponed", ".")]
    assert Ruling.objects.get().in_favour_of == fixtures_of(round_)[0].away
    assert str(fixtures_of(round_)[2].date) == "2027-06-01"
    html = client.get(address(round_)).content.decode()
    assert f"/admin/competitions/ruling/{Ruling.objects.get().pk}/change/" in html
    again = client.post(address(round_), typed(client, round_), follow=True)
    assert "No había nada que cambiar." in again.content.decode()


def test_walkover_of_a_match_with_a_score_is_one_that_was_stopped(client: Client):
    round_ = a_round(1)
    fields = goals("0-2") | {"p1_what": "absent_home"}
    client.post(address(round_), typed(client, round_, **fields))
    assert scores(round_) == [("abandoned", "0-2")]


def test_penalties_stand_only_where_they_may_occur(client: Client):
    assert "penalties" not in client.get(address(a_round(1))).content.decode()
    html = client.get(address(two_legs())).content.decode()
    assert html.count('-home_penalties" ') == 1
    assert "-home_extra" not in html


def test_shoot_out_is_typed_in_the_second_leg(client: Client):
    round_ = two_legs()
    fields = goals("1-0", "1-0") | {"p2_home_penalties": "4", "p2_away_penalties": "3"}
    client.post(address(round_), typed(client, round_, **fields))
    assert [f.home_penalties for f in fixtures_of(round_)] == [None, 4]


def test_official_result_asks_for_a_reason_and_keeps_it_in_the_history(client: Client):
    round_ = a_round(1)
    client.post(address(round_), typed(client, round_, **goals("2-1")))
    client.post(confirm_address(round_))
    data = typed(client, round_, **goals("2-2"))
    refused = client.post(address(round_), data)
    assert "es oficial" in refused.content.decode()
    client.post(address(round_), data | {"reason": "Error en la planilla."})
    (fixture,) = fixtures_of(round_)
    assert (fixture.away_goals, fixture.history.first().history_change_reason) == (
        2,
        "Error en la planilla.",
    )


def confirm_address(round_: Round) -> str:
    return reverse("admin:desk_round_confirm", args=[round_.pk])


def test_provisional_results_are_made_official_at_one_touch(client: Client):
    round_ = a_round(3)
    client.post(address(round_), typed(client, round_, **goals("2-1", "0-0")))
    assert "Hacer oficiales los 2" in client.get(address(round_)).content.decode()
    answer = client.post(confirm_address(round_), follow=True)
    assert "2 resultados ya son oficiales." in answer.content.decode()
    assert [f.is_official for f in fixtures_of(round_)] == [True, True, False]
    assert 'id="confirm"' not in answer.content.decode()


def test_results_whose_reports_disagree_are_not_confirmed(client: Client):
    round_ = a_round(1)
    client.post(address(round_), typed(client, round_, **goals("2-1")))
    ResultReportFactory(fixture=fixtures_of(round_)[0], home_goals=5)
    answer = client.post(confirm_address(round_), follow=True)
    assert "No se confirmó ningún resultado." in answer.content.decode()
    assert [f.is_official for f in fixtures_of(round_)] == [False]


def test_confirming_is_refused_like_recording():
    round_ = a_round(1)
    stranger = as_user(official_of(DepartmentalLeagueFactory()))
    assert stranger.post(confirm_address(round_)).status_code == 404
    club = fixtures_of(round_)[0].home.club
    delegate = as_user(AppointmentFactory(league=None, club=club).user)
    assert delegate.post(confirm_address(round_)).status_code == 403
    assert as_user(AdministratorFactory()).get(confirm_address(round_)).status_code == 405


def test_reason_is_asked_for_only_where_a_result_is_official(client: Client):
    round_ = a_round(1)
    client.post(address(round_), typed(client, round_, **goals("2-1")))
    assert 'name="reason"' not in client.get(address(round_)).content.decode()
    client.post(confirm_address(round_))
    assert 'name="reason"' in client.get(address(round_)).content.decode()


def test_who_saves_second_is_told_and_goes_through_knowingly(client: Client):
    round_ = a_round(2)
    data = typed(client, round_, **goals("1-1", "3-0"))
    rosa = AppointmentFactory(user=UserFactory(username="rosa"), league=round_.stage.league).user
    record_round(round_, rows={fixtures_of(round_)[0].pk: said("2-1")}, actor=rosa)
    refused = client.post(address(round_), data)
    html = refused.content.decode()
    assert "rosa cambió este partido" in html
    assert scores(round_) == [("played", "2-1"), ("played", "3-0")]
    client.post(address(round_), values_of(html))
    assert scores(round_) == [("played", "1-1"), ("played", "3-0")]


def test_what_another_changed_beside_it_is_kept_when_one_goes_through(client: Client):
    round_ = a_round(1)
    data = typed(client, round_, **goals("1-1"))
    (fixture,) = fixtures_of(round_)
    later = said(date=dt.date(2027, 6, 6))
    record_round(round_, rows={fixture.pk: later}, actor=AdministratorFactory())
    refused = client.post(address(round_), data)
    client.post(address(round_), values_of(refused.content.decode()))
    (fixture,) = fixtures_of(round_)
    assert (scores(round_), fixture.date) == ([("played", "1-1")], dt.date(2027, 6, 6))


def test_match_that_left_the_round_meanwhile_is_told(client: Client):
    round_ = a_round(2)
    data = typed(client, round_, **goals("1-1", "2-0"))
    Fixture.objects.filter(pk=fixtures_of(round_)[0].pk).update(round=None)
    Stage.objects.update(version=7)
    html = client.post(address(round_), data).content.decode()
    assert "ya no está en esta fecha" in html
    assert scores(round_) == [("played", "2-0")]


def test_rows_that_were_not_touched_do_not_undo_what_another_typed(client: Client):
    round_ = a_round(2)
    data = typed(client, round_, **goals("", "3-0"))
    first = fixtures_of(round_)[0].pk
    record_round(round_, rows={first: said("2-1")}, actor=AdministratorFactory())
    assert client.post(address(round_), data).status_code == 302
    assert scores(round_) == [("played", "2-1"), ("played", "3-0")]


def test_forged_token_harms_nobody(client: Client):
    round_ = a_round(1)
    data = typed(client, round_, **goals("2-1"))
    pk = fixtures_of(round_)[0].pk
    for token in ("", "played", "x . . . . . . .", "played 1-1 . . . me . .", "ñ" * 500):
        assert client.post(address(round_), data | {f"p{pk}-seen": token}).status_code in (200, 302)
    strange = client.post(address(round_), {"p99999999999999999-seen": "x"})
    assert "No había nada" in client.get(strange.headers["Location"]).content.decode()


def test_neighbours_of_a_round_are_linked(client: Client):
    stage = StageFactory()
    one, two, three = (RoundFactory(stage=stage, number=n) for n in (1, 2, 3))
    html = client.get(address(two)).content.decode()
    assert [address(one) in html, address(two) in html, address(three) in html] == [
        True,
        False,
        True,
    ]


def test_half_time_is_in_the_row_where_the_rules_count_it(client: Client):
    stage = single_table("Ada - Boca", criteria=["points", "first_half_points"])
    round_ = stage.rounds.get()
    assert "with-half" in client.get(address(round_)).content.decode()
    assert "with-half" not in client.get(address(round_), {"medio": "0"}).content.decode()
    assert "with-half" in client.get(address(a_round(1)), {"medio": "1"}).content.decode()


def test_official_of_another_branch_finds_nothing():
    round_ = a_round(1)
    stranger = as_user(official_of(DepartmentalLeagueFactory()))
    assert stranger.get(address(round_)).status_code == 404
    assert stranger.post(address(round_), {}).status_code == 404


def test_delegate_of_a_club_of_the_round_may_not_record():
    round_ = a_round(1)
    club = fixtures_of(round_)[0].home.club
    delegate = as_user(AppointmentFactory(league=None, club=club).user)
    assert delegate.get(address(round_)).status_code == 403
    elsewhere = as_user(AppointmentFactory(league=None, club=ClubFactory()).user)
    assert elsewhere.get(address(round_)).status_code == 404


def test_nobody_is_sent_to_the_login():
    assert Client().get(address(a_round(1))).status_code == 302


def test_fixture_of_another_stage_is_not_recorded(client: Client):
    round_, elsewhere = a_round(1), a_round(1)
    pk = fixtures_of(elsewhere)[0].pk
    data = {f"p{pk}-seen": said().token, f"p{pk}-home_goals": "1", f"p{pk}-away_goals": "0"}
    client.post(address(round_), data)
    assert scores(elsewhere) == [("scheduled", ".")]


def official(round_: Round) -> Client:
    """Of the departmental league that organises the stage."""
    league = DepartmentalLeagueFactory()
    type(round_.stage).objects.filter(pk=round_.stage_id).update(league=league)
    return as_user(official_of(league))


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_the_sheet_do_not_grow(count: int, django_assert_num_queries):
    round_ = a_round(count)
    client = official(round_)
    client.get(address(round_))
    # session, user, offices, round | its neighbours
    with django_assert_num_queries(5):
        client.get(address(round_))


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_saving_do_not_grow(count: int, django_assert_num_queries):
    round_ = a_round(count)
    client = official(round_)
    data = typed(client, round_, **goals(*["2-1"] * count))
    # session, user, offices, round | begin, lock, rows, fixtures, history,
    # versions, end
    with django_assert_num_queries(11):
        client.post(address(round_), data)
    assert scores(round_) == [("played", "2-1")] * count


@pytest.mark.parametrize("count", [2, 3, 25])
def test_queries_of_a_bad_row_among_good_ones_do_not_grow(count: int, django_assert_num_queries):
    round_ = a_round(count)
    client = official(round_)
    fields = goals(*["2-1"] * count) | {"p1_home_half": "9", "p1_away_half": "0"}
    data = typed(client, round_, **fields)
    # as above | neighbours of the round
    with django_assert_num_queries(12):
        html = client.post(address(round_), data).content.decode()
    assert scores(round_) == [("scheduled", "."), *[("played", "2-1")] * (count - 1)]
    assert 'class="outcome"' in html


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_saving_walkovers_do_not_grow(count: int, django_assert_num_queries):
    round_ = a_round(count)
    client = official(round_)
    fields = {f"p{row}_what": "absent_home" for row in range(1, count + 1)}
    data = typed(client, round_, **fields)
    # and the rulings with their history
    with django_assert_num_queries(13):
        client.post(address(round_), data)
    assert Ruling.objects.count() == count


def test_row_without_its_round_is_on_the_sheet_of_its_matchup(client: Client):
    round_ = two_legs()
    Fixture.objects.filter(leg=2).update(round=None)
    assert client.get(address(round_)).content.decode().count('class="sheet-row') == 2
    RuleSetFactory()
    play(round_.stage, "Ada - Boca", round_number=2)
    assert client.get(address(round_)).content.decode().count('class="sheet-row') == 2


@pytest.mark.parametrize("count", [1, 3, 25])
def test_queries_of_saving_walkovers_that_take_points_do_not_grow(
    count: int, django_assert_num_queries
):
    round_ = a_round(count, walkover_deduction=3)
    client = official(round_)
    fields = {f"p{row}_what": "absent_home" for row in range(1, count + 1)}
    data = typed(client, round_, **fields)
    # and the points with their history
    with django_assert_num_queries(15):
        client.post(address(round_), data)
    assert PointsAdjustment.objects.count() == count


def elsewhere(fixture: Fixture, day: dt.date) -> Fixture:
    """A match of its home club in another stage."""
    cup = StageFactory(season=fixture.stage.season, name="Copa")
    home = EntryFactory(stage=cup, club=fixture.home.club)
    return FixtureFactory(stage=cup, home=home, date=day)


def test_match_moved_to_a_day_on_which_its_club_plays_elsewhere_is_told(client: Client):
    round_ = a_round(2)
    theirs = elsewhere(fixtures_of(round_)[0], dt.date(2027, 3, 7))
    moved = typed(client, round_, p1_date="2027-03-07", p2_date="2027-03-07")

    html = client.post(address(round_), moved, follow=True).content.decode()

    assert "2 resultados guardados." in html
    [told] = [line for line in html.splitlines() if "juega dos veces ese día" in line]
    assert f"{theirs} (Copa)" in told

    # Asked when it is moved, not whenever the sheet is saved.
    again = typed(client, round_, **goals("2-1"))
    answer = client.post(address(round_), again, follow=True)
    assert "juega dos veces" not in answer.content.decode()


def test_match_that_is_saved_beside_a_bad_row_is_told_as_well(client: Client):
    round_ = a_round(2)
    elsewhere(fixtures_of(round_)[0], dt.date(2027, 3, 7))
    moved = typed(client, round_, p1_date="2027-03-07", p2_home_goals="x")

    answer = client.post(address(round_), moved)

    assert answer.status_code == 200
    assert "juega dos veces ese día" in answer.content.decode()
