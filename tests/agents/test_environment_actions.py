"""What learning agents may do: what is on their masks, and what comes of what is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.learning.actions import Hand
from agents.learning.environment import Environment
from scenarios.learning import environment
from sim.legal import NO_ROOM
from sim.orders import OrderKind
from sim.state import PLANNED, State
from tests.agents.learning import an_environment, kinds_of, masked_play, place_of
from tests.builders import a_game, a_scenario, scenario

# actions


@pytest.mark.parametrize("slots", [1, 3])
def test_the_engine_refuses_nothing_that_is_on_the_mask(slots):
    env = an_environment(hand=Hand(slots=slots))
    given = 0
    for actions, _, _, _, _, infos in masked_play(env):
        stands = env.last.turn.moves.orders.kind
        for agent, info in infos.items():
            nation, asked = env.game.world.nation(agent), np.count_nonzero(actions[agent])
            assert info["refused"] == 0
            assert info["left_out"] == 0 or slots > 1
            assert (stands[0, nation, : asked - info["left_out"]] > 0).all()
            given += asked - info["left_out"]
    assert given > 8 * slots


def test_in_a_crowd_an_order_on_the_mask_is_refused_for_want_of_room_alone():
    what = a_scenario(14, turns=4)
    env = environment(what, [nation.iso3 for nation in what.nations], hand=Hand(("host", "table")))
    told = refused = 0
    for *_, infos in masked_play(env):
        codes = env.last.turn.refused
        assert set(np.unique(codes).tolist()) <= {0, NO_ROOM}
        told += sum(info["refused"] for info in infos.values())
        refused += np.count_nonzero(codes)
    assert 0 < told <= refused  # policies' own may find no room either


def test_what_can_find_no_room_is_not_on_the_mask():
    game = a_game(1)
    for full in (False, True):
        arrays = {name: np.array(game.state[name]) for name in game.state}
        if full:
            arrays["exercise"][...], arrays["format"][...] = PLANNED, 0
        start = replace(game, state=State(arrays, 0))
        env = Environment(lambda _, start=start: start, ["LUN"])
        told, _ = env.reset(seed=1)
        on = [env.words("LUN", [k])[0] for k in np.flatnonzero(told["LUN"]["action_mask"][0]) if k]
        assert full != any(order["do"] == "host" for order in on)
        assert full != any(order.get("what", "").startswith("found ") for order in on)


def test_an_order_off_the_mask_is_left_out_and_told_and_changes_nothing():
    env, plain = an_environment("LUN"), an_environment("LUN")
    told, _ = env.reset(seed=5)
    plain.reset(seed=5)
    off = np.flatnonzero(told["LUN"]["action_mask"][0] == 0)[:3]
    *_, infos = env.step({"LUN": off})
    plain.step({})
    assert infos["LUN"] == {"left_out": 3, "refused": 0}
    assert env.game.state.digest() == plain.game.state.digest()


def test_what_an_agent_leaves_open_its_seats_policy_does():
    env, usual = an_environment("LUN"), an_environment("LUN")
    env.reset(seed=5)
    usual.reset(seed=5)
    publish = place_of(env, "LUN", do="publish", amount=1.0)
    env.step({"LUN": np.array([publish, 0, 0])})
    usual.step({})
    mine, theirs = (kinds_of(e.last.turn.moves.orders, 3) for e in (env, usual))
    assert env.game.world.iso[3] == "LUN"
    assert mine[0] is OrderKind.PUBLISH
    assert mine[1:] == [kind for kind in theirs if kind is not OrderKind.PUBLISH][: len(mine) - 1]
    assert len(mine) > 1
    for name in ("attend", "vote", "honour"):
        one, two = (getattr(e.last.turn.moves.orders, name)[0, 3] for e in (env, usual))
        assert np.array_equal(one, two)


def test_kinds_that_are_the_agents_alone_are_given_by_nobody_else():
    usual = an_environment("LUN")
    usual.reset(seed=5)
    taken = set()
    for _ in range(usual.game.world.turns):
        usual.step({})
        taken |= set(kinds_of(usual.last.turn.moves.orders, 3))
    kind = min(taken)
    env = an_environment("LUN", hand=Hand((kind.name.lower(),), alone=True))
    env.reset(seed=5)
    while env.agents:
        env.step({})
        assert kind not in kinds_of(env.last.turn.moves.orders, 3)


def test_in_an_episode_agents_give_the_orders_that_the_lesson_is_about():
    what = scenario("first-steps-episode")
    env = environment(what, ("LUN",))
    assert env.actions.hand == Hand(tuple(what.focus.orders), alone=True)
    told, _ = env.reset(seed=1)
    places = np.flatnonzero(told["LUN"]["action_mask"][0])[1:]
    assert {order["do"] for order in env.words("LUN", places)} <= set(what.focus.orders)


def test_every_number_is_an_order_of_its_own():
    env = an_environment("LUN", hand=Hand(amounts=(1.0,)))
    told = [repr(env.words("LUN", [place])) for place in range(1, len(env.actions))]
    # what cannot be afforded comes to no amount, and leaves no word of it
    assert len(set(told)) == len(told)
    assert env.words("LUN", [0, 0, 0]) == []


def test_an_amount_is_a_part_of_what_the_seat_has():
    env = an_environment("HAL", hand=Hand(("adopt", "publish", "manoeuvre"), amounts=(0.5, 1.0)))
    told, _ = env.reset(seed=1)
    vector, places = told["HAL"]["observation"], env.sight.places
    means = float(vector[places["money"]][0])
    most = {}
    for order in env.words("HAL", np.arange(1, len(env.actions))):
        most.setdefault(order["do"], []).append(order["amount"])
    assert most["publish"] == [0.5, 1.0]
    assert 0 < most["adopt"][0] < most["adopt"][1] <= means
    assert told["HAL"]["action_mask"][0].all()
