"""The headline measures of a state: what reports plot turn by turn and sweeps compare.

A state after a turn bears the number of the next; the turn just played is ``state.turn - 1``.
Only nations that existed in it are counted, and nothing is counted for an empty set: a mean, share
or spread over nothing is 0. "Programme" is the scenario's first, "sponsor" the group behind it; a
world without programmes gives 0 for all measures of them.

Sums of grid numbers are exact in any order (see ``sim.grid``), and each measure divides last, so a
row gives the same bits alone and in any batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from sim import network, relations
from sim.axes import NEVER, Bools, Floats
from sim.errors import UnknownName
from sim.grid import snap
from sim.network import existing
from sim.state import ACTIVE, CANCELLED, CONDUCTED, State
from sim.world import World

Function: TypeAlias = Callable[[World, State], Floats]

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per row: its name, what it tells in one sentence, its unit and how to get it."""

    name: str
    doc: str
    unit: str
    function: Function  # (world, state) -> (R,)


_registry: dict[str, Measure] = {}

#: All headline measures by name, in the order of reports.
MEASURES: Mapping[str, Measure] = MappingProxyType(_registry)


def measure(world: World, state: State, names: Iterable[str] | None = None) -> dict[str, Floats]:
    """The named measures (all, if none are named), each (R,) float64; raises ``UnknownName``."""
    wanted = list(MEASURES) if names is None else list(names)
    for name in wanted:
        if name not in MEASURES:
            raise UnknownName("measure", name, MEASURES)
    return {name: MEASURES[name].function(world, state) for name in wanted}


def _headline(unit: str) -> Callable[[Function], Function]:
    """Register a function as a measure under its own name, with its docstring as meaning."""

    def register(function: Function) -> Function:
        name = function.__name__
        _registry[name] = Measure(name, function.__doc__ or "", unit, function)
        return function

    return register


# Sets of nations and sums over them


def _sponsor(world: World, state: State) -> Bools:
    """(R, N) existing members of the group that sponsors the programme."""
    if not world.dims.P:
        return np.zeros(state["will"].shape, dtype=bool)
    seats = state["member"][:, :, world.programmes.sponsor[0]] == 1
    return np.asarray(seats & existing(world, state))


def _active(world: World, state: State) -> Bools:
    """(R, N) existing nations that take part in the programme as active participants."""
    if not world.dims.P:
        return np.zeros(state["will"].shape, dtype=bool)
    return np.asarray((state["status"][:, :, 0] == ACTIVE) & existing(world, state))


def _enrolled(world: World, state: State) -> Bools:
    """(R, N) existing nations that signed up and have not left: active or on hold."""
    if not world.dims.P:
        return np.zeros(state["will"].shape, dtype=bool)
    return np.asarray(relations.enrolled(state)[:, :, 0] & existing(world, state))


def _pairs(world: World, state: State) -> Bools:
    """(N, N) ordered pairs of two existing nations."""
    here = existing(world, state)
    return np.asarray(here[:, None] & here & ~np.eye(len(here), dtype=bool))


def _count(mask: Bools) -> Floats:
    """(R,) number of true cells in each row."""
    return np.asarray(mask.sum(axis=tuple(range(1, mask.ndim))), dtype=np.float64)


def _mean(values: Floats, mask: Bools) -> Floats:
    """(R,) mean of ``values`` (R, ...) over ``mask``, of the same shape or without ``R``."""
    axes = tuple(range(1, values.ndim))
    total = np.where(mask, values, 0.0).sum(axis=axes)
    number = np.broadcast_to(mask, values.shape).sum(axis=axes)
    return np.asarray(total / np.maximum(number, 1))


def _between(values: Floats | Bools, sponsor: Bools, partners: Bools) -> Floats:
    """(R,) mean of ``values`` (R, N, N) from sponsor members to partners and back."""
    partners = partners & ~sponsor
    across = sponsor[:, :, None] & partners[:, None, :]
    return _mean(np.asarray(values, dtype=np.float64), across | across.transpose(0, 2, 1))


def _depth(world: World, state: State, field: str) -> Floats:
    """(R, N) depth of participation in the programme, ``declared`` or in effect (``depth``)."""
    return np.asarray(state[field][:, :, 0] if world.dims.P else np.zeros_like(state["will"]))


