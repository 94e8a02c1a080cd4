"""Keeping, breaking and disputing agreements (A3, A4); vouching for others (N1)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row
from sim.state import IN_FORCE, SIGNED


def _stage(obs: Observation, cells: Cells) -> np.ndarray:
    """(n,) the stage of each agreement, seen from the nation's own side."""
    return np.asarray(obs["agreement"][cells.rows, cells.arg, cells.seats, cells.target])


def _breach(obs: Observation, cells: Cells) -> Bools:
    broken = obs["breached"][cells.rows, cells.seats, cells.target] >> cells.arg & 1
    binding = _stage(obs, cells) >= IN_FORCE
    return np.asarray(binding & (broken == 0) & gate_row(obs.world, "A4", cells.rows))


def _contest(obs: Observation, cells: Cells) -> Bools:
    quiet = obs["contested"][cells.rows, cells.seats, cells.target] == 0
    in_force = _stage(obs, cells) == IN_FORCE
    return np.asarray(in_force & quiet & gate_row(obs.world, "A4", cells.rows))


def _renew(obs: Observation, cells: Cells) -> Bools:
    in_force = _stage(obs, cells) == IN_FORCE
    return np.asarray(in_force & gate_row(obs.world, "A3", cells.rows))


def _ratify(obs: Observation, cells: Cells) -> Bools:
    signed = _stage(obs, cells) == SIGNED
    return np.asarray(signed & gate_row(obs.world, "P11", cells.rows))


def _vouch(obs: Observation, cells: Cells) -> Bools:
    told = Cells(cells.rows, cells.seats, cells.arg, cells.arg, cells.amount)
    others = another_nation(obs, cells) & another_nation(obs, told)
    return np.asarray(others & (cells.target != cells.arg) & gate_row(obs.world, "N1", cells.rows))


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.BREACH: Option("no such agreement binds it, or it keeps none of it", at=_breach),
    OrderKind.CONTEST: Option(
        "no such agreement is in force, or the meaning of one is disputed already", at=_contest
    ),
    OrderKind.RENEW: Option("there is no such agreement in force to renew", at=_renew),
    OrderKind.RATIFY: Option("no such agreement waits for its parliament", at=_ratify),
    OrderKind.VOUCH: Option("one vouches for one nation to another, both of them there", at=_vouch),
}
