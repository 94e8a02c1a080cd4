"""The tutorial on the screen: a strip that says what to do, and a frame around where."""

from __future__ import annotations

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit.box import Box, Column, Kit, Layers, Panel, Row
from ui.desktop.kit.widgets import SEMIBOLD, Button, Words
from ui.desktop.model import Model
from ui.desktop.tutorial import STEPS, step

WIDE = 760

#: Units that the panels of play take at the left, at the right and at the foot.
SIDES, FOOT = (224, 356), 66


class Frame(Box):
    """A frame around a box that is pointed at."""

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Two lines of the colour of what can be done."""
        ink = (*kit.theme.gold, 255)
        painter.rounded(target, self.rect, kit.px(9), (0, 0, 0, 0), ink, kit.px(2))


def coach(model: Model, kit: Kit, layer: Box, size: tuple[int, int]) -> None:
    """Lay the strip of the present step over the topmost layer; nothing without a tutorial."""
    found = step(model)
    if found is None or not isinstance(layer, Layers):
        return
    box = layer.find(found.points) if found.points else None
    if box is not None:
        frame = Frame()
        frame.rect = box.rect.inflate(kit.px(8), kit.px(8))
        layer.items.append(frame)
    layer.items.append(_strip(model, kit, size))


def _strip(model: Model, kit: Kit, size: tuple[int, int]) -> Panel:
    """At the foot of the screen; at its head where a dialog has its buttons at the foot."""
    found = step(model)
    assert found is not None
    assert model.lesson is not None
    count = f"{model.lesson + 1} of {len(STEPS)}"
    words = Column(
        items=[Words(text=f"{found.title}", weight=SEMIBOLD), Words(text=found.text)],
        gap=2, grow=1,
    )  # fmt: skip
    buttons: list[Box] = [Words(text=count, ink="muted", wrap=False)]
    if found.next:
        buttons.append(Button(id="next step", text="Next", key="F2", main=True, on=("next step",)))
    buttons.append(Button(id="skip", text="Skip", key="F3", on=("skip",)))
    panel = Panel(id="coach", items=[Row(items=[words, *buttons], gap=14)], pad=12, raised=True)
    edge = kit.px(8)
    left = kit.px(SIDES[0])
    between = size[0] - left - kit.px(SIDES[1])
    wide = min(kit.px(WIDE), size[0] - 2 * edge if model.over else between)
    high = panel.size(kit, wide)[1]
    if model.over:
        place = pygame.Rect((size[0] - wide) // 2, edge, wide, high)
    else:
        place = pygame.Rect(left, size[1] - high - kit.px(FOOT), wide, high)
    panel.place(kit, place)
    return panel
