"""A sponsor's members: which partners a text may be about, whom they may aid (P9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from sim.axes import NEVER, Bools
from sim.observe import Observation
from sim.orders import INVITE, SUSPEND, OrderKind
from sim.possible.option import Cells, Option
from sim.sparse import gate_row, where
from sim.state import ACTIVE, HELD, OUTSIDE, SUSPENDED

Judge: TypeAlias = Callable[[Observation, Cells], Bools]


def aiding(obs: Observation, programme: int) -> tuple[Bools, Bools]:
    """(R, M), (R, N) who may give aid under a programme, and to whom."""
    world = obs.world
    sponsor = obs.mine("member")[:, :, world.programmes.sponsor[programme]] == 1
    sponsor = sponsor & world.on("P9", 1) & obs.exists[obs.nations]
    return np.asarray(sponsor), np.asarray(obs["status"][:, :, programme] == ACTIVE)


def _aiding(obs: Observation, cells: Cells) -> Bools:
    group = obs.world.programmes.sponsor[cells.arg]
    sponsor = obs["member"][cells.rows, cells.own(obs), group] == 1
    active = obs["status"][cells.rows, cells.target, cells.arg] == ACTIVE
    return np.asarray(sponsor & active & gate_row(obs.world, "P9", cells.rows))


def open_texts(obs: Observation, kind: int, programme: int) -> tuple[Bools, Bools]:
    """(R, M), (R, N) who may table such a text about a programme, and about whom.

    Kept with the observation, for those who think of a text ask as well as those who judge it.
    Strangers may be invited; participants who reached the step before accession may accede once
    they meet the sponsor's conditions; who takes part may be suspended, and restored again.
    """
    store = obs.__dict__.setdefault("_texts", {})
    if (kind, programme) not in store:
        store[kind, programme] = _open_texts(obs, kind, programme)
    return store[kind, programme]  # type: ignore[no-any-return]


def _open_texts(obs: Observation, kind: int, programme: int) -> tuple[Bools, Bools]:
    world = obs.world
    table, p = world.programmes, programme
    seats = (obs.mine("member")[:, :, table.sponsor[p]] == 1) & world.on("P9", 1)
    status = obs["status"][:, :, p]
    if kind == SUSPEND:
        takes_part = (status == ACTIVE) | (status == HELD) | (status == SUSPENDED)
        return np.asarray(seats), np.asarray(takes_part & obs.exists)
    waited = obs["decided"][:, :, p] + world.param("sponsor.pause", 1) <= obs.turn
    waited = waited & obs.exists
    if kind == INVITE:
        return np.asarray(seats), (obs["invited"][:, :, p] == 0) & (status == OUTSIDE) & waited
    ready = obs["step_turn"][:, :, p, table.requires[table.last]] != NEVER
    ready &= (status == ACTIVE) & (obs["accession"][:, :, p] == NEVER) & obs.meets_conditions
    return np.asarray(seats), ready & (table.opens[p, table.last] <= obs.turn) & waited


def tabling(
    obs: Observation, kind: int, programme: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(n,) each: row, observer's place and subject of the texts of a kind that may be tabled."""
    seats, ready = open_texts(obs, kind, programme)
    seats = seats & obs.exists[obs.nations]
    ready = ready & np.asarray(seats.any(axis=1))[:, None]  # nobody in runs without P9
    if not ready.any():
        nothing = np.zeros(0, np.intp)
        return nothing, nothing, nothing
    rows, subject = where(ready & ~on_table(obs, obs.world.matters.find(kind, programme)))
    event, seat = where(seats[rows])
    return rows[event], seat, subject[event]


def on_table(obs: Observation, text: int) -> Bools:
    """(R, N) nations about which such a text lies on the table already."""
    kinds, subjects = obs["text_kind"], obs["text_subject"]
    out = np.zeros((obs.rows, obs.world.dims.N), bool)
    rows, slots = where(kinds == text)
    out[rows, subjects[rows, slots]] = True
    return out


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.AID: Option("only members of the sponsor aid active participants", at=_aiding),
}
