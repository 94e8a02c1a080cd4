"""How much of an outcome's variance is luck: within a point of the design, and left in its mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.experiments.analysis.indices import Gap
from sim.axes import Floats


@dataclass(frozen=True)
class Luck:
    """Where the variance of the single runs of an outcome comes from; shares add up to 1."""

    metric: str
    over: str
    factors: float  # the points differ
    shared: float  # replicates differ, at all points alike
    own: float  # replicates differ otherwise at each point
    left: float  # share of the variance of the means over replicates that is luck still


def luck(metric: str, over: str, values: Floats) -> Luck | Gap:
    """Variance of the runs (P, R) by point and replicate, from points with all replicates.

    Estimated from mean squares (two ways, each run a cell); a negative estimate counts as 0.
    """
    whole = values[np.isfinite(values).all(axis=1)]
    points, replicates = whole.shape
    if points < 2 or replicates < 2:
        why = "needs two replicates at two points or more"
        return Gap(metric, over, "share of luck", why)
    mean = whole.mean()
    rows, columns = whole.mean(axis=1), whole.mean(axis=0)
    rest = whole - rows[:, None] - columns + mean
    own = float((rest**2).sum()) / ((points - 1) * (replicates - 1))
    between = replicates * float(((rows - mean) ** 2).sum()) / (points - 1)
    across = points * float(((columns - mean) ** 2).sum()) / (replicates - 1)
    parts = np.array([max(between - own, 0.0) / replicates, max(across - own, 0.0) / points, own])
    if parts.sum() <= 0.0:
        return Gap(metric, over, "share of luck", "the outcome is the same in every run")
    shares = parts / parts.sum()
    left = min(own / between, 1.0) if between else 1.0
    return Luck(metric, over, float(shares[0]), float(shares[1]), float(shares[2]), left)
