"""The menu of a game: save, load, settings, take back, leave."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop import keep, saves
from ui.desktop.kit.box import Box, Kit, Msg, Row, Rule
from ui.desktop.kit.widgets import Button, Field, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog

NAME = "Menu"


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """What can be done with the game as a whole."""
    name = model.texts.get("save name", "")
    undo = Button(
        id="undo", text="Take back the last turn", key="Ctrl+Z", on=("undo",),
        enabled=bool(model.game.history),
    )  # fmt: skip
    body: list[Box] = [
        caption("This game"),
        Row(
            items=[
                Field(id="save name", text=name, hint="A name for the game", wide=240),
                Button(id="save", text="Save", key="Ctrl+S", on=("save",)),
                Box(grow=1),
            ]
        ),
        Row(
            items=[
                undo,
                *_facilitator(model),
                Box(grow=1),
            ]
        ),
        Words(text="The game saves itself after each turn and as the window closes.", ink="muted"),
        Rule(),
        caption("Everything else"),
        Row(
            items=[
                Button(id="to load", text="Load", key="L", on=("open", "load")),
                Button(id="to settings", text="Settings", key="S", on=("open", "settings")),
                Button(id="to help", text="Help", key="F1", on=("open", "help")),
                Box(grow=1),
                Button(id="to title", text="Title", key="T", on=("leave",)),
                Button(id="leave", text="Quit", key="Q", on=("quit",)),
            ]
        ),
    ]
    close = close_button("menu", "Back to the game")
    return dialog(model, kit, size, NAME, body, wide=600, buttons=[close])


def keys(model: Model) -> Mapping[str, Msg]:
    """The keys that the buttons show."""
    found: dict[str, Msg] = {
        "escape": ("close",),
        "ctrl+s": ("save",),
        "ctrl+z": ("undo",),
        "l": ("open", "load"),
        "s": ("open", "settings"),
        "t": ("leave",),
        "q": ("quit",),
    }
    if _facilitator(model):
        found["f"] = ("facilitate",)
    return found


def _facilitator(model: Model) -> list[Box]:
    """The way to the facilitator's desk; where a curtain falls, only if there is one already."""
    if model.hot_seat and not model.facilitator:
        return []
    return [Button(id="facilitate", text="Facilitator", key="F", on=("facilitate",))]


@answers("facilitate")
def _facilitate(model: Model) -> None:
    """From now on somebody beside the table may act for any seat."""
    model.facilitator, model.over = True, ("facilitator",)


@answers("leave")
def _leave(model: Model) -> None:
    """Back to the title; the game is saved as it stands."""
    keep.keep_all(model.game)
    model.screen, model.over, model.session, model.map = "title", (), None, None
    model.page, model.texts = {}, {}


@answers("save")
def _save(model: Model) -> None:
    path = saves.save(model.game, model.texts.get("save name", "").strip() or "my game")
    keep.write_open_turn(model.game, path)
    model.note = f"Saved as {path.stem}."


@answers("undo")
def _undo(model: Model) -> None:
    model.game.undo()
    keep.keep_game(model)
    if not model.fault:
        model.note = "The last turn was taken back."
