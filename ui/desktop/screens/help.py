"""Help: the keys of the screen it was called from, and the terms of the game."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.widgets import SEMIBOLD, Choice, Words, caption
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.desktop.words import table_of
from ui.present.glossary import GLOSSARY

NAME = "Help"

#: Keys that every screen has.
EVERYWHERE: tuple[tuple[str, str], ...] = (
    ("Tab Shift+Tab", "from one thing to the next, and back"),
    ("Enter Space", "do what the frame is on"),
    ("Esc", "close what lies on top"),
    ("F1", "this help"),
    ("F11", "full screen"),
    ("Wheel", "scroll a list; on the map closer, farther away"),
    ("Drag", "move the map; a click looks at a nation"),
)

PARTS: Mapping[str, str] = {"keys": "Keys", "terms": "Terms"}


def beneath(model: Model) -> str:
    """The screen or dialog that help is about."""
    return [name for name in (model.screen, *model.over) if name != "help"][-1]


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Keys of the screen beside those that are always there; or the terms."""
    from ui.desktop.screens import screens  # noqa: PLC0415

    part = model.page.get("help", "keys")
    choices: list[Box] = [
        Choice(id=f"help {name}", text=words, chosen=name == part, on=("page", "help", name))
        for name, words in PARTS.items()
    ]
    buttons = [*choices, close_button("help")]
    if part == "terms":
        content: Box = Column(items=[_term(*row) for row in GLOSSARY], gap=8)
        body: list[Box] = [rolled(model, "help", content)]
    else:
        about = screens()[beneath(model)]
        own = Column(
            items=[caption(about.NAME), *_lines(table_of(model, about.keys(model)))], gap=5
        )
        always = Column(items=[caption("Everywhere"), *_lines(list(EVERYWHERE))], gap=5)
        body = [Row(items=[rolled(model, "help", own), rolled(model, "always", always)],
                    gap=28, grow=1, fill=True)]  # fmt: skip
    return dialog(model, kit, size, NAME, body, wide=860, high=560, buttons=buttons)


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go from keys to terms."""
    other = "keys" if model.page.get("help", "keys") == "terms" else "terms"
    turn: Msg = ("page", "help", other)
    return {
        "escape": ("close",), "f1": ("close",), "left": turn, "right": turn, **roll_keys("help"),
    }  # fmt: skip


def _lines(rows: list[tuple[str, str]]) -> list[Box]:
    return [
        Row(items=[Words(text=keys_, weight=SEMIBOLD, wide=132), Words(text=words, grow=1)], gap=12)
        for keys_, words in rows
    ]


def _term(name: str, words: str) -> Row:
    return Row(
        items=[
            Column(items=[Words(text=name, weight=SEMIBOLD), Box(grow=1)], wide=150),
            Words(text=words, grow=1),
        ],
        gap=12,
        fill=True,
    )
