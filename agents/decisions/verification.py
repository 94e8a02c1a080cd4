"""Checking: whom to inspect, whom to watch by satellite, whom to ask (A5)."""

from __future__ import annotations

import numpy as np

from agents.calculus import Terms, score_at
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.terms import Cells
from sim.axes import NEVER, Bools, Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import per_row, where

#: What speaks for and against inspecting the nation that is feared most, and watching it.
_INSPECT = ("threat", "ignorance", "alarm", "record", "declared", "ally", "routine", "home")
_WATCH = ("means", "threat", "ignorance", "alarm", "ally")


def check(mind: Mind, desk: Desk) -> None:
    """Inspect and watch the nation that is feared most; ask about what was seen of another."""
    if not mind.obs.world.switches["A5"].any():
        return
    known = _reasons(mind.obs)
    luck = mind.own_luck(Column.INSPECTION, 2)
    feared = mind.obs.feared
    rows, own = np.arange(mind.obs.rows)[:, None], np.arange(len(mind.obs.nations))[None, :]
    cell = (rows, own, feared)
    reasons = mind.toward("inspect", {k: known[k] for k in _INSPECT}, cell)
    chosen = mind.weigh("inspect", reasons, "inspect.threshold", luck[..., 0])
    desk.lay(OrderKind.INSPECT, chosen, feared)
    reasons = mind.toward("watch", {k: known[k] for k in _WATCH}, cell)
    chosen = mind.weigh("watch", reasons, "watch.threshold", luck[..., 1])
    desk.lay(OrderKind.WATCH, chosen, feared)
    _ask(mind, desk, luck)


def _reasons(obs: Observation) -> Terms:
    """(R, M) terms about the nation that each observer fears most."""
    shape, nations = obs.feared.shape, obs.world.dims.N
    about = np.arange(obs.rows)[:, None] * nations + obs.feared  # places in (R, N)
    cells = np.arange(obs.feared.size).reshape(shape) * nations + obs.feared  # in (R, M, N)

    def of_it(field: np.ndarray, places: np.ndarray) -> np.ndarray:
        return np.asarray(field.reshape(-1).take(places))

    told = of_it(obs["notified"], about)
    return {
        "threat": obs.fear,
        "ignorance": 1.0 - of_it(obs["insight"], cells),
        "alarm": _since(obs, of_it(obs["alarmed"], cells), 12),
        "record": of_it(obs["violations"], about),
        "declared": snap(told / (told + obs.world.param("verification.observe"))),
        "ally": of_it(obs.pick(obs.defence_pact), cells).astype(np.float64),
        "routine": _since(obs, of_it(obs["inspected"], cells), 12),
        "home": obs.mine("will") - 0.5,
        "means": snap(np.sqrt(obs.mine("capability"))),
    }


def _since(obs: Observation, stamp: np.ndarray, months: int) -> Floats:
    """1.0 where a stamp lies within so many months."""
    first = max(obs.turn - max(months // obs.world.months, 1), NEVER)
    return (stamp >= first).astype(np.float64)


def _ask(mind: Mind, desk: Desk, luck: Floats) -> None:
    """Ask about the activity of the turn before that alarmed most."""
    obs = mind.obs
    fresh = obs["alarmed"] == obs.turn - 1
    if not fresh.any():
        return
    cells = row, seat, about = _most_alarming(obs, fresh)
    reasons: Terms = {
        "fear": obs["threat"][cells],
        "distrust": 0.5 - obs.trust[cells],
        "record": obs["violations"][row, about],
        "ally": obs.pick(obs.defence_pact)[cells].astype(np.float64),
        "home": obs.mine("will")[row, seat] - 0.5,
    }
    total, parts = score_at(obs, "ask", mind.toward("ask", reasons, cells), row, seat)
    limit = per_row(obs.world, "ask.threshold", row)
    fate = mix(luck[row, seat, 0], luck[row, seat, 1])
    chosen = mind.weigh_at(Case("ask", (row, seat), 1, total, parts), limit, fate, answer=True)
    own = row * len(obs.nations) + seat
    desk.lay_at(OrderKind.QUERY, own[chosen], about[chosen])


def _most_alarming(obs: Observation, fresh: Bools) -> Cells:
    """Of the nations that alarmed an observer the one it fears most: (C,) row, place, nation."""
    row, seat, about = where(fresh)
    order = np.lexsort((obs["threat"][row, seat, about], seat, row))
    row, seat, about = row[order], seat[order], about[order]
    last = np.ones(len(row), bool)
    last[:-1] = (np.diff(row) != 0) | (np.diff(seat) != 0)
    return row[last], seat[last], about[last]
