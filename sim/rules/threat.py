"""Perceived threat: power, nearness, distrust, arms, and error where little is known.

Mechanisms N2 (appraisal), A11 (the security dilemma), P2 and P6 (what is known).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.account import Books
from sim.alarm import Alarm, alarms
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap_into
from sim.orders import Moves
from sim.sparse import gate_row, per_row, where
from sim.state import State
from sim.world import World


def threat(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Threat moves toward ``scale * sqrt(power) * nearness * (1 - trust) + rivalry``, with error.

    What neighbours do with their forces adds to it (``sim.alarm``, A11). The error is drawn anew
    each turn and shrinks as the other becomes transparent (P2) or is known by intelligence (P6);
    its mean is above zero because fear overshoots. Source: Walt 1987 for the factors; Assumption
    for the form of the error.
    """
    del moves
    known = world.gate("P2", 1) * state["transparency"]
    width = world.param("threat.error") * (1.0 - known)
    pace = world.param("threat.pace", 2)
    absent = np.flatnonzero(~world.exists(state.turn))
    target = _power(world, state)
    fears = alarms(world, state, books, draw, target)
    appraised = _appraised(world, state, target, fears)
    fog = _misjudged(world, width, draw)
    _clear_up(world, state, fog, known)
    change = np.add(appraised, fog, out=None if books.keep else fog)
    change *= pace
    _without(change, absent)
    snap_into(change)

    def parts() -> Mapping[Cause, Floats]:
        facts = np.array(appraised)
        because: dict[Cause, Floats] = {}
        for cause, cells, amount in fears:
            part = because.setdefault(cause, np.zeros(facts.shape))
            np.add.at(part.reshape(-1), cells, amount)
            np.add.at(facts.reshape(-1), cells, -amount)
        because = {cause: part * pace for cause, part in because.items()}
        because |= {Cause.APPRAISAL: facts * pace, Cause.MISJUDGED: fog * pace}
        for part in because.values():
            _without(part, absent)
        return because

    books.add_split("threat", change, parts)
    books.settle("threat")


def _power(world: World, state: State) -> Floats:
    """(R, N, N) the threat that power, nearness and distrust suggest."""
    target = 1.0 - state.trust
    target *= world.nearness
    target *= np.sqrt(state["capability"])[:, None, :]
    target *= world.param("threat.scale", 2)
    return target


def _appraised(world: World, state: State, target: Floats, fears: list[Alarm]) -> Floats:
    """(R, N, N) how far the threat that the facts suggest lies above the threat seen."""
    for _, places, amount in fears:
        np.add.at(target.reshape(-1), places, amount)
    cells = where(state["rivalry"] == 1)
    target[cells] += per_row(world, "threat.rivalry", cells[0])
    target -= state["threat"]
    return target


def _misjudged(world: World, width: Floats, draw: Draw) -> Floats:
    """(R, N, N) the error, from the luck of the pairs."""
    fog = draw.pairs(Column.PERCEPTION, world.dims.N)
    fog -= 0.5 - world.param("threat.bias", 2)
    fog *= world.nearness
    fog *= width[:, None, :]
    return fog


def _clear_up(world: World, state: State, fog: Floats, known: Floats) -> None:
    """Of a nation of which intelligence tells more than it shows itself, less is misjudged (P6)."""
    insight = state["insight"]
    if not (insight.any() and world.switches["P6"].any()):
        return
    rows, _, other = cells = where(insight > known[:, None, :])
    clearer = (1.0 - insight[cells]) / (1.0 - known[rows, other])
    fog[cells] *= np.where(gate_row(world, "P6", rows), clearer, 1.0)


def _without(pairs: Floats, absent: np.ndarray) -> None:
    """Nothing between a nation and itself, or with a nation that is not there."""
    diagonal = np.arange(pairs.shape[1])
    pairs[:, diagonal, diagonal] = 0.0
    if len(absent):
        pairs[:, absent] = 0.0
        pairs[:, :, absent] = 0.0
