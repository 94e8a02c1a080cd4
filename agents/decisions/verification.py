"""Checking: whom to inspect, whom to watch by satellite, whom to ask (A5)."""

from __future__ import annotations

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import NEVER, Bools, Floats, Ints
from sim.draw import Column, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import where

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
    choice = mind.weigh("inspect", reasons, "inspect.threshold", luck[..., 0])
    desk.lay(OrderKind.INSPECT, choice.chosen, feared)
    reasons = mind.toward("watch", {k: known[k] for k in _WATCH}, cell)
    choice = mind.weigh("watch", reasons, "watch.threshold", luck[..., 1])
    desk.lay(OrderKind.WATCH, choice.chosen, feared)
    _ask(mind, desk, mix(luck[..., 0], luck[..., 1]))


def _reasons(obs: Observation) -> Terms:
    """(R, M) terms about the nation that each observer fears most."""
    rows, own = np.arange(obs.rows)[:, None], np.arange(len(obs.nations))[None, :]
    cell = (rows, own, obs.feared)
    told = obs["notified"][rows, obs.feared]
    return {
        "threat": obs.fear,
        "ignorance": 1.0 - obs["insight"][cell],
        "alarm": _since(obs, obs["alarmed"][cell], 12),
        "record": obs["violations"][rows, obs.feared],
        "declared": snap(told / (told + obs.world.param("verification.observe"))),
        "ally": obs.pick(obs.defence_pact)[cell].astype(np.float64),
        "routine": _since(obs, obs["inspected"][cell], 12),
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
    about, seen = _most_alarming(obs, fresh)
    rows, own = np.arange(obs.rows)[:, None], np.arange(len(obs.nations))[None, :]
    cell = (rows, own, about)
    reasons: Terms = {
        "fear": obs["threat"][cell],
        "distrust": 0.5 - obs.trust[cell],
        "record": obs["violations"][rows, about],
        "ally": obs.pick(obs.defence_pact)[cell].astype(np.float64),
        "home": obs.mine("will") - 0.5,
    }
    reasons = mind.toward("ask", reasons, cell)
    choice = mind.weigh("ask", reasons, "ask.threshold", luck, answer=True)
    desk.lay(OrderKind.QUERY, choice.chosen & seen, about)


def _most_alarming(obs: Observation, fresh: Bools) -> tuple[Ints, Bools]:
    """(R, M) of the nations that alarmed an observer the one it fears most, and whether any did."""
    rows, own, about = where(fresh)
    order = np.lexsort((obs["threat"][rows, own, about], own, rows))
    target = np.zeros(fresh.shape[:2], np.intp)
    target[rows[order], own[order]] = about[order]  # of several the last, the most feared, stays
    return target, fresh.any(axis=2)
