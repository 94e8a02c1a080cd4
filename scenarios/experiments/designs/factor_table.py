"""The table ``[factors]`` of a design file: what varies, over which levels or which range."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from agents.registry import POLICIES
from scenarios.experiments.designs.sampling import evenly
from scenarios.experiments.designs.schema import Factor, Level
from scenarios.faults import show
from scenarios.files import Data
from scenarios.load import LIBRARY, library, load
from scenarios.schema import Parameter, Scenario
from sim.errors import nearest
from sim.mechanisms import MECHANISMS

#: Tells a fault: its key and a sentence.
Tell: TypeAlias = Callable[[str, str], None]

#: The keys of a range.
_RANGE = ("low", "high", "levels")

#: Most values that a range is divided into.
_MOST_LEVELS = 1000

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """A factor as the file has it."""

    key: str  # as spelled in the file, for messages
    value: Data


def entries(table: Data, tell: Tell) -> dict[str, Entry]:
    """The factors by name, however they are nested or quoted."""
    found: dict[str, Entry] = {}
    if not isinstance(table, dict):
        tell("factors", f"{show(table)} is not a table")
        return found
    for path, value in _leaves(table, ("factors",)):
        key = ".".join(part if _BARE.fullmatch(part) else f'"{part}"' for part in path)
        name = ".".join(path[1:])
        if name in found:
            tell(key, f"is the same factor as {found[name].key}; name it once")
        else:
            found[name] = Entry(key, value)
    return found


def _leaves(
    table: Mapping[str, Data], path: tuple[str, ...]
) -> Iterable[tuple[tuple[str, ...], Data]]:
    """What stands in nested tables, with its path: lists, ranges, and what should be neither."""
    for key, value in table.items():
        if isinstance(value, dict) and value and not _is_range(value):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _is_range(table: Mapping[str, Data]) -> bool:
    return any(key in table and not isinstance(table[key], list | dict) for key in _RANGE)


def read_factors(
    found: Mapping[str, Entry],
    scenarios: Mapping[str, Scenario],
    sampled: bool | None,
    tell: Tell,
) -> list[Factor]:
    """The sound factors, in the file's order.

    ``sampled``: whether a sampler takes values from ranges, ``None`` if that is not known.
    """
    catalogues = {key: scenario.catalogue.parameters for key, scenario in scenarios.items()}
    if not catalogues:  # then the names can be checked all the same
        name = library()[0]
        catalogues[name] = load(LIBRARY / name).catalogue.parameters
    nations = {key: [n.iso3 for n in scenario.nations] for key, scenario in scenarios.items()}
    factors = []
    for name, entry in found.items():
        told = _Told(tell)
        factor = _Reader(name, entry, catalogues, nations, told).factor(sampled)
        if factor is not None and not told.count:
            factors.append(factor)
    return factors


class _Told:
    """Tells faults and counts them."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.count = 0

    def __call__(self, key: str, message: str) -> None:
        self.count += 1
        self._tell(key, message)


