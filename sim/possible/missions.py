"""Missions: who may send troops, withdraw them, lead (P7)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option
from sim.sparse import gate_row, gather, where
from sim.state import ACTIVE


def deployable(obs: Observation) -> Bools:
    """(R, M, Q) missions to which each observer may send troops.

    To a mission of the world body anybody may; to another group's its members and the active
    participants of a programme it sponsors. Nobody serves in a mission on its own soil.
    """
    world, place = obs.world, obs["mission_place"]
    if not (place >= 0).any():
        return np.zeros((obs.rows, len(obs.nations), world.dims.Q), bool)
    rows, slots = where(place >= 0)
    group = gather(obs["mission_group"], rows, slots).astype(np.intp)
    table = obs.of_groups("universal")
    open_ = (table[rows, group] if len(table) > 1 else table[0][group]) | (group < 0)
    able = np.repeat(open_[:, None], len(obs.nations), axis=1)
    some = np.flatnonzero(~open_)
    able[some] = obs.mine("member")[rows[some], :, group[some]] == 1
    for programme, sponsor in enumerate(world.programmes.sponsor):
        some = np.flatnonzero(group == sponsor)
        able[some] |= obs.mine("status")[rows[some], :, programme] == ACTIVE
    able &= gather(place, rows, slots)[:, None] != obs.nations
    able &= (gate_row(world, "P7", rows) & gate_row(world, "A1", rows))[:, None]
    out = np.zeros((obs.rows, len(obs.nations), world.dims.Q), bool)
    out[rows, :, slots] = able
    return out


def _serving(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(gather(obs["troops"], cells.rows, cells.own(obs), cells.target) > 0)


def _leading(obs: Observation, cells: Cells) -> Bools:
    leads = gather(obs["mission_lead"], cells.rows, cells.target) == cells.own(obs)
    return np.asarray(_serving(obs, cells) & ~leads & gate_row(obs.world, "P7", cells.rows))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.DEPLOY: Option("there is no mission there that it may join", deployable),
    OrderKind.RECALL: Option("it has no troops in that mission", at=_serving),
    OrderKind.LEAD: Option("it has no troops in that mission, or leads it already", at=_leading),
}
