"""In whatever order nations decide, alone or together, they make the same moves."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from agents.registry import POLICIES
from agents.run import play, play_turn
from agents.scripted import Scripted
from agents.team import Team
from scenarios.build import new_game, seeds_for
from sim.draw import Draw
from sim.observe import observe
from sim.orders import Moves
from tests.builders import a_game, a_scenario

PLAN = Scripted(
    plan={
        turn: {
            "HAL": {
                "offers": [{"to": "VEL", "kind": "training"}, {"to": "LUN", "kind": "research"}],
                "orders": [{"do": "publish", "amount": 0.5}, {"do": "dialogue", "target": "VEL"}],
            },
            "VEL": {
                "offers": [{"to": "LUN", "kind": "framework"}],
                "orders": [{"do": "apply", "target": "COAST"}],
                "attend": {"0": "yes"},
            },
            "ORV": {"votes": {"0": "block"}, "honour": {"0": "no"}},
        }
        for turn in range(8)
    },
    accepts=("training", "framework"),
)


@cache
def midway(policy: str):
    """A game half played, so that there is something to answer, to climb and to give notice of."""
    if policy == "plan":
        return play_first(a_game(3), 2)
    # who plays many turns to decide one meets a game of doctrines
    before = "doctrine" if policy == "look-ahead" else policy
    return play_first(new_game(a_scenario(14), seeds_for(5, 2), default=before), 5)


def play_first(game, turns: int):
    return replace(game, state=play(game, turns))


def policy_of(name: str):
    return PLAN if name == "plan" else POLICIES[name].policy


def decided(game, policy, player: tuple[int, ...]) -> Moves:
    """The moves of nations in groups: those of the same number decide together, low ones first."""
    team = Team((policy,) * (max(player) + 1), player)
    draw = Draw(game.seeds, game.state.turn)
    return team.decide(observe(game.world, game.state), draw).moves


def arrays(moves: Moves) -> dict[str, np.ndarray]:
    found = {}
    for number, talk in enumerate(moves.talks):
        for part in talk:
            for entry in fields(part):
                found[f"round {number} {entry.name}"] = getattr(part, entry.name)
    for entry in fields(moves.orders):
        found[entry.name] = getattr(moves.orders, entry.name)
    return found


def differing(one: Moves, two: Moves) -> list[str]:
    first, second = arrays(one), arrays(two)
    assert first.keys() == second.keys()
    return [name for name in first if not np.array_equal(first[name], second[name])]


NAMES = [*sorted(POLICIES), "plan"]


@pytest.mark.parametrize("name", NAMES)
def test_nations_deciding_one_by_one_move_as_they_do_together(name):
    game, policy = midway(name), policy_of(name)
    size = game.world.dims.N
    together = decided(game, policy, (0,) * size)
    assert differing(together, decided(game, policy, tuple(range(size)))) == []


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_the_order_in_which_nations_decide_does_not_matter(name, seed):
    game, policy = midway(name), policy_of(name)
    size = game.world.dims.N
    order = tuple(np.random.default_rng(seed).permutation(size).tolist())
    halves = tuple(np.random.default_rng(seed).integers(0, 3, size).tolist())
    together = decided(game, policy, (0,) * size)
    assert differing(together, decided(game, policy, order)) == []
    assert differing(together, decided(game, policy, halves)) == []


@pytest.mark.parametrize("name", ["chance", "doctrine", "plan"])
def test_there_is_something_to_decide(name):
    game, policy = midway(name), policy_of(name)
    moves = decided(game, policy, (0,) * game.world.dims.N)
    assert (moves.orders.kind != 0).any()
    assert (moves.talks[0][0].to >= 0).any()
    assert (moves.talks[0][1].answer != 0).any()


def test_all_nations_of_the_whole_scenario_decide_one_by_one_as_they_do_together():
    game = play_first(a_game(2, name="pfp-1994"), 6)
    size, policy = game.world.dims.N, POLICIES["doctrine"].policy
    together = decided(game, policy, (0,) * size)
    assert differing(together, decided(game, policy, tuple(reversed(range(size))))) == []
    assert (together.orders.attend != 0).any()


def test_a_turn_resolves_the_same_in_whatever_order_its_moves_were_decided():
    game, policy = midway("doctrine"), policy_of("doctrine")
    size = game.world.dims.N
    ends = []
    for player in ((0,) * size, tuple(range(size)), tuple(reversed(range(size)))):
        moves = decided(game, policy, player)
        ends.append(play_turn(game, moves=moves).turn.after.digest())
    assert len(set(ends)) == 1


def test_the_choices_in_a_nations_books_are_those_it_has_in_the_books_of_all():
    game, policy = midway("doctrine"), policy_of("doctrine")
    obs = observe(game.world, game.state)
    draw = Draw(game.seeds, game.state.turn)
    whole = policy.deliberate(obs, draw, keep=True)
    whole.offers()
    alone = policy.deliberate(obs.of(np.array([3])), draw, keep=True)
    alone.offers()
    one, all_ = alone.books.choices[0], whole.books.choices[0]
    assert one.nations.tolist() == [3]
    chance = np.broadcast_to(all_.chance, all_.chosen.shape)
    assert np.array_equal(np.broadcast_to(one.chance, one.chosen.shape)[:, 0], chance[:, 3])
    assert one.parts.keys() == all_.parts.keys()
