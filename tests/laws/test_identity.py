"""One run has one digest: alone, under Mesa, and in any row of any batch, however it is cut."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.chance import Chance
from agents.mesa_model import PartnershipModel
from agents.run import Game, play, turns_of
from agents.scripted import Scripted
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from sim.grid import snapped
from sim.world import MECHANISMS

ROWS = 24
SEEDS = seeds_for(5, ROWS)
TURNS = 3

#: Talks, orders, and two orders that are refused.
PLAN = Scripted(
    plan={
        0: {
            "POL": {
                "offers": [
                    {"to": "UKR", "kind": "training"},
                    {"to": "CZE", "kind": "framework"},
                ],
                "orders": [{"do": "apply", "target": "PfP"}, {"do": "publish", "amount": 0.5}],
            },
            "UKR": {"orders": [{"do": "resume", "target": "PfP"}]},
        },
        1: {
            "POL": {"orders": [{"do": "resume", "target": "PfP"}, {"do": "hold", "target": "PfP"}]}
        },
    },
    accepts=("*",),
)
TEAMS = {
    "doctrine": ("doctrine", {}),
    "chance": ("chance", {}),
    "scripted": ("scripted", {"POL": PLAN, "UKR": PLAN}),
    "mixed": ("doctrine", {"POL": PLAN, "UKR": PLAN, "USA": Chance(), "RUS": Chance()}),
}


@pytest.fixture(scope="module")
def scenario():
    return load("pfp-1994")


@pytest.fixture(scope="module", params=sorted(TEAMS))
def team(request):
    return request.param


def game_of(scenario, team, seeds) -> Game:
    default, seats = TEAMS[team]
    return new_game(scenario, seeds, default=default, seats=seats)


def digests(game: Game, block: int, turns: int | None = TURNS) -> list[str]:
    end = play(game, turns, block=block)
    return [end.digest(row) for row in range(end.rows)]


@pytest.fixture(scope="module")
def batch(scenario, team):
    """The game of 24 runs, and the digests of its runs played all together."""
    game = game_of(scenario, team, SEEDS)
    return game, digests(game, ROWS)


def test_the_runs_of_a_batch_differ(batch):
    assert len(set(batch[1])) == ROWS


@pytest.mark.parametrize("block", [1, 7])
def test_no_digest_depends_on_how_many_rows_are_played_together(batch, block):
    game, together = batch
    assert digests(game, block) == together


@pytest.mark.parametrize("row", [0, 6, 7, 23])
def test_a_run_built_and_played_alone_is_its_row_of_the_batch(scenario, team, batch, row):
    alone = game_of(scenario, team, SEEDS[row : row + 1])
    assert digests(alone, 1) == [batch[1][row]]


@pytest.mark.parametrize("row", [0, 6, 23])
def test_a_mesa_model_is_its_row_of_the_batch(scenario, team, batch, row):
    game, together = batch
    of_game = PartnershipModel(game, run=row)
    of_seed = PartnershipModel(
        lambda seed: game_of(scenario, team, seeds_for(seed, 1)), rng=SEEDS[row]
    )
    for model in (of_game, of_seed):
        for _ in range(TURNS):
            model.step()
    assert [of_game.digest(), of_seed.digest()] == [together[row]] * 2


def test_a_run_is_the_same_in_whatever_row_it_stands(scenario, team, batch):
    mixed = np.roll(SEEDS[::-1], 5)
    expected = np.roll(np.array(batch[1])[::-1], 5).tolist()
    assert digests(game_of(scenario, team, mixed), 16) == expected


def test_the_same_seed_in_two_rows_gives_the_same_run_twice(scenario, team, batch):
    twice = SEEDS[[3, 9, 3]]
    expected = [batch[1][row] for row in (3, 9, 3)]
    assert digests(game_of(scenario, team, twice), 3) == expected


def test_keeping_accounts_and_ledger_changes_no_bit(batch):
    game, together = batch
    some = game.take(slice(8))
    for played in turns_of(some, TURNS, keep=True, ledger=True):
        end = played.turn.after
    assert played.turn.ledger
    assert [end.digest(row) for row in range(8)] == together[:8]


@pytest.mark.parametrize("policy", ["doctrine", "chance", "scripted"])
def test_a_whole_small_game_has_one_digest_alone_in_a_batch_and_under_mesa(policy):
    small = load("first-steps")
    game = new_game(small, SEEDS[:9], default=policy)
    together = digests(game, 9, None)
    assert digests(game, 1, None) == digests(game, 4, None) == together
    model = PartnershipModel(game, run=8)
    model.run_model()
    assert model.digest() == together[8]


def with_own_parameters(scenario, names, rows=8) -> Game:
    """Runs that differ in the named parameters, from 3/4 to 5/4 of the usual value."""
    game = new_game(scenario, SEEDS[:rows])
    factor = np.linspace(0.75, 1.25, rows)
    params = dict(game.world.params)
    for name in names:
        values = params[name] * factor
        if scenario.catalogue.parameters[name].kind == "years":
            values = np.maximum(np.round(values), params[name] > 0)
        params[name] = snapped(values)
    return replace(game, world=replace(game.world, params=params))


def test_rows_with_their_own_parameters_are_what_they_are_alone(scenario):
    names = set(scenario.catalogue.parameters)
    varied = with_own_parameters(scenario, names)
    assert digests(varied, 8) == digests(varied, 3) == digests(varied, 1)


@pytest.mark.parametrize("name", ["onset.reach", "host.to_group", "budget.share"])
def test_rows_may_differ_in_one_parameter_alone(scenario, name):
    varied = with_own_parameters(scenario, [name])
    assert digests(varied, 8) == digests(varied, 1)


def test_rows_with_their_own_mechanisms_switched_off_are_what_they_are_alone(scenario):
    names = sorted(MECHANISMS)
    game = new_game(scenario, seeds_for(5, len(names)))
    switches = dict(game.world.switches)
    for row, name in enumerate(names):
        switches[name] = np.arange(len(names)) != row
    varied = replace(game, world=replace(game.world, switches=switches))
    assert digests(varied, len(names)) == digests(varied, 5) == digests(varied, 1)
