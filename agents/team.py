"""Which policy plays which nation, and how their moves become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from agents.policy import Deliberation, Policy
from sim.axes import Dims
from sim.draw import Draw
from sim.observe import Observation
from sim.orders import ACCEPT, Moves, Offers, Orders, Replies

Part = TypeVar("Part", Offers, Orders)


@dataclass(frozen=True)
class Team:
    """A policy for every nation. Nations that share a policy decide in one call."""

    policies: tuple[Policy, ...]
    player: tuple[int, ...]  # (N,) index into policies

    @classmethod
    def of(cls, iso: Sequence[str], default: Policy, seats: Mapping[str, Policy]) -> Team:
        """``default`` for all nations but those named in ``seats``."""
        policies: list[Policy] = [default]
        player = []
        for nation in iso:
            policy = seats.get(nation, default)
            if policy not in policies:
                policies.append(policy)
            player.append(policies.index(policy))
        return cls(tuple(policies), tuple(player))

    def decide(self, obs: Observation, draw: Draw, keep: bool = False) -> Decision:
        """Everybody's moves for the turn; nations that share a policy are asked together."""
        player = np.array(self.player)
        parts: list[tuple[np.ndarray, Deliberation]] = []
        for index, policy in enumerate(self.policies):
            nations = np.nonzero(player == index)[0]
            if len(nations):
                seen = obs if len(nations) == len(player) else obs.of(nations)
                parts.append((nations, policy.deliberate(seen, draw, keep)))
        return Decision(moves_of(obs, parts), tuple(parts))


Parts = list[tuple[np.ndarray, Deliberation]]


def moves_of(obs: Observation, parts: Parts) -> Moves:
    """The moves that deliberations come to, talks first; ``obs`` is everyone's.

    Offers and replies make a round; who refuses an offer for its terms may put its own terms in a
    second round, which the first proposers answer by the same calculus.
    """
    talks = talks_of(obs, parts)
    orders = merge(obs, Orders.none, [(n, d.orders()) for n, d in parts])
    return Moves(talks, orders)


def talks_of(obs: Observation, parts: Parts) -> tuple[tuple[Offers, Replies], ...]:
    """The rounds of talks that deliberations come to; offers to others have no reply yet."""
    offers = merge(obs, Offers.none, [(n, d.offers()) for n, d in parts])
    talks = [(offers, answers_of(obs, parts, offers))]
    counters = counters_of(obs, parts, *talks[0])
    if counters is not None:
        talks.append((counters, answers_of(obs, parts, counters)))
    return tuple(talks)


def answers_of(obs: Observation, parts: Parts, offers: Offers) -> Replies:
    """Everybody's replies to a round of offers."""
    replies = Replies.none(obs.world.dims, obs.rows)
    for _, deliberation in parts:
        replies.answer[...] += deliberation.replies(offers).answer
    return replies


def counters_of(obs: Observation, parts: Parts, offers: Offers, replies: Replies) -> Offers | None:
    """Everybody's counter-offers, ``None`` where nobody has one."""
    found = [(nations, d.counters(offers, replies)) for nations, d in parts]
    made = [(nations, part) for nations, part in found if part is not None]
    return merge(obs, Offers.none, made) if made else None


@dataclass(frozen=True)
class Decision:
    """The moves of a turn and the deliberations that led to them."""

    moves: Moves
    deliberations: tuple[tuple[np.ndarray, Deliberation], ...]

    def accepted(self) -> int:
        """How many offers were accepted, over all rows."""
        return int(sum((r.answer == ACCEPT).sum() for _, r in self.moves.talks))


def merge(
    obs: Observation, none: Callable[[Dims, int], Part], parts: list[tuple[np.ndarray, Part]]
) -> Part:
    """Rows of nations laid into the arrays of all; one part for all nations is taken as it is."""
    if len(parts) == 1 and len(parts[0][0]) == obs.world.dims.N:
        return parts[0][1]
    whole = none(obs.world.dims, obs.rows)
    for nations, part in parts:
        lay_in(whole, nations, part)
    return whole


def lay_in(whole: Part, nations: np.ndarray, part: Part) -> None:
    """Write what some nations say over their places in the arrays of all."""
    for entry in fields(whole):
        getattr(whole, entry.name)[:, nations] = getattr(part, entry.name)
