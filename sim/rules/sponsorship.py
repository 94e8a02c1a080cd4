"""The sponsor alliance as a collective actor: aid and accession (P9); its texts: council."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import NEVER
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import gate_row, per_row, where
from sim.state import ACTIVE, MEMBER, State
from sim.world import World


def sponsorship(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Aid is paid; accessions that the sponsor agreed to are ratified member by member."""
    _aid(state, books, moves)
    _ratify(world, state, books, draw)


def _aid(state: State, books: Books, moves: Moves) -> None:
    rows, nations, slots = moves.of(OrderKind.AID)
    target = moves.orders.target[rows, nations, slots]
    programme = moves.orders.arg[rows, nations, slots]
    books.add("aid", Cause.AID, -state["aid"])
    amount = snap(moves.orders.amount[rows, nations, slots])
    books.add_at("aid", Cause.AID, (rows, target, programme), amount)
    books.settle("aid")


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
