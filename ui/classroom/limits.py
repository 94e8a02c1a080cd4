"""How much one sender may ask: a bucket that fills at a rate and holds so much."""

from __future__ import annotations

from dataclasses import dataclass

#: Bytes of one message; a socket that sends more than ``MOST_BYTES`` at once is closed.
LONGEST_MESSAGE = 16_384
MOST_BYTES = 65_536

#: Commands of one connection: at once, and per second from then on.
BURST, RATE = 60.0, 15.0

#: Refusals for haste before a connection is closed.
PATIENCE = 300

#: From one address: people who join, and wrong codes. A class may sit behind one address.
JOIN_BURST, JOIN_RATE = 240.0, 4.0
GUESS_BURST, GUESS_RATE = 20.0, 0.2

#: Addresses that are remembered.
MOST_ADDRESSES = 4096


@dataclass(slots=True)
class Bucket:
    """Holds ``burst`` at most, is full at first and fills at ``rate`` a second."""

    burst: float
    rate: float
    level: float = -1.0
    last: float = 0.0

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        if self.level < 0:
            self.level = self.burst
        else:
            self.level = min(self.level + (now - self.last) * self.rate, self.burst)
        self.last = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Doorkeeper:
    """A bucket for each address, for the newest of them."""

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._buckets: dict[str, Bucket] = {}

    def take(self, address: str, now: float) -> bool:
        """Whether this address may come in once more."""
        bucket = self._buckets.pop(address, None) or Bucket(self._burst, self._rate)
        self._buckets[address] = bucket
        while len(self._buckets) > MOST_ADDRESSES:
            del self._buckets[next(iter(self._buckets))]
        return bucket.take(now)
