"""Means with their intervals, and what many comparisons at once do to a small probability."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.axes import Floats, Ints

#: Two-sided share of the intervals that are given everywhere.
CONFIDENCE = 0.95

#: A standard error below so much of the mean is rounding: all values are the same.
_ROUNDING = 1e-12


class Interval(NamedTuple):
    """A mean, the interval of Student's t around it, and how easily luck alone gives such a mean.

    ``low``, ``high`` and ``p`` (two-sided, against zero) are nan where fewer than two values say
    nothing about luck.
    """

    mean: float
    low: float
    high: float
    p: float
    number: int  # of values


class Intervals(NamedTuple):
    """As ``Interval``, (T,) each."""

    mean: Floats
    low: Floats
    high: Floats
    p: Floats
    number: Ints


def interval(values: Floats) -> Interval:
    """The mean of independent values (R,); those that are nan are left out."""
    found = intervals(values[None])
    mean, low, high, p = (float(column[0]) for column in found[:4])
    return Interval(mean, low, high, p, int(found.number[0]))


def intervals(values: Floats) -> Intervals:
    """The mean of each row of values (T, R), independent along ``R``; nan are left out."""
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415

    known = np.isfinite(values)
    number = known.sum(axis=1)
    mean = divided(np.where(known, values, 0.0).sum(axis=1), number)
    away = np.where(known, values - mean[:, None], 0.0)
    several = number > 1
    variance = divided((away**2).sum(axis=1), np.where(several, number - 1, 0))
    error = np.sqrt(divided(variance, number))
    free = np.where(several, number - 1.0, 1.0)
    reach = stdtrit(free, 0.5 + CONFIDENCE / 2) * error
    same = error <= _ROUNDING * np.abs(mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2.0 * stdtr(free, -np.abs(mean) / error)
    p = np.where(same, np.where(mean == 0.0, 1.0, 0.0), p)
    reach = np.where(same, 0.0, reach)
    return Intervals(mean, mean - reach, mean + reach, p, number)


def divided(total: Floats, number: Floats | Ints) -> Floats:
    """``total / number``, nan where ``number`` is 0."""
    out = np.full(total.shape, np.nan)
    np.divide(total, number, out=out, where=number > 0)
    return out


def by_replicate(cells: Floats) -> Floats:
    """(R,) mean over all other axes of ``cells`` (..., R); nan where a replicate has no value.

    Runs of one replicate share their luck, so replicates and not runs are what is independent.
    """
    flat = cells.reshape(-1, cells.shape[-1])
    known = np.isfinite(flat)
    return divided(np.where(known, flat, 0.0).sum(axis=0), known.sum(axis=0))


def corrected(p: Floats) -> Floats:
    """Probabilities corrected for their number: the share of false findings down to each.

    Below 0.05 a finding belongs to a list of which at most 5 % are expected to be luck. Entries
    that are nan are not counted. Source: Benjamini and Hochberg 1995.
    """
    out = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    if not len(known):
        return out
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    out[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return out
