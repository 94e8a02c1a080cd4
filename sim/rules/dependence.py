"""Supplies, bases and leverage: who depends on whom, and what it costs (A8)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import NEVER, Floats
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.forces import END_USE, EQUIPMENT, lopsided, year_ends
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.rules.agreements import weighted
from sim.sparse import Index, distinct, flat_codes, gate_row, per_row, where
from sim.state import EVIDENCE_BITS, State
from sim.world import World


def dependence(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Arms bind to who supplies them; suppliers press, clients resist; forces come and go.

    Dependence of i on j closes part of its gap to 1 with each transfer and, once a year, with
    contracts for equipment where j is the stronger; once a year part of it wears off. With A8 off
    it stays where it started and nothing follows from it: transfers bind nobody, pressure has no
    effect.
    """
    _yearly(world, state, books)
    _transfer(world, state, books, moves)
    _pass_on(world, state, books, moves, draw)
    _press(world, state, books, moves)
    _resist(world, state, books, moves)
    _station(world, state, books, moves)
    for field in ("dependence", "capability", "will"):
        if books.touched(field):
            books.settle(field)


def _yearly(world: World, state: State, books: Books) -> None:
    """Contracts in force and years without supplies, once a year."""
    if not (year_ends(world, state) and world.switches["A8"].any()):
        return
    supply = weighted(world, state, world.agreements.interop[:, EQUIPMENT])
    supply *= lopsided(world)
    held = state["dependence"]
    at = where((supply > 0) | (held > 0) | (state["bases"] == 1))
    rows = at[0]
    works, now = gate_row(world, "A8", rows), held[at]
    hosted = state["bases"][at] * per_row(world, "base.grip", rows)
    gain = (supply[at] * per_row(world, "supply.contracts", rows) + hosted) * works
    books.add_at("dependence", Cause.CONTRACTS, at, snap(np.minimum(gain, 1.0) * (1.0 - now)))
    lost = per_row(world, "supply.fading", rows) * works * now
    books.add_at("dependence", Cause.UNHOOKED, at, -snap(lost))


