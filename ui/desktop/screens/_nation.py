"""The panel of a nation: what the seat knows of it, and how the two stand."""

from __future__ import annotations

from ui.desktop.kit.box import Box, Column, Kit, Panel, Row, Rule
from ui.desktop.kit.charts import shortened
from ui.desktop.kit.table import Head, Scroll, table
from ui.desktop.kit.theme import BODY, SMALL, TITLE
from ui.desktop.kit.told import Flow, TellingLine, Told
from ui.desktop.kit.type import REGULAR
from ui.desktop.kit.widgets import (
    BOLD,
    RIGHT,
    Button,
    Chip,
    Meter,
    Words,
    caption,
    number,
)
from ui.desktop.model import Model
from ui.desktop.screens._told import asked, change_words, gauge
from ui.present.chronicle import between
from ui.present.dossier import Dossier, dossier, relations
from ui.present.pair import Pair, pair
from ui.present.words import short_name

#: Room for the name of a nation in the table of relations, in units.
NAME_WIDE = 100

#: How many sentences of what happened between the two.
LATELY = 4

#: Colours of the gauges, one after another.
INKS = ("cyan", "gold", "violet", "good")


def nation_panel(model: Model, kit: Kit) -> Panel:
    """The nation looked at; for the seat itself its relations with all others."""
    page = dossier(model.seen, model.nation or model.seat)
    own = page.iso == model.seat
    chips: list[Box] = [Chip(text=page.standing)]
    if own:
        chips.insert(0, Chip(text="our seat", ink="good"))
    head: list[Box] = [Words(text=page.name, points=TITLE, weight=BOLD), Flow(items=chips)]
    if page.groups:
        head.append(Words(text=" · ".join(page.groups), ink="muted", points=SMALL))
    body: list[Box] = []
    if not own:
        body += [*_between(model, pair(model.seen, page.iso)), Rule()]
    body += [*_gauges(model, page), Rule(), *_facts(page)]
    body += [Rule(), _relations(model, kit)] if own else _lately(model, page.iso)
    scroll = Scroll(
        id="nation",
        content=Column(items=body, gap=6),
        grow=1,
        offset=model.scrolls.get("nation", 0),
    )
    return Panel(id="nation panel", items=[*head, scroll, _doors(own=own)], solid=False)


def _doors(*, own: bool) -> Row:
    """What opens from here."""
    first: list[Box] = [
        Button(id="goals", text="Goals", key="G", on=("open", "objectives"), grow=1),
        Button(id="charts", text="Charts", key="C", on=("open", "charts"), grow=1),
    ]
    if not own:
        first = [Button(id="pair", text="The two of us", key="P", on=("open", "pair"), grow=1)]
    why = Button(id="why", text="Why?", key="W", on=("open", "why"), grow=1)
    return Row(items=[*first, why])


def _gauges(model: Model, page: Dossier) -> list[Box]:
    """Two beside each other, those whose causes can be told first."""
    ordered = sorted(page.gauges, key=lambda one: not one.name)
    cells: list[Box] = [
        Column(
            items=gauge(model, one.words, one.value, INKS[k % 4], (one.name, ""), narrow=True),
            gap=3,
            grow=1,
        )
        for k, one in enumerate(ordered)
    ]
    if len(cells) % 2:
        cells.append(Box(grow=1))
    return [Row(items=cells[k : k + 2], gap=14) for k in range(0, len(cells), 2)]


def _facts(page: Dossier) -> list[Box]:
    return [
        Row(items=[Words(text=name, ink="muted", grow=1), number(value)])
        for name, value in page.facts
    ]


def _relations(model: Model, kit: Kit) -> Column:
    """All others: trust as a bar and a number, interoperability, the last change of trust."""
    heads = [Head("Relations"), Head("Trust", 84), Head("Interop", 52, RIGHT)]
    heads.append(Head("± turn", 46, RIGHT))
    before = model.game.observation(model.seat, max(model.at - 1, 0)).trust[0, 0]
    lines: list[Box] = []
    for row in relations(model.seen):
        moved = row.trust - float(before[model.game.world.nation(row.iso)])
        name = shortened(short_name(row.name), kit.px(BODY), REGULAR, kit.px(NAME_WIDE))
        bar = [Meter(value=2 * row.trust - 1, signed=True, wide=44), number(f"{row.trust:.2f}")]
        trust = Told(items=[*bar], ask=asked(model, "trust", row.iso), wide=84, gap=4)
        trust.items[1].grow = 1
        interop = Told(
            items=[number(f"{row.interop:.2f}", wide=52)], ask=asked(model, "interop", row.iso)
        )
        cells: list[Box] = [Words(text=name, wrap=False, grow=1), trust, interop]
        cells.append(change_words(moved))
        lines.append(
            TellingLine(id=f"rel {row.iso}", on=("select", row.iso), items=cells, high=24, gap=8)
        )
    return Column(items=[*table(heads, []).items, *lines], gap=1)


def _between(model: Model, two: Pair) -> list[Box]:
    """How the seat stands with the nation that is looked at."""
    found: list[Box] = [caption("Between us")]
    for words, value, ink, name in (
        ("Our trust in them", two.trust, "cyan", "trust"),
        ("Interoperability with them", two.effective, "violet", "interop"),
        ("Threat we see in them", two.threat, "bad", "threat"),
    ):
        found += gauge(model, words, value, ink, (name, two.other))
    binding = [paper.name for paper in two.papers if paper.binding]
    words = ", ".join(binding) if binding else "none in force"
    pending = len(two.papers) - len(binding)
    words += f"; {pending} on the way" if pending else ""
    return [*found, caption("Agreements"), Words(text=words)]


def _lately(model: Model, other: str) -> list[Box]:
    """What last happened between the seat and the nation that is looked at."""
    told = between(model.game, model.seat, other, until=model.at)[:LATELY]
    if not told:
        return []
    lines = [f"{model.game.world.label(event.turn)}: {event.text}" for event in told]
    return [Rule(), caption("Lately between us"), *(Words(text=line) for line in lines)]
