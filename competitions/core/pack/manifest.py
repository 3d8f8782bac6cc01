"""season.toml: to checked tables that know their lines, and back from values."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, replace
from typing import Any

from competitions.core.cells import CellError
from competitions.core.names import nearest
from competitions.core.pack.values import (
    CriterionValue,
    GroupValue,
    QualifierListValue,
    RoundValue,
    RulesValue,
    SeasonValue,
    StageValue,
    ZoneValue,
    default_of,
    is_required,
    specs_of,
)
from competitions.core.pack.vocabulary import CRITERION_OPTIONS
from competitions.core.sheet import Fault

NAME = "season.toml"
FORMAT = 1

Path = tuple[str | int, ...]

_TYPE_NAMES = {str: "text", int: "integer", bool: "boolean", dt.date: "date", tuple: "list"}
TABLES: Mapping[type, Mapping[str, type]] = {
    StageValue: {"groups": GroupValue, "rounds": RoundValue},
    RulesValue: {"criteria": CriterionValue, "zones": ZoneValue},
}
"""Arrays of tables by the value that they stand in."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file: values by key, None where missing or not to be read."""

    line: int
    lines: Mapping[str, int] = field(hash=False)
    values: Mapping[str, Any] = field(hash=False)
    unread: frozenset[str] = frozenset()

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def fault(self, key: str, code: str, **params: object) -> Fault:
        return Fault(NAME, self.lines.get(key, self.line), key, code, params)


@dataclass(frozen=True, slots=True)
class Manifest:
    season: Table
    stages: tuple[Table, ...]
    faults: tuple[Fault, ...]


def read_manifest(data: bytes) -> Manifest:
    """The tables of season.toml with every fault in them. One that is no TOML gives no tables."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        fault = Fault(
            NAME, data[: error.start].count(b"\n") + 1, None, "not_utf8", {"encoding": "Latin-1"}
        )
        return _empty(fault)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _empty(_syntax_fault(str(error), text))
    return _Reading(_line_index(text)).manifest(content)


def _empty(*faults: Fault) -> Manifest:
    return Manifest(Table(1, {}, {}), (), faults)


def _syntax_fault(message: str, text: str) -> Fault:
    """tomllib says where only in words: "(at line 3, column 5)" or "(at end of document)"."""
    place = re.search(r"at line (\d+), column (\d+)", message)
    line, position = (int(place[1]), int(place[2])) if place else (text.count("\n") + 1, 1)
    return Fault(NAME, line, None, "toml_syntax", {"position": position})


# Where things stand -----------------------------------------------------------------------------

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\- ]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_MULTILINE = re.compile(r'"""|' + "'''")


def _line_index(text: str) -> dict[Path, int]:
    """The line of each table and key. Tables written inline have the line of their key."""
    index: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    inside = False
    for number, content in enumerate(text.split("\n"), 1):
        was_inside, inside = inside, inside ^ bool(len(_MULTILINE.findall(content)) % 2)
        if was_inside:
            continue
        if header := _HEADER.match(content):
            here = _table_path(header[2], counts, repeated=header[1] == "[[")
            index.setdefault(here, number)
        elif key := _KEY.match(content):
            index.setdefault((*here, key[1]), number)
    return index


def _table_path(dotted: str, counts: dict[Path, int], *, repeated: bool) -> Path:
    path: Path = ()
    names = [name.strip() for name in dotted.split(".")]
    for position, name in enumerate(names):
        path = (*path, name)
        if repeated and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


