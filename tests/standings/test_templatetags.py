import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from competitions.core.score import Score
from standings.core.explain import Step
from standings.selectors.brackets import matchup_views
from standings.selectors.seasons import one_stage
from standings.selectors.snapshot import GroupData, Label
from standings.templatetags import copaperu as tags
from standings.templatetags import marks, matches
from tests.factories import RulingFactory, VenueFactory, ZoneFactory
from tests.standings.scenes import confirm_all, groups, knock_out, matchup, play, single_table


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    # A page that was asked for before leaves its language active.
    with translation.override("es-pe"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


# Figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12, "12"),
        (0, "0"),
        (-3, "−3"),
        (None, "·"),
        (Fraction(5, 2), "2.50"),
        (Fraction(-1, 3), "−0.33"),
        (Fraction(4, 2), "2"),
    ],
)
def test_figure_has_a_real_minus_and_unknown_is_a_dot(value: object, shown: str) -> None:
    assert tags.figure(value) == shown


@pytest.mark.parametrize(
    ("criterion", "value", "shown"),
    [
        ("goal_difference", 5, "+5"),
        ("goal_difference", -5, "−5"),
        ("away_goal_difference", 0, "0"),
        ("head_to_head_goal_difference", None, "·"),
        ("points", 5, "5"),
    ],
)
def test_only_differences_have_a_sign(criterion: str, value: int | None, shown: str) -> None:
    assert tags.by_criterion(value, criterion) == shown


def test_ordinals_follow_the_language() -> None:
    places = (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)
    assert tags.ordinal(21) == "21.º"
    with translation.override("en"):
        assert [tags.ordinal(place) for place in places] == [
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "101st", "111th",
        ]  # fmt: skip


def test_score_in_running_text_never_breaks() -> None:
    assert tags.score(Score(2, 1)) == "2\u2060–\u20601"
    assert tags.score(None) == "·\u2060–\u2060·"


@pytest.mark.parametrize(
    ("score", "html"),
    [
        (Score(2, 1), "<b>2</b>–1"),
        (Score(0, 3), "0–<b>3</b>"),
        (Score(1, 1), "1\u2060–\u20601"),
        (None, '<span title="No se conoce el marcador">·</span>'),
    ],
)
def test_the_winner_of_a_score_is_heavier(score: Score | None, html: str) -> None:
    assert tags.big_score(score) == html


@pytest.mark.parametrize(
    ("places", "html"),
    [
        (None, ""),
        (0, '<span title="Sin cambio">=</span>'),
        (4, '<span class="up">▲<span class="spoken">sube </span>4</span>'),
        (-13, '<span class="down">▼<span class="spoken">baja </span>13</span>'),
    ],
)
def test_movement_has_an_arrow_and_a_spoken_word(places: int | None, html: str) -> None:
    assert tags.movement(places) == html


# Words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lowered"),
    [("Puntos", "puntos"), ("A la Liga 3", "a la Liga 3"), ("W.O.", "W.O."), ("PR", "PR")],
)
def test_words_within_a_sentence_begin_small_but_abbreviations_stay(
    text: str, lowered: str
) -> None:
    assert tags.lower_first(text) == lowered


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["Ada"], "Ada"), (["Ada", "Boca"], "Ada y Boca"), (list("ABC"), "A, B y C")],
)
def test_names_are_joined_as_one_speaks(names: list[str], text: str) -> None:
    assert tags.joined(names) == text


@pytest.mark.parametrize(
    ("name", "css"),
    [
        ("San Simón", "loud"),
        ("Binacional", "loud loud-long"),
        ("Sport Loreto", "loud"),
        ("Defensor José de San Martín", "loud loud-long"),
    ],
)
def test_long_names_are_set_smaller(name: str, css: str) -> None:
    assert tags.loudness(name) == css


def test_months_are_written_as_in_peru() -> None:
    assert tags.day(dt.date(2023, 9, 17)) == "Domingo 17 de setiembre"
    with translation.override("en"):
        assert tags.day(dt.date(2023, 9, 17)) == "Sunday 17 September"


