"""The books: every change of state is a sum of named causes.

A rule never writes a field. It posts amounts to the books under a cause, and the books keep

    before + sum of causes == after, to the bit,

the stop at a field's bound being the cause "limit". Keeping the ledger (the list of entries) is
optional; with or without it the same arithmetic runs and no bit differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.axes import Array, Bools, FieldSpec, Floats, Ints
from sim.causes import Cause
from sim.compiled import compiled
from sim.grid import anchor, snap_into
from sim.sparse import Cells, Index, places, reached


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting: ``amount`` was added to ``field`` by ``cause`` (at ``index`` only, if given)."""

    phase: str
    field: str
    cause: Cause
    amount: Array
    index: Index | None = None

    def dense(self, shape: tuple[int, ...]) -> Floats:
        """The amount over the whole field, as float64."""
        out = np.zeros(shape)
        if self.index is None:
            out += self.amount
        else:
            np.add.at(out, self.index, self.amount)
        return out


#: Up to this size a look at a whole field costs no more than one at the cells that were changed.
_SMALL = 2**16


@compiled
def _fade(values: Floats, kept: Floats, anchor: float, bounds: tuple[float, float]) -> bool:
    """Keep a share (R or 1,) of values (R, cells) on the grid; whether all are within bounds."""
    low, high = bounds
    outside = 0
    for row in range(len(values)):
        share = kept[row if len(kept) > 1 else 0]
        for cell in range(values.shape[1]):
            value = (values[row, cell] * share + anchor) - anchor
            values[row, cell] = value
            outside += int(value < low) + int(value > high)
    return outside == 0


