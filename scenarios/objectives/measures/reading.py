"""What measures share: the seat's own values, and those between it and the others."""

from __future__ import annotations

import numpy as np

from scenarios.objectives.registry import About, Moment
from sim.axes import Floats


def own(moment: Moment, field: str, about: About) -> Floats:
    """(R,) a field of the seat itself."""
    return np.asarray(moment.state[field][:, about.seat], dtype=np.float64)


def mean(values: np.ndarray) -> Floats:
    """(R,) mean over the others (R, n), 0 over nobody."""
    return np.asarray(values.sum(axis=1, dtype=np.float64) / max(values.shape[1], 1))


def toward(array: np.ndarray, moment: Moment, about: About) -> np.ndarray:
    """(R, n) what the seat's row of an array of pairs says of the others."""
    return array[:, about.seat][:, moment.others(about)]


def others_of(array: np.ndarray, moment: Moment, about: About) -> np.ndarray:
    """(R, n) what the others' rows of an array of pairs say of the seat."""
    return array[:, :, about.seat][:, moment.others(about)]


def nothing(moment: Moment) -> Floats:
    """(R,) zeros: there is nothing to be measured."""
    return np.zeros(moment.state.rows)
