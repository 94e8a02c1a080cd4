"""All desks in one list: what there is to look at, and the key of each."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.widgets import SEMIBOLD, Chip, Words
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog

NAME = "Desks"

#: The desks that are opened from here: key, dialog, what is on it.
DESKS: tuple[tuple[str, str, str, str], ...] = (
    ("x", "exercises", "Exercises", "planned, held, cancelled; who comes, who trained with us"),
    ("m", "missions", "Missions", "troops, mandate, lead; who has sent how many"),
    ("v", "verification", "Verification", "quotas, inspections, declared sizes, what we know"),
    ("r", "ladder", "Programme ladder", "all nations by their steps, with dates"),
)

#: The keys of the desks and of this list, for the screen of play.
DESK_KEYS: dict[str, Msg] = {
    "d": ("open", "desks"),
    **{key: ("open", name) for key, name, _, _ in DESKS},
}

#: Dialogs of the screen of play that stand in the list too, where they are there.
_OTHERS = {
    "objectives": ("Objectives", "what we want, how far we are, what others say they want"),
    "charts": ("Charts", "how numbers went, turn by turn"),
    "timeline": ("Timeline", "back to any turn, and another game from there"),
    "orders": ("Orders", "what to do this turn"),
    "talks": ("Talks", "offers, votes, invitations, calls"),
    "log": ("Log", "what happened, as far as we know"),
    "facilitator": ("Facilitator", "orders for any seat, events, policies, taking back turns"),
}


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """One line a desk."""
    lines: list[Box] = [
        Line(
            id=f"desk {name}",
            on=("desk", name),
            high=40,
            gap=12,
            items=[
                Row(items=[Chip(text=key.upper(), ink="accent"), Box(grow=1)], wide=44),
                Words(text=title, weight=SEMIBOLD, wide=150, wrap=False),
                Words(text=words, ink="muted", grow=1),
            ],
        )
        for key, name, title, words in listed(model)
    ]
    body = [Column(items=lines, gap=2)]
    return dialog(model, kit, size, NAME, body, wide=640, buttons=[close_button("desks")])


def keys(model: Model) -> Mapping[str, Msg]:
    """The same keys as on the screen of play."""
    return {"escape": ("close",), **{key: ("desk", name) for key, name, _, _ in listed(model)}}


def listed(model: Model) -> list[tuple[str, str, str, str]]:
    """Key, dialog, title and words of every desk there is in this game."""
    from ui.desktop.screens import screens  # noqa: PLC0415

    there = screens()
    key_of = {msg[1]: key for key, msg in there["play"].keys(model).items() if msg[0] == "open"}
    found = list(DESKS)
    for name, (title, words) in _OTHERS.items():
        if name in there and name in key_of:
            found.append((key_of[name], name, title, words))
    return found
