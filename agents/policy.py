"""What a policy is, and what it hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from agents.calculus import Choice
from sim.draw import Draw
from sim.observe import Observation
from sim.orders import Offers, Orders, Replies


@dataclass(slots=True)
class Books:
    """The decisions a policy weighed this turn, for explanation; empty unless asked for."""

    keep: bool = False
    choices: list[Choice] = field(default_factory=list)

    def note(self, choice: Choice) -> Choice:
        """Keep a choice if accounts are kept; returns it."""
        if self.keep:
            self.choices.append(choice)
        return choice


class Deliberation(Protocol):
    """One policy's turn for ``M`` nations: talks first, then orders.

    All arrays have the observers' ``M`` in place of ``N`` as their first nation axis. What is
    decided for a nation depends on that nation's own row of the observation only.
    """

    books: Books

    def offers(self) -> Offers:
        """Offers of a round of talks, (R, M, O)."""
        ...

    def replies(self, offers: Offers) -> Replies:
        """Answers to everybody's offers (R, N, O), filled where an observer is addressed."""
        ...

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """Own terms for offers that an observer refused, (R, M, O); ``None`` for none at all."""
        ...

    def orders(self) -> Orders:
        """Sealed orders and answers, (R, M, ...)."""
        ...


class Policy(Protocol):
    """A way to decide. Stateless: what a nation remembers is in the state."""

    @property
    def name(self) -> str:
        """The name it has in the registry."""
        ...

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> Deliberation:
        """Begin a turn for the observers of ``obs``."""
        ...
