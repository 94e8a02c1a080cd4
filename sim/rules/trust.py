"""Evidence fades, is talked about, and is made by dialogue (N1)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap, snap_into
from sim.orders import Moves, OrderKind
from sim.sparse import gate_row, per_row, where
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
    memory = world.param("trust.memory", 2)
    for field in ("good", "bad", "heard_good", "heard_bad"):
        books.fade(field, Cause.FADING, memory)
    if world.on("N1").any():
        _repute(world, state, books)
    rows, nations, slots = where(moves.orders.chosen(OrderKind.DIALOGUE))
    partner = moves.orders.target[rows, nations, slots].astype(np.intp)
    amount = snap(per_row(world, "dialogue.evidence", rows), EVIDENCE_BITS)
    books.add_at("good", Cause.DIALOGUE, (rows, nations, partner), amount)
    books.add_at("good", Cause.DIALOGUE, (rows, partner, nations), amount)
    _vouching(world, state, books, moves)
    for field in ("good", "bad", "heard_good", "heard_bad"):
        books.settle(field)


def _vouching(world: World, state: State, books: Books, moves: Moves) -> None:
    """Who is told hears good evidence of the nation vouched for, discounted by its own trust."""
    rows, voucher, slots = where(moves.orders.chosen(OrderKind.VOUCH))
    if not len(rows):
        return
    subject = moves.orders.target[rows, voucher, slots].astype(np.intp)
    told = moves.orders.arg[rows, voucher, slots].astype(np.intp)
    believed = state.trust[rows, told, voucher] * gate_row(world, "N1", rows)
    amount = snap(per_row(world, "vouch.evidence", rows) * believed, EVIDENCE_BITS)
    books.add_at("heard_good", Cause.VOUCHED, (rows, told, subject), amount)


def _repute(world: World, state: State, books: Books) -> None:
    diagonal = np.arange(world.dims.N)
    rate = world.param("trust.repute", 2) * world.gate("N1", 2)
    for known, heard in (("good", "heard_good"), ("bad", "heard_bad")):
        news = np.matmul(state.trust, state[known])
        news *= rate
        snap_into(news, EVIDENCE_BITS)
        news[:, diagonal, diagonal] = 0.0
        books.add(heard, Cause.REPUTE, news)
