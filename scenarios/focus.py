"""A lesson's focus: people give few kinds of order, the seat's doctrine policy gives the rest.

Orders are what a record holds, whoever gave them: a replay needs no word about any of this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.registry import policy
from sim.draw import Draw
from sim.errors import nearest
from sim.judge import judge
from sim.legal import FINE, budget, prices
from sim.observe import Observation
from sim.orders import BACK_THEM, Moves, OrderKind, Orders
from sim.talks import promises

if TYPE_CHECKING:
    from scenarios.schema import Focus

#: The policy that gives what people leave out.
_USUAL = "doctrine"

_ANSWERS = ("attend", "vote", "honour")


def refusal(focus: Focus | None, kind: OrderKind) -> str:
    """Why an order of a person's seat is refused for the lesson's sake; empty where it is not."""
    if focus is None or kind.name.lower() in focus.orders:
        return ""
    valid = nearest(kind.name.lower(), focus.orders)
    return f"in this lesson orders of this kind are given by the nation's usual policy{valid}"


def without_others(focus: Focus | None, orders: Orders, nations: Collection[int]) -> None:
    """Take the orders outside the focus from those of people's seats."""
    if focus is None:
        return
    asked = [OrderKind[name.upper()] for name in focus.orders]
    for nation in nations:
        kinds = orders.kind[0, nation]
        kinds[~np.isin(kinds, asked)] = 0


def complete(
    focus: Focus | None, obs: Observation, draw: Draw, moves: Moves, nations: Sequence[int]
) -> None:
    """Add to the orders of some nations, in place, what their usual policy would do besides.

    All kinds outside the focus, in the policy's order, as far as money, effort and slots are left;
    and each answer that was left open. Room for what was promised in talks is kept. ``obs`` is
    everyone's; one run.
    """
    if focus is None or not nations:
        return
    codes, means = judge(obs, moves.orders), budget(obs)
    made = promises(obs.world, moves)
    for nation in nations:
        usual = policy(_USUAL).deliberate(obs.of(np.array([nation])), draw).orders()
        owed = made.code[made.giver == nation]
        _answer(moves.orders, usual, nation, backs=bool((owed == BACK_THEM).any()))
        left = _Left(
            float(means.money[0, nation]),
            float(means.effort[0, nation]),
            np.flatnonzero(moves.orders.kind[0, nation, : obs.world.dims.K - len(owed)] == 0),
        )
        for slot, _, money, effort in _listed(obs, moves.orders, nation):
            if codes[0, nation, slot] == FINE:
                left = left.after(money, effort)
        for slot, kind, money, effort in _listed(obs, usual, 0):
            if refusal(focus, kind) and left.bears(money, effort):
                place = (0, nation, int(left.slots[0]))
                for name in ("kind", "target", "arg", "amount"):
                    getattr(moves.orders, name)[place] = getattr(usual, name)[0, 0, slot]
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
