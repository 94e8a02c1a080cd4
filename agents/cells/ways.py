"""Ways in which decisions of many kinds come up: about every nation, some of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from agents.accounts import Cell, Seat
from sim.orders import OrderKind

#: Finds the cells of a seat that were up for decision, in a choice about a programme.
Finder: TypeAlias = Callable[[Seat, int], Iterator[Cell]]


def toward(kind: OrderKind) -> Finder:
    """A decision about each nation at which an order of a kind may be aimed."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        able = seat.open(kind)
        able = np.asarray(able.any(axis=1)) if able.ndim == 2 else able
        for i in np.nonzero(able)[0].tolist():
            yield Cell(i, seat.name(i), seat.gave(kind, i), i)

    return cells


def weighed(kind: OrderKind) -> Finder:
    """A decision about some other nations only: those it weighed nothing about have no chance."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for i in range(seat.world.dims.N):
            if i != seat.nation:
                yield Cell(i, seat.name(i), seat.gave(kind, i), i)

    return cells


def filed(kind: OrderKind) -> Finder:
    """What was done with the file of the turn; a file that led to nothing is not told of."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for i in sorted({target for target, _ in seat.ordered(kind)}):
            yield Cell(i, seat.name(i), True, i)

    return cells


def one_way(kind: OrderKind, *, arg: int | None = None, amount: float | None = None) -> Finder:
    """Whether to give an order in one of the ways in which it can be given."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        if seat.open(kind).any():
            orders, at = seat.moves.orders, (seat.row, seat.nation)
            given = orders.kind[at] == kind
            given &= True if arg is None else orders.arg[at] == arg
            given &= True if amount is None else orders.amount[at] == amount
            yield Cell(None, None, bool(given.any()))

    return cells


def one_of(kind: OrderKind) -> Finder:
    """A decision about one nation that only the decision knows, if it was given."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        given = sorted(seat.ordered(kind))
        if given:
            yield Cell(given[0][0], seat.name(given[0][0]), True)
        elif seat.open(kind).any():
            yield Cell(None, None, False)

    return cells
