"""The display: a window where there is one, a clear sentence where there is none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from sim.errors import DetenteError

#: Drivers of SDL that show nothing: what it falls back to where there is no screen.
_BLIND = ("offscreen", "dummy")

#: The smallest window for which sizes are given; larger ones are scaled up.
DESIGN = (1280, 720)


def opened(size: tuple[int, int] | None, instead: str) -> pygame.Surface:
    """Open the window; ``instead`` says what works without one.

    Raises ``DetenteError`` where there is no screen: SDL would go on without showing anything.
    """
    if not available():
        raise DetenteError(f"there is no display to open a window on; {instead}")
    pygame.font.init()
    surface = pygame.display.set_mode(size or _fitting(), pygame.RESIZABLE)
    pygame.display.set_caption("Détente")
    return surface


def available() -> bool:
    """Whether there is a screen, or a driver without one was asked for by name."""
    with _unheard():
        pygame.display.init()
    found = pygame.display.get_driver() not in _BLIND or bool(os.environ.get("SDL_VIDEODRIVER"))
    if not found:
        pygame.display.quit()
    return found


@contextmanager
def _unheard() -> Iterator[None]:
    """While within, nothing that a library writes to the terminal by itself is seen.

    Looking for a display, SDL names variables that a person never set; what matters is said by
    ``opened`` in its own words.
    """
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _fitting() -> tuple[int, int]:
    """A window that fits on the screen with room for its frame."""
    wide, high = pygame.display.get_desktop_sizes()[0]
    return max(min(wide - 80, 1600), DESIGN[0]), max(min(high - 120, 900), DESIGN[1])
