"""Talks: offers to the seat and from it, a new offer, and what waits for a yes or a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pygame

from sim.orders import ANNEX_WORDS, VERIFICATION_WORDS
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import HEADING
from ui.desktop.kit.widgets import BOLD, SEMIBOLD, Button, Chip, Words, caption
from ui.desktop.model import Model, answers
from ui.present.talks import PROMISES, Matter, Sheet, matters, sheet

NAME = "Talks"

WIDE, HIGH = 1160, 660

#: Colours of answers.
_INKS = {"open": "cyan", "accepted": "good", "refused": "bad"}

#: Years until review that can be offered; 0 leaves the usual term.
YEARS = (0, 2, 5, 10)

#: Steps of balance in words, from the proposer's side.
BALANCE = {-1: "theirs", 0: "level", 1: "ours"}


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """What waits for an answer, what we offered, what we might offer."""
    sheets = [sheet(model.seen, model.seat, paper) for paper in model.game.papers(model.seat)]
    head = Row(items=[
        Words(text="Talks", points=HEADING, weight=BOLD, grow=1),
        Button(id="talks close", text="Close", key="Esc", on=("close",)),
    ])  # fmt: skip
    body = Row(
        items=[_inbox(model, [s for s in sheets if not s.own]), _waiting(model, [s for s in sheets if s.own]), _new(model)],
        gap=16, grow=1, fill=True,
    )  # fmt: skip
    panel = Panel(id="talks", items=[head, Rule(), body], gap=10)
    if model.note:
        panel.items.append(Words(text=model.note, ink="bad" if model.fault else "good"))
    wide, high = min(kit.px(WIDE), size[0] - kit.px(24)), min(kit.px(HIGH), size[1] - kit.px(24))
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Escape closes."""
    del model
    return {"escape": ("close",)}


def _name(model: Model, iso: str) -> str:
    world = model.game.world
    return world.names[world.nation(iso)]


def _card(model: Model, one: Sheet, buttons: list[Box]) -> Panel:
    items: list[Box] = [
        Row(
            items=[
                Words(text=_name(model, one.other), weight=SEMIBOLD, grow=1),
                Chip(text=one.answer, ink=_INKS[one.answer]),
            ]
        ),
        Words(text=one.title),
        *(Words(text=line, ink="muted", points=12) for line in one.terms),
    ]
    if buttons:
        items.append(Row(items=[*buttons, Box(grow=1)], gap=6))
    return Panel(items=items, gap=3, pad=10, raised=True)


def _inbox(model: Model, sheets: list[Sheet]) -> Column:
    """Offers made to the seat."""
    cards: list[Box] = []
    for one in sheets:
        name = "-".join(map(str, one.number))
        cards.append(_card(model, one, [
            Button(id=f"accept {name}", text="Accept", points=12, chosen=one.answer == "accepted", on=("answer", one.number, True)),
            Button(id=f"refuse {name}", text="Refuse", points=12, chosen=one.answer == "refused", on=("answer", one.number, False)),
        ]))  # fmt: skip
    if not cards:
        cards = [Words(text="Nobody has offered us anything this turn.", ink="muted")]
    scroll = Scroll(
        id="inbox", content=Column(items=cards, gap=8), grow=1, offset=model.scrolls.get("inbox", 0)
    )
    return Column(items=[caption("Offers to us"), scroll], gap=6, grow=1)


def _waiting(model: Model, sheets: list[Sheet]) -> Column:
    """What the seat offered, and the table: votes, invitations, calls."""
    mine: list[Box] = [_card(model, one, _back(one)) for one in sheets]
    if not mine:
        mine = [Words(text="We have offered nothing this turn.", ink="muted")]
    cards = [_matter(model, one) for one in matters(model.seen)]
    table: list[Box] = list(cards) or [Words(text="Nothing waits for our word.", ink="muted")]
    return Column(
        items=[
            caption("Our offers"),
            Scroll(id="own offers", content=Column(items=mine, gap=8), grow=1, offset=model.scrolls.get("own offers", 0)),
            caption("Votes, invitations, calls"),
            Scroll(id="table", content=Column(items=table, gap=8), grow=1, offset=model.scrolls.get("table", 0)),
        ],
        gap=6, grow=1,
    )  # fmt: skip


def _back(one: Sheet) -> list[Box]:
    if one.answer != "open":
        return []
    name = "-".join(map(str, one.number))
    return [
        Button(id=f"withdraw {name}", text="Take back", points=12, on=("take back", one.number))
    ]


def _matter(model: Model, one: Matter) -> Panel:
    said = model.game.seats[model.seat].draft.get(one.part, {}).get(str(one.slot))
    words = {
        "votes": ("Support", "Block"),
        "attend": ("Attend", "Stay away"),
        "honour": ("Honour", "Refuse"),
    }
    yes, no = words[one.part]
    name = f"{one.part} {one.slot}"
    buttons: list[Box] = [
        Button(
            id=f"yes {name}",
            text=yes,
            points=12,
            chosen=said == one.yes,
            on=("say", one.part, one.slot, one.yes),
        ),
        Button(
            id=f"no {name}",
            text=no,
            points=12,
            chosen=said == one.no,
            on=("say", one.part, one.slot, one.no),
        ),
        Box(grow=1),
    ]
    return Panel(
        items=[Words(text=one.text), Row(items=buttons, gap=6)], gap=5, pad=10, raised=True
    )


