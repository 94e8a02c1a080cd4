"""Measures turn by turn over many runs: means with intervals, and fans of quantiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.experiments.analysis.intervals import divided, intervals
from sim.axes import Bools, Floats, Ints

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Point:
    """A measure after one turn over the runs of a group: quantiles, mean and its interval.

    The interval takes replicates as independent; it is nan where there is one only.
    """

    metric: str
    group: str
    turn: int
    runs: int
    mean: float
    low: float
    high: float
    q05: float
    q25: float
    q50: float
    q75: float
    q95: float


@dataclass(frozen=True, eq=False)
class Group:
    """Runs that are shown together."""

    name: str
    mask: Bools  # (runs,)


def points(
    metric: str, turns: Ints, values: Floats, groups: Sequence[Group], replicates: Ints
) -> Iterator[Point]:
    """The turns of each group; ``values`` (T, runs) are nan where nothing was recorded."""
    for group in groups:
        part, owner = values[:, group.mask], replicates[group.mask]
        number = np.isfinite(part).sum(axis=1)
        mean = divided(np.where(np.isfinite(part), part, 0.0).sum(axis=1), number)
        around = intervals(_by_replicate(part, owner))
        low, high = mean + around.low - around.mean, mean + around.high - around.mean
        columns = np.column_stack([mean, low, high, quantiles(part)])
        for turn, runs, row in zip(turns, number, columns.tolist(), strict=True):
            if runs:
                yield Point(metric, group.name, int(turn), int(runs), *row)


def quantiles(values: Floats) -> Floats:
    """(T, 5) ``QUANTILES`` of each row (T, n), nan left out; between two values by a straight line.

    As type 7 of Hyndman and Fan 1996; nan for a row without values.
    """
    ordered = np.sort(values, axis=1)  # nan come last
    number = np.isfinite(values).sum(axis=1)[:, None]
    if not values.shape[1]:
        return np.full((len(values), len(QUANTILES)), np.nan)
    at = np.maximum(number - 1, 0) * np.array(QUANTILES)
    below = np.floor(at).astype(np.int64)
    above = np.minimum(below + 1, np.maximum(number - 1, 0))
    low, high = (np.take_along_axis(ordered, place, axis=1) for place in (below, above))
    return np.asarray(low + (high - low) * (at - below))


def _by_replicate(values: Floats, owner: Ints) -> Floats:
    """(T, R) mean over the runs of each replicate that occurs, of values (T, n)."""
    order = np.argsort(owner, kind="stable")
    if not len(order):
        return values
    starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
    if len(starts) == len(order):
        return values[:, order]
    known = np.isfinite(values[:, order])
    total = np.add.reduceat(np.where(known, values[:, order], 0.0), starts, axis=1)
    return divided(total, np.add.reduceat(known, starts, axis=1, dtype=np.int64))
