"""The first screen: the name over a quiet map, and the ways into the game."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop import saves
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel
from ui.desktop.kit.theme import LARGE, SMALL, TITLE
from ui.desktop.kit.widgets import BOLD, Button, Words
from ui.desktop.model import Model
from ui.desktop.screens._backdrop import backdrop
from ui.desktop.screens._dialog import whole
from ui.present.numbers import plural

NAME = "Title"

WIDE = 340


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The map, and the panel at its left."""
    buttons = [
        Button(id=msg[-1] if msg[0] != "continue" else "continue", text=text, key=key.upper(),
               main=main, on=msg)
        for key, text, msg, main in _ways()
    ]  # fmt: skip
    latest = saves.listed()[:1]
    items: list[Box] = [
        Words(text="Détente", points=TITLE * 2, weight=BOLD),
        Words(text="Partnership, trust and defence between nations", points=LARGE, ink="muted"),
        Box(high=10), *buttons, Box(grow=1),
    ]  # fmt: skip
    if model.note:
        items.append(Words(text=model.note, ink="bad" if model.fault else "ink"))
    if latest:
        items.append(Words(text=_latest(latest[0]), points=SMALL, ink="muted"))
    foot = "F1 lists the keys, Tab goes from button to button."
    items.append(Words(text=foot, points=SMALL, ink="muted"))
    panel = Panel(id="title", items=[Column(items=items, gap=10, grow=1)], pad=28, solid=False)
    edge = min(kit.px(40), size[1] // 12)
    high, wide = size[1] - 2 * edge, min(kit.px(WIDE), size[0] - 2 * edge)
    panel.place(kit, pygame.Rect(edge, edge, wide, high))
    free = pygame.Rect(panel.rect.right, 0, size[0] - panel.rect.right, size[1])
    return whole(size, backdrop(model, kit, size, free), panel)


def keys(model: Model) -> Mapping[str, Msg]:
    """The keys that the buttons show."""
    del model
    return {key: msg for key, _, msg, _ in _ways()}


def _ways() -> list[tuple[str, str, Msg, bool]]:
    """Key, words and message of each button; the first is what most will want."""
    there = bool(saves.listed())
    found: list[tuple[str, str, Msg, bool]] = []
    if there:
        found.append(("c", "Continue", ("continue",), True))
    found += [
        ("n", "New game", ("screen", "chooser"), not there),
        ("t", "Learn to play", ("tutorial",), False),
    ]
    if there:
        found.append(("l", "Load a game", ("open", "load"), False))
    return [
        *found, ("s", "Settings", ("open", "settings"), False), ("q", "Quit", ("quit",), False)
    ]  # fmt: skip


def _latest(one: saves.Saved) -> str:
    told = saves.told(one.path, one.when)
    if told.fault:
        return f"The newest save, {one.name}, {told.fault}."
    return (
        f"Continue: {told.title}, {told.people or 'watched'}, {plural(told.turns, 'turn')} played"
    )
