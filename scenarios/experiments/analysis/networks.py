"""The network of treaty partners in single runs, played again: start, middle and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.run import turns_of
from scenarios.games import set_up
from sim import network, relations
from sim.measures import measure
from sim.network import existing
from sim.state import State
from sim.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.experiments.designs.plan import Plan


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A run after some turns: its state, and measures of the network of ties."""

    turn: int
    label: str  # the turn in words, ``start`` before the first
    state: State  # one row
    measures: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Network:
    """A run that was played again, at three moments."""

    run_id: str
    role: str  # "typical" or "unusual"
    world: World
    snapshots: tuple[Snapshot, ...]
    same: bool  # whether it ended as the table says


def network_of(plan: Plan, index: int, role: str, ends: Mapping[str, float]) -> Network:
    """The run of an index, played again; ``ends`` are its measures in the table after the end."""
    run = plan.run(index)
    treatment = run.treatment
    game = set_up(
        plan.scenarios[treatment.scenario],
        run.seed,
        values=treatment.setting.values,
        off=treatment.setting.off,
        seats=treatment.seats,
        default=treatment.policy,
    ).game
    world, turns = game.world, plan.turns(treatment.scenario)
    moments = {turns // 2, turns}
    afters = (played.turn.after for played in turns_of(game, turns))
    states = [game.state, *(state for state in afters if state.turn in moments)]
    found = measure(world, states[-1], ends)
    snapshots = tuple(
        Snapshot(state.turn, _label(world, state.turn), state, _measures(world, state))
        for state in states
    )
    same = all(float(found[name][0]) == value for name, value in ends.items())
    return Network(run.id, role, world, snapshots, same)


def _label(world: World, turn: int) -> str:
    return f"after {world.label(turn - 1)}" if turn else "start"


def _measures(world: World, state: State) -> dict[str, float]:
    """What is said of a network, by name."""
    ties, here = relations.ties(world, state), existing(world, state)
    pairs = here[:, None] & here & ~np.eye(len(here), dtype=bool)
    return {
        "nations": float(here.sum()),
        "ties": float(np.triu(ties[0] & pairs, 1).sum()),
        "density": float(network.density(ties, here)[0]),
        "transitivity": float(network.transitivity(ties, here)[0]),
        "largest component": float(network.giant_share(ties, here)[0]),
        "inequality of ties": float(network.degree_gini(ties, here)[0]),
        "mean trust": _mean(state.trust[0], pairs),
        "trust across ties": _mean(state.trust[0], ties[0] & pairs),
    }


def _mean(values: np.ndarray, mask: np.ndarray) -> float:
    return float(values[mask].mean()) if mask.any() else float("nan")
