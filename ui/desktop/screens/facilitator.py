"""The facilitator's desk: who plays which seat, orders for any of them, turns taken back."""

from __future__ import annotations

from collections.abc import Mapping

from agents.registry import PERSON, POLICIES
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.table import Head, table
from ui.desktop.kit.widgets import Button, Chip, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.desktop.turns import resolve, sit

NAME = "Facilitator"

#: What the engine cannot do, said where one would look for it.
LIMITS = (
    "Events cannot be injected and numbers cannot be overridden: a game is what its orders made of "
    "it, and its record replays to the bit. What you can do is act: take a seat, give its orders, "
    "give the seat back, take turns back. The record keeps who moved for whom."
)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Seats to the left; what can be done with the chosen one to the right."""
    game = model.game
    world, iso = game.world, _chosen(model)
    heads = [Head("Seat"), Head("Played by", 100), Head("This turn", 110)]
    rows = []
    for one, seat in game.seats.items():
        person = seat.player == PERSON
        state = "handed in" if seat.submitted else "drafting" if seat.draft else "open"
        cells: list[str | Box] = [
            world.names[world.nation(one)],
            Words(text=seat.player, ink="good" if person else "muted", wrap=False),
            Words(text=state if person else "", ink="muted", wrap=False),
        ]
        rows.append((f"seat of {one}", cells, ("page", "facilitated", one), None))
    left = Column(
        items=[rolled(model, "seats of", table(heads, rows, chosen=f"seat of {iso}"))], grow=1
    )
    body = [Row(items=[left, _acts(model, iso)], gap=22, grow=1, fill=True)]
    return dialog(model, kit, size, NAME, body, wide=920, high=580, buttons=[close_button(NAME)])


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down choose a seat."""
    names, iso = list(model.game.seats), _chosen(model)
    at = names.index(iso)
    return {
        "escape": ("close",),
        "down": ("page", "facilitated", names[(at + 1) % len(names)]),
        "up": ("page", "facilitated", names[at - 1]),
        "return": ("take seat", iso),
        "p": ("give seat", iso, _policy(model)),
        "r": ("resolve now",),
        "ctrl+z": ("undo",),
        **roll_keys("seats of"),
    }


def _chosen(model: Model) -> str:
    found = model.page.get("facilitated", model.nation)
    return found if found in model.game.seats else model.seat


def _policy(model: Model) -> str:
    return str(model.page.get("policy", model.game.setup.header.default))


def _acts(model: Model, iso: str) -> Column:
    game, seat = model.game, model.game.seats[iso]
    world = game.world
    name = world.names[world.nation(iso)]
    waiting = [world.names[world.nation(n)] for n in game.waiting]
    policies: list[Box] = [
        Button(
            id=f"policy {p}",
            text=p,
            points=12,
            chosen=p == _policy(model),
            on=("page", "policy", p),
        )
        for p in POLICIES
        if p != PERSON
    ]
    half = (len(policies) + 1) // 2
    items: list[Box] = [
        Row(items=[caption(name, ink="ink"), Chip(text=f"played by {seat.player}"), Box(grow=1)]),
        Button(
            id="take seat",
            text=f"Enter orders for {name}",
            key="Enter",
            main=True,
            on=("take seat", iso),
            enabled=not game.over,
        ),
        Words(text="The seat becomes a person's, and the screens have its eyes.", ink="muted"),
        caption("Give the seat to a policy"),
        Row(items=[*policies[:half], Box(grow=1)], gap=5),
        Row(items=[*policies[half:], Box(grow=1)], gap=5),
        Words(text=POLICIES[_policy(model)].summary, ink="muted"),
        Button(
            id="give seat",
            text=f"Give {name} to {_policy(model)}",
            key="P",
            on=("give seat", iso, _policy(model)),
        ),
        caption("The turn"),
        Words(text=f"Not handed in: {', '.join(waiting)}." if waiting else "All have handed in."),
        Row(
            items=[
                Button(
                    id="resolve now",
                    text="Resolve now",
                    key="R",
                    on=("resolve now",),
                    enabled=not game.over,
                ),
                Button(
                    id="take back turn",
                    text="Take back a turn",
                    key="Ctrl+Z",
                    on=("undo",),
                    enabled=bool(game.history),
                ),
                Box(grow=1),
            ]
        ),
        Box(high=4),
        Words(text=LIMITS, ink="muted", points=12),
    ]
    acts = rolled(model, "acts", Column(items=items, gap=8))
    return Column(items=[acts], wide=430)


@answers("take seat")
def _take_seat(model: Model, iso: str) -> None:
    """Enter orders for a seat: it is a person's from now on."""
    if model.game.seats[iso].player != PERSON:
        model.game.hand_over(iso, PERSON)
    elif model.game.seats[iso].submitted:
        model.game.retract(iso)
    sit(model, iso)
    model.over = ()
    model.note = f"You enter the orders of {_name(model, iso)}."


@answers("give seat")
def _give_seat(model: Model, iso: str, player: str) -> None:
    """A policy plays the seat from now on."""
    model.game.hand_over(iso, player)
    model.note = f"{_name(model, iso)} is played by {player} from now on."


@answers("resolve now")
def _resolve_now(model: Model) -> None:
    """Resolve without those who have not handed in: they keep their promises, no more."""
    resolve(model)


def _name(model: Model, iso: str) -> str:
    return model.game.world.names[model.game.world.nation(iso)]
