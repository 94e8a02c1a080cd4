"""Civil control of the forces: whether to invest in it, in which instrument; which standards."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind


def invest(mind: Mind, desk: Desk) -> None:
    """Strengthen the weakest instrument, where home, aim and prospect speak for it.

    Without any prospect nothing would come of it, and nobody tries.
    """
    obs = mind.obs
    if not obs.world.switches["P4"].any():
        return
    luck = mind.own_luck(Column.REFORM, 1)[..., 0]
    reasons = reform_terms(obs)
    chosen = mind.weigh("reform", reasons, "reform.threshold", luck)
    own = (chosen & (reasons["prospect"] > 0.0)).reshape(-1).nonzero()[0]
    weakest = obs.mine("control").reshape(chosen.size, -1).take(own, axis=0).argmin(axis=1)
    purse = _share(mind, desk, "reform.share").reshape(-1).take(own)
    desk.lay_at(OrderKind.REFORM, own, weakest, amount=purse)


def adopt(mind: Mind, desk: Desk) -> None:
    """Adopt common standards ahead of what the programme brings by itself."""
    obs = mind.obs
    if not obs.world.switches["P3"].any():
        return
    luck = mix(mind.own_luck(Column.REFORM, 1)[..., 0], np.asarray(0.5))
    chosen = mind.weigh("adopt", adopt_terms(obs), "adopt.threshold", luck)
    desk.lay(OrderKind.ADOPT, chosen, amount=_share(mind, desk, "adopt.share"))


def reform_terms(obs: Observation) -> Terms:
    """The terms of investing in civil control, (R, M) each.

    What earlier efforts brought is known, why they brought no more is not: the ministry's own
    resistance shows only in results.
    """
    aid = obs.mine("aid").sum(axis=2)
    effort, result = obs.mine("reform_effort"), obs.mine("reform_result")
    return {
        "home": obs.mine("will") - 0.5,
        "membership": outsider(obs),
        "prospect": obs.pick(obs.prospect),
        "gap": 1.0 - _weakest(obs.mine("control")),
        "liberties": obs.mine("institutions"),
        "helped": snap(aid / (aid + obs.world.param("aid.half"))) * obs.world.gate("P9", 1),
        "futility": np.maximum(effort - np.maximum(result, 0.0), 0.0),
        "autonomy": terms.autonomy(obs),
        "war": obs.mine("war"),
    }


def adopt_terms(obs: Observation) -> Terms:
    """The terms of adopting standards by own effort, (R, M) each."""
    outside = outsider(obs)
    return {
        "depth": obs.mine("declared").max(axis=2, initial=0.0),
        "home": obs.mine("will") - 0.5,
        "membership": outside,
        "lag": outside * (1.0 - obs.mine("adopted")),
    }


def _weakest(control: Floats) -> Floats:
    """(R, M) strength of the weakest instrument; instrument by instrument, which is faster."""
    out = control[..., 0]
    for instrument in range(1, control.shape[2]):
        out = np.minimum(out, control[..., instrument])
    return out


def outsider(obs: Observation) -> Floats:
    """(R, M) 1 for nations that are in no sponsor of a programme: members work to its standards."""
    inside = np.zeros((obs.rows, len(obs.nations)), bool)
    for programme in range(obs.world.dims.P):
        inside |= obs.pick(terms.sponsor_seats(obs, programme))
    return (~inside).astype(np.float64)


def _share(mind: Mind, desk: Desk, name: str) -> Floats:
    """(R, M) a share of the money left, $m."""
    return snap(mind.obs.world.param(name) * np.maximum(desk.money, 0.0), 10)
