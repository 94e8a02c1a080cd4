"""What can be seen to be wrong with a tree of boxes, without looking at a picture."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import pygame
import pytest

from ui.desktop.kit import painter
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Column, Kit, Row
from ui.desktop.kit.table import Scroll
from ui.desktop.kit.theme import Colour
from ui.desktop.live import Live

#: Boxes whose text may reach over the next ones, which have none.
LOOSE = ("Tick",)

#: Pixels by which a box or a text may reach out: rounding of lengths.
SLACK = 2


@dataclass(frozen=True)
class Written:
    """One line of text as it is drawn."""

    words: str
    rect: pygame.Rect
    ink: Colour
    ground: Colour
    box: Box


def name_of(box: Box) -> str:
    """A box in a report: its id, else its kind and its text."""
    return box.id or f"{type(box).__name__}({getattr(box, 'text', '')!r})"


@contextmanager
def _noting(layer: Box, *, drawn: bool) -> Iterator[list[Written]]:
    """While within, every line that is drawn is noted with the box that drew it."""
    stack: list[Box] = []
    found: list[Written] = []
    plain = painter.text

    def within(box: Box) -> None:
        draw = type(box).draw

        def noted(kit: Kit, target: pygame.Surface) -> None:
            stack.append(box)
            draw(box, kit, target)
            stack.pop()

        box.draw = noted  # type: ignore[method-assign]

    def text(target, at, words, size, ink, weight=lettering.REGULAR):
        high = lettering.line_height(size)
        rect = pygame.Rect(*at, lettering.width(words, size, weight), high)
        if words.strip():
            ground = _ground(target, rect) if drawn else (0, 0, 0)
            found.append(Written(words, rect, ink, ground, stack[-1]))
        if drawn:
            plain(target, at, words, size, ink, weight)

    boxes = list(layer.walk())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(painter, "text", text)
        if not drawn:
            for name in ("rounded", "polyline", "dashed", "dot"):
                patch.setattr(painter, name, lambda *_args, **_named: None)
        for box in boxes:
            within(box)
        yield found
    for box in boxes:
        del box.draw


def _ground(target: pygame.Surface, rect: pygame.Rect) -> Colour:
    """The colour that a text is drawn on: in the middle of its left end, before it is drawn."""
    inside = rect.clip(target.get_clip())
    if inside.width < 1 or inside.height < 1:
        return (0, 0, 0)
    r, g, b, _ = target.get_at((inside.left, inside.centery))
    return r, g, b


def written(layer: Box, kit: Kit, target: pygame.Surface | None = None) -> list[Written]:
    """The lines of a layer; with ``target`` it is drawn there, and grounds are known."""
    surface = target or pygame.Surface((1, 1))
    with _noting(layer, drawn=target is not None) as found:
        for part in layer.children():
            if not isinstance(part, Live):
                part.draw(kit, surface)
    return found


def faults(layer: Box, kit: Kit, size: tuple[int, int]) -> list[str]:
    """Everything about the places of boxes and texts that is not as it should be."""
    found = []
    window = pygame.Rect((0, 0), size)
    if not window.contains(layer.rect):
        found.append(f"the screen {layer.rect} is larger than the window")
    found += _outside(layer, scrolled=False)
    found += _overlapping(layer)
    found += _panels(layer)
    for line in written(layer, kit):
        box = line.box.rect.inflate(2 * SLACK, 2 * SLACK)
        if type(line.box).__name__ in LOOSE:
            box.width = max(box.width, line.rect.width + 2 * SLACK)
        if line.rect.left < box.left or line.rect.right > box.right:
            found.append(f"{line.words!r} {line.rect} is wider than {name_of(line.box)} {box}")
        if line.rect.top < box.top or line.rect.bottom > box.bottom:
            found.append(f"{line.words!r} {line.rect} is higher than {name_of(line.box)} {box}")
    return list(dict.fromkeys([*found, *_on_each_other(written(layer, kit), layer)]))


def _on_each_other(lines: list[Written], layer: Box) -> Iterator[str]:
    """Texts that lie over each other; what is scrolled out of sight does not count."""
    hidden = set()
    for window in layer.walk():
        if isinstance(window, Scroll):
            hidden |= {id(b) for b in window.walk() if not window.rect.contains(b.rect)}
    seen = [line for line in lines if id(line.box) not in hidden]
    rects = [line.rect.inflate(-4, -line.rect.height // 2) for line in seen]
    for k, rect in enumerate(rects):
        for j in rect.collidelistall(rects):
            if j > k:
                yield f"{seen[k].words!r} {seen[k].rect} lies over {seen[j].words!r} {seen[j].rect}"


def _outside(box: Box, *, scrolled: bool) -> Iterator[str]:
    """Boxes that are not within the one that holds them; a window that scrolls bounds the width."""
    room = box.rect.inflate(2 * SLACK, 2 * SLACK)
    for child in box.children():
        rect = child.rect
        wide = room.left <= rect.left and rect.right <= room.right
        high = room.top <= rect.top and rect.bottom <= room.bottom
        loose = isinstance(box, Scroll)
        if rect.width and rect.height and not (wide and (high or loose)):
            yield f"{name_of(child)} {rect} is outside {name_of(box)} {box.rect}"
        yield from _outside(child, scrolled=scrolled or loose)
    if isinstance(box, Scroll) and box.rect.height < 1:
        yield f"{name_of(box)} has no height"


def _overlapping(layer: Box) -> Iterator[str]:
    """Neighbours in a row or a column that lie over each other."""
    for group in layer.walk():
        if isinstance(group, Row | Column):
            items = [item for item in group.items if item.rect.width and item.rect.height]
            for one, two in pairwise(items):
                if one.rect.inflate(-2, -2).colliderect(two.rect.inflate(-2, -2)):
                    yield f"{name_of(one)} {one.rect} lies over {name_of(two)} {two.rect}"


def _panels(layer: Box) -> Iterator[str]:
    """Parts of a screen that lie over each other."""
    parts = [part for part in layer.children() if not isinstance(part, Live)]
    for k, one in enumerate(parts):
        for two in parts[k + 1 :]:
            if one.rect.colliderect(two.rect):
                yield f"the part {name_of(one)} {one.rect} lies over {name_of(two)} {two.rect}"


def contrast(one: Colour, two: Colour) -> float:
    """Contrast of two colours as WCAG 2 has it, 1 to 21."""
    lights = sorted((_light(one), _light(two)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _light(colour: Colour) -> float:
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
