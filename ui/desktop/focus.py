"""Where the keyboard goes: to the next box, to the one that lies in a direction, into sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pygame

from ui.desktop.kit.box import Box, Msg
from ui.desktop.kit.table import Scroll
from ui.desktop.kit.widgets import Field

#: What an arrow key means: steps right and down.
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

#: How much farther something seems that lies aside.
ASIDE = 3

#: Share of a window's height that a page up or down moves it.
PAGE = 0.8


def targets(layer: Box) -> list[Box]:
    """What the keyboard can be on: everything that takes a click, and fields."""
    return [b for b in layer.walk() if b.id and b.enabled and (b.on or isinstance(b, Field))]


def scrolls(layer: Box) -> Iterator[Scroll]:
    """The windows on longer things, outer before inner."""
    return (box for box in layer.walk() if isinstance(box, Scroll))


def neighbour(layer: Box, now: Box, arrow: str) -> Box | None:
    """The box that an arrow leads to from the one that the keyboard is on.

    What is scrolled out of sight is met only from within the same window.
    """
    right, down = ARROWS[arrow]
    best, least = None, 0.0
    for box in _met(layer, now):
        far = _gap(now.rect, box.rect, right, down)
        if far is None:
            continue
        shift = box.rect.centery - now.rect.centery if right else box.rect.left - now.rect.left
        cost = far + ASIDE * _gap_aside(now.rect, box.rect, right) + 0.01 * abs(shift)
        if best is None or cost < least:
            best, least = box, cost
    return best


def _met(layer: Box, now: Box) -> list[Box]:
    found = [box for box in targets(layer) if box is not now]
    for window in scrolls(layer):
        within = list(window.walk())
        if not any(box is now for box in within):
            hidden = {id(b) for b in within if not window.rect.colliderect(b.rect)}
            found = [box for box in found if id(box) not in hidden]
    return found


def _gap(now: pygame.Rect, other: pygame.Rect, right: int, down: int) -> int | None:
    """How far along the arrow the other lies; ``None`` where it does not lie that way."""
    ahead = (other.centerx - now.centerx) * right + (other.centery - now.centery) * down
    if ahead <= 0:
        return None
    if right:
        gap = other.left - now.right if right > 0 else now.left - other.right
        over = min(other.right, now.right) - max(other.left, now.left)
        least = min(other.width, now.width)
    else:
        gap = other.top - now.bottom if down > 0 else now.top - other.bottom
        over = min(other.bottom, now.bottom) - max(other.top, now.top)
        least = min(other.height, now.height)
    return None if over > least // 2 else max(gap, 0)


def _gap_aside(now: pygame.Rect, other: pygame.Rect, right: int) -> int:
    if right:
        return max(other.top - now.bottom, now.top - other.bottom, 0)
    return max(other.left - now.right, now.left - other.right, 0)


def into_sight(layer: Box, box: Box) -> Iterator[Msg]:
    """The messages that scroll a box into its windows."""
    for window in scrolls(layer):
        if any(one is box for one in window.walk()):
            rect, place = box.rect, window.rect
            over = max(rect.bottom - place.bottom, 0) - max(place.top - rect.top, 0)
            if over:
                yield "scroll", window.id, min(max(window.offset + over, 0), window.reach)


def paged(layer: Box, focus: Box | None, at: tuple[int, int], way: int) -> Msg | None:
    """What a page up (-1) or down (1) does.

    It moves the window that the keyboard is in, else the one under the pointer, else the largest.
    """
    longer: Sequence[Scroll] = [window for window in scrolls(layer) if window.reach]
    if not longer:
        return None
    around = [w for w in longer if focus is not None and any(b is focus for b in w.walk())]
    under = [w for w in longer if w.rect.collidepoint(at)]
    window = (around or under or [max(longer, key=lambda w: w.rect.width * w.rect.height)])[-1]
    offset = window.offset + way * round(window.rect.height * PAGE)
    return "scroll", window.id, min(max(offset, 0), window.reach)


def is_text(name: str) -> bool:
    """Whether a key belongs to what is being typed, and not to the screen."""
    bare = name.removeprefix("shift+")
    return len(bare) == 1 or bare in ("space", "backspace", "left", "right")


def key_name(event: pygame.event.Event) -> str:
    """The name of a key with what is held down beside it: ``ctrl+s``, ``shift+tab``, ``f1``."""
    held = ""
    if event.mod & pygame.KMOD_CTRL:
        held += "ctrl+"
    if event.mod & pygame.KMOD_SHIFT:
        held += "shift+"
    name = pygame.key.name(event.key)
    return held + ("return" if name == "enter" else name)