def _ordered(
    moves: Moves, kind: OrderKind, state: State
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(row, nation, target, slot) of the orders of a kind; of several alike the first counts."""
    rows, nations, slots = where(moves.orders.chosen(kind))
    target = moves.orders.target[rows, nations, slots].astype(np.intp)
    if len(rows):
        keep = distinct((rows, nations, target), state["dependence"].shape)
        rows, nations, target, slots = (x[keep] for x in (rows, nations, target, slots))
    return rows, nations, target, slots


def _transfer(world: World, state: State, books: Books, moves: Moves) -> None:
    """Arms make a client stronger and alike in equipment, and bind it to the supplier."""
    rows, supplier, client, slots = _ordered(moves, OrderKind.TRANSFER, state)
    if not len(rows):
        return
    amount = moves.orders.amount[rows, supplier, slots]
    size = _weight(state, rows, client, amount)
    _arm(world, books, rows, client, size)
    cells = (rows, client, supplier)
    bound = per_row(world, "supply.grip", rows) * size * gate_row(world, "A8", rows)
    gap = 1.0 - state["dependence"][cells]
    books.add_at("dependence", Cause.HOOKED, cells, snap(bound * gap))
    alike = per_row(world, "supply.interop", rows) * size * gate_row(world, "P3", rows)
    for one, two in ((client, supplier), (supplier, client)):
        place = (rows, np.full_like(rows, EQUIPMENT), one, two)
        near = snap(alike * (1.0 - state["interop"][place]))
        books.add_at("interop", Cause.SUPPLIED, place, near)
    thanks = snap(per_row(world, "supply.evidence", rows) * size, EVIDENCE_BITS)
    books.add_at("good", Cause.SUPPLIED, cells, thanks)
    terms = moves.orders.arg[rows, supplier, slots] == END_USE
    books.put_at("end_use", Cause.END_USE, tuple(axis[terms] for axis in cells), np.int8(1))


def _weight(state: State, rows: np.ndarray, client: np.ndarray, amount: Floats) -> Floats:
    """(n,) a delivery in $m against the client's own spending a year, from 0 up to 1."""
    own = state["spending"][rows, client] * 1000.0
    return np.asarray(amount / np.maximum(amount + own, 1.0))


def _arm(world: World, books: Books, rows: np.ndarray, client: np.ndarray, size: Floats) -> None:
    gain = per_row(world, "supply.strength", rows) * size * world.usual_capability[client]
    books.add_at("capability", Cause.SUPPLIED, (rows, client), snap(gain))


def _pass_on(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Arms held on end-use terms reach a third nation; a supplier that finds out cuts supplies."""
    rows, nations, third, slots = _ordered(moves, OrderKind.RETRANSFER, state)
    if not len(rows):
        return
    origin = moves.orders.arg[rows, nations, slots].astype(np.intp)
    passed = per_row(world, "retransfer.size", rows)
    _arm(world, books, rows, third, passed)
    ends = draw.nation(Column.SUPPLY, 2, world.dims.N)
    luck = mix(ends[rows, nations, 0], ends[rows, origin, 1])
    found = (luck < per_row(world, "retransfer.found", rows)) & gate_row(world, "A8", rows)
    rows, nations, origin = rows[found], nations[found], origin[found]
    blame = snap(per_row(world, "retransfer.evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.PASSED_ON, (rows, origin, nations), blame)
    books.put_at("end_use", Cause.PASSED_ON, (rows, nations, origin), np.int8(0))
    _cut_off(world, state, books, (rows, nations, origin))


def _cut_off(world: World, state: State, books: Books, cells: Index) -> None:
    """Without spares the forces of (row, client, supplier) shrink, and need the supplier less."""
    rows, client, _ = cells
    held = state["dependence"][cells]
    lost = per_row(world, "supply.cutoff", rows) * held * state["capability"][rows, client]
    books.add_at("capability", Cause.CUT_OFF, (rows, client), -snap(lost))
    freed = per_row(world, "supply.freed", rows) * held
    books.add_at("dependence", Cause.CUT_OFF, cells, -snap(freed))


def _press(world: World, state: State, books: Books, moves: Moves) -> None:
    """A supplier lets its client feel the dependence: a date, and will lost at home."""
    rows, supplier, client, _ = _ordered(moves, OrderKind.LEVERAGE, state)
    works = gate_row(world, "A8", rows)
    rows, supplier, client = rows[works], supplier[works], client[works]
    cells = (rows, client, supplier)
    books.put_at("pressed", Cause.PRESSED, cells, np.int16(state.turn))
    cost = per_row(world, "leverage.will", rows) * state["dependence"][cells]
    books.add_at("will", Cause.PRESSED, (rows, client), -snap(cost * gate_row(world, "P11", rows)))


def _resist(world: World, state: State, books: Books, moves: Moves) -> None:
    """A client ends the pressure: supplies stop, the supplier is offended."""
    rows, client, supplier, _ = _ordered(moves, OrderKind.RESIST, state)
    works = gate_row(world, "A8", rows)
    cells = (rows[works], client[works], supplier[works])
    books.put_at("pressed", Cause.RESISTED, cells, np.int16(NEVER))
    offence = snap(per_row(world, "resist.evidence", cells[0]), EVIDENCE_BITS)
    books.add_at("bad", Cause.RESISTED, (cells[0], cells[2], cells[1]), offence)
    _cut_off(world, state, books, cells)


def _station(world: World, state: State, books: Books, moves: Moves) -> None:
    """Forces come to a host or leave it; a host that sends them away offends the guest."""
    rows, guest, host, slots = _ordered(moves, OrderKind.BASE, state)
    come = (moves.orders.amount[rows, guest, slots] > 0).astype(np.int8)
    books.put_at("bases", Cause.STATIONED, (rows, host, guest), come)
    rows, host, guest, _ = _ordered(moves, OrderKind.EVICT, state)
    books.put_at("bases", Cause.EVICTED, (rows, host, guest), np.int8(0))
    offence = snap(per_row(world, "evict.evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.EVICTED, (rows, guest, host), offence)
    at = np.unravel_index(flat_codes(state["bases"]), state["bases"].shape)
    shelter = snap(per_row(world, "base.evidence", at[0]), EVIDENCE_BITS)
    books.add_at("good", Cause.STATIONED, at, shelter)
