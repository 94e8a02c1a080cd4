"""Text: fonts at native size, measured and rendered once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pygame

from ui.desktop.kit.theme import Colour

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold")
REGULAR, MEDIUM, SEMIBOLD, BOLD = range(4)


@lru_cache(maxsize=128)
def font(size: int, weight: int) -> pygame.font.Font:
    """The font of a size in pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(FONTS / f"Inter-{WEIGHTS[weight]}.ttf", size)


@lru_cache(maxsize=8192)
def width(text: str, size: int, weight: int) -> int:
    """Width of one line in pixels."""
    return font(size, weight).size(text)[0]


@lru_cache(maxsize=128)
def line_height(size: int) -> int:
    """Distance of lines in pixels."""
    return round(size * 1.4)


@lru_cache(maxsize=4096)
def wrapped(text: str, size: int, weight: int, room: int) -> tuple[str, ...]:
    """The text in lines no wider than ``room`` pixels; only a single word may be wider."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, weight) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


@lru_cache(maxsize=4096)
def rendered(text: str, size: int, weight: int, ink: Colour) -> pygame.Surface:
    """One line as a picture with clear ground."""
    return font(size, weight).render(text, True, ink)


@lru_cache(maxsize=1024)
def haloed(
    text: str, size: int, weight: int, ink: Colour, halo: Colour, reach: int
) -> pygame.Surface:
    """One line with a rim around its letters, to be read on any ground."""
    core = rendered(text, size, weight, ink)
    rim = rendered(text, size, weight, halo)
    out = pygame.Surface((core.width + 2 * reach, core.height + 2 * reach), pygame.SRCALPHA)
    for dx in range(2 * reach + 1):
        for dy in range(2 * reach + 1):
            if (dx - reach) ** 2 + (dy - reach) ** 2 <= reach * reach + 1:
                out.blit(rim, (dx, dy))
    out.blit(core, (reach, reach))
    return out
