"""Calls for aid: who calls, who answers, who joins a war; consultation (A10, P8)."""

from __future__ import annotations

import numpy as np

from sim import aid, relations
from sim.account import Books
from sim.axes import Bools
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import assign_slots, gate_row, per_row, where
from sim.state import EVIDENCE_BITS, FORCE, WAR, State
from sim.world import World


def calls(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Allies honour or refuse the calls on the table; new ones are made; some consult instead.

    Silence is refusal. Everybody takes note of who honoured and who refused; of one bound by a
    secret annex only the victim knows. A call is laid before the allies this turn and answered in
    the next.
    """
    _answers(world, state, books, moves, draw)
    _invoke(world, state, books, moves)
    _consult(world, state, books, moves)


def _answers(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """What answers leave behind, and who goes to war for an ally; the calls are off the table."""
    open_ = aid.open_calls(world, state)
    if not len(open_.rows):
        return
    answer = moves.orders.honour[open_.rows, :, open_.slots]
    for yes, field, cause in (
        (answer > 0, "good", Cause.HONOURED),
        (answer <= 0, "bad", Cause.REFUSED_CALL),
    ):
        _felt(world, books, open_, (open_.bound | open_.secret) & yes, (field, cause))
        _told(world, books, open_, open_.bound & yes, (f"heard_{field}", cause))
    _join(world, state, books, open_, (open_.bound | open_.secret) & (answer > 0), draw)
    for field in ("call_victim", "call_against"):
        books.put_at(field, Cause.CALLED, (open_.rows, open_.slots), np.int16(-1))


def _felt(
    world: World, books: Books, open_: aid.Calls, who: Bools, into: tuple[str, Cause]
) -> None:
    """The victim's own experience of each ally."""
    event, ally = where(who)
    rows = open_.rows[event]
    amount = snap(per_row(world, "call.evidence", rows), EVIDENCE_BITS)
    books.add_at(*into, (rows, open_.victim[event], ally), amount)


def _told(
    world: World, books: Books, open_: aid.Calls, who: Bools, into: tuple[str, Cause]
) -> None:
    """What third nations hear of each ally (N1)."""
    event, ally = where(who)
    rows, size = open_.rows[event], world.dims.N
    amount = per_row(world, "call.repute", rows) * gate_row(world, "N1", rows)
    others = np.tile(np.arange(size), len(event))
    place = (np.repeat(rows, size), others, np.repeat(ally, size))
    away = place[1] != place[2]
    told = np.repeat(snap(amount, EVIDENCE_BITS), size)
    books.add_at(*into, tuple(axis[away] for axis in place), told[away])


def _join(
    world: World, state: State, books: Books, open_: aid.Calls, yes: Bools, draw: Draw
) -> None:
    """Of the allies who honour a call against a war, few go to war themselves."""
    war = state["standoff"][open_.rows, open_.enemy, open_.victim] == WAR
    event, ally = where(yes & war[:, None])
    if not len(event):
        return
    rows, enemy = open_.rows[event], open_.enemy[event]
    luck = draw.of_pairs(Column.HONOUR, world.dims.N, rows, enemy, ally)
    goes = luck < per_row(world, "call.joining", rows)
    goes &= state["standoff"][rows, ally, enemy] < WAR
    rows, ally, enemy = rows[goes], ally[goes], enemy[goes]
    for field in ("standoff", "hostility"):
        books.put_at(field, Cause.JOINED_WAR, (rows, ally, enemy), np.int8(WAR))
    for one, two in ((ally, enemy), (enemy, ally)):
        books.put_at("last_dispute", Cause.JOINED_WAR, (rows, one, two), np.int16(state.turn))


def _invoke(world: World, state: State, books: Books, moves: Moves) -> None:
    """Victims of force lay calls before their allies, while there is room."""
    rows, nations, slots = moves.of(OrderKind.INVOKE)
    if not len(rows):
        return
    enemy = moves.orders.target[rows, nations, slots].astype(np.intp)
    attacked = state["standoff"][rows, enemy, nations] >= FORCE
    size = world.dims.N
    keys = np.unique(((rows * size + nations) * size + enemy)[attacked])
    rows, victim, enemy = keys // size // size, keys // size % size, keys % size
    place, fits = assign_slots(rows, books["call_victim"] < 0)
    at = (rows[fits], place[fits])
    books.put_at("call_victim", Cause.CALLED, at, victim[fits].astype(np.int16))
    books.put_at("call_against", Cause.CALLED, at, enemy[fits].astype(np.int16))


def _consult(world: World, state: State, books: Books, moves: Moves) -> None:
    """The sponsor's members hear a threatened participant: that promise is kept, and no other.

    The caller trusts each of them more, they come to know the caller; asked again while the last
    consultation is still attended to, nobody gains. No obligation to defend follows.
    """
    rows, nations, _ = moves.of(OrderKind.CONSULT)
    if not len(rows):
        return
    keys = np.unique(rows * world.dims.N + nations)
    rows, caller = np.divmod(keys, world.dims.N)
    fresh = ~relations.consulting(world, state)[rows, caller]
    books.put_at("consulted", Cause.CONSULTED, (rows, caller), np.int16(state.turn))
    rows, caller = rows[fresh], caller[fresh]
    part = relations.taking_part(state)[rows, caller]
    sponsors = state["member"][rows][:, :, world.programmes.sponsor] == 1
    event, member = where((sponsors & part[:, None, :]).any(axis=2))
    rows, caller = rows[event], caller[event]
    away = member != caller
    rows, caller, member = rows[away], caller[away], member[away]
    amount = snap(per_row(world, "consult.evidence", rows), EVIDENCE_BITS)
    books.add_at("good", Cause.CONSULTED, (rows, caller, member), amount)
    books.add_at("good", Cause.CONSULTED, (rows, member, caller), amount)
