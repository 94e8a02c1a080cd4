"""Small helpers for events that touch few cells: finding them and giving them slots."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.world import World

Index = tuple[np.ndarray, ...]


def where(mask: Bools) -> Index:
    """As ``np.nonzero``, faster for large sparse masks."""
    return np.unravel_index(np.flatnonzero(mask), mask.shape)


def per_row(world: World, name: str, rows: np.ndarray) -> Floats:
    """A parameter's value for each listed row."""
    values = world.params[name]
    return values[rows] if len(values) > 1 else np.broadcast_to(values, rows.shape)


def gate_row(world: World, mechanism: str, rows: np.ndarray) -> Bools:
    """Whether a mechanism works in each listed row."""
    values = world.switches[mechanism]
    return values[rows] if len(values) > 1 else np.broadcast_to(values, rows.shape)


def assign_slots(rows: np.ndarray, free: Bools) -> tuple[np.ndarray, Bools]:
    """A free slot for each event of ``rows`` (ascending), first come first served.

    ``free`` (R, slots) tells which are free. Returns the slot of each event and whether it got
    one; events beyond the last free slot of their row get none.
    """
    if not len(rows):
        return rows, np.zeros(0, bool)
    first = np.searchsorted(rows, rows, side="left")
    rank = np.arange(len(rows)) - first
    order = np.argsort(~free, axis=1, kind="stable")
    count = free.sum(axis=1)
    fits = rank < count[rows]
    slots = order[rows, np.minimum(rank, free.shape[1] - 1)]
    return slots, fits


def distinct(index: Index, shape: tuple[int, ...]) -> np.ndarray:
    """Positions of the first occurrence of each cell in ``index``, in order."""
    flat = np.ravel_multi_index(index, shape)
    _, first = np.unique(flat, return_index=True)
    return np.sort(first)
