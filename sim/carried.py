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

from sim.axes import Array, Floats, Ints
from sim.sparse import flat_codes, flat_differ
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


def weighted(world: World, state: State, weights: np.ndarray) -> Floats:
    """(R, N, N) sum over agreements in force of whole-number weights (A,), 0..15 each.

    With A2 off all types weigh alike: their mean.
    """
    return _units(_by_type(world, weights), state["agreement"]).astype(np.float64)


def _by_type(world: World, weights: np.ndarray) -> np.ndarray:
    """(R or 1, A) what an agreement of each type counts."""
    mean = int(np.rint(np.mean(weights)))
    counts = np.where(world.on("A2", 1), weights, mean)
    # bytes hold the sum where all types together cannot pass their end
    return counts.astype(np.int8 if counts.sum(axis=1).max() < 128 else np.int16)


def weights_of(world: World, weights: np.ndarray, rows: Ints, types: Ints) -> np.ndarray:
    """What single agreements (row, type) count in ``weighted``."""
    counts = _by_type(world, weights)
    return counts[rows, types] if len(counts) > 1 else counts[0, types]


def _units(by_type: np.ndarray, stage: np.ndarray) -> np.ndarray:
    binding = (stage >= IN_FORCE).view(np.int8)
    total = np.zeros(binding.shape[:1] + binding.shape[2:], by_type.dtype)
    part = np.empty_like(total)
    for a in range(by_type.shape[1]):
        if by_type[:, a].any():
            np.multiply(binding[:, a], by_type[:, a, None, None], out=part)
            total += part
    return total


@dataclass(slots=True)
class Bonds:
    """Where agreements are, and what those in force are worth, pair by pair.

    As evidence, and as common work.
    """

    stage: np.ndarray  # (R, A, N, N) the agreements as they were when last looked at
    by_type: list[np.ndarray]  # (R or 1, A) each: what a type counts as evidence, by domain as work
    units: list[np.ndarray]  # (R, N, N) each: the sums of these over agreements in force
    standing: np.ndarray  # (n,) places in ``stage`` of those in force, each agreement once (i < j)
    pending: np.ndarray  # (m,) places of those signed, ratified on one side, or under notice

    @property
    def evidence(self) -> np.ndarray:
        """(R, N, N) units of evidence a turn."""
        return self.units[0]

    @property
    def work(self) -> list[np.ndarray]:
        """(R, N, N) units of common work in each domain."""
        return self.units[1:]

    def most(self) -> int:
        """No pair has more units of work."""
        return max(int(counts.sum(axis=1).max()) for counts in self.by_type[1:])

    def follow(self, stage: np.ndarray) -> None:
        """Bring all sums up to date with the agreements as they are now."""
        if stage is self.stage:
            return
        cells = flat_differ(stage, self.stage)
        self._list(stage, cells)
        now, before = (part.reshape(-1)[cells] >= IN_FORCE for part in (stage, self.stage))
        moved = now != before
        step = np.where(now[moved], np.int8(1), np.int8(-1))
        rows, types, first, second = np.unravel_index(cells[moved], stage.shape)
        nations = stage.shape[-1]
        pairs = (rows * nations + first) * nations + second
        for counts, units in zip(self.by_type, self.units, strict=True):
            count = counts[rows, types] if len(counts) > 1 else counts[0, types]
            np.add.at(units.reshape(-1), pairs, step * count)
        self.stage = stage

    def _list(self, stage: np.ndarray, changed: np.ndarray) -> None:
        """Bring the lists up to date: what still is, and what came in the ``changed`` places."""
        flat, old = stage.reshape(-1), self.stage.reshape(-1).take(changed)
        came = changed[old != IN_FORCE]
        standing = self.standing[flat.take(self.standing) == IN_FORCE]
        self.standing = np.concatenate([standing, _once(came, stage)])
        pending = self.pending[_moves_on(flat.take(self.pending))]
        came = changed[~_moves_on(old)]
        came = came[_moves_on(flat.take(came))]
        self.pending = np.sort(np.concatenate([pending, came]))


def _moves_on(codes: np.ndarray) -> np.ndarray:
    """Which stages are on the way to another."""
    return np.asarray((codes != NONE) & (codes != IN_FORCE))


def _once(cells: np.ndarray, stage: np.ndarray) -> np.ndarray:
    """The places of agreements in force, seen from the nation that comes first."""
    cells = cells[stage.reshape(-1).take(cells) == IN_FORCE]
    pair = cells % stage.shape[-1] ** 2
    return np.asarray(cells[pair // stage.shape[-1] < pair % stage.shape[-1]])


@contextmanager
def bonds(world: World, state: State) -> Iterator[Bonds]:
    """The worth of agreements in force, on loan: it is corrected in place at the next use."""
    held: Bonds | None = _store(world).pop("bonds", None)  # taken out: nobody else has it
    if held is None or held.stage.shape != state["agreement"].shape:
        held = _new_bonds(world, state)
    held.follow(state["agreement"])
    yield held
    _store(world)["bonds"] = held


def _new_bonds(world: World, state: State) -> Bonds:
    table, stage = world.agreements, state["agreement"]
    by_type = [_by_type(world, weights) for weights in (table.trust, *table.interop.T)]
    cells = flat_codes(stage)
    pending = cells[_moves_on(stage.reshape(-1).take(cells))]
    units = [_units(counts, stage) for counts in by_type]
    return Bonds(stage, by_type, units, _once(cells, stage), pending)
