"""Evidence fades, is talked about, and is made by dialogue (N1)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap, snap_into
from sim.orders import Moves, OrderKind
from sim.sparse import per_row, where
from sim.state import EVIDENCE_BITS, State
from sim.world import World


def trust(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Old evidence fades at one rate; what third nations know is heard, discounted by trust.

    Fading: ``r <- memory * r``. Repute: each turn ``i`` hears of ``j`` the sum over ``k`` of
    ``trust(i, k) * evidence(k, j)``, times ``trust.repute``. With N1 off nothing is heard.
    Source: beta reputation with forgetting (Josang and Ismail 2002); discounting by trust in the
    source (subjective logic).
    """
    del draw
    lost = 1.0 - world.param("trust.memory", 2)
    for field in ("good", "bad", "heard_good", "heard_bad"):
        fade = state[field] * -lost
        books.add(field, Cause.FADING, snap_into(fade, EVIDENCE_BITS))
    if world.on("N1").any():
        _repute(world, state, books)
    rows, nations, slots = where(moves.orders.chosen(OrderKind.DIALOGUE))
    partner = moves.orders.target[rows, nations, slots].astype(np.intp)
    amount = snap(per_row(world, "dialogue.evidence", rows), EVIDENCE_BITS)
    books.add_at("good", Cause.DIALOGUE, (rows, nations, partner), amount)
    books.add_at("good", Cause.DIALOGUE, (rows, partner, nations), amount)
    for field in ("good", "bad", "heard_good", "heard_bad"):
        books.settle(field)


def _repute(world: World, state: State, books: Books) -> None:
    diagonal = np.arange(world.dims.N)
    source = state.trust.copy()
    source[:, diagonal, diagonal] = 0.0
    rate = world.param("trust.repute", 2) * world.gate("N1", 2)
    for known, heard in (("good", "heard_good"), ("bad", "heard_bad")):
        news = np.matmul(source, state[known])
        news *= rate
        snap_into(news, EVIDENCE_BITS)
        news[:, diagonal, diagonal] = 0.0
        books.add(heard, Cause.REPUTE, news)
