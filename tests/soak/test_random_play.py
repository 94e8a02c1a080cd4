"""A hundred thousand random moves raise no exception and break no law; wild ones are refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.run import turns_of
from scenarios.build import build_world, new_game, seeds_for
from sim.account import Entry
from sim.draw import Draw
from sim.events import PUBLIC, describe
from sim.judge import judge
from sim.observe import observe
from sim.orders import OrderKind, Orders
from sim.state import FIELDS
from sim.turn import Turn, advance
from tests.builders import scenario

pytestmark = pytest.mark.soak

MOVES = 100_000
SAMPLED = 8  # every so many turns the books are balanced and the events told


def moves_in(turn: Turn) -> int:
    """Offers, replies and orders that stood."""
    count = int((turn.moves.orders.kind != 0).sum())
    for offers, replies in turn.moves.talks:
        count += int((offers.to >= 0).sum()) + int((replies.answer != 0).sum())
    return count


def balanced(turn: Turn) -> None:
    """Before plus the sum of causes is after, to the bit, in every field."""
    sums = {name: np.zeros(turn.before[name].shape) for name in FIELDS}
    for entry in turn.ledger:
        assert isinstance(entry, Entry)
        sums[entry.field] += entry.dense(sums[entry.field].shape)
    for name, change in sums.items():
        after = turn.before[name].astype(np.float64) + change
        assert np.array_equal(after, turn.after[name].astype(np.float64)), name


@pytest.mark.parametrize(("name", "rows"), [("first-steps", 16), ("pfp-1994", 4)])
def test_a_hundred_thousand_random_moves_break_nothing(name, rows):
    done, seed, counted = 0, 0, 0
    world = build_world(scenario(name))
    while done < MOVES:
        game = new_game(scenario(name), seeds_for(seed, rows), default="chance")
        for played in turns_of(game):
            turn = played.turn
            turn.after.check(world.dims)
            done += moves_in(turn)
            counted += 1
            if counted % SAMPLED == 0:
                draw = Draw(game.seeds, turn.before.turn)
                again = advance(game.world, turn.before, played.decision.moves, draw, ledger=True)
                assert again.after.digest() == turn.after.digest()
                balanced(again)
                for reader in (None, PUBLIC, 0):
                    assert all(e.text for e in describe(game.world, turn, 0, reader))
            if done >= MOVES:
                break
        seed += 1
    assert done >= MOVES


@pytest.mark.parametrize("name", ["first-steps", "pfp-1994"])
def test_wild_numbers_in_orders_are_refused_and_never_crash(name):
    rng = np.random.default_rng(5)
    game = new_game(scenario(name), seeds_for(1, 2), default="doctrine")
    given, standing = 0, 0
    for played in turns_of(game, 4):
        state = played.turn.after
        obs = observe(game.world, state)
        for _ in range(12):
            orders = wild(game.world.dims, rng)
            codes = judge(obs, orders)
            asked = orders.kind != 0
            given += int(asked.sum())
            standing += int((asked & (codes == 0)).sum())
            moves = replace(played.decision.moves, orders=orders)
            advance(game.world, state, moves, Draw(game.seeds, state.turn)).after.check(
                game.world.dims
            )
    assert given > 1000
    assert standing < given / 4


def wild(dims, rng) -> Orders:
    """Orders of any kind with any number in any place."""
    orders = Orders.none(dims, 2)
    orders.kind[...] = rng.integers(0, len(OrderKind), orders.kind.shape)
    for part in (orders.target, orders.arg):
        near = rng.integers(-2, dims.N + 2, part.shape)
        far = rng.integers(-32768, 32768, part.shape)
        part[...] = np.where(rng.random(part.shape) < 0.5, near, far)
    orders.amount[...] = rng.integers(0, 4096 * 16, orders.amount.shape) / 16.0
    for answers in (orders.attend, orders.vote, orders.honour):
        answers[...] = rng.integers(-1, 2, answers.shape)
    return orders
