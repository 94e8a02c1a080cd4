"""What is inspected, watched, asked, shared, let out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, one_of
from sim.orders import OrderKind


def _feared(kind: OrderKind) -> Finder:
    """A decision about the one nation that is feared most, if it is open to that order."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        i = int(seat.obs.feared[seat.row, seat.place])
        if seat.open(kind)[i]:
            yield Cell(i, seat.name(i), seat.gave(kind, i))

    return cells


CELLS: Mapping[str, Finder] = {
    "inspect": _feared(OrderKind.INSPECT),
    "watch": _feared(OrderKind.WATCH),
    "ask": one_of(OrderKind.QUERY),
    "share": one_of(OrderKind.SHARE),
    "leak": one_of(OrderKind.LEAK),
}
