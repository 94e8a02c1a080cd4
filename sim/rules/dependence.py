"""Supplies, bases and leverage: who depends on whom, and what it costs (A8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.account import Books
from sim.axes import NEVER, Floats
from sim.carried import bonds
from sim.causes import Cause
from sim.councils import learn
from sim.draw import Column, Draw
from sim.forces import END_USE, EQUIPMENT, lopsided, stationed, year_ends
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, distinct, flat_codes, gate_row, per_row
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
    orders = _Orders(moves)
    _transfer(world, state, books, orders)
    _pass_on(world, state, books, orders, draw)
    _press(world, state, books, orders)
    _resist(world, state, books, orders)
    _station(world, state, books, orders)
    for field in ("capability", "will"):
        if books.touched(field):
            books.settle(field)


def _yearly(world: World, state: State, books: Books) -> None:
    """Contracts in force, forces and years without supplies, once a year."""
    if not (year_ends(world, state) and world.switches["A8"].any()):
        return
    held, hosted, weaker = state["dependence"], state["bases"], lopsided(world)
    with bonds(world, state) as held_by_work:
        units = held_by_work.work[EQUIPMENT]
        some = flat_codes(((units != 0) & (weaker > 0)) | (hosted != 0))
        supply = units.reshape(-1).take(some) * weaker.reshape(-1).take(some % weaker.size)
    at = np.unravel_index(some, held.shape)
    rows = at[0]
    gain = supply * per_row(world, "supply.contracts", rows)
    gain = gain + hosted.reshape(-1).take(some) * per_row(world, "base.grip", rows)
    gain = np.minimum(gain * gate_row(world, "A8", rows), 1.0)
    bound = held.reshape(-1).take(some)
    books.add_at("dependence", Cause.CONTRACTS, at, snap(gain * (1.0 - bound)))
    some = np.flatnonzero(held > 0)
    at = np.unravel_index(some, held.shape)
    lost = per_row(world, "supply.fading", at[0]) * gate_row(world, "A8", at[0])
    books.add_at("dependence", Cause.UNHOOKED, at, -snap(lost * held.reshape(-1).take(some)))


@dataclass(frozen=True)
class _Orders:
    """The orders about supplies and forces, kind by kind."""

    moves: Moves

    def __call__(self, kind: OrderKind, state: State) -> Index:
        """(row, nation, target, slot) of orders of a kind; of several alike the first counts."""
        rows, nations, slots = found = self.moves.of(kind)
        target = self.moves.orders.target[found].astype(np.intp)
        if len(rows) < 2:
            return rows, nations, target, slots
        keep = distinct((rows, nations, target), state["dependence"].shape)
        return rows[keep], nations[keep], target[keep], slots[keep]


def _bind(books: Books, cause: Cause, cells: Index, amount: Floats) -> None:
    """Dependence of some pairs moves, within its bounds."""
    books.add_at("dependence", cause, cells, amount)
    books.settle_at("dependence", cells)


def _transfer(world: World, state: State, books: Books, orders: _Orders) -> None:
    """Arms make a client stronger and alike in equipment, and bind it to the supplier."""
    rows, supplier, client, slots = orders(OrderKind.TRANSFER, state)
    if not len(rows):
        return
    amount = orders.moves.orders.amount[rows, supplier, slots]
    size = _weight(state, rows, client, amount)
    _arm(world, books, rows, client, size)
    cells = (rows, client, supplier)
    bound = per_row(world, "supply.grip", rows) * size * gate_row(world, "A8", rows)
    gap = 1.0 - state["dependence"][cells]
    _bind(books, Cause.HOOKED, cells, snap(bound * gap))
    alike = per_row(world, "supply.interop", rows) * size * gate_row(world, "P3", rows)
    both, one, two = np.concatenate([(rows, client, supplier), (rows, supplier, client)], axis=1)
    place = (both, np.full(len(both), EQUIPMENT), one, two)
    near = snap(np.concatenate([alike, alike]) * (1.0 - state["interop"][place]))
    learn(books, Cause.SUPPLIED, place, near)
    thanks = snap(per_row(world, "supply.evidence", rows) * size, EVIDENCE_BITS)
    books.add_at("good", Cause.SUPPLIED, cells, thanks)
    terms = orders.moves.orders.arg[rows, supplier, slots] == END_USE
    books.put_at("end_use", Cause.END_USE, tuple(axis[terms] for axis in cells), np.int8(1))


def _weight(state: State, rows: np.ndarray, client: np.ndarray, amount: Floats) -> Floats:
    """(n,) a delivery in $m against the client's own spending a year, from 0 up to 1."""
    own = state["spending"][rows, client] * 1000.0
    return np.asarray(amount / np.maximum(amount + own, 1.0))


