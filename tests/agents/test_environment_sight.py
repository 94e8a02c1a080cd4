"""What learning agents are told, and what is kept from them."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial

import numpy as np

import agents.learning.environment as front
from agents.learning.actions import Hand
from agents.learning.environment import Environment
from agents.learning.sight import NAMES
from agents.registry import policy
from agents.run import Played
from agents.team import Team
from scenarios.objectives import Gain
from sim.axes import NEVER, Audience
from sim.events import PUBLIC, describe
from sim.observe import observe
from sim.orders import Orders
from sim.state import FIELDS
from tests.agents.learning import an_environment, masked_play
from tests.builders import a_scenario
from tests.laws.test_secrecy import HIDDEN, READER, busy, disturbed

# observations


def test_an_observation_is_what_a_seat_may_read_in_the_order_that_is_told():
    env = an_environment("LUN")
    told, _ = env.reset(seed=5)
    assert set(env.sight.names) == set(NAMES)
    assert {n for n, s in FIELDS.items() if s.audience is Audience.UMPIRE} & set(NAMES) == set()
    seen = observe(env.game.world, env.game.state).of(np.array([3]))
    vector = told["LUN"]["observation"]
    for name, at in env.sight.places.items():
        if name in FIELDS and FIELDS[name].unit != "turn":
            assert np.array_equal(vector[at], seen[name].astype(np.float32).ravel())
    assert np.array_equal(vector[env.sight.places["trust"]], seen.trust.astype(np.float32).ravel())


def test_turn_stamps_are_told_as_turns_from_now():
    env = an_environment("LUN", sees=("election", "left_turn", "last_dispute"))
    told, _ = env.reset(seed=5)
    for _ in range(2):
        told, *_ = env.step({})
    turns, state = env.game.world.turns, env.game.state
    vector = told["LUN"]["observation"]
    assert (state["left_turn"] == NEVER).all()
    assert (vector[env.sight.places["left_turn"]] == -turns).all()
    due = np.clip(state["election"][0].astype(int) - 2, -turns, turns)
    assert np.array_equal(vector[env.sight.places["election"]], due)


def test_observations_lie_in_their_space_all_game_long():
    env = an_environment(hand=Hand(slots=2))
    for _, told, *_ in masked_play(env):
        for agent, seen in told.items():
            assert env.observation_space(agent).contains(seen)


# secrets


def turns_told(monkeypatch, seed=None):
    """All that an agent of a busy game receives in a turn; with a seed, all hidden is changed."""
    game, what = busy().take(slice(0, 1)), a_scenario(14)
    state = game.state if seed is None else disturbed(game.state, HIDDEN, READER, seed)
    iso = [game.world.iso[READER], game.world.iso[READER + 1]]
    # no other seat's policy could make sense of what it would know
    team = Team.of(game.world.iso, policy("person"), {iso[0]: policy("doctrine")})
    start = replace(game, state=state, team=team)
    env = Environment(lambda _: start, iso, rewards=partial(Gain, what), hand=Hand(slots=2))
    first = env.reset(seed=1)
    plain, own = front.play_turn(game).turn, []

    def resolved(game, moves):
        own.extend(getattr(moves.orders, e.name)[0, READER].tobytes() for e in fields(Orders))
        after = plain.after if seed is None else disturbed(plain.after, HIDDEN, READER, seed)
        return Played(None, replace(plain, before=game.state, after=after))

    monkeypatch.setattr(front, "play_turn", resolved)
    action = np.flatnonzero(first[0][iso[0]]["action_mask"][0])[[1, -1]]
    then = env.step({iso[0]: action})
    monkeypatch.undo()
    words = env.words(iso[0], np.arange(1, len(env.actions), 7))
    return [repr_of(part[seat]) for seat in iso for part in (*first, *then)], (words, own)


def repr_of(part):
    if isinstance(part, dict):
        return {key: repr_of(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return [repr_of(value) for value in part]
    return part.tobytes() if isinstance(part, np.ndarray) else part


def test_changing_all_that_is_hidden_changes_nothing_that_an_agent_receives(monkeypatch):
    plain, orders = turns_told(monkeypatch)
    for seed in range(2):
        other, given = turns_told(monkeypatch, seed)
        assert other[:7] == plain[:7]
        assert given == orders
        assert other[7:] != plain[7:]  # another seat's agent does read what changed for it
    assert plain[3] != 0.0  # a reward


def test_what_is_rendered_is_what_everybody_knows():
    env = an_environment("LUN", render_mode="ansi")
    assert env.render() == "First steps: 0 of 8 turns played"
    for _ in masked_play(env):
        pass
    text = env.render()
    events = describe(env.game.world, env.last.turn, 0, PUBLIC)
    assert text.splitlines()[2:] == [event.text for event in events]
    assert an_environment("LUN").render() is None
