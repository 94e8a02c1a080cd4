"""A seat that is played in part: it gives some orders itself, a policy gives the rest.

People in a lesson and learning agents come through here. Orders are what a record holds, whoever
gave them: a replay needs no word about any of this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.judge import judge
from sim.legal import FINE, NO_ROOM, budget, prices
from sim.observe import Observation
from sim.orders import BACK_THEM, Moves, OrderKind, Orders
from sim.talks import promises

_ANSWERS = ("attend", "vote", "honour")


def complete(
    obs: Observation,
    moves: Moves,
    usual: Mapping[int, Orders],
    own: Mapping[int, Collection[OrderKind]],
) -> None:
    """Add to the orders of some nations, in place, what their ``usual`` orders have besides.

    Of each nation in ``usual``: all kinds but its ``own``, in the order they stand in, as far as
    money, effort and slots are left; and each answer that was left open. Room for what was promised
    in talks is kept. ``obs`` is everyone's; one run; usual orders are of one nation each.
    """
    codes, means = judge(obs, moves.orders), budget(obs)
    made = promises(obs.world, moves)
    for nation, said in usual.items():
        owed = made.code[made.giver == nation]
        _answer(moves.orders, said, nation, backs=bool((owed == BACK_THEM).any()))
        left = _Left(
            float(means.money[0, nation]),
            float(means.effort[0, nation]),
            np.flatnonzero(moves.orders.kind[0, nation, : obs.world.dims.K - len(owed)] == 0),
        )
        for slot, _, money, effort in _listed(obs, moves.orders, nation):
            if codes[0, nation, slot] in (FINE, NO_ROOM):  # whether there is room, it cannot know
                left = left.after(money, effort)
        for slot, kind, money, effort in _listed(obs, said, 0):
            if kind not in own[nation] and left.bears(money, effort):
                place = (0, nation, int(left.slots[0]))
                for name in ("kind", "target", "arg", "amount"):
                    getattr(moves.orders, name)[place] = getattr(said, name)[0, 0, slot]
                left = left.after(money, effort, slots=1)


@dataclass(frozen=True, slots=True)
class _Left:
    """What a nation has left for further orders."""

    money: float  # $m
    effort: float
    slots: np.ndarray  # free ones, in order

    def bears(self, money: float, effort: float) -> bool:
        return len(self.slots) > 0 and money <= self.money and effort <= self.effort

    def after(self, money: float, effort: float, slots: int = 0) -> _Left:
        return _Left(self.money - money, self.effort - effort, self.slots[slots:])


def _listed(
    obs: Observation, orders: Orders, place: int
) -> Iterator[tuple[int, OrderKind, float, float]]:
    """Slot, kind, money and effort of a nation's orders."""
    for slot in np.flatnonzero(orders.kind[0, place]).tolist():
        kind = OrderKind(int(orders.kind[0, place, slot]))
        cell = (slice(0, 1), place, slot)
        money, effort = prices(obs.world, kind, orders.arg[cell], orders.amount[cell])
        yield slot, kind, float(money[0]), effort


def _answer(orders: Orders, usual: Orders, nation: int, *, backs: bool) -> None:
    """Answers left open; who promised its support for a text (``backs``) blocks none by default."""
    for name in _ANSWERS:
        own, said = getattr(orders, name)[0, nation], getattr(usual, name)[0, 0]
        said = np.maximum(said, 0) if backs and name == "vote" else said
        np.copyto(own, said, where=own == 0)
