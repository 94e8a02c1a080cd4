"""Random numbers are addressed, never consumed.

A number depends on (seed, turn, stream, slot) and on nothing that happened before it. Adding a
rule shifts no other draw, two treatments of one experiment share their luck, and a row of a batch
draws what it would draw alone.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from sim.axes import Floats, Ints

_UNIT = 2.0**-32


class Stream(IntEnum):
    """What a number is for. Values are addresses: never renumber, only add."""

    START_TIES = 1
    START_ELECTION = 2
    START_STANCE = 3
    START_TIE_KIND = 4
    START_ACTIVITY = 5
    HOME = 10
    RATIFY = 20
    REVIEW = 21
    LADDER = 30
    ACCESSION = 31
    EXERCISE = 40
    ONSET = 50
    HOSTILITY = 51
    SETTLE = 52
    PERCEPTION = 60
    CHOOSE_OFFER = 100
    CHOOSE_KIND = 101
    CHOOSE_REPLY = 102
    CHOOSE_PROGRAMME = 103
    CHOOSE_HOST = 104
    CHOOSE_ATTEND = 105
    CHOOSE_VOTE = 106
    CHOOSE_TABLE = 107
    CHOOSE_HONOUR = 108
    CHOOSE_DENOUNCE = 109
    CHOOSE_DIALOGUE = 110
    RANDOM_POLICY = 120


class Draw:
    """All luck of one turn of ``R`` runs.

    ``seeds`` (R,) are the runs' own seeds. Numbers are uniform in [0, 1), multiples of ``2**-32``,
    from Philox-4x64 at counter (slot, stream, turn, 0) under key (seed, 0).
    Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
    """

    def __init__(self, seeds: Ints, turn: int) -> None:
        self.seeds = np.asarray(seeds, dtype=np.uint64)
        self.turn = turn
        self._generator = np.random.Philox(key=0)
        self._cache: dict[tuple[int, int], Floats] = {}

    def uniform(self, stream: Stream, *shape: int) -> Floats:
        """Independent numbers, (R, *shape); the same address gives the same numbers again."""
        count = 1
        for size in shape:
            count *= size
        key = (int(stream), count)
        if key not in self._cache:
            self._cache[key] = self._fill(int(stream), count)
        return self._cache[key].reshape(len(self.seeds), *shape)

    def _fill(self, stream: int, count: int) -> Floats:
        words = (count + 1) // 2
        raw = np.empty((len(self.seeds), words), dtype=np.uint64)
        state = self._generator.state
        # uint64 wrap-around keeps the turn before the first (-1) an address like any other
        turn = self.turn % 2**32
        for row, seed in enumerate(self.seeds):
            state["state"]["key"][:] = (seed, 0)
            state["state"]["counter"][:] = (0, stream, turn, 0)
            state["buffer_pos"] = 4
            self._generator.state = state
            raw[row] = self._generator.random_raw(words)
        halves = raw.astype("<u8", copy=False).view("<u4")[:, :count]
        numbers = halves.astype(np.float64)
        numbers *= _UNIT
        numbers.flags.writeable = False
        return numbers

    def pairs(self, stream: Stream, first: int, second: int) -> Floats:
        """One number per ordered pair, (R, first, second), uniform and pairwise independent.

        ``frac(a_i + b_j)`` of ``first + second`` independent numbers: any two cells are
        independent (so means and variances of counts are those of full independence), while only
        ``first + second`` numbers are drawn. Cells of a rectangle are tied; no rule looks at
        rectangles of luck.
        """
        ends = self.uniform(stream, first + second)
        out = ends[:, :first, None] + ends[:, None, first:]
        out -= np.greater_equal(out, 1.0)
        return out

    def take(self, rows: slice) -> Draw:
        """The luck of some rows only."""
        return Draw(self.seeds[rows], self.turn)
