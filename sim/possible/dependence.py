"""Transfers, leverage and bases: whom one may arm, press, resist, station forces with (A8)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import where
from sim.state import IN_FORCE


def _held(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether the nation holds arms of that origin on end-use terms, and whom to give."""
    held = obs["end_use"][cells.rows, cells.seats, cells.arg] == 1
    return np.asarray(held & another_nation(obs, cells) & (cells.arg != cells.target))


def _clients(obs: Observation) -> Bools:
    """(R, M, N) nations that depend on the observer's supplies."""
    return np.asarray((obs.toward("dependence") > 0) & obs.exists)


def pressed(obs: Observation) -> Bools:
    """(R, M, N) suppliers that pressed the observer of late."""
    since = (obs.turn - obs.world.param("leverage.lasts", 2)).astype(np.int16)
    lately = obs["pressed"] >= since
    return np.asarray(lately & obs.world.on("A8", 2)) if lately.any() else lately


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


def _guests(obs: Observation) -> Bools:
    return np.asarray(obs.mine("bases") == 1)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.TRANSFER: Option("there is no such government to supply", at=another_nation),
    OrderKind.RETRANSFER: Option("it holds no arms of that origin on end-use terms", at=_held),
    OrderKind.LEVERAGE: Option("that nation does not depend on its supplies", _clients),
    OrderKind.RESIST: Option("no supplier presses it", pressed),
    OrderKind.BASE: Option(
        "no treaty lets its forces in, and it has none there", _hosts, _stationing
    ),
    OrderKind.EVICT: Option("it hosts no forces of that nation", _guests),
}
