"""Confrontations, calls on allies, covert pressure and who is accused of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, weighed
from sim.orders import OrderKind


def _honour(seat: Seat, _: int) -> Iterator[Cell]:
    said = seat.moves.orders.honour[seat.row, seat.nation]
    for slot in np.nonzero(said)[0]:
        victim = int(seat.obs["call_victim"][seat.row, slot])
        yield Cell(victim, seat.name(victim), bool(said[slot] > 0), int(slot))


CELLS: Mapping[str, Finder] = {
    "honour": _honour,
    "escalate": weighed(OrderKind.ESCALATE),
    "deescalate": weighed(OrderKind.DEESCALATE),
    "hotline": weighed(OrderKind.HOTLINE),
    "mediate": weighed(OrderKind.MEDIATE),
    "consult": weighed(OrderKind.CONSULT),
    "invoke": weighed(OrderKind.INVOKE),
    "press": weighed(OrderKind.PRESS),
    "attribute": weighed(OrderKind.ATTRIBUTE),
}
