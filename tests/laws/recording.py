"""Games of large seeds, and their records."""

from __future__ import annotations

from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from sim.record import Header, Recorder

SEED = 2**64 - 3


def game_of(scenario, *, seed=SEED, rows=1, default="doctrine", seats=None, off=()):
    return new_game(scenario, seeds_for(seed, rows), default=default, seats=seats, off=off)


def recorded(scenario, game, turns=None, content=None, default="doctrine") -> tuple[Recorder, list]:
    """A recorder of the first run of a game, and the turns that were played."""
    header = Header(
        code="0.1.0",
        seed=int(game.seeds[0]),
        digest=game.state.digest(),
        scenario=scenario.content() if content is None else content,
        scenario_digest=scenario.digest(),
        default=default,
    )
    recorder, played = Recorder(header), []
    for turn in turns_of(game, turns):
        recorder.add(game.world, turn.decision.moves, turn.turn.after)
        played.append(turn)
    return recorder, played
