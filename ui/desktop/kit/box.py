"""Boxes and how they share a place: rows, columns, layers, panels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit.theme import Theme

#: What a box tells the model when it is used: a name and whatever belongs to it.
Msg = tuple[Any, ...]


@dataclass(frozen=True)
class Kit:
    """What all boxes of a window share."""

    theme: Theme
    scale: float = 1.0
    hover: str = ""  # id of the box under the pointer
    focus: str = ""  # id of the box that the keyboard is on

    def px(self, units: float) -> int:
        """A length in pixels; never nothing."""
        return max(round(units * self.scale), 1)


@dataclass(frozen=True, slots=True)
class Tip:
    """What is told of a box under the pointer: heading, number, and the items that sum to it."""

    title: str
    value: str = ""
    items: tuple[tuple[str, float], ...] = ()
    text: str = ""
    foot: str = ""


@dataclass
class Box:
    """A piece of a screen. Subclasses say what they want, place what is in them, and draw."""

    id: str = ""
    on: Msg | None = None  # told when it is clicked, or Enter is pressed on it
    key: str = ""  # the key that does the same, as shown on it
    tip: Tip | None = None
    enabled: bool = True
    grow: int = 0  # share of the room that is left
    wide: float | None = None  # width wanted, in units; else what its content wants
    high: float | None = None
    rect: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    _sizes: dict[tuple[float | None, ...], tuple[int, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def children(self) -> Sequence[Box]:
        """The boxes in it, bottom first."""
        return ()

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """Width and height wanted, in pixels, where ``room`` is the width there is at most."""
        del room
        return kit.px(self.wide or 0), kit.px(self.high or 0)

    def size(self, kit: Kit, room: int) -> tuple[int, int]:
        """``want`` with the width and height that were set; worked out once for each room."""
        key = kit.scale, room, self.wide, self.high, len(self.children())
        found = self._sizes.get(key)
        if found is None:
            if self.wide is not None:
                room = min(room, kit.px(self.wide))
            w, h = self.want(kit, room)
            w = w if self.wide is None else kit.px(self.wide)
            found = self._sizes[key] = w, h if self.high is None else kit.px(self.high)
        return found

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Take a place, and give the boxes in it theirs."""
        del kit
        self.rect = rect

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Draw itself and what is in it."""
        for child in self.children():
            child.draw(kit, target)

    def walk(self) -> Iterator[Box]:
        """Itself and everything in it, bottom first."""
        yield self
        for child in self.children():
            yield from child.walk()

    def at(self, point: tuple[int, int]) -> Box | None:
        """The topmost box at a point that takes a click or has a tip."""
        if not self.rect.collidepoint(point):
            return None
        for child in reversed(self.children()):
            found = child.at(point)
            if found is not None:
                return found
        return self if self.on is not None or self.tip is not None else None

    def find(self, name: str) -> Box | None:
        """The box of an id."""
        return next((box for box in self.walk() if box.id == name), None)


@dataclass
class Group(Box):
    """A box with boxes in it."""

    items: list[Box] = field(default_factory=list)
    gap: float = 8
    pad: float = 0

    def children(self) -> Sequence[Box]:
        """The boxes in it."""
        return self.items


@dataclass
class Column(Group):
    """Boxes below each other, each as wide as the column."""

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as its widest, as high as all."""
        pad, gap = 2 * kit.px(self.pad) * bool(self.pad), kit.px(self.gap) * bool(self.gap)
        sizes = [item.size(kit, room - pad) for item in self.items]
        gaps = gap * max(len(sizes) - 1, 0)
        return max((w for w, _ in sizes), default=0) + pad, sum(h for _, h in sizes) + gaps + pad

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Heights as wanted; what is left goes to those that grow."""
        self.rect = rect
        inner = rect.inflate(*(-2 * kit.px(self.pad) * bool(self.pad),) * 2)
        gap = kit.px(self.gap) * bool(self.gap)
        heights = [item.size(kit, inner.width)[1] for item in self.items]
        left = inner.height - sum(heights) - gap * max(len(heights) - 1, 0)
        shares = sum(item.grow for item in self.items)
        y = inner.top
        for item, height in zip(self.items, heights, strict=True):
            extra = left * item.grow // shares if shares else 0
            tall = max(height + extra, 0)
            item.place(kit, pygame.Rect(inner.left, y, inner.width, tall))
            y += tall + gap


@dataclass
class Row(Group):
    """Boxes beside each other, centred on one line unless they fill it."""

    fill: bool = False  # whether all are as high as the row

    def _widths(self, kit: Kit, room: int) -> list[int]:
        gap = kit.px(self.gap) * bool(self.gap)
        left = room - gap * max(len(self.items) - 1, 0)
        fixed = [0 if item.grow else item.size(kit, left)[0] for item in self.items]
        shares = sum(item.grow for item in self.items)
        over = max(left - sum(fixed), 0)
        return [
            over * item.grow // shares if item.grow else width
            for item, width in zip(self.items, fixed, strict=True)
        ]

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as all, as high as its highest."""
        pad = 2 * kit.px(self.pad) * bool(self.pad)
        if any(item.grow for item in self.items):
            widths = self._widths(kit, room - pad)
            wide = room
        else:
            widths = self._widths(kit, room - pad)
            wide = sum(widths) + kit.px(self.gap) * max(len(widths) - 1, 0) * bool(self.gap) + pad
        sizes = [item.size(kit, w) for item, w in zip(self.items, widths, strict=True)]
        return wide, max((h for _, h in sizes), default=0) + pad

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Widths as wanted; what is left goes to those that grow."""
        self.rect = rect
        inner = rect.inflate(*(-2 * kit.px(self.pad) * bool(self.pad),) * 2)
        x = inner.left
        for item, width in zip(self.items, self._widths(kit, inner.width), strict=True):
            height = inner.height if self.fill else min(item.size(kit, width)[1], inner.height)
            top = inner.top + (inner.height - height) // 2
            item.place(kit, pygame.Rect(x, top, width, height))
            x += width + kit.px(self.gap) * bool(self.gap)


@dataclass
class Layers(Group):
    """Boxes over each other, each in a place of its own choice within the whole."""

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As large as the largest."""
        sizes = [item.size(kit, room) for item in self.items]
        return max((w for w, _ in sizes), default=0), max((h for _, h in sizes), default=0)

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """All get the whole."""
        self.rect = rect
        for item in self.items:
            item.place(kit, rect)


@dataclass
class Panel(Column):
    """A column on a ground of its own."""

    pad: float = 14
    raised: bool = False  # a card on a panel
    solid: bool = True

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Ground with a frame, then what is in it."""
        theme = kit.theme
        fill = theme.card if self.raised else theme.panel
        if self.on is not None and self.enabled and kit.hover == self.id:
            fill = theme.hover
        focus = bool(self.id) and kit.focus == self.id
        rim, edge = (theme.ink, kit.px(2)) if focus else (theme.rule, 1)
        alpha = 255 if self.solid else 236
        painter.rounded(target, self.rect, kit.px(8), (*fill, alpha), (*rim, 255), edge)
        super().draw(kit, target)


@dataclass
class Space(Box):
    """Nothing, as much as there is or as was asked."""


@dataclass
class Rule(Box):
    """A thin line across."""

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """A pixel high."""
        return room, kit.px(1)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The line."""
        target.fill(kit.theme.rule, self.rect)
