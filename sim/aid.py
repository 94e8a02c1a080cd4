"""Calls for aid as they lie on the table: who calls against whom, and who is bound to answer (A10).

A pact binds in the open; an annex that both sides keep secret binds too, but only they know (A7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import relations
from sim.axes import Bools, Floats
from sim.sparse import gate_row, where
from sim.state import State
from sim.world import World

#: Value of the field ``annex``: its parties keep it secret.
SECRET_ANNEX = 2


@dataclass(frozen=True, slots=True)
class Calls:
    """The n calls on the table when the turn begins."""

    rows: np.ndarray  # (n,) replicate
    slots: np.ndarray  # (n,)
    victim: np.ndarray  # (n,)
    enemy: np.ndarray  # (n,)
    bound: Bools  # (n, N) bound by a pact that all know
    secret: Bools  # (n, N) bound by a secret annex only


def open_calls(world: World, state: State) -> Calls:
    """The calls and those bound to answer; who is allied with both sides is bound to neither."""
    rows, slots = where(state["call_victim"] >= 0)
    if not len(rows):
        nobody = np.zeros((0, world.dims.N), bool)
        return Calls(rows, slots, rows, rows, nobody, nobody)
    victim = state["call_victim"][rows, slots].astype(np.intp)
    enemy = state["call_against"][rows, slots].astype(np.intp)
    pact = relations.defence_pact(world, state)
    bound = pact[rows, victim].copy()
    secret = (state["annex"][rows, victim] == SECRET_ANNEX) & gate_row(world, "A7", rows)[:, None]
    secret &= gate_row(world, "A10", rows)[:, None] & ~bound
    event = np.arange(len(rows))
    free = ~pact[rows, enemy]
    free[event, enemy] = free[event, victim] = False
    return Calls(rows, slots, victim, enemy, bound & free, secret & free)


def backing(world: World, state: State, calls: Calls, honour: np.ndarray) -> Floats:
    """(n,) capability of those who honour each call over theirs and the enemy's, 0..1.

    ``honour`` (R, N, C) are the answers given this turn.
    """
    yes = (calls.bound | calls.secret) & (honour[calls.rows, :, calls.slots] > 0)
    power = relations.pooled(world, state)[calls.rows]
    help_ = (power * yes).sum(axis=1)
    enemy = power[np.arange(len(calls.rows)), calls.enemy]
    return np.asarray(help_ / np.maximum(help_ + enemy, 2.0**-20))
