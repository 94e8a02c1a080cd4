"""Interoperability by domain: standards, training together, work under agreements, lapse (P3)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import circles
from sim.account import Books
from sim.axes import Floats
from sim.carried import bonds, fixed
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Draw
from sim.grid import nearest
from sim.orders import Moves
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
    trained, most = books.scratch["training"]
    level = circles.standards(world, state)
    now = state["interop"]
    fresh = np.empty_like(now)
    rates = fixed(world, "pace of interoperability", lambda: _Pace(world).table)
    with bonds(world, state) as held:
        _close(now, fresh, held.work, trained, level, rates)

        def parts() -> Mapping[Cause, Floats]:
            gap, pace = 1.0 - now, _Pace(world)
            works = [u * pace.treaty for u in held.work]
            drills = [pace.trained(*(trained if first else trained[::-1])) for first in BY_STAFF]
            return {
                Cause.LAPSE: -pace.lapse[:, None] * now,
                Cause.STANDARDS: pace.common(level)[:, None] * gap,
                Cause.EXERCISED: np.stack(drills, axis=1) * gap,
                Cause.TREATY_WORK: np.stack(works, axis=1) * gap,
            }

        inside = _inside(rates, most, held.most()) and not books.touched("interop")
        books.bring("interop", fresh, parts)
    skills = books.scratch.pop("skills", ())  # of joint units and missions
    for cause, cells, amount in skills:
        books.add_at("interop", cause, cells, amount)
        if inside:
            books.settle_at("interop", cells)
    if not inside:
        books.settle("interop")


def _inside(rates: Floats, trained: float, units: int) -> bool:
    """Whether no bound is passed: shares of the gap and of the level are at most one each."""
    training, spill, standards, treaty, lapse = rates.max(axis=0).tolist()
    gained = trained * training * (1.0 + spill) + standards + units * treaty
    return bool(gained <= 1.0 and lapse <= 1.0)


@compiled
def _close(
    now: Floats,
    fresh: Floats,
    units: np.ndarray,
    trained: tuple[np.ndarray, np.ndarray],
    level: Floats,
    pace: Floats,
) -> None:
    """Write the levels after the turn to ``fresh`` (R, D, N, N).

    ``units`` (D, R, N, N) count work under agreements, ``trained`` exercises of staff and in the
    field, (R, N, N); ``level`` (R, N) is the depth of standards, ``pace`` as ``_Pace.table``.
    """
    (rows, domains, nations, _), (staff, drill) = now.shape, trained
    of_staff, of_field = np.empty(nations), np.empty(nations)  # gain but for work, of one nation
    for row in range(rows):
        training, spill, standards, treaty, lapse = pace[row if len(pace) > 1 else 0]
        for i in range(nations):
            mine = level[row, i]
            for j in range(nations):
                common = standards * min(mine, level[row, j])
                common = common if i != j else 0.0
                desk, field = staff[row, i, j], drill[row, i, j]
                of_staff[j] = (desk + field * spill) * training + common
                of_field[j] = (field + desk * spill) * training + common
            for domain in range(domains):
                gain = of_staff if BY_STAFF[domain] else of_field
                for j in range(nations):
                    share = gain[j] + units[domain, row, i, j] * treaty
                    old = now[row, domain, i, j]
                    fresh[row, domain, i, j] = old + nearest(share - (share + lapse) * old)


class _Pace:
    """The rates of a turn, (R or 1, 1, 1) each."""

    def __init__(self, world: World) -> None:
        works = world.gate("P3", 2)
        self.training = world.param("interop.training", 2) * works
        self.spill = world.param("interop.spillover", 2)
        self.standards = world.param("interop.standards", 2) * works
        self.treaty = world.param("interop.treaty", 2) * works
        self.lapse = world.param("interop.lapse", 2) * works

    @property
    def table(self) -> Floats:
        """(R or 1, 5) all rates."""
        rates = (self.training, self.spill, self.standards, self.treaty, self.lapse)
        return np.stack(np.broadcast_arrays(*(rate[:, 0, 0] for rate in rates)), axis=1)

    def common(self, level: Floats) -> Floats:
        """(R, N, N) share of the gap closed by working to common standards."""
        common = self.standards * np.minimum(level[:, :, None], level[:, None, :])
        diagonal = np.arange(level.shape[1])
        common[:, diagonal, diagonal] = 0.0
        return np.asarray(common)

    def trained(self, own: np.ndarray, other: np.ndarray) -> Floats:
        """(R, N, N) share of the gap closed by exercises of a domain's own family and the other."""
        return np.asarray((own + other * self.spill) * self.training)
