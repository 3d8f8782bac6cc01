"""Pasted text, line by line: results, and what stands between them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from competitions.core.pasted.cleaning import clean, plain
from competitions.core.pasted.notes import GROUND, PAIR, TIME
from competitions.core.pasted.values import Day, Kind, Line, Written
from competitions.core.pasted.writing import read_result
from competitions.core.score import Score, Status

LONGEST = 240
"""Characters of a line that are read; the rest of a longer one is prose."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero ene january jan",
            "febrero feb february",
            "marzo mar march",
            "abril abr april apr",
            "mayo may",
            "junio jun june",
            "julio jul july",
            "agosto ago august aug",
            "setiembre septiembre set sep sept september",
            "octubre oct october",
            "noviembre nov november",
            "diciembre dic december dec",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAY = (
    r"\b(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|lun|mie|jue|vie|sab|dom)\b\.?"
)
_DATES = (
    re.compile(
        rf"\b(\d{{1,2}})\s*(?:de\s+|-|/)?\s*({'|'.join(_MONTHS)})\b\.?"
        r"(?:\s*,?\s*(?:del?\s+|-|/)?\s*(\d{4}|\d{2})\b)?"
    ),
    re.compile(r"(?<![\d/.-])(\d{1,2})\s?/\s?(\d{1,2})(?:\s?/\s?(\d{4}|\d{2}))?(?![\d/-])"),
    re.compile(r"(?<![\d/.-])(\d{1,2})[.-](\d{1,2})[.-](\d{4}|\d{2})(?![\d/-])"),
    re.compile(rf"{_WEEKDAY}\s*,?\s*(\d{{1,2}})\b()()"),
)
_ORDINALS = {
    name: number
    for number, names in enumerate(
        (
            "primera 1ra 1era i",
            "segunda 2da ii",
            "tercera 3ra 3era iii",
            "cuarta 4ta iv",
            "quinta 5ta v",
            "sexta 6ta vi",
            "septima setima 7ma vii",
            "octava 8va viii",
            "novena 9na ix",
            "decima 10ma x",
        ),
        1,
    )
    for name in names.split()
}
_ROUND = re.compile(
    r"\b(?:fecha|jornada)\s*(?:n\s?[°º.]*\s*|#\s*)?:?\s*(\d{1,2})\b"
    rf"|\b({'|'.join(_ORDINALS)})\s+(?:fecha|jornada)\b|\b(\d{{1,2}})[°ºª]?\s+(?:fecha|jornada)\b"
)
_NOISE = re.compile(
    r"(?:\W*(?:gol(?:es|eador\w*)?\b|anot|arbitr|terna|tabla|descansa|libre\b\s*:|clasific|avanza"
    r"|global|acumulado|resultado\s+(?:de\s+)?(?:la\s+)?ida|partido\s+de\s+(?:ida|vuelta)|proxima"
    r"|pos\b|equipos?\b|tarjeta|expuls|figura|asist|publico|recaud|https?:|www\.|<|finalizado\b"
    r"|transmi|fuente))"
)
_VENUE = re.compile(r"\W*(?:lugar|sede|escenario|local)\s*:")
_MINUTES = re.compile(r"\d\s?(?:\+\s?\d+\s?)?'.*\d\s?(?:\+\s?\d+\s?)?'|^[^:]{2,60}:.*\d\s?'")
_TABLE_ROW = re.compile(r"(?:\s+[+-]?\d+){3}(?!\S)|\s\d+\s+\d+$")
_ONLY_SCORE = re.compile(rf"\W*{PAIR.pattern}\W*", re.IGNORECASE)
_NAME_AND_GOALS = re.compile(r"(?P<name>.*[^\W\d].*?)[\s:-]+\(?(?P<goals>\d{1,2})\)?")
_BETWEEN_RESULTS = re.compile(r"\s*;\s*|\s*,\s+|\s+/\s+|\s+y\s+|\.\s+")


@dataclass(frozen=True, slots=True)
class _Draft:
    number: int
    text: str
    kind: Kind
    written: Written | None = None


def read_text(text: str) -> tuple[Line, ...]:
    """Every line that is not blank, in order; a line with several results comes once for each.

    >>> lines = read_text("Domingo 17 de setiembre\\n15:00\\n• ADT 2-1 UTC\\nEstadio Unión")
    >>> [str(line.kind) for line in lines], lines[2].day
    (['date', 'time', 'result', 'venue'], Day(day=17, month=9, year=None))
    """
    drafts = [
        draft
        for number, raw in enumerate(text.splitlines(), 1)
        if (cleaned := clean(raw[:LONGEST]))
        for draft in _drafts(number, cleaned)
    ]
    return tuple(_placed(_joined(drafts)))


def _drafts(number: int, cleaned: str) -> list[_Draft]:
    whole = _draft(number, cleaned)
    if whole.kind is not Kind.UNREAD:
        return [whole]
    parts = [_draft(number, part) for part in _BETWEEN_RESULTS.split(cleaned) if part]
    if len(parts) > 1 and all(part.kind is Kind.RESULT for part in parts):
        return parts
    return [whole]


