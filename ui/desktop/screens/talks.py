"""Talks: offers to the seat and from it, a new offer, and what waits for a yes or a no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.orders import ANNEX_WORDS, VERIFICATION_WORDS
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.widgets import SEMIBOLD, Button, Chip, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, rolled
from ui.present.preview import answer, likely
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
    ours, theirs = [s for s in sheets if s.own], [s for s in sheets if not s.own]
    columns: list[Box] = [_inbox(model, theirs), _waiting(model, ours), _new(model)]
    body = Row(items=columns, gap=16, grow=1, fill=True)
    close = close_button("talks")
    return dialog(model, kit, size, "Talks", [body], wide=WIDE, high=HIGH, buttons=[close])


def keys(model: Model) -> Mapping[str, Msg]:
    """M makes the offer, Escape closes."""
    page = model.page
    to = page.get("offer to") or (model.nation if model.nation != model.seat else "")
    make: dict[str, Msg] = {"m": ("offer",)} if _words(model, to) else {}
    return {"escape": ("close",), **make}


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
    cards: list[Box] = [_card(model, one, _answers(one)) for one in sheets]
    if not cards:
        cards = [Words(text="Nobody has offered us anything this turn.", ink="muted")]
    scroll = rolled(model, "inbox", Column(items=cards, gap=8))
    return Column(items=[caption("Offers to us"), scroll], gap=6, grow=1)


def _answers(one: Sheet) -> list[Box]:
    """Yes and no to an offer; the one that was said is marked."""
    name = "-".join(map(str, one.number))
    return [
        Button(
            id=f"{word.lower()} {name}",
            text=word,
            points=12,
            chosen=one.answer == said,
            on=("answer", one.number, said == "accepted"),
        )
        for word, said in (("Accept", "accepted"), ("Refuse", "refused"))
    ]


def _waiting(model: Model, sheets: list[Sheet]) -> Column:
    """What the seat offered, and the table: votes, invitations, calls."""
    mine: list[Box] = [_card(model, one, _back(model, one)) for one in sheets]
    if not mine:
        mine = [Words(text="We have offered nothing this turn.", ink="muted")]
    table: list[Box] = [_matter(model, one) for one in matters(model.seen)]
    if not table:
        table = [Words(text="Nothing waits for our word.", ink="muted")]
    own = rolled(model, "own offers", Column(items=mine, gap=8))
    ours = rolled(model, "table", Column(items=table, gap=8))
    heads = caption("Our offers"), caption("Votes, invitations, calls")
    return Column(items=[heads[0], own, heads[1], ours], gap=6, grow=1)


def _back(model: Model, one: Sheet) -> list[Box]:
    """An open offer can be taken back; of an answer one may ask for the reasons."""
    name = "-".join(map(str, one.number))
    if one.answer != "open":
        if one.other in model.game.people:
            return []
        msg = ("why of", one.other, model.game.turn)
        return [Button(id=f"why {name}", text="Why?", points=12, on=msg)]
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
    nations: list[Box] = [
        _line(f"to {iso}", ("page", "offer to", iso), name, iso == to) for name, iso in others
    ]
    table = world.agreements
    kinds: list[Box] = [
        _line(f"offer {kind}", ("page", "offer kind", kind), name, kind == page.get("offer kind"))
        for kind, name, opens in zip(table.ids, table.names, table.opens, strict=True)
        if opens <= model.game.turn
    ]
    words = _words(model, to)
    said = _said_of(model, words) if words else []
    make = Button(
        id="make offer",
        text="Make the offer",
        key="M",
        main=bool(words),
        enabled=bool(words),
        on=("offer",),
    )
    lists: list[Box] = [
        caption("A new offer"),
        rolled(model, "offer to", Column(items=nations, gap=1), keep=f"to {to}"),
        caption("Agreement"),
        rolled(model, "offer kinds", Column(items=kinds, gap=1)),
    ]
    return Column(items=[*lists, *_terms(model), *said, make], gap=5, wide=400)


def _said_of(model: Model, words: Mapping[str, Any]) -> list[Box]:
    """The rule that an offer would break, and how a policy may answer it."""
    found: list[Box] = []
    warning = model.game.offer_warning(model.seat, words)
    if warning:
        found.append(Words(text=f"Possible, at a price: {warning}", ink="gold", points=12))
    if words["to"] not in model.game.people:
        found.append(Words(text=answer(likely(model.game, model.seat, words)), points=12))
    return found


def _line(name: str, msg: Msg, words: str, chosen: bool) -> Line:
    return Line(id=name, on=msg, high=24, chosen=chosen, items=[Words(text=words, grow=1)])


def _terms(model: Model) -> list[Row]:
    """The terms of an offer, each with its value of now."""
    promises = {word: text.removeprefix("to ") for word, text in PROMISES.items()}
    return [
        _term(model, "verification", "Verification", {w: w for w in VERIFICATION_WORDS}),
        _term(model, "annex", "Annex", {w: w for w in ANNEX_WORDS}),
        _term(model, "balance", "In whose favour", BALANCE),
        _term(model, "years", "Review, years", {y: str(y) if y else "usual" for y in YEARS}),
        _term(model, "give", "We promise", promises),
        _term(model, "ask", "We ask", promises),
    ]


def _term(model: Model, name: str, words: str, values: Mapping[Any, str]) -> Row:
    """One term: a button that goes on to its next value."""
    now = model.page.get(f"term {name}", next(iter(values)) if name != "balance" else 0)
    options = list(values)
    later = options[(options.index(now) + 1) % len(options)]
    change = Button(
        id=f"term {name}", text=values[now], points=12, on=("page", f"term {name}", later)
    )
    return Row(items=[Words(text=words, ink="muted", grow=1), change])


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
    said = {"open": "will answer", "accepted": "accepts", "refused": "refuses"}
    model.note = f"{name} {said[told.answer]}."
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
