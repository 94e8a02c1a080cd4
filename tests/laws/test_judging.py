"""Orders that a desk found possible are not looked at again; all others are."""

from dataclasses import replace

import numpy as np

from agents.run import play
from scenarios.build import new_game, seeds_for
from sim.draw import Draw
from sim.judge import judge
from sim.legal import IMPOSSIBLE
from sim.observe import Observation, observe
from tests.builders import a_scenario


def test_who_judges_again_what_a_desk_granted_finds_the_same():
    game = new_game(a_scenario(9, 12), seeds_for(3, 2))
    game = replace(game, state=play(game, 5))
    obs = observe(game.world, game.state)
    orders = game.team.decide(obs, Draw(game.seeds, game.state.turn)).moves.orders
    swapped = np.where(orders.kind > 0, np.roll(orders.target, 1, axis=1), orders.target)
    for given in (orders, replace(orders, target=swapped)):
        found = judge(obs, given)
        assert np.array_equal(found, judge(Observation(game.world, game.state), given))
    assert (found == IMPOSSIBLE).any()
    assert (orders.kind > 0).sum() > 40
