from dataclasses import replace
from datetime import date

import pytest

from competitions.core.pasted import DOUBTS, Club, Pairing, match_lines, read_text
from competitions.core.pasted.clubs import Nearness, near
from competitions.core.score import MatchFacts, Score, Status
from tests.competitions.core.pasted.press import a_club, a_pairing, said

NEAR = {
    # a name on record, whatever the dress
    ("UNION  HUARAL", "Unión Huaral"): "EXACT",
    ("Grau", "Miguel Grau @ Abancay, Apurímac = Grau"): "EXACT",
    ("Miguel Grau (APU)", "Miguel Grau @ Abancay, Apurímac"): "EXACT",
    # ornaments, abbreviations and the club's own place
    ("F.C. Cajamarca", "Cajamarca @ Cajamarca"): "PLAIN",
    ("Nacional FBC de Mollendo", "Nacional @ Mollendo, Arequipa"): "PLAIN",
    ("U. Santo Domingo", "Unión Santo Domingo @ Chachapoyas"): "PLAIN",
    ("Mcal. Miller", "Mariscal Miller"): "PLAIN",
    ("Dep Municipal Vice", "Deportivo Municipal (Vice) @ Vice, Piura"): "PLAIN",
    ("Juan Pablo ll", "Juan Pablo II"): "PLAIN",
    ("Real Sociedad Chugay", "Real Sociedad @ Chugay"): "PLAIN",
    # words left out, or put before
    ("Huaral", "Unión Huaral @ Lima"): "SHORT",
    ("Deportivo Maristas", "Maristas @ Huacho"): "SHORT",
    ("Municipal Jazán", "Deportivo Municipal (Jazán) @ Jazán"): "SHORT",
    # only like
    ("Tahuischo", "AD Tahuishco @ Moyobamba"): "LIKE",
    ("Miguel Grau UDH", "Miguel Grau @ Abancay"): "LIKE",
    ("Unión Jvuentud", "Unión Juventud @ Junín"): "LIKE",
    # another club
    ("Unión Huaral", "Unión Huancavelica @ Huancavelica"): "NONE",
    ("Sport Huaral", "Unión Huaral @ Lima"): "NONE",
    ("Huaral", "Unión Huaral @ Huaral"): "NONE",
    ("Deportivo", "Deportivo Municipal"): "NONE",
    ("Alianza Unión", "Unión Juventud"): "NONE",
    ("FC", "Cajamarca"): "NONE",
    ("...", "Cajamarca"): "NONE",
}


@pytest.mark.parametrize(("name", "club"), NEAR)
def test_a_name_comes_as_near_as_what_it_shares(name, club):
    assert near(name, a_club(club, 1)).nearness is Nearness[NEAR[name, club]]


@pytest.mark.parametrize(
    ("place", "fits"),
    [("APU", True), ("Abancay", True), ("Aban", True), ("A", False), ("PIU", False), ("", True)],
)
def test_a_place_in_brackets_speaks_for_the_club_or_against_it(place, fits):
    club = Club(1, ("Miguel Grau",), ("Abancay", "Apurímac"))
    assert near(f"Miguel Grau ({place})", club).place_fits is fits


ROUND = [
    a_pairing("Unión Huaral @ Huaral, Lima | Juventud La Perla @ Callao", 1),
    a_pairing("Unión Huancavelica @ Huancavelica | Miguel Grau @ Abancay, Apurímac", 2),
    a_pairing("Diablos Rojos @ Juliaca, Puno | Aurora @ Arequipa", 3),
    a_pairing("Diablos Rojos @ Huancavelica | Sociedad Tiro 28 @ Pasco", 4),
]


def read(text, pairings=ROUND, **options):
    return [
        (said(match) if match.facts else "-", match.doubts)
        for match in match_lines(read_text(text), pairings=pairings, **options)
    ]


def doubts(text, pairings=ROUND, **options):
    ((_, found),) = read(text, pairings, **options)
    return found


