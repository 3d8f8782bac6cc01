"""Results as people send them: pasted text to lines, and lines to the fixtures of a round.

`read_text` knows no club: it says what each line is. `match_lines` knows the fixtures of one round
and says which of them a line means. Whatever is not beyond doubt carries the doubt as a code.
"""

from competitions.core.pasted.clubs import Club
from competitions.core.pasted.matching import Match, Pairing, match_lines
from competitions.core.pasted.reading import read_text
from competitions.core.pasted.values import DOUBTS, Day, Kind, Line, Written

__all__ = [
    "DOUBTS",
    "Club",
    "Day",
    "Kind",
    "Line",
    "Match",
    "Pairing",
    "Written",
    "match_lines",
    "read_text",
]
