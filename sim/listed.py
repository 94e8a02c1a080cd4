"""Orders listed kind by kind, so that a rule finds its own without a look at all the others."""

from __future__ import annotations

import numpy as np

from sim.axes import Ints
from sim.compiled import compiled


@compiled
def by_kind(kinds: np.ndarray) -> tuple[Ints, Ints]:
    """(3, n) row, nation and slot of all orders of ``kinds`` (R, N, K), kind by kind, in order.

    Also (129,) where the orders of each kind 0..127 begin; the last is where all end.
    """
    rows, nations, slots = kinds.shape
    begin = np.zeros(129, np.int64)
    for row in range(rows):
        for nation in range(nations):
            for slot in range(slots):
                kind = kinds[row, nation, slot]
                if kind > 0:
                    begin[kind + 1] += 1
    for kind in range(128):
        begin[kind + 1] += begin[kind]
    place = begin.copy()
    found = np.empty((3, begin[128]), np.int64)
    for row in range(rows):
        for nation in range(nations):
            for slot in range(slots):
                kind = kinds[row, nation, slot]
                if kind > 0:
                    at = place[kind]
                    found[0, at], found[1, at], found[2, at] = row, nation, slot
                    place[kind] = at + 1
    return found, begin
