"""The registry of measures of objectives, and the moment in which they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from sim import aid, relations, talks
from sim.axes import Bools, Floats
from sim.orders import OrderKind
from sim.state import State
from sim.turn import Turn
from sim.world import World


class Span(Enum):
    """Which turns a measure counts over."""

    LAST = "mean of the last four turns"
    WHOLE = "mean of all turns"
    LOWEST = "lowest of the last four turns"


@dataclass(frozen=True, slots=True)
class About:
    """What a measure is about: the seat, and what its objective names, as indices.

    Where an objective names no programme or group it is about the scenario's first programme and
    the group behind it; -1 where the scenario has none.
    """

    seat: int
    nations: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    programme: int = -1
    group: int = -1


#: Orders by which a nation breaks its word, its peace or its partnership.
BREAKS = (
    OrderKind.WITHDRAW,
    OrderKind.CANCEL,
    OrderKind.DENOUNCE,
    OrderKind.LEAK,
    OrderKind.RETRANSFER,
    OrderKind.BREACH,
    OrderKind.QUIT,
    OrderKind.PRESS,
)


@dataclass(frozen=True)
class Moment:
    """A turn that was played, as measures read it: all rows at once."""

    world: World
    turn: Turn

    @property
    def state(self) -> State:
        """The state after the turn."""
        return self.turn.after

    @cached_property
    def here(self) -> Bools:
        """(N,) which nations existed in the turn."""
        return self.world.exists(self.turn.before.turn)

    @property
    def years(self) -> float:
        """The length of a turn in years."""
        return self.world.months / 12.0

    def others(self, about: About) -> np.ndarray:
        """(n,) the nations that it is about, without the seat and those that do not exist."""
        listed = np.array(about.nations, dtype=np.intp)
        some = listed if len(listed) else np.arange(self.world.dims.N)
        return np.asarray(some[self.here[some] & (some != about.seat)])

    def orders(self, kinds: tuple[OrderKind, ...]) -> Floats:
        """(R, N) how many orders of some kinds each nation gave that took effect."""
        given = np.isin(self.turn.moves.orders.kind, [int(kind) for kind in kinds])
        return np.asarray(given.sum(axis=2, dtype=np.float64))

    @cached_property
    def calls(self) -> tuple[Floats, Floats, Floats, Floats]:
        """(R, N) each: calls for aid honoured and refused, and own calls answered well and ill."""
        open_ = aid.open_calls(self.world, self.turn.before)
        said = self.turn.moves.orders.honour[open_.rows, :, open_.slots] > 0
        bound = open_.bound | open_.secret
        shape = self.state["will"].shape
        found = tuple(np.zeros(shape) for _ in range(4))
        for answer, ally, victim in ((said, 0, 2), (~said, 1, 3)):
            event, nation = np.nonzero(bound & answer)
            rows = open_.rows[event]
            np.add.at(found[ally], (rows, nation), 1.0)
            np.add.at(found[victim], (rows, open_.victim[event]), 1.0)
        return found  # type: ignore[return-value]

    @cached_property
    def promises(self) -> tuple[Floats, Floats]:
        """(R, N) each: promises that each nation kept and broke."""
        made = talks.promises(self.world, self.turn.moves)
        shape = self.state["will"].shape
        found = np.zeros(shape), np.zeros(shape)
        told = talks.kept_or_broken(self.world, self.turn.before, self.turn.moves, made)
        for count, mask in zip(found, told, strict=True):
            np.add.at(count, (made.rows[mask], made.giver[mask]), 1.0)
        return found

    @cached_property
    def kept(self) -> tuple[Floats, Floats]:
        """(R, N) each: what each nation kept of its word, and how much was at stake.

        Calls and promises count one each, every partner of an agreement in force as much as the
        turn is long in years; an agreement denounced counts as one broken.
        """
        honoured, refused, _, _ = self.calls
        done, broken = self.promises
        tied = relations.degree(self.world, self.state) * self.years
        cheated = (self.state["breached"] > 0).sum(axis=2) * self.years
        kept = honoured + done + np.maximum(tied - cheated, 0.0)
        stake = honoured + refused + done + broken + tied
        return kept, stake + self.orders((OrderKind.DENOUNCE,))

    @cached_property
    def broken(self) -> Floats:
        """(R, N) obligations that each nation broke: by order, by refusal of a call, by promise.

        Who escalates breaks the peace, unless the other has raised its hand already.
        """
        found = self.orders(BREAKS) + self.calls[1] + self.promises[1]
        rows, nations, slots = self.turn.moves.of(OrderKind.ESCALATE)
        foe = self.turn.moves.orders.target[rows, nations, slots]
        first = self.turn.before["standoff"][rows, foe, nations] == 0
        np.add.at(found, (rows[first], nations[first]), 1.0)
        return found


Function: TypeAlias = Callable[[Moment, About], Floats]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per row that an objective can be about.

    ``needs`` tells what ``of`` names (see ``scenarios.objectives.needs``); ``seen`` whether the
    seat itself can know the value while the game is on; ``moves`` what a player can do about it.
    With ``number`` the value of a span is the sum of ``function`` over the sum of ``number``, and
    1 where nothing was at stake.
    """

    name: str
    words: str  # what it tells, as a heading
    unit: str
    needs: str
    moves: str
    function: Function
    number: Function | None = None
    span: Span = Span.LAST
    seen: bool = True

    @property
    def in_sight(self) -> bool:
        """Whether the seat can read the value in its own observations, without the moves."""
        return self.seen and self.number is None


_registry: dict[str, Measure] = {}

#: All measures by name.
MEASURES: Mapping[str, Measure] = MappingProxyType(_registry)


def measure(
    words: str,
    unit: str,
    needs: str = "",
    *,
    moves: str,
    number: Function | None = None,
    span: Span = Span.LAST,
    seen: bool = True,
) -> Callable[[Function], Function]:
    """Register a function as a measure under its own name."""

    def register(function: Function) -> Function:
        name = function.__name__
        assert name not in _registry, f"two measures are named {name}"
        _registry[name] = Measure(name, words, unit, needs, moves, function, number, span, seen)
        return function

    return register
