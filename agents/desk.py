"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sim.axes import Bools, Floats
from sim.legal import budget, menu_of, prices
from sim.observe import Observation
from sim.orders import OrderKind, Orders
from sim.possible.option import Cells


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
        self.orders = Orders(
            np.zeros((*shape, dims.K), np.int8),
            np.full((*shape, dims.K), -1, np.int16),
            np.zeros((*shape, dims.K), np.int16),
            np.zeros((*shape, dims.K)),
            np.zeros((*shape, dims.X), np.int8),
            np.zeros((*shape, dims.T), np.int8),
            np.zeros((*shape, dims.C), np.int8),
        )

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
            words = (_at(value, wanted.shape, own) for value in (target, arg, amount))
            done.reshape(-1)[own] = self.lay_at(kind, own, *words)
        return done

    def lay_at(
        self, kind: OrderKind, own: np.ndarray, target: np.ndarray, arg: np.ndarray, amount: Floats
    ) -> Bools:
        """Give one order of a kind at places (n,) of (R, M), all different; whether it could be.

        What else the orders say is given at those places too, (n,) each.
        """
        world = self.obs.world
        done = np.zeros(len(own), bool)
        if kind in self.without or not len(own):
            return done
        slot = self._used.take(own)
        purse, strength = self.money.reshape(-1), self.effort.reshape(-1)
        # most fall away here, before anything is looked up for them
        able = slot < world.dims.K
        able &= world.order_kinds.effort[kind] <= strength.take(own)
        left = able.nonzero()[0]
        if not len(left):
            return done
        own, slot = own.take(left), slot.take(left)
        rows, seats = np.divmod(own, len(self.obs.nations))
        goal, choice, sum_ = target.take(left), arg.take(left), amount.take(left)
        cells = Cells(rows, seats, goal.astype(np.intp), choice.astype(np.intp), sum_ * 1.0)
        money, effort = prices(world, kind, cells.arg, cells.amount)
        fits = self.menu.allows(kind, cells)
        fits = fits & (money <= purse.take(own)) & (effort <= strength.take(own))
        done[left] = fits
        own, place = own[fits], (own * world.dims.K + slot)[fits]
        self.orders.kind.reshape(-1)[place] = kind
        self.orders.target.reshape(-1)[place] = goal[fits]
        self.orders.arg.reshape(-1)[place] = choice[fits]
        self.orders.amount.reshape(-1)[place] = sum_[fits]
        purse[own] -= money[fits]
        strength[own] -= effort[fits]
        self._used[own] += 1
        return done


def _at(value: np.ndarray | float, shape: tuple[int, ...], cells: np.ndarray) -> np.ndarray:
    """What holds in listed cells of an array of this shape."""
    if not isinstance(value, np.ndarray):
        return np.full(len(cells), value)
    if value.shape == shape:
        return value.reshape(-1).take(cells)
    return np.broadcast_to(value, shape).reshape(-1).take(cells)
