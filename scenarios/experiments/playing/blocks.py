"""Runs of one shape played together, and what each of them leaves behind.

A block that fails is halved until the run that fails stands alone, so that no run pays for
another. What a run leaves is bit for bit the same in whatever block it was played.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from agents.registry import policy
from agents.run import block_rows, keep_freed_memory, turns_of
from scenarios.build import new_games
from scenarios.experiments.playing.decisions import Decided, decided
from scenarios.experiments.playing.dyads import Between, between
from sim.measures import MEASURES, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from agents.run import Game, Played
    from scenarios.experiments.designs.plan import Plan, Run
    from scenarios.experiments.designs.schema import Measures
    from sim.axes import Floats, Ints
    from sim.state import State
    from sim.world import World


#: Sees the world and a turn that was played in it.
Watch: TypeAlias = Callable[["World", "Played"], None]


@dataclass
class Outcome:
    """What one run left behind; a failed one nothing but its fault."""

    run: Run
    turns: list[int] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)  # of each turn: (metrics,)
    dyads: list[Between] = field(default_factory=list)
    decisions: list[Decided] = field(default_factory=list)
    error: str = ""
    trace: str = ""


def metrics(measures: Measures) -> tuple[str, ...]:
    """The measures taken every turn, in the order of reports or as the design names them."""
    return tuple(MEASURES) if measures.turns is None else tuple(measures.turns)


def play_runs(plan: Plan, runs: Sequence[Run]) -> list[Outcome]:
    """The outcomes of runs, in their order, played in blocks of runs of one shape."""
    keep_freed_memory()
    found: dict[int, Outcome] = {}
    for block in _blocks(plan, runs):
        found.update((outcome.run.index, outcome) for outcome in attempt(plan, block))
    return [found[run.index] for run in runs]


def _blocks(plan: Plan, runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that can be played together: of one scenario, with the same policies in all seats."""
    shapes: dict[object, list[Run]] = {}
    for run in runs:
        treatment = run.treatment
        seats = tuple(sorted(treatment.seats.items()))
        shapes.setdefault((treatment.scenario, treatment.policy, seats), []).append(run)
    for alike in shapes.values():
        size = block_rows(len(plan.scenarios[alike[0].treatment.scenario].nations))
        for low in range(0, len(alike), size):
            yield alike[low : low + size]


def attempt(plan: Plan, runs: list[Run], watch: Watch | None = None) -> list[Outcome]:
    """Play a block of runs of one shape; on a fault each half of it, down to single runs.

    ``watch`` sees the world and every turn as it was played.
    """
    try:
        return _play(plan, runs, watch)
    except Exception as fault:
        if len(runs) == 1:
            trace = "".join(traceback.format_exception(fault))
            return [Outcome(runs[0], error=type(fault).__name__, trace=trace)]
    half = len(runs) // 2
    return attempt(plan, runs[:half], watch) + attempt(plan, runs[half:], watch)


def _game(plan: Plan, runs: Sequence[Run]) -> Game:
    """The game in whose rows runs of one shape are played."""
    treatment = runs[0].treatment
    return new_games(
        plan.scenarios[treatment.scenario],
        np.array([run.seed for run in runs], dtype=np.uint64),
        [run.treatment.setting for run in runs],
        seats={iso: policy(name, f"seat {iso}") for iso, name in treatment.seats.items()},
        default=treatment.policy,
    )


def _play(plan: Plan, runs: Sequence[Run], watch: Watch | None) -> list[Outcome]:
    """Play runs of one shape to their end, measuring as the design asks."""
    measures = plan.design.measures
    game = _game(plan, runs)
    outcomes = [Outcome(run) for run in runs]
    turns = plan.turns(runs[0].treatment.scenario)
    for played in turns_of(game, turns, keep=bool(measures.decisions)):
        if watch is not None:
            watch(game.world, played)
        _record(measures, game.world, played, turns, outcomes)
    return outcomes


def _record(
    measures: Measures, world: World, played: Played, turns: int, outcomes: list[Outcome]
) -> None:
    """Add what the design asks for of a turn to the runs in whose rows it was played."""
    after = played.turn.after
    if not measures.due(after.turn, turns):
        return
    rows = _recorded(measures, world, after)
    if not len(rows):
        return
    values = np.stack(list(measure(world, after, metrics(measures)).values()), axis=-1)
    pairs = between(world, after, measures.dyads) if measures.dyads else None
    labels = None if measures.decisions is True else measures.decisions or ()
    for row in rows.tolist():
        outcome = outcomes[row]
        outcome.turns.append(after.turn)
        outcome.values.append(values[row])
        if pairs is not None:
            outcome.dyads += pairs[row]
        if measures.decisions:
            outcome.decisions += decided(world, played, row, labels)


def _recorded(measures: Measures, world: World, state: State) -> Ints:
    """The rows in which the design's condition holds; all, if it has none."""
    if measures.when is None:
        return np.arange(state.rows)
    name = measures.when.metric
    return np.nonzero(measures.when.holds(measure(world, state, [name])[name]))[0]
