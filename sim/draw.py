"""Random numbers are addressed, never consumed.

A number depends on (seed, turn, stream, slot) and on nothing that happened before it. Adding a
rule shifts no other draw, two treatments of one experiment share their luck, and a row of a batch
draws what it would draw alone.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import numpy as np

from sim.axes import Floats, Ints, Seeds
from sim.compiled import compiled

_UNIT = 2.0**-32


class Stream(IntEnum):
    """What a block of numbers is for. Values are addresses: never renumber, only add."""

    START_TIES = 1
    START_TIE_KIND = 2
    NATION = 3  # the columns of ``Column``
    ONSET = 4
    EXERCISE = 5
    RANDOM_POLICY = 6
    SWEEP = 7  # values of parameters that vary from run to run


class Column(IntEnum):
    """Columns of a nation's own numbers of a turn (``Stream.NATION``); never renumber, only add.

    All luck that belongs to a nation comes from one block, for a block costs as much to address as
    a few hundred numbers. A use may take several columns: the next entry tells how many.
    """

    START_ELECTION = 0
    START_STANCE = 1
    START_ACTIVITY = 2
    HOME = 3  # 3 columns
    RATIFY = 6  # 4: two of the one who ratifies, two of its partner
    REVIEW = 10
    ACCESSION = 11  # 2: member, candidate
    HOSTILITY = 13  # 6: three of each side
    SETTLE = 19  # 2
    PERCEPTION = 21  # 2: observer, observed
    OFFER = 23  # 2: proposer, partner
    KIND = 25  # 2
    REPLY = 27  # 2
    PROGRAMME = 29  # 8: four for each of two programmes; more share them
    HOST = 37  # 6
    ATTEND = 43  # 1 of the guest; the slot's own comes from ``Stream.EXERCISE``
    VOTE = 44  # 2
    TABLE = 46  # 2
    HONOUR = 48  # 2: ally, victim
    DENOUNCE = 50
    AID = 51  # 2
    DIALOGUE = 53  # 2
    REFORM = 55
    INTELLIGENCE = 56  # 4
    SOURCE = 60  # 2: observer, observed
    INSPECTION = 62  # 2: inspector, inspected
    ARMS = 64  # 3
    SUPPLY = 67  # 2: supplier, client
    ESCALATION = 69  # 4: two of each side
    MEDIATION = 73  # 2
    CONSULTATION = 75  # 2
    HYBRID = 77  # 4
    ATTRIBUTION = 81  # 2: victim, suspect
    LAW = 83  # 3
    DISCOVERY = 86  # 2: of a pair
    BREACH = 88  # 2: of a pair
    MISSION = 90  # 3
    TEXT = 93  # 2
    FILE = 95  # 2: which partner's, what to do with it
    OUTGROW = 97  # 2


#: Columns in a nation's block, all in use; new ones come behind.
COLUMNS = 99


class Draw:
    """All luck of one turn of ``R`` runs.

    ``seeds`` (R,) are the runs' own seeds. Numbers are uniform in [0, 1), multiples of ``2**-32``,
    from Philox-4x64 at counter (slot, stream, turn, 0) under key (seed, 0).
    Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3".
    """

    def __init__(self, seeds: Seeds, turn: int) -> None:
        self.seeds = np.asarray(seeds, dtype=np.uint64)
        self.turn = turn
        self._generator = np.random.Philox(key=0)
        self._drawn: dict[tuple[int, int], np.ndarray] = {}

    def uniform(self, stream: Stream, *shape: int) -> Floats:
        """Independent numbers, (R, *shape); the same address gives the same numbers again."""
        count = math.prod(shape)
        return _numbers(self._halves(int(stream), count), 0, 1, count).reshape(-1, *shape)

    def _halves(self, stream: int, count: int) -> np.ndarray:
        """(R, count or one more) uint32: the numbers of a stream in units of ``2**-32``."""
        if (stream, count) in self._drawn:
            return self._drawn[stream, count]
        words = (count + 1) // 2
        raw = np.empty((len(self.seeds), words), dtype=np.uint64)
        # plain numbers, for NumPy reads them one by one; modulo, for the first turn is -1
        state: Any = {**self._generator.state, "buffer": (0, 0, 0, 0), "buffer_pos": 4}
        counter = (0, stream, self.turn % 2**32, 0)
        for row, seed in enumerate(self.seeds.tolist()):
            state["state"] = {"counter": counter, "key": (seed, 0)}
            self._generator.state = state
            raw[row] = self._generator.random_raw(words)
        halves = raw.astype("<u8", copy=False).view("<u4")
        self._drawn[stream, count] = halves
        return halves

    def nation(self, column: Column, count: int, nations: int) -> Floats:
        """(R, nations, count) numbers of ``count`` columns of each nation's block."""
        halves = self._halves(int(Stream.NATION), COLUMNS * nations)
        return _numbers(halves, int(column), count, nations).transpose(1, 2, 0)

    def of_nations(
        self, column: Column, which: int, nations: int, rows: Ints, some: Ints
    ) -> Floats:
        """(n,) the numbers of ``nation`` of some nations (row, nation) only, of one column."""
        halves = self._halves(int(Stream.NATION), COLUMNS * nations)
        return np.asarray(halves[rows, (column + which) * nations + some] * _UNIT)

    def of_two(
        self, column: Column, nations: int, rows: Ints, one: tuple[int, Ints], two: tuple[int, Ints]
    ) -> Floats:
        """(n,) the ``mix`` of the numbers of two nations, each (which column, nation)."""
        ends = (self.of_nations(column, which, nations, rows, who) for which, who in (one, two))
        return mix(*ends)

    def words(self, column: Column, count: int, nations: int) -> np.ndarray:
        """(count, R, nations) the numbers of ``nation`` in units of ``2**-32``, uint32.

        Sums of words wrap around at one, as ``mix`` does, in a half of the memory.
        """
        return self._block(nations)[:, column : column + count].swapaxes(0, 1)

    def _block(self, nations: int) -> np.ndarray:
        """(R, COLUMNS, nations) uint32: the nations' own numbers in units of ``2**-32``."""
        count = COLUMNS * nations
        block = self._halves(int(Stream.NATION), count)[:, :count]
        return block.reshape(len(self.seeds), COLUMNS, nations)

    def pairs(self, column: Column, nations: int) -> Floats:
        """One number per ordered pair, (R, N, N), uniform and pairwise independent.

        ``frac(a_i + b_j)`` of two columns: any two cells are independent (so means and variances of
        counts are those of full independence), while only ``2 N`` numbers are drawn. Cells of a
        rectangle are tied; no rule looks at rectangles of luck.
        """
        ends = self.nation(column, 2, nations)
        out = ends[:, :, None, 0] + ends[:, None, :, 1]
        out -= np.greater_equal(out, 1.0)
        return out

    def of_pairs(
        self, column: Column, nations: int, rows: Ints, first: Ints, second: Ints
    ) -> Floats:
        """(n,) the numbers of ``pairs`` of some pairs (row, first, second) only."""
        halves = self._halves(int(Stream.NATION), COLUMNS * nations)
        return _sums(halves, column * nations, nations, rows, first, second)

    def take(self, rows: slice) -> Draw:
        """The luck of some rows only."""
        return Draw(self.seeds[rows], self.turn)


