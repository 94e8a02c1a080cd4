"""What one nation knows of another's hidden affairs, and how reports move it (P6, A5).

``insight`` (R, N, N) is how much the row nation knows of the other, 0..1; ``belief`` (R, N, N) is
what it takes the other's posture for. A report worth ``share`` closes that share of both gaps: of
insight to 1, of belief to what was reported.
"""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.axes import Floats
from sim.carried import fixed
from sim.causes import Cause
from sim.grid import snap
from sim.sparse import Index, per_row, where
from sim.world import World

#: What became of a question about an unusual activity (field ``queried``).
EXPLAINED, EVADED = 1, 2


def concerned(world: World) -> tuple[np.ndarray, np.ndarray]:
    """(2 E,), (2 E,) who looks and at whom: the politically relevant pairs, both ways."""

    def make() -> np.ndarray:
        first, second = world.neighbours
        # without a sign a loop need not ask whether a place counts from the end
        return np.array([[*first, *second], [*second, *first]], np.uint32)

    one, two = fixed(world, "concerned", make)
    return one, two


def quota(world: World) -> Floats:
    """(R or 1, N) inspections and evaluations that each nation must accept in a calendar year.

    The same number of inspections for all, and one evaluation for so many units, within bounds.
    Source: Vienna Document 2011, chapter IX: three inspections; one evaluation per 60 units, at
    most 15. Assumption: units are in proportion to capability at the start.
    """

    def make() -> Floats:
        units = world.param("quota.units") * world.usual_capability
        evaluations = np.floor(units / world.param("quota.size"))
        evaluations = np.clip(evaluations, 1.0, world.param("quota.evaluations"))
        return np.asarray(world.param("quota.inspections") + evaluations)

    return fixed(world, "quota", make)


def hidden(world: World, activity: Floats, notified: Floats) -> Floats:
    """(R, N) thousands of troops in activities that should have been declared and were not.

    Below the threshold of notification nothing need be declared, and counting rules leave a margin.
    """
    rows, nations = where(activity > notified)
    out = np.zeros(activity.shape)
    at = (rows, nations)
    out[at] = hidden_at(world, rows, activity[at], notified[at])
    return out


def hidden_at(world: World, rows: np.ndarray, activity: Floats, notified: Floats) -> Floats:
    """As ``hidden``, (n,) of listed nations."""
    due = activity >= per_row(world, "verification.notify", rows)
    told = notified * (1.0 + per_row(world, "verification.margin", rows))
    return np.where(due & (activity > told), activity - notified, 0.0)


def learn(books: Books, cause: Cause, cells: Index, share: Floats) -> None:
    """Some nations learn of others at first hand: distinct ``cells`` (row, who, about whom)."""
    if not len(cells[0]):
        return
    known, held = books["insight"][cells], books["belief"][cells]
    books.put_at("insight", cause, cells, known + snap(share * (1.0 - known)))
    wrong = books["posture"][cells[0], cells[2]] - held
    books.put_at("belief", cause, cells, held + snap(share * wrong))


def hear(books: Books, cause: Cause, cells: Index, told: tuple[Floats, Floats, Floats]) -> Floats:
    """Some nations hear from others: (n,) gains of insight, by cell.

    ``told`` (n,) is what each source knows, what it believes, and what its word is worth.

    Only who knows more has anything to tell. Of several who tell one nation of the same matter
    the best informed adds to insight; beliefs are weighed by what each adds.
    """
    if not len(cells[0]):
        return np.zeros(0)
    known, believed, weight = told
    have, held = books["insight"][cells], books["belief"][cells]
    gain = snap(weight * np.maximum(known - have, 0.0))
    share = snap(gain / np.maximum(have + gain, 1.0 / 1024))
    flat = np.ravel_multi_index(cells, books["insight"].shape)
    order = np.lexsort((gain, flat))
    flat = flat[order]  # of what reaches one cell, the best informed comes last
    last = np.append((flat[1:] != flat[:-1]).nonzero()[0], len(flat) - 1)
    first = np.append(0, last[:-1] + 1)
    total, pull = (
        np.add.reduceat(part[order], first) for part in (share, share * (believed - held))
    )
    best = order[last]
    at = tuple(axis[best] for axis in cells)
    books.put_at("insight", cause, at, have[best] + gain[best])
    books.put_at("belief", cause, at, held[best] + snap(pull / np.maximum(total, 1.0)))
    return gain
