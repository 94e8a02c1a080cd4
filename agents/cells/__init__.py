"""Which cells of each kind of choice were really up for decision, by family of decisions."""

from __future__ import annotations

from collections.abc import Mapping

from agents.cells import (
    agreements,
    crisis,
    dependence,
    exercises,
    forces,
    foresight,
    groups,
    knowledge,
    participation,
)
from agents.cells.ways import Finder

_FAMILIES = (
    participation,
    agreements,
    exercises,
    crisis,
    groups,
    forces,
    dependence,
    knowledge,
    foresight,
)

#: By label of the choice: which cells were up for decision (of a seat, about a programme).
CELLS: Mapping[str, Finder] = {
    label: finder for family in _FAMILIES for label, finder in family.CELLS.items()
}
