"""The middle layer of the map: lines between nations that read on light and dark land."""

from __future__ import annotations

import math
from itertools import pairwise

import pygame

from ui.desktop.kit.theme import Theme, mix
from ui.desktop.map.camera import Camera
from ui.desktop.map.picture import Arc, Picture

#: Pixels drawn for each one shown: thin lines look stippled at two.
FINE = 3

#: How far a line bends from the straight, as a share of its length.
BEND = 0.16
STEPS = 28


def draw_lines(
    picture: Picture, camera: Camera, size: tuple[int, int], theme: Theme, scale: float
) -> pygame.Surface:
    """The layer as a picture with clear ground: a blurred glow, a casing, a core for each line."""
    out = pygame.Surface(size, pygame.SRCALPHA)
    curves = [(arc, _curve(arc, picture, camera, size)) for arc in picture.arcs]
    curves = [(arc, curve) for arc, curve in curves if _seen(curve, size)]
    if not curves:
        return out
    if theme.dark:
        _glow(out, [pair for pair in curves if not pair[0].faint], scale)
    big = pygame.Surface((size[0] * FINE, size[1] * FINE), pygame.SRCALPHA)
    for arc, curve in sorted(curves, key=lambda pair: (not pair[0].faint, pair[0].strength)):
        points = [(x * FINE, y * FINE) for x, y in curve]
        wide = (0.9 if arc.faint else 1.4 + 2.2 * arc.strength) * scale * FINE
        casing = mix(theme.border, theme.deep, 0.5) if theme.dark else theme.panel
        alpha = 90 if arc.faint else 235
        if not arc.faint:
            _stroke(big, points, (*casing, 150), wide + 2 * scale * FINE, dashed=arc.dashed)
        _stroke(big, points, (*arc.ink, alpha), wide, dashed=arc.dashed)
    out.blit(pygame.transform.smoothscale(big, size), (0, 0))
    return out


def _curve(
    arc: Arc, picture: Picture, camera: Camera, size: tuple[int, int]
) -> list[tuple[float, float]]:
    """The line in pixels: bent to one side, the same for both directions."""
    one, two = sorted((arc.one, arc.two))
    if one not in picture.places or two not in picture.places:
        return []
    (x0, y0), (x1, y1) = (camera.screen(picture.places[n], size) for n in (one, two))
    if x0 > x1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    mx, my = (x0 + x1) / 2 + (y1 - y0) * BEND, (y0 + y1) / 2 - (x1 - x0) * BEND
    return [
        (
            (1 - t) ** 2 * x0 + 2 * t * (1 - t) * mx + t * t * x1,
            (1 - t) ** 2 * y0 + 2 * t * (1 - t) * my + t * t * y1,
        )
        for t in (k / STEPS for k in range(STEPS + 1))
    ]


def _seen(curve: list[tuple[float, float]], size: tuple[int, int]) -> bool:
    return any(0 <= x <= size[0] and 0 <= y <= size[1] for x, y in curve)


def _stroke(
    big: pygame.Surface,
    points: list[tuple[float, float]],
    ink: tuple[int, int, int, int],
    wide: float,
    *,
    dashed: bool,
) -> None:
    half = wide / 2
    for k, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        if dashed and k % 4 >= 2:
            continue
        length = max(math.hypot(x1 - x0, y1 - y0), 1e-6)
        nx, ny = -(y1 - y0) / length * half, (x1 - x0) / length * half
        pygame.draw.polygon(
            big,
            ink,
            [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)],
        )


def _glow(
    out: pygame.Surface, curves: list[tuple[Arc, list[tuple[float, float]]]], scale: float
) -> None:
    step = 3
    size = out.get_width() // step + 1, out.get_height() // step + 1
    small = pygame.Surface(size, pygame.SRCALPHA)
    for arc, curve in curves:
        points = [(x / step, y / step) for x, y in curve]
        wide = max(round((2 + 3 * arc.strength) * scale / step * 1.6), 1)
        pygame.draw.lines(small, (*arc.ink, 150), False, points, wide)
    soft = pygame.transform.gaussian_blur(small, max(round(2 * scale), 1))
    out.blit(pygame.transform.smoothscale(soft, (size[0] * step, size[1] * step)), (0, 0))
