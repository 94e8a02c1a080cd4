"""What is kept is evidence of reliability: agreements in force, and what groups have in common."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Floats
from sim.carried import bonds, by_rows
from sim.causes import Cause
from sim.compiled import compiled
from sim.grid import snap, snap_into
from sim.state import EVIDENCE_BITS, State
from sim.world import World


def keep(world: World, state: State, books: Books) -> None:
    """Agreements in force that are kept are evidence of reliability; so is a common group."""
    member, trust = state["member"], relations.of_groups(world, state, "trust")
    known = (member, state["format"])
    shared = by_rows(world, "group_kept", known, lambda rows: _shared(world, member, trust, rows))
    rate = snap(world.param("agreement.evidence", 2), EVIDENCE_BITS)
    with bonds(world, state) as held:
        fresh = _kept(state["good"], held.evidence, rate[:, 0, 0], shared)

        def parts() -> Mapping[Cause, Floats]:
            return {Cause.AGREEMENT_KEPT: held.evidence * rate, Cause.GROUP_KEPT: shared}

        books.bring("good", fresh, parts)


@compiled
def _kept(before: Floats, units: np.ndarray, rate: Floats, shared: Floats) -> Floats:
    """(R, N, N) evidence with that of agreements, so much for each unit, and of common groups."""
    fresh = np.empty(before.shape)
    for row in range(len(before)):
        worth = rate[row if len(rate) > 1 else 0]
        for i in range(before.shape[1]):
            for j in range(before.shape[2]):
                # a whole number of units times a number on the grid stays on it
                kept = units[row, i, j] * worth + shared[row, i, j]
                fresh[row, i, j] = kept + before[row, i, j]
    return fresh


def _shared(world: World, member: np.ndarray, trust: Floats, rows: np.ndarray) -> Floats:
    """(rows, N, N) evidence a turn between members of common groups."""
    seats = member[rows].astype(np.float64)
    weight = trust[rows if len(trust) > 1 else rows * 0]
    shared = np.matmul(seats * weight[:, None, :], seats.transpose(0, 2, 1))
    rate = world.gate("A1") * world.param("group.evidence").reshape(-1)
    shared *= (rate[rows] if len(rate) > 1 else rate)[:, None, None]
    diagonal = np.arange(world.dims.N)
    shared[:, diagonal, diagonal] = 0.0
    return snap_into(shared, EVIDENCE_BITS)