def test_deductions_are_counted() -> None:
    assert [tags.deduction(points) for points in (-3, -1, 2)] == [
        "3 puntos menos",
        "1 punto menos",
        "2 puntos más",
    ]


@pytest.mark.parametrize(
    ("criterion", "missing", "text"),
    [
        ("first_half_points", (1, 2), "de 2 partidos"),
        ("first_half_points", (1,), "de 1 partido"),
        ("lots", (1, 2), "de 2 clubes"),
        ("extra_match", (1,), "de 1 club"),
        ("points", (), ""),
    ],
)
def test_a_criterion_counts_the_matches_or_clubs_that_it_lacks(
    criterion: str, missing: tuple[int, ...], text: str
) -> None:
    assert tags.lacks(Step(criterion, {}, "missing", missing=missing)) == text


# Groups -----------------------------------------------------------------------------------------

REGION = GroupData("I-A", Label("Región I, grupo A", "Region I, group A"), "Región I", 1)
ALONE = GroupData("III", Label("Región III", "Region III"), "Región III", 2)
FINAL = GroupData("F", Label("Grupo final", "Final group"), "", 3)
OTHER = GroupData("N", Label("Norte, serie 1", "North, series 1"), "Primera fase", 4)


def test_a_group_is_named_within_its_section() -> None:
    assert [tags.section_name(group) for group in (REGION, ALONE, FINAL, OTHER)] == [
        "Región I",
        "Región III",
        "",
        "Primera fase",
    ]
    assert [tags.name_in_section(group) for group in (REGION, ALONE, FINAL, OTHER)] == [
        "Grupo A",
        "",
        "Grupo final",
        "Norte, serie 1",
    ]


@pytest.mark.usefixtures("english")
def test_a_group_is_named_within_its_section_in_english_too() -> None:
    assert (tags.section_name(REGION), tags.name_in_section(REGION)) == ("Region I", "Group A")
    assert (tags.section_name(ALONE), tags.name_in_section(ALONE)) == ("Region III", "")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Región VIII", ("Región", "VIII")),
        ("Zona 2", ("Zona", "2")),
        ("Región Norte", ("Región Norte", "")),
        ("", ("", "")),
    ],
)
def test_a_numeral_at_the_end_is_set_apart(name: str, parts: tuple[str, str]) -> None:
    assert tags.with_numeral(name) == parts


@pytest.mark.django_db
def test_legend_says_a_zone_of_several_groups_once() -> None:
    stage = groups("I-A", "I-B")
    stage.rule_set.zones.all().delete()
    for code, last in (("a", 1), ("b", 2)):
        ZoneFactory(
            rule_set=stage.rule_set, code=code, name="A la final", letter="F", last_place=last
        )
    ZoneFactory(
        rule_set=stage.rule_set, code="c", name="Fuera", letter="X", tone="out",
        first_place=3, last_place=3,
    )  # fmt: skip
    found = tags.legend(one_stage(2030, "regional")[1])
    assert [(entry.css, entry.letter, entry.text) for entry in found] == [
        ("zone-on", "F", "A la final"),
        ("zone-out", "X", "Fuera (3)"),
    ]


# Matchups ---------------------------------------------------------------------------------------


def verdicts() -> list[str]:
    stage = one_stage(2030, "eliminatorias")[1]
    return [tags.verdict(view, stage).replace("\u2060", "") for view in matchup_views(stage)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (("1-0", "2-2"), "Pasa por global, 3–2"),
        (("1-0", "2-1"), "Pasa por gol de visita"),
        (("1-0", "1-0 p 3-4"), "Pasa por penales, 4–3"),
        (("2-0",), "Pasa"),
        ((), "Por definirse"),
    ],
)
def test_verdict_says_why_as_the_game_is_spoken(scores: tuple[str, ...], words: str) -> None:
    matchup(knock_out(), "Ada", "Boca", *scores)
    assert verdicts() == [words]


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["final", "third_place"])
def test_verdict_of_a_round_that_leads_nowhere_is_won(key: str) -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-2")
    stage.rounds.update(key=key)
    assert verdicts() == ["Gana por global, 3–2"]


