"""The seats of a scenario: recommended ones first, one or several to be chosen."""

from __future__ import annotations

from scenarios.schema import Nation, Scenario
from ui.desktop.kit.box import Box, Column, Msg, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.told import Flow
from ui.desktop.kit.widgets import Button, Choice, Field, Words, caption, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import rolled
from ui.present.numbers import plural

#: Width of the column, in units.
WIDE = 300


def mode_of(model: Model) -> str:
    """How the game will be played; whoever chose no seat watches."""
    mode, seat = model.page.get("mode"), model.page.get("seat")
    if mode in (None, "watch"):
        return "one" if seat else "watch"
    return str(mode)


def recommended(chosen: Scenario) -> dict[str, int]:
    """The seats that seatings name, those of small classes first, each with its place."""
    order = sorted(chosen.seatings, key=lambda seating: seating.teams)
    return {iso: k for k, iso in enumerate(dict.fromkeys(i for s in order for i in s.seats))}


def seats_found(chosen: Scenario, model: Model) -> list[Nation]:
    """The seats whose name or code holds what was typed: recommended ones, then all by name."""
    text, first = model.texts.get("find seat", "").strip().casefold(), recommended(chosen)
    nations = sorted(chosen.nations, key=lambda n: (first.get(n.iso3, len(first)), n.name))
    return [n for n in nations if text in n.name.casefold() or text == n.iso3.casefold()]


def chosen_seats(model: Model) -> tuple[str, ...]:
    """The seats that people take, where there are several."""
    return tuple(model.page.get("seats", ()))


def seats_column(chosen: Scenario, model: Model) -> Column:
    """The seats under a heading, with a field to find one."""
    several = mode_of(model) == "several"
    heading = {"several": "Seats, two or more", "watch": "Your seat: none, you watch"}
    count = f"{len(chosen_seats(model))} chosen" if several else ""
    head = Row(items=[caption(heading.get(mode_of(model), "Your seat")), Box(grow=1),
                      number(count, ink="muted")])  # fmt: skip
    text = model.texts.get("find seat", "")
    items: list[Box] = [head, Field(id="find seat", text=text, hint="Find a nation", wide=WIDE)]
    if several and chosen.seatings:
        items.append(_seatings(chosen, model))
    found = seats_found(chosen, model)
    first = [n for n in found if n.iso3 in recommended(chosen)]
    others = [n for n in found if n not in first]
    lines: list[Box] = [caption("Recommended")] if first and others else []
    lines += [_line(model, n) for n in first]
    lines += [Box(high=4), caption("All others")] if first and others else []
    lines += [_line(model, n) for n in others]
    none: list[Box] = [Words(text="No nation of that name.", ink="muted")]
    keep = f"seat {model.page.get('seat')}"
    scroll = rolled(model, "seats", Column(items=lines or none, gap=1), keep=keep)
    return Column(items=[*items, scroll], gap=8, wide=WIDE)


def _line(model: Model, n: Nation) -> Line:
    """One seat: chosen by itself, or with a mark beside others."""
    name: Box = Words(text=n.name, wrap=False)
    msg: Msg = ("page", "seat", n.iso3)
    if mode_of(model) == "several":
        name = Choice(text=n.name, square=True, chosen=n.iso3 in chosen_seats(model))
        msg = ("seat", n.iso3)
    items = [name, Box(grow=1), Words(text=n.doctrine, ink="muted", wrap=False)]
    chosen = n.iso3 == model.page.get("seat")
    return Line(id=f"seat {n.iso3}", on=msg, high=26, chosen=chosen, items=items)


def _seatings(chosen: Scenario, model: Model) -> Flow:
    """The recommended seats for so many people, at once."""
    buttons: list[Box] = [
        Button(id=f"seating {one.teams}", text=plural(one.teams, "seat"), points=12,
               chosen=set(one.seats) == set(chosen_seats(model)), on=("seating", tuple(one.seats)))
        for one in chosen.seatings
        if one.teams > 1
    ]  # fmt: skip
    return Flow(items=buttons, gap=5)


@answers("seating")
def _seating(model: Model, seats: tuple[str, ...]) -> None:
    """Choose the seats that are recommended for so many people."""
    model.page.update(seats=seats, seat=seats[0])


@answers("seat")
def _seat(model: Model, iso: str) -> None:
    """One of several seats, chosen or not."""
    seats = chosen_seats(model)
    model.page["seats"] = tuple(s for s in seats if s != iso) if iso in seats else (*seats, iso)
    model.page["seat"] = iso