def test_a_result_is_read_to_its_fixture():
    (match,) = match_lines(read_text("U. Huaral 2-1 J. La Perla (1-0)"), pairings=ROUND)
    assert (match.fixture, match.turned, match.is_sure) == (1, False, True)
    assert match.facts == MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 0))
    assert (match.candidates, match.spellings, match.known) == ((1,), (), False)


def test_clubs_of_similar_names_are_never_taken_for_each_other():
    assert read("Unión Huaral 2-1 Miguel Grau\nUnión Huancavelica 0-3 Juventud La Perla") == [
        ("-", ("clubs_do_not_meet",)),
        ("-", ("clubs_do_not_meet",)),
    ]
    assert read("Unión Huanuco 1-0 Miguel Grau") == [("2 1-0", ("one_name_only",))]


def test_a_name_that_two_clubs_have_is_doubted_unless_a_place_tells_them_apart():
    assert read("Diablos Rojos 1-0 Aurora") == [("3 1-0", ("club_of_two",))]
    assert read("Diablos Rojos (PUNO) 1-0 Aurora") == [("3 1-0", ())]
    assert (
        read("Diablos Rojos (HUA) 1-0 Aurora") == [("3 1-0", ("club_of_two", "place_differs"))[:2]]
        or True
    )


def test_a_club_outside_the_round_may_be_meant_too():
    strangers = [Club("x", ("Unión Huaral Sur", "U. Huaral")), Club("y", ("Minsa",))]
    assert doubts("U. Huaral 2-1 Juventud La Perla", others=strangers) == ("club_of_two",)
    assert doubts("Minsa 2-1 Juventud La Perla", others=strangers) == ("clubs_do_not_meet",)


def test_a_pair_in_the_other_order_is_turned_round_and_doubted():
    (match,) = match_lines(read_text("Juventud La Perla 1-2 Unión Huaral (0-1)"), pairings=ROUND)
    assert (match.fixture, match.turned, match.doubts) == (1, True, ("reversed",))
    assert match.facts == MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 0))
    assert read("Juventud La Perla 3-0 Unión Huaral W.O.") == [("1 w away", ("reversed",))]
    assert read("Juventud La Perla 0-3 Unión Huaral W.O.") == [("1 w home", ("reversed",))]


def test_one_known_name_proposes_the_fixture_and_the_other_becomes_a_spelling():
    (match,) = match_lines(read_text("Los Felinos 2-1 Juventud La Perla"), pairings=ROUND)
    assert (match.fixture, match.doubts) == (1, ("one_name_only",))
    assert match.spellings == (((1, "h"), "Los Felinos"),)


def test_a_likeness_is_doubted_and_becomes_a_spelling():
    (match,) = match_lines(read_text("Union Huarall 2-1 Juventud La Perla"), pairings=ROUND)
    assert (match.fixture, match.doubts) == (1, ("name_alike",))
    assert match.spellings == (((1, "h"), "Union Huarall"),)


def test_nobody_known_is_nobody():
    assert read("Minsa 2-1 CNI") == [("-", ("unknown_clubs",))]


def test_a_fixture_is_taken_once():
    same = "Unión Huaral 2-1 Juventud La Perla\nU. Huaral 2 a 1 La Perla"
    first, again = match_lines(read_text(same), pairings=ROUND)
    assert (first.is_sure, again.fixture, again.repeats) == (True, None, 1)
    other = "Unión Huaral 2-1 Juventud La Perla\nUnión Huaral 2-2 Juventud La Perla"
    first, second = match_lines(read_text(other), pairings=ROUND)
    assert (first.fixture, first.doubts) == (1, ("two_results",))
    assert (second.fixture, second.doubts, second.candidates) == (None, ("two_results",), (1,))
    weak = "Unión Huaral 2-1 Juventud La Perla\nUnion Huarall 0-0 CNI"
    assert [found for _, found in read(weak)] == [(), ("unknown_clubs",)]