# Reading ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    index: Mapping[Path, int]
    faults: list[Fault] = field(default_factory=list)

    def manifest(self, content: Mapping[str, Any]) -> Manifest:
        top = self._located((), content)
        self._refuse_strangers(top, content, ("format", "season", "stages"))
        if content.get("format") is None:
            self._fault(top, "format", "missing_key", name="format")
        elif content["format"] != FORMAT:
            self._fault(top, "format", "unknown_format", value=content["format"], known=FORMAT)
        season = self._value(("season",), self._table(top, content, "season"), SeasonValue)
        stages = tuple(
            self._stage(("stages", number), stage)
            for number, stage in enumerate(self._tables(top, content, "stages"))
        )
        return Manifest(season, stages, tuple(self.faults))

    def _stage(self, path: Path, content: Mapping[str, Any]) -> Table:
        stage = self._value(path, content, StageValue, also=("rules", "qualifiers"))
        inner = {"rules": self._table(stage, content, "rules")}
        if "qualifiers" in content:
            inner["qualifiers"] = self._table(stage, content, "qualifiers")
        kinds = {"rules": RulesValue, "qualifiers": QualifierListValue}
        tables = {
            name: self._value((*path, name), found, kinds[name]) for name, found in inner.items()
        }
        return replace(stage, values={**stage.values, **tables})

    def _value(
        self,
        path: Path,
        content: Mapping[str, Any] | None,
        row: type,
        *,
        also: Sequence[str] = (),
    ) -> Table:
        """One table as `row` has it; without content, a table of which nothing can be read."""
        table = self._located(path, content or {})
        specs = plain_specs(row)
        if content is None:
            return replace(table, unread=frozenset(spec.name for spec in specs))
        if row is CriterionValue:
            return self._criterion(table, content)
        nested = TABLES.get(row, {})
        self._refuse_strangers(table, content, [*(spec.name for spec in specs), *nested, *also])
        values = self._scalars(table, content, specs)
        unread = frozenset(name for name, value in values.items() if value is _UNREAD)
        tables = {
            name: tuple(
                self._value((*path, name, number), item, kind)
                for number, item in enumerate(self._tables(table, content, name))
            )
            for name, kind in nested.items()
        }
        return replace(table, values={**_readable(values), **tables}, unread=unread)

    def _criterion(self, table: Table, content: Mapping[str, Any]) -> Table:
        values = self._scalars(table, content, plain_specs(CriterionValue))
        criterion = _readable(values)["criterion"]
        options = {name: value for name, value in content.items() if name != "criterion"}
        if criterion:
            for name, value in options.items():
                self._check_option(table, criterion, name, value)
        values["options"] = tuple(sorted(options.items(), key=lambda item: item[0]))
        return replace(table, values=_readable(values))

    def _check_option(self, table: Table, criterion: str, name: str, value: object) -> None:
        known = CRITERION_OPTIONS.get(criterion, {})
        allowed = known.get(name)
        if allowed is None:
            choices = ", ".join(known)
            self._fault(
                table, name, "unknown_option", name=name, criterion=criterion, choices=choices
            )
        elif allowed is bool:
            if not isinstance(value, bool):
                self._fault(table, name, "bad_type", expected="boolean")
        elif value not in (choices := tuple(allowed)):
            suggestion = nearest(str(value), choices)
            self._fault(
                table,
                name,
                "bad_choice",
                value=value,
                choices=", ".join(choices),
                suggestion=suggestion,
            )

    def _scalars(
        self, table: Table, content: Mapping[str, Any], specs: Iterable[Field[Any]]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for spec in specs:
            try:
                values[spec.name] = _scalar(spec, content.get(spec.name))
            except CellError as bad:
                values[spec.name] = _UNREAD
                self._fault(table, spec.name, bad.code, **bad.params)
        return values

    def _refuse_strangers(
        self, table: Table, content: Mapping[str, Any], known: Sequence[str]
    ) -> None:
        unused = [name for name in known if name not in content]
        for name in content:
            if name not in known:
                suggestion = nearest(name, unused)
                self._fault(table, name, "unknown_key", name=name, suggestion=suggestion)

    def _table(
        self, around: Table, content: Mapping[str, Any], name: str
    ) -> Mapping[str, Any] | None:
        found = content.get(name)
        if isinstance(found, dict):
            return found
        if found is None:
            self._fault(around, name, "missing_table", name=name)
        else:
            self._fault(around, name, "bad_type", expected="table")
        return None

    def _tables(
        self, around: Table, content: Mapping[str, Any], name: str
    ) -> Sequence[Mapping[str, Any]]:
        found = content.get(name, [])
        if isinstance(found, list) and all(isinstance(item, dict) for item in found):
            return found
        self._fault(around, name, "bad_type", expected="tables")
        return []

    def _located(self, path: Path, content: Mapping[str, Any]) -> Table:
        return Table(self._line(path), {name: self._line((*path, name)) for name in content}, {})

    def _line(self, path: Path) -> int:
        """The line of a key, or of the nearest table around it."""
        while path and path not in self.index:
            path = path[:-1]
        return self.index.get(path, 1)

    def _fault(self, table: Table, key: str, code: str, **params: object) -> None:
        self.faults.append(table.fault(key, code, **params))


_UNREAD = object()


def _readable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is _UNREAD else value for name, value in values.items()}


