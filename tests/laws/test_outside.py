"""The laws hold whatever comes from outside: events of every kind, every turn, in every row."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.mesa_model import PartnershipModel
from agents.run import Game, play, play_turn, turns_of
from scenarios.build import new_game, seeds_for
from sim.account import reasons
from sim.causes import Cause
from sim.deeds import Deed
from sim.effects import EFFECTS, Effect
from sim.grid import on_grid, snap_number
from sim.state import FIELDS
from sim.world import World
from tests.builders import a_scenario
from tests.laws.test_balance import unbalanced
from tests.laws.test_bounds import mixed, soiled

TURNS = 6


def amount_of(kind, luck: float) -> float:
    """An amount that is possible, larger ones among them."""
    if kind.among:
        return float(kind.among[int(luck * len(kind.among))])
    low, high = kind.bounds
    return snap_number(low + luck * (high - low), kind.bits)


def any_effects(world: World, turn: int) -> tuple[Effect, ...]:
    """An effect of every kind on nations drawn anew each turn."""
    rng = np.random.default_rng((17, turn))
    found = []
    for name, kind in EFFECTS.items():
        one, two = (int(i) for i in rng.choice(world.dims.N, 2, replace=False))
        sizes = {"incident": 3, "A": world.dims.A, "P": world.dims.P, "G": world.dims.G, "": 0}
        size = sizes[kind.what]
        what = int(rng.integers(size)) + (kind.what == "incident") if size else -1
        amount = amount_of(kind, float(rng.random())) if kind.has_amount else 0.0
        found.append(Effect(name, one, two if kind.other else -1, what, amount))
    return tuple(found)


def eventful(policy: str, rows: int, off: tuple[str, ...] = ()) -> Game:
    """A game of fourteen nations in which all that can happen happens every turn."""
    game = new_game(a_scenario(14), seeds_for(5, rows), default=policy, off=off)
    dated = {
        turn: (Deed(Cause.EVENT, title="Storm", effects=any_effects(game.world, turn)),)
        for turn in range(TURNS)
    }
    return replace(game, world=replace(game.world, happenings=dated))


@cache
def turns(policy: str, off: tuple[str, ...] = ()) -> list:
    """The turns of two runs, played with the ledger kept."""
    return [played.turn for played in turns_of(eventful(policy, 2, off), TURNS, ledger=True)]


GAMES = pytest.mark.parametrize(
    ("policy", "off"),
    [("doctrine", ()), ("chance", ()), ("chance", ("A3", "P1", "P11", "N2", "P15", "A1"))],
)


@GAMES
def test_the_books_balance(policy, off):
    assert [unbalanced(turn) for turn in turns(policy, off)] == [[]] * TURNS


@GAMES
def test_every_state_keeps_its_bounds_its_grid_and_its_symmetries(policy, off):
    dims = eventful(policy, 1).world.dims
    states = [turn.after for turn in turns(policy, off)]
    for state in states:
        state.check(dims)
    assert mixed(states) == ""
    assert soiled([turns(policy, off)[0].before, *states]) == []


@GAMES
def test_amounts_lie_on_the_grid_and_reasons_sum_to_the_change(policy, off):
    outside = 0
    for turn in turns(policy, off):
        for entry in turn.ledger:
            bits = FIELDS[entry.field].bits or 0
            assert on_grid(np.asarray(entry.amount, np.float64), bits), entry.field
            outside += entry.cause is Cause.EVENT
        for nation in range(14):
            told = reasons(turn.ledger, "will", (0, nation))
            change = float(turn.after["will"][0, nation] - turn.before["will"][0, nation])
            assert sum(reason.amount for reason in told) == change
    assert outside > 10 * TURNS


@GAMES
def test_the_ledger_changes_no_bit(policy, off):
    plain = play(eventful(policy, 2, off), TURNS)
    for row in range(2):
        assert plain.digest(row) == turns(policy, off)[-1].after.digest(row)


def test_a_run_alone_is_its_row_of_a_batch_and_its_model_under_mesa():
    game = eventful("doctrine", 3)
    whole, cut = play(game, TURNS), play(game, TURNS, block=2)
    for row in range(3):
        alone = play(game.take(slice(row, row + 1)), TURNS).digest()
        assert whole.digest(row) == cut.digest(row) == alone
    model = PartnershipModel(game=game.take(slice(1, 2)))
    for _ in range(TURNS):
        model.step()
    assert model.state.digest() == whole.digest(1)


def test_the_same_deeds_come_to_the_same_by_date_and_by_an_umpire():
    game = eventful("doctrine", 1)
    dated = play_turn(game).turn
    bare = replace(game, world=replace(game.world, happenings={}))
    moves = replace(dated.moves, umpire=game.world.happenings[0])
    assert play_turn(bare, moves=moves).turn.after.digest() == dated.after.digest()