def _new(model: Model) -> Column:
    """An offer to be made: to whom, what, on which terms."""
    page, world = model.page, model.game.world
    to = page.get("offer to") or (model.nation if model.nation != model.seat else "")
    seen = model.seen
    others = sorted(
        (world.names[i], iso)
        for i, iso in enumerate(world.iso)
        if seen.exists[i] and iso != model.seat
    )
    lines: list[Box] = [
        Line(
            id=f"to {iso}",
            on=("page", "offer to", iso),
            high=24,
            chosen=iso == to,
            items=[Words(text=name)],
        )
        for name, iso in others
    ]
    kinds: list[Box] = [
        Line(id=f"offer {kind}", on=("page", "offer kind", kind), high=24, chosen=kind == page.get("offer kind"),
             items=[Words(text=name, wrap=False)])
        for kind, name, opens in zip(world.agreements.ids, world.agreements.names, world.agreements.opens, strict=True)
        if opens <= model.game.turn
    ]  # fmt: skip
    terms = [
        _term(model, "verification", "Verification", {w: w for w in VERIFICATION_WORDS}),
        _term(model, "annex", "Annex", {w: w for w in ANNEX_WORDS}),
        _term(model, "balance", "In whose favour", BALANCE),
        _term(model, "years", "Review, years", {y: str(y) if y else "usual" for y in YEARS}),
        _term(model, "give", "We promise", {w: t.removeprefix("to ") for w, t in PROMISES.items()}),
        _term(model, "ask", "We ask", {w: t.removeprefix("to ") for w, t in PROMISES.items()}),
    ]
    words = _words(model, to)
    warning = model.game.offer_warning(model.seat, words) if words else ""
    warned: list[Box] = (
        [Words(text=f"Possible, at a price: {warning}", ink="gold", points=12)] if warning else []
    )
    make = Button(
        id="make offer", text="Make the offer", main=bool(words), enabled=bool(words), on=("offer",)
    )
    return Column(
        items=[
            caption("A new offer"),
            Scroll(id="offer to", content=Column(items=lines, gap=1), grow=2, offset=model.scrolls.get("offer to", 0)),
            caption("Agreement"),
            Scroll(id="offer kinds", content=Column(items=kinds, gap=1), grow=2, offset=model.scrolls.get("offer kinds", 0)),
            *terms, *warned, make,
        ],
        gap=5, wide=400,
    )  # fmt: skip


def _term(model: Model, name: str, words: str, values: Mapping[Any, str]) -> Row:
    """One term: a button that goes on to its next value."""
    now = model.page.get(f"term {name}", next(iter(values)) if name != "balance" else 0)
    options = list(values)
    later = options[(options.index(now) + 1) % len(options)]
    return Row(items=[
        Words(text=words, ink="muted", grow=1),
        Button(id=f"term {name}", text=values[now], points=12, on=("page", f"term {name}", later)),
    ])  # fmt: skip


def _words(model: Model, to: str) -> dict[str, Any]:
    """The offer in the words of a record; empty while something is missing."""
    page = model.page
    if not to or not page.get("offer kind"):
        return {}
    words: dict[str, Any] = {"to": to, "kind": page["offer kind"]}
    plain = {
        "verification": "none",
        "annex": "none",
        "balance": 0,
        "years": 0,
        "give": "nothing",
        "ask": "nothing",
    }
    words |= {k: page[f"term {k}"] for k, v in plain.items() if page.get(f"term {k}", v) != v}
    return words


@answers("answer")
def _answer(model: Model, number: tuple[int, int, int], accept: bool) -> None:
    model.game.answer(model.seat, number, accept=accept)


@answers("take back")
def _take_back(model: Model, number: tuple[int, int, int]) -> None:
    model.game.withdraw(model.seat, number)


@answers("offer")
def _offer(model: Model) -> None:
    to = model.page.get("offer to") or model.nation
    paper, counter = model.game.offer(model.seat, _words(model, to))
    told = sheet(model.seen, model.seat, paper)
    name = _name(model, to)
    model.note = {
        "open": f"{name} will answer.", "accepted": f"{name} accepts.", "refused": f"{name} refuses.",
    }[told.answer]  # fmt: skip
    if counter is not None:
        model.note += " It offers other terms."


@answers("say")
def _say(model: Model, part: str, slot: int, word: str) -> None:
    """Yes or no to something on the table; saying it again takes it back."""
    draft = model.game.seats[model.seat].draft
    said = dict(draft.get(part, {}))
    if said.get(str(slot)) == word:
        del said[str(slot)]
    else:
        said[str(slot)] = word
    model.game.draft(model.seat, {**draft, part: said})
