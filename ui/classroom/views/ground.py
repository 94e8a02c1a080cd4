"""The map of a scenario as paths for a page: lands, whose they are when, where nations stand.

Everything here is public and the same for all seats. Positions are kilometres with y downwards,
as pages have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ui.present.places import atlas_of, bounds, cells, places

if TYPE_CHECKING:
    from scenarios.session import Session
    from sim.world import World
    from ui.present.atlas import Atlas, Bounds, Point, Ring

#: Corners of large rings are moved to a grid of so many km, the same for both sides of a border.
GRID = 6

#: Rings of fewer corners stay as they are: small islands must not vanish.
SMALL = 40

#: Land around the places of invented nations, km: their cells reach beyond their places.
_AROUND = 60.0


def geometry(session: Session) -> dict[str, Any]:
    """``view`` is the part to open on and ``frame`` all there is, both left, top, width, height.

    ``lands`` are [code, path]; ``owners`` are [month before which it holds, code to nation], in
    order of time; codes that are nobody's are not among them.
    """
    world, frame = session.world, session.setup.scenario.map
    atlas = atlas_of(frame)
    where = places(world, atlas)
    common = {
        "places": {iso: [round(x), round(-y)] for iso, (x, y) in where.items()},
        "notice": session.setup.scenario.notice,
    }
    if atlas is None:
        return common | _invented(where)
    return common | _drawn(frame) | {"view": _box(_opening(bounds(where), atlas))}


def _opening(middle: Bounds, atlas: Atlas) -> Bounds:
    """The part of the map that a game is about, within the frame."""
    left, bottom, right, top = atlas.frame
    x0, y0, x1, y1 = middle
    return max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)


def _invented(where: Mapping[str, Point]) -> dict[str, Any]:
    lands = cells(where)
    xs = [x for _, ring in lands for x, _ in ring]
    ys = [y for _, ring in lands for _, y in ring]
    around = min(xs) - _AROUND, min(ys) - _AROUND, max(xs) + _AROUND, max(ys) + _AROUND
    return {
        "view": _box(around),
        "frame": _box(around),
        "lands": [[iso, _path(ring)] for iso, ring in lands],
        "owners": [["9999", {iso: iso for iso in where}]],
        "source": "",
    }


@lru_cache(maxsize=4)
def _drawn(frame: str) -> dict[str, Any]:
    atlas = atlas_of(frame)
    assert atlas is not None
    dates = [until for until, _ in atlas.periods]
    return {
        "frame": _box(atlas.frame),
        "lands": [[code, _path(_thinned(ring))] for code, ring in atlas.outer_rings()],
        "owners": [[until, atlas.owners(_before(until))] for until in dates],
        "source": atlas.source,
    }


def _before(until: str) -> str:
    """A date at which the period that ends then still holds: dates compare as text."""
    return until[:-1] + chr(ord(until[-1]) - 1)


def _box(area: Bounds) -> list[int]:
    left, bottom, right, top = area
    return [round(left), round(-top), round(right - left), round(top - bottom)]


def _thinned(ring: Ring) -> Ring:
    if len(ring) < SMALL:
        return ring
    found: list[Point] = []
    for x, y in ring:
        corner = GRID * round(x / GRID), GRID * round(y / GRID)
        if not found or corner != found[-1]:
            found.append(corner)
    return tuple(found)


def _path(ring: Ring) -> str:
    """A closed path with steps from corner to corner, in whole km."""
    corners = [(round(x), round(-y)) for x, y in ring]
    x0, y0 = corners[0]
    steps = [f"M{x0} {y0}l"]
    for (ax, ay), (bx, by) in pairwise(corners):
        steps.append(f"{bx - ax} {by - ay} ")
    return "".join(steps).rstrip() + "z"


def month_of(world: World, turn: int) -> str:
    """The last month of a turn as borders are looked up by: ``1994-03``."""
    year, number = world.date(min(turn, world.turns - 1))
    return f"{year:04d}-{number:02d}"
