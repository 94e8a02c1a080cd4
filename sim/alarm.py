"""What happens near a nation's borders that it may fear: encirclement (A11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats, Ints
from sim.forces import neighbourhood, stationed
from sim.sparse import gate_row, per_row, places, where
from sim.state import CONDUCTED, State
from sim.world import World

#: Places in (R, N, N) of who fears whom, row after row, and how much each time: (n,) each.
Fears = tuple[Ints, Floats]

#: The parameter that scales them, rows, where it happens, whom it is about, who may fear it (n, N).
Event = tuple[str, np.ndarray, np.ndarray, np.ndarray, Bools]


def encircled(world: World, state: State, books: Books, root: Floats) -> Fears:
    """Exercises that leave a neighbour out, bases next door, a neighbour's new alliance.

    ``root`` (R, N) is the square root of capability, which the fear of a nation is in proportion
    to. With A11 off there is none.
    """
    events = [
        *_exercises(world, books),
        *_bases(world, state),
        *_accessions(world, state, books),
    ]
    rows = np.concatenate([e[1] for e in events])
    if not (len(rows) and world.switches["A11"].any()):
        return np.zeros(0, np.int64), np.zeros(0)
    weight = np.concatenate([per_row(world, name, rows) for name, rows, *_ in events])
    order = np.argsort(rows, kind="stable")
    near, other, sight = (np.concatenate([e[k] for e in events])[order] for k in (2, 3, 4))
    event, i = where(sight & neighbourhood(world)[near])
    rows, whom, host = rows[order][event], other[event], near[event]
    sees = ((i != whom) & (i != host) & gate_row(world, "A11", rows)).nonzero()[0]
    i, rows, whom, host = (axis.take(sees) for axis in (i, rows, whom, host))
    cells = places(state.trust.shape, rows, i, whom)
    fear = 1.0 - state.trust.reshape(-1).take(cells)
    strength = root[rows, whom] * world.nearness[i, host]
    scale = per_row(world, "threat.scale", rows) * weight[order].take(event.take(sees))
    return cells, scale * strength * fear


def _exercises(world: World, books: Books) -> Iterator[Event]:
    """Field exercises held this turn: those neighbours of the host who were not invited."""
    rows, slots = where(books["exercise"] == CONDUCTED)
    types = np.maximum(books["exercise_type"][rows, slots], 0)
    field = world.exercises.field[types] > world.exercises.staff[types]
    rows, slots = rows[field], slots[field]
    host = books["exercise_host"][rows, slots].astype(np.intp)
    left_out = books["exercise_invited"][rows, slots] == 0
    yield "threat.exercise", rows, host, host, left_out


def _bases(world: World, state: State) -> Iterator[Event]:
    """Forces stationed next door: neighbours of the host see a threat from the guest."""
    rows, host, guest = stationed(state)
    everyone = np.ones((len(rows), world.dims.N), bool)
    yield "threat.base", rows, host, guest, everyone


def _accessions(world: World, state: State, books: Books) -> Iterator[Event]:
    """A neighbour that joined a defence group this turn, for those outside the group."""
    if not books.touched("member"):
        return
    defence = relations.of_groups(world, state, "defence")[:, None, :]
    new = (books["member"] == 1) & (state["member"] == 0) & defence
    rows, joined, group = where(new)
    outside = books["member"][rows, :, group] == 0
    yield "threat.alliance", rows, joined, joined, outside
