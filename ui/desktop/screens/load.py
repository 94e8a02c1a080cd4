"""Saved games: which there are, and going on with one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from ui.desktop import keep, saves
from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.kit.table import Head, table
from ui.desktop.kit.widgets import RIGHT, Button, Words, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present.numbers import plural

NAME = "Load a game"


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """One line a game, the newest first."""
    found = saves.listed()
    chosen = _chosen(model, found)
    heads = [Head("Name", 210), Head("Scenario"), Head("Played by", 150), Head("Turns", 76, RIGHT),
             Head("Saved", 130, RIGHT)]  # fmt: skip
    rows = [(f"load {one.name}", _cells(one), ("page", "load", one.name), None) for one in found]
    content: Box = table(heads, rows, chosen=f"load {chosen}")
    if not found:
        content = Words(text="No saved games yet.", ink="muted")
    go = Button(id="load go", text="Load", key="Enter", main=True, on=("load chosen",),
                enabled=bool(chosen))  # fmt: skip
    count = Words(text=f"{plural(len(found), 'game')} in {saves.folder()}", ink="muted")
    body = [rolled(model, "saves", content), count]
    return dialog(
        model, kit, size, NAME, body, wide=900, high=500, buttons=[go, close_button("load")]
    )


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down choose, Enter loads."""
    names = [one.name for one in saves.listed()]
    found: dict[str, Msg] = {"escape": ("close",), "return": ("load chosen",), **roll_keys("saves")}
    if names:
        at = names.index(_chosen(model, saves.listed()))
        found["down"] = ("page", "load", names[min(at + 1, len(names) - 1)])
        found["up"] = ("page", "load", names[max(at - 1, 0)])
    return found


def _chosen(model: Model, found: list[saves.Saved]) -> str:
    names = [one.name for one in found]
    chosen = model.page.get("load")
    return chosen if chosen in names else names[0] if names else ""


def _cells(one: saves.Saved) -> list[str | Box]:
    told = saves.told(one.path, one.when)
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.when))
    if told.fault:
        return [
            one.name,
            Words(text=told.fault, ink="bad", wrap=False),
            "",
            "",
            number(when, ink="muted"),
        ]
    turns = f"{told.turns} of {told.of}"
    return [
        one.name,
        told.title,
        told.people or "policies",
        number(turns),
        number(when, ink="muted"),
    ]


@answers("load chosen")
def _load_chosen(model: Model) -> None:
    name = _chosen(model, saves.listed())
    if name:
        load(model, str(saves.path_of(name)))


@answers("load")
def load(model: Model, path: str) -> None:
    """Go on with a saved game. One that is damaged is left as it is, and so is the present game."""
    from ui.desktop.start import resume  # noqa: PLC0415

    found = saves.load(Path(path))
    note = keep.take_up(found, Path(path))
    if model.session is not None:
        keep.keep_all(model.game)
    resume(model, found, note)


@answers("continue")
def _continue(model: Model) -> None:
    """Go on with the game that was saved last."""
    found = saves.listed()
    if found:
        load(model, str(found[0].path))
