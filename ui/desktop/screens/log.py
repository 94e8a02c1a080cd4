"""What has happened so far, as far as the seat may know, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping

from sim.events import Event, describe
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.told import Dot
from ui.desktop.kit.widgets import REGULAR, SEMIBOLD, Button, Choice, Words, caption
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog, rolled

NAME = "Log"

WIDE, HIGH = 980, 640

#: Sieves of the log: what is let through, by a test on the event.
SIEVES: Mapping[str, str] = {"all": "Everything", "own": "About us", "great": "The great events"}

#: Weight from which an event is great.
GREAT = 0.5


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Turns to the left, sentences to the right."""
    game = model.game
    turns = list(range(len(game.history)))
    turn = model.page.get("log turn", turns[-1] if turns else None)
    turn = turns[-1] if turns and turn not in turns else turn
    sieve = model.page.get("sieve", "all")
    choices = [
        Choice(id=f"sieve {name}", text=words, chosen=name == sieve, on=("page", "sieve", name))
        for name, words in SIEVES.items()
    ]
    lines: list[Box] = [
        Line(
            id=f"log {k}",
            on=("page", "log turn", k),
            high=26,
            chosen=k == turn,
            items=[Words(text=game.world.label(k), weight=SEMIBOLD if k == turn else REGULAR)],
        )
        for k in reversed(turns)
    ]
    past = rolled(model, "log turns", Column(items=lines, gap=1))
    left = Column(items=[caption("Show"), *choices, caption("Turn"), past], gap=6, wide=180)
    told = [] if turn is None else _told(model, turn, sieve)
    items: list[Box] = [_sentence(model, k, event) for k, event in enumerate(told)]
    if not items:
        hint = "Nothing to tell yet." if turn is None else "Nothing of that kind."
        items = [Words(text=hint, ink="muted")]
    scroll = rolled(model, "log", Column(items=items, gap=8))
    body = Row(items=[left, scroll], gap=18, grow=1, fill=True)
    close = close_button("log")
    return dialog(model, kit, size, "What happened", [body], wide=WIDE, high=HIGH, buttons=[close])


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


#: Kinds of event that somebody decided on: the first nation named had its reasons.
DECIDED = frozenset({
    "signed", "returned", "withdrew", "text blocked", "escalation", "step back", "consultation",
    "accusation", "false accusation", "call", "call honoured", "call refused", "tabled", "notice",
    "arms supplied", "forces stationed", "forces sent away", "troops pledged", "troops withdrawn",
    "mediation", "hotline", "inspection", "left group", "shared", "vouched", "reform", "standards",
})  # fmt: skip


def _sentence(model: Model, place: int, event: Event) -> Box:
    items: list[Box] = [Dot(ink="gold" if event.weight >= GREAT else "rule")]
    items.append(Words(text=_whole(event.text), grow=1))
    doer = model.game.world.iso[event.nations[0]] if event.nations else ""
    if event.kind in DECIDED and doer not in model.game.people:
        msg = ("why of", doer, event.turn)
        items.append(Button(id=f"why {place}", text="Why?", points=12, flat=True, high=20, on=msg))
    return Row(items=items, gap=8)


def _whole(text: str) -> str:
    """A sentence with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "!", "?")) else ".")
