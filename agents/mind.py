"""What a policy has before it when it decides: the observation, its luck, its notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from agents import terms
from agents.calculus import Choice, Terms, respond, score
from agents.policy import Books
from sim.axes import Floats
from sim.draw import Column, Draw, mix
from sim.observe import Observation


@dataclass
class Mind:
    """One turn of deliberation of ``M`` nations."""

    obs: Observation
    draw: Draw
    books: Books = field(default_factory=Books)

    def own_luck(self, column: Column, count: int) -> Floats:
        """(R, M, count) numbers of the observers' own addresses."""
        return self.obs.pick(self.draw.nation(column, count, self.obs.world.dims.N))

    def pair_luck(self, column: Column) -> Floats:
        """(R, M, N) numbers addressed by pair: asking again never re-rolls."""
        return self.obs.pick(self.draw.pairs(column, self.obs.world.dims.N))

    def luck_at(
        self, column: Column, rows: np.ndarray, seats: np.ndarray, partners: np.ndarray
    ) -> Floats:
        """The pair luck of some cells (row, observer's place, other nation) only."""
        ends = self.draw.nation(column, 2, self.obs.world.dims.N)
        return mix(ends[rows, self.obs.nations[seats], 0], ends[rows, partners, 1])

    def weigh(
        self,
        decision: str,
        reasons: Terms,
        threshold: str,
        luck: Floats,
        label: str = "",
        *,
        answer: bool = False,
    ) -> Choice:
        """Score, threshold, chance and outcome of one kind of decision."""
        total, parts = score(self.obs, decision, reasons, self.books.keep)
        limit = self.obs.world.param(threshold, total.ndim - 1)
        choice = respond(self.obs, label or decision, total, limit, luck, parts, answer=answer)
        return self.books.note(choice)

    @cached_property
    def tie_score(self) -> tuple[Floats, dict[str, Floats]]:
        """(R, M, N) worth of one more agreement with each nation, and its parts."""
        return score(self.obs, "tie", terms.tie_terms(self.obs), self.books.keep)
