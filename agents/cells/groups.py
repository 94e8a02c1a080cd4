"""Texts on the tables of groups, leaving them, missions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder
from sim.orders import ADMIT, FOUND, MANDATE, SUSPEND, OrderKind
from sim.wording import the


def _text(kind: int, answer: int) -> Finder:
    """Support or block of each text of a kind; the candidates are the slots of the table."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        matters, texts = seat.world.matters, seat.obs["text_kind"][seat.row]
        votes = seat.moves.orders.vote[seat.row, seat.nation]
        for slot in np.nonzero((texts >= 0) & (matters.kind[texts] == kind))[0].tolist():
            at = (np.array([seat.row]), np.array([slot]))
            if seat.obs.voters(*at)[0, seat.nation]:
                i = int(seat.obs["text_subject"][seat.row, slot])
                yield Cell(i, seat.name(i), bool(votes[slot] == answer), slot)

    return cells


def _put(kind: int) -> Finder:
    """Texts of a kind that the nation tabled."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for subject, matter in sorted(seat.ordered(OrderKind.TABLE)):
            if seat.world.matters.kind[matter] == kind:
                yield Cell(subject, seat.name(subject), True, subject)

    return cells


def _mission(kind: OrderKind) -> Finder:
    """Orders about missions that were given; the candidates are the slots."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for slot, _arg in sorted(seat.ordered(kind)):
            field = "text_subject" if kind is OrderKind.AMEND else "mission_place"
            place = int(seat.obs[field][seat.row, slot])
            yield Cell(place, seat.name(place), True, slot)

    return cells


def _quit(seat: Seat, _: int) -> Iterator[Cell]:
    for group, _arg in sorted(seat.ordered(OrderKind.QUIT)):
        yield Cell(group, the(seat.world.groups.names[group]), True, group)


CELLS: Mapping[str, Finder] = {
    "admit.table": _put(ADMIT),
    "admit.support": _text(ADMIT, 1),
    "admit.block": _text(ADMIT, -1),
    "mandate.table": _put(MANDATE),
    "mandate.support": _text(MANDATE, 1),
    "mandate.block": _text(MANDATE, -1),
    "found.table": _put(FOUND),
    "found.support": _text(FOUND, 1),
    "found.block": _text(FOUND, -1),
    "suspend.table": _put(SUSPEND),
    "suspend.support": _text(SUSPEND, 1),
    "suspend.block": _text(SUSPEND, -1),
    "amend": _mission(OrderKind.AMEND),
    "quit": _quit,
    "deploy": _mission(OrderKind.DEPLOY),
    "recall": _mission(OrderKind.RECALL),
    "lead": _mission(OrderKind.LEAD),
}
