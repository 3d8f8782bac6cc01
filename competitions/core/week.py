"""Hours by the day of the week, as officials type them in one line."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from competitions.core.names import fold

Week = Mapping[int, Sequence[dt.time]]
"""Hours by the day of the week, Monday being 0; a day that is not there has none."""

_NAMES = (
    ("lunes", "monday"),
    ("martes", "tuesday"),
    ("miercoles", "wednesday"),
    ("jueves", "thursday"),
    ("viernes", "friday"),
    ("sabado", "saturday"),
    ("domingo", "sunday"),
)
_AND, _TO = {"y", "e", "and"}, {"a", "al", "to", "-", "–"}
_BETWEEN = set(",;/:.&")
_TOKENS = re.compile(r"\d[\w:.]*|[^\W\d]+|\S")
_HOUR = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?")
_HALF_DAY = re.compile(r"\b(0?[1-9]|1[0-2])(?:[:.](\d{2}))?\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)


class BadWeek(ValueError):
    """A line that says no hours; `code` is `no_hour`, `no_day` or `day_without_hours`, and `word`
    what was written there."""

    def __init__(self, code: str, word: str) -> None:
        super().__init__(f"{code}: {word}")
        self.code, self.word = code, word


def every_day(*hours: dt.time) -> Week:
    """The same hours whatever the day.

    >>> every_day(dt.time(15))[6]
    (datetime.time(15, 0),)
    """
    return dict.fromkeys(range(7), hours)


def named_days(week: Week) -> frozenset[int]:
    """The days of a week that is not the same for all; none where every day has hours.

    >>> sorted(named_days(read_week("Sáb 15; dom 9 11"))), named_days(read_week("9 11; sáb 15"))
    ([5, 6], frozenset())
    """
    return frozenset(week) if len(week) < 7 else frozenset()


def read_week(text: str) -> Week:
    """The hours of a line. Those that follow a day, or several, are of these days; those before the
    first one are of all others. In Spanish and English, short or in full. Raises BadWeek.

    >>> [time.hour for time in read_week("15 9 11")[2]]
    [9, 11, 15]
    >>> week = read_week("sáb 15; dom: 9, 11:30")
    >>> {day: [f"{hour:%H:%M}" for hour in hours] for day, hours in week.items()}
    {5: ['15:00'], 6: ['09:00', '11:30']}
    >>> sorted(read_week("lun a vie 20 sábados y domingos 10"))
    [0, 1, 2, 3, 4, 5, 6]
    >>> [f"{hour:%H:%M}" for hour in read_week("9am, 3:30 p. m.; 12 PM")[6]]
    ['09:00', '12:00', '15:30']
    """
    text = _HALF_DAY.sub(_of_the_day, text)
    hours: dict[int | None, set[dt.time]] = {}
    days: list[int | None] = [None]
    last, takes_days, reaches = "", False, False
    for part in _TOKENS.findall(text):
        word = fold(part) or part
        day = _day(word)
        if part[0].isdecimal() and not reaches:
            for found in days:
                hours.setdefault(found, set()).add(_hour(part))
            takes_days = False
        elif day is not None:
            days = [*(days if takes_days else []), *(_after(days[-1], day) if reaches else [day])]
            last, takes_days, reaches = part, True, False
        elif takes_days and word in _TO and not reaches:
            reaches = True
        elif takes_days and part == ";":
            break
        elif part not in _BETWEEN and word not in _AND:
            raise BadWeek("no_day", part)
    if takes_days:
        raise BadWeek("day_without_hours", last)
    usual = hours.pop(None, None)
    week = (dict.fromkeys(range(7), usual) if usual else {}) | hours
    return {day: tuple(sorted(week[day])) for day in sorted(week)}


def _of_the_day(match: re.Match[str]) -> str:
    """“3:30 p. m.” as one of the 24 hours."""
    return f"{int(match[1]) % 12 + 12 * (match[3] in 'pP')}:{match[2] or '00'} "


def written_week(week: Week, names: Sequence[str]) -> str:
    """The line that reads as this week, with the names of the days.

    >>> names = ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"]
    >>> written_week(read_week("9 11"), names)
    '09:00 11:00'
    >>> written_week(read_week("dom 9 11; sáb 15; vie 15"), names)
    'vie sáb 15:00; dom 09:00 11:00'
    >>> written_week(read_week("9 11; sáb 15"), names)
    '09:00 11:00; sáb 15:00'
    """
    by_hours: dict[tuple[dt.time, ...], list[int]] = {}
    for day in sorted(week):
        by_hours.setdefault(tuple(week[day]), []).append(day)
    usual: tuple[dt.time, ...] = ()
    if len(week) == len(names):
        [(usual, _times)] = Counter(map(tuple, week.values())).most_common(1)
    lines = [(days if hours != usual else [], hours) for hours, days in by_hours.items()]
    return "; ".join(
        " ".join([*(names[day] for day in days), *(f"{hour:%H:%M}" for hour in hours)])
        for days, hours in sorted(lines)
    )


def _hour(word: str) -> dt.time:
    match = _HOUR.fullmatch(word)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise BadWeek("no_hour", word)
    return dt.time(hour, minute)


def _day(word: str) -> int | None:
    """The day that a word begins, or is the plural of."""
    known = (
        number
        for number, names in enumerate(_NAMES)
        if any(name.startswith(word) or word == f"{name}s" for name in names)
    )
    return next(known, None) if len(word) > 1 else None


def _after(first: int, last: int) -> list[int]:
    """The days after the first one up to the last one, over the end of the week too."""
    return [(first + n) % 7 for n in range(1, (last - first) % 7 + 1)]
