"""Fixed plans, for tests and teaching: what is written is done, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from agents.policy import Books
from sim.draw import Draw
from sim.notation import encode
from sim.observe import Observation
from sim.orders import ACCEPT, REFUSE, Moves, Offers, Orders, Replies

Plan = Mapping[int, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Scripted:
    """Plays a plan: turn -> nation -> offers, orders and answers, in the words of a record.

    ``accepts`` names types of agreement that are accepted from anybody ("*" for all); other
    offers are refused. The plan applies to the nations that this policy plays.
    """

    plan: Plan = field(default_factory=dict, hash=False)
    accepts: tuple[str, ...] = ()
    name: str = "scripted"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> ScriptedTurn:
        """Begin a turn for the observers of ``obs``."""
        del draw  # nothing is left to luck
        seats = {
            iso: dict(seat)
            for iso, seat in self.plan.get(obs.turn, {}).items()
            if obs.world.nation(iso) in set(obs.nations.tolist())
        }
        for seat in seats.values():
            seat.pop("replies", None)
        return ScriptedTurn(obs, encode(obs.world, seats), self.accepts, Books(keep))


@dataclass
class ScriptedTurn:
    """One turn of a plan."""

    obs: Observation
    moves: Moves
    accepts: tuple[str, ...]
    books: Books

    def offers(self) -> Offers:
        """The plan's offers."""
        shape = self.obs.world.dims
        whole = self.moves.talks[0][0] if self.moves.talks else Offers.none(shape, 1)
        return self._spread_offers(whole)

    def replies(self, offers: Offers) -> Replies:
        """Acceptance of the types named, refusal of all others."""
        names = self.obs.world.agreements.ids
        fine = np.array(["*" in self.accepts or name in self.accepts for name in names])
        asked = np.isin(offers.to, self.obs.nations)
        answer = np.where(fine[offers.kind], ACCEPT, REFUSE) * asked
        return Replies(answer.astype(np.int8))

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """The plan's offers of the second round."""
        del offers, replies  # a plan is a plan
        return self._spread_offers(self.moves.talks[1][0]) if len(self.moves.talks) > 1 else None

    def _spread_offers(self, whole: Offers) -> Offers:
        return Offers(*(self._spread(getattr(whole, entry.name)) for entry in fields(whole)))

    def orders(self) -> Orders:
        """The plan's orders and answers."""
        plan = self.moves.orders
        return Orders(
            self._spread(plan.kind),
            self._spread(plan.target),
            self._spread(plan.arg),
            self._spread(plan.amount),
            self._spread(plan.attend),
            self._spread(plan.vote),
            self._spread(plan.honour),
        )

    def _spread(self, one: np.ndarray) -> np.ndarray:
        """The plan's single row for every run, the observers' part of it."""
        rows = np.repeat(one, self.obs.rows, axis=0)
        return self.obs.pick(rows).copy()
