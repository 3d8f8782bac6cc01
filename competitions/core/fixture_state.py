"""What an official sees and says of a fixture in a list of fixtures, as one value to compare."""

import datetime as dt
from dataclasses import dataclass

from competitions.core.score import MatchFacts, Score, Status


@dataclass(frozen=True, slots=True)
class FixtureState:
    """A fixture as it stands, or as it is to stand.

    `absent` is who did not appear: "home", "away", "both", or blank. It is a ruling, and `match`
    keeps what was played all the same.
    """

    match: MatchFacts
    absent: str = ""
    date: dt.date | None = None
    time: dt.time | None = None

    @property
    def token(self) -> str:
        """The state as a short text: equal states have equal tokens.

        >>> from competitions.core.score import Score
        >>> FixtureState(MatchFacts(Status.PLAYED, Score(2, 1)), date=dt.date(2027, 5, 16)).token
        'played 2-1 . . . . 2027-05-16 .'
        """
        match = self.match
        parts = (
            match.full_time,
            match.half_time,
            match.extra_time,
            match.penalties,
            self.absent,
            self.date,
            self.time and self.time.isoformat("minutes"),
        )
        return " ".join([match.status.value, *(str(part or ".") for part in parts)])

    @classmethod
    def from_token(cls, token: str) -> "FixtureState":
        """The state that has this token. Raises ValueError for what is none.

        >>> state = FixtureState(MatchFacts(Status.ABANDONED), absent="home")
        >>> FixtureState.from_token(state.token) == state
        True
        """
        status, full, half, extra, penalties, absent, day, hour = (
            "" if part == "." else part for part in token.split(" ")
        )
        if absent not in ("", "home", "away", "both"):
            raise ValueError(f"nobody knows who did not appear: {absent!r}")
        return cls(
            MatchFacts(Status(status), *(_score(text) for text in (full, half, extra, penalties))),
            absent,
            dt.date.fromisoformat(day) if day else None,
            dt.time.fromisoformat(hour) if hour else None,
        )


def _score(text: str) -> Score | None:
    if not text:
        return None
    home, away = text.split("-")
    return Score(int(home), int(away))


UNPLAYED = FixtureState(MatchFacts(Status.SCHEDULED))
"""A fixture of which nothing is known but its clubs."""
