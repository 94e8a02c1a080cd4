"""What each factor of a full design does: level by level, paired by luck, alone and in pairs.

Two runs that differ in one factor and share replicate and all other levels are a pair. Under
common luck they also share their seed, so that most of what luck does drops out of their
difference: it is known far better than either mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from scenarios.experiments.analysis.intervals import by_replicate, corrected, interval
from scenarios.experiments.analysis.varied import Varied
from sim.axes import Floats

if TYPE_CHECKING:
    from scenarios.experiments.designs.schema import Level


@dataclass(frozen=True)
class LevelMean:
    """An outcome at one level of a factor, over all other levels."""

    metric: str
    over: str
    factor: str
    level: Level
    runs: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Effect:
    """What a factor at ``level`` adds to an outcome, against the level ``reference``."""

    metric: str
    over: str
    factor: str
    level: Level
    reference: Level
    method: str  # "paired" or "regression"
    pairs: int  # pairs of runs; of a regression, points
    difference: float
    low: float
    high: float
    deviations: float  # the difference in standard deviations of the single runs
    p: float
    rate: float = np.nan  # p corrected for the number of effects, see ``corrected``


@dataclass(frozen=True)
class Interaction:
    """How much the effect of a factor differs by the level of another."""

    metric: str
    over: str
    factor: str
    level: Level
    reference: Level
    other: str
    other_level: Level
    other_reference: Level
    pairs: int
    difference: float
    low: float
    high: float
    deviations: float
    p: float
    rate: float = np.nan


@dataclass(frozen=True)
class Cell:
    """The mean of an outcome at two levels of two factors."""

    metric: str
    over: str
    factor: str
    level: Level
    other: str
    other_level: Level
    runs: int
    mean: float


def grid(values: Floats, factors: Sequence[Varied]) -> Floats:
    """(levels of each factor ..., R): the values (P, R) of a full design by their levels."""
    shape = [len(factor.levels) for factor in factors]
    cells = np.full((*shape, values.shape[1]), np.nan)
    cells[tuple(factor.codes for factor in factors)] = values
    return cells


def level_means(
    metric: str, over: str, values: Floats, factors: Sequence[Varied]
) -> Iterator[LevelMean]:
    """Every level of every factor; ``values`` (P, R) are nan where a run is missing."""
    cells = grid(values, factors)
    for axis, factor in enumerate(factors):
        by_level = np.moveaxis(cells, axis, 0)
        for level, part in zip(factor.levels, by_level, strict=True):
            found = interval(by_replicate(part))
            runs = int(np.isfinite(part).sum())
            yield LevelMean(
                metric, over, factor.name, level, runs, found.mean, found.low, found.high
            )


def effects(metric: str, over: str, values: Floats, factors: Sequence[Varied]) -> Iterator[Effect]:
    """Every level of every factor against its first; pairs that lack a run are left out."""
    cells = grid(values, factors)
    scale = spread(values)
    for axis, factor in enumerate(factors):
        by_level = np.moveaxis(cells, axis, 0)
        for level, part in zip(factor.levels[1:], by_level[1:], strict=True):
            pairs = part - by_level[0]
            found = interval(by_replicate(pairs))
            yield Effect(
                metric,
                over,
                factor.name,
                level,
                factor.levels[0],
                "paired",
                int(np.isfinite(pairs).sum()),
                found.mean,
                found.low,
                found.high,
                found.mean / scale if scale else 0.0,
                found.p,
            )


def interactions(
    metric: str, over: str, values: Floats, factors: Sequence[Varied]
) -> Iterator[Interaction]:
    """Every two factors: differences of paired differences, against the first levels of both."""
    cells = grid(values, factors)
    scale = spread(values)
    for a, b in combinations(range(len(factors)), 2):
        one, two = factors[a], factors[b]
        by_levels = np.moveaxis(cells, (a, b), (0, 1))
        for i in range(1, len(one.levels)):
            for j in range(1, len(two.levels)):
                change = by_levels[i, j] - by_levels[0, j] - by_levels[i, 0] + by_levels[0, 0]
                found = interval(by_replicate(change))
                yield Interaction(
                    metric,
                    over,
                    one.name,
                    one.levels[i],
                    one.levels[0],
                    two.name,
                    two.levels[j],
                    two.levels[0],
                    int(np.isfinite(change).sum()),
                    found.mean,
                    found.low,
                    found.high,
                    found.mean / scale if scale else 0.0,
                    found.p,
                )


def pair_cells(metric: str, over: str, values: Floats, pair: tuple[Varied, Varied],
               factors: Sequence[Varied]) -> Iterator[Cell]:  # fmt: skip
    """The mean at every two levels of a pair of factors, over all others."""
    one, two = pair
    by_levels = np.moveaxis(grid(values, factors), (factors.index(one), factors.index(two)), (0, 1))
    for i, level in enumerate(one.levels):
        for j, other in enumerate(two.levels):
            part = by_levels[i, j]
            mean = interval(by_replicate(part)).mean
            runs = int(np.isfinite(part).sum())
            yield Cell(metric, over, one.name, level, two.name, other, runs, mean)


def spread(values: Floats) -> float:
    """Standard deviation of the single runs, 0 where there are fewer than two."""
    known = values[np.isfinite(values)]
    return float(known.std(ddof=1)) if len(known) > 1 else 0.0


Tested = TypeVar("Tested", Effect, Interaction)


def with_rates(found: Sequence[Tested]) -> list[Tested]:
    """The same with their probabilities corrected for how many there are."""
    rates = corrected(np.array([item.p for item in found], dtype=np.float64))
    return [replace(item, rate=float(rate)) for item, rate in zip(found, rates, strict=True)]
