"""What is carried from turn to turn equals what is worked out from nothing, on every path."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from agents.run import play_turn
from scenarios.build import new_game, seeds_for
from sim.carried import bonds
from sim.draw import Draw
from sim.orders import Moves
from sim.rules.crises import _outbreaks as outbreaks
from sim.rules.crises import onset_chance
from sim.sparse import flat_codes, where
from sim.state import IN_FORCE, NONE
from sim.turn import advance
from tests.builders import a_scenario, scenario

TURNS = 10


def a_game(name, rows=3):
    content = a_scenario(13, 24) if name == "invented" else scenario(name)
    return new_game(content, seeds_for(5, rows))


def played(game, turns):
    """The games from the start on, turn by turn, all with one world."""
    games = [game]
    for _ in range(turns):
        games.append(replace(games[-1], state=play_turn(games[-1]).turn.after))
    return games


def same(first, second):
    return all(np.array_equal(first[field], second[field]) for field in first)


@pytest.mark.parametrize("name", ["invented", "first-steps"])
def test_a_turn_is_the_same_with_a_world_that_carries_nothing(name):
    games = played(a_game(name), TURNS)
    for before, after in pairwise(games):
        anew = play_turn(replace(before, world=replace(before.world)))
        assert same(anew.turn.after, after.state)


def test_the_sums_over_agreements_follow_them():
    games = played(a_game("invented"), TURNS)
    table = games[0].world.agreements
    weights = (table.trust, *table.interop.T, np.ones(len(table.ids)))
    for game in [*games, *reversed(games), games[3], games[9], games[0]]:
        with bonds(game.world, game.state) as held:
            sums = held.units.copy()
        binding = game.state["agreement"] >= IN_FORCE
        fresh = [np.tensordot(binding, w, (1, 0)) for w in weights]
        assert np.array_equal(sums, fresh)
    assert np.any(sums[0])


def test_the_lists_of_agreements_follow_them():
    games = played(a_game("invented"), TURNS)
    seen = [0, 0]
    for game in [*games, *reversed(games), games[3], games[9], games[0]]:
        with bonds(game.world, game.state) as held:
            lists = [held.standing, held.pending]
        stage = game.state["agreement"]
        once = np.triu(np.ones(stage.shape[2:], bool))
        fresh = [(stage == IN_FORCE) & once, (stage != NONE) & (stage != IN_FORCE)]
        for place, (found, mask) in enumerate(zip(lists, fresh, strict=True)):
            assert np.array_equal(found, np.flatnonzero(mask))
            seen[place] += len(found)
    assert min(seen) > 0


def test_a_branch_from_an_earlier_turn_is_as_if_nothing_had_come_after():
    games = played(a_game("invented"), TURNS)
    for place in (7, 2, 5):
        assert same(play_turn(games[place]).turn.after, games[place + 1].state)


def test_chances_of_disputes_follow_the_state():
    games = played(a_game("invented"), TURNS)
    for game in reversed(games):
        anew = onset_chance(replace(game.world), game.state)
        assert np.array_equal(onset_chance(game.world, game.state), anew)


@pytest.mark.parametrize("deterrence", [-0.5, 2.0])
def test_disputes_break_out_wherever_luck_falls_below_the_chance(deterrence):
    game = a_game("invented")
    numbers = np.random.default_rng(1)
    params = {**game.world.params, "onset.deterrence": np.full(3, deterrence)}
    world, found = replace(game.world, params=params), 0
    for later in played(replace(game, world=world), TURNS):
        chance = onset_chance(world, later.state)
        luck = numbers.random(chance.shape) * 0.02
        expected = np.nonzero(luck < chance)
        assert np.array_equal(outbreaks(world, later.state, luck), expected)
        found += len(expected[0])
    assert found > 20


def test_other_rows_may_use_the_same_world():
    games = played(a_game("invented"), 4)
    for rows in (slice(0, 1), slice(1, 3), slice(0, 3)):
        some = games[-1].take(rows)
        some = replace(some, world=games[-1].world)
        assert same(play_turn(some).turn.after, play_turn(games[-1]).turn.after.take(rows))


def test_a_ledger_changes_nothing_that_is_carried():
    game = a_game("invented")
    state = plain = game.state
    for turn in range(4):
        luck = Draw(game.seeds, turn)
        moves = Moves.none(game.world.dims, state.rows)
        state = advance(game.world, state, moves, luck, ledger=True).after
        plain = advance(replace(game.world), plain, moves, Draw(game.seeds, turn)).after
        assert same(state, plain)


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 64, 999])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_bytes_are_found_as_numpy_finds_them(size, share):
    rng = np.random.default_rng(size)
    codes = (rng.integers(1, 5, size) * (rng.random(size) < share)).astype(np.int8)
    assert np.array_equal(flat_codes(codes), np.flatnonzero(codes))
    many = np.resize(codes, (5, 61, 67)) if size else np.zeros((5, 61, 67), np.int8)
    assert np.array_equal(where(many), np.nonzero(many))
