"""Programmes: joining, leaving, depth, steps; aid and dialogue; invitations and accessions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, toward
from sim.legal import open_steps
from sim.orders import ACCEDE, INVITE, OrderKind
from sim.wording import the


def _programme(kind: OrderKind) -> Finder:
    """Decisions about one's own part in a programme."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        able = seat.open(kind)[programme]
        if kind is OrderKind.ADVANCE:
            able = open_steps(seat.obs)[seat.row, seat.place, programme].any()
        if able:
            about = the(seat.world.programmes.names[programme])
            yield Cell(programme, about, seat.gave(kind, programme))

    return cells


def _table(kind: int) -> Finder:
    """Whether to table a text about each candidate."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        text = seat.world.matters.find(kind, programme)
        given = seat.ordered(OrderKind.TABLE)
        for subject in np.nonzero(seat.open(OrderKind.TABLE)[:, text])[0]:
            i = int(subject)
            yield Cell(i, seat.name(i), (i, text) in given, i)

    return cells


def _vote(answer: int) -> Finder:
    """Support or block of each text on the table."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        sponsor = int(seat.world.programmes.sponsor[programme])
        if not seat.obs["member"][seat.row, seat.nation, sponsor]:
            return
        votes = seat.moves.orders.vote[seat.row, seat.nation]
        matters, texts = seat.world.matters, seat.obs["text_kind"][seat.row]
        about = (matters.programme[texts] == programme) & (texts >= 0)
        for slot in np.nonzero(about & np.isin(matters.kind[texts], (INVITE, ACCEDE)))[0]:
            i = int(seat.obs["text_subject"][seat.row, slot])
            yield Cell(i, seat.name(i), bool(votes[slot] == answer), i)

    return cells


CELLS: Mapping[str, Finder] = {
    "join": _programme(OrderKind.APPLY),
    "leave": _programme(OrderKind.WITHDRAW),
    "advance": _programme(OrderKind.ADVANCE),
    "depth": _programme(OrderKind.DEPTH),
    "aid": toward(OrderKind.AID),
    "dialogue": toward(OrderKind.DIALOGUE),
    "table an invitation": _table(INVITE),
    "table an accession": _table(ACCEDE),
    "vote.support": _vote(1),
    "vote.block": _vote(-1),
}
