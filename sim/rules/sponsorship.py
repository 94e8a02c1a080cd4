"""The sponsor alliance as a collective actor: aid, texts on its table, accession (P9, A1)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import NEVER
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.orders import ACCEDE, INVITE, Moves, OrderKind
from sim.sparse import assign_slots, gate_row, per_row, where
from sim.state import ACTIVE, MEMBER, State
from sim.world import World


def sponsorship(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Aid is paid, texts are decided, new ones tabled, accessions ratified."""
    _aid(state, books, moves)
    _decide(world, state, books, moves)
    _table(world, state, books, moves)
    _ratify(world, state, books, draw)


def _aid(state: State, books: Books, moves: Moves) -> None:
    rows, nations, slots = where(moves.orders.chosen(OrderKind.AID))
    target = moves.orders.target[rows, nations, slots]
    programme = moves.orders.arg[rows, nations, slots]
    books.add("aid", Cause.AID, -state["aid"])
    amount = snap(moves.orders.amount[rows, nations, slots])
    books.add_at("aid", Cause.AID, (rows, target, programme), amount)
    books.settle("aid")


def _decide(world: World, state: State, books: Books, moves: Moves) -> None:
    """Texts tabled in an earlier turn are decided by the group's rule.

    Consensus works by silence: a text passes unless a member blocks it. Majority needs more
    support than half the members. The author always supports.
    """
    rows, slots = where(state["text_kind"] >= 0)
    if not len(rows):
        return
    kind = state["text_kind"][rows, slots].astype(np.intp)
    group = state["text_group"][rows, slots]
    subject = state["text_subject"][rows, slots].astype(np.intp)
    programme = world.matters.programme[kind]
    seats = state["member"][rows, :, group] == 1
    votes = moves.orders.vote[rows, :, slots] * seats
    votes[np.arange(len(rows)), state["text_author"][rows, slots]] = 1
    blocked = (votes < 0).any(axis=1)
    majority = (votes > 0).sum(axis=1) * 2 > seats.sum(axis=1)
    rule = np.array(world.groups.rule)[group]
    passed = np.where(rule == "majority", majority, ~blocked)
    cell = (rows, subject, programme)
    books.put_at("decided", Cause.VOTED, cell, np.int16(state.turn))
    for what, field, value in (
        (INVITE, "invited", np.int8(1)),
        (ACCEDE, "accession", np.int16(state.turn)),
    ):
        mask = passed & (world.matters.kind[kind] == what)
        if what == ACCEDE:  # who left meanwhile is not admitted
            mask &= books["status"][cell] == ACTIVE
        cause = Cause.INVITED if what == INVITE else Cause.VOTED
        books.put_at(field, cause, tuple(axis[mask] for axis in cell), value)
    for field in ("text_kind", "text_group", "text_subject", "text_author"):
        books.put_at(field, Cause.VOTED, (rows, slots), np.int16(-1))


def _table(world: World, state: State, books: Books, moves: Moves) -> None:
    """New texts take free slots; of several on one matter the first author's counts."""
    rows, nations, slots = where(moves.orders.chosen(OrderKind.TABLE))
    if not len(rows):
        return
    subject = moves.orders.target[rows, nations, slots].astype(np.int64)
    kind = moves.orders.arg[rows, nations, slots].astype(np.int64)
    _, keep = np.unique((rows * 4096 + subject) * 64 + kind, return_index=True)
    rows, nations, subject, kind = (part[keep] for part in (rows, nations, subject, kind))
    place, fits = assign_slots(rows, books["text_kind"] < 0)
    rows, nations, subject, kind, place = (
        part[fits] for part in (rows, nations, subject, kind, place)
    )
    at = (rows, place)
    books.put_at("text_kind", Cause.TABLED, at, kind.astype(np.int16))
    books.put_at("text_subject", Cause.TABLED, at, subject.astype(np.int16))
    books.put_at("text_author", Cause.TABLED, at, nations.astype(np.int16))
    books.put_at("text_turn", Cause.TABLED, at, np.int16(state.turn))
    group = world.matters.group[kind]
    books.put_at("text_group", Cause.TABLED, at, group.astype(np.int16))


def _ratify(world: World, state: State, books: Books, draw: Draw) -> None:
    """Each member's parliament ratifies an agreed accession in its time; then it takes effect."""
    agreed = (state["accession"] != NEVER) & (books["accession"] != NEVER)
    agreed &= books["status"] == ACTIVE  # who left this turn does not accede
    rows, subject, programme = where(agreed)
    if not len(rows):
        return
    group = world.programmes.sponsor[programme]
    seats = state["member"][rows, :, group] == 1
    ends = draw.nation(Column.ACCESSION, 2, world.dims.N)
    luck = mix(ends[rows, :, 0], ends[rows, subject, 1][:, None])
    will = state["will"][rows]
    chance = per_row(world, "accession.ratify", rows)[:, None] * (0.5 + will)
    chance = np.where(gate_row(world, "P11", rows)[:, None], chance, 1.0)
    voted = state["accession_vote"][rows, :, subject] == 1
    now = seats & ~voted & (luck < chance)
    event, member = where(now)
    books.put_at(
        "accession_vote", Cause.RATIFIED_ACCESSION, (rows[event], member, subject[event]), 1
    )
    waited = state.turn - state["accession"][rows, subject, programme]
    full = (~seats | voted | now).all(axis=1) & (waited >= per_row(world, "accession.lag", rows))
    rows, subject, programme, group = (p[full] for p in (rows, subject, programme, group))
    at = (rows, subject, programme)
    books.put_at("status", Cause.ACCEDED, at, MEMBER)
    last = np.full(len(rows), world.programmes.last)
    books.put_at("step_turn", Cause.ACCEDED, (*at, last), np.int16(state.turn))
    books.put_at("declared", Cause.ACCEDED, at, 1.0)
    books.put_at("member", Cause.ACCEDED, (rows, subject, group), 1)
