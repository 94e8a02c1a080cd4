"""The one headless loop: observe, decide, advance. Batch, session and Mesa come through here."""

from __future__ import annotations

import ctypes
import mmap
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from agents.team import Decision, Team
from sim.axes import Seeds
from sim.draw import Draw
from sim.observe import observe
from sim.orders import Moves
from sim.state import State, join
from sim.turn import Turn, advance
from sim.world import World

#: Cells of a nation-by-nation array over all rows of a block: enough rows to share the cost of each
#: call, few enough for a worker to need less than a gigabyte. 256 rows of 60 nations.
BLOCK_CELLS = 921_600
MOST_ROWS = 256


def block_rows(nations: int) -> int:
    """How many runs to play together."""
    return max(1, min(MOST_ROWS, BLOCK_CELLS // nations**2))


@dataclass(frozen=True)
class Game:
    """Runs ready to be played: a world, where each run stands, its luck and who decides.

    Plain arrays and dataclasses throughout: it can be pickled and sent to a worker.
    """

    world: World
    state: State
    seeds: Seeds  # (R,)
    team: Team

    def take(self, rows: slice) -> Game:
        """Some of the runs; the same game, with what its world keeps, where these are all."""
        if rows.indices(len(self.seeds)) == (0, len(self.seeds), 1):
            return self
        return Game(self.world.take(rows), self.state.take(rows), self.seeds[rows], self.team)

    @property
    def over(self) -> bool:
        """Whether the scenario's last turn has been played."""
        return self.state.turn >= self.world.turns


@dataclass(frozen=True)
class Played:
    """One turn that was played: what was decided and what came of it."""

    decision: Decision
    turn: Turn


def play_turn(
    game: Game, *, moves: Moves | None = None, keep: bool = False, ledger: bool = False
) -> Played:
    """Play one turn. Given ``moves`` are played as they are (a replay); else the team decides."""
    draw = Draw(game.seeds, game.state.turn)
    if moves is None:
        decision = game.team.decide(observe(game.world, game.state), draw, keep)
    else:
        decision = Decision(moves, ())
    turn = advance(game.world, game.state, decision.moves, draw, ledger=ledger)
    return Played(decision, turn)


def turns_of(
    game: Game, turns: int | None = None, *, keep: bool = False, ledger: bool = False
) -> Iterator[Played]:
    """The turns of a game one after another, to its end or for so many turns."""
    left = game.world.turns - game.state.turn if turns is None else turns
    for _ in range(max(left, 0)):
        played = play_turn(game, keep=keep, ledger=ledger)
        game = replace(game, state=played.turn.after)
        yield played


def play(
    game: Game,
    turns: int | None = None,
    *,
    block: int | None = None,
    each: Callable[[slice, Played], None] | None = None,
) -> State:
    """Play all runs in blocks of rows; the final state of all.

    ``each`` is called with the rows and the turn, block by block, turn by turn. No result depends
    on the size of the blocks.
    """
    keep_freed_memory()
    block = block or block_rows(game.world.dims.N)
    ends = []
    for low in range(0, len(game.seeds), block):
        rows = slice(low, min(low + block, len(game.seeds)))
        some = game.take(rows)
        state = some.state
        for played in turns_of(some, turns):
            if each is not None:
                each(rows, played)
            state = played.turn.after
        ends.append(state)
    return join(ends)


#: Pieces of memory up to this size come from one heap.
_HEAP = 1 << 30


@cache
def keep_freed_memory() -> bool:
    """Ask the C library not to hand freed pages back, and the system for large pages.

    Temporaries are then reused, not mapped anew, and what is gathered from all over an array is
    found with fewer look-ups of pages. Costs nothing where it is not understood. Returns whether
    it was.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        libc = ctypes.CDLL(None)
        mallopt, madvise = libc.mallopt, libc.madvise
    except (OSError, AttributeError):
        return False
    trim_threshold, mmap_threshold, never, huge_pages = -1, -3, -1, 14
    if not (mallopt(mmap_threshold, _HEAP) and mallopt(trim_threshold, never)):
        return False
    # the heap grows once and is given back whole: no page of it is touched, but all are marked
    libc.malloc.restype = ctypes.c_void_p
    size, page = ctypes.c_size_t(_HEAP - 2 * mmap.PAGESIZE), mmap.PAGESIZE
    heap = libc.malloc(size)
    if heap is None:
        return False
    first = ctypes.c_void_p(heap + -heap % page)
    known = madvise(first, ctypes.c_size_t(size.value - page), huge_pages) == 0
    libc.free(ctypes.c_void_p(heap))
    return bool(known)
