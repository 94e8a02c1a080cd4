"""What makes one kind of order possible, and the sentence for where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.axes import Bools, Floats
from sim.observe import Observation


class Cells(NamedTuple):
    """Orders looked at one by one: n of them, each array (n,)."""

    rows: np.ndarray  # replicate
    seats: np.ndarray  # place of the nation among the observers
    target: np.ndarray
    arg: np.ndarray
    amount: Floats

    def own(self, obs: Observation) -> np.ndarray:
        """(n,) the nations that order."""
        return self.seats if obs.everyone else np.asarray(obs.nations[self.seats])

    def some(self, mask: Bools) -> Cells:
        """The orders that a mask (n,) picks."""
        return Cells(*(part[mask] for part in self))


@dataclass(frozen=True, slots=True)
class Option:
    """When a kind of order is possible, told either for all cells at once or one by one.

    ``mask`` gives (R, M, targets) or (R, M, targets, args); ``at`` gives (n,) for some cells. The
    one that is not given follows from the other (``sim.legal.Menu``).
    """

    why: str  # for the refusal of what is not possible
    mask: Callable[[Observation], Bools] | None = None
    at: Callable[[Observation, Cells], Bools] | None = None


def another_nation(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the target is another nation that exists."""
    target = np.minimum(cells.target, obs.world.dims.N - 1)
    another = cells.own(obs) != target
    return np.asarray(another if obs.all_exist else another & obs.exists[target])
