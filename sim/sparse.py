"""Small helpers for events that touch few cells: finding them and giving them slots."""

from __future__ import annotations

import numpy as np

from sim.axes import Bools, Floats
from sim.compiled import compiled, to_read
from sim.world import World

Index = tuple[np.ndarray, ...]

#: Some cells of an array: index arrays of its axes, or places in the flat array.
Cells = Index | np.ndarray

#: Up to so many cells NumPy's own way to them is the fastest.
_SHORT = 512

#: So many cells are looked through faster by a compiled loop.
_LONG = 2**14


def where(codes: np.ndarray) -> Index:
    """As ``np.nonzero`` of bools or other bytes, faster where most of many are zero."""
    if codes.ndim != 3 or codes.size < _LONG or not codes.flags.c_contiguous:
        return np.unravel_index(codes.reshape(-1).nonzero()[0], codes.shape)
    return tuple(_cells(*_words(codes), codes.shape[1], codes.shape[2]))


def gather(array: np.ndarray, first: np.ndarray, *others: np.ndarray | int) -> np.ndarray:
    """As ``array[index]`` of a contiguous array, twice as fast for long lists of cells.

    Index arrays of the leading axes, without negative places.
    """
    if first.size <= _SHORT:
        return np.asarray(array[first, *others])
    axes = 1 + len(others)
    flat = places(array.shape[:axes], first, *others)
    return array.reshape(-1, *array.shape[axes:]).take(flat, axis=0)


def places(shape: tuple[int, ...], first: np.ndarray, *others: np.ndarray | int) -> np.ndarray:
    """As ``np.ravel_multi_index``, twice as fast for long lists of cells."""
    if first.size <= _SHORT:
        return np.ravel_multi_index((first, *others), shape)
    flat = first
    for size, place in zip(shape[1:], others, strict=True):
        flat = flat * size + place
    return flat


def reached(array: np.ndarray, index: Index) -> tuple[np.ndarray, Cells]:
    """An array and where some of its cells are in it: the flat one, where that is faster."""
    if len(index) < array.ndim or len(index[0]) <= _SHORT or not array.flags.c_contiguous:
        return array, index
    return array.reshape(-1), places(array.shape, *index)


def flat_codes(codes: np.ndarray) -> np.ndarray:
    """As ``np.flatnonzero`` of contiguous bytes, faster where most are zero: eight at a time."""
    return _marked(*_words(codes))


def _words(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An array of bytes in one row, and its whole words of eight."""
    flat = to_read(codes.reshape(-1).view(np.uint8))
    return flat, flat[: flat.size // 8 * 8].view(np.uint64)


@compiled
def _marked(cells: np.ndarray, words: np.ndarray) -> np.ndarray:
    """(n,) places of the bytes that are not zero; ``words`` are the same bytes, by eight."""
    found = np.empty(len(cells) + 1, np.int64)  # memory that is not written to costs nothing
    count = 0
    for word in range(len(words)):
        if words[word] != 0:
            for cell in range(8 * word, 8 * word + 8):
                found[count] = cell
                count += int(cells[cell] != 0)
    for cell in range(8 * len(words), len(cells)):
        found[count] = cell
        count += int(cells[cell] != 0)
    return found[:count].copy()


@compiled
def _cells(cells: np.ndarray, words: np.ndarray, height: int, width: int) -> np.ndarray:
    """(3, n) the same as row, line and place in the line, of so many lines of such a width."""
    flat = _marked(cells, words)
    out = np.empty((3, len(flat)), np.int64)
    row = line = begin = 0
    for k in range(len(flat)):
        while flat[k] >= begin + width:
            begin += width
            line += 1
            if line == height:
                row, line = row + 1, 0
        out[0, k] = row
        out[1, k] = line
        out[2, k] = flat[k] - begin
    return out


def per_row(world: World, name: str, rows: np.ndarray) -> Floats:
    """A parameter's value for each listed row."""
    values = world.params[name]
    return values[rows] if len(values) > 1 else values.repeat(rows.size).reshape(rows.shape)


def gate_row(world: World, mechanism: str, rows: np.ndarray) -> Bools:
    """Whether a mechanism works in each listed row."""
    values = world.switches[mechanism]
    return values[rows] if len(values) > 1 else values.repeat(rows.size).reshape(rows.shape)


def assign_slots(rows: np.ndarray, free: Bools) -> tuple[np.ndarray, Bools]:
    """A free slot for each event of ``rows`` (ascending), first come first served.

    ``free`` (R, slots) tells which are free. Returns the slot of each event and whether it got
    one; events beyond the last free slot of their row get none.
    """
    if not len(rows):
        return rows, np.zeros(0, bool)
    return _in_turn(rows, free)


@compiled
def _in_turn(rows: np.ndarray, free: Bools) -> tuple[np.ndarray, Bools]:
    """As ``assign_slots``; 0 is the slot of who got none."""
    slots, fits = np.zeros(len(rows), np.int64), np.empty(len(rows), np.bool_)
    slot = 0
    for k, row in enumerate(rows):
        slot = slot if k > 0 and rows[k - 1] == row else 0
        while slot < free.shape[1] and not free[row, slot]:
            slot += 1
        fits[k] = slot < free.shape[1]
        slots[k] = slot if fits[k] else 0
        slot += 1
    return slots, fits


def pairs_within(group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(p,) places of any two things of one group, the earlier first; ``group`` is ascending."""
    one = np.arange(len(group))
    later = np.searchsorted(group, group, side="right") - one - 1
    first = one.repeat(later)
    begin = later.cumsum() - later
    return first, np.arange(len(first)) - (begin - one - 1).repeat(later)


def distinct(index: Index, shape: tuple[int, ...]) -> np.ndarray:
    """Positions of the first occurrence of each cell in ``index``, in order."""
    flat = np.ravel_multi_index(index, shape)
    if (flat[1:] > flat[:-1]).all():  # as most come, and sorting costs more than looking
        return np.arange(len(flat))
    _, first = np.unique(flat, return_index=True)
    return np.sort(first)


def among(some: np.ndarray, listed: np.ndarray) -> tuple[np.ndarray, Bools]:
    """(n,) each: where numbers are in an ascending list, not empty, and whether they are."""
    at = np.minimum(np.searchsorted(listed, some), len(listed) - 1)
    return at, listed[at] == some


def both(at: Index) -> Index:
    """Cells (row, ..., i, j), and behind them the same seen from the other side."""
    *front, one, two = at
    return tuple(np.concatenate(axes) for axes in zip(at, (*front, two, one), strict=True))