def _draft(number: int, cleaned: str) -> _Draft:
    folded = plain(cleaned)
    if _NOISE.match(folded) or (_MINUTES.search(folded) and not PAIR.search(folded)):
        return _Draft(number, cleaned, Kind.NOISE)
    grounds = _VENUE.match(folded) or GROUND.match(folded)
    written = None if grounds and not PAIR.search(folded) else read_result(cleaned)
    if written is not None:
        kind = Kind.NOISE if written.status is Status.SCHEDULED else Kind.RESULT
        return _Draft(number, cleaned, kind, written)
    if grounds:
        return _Draft(number, cleaned, Kind.VENUE)
    return _Draft(number, cleaned, _kind(cleaned, folded))


def _kind(cleaned: str, folded: str) -> Kind:
    left = TIME.sub(" ", cleaned)
    if left != cleaned and not re.search(r"[^\W\d]{5,}|\d", left):
        return Kind.TIME
    if _ONLY_SCORE.fullmatch(cleaned):
        return Kind.UNREAD
    if _day(folded):
        return Kind.DATE
    if _TABLE_ROW.search(folded) or _ROUND.search(folded):
        return Kind.NOISE
    return Kind.UNREAD if PAIR.search(left) else Kind.NOISE


def _joined(drafts: list[_Draft]) -> Iterable[_Draft]:
    """Results that stand on several lines put together, at the line of their score."""
    taken: set[int] = set()
    found: dict[int, _Draft] = {}
    for at, draft in enumerate(drafts):
        before = drafts[at - 1] if at and at - 1 not in taken else None
        after = drafts[at + 1] if at + 1 < len(drafts) else None
        parts, written = _from_several(before, draft, after)
        if written is not None:
            where = [at + step for step in parts]
            taken.update(where)
            found[where[-1]] = replace(
                draft,
                text=" / ".join(drafts[i].text for i in where),
                kind=Kind.RESULT,
                written=written,
            )
    for at, draft in enumerate(drafts):
        if at in found:
            yield found[at]
        elif at not in taken:
            yield draft


def _from_several(
    before: _Draft | None, draft: _Draft, after: _Draft | None
) -> tuple[tuple[int, ...], Written | None]:
    """The result of a line with its neighbours, and the steps to those that it takes."""
    if before is None:
        return (), None
    if draft.kind is Kind.UNREAD and _ONLY_SCORE.fullmatch(draft.text):
        listed = before.written
        if listed is not None and before.kind is Kind.NOISE:
            return (-1, 0), _doubted(read_result(f"{listed.home} {draft.text} {listed.away}"))
        if after is not None and _is_name(before) and _is_name(after):
            return (-1, 0, 1), read_result(f"{before.text} {draft.text} {after.text}")
        return (), None
    home, away = _goals_of(before), _goals_of(draft)
    if home and away:
        written = Written(home[0], away[0], Score(home[1], away[1]))
        return (-1, 0), _doubted(written)
    return (), None


def _doubted(written: Written | None) -> Written | None:
    return written and replace(written, doubts=(*written.doubts, "on_several_lines"))


def _is_name(draft: _Draft) -> bool:
    """Whether nothing but a name may stand there."""
    blank = draft.written is None and draft.kind in {Kind.NOISE, Kind.DATE}
    blank = blank and not _NOISE.match(plain(draft.text))
    return blank and read_result(f"{draft.text} 0-0 xx") is not None


def _goals_of(draft: _Draft) -> tuple[str, int] | None:
    row = _TABLE_ROW.search(draft.text)
    found = _NAME_AND_GOALS.fullmatch(draft.text) if _is_name(draft) and not row else None
    if found is None or read_result(f"{found['name']} 0-0 xx") is None:
        return None
    return found["name"], int(found["goals"])


def _placed(drafts: Iterable[_Draft]) -> Iterable[Line]:
    """The lines with the day and the round of the headings above them."""
    day: Day | None = None
    number: int | None = None
    for draft in drafts:
        folded = plain(draft.text)
        number = _round(folded) or number
        if draft.kind is Kind.DATE:
            day = _day(folded)
        yield Line(draft.number, draft.text, draft.kind, draft.written, day, number)


def _round(folded: str) -> int | None:
    found = _ROUND.search(folded)
    if found is None:
        return None
    number, ordinal, last = found.groups()
    return _ORDINALS[ordinal] if ordinal else int(number or last)


def _day(folded: str) -> Day | None:
    for form in _DATES:
        found = form.search(folded)
        if found is None:
            continue
        day, month, year = found.groups()
        number = _MONTHS.get(month) or (int(month) if month else None)
        if 1 <= int(day) <= 31 and (number is None or 1 <= number <= 12):
            return Day(int(day), number, int(year) % 100 + 2000 if year else None)
    return None
