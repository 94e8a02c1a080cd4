"""Where nations stand on the map of a scenario, and what of the map a game is about."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from sim.world import World
from ui.present.atlas import Atlas, Bounds, Point, Ring, load_atlas

#: Room around the outermost places, as a share of the span.
_MARGIN = 0.08

#: How far inside the frame a nation stands whose home is off the map, as a share of its width.
_EDGE = 0.027

#: Kilometres in a degree of latitude.
_EARTH_KM = 111.2

#: The least room of a cell around an invented nation's place, km.
_CELL = 40.0

#: Corners of a cell.
_CORNERS = 96


@lru_cache(maxsize=8)
def atlas_of(frame: str) -> Atlas | None:
    """The atlas of a scenario's map frame; ``None`` for invented nations."""
    return load_atlas(frame) if frame else None


def places(world: World, atlas: Atlas | None) -> dict[str, Point]:
    """Nation to its place in km; a nation whose home is off the map stands at its nearest edge."""
    if atlas is None:
        return {
            iso: (float(lon) * _EARTH_KM * 0.6, float(lat) * _EARTH_KM)
            for iso, (lat, lon) in zip(world.iso, world.position, strict=True)
        }
    left, bottom, right, top = atlas.frame
    edge = _EDGE * (right - left)
    found = {}
    for iso, (lat, lon) in zip(world.iso, world.position, strict=True):
        shape = atlas.shapes.get(iso)
        x, y = shape.label if shape and iso not in atlas.insets else atlas.project(lat, lon)
        found[iso] = min(max(x, left + edge), right - edge), min(max(y, bottom + edge), top - edge)
    return found


def bounds(where: Mapping[str, Point]) -> Bounds:
    """The middle of the map: what holds the places of nine nations in ten, with room around."""
    xs = sorted(x for x, _ in where.values())
    ys = sorted(y for _, y in where.values())
    cut = len(xs) // 20
    left, right, bottom, top = xs[cut], xs[-1 - cut], ys[cut], ys[-1 - cut]
    wide, high = max(right - left, 400.0), max(top - bottom, 400.0)
    return (
        left - wide * _MARGIN, bottom - high * _MARGIN, right + wide * _MARGIN, top + high * _MARGIN
    )  # fmt: skip


def extent(where: Mapping[str, Point]) -> Bounds:
    """What holds the whole lands of invented nations."""
    xs, ys = zip(*(point for _, ring in cells(where) for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def cells(where: Mapping[str, Point]) -> list[tuple[str, Ring]]:
    """Lands of invented nations: each place and what lies nearer to it than to any other, rounded.

    A cell ends half way to each neighbour and at a coast whose reach goes with the distance of the
    nearest one; its edge is bent a little by a sum of waves of its own, so that no two are alike.
    """
    return [(nation, _cell(nation, where)) for nation in where]


def _cell(nation: str, where: Mapping[str, Point]) -> Ring:
    x, y = where[nation]
    others = [(px - x, py - y) for other, (px, py) in where.items() if other != nation]
    far = [math.hypot(px, py) for px, py in others]
    reach = max(min(far, default=400.0) * 0.75, _CELL)
    seed = sum(ord(letter) * 7**k for k, letter in enumerate(nation))
    ring = []
    for k in range(_CORNERS):
        angle = 2 * math.pi * k / _CORNERS
        dx, dy = math.cos(angle), math.sin(angle)
        wave = sum(math.sin(m * angle + seed * m) / m for m in (2, 3, 5, 8, 13)) * 0.09
        length = reach * (1 + wave)
        for (px, py), distance in zip(others, far, strict=True):
            along = (px * dx + py * dy) / max(distance, 1e-6)
            if along > 0:
                length = min(length, distance / 2 / along)
        ring.append((x + dx * length, y + dy * length))
    return tuple(ring)
