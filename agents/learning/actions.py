"""The orders that a seat can give as a numbered list: for agents that learn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.desk import Desk
from sim.axes import Bools, Floats
from sim.errors import DetenteError, UnknownName
from sim.forces import TROOP_BITS, most_troops
from sim.judge import room
from sim.legal import budget, choices, menu_of, prices
from sim.notation import decode
from sim.observe import Observation
from sim.orders import AMOUNT, Moves, OrderKind, Orders
from sim.possible.option import Cells
from sim.world import World

#: Digits after the point of an amount: those of the coarsest grid that one is kept on.
_BITS = TROOP_BITS

_KINDS = {kind.name.lower(): kind for kind in OrderKind if kind}


@dataclass(frozen=True, slots=True)
class Hand:
    """What an agent may do in a turn.

    It gives up to ``slots`` orders of the kinds in ``orders`` (all if none are named). An order
    with an amount comes in several sizes: ``amounts`` are parts, 0 to 1, of the most there is (of
    the scale of its kind; of the money or the troops that the seat has). What it leaves open its
    seat's policy does: talks, answers, and orders of all kinds of which the agent gave none this
    turn; if the kinds are the agent's ``alone``, orders of other kinds only.
    """

    orders: tuple[str, ...] = ()
    slots: int = 3
    amounts: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    alone: bool = False

    @property
    def kinds(self) -> tuple[OrderKind, ...]:
        """The kinds of order in hand; raises ``UnknownName`` for one that there is not."""
        for name in self.orders:
            if name not in _KINDS:
                raise UnknownName("order", name, _KINDS)
        return tuple(_KINDS[name] for name in dict.fromkeys(self.orders or _KINDS))


class Actions:
    """All orders that a hand could ever give in a world, numbered; 0 is none at all."""

    def __init__(self, world: World, hand: Hand) -> None:
        """Raises ``DetenteError`` for slots or amounts that cannot be."""
        if not 1 <= hand.slots <= world.dims.K:
            raise DetenteError(f"slots: {hand.slots} is not from 1 to {world.dims.K}")
        if not hand.amounts or not all(0.0 <= part <= 1.0 for part in hand.amounts):
            raise DetenteError(f"amounts: {list(hand.amounts)} are not parts from 0 to 1")
        self.world, self.hand = world, hand
        self._places: dict[OrderKind, slice] = {}
        columns, at = [np.zeros((4, 1))], 1
        for kind in hand.kinds:
            columns.append(_cells(world, kind, hand.amounts))
            self._places[kind] = slice(at, at + columns[-1].shape[1])
            at = self._places[kind].stop
        table = np.concatenate(columns, axis=1)
        self._kind, self._target, self._arg = table[:3].astype(np.intp)  # (n,) each
        self._part = table[3]

    def __len__(self) -> int:
        return len(self._kind)

    def possible(self, obs: Observation) -> Bools:
        """(n,) what is on the one observer's menu, can be paid for, and finds room if alone."""
        menu, amounts = menu_of(obs), self._amounts(obs)
        money, effort = _means(obs)
        fine = np.zeros(len(self), bool)
        fine[0] = True
        for kind, some in self._places.items():
            target, arg, amount = self._target[some], self._arg[some], amounts[some]
            here = np.zeros(len(target), np.intp)
            price, work = prices(obs.world, kind, arg, amount)
            allowed = menu.allows(kind, Cells(here, here, target, arg, amount))
            fine[some] = allowed & (price <= money) & (work <= effort)
        exercises, places = room(obs)
        if not exercises[0]:
            fine[self._kind == OrderKind.HOST] = False
        if not places[0]:
            tabled = np.flatnonzero(self._kind == OrderKind.TABLE)
            fine[tabled[obs.world.matters.group[self._arg[tabled]] < 0]] = False
        return fine

    def orders(self, obs: Observation, chosen: Iterable[int], most: int) -> Orders:
        """The orders of some numbers, (1, 1, ...), one after the other, at most so many.

        What is not possible, or cannot be paid for besides what stands before it, is left out.
        """
        desk, amounts, here = Desk(obs), self._amounts(obs), np.zeros(1, np.intp)
        for place in chosen:
            if place and np.count_nonzero(desk.orders.kind) < most:
                words = (self._target[place], self._arg[place], amounts[place])
                desk.lay_at(OrderKind(int(self._kind[place])), here, *words)
        return desk.orders

    def words(self, obs: Observation, place: int) -> Mapping[str, Any]:
        """What a number means to the one observer now, in the words of a record; {} for none."""
        orders = Orders.none(self.world.dims, 1)
        at = (0, int(obs.nations[0]), 0)
        orders.kind[at], orders.target[at] = self._kind[place], self._target[place]
        orders.arg[at], orders.amount[at] = self._arg[place], self._amounts(obs)[place]
        for seat in decode(self.world, Moves((), orders)).values():
            return dict(seat["orders"][0])
        return {}

    def _amounts(self, obs: Observation) -> Floats:
        """(n,) the amount of each order, on the grid; rounded down, for no more may be there."""
        scale, (money, _) = np.zeros(len(self)), _means(obs)
        for kind, some in self._places.items():
            unit, most = AMOUNT.get(kind, ("", 0.0))
            there: Floats | float = most
            if unit == "$m":
                arg = self._arg[some]
                there = money - prices(obs.world, kind, arg, np.zeros(len(arg)))[0]
            elif "troops" in unit:
                there = float(most_troops(obs.world, obs.mine("capability"))[0, 0])
            scale[some] = np.clip(there, 0.0, most)
        return np.asarray(np.floor(self._part * scale * 2.0**_BITS) / 2.0**_BITS)


def _means(obs: Observation) -> tuple[float, float]:
    """Money in $m and effort of the one observer."""
    means = budget(obs)
    return float(means.money[0, 0]), float(means.effort[0, 0])


def _cells(world: World, kind: OrderKind, parts: Sequence[float]) -> Floats:
    """(4, n) kind, target, choice and part of the scale of all orders of a kind."""
    target, arg = (*choices(world, kind), 1)[:2]
    sizes = parts if kind in AMOUNT else (0.0,)
    cells = np.indices((target, arg, len(sizes)), dtype=np.float64).reshape(3, -1)
    cells[2] = np.array(sizes)[cells[2].astype(np.intp)]
    return np.concatenate([np.full((1, cells.shape[1]), float(kind)), cells])
