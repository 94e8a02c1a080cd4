"""The menu of a game: save, load, look, leave."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop import saves
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import HEADING
from ui.desktop.kit.widgets import BOLD, Button, Field, Words, caption
from ui.desktop.model import Model, answers

NAME = "Menu"

#: Steps of the scale of the window.
SCALES = (0.8, 1.0, 1.25, 1.5, 2.0)

PALETTES = ("standard", "colour-blind", "grey")


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """What can be done with the game, and how the window looks."""
    head = Row(items=[
        Words(text="Menu", points=HEADING, weight=BOLD, grow=1),
        Button(id="menu close", text="Back to the game", key="Esc", on=("close",)),
    ])  # fmt: skip
    name = model.texts.get("save name", "")
    saving = Row(items=[
        Field(id="save name", text=name, hint="A name for the game", wide=260),
        Button(id="save", text="Save", key="Ctrl+S", on=("save",)),
    ])  # fmt: skip
    look = [
        Row(
            items=[
                Words(text="Theme", ink="muted", wide=80),
                *_buttons("theme", ("dark", "light"), model.settings.theme),
            ]
        ),
        Row(
            items=[
                Words(text="Size", ink="muted", wide=80),
                *_buttons("scale", SCALES, model.settings.scale),
            ]
        ),
        Row(
            items=[
                Words(text="Colours", ink="muted", wide=80),
                *_buttons("palette", PALETTES, model.settings.palette),
            ]
        ),
    ]
    lines: list[Box] = [
        Line(
            id=f"load {one.name}",
            on=("load", str(one.path)),
            high=26,
            items=[Words(text=one.name, wrap=False)],
        )
        for one in saves.listed()
    ]
    if not lines:
        lines = [Words(text="No saved games yet.", ink="muted")]
    old = Scroll(
        id="saves",
        content=Column(items=lines, gap=1),
        high=110,
        offset=model.scrolls.get("saves", 0),
    )
    undo = Button(
        id="undo",
        text="Take back the last turn",
        key="Ctrl+Z",
        on=("undo",),
        enabled=bool(model.game.history),
    )
    leave = Row(items=[
        undo, Box(grow=1),
        Button(id="to title", text="Title", on=("screen", "title")), Button(id="leave", text="Quit", on=("quit",)),
    ])  # fmt: skip
    panel = Panel(
        items=[
            head,
            Rule(),
            caption("Save"),
            saving,
            caption("Load"),
            old,
            caption("Look"),
            *look,
            Rule(),
            leave,
        ],
        gap=10,
        pad=20,
    )
    if model.note:
        panel.items.append(Words(text=model.note, ink="bad" if model.fault else "good"))
    wide = min(kit.px(560), size[0])
    high = min(panel.size(kit, wide)[1], size[1])
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Save and undo by the usual keys."""
    del model
    return {"escape": ("close",), "ctrl+s": ("save",), "ctrl+z": ("undo",)}


def _buttons(name: str, values: tuple[object, ...], chosen: object) -> list[Box]:
    words = [f"{v:.0%}" if isinstance(v, float) else str(v) for v in values]
    return [
        Button(id=f"{name} {v}", text=w, chosen=v == chosen, on=("setting", name, v))
        for v, w in zip(values, words, strict=True)
    ]


@answers("setting")
def _setting(model: Model, name: str, value: object) -> None:
    setattr(model.settings, name, value)


@answers("save")
def _save(model: Model) -> None:
    path = saves.save(model.game, model.texts.get("save name", "").strip() or "my game")
    model.note = f"Saved as {path.stem}."


@answers("load")
def _load(model: Model, path: str) -> None:
    from pathlib import Path  # noqa: PLC0415

    from ui.desktop.start import begin  # noqa: PLC0415

    begin(model, saves.load(Path(path)))
    model.note = "The game goes on where it was saved."


@answers("undo")
def _undo(model: Model) -> None:
    model.game.undo()
    model.note = "The last turn was taken back."
