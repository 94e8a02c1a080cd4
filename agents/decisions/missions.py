"""Missions: whether to send troops, to bring them home, to take the lead."""

from __future__ import annotations

import numpy as np

from agents.decisions.council import can_pay
from agents.desk import Desk
from agents.mind import Mind
from agents.reasons import burden, capacity, deploy_terms, lead_terms, recall_terms
from agents.talks import seats_of
from agents.terms import Cells
from sim.axes import Bools, Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.orders import OrderKind
from sim.sparse import gather, per_row, where


def missions(mind: Mind, desk: Desk) -> None:
    """Recall, deploy, lead: only where there are missions at all."""
    if (mind.obs["mission_place"] >= 0).any():
        _recall(mind, desk)
        _deploy(mind, desk)
        _lead(mind, desk)


def _deploy(mind: Mind, desk: Desk) -> None:
    """Troops for one mission, drawn among those open to the nation, as its means allow."""
    obs, world = mind.obs, mind.obs.world
    own = mind.own_luck(Column.MISSION, 3)
    awake = own[..., 2] < world.param("deploy.initiative")
    row, seat = where(awake & can_pay(desk, OrderKind.DEPLOY))
    reach = np.cumsum(gather(desk.menu[OrderKind.DEPLOY], row, seat), axis=1)
    nation = obs.nations[seat]
    spare = capacity(obs, row, nation) * (1.0 - burden(obs, row, nation))
    count = snap(np.minimum(per_row(world, "deploy.share", row) * spare, 64.0), 10)
    able = (reach[:, -1] > 0) & (count >= per_row(world, "deploy.least", row))
    row, seat, reach, count = (part[able] for part in (row, seat, reach, count))
    if not len(row):
        return
    luck = mix(own[row, seat, 1], own[row, seat, 2])
    slot = np.count_nonzero(reach <= (luck * reach[:, -1])[:, None], axis=1)
    cells = (row, seat, slot)
    place = gather(obs["mission_place"], row, slot).astype(np.intp)
    fate = mix(mind.luck_at(Column.TEXT, row, seat, place), own[row, seat, 1])
    reasons = deploy_terms(obs, cells)
    does, _ = mind.settle("deploy", reasons, cells, fate, world.dims.Q, answer=True)
    _order(mind, desk, OrderKind.DEPLOY, cells, does, count)


def _recall(mind: Mind, desk: Desk) -> None:
    """Troops come home where casualties, burden or quiet outweigh what keeps them there."""
    obs = mind.obs
    row, seat, slot = where(obs.mine("troops") > 0)
    able = gather(can_pay(desk, OrderKind.RECALL), row, seat)
    row, seat, slot = cells = (row[able], seat[able], slot[able])
    if not len(row):
        return
    own = mind.own_luck(Column.MISSION, 3)[row, seat, 0]
    luck = mix(own, slot / 16.0)
    does, _ = mind.settle("recall", recall_terms(obs, cells), cells, luck, obs.world.dims.Q)
    _order(mind, desk, OrderKind.RECALL, cells, does)


def _lead(mind: Mind, desk: Desk) -> None:
    """The lead is claimed by the largest contributor where the present lead has fewer troops."""
    obs, world = mind.obs, mind.obs.world
    row, slot = where(obs["mission_lead"] >= 0)
    troops = obs["troops"].transpose(0, 2, 1)[row, slot]
    lead = gather(obs["mission_lead"], row, slot).astype(np.intp)
    best = troops.argmax(axis=1)
    more = gather(troops, np.arange(len(row)), best) > gather(troops, np.arange(len(row)), lead)
    seat = seats_of(obs)[best]
    some = more & (seat >= 0)
    row, seat, slot = cells = (row[some], seat[some], slot[some])
    if not len(row):
        return
    luck = mix(mind.luck_at(Column.TEXT, row, seat, lead[some]), slot / 16.0)
    does, _ = mind.settle("lead", lead_terms(obs, cells), cells, luck, world.dims.Q)
    _order(mind, desk, OrderKind.LEAD, cells, does)


def _order(
    mind: Mind, desk: Desk, kind: OrderKind, cells: Cells, does: Bools, count: Floats | None = None
) -> None:
    """One order about a mission, of (C,) ``count`` troops if any, for each nation that decided."""
    row, seat, slot = (part[does] for part in cells)
    shape = (mind.obs.rows, len(mind.obs.nations))
    wanted, which, amount = np.zeros(shape, bool), np.zeros(shape, np.intp), np.zeros(shape)
    wanted[row, seat], which[row, seat] = True, slot
    if count is not None:
        amount[row, seat] = count[does]
    desk.lay(kind, wanted, which, 0, amount)
