"""Joint exercises from table-top to live: announced, answered, held or cancelled (P5, P14)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools
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


def training(world: World, books: Books) -> tuple[np.ndarray, np.ndarray]:
    """(R, N, N) staff and field training of each pair in this turn's exercises, 0 with itself.

    In single precision, which holds them exactly: weights are multiples of ``2**-10`` up to 8, and
    there are fewer than a thousand slots.
    """
    rows, slots = where(books["exercise"] == CONDUCTED)
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    shape = (len(books["exercise"]), int(np.max(place, initial=0)) + 1)
    nations = world.dims.N
    there = np.zeros((*shape, nations), np.float32)
    there[rows, place] = books["exercise_coming"][rows, slots]
    weights = np.zeros((*shape, 2, 1), np.float32)
    both = np.stack([world.exercises.staff, world.exercises.field], axis=1)
    weights[rows, place, :, 0] = both[books["exercise_type"][rows, slots]]
    weighed = (there[:, :, None] * weights).reshape(*shape, 2 * nations)
    shared = np.matmul(weighed.transpose(0, 2, 1), there)
    place = np.arange(2 * nations)
    shared[:, place, place % nations] = 0.0
    return shared[:, :nations], shared[:, nations:]


def _clear(state: State, books: Books) -> None:
    """Slots of exercises that ended in the turn before are free again."""
    cause = Cause.EXERCISE_PLANNED
    slots = where(state["exercise"] >= CONDUCTED)
    for field in ("exercise_coming", "exercise_invited"):
        books.put_at(field, cause, slots, 0)  # of all nations
    books.put_at("exercise", cause, slots, FREE)
    for field in ("exercise_host", "exercise_type", "exercise_scope"):
        books.put_at(field, cause, slots, -1)


def _answer(state: State, books: Books, moves: Moves) -> None:
    """Invited nations come or stay away; who says nothing keeps what it said before."""
    # to exercises ahead: nobody is invited to others any more
    said = moves.orders.attend.transpose(0, 2, 1) * books["exercise_invited"]
    rows, slots = where(state["exercise"] == PLANNED)
    said[rows, slots, state["exercise_host"][rows, slots]] = 0  # the host comes, or calls it off
    step = (said > 0).view(np.int8) - books["exercise_coming"]
    step *= said != 0
    books.add("exercise_coming", Cause.EXERCISE_ANSWERED, step)


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
    at = moves.of(OrderKind.CANCEL)
    called[at[0], moves.orders.target[at]] = True
    coming = books["exercise_coming"][rows, slots] == 1
    coming[np.arange(len(rows)), host] = False
    luck = draw.uniform(Stream.EXERCISE, world.dims.X, 4)[rows, slots]
    refused = luck[:, 0] < per_row(world, "exercise.refusal", rows)
    refused[refused] = _foe_comes(world, state, rows[refused], host[refused], coming[refused])
    will = state["will"][rows, host]
    parliament = luck[:, 1] < per_row(world, "exercise.parliament", rows) * (1.0 - will)
    fails = ~coming.any(axis=1) | refused | parliament | called[rows, slots]
    books.put_at("exercise", Cause.EXERCISE_CANCELLED, (rows[fails], slots[fails]), CANCELLED)
    books.put_at("exercise", Cause.EXERCISED, (rows[~fails], slots[~fails]), CONDUCTED)
    _blame(world, books, rows[fails], host[fails], coming[fails])
    _credit(world, state, books)
    early_rows, early = where(called & (books["exercise"] == PLANNED))
    books.put_at("exercise", Cause.EXERCISE_CANCELLED, (early_rows, early), CANCELLED)


def _foe_comes(
    world: World, state: State, rows: np.ndarray, host: np.ndarray, guests: np.ndarray
) -> Bools:
    """(events,) whether a rival of the host, or who had a dispute with it, is among the guests."""
    recent = state.turn - state["last_dispute"][rows, host].astype(np.int32)
    memory = per_row(world, "exercise.grudge", rows)
    foe = (state["rivalry"][rows, host] == 1) | (recent < memory[:, None])
    return np.asarray((guests & foe).any(axis=1))


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
    # as a difference, for a choice cell by cell costs several times as much
    step: np.ndarray = np.int32(state.turn) - books["exercised"]
    step *= shared > 0
    books.add("exercised", Cause.EXERCISED, step)
    amount = shared.astype(np.float64)
    amount *= world.param("exercise.evidence", 2)
    books.add("good", Cause.EXERCISED, snap_into(amount, EVIDENCE_BITS))


def _announce(world: World, state: State, books: Books, moves: Moves) -> None:
    rows, nations, orders = moves.of(OrderKind.HOST)
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
    invited: np.ndarray = np.zeros(state["exercise_invited"].shape, np.int8)
    invited[at] = _invited(world, state, rows, nations, scope)
    invited[rows, slots, nations] = 1
    books.add("exercise_invited", cause, invited)
    books.put_at("exercise_coming", cause, (rows, slots, nations), 1)


def _invited(
    world: World, state: State, rows: np.ndarray, hosts: np.ndarray, scope: np.ndarray
) -> Bools:
    """(events, N) who is invited: all who take part, all members, or the host's own partners."""
    seats = state["member"] == 1
    circles = np.concatenate([relations.taking_part(state), seats], axis=2).transpose(0, 2, 1)
    out = np.empty((len(rows), world.dims.N), bool)
    own = scope >= circles.shape[1]
    out[~own] = circles[rows[~own], scope[~own]]
    mine = (rows[own], hosts[own])
    out[own] = relations.ties(state)[mine] | relations.defence_pact(world, state)[mine]
    return np.asarray(out & world.exists(state.turn))
