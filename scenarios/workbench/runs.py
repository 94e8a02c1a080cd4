"""Playing trials: many runs, each with a seat that is tried, in batches with paired luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.policy import Policy
from agents.registry import policy
from agents.run import block_rows, keep_freed_memory, turns_of
from agents.team import Team
from scenarios.build import new_game, seeds_for
from scenarios.objectives import Score, Tally
from scenarios.schema import Scenario
from scenarios.workbench.trials import Lone
from sim.axes import Bools, Floats, Ints, Seeds
from sim.orders import OrderKind
from sim.turn import Turn


@dataclass(frozen=True)
class Trials:
    """Runs to be played: their luck, and the nation that is tried in each."""

    scenario: Scenario
    seats: Ints  # (R,)
    seeds: Seeds  # (R,)

    @classmethod
    def of(cls, scenario: Scenario, seats: Ints, runs: int, seed: int) -> Trials:
        """``runs`` runs for each seat, all seats with the same luck."""
        seeds = seeds_for(seed, runs)
        return cls(scenario, np.repeat(seats, runs), np.tile(seeds, len(seats)))

    def play(self, maker: Callable[[slice], Policy], each: Callable[[slice, Turn], None]) -> Score:
        """Play all runs block by block; ``each`` sees every turn of every block of rows."""
        keep_freed_memory()
        size = block_rows(len(self.scenario.nations))
        parts = []
        for low in range(0, len(self.seats), size):
            rows = slice(low, min(low + size, len(self.seats)))
            game = new_game(self.scenario, self.seeds[rows])
            team = Team.of(game.world.iso, maker(rows), {})
            tally = Tally(self.scenario, game.world)
            for played in turns_of(replace(game, team=team)):
                tally.add(played.turn)
                each(rows, played.turn)
            parts.append(tally.score())
        return joined(parts)

    def own(self, score: Score) -> Floats:
        """(R,) what the seat that is tried attains in each run."""
        return np.asarray(score.total[np.arange(len(self.seats)), self.seats])


def joined(parts: Sequence[Score]) -> Score:
    """The scores of blocks as one."""
    values, attained, total = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("values", "attained", "total")
    )
    return Score(parts[0].aims, values, attained, total)


def lone(trials: Trials, name: str) -> Callable[[slice], Policy]:
    """What makes, for a block of runs, the policy of this name in the seat that is tried."""

    def maker(rows: slice) -> Policy:
        return Lone(policy(name), tuple(trials.seats[rows].tolist()))

    return maker


def nothing(rows: slice, turn: Turn) -> None:
    """Watch nothing."""


def given(turn: Turn) -> Bools:
    """(R, N, kinds) which kinds of order each nation gave in a turn."""
    kinds = turn.moves.orders.kind
    return np.stack([(kinds == int(kind)).any(axis=2) for kind in OrderKind], axis=2)
