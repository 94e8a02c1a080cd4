"""Choosing a scenario and a seat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pygame

from scenarios.load import library, load
from scenarios.schema import Scenario
from scenarios.session import Session
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import HEADING, LARGE, TITLE
from ui.desktop.kit.widgets import BOLD, SEMIBOLD, Button, Choice, Field, Words, caption
from ui.desktop.model import Model, answers
from ui.present.numbers import plural

NAME = "New game"

WIDE, HIGH = 1080, 640


@cache
def scenario(name: str) -> Scenario:
    """A scenario of the library, read once."""
    return load(name)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Scenarios to the left, the brief in the middle, seats to the right."""
    page = model.page
    name = page.setdefault("scenario", library()[0])
    chosen = scenario(name)
    head = Row(items=[
        Words(text="New game", points=TITLE, weight=BOLD, grow=1),
        Button(id="back", text="Back", key="Esc", on=("screen", "title")),
        Button(id="begin", text="Begin", key="Enter", main=True, on=("begin",)),
    ])  # fmt: skip
    body = Row(
        items=[_list(name), _brief(chosen, model), _seats(chosen, model)], gap=18, grow=1, fill=True
    )
    panel = Panel(id="chooser", items=[head, Rule(), body], gap=12, pad=20)
    wide, high = min(kit.px(WIDE), size[0] - kit.px(24)), min(kit.px(HIGH), size[1] - kit.px(24))
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down choose the scenario, left and right the seat."""
    names = library()
    at = names.index(model.page.get("scenario", names[0]))
    seats = [n.iso3 for n in scenario(names[at]).nations]
    seat = model.page.get("seat")
    place = seats.index(seat) if seat in seats else 0
    return {
        "escape": ("screen", "title"), "return": ("begin",), "w": ("page", "seat", None),
        "down": ("scenario", names[(at + 1) % len(names)]), "up": ("scenario", names[at - 1]),
        "right": ("page", "seat", seats[(place + 1) % len(seats)]),
        "left": ("page", "seat", seats[place - 1]),
    }  # fmt: skip


def _list(name: str) -> Column:
    cards: list[Box] = [caption("Scenarios")]
    for one in library():
        found = scenario(one)
        words = [
            Words(text=found.title, weight=SEMIBOLD),
            Words(
                text=f"{plural(len(found.nations), 'nation')}, {plural(found.turns, 'turn')}",
                ink="muted",
            ),
        ]
        cards.append(
            Panel(
                id=f"scenario {one}",
                items=words,
                gap=2,
                pad=10,
                raised=one == name,
                on=("scenario", one),
            )
        )
    return Column(items=cards, gap=8, wide=270)


def _brief(chosen: Scenario, model: Model) -> Column:
    items: list[Box] = [
        Words(text=chosen.title, points=HEADING, weight=BOLD),
        Words(
            text=f"{chosen.start}, {plural(chosen.turns, 'turn')} of {plural(chosen.months, 'month')}",
            ink="muted",
        ),
        Words(text=" ".join(chosen.brief.split()), points=LARGE),
        Rule(),
        Row(
            items=[
                Words(text="Seed", ink="muted"),
                Field(id="seed", text=model.texts.get("seed", ""), hint="1", wide=160),
                Box(grow=1),
            ]
        ),
        Words(text="The same seed and the same orders give the same game.", ink="muted"),
    ]
    return Column(items=[Scroll(id="brief", content=Column(items=items, gap=10), grow=1)], grow=1)


def _seats(chosen: Scenario, model: Model) -> Column:
    seat = model.page.get("seat")
    lines: list[Box] = [
        Line(id=f"seat {n.iso3}", on=("page", "seat", n.iso3), high=26, chosen=n.iso3 == seat,
             items=[Words(text=n.name), Box(grow=1), Words(text=n.doctrine, ink="muted", wrap=False)])
        for n in sorted(chosen.nations, key=lambda n: n.name)
    ]  # fmt: skip
    watch = Choice(
        id="watch",
        text="Watch: policies play all seats",
        chosen=seat is None,
        note="W",
        on=("page", "seat", None),
    )
    scroll = Scroll(
        id="seats", content=Column(items=lines, gap=1), grow=1, offset=model.scrolls.get("seats", 0)
    )
    return Column(items=[caption("Your seat"), watch, scroll], gap=8, wide=300)


@answers("scenario")
def _scenario(model: Model, name: str) -> None:
    model.page.update(scenario=name, seat=None)
    model.scrolls.pop("seats", None)


@answers("begin")
def _begin(model: Model) -> None:
    from sim.errors import DetenteError  # noqa: PLC0415
    from ui.desktop.start import begin  # noqa: PLC0415

    page, text = model.page, model.texts.get("seed", "").strip() or "1"
    if not text.isdigit() or int(text) >= 2**64:
        raise DetenteError(f"the seed is a whole number from 0 to 2**64 - 1, not {text!r}")
    seat = page.get("seat")
    begin(model, Session.start(page["scenario"], int(text), (seat,) if seat else ()))
