"""Tables and long lists: rows that line up, seen through a window that scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row, Tip
from ui.desktop.kit.widgets import LEFT, RIGHT, Words, caption, number


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table: its words, its width in units (0: what is left), how it is set."""

    text: str
    wide: float = 0
    align: int = LEFT


Cell = str | Box


@dataclass
class Line(Row):
    """A row of a table that can be chosen; ``high`` is the least that it takes."""

    chosen: bool = False

    def size(self, kit: Kit, room: int) -> tuple[int, int]:
        """Higher where a text in it goes on in a second line."""
        key = kit.scale, room, self.wide, self.high, -1
        found = self._sizes.get(key)
        if found is None:
            wide, high = self.want(kit, room if self.wide is None else kit.px(self.wide))
            wide = wide if self.wide is None else kit.px(self.wide)
            found = self._sizes[key] = wide, max(high, kit.px(self.high or 0))
        return found

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Lit under the pointer, framed under the keyboard, filled where chosen."""
        theme = kit.theme
        over = self.on is not None and bool(self.id) and kit.hover == self.id
        focus = bool(self.id) and kit.focus == self.id
        if over or self.chosen or focus:
            rim = (*theme.ink, 255) if focus else None
            around = self.rect.inflate(kit.px(12), 0)
            painter.rounded(target, around, kit.px(5), (*theme.hover, 255), rim, kit.px(2))
        super().draw(kit, target)


def table(
    heads: Sequence[Head],
    rows: Sequence[tuple[str, Sequence[Cell], Msg | None, Tip | None]],
    *,
    chosen: str = "",
    gap: float = 8,
) -> Column:
    """A table: rows are (id, cells, message, tip); texts take the setting of their column."""
    top = Row(items=[_cell(head, caption(head.text)) for head in heads], gap=gap)
    lines: list[Box] = [top] if any(head.text for head in heads) else []
    for name, cells, msg, tip in rows:
        items = [_cell(head, cell) for head, cell in zip(heads, cells, strict=True)]
        lines.append(
            Line(
                id=name, on=msg, tip=tip, items=items, gap=gap, high=24, chosen=name == chosen != ""
            )
        )
    return Column(items=lines, gap=1)


def _cell(head: Head, cell: Cell) -> Box:
    box = Words(text=cell) if isinstance(cell, str) else cell
    if isinstance(box, Words):
        box.align, box.wrap = head.align, head.align == LEFT
    if head.wide:
        box.wide = head.wide
    else:
        box.grow = 1
    if not isinstance(box, Words) and head.align == RIGHT:
        return Row(items=[Box(grow=1), box], wide=head.wide or None, grow=0 if head.wide else 1)
    return box


def fact(words: str, value: str) -> Box:
    """A line with words to the left and their number to the right."""
    return Row(items=[Words(text=words, ink="muted", grow=1), number(value)])


@dataclass
class Scroll(Box):
    """A window on something longer; how far it is scrolled is in the model."""

    content: Box = field(default_factory=Box)
    offset: int = 0  # pixels scrolled
    reach: int = 0  # pixels that can be scrolled, known once it is placed
    keep: str = ""  # id of a box that is to be in sight as long as nobody has scrolled

    def children(self) -> Sequence[Box]:
        """What is seen through it."""
        return (self.content,)

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as there is room, and no height of its own: it takes what is left."""
        return room, kit.px(self.high or 0)

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """The content at full height, moved up by the offset."""
        self.rect = rect
        bar = kit.px(10)
        height = self.content.size(kit, rect.width - bar)[1]
        self.reach = max(height - rect.height, 0)
        self.offset = max(min(self.offset, self.reach), 0)
        wide = rect.width - (bar if self.reach else 0)
        tall = max(height, rect.height)
        self.content.place(kit, pygame.Rect(rect.left, rect.top - self.offset, wide, tall))
        kept = self.content.find(self.keep) if self.keep else None
        if kept is not None and kept.rect.bottom > rect.bottom:
            self.offset = min(self.offset + kept.rect.bottom - rect.bottom, self.reach)
            self.content.place(kit, pygame.Rect(rect.left, rect.top - self.offset, wide, tall))

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Only what lies in the window, and a bar that tells where one is."""
        before = target.get_clip()
        margin = kit.px(8)
        target.set_clip(self.rect.inflate(2 * margin, 0).clip(before))
        self.content.draw(kit, target)
        target.set_clip(before)
        if self.reach:
            whole = self.rect.height + self.reach
            tall = max(self.rect.height * self.rect.height // whole, kit.px(24))
            top = self.rect.top + (self.rect.height - tall) * self.offset // self.reach
            bar = pygame.Rect(self.rect.right - kit.px(5), top, kit.px(5), tall)
            painter.rounded(target, bar, kit.px(2), (*kit.theme.rule, 255))

    def at(self, point: tuple[int, int]) -> Box | None:
        """Nothing that is scrolled out of the window."""
        if not self.rect.collidepoint(point):
            return None
        return self.content.at(point)
