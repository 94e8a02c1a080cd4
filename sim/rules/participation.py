"""The ladder of a programme, and what is declared against what is done (P1, P13)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import arguments
from sim.account import Books
from sim.axes import NEVER, Floats, Ints
from sim.causes import Cause
from sim.compiled import compiled
from sim.councils import withdraw
from sim.draw import Draw
from sim.grid import nearest, snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, gate_row, gather, per_row, where
from sim.state import ACTIVE, HELD, MEMBER, SUSPENDED, WITHDRAWN, State
from sim.world import World

_KINDS = (
    OrderKind.APPLY,
    OrderKind.HOLD,
    OrderKind.RESUME,
    OrderKind.WITHDRAW,
    OrderKind.DEPTH,
    OrderKind.ADVANCE,
)


def participation(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Nations join, climb, hold, leave and return; deeds follow declarations as will allows."""
    del draw  # nothing here is left to luck: joining is the nation's own decision
    given = _given(moves)
    if OrderKind.APPLY in given:
        _joining(world, state, books, given[OrderKind.APPLY])
    _leaving(state, books, given)
    if OrderKind.DEPTH in given:
        _declaring(books, moves, given[OrderKind.DEPTH])
    if OrderKind.ADVANCE in given:
        _climbing(world, state, books, moves, given[OrderKind.ADVANCE])
    _deeds(world, state, books)


def _joining(world: World, state: State, books: Books, orders: Index) -> None:
    table, turn = world.programmes, np.int16(state.turn)
    rows, nations, programmes, _ = orders
    at = (rows, nations, programmes)
    back = books["status"][at] == WITHDRAWN
    first, again = (tuple(axis[mask] for axis in at) for mask in (~back, back))
    books.put_at("status", Cause.SIGNED, first, ACTIVE)
    books.put_at("status", Cause.RETURNED, again, ACTIVE)
    entry = per_row(world, "programme.entry", rows)
    free = gate_row(world, "P1", rows)
    books.put_at("declared", Cause.DECLARED, at, np.where(free, entry, 1.0))
    books.put_at("step_turn", Cause.STEP, (*first, np.full(len(first[0]), table.first)), turn)
    if free.all():
        return
    # P1 off: one all-or-nothing membership, every step that needs no invitation comes at once
    for step in where(~table.by_invitation)[0]:
        mask = ~free & (books["step_turn"][(*at, np.full(len(rows), step))] == NEVER)
        some = tuple(axis[mask] for axis in at)
        books.put_at("step_turn", Cause.STEP, (*some, np.full(len(some[0]), step)), turn)


def _leaving(state: State, books: Books, given: Mapping[OrderKind, Index]) -> None:
    for kind, cause, status in (
        (OrderKind.HOLD, Cause.HELD, HELD),
        (OrderKind.RESUME, Cause.RESUMED, ACTIVE),
        (OrderKind.WITHDRAW, Cause.WITHDREW, WITHDRAWN),
    ):
        if kind not in given:
            continue
        rows, nations, programmes, _ = given[kind]
        at = (rows, nations, programmes)
        if kind is OrderKind.WITHDRAW:
            withdraw(state, books, cause, at)
        else:
            same = books["status"][at] == state["status"][at]  # it may be out by now
            books.put_at("status", cause, tuple(axis[same] for axis in at), status)


def _declaring(books: Books, moves: Moves, orders: Index) -> None:
    rows, nations, programmes, slots = _still_active(books, orders)
    amount = snap(np.clip(moves.orders.amount[rows, nations, slots], 0.0, 1.0))
    books.put_at("declared", Cause.DECLARED, (rows, nations, programmes), amount)


def _still_active(books: Books, orders: Index) -> Index:
    """The orders of those who did not leave in the same turn."""
    active = gather(books["status"], *orders[:3]) == ACTIVE
    return orders if active.all() else tuple(part[active] for part in orders)


