"""What was done in secret and comes to light: breaches (A4, A5) and secret annexes (A7)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.arguments import table
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.orders import PUBLISHED, SECRET, Moves, OrderKind
from sim.relations import memo
from sim.sparse import Index, gate_row, per_row, where
from sim.state import EVIDENCE_BITS, State
from sim.treaty import notice
from sim.world import World

#: Chance a turn that a breach is found, by the verification agreed.
_FOUND = ("law.found_none", "law.found_light", "law.found_regular", "law.found_intrusive")


def breaking(state: State) -> np.ndarray:
    """(3, n) row, nation and partner where a nation keeps agreements in secret no longer."""
    return memo(state, "breaking", lambda: np.array(where(state["breached"] > 0)))


def find_breaches(world: World, state: State, books: Books, draw: Draw) -> Index:
    """Breaches that the partner finds: it gives notice and remembers; (row, nation, rule, -1).

    The chance follows the verification agreed between the two; with A5 off there is none.
    """
    nobody = np.zeros(0, np.intp)
    rows, own, other = breaking(state)
    if not len(rows):
        return nobody, nobody, nobody, nobody
    level = state["verified"][rows, own, other] * gate_row(world, "A5", rows)
    rates = table(world, *_FOUND)
    chance = rates[rows if len(rates) > 1 else 0, level]
    luck = draw.of_pairs(Column.BREACH, world.dims.N, rows, own, other)
    hit = (luck < chance) & gate_row(world, "A4", rows)
    if not hit.any():
        return nobody, nobody, nobody, nobody
    rows, own, other = rows[hit], own[hit], other[hit]
    bits = state["breached"][rows, own, other][:, None] >> np.arange(world.dims.A) & 1
    event, types = np.nonzero(bits)
    cells = (rows[event], types, own[event], other[event])  # with A3 off that ends it at once
    notice(world, state, books, Cause.BREACH_FOUND, cells)
    books.put_at("breached", Cause.BREACH_FOUND, (rows, own, other), np.int16(0))
    books.put_at("breach_found", Cause.BREACH_FOUND, (rows, own, other), np.int16(state.turn))
    blame = snap(per_row(world, "law.breach_evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.BREACH_FOUND, (rows, other, own), blame)
    return rows, own, np.full(len(rows), world.law.find("pacta")), np.full(len(rows), -1)


def reveal(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Secret annexes come to light by chance, by others' intelligence and by leaks.

    Closed states keep them longer. What is revealed is published, and every third nation hears of
    it as bad evidence about both parties, more so the more it fears a party or rivals it.
    """
    if state["annex"].max() < SECRET:
        return
    rows, one, two = where(state["annex"] == SECRET)
    once = (one < two) & gate_row(world, "A7", rows)
    rows, one, two = rows[once], one[once], two[once]
    own, other = (
        draw.of_nations(Column.DISCOVERY, 0, world.dims.N, rows, who)
        + draw.of_nations(Column.DISCOVERY, 1, world.dims.N, rows, who)
        for who in (one, two)
    )
    luck = mix(own, other)
    hit = luck < _discovery(world, state, moves, rows, one, two)
    if not hit.any():
        return
    rows, one, two = rows[hit], one[hit], two[hit]
    for first, second in ((one, two), (two, one)):
        at = (rows, first, second)
        books.put_at("annex", Cause.REVEALED, at, np.int8(PUBLISHED))
        books.put_at("revealed", Cause.REVEALED, at, np.int16(state.turn))
        shock = per_row(world, "annex.shock", rows) * np.ones(len(rows))
        _dismay(world, state, books, (rows, first, second), shock)


def _discovery(
    world: World,
    state: State,
    moves: Moves,
    rows: np.ndarray,
    one: np.ndarray,
    two: np.ndarray,
) -> Floats:
    """(n,) the chance this turn that a secret annex between two comes to light."""
    third = np.arange(world.dims.N)
    outside = (third != one[:, None]) & (third != two[:, None])
    seen = np.maximum(state["insight"][rows, :, one], state["insight"][rows, :, two])
    insight = (seen * outside).max(axis=1)
    free = 0.5 * (state["institutions"][rows, one] + state["institutions"][rows, two])
    kept = 1.0 - per_row(world, "annex.closed", rows) * (1.0 - free)
    chance = per_row(world, "annex.discovery", rows)
    chance = (chance + per_row(world, "annex.insight", rows) * insight) * kept
    leaks = np.zeros(state["will"].shape)
    where_, nation, slot = moves.of(OrderKind.LEAK)
    np.add.at(leaks, (where_, moves.orders.target[where_, nation, slot]), 1.0)
    talked = leaks[rows, one] + leaks[rows, two]
    return np.asarray(chance + per_row(world, "annex.leak", rows) * talked)


def _dismay(world: World, state: State, books: Books, pair: Index, shock: Floats) -> None:
    """All third nations hear bad evidence about the first party of a revealed annex."""
    rows, party, partner = pair
    third = np.arange(world.dims.N)
    fear = per_row(world, "annex.fear", rows)[:, None] * state["threat"][rows, :, party]
    rival = per_row(world, "annex.rival", rows)[:, None] * state["rivalry"][rows, :, party]
    amount = snap(shock[:, None] * (1.0 + fear + rival), EVIDENCE_BITS)
    outside = (third != party[:, None]) & (third != partner[:, None])
    event, hearer = np.nonzero(outside & world.exists(state.turn))
    at = (rows[event], hearer, party[event])
    books.add_at("heard_bad", Cause.REVEALED, at, amount[event, hearer])


def tell(
    world: World,
    state: State,
    books: Books,
    cause: Cause,
    news: tuple[np.ndarray, np.ndarray, np.ndarray, Floats],
) -> None:
    """All nations but the one itself and the injured hear bad evidence about it.

    ``news`` are the row, the nation, the injured (-1 nobody) and how much is heard, (n,) each.
    """
    rows, nations, injured, amount = news
    third = np.arange(world.dims.N)
    outside = (third != nations[:, None]) & (third != injured[:, None])
    event, hearer = np.nonzero(outside & world.exists(state.turn))
    at = (rows[event], hearer, nations[event])
    books.add_at("heard_bad", cause, at, snap(amount, EVIDENCE_BITS)[event])
