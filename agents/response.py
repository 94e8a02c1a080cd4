"""Quantal response: how a score and a threshold become a chance, and luck an outcome."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.axes import Bools, Floats
from sim.grid import logistic, root
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
    chance = logistic(_slope(obs, total, rows) * (total - threshold))
    return chance if answer else per_turn(chance, months or obs.world.months)


def _slope(obs: Observation, total: Floats, rows: np.ndarray | None) -> Floats:
    """How steeply the chance rises with the score: in all cells, or in those of listed rows."""
    if rows is None:
        return obs.world.param("choice.rationality", total.ndim - 1)
    values = obs.world.params["choice.rationality"]
    return values[rows] if len(values) > 1 else values


def perhaps(obs: Observation, total: Floats, limit: str, words: np.ndarray) -> Bools:
    """Where luck (``Draw.words``) might carry an initiative: in these cells, and a few too many.

    Eight binary digits of luck tell how high the score must be at least, so that the chance itself
    need be worked out for the cells that are left only.
    """
    world = obs.world
    need = world.param(limit) + _least_margin(world.months)[:-1] / world.param("choice.rationality")
    code = words >> np.uint32(24)
    if len(need) > 1:
        code = code + 256 * np.arange(len(need), dtype=np.uint32)[:, None, None]
    return np.asarray(total > need.reshape(-1).take(code, mode="clip"))


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
    """Where luck lies below ``chance_of``: the outcome, without the chance where it is plain.

    Eight binary digits of luck tell from which margin on it is, and up to which it is not; few
    cells lie in between.
    """
    if luck.size < _FEW:
        return luck < chance_of(obs, total, threshold, rows, answer=answer, months=months)
    span = 3 if answer else months or obs.world.months  # an answer has the chance of a quarter
    low, high = _least_margin(span), _ample_margin(span)
    margin = _slope(obs, total, rows) * (total - threshold)
    if margin.shape != luck.shape:
        margin = np.broadcast_to(margin, luck.shape)
    code = (luck * 256.0).astype(np.intp)
    does = margin > high.take(code)
    open_ = ((margin > low.take(code)) != does).reshape(-1).nonzero()[0]
    chance = per_turn(logistic(margin.reshape(-1).take(open_)), span)
    does.reshape(-1)[open_] = luck.reshape(-1).take(open_) < chance
    return does


#: With fewer cells the look at the tables costs more than the chances.
_FEW = 2048


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
    return margins, per_turn(logistic(margins), months)


def per_turn(quarterly: Floats, months: int) -> Floats:
    """A chance per quarter as the chance per turn of so many months."""
    if months == 3:
        return quarterly
    if months in (6, 12):
        for _ in range(months // 6):
            quarterly = quarterly * (2.0 - quarterly)
        return quarterly
    return 1.0 - root(1.0 - quarterly, 3)