def capacity(world: World, state: State) -> Floats:
    """(R, N) how fast an administration turns decisions into deeds, 0..1.

    Institutions and peace at home make it; Assumption, see ``depth.capacity``.
    """
    floor = world.param("depth.capacity")
    peace = 1.0 - world.param("depth.war") * state["war"]
    return snap((floor + (1.0 - floor) * state["institutions"]) * peace)


def _climbing(world: World, state: State, books: Books, moves: Moves, orders: Index) -> None:
    table, turn = world.programmes, np.int16(state.turn)
    rows, nations, programmes, slots = _still_active(books, orders)
    at = (rows, nations, programmes)
    rates = arguments.table(world, "work.pace", "work.base", "aid.work", "P9", "aid.half")
    done, boost = _work(at, state["depth"], state["aid"], capacity(world, state), rates)
    books.add_at("work", Cause.WORK, at, done)
    books.add_at("work", Cause.AID, at, boost)
    steps = gather(moves.orders.arg, rows, nations, slots)
    ready = gather(books["work"], *at) >= table.work[steps]
    some = tuple(axis[ready] for axis in at)
    books.put_at("step_turn", Cause.STEP, (*some, steps[ready]), turn)
    books.put_at("work", Cause.STEP, some, 0.0)


@compiled
def _work(
    at: tuple[Ints, Ints, Ints], depth: Floats, aid: Floats, able: Floats, rates: Floats
) -> tuple[Floats, Floats]:
    """(n,) what nations (row, nation, programme) do for their next step, and what aid adds.

    ``depth`` and ``aid`` are (R, N, P), ``able`` (R, N) capacities, ``rates`` (R or 1, 5).
    """
    rows, nations, programmes = at
    done, boost = np.empty((2, len(rows)))
    for k in range(len(rows)):
        row, own, programme = rows[k], nations[k], programmes[k]
        pace, base, worth, works, half = rates[row if len(rates) > 1 else 0]
        done[k] = nearest(pace * (base + depth[row, own, programme]) * able[row, own])
        helped = aid[row, own, programme]
        boost[k] = nearest(worth * works * (helped / (helped + half)))
    return done, boost


def _deeds(world: World, state: State, books: Books) -> None:
    """Effective depth follows the declared one, as far and as fast as will and means allow.

    With P13 off, what is declared is done.
    """
    declared, depth = books["declared"], state["depth"]
    real = world.on("P13", 2)
    floor = world.param("depth.lip_service", 2)
    rise = world.param("depth.sincerity", 2)
    sincere = np.minimum(1.0, floor + (1.0 - floor) * state["will"][..., None] * rise)
    member = books["status"] == MEMBER  # the treaty binds it to what it declares
    target = np.where(real & ~member, declared * sincere, declared)
    pace = world.param("depth.pace", 2) * capacity(world, state)[..., None]
    pace = np.where(real, np.minimum(pace, 1.0), 1.0)
    change = snap(pace * (target - depth)) * (books["status"] != SUSPENDED)

    def parts() -> Mapping[Cause, Floats]:
        return {Cause.DEED: np.maximum(change, 0.0), Cause.NEGLECT: np.minimum(change, 0.0)}

    books.add_split("depth", change, parts)
    books.settle("depth")
    books.settle("work")


def _given(moves: Moves) -> dict[OrderKind, Index]:
    """Rows, nations, targets, slots of the orders of each kind; a cell ordered twice counts once.

    Only kinds that somebody gave.
    """
    out: dict[OrderKind, Index] = {}
    for kind in _KINDS:
        rows, nations, slots = at = moves.of(kind)
        if not len(rows):
            continue
        targets = gather(moves.orders.target, *at).astype(np.intp)
        orders: Index = (rows, nations, targets, slots)
        owner = rows * 4096 + nations
        if (owner[1:] == owner[:-1]).any():  # somebody gave two, which may be about one programme
            _, keep = np.unique(owner * 64 + targets, return_index=True)
            orders = tuple(part.take(keep) for part in orders)
        out[kind] = orders
    return out
