"""What rules work out from things that change little from turn to turn.

It is kept with the world together with its sources, and where a later state differs from them it
is worked out anew. It therefore equals a computation from nothing on every path: a replay, a
branch, another block of rows (``tests/laws/test_carried.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.axes import Array, Ints
from sim.compiled import compiled
from sim.sparse import flat_codes
from sim.state import IN_FORCE, NONE, State
from sim.world import World


def _store(world: World) -> dict[str, Any]:
    return world.__dict__.setdefault("_carried", {})  # type: ignore[no-any-return]


def fixed(world: World, name: str, make: Callable[[], Array]) -> np.ndarray:
    """What ``make`` gives, made once for a world: it depends on nothing that changes."""
    store = _store(world)
    if name not in store:
        value = make()
        value.flags.writeable = False
        store[name] = value
    return np.asarray(store[name])


def by_rows(
    world: World, name: str, sources: tuple[Array, ...], make: Callable[[Ints], Array]
) -> np.ndarray:
    """What ``make`` gives for the listed rows; asked anew only for rows whose sources changed."""
    store = _store(world)
    rows = np.arange(len(sources[0]))
    last = store.get(name)
    if last is None or any(a.shape != b.shape for a, b in zip(last[0], sources, strict=True)):
        value = make(rows)
    else:
        value, stale = last[1], np.zeros(len(rows), bool)
        for old, new in zip(last[0], sources, strict=True):
            if old is not new:
                stale |= (old != new).reshape(len(rows), -1).any(axis=1)
        rows = rows[stale]
        if len(rows):
            value = value.copy()  # somebody may still look at the old one
            value[rows] = make(rows)
    value.flags.writeable = False
    store[name] = (sources, value)
    return np.asarray(value)


def _by_type(world: World, weights: np.ndarray) -> np.ndarray:
    """(R or 1, A) what an agreement of each type counts; with A2 off all alike, their mean."""
    mean = int(np.rint(np.mean(weights)))
    counts = np.where(world.on("A2", 1), weights, mean)
    # bytes hold the sum where all types together cannot pass their end
    return counts.astype(np.int8 if counts.sum(axis=1).max() < 128 else np.int16)


def evidence_of(world: World, rows: Ints, types: Ints) -> np.ndarray:
    """What single agreements (row, type) count as evidence a turn, in units."""
    counts = fixed(world, "evidence", lambda: _by_type(world, world.agreements.trust))
    return counts[rows, types] if len(counts) > 1 else counts[0, types]


@dataclass(slots=True)
class Bonds:
    """Where agreements are, and what those in force are worth, pair by pair.

    As evidence, as common work, and as ties.
    """

    stage: np.ndarray  # (R, A, N, N) the agreements as they were when last looked at
    counts: np.ndarray  # (U, R or 1, A) what a type counts as evidence, by domain as work, as a tie
    units: np.ndarray  # (U, R, N, N) the sums of these over agreements in force
    standing: np.ndarray  # (n,) places in ``stage`` of those in force, each agreement once (i < j)
    pending: np.ndarray  # (m,) places of those signed, ratified on one side, or under notice

    @property
    def evidence(self) -> np.ndarray:
        """(R, N, N) units of evidence a turn."""
        return np.asarray(self.units[0])

    @property
    def work(self) -> np.ndarray:
        """(D, R, N, N) units of common work in each domain."""
        return self.units[1:-1]

    @property
    def ties(self) -> np.ndarray:
        """(R, N, N) agreements in force."""
        return np.asarray(self.units[-1])

    def most(self) -> int:
        """No pair has more units of work."""
        return int(self.counts[1:-1].sum(axis=2).max())

    def follow(self, stage: np.ndarray) -> None:
        """Bring all sums and lists up to date with the agreements as they are now."""
        self.to(stage, flat_codes(stage != self.stage))

    def to(self, stage: np.ndarray, changed: Ints) -> None:
        """As ``follow``, where the agreements may have changed at these places only, ascending."""
        lists = self.standing, self.pending
        counts, units = (part.reshape(len(part), -1) for part in (self.counts, self.units))
        self.standing, self.pending = _follow(changed, stage, self.stage, counts, units, lists)
        self.stage = stage


@compiled
def _follow(
    changed: np.ndarray,
    stage: np.ndarray,
    before: np.ndarray,
    counts: np.ndarray,
    units: np.ndarray,
    lists: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Patch the sums where agreements came into force or ended; gives the two lists anew.

    ``changed`` are the places where ``stage`` may not be what it was ``before``, ascending as those
    of the lists; ``counts`` (U, R or 1 * A) and ``units`` (U, R * N * N), the rest as in ``Bonds``.
    """
    _, types, nations, _ = stage.shape
    size, shared = nations * nations, len(counts[0]) == types  # by all rows
    after, then = stage.reshape(-1), before.reshape(-1)
    places, pairs, steps = np.empty((3, len(changed) + 1), np.int64)
    standing, pending = np.empty((2, len(changed) + 1), np.int64)
    row = kind = begin = moved = some = others = 0
    for cell in changed:
        while cell >= begin + size:
            begin, kind = begin + size, kind + 1
            if kind == types:
                row, kind = row + 1, 0
        pair, now, was = cell - begin, after[cell], then[cell]
        standing[some], pending[others] = cell, cell
        some += int(((now == IN_FORCE) ^ (was == IN_FORCE)) & (pair // nations < pair % nations))
        others += int(_pending(now) ^ _pending(was))
        places[moved] = kind if shared else row * types + kind
        pairs[moved] = row * size + pair
        steps[moved] = int(now >= IN_FORCE) - int(was >= IN_FORCE)
        moved += abs(steps[moved])
    for unit in range(len(units)):
        for k in range(moved):
            units[unit, pairs[k]] += steps[k] * counts[unit, places[k]]
    return _listed(lists[0], standing[:some]), _listed(lists[1], pending[:others])


@compiled
def _pending(stage: int) -> bool:
    """Whether an agreement is on the way to another stage."""
    return (stage != NONE) & (stage != IN_FORCE)


@compiled
def _listed(held: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """A list of places after some left it and others came: what is in one of the two only."""
    out = np.empty(len(held) + len(moved), np.int64)
    seen = size = 0
    for cell in moved:
        while seen < len(held) and held[seen] < cell:
            out[size] = held[seen]
            seen, size = seen + 1, size + 1
        if seen < len(held) and held[seen] == cell:
            seen += 1
        else:
            out[size] = cell
            size += 1
    for cell in held[seen:]:
        out[size] = cell
        size += 1
    return out[:size]


@contextmanager
def bonds(world: World, state: State) -> Iterator[Bonds]:
    """The worth of agreements in force, on loan: it is corrected in place at the next use."""
    held: Bonds | None = _store(world).pop("bonds", None)  # taken out: nobody else has it
    if held is None or held.stage.shape != state["agreement"].shape:
        held = _new_bonds(world, state)
    if held.stage is not state["agreement"]:
        held.follow(state["agreement"])
    yield held
    _store(world)["bonds"] = held


def pass_on(world: World, before: State, after: State, posted: Ints | None) -> None:
    """Bring the worth of agreements to where a turn led, by the places that were posted to."""
    if posted is not None:
        with bonds(world, before) as held:
            held.to(after["agreement"], posted)


def _new_bonds(world: World, state: State) -> Bonds:
    """As if there had been no agreements until now."""
    table, stage = world.agreements, state["agreement"]
    weights = (table.trust, *table.interop.T, np.ones(world.dims.A))
    counts = np.stack([_by_type(world, some) for some in weights])
    rows, _, nations, _ = stage.shape
    units = np.zeros((len(counts), rows, nations, nations), counts.dtype)
    nothing, nowhere = np.zeros_like(stage), np.empty(0, np.int64)
    nothing.flags.writeable = False
    return Bonds(nothing, counts, units, nowhere, nowhere)
