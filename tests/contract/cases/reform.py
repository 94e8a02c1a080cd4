"""Civil control and standards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.orders import OrderKind
from sim.state import ACTIVE
from sim.turn import Turn
from tests.contract.cases.case import VEL, Case, set_to, status

FULL = 1.0


def _rose(field: str, *cell: int) -> Callable[[Turn], Any]:
    return lambda turn: turn.after[field][(0, *cell)] > turn.before[field][(0, *cell)]


CASES = {
    OrderKind.REFORM: Case(
        VEL,
        {"target": "parliament", "amount": 0.5},
        _rose("control", VEL, 1),
        possible=(status(VEL, ACTIVE),),
        impossible=(status(VEL, ACTIVE), set_to("control", (VEL, 1), FULL)),
    ),
    OrderKind.ADOPT: Case(
        VEL,
        {"amount": 0.25},
        _rose("adopted", VEL),
        impossible=(set_to("adopted", (VEL,), FULL),),
    ),
}
