"""What missions do for the nation where they are: troops as they count, their effect (P7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import relations
from sim.axes import Bools, Floats
from sim.grid import snap, table
from sim.sparse import per_row, where
from sim.state import IN_FORCE, State
from sim.world import World

#: Bits of a mission's terms.
UNIFIED, LIMITED, PROTECTION, UNLAWFUL = 1, 2, 4, 8

#: exp(-x) for x in steps of 1/64, up to 16: nothing changes beyond.
_STEPS = 64
_EBB = table(lambda k: float(np.exp(-k / _STEPS)), 16 * _STEPS + 1)

#: The domain of interoperability that agreements on supply work on: equipment and logistics.
_SUPPLY = 2


def ebb(x: Floats) -> Floats:
    """exp(-x) for x >= 0, from a table."""
    step = np.minimum(np.rint(x * _STEPS), len(_EBB) - 1.0).astype(np.intp)
    return np.asarray(_EBB[step])


@dataclass(frozen=True, slots=True)
class Forces:
    """The troops of all missions under way: n missions, each with up to W contributors."""

    rows: np.ndarray  # (n,)
    slots: np.ndarray  # (n,)
    nations: np.ndarray  # (n, W) contributors, in order
    there: Floats  # (n, W) thousands that have arrived, 0 where there is no contributor


def forces(state: State) -> Forces:
    """Who has troops in which mission; made once for a state and kept with it."""
    known: Forces | None = state.__dict__.get("_forces")
    if known is not None:
        return known
    rows, slots = where(state["mission_place"] >= 0)
    there = state["arrived"][rows, :, slots]
    width = int(np.max(np.count_nonzero(there > 0, axis=1), initial=1))
    nations = np.argsort(there <= 0, axis=1, kind="stable")[:, :width]
    known = Forces(rows, slots, nations, np.take_along_axis(there, nations, axis=1))
    state.__dict__["_forces"] = known
    return known


def weakest(state: State, troops: Forces) -> Floats:
    """(n,) the lowest interoperability among pairs of contributors; 1 for fewer than two."""
    at, here = troops.rows[:, None, None], troops.there > 0
    first, second = troops.nations[:, :, None], troops.nations[:, None, :]
    pair = here[:, :, None] & here[:, None, :] & (first != second)
    level = state.effective_interop[at, first, second]
    return np.asarray(np.where(pair, level, 1.0).min(axis=(1, 2)))


def _supplied(world: World, state: State, troops: Forces) -> Bools:
    """(n, W) contributors that the lead supplies: by treaty, by pact, or itself."""
    rows, nations = troops.rows[:, None], troops.nations
    lead = state["mission_lead"][troops.rows, troops.slots].astype(np.intp)[:, None]
    out = nations == lead
    out |= relations.defence_pact(world, state)[rows, nations, lead]
    for kind in np.nonzero(world.agreements.interop[:, _SUPPLY] > 0)[0]:
        out |= state["agreement"][rows, kind, nations, lead] >= IN_FORCE
    return np.asarray(out)


def counted(world: World, state: State, troops: Forces) -> Floats:
    """(n,) thousands of troops as they count.

    A force is as good as its least interoperable pair allows; without unified command something
    is lost to coordination; who is not supplied by the lead is worth less; a limited mandate
    halves, a mandate to protect civilians adds.
    """
    rows = troops.rows
    terms = state["mission_terms"][rows, troops.slots]
    poor = per_row(world, "mission.supply", rows)[:, None]
    total = (troops.there * np.where(_supplied(world, state, troops), 1.0, 1.0 - poor)).sum(axis=1)
    floor = per_row(world, "mission.floor", rows)
    total = total * (floor + (1.0 - floor) * weakest(state, troops))
    loss = per_row(world, "mission.coordination", rows)
    total = total * np.where(terms & UNIFIED, 1.0, 1.0 - loss)
    total = total * np.where(terms & LIMITED, 1.0 - per_row(world, "mission.limited", rows), 1.0)
    gain = per_row(world, "mission.protection", rows)
    return snap(total * np.where(terms & PROTECTION, 1.0 + gain, 1.0), 10)


def calm(world: World, state: State) -> Floats:
    """(R, N) share of the fighting on a nation's soil that missions leave, 0..1: 1 without any.

    ``exp(-mission.effect * thousands)``. Source: Hultman, Kathman and Shannon 2014: battle deaths
    a month fall from 22 to 6 at 10,000 troops.
    """

    def make() -> Floats:
        out = np.ones(state["war"].shape)
        troops = forces(state)
        if not len(troops.rows):
            return out
        works = world.on("P7")[troops.rows if len(world.on("P7")) > 1 else troops.rows * 0]
        left = ebb(per_row(world, "mission.effect", troops.rows) * counted(world, state, troops))
        place = state["mission_place"][troops.rows, troops.slots].astype(np.intp)
        np.minimum.at(out, (troops.rows, place), np.where(works, left, 1.0))
        return out

    return relations.memo(state, "calm", make, world)


def mission_strength(world: World, state: State) -> Floats:
    """(R, N) how much missions help to settle the conflict on a nation's soil, 0..1.

    It grows with the troops as they count, and with the contributors' practice of talks between
    soldiers and civilians: the fourth instrument of civil control.
    """

    def make() -> Floats:
        left = calm(world, state)
        out = np.zeros(left.shape)
        if (left < 1.0).any():
            troops = forces(state)
            talks = state["control"][troops.rows[:, None], troops.nations, _TALKS]
            share = (talks * troops.there).sum(axis=1) / np.maximum(troops.there.sum(axis=1), 0.001)
            place = state["mission_place"][troops.rows, troops.slots].astype(np.intp)
            at = (troops.rows, place)
            np.maximum.at(out, at, (1.0 - left[at]) * (0.5 + 0.5 * share))
        return snap(out)

    return relations.memo(state, "mission_strength", make, world)


#: The instrument of civil control that works between soldiers and civilians.
_TALKS = 3
