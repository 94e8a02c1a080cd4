"""The facilitator's desk: who plays which seat, orders for any, turns taken back, events."""

from __future__ import annotations

from collections.abc import Mapping

from agents.registry import PERSON, POLICIES
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.table import Head, table
from ui.desktop.kit.widgets import Button, Chip, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.desktop.screens._umpire import events
from ui.desktop.turns import resolve, sit

NAME = "Facilitator"

#: The parts, in the order of their keys.
PARTS = {"seats": "Seats and turns", "events": "Events"}

#: What is said below the buttons.
RECORDED = (
    "The record keeps who moved for whom, what was injected and overridden, and why; it replays to "
    "the bit. Reasons are told to nobody before the debrief."
)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Seats and what can be done with them, or events."""
    part = shown(model)
    choices: list[Box] = [
        Button(id=f"facilitate {name}", text=words, key=str(k + 1), chosen=name == part,
               on=("page", "facilitate", name))
        for k, (name, words) in enumerate(PARTS.items())
    ]  # fmt: skip
    body = events(model) if part == "events" else _seats(model)
    top = Row(items=[*choices, Box(grow=1)])
    buttons = [close_button(NAME)]
    return dialog(model, kit, size, NAME, [top, body], wide=1120, high=640, buttons=buttons)


def shown(model: Model) -> str:
    """The part that is looked at."""
    part = model.page.get("facilitate", "seats")
    return part if part in PARTS else "seats"


def keys(model: Model) -> Mapping[str, Msg]:
    """Numbers choose the part; among seats up and down choose one."""
    found: dict[str, Msg] = {"escape": ("close",)}
    found |= {str(k + 1): ("page", "facilitate", name) for k, name in enumerate(PARTS)}
    if shown(model) == "events":
        return found | {"return": ("add effect",), **roll_keys("injects")}
    names, iso = list(model.game.seats), _chosen(model)
    at = names.index(iso)
    return found | {
        "down": ("page", "facilitated", names[(at + 1) % len(names)]),
        "up": ("page", "facilitated", names[at - 1]),
        "return": ("take seat", iso),
        "p": ("give seat", iso, _policy(model)),
        "r": ("resolve now",),
        "ctrl+z": ("undo",),
        **roll_keys("seats of"),
    }


def _seats(model: Model) -> Row:
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
    return Row(items=[left, _acts(model, iso)], gap=22, grow=1, fill=True)


def _chosen(model: Model) -> str:
    found = model.page.get("facilitated", model.nation)
    return found if found in model.game.seats else model.seat


def _policy(model: Model) -> str:
    return str(model.page.get("policy", model.game.setup.header.default))


def _acts(model: Model, iso: str) -> Column:
    """What can be done with a seat, and with the turn."""
    items = [*_taking(model, iso), *_giving(model, iso), *_turn(model)]
    acts = rolled(model, "acts", Column(items=items, gap=8))
    return Column(items=[acts], wide=430)


def _taking(model: Model, iso: str) -> list[Box]:
    name, player = _name(model, iso), model.game.seats[iso].player
    return [
        Row(items=[caption(name, ink="ink"), Chip(text=f"played by {player}"), Box(grow=1)]),
        Button(
            id="take seat", text=f"Enter orders for {name}", key="Enter", main=True,
            on=("take seat", iso), enabled=not model.game.over,
        ),
        Words(text="The seat becomes a person's, and the screens have its eyes.", ink="muted"),
    ]  # fmt: skip


def _giving(model: Model, iso: str) -> list[Box]:
    chosen = _policy(model)
    policies: list[Box] = [
        Button(id=f"policy {p}", text=p, points=12, chosen=p == chosen, on=("page", "policy", p))
        for p in POLICIES
        if p != PERSON
    ]
    half = (len(policies) + 1) // 2
    give = Button(
        id="give seat", text=f"Give {_name(model, iso)} to {chosen}", key="P",
        on=("give seat", iso, chosen),
    )  # fmt: skip
    return [
        caption("Give the seat to a policy"),
        Row(items=[*policies[:half], Box(grow=1)], gap=5),
        Row(items=[*policies[half:], Box(grow=1)], gap=5),
        Words(text=POLICIES[chosen].summary, ink="muted"),
        give,
    ]


def _turn(model: Model) -> list[Box]:
    game = model.game
    waiting = ", ".join(_name(model, iso) for iso in game.waiting)
    now = Button(
        id="resolve now", text="Resolve now", key="R", on=("resolve now",), enabled=not game.over
    )
    back = Button(
        id="take back turn", text="Take back a turn", key="Ctrl+Z", on=("undo",),
        enabled=bool(game.history),
    )  # fmt: skip
    return [
        caption("The turn"),
        Words(text=f"Not handed in: {waiting}." if waiting else "All have handed in."),
        Row(items=[now, back, Box(grow=1)]),
        Box(high=4),
        Words(text=RECORDED, ink="muted", points=12),
    ]


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
