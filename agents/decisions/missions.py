"""Missions: whether to send troops, to bring them home, to take the lead."""

from __future__ import annotations

import numpy as np

from agents.calculus import score_at
from agents.decisions.council import can_pay
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.reasons import burden, capacity, deploy_terms, lead_terms, recall_terms
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
    total, parts = score_at(obs, "deploy", deploy_terms(obs, cells), row, seat)
    place = gather(obs["mission_place"], row, slot).astype(np.intp)
    fate = mix(mind.luck_at(Column.TEXT, row, seat, place), own[row, seat, 1])
    case = Case("deploy", cells, world.dims.Q, total, parts)
    does = mind.weigh_at(case, per_row(world, "deploy.threshold", row), fate, answer=True)
    wanted, which, amount = _blank(mind)
    at = (row[does], seat[does])
    wanted[at], which[at], amount[at] = True, slot[does], count[does]
    desk.lay(OrderKind.DEPLOY, wanted, which, 0, amount)


def _recall(mind: Mind, desk: Desk) -> None:
    """Troops come home where casualties, burden or quiet outweigh what keeps them there."""
    obs, world = mind.obs, mind.obs.world
    row, seat, slot = where(obs.mine("troops") > 0)
    able = gather(can_pay(desk, OrderKind.RECALL), row, seat)
    row, seat, slot = cells = (row[able], seat[able], slot[able])
    if not len(row):
        return
    total, parts = score_at(obs, "recall", recall_terms(obs, cells), row, seat)
    own = mind.own_luck(Column.MISSION, 3)[row, seat, 0]
    case = Case("recall", cells, world.dims.Q, total, parts)
    luck = mix(own, slot / 16.0)
    does = mind.weigh_at(case, per_row(world, "recall.threshold", row), luck)
    if not does.any():
        return
    wanted, which, _ = _blank(mind)
    wanted[row[does], seat[does]] = True
    which[row[does], seat[does]] = slot[does]
    desk.lay(OrderKind.RECALL, wanted, which)


def _lead(mind: Mind, desk: Desk) -> None:
    """The lead is claimed by the largest contributor where the present lead has fewer troops."""
    obs, world = mind.obs, mind.obs.world
    row, slot = where(obs["mission_lead"] >= 0)
    troops = obs["troops"].transpose(0, 2, 1)[row, slot]
    lead = gather(obs["mission_lead"], row, slot).astype(np.intp)
    best = troops.argmax(axis=1)
    more = gather(troops, np.arange(len(row)), best) > gather(troops, np.arange(len(row)), lead)
    seat_of = np.full(world.dims.N, -1)
    seat_of[obs.nations] = np.arange(len(obs.nations))
    seat = seat_of[best]
    some = more & (seat >= 0)
    row, slot, seat, lead = (part[some] for part in (row, slot, seat, lead))
    if not len(row):
        return
    total, parts = score_at(obs, "lead", lead_terms(obs, (row, seat, slot)), row, seat)
    luck = mix(mind.luck_at(Column.TEXT, row, seat, lead), slot / 16.0)
    case = Case("lead", (row, seat, slot), world.dims.Q, total, parts)
    does = mind.weigh_at(case, per_row(world, "lead.threshold", row), luck)
    if not does.any():
        return
    wanted, which, _ = _blank(mind)
    wanted[row[does], seat[does]] = True
    which[row[does], seat[does]] = slot[does]
    desk.lay(OrderKind.LEAD, wanted, which)


def _blank(mind: Mind) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(R, M) wanted, target and amount of an order, empty yet."""
    shape = (mind.obs.rows, len(mind.obs.nations))
    return np.zeros(shape, bool), np.zeros(shape, np.intp), np.zeros(shape)
