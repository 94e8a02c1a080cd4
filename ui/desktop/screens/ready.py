"""Before the first game on a machine: how far the rules are compiled."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.ready import loops, missing
from ui.desktop.kit.box import Box, Kit, Layers, Msg, Row
from ui.desktop.kit.widgets import Button, Meter, Words
from ui.desktop.model import Model
from ui.desktop.screens._backdrop import backdrop
from ui.desktop.screens._dialog import dialog

NAME = "Getting ready"


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The quiet map, and how many loops are done."""
    whole = len(loops())
    done = whole - missing()
    told = f"{done} of {whole} pieces are ready."
    body = [
        Words(text="The rules are compiled for this machine, so that every turn is quick. "
                   "This happens once, and takes about a minute.", wrap=True),
        Meter(value=done / whole, wide=None, high=8),
        Row(items=[Words(text=told, ink="muted", grow=1),
                   Button(id="quit", text="Quit", key="Q", on=("quit",))]),
    ]  # fmt: skip
    over = dialog(model, kit, size, NAME, body, wide=460)
    root = Layers(items=[backdrop(model, kit, size), *over.items])
    root.rect = over.rect
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Leaving."""
    del model
    return {"q": ("quit",), "escape": ("quit",)}
