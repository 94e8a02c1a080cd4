"""Transfers, leverage and bases: whom one may arm, press, resist, station forces with (A8)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools, Ints
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row, per_row, where
from sim.state import IN_FORCE


def _held(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the nation holds arms of that origin on end-use terms, and whom to give."""
    held = obs["end_use"][cells.rows, cells.seats, cells.arg] == 1
    return np.asarray(held & another_nation(obs, cells) & (cells.arg != cells.target))


def _client(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the nation depends on the observer's supplies."""
    bound = obs.toward("dependence")[cells.rows, cells.seats, cells.target] > 0
    return np.asarray(bound & obs.exists[cells.target])


def pressed_at(obs: Observation) -> tuple[Ints, Ints, Ints]:
    """(row, observer's place, supplier) of the pressure of late."""
    since = (obs.turn - obs.world.param("leverage.lasts", 2)).astype(np.int16)
    rows, seats, supplier = where(obs["pressed"] >= since)
    works = gate_row(obs.world, "A8", rows)
    return rows[works], seats[works], supplier[works]


def _pressed(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether that supplier pressed the observer of late."""
    since = obs.turn - per_row(obs.world, "leverage.lasts", cells.rows)
    lately = obs["pressed"][cells.rows, cells.seats, cells.target] >= np.trunc(since)
    return np.asarray(lately & gate_row(obs.world, "A8", cells.rows))


def access(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether an agreement in force, or a defence pact, lets the nation's forces in."""
    rows, seats, host = cells.rows, cells.seats, cells.target
    opens = obs.world.agreements.autonomy >= obs.world.param("base.autonomy")
    opens = np.broadcast_to(opens, (obs.rows, opens.shape[1]))[rows]
    bound = (obs["agreement"][rows, :, seats, host] >= IN_FORCE) & opens
    pact = obs.defence_pact[rows, cells.own(obs), host]
    return np.asarray((bound.any(axis=1) | pact) & another_nation(obs, cells))


def _stationing(obs: Observation, cells: Cells) -> Bools:
    """(n,) to come needs access; to leave needs to be there."""
    there = obs["bases"][cells.rows, cells.target, cells.own(obs)] == 1
    return np.where(cells.amount > 0, access(obs, cells), there)


def _hosts(obs: Observation) -> Bools:
    """(R, M, N) hosts to which forces may come, or which they may leave."""
    shape = (obs.rows, len(obs.nations), obs.world.dims.N)
    rows, seats, host = where(np.ones(shape, bool))
    none = np.zeros(len(rows))
    open_ = access(obs, Cells(rows, seats, host, none.astype(np.intp), none)).reshape(shape)
    return np.asarray(open_ | (obs.toward("bases") == 1))


def _guest(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(obs["bases"][cells.rows, cells.own(obs), cells.target] == 1)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.TRANSFER: Option("there is no such government to supply", at=another_nation),
    OrderKind.RETRANSFER: Option("it holds no arms of that origin on end-use terms", at=_held),
    OrderKind.LEVERAGE: Option("that nation does not depend on its supplies", at=_client),
    OrderKind.RESIST: Option("no supplier presses it", at=_pressed),
    OrderKind.BASE: Option(
        "no treaty lets its forces in, and it has none there", _hosts, _stationing
    ),
    OrderKind.EVICT: Option("it hosts no forces of that nation", at=_guest),
}
