"""From a file to what it would change, row by row; and, once that is confirmed, to the facts.

Both go the same way: everything is written in one transaction and checked there. A preview takes
it back. So what is confirmed is what was shown, or it is shown again.
"""

import copy
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model

from competitions.core.names import fold
from competitions.core.sheet import Fault, Grid, Sheet, SheetRow, read_rows
from competitions.permissions import User, permissions
from competitions.services.checks import faults_in
from competitions.services.imports.constraints import own_faults
from competitions.services.imports.listing import (
    Listing,
    Meant,
    Reading,
    differs,
    title_of,
    written,
)
from competitions.services.imports.sentences import file_sentence, row_sentence
from competitions.services.recording import Recorder, Wanted
from competitions.services.versions import lock_stages, raise_versions, stages_showing
from competitions.services.writing import is_deadlock, require

State = Literal["new", "changed", "same", "wrong"]
STATES: tuple[State, ...] = ("wrong", "changed", "new", "same")
EXAMPLE = "ejemplo de la plantilla"
"""What no club is called: a row that says so came with the template."""


@dataclass(frozen=True, slots=True)
class Change:
    """A column of a row, and what it says before and after."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a row; `title` is the column as the file calls it, "" for the row."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, and what it would do."""

    number: int
    state: State
    label: str
    changes: tuple[Change, ...] = ()
    wrongs: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would change. `faults` are about the file as a whole: then no row was read.

    Two plans with the same `digest` change the same things in the same way.
    """

    lines: tuple[Line, ...] = ()
    faults: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    digest: str = ""
    needs_reason: bool = False

    def count(self, state: State) -> int:
        return sum(line.state == state for line in self.lines)

    def of(self, state: State) -> list[Line]:
        return [line for line in self.lines if line.state == state]

    @property
    def is_good(self) -> bool:
        """Whether there is something to write and nothing against it."""
        return not self.faults and not self.count("wrong") and self.changes_something

    @property
    def changes_something(self) -> bool:
        return bool(self.count("new") or self.count("changed"))


class _Stale(Exception):
    """Someone wrote between reading and locking."""


_ATTEMPTS = 3
_REASON_LENGTH = 100
"""What the history has room for."""


def preview(listing: Listing, grid: Grid, *, actor: User, reason: str = "") -> Plan:
    """What bringing in this file would do. Nothing is written."""
    return _attempt(listing, grid, actor=actor, reason=reason, digest=None)[0]


def bring_in(
    listing: Listing, grid: Grid, *, actor: User, digest: str, reason: str = ""
) -> tuple[Plan, bool]:
    """Write what the plan with this digest said: all of it or nothing. Returns the plan as it is
    now, and whether it was carried out; if not, it is another one, or something is wrong."""
    return _attempt(listing, grid, actor=actor, reason=reason, digest=digest)


def _attempt(
    listing: Listing, grid: Grid, *, actor: User, reason: str, digest: str | None
) -> tuple[Plan, bool]:
    for _attempt_number in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                plan = _Bringing(listing, grid, actor, reason).carry_out()
                carried_out = (
                    plan.is_good and plan.digest == digest and bool(reason or not plan.needs_reason)
                )
                if not carried_out:
                    transaction.set_rollback(True)
            return plan, carried_out
        except (_Stale, IntegrityError, OperationalError) as error:
            if isinstance(error, OperationalError) and not is_deadlock(error):
                raise
    return Plan(faults=(file_sentence(Fault(grid.name, None, None, "clash"), {}),)), False


@dataclass
class _Bringing:
    """One file on its way into the database, inside a transaction."""

    listing: Listing
    grid: Grid
    actor: User
    reason: str
    faults: dict[int, list[Wrong]] = field(default_factory=dict)

    def carry_out(self) -> Plan:
        sheet = read_rows(self.grid, self.listing.columns, lenient=True)
        sheet_faults, ignored = self._sort(sheet)
        if sheet_faults:
            return Plan(faults=sheet_faults, ignored=ignored)
        self.sheet = sheet
        rows = [row for row in sheet.rows if not _is_example(row)]
        reading = self.listing.reading(self.actor, rows)
        meant = [self._understand(reading, row) for row in rows]
        self._find_doubles(meant)
        seen = {row.row.line: self._compare(row) for row in meant}
        # New rows have no key before they are written, and another one each time they are.
        asked = [(row.found and row.found.pk, _said(row.values)) for row in meant]
        self._write(reading, [row for row in meant if seen[row.row.line].state != "same"])
        lines = tuple(self._judged(seen[row.row.line]) for row in meant)
        needs_reason = any(row.needs_reason for row in meant)
        return Plan(lines, (), ignored, _digest(lines, asked), needs_reason)

    def _sort(self, sheet: Sheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Faults of the file as a whole, and the columns that are not read. Those of rows are
        kept by their line."""
        titles = {name: title_of(column) for name, column in self.listing.by_name.items()}
        titles |= sheet.titles
        header = self.grid.lines[0][0] if self.grid.lines else None
        whole, ignored = [], []
        for fault in sheet.faults:
            if fault.code == "unknown_column" and not fault.params["suggestion"]:
                ignored.append(str(fault.column))
            elif fault.line is None or fault.line == header:
                whole.append(file_sentence(fault, titles))
            else:
                self._say(
                    fault.line, titles.get(fault.column or "", fault.column), row_sentence(fault)
                )
        return tuple(whole), tuple(ignored)

    def _say(self, line: int, title: str | None, text: str) -> None:
        """One sentence for each cell is enough."""
        said = self.faults.setdefault(line, [])
        if not title or all(wrong.title != title for wrong in said):
            said.append(Wrong(title or "", text))

    def _say_of(self, row: SheetRow, column: str | None, text: str) -> None:
        known = self.listing.by_name.get(column or "")
        self._say(row.line, known and self.sheet.titles.get(known.name, title_of(known)), text)

    def _understand(self, reading: Reading, row: SheetRow) -> Meant:
        meant = reading.meant(row)
        for column, code, params in meant.faults:
            fault = Fault(self.grid.name, row.line, column, code, params)
            self._say_of(row, column, row_sentence(fault))
        return meant

    def _find_doubles(self, meant: Iterable[Meant]) -> None:
        first: dict[tuple[Any, ...], int] = {}
        for row in meant:
            if row.key and (line := first.setdefault(row.key, row.row.line)) != row.row.line:
                fault = Fault(self.grid.name, row.row.line, None, "same_as_line", {"other": line})
                self._say(row.row.line, None, row_sentence(fault))

    def _compare(self, meant: Meant) -> Line:
        """What the row would do, and whether it may."""
        number, found = meant.row.line, meant.found
        if number in self.faults:
            return Line(number, "wrong", str(found or self._name(meant)))
        after = self.listing.model() if found is None else copy.copy(found)
        for name, value in meant.values.items():
            setattr(after, name, value)
        state: State = "new"
        if found is not None:
            moved = meant.more or any(differs(found, *said) for said in meant.values.items())
            state = "changed" if moved else "same"
        if state != "same":
            self._allow(meant, after)
            self._check(meant, after)
        changes = self._changes(meant, after)
        return Line(number, state, str(after), changes, (), tuple(meant.notes))

    def _name(self, meant: Meant) -> str:
        said = (
            meant.row[name] for name in ("name", "club", "home", "away") if name in meant.row.values
        )
        return " – ".join(str(name) for name in said if name)

    def _allow(self, meant: Meant, after: Model) -> None:
        model = self.listing.model
        if meant.found is None:
            allowed = permissions.may(self.actor, "add", model, row=after)
        else:
            allowed = all(
                permissions.may(self.actor, "change", model, row=row)
                for row in (meant.found, after)
            )
        if not allowed:
            fault = Fault(self.grid.name, meant.row.line, None, "not_yours")
            self._say(meant.row.line, None, row_sentence(fault))

    def _check(self, meant: Meant, after: Model) -> None:
        for row in (after, *meant.more):
            for name, text in own_faults(row):
                self._say_of(meant.row, name, text)
        if meant.found is not None:
            _take_over(meant, after)

    def _changes(self, meant: Meant, after: Any) -> tuple[Change, ...]:
        before = self.listing.cells(meant.found) if meant.found is not None else {}
        then = {**self.listing.cells(after), **meant.shown}
        found = []
        for column in self.listing.columns:
            was = _text(written(column, before.get(column.name)))
            becomes = _text(written(column, then.get(column.name)))
            if was != becomes:
                title = self.sheet.titles.get(column.name, title_of(column))
                found.append(Change(title, was, becomes))
        return tuple(found)

    def _write(self, reading: Reading, meant: Sequence[Meant]) -> None:
        good = [row for row in meant if row.row.line not in self.faults]
        if not good:
            return
        found = [row.found for row in good if row.found is not None]
        stages = stages_showing(found)
        lock_stages(stages)
        self._hold(found)
        reason = self.reason or f"file {self.grid.name}"
        recorder = Recorder(actor=self.actor, reason=reason[:_REASON_LENGTH])
        reading.before(recorder, good)
        model = self.listing.model
        rows = recorder.record(model, [Wanted(row.found, row.values) for row in good])
        reading.after(recorder, list(zip(good, rows, strict=True)))
        lines = {row.pk: want.row for want, row in zip(good, rows, strict=True)}
        self._require(recorder)
        for fault in faults_in(recorder.changed):
            if type(fault.row) is model:
                text = " ".join(fault.error.messages)
                self._say_of(lines[fault.row.pk], fault.fault.field, text)
        raise_versions(stages | stages_showing(recorder.changed))

    def _require(self, recorder: Recorder) -> None:
        """What was asked of each row, asked again of all that was written."""
        altered = {id(row) for row in recorder.altered}
        require(self.actor, "change", recorder.altered)
        require(self.actor, "add", [row for row in recorder.changed if id(row) not in altered])

    def _hold(self, found: Sequence[Model]) -> None:
        """See that the rows still are what they were when they were read, and keep them so."""
        pks = [row.pk for row in found]
        held = {
            row.pk: row
            for row in self.listing.model._base_manager.select_for_update(no_key=True)  # noqa: SLF001
            .filter(pk__in=pks)
            .order_by("pk")
        }
        for row in found:
            now = held.get(row.pk)
            if now is None or any(
                getattr(now, f.attname) != getattr(row, f.attname)
                for f in row._meta.concrete_fields  # noqa: SLF001 - documented by Django
            ):
                raise _Stale

    def _judged(self, line: Line) -> Line:
        wrongs = self.faults.get(line.number)
        if not wrongs:
            return line
        return Line(line.number, "wrong", line.label, (), tuple(wrongs), line.notes)


def _is_example(row: SheetRow) -> bool:
    return any(isinstance(text, str) and EXAMPLE in fold(text) for text in row.values.values())


def _take_over(meant: Meant, after: Model) -> None:
    """What the row itself made of the values, by its `clean`."""
    for known in after._meta.concrete_fields:  # noqa: SLF001 - documented by Django
        if known.name in meant.values or known.is_relation:
            continue
        if getattr(after, known.attname) != getattr(meant.found, known.attname):
            meant.values[known.name] = getattr(after, known.attname)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _digest(lines: Sequence[Line], asked: Sequence[Any]) -> str:
    """A fingerprint of what a plan does: to which rows, from what, to what."""
    return hashlib.sha256(repr((lines, asked)).encode()).hexdigest()


def _said(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Values as texts that stay the same from one reading to the next."""
    return [
        (name, str(value.pk or value) if isinstance(value, Model) else repr(value))
        for name, value in sorted(values.items())
    ]
