"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import numpy as np

from sim.axes import Bools, Floats
from sim.compiled import compiled
from sim.legal import budget, costs_money, menu_of, prices
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
        #: (R * M,) slots used, effort and money left.
        self._means = (
            np.zeros(obs.rows * len(obs.nations), np.intp),
            self.effort.reshape(-1),
            self.money.reshape(-1),
        )
        words = (self.orders.kind, self.orders.target, self.orders.arg)
        #: (R * M * K,) the orders' kinds, targets, arguments and amounts.
        self._made = (*(word.reshape(-1) for word in words), self.orders.amount.reshape(-1))

    def lay(
        self,
        kind: OrderKind,
        wanted: Bools,
        target: np.ndarray | int = 0,
        arg: np.ndarray | int = 0,
        amount: Floats | float = 0.0,
    ) -> Bools:
        """Give one order of a kind where (R, M) ``wanted``; returns where it could be given."""
        own = wanted.reshape(-1).nonzero()[0]
        done = np.zeros(wanted.shape, bool)
        if len(own):
            goal, choice = (_at(value, wanted.shape, own) for value in (target, arg))
            given = self.lay_at(kind, own, goal, choice, _at(amount, wanted.shape, own))
            done.reshape(-1)[own] = given
        return done

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
        if kind in self.without or not len(own):
            return np.zeros(len(own), bool)
        world, able = self.obs.world, np.zeros(len(own), bool)
        effort = float(world.order_kinds.effort[kind])
        # most fall away here, before anything is looked up for them
        left, own, rows, seats = _free(own, self._means, effort, world.dims.K, self.money.shape[1])
        if not len(left):
            return able
        said, sums = np.empty((2, len(left)), np.intp), np.empty(len(left))
        for words, word in ((said[0], target), (said[1], arg), (sums, amount)):
            words[:] = word.take(left) if isinstance(word, np.ndarray) else word
        fits = self.menu.allows(kind, Cells(rows, seats, said[0], said[1], sums))
        price = prices(world, kind, said[1], sums)[0] if costs_money(world, kind) else _FREE
        asked = (own, said, sums, fits)
        done = _give(int(kind), asked, (effort, price), self._means, self._made, world.dims.K)
        able[left] = done
        return able


#: Prices of what costs no money.
_FREE = np.zeros(0)

#: Slots used, effort and money left of some nations.
Means = tuple[np.ndarray, Floats, Floats]


@compiled
def _free(own: np.ndarray, means: Means, effort: float, slots: int, seats: int) -> np.ndarray:
    """(4, n) those at places ``own`` of (R, M) with a slot and the effort left.

    Which of ``own`` they are, their places, rows and seats.
    """
    used, strength, _ = means
    many = 0
    for place in own:
        if used[place] < slots and strength[place] >= effort:
            many += 1
    out = np.empty((4, many), np.intp)
    many = 0
    for k in range(len(own)):
        place = own[k]
        if used[place] < slots and strength[place] >= effort:
            out[0, many], out[1, many] = k, place
            out[2, many], out[3, many] = place // seats, place % seats
            many += 1
    return out


@compiled
def _give(
    kind: int,
    asked: tuple[np.ndarray, np.ndarray, Floats, Bools],
    costs: tuple[float, Floats],
    means: Means,
    made: tuple[np.ndarray, ...],
    slots: int,
) -> Bools:
    """(n,) whether each order that fits is paid for; it is then written to its nation's slot.

    ``asked`` are places in (R, M), targets and arguments (2, n), amounts, and whether the order
    fits; ``costs`` are effort, and money (n,) or none at all. ``made`` are the orders' kinds,
    targets, arguments and amounts (R * M * K,).
    """
    own, said, sums, fits = asked
    (used, strength, purse), (effort, price) = means, costs
    kinds, targets, arguments, amounts = made
    done = np.zeros(len(own), np.bool_)
    for k in range(len(own)):
        nation = own[k]
        if not fits[k] or (len(price) > 0 and price[k] > purse[nation]):
            continue
        place = nation * slots + used[nation]
        kinds[place] = kind
        targets[place], arguments[place], amounts[place] = said[0, k], said[1, k], sums[k]
        if len(price) > 0:
            purse[nation] -= price[k]
        strength[nation] -= effort
        used[nation] += 1
        done[k] = True
    return done


def _at(value: np.ndarray | T, shape: tuple[int, ...], cells: np.ndarray) -> np.ndarray | T:
    """What holds in listed cells of an array of this shape; what holds for all as it is."""
    if not isinstance(value, np.ndarray):
        return value
    if value.shape != shape:
        value = np.broadcast_to(value, shape)
    return value.reshape(-1).take(cells)
