"""A nation's own part in a programme (P1, P13), and what it publishes (P2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import NEVER, Bools
from sim.compiled import compiled, to_read
from sim.conditions import PLAN
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Option
from sim.state import ACTIVE, HELD, OUTSIDE, SUSPENDED, WITHDRAWN


def open_steps(obs: Observation) -> Bools:
    """(R, M, P, S) steps a participant may work toward now: those that need no invitation."""
    return _steps(obs, obs.mine("status") == ACTIVE)


def _steps(obs: Observation, active: Bools) -> Bools:
    """(R, M, P, S) steps open to those who take part (R, M, P)."""
    table = obs.world.programmes
    free = ~table.by_invitation & (table.opens <= obs.turn)
    stamps, meets = to_read(obs.mine("step_turn")), to_read(obs.pick(obs.meets_conditions))
    return _open(stamps, active, meets, free, table.requires, _conditions(obs))


@compiled
def _open(
    stamps: np.ndarray,
    active: Bools,
    meets: Bools,
    free: Bools,
    requires: np.ndarray,
    conditional: Bools,
) -> Bools:
    """(R, M, P, S) steps open to participants.

    ``stamps`` (R, M, P, S) tell when a step was reached, ``active`` (R, M, P) who takes part,
    ``meets`` (R, M) who meets the sponsor's conditions. A step may be ``free`` (P, S) for all,
    require another and be ``conditional`` (S,).
    """
    out: Bools = np.zeros(stamps.shape, np.bool_)
    for row in range(out.shape[0]):
        for seat in range(out.shape[1]):
            for programme in range(out.shape[2]):
                reached = stamps[row, seat, programme]
                if active[row, seat, programme]:
                    for step in range(out.shape[3]):
                        before = requires[step]
                        out[row, seat, programme, step] = (
                            free[programme, step]
                            and reached[step] == NEVER
                            and (before < 0 or reached[before] != NEVER)
                            and (meets[row, seat] or not conditional[step])
                        )
    return out


def _conditions(obs: Observation) -> Bools:
    """(S,) steps to which the sponsor sets conditions: plan and accession."""
    steps = obs.world.programmes.steps
    return np.array([step in (PLAN, "accession") for step in steps], bool)


def _joining(obs: Observation) -> Bools:
    status = obs.mine("status")
    outside = (status == OUTSIDE) | (status == WITHDRAWN)
    return np.asarray(outside & (obs.mine("invited") == 1))


def _climbing(obs: Observation) -> Bools:
    return _steps(obs, _active(obs))


def _active(obs: Observation) -> Bools:
    return np.asarray((obs.mine("status") == ACTIVE) & obs.world.on("P1", 2))


def _held(obs: Observation) -> Bools:
    return np.asarray(obs.mine("status") == HELD)


def _leaving(obs: Observation) -> Bools:
    status = obs.mine("status")
    return np.asarray((status == ACTIVE) | (status == HELD) | (status == SUSPENDED))


def _publishing(obs: Observation) -> Bools:
    return np.broadcast_to(obs.world.on("P2", 2), (obs.rows, len(obs.nations), 1))


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
