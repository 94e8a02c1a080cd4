"""How much of an outcome's variance each factor of a sampled design accounts for.

All indices are taken from the means over replicates. What luck leaves in those means looks like
variance that no factor explains, or like interaction: ``luck`` says how much that is, and indices
smaller than it tell nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from scenarios.experiments.analysis.intervals import CONFIDENCE
from sim.axes import Floats

#: Seed of the resampling behind the intervals: the same tables give the same figures.
_RESAMPLING = 20250101
_RESAMPLES = 200


@dataclass(frozen=True)
class Index:
    """One index of one factor, or of two together, with half the width of its 95 % interval.

    ``name``: S1 (share of variance by the factor alone), ST (with all its interactions), S2 (by
    two factors beyond each alone), mu, mu_star and sigma (mean, mean size and spread of elementary
    effects: change of the outcome by change in the sampler's range 0..1), SRC (standardised
    regression coefficient), R2 (share of variance that the regression explains). ``reach`` is nan
    where the method gives none.
    """

    metric: str
    over: str
    method: str
    name: str
    factor: str
    other: str
    value: float
    reach: float


@dataclass(frozen=True)
class Gap:
    """Something that cannot be computed, and why."""

    metric: str
    over: str
    what: str
    why: str


@dataclass(frozen=True)
class Sample:
    """The points of a sampled design as its method laid them out."""

    method: str  # lhs, sobol, morris or fast
    names: tuple[str, ...]
    unit: Floats  # (P, K) 0..1, before levels were read from it
    second_order: bool = False
    grid_levels: int = 4  # of Morris's method
    harmonics: int = 4  # of FAST

    @property
    def step(self) -> float:
        """The step of Morris's trajectories as a share of a factor's range."""
        return self.grid_levels / (2.0 * (self.grid_levels - 1))

    @property
    def problem(self) -> dict[str, Any]:
        """What SALib calls the space of factors."""
        count = len(self.names)
        return {"num_vars": count, "names": list(self.names), "bounds": [[0.0, 1.0]] * count}


def indices(sample: Sample, metric: str, over: str, means: Floats) -> Iterator[Index | Gap]:
    """The indices of the sample's method; ``means`` (P,) are nan where a point has no run.

    These methods need every point: with one missing there are no indices, and the gap says so.
    """
    what = {"sobol": "Sobol indices", "morris": "elementary effects", "fast": "FAST indices"}
    missing = int((~np.isfinite(means)).sum())
    if missing:
        why = f"{missing} of {len(means)} points have no finished run; the method needs all"
        yield Gap(metric, over, what[sample.method], why)
    elif np.ptp(means) <= 1e-12 * max(float(np.abs(means).max()), 1e-300):
        yield Gap(metric, over, what[sample.method], "the outcome is the same at every point")
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of resamples that happen to be constant
            yield from _METHODS[sample.method](sample, metric, over, means)


def _sobol(sample: Sample, metric: str, over: str, means: Floats) -> Iterator[Index]:
    from SALib.analyze import sobol  # noqa: PLC0415

    found = sobol.analyze(
        sample.problem,
        means,
        calc_second_order=sample.second_order,
        num_resamples=_RESAMPLES,
        conf_level=CONFIDENCE,
        seed=_RESAMPLING,
    )
    for name in ("S1", "ST"):
        yield from _each(sample, metric, over, name, found[name], found[f"{name}_conf"])
    if sample.second_order:
        for j, k in combinations(range(len(sample.names)), 2):
            value, reach = float(found["S2"][j, k]), float(found["S2_conf"][j, k])
            pair = (sample.names[j], sample.names[k])
            yield Index(metric, over, "sobol", "S2", *pair, value, reach)


def _morris(sample: Sample, metric: str, over: str, means: Floats) -> Iterator[Index]:
    from SALib.analyze import morris  # noqa: PLC0415

    found = morris.analyze(
        sample.problem,
        sample.unit,
        means,
        num_resamples=_RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=sample.grid_levels,
        seed=_RESAMPLING,
    )
    nothing = np.full(len(sample.names), np.nan)
    yield from _each(sample, metric, over, "mu_star", found["mu_star"], found["mu_star_conf"])
    for name in ("mu", "sigma"):
        yield from _each(sample, metric, over, name, found[name], nothing)


def _fast(sample: Sample, metric: str, over: str, means: Floats) -> Iterator[Index]:
    """Without intervals: SALib's own documents call its bootstrap for FAST unreliable."""
    from SALib.analyze import fast  # noqa: PLC0415

    before = np.random.get_state()  # noqa: NPY002  SALib resamples with the global generator
    try:
        found = fast.analyze(
            sample.problem, means, M=sample.harmonics, num_resamples=2, seed=_RESAMPLING
        )
    finally:
        np.random.set_state(before)  # noqa: NPY002
    nothing = np.full(len(sample.names), np.nan)
    for name in ("S1", "ST"):
        yield from _each(sample, metric, over, name, found[name], nothing)


_METHODS = {"sobol": _sobol, "morris": _morris, "fast": _fast}


def _each(
    sample: Sample,
    metric: str,
    over: str,
    name: str,
    values: Sequence[float] | Floats,
    reaches: Sequence[float] | Floats,
) -> Iterator[Index]:
    for factor, value, reach in zip(sample.names, values, reaches, strict=True):
        yield Index(metric, over, sample.method, name, factor, "", float(value), float(reach))
