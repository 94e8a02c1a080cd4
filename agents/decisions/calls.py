"""Calls for aid: whether to honour them."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.desk import Desk
from agents.mind import Mind
from sim.draw import Column


def honour(mind: Mind, desk: Desk) -> None:
    """Answer allies' calls for aid."""
    obs, world = mind.obs, mind.obs.world
    calls = obs["call_victim"] >= 0
    if not calls.any():
        return
    row = np.arange(obs.rows)[:, None, None]
    me = np.arange(len(obs.nations))[None, :, None]
    victim = np.maximum(obs["call_victim"], 0).astype(np.intp)[:, None, :]
    enemy = np.maximum(obs["call_against"], 0).astype(np.intp)[:, None, :]
    pact = obs.pick(obs.defence_pact)
    bound = pact[row, me, victim] & calls[:, None, :]
    reasons = {
        "obligation": bound.astype(np.float64),
        "trust": obs.trust[row, me, victim] - 0.5,
        "nearness": obs.pick(world.nearness, axis=0)[me[0], victim],
        "alignment": terms.closeness(obs)[row, me, victim],
        "allied": pact[row, me, enemy].astype(np.float64),
        "home": (obs["will"] - 0.5)[..., None],
    }
    luck = mind.pair_luck(Column.HONOUR)[row, me, victim]
    choice = mind.weigh("honour", reasons, "honour.threshold", luck, answer=True)
    said = np.where(choice.chosen, 1, -1)
    desk.orders.honour[bound] = said[bound].astype(np.int8)
