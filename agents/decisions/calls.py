"""Calls for aid: whether to call, whether to honour a call (A10)."""

from __future__ import annotations

import numpy as np

from agents import alliance
from agents.calculus import Terms
from agents.decisions.crisis import initiative, lay_best, sides
from agents.desk import Desk
from agents.mind import Mind
from sim.aid import SECRET_ANNEX
from sim.draw import Column, mix
from sim.grid import snap
from sim.orders import OrderKind
from sim.sparse import gate_row, where
from sim.state import FORCE, WAR


def honour(mind: Mind, desk: Desk) -> None:
    """Answer allies' calls for aid, also those of nations to which a secret annex binds."""
    obs, world = mind.obs, mind.obs.world
    row, slot = where(obs["call_victim"] >= 0)
    victim = obs["call_victim"][row, slot].astype(np.intp)
    pact = obs.pick(obs.defence_pact)
    secret = obs["annex"][row, :, victim] == SECRET_ANNEX
    secret &= gate_row(world, "A7", row)[:, None] & gate_row(world, "A10", row)[:, None]
    call, me = where(pact[row, :, victim] | secret)
    if not len(call):
        return
    row, slot, victim = row[call], slot[call], victim[call]
    enemy = np.maximum(obs["call_against"][row, slot], 0).astype(np.intp)
    point = obs["alignment"]
    own = obs.nations[me]
    reasons: Terms = {
        "obligation": np.ones(len(call)),
        "trust": obs.trust[row, me, victim] - 0.5,
        "nearness": world.nearness[own, victim],
        "alignment": -np.abs(point[row, own] - point[row, victim]),
        "allied": pact[row, me, enemy].astype(np.float64),
        "home": obs["will"][row, me] - 0.5,
        "abandonment": alliance.abandonment(obs, row, me, victim),
        "entrapment": alliance.entrapment(obs, row, me, (victim, enemy)),
        "dependence": alliance.bonds(obs, row, me, enemy),
    }
    reasons = mind.toward("honour", reasons, (row, me, victim))
    luck = mind.luck_at(Column.HONOUR, row, me, victim)
    cells = (row, me, slot)
    chosen, _ = mind.settle("honour", reasons, cells, luck, world.dims.C, answer=True)
    desk.orders.honour[cells] = np.where(chosen, 1, -1)


def invoke(mind: Mind, desk: Desk) -> None:
    """Call on the allies after a use of force, where help may be hoped for."""
    obs, world = mind.obs, mind.obs.world
    rows, seats, other = sides(obs)
    if not len(rows) or not world.on("A10").any():
        return
    own = obs.nations[seats]
    hit = (obs["standoff"][rows, other, own] >= FORCE) & gate_row(world, "A10", rows)
    rows, seats, other, own = rows[hit], seats[hit], other[hit], own[hit]
    if not len(rows):
        return
    reasons = {
        "height": snap(obs["standoff"][rows, other, own] / float(WAR)),
        "threat": obs["threat"][rows, seats, other],
        "backing": alliance.expected_help(obs, rows, seats, other),
        "odds": alliance.odds(obs, rows, own, other),
        "home": obs["will"][rows, seats] - 0.5,
    }
    ends = mind.draw.nation(Column.CONSULTATION, 2, world.dims.N)
    luck = mix(ends[rows, own, 0], ends[rows, other, 1])
    cells, luck = (rows, seats, other), mix(luck, np.array(0.625))
    lay_best(desk, OrderKind.INVOKE, cells, initiative(mind, "invoke", reasons, luck, cells))
