"""A desk on which a policy lays its orders: slots, money and effort are counted as it goes."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.legal import budget, menu_of
from sim.observe import Observation
from sim.orders import OrderKind, Orders
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
        mask = self.menu[kind]
        allowed = mask[rows, seats, goal, choice] if mask.ndim == 4 else mask[rows, seats, goal]
        prices = self.obs.world.order_kinds
        money = np.full(len(rows), prices.money[kind])
        if kind is OrderKind.HOST:
            money += self.obs.world.exercises.money[choice]
        elif kind is OrderKind.AID:
            money += sum_
        effort = prices.effort[kind]
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
        self.effort[rows, seats] -= effort
        self._used[rows, seats] += 1
        done = np.zeros(wanted.shape, bool)
        done[rows, seats] = True
        return done
