"""Exercises: whom a nation may host for, what it may call off (P5)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.option import Option
from sim.state import ACTIVE, MEMBER, PLANNED


def _hosting(obs: Observation) -> Bools:
    world, status = obs.world, obs.mine("status")
    part = (status == ACTIVE) | (status == MEMBER)
    works = obs.of_groups("exercises") & world.on("A1", 1)
    group = (obs.mine("member") == 1) & works[:, None, :]
    partners = np.ones((*part.shape[:2], 1), bool)
    return np.concatenate([part, group, partners], axis=2) & world.on("P5", 2)


def _hosted(obs: Observation) -> Bools:
    mine = obs["exercise_host"][:, None, :] == obs.nations[None, :, None]
    return np.asarray(mine & (obs["exercise"] == PLANNED)[:, None, :])


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.HOST: Option("it belongs to no such circle of participants", _hosting),
    OrderKind.CANCEL: Option("it hosts no such exercise", _hosted),
}
