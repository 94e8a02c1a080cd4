"""Options that were played forward."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from agents.accounts import Cell, Seat
from agents.cells.ways import Finder
from agents.lookahead.policy import FORESIGHT, Foreseen


def _options(seat: Seat, _: int) -> Iterator[Cell]:
    for choice in seat.choices:
        if isinstance(choice, Foreseen):
            at = seat.row, seat.place
            for option in np.nonzero(choice.options.there[at])[0].tolist():
                about = choice.options.described(seat.world, (*at, option))
                yield Cell(None, about, option == choice.taken[at], option)


CELLS: Mapping[str, Finder] = {FORESIGHT: _options}
