"""The lowest layer of the map: sea, a glow along the coasts, lands in their colours, borders."""

from __future__ import annotations

import numpy as np
import pygame

from ui.desktop.kit.theme import Colour, Theme, mix
from ui.desktop.map.camera import Camera
from ui.desktop.map.picture import Picture
from ui.present.atlas import Bounds, Ring
from ui.present.places import cells

#: Pixels drawn for each one shown, across and down.
FINE = 2

#: Kilometres by which land reaches beyond the frame, and over how many it fades from there inward.
CUT, FADE = 100.0, 500.0

#: Distance of hatching lines, pixels shown.
HATCH = 7


def draw_ground(
    picture: Picture, camera: Camera, size: tuple[int, int], theme: Theme
) -> pygame.Surface:
    """The layer as an opaque picture of the window's size."""
    out = _sea(size, theme)
    lands = _lands(picture)
    big = size[0] * FINE, size[1] * FINE
    fine = Camera(camera.x, camera.y, camera.zoom * FINE)
    pieces = []
    for owner, ring in lands:
        points = [fine.screen(point, big) for point in ring]
        if _seen(points, big):
            pieces.append((owner, points))
    _glow(out, pieces, theme)
    sheet = pygame.transform.scale(out, big)
    for owner, points in pieces:
        fill = picture.fills.get(owner, theme.land) if owner else theme.land
        pygame.draw.polygon(sheet, fill, points)
        if owner in picture.hatched:
            _hatch(sheet, points, mix(fill, theme.ink, 0.45))
    for owner, points in pieces:
        chosen = owner in picture.chosen
        if not chosen:
            pygame.draw.aalines(sheet, theme.border, True, points)
    for owner, points in pieces:
        if owner in picture.chosen:
            pygame.draw.lines(sheet, theme.ink, True, points, 3)
    shown = pygame.transform.smoothscale(sheet, size)
    if picture.atlas is not None:
        _fade(shown, picture.atlas.frame, camera, size, theme)
    return shown


def _sea(size: tuple[int, int], theme: Theme) -> pygame.Surface:
    """The sea, darker toward the lower edge."""
    strip = pygame.Surface((1, 64))
    for y in range(64):
        strip.set_at((0, y), mix(theme.sea, theme.deep, y / 63))
    return pygame.transform.smoothscale(strip.convert(32), size)


def _lands(picture: Picture) -> list[tuple[str, Ring]]:
    """(nation or "", ring) of every piece of land, the largest first."""
    if picture.atlas is None:
        return cells(picture.places)
    owners = picture.atlas.owners(picture.date)
    return [(owners.get(code, ""), ring) for code, ring in picture.atlas.outer_rings()]


def _fade(
    out: pygame.Surface, frame: Bounds, camera: Camera, size: tuple[int, int], theme: Theme
) -> None:
    """Land sinks into the sea toward the edges of the frame: a cut would look like a coast."""
    left, bottom, right, top = frame
    corners = (
        camera.screen((left - CUT, top + CUT), size),
        camera.screen((right + CUT, bottom - CUT), size),
    )
    depth = FADE * camera.zoom
    clear = []
    for axis in (0, 1):
        at = np.arange(size[axis])
        inside = np.minimum(at - corners[0][axis], corners[1][axis] - at)
        clear.append(np.clip(inside / depth, 0.0, 1.0))
    if min(part.min() for part in clear) >= 1.0:
        return
    veil = _sea(size, theme).convert_alpha()
    alpha = pygame.surfarray.pixels_alpha(veil)
    alpha[...] = 255 * (1.0 - np.minimum(clear[0][:, None], clear[1][None, :]))
    del alpha  # unlocks the surface
    out.blit(veil, (0, 0))


def _seen(points: list[tuple[float, float]], size: tuple[int, int]) -> bool:
    xs, ys = zip(*points, strict=True)
    return bool(max(xs) > 0 and min(xs) < size[0] and max(ys) > 0 and min(ys) < size[1])


def _glow(
    out: pygame.Surface, pieces: list[tuple[str, list[tuple[float, float]]]], theme: Theme
) -> None:
    """A soft light along the coasts: all land in one colour, blurred, added to the sea."""
    step = 4
    small = pygame.Surface((out.get_width() // step + 1, out.get_height() // step + 1))
    share = 1 / (FINE * step)
    ink = mix((0, 0, 0), theme.coast, 0.75) if theme.dark else mix((0, 0, 0), theme.sea, 0.12)
    for _, points in pieces:
        pygame.draw.polygon(small, ink, [(x * share, y * share) for x, y in points])
    soft = pygame.transform.gaussian_blur(small, 7)
    soft = pygame.transform.smoothscale(soft, (small.get_width() * step, small.get_height() * step))
    mode = pygame.BLEND_RGB_ADD if theme.dark else pygame.BLEND_RGB_SUB
    out.blit(soft, (0, 0), special_flags=mode)


def _hatch(sheet: pygame.Surface, points: list[tuple[float, float]], ink: Colour) -> None:
    """Slanted lines over one land, cut at its edge."""
    xs, ys = zip(*points, strict=True)
    box = pygame.Rect(
        int(min(xs)), int(min(ys)), int(max(xs) - min(xs)) + 2, int(max(ys) - min(ys)) + 2
    )
    box = box.clip(sheet.get_rect())
    if box.width < 2 or box.height < 2:
        return
    mask = pygame.Surface(box.size, pygame.SRCALPHA)
    pygame.draw.polygon(mask, (255, 255, 255, 255), [(x - box.x, y - box.y) for x, y in points])
    lines = pygame.Surface(box.size, pygame.SRCALPHA)
    gap = HATCH * FINE
    first = -((box.x + box.y) % gap)
    for start in range(first, box.width + box.height, gap):
        pygame.draw.line(lines, (*ink, 255), (start, 0), (start - box.height, box.height), 3)
    lines.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    sheet.blit(lines, box)
