"""A nation's own part in a programme (P1, P13), and what it publishes (P2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import NEVER, Bools
from sim.conditions import PLAN
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Option
from sim.state import ACTIVE, HELD, OUTSIDE, SUSPENDED, WITHDRAWN


def open_steps(obs: Observation) -> Bools:
    """(R, M, P, S) steps a participant may work toward now: those that need no invitation."""
    table, stamps = obs.world.programmes, obs.mine("step_turn")
    reached = stamps != NEVER
    before = np.take(reached, np.maximum(table.requires, 0), axis=-1) | (table.requires < 0)
    free = ~reached & before & (~table.by_invitation & (table.opens <= obs.turn))
    meets = obs.pick(obs.meets_conditions)[..., None, None] | ~_conditions(obs)
    active = (obs.mine("status") == ACTIVE)[..., None]
    return np.asarray(free & meets & active)


def _conditions(obs: Observation) -> Bools:
    """(S,) steps to which the sponsor sets conditions: plan and accession."""
    steps = obs.world.programmes.steps
    return np.array([step in (PLAN, "accession") for step in steps], bool)


def _joining(obs: Observation) -> Bools:
    status = obs.mine("status")
    outside = (status == OUTSIDE) | (status == WITHDRAWN)
    return np.asarray(outside & (obs.mine("invited") == 1))


def _climbing(obs: Observation) -> Bools:
    return np.asarray(open_steps(obs) & obs.world.on("P1", 3))


def _active(obs: Observation) -> Bools:
    return np.asarray((obs.mine("status") == ACTIVE) & obs.world.on("P1", 2))


def _held(obs: Observation) -> Bools:
    return np.asarray(obs.mine("status") == HELD)


def _leaving(obs: Observation) -> Bools:
    status = obs.mine("status")
    return np.asarray((status == ACTIVE) | (status == HELD) | (status == SUSPENDED))


def _publishing(obs: Observation) -> Bools:
    return np.asarray(np.ones((obs.rows, len(obs.nations), 1), bool) & obs.world.on("P2", 2))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.APPLY: Option("it has not been invited, or takes part already", _joining),
    OrderKind.ADVANCE: Option(
        "the step is not open to it: an earlier step, a condition or the date lacks",
        _climbing,
    ),
    OrderKind.DEPTH: Option("it does not take part", _active),
    OrderKind.HOLD: Option("it is not an active participant", _active),
    OrderKind.RESUME: Option("its participation is not on hold", _held),
    OrderKind.WITHDRAW: Option("it does not take part", _leaving),
    OrderKind.PUBLISH: Option("there is nothing to publish", _publishing),
}
