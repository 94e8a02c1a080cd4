"""What is told of a box under the pointer, in a small panel beside it."""

from __future__ import annotations

import pygame

from ui.desktop.kit.box import Box, Kit, Panel, Row, Rule, Tip
from ui.desktop.kit.theme import LARGE, SMALL
from ui.desktop.kit.widgets import SEMIBOLD, Meter, Words, number

WIDE = 330


def tip_box(tip: Tip, kit: Kit, at: tuple[int, int], window: pygame.Rect) -> Box:
    """The panel, placed near a point and within the window."""
    head: list[Box] = [Words(text=tip.title, weight=SEMIBOLD, grow=1)]
    if tip.value:
        head.append(Words(text=tip.value, points=LARGE, weight=SEMIBOLD, wrap=False))
    items: list[Box] = [Row(items=head)]
    if tip.items:
        items.append(Rule())
    most = max((abs(amount) for _, amount in tip.items), default=1.0) or 1.0
    for words, amount in tip.items:
        ink = "good" if amount > 0 else "bad" if amount < 0 else "muted"
        bar = Meter(value=amount / most, signed=True, wide=54)
        line = [Words(text=words, grow=1), bar, number(f"{amount:+.2f}", ink=ink, wide=52)]
        items.append(Row(items=line))
    if tip.text:
        items.append(Words(text=tip.text, ink="ink" if not tip.items else "muted"))
    if tip.foot:
        items.append(Words(text=tip.foot, points=SMALL, ink="muted"))
    panel = Panel(items=items, wide=WIDE, gap=5, raised=True)
    wide, high = panel.size(kit, kit.px(WIDE))
    rect = pygame.Rect(at[0] + kit.px(16), at[1] + kit.px(16), wide, high)
    if rect.right > window.right:
        rect.right = at[0] - kit.px(8)
    if rect.bottom > window.bottom:
        rect.bottom = at[1] - kit.px(8)
    panel.place(kit, rect.clamp(window))
    return panel
