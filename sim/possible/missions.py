"""Missions: who may send troops, withdraw them, lead (P7)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Option
from sim.state import ACTIVE


def deployable(obs: Observation) -> Bools:
    """(R, M, Q) missions to which each observer may send troops.

    To a mission of the world body anybody may; to another group's its members and the active
    participants of a programme it sponsors. Nobody serves in a mission on its own soil.
    """
    world, place = obs.world, obs["mission_place"]
    if not (place >= 0).any():
        return np.zeros((obs.rows, len(obs.nations), world.dims.Q), bool)
    rows, slots = np.nonzero(place >= 0)
    group = obs["mission_group"][rows, slots].astype(np.intp)
    table = obs.of_groups("universal")
    open_ = table[rows if len(table) > 1 else rows * 0, group] | (group < 0)
    able = (obs.mine("member")[rows, :, group] == 1) | open_[:, None]
    for programme, sponsor in enumerate(world.programmes.sponsor):
        partner = obs.mine("status")[rows, :, programme] == ACTIVE
        able |= partner & (group == sponsor)[:, None]
    able &= place[rows, slots][:, None] != obs.nations
    out = np.zeros((obs.rows, len(obs.nations), world.dims.Q), bool)
    out[rows, :, slots] = able
    return np.asarray(out & world.on("P7", 2) & world.on("A1", 2))


def _serving(obs: Observation) -> Bools:
    return np.asarray(obs.mine("troops") > 0)


def _leading(obs: Observation) -> Bools:
    leads = obs["mission_lead"][:, None, :] == obs.nations[None, :, None]
    return np.asarray(_serving(obs) & ~leads & obs.world.on("P7", 2))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.DEPLOY: Option("there is no mission there that it may join", deployable),
    OrderKind.RECALL: Option("it has no troops in that mission", _serving),
    OrderKind.LEAD: Option("it has no troops in that mission, or leads it already", _leading),
}
