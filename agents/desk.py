"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.legal import budget, menu_of, prices
from sim.observe import Observation
from sim.orders import OrderKind, Orders
from sim.possible.option import Cells
from sim.sparse import where


class Desk:
    """Collects orders of ``M`` nations, at most one of a kind per call, most important first.

    An order is laid down only where the menu has it and money, effort and a slot are left, so
    that what leaves the desk is legal.
    """

    def __init__(self, obs: Observation) -> None:
        self.obs = obs
        self.menu = menu_of(obs)
        means = budget(obs)
        self.money = means.money.copy()
        self.effort = means.effort.copy()
        dims = obs.world.dims
        self._used = np.zeros((obs.rows, len(obs.nations)), np.intp)
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
        rows, seats = where(wanted)
        if not len(rows):
            return wanted
        at = (rows, seats)
        goal, choice, sum_ = (
            np.broadcast_to(value, wanted.shape)[at] for value in (target, arg, amount)
        )
        cells = Cells(rows, seats, goal.astype(np.intp), choice.astype(np.intp), sum_ * 1.0)
        allowed = self.menu.allows(kind, cells)
        money, effort = prices(self.obs.world, kind, cells.arg, cells.amount)
        slot = self._used[at]
        fits = allowed & (slot < self.obs.world.dims.K)
        fits &= (money <= self.money[at]) & (effort <= self.effort[at])
        rows, seats, slot = rows[fits], seats[fits], slot[fits]
        place = (rows, seats, slot)
        self.orders.kind[place] = kind
        self.orders.target[place] = goal[fits]
        self.orders.arg[place] = choice[fits]
        self.orders.amount[place] = sum_[fits]
        self.money[rows, seats] -= money[fits]
        self.effort[rows, seats] -= effort[fits]
        self._used[rows, seats] += 1
        done = np.zeros(wanted.shape, bool)
        done[rows, seats] = True
        return done
