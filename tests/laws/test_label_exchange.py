"""Names decide nothing: exchanging the labels of two nations exchanges their results."""

from __future__ import annotations

import json

import pytest

from agents.run import play, play_turn
from scenarios.build import new_game, seeds_for
from scenarios.schema import Scenario
from sim.notation import decode
from tests.builders import scenario

PAIRS = [
    ("first-steps", "VEL", "LUN", 8),
    ("first-steps", "HAL", "VEL", 8),
    ("pfp-1994", "RUS", "USA", 6),
    ("pfp-1994", "AUT", "POL", 6),
    ("pfp-1994", "FRA", "CHN", 6),
]


def relabelled(name: str, one: str, other: str) -> Scenario:
    """The scenario in which each of two nations bears the other's code and name."""
    content = scenario(name).content()
    sources = content.pop("sources")
    names = {n["iso3"]: n["name"] for n in content["nations"]}
    text = json.dumps(content)
    text = text.replace(f'"{one}"', '"???"').replace(f'"{other}"', f'"{one}"')
    content = json.loads(text.replace('"???"', f'"{other}"'))
    for nation in content["nations"]:
        nation["name"] = names[nation["iso3"]]
    return Scenario.model_validate({**content, "sources": sources})


@pytest.mark.parametrize(("name", "one", "other", "turns"), PAIRS)
@pytest.mark.parametrize("policy", ["doctrine", "chance"])
def test_exchanging_two_labels_exchanges_their_results(name, one, other, turns, policy):
    swap = {one: other, other: one}
    usual = new_game(scenario(name), seeds_for(7, 2), default=policy)
    changed = new_game(relabelled(name, one, other), seeds_for(7, 2), default=policy)
    places = [swap.get(iso, iso) for iso in usual.world.iso]
    assert changed.world.iso == tuple(places)
    first, second = play(usual, turns), play(changed, turns)
    for row in range(2):
        assert first.digest(row) == second.digest(row)


@pytest.mark.parametrize(("name", "one", "other", "turns"), PAIRS[:3])
def test_exchanging_two_labels_exchanges_their_moves(name, one, other, turns):
    del turns
    swap = {one: other, other: one}
    usual = play_turn(new_game(scenario(name), seeds_for(7, 1)))
    changed = new_game(relabelled(name, one, other), seeds_for(7, 1))
    said = decode(changed.world, play_turn(changed).decision.moves)
    world = new_game(scenario(name), seeds_for(7, 1)).world
    plain = decode(world, usual.decision.moves)
    assert set(said) == {swap.get(iso, iso) for iso in plain}
    kinds = {iso: [order["do"] for order in seat.get("orders", [])] for iso, seat in plain.items()}
    for iso, expected in kinds.items():
        found = said[swap.get(iso, iso)].get("orders", [])
        assert [order["do"] for order in found] == expected
