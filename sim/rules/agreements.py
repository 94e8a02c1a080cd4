"""The life of bilateral agreements: signature, ratification, force, review, notice, end (A1-A3)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.orders import ACCEPT, Moves, OrderKind
from sim.sparse import Index, distinct, gate_row, per_row, where
from sim.state import (
    EVIDENCE_BITS,
    IN_FORCE,
    NONE,
    NOTICE,
    RATIFIED,
    SIGNED,
    State,
)
from sim.world import World


def agreements(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """What was initialled is signed, what was signed is ratified or fails, what is old reviewed."""
    _ratify(world, state, books, draw)
    _review(world, state, books, draw)
    _denounce(world, state, books, moves)
    _break_after_change(world, state, books, draw)
    _sign(world, state, books, moves)
    _keep(world, state, books)


def initialled(moves: Moves) -> Index:
    """(rows, types, proposers, addressees) of all offers accepted in any round."""
    parts = []
    for offers, replies in moves.talks:
        rows, proposer, slot = where((replies.answer == ACCEPT) & (offers.to >= 0))
        at = (rows, proposer, slot)
        parts.append((rows, offers.kind[at].astype(int), proposer, offers.to[at].astype(int)))
    if not parts:
        empty = np.zeros(0, int)
        return (empty, empty, empty, empty)
    return tuple(np.concatenate(axis) for axis in zip(*parts, strict=True))


def _set(
    world: World, books: Books, cause: Cause, at: Index, stage: int, turn: int, stamp: bool = True
) -> None:
    """Bring agreements (row, type, i, j) to a stage on both sides."""
    if not len(at[0]):
        return
    rows, types, first, second = at
    both = (
        np.concatenate([rows, rows]),
        np.concatenate([types, types]),
        np.concatenate([first, second]),
        np.concatenate([second, first]),
    )
    keep = distinct(both, (len(books["agreement"]), world.dims.A, world.dims.N, world.dims.N))
    both = tuple(axis[keep] for axis in both)
    books.put_at("agreement", cause, both, np.int8(stage))
    if stamp:
        books.put_at("agreement_turn", cause, both, np.int16(turn))


def _sign(world: World, state: State, books: Books, moves: Moves) -> None:
    rows, types, first, second = initialled(moves)
    free = state["agreement"][rows, types, first, second] == NONE
    here = world.exists(state.turn)
    free &= (
        here[first]
        & here[second]
        & (first != second)
        & (world.agreements.opens[types] <= state.turn)
    )
    at = (rows[free], types[free], first[free], second[free])
    lives = gate_row(world, "A3", at[0])
    for mask, stage in ((lives, SIGNED), (~lives, IN_FORCE)):
        some = tuple(axis[mask] for axis in at)
        _set(world, books, Cause.INITIALLED, some, stage, state.turn)


def _ratify(world: World, state: State, books: Books, draw: Draw) -> None:
    """Each side's parliament acts in its own time; low political will makes rejection likelier.

    With P11 off, governments ratify at once. Notice that has run out ends the agreement.
    """
    stage = state["agreement"]
    pending = where((stage != NONE) & (stage != IN_FORCE))
    if not len(pending[0]):
        return
    rows, types, own, other = pending
    code = stage[pending]
    ends = draw.nation(Column.RATIFY, 4, world.dims.N)
    shift = (types / 16.0)[:, None]
    luck = mix(ends[rows, own, :2] + shift, ends[rows, other, 2:])
    will = state["will"][rows, own]
    free = gate_row(world, "P11", rows)
    waiting = code == SIGNED
    fails = waiting & free & (luck[:, 1] < world.agreements.fail[types] * (1.0 - will))
    chance = world.agreements.ratify[types] * (0.5 + will)
    ratifies = waiting & ~fails & ((luck[:, 0] < chance) | ~free)
    done = tuple(axis[ratifies] for axis in pending)
    books.put_at("agreement", Cause.RATIFIED, done, RATIFIED)
    rows_d, types_d, first, second = done
    mutual = books["agreement"][rows_d, types_d, second, first] == RATIFIED
    some = tuple(axis[mutual] for axis in done)
    _set(world, books, Cause.IN_FORCE, some, IN_FORCE, state.turn)
    failed = tuple(axis[fails] for axis in pending)
    _set(world, books, Cause.RATIFICATION_FAILED, failed, NONE, state.turn)
    since = state["agreement_turn"][pending]
    over = (code == NOTICE) & (state.turn - since >= world.agreements.notice[types])
    _set(world, books, Cause.ENDED, tuple(axis[over] for axis in pending), NONE, state.turn)


def _review(world: World, state: State, books: Books, draw: Draw) -> None:
    """At the end of its term an agreement is renewed, or lapses where trust is thin."""
    term = world.agreements.term
    due = np.where(term > 0, state.turn - term, -32000).astype(np.int16)
    at = where(state["agreement_turn"] == due[:, None, None])
    once = (at[2] < at[3]) & (state["agreement"][at] == IN_FORCE) & gate_row(world, "A3", at[0])
    rows, _, first, second = at = tuple(axis[once] for axis in at)
    if not len(rows):
        return
    ends = draw.nation(Column.REVIEW, 1, world.dims.N)[..., 0]
    luck = mix(ends[rows, first], ends[rows, second])
    trust = np.minimum(state.trust[rows, first, second], state.trust[rows, second, first])
    lapse = luck < per_row(world, "agreement.lapse", rows) * (1.0 - trust)
    ended, kept = (tuple(axis[mask] for axis in at) for mask in (lapse, ~lapse))
    _set(world, books, Cause.LAPSED, ended, NONE, state.turn)
    _set(world, books, Cause.RENEWED, kept, IN_FORCE, state.turn)


def _denounce(world: World, state: State, books: Books, moves: Moves) -> None:
    rows, nations, slots = where(moves.orders.chosen(OrderKind.DENOUNCE))
    if not len(rows):
        return
    partner = moves.orders.target[rows, nations, slots].astype(int)
    types = moves.orders.arg[rows, nations, slots].astype(int)
    _notice(world, state, books, (rows, types, nations, partner))


def _notice(world: World, state: State, books: Books, at: Index) -> None:
    """Notice by the first side; the partner remembers who gave it. With A3 off it ends at once."""
    still = books["agreement"][at] == IN_FORCE
    rows, _, nations, partner = at = tuple(axis[still] for axis in at)
    lives = gate_row(world, "A3", rows)
    for mask, stage in ((lives, NOTICE), (~lives, NONE)):
        some = tuple(axis[mask] for axis in at)
        _set(world, books, Cause.NOTICE, some, stage, state.turn)
    blame = snap(per_row(world, "agreement.notice_evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.NOTICE, (rows, partner, nations), blame)


def _break_after_change(world: World, state: State, books: Books, draw: Draw) -> None:
    """New governments of unfree states give notice of some of their predecessor's agreements.

    Source: leader change with a new coalition raises abrogation in non-democracies only (Leeds,
    Mattes and Vogel 2009).
    """
    new = (books["government"] == state.turn) & (state["institutions"] < 0.5)
    new &= world.on("A3", 1)
    if not new.any():
        return
    rows, nations = where(new)
    held = state["agreement"][rows, :, nations, :] == IN_FORCE
    event, types, partner = where(held)
    if not len(event):
        return
    ends = draw.nation(Column.REVIEW, 1, world.dims.N)[..., 0]
    luck = mix(ends[rows[event], nations[event]] + types / 16.0, ends[rows[event], partner])
    hit = luck < per_row(world, "agreement.break_after_change", rows[event])
    event, types, partner = event[hit], types[hit], partner[hit]
    _notice(world, state, books, (rows[event], types, nations[event], partner))


def _keep(world: World, state: State, books: Books) -> None:
    """Agreements in force that are kept are evidence of reliability; so is a common group."""
    units = weighted(world, state, world.agreements.trust)
    kept = snap(units * world.param("agreement.evidence", 2), EVIDENCE_BITS)
    books.add("good", Cause.AGREEMENT_KEPT, kept)
    seats = state["member"].astype(np.float64)
    shared = np.matmul(seats * world.groups.trust, seats.transpose(0, 2, 1))
    shared *= world.gate("A1", 2) * world.param("group.evidence", 2)
    diagonal = np.arange(world.dims.N)
    shared[:, diagonal, diagonal] = 0.0
    books.add("good", Cause.GROUP_KEPT, snap(shared, EVIDENCE_BITS))


def weighted(world: World, state: State, weights: np.ndarray) -> Floats:
    """(R, N, N) sum over agreements in force of whole-number weights (A,), 0..15 each.

    With A2 off all types weigh alike: their mean.
    """

    def make() -> np.ndarray:
        # bytes hold the sum where all types together cannot pass their end
        kind = np.int8 if int(np.sum(weights)) < 128 else np.int16
        binding = state.in_force.view(np.int8)
        total = np.zeros(binding.shape[:1] + binding.shape[2:], kind)
        mean = int(np.rint(np.mean(weights)))
        by_type = np.where(world.on("A2", 1), weights, mean).astype(kind)
        part = np.empty_like(total)
        for a in range(world.dims.A):
            if by_type[:, a].any():
                np.multiply(binding[:, a], by_type[:, a, None, None], out=part)
                total += part
        return total

    name = "weighted " + " ".join(str(int(w)) for w in weights)
    return relations.memo(state, name, make, world).astype(np.float64)
