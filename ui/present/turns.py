"""A turn in short, for one seat: what changed for it, and how its relations moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.observe import Observation

#: Changes smaller than this are not told.
SMALL = 0.005


@dataclass(frozen=True, slots=True)
class Change:
    """A number before and after a turn."""

    words: str
    before: float
    after: float
    good: int = 1
    """1 where more is better for the seat, -1 where it is worse, 0 where it is neither."""
    digits: int = 2

    @property
    def step(self) -> float:
        """By how much it grew."""
        return self.after - self.before

    @property
    def told(self) -> bool:
        """Whether it changed so much that it shows."""
        return abs(self.step) >= (SMALL if self.digits else 0.5)


def own(before: Observation, after: Observation) -> list[Change]:
    """The seat's own numbers, all of them, in a fixed order."""
    me, world = int(after.nations[0]), after.world

    def both(of: Callable[[Observation], float]) -> tuple[float, float]:
        return float(of(before)), float(of(after))

    will = both(lambda seen: seen.mine("will")[0, 0])
    found = [Change("Political will", *will)]
    if world.dims.P:
        depth = both(lambda seen: seen.own_depth[0, 0, 0])
        found.append(Change("Depth of participation in effect", *depth))
    ties, fear = both(lambda seen: seen.degree[0, me]), both(lambda seen: seen.fear[0, 0])
    control = both(lambda seen: seen.mine("control")[0, 0].mean())
    spending = both(lambda seen: seen.mine("spending")[0, 0])
    trust, interop = both(lambda seen: _mean(seen, "trust")), both(lambda s: _mean(s, "interop"))
    return [
        *found,
        Change("Nations we are tied to", *ties, digits=0),
        Change("Average trust in others", *trust),
        Change("Average interoperability", *interop),
        Change("The largest threat we see", *fear, good=-1),
        Change("Civil control of forces", *control),
        Change("Defence spending, $bn a year", *spending, good=0),
    ]


def _mean(seen: Observation, name: str) -> float:
    values, me = getattr(seen, name)[0, 0], int(seen.nations[0])
    there = seen.exists.copy()
    there[me] = False
    return float(values[there].mean()) if there.any() else 0.0


def trust_moves(before: Observation, after: Observation, count: int) -> list[tuple[str, Change]]:
    """The nations in which the seat's trust moved most: (code, change), the largest first."""
    world, me = after.world, int(after.nations[0])
    rows = [
        (
            world.iso[i],
            Change(world.names[i], float(before.trust[0, 0, i]), float(after.trust[0, 0, i])),
        )
        for i in range(world.dims.N)
        if i != me and after.exists[i] and before.exists[i]
    ]
    told = [row for row in rows if row[1].told]
    return sorted(told, key=lambda row: (-abs(row[1].step), row[1].words))[:count]
