"""What an agreement is worth is the sum of what explains it."""

from __future__ import annotations

import numpy as np
import pytest

from agents.registry import policy
from agents.run import play
from scenarios.build import new_game, seeds_for
from sim.draw import Draw
from sim.observe import observe
from tests.builders import a_scenario


@pytest.mark.parametrize("name", ["doctrine", "reciprocal"])
@pytest.mark.parametrize("seats", [range(9), (2, 5)])
def test_the_worth_of_an_agreement_is_the_sum_of_its_parts(name, seats):
    game = new_game(a_scenario(9, 12), seeds_for(3, 4))
    state = play(game, 8)
    obs = observe(game.world, state).of(np.array(seats))
    worth, parts = policy(name).deliberate(obs, Draw(game.seeds, 8), keep=True).tie_score
    assert "reciprocity" in parts or name == "doctrine"
    assert all(np.any(parts[term]) for term in ("exercised", "tied", "trust", "protection"))
    assert np.array_equal(sum(parts.values()), worth)
    plain, none = policy(name).deliberate(obs, Draw(game.seeds, 8)).tie_score
    assert np.array_equal(plain, worth)
    assert not none
