"""The shape of an experiment's design: what varies, how it is sampled, what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np
from pydantic import Field

from scenarios.schema import Part
from sim.state import FIELDS

if TYPE_CHECKING:
    from sim.axes import Bools, Floats
    from sim.state import State

#: The level of a factor: a parameter's number, whether a mechanism is off, the name of a policy, or
#: a scenario.
Level: TypeAlias = bool | float | str

Finite = Annotated[float, Field(allow_inf_nan=False)]

#: Matrices between nations that follow from fields of the state.
_DERIVED = ("trust", "effective_interop")

#: What ``measures.dyads`` may name.
DYADS: tuple[str, ...] = (
    *(spec.name for spec in FIELDS.values() if spec.axes in ("RNN", "RDNN")),
    *_DERIVED,
)


def dyads_of(state: State, name: str) -> np.ndarray:
    """(R, N, N) or (R, D, N, N) what ``measures.dyads`` names, in a state."""
    return np.asarray(getattr(state, name) if name in _DERIVED else state[name])


class Factor(Part):
    """What an experiment varies: a list of levels, or a range from which a sampler takes values."""

    name: str  # a parameter, ``off.MECHANISM``, ``seat.NATION``, ``policy`` or ``scenario``
    levels: list[Level] = Field(default_factory=list)  # empty for a range
    low: Finite = 0.0
    high: Finite = 0.0

    @property
    def constant(self) -> bool:
        """Whether it has one level only, the same in all runs."""
        return len(self.levels) == 1


class Sampling(Part):
    """How points are taken from the space of factors."""

    method: Literal["full", "lhs", "sobol", "morris", "fast"] = "full"
    n: Annotated[int, Field(ge=1)] | None = None
    calc_second_order: bool = True  # of sobol
    levels: Annotated[int, Field(ge=2, le=1000)] = 4  # of morris: of its grid
    M: Annotated[int, Field(ge=1, le=100)] = 4  # of fast: harmonics


class When(Part):
    """A condition on a headline measure after a turn; both bounds, where given, are strict."""

    metric: str
    above: Finite | None = None
    below: Finite | None = None

    def holds(self, values: Floats) -> Bools:
        """(R,) in which runs the condition holds, given the measure's values."""
        low = -np.inf if self.above is None else self.above
        high = np.inf if self.below is None else self.below
        return np.asarray((values > low) & (values < high))


class Measures(Part):
    """What is kept of a run."""

    turns: list[str] | None = None  # headline measures; None: all
    dyads: list[str] = Field(default_factory=list)  # of ``DYADS``
    decisions: bool | list[str] = False  # labels of decisions; true: all
    when: When | None = None
    every: Annotated[int, Field(ge=1, le=400)] = 1

    def due(self, turn: int, turns: int) -> bool:
        """Whether a turn is kept, by its number from 1 on: each ``every``-th and the last."""
        return turn % self.every == 0 or turn == turns


class Design(Part):
    """An experiment: what is played, what varies, how points are taken, what is kept."""

    scenario: str = ""  # an id or a path relative to the design file; empty if it is a factor
    turns: Annotated[int, Field(ge=1, le=400)] | None = None  # None: all that the scenario has
    replicates: Annotated[int, Field(ge=1)] = 1
    seed: Annotated[int, Field(ge=0, le=2**64 - 1)] = 1
    common_luck: bool = True  # replicate k has the same seed at every point
    factors: list[Factor] = Field(default_factory=list)
    sampling: Sampling = Sampling()
    measures: Measures = Measures()
