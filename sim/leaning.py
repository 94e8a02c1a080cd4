"""How a temper departs from plain doctrine: what it weighs more or less, does gladly, or never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.orders import OrderKind


@dataclass(frozen=True, slots=True)
class Leaning:
    """The numbers of one temper (a policy beside doctrine), from the catalogue.

    ``weights`` multiply parameters of decisions: one term in every decision ("trust"), all terms of
    one decision ("honour.*") or one parameter ("honour.trust"); the narrowest that fits counts.
    ``shifts`` are log-odds added to acting, by threshold. ``reciprocity`` is the weight, by
    decision, of how the other nation dealt with this one.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    shifts: Mapping[str, float] = field(default_factory=dict)
    reciprocity: Mapping[str, float] = field(default_factory=dict)
    others: float = 1.0  # multiplier on the other terms of the decisions in ``reciprocity``
    opening: float = 0.0  # good deeds with which a nation begins that has done nothing yet
    balance: int = 0  # steps by which the terms of its own offers lean to itself
    offers: bool = True  # whether it makes offers at all
    forbids: frozenset[OrderKind] = frozenset()  # kinds of order that it never gives

    def factor(self, decision: str, term: str) -> float:
        """The multiplier on one term of one decision."""
        for key in (f"{decision}.{term}", f"{decision}.*", term):
            if key in self.weights:
                return self.weights[key]
        return self.others if decision in self.reciprocity else 1.0
