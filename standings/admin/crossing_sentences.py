"""Faults of lists and of wishes in sentences: what is wrong, in which line, and how to mend it."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from competitions.core.crossing_lists import LineFault
from competitions.core.crossings import Conflict, Pair
from standings.selectors.crossings import Field, FieldFault

_COLUMNS: Mapping[str, Promise] = {
    "round": _("round"),
    "home": _("home club"),
    "away": _("away club"),
}

SENTENCES: Mapping[str, Promise] = {
    "unread": _("This names no two clubs. Write them as in “Home club - Away club”."),
    "no_round": _("It is not said in which round. Write “Round 1” above, or the number in front."),
    "bad_round": _("“%(value)s” is no round. Write a number from 1 to %(rounds)s."),
    "no_club": _("The club is missing. Write its name."),
    "unknown_club": _("No club of the stage is called “%(value)s”."),
    "club_of_two": _("“%(value)s” may be %(one)s or %(other)s. Write the whole name."),
    "same_club": _("%(club)s cannot play itself. Correct one of the two."),
    "empty_rounds": _("Rounds without a match: %(rounds)s. Add their lines."),
    "same_rank": _(
        "%(club)s and %(rival)s are both champions or both runners-up. Champions meet runners-up "
        "only."
    ),
    "same_department": _("Clubs of one department meet in any case. Take the line out."),
    "rivals": _("%(club)s has %(rivals)s rivals. Each club has three."),
    "no_derby": _("%(club)s does not meet the other club of its department. Add the derby."),
    "twice_at_home": _(
        "%(club)s hosts %(rival)s %(times)s times. Turn one of the matches round, or take it out."
    ),
    "not_returned": _("%(club)s hosts %(rival)s, and is not hosted in turn. Add the match."),
    "home": _("%(club)s plays at home %(home)s times. It is three times at home, three away."),
    "in_a_row": _(
        "%(club)s plays %(matches)s times in a row at home or away. Two is the most: change the "
        "rounds."
    ),
    "derby_round": _(
        "%(club)s and %(rival)s are of one department and meet in round %(round)s. Derbies are "
        "for rounds 3 and 4."
    ),
    "rests": _("%(club)s does not play in round %(round)s. Each club plays once in each round."),
    "plays_twice": _(
        "%(club)s plays %(times)s times in round %(round)s. Each club plays once in each round."
    ),
}


def line_sentence(fault: LineFault, field: Field) -> str:
    """“Line 3, home club: No club of the stage is called …”"""
    names = [field.clubs[club].name for club in fault.clubs]
    clubs = dict(zip(("club", "rival"), names, strict=False))
    code = fault.code
    if code == "in_round":
        code = "plays_twice" if fault.params["times"] else "rests"
    what = str(SENTENCES[code]) % {**fault.params, **clubs}
    if nearest := fault.params.get("nearest"):
        hint = gettext("Did you mean “%(suggestion)s”?") % {"suggestion": nearest}
        what = f"{what} {hint}"
    return f"{_place(fault)}: {what}" if fault.lines else what


def _place(fault: LineFault) -> str:
    lines = ", ".join(map(str, fault.lines))
    place = ngettext("Line %(lines)s", "Lines %(lines)s", len(fault.lines)) % {"lines": lines}
    return f"{place}, {_COLUMNS[fault.column]}" if fault.column else place


_FIELD: Mapping[tuple[str, int], Promise] = {
    ("missing", 1): _("%(department)s has no champion here. Enter it with place 1."),
    ("missing", 2): _("%(department)s has no runner-up here. Enter it with place 2."),
    ("twice", 1): _("%(department)s has several champions here: %(clubs)s. Correct the places."),
    ("twice", 2): _("%(department)s has several runners-up here: %(clubs)s. Correct the places."),
    ("unranked", 0): _(
        "%(clubs)s (%(department)s) is neither champion nor runner-up. Say in the entry which "
        "place it took in its department."
    ),
    ("too_few", 0): _("Crossings need at least three departments."),
}


def field_sentence(fault: FieldFault) -> str:
    clubs = ", ".join(club.name for club in fault.clubs)
    params = {"department": fault.department, "clubs": clubs}
    return str(_FIELD[fault.code, fault.rank]) % params


def pair_words(pair: Pair, field: Field) -> str:
    """“champion of Cusco – runner-up of Puno”"""
    words = {"one": field.names[pair[0]], "other": field.names[pair[1]]}
    return gettext("champion of %(one)s – runner-up of %(other)s") % words


_KINDS: Mapping[str, Promise] = {
    "forbidden": _("Let them meet, which you forbade: %(pair)s."),
    "forced": _("Do not insist that they meet: %(pair)s."),
    "last_year": _("Let them meet again, as the season before: %(pair)s."),
    "neighbours": _("Let them meet, though others are nearer: %(pair)s."),
}


def conflict_sentences(conflicts: Iterable[Conflict], field: Field) -> list[str]:
    """What would be enough to give up, a sentence each."""
    return [
        str(_KINDS[conflict.kind]) % {"pair": pair_words(conflict.pair, field)}
        for conflict in conflicts
    ]


def neighbours_sentence(enough: int | None) -> str:
    """How many neighbours would do instead; blank where no number of them is enough."""
    if enough is None:
        return ""
    text = ngettext(
        "With the nearest department there is one.",
        "With the %(count)s nearest departments there is one.",
        enough,
    )
    return text % {"count": enough}
