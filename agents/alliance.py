"""What a nation expects of allies, and fears from them: reliability, abandonment, entrapment (A10).

Cells are listed one by one: rows, places of the observers, other nations, each (n,).
"""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.grid import snap
from sim.observe import Observation
from sim.sparse import gate_row, per_row, where
from sim.state import WAR


def interest(obs: Observation, rows: np.ndarray, one: np.ndarray, two: np.ndarray) -> Floats:
    """(n, ...) interests that two nations share: 1 at the same ideal point, 0 far apart."""
    point = obs["alignment"]
    span = per_row(obs.world, "alliance.span", rows)
    gap = np.abs(point[rows, one] - point[rows, two])
    return np.asarray(1.0 - np.minimum(gap / span, 1.0))


def reliability(obs: Observation, rows: np.ndarray, seats: np.ndarray, ally: np.ndarray) -> Floats:
    """(n, ...) how far an observer may count on an ally: institutions, interests and its record.

    A mean of the ally's liberal institutions, of the interests they share, and of the observer's
    trust, in which every call that was honoured or refused is remembered; never a trait.
    Source: Leeds 2003 for institutions and interests; the mean is an Assumption.
    """
    own = obs.nations[seats]
    parts = obs["institutions"][rows, ally] + interest(obs, rows, own, ally)
    return snap((parts + obs.trust[rows, seats, ally]) / 3.0)


def abandonment(obs: Observation, rows: np.ndarray, seats: np.ndarray, ally: np.ndarray) -> Floats:
    """(n,) fear of being abandoned: dependence on the ally, its unreliability, the threat seen.

    Source: Snyder 1984; ``dependence * (1 - reliability) * threat``. Dependence is the share of
    the ally in the capability of both, or on its supplies if that is more.
    """
    power = obs["capability"]
    own, other = power[rows, obs.nations[seats]], power[rows, ally]
    weight = other / np.maximum(own + other, 2.0**-20)
    dependence = np.maximum(weight, supplies(obs, rows, seats, ally))
    return snap(dependence * (1.0 - reliability(obs, rows, seats, ally)) * obs.fear[rows, seats])


def entrapment(
    obs: Observation, rows: np.ndarray, seats: np.ndarray, ends: tuple[np.ndarray, np.ndarray]
) -> Floats:
    """(n,) fear of being drawn into the quarrel of an ally (first of ``ends``) with an enemy.

    Source: Snyder 1984; ``commitment * aggressiveness * (1 - shared interest)``. A treaty commits
    in full; the ally is as aggressive as its own part in the confrontation is high.
    """
    ally, enemy = ends
    aggressive = obs["standoff"][rows, ally, enemy] / float(WAR)
    return snap(aggressive * (1.0 - interest(obs, rows, obs.nations[seats], ally)))


def outside_help(
    obs: Observation, rows: np.ndarray, one: np.ndarray, against: np.ndarray
) -> Floats:
    """(n,) root of the capability of a nation's allies that are not allies of its adversary."""
    pact = obs.defence_pact
    event = np.arange(len(rows))
    allies = pact[rows, one] & ~pact[rows, against]
    allies[event, against] = False
    works = gate_row(obs.world, "A10", rows)
    return snap(np.sqrt((obs["capability"][rows] * allies).sum(axis=1)) * works)


def supplies(obs: Observation, rows: np.ndarray, seats: np.ndarray, other: np.ndarray) -> Floats:
    """(n,) dependence of observers on a nation's supplies (A8)."""
    return np.asarray(obs["dependence"][rows, seats, other] * gate_row(obs.world, "A8", rows))


def bonds(obs: Observation, rows: np.ndarray, seats: np.ndarray, other: np.ndarray) -> Floats:
    """(n,) dependence of observers on a nation's supplies, or on those of its allies (A8)."""
    own = obs["dependence"][rows, seats] if obs.world.switches["A8"].any() else np.zeros(1)
    if not own.any():
        return np.zeros(len(rows))
    since = obs.turn - per_row(obs.world, "leverage.lasts", rows)[:, None]
    grip = 1.0 + per_row(obs.world, "leverage.force", rows)[:, None]
    pressed = np.where(obs["pressed"][rows, seats] >= since, grip, 1.0)
    own = snap(np.minimum(own * pressed, 1.0))
    side = obs.defence_pact[rows, other].copy()
    side[np.arange(len(rows)), other] = True
    return np.asarray((own * side).max(axis=1) * gate_row(obs.world, "A8", rows))


def expected_help(
    obs: Observation, rows: np.ndarray, seats: np.ndarray, enemy: np.ndarray
) -> Floats:
    """(n,) what a victim may hope for: allies' capability by their reliability, to the enemy's."""
    own = obs.nations[seats]
    event, ally = where(obs.defence_pact[rows, own] & ~obs.defence_pact[rows, enemy])
    hope = obs["capability"][rows[event], ally]
    hope = snap(hope * reliability(obs, rows[event], seats[event], ally))
    total = np.zeros(len(rows))
    np.add.at(total, event, hope)
    return snap(total / np.maximum(total + obs["capability"][rows, enemy], 2.0**-20))


def free_pair(obs: Observation, rows: np.ndarray, own: np.ndarray, other: np.ndarray) -> Floats:
    """(n,) product of the liberal institutions of two nations."""
    free = obs["institutions"]
    return snap(free[rows, own] * free[rows, other])


def odds(obs: Observation, rows: np.ndarray, own: np.ndarray, other: np.ndarray) -> Floats:
    """(n,) difference of the roots of two nations' capability."""
    root = np.sqrt(obs["capability"])
    return snap(root[rows, own] - root[rows, other])


def lined(obs: Observation, rows: np.ndarray, seats: np.ndarray, other: np.ndarray) -> Bools:
    """(n,) whether a hotline with the other is agreed and in force."""
    types = obs.world.agreements.hotline.nonzero()[0]
    stage = obs["agreement"][rows[:, None], types, seats[:, None], other[:, None]]
    return np.asarray((stage >= 3).any(axis=1))
