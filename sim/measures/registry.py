"""The registry of headline measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from sim.axes import Floats
from sim.errors import UnknownName
from sim.state import State
from sim.world import World

Function: TypeAlias = Callable[[World, State], Floats]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per row: its name, what it tells in one sentence, its unit and how to get it."""

    name: str
    doc: str
    unit: str
    function: Function  # (world, state) -> (R,)


_registry: dict[str, Measure] = {}

#: All headline measures by name, in the order of reports.
MEASURES: Mapping[str, Measure] = MappingProxyType(_registry)


def measure(world: World, state: State, names: Iterable[str] | None = None) -> dict[str, Floats]:
    """The named measures (all, if none are named), each (R,) float64; raises ``UnknownName``."""
    wanted = list(MEASURES) if names is None else list(names)
    for name in wanted:
        if name not in MEASURES:
            raise UnknownName("measure", name, MEASURES)
    return {name: MEASURES[name].function(world, state) for name in wanted}


def headline(unit: str) -> Callable[[Function], Function]:
    """Register a function as a measure under its own name, with its docstring as meaning."""

    def register(function: Function) -> Function:
        name = function.__name__
        assert name not in _registry, f"two measures are named {name}"
        _registry[name] = Measure(name, function.__doc__ or "", unit, function)
        return function

    return register
