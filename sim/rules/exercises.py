"""Joint exercises from table-top to live: announced, answered, held or cancelled (P5, P14)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Draw, Stream
from sim.grid import snap, snap_into
from sim.orders import Moves, OrderKind
from sim.sparse import assign_slots, per_row, where
from sim.state import (
    CANCELLED,
    CONDUCTED,
    EVIDENCE_BITS,
    FREE,
    PLANNED,
    State,
)
from sim.world import World


def exercises(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Invitations are answered, exercises due are held or fail, new ones are announced."""
    _clear(state, books)
    _answer(state, books, moves)
    _hold(world, state, books, moves, draw)
    _announce(world, state, books, moves)


def training(world: World, books: Books) -> tuple[Floats, Floats]:
    """(R, N, N) staff and field training of each pair in this turn's exercises, 0 with itself."""
    held = books["exercise"] == CONDUCTED
    width = max(int(held.sum(axis=1).max()), 1)
    slots = np.argsort(~held, axis=1, kind="stable")[:, :width]
    row = np.arange(len(slots))[:, None]
    types = np.maximum(books["exercise_type"][row, slots], 0)
    held = held[row, slots]
    there = books["exercise_coming"][row, slots].astype(np.float64)
    out = []
    for weights in (world.exercises.staff, world.exercises.field):
        amount = np.where(held, weights[types], 0.0)
        shared = np.matmul((there * amount[..., None]).transpose(0, 2, 1), there)
        diagonal = np.arange(world.dims.N)
        shared[:, diagonal, diagonal] = 0.0
        out.append(shared)
    return out[0], out[1]


def _clear(state: State, books: Books) -> None:
    """Slots of exercises that ended in the turn before are free again."""
    cause = Cause.EXERCISE_PLANNED
    over = state["exercise"] >= CONDUCTED
    for field in ("exercise_coming", "exercise_invited"):
        books.put(field, cause, over[..., None] & np.True_, 0)
    slots = where(over)
    books.put_at("exercise", cause, slots, FREE)
    for field in ("exercise_host", "exercise_type", "exercise_scope"):
        books.put_at(field, cause, slots, -1)


def _answer(state: State, books: Books, moves: Moves) -> None:
    """Invited nations come or stay away; who says nothing keeps what it said before."""
    said = moves.orders.attend.transpose(0, 2, 1)
    nations = np.arange(said.shape[2])
    open_ = (state["exercise"] == PLANNED)[..., None] & (state["exercise_invited"] == 1)
    open_ &= state["exercise_host"][..., None] != nations  # the host comes, or calls it off
    books.put("exercise_coming", Cause.EXERCISE_ANSWERED, open_ & (said > 0), 1)
    books.put("exercise_coming", Cause.EXERCISE_ANSWERED, open_ & (said < 0), 0)


def _hold(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Due exercises are held unless the host calls off, refuses a guest, or too few come.

    An open exercise must take every partner that wants to come: a host in a dispute or rivalry
    with a guest refuses, and the exercise falls. A host short of political will may find its
    parliament against foreign troops.
    """
    rows, slots = where((state["exercise"] == PLANNED) & world.on("P5", 1))
    due = state["exercise_due"][rows, slots] <= state.turn
    rows, slots = rows[due], slots[due]
    host = state["exercise_host"][rows, slots].astype(np.intp)
    called = np.zeros(state["exercise"].shape, bool)
    order_rows, _, order_slots = at = where(moves.orders.chosen(OrderKind.CANCEL))
    called[order_rows, moves.orders.target[at]] = True
    del order_slots
    coming = books["exercise_coming"][rows, slots] == 1
    coming[np.arange(len(rows)), host] = False
    few = coming.sum(axis=1) < 1
    recent = state.turn - state["last_dispute"][rows, host].astype(np.int32)
    memory = per_row(world, "exercise.grudge", rows)
    foe = (state["rivalry"][rows, host] == 1) | (recent < memory[:, None])
    luck = draw.uniform(Stream.EXERCISE, world.dims.X, 4)[rows, slots]
    refused = (coming & foe).any(axis=1) & (luck[:, 0] < per_row(world, "exercise.refusal", rows))
    will = state["will"][rows, host]
    parliament = luck[:, 1] < per_row(world, "exercise.parliament", rows) * (1.0 - will)
    fails = few | refused | parliament | called[rows, slots]
    books.put_at("exercise", Cause.EXERCISE_CANCELLED, (rows[fails], slots[fails]), CANCELLED)
    books.put_at("exercise", Cause.EXERCISED, (rows[~fails], slots[~fails]), CONDUCTED)
    _blame(world, books, rows[fails], host[fails], coming[fails])
    _credit(world, state, books)
    early_rows, early = where(called & (books["exercise"] == PLANNED))
    books.put_at("exercise", Cause.EXERCISE_CANCELLED, (early_rows, early), CANCELLED)


def _blame(
    world: World, books: Books, rows: np.ndarray, host: np.ndarray, guests: np.ndarray
) -> None:
    event, guest = where(guests)
    amount = snap(per_row(world, "exercise.blame", rows[event]), EVIDENCE_BITS)
    books.add_at("bad", Cause.EXERCISE_CANCELLED, (rows[event], guest, host[event]), amount)


def _credit(world: World, state: State, books: Books) -> None:
    """Exercising together is evidence of good faith, and is remembered with its date."""
    staff, drill = books.scratch["training"] = training(world, books)
    shared = staff + drill
    books.put("exercised", Cause.EXERCISED, shared > 0, np.int16(state.turn))
    shared *= world.param("exercise.evidence", 2)
    books.add("good", Cause.EXERCISED, snap_into(shared, EVIDENCE_BITS))


def _announce(world: World, state: State, books: Books, moves: Moves) -> None:
    rows, nations, orders = where(moves.orders.chosen(OrderKind.HOST))
    slots, fits = assign_slots(rows, books["exercise"] == FREE)
    rows, nations, orders, slots = (p[fits] for p in (rows, nations, orders, slots))
    if not len(rows):
        return
    at, of = (rows, slots), (rows, nations, orders)
    kind = moves.orders.arg[of].astype(np.intp)
    scope = moves.orders.target[of].astype(np.intp)
    cause = Cause.EXERCISE_PLANNED
    books.put_at("exercise", cause, at, PLANNED)
    books.put_at("exercise_host", cause, at, nations.astype(np.int16))
    books.put_at("exercise_type", cause, at, kind.astype(np.int16))
    books.put_at("exercise_scope", cause, at, scope.astype(np.int16))
    due = state.turn + world.exercises.lead[kind]
    books.put_at("exercise_due", cause, at, due.astype(np.int16))
    event, guest = where(_invited(world, state, rows, nations, scope))
    books.put_at("exercise_invited", cause, (rows[event], slots[event], guest), 1)
    for field in ("exercise_invited", "exercise_coming"):
        books.put_at(field, cause, (rows, slots, nations), 1)


def _invited(
    world: World, state: State, rows: np.ndarray, hosts: np.ndarray, scope: np.ndarray
) -> np.ndarray:
    """(events, N) who is invited: all who take part, all members, or the host's own partners."""
    dims = world.dims
    part = relations.taking_part(state)[rows]
    seats = state["member"][rows] == 1
    friends = relations.ties(state)[rows, hosts]
    friends |= relations.defence_pact(world, state)[rows, hosts]
    circles = np.concatenate([part, seats, friends[..., None]], axis=2)
    out = circles[np.arange(len(rows)), :, np.minimum(scope, dims.P + dims.G)]
    return np.asarray(out & world.exists(state.turn))
