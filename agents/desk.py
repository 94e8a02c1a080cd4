"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import numpy as np

from sim.axes import Bools, Floats
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
        self._used = np.zeros(obs.rows * len(obs.nations), np.intp)
        shape = (obs.rows, len(obs.nations))
        self._orders = Orders(
            np.zeros((*shape, dims.K), np.int8),
            np.full((*shape, dims.K), -1, np.int16),
            np.zeros((*shape, dims.K), np.int16),
            np.zeros((*shape, dims.K)),
            np.zeros((*shape, dims.X), np.int8),
            np.zeros((*shape, dims.T), np.int8),
            np.zeros((*shape, dims.C), np.int8),
        )
        #: Orders given but not written down yet: kind, place in (R, M, K), target, arg, amount.
        self._given: list[tuple[OrderKind, np.ndarray, np.ndarray, np.ndarray, Floats]] = []

    @property
    def orders(self) -> Orders:
        """The orders given so far; answers to what lies on the table are written into them."""
        if self._given:  # written down all at once, which saves many small steps
            kinds, *parts = zip(*self._given, strict=True)
            place, *words = (np.concatenate(part) for part in parts)
            made = self._orders
            made.kind.reshape(-1)[place] = np.repeat(kinds, [len(part) for part in parts[0]])
            for array, word in zip((made.target, made.arg, made.amount), words, strict=True):
                array.reshape(-1)[place] = word
            self._given.clear()
        return self._orders

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
        world, slot = self.obs.world, self._used.take(own)
        effort, strength = world.order_kinds.effort[kind], self.effort.reshape(-1)
        # most fall away here, before anything is looked up for them
        able: Bools = strength.take(own) >= effort
        able &= slot < world.dims.K
        left = able.nonzero()[0]
        if not len(left):
            return able
        if len(left) < len(own):
            own, slot = own.take(left), slot.take(left)
        rows = own // len(self.obs.nations)
        goal, choice, sum_ = (_each(word, left) for word in (target, arg, amount))
        cells = Cells(rows, own - rows * len(self.obs.nations), goal, choice, sum_)
        fits = self.menu.allows(kind, cells)
        purse, costs = self.money.reshape(-1), costs_money(world, kind)
        if costs:
            money, _ = prices(world, kind, choice, sum_)
            fits &= money <= purse.take(own)
        able[left] = fits
        some = fits.nonzero()[0]
        if not len(some):
            return able
        own = own.take(some)
        place = own * world.dims.K + slot.take(some)
        self._given.append((kind, place, goal.take(some), choice.take(some), sum_.take(some)))
        if costs:
            purse[own] -= money.take(some)
        strength[own] -= effort
        self._used[own] += 1
        return able


def _each(word: np.ndarray | float, some: np.ndarray) -> np.ndarray:
    """What some orders say, one by one or all alike; whole numbers as indices."""
    if not isinstance(word, np.ndarray):
        return np.full(len(some), word) if word else np.zeros(len(some), type(word))
    said = word if len(word) == len(some) else word.take(some)
    return said if said.dtype.kind == "f" else said.astype(np.intp, copy=False)


def _at(value: np.ndarray | T, shape: tuple[int, ...], cells: np.ndarray) -> np.ndarray | T:
    """What holds in listed cells of an array of this shape; what holds for all as it is."""
    if not isinstance(value, np.ndarray):
        return value
    if value.shape != shape:
        value = np.broadcast_to(value, shape)
    return value.reshape(-1).take(cells)