@pytest.mark.django_db
def test_verdict_of_a_round_before_the_final_goes_through() -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-2")
    matchup(stage, "Ada", "Cali", "4-0", round_number=2, key_of_round="final")
    assert verdicts() == ["Pasa por global, 3–2", "Gana"]


@pytest.mark.django_db
def test_verdict_of_a_reported_winner_does_not_say_how() -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.reported_winner = found.first
    found.save()
    assert verdicts() == ["Pasó; no se sabe cómo"]


@pytest.mark.django_db
def test_verdict_of_a_reported_champion_does_not_say_how() -> None:
    found = matchup(knock_out(), "Ada", "Boca")
    found.reported_winner = found.first
    found.save()
    found.round.stage.rounds.update(key="final")
    assert verdicts() == ["Ganó; no se sabe cómo"]


@pytest.mark.django_db
def test_aggregate_is_blank_while_a_leg_is_to_be_played_and_a_dot_where_it_is_unknown() -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-2")
    matchup(stage, "Cali", "Deza")
    known = matchup(stage, "Eten", "Faro")
    known.reported_winner = known.first
    known.save()
    played, open_, reported = matchup_views(one_stage(2030, "eliminatorias")[1])
    assert [tags.aggregate(view, view.first) for view in (played, open_)] == ["3", ""]
    assert "title=" in tags.aggregate(reported, reported.first)
    assert (tags.leg(played.first, 2), tags.leg(open_.first, 1)) == ("2", "")


@pytest.mark.parametrize(
    ("text", "spanish", "in_english"),
    [
        ("32.º de la tabla", "32.º de la tabla", "32nd of the table"),
        ("Ganador llave 7", "Ganador llave 7", "Winner of matchup 7"),
        ("Rival no conocido", "Rival no conocido", "Rival not known"),
        ("Campeón de Puno", "Campeón de Puno", "Campeón de Puno"),
        ("", "·", "·"),
    ],
)
def test_open_side_says_where_its_club_comes_from(text: str, spanish: str, in_english: str) -> None:
    assert tags.slot(text) == spanish
    with translation.override("en"):
        assert tags.slot(text) == in_english


# Lines of matches -------------------------------------------------------------------------------


def remarks(*, plain: bool = False, where: str = "") -> list[tuple[str, bool]]:
    confirm_all()
    stage = one_stage(2030, "nacional")[1]
    found = matches.remarks(stage.fixtures[0], stage, where=where, plain=plain)
    return [(remark.text.replace("\u2060", ""), remark.is_status) for remark in found]


@pytest.mark.django_db
def test_line_says_half_time_and_ground_unless_it_is_plain() -> None:
    stage = single_table()
    venue = VenueFactory(name="Heraclio Tapia", town="Huánuco")
    play(stage, "Ada 2-1 Boca", half="1-0", venue=venue)
    assert remarks(where="Regional") == [
        ("Regional", False),
        ("primer tiempo 1–0", False),
        ("Heraclio Tapia, Huánuco", False),
    ]
    assert remarks(plain=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "day"), [("es", "dom 3 dic"), ("en", "Sun 3 Dec")])
def test_line_under_the_name_of_its_stage_says_the_day(language: str, day: str) -> None:
    play(single_table(), "Ada 2-1 Boca", date=dt.date(2023, 12, 3))
    with translation.override(language):
        assert (day, False) in remarks(where="Regional")


@pytest.mark.django_db
def test_ground_named_after_its_town_stands_once() -> None:
    play(single_table(), "Ada 2-1 Boca", venue=VenueFactory(name="Juliaca", town="Juliaca"))
    assert remarks() == [("Juliaca", False)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ruling", "found"),
    [
        ({}, [("en mesa", True), ("2–1 en la cancha", False)]),
        ({"is_walkover": True}, [("W.O.", True), ("2–1 en la cancha", False)]),
        ({"effect": "annulment", "in_favour_of": None}, [("anulado", True)]),
        ({"effect": "replay", "in_favour_of": None}, [("anulado", True)]),
    ],
    ids=["award", "walkover", "annulment", "replay"],
)
def test_line_says_what_was_ruled_and_what_was_played(
    ruling: dict[str, object], found: list[tuple[str, bool]]
) -> None:
    RulingFactory(fixture=play(single_table(), "Ada 2-1 Boca"), **ruling)
    assert remarks() == found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "word"),
    [("postponed", "postergado"), ("abandoned", "suspendido"), ("not_played", "no se jugó")],
)
def test_line_says_why_there_is_no_result(status: str, word: str) -> None:
    play(single_table(), "Ada - Boca", status=status)
    assert remarks() == [(word, True)]


