"""The orders desk: what the seat can do, what it has drafted, what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pygame

from sim.legal import budget
from sim.orders import TARGET, OrderKind
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import HEADING
from ui.desktop.kit.widgets import BOLD, SEMIBOLD, Button, Meter, Words, caption, number
from ui.desktop.model import Model, answers
from ui.present.orders import FAMILIES, Offered, offered, told

NAME = "Orders"

WIDE, HIGH = 1120, 640

#: Amounts offered for a choice, as shares of the most that means anything.
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)

#: $m offered for a choice.
SUMS = (1.0, 5.0, 20.0, 50.0, 100.0)

#: Thousands of troops offered for a choice.
TROOPS = (0.5, 1.0, 2.0, 5.0, 10.0)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Families and kinds to the left, aims in the middle, the draft to the right."""
    page = model.page
    family = page.setdefault("family", next(iter(FAMILIES)))
    desk = [offered(model.seen, model.game.setup.scenario, kind) for kind in FAMILIES[family]]
    kind = page.get("kind")
    open_ = next((o for o in desk if o.kind == kind), None)
    head = Row(items=[
        Words(text="Orders", points=HEADING, weight=BOLD, grow=1),
        Button(id="orders close", text="Close", key="Esc", on=("close",)),
    ])  # fmt: skip
    body = Row(
        items=[_families(model, family), _kinds(model, desk), _aims(model, open_), _draft(model)],
        gap=14, grow=1, fill=True,
    )  # fmt: skip
    panel = Panel(id="orders", items=[head, Rule(), body], gap=10)
    wide, high = min(kit.px(WIDE), size[0] - kit.px(24)), min(kit.px(HIGH), size[1] - kit.px(24))
    panel.place(kit, pygame.Rect((size[0] - wide) // 2, (size[1] - high) // 2, wide, high))
    root = Layers(items=[panel])
    root.rect = pygame.Rect((0, 0), size)
    return root


def keys(model: Model) -> Mapping[str, Msg]:
    """Families by the arrows up and down; Escape closes."""
    names = list(FAMILIES)
    at = names.index(model.page.get("family", names[0]))
    return {
        "escape": ("close",),
        "down": ("family", names[(at + 1) % len(names)]),
        "up": ("family", names[at - 1]),
    }


def _families(model: Model, family: str) -> Column:
    items: list[Box] = [caption("About")]
    for name in FAMILIES:
        items.append(
            Line(id=f"family {name}", on=("family", name), chosen=name == family, high=27,
                 items=[Words(text=name, weight=SEMIBOLD if name == family else 0)])
        )  # fmt: skip
    del model
    return Column(items=items, gap=1, wide=130)


def _kinds(model: Model, desk: list[Offered]) -> Column:
    cards: list[Box] = []
    for one in desk:
        cost = f"effort {one.effort:g}" + (f", ${one.money:g} m" if one.money else "")
        cost += f", will {one.will:g}" if one.will else ""
        lines: list[Box] = [
            Words(text=one.title, weight=SEMIBOLD, ink="muted" if one.why else "ink")
        ]
        lines.append(Words(text=f"Not now: {one.why}" if one.why else cost, ink="muted", points=12))
        cards.append(
            Panel(id=f"kind {one.kind.name}", items=lines, gap=2, pad=9, raised=model.page.get("kind") == one.kind,
                  on=None if one.why else ("kind", one.kind), enabled=not one.why)
        )  # fmt: skip
    scroll = Scroll(
        id="kinds", content=Column(items=cards, gap=6), grow=1, offset=model.scrolls.get("kinds", 0)
    )
    return Column(items=[caption("What"), scroll], gap=6, grow=1)


def _aims(model: Model, one: Offered | None) -> Column:
    """Whom or what the order is about, then how, then how much."""
    if one is None:
        hint = "Choose what to do; then here whom it is about, how, and how much."
        return Column(items=[caption("Whom and how"), Words(text=hint, ink="muted")], gap=6, grow=1)
    page = model.page
    items: list[Box] = []
    if TARGET[one.kind]:
        chosen = page.get("target", "")
        lines: list[Box] = [
            Line(id=f"target {name}", on=("page", "target", name), high=24, chosen=name == chosen,
                 items=[Words(text=words)])
            for name, words in one.targets
        ]  # fmt: skip
        items.append(
            Scroll(
                id="targets",
                content=Column(items=lines, gap=1),
                grow=2,
                offset=model.scrolls.get("targets", 0),
            )
        )
    target = page.get("target", "")
    choices = one.choices.get(target, ())
    if choices:
        lines = [
            Line(id=f"what {name}", on=("page", "what", name), high=24, chosen=name == page.get("what"),
                 items=[Words(text=words)])
            for name, words in choices
        ]  # fmt: skip
        items += [
            caption("How"),
            Scroll(
                id="whats",
                content=Column(items=lines, gap=1),
                grow=1,
                offset=model.scrolls.get("whats", 0),
            ),
        ]
    if one.unit:
        items += [caption(f"How much ({one.unit})"), _amounts(model, one)]
    ready = (target or not TARGET[one.kind]) and (not choices or page.get("what"))
    ready = ready and (not one.unit or page.get("amount") is not None)
    add = Button(
        id="add order", text="Add to the draft", main=True, enabled=bool(ready), on=("add order",)
    )
    if not any(item.grow for item in items):
        items.append(Box(grow=1))
    return Column(items=[caption("Whom and how"), *items, add], gap=6, grow=1)


def _amounts(model: Model, one: Offered) -> Row:
    steps = (
        SUMS
        if one.unit == "$m"
        else TROOPS
        if "thousands" in one.unit
        else tuple(s * one.most for s in SHARES)
    )
    return Row(
        items=[
            Button(id=f"amount {a:g}", text=f"{a:g}", chosen=model.page.get("amount") == a, on=("page", "amount", a))
            for a in steps
        ],
        gap=4,
    )  # fmt: skip


def _draft(model: Model) -> Column:
    """What will be handed in, what it costs, what is to be said of it."""
    game, seen = model.game, model.seen
    words = game.seats[model.seat].draft
    verdicts = game.judged(model.seat, words)
    means = budget(seen)
    effort, money = float(means.effort[0, 0]), float(means.money[0, 0])
    spent = sum(v.effort for v in verdicts if not v.refusal)
    paid = sum(v.money for v in verdicts if not v.refusal)
    items: list[Box] = [
        caption("This turn"),
        Row(
            items=[
                Words(text="Diplomatic effort", ink="muted", grow=1),
                number(f"{spent:g} of {effort:g}"),
            ]
        ),
        Meter(value=spent / max(effort, 1e-9), ink="gold", wide=None),
        Row(
            items=[
                Words(text="Money for cooperation", ink="muted", grow=1),
                number(f"${paid:.1f} m of {money:.1f}"),
            ]
        ),
        Meter(value=paid / max(money, 1e-9), ink="cyan", wide=None),
        Rule(),
    ]
    cards: list[Box] = []
    for place, verdict in enumerate(verdicts):
        text = told(game.world, seen, verdict.order, game.setup.scenario)
        lines: list[Box] = [Words(text=text, weight=SEMIBOLD)]
        if verdict.refusal:
            lines.append(Words(text=f"Would be refused: {verdict.refusal}", ink="bad", points=12))
        if verdict.warning:
            lines.append(
                Words(text=f"Possible, at a price: {verdict.warning}", ink="gold", points=12)
            )
        lines.append(
            Row(items=[Words(text=f"effort {verdict.effort:g}", ink="muted", grow=1, points=12),
                       Button(id=f"drop {place}", text="Take out", flat=True, points=12, on=("drop order", place))])
        )  # fmt: skip
        cards.append(Panel(items=lines, gap=3, pad=9, raised=True))
    if not cards:
        cards.append(
            Words(text="Nothing yet. A seat that says nothing keeps its promises.", ink="muted")
        )
    items.append(
        Scroll(
            id="draft",
            content=Column(items=cards, gap=6),
            grow=1,
            offset=model.scrolls.get("draft", 0),
        )
    )
    return Column(items=items, gap=6, wide=290)


@answers("family")
def _family(model: Model, name: str) -> None:
    model.page.update(family=name, kind=None, target="", what=None, amount=None)


@answers("kind")
def _kind(model: Model, kind: OrderKind) -> None:
    one = offered(model.seen, model.game.setup.scenario, kind)
    only = one.targets[0][0] if len(one.targets) == 1 else ""
    about = model.nation if model.nation in dict(one.targets) else only
    model.page.update(kind=kind, target=about, what=None, amount=None)


@answers("add order")
def _add(model: Model) -> None:
    page, kind = model.page, model.page["kind"]
    order: dict[str, Any] = {"do": kind.name.lower()}
    if TARGET[kind]:
        order["target"] = page["target"]
    if page.get("what"):
        order["what"] = page["what"]
    if page.get("amount") is not None:
        order["amount"] = page["amount"]
    _redraft(model, [*_orders(model), order])
    page.update(kind=None, target="", what=None, amount=None)


@answers("drop order")
def _drop(model: Model, place: int) -> None:
    orders = _orders(model)
    _redraft(model, orders[:place] + orders[place + 1 :])


def _orders(model: Model) -> list[Mapping[str, Any]]:
    return list(model.game.seats[model.seat].draft.get("orders", ()))


def _redraft(model: Model, orders: list[Mapping[str, Any]]) -> None:
    words = {**model.game.seats[model.seat].draft, "orders": orders}
    model.game.draft(model.seat, words)
