"""A scenario as an environment for agents that learn (needs the extra ``[rl]``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from agents.learning.environment import Environment, Hand, Rewards
from scenarios.build import GameFactory
from scenarios.load import load
from scenarios.objectives import Gain
from scenarios.schema import Scenario


def environment(
    reference: str | Scenario,
    agents: Sequence[str],
    *,
    seats: Mapping[str, str] | None = None,
    rewards: Rewards | None = None,
    hand: Hand | None = None,
    sees: Sequence[str] | None = None,
    render_mode: str | None = None,
) -> Environment:
    """Some nations of a scenario learn; ``seats`` names policies of others, and of theirs.

    Where none are given, rewards are what a turn gains of the seat's own objectives (``Gain``),
    and the hand is what people have: in an episode for a lesson the orders that it is about, alone.
    All else is as in ``Environment``. Raises ``DetenteError`` for an unknown scenario, nation,
    policy, order or field.
    """
    scenario = reference if isinstance(reference, Scenario) else load(reference)
    if hand is None and scenario.focus is not None:
        hand = Hand(tuple(scenario.focus.orders), alone=True)
    return Environment(
        GameFactory(scenario, seats=seats or {}),
        agents,
        rewards=rewards or partial(Gain, scenario),
        hand=hand,
        sees=sees,
        render_mode=render_mode,
    )
