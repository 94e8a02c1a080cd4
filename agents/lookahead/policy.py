"""A nation with foresight: it plays its options forward and gives the orders that serve it best.

It talks, plans and answers as its doctrine would. Of its orders it forms a few options, looks where
each leads (``foresight``), weighs the ends by its interests, and gives those of the best;
its doctrine's plan stands where nothing is clearly better.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

import numpy as np

from agents.calculus import Choice, best_of_others, respond, score
from agents.doctrine import Doctrine, DoctrineTurn
from agents.lookahead.foresight import Reach, gains, own_luck
from agents.lookahead.options import Options, laid, options_of
from agents.policy import Books
from sim.axes import Floats, Ints
from sim.draw import Draw
from sim.observe import Observation
from sim.orders import Orders

#: The label of the choice, and the head of its weights.
FORESIGHT = "foresight"

#: Scores and their parts.
Scored = tuple[Floats, dict[str, Floats]]

#: Nothing is left to luck: what scores more than all others is taken.
_EVEN = 0.5


@dataclass(frozen=True)
class LookAhead:
    """Doctrine, but of a few options to order otherwise the best is taken, played forward.

    The numbers bound what it costs: it grows with each of them.
    """

    name: str = "look-ahead"
    turns: int = 4  # played forward
    fates: int = 2  # courses of luck through which each option is played, a power of two
    more: int = 2  # orders besides those of the plan that are thought of

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> LookAheadTurn:
        """Begin a turn for the observers of ``obs``."""
        return LookAheadTurn(obs, draw, Books(keep), policy=self)


@dataclass(slots=True)
class Foreseen(Choice):
    """The choice among options: candidates are options, the threshold is the best of the others."""

    options: Options = field(kw_only=True)
    taken: Ints = field(kw_only=True)  # (R, M) the option whose orders are given


@dataclass
class LookAheadTurn(DoctrineTurn):
    """One turn of a nation with foresight."""

    policy: LookAhead = field(default_factory=LookAhead)

    def orders(self) -> Orders:
        """The orders of the best option, with the answers of the plan."""
        plan = super().orders()
        options = options_of(self.obs, plan, self._thought(), self.policy.more)
        if not options.there[..., 1:].any():
            return plan
        taken = self._best(options, gains(self.obs, plan, options, self._reach))
        cell = (*np.indices(taken.shape, sparse=True), taken)
        kinds, targets, arguments, amounts = (word[cell] for word in options.words)
        orders = laid(self.obs, (kinds, targets, arguments, amounts)).orders
        return replace(orders, attend=plan.attend, vote=plan.vote, honour=plan.honour)

    @property
    def _reach(self) -> Reach:
        return Reach(self.policy.turns, self.policy.fates, self.draw.seeds)

    def _thought(self) -> Orders:
        """What the doctrine might as well order: it would with other luck than that of the game."""
        luck = own_luck(self.draw.seeds, self.policy.fates)
        return Doctrine().deliberate(self.obs, Draw(luck, self.obs.turn)).orders()

    def _best(self, options: Options, found: dict[str, Floats]) -> Ints:
        """(R, M) the option of the highest score, the plan at a tie; noted in the books."""
        plan = np.zeros(options.there.shape)
        plan[..., 0] = 1.0
        total, parts = score(self.obs, FORESIGHT, {**found, "inertia": plan}, self.books.keep)
        bids = np.where(options.there, total, -np.inf)
        taken = np.asarray(bids.argmax(axis=2))
        if self.books.keep:
            self.books.note(self._account(options, bids, (total, parts), taken))
        return taken

    def _account(self, options: Options, bids: Floats, scored: Scored, taken: Ints) -> Choice:
        total, parts = scored
        rest = best_of_others(bids)
        luck = np.full(total.shape, _EVEN)
        plain = respond(self.obs, FORESIGHT, total, rest, luck, parts, answer=True)
        plain.chance = np.where(options.there, plain.chance, 0.0)
        plain.chosen = luck < plain.chance
        known = {f.name: getattr(plain, f.name) for f in fields(plain)}
        return Foreseen(**known, options=options, taken=taken)
