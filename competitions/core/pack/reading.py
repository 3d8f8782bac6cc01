"""A folder of files to a pack and back; what is wrong with it comes all at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from competitions.core.names import nearest
from competitions.core.pack import manifest
from competitions.core.pack.checks import check
from competitions.core.pack.draft import Draft, Register
from competitions.core.pack.manifest import Manifest, Table
from competitions.core.pack.values import (
    ROWS,
    Pack,
    QualifierListValue,
    RulesValue,
    SeasonValue,
    StageValue,
    default_of,
    is_required,
    specs_of,
)
from competitions.core.sheet import Column, Fault, SheetRow, read_sheet, write_sheet

FILES = (manifest.NAME, *(f"{name}.csv" for name in ROWS))
"""The names of all files that a pack can have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The pack, or else the faults that stand in its way, in the order of files and lines."""

    pack: Pack | None
    faults: tuple[Fault, ...] = ()


def read_pack(files: Mapping[str, bytes], register: Register) -> Reading:
    """Read the files of a pack by name. Files that are neither `.toml` nor `.csv` are passed over.

    `register` is what is known outside of the pack: departments, leagues, clubs.
    """
    faults = list(_unknown_files(files))
    if manifest.NAME in files:
        contents = manifest.read_manifest(files[manifest.NAME])
    else:
        contents = Manifest(
            Table(1, {}, {}), (), (Fault(manifest.NAME, None, None, "missing_file"),)
        )
    faults += contents.faults
    rows: dict[str, tuple[SheetRow, ...]] = {}
    for name, row_type in ROWS.items():
        rows[name] = ()
        if (file := f"{name}.csv") in files:
            sheet = read_sheet(file, files[file], columns_of(row_type))
            rows[name] = sheet.rows
            faults += sheet.faults
    faults += check(Draft(contents, rows, register, tuple(faults)))
    if faults:
        return Reading(None, tuple(sorted(faults, key=_place)))
    return Reading(_pack(contents, rows))


def write_pack(pack: Pack) -> dict[str, bytes]:
    """The files of a pack by name: always the same bytes for the same pack.

    A file without rows and a column without a value in any row are left out.
    """
    files = {manifest.NAME: manifest.write_manifest(pack.season, pack.stages)}
    for name, row_type in ROWS.items():
        if rows := getattr(pack, name):
            files[f"{name}.csv"] = _sheet(row_type, rows)
    return files


def columns_of(row_type: type) -> tuple[Column, ...]:
    return tuple(
        Column(
            spec.name,
            spec.metadata["cell"],
            required=is_required(spec),
            optional=not is_required(spec),
        )
        for spec in specs_of(row_type)
    )


def _unknown_files(files: Mapping[str, bytes]) -> Iterable[Fault]:
    for name in files:
        if name not in FILES and name.endswith((".csv", ".toml")):
            suggestion = nearest(name, [other for other in FILES if other not in files])
            yield Fault(name, None, None, "unknown_file", {"suggestion": suggestion})


def _place(fault: Fault) -> tuple[int, str, int]:
    return (fault.file != manifest.NAME, fault.file, fault.line or 0)


def _pack(contents: Manifest, rows: Mapping[str, Iterable[SheetRow]]) -> Pack:
    return Pack(
        season=_value(SeasonValue, contents.season),
        stages=tuple(_stage(table) for table in contents.stages),
        **{
            name: tuple(_value(row_type, row) for row in rows[name])
            for name, row_type in ROWS.items()
        },
    )


def _stage(table: Table) -> StageValue:
    inner = {"rules": _value(RulesValue, table["rules"])}
    if table["qualifiers"] is not None:
        inner["qualifiers"] = _value(QualifierListValue, table["qualifiers"])
    return _value(StageValue, table, **inner)


def _value(kind: type, source: Table | SheetRow, **inner: Any) -> Any:
    """What a row or table says as its value; what it leaves blank has its default."""
    arguments: dict[str, Any] = dict(inner)
    nested = manifest.TABLES.get(kind, {})
    for spec in fields(kind):
        if spec.name in inner or spec.name not in source.values:
            continue
        found = source.values[spec.name]
        if spec.name in nested:
            arguments[spec.name] = tuple(_value(nested[spec.name], item) for item in found)
        elif found is not None:
            arguments[spec.name] = found
    return kind(**arguments)


def _sheet(row_type: type, rows: Iterable[Any]) -> bytes:
    cells = [_cells(row) for row in rows]
    used = set().union(*cells)
    columns = [
        column for column in columns_of(row_type) if not column.optional or column.name in used
    ]
    return write_sheet(columns, cells)


def _cells(row: Any) -> dict[str, Any]:
    values = ((spec, getattr(row, spec.name)) for spec in specs_of(type(row)))
    return {
        spec.name: value for spec, value in values if is_required(spec) or value != default_of(spec)
    }
