"""Secrets: whom to tell what one knows, whose confidence to break (P6, A6)."""

from __future__ import annotations

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import NEVER, Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.orders import OrderKind


def share(mind: Mind, desk: Desk) -> None:
    """Tell a partner what is known of the nations that concern it.

    Each turn the ministry has one other nation in mind, drawn by luck: the more partners, the
    more is told.
    """
    obs = mind.obs
    if not obs.world.switches["P6"].any():
        return
    luck = mind.own_luck(Column.INTELLIGENCE, 4)
    partner = _in_mind(mind, luck[..., 0])
    cell = _cell(mind, partner)
    common = obs.fear * obs.world.nearness[partner, obs.feared] * (partner != obs.feared)
    reasons: Terms = {
        "trust": obs.trust[cell] - 0.5,
        "ally": obs.pick(obs.defence_pact)[cell].astype(np.float64),
        "common_fear": snap(common),
        "betrayed": _betrayed(mind, partner),
        "home": obs.mine("will") - 0.5,
    }
    able = obs.information[cell]
    fate = np.where(able, luck[..., 1], 1.0)
    reasons = mind.toward("share", reasons, cell)
    choice = mind.weigh("share", reasons, "share.threshold", fate)
    desk.lay(OrderKind.SHARE, choice.chosen, partner)


def leak(mind: Mind, desk: Desk) -> None:
    """Let out what a partner told of the nation that is feared most."""
    obs = mind.obs
    if not obs.world.switches["P6"].any():
        return
    luck = mind.own_luck(Column.INTELLIGENCE, 4)
    source = _in_mind(mind, mix(luck[..., 0], np.asarray(0.5)))
    cell = _cell(mind, source)
    reasons: Terms = {
        "resentment": obs["resentment"][cell],
        "distrust": 0.5 - obs.trust[cell],
        "threat": obs.fear,
        "ally": obs.pick(obs.defence_pact)[cell].astype(np.float64),
    }
    able = obs.information[cell] & (source != obs.feared)
    fate = np.where(able, luck[..., 2], 1.0)
    reasons = mind.toward("leak", reasons, cell)
    choice = mind.weigh("leak", reasons, "leak.threshold", fate)
    desk.lay(OrderKind.LEAK, choice.chosen, obs.feared, source)


def _in_mind(mind: Mind, luck: Floats) -> np.ndarray:
    """(R, M) a nation drawn by luck."""
    return np.floor(luck * mind.obs.world.dims.N).astype(np.intp)


def _cell(mind: Mind, other: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The cell (row, observer's place, other nation) of each observer."""
    rows = np.arange(mind.obs.rows)[:, None]
    return rows, np.arange(other.shape[1])[None, :], other


def _betrayed(mind: Mind, partner: np.ndarray) -> Floats:
    """(R, M) 1 where the partner was found to have let out what the nation told it, of late."""
    obs = mind.obs
    stamp = obs["leaked"][np.arange(obs.rows)[:, None], partner, obs.nations[None, :]]
    years = obs.world.param("share.memory")
    return np.asarray((stamp != NEVER) & (stamp >= obs.turn - years), dtype=np.float64)