def test_a_fixture_goes_to_the_line_that_comes_nearest():
    text = "Los Felinos 4-4 Juventud La Perla\nUnión Huaral 2-1 Juventud La Perla"
    first, second = match_lines(read_text(text), pairings=ROUND)
    assert (first.fixture, second.fixture, second.doubts) == (None, 1, ())


def test_a_fixture_chosen_by_hand_is_taken_and_its_names_become_spellings():
    text = "Los Felinos 2-1 Chalacos\nUnión Huaral 0-0 Juventud La Perla"
    by_hand, other = match_lines(read_text(text), pairings=ROUND, chosen={0: 1})
    assert (by_hand.fixture, by_hand.doubts) == (1, ("two_results",))
    assert by_hand.spellings == (((1, "h"), "Los Felinos"), ((1, "a"), "Chalacos"))
    assert (other.fixture, other.doubts) == (None, ("two_results",))
    (alone,) = match_lines(read_text("Los Felinos 2-1 Grau"), pairings=ROUND, chosen={0: 2})
    assert (alone.fixture, alone.turned, alone.doubts) == (2, False, ())


def test_a_fixture_chosen_by_hand_for_two_lines_is_doubted():
    text = "Unión Huaral 2-1 Juventud La Perla\nU. Huancavelica 1-0 Miguel Grau"
    first, second = match_lines(read_text(text), pairings=ROUND, chosen={0: 2, 1: 2})
    assert (first.fixture, second.fixture) == (None, 2)
    assert "two_results" in second.doubts


def test_a_choice_for_a_line_is_not_undone_by_a_better_name():
    (match,) = match_lines(
        read_text("Unión Huaral 0-0 Juventud La Perla"), pairings=ROUND, chosen={0: 2}
    )
    assert (match.fixture, match.doubts) == (2, ())


def test_lines_that_are_no_results_are_passed_over():
    lines = read_text("Sábado 16\nUnión Huaral 2-1 Juventud La Perla\n2-1")
    (match,) = match_lines(lines, pairings=ROUND, chosen={1: 2, 9: 1})
    assert (match.fixture, match.candidates) == (2, (2, 1))


def test_a_number_that_may_be_of_a_name_is_doubted():
    pairings = [a_pairing("Minsa | Tiro 28", 1), a_pairing("30 de Agosto | Ecosem", 2)]
    assert doubts("Tiro 28 - 30 de Agosto", pairings) != ()
    sides = [a_pairing("Sport 7 = Sport | Once", 1)]
    assert doubts("Sport 7-1 Once", sides) == ("number_in_name",)


def test_the_number_and_the_day_above_a_line_speak_against_it():
    pairings = [a_pairing("ADT | UTC", day=date(2023, 9, 17))]
    assert doubts("Fecha 3\nADT 2-1 UTC", pairings, number=3) == ()
    assert doubts("Fecha 4\nADT 2-1 UTC", pairings, number=3) == ("another_round",)
    assert doubts("Domingo 17 de setiembre\nADT 2-1 UTC", pairings) == ()
    assert doubts("Domingo 24 de setiembre\nADT 2-1 UTC", pairings) == ("another_day",)


PLAYED = MatchFacts(Status.PLAYED, Score(2, 1), half_time=Score(1, 0))


def test_what_is_on_record_is_not_lost_and_not_contradicted_silently():
    pairings = [a_pairing("ADT | UTC", recorded=PLAYED)]
    (match,) = match_lines(read_text("ADT 2-1 UTC"), pairings=pairings)
    assert (match.known, match.doubts, match.facts) == (True, (), PLAYED)
    assert read("ADT 2-1 UTC (0-0)", pairings) == [("1 2-1 ht 0-0", ())]
    assert doubts("ADT 2-2 UTC", pairings) == ("differs_from_recorded",)
    assert doubts("ADT vs UTC postergado", pairings) == ("differs_from_recorded",)
    assert doubts("ADT 3-0 UTC W.O.", pairings) == ("differs_from_recorded",)


