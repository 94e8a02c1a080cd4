"""What varies in an experiment, as the analysis sees it: which level each point has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.axes import Floats, Ints

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan
    from scenarios.experiments.designs.schema import Level


@dataclass(frozen=True, eq=False)
class Varied:
    """A factor with more than one level, and the level of each point of the design."""

    name: str
    levels: tuple[Level, ...]  # numbers ascending, false before true, words as the design has them
    codes: Ints  # (P,) places in ``levels``
    bounds: tuple[float, float] | None = None  # of a range from which a sampler took the levels

    @property
    def lowest(self) -> Level:
        """Where the range or list begins."""
        return self.bounds[0] if self.bounds else self.levels[0]

    @property
    def highest(self) -> Level:
        """Where the range or list ends."""
        return self.bounds[1] if self.bounds else self.levels[-1]

    @property
    def numeric(self) -> bool:
        """Whether levels are numbers that lie on a line; a switch is 0 or 1."""
        return not any(isinstance(level, str) for level in self.levels)

    @cached_property
    def values(self) -> Floats:
        """(P,) the level of each point as a number, of words the place in ``levels``."""
        if not self.numeric:
            return self.codes.astype(np.float64)
        return np.array([float(level) for level in self.levels])[self.codes]


def varied_of(plan: Plan) -> tuple[Varied, ...]:
    """All factors of a plan that vary, in the design's order."""
    points = [plan.treatment(point).factors for point in range(plan.points)]
    spans = {f.name: None if f.levels else (f.low, f.high) for f in plan.design.factors}
    return tuple(
        varied(name, [levels[name] for levels in points], spans[name]) for name in plan.varied
    )


def varied(
    name: str, by_point: Sequence[Level], bounds: tuple[float, float] | None = None
) -> Varied:
    """The factor whose points have these levels."""
    seen = list(dict.fromkeys(by_point))
    if not any(isinstance(level, str) for level in seen):
        seen.sort(key=float)
    place = {level: k for k, level in enumerate(seen)}
    return Varied(name, tuple(seen), np.array([place[level] for level in by_point]), bounds)
