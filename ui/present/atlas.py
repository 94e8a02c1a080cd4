"""The maps that screens and reports draw, read from `ui/assets/maps` with the standard library.

Positions are kilometres east (x) and north (y) of the frame's centre, on its Lambert azimuthal
equal-area plane: areas are true everywhere, distances to 2 % within 2,500 km of the centre and to
13 % in the far corners. A screen with y downwards must turn y round.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

Point = tuple[float, float]
Ring = tuple[Point, ...]
Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top in km."""

MAPS = Path(__file__).parents[1] / "assets" / "maps"


@dataclass(frozen=True, slots=True)
class Shape:
    """The land of one area, with a place for its name."""

    rings: tuple[Ring, ...]
    """Open rings (the last point joins the first) of at least three points in km. Outer rings
    run counterclockwise with y north, holes clockwise; the even-odd rule gives the land."""
    label: Point
    """Centre of the largest circle inside the largest piece of land in the frame, in km."""
    room: float
    """Radius of that circle in km; 0 for a sliver at the edge of the frame."""
    bounds: Bounds

    def contains(self, x: float, y: float) -> bool:
        """Whether the point, in km, lies on this land. Points on a border may go either way."""
        left, bottom, right, top = self.bounds
        if not (left <= x <= right and bottom <= y <= top):
            return False
        inside = False
        for ring in self.rings:
            for (x0, y0), (x1, y1) in pairwise((ring[-1], *ring)):
                if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
                    inside = not inside
        return inside


@dataclass(frozen=True, slots=True)
class Atlas:
    """One frame of the world. Shapes carry ISO 3166 alpha-3 codes, and XKX, CYN and KAS."""

    frame: Bounds
    """What a screen shows; land reaches 100 km further, so that cut edges stay out of view."""
    shapes: Mapping[str, Shape]
    """Code to shape, the largest country first."""
    unassigned: tuple[str, ...]
    """Codes of areas that belong to no nation of the game: draw them grey."""
    insets: tuple[str, ...]
    """Codes of nations whose home is out of frame, with a shape or without: draw an inset."""
    source: str
    """Where the borders come from, with licences, as one line to print beside a map."""
    centre: Point
    """Latitude and longitude of the point x = 0, y = 0, in degrees."""
    radius: float
    """Radius of the Earth as a sphere, in km."""
    periods: tuple[tuple[str, Mapping[str, str]], ...]
    """(ISO date before which it holds, code to nation), in order of time."""

    def project(self, latitude: float, longitude: float) -> Point:
        """The place of a point given in degrees, as (x, y) in km; it may be out of frame.

        Source: Snyder, Map Projections: A Working Manual (1987), equations 24-2 to 24-4.
        """
        lat0, lon0, lat, lon = map(math.radians, (*self.centre, latitude, longitude))
        east, level = math.sin(lon - lon0), math.cos(lon - lon0)
        cosine = math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * level
        scale = self.radius * math.sqrt(2 / (1 + cosine))
        north = math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * level
        return scale * math.cos(lat) * east, scale * north

    def owners(self, date: str) -> dict[str, str]:
        """Shape code to the nation it is drawn with on an ISO date such as "1994-01".

        A shape stands for the nation of the same code unless the map says otherwise, as it does
        for dependencies and for Montenegro and Kosovo in the years of one Yugoslav state.
        Unassigned areas are left out.
        """
        owner = {code: code for code in self.shapes if code not in self.unassigned}
        return owner | dict(next(parts for until, parts in self.periods if date < until))

    def outer_rings(self) -> Iterator[tuple[str, Ring]]:
        """(code, ring) of every piece of land, the largest first.

        Filled in this order, enclaves come out right on a canvas that knows no holes.
        """
        pieces = [(_area(r), code, r) for code, s in self.shapes.items() for r in s.rings]
        pieces.sort(key=lambda piece: -piece[0])
        return ((code, ring) for area, code, ring in pieces if area > 0)

    def shape_at(self, x: float, y: float) -> str | None:
        """The code of the area at a point in km, or None at sea."""
        codes = reversed(tuple(self.shapes))
        return next((code for code in codes if self.shapes[code].contains(x, y)), None)


def load_atlas(frame: str = "euro-atlantic") -> Atlas:
    """The atlas of a frame; ValueError names the frames there are if this is none of them."""
    if frame not in (frames := sorted(path.stem for path in MAPS.glob("*.json"))):
        raise ValueError(f"no map frame {frame!r}; available: {', '.join(frames)}")
    data: dict[str, Any] = json.loads((MAPS / f"{frame}.json").read_text(encoding="utf-8"))
    plane = data["projection"]
    left, bottom, right, top = data["frame"]
    always = {"until": "9999", "parts": {}}
    return Atlas(
        frame=(left, bottom, right, top),
        shapes=MappingProxyType({code: _shape(entry) for code, entry in data["shapes"].items()}),
        unassigned=tuple(data["unassigned"]),
        insets=tuple(data["insets"]),
        source=data["source"],
        centre=(plane["latitude"], plane["longitude"]),
        radius=plane["radius_km"],
        periods=tuple(
            (period["until"], {code: nation for nation in owned for code in owned[nation]})
            for period in [*data["periods"], always]
            for owned in [data["parts"] | period["parts"]]
        ),
    )


def _shape(entry: dict[str, Any]) -> Shape:
    rings = tuple(_decoded(deltas) for deltas in entry["rings"])
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    x, y, room = entry["label"]
    return Shape(rings, (x, y), room, (min(xs), min(ys), max(xs), max(ys)))


def _decoded(deltas: list[int]) -> Ring:
    steps = iter(deltas)
    x = y = 0
    return tuple((x := x + dx, y := y + dy) for dx, dy in zip(steps, steps, strict=True))


def _area(ring: Ring) -> float:
    """Signed area in km2, positive if the ring runs counterclockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise((ring[-1], *ring))) / 2
