"""Evidence fades, is talked about, and is made by dialogue (N1)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import Bools, Floats
from sim.causes import Cause
from sim.compiled import compiled
from sim.cycle import due, kept
from sim.draw import Draw
from sim.grid import nearest, snap
from sim.orders import Moves, OrderKind
from sim.sparse import gate_row, per_row
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
        left = np.where(now, memory, 1.0)
        for field in EVIDENCE:
            books.fade(field, Cause.FADING, left)
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
    rate = world.param("trust.repute", 2) * world.gate("N1", 2) * turns
    known = (state.trust, state["good"], state["bad"])
    weight, told = _told(*known, world.exists(state.turn))
    news = _heard(np.matmul(weight, told), rate.reshape(-1))
    for heard, part in zip(("heard_good", "heard_bad"), news, strict=True):
        books.add(heard, Cause.REPUTE, part)


@compiled
def _told(trust: Floats, good: Floats, bad: Floats, exists: Bools) -> tuple[np.ndarray, np.ndarray]:
    """(R, N, N) the weight of each one's word with another, and (R, N, 2 N) what it tells of all.

    Good evidence, then bad; in round figures and single precision, which multiplies matrices twice
    as fast and holds them exactly. Nobody is there to tell anything who does not exist.
    """
    weight = np.empty(trust.shape, np.float32)
    told = np.empty((*trust.shape[:2], 2 * trust.shape[2]), np.float32)
    nations = trust.shape[1]
    for row in range(len(trust)):
        for i in range(nations):
            for j in range(nations):
                word = nearest(trust[row, i, j], WEIGHT_BITS)
                weight[row, i, j] = word if exists[j] else 0.0
                told[row, i, j] = nearest(good[row, i, j], TOLD_BITS)
                told[row, i, nations + j] = nearest(bad[row, i, j], TOLD_BITS)
    return weight, told


@compiled
def _heard(said: np.ndarray, rate: Floats) -> tuple[Floats, Floats]:
    """(R, N, N) good and bad evidence heard of others by what was ``said`` (R, N, 2 N)."""
    rows, nations, _ = said.shape
    good, bad = np.empty((rows, nations, nations)), np.empty((rows, nations, nations))
    for row in range(rows):
        worth = rate[row if len(rate) > 1 else 0]
        for i in range(nations):
            for j in range(nations):
                good[row, i, j] = nearest(said[row, i, j] * worth, EVIDENCE_BITS)
                bad[row, i, j] = nearest(said[row, i, nations + j] * worth, EVIDENCE_BITS)
            good[row, i, i] = bad[row, i, i] = 0.0
    return good, bad
