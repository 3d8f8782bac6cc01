"""What a list that comes from files consists of: its columns, and how a row is understood."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from competitions.core import cells
from competitions.core.cells import Cell, Erased
from competitions.core.names import fold
from competitions.core.sheet import Column, SheetRow
from competitions.language import is_english
from competitions.permissions import User
from competitions.services.recording import Recorder

Values = Mapping[str, Any]
"""What a row of the database says under the columns of its list."""


@dataclass(slots=True)
class Meant:
    """What a row of a file asks for: a row of the database, or None for a new one, and values.

    `more` are new rows that hang on it, and `shown` is what the preview says of their column;
    `faults` are a column, a code and its params. `key` is the same for two rows of a file that
    mean the same thing. `needs_reason`: nobody changes this without saying why.
    """

    row: SheetRow
    found: Any = None
    values: dict[str, Any] = field(default_factory=dict)
    more: list[Any] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    key: tuple[Any, ...] = ()
    faults: list[tuple[str | None, str, dict[str, Any]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    needs_reason: bool = False

    def refuse(self, column: str | None, code: str, **params: Any) -> None:
        self.faults.append((column, code, params))

    def take(self, *columns: str, blank: Any = "") -> None:
        """Bring what the file says of these columns to the fields of the same name. An empty cell
        leaves a field as it is, a dash takes it out."""
        for column in columns:
            value = self.row[column]
            if value is not None:
                self.values[column] = blank if value is Erased.ERASED else value


class Reading(ABC):
    """The rows of a file against the database, for one person. Reads what it needs at once, in as
    many queries for a thousand rows as for one."""

    creates: ClassVar[bool] = True

    def __init__(self, actor: User, rows: Sequence[SheetRow]) -> None:
        self.actor = actor
        self.rows = rows
        self.read()

    @abstractmethod
    def read(self) -> None:
        """Read what the rows can refer to."""

    @abstractmethod
    def meant(self, row: SheetRow) -> Meant: ...

    def before(self, recorder: Recorder, meant: Sequence[Meant]) -> None:  # noqa: B027 - few have any
        """Record what the rows need before them."""

    def after(  # noqa: B027 - few have any
        self, recorder: Recorder, meant: Sequence[tuple[Meant, Any]]
    ) -> None:
        """Record what hangs on the rows."""

    def said(self, column: str) -> set[Any]:
        """What the file says in a column, without what could not be read."""
        found = {row[column] for row in self.rows}
        return {value for value in found if value is not None and value is not Erased.ERASED}


@dataclass(frozen=True)
class Listing:
    """A list that can be taken out as a file and brought in again.

    `cells` gives what a row of the database says under each column; `related` and `prefetched` are
    what it reads of it.
    """

    code: str
    model: type[Model]
    label: Promise
    columns: tuple[Column, ...]
    example: Mapping[str, Any]
    reading: type[Reading]
    cells: Callable[[Any], Values]
    related: tuple[str, ...] = ()
    prefetched: tuple[Any, ...] = ()
    hints: Mapping[str, Promise] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        return {column.name: column for column in self.columns}

    def written(self, values: Values) -> list[Any]:
        """The cells of a line of a file. Whole numbers stay numbers."""
        return [written(column, values.get(column.name)) for column in self.columns]

    def header(self) -> list[str]:
        return [title_of(column) for column in self.columns]


def written(column: Column, value: Any) -> Any:
    if value is None or value in {"", ()}:
        return None
    return value if type(value) is int else column.cell.write(value)


def title_of(column: Column) -> str:
    """What a column is called in the language of the day: Spanish stands first, then English."""
    return column.titles[1 if is_english() else 0]


def column(
    name: str,
    spanish: str,
    english: str,
    *others: str,
    cell: Cell[Any] = cells.text,
    erasable: bool = True,
    required: bool = False,
) -> Column:
    """A column; one that is not required may also be left out of the file."""
    if required or not erasable:
        known: Cell[Any] = Cell(lambda text: cell.read(cells.plain_cell(text)), cell.write)
    else:
        known = cells.erasable(cell)
    return Column(
        name,
        known,
        required=required,
        optional=not required,
        titles=(spanish, english, *others),
    )


def words(choices: type[TextChoices]) -> Cell[Any]:
    """One of a closed list, read in both languages and written in that of the day."""
    labels: dict[str, list[str]] = {option.value: [] for option in choices}
    for language in ("es", "en"):
        with translation.override(language):
            for option in choices:
                labels[option.value].append(str(option.label))
    return Cell(cells.worded(labels).read, lambda code: str(choices(code).label))


yes_or_no: Cell[bool] = Cell(cells.boolean.read, lambda value: _("yes") if value else _("no"))


class Spellings:
    """Things by what people call them, accents and capitals aside. What a thing is really called
    comes before what else it is called."""

    def __init__(self, things: Iterable[tuple[Any, Iterable[str], Iterable[str]]]) -> None:
        self._own: dict[str, list[Any]] = {}
        self._other: dict[str, list[Any]] = {}
        for thing, own, others in things:
            for known, spellings in ((self._own, own), (self._other, others)):
                for key in {fold(spelling) for spelling in spellings} - {""}:
                    known.setdefault(key, []).append(thing)

    def find(self, name: str) -> list[Any]:
        key = fold(name)
        return self._own.get(key) or self._other.get(key) or []


def one_of(found: Collection[Any], *, preferred: Any = None) -> Any:
    """The one thing that was found, or the preferred one among several; None otherwise."""
    if preferred is not None and any(thing.pk == preferred.pk for thing in found):
        return preferred
    return next(iter(found)) if len(found) == 1 else None


def differs(row: Model, name: str, value: Any) -> bool:
    """Whether a field of a stored row would be another; a row that is not stored yet always is."""
    if isinstance(value, Model):
        value = value.pk or value
    return getattr(row, row._meta.get_field(name).attname) != value  # noqa: SLF001 - documented
