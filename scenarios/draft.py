"""A scenario before it is known to be sound: its data, where each piece stands, what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import ValidationError

from scenarios.faults import Problem, schema_at, sentence
from scenarios.schema import Scenario, Written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Where a piece stands in ``Scenario.content()``: keys and places in lists.
Place: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = Any  # what JSON may hold
Table: TypeAlias = dict[str, Data]

#: The main file of a scenario.
HEAD_FILE = "scenario.toml"

#: Tables that stand in a CSV file.
SHEETS: Mapping[str, str] = {
    "nations": "nations.csv",
    "dyads": "dyads.csv",
    "agreements": "agreements.csv",
    "participants": "participation.csv",
    "bases": "bases.csv",
    "supplies": "supplies.csv",
}

#: Tables that stand in a TOML file of their own, or (with a slash at the end) in all files of a
#: folder, and their key there ("": the whole file).
TABLES: Mapping[Place, tuple[str, str]] = {
    ("groups",): ("groups.toml", "groups"),
    ("sources",): ("sources.toml", ""),
    ("events",): ("events.toml", "events"),
    ("objectives",): ("objectives.toml", "objectives"),
    ("catalogue", "agreements"): ("catalogue/agreements.toml", "agreement"),
    ("catalogue", "exercises"): ("catalogue/exercises.toml", "exercise"),
    ("catalogue", "formats"): ("catalogue/formats.toml", "format"),
    ("catalogue", "steps"): ("catalogue/programmes.toml", "step"),
    ("catalogue", "law"): ("catalogue/law.toml", "rule"),
    ("catalogue", "orders"): ("catalogue/orders/", "order"),
    ("catalogue", "doctrines"): ("catalogue/doctrines.toml", "doctrine"),
    ("catalogue", "tempers"): ("catalogue/policies.toml", "policy"),
    ("catalogue", "parameters"): ("catalogue/parameters/", ""),
    ("catalogue", "objectives"): ("catalogue/objectives.toml", "objective"),
}

#: Files that a scenario may do without.
OPTIONAL = (
    *("agreements.csv", "participation.csv", "bases.csv", "supplies.csv"),
    *("events.toml", "objectives.toml"),
)

#: Where private briefs stand, one file a seat, and the instructor's notes beside them.
BRIEFS, TEACHING = "briefs", "teaching"

#: The keys of ``scenario.toml``.
HEAD: tuple[str, ...] = tuple(
    name
    for name in Written.model_fields
    if name not in ("catalogue", BRIEFS, TEACHING) and name not in SHEETS and (name,) not in TABLES
)

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass
class Draft:
    """The data of a scenario in the shape of ``Scenario.content()``, and the faults found so far.

    After ``check_shape`` everything that is still in ``content`` has the right type and range;
    what was wrong has been taken out, so that later checks see the rest.
    """

    content: Table
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, list[int]] = field(default_factory=dict)  # CSV line of each row
    loose: set[str] = field(default_factory=set)  # cells of unreadable rows: names, perhaps
    unread: set[Place] = field(default_factory=set)  # known to be missing, and reported
    origin: dict[Place, str] = field(default_factory=dict)  # file of an entry, if of a folder
    head: str = HEAD_FILE
    label: str = ""  # what goes before the names of files: the folder of a scenario extended
    homes: dict[Place, str] = field(default_factory=dict)  # such labels of pieces with their own
    record: str = ""  # what the content comes from if not from files

    def add(self, place: Place, message: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(*self.where(place), message))

    def where(self, place: Place) -> tuple[str, str]:
        """The file of a piece, and its key, or row and column, in it."""
        words = self._words(place)
        if self.record:
            return self.record, ".".join(words)
        label = self._home(place)
        if place and place[0] in SHEETS:
            sheet = str(place[0])
            if len(place) == 1:
                return label + SHEETS[sheet], ""
            row = f"row {self.lines[sheet][int(place[1])]}{self._title(place[:2])}"
            return label + SHEETS[sheet], ": ".join((row, *words[2:]))
        if place == (BRIEFS,):
            return f"{label}{BRIEFS}/", ""
        if place and place[0] in (BRIEFS, TEACHING):
            return f"{label}{BRIEFS}/{place[-1]}.md", ""
        for size in (1, 2):
            if place[:size] in TABLES:
                file, key = TABLES[place[:size]]
                file = self.origin.get(place[: size + 1], label + file if size == 1 else file)
                return file, ".".join(([key] if key else []) + words[size:])
        if place == ("catalogue",):
            return "catalogue", ""
        return label + (HEAD_FILE if label else self.head), ".".join(words)

    def _home(self, place: Place) -> str:
        """The label of the folder that a piece stands in."""
        homes = (self.homes.get(place[:size]) for size in range(len(place), 0, -1))
        return next((home for home in homes if home is not None), self.label)

    def inherited(self, place: Place) -> bool:
        """Whether a piece of a variant stands in the folder of what it extends."""
        return self._home(place) != ""

    def _title(self, place: Place) -> str:
        row = self.at(place)
        keys = ("iso3", "a", "b", "nation", "host", "guest", "client", "supplier")
        names = [str(row[key]) for key in keys if key in row]
        return f" ({'-'.join(names)})" if names else ""

    def _words(self, place: Place) -> list[str]:
        words: list[str] = []
        for size, step in enumerate(place, 1):
            if isinstance(step, str):
                words.append(step if _BARE.fullmatch(step) else f'"{step}"')
                continue
            item = self.at(place[:size])
            name = item.get("id", item.get("iso3")) if isinstance(item, dict) else None
            words.append(name if isinstance(name, str) and name else f"#{step + 1}")
        return words

    def at(self, place: Place) -> Data:
        """What stands at a place; an empty table if nothing does."""
        piece: Any = self.content
        for step in place:
            try:
                piece = piece[step]
            except (KeyError, IndexError, TypeError):
                return {}
        return piece

    def items(self, *place: str) -> Iterator[tuple[Place, Table]]:
        """The tables of a list, each with its place."""
        found = self.at(place)
        for number, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, dict):
                yield (*place, number), item

    def entries(self, *place: str) -> Iterator[tuple[Place, str, Any]]:
        """The entries of a table of tables or numbers, each with its place and name."""
        found = self.at(place)
        for name, item in found.items() if isinstance(found, dict) else ():
            yield (*place, name), name, item

    def names(self, *place: str, key: str = "id") -> list[str]:
        """The names in a list of tables, in order, doubles and all."""
        return [item[key] for _, item in self.items(*place) if key in item]

    def absent(self, *place: str) -> bool:
        """Whether a table or column could not be read, so that no name can be looked up in it."""
        table = place[:1] if place == ("nations", "iso3") else place
        return not self.unread.isdisjoint((table, place)) or table[-1] not in self.at(table[:-1])

    def scenario(self) -> Scenario:
        """The scenario that a sound draft describes."""
        return Scenario.model_validate(
            {key: self.content[key] for key in Scenario.model_fields if key in self.content}
        )

    def check_shape(self) -> None:
        """Compare the content with the schema: note every fault and take the faulty piece out."""
        try:
            Written.model_validate(self.content, strict=True)
        except ValidationError as fault:
            errors = fault.errors(include_url=False, include_context=True)
        else:
            return
        faulty: list[tuple[Place, str]] = []
        for error in errors:
            place = tuple(step for step in error["loc"] if step != "[key]")
            faulty.append((place, str(error["type"])))
            if error["type"] == "missing" and self._known_missing(place):
                continue
            node, parent = (schema_at(_document(), part) for part in (place, place[:-1]))
            message = sentence(error, node, parent)
            in_sheet = place[0] in SHEETS and not self.record and len(place) > 2
            if error["type"] == "missing" and in_sheet:
                message = "the cell is empty and the column has no default"
            self.add(place, message)
        for place, kind in reversed(faulty):
            self._remove(place, kind)

    def _known_missing(self, place: Place) -> bool:
        columns = tuple(step for step in place if isinstance(step, str))
        sizes = range(1, len(place) + 1)
        return columns in self.unread or any(place[:size] in self.unread for size in sizes)

    def _remove(self, place: Place, kind: str) -> None:
        around = self.at(place[:-1])
        if kind.startswith("model_"):
            around[place[-1]] = {}
        elif isinstance(around, dict):
            around.pop(place[-1], None)
        elif isinstance(around, list) and int(place[-1]) < len(around):
            del around[int(place[-1])]


@cache
def _document() -> Mapping[str, Any]:
    return Written.model_json_schema(by_alias=True)
