"""How the runs of a sweep are cut: into chunks to be played, and shards to be kept.

It follows from the number of runs alone, so that files do not depend on who played what.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Runs that are played and handed over together.
CHUNK = 64

#: Runs of a shard; the last one takes what is left over and has up to one less than twice as many.
SHARD = 1024


@dataclass(frozen=True)
class Layout:
    """The cut of so many runs."""

    count: int

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.count // CHUNK)

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return max(1, self.count // SHARD)

    def runs_of(self, chunk: int) -> tuple[int, int]:
        """The first run of a chunk, and the first no longer of it."""
        return chunk * CHUNK, min((chunk + 1) * CHUNK, self.count)

    def shard_of(self, chunk: int) -> int:
        """The shard that a chunk goes into."""
        return min(chunk * CHUNK // SHARD, self.shards - 1)

    def chunks_of(self, shard: int) -> range:
        """The chunks of a shard."""
        each = SHARD // CHUNK
        last = shard == self.shards - 1
        return range(shard * each, self.chunks if last else (shard + 1) * each)