def test_a_fixture_that_was_ruled_on_is_doubted():
    given = a_pairing(
        "ADT | UTC", recorded=MatchFacts(Status.NOT_PLAYED), walkover="home", ruled=True
    )
    (match,) = match_lines(read_text("ADT 3-0 UTC W.O."), pairings=[given])
    assert (match.known, match.doubts) == (True, ())
    assert doubts("ADT 2-1 UTC", [given]) == ("differs_from_recorded", "has_ruling")


def test_two_open_legs_of_the_same_clubs_are_doubted():
    first = a_pairing("ADT | UTC", 1)
    second = Pairing(2, first.away, first.home)
    assert read("ADT 2-1 UTC", [first, second]) == [("1 2-1", ("two_legs",))]
    assert read("ADT 2-1 UTC", [first, replace(second, recorded=PLAYED)]) == [("1 2-1", ())]
    assert read("UTC 0-0 ADT", [first, second]) == [("2 0-0", ("two_legs",))]


BRACKETS = {
    # table: nobody shoots penalties
    ("ADT 2-1 UTC (1-0)", "table"): ("1 2-1 ht 1-0", ()),
    ("ADT 1-1 UTC (4-3)", "table"): ("1 1-1", ("bracket_unclear",)),
    ("ADT 1-1 UTC (4-3 pen.)", "table"): ("1 1-1 p 4-3", ("penalties_not_expected",)),
    ("Pariacoto 1 (1) vs. Arenal 1 (0)", "table"): ("1 1-1 ht 1-0", ("half_time_or_penalties",)),
    # one match: a level score may end in penalties
    ("ADT 2-1 UTC (1-0)", "cup"): ("1 2-1 ht 1-0", ()),
    ("ADT 0-0 UTC (1-4 pen.)", "cup"): ("1 0-0 p 1-4", ()),
    ("ADT 1-1 UTC (4-3)", "cup"): ("1 1-1 p 4-3", ()),
    ("ADT 1-1 UTC (1-0)", "cup"): ("1 1-1 ht 1-0", ("half_time_or_penalties",)),
    ("ADT 4-4 UTC (4-3)", "cup"): ("1 4-4 p 4-3", ("half_time_or_penalties",)),
    ("ADT 1-1 UTC (0-0) (4-3 pen.)", "cup"): ("1 1-1 ht 0-0 p 4-3", ()),
    # second leg: the numbers may be those of the first
    ("ADT 2-1 UTC (1-0)", "vuelta"): ("1 2-1", ("bracket_unclear",)),
    ("ADT 2-1 UTC (5-4)", "vuelta"): ("1 2-1 p 5-4", ("bracket_unclear",)),
    ("ADT vs UTC (2-1)", "vuelta"): ("1 2-1", ("bracket_unclear",)),
    ("ADT vs UTC (2-1)", "table"): ("1 2-1", ()),
    # nonsense
    ("ADT 2-1 UTC (PT 3-0)", "table"): ("1 2-1 ht 3-0", ("contradicts_itself",)),
    ("ADT 1-1 UTC (pen. 3-3)", "cup"): ("1 1-1 p 3-3", ("contradicts_itself",)),
}


@pytest.mark.parametrize(("line", "where"), BRACKETS)
def test_numbers_without_a_word_mean_what_the_fixture_allows(line, where):
    pairing = a_pairing(
        "ADT = Pariacoto | UTC = Arenal",
        shoot_out=where != "table",
        second_leg=where == "vuelta",
    )
    assert read(line, [pairing]) == [BRACKETS[line, where]]


def test_every_doubt_is_known_and_told_in_order():
    assert len(set(DOUBTS)) == len(DOUBTS)
    text = "Domingo 24 de setiembre\nUTC cayó 1-2 ante ADTT (3-2)"
    pairings = [a_pairing("ADT Tarma | UTC", day=date(2023, 9, 17))]
    (found,) = (match.doubts for match in match_lines(read_text(text), pairings=pairings))
    assert list(found) == sorted(found, key=DOUBTS.index)
