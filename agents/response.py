"""Quantal response: how a score and a threshold become a chance, and luck an outcome."""

from __future__ import annotations

from functools import cache

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
    margin = _slope(obs, total, rows) * (total - threshold)
    chance = np.empty(margin.shape)
    _chances(margin.reshape(-1), _span(obs, answer, months), chance.reshape(-1))
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
    margin = _slope(obs, total, rows) * (total - threshold)
    if margin.shape != luck.shape:
        margin = np.broadcast_to(margin, luck.shape)
    span, does = _span(obs, answer, months), np.empty(luck.shape, bool)
    plain = _least_margin(span), _ample_margin(span)
    _outcomes(margin.reshape(-1), luck.reshape(-1), span, plain, does.reshape(-1))
    return does


def initiatives(obs: Observation, total: Floats, limit: str, ends: np.ndarray) -> np.ndarray:
    """(n,) places in ``total`` (R, M, N) where luck carries an initiative toward another nation.

    ``ends`` (R, 2, N) are the words that each nation's luck with others is the sum of.
    """
    world = obs.world
    slope, threshold = world.param("choice.rationality"), world.param(limit)
    need = threshold + _least_margin(world.months)[:-1] / slope
    places = np.empty(total.size, np.intp)
    who, curve = (obs.nations, obs.exists), (slope[:, 0], threshold[:, 0], need)
    return places[: _initiatives(total, ends, who, curve, world.months, places)]


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
def _chances(margin: Floats, months: int, chance: Floats) -> None:
    """Write the chance for each margin of a score, times rationality, over its threshold."""
    for k in range(len(margin)):
        chance[k] = per_turn(logistic_at(margin[k]), months)


@compiled
def _outcomes(
    margin: Floats, luck: Floats, months: int, plain: tuple[Floats, Floats], does: Bools
) -> None:
    """Write whether luck lies below the chance, which is worked out only where it is not plain.

    Eight binary digits of luck tell up to which margin it does not, and from which on it does.
    """
    least, ample = plain
    for k in range(len(margin)):
        digits = int(luck[k] * 256.0)
        passes = margin[k] > ample[digits]
        if passes != (margin[k] > least[digits]):
            passes = luck[k] < per_turn(logistic_at(margin[k]), months)
        does[k] = passes


@compiled
def _initiatives(
    total: Floats,
    ends: np.ndarray,
    who: tuple[np.ndarray, Bools],
    curve: tuple[Floats, Floats, Floats],
    months: int,
    places: np.ndarray,
) -> int:
    """Write the ``places`` of ``total`` (R, M, N) where luck lies below the chance; count them.

    ``curve`` has rationality and threshold (R or 1,), and the score needed at least for each eight
    binary digits of luck (R or 1, 256), below which the chance is not worked out.
    """
    (nations, exists), (slope, threshold, need) = who, curve
    count = 0
    for row in range(total.shape[0]):
        up, limit = slope[row if len(slope) > 1 else 0], threshold[row if len(threshold) > 1 else 0]
        least = need[row if len(need) > 1 else 0]
        for seat in range(total.shape[1]):
            own = nations[seat]
            first = (row * total.shape[1] + seat) * total.shape[2]
            for other in range(total.shape[2] if exists[own] else 0):
                luck = int(ends[row, 0, own]) + int(ends[row, 1, other]) & 0xFFFFFFFF
                if total[row, seat, other] > least[luck >> 24] and other != own and exists[other]:
                    margin = up * (total[row, seat, other] - limit)
                    if luck * 2.0**-32 < per_turn(logistic_at(margin), months):
                        places[count] = first + other
                        count += 1
    return count


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
    _chances(margins, months, chances)
    return margins, chances
