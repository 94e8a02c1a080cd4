"""Nations that do not exist (yet, or any more) say nothing and decide nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.explain import explain
from agents.run import play_turn, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from sim.draw import Draw
from sim.orders import Moves
from sim.state import State
from sim.turn import advance
from tests.builders import a_game


def _without(game, nation):
    """The game in a world in which a nation does not exist."""
    gone = np.where(np.arange(game.world.dims.N) == nation, 0, game.world.exists_to)
    return replace(game, world=replace(game.world, exists_to=gone))


def test_what_a_nation_that_does_not_exist_knows_is_not_heard():
    game = _without(a_game(), 3)
    told = game.state["bad"].copy()
    told[:, 3, 1] = 30.0
    changed = State({**game.state, "bad": told}, 0)
    moves = Moves.none(game.world.dims, game.state.rows)
    draw = Draw(game.seeds, 0)
    usual = advance(game.world, game.state, moves, draw).after["heard_bad"]
    heard = advance(game.world, changed, moves, draw).after["heard_bad"]
    assert np.array_equal(heard[:, :3], usual[:, :3])
    there = replace(game, world=replace(game.world, exists_to=np.full(game.world.dims.N, 32000)))
    spoken = advance(there.world, changed, moves, draw).after["heard_bad"]
    assert (spoken[:, 0, 1] > usual[:, 0, 1]).all(), "one that exists is heard"


def test_a_nation_that_does_not_exist_weighs_no_decision():
    """Montenegro is in the scenario from 2006 on, years after its last turn."""
    game = new_game(load("pfp-1994"), seeds_for(7, 1))
    montenegro = game.world.nation("MNE")
    for played in turns_of(game, 8, keep=True):
        assert explain(game.world, played.decision, montenegro) == []
        for nations, deliberation in played.decision.deliberations:
            for choice in deliberation.books.choices:
                if choice.decision in ("mediate", "confront", "attend", "vote.support", "tie"):
                    among = nations if choice.nations is None else choice.nations
                    own = among == montenegro
                    assert not choice.chosen[:, own].any(), choice.decision


def test_a_nation_that_exists_weighs_its_decisions():
    played = play_turn(a_game(), keep=True)
    assert explain(a_game().world, played.decision, 0)
