"""What tests of learning agents share: an environment, its orders by words, a play of it."""

from __future__ import annotations

from agents.learning.environment import Environment
from scenarios.learning import environment
from sim.orders import OrderKind
from tests.builders import scenario


def an_environment(*seats: str, **settings) -> Environment:
    return environment(scenario(), seats or ("LUN", "HAL"), **settings)


def place_of(env: Environment, agent: str, **words) -> int:
    """The number of an order in words."""
    for place in range(1, len(env.actions)):
        if env.words(agent, [place])[0] == words:
            return place
    raise LookupError(words)


def kinds_of(orders, nation: int) -> list[OrderKind]:
    return [OrderKind(kind) for kind in orders.kind[0, nation].tolist() if kind]


def masked_play(env: Environment, seed: int = 3):
    """Play random masked actions to the end; what each turn gave, and was asked."""
    told, _ = env.reset(seed=seed)
    for k, agent in enumerate(env.agents):
        env.action_space(agent).seed(k)
    while env.agents:
        actions = {
            agent: env.action_space(agent).sample(mask=told[agent]["action_mask"])
            for agent in env.agents
        }
        told, *rest = env.step(actions)
        yield actions, told, *rest
