"""Exercises: whether to announce them, whether to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder
from sim.orders import OrderKind
from sim.state import PLANNED


def _host(count: int) -> Finder:
    """Whether to announce an exercise, and (``count`` 2) another one; each was decided alone."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        orders = seat.moves.orders.kind[seat.row, seat.nation]
        if seat.open(OrderKind.HOST).any():
            given = int((orders == OrderKind.HOST).sum())
            which = 1 if seat.chose("host") else 2  # the one that led to a single order
            yield Cell(None, None, given > 1 or (given == 1 and which == count))

    return cells


def _attend(seat: Seat, _: int) -> Iterator[Cell]:
    """Answered invitations; the candidates are the exercises due this turn, in order of slots."""
    obs, said = seat.obs, seat.moves.orders.attend[seat.row, seat.nation]
    due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
    for candidate, slot in enumerate(np.nonzero(due[seat.row])[0]):
        if said[slot]:
            host = int(obs["exercise_host"][seat.row, slot])
            yield Cell(int(slot), seat.name(host), bool(said[slot] > 0), candidate)


CELLS: Mapping[str, Finder] = {
    "host": _host(1),
    "host again": _host(2),
    "attend": _attend,
}
