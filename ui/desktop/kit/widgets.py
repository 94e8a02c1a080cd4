"""Boxes that show and take something: words, buttons, choices, meters, chips."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Kit
from ui.desktop.kit.theme import BODY, SMALL, Colour, Theme, mix
from ui.desktop.kit.type import BOLD, MEDIUM, REGULAR, SEMIBOLD

LEFT, CENTRE, RIGHT = range(3)

#: Width of the frame around the box that the keyboard is on.
FOCUS = 2


def ink_of(theme: Theme, name: str) -> Colour:
    """A colour of the theme by its name: ``ink``, ``muted``, ``good`` ..."""
    found = getattr(theme, name)
    assert isinstance(found, tuple)
    return found


@dataclass
class Words(Box):
    """Text, wrapped to the room there is."""

    text: str = ""
    points: float = BODY
    weight: int = REGULAR
    ink: str = "ink"
    align: int = LEFT
    wrap: bool = True

    def lines(self, kit: Kit, room: int) -> tuple[str, ...]:
        """The lines as they are drawn in so much room."""
        if not self.wrap:
            return (self.text,)
        return lettering.wrapped(self.text, kit.px(self.points), self.weight, room)

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as its longest line."""
        size = kit.px(self.points)
        lines = self.lines(kit, room)
        widest = max(lettering.width(line, size, self.weight) for line in lines)
        return widest, lettering.line_height(size) * len(lines)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The lines from the top."""
        size = kit.px(self.points)
        y = self.rect.top
        ink = ink_of(kit.theme, self.ink)
        for line in self.lines(kit, self.rect.width):
            spare = self.rect.width - lettering.width(line, size, self.weight)
            x = self.rect.left + (0, spare // 2, spare)[self.align]
            painter.text(target, (x, y), line, size, ink, self.weight)
            y += lettering.line_height(size)


def caption(text: str, *, ink: str = "muted") -> Words:
    """A small heading over a part of a panel."""
    return Words(text=text.upper(), points=SMALL, weight=SEMIBOLD, ink=ink)


def number(
    text: str, *, ink: str = "ink", wide: float | None = None, weight: int = MEDIUM
) -> Words:
    """A number, set flush right so that columns line up."""
    return Words(text=text, ink=ink, align=RIGHT, wide=wide, weight=weight, wrap=False)


@dataclass
class Button(Box):
    """Something that can be done, with its key."""

    text: str = ""
    main: bool = False  # what the screen is for
    chosen: bool = False
    points: float = BODY
    flat: bool = False

    def _parts(self, kit: Kit) -> tuple[int, int, int]:
        size = kit.px(self.points)
        words = lettering.width(self.text, size, SEMIBOLD)
        key = lettering.width(self.key, kit.px(SMALL), MEDIUM) + kit.px(10) if self.key else 0
        return size, words, key

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """Room for the words and the key."""
        del room
        size, words, key = self._parts(kit)
        wide = words + kit.px(24) + (key + kit.px(8) if key else 0)
        return wide, lettering.line_height(size) + kit.px(12)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The ground tells whether it can be used; the frame that the keyboard is on it."""
        theme, over = kit.theme, self.enabled and kit.hover == self.id and bool(self.id)
        fill = theme.accent if self.main else theme.hover if self.chosen else theme.card
        ink = theme.on_accent if self.main else theme.ink
        if not self.enabled:
            fill, ink = theme.panel, theme.muted
        elif over:
            fill = mix(fill, theme.ink, 0.12)
        focus = self.id and kit.focus == self.id
        rim = theme.ink if focus else theme.accent if self.chosen else theme.rule
        if not self.flat or over or focus or self.chosen:
            edge = kit.px(FOCUS if focus else 1)
            painter.rounded(target, self.rect, kit.px(7), (*fill, 255), (*rim, 255), edge)
        size, words, key = self._parts(kit)
        whole = words + (key + kit.px(8) if key else 0)
        x = self.rect.left + (self.rect.width - whole) // 2
        top = self.rect.top + (self.rect.height - lettering.line_height(size)) // 2
        painter.text(target, (x, top), self.text, size, ink, SEMIBOLD)
        if key:
            self._draw_key(kit, target, x + words + kit.px(8), ink)

    def _draw_key(self, kit: Kit, target: pygame.Surface, x: int, ink: Colour) -> None:
        size = kit.px(SMALL)
        wide = lettering.width(self.key, size, MEDIUM) + kit.px(10)
        high = lettering.line_height(size) + kit.px(2)
        rect = pygame.Rect(x, self.rect.centery - high // 2, wide, high)
        painter.rounded(target, rect, kit.px(4), (0, 0, 0, 0), (*ink, 130))
        painter.text(target, (x + kit.px(5), rect.top + kit.px(1)), self.key, size, ink, MEDIUM)


@dataclass
class Choice(Box):
    """One of several, of which one is chosen; or a mark of its own that is set or not."""

    text: str = ""
    chosen: bool = False
    square: bool = False  # can be set beside others
    note: str = ""

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """The mark, the words, and a note at the right end."""
        del room
        size = kit.px(BODY)
        words = lettering.width(self.text, size, SEMIBOLD)
        note = lettering.width(self.note, size, REGULAR) + kit.px(12) if self.note else 0
        return kit.px(24) + words + note, lettering.line_height(size) + kit.px(6)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Filled where chosen; brighter under the pointer."""
        theme, size = kit.theme, kit.px(BODY)
        middle = self.rect.centery
        side = kit.px(14)
        mark = pygame.Rect(self.rect.left + kit.px(1), middle - side // 2, side, side)
        on = theme.accent if self.chosen else theme.muted
        rim = theme.accent if self.id and self.id == kit.hover else on
        if self.id and self.id == kit.focus:
            around = self.rect.inflate(kit.px(8), 0)
            clear = (*theme.panel, 0)
            painter.rounded(target, around, kit.px(5), clear, (*theme.ink, 255), kit.px(FOCUS))
        radius = kit.px(3) if self.square else side // 2
        painter.rounded(target, mark, radius, (*theme.card, 255), (*rim, 255), kit.px(1.5))
        if self.chosen:
            inner = mark.inflate(-kit.px(7), -kit.px(7))
            painter.rounded(target, inner, max(radius - kit.px(3), 1), (*theme.accent, 255))
        ink = theme.ink if self.chosen or kit.hover == self.id else theme.muted
        ink = ink if self.enabled else mix(theme.muted, theme.panel, 0.4)
        top = middle - lettering.line_height(size) // 2
        weight = SEMIBOLD if self.chosen else REGULAR
        painter.text(target, (self.rect.left + kit.px(24), top), self.text, size, ink, weight)
        if self.note:
            x = self.rect.right - lettering.width(self.note, size, REGULAR)
            painter.text(target, (x, top), self.note, size, theme.muted)


@dataclass
class Meter(Box):
    """A value as a bar: from the left from 0 to 1, or to both sides of a middle."""

    value: float = 0.0
    ink: str = "cyan"
    signed: bool = False
    mark: float | None = None  # a second value, as a thin line
    wide: float | None = 60
    high: float | None = 6

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The trough, and as much of it as the value says."""
        theme, rect = kit.theme, self.rect
        painter.rounded(target, rect, rect.height // 2, (*theme.rule, 255))
        share = max(min(self.value, 1.0), -1.0)
        if self.signed:
            middle = rect.left + rect.width // 2
            reach = round(abs(share) * rect.width / 2)
            ink = theme.good if share >= 0 else theme.bad
            left = middle if share >= 0 else middle - reach
            if reach:
                target.fill(ink, (left, rect.top, reach, rect.height))
            target.fill(theme.muted, (middle, rect.top - 1, 1, rect.height + 2))
        elif share > 0:
            bar = pygame.Rect(
                rect.left, rect.top, max(round(share * rect.width), rect.height), rect.height
            )
            painter.rounded(target, bar, rect.height // 2, (*ink_of(theme, self.ink), 255))
        if self.mark is not None:
            x = rect.left + round(max(min(self.mark, 1.0), 0.0) * rect.width)
            target.fill(theme.ink, (x - 1, rect.top - kit.px(2), 2, rect.height + 2 * kit.px(2)))


@dataclass
class Chip(Box):
    """A short word about something, in a frame of its colour."""

    text: str = ""
    ink: str = "cyan"

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """Room for the word."""
        del room
        size = kit.px(SMALL)
        return lettering.width(self.text, size, MEDIUM) + kit.px(16), lettering.line_height(
            size
        ) + kit.px(4)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The frame and the word."""
        ink = ink_of(kit.theme, self.ink)
        fill = mix(kit.theme.panel, ink, 0.14)
        painter.rounded(
            target, self.rect, self.rect.height // 2, (*fill, 255), (*mix(fill, ink, 0.5), 255)
        )
        at = self.rect.left + kit.px(8), self.rect.top + kit.px(2)
        painter.text(target, at, self.text, kit.px(SMALL), ink, MEDIUM)


@dataclass
class Ramp(Box):
    """A legend: a scale of colours with words at its ends."""

    colours: tuple[Colour, ...] = ()
    labels: tuple[str, ...] = ()
    high: float | None = 28

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The scale in steps, the words below it."""
        rect = pygame.Rect(self.rect.left, self.rect.top, self.rect.width, kit.px(9))
        count = len(self.colours)
        for k, ink in enumerate(self.colours):
            left, right = (
                rect.left + rect.width * k // count,
                rect.left + rect.width * (k + 1) // count,
            )
            target.fill(ink, (left, rect.top, right - left, rect.height))
        size = kit.px(SMALL)
        for k, label in enumerate(self.labels):
            wide = lettering.width(label, size, REGULAR)
            share = k / max(len(self.labels) - 1, 1)
            x = rect.left + round((rect.width - wide) * share)
            painter.text(target, (x, rect.bottom + kit.px(2)), label, size, kit.theme.muted)


@dataclass
class Field(Box):
    """One line that is typed into."""

    text: str = ""
    hint: str = ""
    wide: float | None = 220
    most: int = 80  # letters that it takes

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """One line with room around it."""
        del room
        return kit.px(self.wide or 0), lettering.line_height(kit.px(BODY)) + kit.px(12)

    def at(self, point: tuple[int, int]) -> Box | None:
        """Itself: a click puts the keyboard on it."""
        return self if self.rect.collidepoint(point) else None

    def shown(self, kit: Kit) -> str:
        """The end of what was typed, as much as there is room for."""
        size, room = kit.px(BODY), self.rect.width - kit.px(20)
        first = 0
        while lettering.width(self.text[first:], size, REGULAR) > room:
            first += 1
        return self.text[first:]

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """What was typed, or the hint; a bar where typing goes on."""
        theme, size = kit.theme, kit.px(BODY)
        active = kit.focus == self.id
        rim, edge = (theme.ink, kit.px(FOCUS)) if active else (theme.muted, 1)
        painter.rounded(target, self.rect, kit.px(6), (*theme.card, 255), (*rim, 255), edge)
        at = self.rect.left + kit.px(10), self.rect.top + kit.px(6)
        shown = self.shown(kit)
        words, ink = (shown, theme.ink) if self.text else (self.hint, theme.muted)
        painter.text(target, at, words, size, ink)
        if active:
            x = at[0] + lettering.width(shown, size, REGULAR) + kit.px(1)
            target.fill(theme.accent, (x, at[1] + kit.px(2), kit.px(1), size))


__all__ = [
    "BOLD",
    "CENTRE",
    "LEFT",
    "MEDIUM",
    "REGULAR",
    "RIGHT",
    "SEMIBOLD",
    "Button",
    "Chip",
    "Choice",
    "Field",
    "Meter",
    "Ramp",
    "Words",
    "caption",
    "ink_of",
    "number",
]