def _arm(world: World, books: Books, rows: np.ndarray, client: np.ndarray, size: Floats) -> None:
    gain = per_row(world, "supply.strength", rows) * size * world.usual_capability[client]
    books.add_at("capability", Cause.SUPPLIED, (rows, client), snap(gain))


def _pass_on(world: World, state: State, books: Books, orders: _Orders, draw: Draw) -> None:
    """Arms held on end-use terms reach a third nation; a supplier that finds out cuts supplies."""
    rows, nations, third, slots = orders(OrderKind.RETRANSFER, state)
    if not len(rows):
        return
    origin = orders.moves.orders.arg[rows, nations, slots].astype(np.intp)
    passed = per_row(world, "retransfer.size", rows)
    _arm(world, books, rows, third, passed)
    luck = draw.of_pairs(Column.SUPPLY, world.dims.N, rows, nations, origin)
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
    _bind(books, Cause.CUT_OFF, cells, -snap(freed))


def _press(world: World, state: State, books: Books, orders: _Orders) -> None:
    """A supplier lets its client feel the dependence: a date, and will lost at home."""
    rows, supplier, client, _ = orders(OrderKind.LEVERAGE, state)
    if not len(rows):
        return
    works = gate_row(world, "A8", rows)
    rows, supplier, client = rows[works], supplier[works], client[works]
    books.scratch["pressed"] = cells = (rows, client, supplier)
    books.put_at("pressed", Cause.PRESSED, cells, np.int16(state.turn))
    cost = per_row(world, "leverage.will", rows) * state["dependence"][cells]
    books.add_at("will", Cause.PRESSED, (rows, client), -snap(cost * gate_row(world, "P11", rows)))


def _resist(world: World, state: State, books: Books, orders: _Orders) -> None:
    """A client ends the pressure: supplies stop, the supplier is offended."""
    rows, client, supplier, _ = orders(OrderKind.RESIST, state)
    if not len(rows):
        return
    works = gate_row(world, "A8", rows)
    cells = (rows[works], client[works], supplier[works])
    books.put_at("pressed", Cause.RESISTED, cells, np.int16(NEVER))
    offence = snap(per_row(world, "resist.evidence", cells[0]), EVIDENCE_BITS)
    books.add_at("bad", Cause.RESISTED, (cells[0], cells[2], cells[1]), offence)
    _cut_off(world, state, books, cells)


def _station(world: World, state: State, books: Books, orders: _Orders) -> None:
    """Forces come to a host or leave it; a host that sends them away offends the guest."""
    rows, guest, host, slots = orders(OrderKind.BASE, state)
    if len(rows):
        come = (orders.moves.orders.amount[rows, guest, slots] > 0).astype(np.int8)
        books.put_at("bases", Cause.STATIONED, (rows, host, guest), come)
    rows, host, guest, _ = orders(OrderKind.EVICT, state)
    if len(rows):
        books.put_at("bases", Cause.EVICTED, (rows, host, guest), np.int8(0))
        offence = snap(per_row(world, "evict.evidence", rows), EVIDENCE_BITS)
        books.add_at("bad", Cause.EVICTED, (rows, guest, host), offence)
    rows, host, guest = stationed(state)
    shelter = snap(per_row(world, "base.evidence", rows), EVIDENCE_BITS)
    books.add_at("good", Cause.STATIONED, (rows, host, guest), shelter)