@pytest.mark.django_db
def test_line_says_what_is_unknown_or_inferred() -> None:
    stage = single_table()
    play(stage, "Ada ?-? Boca")
    assert remarks() == [("no se conoce el marcador", True)]
    stage.fixtures.update(evidence="inferred", status="scheduled", is_official=False)
    stage.version += 1
    stage.save()
    assert remarks() == [("inferido", True)]


@pytest.mark.django_db
def test_legs_are_named_where_there_are_two() -> None:
    stage = knock_out()
    matchup(stage, "Ada", "Boca", "1-0", "2-2")
    matchup(stage, "Cali", "Deza", "1-0")
    snapshot = one_stage(2030, "eliminatorias")[1]
    assert sorted(matches.leg_name(fixture, snapshot) for fixture in snapshot.fixtures) == [
        "",
        "ida",
        "vuelta",
    ]


# Marks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Binacional", "BI"),
        ("San Simón", "SS"),
        ("Unión César Vallejo", "UV"),
        ("Deportivo Municipal (Vice)", "DM"),
        ("Defensor José María Arguedas", "DA"),
        ("UDA", "UD"),
        ("ADT Tarma", "AD"),
        ("Águilas de los Andes", "AA"),
        ("Sociedad Tiro 28", "ST"),
        ("De la", "DL"),
        ("…", "·"),
    ],
)
def test_initials_leave_out_small_words_and_accents(name: str, letters: str) -> None:
    assert marks.initials(name) == letters


def test_mark_of_a_club_is_the_same_everywhere() -> None:
    assert marks.mark("San Simón") == (
        '<svg class="mark a7 b2" viewBox="0 0 20 24" aria-hidden="true">'
        '<path d="M0 0h20v13q0 7-10 11Q0 20 0 13z"/><path class="b" d="M0 0h20v5H0z"/>'
        '<text x="10" y="14.5">SS</text></svg>'
    )
    assert 'd="M0 0h20v2H0zM0 3.5h20v2H0z"' in marks.mark("Sociedad Tiro 28")
    assert 'd="M0 0h10L0 10z"' in marks.mark("Unión César Vallejo")
    # Plain has no second dye.
    assert marks.mark("Deportivo Municipal (Vice)", "big") == (
        '<svg class="mark mark-big a2" viewBox="0 0 20 24" aria-hidden="true">'
        '<path d="M0 0h20v13q0 7-10 11Q0 20 0 13z"/><text x="10" y="14.5">DM</text></svg>'
    )


def test_mark_of_a_hostile_name_is_harmless() -> None:
    assert "<script" not in marks.mark("<script>alert(1)</script>")


# Addresses --------------------------------------------------------------------------------------


def render(text: str, path: str) -> str:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    return Template("{% load copaperu %}" + text).render(Context({"request": request}))


def test_the_other_language_keeps_what_was_asked_for() -> None:
    path = "/2030/nacional/?fecha=2&sede=local"
    assert render('{% in_language "en" as found %}{{ found|safe }}', path) == f"/en{path}"
    with translation.override("en"):
        back = render('{% in_language "es-pe" as found %}{{ found|safe }}', f"/en{path}")
    assert back == path


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("fecha=3", "?fecha=3&amp;sede=local"),
        ("fecha=None", "?sede=local"),
        ("sede=None fecha=None", "?"),
        ("", "?fecha=2&amp;sede=local"),
    ],
)
def test_query_changes_one_part_and_keeps_the_others(change: str, found: str) -> None:
    assert render(f"{{% query {change} %}}", "/2030/nacional/?fecha=2&sede=local") == found


def test_query_of_a_page_without_one_is_empty() -> None:
    assert render("{% query %}", "/2030/nacional/") == ""
