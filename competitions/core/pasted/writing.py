"""One result as it is written: `A 2-1 B`, `A vs B (2-1)`, `A 1 (4) - 1 (2) B` and the rest."""

import re
from dataclasses import replace

from competitions.core.pasted.cleaning import plain
from competitions.core.pasted.notes import DASH, PAIR, TIME, VERSUS, Notes, says_state, take_notes
from competitions.core.pasted.values import Written
from competitions.core.score import Score, Status

MOST_GOALS = 15
"""A side with more is asked about: it may be part of a name."""

_EACH_SIDE = re.compile(
    r"(?<!\d)(\d{1,2})\s*\((\d{1,2})\)\s*(?:-|x|a|vs?\.?)?\s*(\d{1,2})\s*\((\d{1,2})\)",
    re.IGNORECASE,
)
_BOTH_ENDS = re.compile(r"\((\d{1,2})\)\s*(\d{1,2})\s*-\s*(\d{1,2})\s*\((\d{1,2})\)")
_GOALS = (
    r"(?:\((?P<{0}1>\d{{1,2}})\)"
    r"|(?<![\d(])(?P<{0}2>\d{{1,2}})(?![\w'])(?:\s*\((?P<{0}3>\d{{1,2}})\))?)"
)
_AFTER_NAMES = re.compile(
    rf"(?P<home>(?:\d+\W+)?\W?[^\W\d].*?)[\s:]*{_GOALS.format('h')}\s*(?:(?:vs?\b\.?|-|/|,)\s*)?"
    rf"(?P<away>(?:\d+\W+)?\W?[^\W\d].*?)[\s:]*{_GOALS.format('a')}",
    re.IGNORECASE,
)
_SIDE = re.compile(rf"(?P<name>.*?[^\W\d].*?)[\s:]*{_GOALS.format('g')}")
_LABEL = re.compile(r"[^:]{1,60}:\s+(?=\S)")
_STATE_LABEL = re.compile(
    r"(?:final(?:izado)?|ft|tf|resultado(?: final)?|hoy|partido\s+\d+)\s*[|:.-]*\s+", re.IGNORECASE
)
_DATE_LABEL = re.compile(
    r"(?:(?:lun|mar|mi[eé]|jue|vie|s[aá]b|dom)[a-zé]*\.?\s+)?"
    r"(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{1,2}[.-]\d{1,2}[.-]\d{2,4})[\s:.-]+(?=[^\W\d]|\d)",
    re.IGNORECASE,
)
_WON = r"gan\w+|venc\w+|derrot\w+|gole\w+|super\w+|(?:se\s+)?impuso|aplast\w+|bati\w+|elimin\w+"
_LEVEL = r"empat\w+|igual\w+"
_LOST = r"perdi\w+|pierde|cayo|cae"
_VERB = re.compile(rf"\s+(?:(?P<won>{_WON})|(?P<level>{_LEVEL})|(?P<lost>{_LOST}))\b")
_BEFORE_NAME = re.compile(r"(?:(?:frente|ante|contra|sobre|con|al?|por|de visita|de local)\s+)+")
_AFTER_NAME = re.compile(r"\s+(?:por|con|de)$")
_NO_CLUB = re.compile(
    r"(?:\W|\d|\b(?:fecha|jornada|grupo|serie|llave|zona|region|fase|etapa|partidos?|de|la|el|los|y"
    r"|ida|vuelta|resultados?|global|final|cuartos|octavos|semifinal|hora|total|marcador|penales"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo|pj|pts|puntos)\b)*"
)


def read_result(text: str, *, labels: int = 3) -> Written | None:
    """The result that a clean line says; None where it says none, or more than one.

    A line that names two sides and no score is read with status SCHEDULED. What stands before it,
    as in «Sunday: Group A: 15:00», is passed over, up to `labels` of it.

    >>> written = read_result("Puno: Real Sociedad 0(2) - 0(4) Estrella Azul")
    >>> written.home, str(written.score), written.away, str(written.bracket)
    ('Real Sociedad', '0-0', 'Estrella Azul', '2-4')
    >>> read_result("Goles: Polar 44', Crespo 59'")
    """
    for label in (TIME, _STATE_LABEL, _DATE_LABEL, _LABEL):
        found = label.match(text) if labels else None
        if found and not says_state(found[0]):
            written = read_result(text[found.end() :].lstrip(" -:,.|"), labels=labels - 1)
            if written is not None:
                return written
    rest, notes = take_notes(text)
    form = _each_side(rest) or _between(rest) or _after_names(rest) or _no_score(rest)
    if form is None:
        return None
    home, away, score, pair = form
    return _told(Written(home, away, score, bracket=pair), notes)


