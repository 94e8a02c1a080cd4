"""A game as a PettingZoo environment: some seats learn, all others play their policies.

A front on the same rules and policies as every other: agents that say nothing leave the digests of
the run as they are without them. Nothing that is hidden from a seat reaches its agent. Needs
PettingZoo and Gymnasium (``pip install pettingzoo gymnasium``, or this package with ``[rl]``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

import numpy as np

from agents.learning.actions import Actions, Hand
from agents.learning.sight import Sight
from agents.run import Game, Played, play_turn
from agents.seat import complete
from agents.team import lay_in
from sim.draw import Draw
from sim.errors import DetenteError, UnknownName
from sim.events import PUBLIC, describe
from sim.observe import Observation, observe
from sim.orders import Moves, OrderKind, Orders
from sim.talks import promises
from sim.world import World

try:
    from gymnasium import spaces
    from gymnasium.utils.seeding import np_random
    from pettingzoo import ParallelEnv
except ModuleNotFoundError as fault:
    raise ModuleNotFoundError(
        f"learning agents need {fault.name}, which is not installed: "
        "python -m pip install pettingzoo gymnasium",
        name=fault.name,
    ) from None

__all__ = ["Environment", "Hand", "Reward", "Rewards"]

#: What a turn was worth to a seat, from what it saw before it and what it sees after it.
Reward: TypeAlias = Callable[[Observation, Observation], float]

#: Makes the reward of a seat, by its code, for a new game; it is asked once a turn, in order.
Rewards: TypeAlias = Callable[[World, str], Reward]

Told: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Given:
    """What an agent gave in a turn: its orders (1, 1, ...), in the first slots of its nation."""

    orders: Orders
    asked: int

    @property
    def count(self) -> int:
        return int(np.count_nonzero(self.orders.kind))

    @property
    def kinds(self) -> set[OrderKind]:
        return {OrderKind(kind) for kind in self.orders.kind.ravel().tolist() if kind}


class Environment(ParallelEnv):  # type: ignore[misc]  # PettingZoo comes without types
    """One run of a game at a time. Agents are named by their nation's code.

    ``start`` makes the game of a seed, of the same nations and sizes for every seed; a seat's
    policy there is the one that does what its agent leaves open. An observation is a dict:
    "observation" is a vector (``sight.places`` tells what stands where) and "action_mask" what the
    agent may choose in each slot. An action has a number for each slot, 0 for none (``words`` tells
    what the others mean). What cannot be paid for besides what stands before it, and what is not
    on the mask, is left out; "left_out" in the info tells how many, "refused" how many of the
    others found no room, where more came in the turn than there is room for exercises and texts.

    ``reset(seed=7)`` plays the run of seed 7; without a seed the next is drawn from the last.
    ``game`` is where the run stands, ``last`` the turn that was played: both hold what is hidden
    from seats and are for the experimenter. All agents are terminated by the scenario's last turn;
    none is ever truncated, for the length of a game is known to all.
    """

    metadata: Mapping[str, Any] = {
        "name": "detente",
        "render_modes": ["ansi"],
        "is_parallelizable": True,
    }

    def __init__(
        self,
        start: Callable[[int], Game],
        agents: Sequence[str],
        *,
        rewards: Rewards | None = None,
        hand: Hand | None = None,
        sees: Sequence[str] | None = None,
        render_mode: str | None = None,
    ) -> None:
        """Where none are given, ``rewards`` are 0 and an agent ``sees`` all that its seat can read.

        Raises ``DetenteError`` for an unknown nation, order, field or render mode.
        """
        if render_mode not in (None, *self.metadata["render_modes"]):
            raise UnknownName("render mode", str(render_mode), self.metadata["render_modes"])
        self.render_mode = render_mode
        self._start, self._rewards = start, rewards
        self.game = start(0)
        self.last: Played | None = None
        world = self.game.world
        self._nations = {iso: world.nation(iso, "agents") for iso in agents}
        if not self._nations:
            raise DetenteError("agents: no nation is named")
        self.possible_agents = list(self._nations)
        self.agents: list[str] = []
        self._seen = self._look()
        self.actions = Actions(world, hand or Hand())
        self.sight = Sight(self._seen[self.possible_agents[0]], sees)
        self._spaces = {agent: self._space() for agent in self._nations}
        self._random, _ = np_random(None)

    def observation_space(self, agent: str) -> spaces.Dict:
        """Alike for all agents; the same object each time."""
        return self._spaces[agent][0]

    def action_space(self, agent: str) -> spaces.MultiDiscrete:
        """A number of ``actions`` for each slot; the same object each time."""
        return self._spaces[agent][1]

    def reset(
        self, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[dict[str, Told], dict[str, Told]]:
        """Begin the run of a seed, 0 .. 2**64 - 1; what agents see and know. No options."""
        del options
        if seed is None:
            seed = int(self._random.integers(2**63))
        elif not 0 <= seed < 2**64:
            raise DetenteError(f"seed {seed} is not from 0 to 2**64 - 1")
        else:
            seed = int(seed)
            self._random, _ = np_random(seed)
        self.game, self.last = self._start(seed), None
        if len(self.game.seeds) != 1:
            raise DetenteError(f"one run is played at a time, not {len(self.game.seeds)}")
        self.agents = list(self.possible_agents)
        self._seen = self._look()
        make = self._rewards or (lambda _world, _iso: _nothing)
        self._worth = {agent: make(self.game.world, agent) for agent in self.agents}
        return self._told(), {agent: {"left_out": 0, "refused": 0} for agent in self.agents}

    def step(
        self, actions: Mapping[str, np.ndarray]
    ) -> tuple[
        dict[str, Told], dict[str, float], dict[str, bool], dict[str, bool], dict[str, Told]
    ]:
        """Play a turn; an agent without an action leaves all open.

        Raises ``DetenteError`` for an action that is none, and where no game goes on.
        """
        if not self.agents:
            raise DetenteError("no game is being played: reset() begins one")
        for agent in actions:
            if agent not in self.agents:
                raise UnknownName("agent", str(agent), self.agents)
        seen = observe(self.game.world, self.game.state)
        draw = Draw(self.game.seeds, self.game.state.turn)
        moves, given = self._moves(seen, self.game.team.decide(seen, draw).moves, actions)
        self.last = play_turn(self.game, moves=moves)
        self.game = replace(self.game, state=self.last.turn.after)
        before, self._seen = self._seen, self._look()
        told, over = self._told(), self.game.over
        worth = {a: float(self._worth[a](before[a], self._seen[a])) for a in self.agents}
        infos = {agent: self._info(agent, given[agent]) for agent in self.agents}
        ended, cut = dict.fromkeys(self.agents, over), dict.fromkeys(self.agents, False)
        self.agents = [] if over else self.agents
        return told, worth, ended, cut, infos

    def words(self, agent: str, action: np.ndarray) -> list[Mapping[str, Any]]:
        """The orders of an action, in the words of a record, as they would be now.

        Raises ``UnknownName`` for an unknown agent.
        """
        if agent not in self._seen:
            raise UnknownName("agent", str(agent), self._seen)
        obs = self._seen[agent]
        return [self.actions.words(obs, int(place)) for place in action if place]

    def render(self) -> str | None:
        """What everybody knows of the last turn, as text; ``None`` without a render mode."""
        if self.render_mode is None:
            return None
        world, turn = self.game.world, self.game.state.turn
        lines = [f"{world.title}: {turn} of {world.turns} turns played"]
        if self.last is not None:
            lines.append(world.label(turn - 1))
            lines += [event.text for event in describe(world, self.last.turn, 0, PUBLIC)]
        return "\n".join(lines)

    # --- within

    def _space(self) -> tuple[spaces.Dict, spaces.MultiDiscrete]:
        size, slots = len(self.actions), self.actions.hand.slots
        vector = spaces.Box(self.sight.low, self.sight.high, dtype=np.float32)
        mask = spaces.Tuple([spaces.MultiBinary(size) for _ in range(slots)])
        shown = spaces.Dict({"observation": vector, "action_mask": mask})
        return shown, spaces.MultiDiscrete([size] * slots)

    def _look(self) -> dict[str, Observation]:
        """What each agent's seat may read now."""
        seen = observe(self.game.world, self.game.state)
        return {agent: seen.of(np.array([nation])) for agent, nation in self._nations.items()}

    def _told(self) -> dict[str, Told]:
        found = {}
        for agent, obs in self._seen.items():
            mask = self.actions.possible(obs).astype(np.int8)
            masks = (mask,) * self.actions.hand.slots
            found[agent] = {"observation": self.sight.vector(obs), "action_mask": masks}
        return found

    def _moves(
        self, seen: Observation, usual: Moves, actions: Mapping[str, np.ndarray]
    ) -> tuple[Moves, dict[str, _Given]]:
        """Everybody's usual moves with the agents' own orders among them, and what those are."""
        made, hand = promises(seen.world, usual), self.actions.hand
        orders = Orders(*(np.array(getattr(usual.orders, e.name)) for e in fields(Orders)))
        given, rest, own = {}, {}, {}
        for agent, nation in self._nations.items():
            chosen = self._numbers(agent, actions.get(agent))
            room = seen.world.dims.K - int((made.giver == nation).sum())
            laid = self.actions.orders(self._seen[agent], chosen, room)
            given[agent] = _Given(laid, int(np.count_nonzero(chosen)))
            if given[agent].count or hand.alone:
                rest[nation] = _only(orders, nation)
                lay_in(orders, np.array([nation]), laid)
                own[nation] = hand.kinds if hand.alone else given[agent].kinds
        moves = replace(usual, orders=orders)
        if rest:
            complete(seen, moves, rest, own)
        return moves, given

    def _numbers(self, agent: str, action: np.ndarray | None) -> np.ndarray:
        slots = self.actions.hand.slots
        chosen = np.zeros(slots, np.int64) if action is None else np.asarray(action)
        whole = chosen.shape == (slots,) and np.issubdtype(chosen.dtype, np.integer)
        if not whole or not ((chosen >= 0) & (chosen < len(self.actions))).all():
            raise DetenteError(
                f"the action of {agent} is not {slots} whole numbers from 0 to "
                f"{len(self.actions) - 1}"
            )
        return chosen

    def _info(self, agent: str, given: _Given) -> Told:
        """What became of an agent's own orders."""
        assert self.last is not None
        own = self.last.turn.refused[0, self._nations[agent], : given.count]
        return {"left_out": given.asked - given.count, "refused": int(np.count_nonzero(own))}


def _only(orders: Orders, nation: int) -> Orders:
    """A copy of the orders of one nation, (1, 1, ...)."""
    return Orders(*(np.array(getattr(orders, e.name)[:, [nation]]) for e in fields(Orders)))


def _nothing(before: Observation, after: Observation) -> float:
    """No reward."""
    del before, after
    return 0.0
