"""Boxes that are asked for their tip when the pointer comes, and rows that flow onto new lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit.box import Box, Group, Kit, Row, Tip
from ui.desktop.kit.table import Line
from ui.desktop.kit.widgets import ink_of


@dataclass
class Told(Row):
    """A row whose tip is worked out when the pointer first comes to it."""

    ask: Callable[[], Tip] | None = None

    def at(self, point: tuple[int, int]) -> Box | None:
        """As any row; where nothing in it answers, with the tip."""
        if self.ask is not None and self.tip is None and self.rect.collidepoint(point):
            self.tip = self.ask()
        return super().at(point)


@dataclass
class TellingLine(Line):
    """A line of a table that can be chosen, with the tip of the number under the pointer."""

    def at(self, point: tuple[int, int]) -> Box | None:
        """The line itself; it tells what the number under the pointer tells."""
        found = super().at(point)
        if isinstance(found, Told) and found.on is None:
            return replace(self, tip=found.tip)
        return found


@dataclass
class Flow(Group):
    """Boxes beside each other that go on in a new line where there is no more room."""

    gap: float = 6

    def _lines(self, kit: Kit, room: int) -> list[list[tuple[Box, int, int]]]:
        lines: list[list[tuple[Box, int, int]]] = [[]]
        used, gap = 0, kit.px(self.gap)
        for item in self.items:
            wide, high = item.size(kit, room)
            wide = min(wide, room)
            if lines[-1] and used + gap + wide > room:
                lines.append([])
                used = 0
            used += wide + (gap if lines[-1] else 0)
            lines[-1].append((item, wide, high))
        return lines

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as there is room, as high as its lines."""
        lines, gap = self._lines(kit, room), kit.px(self.gap)
        high = sum(max((h for *_, h in line), default=0) for line in lines)
        return room, high + gap * (len(lines) - 1)

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Line by line from the top left."""
        self.rect = rect
        y, gap = rect.top, kit.px(self.gap)
        for line in self._lines(kit, rect.width):
            x = rect.left
            for item, wide, high in line:
                item.place(kit, pygame.Rect(x, y, wide, high))
                x += wide + gap
            y += max((h for *_, h in line), default=0) + gap


@dataclass
class Dot(Box):
    """A small disc of a colour, before a line of text."""

    ink: str = "gold"
    wide: float | None = 8
    high: float | None = 8

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The disc."""
        painter.dot(target, self.rect.center, kit.px(3), ink_of(kit.theme, self.ink))
