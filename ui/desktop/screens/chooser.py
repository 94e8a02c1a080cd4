"""Choosing a scenario, how to play it, and a seat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scenarios.load import library, load
from scenarios.schema import Nation, Scenario
from scenarios.session import Session
from sim.errors import DetenteError
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line
from ui.desktop.kit.theme import HEADING, LARGE
from ui.desktop.kit.widgets import (
    BOLD,
    SEMIBOLD,
    Button,
    Choice,
    Field,
    Words,
    caption,
    number,
)
from ui.desktop.model import Model, answers
from ui.desktop.screens._backdrop import backdrop
from ui.desktop.screens._dialog import close_button, dialog, rolled
from ui.desktop.turns import draw_curtain
from ui.present.numbers import plural

NAME = "New game"

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


def mode_of(model: Model) -> str:
    """How the game will be played; whoever chose no seat watches."""
    mode, seat = model.page.get("mode"), model.page.get("seat")
    if mode in (None, "watch"):
        return "one" if seat else "watch"
    return str(mode)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Scenarios to the left, the brief in the middle, seats to the right."""
    name = model.page.setdefault("scenario", library()[0])
    chosen = scenario(name)
    ready = mode_of(model) != "several" or len(_several(model)) > 1
    buttons = [
        close_button("back", "Back", ("screen", "title")),
        Button(id="begin", text="Begin", key="Enter", main=True, on=("begin",), enabled=ready),
    ]
    body = Row(
        items=[_list(model, name), _brief(chosen, model), _seats(chosen, model)],
        gap=20, grow=1, fill=True,
    )  # fmt: skip
    root = dialog(model, kit, size, NAME, [body], wide=1120, high=640, buttons=buttons)
    root.items.insert(0, backdrop(model, kit, size))
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Up and down choose the scenario, left and right the seat, numbers how to play."""
    names = library()
    at = names.index(model.page.get("scenario", names[0]))
    seats = [n.iso3 for n in _found(scenario(names[at]), model)]
    seat = model.page.get("seat")
    found: dict[str, Msg] = {
        "escape": ("screen", "title"), "return": ("begin",), "w": ("mode", "watch"),
        "down": ("scenario", names[(at + 1) % len(names)]), "up": ("scenario", names[at - 1]),
        **{str(k + 1): ("mode", mode) for k, mode in enumerate(MODES)},
    }  # fmt: skip
    if seats:
        place = seats.index(seat) if seat in seats else -1
        found["right"] = ("page", "seat", seats[(place + 1) % len(seats)])
        found["left"] = ("page", "seat", seats[max(place, 0) - 1])
    if seat and mode_of(model) == "several":
        found["space"] = ("seat", seat)
    return found


def _list(model: Model, name: str) -> Column:
    cards: list[Box] = [caption("Scenarios")]
    for one in library():
        found = scenario(one)
        ink = "accent" if one == name else "ink"
        words = f"{plural(len(found.nations), 'nation')}, {plural(found.turns, 'turn')}"
        lines: list[Box] = [
            Words(text=found.title, weight=SEMIBOLD, ink=ink),
            Words(text=words, ink="muted"),
        ]
        card = Panel(id=f"scenario {one}", on=("scenario", one), gap=2, pad=10, items=lines)
        card.raised = one == name
        cards.append(card)
    cards += [Box(high=6), caption("How to play")]
    for key, (mode, (title, words)) in enumerate(MODES.items()):
        cards.append(
            Choice(id=mode if mode == "watch" else f"mode {mode}", text=title, note=str(key + 1),
                   chosen=mode == mode_of(model), on=("mode", mode))
        )  # fmt: skip
        if mode == mode_of(model):
            cards.append(Words(text=words, ink="muted", points=12))
    return Column(items=cards, gap=7, wide=250)


def _brief(chosen: Scenario, model: Model) -> Column:
    period = f"{chosen.start}, {plural(chosen.turns, 'turn')} of {plural(chosen.months, 'month')}"
    facts = [
        ("Nations", str(len(chosen.nations))),
        ("Groups", ", ".join(g.name for g in chosen.groups[:3])
         + (f" and {len(chosen.groups) - 3} more" if len(chosen.groups) > 3 else "")),
        ("Programme", ", ".join(p.name for p in chosen.programmes) or "none"),
        ("Map", "of the capitals' places" if not chosen.map else chosen.map.title()),
    ]  # fmt: skip
    items: list[Box] = [
        Words(text=chosen.title, points=HEADING, weight=BOLD),
        Words(text=period, ink="muted"),
        Words(text=" ".join((chosen.brief or chosen.summary).split()), points=LARGE),
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


def _found(chosen: Scenario, model: Model) -> list[Nation]:
    """The seats whose name or code holds what was typed, in the order of names."""
    text = model.texts.get("find seat", "").strip().casefold()
    nations = sorted(chosen.nations, key=lambda n: n.name)
    return [n for n in nations if text in n.name.casefold() or text == n.iso3.casefold()]


def _several(model: Model) -> tuple[str, ...]:
    return tuple(model.page.get("seats", ()))


def _seats(chosen: Scenario, model: Model) -> Column:
    seat, several = model.page.get("seat"), mode_of(model) == "several"
    lines: list[Box] = []
    for n in _found(chosen, model):
        name = Words(text=n.name, wrap=False)
        if several:
            mark: Box = Choice(text=n.name, square=True, chosen=n.iso3 in _several(model))
            items: list[Box] = [mark, Box(grow=1), Words(text=n.doctrine, ink="muted", wrap=False)]
            msg: Msg = ("seat", n.iso3)
        else:
            items = [name, Box(grow=1), Words(text=n.doctrine, ink="muted", wrap=False)]
            msg = ("page", "seat", n.iso3)
        lines.append(Line(id=f"seat {n.iso3}", on=msg, high=26, chosen=n.iso3 == seat, items=items))
    heading = {"several": "Seats, two or more", "watch": "Your seat: none, you watch"}
    count = f"{len(_several(model))} chosen" if several else ""
    head = Row(items=[caption(heading.get(mode_of(model), "Your seat")), Box(grow=1),
                      number(count, ink="muted")])  # fmt: skip
    text = model.texts.get("find seat", "")
    items = [head, Field(id="find seat", text=text, hint="Find a nation", wide=300)]
    none: list[Box] = [Words(text="No nation of that name.", ink="muted")]
    return Column(
        items=[*items, rolled(model, "seats", Column(items=lines or none, gap=1))], gap=8, wide=300
    )


@answers("scenario")
def _scenario(model: Model, name: str) -> None:
    model.page.update(scenario=name, seat=None, seats=())
    model.scrolls.pop("seats", None)
    model.texts.pop("find seat", None)


@answers("mode")
def _mode(model: Model, mode: str) -> None:
    page = model.page
    page["mode"] = mode
    if mode == "watch":
        page["seat"] = None
    elif not page.get("seat"):
        nations = scenario(page.setdefault("scenario", library()[0])).nations
        page["seat"] = min(nations, key=lambda n: n.name).iso3


@answers("seat")
def _seat(model: Model, iso: str) -> None:
    """One of several seats, chosen or not."""
    seats = _several(model)
    model.page["seats"] = tuple(s for s in seats if s != iso) if iso in seats else (*seats, iso)
    model.page["seat"] = iso


@answers("begin")
def _begin(model: Model) -> None:
    from ui.desktop.start import begin  # noqa: PLC0415

    page, text = model.page, model.texts.get("seed", "").strip() or "1"
    if not text.isdigit() or int(text) >= 2**64:
        raise DetenteError(f"the seed is a whole number from 0 to 2**64 - 1, not {text!r}")
    mode, seat = mode_of(model), page.get("seat")
    people = _several(model) if mode == "several" else (seat,) if seat else ()
    if mode == "several" and len(people) < 2:
        raise DetenteError("choose at least two seats, or play one")
    begin(model, Session.start(page["scenario"], int(text), people))
    model.facilitator = mode == "facilitate"
    if mode == "several":
        model.hot_seat = True
        draw_curtain(model, model.game.people[0])