class Books:
    """Working copies of the fields during one turn, and the entries that changed them."""

    def __init__(
        self, fields: Mapping[str, Array], specs: Mapping[str, FieldSpec], keep: bool = False
    ) -> None:
        self._before = fields
        self._specs = specs
        self._now: dict[str, Array] = dict(fields)
        self._owned: set[str] = set()
        #: Cells posted to since a field's bounds were last looked at; ``None`` for all cells.
        self._moved: dict[str, list[Cells] | None] = {}
        self.keep = keep
        self.phase = ""
        self.entries: list[Entry] = []
        #: What a phase worked out and a later one can use; never part of the state.
        self.scratch: dict[str, Any] = {}

    def __getitem__(self, field: str) -> np.ndarray:
        """The field as it stands now, after the postings so far."""
        return self._now[field]

    def touched(self, field: str) -> bool:
        """Whether anything was posted to the field this turn."""
        return field in self._owned

    def posted(self, field: str) -> Ints | None:
        """Places in the flat array, ascending, that were posted to this turn; ``None`` for all.

        Of a field that is not settled.
        """
        cells = self._moved.get(field, [])
        if not cells:
            return None if cells is None else np.empty(0, np.int64)
        now = self._now[field]
        flat = [at if isinstance(at, np.ndarray) else places(now.shape, *at) for at in cells]
        short = np.min_scalar_type(now.size)  # is sorted faster
        found = np.sort(np.concatenate(flat).astype(short))
        return np.asarray(found[np.append(True, found[1:] != found[:-1])], np.int64)

    def add(self, field: str, cause: Cause, amount: Floats) -> None:
        """Post a dense amount, on the field's grid, in the field's shape."""
        self._moved[field] = None
        now = self._now[field]
        if field in self._owned:
            now += amount
        else:
            self._now[field] = np.add(now, amount, dtype=now.dtype)
            self._owned.add(field)
        if self.keep:
            self._log(field, cause, np.array(np.broadcast_to(amount, now.shape)))

    def add_split(
        self, field: str, total: Floats, parts: Callable[[], Mapping[Cause, Floats]]
    ) -> None:
        """Post ``total`` (on the grid) which ``parts`` explains cause by cause.

        The parts are computed only when the ledger is kept; each is rounded to the grid, and what
        rounding leaves goes to the first of them, so that the parts sum to the total exactly.
        """
        self._moved[field] = None
        if field in self._owned:
            self._now[field] += total
        else:
            self._now[field] = self._now[field] + total
            self._owned.add(field)
        if self.keep:
            self._explain(field, total, parts)

    def bring(self, field: str, fresh: Floats, parts: Callable[[], Mapping[Cause, Floats]]) -> None:
        """Post what brings the field from where the turn began to ``fresh`` (on the grid).

        As ``add_split`` of the difference, without a pass to form it. The books keep ``fresh``.
        """
        self._moved[field] = None
        before = self._before[field]
        if self.keep:
            self._explain(field, fresh - before, parts)
        if field in self._owned:
            fresh -= before
            self._now[field] += fresh
        else:
            self._now[field] = fresh
            self._owned.add(field)

    def fade(self, field: str, cause: Cause, kept: Floats) -> None:
        """Keep a share (R or 1, 1, ...) of a quantity, this turn's postings included."""
        now, spec = self._own(field), self._specs[field]
        before = now.copy() if self.keep else now
        rows, bounds = now.reshape(len(now), -1), (spec.low, spec.high)
        self._moved[field] = None
        if _fade(rows, kept.reshape(-1), anchor(spec.bits or 0), bounds):
            del self._moved[field]
        if self.keep:
            self._log(field, cause, now - before)

    def _explain(
        self, field: str, total: Floats, parts: Callable[[], Mapping[Cause, Floats]]
    ) -> None:
        bits = self._specs[field].bits or 0
        amounts = {cause: snap_into(np.array(part), bits) for cause, part in parts().items()}
        first, rest = next(iter(amounts)), np.array(total)
        for part in amounts.values():
            rest -= part
        amounts[first] = amounts[first] + rest
        for cause, amount in amounts.items():
            self._log(field, cause, amount)

    def add_at(self, field: str, cause: Cause, index: Index, amount: Floats | float) -> None:
        """Post an amount at some cells only; a cell that occurs twice gets both."""
        if len(index[0]) == 0:
            return
        now, cells = self._reach(field, index)
        np.add.at(now, cells, np.asarray(amount, dtype=now.dtype))
        if self.keep:
            self._log(field, cause, np.array(np.broadcast_to(amount, index[0].shape)), index)

    def put_at(self, field: str, cause: Cause, index: Index, value: object) -> None:
        """Set codes or stamps at some cells, in order; booked as the difference."""
        if len(index[0]) == 0:
            return
        now, cells = self._reach(field, index)
        before = now[cells] if self.keep else None
        now[cells] = value
        if before is not None:
            # where a cell occurs twice the last value stays, and the change is booked once
            now = self._now[field]
            cells = np.ravel_multi_index(index, now.shape[: len(index)])
            _, last = np.unique(cells[::-1], return_index=True)
            once = tuple(axis[::-1][last] for axis in index)
            self._log(field, cause, now[once] - before[::-1][last].astype(np.float64), once)

    def put_pairs(self, field: str, cause: Cause, pairs: Index, values: Floats) -> None:
        """Set values (R, n) of a field of pairs at n distinct pairs, the same in all rows.

        Booked as the difference.
        """
        self._moved[field] = None
        now, (first, second) = self._own(field), pairs
        change = np.zeros(now.shape) if self.keep else None
        if change is not None:
            change[:, first, second] = values - now[:, first, second]
        now[:, first, second] = values
        if change is not None:
            self._log(field, cause, change)

    def put(self, field: str, cause: Cause, mask: Bools, value: object) -> None:
        """Set codes or stamps where ``mask`` holds; booked as the difference."""
        if not mask.any():
            return
        self._moved[field] = None
        now = self._own(field)
        before = now.copy() if self.keep else now
        np.putmask(now, np.broadcast_to(mask, now.shape), np.asarray(value, dtype=now.dtype))
        if self.keep:
            self._log(field, cause, now.astype(np.float64) - before)

    def settle(self, field: str) -> None:
        """Stop the field at its bounds; what is cut off is booked under "limit"."""
        moved = self._moved.pop(field, [])
        if moved is not None and self._now[field].size > _SMALL:
            for cells in moved:
                self.settle_at(field, cells)
        elif moved is None or moved:
            self._settle_all(field)

    def _settle_all(self, field: str) -> None:
        spec, now = self._specs[field], self._now[field]
        if now.size and spec.holds(now):
            return  # looking costs less than clipping, and there is seldom anything to clip
        clipped = np.clip(now, spec.low, spec.high, out=None if self.keep else now)
        if self.keep and not np.array_equal(clipped, now):
            self._log(field, Cause.LIMIT, clipped - now)
        self._now[field] = clipped

    def settle_at(self, field: str, cells: Cells) -> None:
        """As ``settle``, of some cells only: those that this turn may have moved out of bounds."""
        spec, now = self._specs[field], self._now[field]
        values = (now if isinstance(cells, tuple) else now.reshape(-1))[cells]
        if values.size and not spec.holds(values):
            index = cells if isinstance(cells, tuple) else np.unravel_index(cells, now.shape)
            self.put_at(field, Cause.LIMIT, index, np.clip(values, spec.low, spec.high))

    def close(self) -> dict[str, Array]:
        """All fields after the turn, read-only."""
        for name in self._owned:
            self._now[name].flags.writeable = False
        return self._now

    def _reach(self, field: str, index: Index) -> tuple[np.ndarray, Cells]:
        """A field of which some cells are about to change, and where they are in it."""
        now, cells = reached(self._own(field), index)
        moved = self._moved.setdefault(field, [])
        if moved is not None:
            moved.append(cells)
        return now, cells

    def _own(self, field: str) -> np.ndarray:
        if field not in self._owned:
            self._now[field] = self._now[field].copy()
            self._owned.add(field)
        return self._now[field]

    def _log(self, field: str, cause: Cause, amount: Array, index: Index | None = None) -> None:
        if np.any(amount):
            self.entries.append(Entry(self.phase, field, cause, amount, index))


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation: what moved a number, by how much."""

    cause: Cause
    amount: float


def reasons(entries: list[Entry], field: str, cell: tuple[int, ...]) -> list[Reason]:
    """What moved one cell (row first), largest first; the amounts sum to the whole change."""
    sums: dict[Cause, float] = {}
    for entry in entries:
        if entry.field != field:
            continue
        if entry.index is None:
            amount = float(entry.amount[cell])
        else:
            hit = np.ones(len(entry.index[0]), dtype=bool)
            for axis, position in zip(entry.index, cell, strict=False):
                hit &= axis == position
            chosen = entry.amount[hit]
            rest = cell[len(entry.index) :]
            amount = float(sum(part[rest] for part in chosen)) if len(chosen) else 0.0
        if amount:
            sums[entry.cause] = sums.get(entry.cause, 0.0) + amount
    ordered = sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0].name))
    return [Reason(cause, amount) for cause, amount in ordered if amount]
