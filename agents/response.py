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
    _outcomes(margin.reshape(-1), luck.reshape(-1), span, _plain(span), does.reshape(-1))
    return does


def settle(
    obs: Observation,
    weighed: tuple[Floats, Floats],
    cells: tuple[np.ndarray, ...],
    limit: str,
    *,
    answer: bool = False,
    months: int = 0,
) -> tuple[Bools, Floats]:
    """(C,) the outcome and the score in listed cells, in rows and at observers' places.

    ``weighed`` are the terms and, last, the luck (terms + 1, C), and the weights of the terms
    (R or 1, M, terms).
    """
    size, params = weighed[0].shape[1], obs.world.params
    places, does, total = np.empty((2, size), np.intp), np.empty(size, bool), np.empty(size)
    places[0], places[1] = cells[:2]
    curve, span = (params["choice.rationality"], params[limit]), _span(obs, answer, months)
    _settle(weighed, places, curve, span, _plain(span), does, total)
    return does, total


def initiatives(obs: Observation, total: Floats, limit: str, ends: np.ndarray) -> np.ndarray:
    """(n,) places in ``total`` (R, M, N) where luck carries an initiative toward another nation.

    ``ends`` (R, 2, N) are the words that each nation's luck with others is the sum of.
    """
    world = obs.world
    slope, threshold = world.param("choice.rationality"), world.param(limit)
    need = threshold + _plain(world.months)[0][:-1] / slope
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
def _settle(
    weighed: tuple[Floats, Floats],
    places: np.ndarray,
    curve: tuple[Floats, Floats],
    months: int,
    plain: tuple[Floats, Floats],
    does: Bools,
    total: Floats,
) -> None:
    """Write the sum of weighted terms, and whether luck lies below the chance, as in ``settle``.

    ``places`` (2, C) are rows and observers; ``curve`` has rationality and threshold (R or 1,).
    """
    (values, weights), (slope, threshold) = weighed, curve
    margin = np.empty(len(total))
    for k in range(len(total)):
        row, seat = places[0, k], places[1, k]
        own = weights[row if len(weights) > 1 else 0, seat]
        total[k] = 0.0
        for term in range(len(own)):
            total[k] += own[term] * values[term, k]
        limit = threshold[row if len(threshold) > 1 else 0]
        margin[k] = slope[row if len(slope) > 1 else 0] * (total[k] - limit)
    _outcomes(margin, values[-1], months, plain, does)


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
def _plain(months: int) -> tuple[Floats, Floats]:
    """(257,) margins, times rationality, between which luck ``k / 256`` has to be compared.

    Below the first no luck of ``k / 256`` or more suffices; above the second all luck below
    ``(k + 1) / 256`` does. Looked up among 1,153 margins from -9 to 9, beyond which the curve is
    level; the allowances are far larger than what rounding may do to a chance.
    """
    margins = np.arange(-9 * 64, 9 * 64 + 1) / 64.0
    chances, luck = np.empty(len(margins)), np.arange(258) / 256.0
    _chances(margins, months, chances)
    below = np.searchsorted(chances + 1e-9, luck[:-1], side="right") - 1
    above = np.searchsorted(chances - 1e-9, luck[1:], side="left")
    least = np.where(below >= 0, margins[below] - 1e-6, -np.inf)
    return least, np.append(margins, np.inf)[above] + 1e-6
