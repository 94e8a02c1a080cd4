"""What a map shows and where it lies: from the world to the canvas, and lines of land made lean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot
from typing import TYPE_CHECKING, Any

from ui.present.atlas import Atlas, Point, Ring, load_atlas

if TYPE_CHECKING:
    from matplotlib.path import Path

    from ui.present.standing import Standing

MARGIN = 24.0


@dataclass(frozen=True)
class Scene:
    """What a map shows."""

    standings: Sequence[Standing]
    positions: Sequence[tuple[float, float]]
    """Latitude and longitude of each nation's capital."""
    ties: Sequence[tuple[int, int, int]]
    """Pairs of nations with the number of agreements in force between them."""
    frame: str
    """Name of the atlas frame, "" for a scenario without a map."""
    date: str
    """ISO month that decides which land is whose."""
    sponsor: str
    """Short name of the sponsor, for the legend."""
    title: str
    subtitle: str


class Ground:
    """From the world to the canvas: which part is shown, and where each nation lies on it."""

    def __init__(self, scene: Scene, width: float, height: float) -> None:
        self.scene, self.width, self.height = scene, width, height
        self.atlas: Atlas | None = load_atlas(scene.frame) if scene.frame else None
        self.away = {i for i in range(len(scene.positions)) if self._is_away(i)}
        left, bottom, right, top = self._shown()
        self.scale = min(width / (right - left), height / (top - bottom))
        self._middle = ((left + right) / 2, (bottom + top) / 2)

    @cached_property
    def _plane(self) -> list[Point]:
        """Positions of capitals in km, or in degrees where there is no map."""
        positions = self.scene.positions
        if self.atlas:
            return [self.atlas.project(*at) for at in positions]
        return [(longitude, latitude) for latitude, longitude in positions]

    def _is_away(self, nation: int) -> bool:
        if not self.atlas:
            return False
        x, y = self._plane[nation]
        left, bottom, right, top = self.atlas.frame
        return not (left <= x <= right and bottom <= y <= top)

    def _shown(self) -> tuple[float, float, float, float]:
        """The part of the plane around all nations that are not far away, of the canvas' shape."""
        points = [at for i, at in enumerate(self._plane) if i not in self.away]
        if self.atlas:
            shapes = self.atlas.shapes
            points += [
                shapes[s.iso].label
                for i, s in enumerate(self.scene.standings)
                if i not in self.away and s.iso in shapes
            ]
        xs, ys = zip(*points, strict=True) if points else ((0.0,), (0.0,))
        span = max(max(xs) - min(xs), max(ys) - min(ys), 1.0)
        pad = 0.035 * span if self.atlas else 0.16 * span
        left, right = min(xs) - pad, max(xs) + pad * (2.0 if self.atlas else 1.0)
        bottom, top = min(ys) - pad, max(ys) + pad * (2.0 if self.atlas else 1.0)
        wide = max(right - left, (top - bottom) * self.width / self.height)
        high = wide * self.height / self.width
        x, y = (left + right) / 2, (bottom + top) / 2
        return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)

    def at(self, point: Point) -> Point:
        """A point of the plane on the canvas."""
        x = self.width / 2 + (point[0] - self._middle[0]) * self.scale
        return (x, self.height / 2 + (point[1] - self._middle[1]) * self.scale)

    @cached_property
    def seats(self) -> list[Point]:
        """Where each nation's dot lies on the canvas: its capital, or its place at the edge."""
        return [
            self._beyond[i] if i in self.away else self.at(self._plane[i])
            for i in range(len(self._plane))
        ]

    @cached_property
    def _beyond(self) -> dict[int, Point]:
        """Dots of nations out of frame, stacked in the upper corner they lie toward."""
        out: dict[int, Point] = {}
        count = {-1: 0, 1: 0}
        for i in sorted(self.away):
            side = 1 if self._plane[i][0] > self._middle[0] else -1
            x = self.width - MARGIN - 110 if side > 0 else MARGIN + 14
            out[i] = (x, self.height - 34 - 27 * count[side])
            count[side] += 1
        return out


def land_path(rings: Sequence[Sequence[Point]], ground: Ground) -> Path | None:
    """Rings in view as one path, None if none is."""
    from matplotlib.path import Path  # noqa: PLC0415

    points: list[Point] = []
    codes: list[Any] = []
    for ring in rings:
        inside = any(-60 < x < ground.width + 60 and -60 < y < ground.height + 60 for x, y in ring)
        if len(ring) < 3 or not inside:
            continue
        points += [*ring, ring[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY]
    return Path(points, codes) if points else None


def thinned(ring: Sequence[Point], least: float = 0.45) -> Ring:
    """The ring without points that move the line by less than a fraction of a unit."""
    if len(ring) < 12:
        return tuple(ring)
    half = len(ring) // 2
    return (*_simplified(ring[: half + 1], least)[:-1], *_simplified(ring[half:], least))


def _simplified(line: Sequence[Point], least: float) -> list[Point]:
    """Douglas and Peucker 1973, without recursion."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        (x0, y0), (x1, y1) = line[first], line[last]
        length = hypot(x1 - x0, y1 - y0) or 1e-9
        far, which = 0.0, -1
        for k in range(first + 1, last):
            x, y = line[k]
            away = abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length
            if length <= 1e-9:
                away = hypot(x - x0, y - y0)
            if away > far:
                far, which = away, k
        if far > least:
            keep.add(which)
            stack += [(first, which), (which, last)]
    return [line[k] for k in sorted(keep)]
