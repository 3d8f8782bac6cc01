"""What stands beside names and score: half time, penalties, first leg, ground, walkover, state."""

import re
from dataclasses import dataclass, field

from competitions.core.pasted.cleaning import plain
from competitions.core.score import Score, Status

PAIR = re.compile(
    r"(?<![\d.,/:'-])(\d{1,2})"
    r"(?:\s*-+\s*|\s*x\s*|\s+(?:a|por|contra)\s+|\s*:\s*(?=\d(?!\d)))"
    r"(\d{1,2})(?![\d/:']|[.,-]\d)",
    re.IGNORECASE,
)
VERSUS = re.compile(r"\s+(?:v/s|vs|v|versus)(?!\w)\.?\s*", re.IGNORECASE)
DASH = re.compile(r"\s+-+\s+")
TIME = re.compile(
    r"\(?\b(?:(?:[01]?\d|2[0-3])(?:[:.]|\s?h\s?)[0-5]\d"
    r"\s*(?:[ap]\s?\.?\s?m\b\.?|hs?\b\.?|hrs?\b\.?|horas\b)"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:])"
    r"|\d{1,2}\s*(?:[ap]\s?\.?\s?m\b\.?|hrs?\b\.?|horas\b))\s*\)?",
    re.IGNORECASE,
)
GROUND = re.compile(r"\b(?:estadio|est\.|cancha|complejo|coliseo|campo deportivo|stadium)")

_BRACKET = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_OTHER_SCORE = "global|ida|vuelta|acumulado|agregado|agg"
_PENALTIES = "penales|penal|pens|pen|pp|p|pk|tanda|definicion"
_HALF_TIME = "primer tiempo|medio tiempo|1er tiempo|entretiempo|descanso|ht|pt|1t|mt"
_EXTRA_TIME = r"suplementarios?|alargue|prorroga|tiempo extra|aet|t\.?s|t\.?e"
_SCORERS = re.compile(r"\bgol(?:es)?\b|\d\s?'|,.*\d|\d.*,")
_FINISHED = re.compile(
    r"\W*(?:final|finalizado|finalizo|ft|tf|termino|terminado|tiempo completo|hoy"
    r"|(?:clasific|avanz|gan[oa]|pas[oa])\w*.*)\W*"
)
_LIVE = re.compile(
    r"\b(?:en vivo|en juego|parcial|entretiempo|descanso|[12]t|primer tiempo|segundo tiempo)\b"
    r"|\b(?:min\.?|minuto)\s?\d+|\b\d{1,3}(?:\s?\+\s?\d+)?\s?(?:'|min\b)"
)
_WALKOVER = re.compile(r"\bw\s*[./]?\s*o\b\.?|\bwalk\s?-?\s?over\b")
_STATES = (
    (re.compile(r"\b(?:poster?gad|reprogramad|aplazad|pospuest|diferid)\w+"), Status.POSTPONED, ""),
    (
        re.compile(r"\bno\s+se\s+(?:jugo|programo|disputo)\b|\bno\s+jug\w+|\bcancelad\w+"),
        Status.NOT_PLAYED,
        "not_played",
    ),
    (
        re.compile(r"\b(?:susp\b\.?|suspend\w+|interrump\w+|inconclus\w+|paraliz\w+)"),
        Status.ABANDONED,
        "suspended",
    ),
)
_DOUBTED = (
    (re.compile(r"\b(?:en mesa|mesa|resolucion|fallo|reclamo)\b"), "awarded"),
    (re.compile(rf"\b(?:{_EXTRA_TIME})\b\.?"), "extra_time"),
    (_LIVE, "not_finished"),
)


def _beside(words: str) -> re.Pattern[str]:
    """Such words before or after a pair of numbers: «penales 4-3», «4-3 en penales»."""
    lead = r"(?:\b(?:gan\w+|definicion)\s+)?(?:\b(?:por|en|tras|con)\s+)?(?:\b(?:la|los)\s+)?"
    lead += r"(?:\btanda\s+de\s+)?"
    return re.compile(
        rf"{lead}\b(?:{words})\b\.?\s*:?\s*(?:por\s+)?(\d{{1,2}})\s*(?:-|a|x)\s*(\d{{1,2}})(?!\d)"
        rf"|(?<![\d-])(\d{{1,2}})\s*-\s*(\d{{1,2}})\s*{lead}\b(?:{words})\b\.?"
    )


_OPEN = (
    ("other", _beside(_OTHER_SCORE)),
    ("penalties", _beside("penales|pen|pens|pp|p")),
    ("half_time", _beside(_HALF_TIME)),
)


@dataclass(slots=True)
class Notes:
    """What was found beside a score. `bracket` is a pair that nothing names."""

    half_time: Score | None = None
    penalties: Score | None = None
    bracket: Score | None = None
    status: Status = Status.PLAYED
    walkover: bool = False
    doubts: list[str] = field(default_factory=list)

    def doubt(self, code: str) -> None:
        if code not in self.doubts:
            self.doubts.append(code)


