"""Confrontations: up, down, hotline, mediation; consultation; calls for aid (A12, P8, A10)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.aid import SECRET_ANNEX
from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Cells, Option, another_nation
from sim.sparse import gate_row
from sim.state import FORCE


def _level(obs: Observation, rows: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """(n,) the higher level of two nations' confrontation, 0 for none."""
    level = obs["standoff"]
    return np.asarray(np.maximum(level[rows, one, two], level[rows, two, one]))


def _open(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(_level(obs, cells.rows, cells.own(obs), cells.target) > 0)


def _escalating(obs: Observation, cells: Cells) -> Bools:
    """Any nation may be threatened; without N2 no confrontation begins."""
    begins = gate_row(obs.world, "N2", cells.rows) & another_nation(obs, cells)
    return np.asarray(_open(obs, cells) | begins)


def _calling(obs: Observation, cells: Cells) -> Bools:
    return np.asarray(_open(obs, cells) & gate_row(obs.world, "A12", cells.rows))


def _mediating(obs: Observation, cells: Cells) -> Bools:
    apart = (cells.target != cells.own(obs)) & (cells.arg != cells.own(obs))
    between = _level(obs, cells.rows, cells.target, cells.arg) > 0
    return np.asarray(apart & between & gate_row(obs.world, "A12", cells.rows))


def _all_offices(obs: Observation) -> Bools:
    """(R, M, N, N) ``_mediating`` for all pairs at once."""
    level = obs["standoff"]
    open_ = np.maximum(level, level.transpose(0, 2, 1)) > 0
    apart = obs.nations[:, None] != np.arange(obs.world.dims.N)
    third = apart[:, :, None] & apart[:, None, :]
    return np.asarray(open_[:, None] & third & obs.world.on("A12", 3))


def _consulting(obs: Observation, cells: Cells) -> Bools:
    part = obs.taking_part[cells.rows, cells.own(obs)].any(axis=1)
    works = gate_row(obs.world, "P8", cells.rows)
    return np.asarray(part & another_nation(obs, cells) & works)


def _invoking(obs: Observation, cells: Cells) -> Bools:
    own = cells.own(obs)
    attacked = obs["standoff"][cells.rows, cells.target, own] >= FORCE
    allies = obs.defence_pact[cells.rows, own].sum(axis=1)
    allies = allies - obs.defence_pact[cells.rows, own, cells.target]
    secret = (obs["annex"][cells.rows, cells.seats] == SECRET_ANNEX).any(axis=1)
    secret &= gate_row(obs.world, "A7", cells.rows)
    works = gate_row(obs.world, "A10", cells.rows)
    return np.asarray(attacked & ((allies > 0) | secret) & works)


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.ESCALATE: Option("there is no such confrontation to escalate", at=_escalating),
    OrderKind.DEESCALATE: Option("there is no confrontation to step back from", at=_open),
    OrderKind.HOTLINE: Option("there is no confrontation to speak about", at=_calling),
    OrderKind.MEDIATE: Option(
        "there is no confrontation of two other nations to mediate in", _all_offices, _mediating
    ),
    OrderKind.CONSULT: Option("only participants of a programme are consulted", at=_consulting),
    OrderKind.INVOKE: Option(
        "no use of force against it is open, or no ally is bound to it", at=_invoking
    ),
}
