"""What missions do for the nation where they are: troops as they count, their effect (P7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import relations
from sim.axes import Bools, Floats
from sim.grid import snap, table
from sim.sparse import gate_row, gather, pairs_within, per_row, where
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
    """The troops of all missions under way: n missions, their k contributors, p pairs of those."""

    rows: np.ndarray  # (n,)
    slots: np.ndarray  # (n,)
    places: np.ndarray  # (n,) nation where it is
    mission: np.ndarray  # (k,) which of the n each contributor serves in, ascending
    nations: np.ndarray  # (k,)
    there: Floats  # (k,) thousands that have arrived, more than 0
    first: np.ndarray  # (p,) contributors who serve together, each pair once
    second: np.ndarray  # (p,)


def forces(state: State) -> Forces:
    """Who has troops in which mission; made once for a state and kept with it."""
    known: Forces | None = state.__dict__.get("_forces")
    if known is not None:
        return known
    place = state["mission_place"]
    rows, slots = where(place >= 0)
    there = state["arrived"][rows, :, slots]  # (n, N)
    mission, nations = where(there > 0)
    places = place[rows, slots].astype(np.intp)
    arrived = there[mission, nations]
    known = Forces(rows, slots, places, mission, nations, arrived, *pairs_within(mission))
    state.__dict__["_forces"] = known
    return known


def weakest(state: State, troops: Forces) -> Floats:
    """(n,) the lowest interoperability among pairs of contributors; 1 for fewer than two."""
    out = np.ones(len(troops.rows))
    one, two, mission = troops.first, troops.second, troops.mission[troops.first]
    nations = troops.nations
    level = gather(state.effective_interop, troops.rows[mission], nations[one], nations[two])
    np.minimum.at(out, mission, level)
    return out


def _supplied(world: World, state: State, troops: Forces) -> Bools:
    """(k,) contributors that the lead supplies: by treaty, by pact, or itself."""
    rows, nations = troops.rows[troops.mission], troops.nations
    lead = state["mission_lead"][troops.rows, troops.slots].astype(np.intp)[troops.mission]
    out = nations == lead
    out |= gather(relations.defence_pact(world, state), rows, nations, lead)
    for kind in np.flatnonzero(world.agreements.interop[:, _SUPPLY] > 0).tolist():
        out |= gather(state["agreement"], rows, kind, nations, lead) >= IN_FORCE
    return np.asarray(out)


def counted(world: World, state: State, troops: Forces) -> Floats:
    """(n,) thousands of troops as they count.

    A force is as good as its least interoperable pair allows; without unified command something
    is lost to coordination; who is not supplied by the lead is worth less; a limited mandate
    halves, a mandate to protect civilians adds.
    """
    rows = troops.rows
    terms = state["mission_terms"][rows, troops.slots]
    poor = per_row(world, "mission.supply", rows)[troops.mission]
    worth = troops.there * np.where(_supplied(world, state, troops), 1.0, 1.0 - poor)
    total = np.asarray(np.bincount(troops.mission, worth, len(rows)), dtype=np.float64)
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
        works = gate_row(world, "P7", troops.rows)
        left = ebb(per_row(world, "mission.effect", troops.rows) * counted(world, state, troops))
        np.minimum.at(out, (troops.rows, troops.places), np.where(works, left, 1.0))
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
            count = len(troops.rows)
            talks = gather(state["control"], troops.rows[troops.mission], troops.nations, _TALKS)
            whole = np.bincount(troops.mission, troops.there, count)
            spoken = np.bincount(troops.mission, talks * troops.there, count)
            share = np.asarray(spoken / np.maximum(whole, 0.001))
            at = (troops.rows, troops.places)
            np.maximum.at(out, at, (1.0 - left[at]) * (0.5 + 0.5 * share))
        return snap(out)

    return relations.memo(state, "mission_strength", make, world)


#: The instrument of civil control that works between soldiers and civilians.
_TALKS = 3
