"""Quantal response: how a score and a threshold become a chance, and luck an outcome."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from sim.axes import Bools, Floats
from sim.compiled import compiled
from sim.grid import cube_root, logistic_at
from sim.observe import Observation


def chance_of(
    obs: Observation,
    total: Floats,
    threshold: Floats,
    rows: np.ndarray | None = None,
    *,
    answer: bool = False,
    months: int = 0,
) -> Floats:
    """The chance of acting on a score; of listed cells (C,) where their ``rows`` are given.

    What is decided every so many ``months``, not every turn, has the chance of that time.
    """
    slope = _slope(obs, total, rows)
    chance = np.empty(np.broadcast(slope, total, threshold).shape)
    score = _Score(_table(slope), _table(total), _table(threshold))
    _chances(score, _span(obs, answer, months), _table(chance))
    return chance


def carries(
    obs: Observation,
    total: Floats,
    threshold: Floats,
    luck: Floats,
    rows: np.ndarray | None = None,
    *,
    answer: bool = False,
    months: int = 0,
) -> Bools:
    """Where luck lies below ``chance_of``: the outcome."""
    does = np.empty(luck.shape, bool)
    score = _Score(_table(_slope(obs, total, rows)), _table(total), _table(threshold))
    span = _span(obs, answer, months)
    plain = _least_margin(span), _ample_margin(span)
    _outcomes(score, span, _table(luck), plain, _table(does))
    return does


def likely(obs: Observation, total: Floats, limit: str, ends: Floats) -> np.ndarray:
    """(n,) places in ``total`` (R, M, N) where luck might carry an initiative, and a few too many.

    Each observer's luck with another nation is made of the numbers of both, ``ends`` (R, 2, N).
    """
    world = obs.world
    need = world.param(limit) + _least_margin(world.months)[:-1] / world.param("choice.rationality")
    places = np.empty(total.size, np.intp)
    who = obs.nations, obs.exists
    return places[: _likely(total, need, ends, who, places)]


class _Score(NamedTuple):
    """What decides, as rows and columns that repeat where there is one of them."""

    slope: Floats  # how steeply the chance rises with the score
    total: Floats
    threshold: Floats


def _table(values: np.ndarray) -> np.ndarray:
    """An array as rows and columns: (R, M) as it is, listed cells as rows."""
    if values.ndim == 2:
        return np.ascontiguousarray(values)
    return values.reshape(len(values), -1 if values.size else 1)


def _slope(obs: Observation, total: Floats, rows: np.ndarray | None) -> Floats:
    """How steeply the chance rises with the score: in all cells, or in those of listed rows."""
    if rows is None:
        return obs.world.param("choice.rationality", total.ndim - 1)
    values = obs.world.params["choice.rationality"]
    return values[rows] if len(values) > 1 else values


def _span(obs: Observation, answer: bool, months: int) -> int:
    """The months of a chance: an answer has the chance of a quarter."""
    return 3 if answer else months or obs.world.months


@compiled
def _chances(score: _Score, months: int, chance: Floats) -> None:
    """Write the chance of each score."""
    for row in range(chance.shape[0]):
        for column in range(chance.shape[1]):
            chance[row, column] = per_turn(logistic_at(_margin(score, row, column)), months)


@compiled
def _outcomes(
    score: _Score, months: int, luck: Floats, plain: tuple[Floats, Floats], does: Bools
) -> None:
    """Write whether luck lies below the chance, which is worked out only where it is not plain.

    Eight binary digits of luck tell from which margin on it does, and up to which it does not.
    """
    least, ample = plain
    for row in range(luck.shape[0]):
        for column in range(luck.shape[1]):
            margin, code = _margin(score, row, column), int(luck[row, column] * 256.0)
            if margin > ample[code] or margin <= least[code]:
                does[row, column] = margin > ample[code]
            else:
                does[row, column] = luck[row, column] < per_turn(logistic_at(margin), months)


@compiled
def _likely(
    total: Floats,
    need: Floats,
    ends: Floats,
    who: tuple[np.ndarray, Bools],
    places: np.ndarray,
) -> int:
    """Write the ``places`` of ``total`` (R, M, N) above what luck needs, and count them.

    ``need`` (R or 1, 256) is the least score for each eight binary digits of luck.
    """
    nations, exists = who
    count = 0
    for row in range(total.shape[0]):
        least = need[row if len(need) > 1 else 0]
        for seat in range(total.shape[1]):
            own = nations[seat]
            for other in range(total.shape[2] if exists[own] else 0):
                luck = ends[row, 0, own] + ends[row, 1, other]
                luck -= 1.0 if luck >= 1.0 else 0.0
                if total[row, seat, other] > least[int(luck * 256.0)]:
                    if other != own and exists[other]:
                        places[count] = (row * total.shape[1] + seat) * total.shape[2] + other
                        count += 1
    return count


@compiled
def _margin(score: _Score, row: int, column: int) -> float:
    """By how much a score passes its threshold, times the slope."""
    slope, total, threshold = score
    up = slope[row if slope.shape[0] > 1 else 0, column if slope.shape[1] > 1 else 0]
    have = total[row if total.shape[0] > 1 else 0, column if total.shape[1] > 1 else 0]
    need = threshold[row if len(threshold) > 1 else 0, column if threshold.shape[1] > 1 else 0]
    return up * (have - need)


@compiled
def per_turn(quarterly: float, months: int) -> float:
    """A chance per quarter as the chance per turn of so many months."""
    if months == 1:
        return 1.0 - cube_root(1.0 - quarterly)
    for _ in range(months // 6):
        quarterly = quarterly * (2.0 - quarterly)
    return quarterly


@cache
def _least_margin(months: int) -> Floats:
    """(257,) below which margin, times rationality, no luck of ``k / 256`` or more suffices.

    Looked up among 1,153 margins from -9 to 9, beyond which the curve is level; the allowance is
    far larger than what rounding may do to a chance.
    """
    margins, chances = _curve(months)
    below = np.searchsorted(chances + 1e-9, np.arange(257) / 256.0, side="right") - 1
    return np.where(below >= 0, margins[below] - 1e-6, -np.inf)


@cache
def _ample_margin(months: int) -> Floats:
    """(257,) above which margin, times rationality, all luck below ``(k + 1) / 256`` suffices."""
    margins, chances = _curve(months)
    above = np.searchsorted(chances - 1e-9, np.arange(1, 258) / 256.0, side="left")
    return np.append(margins, np.inf)[above] + 1e-6


def _curve(months: int) -> tuple[Floats, Floats]:
    """Margins, times rationality, and the chances they give."""
    margins = np.arange(-9 * 64, 9 * 64 + 1) / 64.0
    chances = np.empty(len(margins))
    score = _Score(np.ones((1, 1)), _table(margins), np.zeros((1, 1)))
    _chances(score, months, _table(chances))
    return margins, chances