@compiled
def _numbers(halves: np.ndarray, column: int, columns: int, width: int) -> Floats:
    """(columns, R, width) numbers in [0, 1) of some columns, the first of which is ``column``.

    ``halves`` (R, numbers) are uint32 in units of ``2**-32``, column after column, each of
    ``width`` numbers.
    """
    out = np.empty((columns, len(halves), width))
    for row in range(len(halves)):
        for k in range(columns):
            words = halves[row, (column + k) * width : (column + k + 1) * width]
            for place in range(width):
                out[k, row, place] = np.int64(words[place]) * _UNIT
    return out


@compiled
def _sums(
    halves: np.ndarray, begin: int, nations: int, rows: Ints, first: Ints, second: Ints
) -> Floats:
    """(n,) a number of ``first`` plus one of ``second`` in the next column, less whole ones.

    The first column begins at ``begin`` in ``halves`` (R, numbers).
    """
    out = np.empty(len(rows))
    for k in range(len(rows)):
        own = halves[rows[k], begin + first[k]] * _UNIT
        both = own + halves[rows[k], begin + nations + second[k]] * _UNIT
        out[k] = both - 1.0 if both >= 1.0 else both
    return out


def mix(first: Floats, second: Floats) -> Floats:
    """``frac(first + second)``: from two uniform numbers a third, independent of either alone."""
    out = first + second
    out -= np.floor(out)
    return out
