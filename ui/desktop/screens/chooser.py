"""Choosing a scenario, how to play it, and a seat."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from scenarios.load import LIBRARY, library, load
from scenarios.schema import Scenario
from scenarios.session import Session
from sim.errors import DetenteError
from sim.wording import listed
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row, Rule
from ui.desktop.kit.theme import HEADING, LARGE
from ui.desktop.kit.widgets import (
    BOLD,
    SEMIBOLD,
    Button,
    Choice,
    Field,
    Words,
    caption,
)
from ui.desktop.model import Model, answers
from ui.desktop.screens._backdrop import backdrop
from ui.desktop.screens._dialog import close_button, dialog, rolled
from ui.desktop.screens._seats import chosen_seats, mode_of, seats_column, seats_found
from ui.desktop.turns import draw_curtain
from ui.present.numbers import plural

NAME = "New game"

#: The scenario that is chosen where nobody has chosen.
FIRST = "first-steps"

#: Ways to play, in the order of their keys, and what is said of each.
MODES: Mapping[str, tuple[str, str]] = {
    "one": ("One seat", "You play a nation, policies play all others."),
    "several": ("Several people", "Choose each seat; a curtain falls between them."),
    "facilitate": ("Facilitate", "Beside the table: orders for any seat, turns taken back."),
    "watch": ("Watch", "Policies play all seats."),
}


@cache
def scenario(name: str) -> Scenario:
    """A scenario of the library, read once."""
    return load(name)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Scenarios to the left, the brief in the middle, seats to the right."""
    name = model.page.setdefault("scenario", FIRST)
    chosen = scenario(name)
    ready = mode_of(model) != "several" or len(chosen_seats(model)) > 1
    buttons = [
        close_button("back", "Back", ("screen", "title")),
        Button(id="begin", text="Begin", key="Enter", main=True, on=("begin",), enabled=ready),
    ]
    body = Row(
        items=[_list(model, name), _brief(chosen, model), seats_column(chosen, model)],
        gap=20, grow=1, fill=True,
    )  # fmt: skip
    root = dialog(model, kit, size, NAME, [body], wide=1120, high=640, buttons=buttons)
    root.items.insert(0, backdrop(model, kit, size))
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down choose the scenario, left and right the seat, numbers how to play."""
    names = list(shelf())
    at = names.index(model.page.get("scenario", FIRST))
    seats = [n.iso3 for n in seats_found(scenario(names[at]), model)]
    seat = model.page.get("seat")
    found: dict[str, Msg] = {
        "escape": ("screen", "title"), "return": ("begin",), "w": ("mode", "watch"),
        "down": ("next scenario", names[(at + 1) % len(names)]),
        "up": ("next scenario", names[at - 1]),
        **{str(k + 1): ("mode", mode) for k, mode in enumerate(MODES)},
    }  # fmt: skip
    if seats:
        place = seats.index(seat) if seat in seats else -1
        found["right"] = ("page", "seat", seats[(place + 1) % len(seats)])
        found["left"] = ("page", "seat", seats[max(place, 0) - 1])
    if seat and mode_of(model) == "several":
        found["space"] = ("seat", seat)
    return found


@cache
def shelf() -> dict[str, str]:
    """The scenarios of the library, the one to begin with first: what is said below each title.

    Only their main files are read: whole scenarios take too long for a list.
    """
    found = {}
    for name in sorted(library(), key=lambda one: (one != FIRST, one)):
        head = _head(name)
        turns = plural(int(head.get("turns", 0)), "turn")
        minutes = int(head.get("minutes", 0))
        found[name] = f"{turns}, {plural(minutes, 'minute')}" if minutes else turns
    return found


@cache
def _head(name: str) -> Mapping[str, Any]:
    """The main file of a scenario with what it has of the one it extends."""
    own = tomllib.loads((LIBRARY / name / "scenario.toml").read_text("utf-8"))
    base = _head(own["extends"]) if own.get("extends") in library() else {}
    return {**base, **own}


def _list(model: Model, name: str) -> Column:
    cards: list[Box] = []
    for one, words in shelf().items():
        ink = "accent" if one == name else "ink"
        lines: list[Box] = [
            Words(text=str(_head(one).get("title", one)), weight=SEMIBOLD, ink=ink),
            Words(text=words, ink="muted", points=12),
        ]
        card = Panel(id=f"scenario {one}", on=("scenario", one), gap=1, pad=8, items=lines)
        card.raised = one == name
        cards.append(card)
    scroll = rolled(model, "scenarios", Column(items=cards, gap=6), keep=f"scenario {name}")
    return Column(items=[caption("Scenarios"), scroll, *_modes(model)], gap=7, wide=270)


def _modes(model: Model) -> list[Box]:
    """The ways to play, and what is said of the chosen one."""
    found: list[Box] = [Box(high=2), caption("How to play")]
    for key, (mode, (title, words)) in enumerate(MODES.items()):
        found.append(
            Choice(id=mode if mode == "watch" else f"mode {mode}", text=title, note=str(key + 1),
                   chosen=mode == mode_of(model), on=("mode", mode))
        )  # fmt: skip
        if mode == mode_of(model):
            found.append(Words(text=words, ink="muted", points=12))
    return found


def _brief(chosen: Scenario, model: Model) -> Column:
    period = f"{chosen.start}, {plural(chosen.turns, 'turn')} of {plural(chosen.months, 'month')}"
    facts = [
        ("Nations", str(len(chosen.nations))),
        ("Groups", ", ".join(g.name for g in chosen.groups[:3])
         + (f" and {len(chosen.groups) - 3} more" if len(chosen.groups) > 3 else "")),
        ("Programme", ", ".join(p.name for p in chosen.programmes) or "none"),
        ("Map", "of the capitals' places" if not chosen.map else _title(chosen.map)),
    ]  # fmt: skip
    facts += [("For a class", _class(chosen))] if chosen.minutes or chosen.seatings else []
    items: list[Box] = [
        Words(text=chosen.title, points=HEADING, weight=BOLD),
        Words(text=period, ink="muted"),
        Words(text=" ".join((chosen.brief or chosen.summary).split()), points=LARGE),
        *([Words(text=" ".join(chosen.notice.split()), ink="muted")] if chosen.notice else []),
        Rule(),
        *(Row(items=[Words(text=head, ink="muted", wide=90), Words(text=text, grow=1)])
          for head, text in facts),
        Rule(),
        Row(items=[
            Words(text="Seed", ink="muted", wide=90),
            Field(id="seed", text=model.texts.get("seed", ""), hint="1", wide=160), Box(grow=1),
        ]),
        Words(text="The same seed and the same orders give the same game.", ink="muted"),
    ]  # fmt: skip
    return Column(items=[rolled(model, "brief", Column(items=items, gap=10))], grow=1)


def _title(name: str) -> str:
    """A frame of the map as it is called: "black-sea" is the Black Sea."""
    words = name.title()
    return words if words.startswith(("Euro", "Indo")) else words.replace("-", " ")


def _class(chosen: Scenario) -> str:
    """How long a class needs, and for how many teams seats are recommended."""
    teams = sorted({seating.teams for seating in chosen.seatings})
    time = [plural(chosen.minutes, "minute")] if chosen.minutes else []
    sizes = "one team" if teams == [1] else f"{listed([str(n) for n in teams])} teams"
    return "; ".join(time + ([sizes] if teams else []))


@answers("scenario")
def _scenario(model: Model, name: str) -> None:
    model.page.update(scenario=name, seat=None, seats=())
    model.scrolls.pop("seats", None)
    model.texts.pop("find seat", None)


@answers("next scenario")
def _next_scenario(model: Model, name: str) -> None:
    """Choose by the keyboard: the list follows."""
    model.scrolls.pop("scenarios", None)
    _scenario(model, name)


@answers("mode")
def _mode(model: Model, mode: str) -> None:
    page = model.page
    page["mode"] = mode
    if mode == "watch":
        page["seat"] = None
    elif not page.get("seat"):
        nations = scenario(page.setdefault("scenario", FIRST)).nations
        page["seat"] = min(nations, key=lambda n: n.name).iso3


@answers("begin")
def _begin(model: Model) -> None:
    from ui.desktop.start import begin  # noqa: PLC0415

    page, text = model.page, model.texts.get("seed", "").strip() or "1"
    if not text.isdigit() or int(text) >= 2**64:
        raise DetenteError(f"the seed is a whole number from 0 to 2**64 - 1, not {text!r}")
    mode, seat = mode_of(model), page.get("seat")
    people = chosen_seats(model) if mode == "several" else (seat,) if seat else ()
    if mode == "several" and len(people) < 2:
        raise DetenteError("choose at least two seats, or play one")
    begin(model, Session.start(page["scenario"], int(text), people))
    model.facilitator = mode == "facilitate"
    if mode == "several":
        model.hot_seat = True
        draw_curtain(model, model.game.people[0])