def _recent(world: World, state: State) -> Bools:
    """(R, N, N) whether two nations exercised together in the year that the last turn ends."""
    turns = max(1, -(-_MONTHS_A_YEAR // world.months))
    stamp = state["exercised"]
    return np.asarray((stamp != NEVER) & (stamp > state.turn - 1 - turns))


# Participation


@_headline("nations")
def signatories(world: World, state: State) -> Floats:
    """Nations that have ever signed up to the programme, even if they left or acceded since."""
    if not world.dims.P:
        return np.zeros(state.rows)
    return _count(state["step_turn"][:, :, 0, world.programmes.first] != NEVER)


@_headline("nations")
def participants(world: World, state: State) -> Floats:
    """Nations that take part in the programme as active participants."""
    return _count(_active(world, state))


@_headline("nations")
def members(world: World, state: State) -> Floats:
    """Members of the sponsor of the programme."""
    return _count(_sponsor(world, state))


@_headline("0..1")
def declared_depth(world: World, state: State) -> Floats:
    """Mean depth of participation that active participants declare."""
    return _mean(_depth(world, state, "declared"), _active(world, state))


@_headline("0..1")
def effective_depth(world: World, state: State) -> Floats:
    """Mean depth of participation that active participants put into practice."""
    return _mean(_depth(world, state, "depth"), _active(world, state))


@_headline("-1..1")
def depth_gap(world: World, state: State) -> Floats:
    """Mean over active participants of declared depth less the depth put into practice."""
    gap = _depth(world, state, "declared") - _depth(world, state, "depth")
    return _mean(gap, _active(world, state))


@_headline("0..1")
def depth_spread(world: World, state: State) -> Floats:
    """Standard deviation of effective depth over active participants, as a whole population."""
    active, depth = _active(world, state), _depth(world, state, "depth")
    # deviations from the mean rounded to the grid are on the grid: both sums below are exact
    deviation = depth - snap(_mean(depth, active))[:, None]
    variance = _mean(deviation * deviation, active) - _mean(deviation, active) ** 2
    return snap(np.sqrt(np.maximum(variance, 0.0)))


# Relations


@_headline("0..1")
def trust(world: World, state: State) -> Floats:
    """Mean trust of a nation in another, over ordered pairs."""
    return _mean(state.trust, _pairs(world, state))


@_headline("0..1")
def trust_sponsor_partner(world: World, state: State) -> Floats:
    """Mean trust between members of the sponsor and active participants, both ways."""
    return _between(state.trust, _sponsor(world, state), _active(world, state))


@_headline("0..1")
def interoperability(world: World, state: State) -> Floats:
    """Mean effective interoperability of two nations, over all pairs."""
    return _mean(state.effective_interop, _pairs(world, state))


@_headline("0..1")
def interoperability_sponsor_partner(world: World, state: State) -> Floats:
    """Mean effective interoperability of a member of the sponsor with an active participant."""
    return _between(state.effective_interop, _sponsor(world, state), _active(world, state))


@_headline("agreements")
def agreements(world: World, state: State) -> Floats:
    """Bilateral agreements in force or under notice, each counted once."""
    return _count(np.triu(state.in_force & _pairs(world, state), 1))


@_headline("0..1")
def tie_density(world: World, state: State) -> Floats:
    """Share of the pairs of nations that have a bilateral agreement in force."""
    return network.density(relations.ties(state), existing(world, state))


@_headline("0..1")
def tie_transitivity(world: World, state: State) -> Floats:
    """Share of the pairs of a nation's treaty partners that are treaty partners themselves."""
    return network.transitivity(relations.ties(state), existing(world, state))


@_headline("-1..1")
def tie_assortativity(world: World, state: State) -> Floats:
    """Correlation of the numbers of treaty partners at the two ends of a tie."""
    return network.assortativity(relations.ties(state), existing(world, state))


# Exercises and disputes


@_headline("exercises")
def exercises(_world: World, state: State) -> Floats:
    """Joint exercises held this turn."""
    return _count(state["exercise"] == CONDUCTED)


@_headline("exercises")
def cancelled(_world: World, state: State) -> Floats:
    """Joint exercises cancelled this turn."""
    return _count(state["exercise"] == CANCELLED)


@_headline("0..1")
def exercise_partners(world: World, state: State) -> Floats:
    """Share of the pairs of nations that exercised together within the last year."""
    return _mean(_recent(world, state).astype(np.float64), _pairs(world, state))


@_headline("0..1")
def exercise_sponsor_partner(world: World, state: State) -> Floats:
    """Share of the pairs of a sponsor's member and a partner that exercised within the year."""
    return _between(_recent(world, state), _sponsor(world, state), _enrolled(world, state))


@_headline("0..1")
def threat(world: World, state: State) -> Floats:
    """Mean threat that a nation sees in another, over ordered pairs."""
    return _mean(state["threat"], _pairs(world, state))


@_headline("pairs")
def disputes(world: World, state: State) -> Floats:
    """Pairs of nations between which there was a militarised act this turn."""
    acts = (state["hostility"] > 0) & _pairs(world, state)
    return _count(np.triu(acts | acts.transpose(0, 2, 1), 1))


# Nations


@_headline("0..1")
def will(world: World, state: State) -> Floats:
    """Mean political will to cooperate."""
    return _mean(state["will"], existing(world, state))


@_headline("0..1")
def transparency(world: World, state: State) -> Floats:
    """Mean over nations of how well their forces and plans are truly known."""
    return _mean(state["transparency"], existing(world, state))
