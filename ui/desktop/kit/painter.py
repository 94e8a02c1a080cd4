"""Drawing with smooth edges on a surface: panels, lines, dots, text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import pygame

from ui.desktop.kit import type as lettering
from ui.desktop.kit.theme import Colour

Point = tuple[float, float]

#: Pixels drawn for each one shown, across and down.
FINE = 4


@lru_cache(maxsize=256)
def _tile(
    radius: int, fill: tuple[int, ...], rim: tuple[int, ...] | None, edge: int
) -> pygame.Surface:
    """A rounded square just large enough to cut corners from."""
    side = 2 * radius + 2
    big = pygame.Surface((side * FINE, side * FINE), pygame.SRCALPHA)
    whole = big.get_rect()
    if rim is not None:
        pygame.draw.rect(big, rim, whole, border_radius=radius * FINE)
        whole = whole.inflate(-2 * edge * FINE, -2 * edge * FINE)
        pygame.draw.rect(big, (0, 0, 0, 0), whole, border_radius=max(radius - edge, 0) * FINE)
    pygame.draw.rect(
        big, fill, whole, border_radius=max(radius - edge * (rim is not None), 0) * FINE
    )
    return pygame.transform.smoothscale(big, (side, side))


def rounded(
    target: pygame.Surface,
    rect: pygame.Rect,
    radius: int,
    fill: tuple[int, ...],
    rim: tuple[int, ...] | None = None,
    edge: int = 1,
) -> None:
    """A filled panel with round corners, and a frame if a ``rim`` colour is given."""
    radius = max(min(radius, rect.width // 2 - 1, rect.height // 2 - 1), 1)
    tile = _tile(radius, fill, rim, edge)
    x0, y0, x1, y1 = rect.left, rect.top, rect.right - radius, rect.bottom - radius
    far = radius + 2
    for px, py, sx, sy in ((x0, y0, 0, 0), (x1, y0, far, 0), (x0, y1, 0, far), (x1, y1, far, far)):
        target.blit(tile, (px, py), (sx, sy, radius, radius))
    middle = rect.width - 2 * radius
    tall = rect.height - 2 * radius
    if middle > 0:
        strip = tile.subsurface((radius, 0, 1, 2 * radius + 2))
        wide = pygame.transform.scale(strip, (middle, 2 * radius + 2))
        target.blit(wide, (x0 + radius, y0), (0, 0, middle, radius))
        target.blit(wide, (x0 + radius, y1), (0, far, middle, radius))
    if tall > 0:
        strip = tile.subsurface((0, radius, 2 * radius + 2, 1))
        high = pygame.transform.scale(strip, (2 * radius + 2, tall))
        target.blit(high, (x0, y0 + radius), (0, 0, radius, tall))
        target.blit(high, (x1, y0 + radius), (far, 0, radius, tall))
        if middle > 0:
            body = pygame.Surface((middle, tall), pygame.SRCALPHA)
            body.fill(fill)
            target.blit(body, (x0 + radius, y0 + radius))


def polyline(target: pygame.Surface, points: Sequence[Point], ink: Colour, thick: float) -> None:
    """A smooth line through points, ``thick`` pixels wide."""
    if len(points) < 2:
        return
    if thick <= 1.5:
        pygame.draw.aalines(target, ink, False, points)
        return
    for (x0, y0), (x1, y1) in pairwise(points):
        dx, dy = x1 - x0, y1 - y0
        length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
        nx, ny = -dy / length * thick / 2, dx / length * thick / 2
        corners = [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)]
        pygame.draw.polygon(target, ink, corners)
        pygame.draw.aalines(target, ink, True, corners)
    for x, y in points[1:-1]:
        dot(target, (x, y), thick / 2, ink)


def dashed(
    target: pygame.Surface, start: Point, end: Point, ink: Colour, dash: float, gap: float
) -> None:
    """A thin broken line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    at = 0.0
    while at < length:
        to = min(at + dash, length)
        one = (start[0] + dx * at / length, start[1] + dy * at / length)
        two = (start[0] + dx * to / length, start[1] + dy * to / length)
        pygame.draw.aaline(target, ink, one, two)
        at = to + gap


def dot(
    target: pygame.Surface, centre: Point, radius: float, fill: Colour, rim: Colour | None = None
) -> None:
    """A smooth disc, with a rim if one is given."""
    x, y, r = round(centre[0]), round(centre[1]), max(round(radius), 1)
    if rim is not None:
        pygame.draw.aacircle(target, rim, (x, y), r + max(r // 3, 1))
    pygame.draw.aacircle(target, fill, (x, y), r)


def text(
    target: pygame.Surface,
    at: tuple[int, int],
    words: str,
    size: int,
    ink: Colour,
    weight: int = lettering.REGULAR,
) -> None:
    """One line with its top left corner at a point, centred in its line height."""
    picture = lettering.rendered(words, size, weight, ink)
    target.blit(picture, (at[0], at[1] + (lettering.line_height(size) - picture.height) // 2))


@lru_cache(maxsize=64)
def shadow(width: int, height: int, reach: int) -> pygame.Surface:
    """A soft shadow for a panel, to lie ``reach`` pixels out of it on every side."""
    small = pygame.Surface(((width + 2 * reach) // 4, (height + 2 * reach) // 4), pygame.SRCALPHA)
    inner = small.get_rect().inflate(-reach // 2, -reach // 2)
    pygame.draw.rect(small, (0, 0, 0, 110), inner, border_radius=max(reach // 4, 1))
    soft = pygame.transform.gaussian_blur(small, max(reach // 6, 1))
    return pygame.transform.smoothscale(soft, (width + 2 * reach, height + 2 * reach))
