"""Four nations and two hundred play by the same rules."""

import pytest

from agents.run import play
from scenarios.build import new_game, seeds_for
from tests.builders import a_scenario


@pytest.mark.parametrize("nations", [4, 200])
def test_a_scenario_of_this_many_nations_plays_and_keeps_its_bounds(nations):
    game = new_game(a_scenario(nations, turns=3), seeds_for(5, 2))
    end = play(game)
    assert end.turn == 3
    end.check(game.world.dims)
    assert (end["step_turn"][:, :, 0, 0] >= 0).any()
