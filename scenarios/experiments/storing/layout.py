"""How the runs of a sweep are cut: into chunks to be played, and shards to be kept.

It follows from the number of runs alone, so that files do not depend on who played what.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Runs of a chunk, which are played and handed over together, for sweeps of fewer runs than the
#: first number: more runs together are faster each, fewer keep all workers of a small sweep busy.
CHUNKS = ((1024, 64), (2048, 128))
LARGEST = 256

#: Runs of a shard; the last one takes what is left over and has up to one less than twice as many.
SHARD = 1024


@dataclass(frozen=True)
class Layout:
    """The cut of so many runs."""

    count: int

    @property
    def chunk(self) -> int:
        """Runs of a chunk; the last one may have fewer."""
        return next((size for most, size in CHUNKS if self.count < most), LARGEST)

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.count // self.chunk)

    @property
    def shards(self) -> int:
        """How many shards there are."""
        return max(1, self.count // SHARD)

    def runs_of(self, chunk: int) -> tuple[int, int]:
        """The first run of a chunk, and the first no longer of it."""
        return chunk * self.chunk, min((chunk + 1) * self.chunk, self.count)

    def shard_of(self, chunk: int) -> int:
        """The shard that a chunk goes into."""
        return min(chunk * self.chunk // SHARD, self.shards - 1)

    def chunks_of(self, shard: int) -> range:
        """The chunks of a shard."""
        each = SHARD // self.chunk
        last = shard == self.shards - 1
        return range(shard * each, self.chunks if last else (shard + 1) * each)
