"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.legal import Words, budget, costs_money, flat, menu_of, prices
from sim.observe import Observation
from sim.orders import OrderKind, Orders
from sim.possible.option import Cells

T = TypeVar("T", int, float)


class Desk:
    """Collects orders of ``M`` nations, at most one of a kind per call, most important first.

    An order is laid down only where the menu has it and money, effort and a slot are left, so
    that what leaves the desk is legal. Kinds in ``without`` are not laid down at all.
    """

    def __init__(self, obs: Observation, without: Collection[OrderKind] = ()) -> None:
        self.obs = obs
        self.without = without
        self.menu = menu_of(obs)
        means = budget(obs)
        self.money = means.money.copy()
        self.effort = means.effort.copy()
        dims = obs.world.dims
        shape = (obs.rows, len(obs.nations))
        self.orders = Orders(
            np.zeros((*shape, dims.K), np.int8),
            np.full((*shape, dims.K), -1, np.int16),
            np.zeros((*shape, dims.K), np.int16),
            np.zeros((*shape, dims.K)),
            np.zeros((*shape, dims.X), np.int8),
            np.zeros((*shape, dims.T), np.int8),
            np.zeros((*shape, dims.C), np.int8),
        )
        #: (2, R * M) rows and seats of all places.
        self._places = np.indices(shape).reshape(2, -1)
        #: (R * M,) slots used, effort and money left.
        self._means = (
            np.zeros(self.money.size, np.intp),
            self.effort.reshape(-1),
            self.money.reshape(-1),
        )
        words = (self.orders.kind, self.orders.target, self.orders.arg, self.orders.amount)
        #: (R * M * K,) twice the orders' kinds, targets, arguments and amounts: as they are given,
        #: and for whoever judges them again.
        self._made = (flat(words), flat(self.menu.granted))

    def lay(
        self,
        kind: OrderKind,
        wanted: Bools,
        target: np.ndarray | int = 0,
        arg: np.ndarray | int = 0,
        amount: Floats | float = 0.0,
    ) -> None:
        """Give one order of a kind where (R, M) ``wanted``."""
        own = wanted.reshape(-1).nonzero()[0]
        if own.size:
            goal, choice = [_at(value, wanted.shape, own) for value in (target, arg)]
            self.lay_at(kind, own, goal, choice, _at(amount, wanted.shape, own))

    def lay_at(
        self,
        kind: OrderKind,
        own: np.ndarray,
        target: np.ndarray | int = 0,
        arg: np.ndarray | int = 0,
        amount: Floats | float = 0.0,
    ) -> Bools:
        """Give one order of a kind at places (n,) of (R, M), all different; whether it could be.

        What else the orders say is given at those places too, (n,) each, or one for all.
        """
        done = np.zeros(own.size, bool)
        if kind in self.without or not own.size:
            return done
        world, (rows, seats) = self.obs.world, self._places.take(own, axis=1)
        said, sums = np.empty((2, own.size), np.intp), np.empty(own.size)
        said[0], said[1], sums[:] = target, arg, amount
        fits = self.menu.allows(kind, Cells(rows, seats, said[0], said[1], sums))
        price = prices(world, kind, said[1], sums)[0] if costs_money(world, kind) else _FREE
        costs = (world.order_kinds.effort[kind], price)
        _give(int(kind), (own, said, sums, fits), costs, self._means, self._made, done)
        return done


#: Prices of what costs no money.
_FREE = np.zeros(0)

#: Slots used, effort and money left of some nations.
Means = tuple[np.ndarray, Floats, Floats]


@compiled
def _give(
    kind: int,
    asked: tuple[np.ndarray, np.ndarray, Floats, Bools],
    costs: tuple[float, Floats],
    means: Means,
    made: tuple[Words, Words],
    done: Bools,
) -> None:
    """Write each order that fits and is paid for to its nation's slot; it is ``done`` (n,) then.

    ``asked`` are places in (R, M), targets and arguments (2, n), amounts, and whether the order
    fits; ``costs`` are effort, and money (n,) or none at all. ``made`` are the orders' kinds,
    targets, arguments and amounts (R * M * K,), in two copies.
    """
    own, said, sums, fits = asked
    (used, strength, purse), (effort, price) = means, costs
    slots = len(made[0][0]) // len(used)
    for k in range(len(own)):
        nation = own[k]
        if not fits[k] or used[nation] == slots or strength[nation] < effort:
            continue
        if len(price) > 0:
            if price[k] > purse[nation]:
                continue
            purse[nation] -= price[k]
        place = nation * slots + used[nation]
        for kinds, targets, arguments, amounts in made:
            kinds[place] = kind
            targets[place], arguments[place], amounts[place] = said[0, k], said[1, k], sums[k]
        strength[nation] -= effort
        used[nation] += 1
        done[k] = True


@compiled
def best_of_each(own: np.ndarray, chosen: Bools, worth: Floats, last: bool) -> Ints:
    """(n,) places in lists (C,): for each nation its cell of most worth, of those ``chosen``.

    ``own`` tells the nations; of equals the first is taken, or the ``last``.
    """
    nations = count = 0
    for nation in own:
        nations = max(nations, nation + 1)
    best, places = np.full(nations, -1), np.empty(len(own), np.int64)
    for k in range(len(own)):
        if chosen[k]:
            rival = best[own[k]]
            if rival < 0 or worth[k] > worth[rival] or (last and worth[k] == worth[rival]):
                best[own[k]] = k
    for k in range(len(own)):
        places[count] = k
        count += best[own[k]] == k
    return places[:count]


def _at(value: np.ndarray | T, shape: tuple[int, ...], cells: np.ndarray) -> np.ndarray | T:
    """What holds in listed cells of an array of this shape; what holds for all as it is."""
    if not isinstance(value, np.ndarray):
        return value
    if value.shape != shape:
        value = np.broadcast_to(value, shape)
    return value.reshape(-1).take(cells)
