"""Sets of nations and pairs that measures count over, and exact sums over them."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.axes import NEVER, Bools, Floats
from sim.network import existing
from sim.state import ACTIVE, State
from sim.world import World

_MONTHS_A_YEAR = 12


def _nobody(state: State) -> Bools:
    """(R, N) the set of nations that a world without programmes has for all sets of them."""
    return np.zeros(state["will"].shape, dtype=bool)


def reached_of(world: World, state: State, step: int) -> Bools:
    """(R, N) nations that ever reached a step of the programme, even if they left since."""
    if not world.dims.P:
        return _nobody(state)
    return np.asarray(state["step_turn"][:, :, 0, step] != NEVER)


def sponsor_of(world: World, state: State) -> Bools:
    """(R, N) existing members of the group that sponsors the programme."""
    if not world.dims.P:
        return _nobody(state)
    seats = state["member"][:, :, world.programmes.sponsor[0]] == 1
    return np.asarray(seats & existing(world, state))


def active_of(world: World, state: State) -> Bools:
    """(R, N) existing nations that take part in the programme as active participants."""
    if not world.dims.P:
        return _nobody(state)
    return np.asarray((state["status"][:, :, 0] == ACTIVE) & existing(world, state))


def enrolled_of(world: World, state: State) -> Bools:
    """(R, N) existing nations that signed up and have not left: active or on hold."""
    if not world.dims.P:
        return _nobody(state)
    return np.asarray(relations.enrolled(state)[:, :, 0] & existing(world, state))


def pairs_of(world: World, state: State) -> Bools:
    """(N, N) ordered pairs of two existing nations."""
    here = existing(world, state)
    return np.asarray(here[:, None] & here & ~np.eye(len(here), dtype=bool))


def count(mask: Bools) -> Floats:
    """(R,) number of true cells in each row."""
    return np.asarray(mask.sum(axis=tuple(range(1, mask.ndim))), dtype=np.float64)


def mean(values: Floats, mask: Bools) -> Floats:
    """(R,) mean of ``values`` (R, ...) over ``mask``, of the same shape or without ``R``."""
    axes = tuple(range(1, values.ndim))
    total = np.where(mask, values, 0.0).sum(axis=axes)
    number = np.broadcast_to(mask, values.shape).sum(axis=axes)
    return np.asarray(total / np.maximum(number, 1))


def between(values: Floats | Bools, sponsor: Bools, partners: Bools) -> Floats:
    """(R,) mean of ``values`` (R, N, N) from sponsor members to partners and back."""
    partners = partners & ~sponsor
    across = sponsor[:, :, None] & partners[:, None, :]
    return mean(np.asarray(values, dtype=np.float64), across | across.transpose(0, 2, 1))


def depth_of(world: World, state: State, field: str) -> Floats:
    """(R, N) depth of participation in the programme, ``declared`` or in effect (``depth``)."""
    return np.asarray(state[field][:, :, 0] if world.dims.P else np.zeros_like(state["will"]))


def recent_of(world: World, state: State) -> Bools:
    """(R, N, N) whether two nations exercised together in the year that the last turn ends."""
    turns = max(1, -(-_MONTHS_A_YEAR // world.months))
    stamp = state["exercised"]
    return np.asarray((stamp != NEVER) & (stamp > state.turn - 1 - turns))
