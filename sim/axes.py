"""Axis letters, and what every field of the state declares about itself.

An array's axes are written as a string of letters, always in this order of nesting:

====== =====================================================================
``R``  replicate (one run of a batch; interactive play is ``R = 1``)
``N``  nation; where it occurs twice the first is the observer or the actor
``D``  domain of interoperability
``P``  programme (a partnership and its ladder)
``S``  step of a programme's ladder
``A``  type of agreement
``G``  group (alliance, organisation, regional body)
``X``  exercise slot
``T``  slot for a text on a group's table
``C``  slot for a call for aid
``O``  offer slot of a nation
``K``  order slot of a nation
``I``  instrument of civil control
``Q``  mission slot
====== =====================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
Seeds: TypeAlias = NDArray[np.uint64]
Array: TypeAlias = NDArray[Any]

#: A turn stamp that means "never".
NEVER = -32768


class Audience(Enum):
    """Who may read a field. What is not declared is for the umpire alone."""

    PUBLIC = "public"
    PARTIES = "parties"
    OWN = "own"
    UMPIRE = "umpire"


@dataclass(frozen=True, slots=True)
class Dims:
    """Sizes of all axes but ``R``."""

    N: int
    D: int
    P: int
    S: int
    A: int
    G: int
    X: int
    T: int
    C: int
    O: int  # noqa: E741  the axis letters are the project's alphabet
    K: int
    I: int  # noqa: E741
    Q: int

    def shape(self, axes: str, rows: int) -> tuple[int, ...]:
        """The shape of an array with these axes and ``rows`` replicates."""
        return tuple(rows if letter == "R" else int(getattr(self, letter)) for letter in axes)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of the state: its axes, type, grid, bounds, unit, audience and meaning.

    ``bits`` is the number of binary digits after the point (``None`` for codes and stamps, which
    are whole numbers). ``low`` and ``high`` are inclusive; a rule that would leave them is stopped
    there and the books name the cause "limit".
    """

    name: str
    axes: str
    dtype: type[np.generic]
    low: float
    high: float
    unit: str
    audience: Audience
    doc: str
    bits: int | None = None
    start: float = 0.0

    @property
    def is_float(self) -> bool:
        """Whether the field is a quantity on the grid rather than a code or stamp."""
        return self.bits is not None

    def holds(self, values: np.ndarray) -> bool:
        """Whether values keep the bounds (-0.0 may pass for too little).

        Read as whole numbers, floats that are not negative keep their order, and negative ones lie
        above them all: one look at the largest tells both.
        """
        if self.low == 0.0 and values.dtype == np.float64:
            words: np.ndarray = values.view(np.uint64)
            return bool(words.max() <= np.float64(self.high).view(np.uint64))
        return bool(values.min() >= self.low and values.max() <= self.high)
