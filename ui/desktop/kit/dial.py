"""A dial: an amount in even steps, dragged with the pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.kit.widgets import ink_of


@dataclass
class Dial(Box):
    """A trough with a knob at one of its notches; ``turn`` is what being put at one tells."""

    notch: int = 0
    notches: int = 20
    turn: Callable[[int], Msg] | None = None
    ink: str = "accent"
    high: float | None = 20

    def at(self, point: tuple[int, int]) -> Box | None:
        """Itself: it takes the pointer without being a button."""
        return self if self.rect.collidepoint(point) else None

    def under(self, x: int) -> int:
        """The notch nearest to a pixel."""
        first, last = self._ends()
        share = (x - first) / max(last - first, 1)
        return round(min(max(share, 0.0), 1.0) * self.notches)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The trough, filled up to the knob."""
        theme, (first, last) = kit.theme, self._ends()
        x = first + round((last - first) * self.notch / self.notches)
        trough = pygame.Rect(0, 0, self.rect.width, kit.px(6))
        trough.center = self.rect.center
        painter.rounded(target, trough, trough.height // 2, (*theme.rule, 255))
        ink = ink_of(theme, self.ink)
        filled = pygame.Rect(trough.left, trough.top, x - trough.left, trough.height)
        painter.rounded(target, filled, trough.height // 2, (*ink, 255))
        lit = bool(self.id) and kit.hover == self.id
        painter.dot(target, (x, self.rect.centery), kit.px(8 if lit else 7), ink, theme.ink)

    def _ends(self) -> tuple[int, int]:
        """Where the knob is at the first notch and at the last."""
        return self.rect.left + self.rect.height // 2, self.rect.right - self.rect.height // 2
