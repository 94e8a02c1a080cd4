"""Outcomes are those of the chances, however they are found."""

from __future__ import annotations

import numpy as np
import pytest

from agents.response import carries, chance_of
from sim.observe import observe
from tests.builders import a_game


@pytest.mark.parametrize("months", [0, 1, 6, 12])
@pytest.mark.parametrize("answer", [False, True])
def test_luck_carries_where_it_lies_below_the_chance(months, answer):
    game = a_game(runs=4)
    obs = observe(game.world, game.state)
    random = np.random.default_rng(3)
    total, luck = random.uniform(-12.0, 12.0, (4, 9000)), random.random((4, 9000))
    luck[:, ::5] = chance_of(obs, total, np.ones((1, 1)), answer=answer, months=months)[:, ::5]
    luck[:, 1::50], luck[:, 2::50] = 0.0, 1.0
    chance = chance_of(obs, total, np.ones((1, 1)), answer=answer, months=months)
    found = carries(obs, total, np.ones((1, 1)), luck, answer=answer, months=months)
    assert np.array_equal(found, luck < chance)
