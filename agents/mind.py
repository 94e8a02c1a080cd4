"""What a policy has before it when it decides: the observation, its luck, its notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from agents.calculus import (
    Choice,
    Terms,
    lasting,
    parts_of,
    respond,
    score,
    score_at,
    weights_of,
)
from agents.policy import Books
from agents.response import carries, chance_of, settle
from agents.talks import Asked
from agents.tie import tie_lasting, tie_terms, tie_worth
from sim.axes import Bools, Floats
from sim.draw import Column, Draw
from sim.observe import Observation
from sim.sparse import per_row

ALL = slice(None)

#: Every place in (R, M, N).
EVERYBODY = (ALL, ALL, ALL)


@dataclass(frozen=True)
class Case:
    """What was weighed in some cells of (R, M, ``width``), and how it goes into the books.

    Cells of two axes lie in (R, M): each observer weighs one matter at most.
    """

    label: str
    cells: tuple[np.ndarray, ...]
    width: int
    total: Floats  # (C,)
    parts: Mapping[str, Floats]
    programme: int = 0
    months: int = 0  # between two decisions of the kind, where it is not taken every turn


@dataclass
class Mind:
    """One turn of deliberation of ``M`` nations."""

    obs: Observation
    draw: Draw
    books: Books = field(default_factory=Books)
    #: What was initialled with a promise of support for a text, and what was refused for its terms
    #: alone.
    pledged: list[Asked] = field(default_factory=list)
    refused_for_terms: Asked | None = None
    _ends: dict[Column, np.ndarray] = field(default_factory=dict)

    def own_luck(self, column: Column, count: int) -> Floats:
        """(R, M, count) numbers of the observers' own addresses."""
        return self.obs.pick(self.draw.nation(column, count, self.obs.world.dims.N))

    def pair_luck(self, column: Column) -> Floats:
        """(R, M, N) numbers addressed by pair: asking again never re-rolls."""
        return self.obs.pick(self.draw.pairs(column, self.obs.world.dims.N))

    def pair_ends(self, column: Column) -> np.ndarray:
        """(R, 2, N) what ``pair_words`` of a first and a second nation are the sums of."""
        if column not in self._ends:
            ends = self.draw.words(column, 2, self.obs.world.dims.N)
            self._ends[column] = np.ascontiguousarray(ends.swapaxes(0, 1))
        return self._ends[column]

    def pair_words(self, column: Column, seats: np.ndarray | slice = ALL) -> np.ndarray:
        """(R, M or seats, N) ``pair_luck`` in units of ``2**-32``, uint32."""
        ends = self.draw.words(column, 2, self.obs.world.dims.N)
        return np.asarray(self.obs.pick(ends[0])[:, seats, None] + ends[1][:, None, :])

    def luck_at(
        self, column: Column, rows: np.ndarray, seats: np.ndarray, partners: np.ndarray
    ) -> Floats:
        """The pair luck of some cells (row, observer's place, other nation) only."""
        own = self.obs.nations.take(seats)
        return self.draw.of_pairs(column, self.obs.world.dims.N, rows, own, partners)

    def toward(self, decision: str, reasons: Terms, cells: tuple[Any, ...]) -> Terms:
        """The reasons of a decision about other nations: what a policy adds to them goes here.

        ``cells`` are the places in (R, M, N) that the decision is about.
        """
        del decision, cells
        return reasons

    def weigh(
        self,
        decision: str,
        reasons: Terms,
        threshold: str,
        luck: Floats,
        label: str = "",
        *,
        answer: bool = False,
    ) -> Bools:
        """Score, threshold, chance and outcome of one kind of decision."""
        total, parts = score(self.obs, decision, reasons, self.books.keep)
        limit = self.obs.world.param(threshold, total.ndim - 1)
        return self.respond(label or decision, (total, parts), limit, luck, answer=answer)

    def respond(
        self,
        label: str,
        scored: tuple[Floats, dict[str, Floats]],
        limit: Floats,
        luck: Floats,
        *,
        answer: bool = False,
        months: int = 0,
        unless: Bools | None = None,
    ) -> Bools:
        """The outcome of a score and its parts, noted in the books if they are kept.

        ``unless`` marks where it is out of the question.
        """
        obs, (total, parts) = self.obs, scored
        if self.books.keep:
            choice = respond(obs, label, total, limit, luck, parts, answer=answer, months=months)
            chosen = choice.chosen
            self.books.note(choice)
        else:
            chosen = carries(obs, total, limit, luck, answer=answer, months=months)
        if unless is not None:
            chosen &= ~unless
        if not obs.all_exist:
            chosen[:, ~self._here] = False
        return chosen

    @cached_property
    def _here(self) -> Bools:
        """(M,) which observers exist: others decide nothing."""
        return self.obs.exists[self.obs.nations]

    def weigh_at(self, case: Case, limit: Floats, luck: Floats, *, answer: bool = False) -> Bools:
        """(C,) outcome of one kind of decision in listed cells only.

        In the books, if kept, the other cells have zeros and a luck of one: there was nothing to
        decide.
        """
        obs, (rows, seats) = self.obs, case.cells[:2]
        if not obs.all_exist:
            luck = np.where(self._here[seats], luck, 1.0)
        if not self.books.keep:
            return carries(obs, case.total, limit, luck, rows, answer=answer, months=case.months)
        chance = chance_of(obs, case.total, limit, rows, answer=answer, months=case.months)
        chosen = luck < chance
        shape = (obs.rows, len(obs.nations), case.width)[: len(case.cells)]

        def spread(values: np.ndarray, rest: float = 0.0) -> np.ndarray:
            out = np.full(shape, rest, values.dtype)
            out[case.cells] = values
            return out

        numbers = (spread(case.total), spread(limit), spread(chance), spread(luck, 1.0))
        parts = {name: spread(part) for name, part in case.parts.items()}
        choice = Choice(case.label, *numbers, spread(chosen), parts, obs.nations)
        choice.programme = case.programme
        self.books.note(choice)
        return np.asarray(chosen)

    def settle(
        self,
        decision: str,
        reasons: Terms,
        cells: tuple[np.ndarray, ...],
        luck: Floats,
        width: int = 1,
        *,
        limit: str = "",
        answer: bool = False,
        months: int = 0,
    ) -> tuple[Bools, Floats]:
        """(C,) outcome and score of one kind of decision in listed cells: ``width`` as in ``Case``.

        What has a ``limit`` of its own goes by its name into the books.
        """
        obs, label, limit = self.obs, limit or decision, limit or f"{decision}.threshold"
        if self.books.keep:
            total, parts = score_at(obs, decision, reasons, *cells[:2])
            case = Case(label, cells, width, total, parts, months=months)
            least = per_row(obs.world, limit, cells[0])
            return self.weigh_at(case, least, luck, answer=answer), total
        values = np.empty((len(reasons) + 1, luck.size))
        for k, term in enumerate(reasons.values()):
            values[k] = term
        values[-1] = luck if obs.all_exist else np.where(self._here[cells[1]], luck, 1.0)
        weighed = values, weights_of(obs, decision, tuple(reasons))
        return settle(obs, weighed, cells, limit, answer=answer, months=months)

    @cached_property
    def tie_score(self) -> tuple[Floats, dict[str, Floats]]:
        """(R, M, N) worth of one more agreement with each nation, and its parts."""
        obs = self.obs
        known = lasting(obs, "tie", tie_lasting, [obs["alignment"]])
        added = self.toward("tie", {}, EVERYBODY)
        if added:
            known, _ = score(obs, "tie", added, known=known)
        terms = tie_terms(obs) | dict(added) if self.books.keep else {}
        return tie_worth(obs, known), parts_of(obs, "tie", terms) if terms else {}
