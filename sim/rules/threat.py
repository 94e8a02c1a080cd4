"""Perceived threat: power, nearness, distrust, arms, and error where little is known.

Mechanisms N2 (appraisal), A11 (the security dilemma), P2 and P6 (what is known).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.account import Books
from sim.alarm import Alarm, Sight, alarms
from sim.axes import Bools, Floats
from sim.carried import fixed
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap_into
from sim.orders import Moves
from sim.sparse import flat_codes, per_row, some, stretches
from sim.state import State
from sim.world import World

#: One number of luck counts so many words.
_WORD = 2.0**-32


def threat(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Threat moves toward ``scale * sqrt(power) * nearness * (1 - trust) + rivalry``, with error.

    What neighbours do with their forces adds to it (``sim.alarm``, A11). Of politically relevant
    nations more or less is seen than there is: the error is drawn anew each turn and shrinks as
    the other becomes transparent (P2) or is known by intelligence (P6); its mean is above zero
    because fear overshoots. Source: Walt 1987 for the factors; Assumption for the form of the
    error.
    """
    del moves
    sight = Sight(world, state)
    rivals = flat_codes(state["rivalry"])
    because: list[Alarm] = [
        (Cause.MISJUDGED, sight.cells, _misjudged(world, sight, draw)),
        *alarms(world, state, books, draw, sight),
        (Cause.APPRAISAL, rivals, per_row(world, "threat.rivalry", rivals // world.dims.N**2)),
    ]
    change = _Change(world, state, because)
    books.bring("threat", change.fresh(), change.parts)
    books.settle("threat")


def _misjudged(world: World, sight: Sight, draw: Draw) -> Floats:
    """(R, 2 E) the error about relevant nations, from the luck of the pairs."""
    first, second = draw.words(Column.PERCEPTION, 2, world.dims.N)
    # a sum of words wraps around at one
    words = np.take(first, sight.one, axis=1) + np.take(second, sight.two, axis=1)
    fog = words * (_WORD * world.param("threat.error"))
    fog += world.param("threat.error") * (world.param("threat.bias") - 0.5)
    fog *= 1.0 - sight.known
    fog *= sight.nearness
    return np.asarray(fog)


@dataclass(frozen=True)
class _Change:
    """How the threat seen moves toward what is thought now, for what reasons."""

    world: World
    state: State
    because: list[Alarm]

    def fresh(self) -> Floats:
        """(R, N, N) the threat after the turn, on the grid, not yet within its bounds."""
        world, before = self.world, self.state["threat"]
        left = 1.0 - world.param("threat.pace", 2)
        out = np.empty_like(before)
        for rows in stretches(len(before), before[0].size):
            part = np.multiply(before[rows], some(left, rows), out=out[rows])
            part += self._power(world.param("threat.pace"), rows)
        self._add(out)
        snap_into(out)
        if not self._here.all():
            absent = np.flatnonzero(~self._here)
            out[:, absent] = before[:, absent]
            out[:, :, absent] = before[:, :, absent]
        return out

    def _add(self, out: Floats) -> None:
        """Add what is thought of single pairs, at the pace of the turn."""
        world = self.world
        dense: Floats | None = None
        for _, cells, amount in self.because:
            if amount.ndim == 2:
                dense = amount if dense is None else dense + amount
            else:
                pace = per_row(world, "threat.pace", cells // world.dims.N**2)
                np.add.at(out.reshape(-1), cells, amount * pace)
        if dense is not None:
            dense = dense * world.param("threat.pace")
            np.add.at(out.reshape(-1), self.because[0][1], dense.reshape(-1))

    @property
    def _here(self) -> Bools:
        return self.world.exists(self.state.turn)

    def _power(self, share: Floats, rows: slice) -> Floats:
        """(rows, N, N) a share (R or 1, 1) of what power, nearness and distrust suggest."""
        world = self.world
        scale = some(world.param("threat.scale") * share, rows)
        strength = scale * np.sqrt(self.state["capability"][rows])
        out = 1.0 - self.state.trust[rows]
        out *= strength[:, None, :]
        out *= fixed(world, "nearness of others", lambda: _others(world))
        return out

    def parts(self) -> Mapping[Cause, Floats]:
        """Why the threat changed, (R, N, N) cause by cause."""
        facts = self._power(np.ones((1, 1)), slice(None)) - self.state["threat"]
        because = {Cause.APPRAISAL: facts}
        for cause, cells, amount in self.because:
            part = because.setdefault(cause, np.zeros(facts.shape))
            np.add.at(part.reshape(-1), cells, amount.reshape(-1))
        both = self._here[:, None] & self._here
        pace = self.world.param("threat.pace", 2) * both
        return {cause: part * pace for cause, part in because.items()}


def _others(world: World) -> Floats:
    """(N, N) nearness of capitals; none of a nation to itself."""
    return np.asarray(world.nearness * (1.0 - np.eye(world.dims.N)))
