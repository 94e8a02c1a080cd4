"""What has happened so far, as far as the seat may know, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from sim.events import Event, describe
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import HEADING
from ui.desktop.kit.widgets import BOLD, SEMIBOLD, Button, Choice, Words, caption
from ui.desktop.model import Model

NAME = "Log"

WIDE, HIGH = 980, 640

#: Sieves of the log: what is let through, by a test on the event.
SIEVES: Mapping[str, str] = {"all": "Everything", "own": "About us", "great": "The great events"}

#: Weight from which an event is great.
GREAT = 5.0


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Turns to the left, sentences to the right."""
    game = model.game
    turns = list(range(len(game.history)))
    turn = model.page.get("log turn", turns[-1] if turns else None)
    turn = turns[-1] if turns and turn not in turns else turn
    head = Row(items=[
        Words(text="What happened", points=HEADING, weight=BOLD, grow=1),
        Button(id="log close", text="Close", key="Esc", on=("close",)),
    ])  # fmt: skip
    sieve = model.page.get("sieve", "all")
    choices = [
        Choice(id=f"sieve {name}", text=words, chosen=name == sieve, on=("page", "sieve", name))
        for name, words in SIEVES.items()
    ]
    lines: list[Box] = [
        Line(id=f"log {k}", on=("page", "log turn", k), high=26, chosen=k == turn,
             items=[Words(text=game.world.label(k), weight=SEMIBOLD if k == turn else 0)])
        for k in reversed(turns)
    ]  # fmt: skip
    left = Column(items=[caption("Show"), *choices, caption("Turn"),
                         Scroll(id="log turns", content=Column(items=lines, gap=1), grow=1,
                                offset=model.scrolls.get("log turns", 0))], gap=6, wide=180)  # fmt: skip
    told = [] if turn is None else _told(model, turn, sieve)
    items: list[Box] = [_sentence(event) for event in told]
    if not items:
        items = [
            Words(
                text="Nothing to tell yet." if turn is None else "Nothing of that kind.",
                ink="muted",
            )
        ]
    scroll = Scroll(
        id="log", content=Column(items=items, gap=8), grow=1, offset=model.scrolls.get("log", 0)
    )
    panel = Panel(
        id="log panel",
        items=[head, Rule(), Row(items=[left, scroll], gap=18, grow=1, fill=True)],
        gap=10,
    )
    wide, high = min(kit.px(WIDE), size[0] - kit.px(24)), min(kit.px(HIGH), size[1] - kit.px(24))
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down go through the turns."""
    last = len(model.game.history) - 1
    at = model.page.get("log turn", last)
    return {
        "escape": ("close",),
        "down": ("page", "log turn", max(at - 1, 0)),
        "up": ("page", "log turn", min(at + 1, max(last, 0))),
    }


def _told(model: Model, turn: int, sieve: str) -> list[Event]:
    game = model.game
    played = game.history[turn]
    me = game.world.nation(model.seat)
    events = describe(game.world, played.turn, 0, me, given=played.decision.moves)
    if sieve == "own":
        events = [event for event in events if me in event.nations]
    elif sieve == "great":
        events = [event for event in events if event.weight >= GREAT]
    return sorted(events, key=lambda event: -event.weight)


def _sentence(event: Event) -> Box:
    ink = "gold" if event.weight >= GREAT else "muted"
    return Row(
        items=[
            Box(wide=1),
            Words(text=_whole(event.text), grow=1, ink="ink" if ink == "gold" else "ink"),
        ],
        gap=4,
    )


def _whole(text: str) -> str:
    """A sentence with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
