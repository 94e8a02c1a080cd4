"""Agreements: what was offered and answered, given up, kept, disputed, renewed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder, filed, one_of
from sim.legal import offerable
from sim.orders import ACCEPT, OrderKind


def _offer(seat: Seat, _: int) -> Iterator[Cell]:
    given = {
        int(to)
        for offers, _ in seat.moves.talks
        for to in offers.to[seat.row, seat.nation]
        if to >= 0
    }
    for partner in np.nonzero(offerable(seat.obs)[seat.row, :, seat.place].any(axis=0))[0]:
        i = int(partner)
        yield Cell(i, seat.name(i), i in given, i)


def _reply(number: int) -> Finder:
    """Offers of one round of talks to the nation, and whether it accepted them."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        if number >= len(seat.moves.talks):
            return
        offers, replies = seat.moves.talks[number]
        for i, slot in zip(*np.nonzero(offers.to[seat.row] == seat.nation), strict=True):
            accepted = replies.answer[seat.row, i, slot] == ACCEPT
            yield Cell(int(i), seat.name(int(i)), bool(accepted), int(i))

    return cells


CELLS: Mapping[str, Finder] = {
    "offer": _offer,
    "reply": _reply(0),
    "answer a counter": _reply(1),
    "denounce": one_of(OrderKind.DENOUNCE),
    "breach": filed(OrderKind.BREACH),
    "contest": filed(OrderKind.CONTEST),
    "renew": filed(OrderKind.RENEW),
    "ratify": filed(OrderKind.RATIFY),
    "vouch": filed(OrderKind.VOUCH),
}
