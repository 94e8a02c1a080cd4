"""What a seat may read, as one flat vector: for agents that learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.axes import Audience
from sim.errors import UnknownName
from sim.legal import budget
from sim.observe import Observation
from sim.state import FIELDS

Vector: TypeAlias = NDArray[np.float32]

#: What a seat knows besides fields: how it is read, and its bounds.
_BESIDES: Mapping[str, tuple[Callable[[Observation], np.ndarray | float], float, float]] = {
    "progress": (lambda obs: obs.turn / max(obs.world.turns, 1), 0.0, 1.0),  # of the game played
    "money": (lambda obs: budget(obs).money, 0.0, np.inf),  # $m to spend this turn
    "effort": (lambda obs: budget(obs).effort, 0.0, np.inf),  # diplomatic effort for this turn
    "trust": (lambda obs: obs.trust, 0.0, 1.0),  # in each nation
    "own_depth": (lambda obs: obs.own_depth, 0.0, 1.0),  # in effect, by programme
    "own_transparency": (lambda obs: obs.own_transparency, 0.0, 1.0),
}

#: All that a vector can hold, in its order.
NAMES = (*_BESIDES, *(n for n, spec in FIELDS.items() if spec.audience is not Audience.UMPIRE))


class Sight:
    """Observations of one seat of one run as float32 vectors, alike in every turn.

    Public fields come whole, others as the seat's own rows, each in the order of its axes, its
    numbers in the unit and the bounds that ``sim.state`` declares. Turn stamps are told as turns
    from now (negative for what is past), held within the length of a game: never is a whole game
    ago.
    """

    def __init__(self, obs: Observation, names: Sequence[str] | None = None) -> None:
        """For observers like that of ``obs``; ``names`` of what is to be told, all if not given.

        Raises ``UnknownName`` for what no seat can read.
        """
        for name in names or ():
            if name not in NAMES:
                raise UnknownName("visible field", name, NAMES)
        self.names = tuple(NAMES if names is None else names)
        self.places: dict[str, slice] = {}  # where each name stands in the vector
        low, high, at = [np.zeros(0)], [np.zeros(0)], 0
        for name in self.names:
            size, (least, most) = np.size(_told(obs, name)), _bounds(obs, name)
            low.append(np.full(size, least))
            high.append(np.full(size, most))
            self.places[name] = slice(at, at + size)
            at += size
        self.low, self.high = (_vector(parts) for parts in (low, high))

    def vector(self, obs: Observation) -> Vector:
        """What the one observer reads now."""
        return _vector([np.ravel(_told(obs, name)) for name in self.names])


def _told(obs: Observation, name: str) -> np.ndarray | float:
    if name in _BESIDES:
        return _BESIDES[name][0](obs)
    array = obs[name]
    if FIELDS[name].unit != "turn":
        return array
    return np.clip(array.astype(np.int64) - obs.turn, -obs.world.turns, obs.world.turns)


def _bounds(obs: Observation, name: str) -> tuple[float, float]:
    if name in _BESIDES:
        return _BESIDES[name][1:]
    spec = FIELDS[name]
    return (-obs.world.turns, obs.world.turns) if spec.unit == "turn" else (spec.low, spec.high)


def _vector(parts: Sequence[np.ndarray]) -> Vector:
    return np.concatenate(parts).astype(np.float32)