def take_notes(text: str) -> tuple[str, Notes]:
    """The text without its notes, and what they said. Qualifiers of names stay, and numbers in
    brackets that stand for one side alone.

    >>> text, notes = take_notes("Ecosem (PAS) 0-0 UCV (1-4 pen.)")
    >>> text, str(notes.penalties)
    ('Ecosem (PAS) 0-0 UCV', '1-4')
    >>> take_notes("ADT 2-1 UTC (1-0) - 15:30 (Estadio Unión)")[0]
    'ADT 2-1 UTC'
    """
    notes = Notes()
    text = _BRACKET.sub(lambda found: _bracket(found, notes), text)
    text = TIME.sub(" ", text)
    for what, form in _OPEN:
        text = _take_open(text, form, what, notes)
    text = _take_words(text, notes)
    return " ".join(text.split()).strip(" -,;|:"), notes


def _bracket(found: re.Match[str], notes: Notes) -> str:
    inside = plain(found[1] if found[1] is not None else found[2]).strip()
    if inside.strip(".") in {"vs", "v"}:
        return " vs "
    if re.fullmatch(r"\d{1,2}", inside):
        return found[0]
    if PAIR.search(inside):
        _note_pair(inside, notes)
        return " "
    if re.fullmatch(rf"(?:{_PENALTIES})\.?", inside):
        notes.doubt("penalties_unknown")
        return " "
    if _SCORERS.search(inside) and _has_letters(inside) and not says_state(inside):
        return " "
    said, _ = _note_words(inside, notes)
    dropped = said or TIME.search(inside) or GROUND.search(inside) or _FINISHED.fullmatch(inside)
    return " " if dropped else found[0]


def _note_pair(inside: str, notes: Notes) -> None:
    found = PAIR.search(inside)
    pair = Score(int(found[1]), int(found[2])) if found else None
    words = re.sub(r"[\d\s:.,-]+", " ", inside).strip()
    if re.search(rf"\b(?:{_OTHER_SCORE})\b", inside):
        return
    if re.search(rf"\b(?:{_PENALTIES})\b", words):
        notes.penalties = pair
    elif re.search(rf"\b(?:{_HALF_TIME})\b", inside):
        notes.half_time = pair
    elif words in {"", "a", "x"} and notes.bracket is None:
        notes.bracket = pair
    else:
        _note_words(inside, notes)
        notes.doubt("bracket_unclear")


def _take_open(text: str, form: re.Pattern[str], what: str, notes: Notes) -> str:
    found = form.search(plain(text))
    if found is None:
        return text
    home, away = (number for number in found.groups() if number is not None)
    if what == "penalties":
        notes.penalties = Score(int(home), int(away))
    elif what == "half_time":
        notes.half_time = Score(int(home), int(away))
    return f"{text[: found.start()]} {text[found.end() :]}"


def says_state(text: str) -> bool:
    """Whether a walkover or a state is spoken of."""
    return any(form.search(plain(text)) for form in (_WALKOVER, *(form for form, *_ in _STATES)))


def _note_words(text: str, notes: Notes) -> tuple[re.Match[str] | None, bool]:
    """The first words that say something of the match, which is noted, and whether they stand
    where a score would stand."""
    if found := _WALKOVER.search(text):
        notes.walkover = True
        return found, True
    for form, status, code in _STATES:
        if found := form.search(text):
            notes.status = status
            if code:
                notes.doubt(code)
            return found, True
    for form, code in _DOUBTED:
        if found := form.search(text):
            notes.doubt(code)
            return found, False
    return None, False


def _take_words(text: str, notes: Notes) -> str:
    """Without a walkover, a state or a ground that stand in the open; a score behind them stays."""
    for _ in range(3):
        found, parts = _note_words(plain(text), notes)
        if found is None:
            break
        text = _without(text, found, parts=parts)
    found = GROUND.search(plain(text))
    if found and _has_sides(text[: found.start()]):
        text = text[: found.start()]
    return text


def _without(text: str, found: re.Match[str], *, parts: bool) -> str:
    before, after = text[: found.start()], text[found.end() :]
    if not _has_letters(before):
        return after.lstrip(" :-.,")
    if _has_sides(before):
        score = PAIR.search(after) if not PAIR.search(before) else None
        return f"{before.rstrip(' -:,.')} {score[0] if score else ''}"
    if parts and _has_letters(after) and not _has_sides(f"x {after}"):
        return f"{before.rstrip(' -:,.')} vs {after.lstrip(' -:,.')}"
    return f"{before} {after}"


def _has_letters(text: str) -> bool:
    return len(re.findall(r"[^\W\d]", text)) > 1


def _has_sides(text: str) -> bool:
    """Whether two sides stand there: with a score, or something that sets them apart, between."""
    for form in (PAIR, VERSUS, DASH):
        found = form.search(text)
        if found and _has_letters(text[: found.start()]) and _has_letters(text[found.end() :]):
            return True
    return False