_Form = tuple[str, str, Score | None, Score | None]


def _each_side(text: str) -> _Form | None:
    if found := _EACH_SIDE.search(text):
        home, home_more, away, away_more = map(int, found.groups())
    elif found := _BOTH_ENDS.search(text):
        home_more, home, away, away_more = map(int, found.groups())
    else:
        return None
    before, after = text[: found.start()], text[found.end() :]
    return before, after, Score(home, away), Score(home_more, away_more)


def _between(text: str) -> _Form | None:
    pairs = list(PAIR.finditer(text))
    if len(pairs) != 1:
        return None
    (found,) = pairs
    score = Score(int(found[1]), int(found[2]))
    before, after = text[: found.start()], text[found.end() :]
    if after.strip(" -:,.|"):
        return before, after, score, None
    sides = _sides(before)
    return (*sides, score, None) if sides else None


def _after_names(text: str) -> _Form | None:
    if PAIR.search(text) or len(re.findall(r"\d+", text)) < 2:
        return None
    sides = _sides(text)
    if sides and (found := [found for side in sides if (found := _SIDE.fullmatch(side))])[1:]:
        names, groups = [side["name"] for side in found], [(side, "g") for side in found]
    elif both := _AFTER_NAMES.fullmatch(text):
        names, groups = [both["home"], both["away"]], [(both, "h"), (both, "a")]
    else:
        return None
    home, away = (int(side[f"{at}1"] or side[f"{at}2"]) for side, at in groups)
    more = [side[f"{at}3"] for side, at in groups]
    pair = Score(int(more[0]), int(more[1])) if all(more) else None
    return names[0], names[1], Score(home, away), pair


def _no_score(text: str) -> _Form | None:
    sides = None if PAIR.search(text) else _sides(text)
    return (*sides, None, None) if sides else None


def _sides(text: str) -> tuple[str, str] | None:
    for form in (VERSUS, DASH):
        parts = form.split(text)
        if len(parts) == 2:
            return parts[0], parts[1]
    found = _VERB.search(plain(text))
    return (text[: found.end()], text[found.end() :]) if found else None


def _told(written: Written, notes: Notes) -> Written | None:
    """The written result with its notes; None if a side has no name."""
    found = _VERB.search(plain(written.home))
    verb = found.lastgroup if found else None
    home = written.home[: found.start()] if found else written.home
    home, away = _name(home), _name(_without_lead(written.away))
    if not home or not away:
        return None
    in_words = verb is not None or away != _name(written.away)
    doubts = [*notes.doubts, *(["in_words"] if in_words else [])]
    score, bracket = written.score, written.bracket or notes.bracket
    loose = score is None and notes.status is Status.PLAYED and bracket is not None
    if loose:
        score, bracket = bracket, None
    elif written.bracket and score and score.winner is None and score.reaches(written.bracket):
        doubts.append("half_time_or_penalties")
    if score and verb == "lost" and score.winner == "home":
        score = score.swapped()
    if score and max(score.home, score.away) > MOST_GOALS:
        doubts.append("many_goals")
    told = replace(
        written,
        home=home,
        away=away,
        score=score,
        half_time=notes.half_time,
        penalties=notes.penalties,
        bracket=bracket,
        loose=loose,
        status=notes.status,
        doubts=tuple(doubts),
    )
    if notes.walkover:
        return _by_walkover(told, lost=verb == "lost")
    if notes.status is Status.ABANDONED and score is None:
        return replace(told, status=Status.POSTPONED)
    if score is None and notes.status is Status.PLAYED:
        return replace(told, status=Status.SCHEDULED)
    return told


def _by_walkover(written: Written, *, lost: bool) -> Written:
    """A score says who turned up; without one it is the side named first, and doubted."""
    winner = written.score.winner if written.score else None
    doubts = written.doubts if winner else (*written.doubts, "walkover_side")
    return replace(
        written,
        score=None,
        bracket=None,
        status=Status.NOT_PLAYED,
        walkover=winner or ("away" if lost else "home"),
        doubts=doubts,
    )


def _without_lead(name: str) -> str:
    lead = _BEFORE_NAME.match(plain(name).lstrip(" -:,.|"))
    return name.lstrip(" -:,.|")[lead.end() :] if lead else name


def _name(text: str) -> str:
    """A name without what clings to it; blank if there is none."""
    name = " ".join(text.split()).strip(" -:,;.|/'\"“”«»")
    if found := _AFTER_NAME.search(plain(name)):
        name = name[: found.start()]
    return "" if _NO_CLUB.fullmatch(plain(name)) or len(name) > 80 else name
