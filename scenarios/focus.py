"""A lesson's focus: people give few kinds of order, the seat's doctrine policy gives the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from agents import seat
from agents.registry import policy
from sim.draw import Draw
from sim.errors import nearest
from sim.observe import Observation
from sim.orders import Moves, OrderKind, Orders

if TYPE_CHECKING:
    from scenarios.schema import Focus

#: The policy that gives what people leave out.
_USUAL = "doctrine"


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
    asked = _asked(focus)
    for nation in nations:
        kinds = orders.kind[0, nation]
        kinds[~np.isin(kinds, asked)] = 0


def complete(
    focus: Focus | None, obs: Observation, draw: Draw, moves: Moves, nations: Sequence[int]
) -> None:
    """Add to the orders of some nations, in place, what their usual policy would do besides.

    All kinds outside the focus, and each answer that was left open (see ``agents.seat``). ``obs``
    is everyone's; one run.
    """
    if focus is None or not nations:
        return
    usual = {
        nation: policy(_USUAL).deliberate(obs.of(np.array([nation])), draw).orders()
        for nation in nations
    }
    seat.complete(obs, moves, usual, dict.fromkeys(nations, _asked(focus)))


def _asked(focus: Focus) -> list[OrderKind]:
    """The kinds of order that the lesson is about."""
    return [OrderKind[name.upper()] for name in focus.orders]
