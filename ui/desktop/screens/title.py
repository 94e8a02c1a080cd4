"""The first screen: what can be done."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop.kit.box import Box, Kit, Layers, Msg, Panel
from ui.desktop.kit.theme import BODY, TITLE
from ui.desktop.kit.widgets import BOLD, Button, Words
from ui.desktop.model import Model

NAME = "Title"


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Name, one sentence, and the ways into the game."""
    del model
    panel = Panel(
        items=[
            Words(text="Détente", points=TITLE * 1.6, weight=BOLD),
            Words(text="Partnership, trust and defence between nations", points=BODY, ink="muted"),
            Button(id="new", text="New game", key="N", main=True, on=("screen", "chooser")),
            Button(id="quit", text="Quit", key="Q", on=("quit",)),
        ],
        gap=12,
        pad=28,
    )
    wide, high = panel.size(kit, kit.px(420))
    wide = kit.px(420)
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """The keys that the buttons show."""
    del model
    return {"n": ("screen", "chooser"), "q": ("quit",)}