@dataclass(frozen=True)
class _Reader:
    """Reads one factor."""

    name: str
    entry: Entry
    catalogues: Mapping[str, Mapping[str, Parameter]]  # of each scenario
    nations: Mapping[str, list[str]]  # codes, of each scenario
    told: _Told

    def factor(self, sampled: bool | None) -> Factor | None:
        """The factor, or ``None`` and the reason told."""
        head, _, tail = self.name.partition(".")
        value = self.entry.value
        if head == "off":
            return self._named("mechanism", tail, MECHANISMS, "off.P5 = [true, false]", _switch)
        if head == "seat":
            return self._seat(tail)
        if self.name == "policy":
            return self._listed(_policy)
        if self.name == "scenario":
            return self._listed(_scenario)
        if not self._known():
            return None
        return self._range(value, sampled) if isinstance(value, dict) else self._listed(self._value)

    def tell(self, message: str, part: str = "") -> None:
        """Tell a fault of this factor, or of a part of it."""
        self.told(f"{self.entry.key}.{part}" if part else self.entry.key, message)

    def _seat(self, nation: str) -> Factor | None:
        example = 'seat.POL = ["doctrine", "hegemon"]'
        for scenario, codes in self.nations.items():
            if nation and nation not in codes:
                self.tell(f"scenario {scenario} has no nation {nation!r}{nearest(nation, codes)}")
        return self._named("nation", nation, (nation,), example, _policy)

    def _named(
        self, what: str, name: str, valid: Iterable[str], example: str, read: Read
    ) -> Factor | None:
        """A factor whose name ends in that of a mechanism or nation."""
        if not name:
            self.tell(f"names no {what}; write for example {example}")
        elif name not in valid:
            self.tell(f"no {what} {name!r}{nearest(name, valid)}")
        return self._listed(read)

    def _known(self) -> bool:
        """Whether the name is a parameter of every scenario; tells where it is not."""
        name, tables = self.name, self.catalogues
        lacking = [scenario for scenario, table in tables.items() if name not in table]
        if len(lacking) == len(tables):
            known = [*tables[lacking[0]], "policy", "scenario"]
            known += [f"off.{mechanism}" for mechanism in MECHANISMS]
            known += [f"seat.{nation}" for codes in self.nations.values() for nation in codes]
            self.tell(f"no factor {name!r}{nearest(name, known)}")
            return False
        for scenario in lacking:
            near = nearest(name, tables[scenario])
            self.tell(f"scenario {scenario} has no parameter {name!r}{near}")
        return not lacking

    def _listed(self, read: Read) -> Factor | None:
        """A factor of a list of levels, each read by ``read``."""
        value = self.entry.value
        if isinstance(value, dict):
            self.tell("takes a list of levels; only a parameter takes a range")
            return None
        if not isinstance(value, list):
            self.tell(f"{show(value)} is not a list of levels; one level alone is [{show(value)}]")
            return None
        if not value:
            self.tell("is empty; give at least one level")
            return None
        levels: list[Level] = []
        for item in value:
            level, fault = read(item)
            if fault:
                self.tell(fault)
            elif level in levels:
                self.tell(f"level {show(item)} occurs twice")
            else:
                levels.append(level)
        return Factor(name=self.name, levels=levels) if levels else None

    def _value(self, item: Data) -> tuple[Level, str]:
        """The value of a parameter, in its range in every scenario."""
        if isinstance(item, bool) or not isinstance(item, int | float):
            return 0.0, f"{show(item)} is not a number"
        value = float(item) + 0.0  # no -0.0
        if not math.isfinite(value):
            return 0.0, f"{show(value)} is not a finite number"
        for table in self.catalogues.values():
            entry = table[self.name]
            if not entry.low <= value <= entry.high:
                return 0.0, f"{show(value)} is out of range ({_range_of(entry)})"
        return value, ""

    def _range(self, table: Mapping[str, Data], sampled: bool | None) -> Factor | None:
        """A factor of a range: divided evenly in a full design, left to the sampler otherwise."""
        for key in table:
            if key not in _RANGE:
                self.tell(f"no such key{nearest(key, _RANGE)}", key)
        ends: dict[str, float] = {}
        for key in ("low", "high"):
            if key not in table:
                self.tell("is missing; a range is { low = ..., high = ... }", key)
                continue
            value, fault = self._value(table[key])
            if fault:
                self.tell(fault, key)
            else:
                ends[key] = float(value)
        steps = self._steps(table, sampled)
        if len(ends) < 2:
            return None
        low, high = ends["low"], ends["high"]
        if low >= high:
            self.tell(f"low {show(low)} is not below high {show(high)}")
            return None
        if steps:
            return Factor(name=self.name, levels=[*evenly(low, high, steps)])
        return Factor(name=self.name, low=low, high=high)

    def _steps(self, table: Mapping[str, Data], sampled: bool | None) -> int:
        """Into how many levels a range is divided; 0 where it is not, or a fault was told."""
        if "levels" not in table:
            if sampled is False:
                self.tell("a range in a full design needs levels = k, so many values evenly spaced")
            return 0
        steps = table["levels"]
        if sampled:
            self.tell("is for a full design; the sampler chooses the values", "levels")
        elif not isinstance(steps, int) or isinstance(steps, bool):
            self.tell(f"{show(steps)} is not a whole number", "levels")
        elif not 2 <= steps <= _MOST_LEVELS:
            self.tell(f"{show(steps)} is out of range (2 to {_MOST_LEVELS})", "levels")
        else:
            return steps
        return 0


#: Reads a level: the level, or anything and a sentence on what is wrong.
Read: TypeAlias = Callable[[Data], tuple[Level, str]]


def _switch(item: Data) -> tuple[Level, str]:
    """Whether a mechanism is off."""
    if isinstance(item, bool):
        return item, ""
    return False, f"{show(item)} is not true (off) or false"


def _policy(item: Data) -> tuple[Level, str]:
    """The name of a policy."""
    if not isinstance(item, str):
        return "", f"{show(item)} is not the name of a policy"
    return item, "" if item in POLICIES else f"no policy {item!r}{nearest(item, POLICIES)}"


def _scenario(item: Data) -> tuple[Level, str]:
    """The id or path of a scenario; whether there is one is told when it is loaded."""
    if not isinstance(item, str):
        return "", f"{show(item)} is not the id or the path of a scenario"
    return item, ""


def _range_of(entry: Parameter) -> str:
    return f"{entry.low:g} to {entry.high:g} {entry.unit}"


def references(found: Mapping[str, Entry]) -> Sequence[str]:
    """The scenarios that a factor names."""
    entry = found.get("scenario")
    items = entry.value if entry is not None and isinstance(entry.value, list) else []
    return [item for item in items if isinstance(item, str)]
