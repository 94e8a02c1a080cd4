"""Supplies, pressure through them, forces abroad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, toward
from sim.orders import OrderKind


def _great(kind: OrderKind) -> Finder:
    """A great power's decision about each nation at which an order of a kind may be aimed."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        least = seat.obs.world.params["supply.great"]
        if seat.obs["capability"][seat.row, seat.nation] >= least[seat.row % len(least)]:
            yield from toward(kind)(seat, programme)

    return cells


def _worst(kind: OrderKind) -> Finder:
    """A decision about the one nation that is resented most, of those to which it applies."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        open_ = seat.open(kind)
        if open_.any():
            resented = seat.obs["resentment"][seat.row, seat.place]
            i = int(np.argmax(np.where(open_, resented, -1.0)))
            yield Cell(i, seat.name(i), seat.gave(kind, i))

    return cells


CELLS: Mapping[str, Finder] = {
    "transfer": _great(OrderKind.TRANSFER),
    "leverage": _great(OrderKind.LEVERAGE),
    "base": _great(OrderKind.BASE),
    "resist": _worst(OrderKind.RESIST),
    "evict": _worst(OrderKind.EVICT),
}
