"""Names on a map: each near its place, none over another, the same every time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, pi, sin

from ui.report.figures import register_fonts

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in units of the canvas."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to be placed, in units of the canvas."""

    text: str
    x: float
    y: float
    room: float
    """Radius of the free circle around the place: a large land lets its name wander inside."""
    size: float
    """Height of the type."""
    weight: str = "medium"


@dataclass(frozen=True, slots=True)
class Placed:
    """A name and the place of its middle; ``far`` asks for a line back to its land."""

    wanted: Wanted
    x: float
    y: float
    far: bool


def place(
    wanted: Sequence[Wanted],
    field: Box,
    taken: Sequence[Box] = (),
    dots: Sequence[tuple[float, float]] = (),
) -> list[Placed]:
    """Places for all names inside ``field``, off the boxes ``taken`` and, if it can be, the dots.

    Names with the least room choose first; each takes the candidate that covers the least and
    lies nearest. No luck is involved.
    """
    boxes = list(taken)
    chosen: dict[int, Placed] = {}
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k].room, wanted[k].text))
    for k in order:
        item = wanted[k]
        width, height = text_width(item.text, item.size, item.weight) + 3, item.size * 1.12
        best = min(
            _candidates(item, width, height),
            key=lambda at: _cost(at, item, width, height, field, boxes, dots),
        )
        boxes.append(_box(*best, width, height))
        far = hypot(best[0] - item.x, best[1] - item.y) > max(item.room, 6) + height
        chosen[k] = Placed(item, *best, far)
    return [chosen[k] for k in range(len(wanted))]


def _candidates(item: Wanted, width: float, height: float) -> list[tuple[float, float]]:
    places = [(item.x, item.y)]
    for ring in range(1, 9):
        reach = ring * height * 0.55
        for step in range(24):
            angle = 2 * pi * step / 24
            across = reach * cos(angle) * (1.0 + width / (6 * height))
            places.append((item.x + across, item.y + reach * sin(angle)))
    return places


def _cost(
    at: tuple[float, float],
    item: Wanted,
    width: float,
    height: float,
    field: Box,
    boxes: Sequence[Box],
    dots: Sequence[tuple[float, float]],
) -> tuple[float, float, float]:
    box = _box(*at, width, height)
    covered = sum(_overlap(box, other) for other in boxes)
    outside = width * height - _overlap(box, field)
    away = max(hypot(at[0] - item.x, at[1] - item.y) - item.room * 0.5, 0.0)
    hidden = sum(1 for x, y in dots if _holds(box, x, y))
    return (round(covered + 4 * outside, 3), round(away + 14.0 * hidden, 3), abs(at[0] - item.x))


def _box(x: float, y: float, width: float, height: float) -> Box:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _overlap(one: Box, two: Box) -> float:
    across = min(one[2], two[2]) - max(one[0], two[0])
    up = min(one[3], two[3]) - max(one[1], two[1])
    return across * up if across > 0 and up > 0 else 0.0


@cache
def text_width(text: str, size: float, weight: str = "regular") -> float:
    """Width in units of a text in the project's font."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415
    from matplotlib.textpath import TextToPath  # noqa: PLC0415

    register_fonts()
    measure: Callable[..., tuple[float, float, float]]
    measure = TextToPath().get_text_width_height_descent
    return float(
        measure(text, FontProperties(family="Inter", weight=weight, size=size), ismath=False)[0]
    )


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights moved apart to at least ``gap``, kept in order and inside ``low``..``high``."""
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    out = list(wanted)
    floor = low
    for k in order:
        out[k] = floor = max(out[k], floor)
        floor += gap
    ceiling = high
    for k in reversed(order):
        out[k] = ceiling = min(out[k], ceiling)
        ceiling -= gap
    return out
