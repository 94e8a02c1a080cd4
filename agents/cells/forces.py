"""One's own forces: spending, posture, manoeuvres, civil control, standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, one_way
from sim.forces import CUT, RAISE, UNDERSTATED
from sim.orders import OrderKind


def _with_manoeuvres(cells: Finder) -> Finder:
    """A decision that comes up with manoeuvres only."""

    def some(seat: Seat, programme: int) -> Iterator[Cell]:
        if seat.ordered(OrderKind.MANOEUVRE):
            yield from cells(seat, programme)

    return some


def _briefed(seat: Seat, _: int) -> Iterator[Cell]:
    given = sorted(seat.ordered(OrderKind.BRIEF))
    yield Cell(given[0][0], seat.name(given[0][0]), True) if given else Cell(None, "nobody", False)


CELLS: Mapping[str, Finder] = {
    "spend more": one_way(OrderKind.SPEND, arg=RAISE),
    "spend less": one_way(OrderKind.SPEND, arg=CUT),
    "posture for attack": one_way(OrderKind.POSTURE, amount=1.0),
    "posture for defence": one_way(OrderKind.POSTURE, amount=0.0),
    "manoeuvre": one_way(OrderKind.MANOEUVRE),
    "understate": _with_manoeuvres(one_way(OrderKind.MANOEUVRE, arg=UNDERSTATED)),
    "observers": _with_manoeuvres(one_way(OrderKind.OBSERVERS)),
    "brief": _with_manoeuvres(_briefed),
    "reform": one_way(OrderKind.REFORM),
    "adopt": one_way(OrderKind.ADOPT),
}
