"""The timeline as a list: the great events of every turn, and the way back to any of them."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.widgets import SEMIBOLD, Words
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.desktop.screens._timeline import Mark, ink_of_kind
from ui.present.chronicle import great

NAME = "Timeline"

#: What the marks say.
LEGEND = {"good": "joined, agreed", "bad": "fought, blocked, left", "gold": "other"}

#: Sentences of a turn at most.
SENTENCES = 4


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The latest turn first; a click goes back to its start."""
    played = len(model.game.history)
    lines: list[Box] = [_turn(model, turn) for turn in reversed(range(played))]
    if not lines:
        lines = [Words(text="No turn has been played yet.", ink="muted")]
    text = "Choose a turn to see the world as we saw it when it began."
    legend: list[Box] = [Words(text=text, ink="muted", grow=1)]
    for name, words in LEGEND.items():
        legend.append(Row(items=[Mark(name=name), Words(text=words, ink="muted")], gap=6))
    body: list[Box] = [
        Row(items=legend, gap=14),
        rolled(model, "timeline", Column(items=lines, gap=4)),
    ]
    return dialog(
        model, kit, size, NAME, body, wide=900, high=640, buttons=[close_button("timeline")]
    )


def keys(model: Model) -> Mapping[str, Msg]:
    """Page keys move the list."""
    del model
    return {"escape": ("close",), "y": ("close",), **roll_keys("timeline")}


def _turn(model: Model, turn: int) -> Line:
    events = great(model.game, model.seat, turn, most=99)
    told: list[Box] = [
        Row(items=[Mark(name=ink_of_kind(event.kind)), Words(text=event.text, grow=1)], gap=8)
        for event in events[:SENTENCES]
    ]
    rest = len(events) - SENTENCES
    if rest > 0:
        told.append(Words(text=f"and {rest} more", ink="muted"))
    if not told:
        told = [Words(text="nothing great that we know of", ink="muted")]
    items: list[Box] = [
        Words(text=model.game.world.label(turn), weight=SEMIBOLD, wide=74, wrap=False),
        Column(items=told, gap=2, grow=1),
    ]
    return Line(id=f"to turn {turn}", on=("look back", turn), items=items, gap=12, pad=4,
                chosen=model.past and model.at == turn)  # fmt: skip


@answers("look back")
def _look_back(model: Model, turn: int) -> None:
    """Close the list and look at a turn."""
    model.shown, model.over = turn, ()
    model.page.pop("running", None)
