"""Reading the files of a scenario and of the catalogue; what cannot be read becomes a fault."""

from __future__ import annotations

import copy
import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from scenarios.faults import Problem
from sim.errors import nearest

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel

#: What a TOML file may hold.
Data: TypeAlias = Any

#: Largest file that is read, bytes.
LIMIT = 2_000_000

#: Most rows of a sheet; 200 nations have 19,900 pairs.
MOST_ROWS = 40_000

#: Most tables and lists within one another.
DEEPEST = 24

#: Bits of the largest whole number that is read; more would not fit a float.
LARGEST = 1000

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TOML_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a CSV file: cells by column (empty ones left out), and the line of each row."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    absent: frozenset[str] = frozenset()  # columns that the header lacks
    loose: set[str] = field(default_factory=set)  # cells of rows with a wrong number of cells


def read_text(folder: Path, name: str, problems: list[Problem], label: str = "") -> str | None:
    """The text of a file of the folder, or ``None`` and the reason among the problems.

    Links that lead out of the folder are not followed.
    """
    label, path = label or name, folder / name
    reason = ""
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            reason = "is a link that leads out of the scenario's folder; put the file itself here"
        elif not path.exists():
            reason = "is missing"
        elif not path.is_file():
            reason = "is not a file"
        else:
            with path.open("rb") as file:
                data = file.read(LIMIT + 1)
            if len(data) <= LIMIT:
                return data.decode("utf-8-sig")
            reason = f"is larger than {LIMIT // 1_000_000} MB"
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        problems.append(Problem(label, f"line {line}", "is not UTF-8; save the file as UTF-8"))
        return None
    except (OSError, RuntimeError) as fault:  # RuntimeError: a loop of links, before Python 3.13
        reason = f"cannot be read: {getattr(fault, 'strerror', None) or 'a loop of links'}"
    problems.append(Problem(label, "", reason))
    return None


def read_toml(
    folder: Path, name: str, problems: list[Problem], label: str = ""
) -> dict[str, Any] | None:
    """The tables of a TOML file, or ``None`` and the reason, with its line, among the problems."""
    label = label or name
    text = read_text(folder, name, problems, label)
    if text is None:
        return None
    try:
        return copy.deepcopy(_parsed(text))  # what is read is changed by those who check it
    except RecursionError:
        problems.append(Problem(label, "", f"malformed TOML: {TOO_DEEP}"))
    except ValueError as fault:
        where = _TOML_PLACE.search(str(fault))
        words = _TOML_PLACE.sub("", str(fault))
        if where and where[1]:
            place = f"line {where[1]}, column {where[2]}"
        else:
            place = f"line {max(len(text.splitlines()), 1)}" if where else ""
        problems.append(Problem(label, place, f"malformed TOML: {words[:1].lower()}{words[1:]}"))
    return None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    """The tables of a text; kept, as all scenarios share the files of the catalogue."""
    return {key: _stripped(value) for key, value in tomllib.loads(text).items()}


#: What is said of tables within tables within tables.
TOO_DEEP = "nested too deeply"


def _stripped(value: Data, depth: int = 1) -> Data:
    """The same data with the blanks around every text taken off, and dates as texts."""
    if depth > DEEPEST:
        raise ValueError(TOO_DEEP)
    match value:
        case int() if value.bit_length() > LARGEST:
            raise ValueError("a number is too large")
        case date() | time():
            return value.isoformat()
        case str():
            return value.strip()
        case list():
            return [_stripped(item, depth + 1) for item in value]
        case dict():
            return {key: _stripped(item, depth + 1) for key, item in value.items()}
    return value


def read_csv(
    folder: Path, name: str, model: type[BaseModel], problems: list[Problem]
) -> Sheet | None:
    """The rows of a CSV file with the model's columns, or ``None`` and the reason.

    An empty cell is left out and so means the default. Cells of columns that the model does not
    declare as text become numbers where they are numbers.
    """
    text = read_text(folder, name, problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    sheet, header, begun = Sheet(), None, 1
    try:
        for cells in reader:
            line, begun = begun, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(sheet.rows) == MOST_ROWS:
                problems.append(Problem(name, "", f"has more than {MOST_ROWS} rows"))
                return None
            if header is None:
                header = [cell.strip() for cell in cells]
                absent = _check_header(name, header, model, problems)
                sheet = Sheet(absent=frozenset(absent))
            elif len(cells) != len(header):
                message = f"{len(cells)} cells where the header has {len(header)} columns"
                problems.append(Problem(name, f"row {line}", message))
                sheet.loose.update(cell.strip() for cell in cells)
            else:
                sheet.rows.append(_row(header, cells, model))
                sheet.lines.append(line)
    except csv.Error as fault:
        problems.append(Problem(name, f"line {begun}", f"malformed CSV: {fault}"))
        return None
    if header is None:
        problems.append(Problem(name, "", "is empty; the first line names the columns"))
        return None
    return sheet


def _check_header(
    name: str, header: list[str], model: type[BaseModel], problems: list[Problem]
) -> list[str]:
    """Report unknown, doubled and lacking columns; returns those that lack."""
    fields = model.model_fields
    for mark in (";", "\t"):
        if len(header) == 1 and mark in header[0]:
            message = f"columns are separated by {mark!r}; separate them by ','"
            problems.append(Problem(name, "line 1", message))
            return list(fields)
    for place, column in enumerate(header, 1):
        if column in header[: place - 1]:
            problems.append(Problem(name, "line 1", f"column {column!r} occurs twice"))
        elif column not in fields:
            message = f"no column {column!r}{nearest(column, fields)}"
            problems.append(Problem(name, "line 1", message))
    absent = [column for column in fields if column not in header]
    problems.extend(
        Problem(name, "line 1", f"column {column!r} is missing")
        for column in absent
        if fields[column].is_required()
    )
    return absent


def _row(header: list[str], cells: list[str], model: type[BaseModel]) -> dict[str, Any]:
    """The filled cells of known columns."""
    row: dict[str, Any] = {}
    for column, cell in zip(header, cells, strict=True):
        known = model.model_fields.get(column)
        if known is not None and cell.strip():
            row[column] = cell.strip() if known.annotation is str else number(cell.strip())
    return row


def number(text: str) -> int | float | str:
    """The number that a cell holds, else its text; whole numbers are ``int`` however written."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    return int(value) if value.is_integer() else value
