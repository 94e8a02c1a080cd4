"""A sponsor's members: texts they may table, partners they may aid (P9)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import NEVER, Bools
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind
from sim.possible.option import Option
from sim.sparse import where
from sim.state import ACTIVE, OUTSIDE


def _aiding(obs: Observation) -> Bools:
    world = obs.world
    sponsor = obs.mine("member")[:, :, world.programmes.sponsor] == 1
    active = obs["status"] == ACTIVE
    return np.asarray(sponsor[:, :, None] & active[:, None] & world.on("P9", 3))


def _tabling(obs: Observation) -> Bools:
    """(R, M, N, matters) texts a member of the sponsor may table about a nation."""
    world = obs.world
    table = world.programmes
    size = len(world.matters.names)
    out = np.zeros((obs.rows, len(obs.nations), world.dims.N, size), bool)
    pause = world.param("sponsor.pause", 1)
    for p in range(world.dims.P):
        seat = (obs.mine("member")[:, :, table.sponsor[p]] == 1)[:, :, None] & world.on("P9", 2)
        waited = obs["decided"][:, :, p] + pause <= obs.turn
        stranger = (obs["invited"][:, :, p] == 0) & (obs["status"][:, :, p] == OUTSIDE)
        stamps = obs["step_turn"][:, :, p]
        ready = stamps[:, :, table.requires[table.last]] != NEVER
        ready &= (obs["status"][:, :, p] == ACTIVE) & (obs["accession"][:, :, p] == NEVER)
        ready &= obs["institutions"] >= world.param("programme.condition")
        ready = ready & (table.opens[p, table.last] <= obs.turn)
        for kind, subject in ((INVITE, stranger), (ACCEDE, ready)):
            text = world.matters.find(kind, p)
            open_text = _on_table(obs, text)
            matter = subject & waited & obs.exists & ~open_text
            out[..., text] = seat & matter[:, None, :]
    return out


def _on_table(obs: Observation, text: int) -> Bools:
    """(R, N) nations about which such a text lies on the table already."""
    kinds, subjects = obs["text_kind"], obs["text_subject"]
    out = np.zeros((obs.rows, obs.world.dims.N), bool)
    rows, slots = where(kinds == text)
    out[rows, subjects[rows, slots]] = True
    return out


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.TABLE: Option("it has no seat at that table, or the matter is not open", _tabling),
    OrderKind.AID: Option("only members of the sponsor aid active participants", _aiding),
}
