"""Par: what the same seats attain with the same luck when their doctrine policy plays them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from agents.registry import PERSON
from agents.run import Game, Played, block_rows, keep_freed_memory, turns_of
from scenarios.games import Setup, set_up
from scenarios.objectives.tally import Score, Tally
from scenarios.schema import Scenario
from sim.deeds import Deed
from sim.draw import Draw
from sim.observe import observe
from sim.turn import advance


def scored(scenario: Scenario, game: Game, *, block: int | None = None) -> Score:
    """Play all runs of a game to their end, in blocks of rows; the score of all."""
    keep_freed_memory()
    size = block or block_rows(game.world.dims.N)
    parts = []
    for low in range(0, len(game.seeds), size):
        part = game.take(slice(low, min(low + size, len(game.seeds))))
        tally = Tally(scenario, part.world)
        for played in turns_of(part):
            tally.add(played.turn)
        parts.append(tally.score())
    values, attained, total = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("values", "attained", "total")
    )
    return Score(parts[0].aims, values, attained, total)


def twin(setup: Setup) -> Setup:
    """The game of the same seed and settings with a policy in every person's seat."""
    header = setup.header
    seats = {iso: player for iso, player in header.seats.items() if player != PERSON}
    default = "doctrine" if header.default == PERSON else header.default
    return set_up(
        setup.scenario, header.seed, values=header.values, off=header.off, seats=seats,
        default=default,
    )  # fmt: skip


def par(setup: Setup, umpire: Sequence[tuple[Deed, ...]] = ()) -> tuple[Score, list[Played]]:
    """Par of every seat of a game, and the turns of the game that it is taken from.

    People's seats are played by their doctrine policy, all others as in the game, with the same
    luck and the same deeds of the ``umpire``, turn by turn. It tells what others are about to do:
    nobody may see it before the game is over.
    """
    other = twin(setup)
    tally, turns = Tally(other.scenario, other.game.world), []
    for played in _turns(other.game, umpire):
        tally.add(played.turn)
        turns.append(played)
    return tally.score(), turns


def _turns(game: Game, umpire: Sequence[tuple[Deed, ...]]) -> Iterator[Played]:
    """The turns of a game to its end, with what an umpire does in each."""
    while not game.over:
        draw = Draw(game.seeds, game.state.turn)
        decision = game.team.decide(observe(game.world, game.state), draw)
        deeds = umpire[game.state.turn] if game.state.turn < len(umpire) else ()
        moves = replace(decision.moves, umpire=deeds)
        turn = advance(game.world, game.state, moves, draw)
        yield Played(replace(decision, moves=moves), turn)
        game = replace(game, state=turn.after)
