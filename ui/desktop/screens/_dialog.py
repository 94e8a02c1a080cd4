"""What dialogs share: a panel in the middle of the window with a heading and buttons."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from ui.desktop.kit.box import Box, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Scroll
from ui.desktop.kit.theme import HEADING
from ui.desktop.kit.widgets import BOLD, Button, Words
from ui.desktop.model import Model, answers

#: Units that a page up or down moves a window.
PAGE = 200


def dialog(
    model: Model,
    kit: Kit,
    size: tuple[int, int],
    title: str,
    body: Sequence[Box],
    *,
    wide: float,
    high: float | None = None,
    buttons: Sequence[Box] = (),
    gap: float = 10,
) -> Layers:
    """The dialog in the middle of the window; without ``high`` as high as what is in it.

    With ``high`` it begins where one of that height would, and ends below what is in it.
    """
    head = Row(items=[Words(text=title, points=HEADING, weight=BOLD, grow=1), *buttons])
    panel = Panel(id=f"dialog {title}", items=[head, Rule(), *body], gap=gap, pad=18)
    if model.note:
        panel.items.append(Words(text=model.note, ink="bad" if model.fault else "good"))
    edge = kit.px(24)
    across = min(kit.px(wide), size[0] - edge)
    need = panel.size(kit, across)[1]
    down = min(need if high is None else kit.px(high), size[1] - edge)
    top = (size[1] - down) // 2
    rolled_up = [box for box in body if isinstance(box, Scroll) and box.grow]
    if high is not None and rolled_up:
        inner = across - 2 * kit.px(panel.pad)
        need += sum(box.content.size(kit, inner - kit.px(10))[1] for box in rolled_up)
        down = min(down, need)
    panel.place(kit, pygame.Rect((size[0] - across) // 2, top, across, down))
    return whole(size, panel)


def whole(size: tuple[int, int], *parts: Box) -> Layers:
    """A root as large as the window around parts that have their places."""
    root = Layers(items=list(parts))
    root.rect = pygame.Rect((0, 0), size)
    return root


def close_button(name: str, text: str = "Close", msg: Msg = ("close",)) -> Button:
    """The button that every dialog has at its upper right."""
    return Button(id=f"{name} close", text=text, key="Esc", on=msg)


def rolled(
    model: Model, name: str, content: Box, *, high: float | None = None, keep: str = ""
) -> Scroll:
    """A window on something longer that takes the room that is left, or so much height.

    Until somebody scrolls it shows the box of the id ``keep``.
    """
    return Scroll(
        keep="" if name in model.scrolls else keep,
        id=name,
        content=content,
        grow=0 if high is not None else 1,
        high=high,
        offset=model.scrolls.get(name, 0),
    )


def roll_keys(name: str) -> dict[str, Msg]:
    """The keys that move a window."""
    return {"pagedown": ("roll", name, PAGE), "pageup": ("roll", name, -PAGE)}


@answers("roll")
def _roll(model: Model, window: str, by: int) -> None:
    model.scrolls[window] = max(model.scrolls.get(window, 0) + by, 0)
