"""The curtain between seats of one machine: nothing of the game is on it."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop.kit.box import Box, Kit, Msg, Panel, Row
from ui.desktop.kit.theme import BODY, LARGE, TITLE
from ui.desktop.kit.widgets import BOLD, CENTRE, Button, Words
from ui.desktop.model import Model
from ui.desktop.screens._backdrop import backdrop
from ui.desktop.screens._dialog import whole

NAME = "Curtain"


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Whose turn it is, and how far the round is."""
    game = model.game
    world = game.world
    name = world.names[world.nation(model.seat)]
    done = [iso for iso in game.people if iso not in game.waiting]
    names = ", ".join(world.names[world.nation(iso)] for iso in done)
    handed = f"Handed in: {names}." if done else "Nobody has handed in yet."
    lines: list[Box] = [
        Words(text=f"{world.title} · {world.label(game.turn)}", ink="muted", align=CENTRE),
        Words(text=f"{name}'s turn", points=TITLE * 1.4, weight=BOLD, align=CENTRE),
        Words(text="Nobody else looks at the screen now.", points=LARGE, align=CENTRE),
        Words(text=handed, points=BODY, ink="muted", align=CENTRE),
        Row(items=[
            Box(grow=1),
            Button(id="lift", text=f"I play {name}", key="Enter", main=True, on=("lift",)),
            Box(grow=1),
        ]),
    ]  # fmt: skip
    if model.fault:
        lines.append(Words(text=model.note, ink="bad", align=CENTRE))
    panel = Panel(id="curtain", items=lines, gap=16, pad=36)
    wide = min(kit.px(560), size[0])
    high = panel.size(kit, wide)[1]
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    return whole(size, backdrop(model, kit, size), panel)


def keys(model: Model) -> Mapping[str, Msg]:
    """Enter lifts it."""
    del model
    return {"return": ("lift",)}
