"""Evidence fades, is talked about, and is made by dialogue (N1)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.cycle import due, kept
from sim.draw import Draw
from sim.grid import coarse, snap, snap_into
from sim.orders import Moves, OrderKind
from sim.sparse import gate_row, per_row, some, stretches
from sim.state import EVIDENCE_BITS, State
from sim.world import World

EVIDENCE = ("good", "bad", "heard_good", "heard_bad")

#: Digits after the point of a word's weight and of what is told: 11 together, which leaves 13 of
#: float32's 24 for the sum over up to 256 nations of evidence up to 32.
WEIGHT_BITS, TOLD_BITS = 6, 5


def trust(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Old evidence fades at one rate; what third nations know is heard, discounted by trust.

    Both go by ``trust.cycle``, twice a year, for the time between. Fading: ``r <- memory * r``.
    Repute: ``i`` hears of ``j`` the sum over the ``k`` that exist of
    ``trust(i, k) * evidence(k, j)``, times ``trust.repute``; in round figures, 64ths of trust and
    32nds of an observation. With N1 off nothing is heard. Source: beta reputation with forgetting
    (Josang and Ismail 2002); discounting by trust in the source (subjective logic).
    """
    del draw
    now = due(world, "trust.cycle", state.turn).reshape(-1, 1, 1)
    if now.any():
        memory = kept(world, "trust.cycle", world.param("trust.memory", 2))
        for field in EVIDENCE:
            books.fade(field, Cause.FADING, np.where(now, memory, 1.0))
        if world.on("N1").any():
            _repute(world, state, books, now * world.param("trust.cycle", 2))
    rows, nations, slots = moves.of(OrderKind.DIALOGUE)
    partner = moves.orders.target[rows, nations, slots].astype(np.intp)
    amount = snap(per_row(world, "dialogue.evidence", rows), EVIDENCE_BITS)
    books.add_at("good", Cause.DIALOGUE, (rows, nations, partner), amount)
    books.add_at("good", Cause.DIALOGUE, (rows, partner, nations), amount)
    _vouching(world, state, books, moves)
    for field in EVIDENCE:
        books.settle(field)


def _vouching(world: World, state: State, books: Books, moves: Moves) -> None:
    """Who is told hears good evidence of the nation vouched for, discounted by its own trust."""
    rows, voucher, slots = moves.of(OrderKind.VOUCH)
    if not len(rows):
        return
    subject = moves.orders.target[rows, voucher, slots].astype(np.intp)
    told = moves.orders.arg[rows, voucher, slots].astype(np.intp)
    believed = state.trust[rows, told, voucher] * gate_row(world, "N1", rows)
    amount = snap(per_row(world, "vouch.evidence", rows) * believed, EVIDENCE_BITS)
    books.add_at("heard_good", Cause.VOUCHED, (rows, told, subject), amount)


def _repute(world: World, state: State, books: Books, turns: Floats) -> None:
    """What was said in so many ``turns`` (R or 1, 1, 1)."""
    diagonal = np.arange(world.dims.N)
    rate = world.param("trust.repute", 2) * world.gate("N1", 2) * turns
    weight = coarse(state.trust, WEIGHT_BITS)
    weight[:, :, ~world.exists(state.turn)] = 0.0  # nobody is there to say anything
    for known, heard in (("good", "heard_good"), ("bad", "heard_bad")):
        news = np.empty(state.trust.shape)
        for rows in stretches(state.rows, world.dims.N**2):
            part = news[rows]
            part[...] = np.matmul(weight[rows], coarse(state[known][rows], TOLD_BITS))
            part *= some(rate, rows)
            snap_into(part, EVIDENCE_BITS)
        news[:, diagonal, diagonal] = 0.0
        books.add(heard, Cause.REPUTE, news)
