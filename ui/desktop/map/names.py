"""The top layer of the map: dots, signs and names that do not overlap."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit import type as lettering
from ui.desktop.kit.theme import BODY, SMALL, Theme
from ui.desktop.kit.type import BOLD, MEDIUM, SEMIBOLD
from ui.desktop.map.camera import Camera
from ui.desktop.map.picture import Picture


def draw_names(
    picture: Picture,
    camera: Camera,
    size: tuple[int, int],
    theme: Theme,
    scale: float,
    taken: Sequence[pygame.Rect] = (),
) -> pygame.Surface:
    """The layer as a picture with clear ground.

    Names are laid in order of weight, each at the first of twelve places that is free; a name that
    finds none is left out, its dot stays. ``taken`` are panels that lie over the map.
    """
    out = pygame.Surface(size, pygame.SRCALPHA)
    spots = {n: camera.screen(p, size) for n, p in picture.places.items()}
    spots = {n: (x, y) for n, (x, y) in spots.items() if 0 <= x < size[0] and 0 <= y < size[1]}
    blocked = list(taken)
    radius = {n: (4.5 if n in picture.chosen else 3.0) * scale for n in spots}
    for nation, (x, y) in spots.items():
        fill = (255, 255, 255) if theme.dark else theme.ink
        painter.dot(out, (x, y), radius[nation], fill, theme.halo)
        r = radius[nation] + 2 * scale
        blocked.append(pygame.Rect(x - r, y - r, 2 * r, 2 * r))
    _draw_marks(out, picture, spots, theme, scale, blocked)
    order = sorted(spots, key=lambda n: (n not in picture.chosen, -picture.weight.get(n, 0.0), n))
    for nation in order:
        chosen = nation in picture.chosen
        points = round((BODY + 1 if chosen else SMALL + 1) * scale)
        words = lettering.haloed(
            picture.names[nation],
            points,
            BOLD if chosen else MEDIUM,
            theme.ink,
            theme.halo,
            max(round(1.6 * scale), 1),
        )
        place = _free(words.get_rect(), spots[nation], radius[nation] + 2 * scale, blocked, size)
        if place is not None:
            out.blit(words, place)
            blocked.append(place)
    return out


def _free(
    words: pygame.Rect,
    spot: tuple[float, float],
    off: float,
    blocked: Sequence[pygame.Rect],
    size: tuple[int, int],
) -> pygame.Rect | None:
    """The first place around a spot where words meet nothing and stay in the window."""
    x, y = spot
    w, h = words.size
    middle = x - w / 2, y - h / 2
    tries = (
        (middle[0], y + off),
        (x + off, middle[1]),
        (middle[0], y - off - h),
        (x - off - w, middle[1]),
        (x + off, y + off / 2),
        (x + off, y - off / 2 - h),
        (x - off - w, y + off / 2),
        (x - off - w, y - off / 2 - h),
        *((x - w * share, y + down) for down in (off, -off - h) for share in (0.2, 0.8)),
    )
    window = pygame.Rect((0, 0), size)
    for left, top in tries:
        rect = pygame.Rect(round(left), round(top), w, h)
        tight = rect.inflate(-4, -round(h * 0.3))
        if window.contains(rect) and tight.collidelist(list(blocked)) < 0:
            return rect
    return None


def _draw_marks(
    out: pygame.Surface,
    picture: Picture,
    spots: dict[str, tuple[float, float]],
    theme: Theme,
    scale: float,
    blocked: list[pygame.Rect],
) -> None:
    """Signs in discs, beside the dot one after another."""
    count: dict[str, int] = {}
    r = 8 * scale
    size = round(SMALL * scale)
    for mark in picture.marks:
        if mark.nation not in spots:
            continue
        place = count.get(mark.nation, 0)
        count[mark.nation] = place + 1
        x, y = spots[mark.nation]
        x, y = x + 11 * scale + 2.2 * r * place, y - 9 * scale
        painter.dot(out, (x, y), r, mark.ink, theme.halo)
        ink = theme.on_accent
        wide = lettering.width(mark.sign, size, SEMIBOLD)
        top = round(y) - lettering.line_height(size) // 2
        painter.text(out, (round(x - wide / 2), top), mark.sign, size, ink, SEMIBOLD)
        blocked.append(pygame.Rect(x - r, y - r, 2 * r, 2 * r))
