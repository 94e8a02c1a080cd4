"""Interoperability by domain: standards, training together, work under agreements, lapse (P3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import circles
from sim.account import Books
from sim.axes import Floats
from sim.carried import bonds
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap_into
from sim.orders import Moves
from sim.sparse import some, stretches
from sim.state import State
from sim.world import World

#: Domains built by staff training; the others are built in the field. Order of ``World.domains``.
BY_STAFF = (True, True, False, False)


def interoperability(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Each domain closes part of its gap by contact and loses part of its level without it.

    ``I += (1 - I) * (standards + training + agreements) - lapse * I``, domain by domain. Training
    of the other family spills over. With P3 off nothing is gained or lost.
    """
    del moves, draw
    staff, drill = books.scratch["training"]
    level = circles.standards(world, state)
    now = state["interop"]
    fresh = np.empty_like(now)
    pace = _Pace(world)
    with bonds(world, state) as held:
        for rows in stretches(state.rows, staff[0].size):
            contact = pace.contact(level[rows], staff[rows], drill[rows], rows)
            for domain, units in enumerate(held.work):
                share = np.multiply(units[rows], some(pace.treaty, rows))
                share += contact[BY_STAFF[domain]]
                _close(now[rows, domain], fresh[rows, domain], share, some(pace.lapse, rows))

        def parts() -> Mapping[Cause, Floats]:
            gap, every = 1.0 - now, slice(0, state.rows)
            trained = pace.trained(staff, drill, every)
            drills = np.stack([trained[by_staff] for by_staff in BY_STAFF], axis=1)
            return {
                Cause.LAPSE: -pace.lapse[:, None] * now,
                Cause.STANDARDS: pace.common(level, every)[:, None] * gap,
                Cause.EXERCISED: drills * gap,
                Cause.TREATY_WORK: np.stack([u * pace.treaty for u in held.work], axis=1) * gap,
            }

        # a share of the gap and a share of the level, each at most one, lead to no bound
        most = pace.most(staff, drill) + held.most() * float(np.max(pace.treaty))
        inside = most <= 1.0 and float(np.max(pace.lapse)) <= 1.0
        inside = inside and not books.touched("interop")
        books.bring("interop", fresh, parts)
    skills = books.scratch.pop("skills", ())  # of joint units and missions
    for cause, cells, amount in skills:
        books.add_at("interop", cause, cells, amount)
        if inside:
            books.settle_at("interop", cells)
    if not inside:
        books.settle("interop")


class _Pace:
    """The rates of a turn, (R or 1, 1, 1) each, and what they make of contact."""

    def __init__(self, world: World) -> None:
        works = world.gate("P3", 2)
        self.training = world.param("interop.training", 2) * works
        self.spill = world.param("interop.spillover", 2)
        self.standards = world.param("interop.standards", 2) * works
        self.treaty = world.param("interop.treaty", 2) * works
        self.lapse = world.param("interop.lapse", 2) * works

    def common(self, level: Floats, rows: slice) -> Floats:
        """(rows, N, N) share of the gap closed by working to common standards."""
        own = level * some(self.standards, rows)[:, 0]
        common = np.fmin(own[:, :, None], own[:, None, :])
        diagonal = np.arange(level.shape[1])
        common[:, diagonal, diagonal] = 0.0
        return np.asarray(common)

    def most(self, staff: np.ndarray, drill: np.ndarray) -> float:
        """No share closed by standards and exercises is larger."""
        trained = max(float(np.max(staff)), float(np.max(drill)))
        trained *= float(np.max(self.training)) * (1.0 + float(np.max(self.spill)))
        return trained + float(np.max(self.standards))

    def contact(
        self, level: Floats, staff: np.ndarray, drill: np.ndarray, rows: slice
    ) -> dict[bool, Floats]:
        """Share closed by common standards and exercises together, as ``trained``."""
        common = self.common(level, rows)
        both = self.trained(staff, drill, rows)
        for by_staff in both:
            both[by_staff] += common
        return both

    def trained(self, staff: np.ndarray, drill: np.ndarray, rows: slice) -> dict[bool, Floats]:
        """Share closed by exercises: of domains built by staff training, and of the others."""
        out = {}
        staff, drill = staff.astype(np.float64), drill.astype(np.float64)  # once, not in each use
        for by_staff, own, other in ((True, staff, drill), (False, drill, staff)):
            share = other * some(self.spill, rows)
            share += own
            share *= some(self.training, rows)
            out[by_staff] = share
        return out


def _close(now: Floats, fresh: Floats, share: Floats, lapse: Floats) -> None:
    """Write one domain's levels after the turn to ``fresh``; ``share`` of the gap is used up."""
    lost = share + lapse
    lost *= now
    share -= lost
    np.add(snap_into(share), now, out=fresh)
