"""Keeping score: values of all objectives turn by turn, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.objectives.aims import Aim, aims_of
from scenarios.objectives.registry import Moment, Span
from scenarios.schema import Scenario
from sim.axes import Floats
from sim.turn import Turn
from sim.world import World

#: Turns over which measures without a span of their own are averaged, and standing is looked at.
LAST = 4


@dataclass(frozen=True, slots=True)
class Score:
    """How far everybody got. Axes: R runs, aims, N nations."""

    aims: tuple[Aim, ...]
    values: Floats  # (R, aims) what was measured
    attained: Floats  # (R, aims) 0..1
    total: Floats  # (R, N) 0..1: mean by weight, with the share of standing

    def of(self, seat: int) -> list[int]:
        """The places of a seat's aims."""
        return [k for k, aim in enumerate(self.aims) if aim.seat == seat]


class Tally:
    """Adds up objectives while a game is played: a few numbers a turn are kept, no states."""

    def __init__(
        self, scenario: Scenario, world: World, aims: tuple[Aim, ...] | None = None
    ) -> None:
        """For the runs of ``world``, before their first turn; all aims, or those given."""
        self.world = world
        self.aims = aims_of(scenario, world) if aims is None else aims
        self._shares = _shares(self.aims, world)  # (R or 1,) each
        self._sums: list[Floats] = []  # (R, aims) each turn
        self._numbers: list[Floats] = []  # (R, aims) what was at stake, 1 where nothing is counted

    @property
    def turns(self) -> int:
        """How many turns were added."""
        return len(self._sums)

    def add(self, turn: Turn) -> None:
        """Take a turn that was played into account; turns are added in order."""
        moment = Moment(self.world, turn)
        shape = (turn.after.rows, len(self.aims))
        sums, numbers = np.empty(shape), np.ones(shape)
        for k, aim in enumerate(self.aims):
            sums[:, k] = aim.measure.function(moment, aim.about)
            if aim.measure.number is not None:
                numbers[:, k] = aim.measure.number(moment, aim.about)
        self._sums.append(sums)
        self._numbers.append(numbers)

    def cut(self, turns: int) -> None:
        """Forget all but the first so many turns."""
        del self._sums[turns:], self._numbers[turns:]

    def part(self, place: int, row: int = 0) -> float:
        """What part of its seat's score an aim is, 0..1, in one run."""
        share = self._shares[place]
        return float(share[row % len(share)])

    def values(self, turns: int | None = None) -> Floats:
        """(R, aims) what was measured after so many turns, all that were added if none are named.

        Raises ``ValueError`` before the first turn: nothing has been measured yet.
        """
        count = self.turns if turns is None else turns
        if not 0 < count <= self.turns:
            raise ValueError(f"{self.turns} turns were added, {count} are asked for")
        out = np.empty_like(self._sums[0])
        for span in Span:
            some = [k for k, aim in enumerate(self.aims) if aim.measure.span is span]
            first = 0 if span is Span.WHOLE else max(count - LAST, 0)
            sums = np.stack([part[:, some] for part in self._sums[first:count]])
            numbers = np.stack([part[:, some] for part in self._numbers[first:count]])
            if span is Span.LOWEST:
                out[:, some] = sums.min(axis=0)
            else:
                total, number = sums.sum(axis=0), numbers.sum(axis=0)
                out[:, some] = np.where(number > 0, total / np.maximum(number, 2.0**-20), 1.0)
        return out

    def score(self, turns: int | None = None) -> Score:
        """How far everybody got after so many turns; see ``values``."""
        values = self.values(turns)
        attained = np.empty_like(values)
        for k, aim in enumerate(self.aims):
            attained[:, k] = aim.attained(values[:, k])
        return Score(self.aims, values, attained, self._total(attained))

    def _total(self, attained: Floats) -> Floats:
        total = np.zeros((len(attained), self.world.dims.N))
        for k, (aim, share) in enumerate(zip(self.aims, self._shares, strict=True)):
            total[:, aim.seat] += attained[:, k] * share
        return total


def _shares(aims: Sequence[Aim], world: World) -> list[Floats]:
    """(R or 1,) what part of its seat's score each aim is; those of a seat sum to 1.

    ``score.standing`` belongs to standing, the rest to the objectives by weight; a seat without
    the one or the other has all of what it has.
    """
    weight, standing = np.zeros(world.dims.N), np.zeros(world.dims.N, bool)
    for aim in aims:
        if aim.standing:
            standing[aim.seat] = True
        else:
            weight[aim.seat] += aim.objective.weight
    share = world.param("score.standing", 0)
    out = []
    for aim in aims:
        both = standing[aim.seat] and weight[aim.seat] > 0
        if aim.standing:
            out.append(share if both else np.ones(1))
        else:
            own = aim.objective.weight / weight[aim.seat]
            out.append((1.0 - share) * own if both else np.full(1, own))
    return out


def attainment(scenario: Scenario, world: World, turns: Iterable[Turn]) -> Floats:
    """(R, N) the score of every nation after turns that were played, each 0..1."""
    tally = Tally(scenario, world)
    for turn in turns:
        tally.add(turn)
    return tally.score().total
