"""Sets of nations and pairs that measures count over, and exact sums over them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim import relations
from sim.axes import NEVER, Bools, Floats, Ints
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

    def make() -> Bools:
        here = existing(world, state)
        return np.asarray(here[:, None] & here & ~np.eye(len(here), dtype=bool))

    return relations.memo(state, "measures pairs", make, world)


def tied_of(world: World, state: State) -> Bools:
    """(R, N, N) ordered pairs of existing nations with an agreement in force."""

    def make() -> Bools:
        return np.asarray(relations.ties(world, state) & pairs_of(world, state))

    return relations.memo(state, "measures tied", make, world)


# Sums of numbers on the grid are exact in any order, and counts below 2**24 are in float32: both
# may go through products of matrices, which are several times faster than sums over masks.


def count(mask: Bools) -> Floats:
    """(R,) number of true cells in each row."""
    return _number(mask, np.ones(math.prod(mask.shape[1:]), np.float32))


def count_once(world: World, state: State, marks: np.ndarray) -> Floats:
    """(R,) sum of ``marks`` (R, N, N), whole numbers or truths, over pairs of existing nations.

    A pair is looked at once, from the smaller index.
    """

    def make() -> Floats:
        return np.triu(pairs_of(world, state), 1).reshape(-1).astype(np.float32)

    return _number(marks, relations.memo(state, "measures once", make, world))


def _number(marks: np.ndarray, weights: np.ndarray) -> Floats:
    """(R,) sum of the marks, whole numbers or truths, times weights (cells,) of zeros and ones."""
    return np.asarray(_rows(marks).astype(np.float32) @ weights, dtype=np.float64)


def _rows(cells: np.ndarray) -> np.ndarray:
    """(R, cells) the same cells."""
    return cells.reshape(len(cells), math.prod(cells.shape[1:]))


def _exact(values: Floats | Bools) -> type[Any]:
    """The type in which sums over pairs are exact."""
    return np.float32 if values.dtype == bool else np.float64


def mean(values: Floats | Bools, mask: Bools) -> Floats:
    """(R,) mean of ``values`` (R, ...) over ``mask``, of the same shape or without ``R``."""
    if mask.ndim < values.ndim:
        kind = _exact(values)
        total = _rows(values).astype(kind, copy=False) @ mask.reshape(-1).astype(kind)
        return np.asarray(total.astype(np.float64) / max(int(mask.sum()), 1))
    total = np.einsum("ij,ij->i", _rows(values), _rows(mask), dtype=np.float64)
    return np.asarray(total / np.maximum(count(mask), 1.0))


def between(values: Floats | Bools, sponsor: Bools, partners: Bools) -> Floats:
    """(R,) mean of ``values`` (R, N, N) from sponsor members to partners and back."""
    kind = _exact(values)
    seats, others = sponsor.astype(kind), (partners & ~sponsor).astype(kind)
    cells = values.astype(kind, copy=False)
    # two products with a vector take half the time of one with a narrow matrix
    toward, back = (np.matmul(ends[:, None], cells)[:, 0] for ends in (seats, others))
    total = (toward * others + back * seats).sum(axis=1, dtype=np.float64)
    pairs = 2.0 * seats.sum(axis=1, dtype=np.float64) * others.sum(axis=1)
    return np.asarray(total / np.maximum(pairs, 1.0))


def at_pairs(state: State, field: str, first: Ints, second: Ints) -> np.ndarray:
    """(R, pairs) a field (R, N, N) of listed pairs."""
    values = state[field]
    return np.asarray(np.take(_rows(values), first * values.shape[2] + second, axis=1))


def depth_of(world: World, state: State, field: str) -> Floats:
    """(R, N) depth of participation in the programme, ``declared`` or in effect (``depth``)."""
    return np.asarray(state[field][:, :, 0] if world.dims.P else np.zeros_like(state["will"]))


def recent_of(world: World, state: State) -> Bools:
    """(R, N, N) whether two nations exercised together in the year that the last turn ends."""

    def make() -> Bools:
        turns = max(1, -(-_MONTHS_A_YEAR // world.months))
        return np.asarray(state["exercised"] > max(state.turn - 1 - turns, NEVER))

    return relations.memo(state, "measures recent", make, world)
