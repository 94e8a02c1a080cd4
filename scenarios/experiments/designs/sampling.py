"""From the space of factors to the points of a design."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from scenarios.experiments.designs.schema import Factor, Level, Sampling
from sim.axes import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Samples are rounded to so many places, the values that they give to so many digits in all: then
#: no machine's sine or linear algebra shows in them.
_PLACES, _DIGITS = 10, 9


class Points(Protocol):
    """The points of a design, each a level for every factor."""

    @property
    def count(self) -> int:
        """How many."""
        ...

    def levels(self, point: int) -> dict[str, Level]:
        """The level of every factor at a point, in the design's order of factors."""
        ...


def shapes_a_block(factor: Factor) -> bool:
    """Whether runs with different levels of the factor cannot be played as rows of one block."""
    return factor.name in {"scenario", "policy"} or factor.name.startswith("seat.")


def rounded(value: float, low: float, high: float) -> float:
    """A value worked out from a range, without the noise of its last digits, and in the range."""
    return min(max(float(f"{value:.{_DIGITS}g}"), low), high) + 0.0  # no -0.0


def evenly(low: float, high: float, levels: int) -> list[float]:
    """So many values from ``low`` to ``high``, both included."""
    step = (high - low) / (levels - 1)
    inner = [rounded(low + step * k, low, high) for k in range(1, levels - 1)]
    return [low, *inner, high]


@dataclass(frozen=True)
class Grid:
    """Every combination of levels; factors that shape a block vary slowest, the last fastest."""

    factors: Sequence[Factor]

    @cached_property
    def count(self) -> int:
        """How many combinations there are."""
        return math.prod(len(factor.levels) for factor in self.factors)

    @cached_property
    def _order(self) -> list[Factor]:
        return sorted(self.factors, key=lambda factor: not shapes_a_block(factor))

    def levels(self, point: int) -> dict[str, Level]:
        """The level of every factor at a point, in the design's order of factors."""
        found: dict[str, Level] = {}
        for factor in reversed(self._order):
            point, place = divmod(point, len(factor.levels))
            found[factor.name] = factor.levels[place]
        return {factor.name: found[factor.name] for factor in self.factors}


@dataclass(frozen=True, eq=False)
class Sampled:
    """The distinct points of a sample; factors that shape a block vary slowest.

    ``unit`` (n, K) holds the sampler's rows, 0..1, a column for each factor that varies. A range
    maps it onto its values, a list of k levels gives each an equal share of 0..1; so rows may come
    to the same point, which is then played once.
    """

    factors: Sequence[Factor]
    unit: Floats

    @cached_property
    def varied(self) -> list[Factor]:
        """The factors of the columns of ``unit``."""
        return varied(self.factors)

    @property
    def count(self) -> int:
        """How many distinct points there are."""
        return len(self._distinct[0])

    @property
    def of_sample(self) -> Ints:
        """(n,) the point that each row of ``unit`` comes to."""
        return self._distinct[1]

    def levels(self, point: int) -> dict[str, Level]:
        """The level of every factor at a point, in the design's order of factors."""
        row = iter(self._distinct[0][point].tolist())
        found: dict[str, Level] = {}
        for factor in self.factors:
            if factor.constant:
                found[factor.name] = factor.levels[0]
            else:
                code = next(row)
                found[factor.name] = factor.levels[int(code)] if factor.levels else code
        return found

    @cached_property
    def _distinct(self) -> tuple[Floats, Ints]:
        """(P, K) values of ranges and places in lists, point by point; (n,) point of each row."""
        codes = np.stack(
            [_codes(factor, self.unit[:, k]) for k, factor in enumerate(self.varied)], axis=1
        )
        rows, first, inverse = np.unique(codes, axis=0, return_index=True, return_inverse=True)
        shape = [rows[:, k] for k, factor in enumerate(self.varied) if shapes_a_block(factor)]
        order = np.lexsort([first, *reversed(shape)])
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return rows[order], place[inverse.reshape(-1)]


def varied(factors: Sequence[Factor]) -> list[Factor]:
    """The factors that a sampler varies: all but those with a single level."""
    return [factor for factor in factors if not factor.constant]


def _codes(factor: Factor, unit: Floats) -> Floats:
    """(n,) the values of a range, or the places in a list, at positions 0..1."""
    if factor.levels:
        count = len(factor.levels)
        # A third of the way is the second of three, however the third was rounded.
        return np.minimum(np.floor(unit * count + 1e-6), count - 1)
    low, high = factor.low, factor.high
    return np.array([rounded(low + (high - low) * u, low, high) for u in unit.tolist()])


def sample_size(sampling: Sampling, columns: int) -> int:
    """How many rows a method's sample of so many factors has."""
    n = sampling.n or 0
    match sampling.method:
        case "sobol":
            return n * ((2 if sampling.calc_second_order else 1) * columns + 2)
        case "morris":
            return n * (columns + 1)
        case "fast":
            return n * columns
        case _:
            return n


def draw_sample(sampling: Sampling, columns: int, seed: int) -> Floats:
    """(n, K) a method's sample of the unit cube; the same for the same seed, on every machine."""
    from SALib.sample import fast_sampler, latin, morris, sobol  # noqa: PLC0415

    problem: Mapping[str, Any] = {
        "num_vars": columns,
        "names": [f"x{k}" for k in range(columns)],
        "bounds": [[0.0, 1.0]] * columns,
    }
    n = sampling.n
    match sampling.method:
        case "sobol":
            second = sampling.calc_second_order
            unit = sobol.sample(problem, n, calc_second_order=second, seed=seed)
        case "morris":
            unit = morris.sample(problem, n, num_levels=sampling.levels, seed=seed)
        case "fast":
            unit = fast_sampler.sample(problem, n, M=sampling.M, seed=seed)
        case _:
            unit = latin.sample(problem, n, seed=seed)
    return np.asarray(np.round(unit, _PLACES), dtype=np.float64)
