"""Policies beside plain doctrine: the same decisions, weighed by another temper.

A temper is numbers (``scenarios/catalogue/policies.toml``), not code. Its nations see what others
see and decide by the same open calculus, in a world whose weights and thresholds are their own;
what they never do is left out at the desk. Every decision stays a sum of named terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.doctrine import DoctrineTurn
from agents.policy import Books
from sim.axes import Floats
from sim.draw import Draw
from sim.errors import UnknownName
from sim.grid import snap
from sim.leaning import Leaning
from sim.observe import Observation
from sim.orders import MOST_BALANCE, Offers, Replies
from sim.world import World

#: Ends of the names of parameters of which more makes acting likelier; of other thresholds less.
RAISED = ("leave.threshold", "denounce.threshold", ".block", ".constant")


@dataclass(frozen=True)
class Temper:
    """Plays the temper of its name, on top of each nation's own doctrine."""

    name: str

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> TemperTurn:
        """Begin a turn for the observers of ``obs``."""
        world = obs.world
        if self.name not in world.tempers:
            raise UnknownName("policy", self.name, world.tempers, "catalogue")
        seen = obs.weighed_by(tempered(world, self.name))
        return TemperTurn(seen, draw, Books(keep), leaning=world.tempers[self.name])


@dataclass
class TemperTurn(DoctrineTurn):
    """One turn of a temper: the standard policy's, but for what is never done."""

    leaning: Leaning = field(default_factory=Leaning)

    def desk(self) -> Desk:
        """A desk without the kinds of order that this temper never gives."""
        return Desk(self.obs, self.leaning.forbids)

    def offers(self) -> Offers:
        """The offers of the standard policy, their terms leaning to the one who makes them."""
        if not self.leaning.offers:
            return Offers.blank((self.obs.rows, len(self.obs.nations), self.obs.world.dims.O))
        made = super().offers()
        lean = np.clip(made.balance + self.leaning.balance, -MOST_BALANCE, MOST_BALANCE)
        return replace(made, balance=np.where(made.to >= 0, lean, 0).astype(np.int8))

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """Counter-offers, from those who make offers at all."""
        return super().counters(offers, replies) if self.leaning.offers else None

    def toward(self, decision: str, reasons: Terms, cells: tuple[Any, ...]) -> Terms:
        """Adds what the other nations did to this one, where the temper repays it."""
        if decision not in self.leaning.reciprocity:
            return reasons
        return {**reasons, "reciprocity": self.record[cells]}

    @cached_property
    def record(self) -> Floats:
        """(R, M, N) -1..1 good less bad first-hand experience, as a share of all of it.

        ``(good - bad + opening) / (good + bad + 2)``: who begins friendly credits others with some
        good deeds. Source: Axelrod 1984 for reciprocity that opens with cooperation.
        """
        good, bad = self.obs["good"], self.obs["bad"]
        record = snap((good - bad + self.leaning.opening) / (good + bad + 2.0))
        record[:, np.arange(len(self.obs.nations)), self.obs.nations] = 0.0  # nothing to repay
        return record


def tempered(world: World, name: str) -> World:
    """The world as a temper weighs it, made once for a world and kept with it."""
    store = world.__dict__.setdefault("_tempered", {})
    if name not in store:
        store[name] = replace(world, params=_params(world, world.tempers[name]))
    return store[name]  # type: ignore[no-any-return]


def _params(world: World, leaning: Leaning) -> Mapping[str, Floats]:
    """The parameters with weights multiplied and thresholds shifted."""
    params = dict(world.params)
    for name, values in world.params.items():
        decision, _, term = name.partition(".")
        if name in leaning.weights or name in world.weighed:
            params[name] = snap(values * leaning.factor(decision, term))
    for name, shift in leaning.shifts.items():
        way = 1.0 if name.endswith(RAISED) else -1.0
        params[name] = snap(params[name] + way * shift / world.params["choice.rationality"])
    for decision, worth in leaning.reciprocity.items():
        params[f"{decision}.reciprocity"] = np.array([worth])
    return params
