"""Straight lines and courses: in which direction an outcome goes with each factor, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.experiments.analysis.effects import Effect, spread
from scenarios.experiments.analysis.indices import Gap, Index
from scenarios.experiments.analysis.intervals import CONFIDENCE, by_replicate, intervals
from scenarios.experiments.analysis.varied import Varied
from sim.axes import Bools, Floats

if TYPE_CHECKING:
    from scenarios.experiments.designs.schema import Level


def regression(
    metric: str, over: str, values: Floats, factors: Sequence[Varied]
) -> Iterator[Index | Effect | Gap]:
    """Effects of all factors together, straight lines through the means (P, R) of the points.

    An effect is the change over the whole range of a factor, of a word the change from the first.
    Its interval is the wider of two: by how far the points lie off the lines, and, with several
    replicates, by how much the lines of the single replicates differ.
    """
    means = point_means(values)
    known = np.isfinite(means)
    columns = list(_columns(factors))
    design = np.column_stack([np.ones(len(means)), *(column for *_, column in columns)])[known]
    outcome, free = means[known], int(known.sum()) - design.shape[1]
    if free < 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        why = f"{len(outcome)} points do not tell {design.shape[1] - 1} effects apart"
        yield Gap(metric, over, "regression", why)
        return
    if np.ptp(outcome) <= 1e-12 * float(np.abs(outcome).max()):
        yield Gap(metric, over, "regression", "the outcome is the same at every point")
        return
    fit = _fit(design, outcome, free)
    around = intervals(_slopes(design, values[known]).T)
    scale, deviation = spread(values), float(outcome.std(ddof=1))
    yield Index(metric, over, "regression", "R2", "", "", fit.explained, np.nan)
    for k, (name, low, high, column) in enumerate(columns, start=1):
        size = float(fit.slopes[k])
        reach = float(np.nanmax([fit.reach[k], around.high[k] - around.mean[k]]))
        p = float(np.nanmax([fit.p[k], around.p[k]]))
        standard = float(column[known].std(ddof=1)) / deviation
        other = high if isinstance(high, str) else ""
        yield Index(
            metric, over, "regression", "SRC", name, other, size * standard, reach * standard
        )
        yield Effect(
            metric=metric,
            over=over,
            factor=name,
            level=high,
            reference=low,
            method="regression",
            pairs=len(outcome),
            difference=size,
            low=size - reach,
            high=size + reach,
            deviations=size / scale if scale else 0.0,
            p=p,
        )


class _Fit(NamedTuple):
    """Straight lines through the means of the points."""

    slopes: Floats
    reach: Floats  # half the width of their intervals
    p: Floats
    explained: float  # share of the variance


def _fit(design: Floats, outcome: Floats, free: int) -> _Fit:
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415

    slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
    rest = outcome - design @ slopes
    off, total = float(rest @ rest), float(((outcome - outcome.mean()) ** 2).sum())
    errors = np.sqrt(off / free * np.diag(np.linalg.inv(design.T @ design)))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = np.where(errors > 0.0, 2.0 * stdtr(free, -np.abs(slopes) / errors), 0.0)
    reach = float(stdtrit(free, 0.5 + CONFIDENCE / 2)) * errors
    return _Fit(np.asarray(slopes, np.float64), reach, p, 1.0 - off / total)


def _slopes(design: Floats, values: Floats) -> Floats:
    """(R, K + 1) the lines of each replicate that has all points, values (P, R)."""
    whole = np.isfinite(values).all(axis=0)
    found = np.linalg.lstsq(design, values[:, whole], rcond=None)[0]
    return np.asarray(found.T)


def _columns(factors: Sequence[Varied]) -> Iterator[tuple[str, Level, Level, Floats]]:
    """Name, lowest and highest level, and (P,) where each point lies between them, 0..1."""
    for factor in factors:
        if factor.numeric:
            low, high = float(factor.lowest), float(factor.highest)
            yield factor.name, factor.lowest, factor.highest, (factor.values - low) / (high - low)
        else:
            for k, level in enumerate(factor.levels[1:], start=1):
                yield factor.name, factor.levels[0], level, (factor.codes == k).astype(np.float64)


def point_means(values: Floats) -> Floats:
    """(P,) mean over the replicates that finished; nan where none did."""
    return by_replicate(values.T)


@dataclass(frozen=True)
class Response:
    """The mean outcome of the points whose level of a factor lies in one part of its range."""

    metric: str
    over: str
    factor: str
    part: int
    low: float
    high: float
    points: int
    mean: float
    spread: float  # standard deviation of the points' means


_PARTS = 8


def responses(
    metric: str, over: str, values: Floats, factors: Sequence[Varied]
) -> Iterator[Response]:
    """The course of an outcome over each factor's range, in parts with equally many points."""
    means = point_means(values)
    known = np.isfinite(means)
    for factor in factors:
        if not factor.numeric:
            continue
        for part, inside in enumerate(_parts(factor.values[known])):
            if not inside.any():
                continue
            levels: Floats = factor.values[known][inside]
            chosen: Floats = means[known][inside]
            yield Response(
                metric,
                over,
                factor.name,
                part,
                float(np.min(levels)),
                float(np.max(levels)),
                len(chosen),
                float(chosen.mean()),
                float(chosen.std(ddof=1)) if len(chosen) > 1 else 0.0,
            )


def _parts(values: Floats) -> Iterator[Bools]:
    """Masks of the points in each part: one for each of few levels, else eight equal ones."""
    distinct = np.unique(values)
    if len(distinct) <= _PARTS:
        yield from (values == level for level in distinct)
        return
    rank = np.argsort(np.argsort(values, kind="stable"), kind="stable")
    yield from (rank * _PARTS // len(values) == part for part in range(_PARTS))