def plain_specs(row: type) -> tuple[Field[Any], ...]:
    """The fields of a value that are keys of its own table."""
    return tuple(spec for spec in specs_of(row) if "cell" in spec.metadata)


def _scalar(spec: Field[Any], found: object) -> Any:
    if found is None:
        if is_required(spec):
            raise CellError("missing_key", name=spec.name)
        return None
    kind = spec.metadata["kind"]
    # bool is a kind of int and a date-time a kind of date: neither is meant.
    if type(found) is not (list if kind is tuple else kind):
        raise CellError("bad_type", expected=_TYPE_NAMES[kind])
    if kind is tuple:
        return tuple(_item(spec, item) for item in found)  # type: ignore[attr-defined]
    return found if kind in (bool, dt.date) else _cell(spec, str(found))


def _item(spec: Field[Any], item: object) -> Any:
    if not isinstance(item, str):
        raise CellError("bad_type", expected="list")
    return spec.metadata["cell"].read(item)


def _cell(spec: Field[Any], text: str) -> Any:
    text = text.strip()
    if "\0" in text:
        raise CellError("null_character")
    if text:
        return spec.metadata["cell"].read(text)
    if is_required(spec):
        raise CellError("required")
    return None


# Writing ----------------------------------------------------------------------------------------


def write_manifest(season: SeasonValue, stages: Iterable[StageValue]) -> bytes:
    """Always the same bytes for the same values. Keys that have their default are left out."""
    blocks = [[f"format = {FORMAT}"], ["[season]", *_assignments(season)]]
    for stage in stages:
        blocks.append(["[[stages]]", *_assignments(stage)])
        blocks.extend(_array("stages.groups", stage.groups))
        blocks.extend(_array("stages.rounds", stage.rounds))
        blocks.append(["[stages.rules]", *_assignments(stage.rules)])
        blocks.extend(_array("stages.rules.criteria", stage.rules.criteria))
        blocks.extend(_array("stages.rules.zones", stage.rules.zones))
        if stage.qualifiers is not None:
            blocks.append(["[stages.qualifiers]", *_assignments(stage.qualifiers)])
    return ("\n\n".join("\n".join(block) for block in blocks) + "\n").encode()


def _array(name: str, items: Iterable[Any]) -> Iterator[list[str]]:
    for item in items:
        yield [f"[[{name}]]", *_assignments(item)]


def _assignments(value: Any) -> Iterator[str]:
    for spec in plain_specs(type(value)):
        found = getattr(value, spec.name)
        if is_required(spec) or found != default_of(spec):
            yield f"{spec.name} = {_literal(found)}"
    for name, found in getattr(value, "options", ()):
        yield f"{name} = {_literal(found)}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def _literal(found: Any) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, tuple):
        return f"[{', '.join(_literal(item) for item in found)}]"
    if isinstance(found, str):
        return '"' + "".join(_ESCAPES.get(c) or _plain_or_escaped(c) for c in found) + '"'
    return str(found)


def _plain_or_escaped(character: str) -> str:
    """TOML wants control characters escaped."""
    number = ord(character)
    return f"\\u{number:04x}" if number < 32 or number == 127 else character
