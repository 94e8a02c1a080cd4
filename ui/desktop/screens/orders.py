"""The orders desk: what the seat can do, what it has drafted, what that costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.session import Verdict
from sim.legal import budget
from sim.orders import TARGET, OrderKind
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Line, Scroll, fact
from ui.desktop.kit.told import Flow
from ui.desktop.kit.widgets import REGULAR, SEMIBOLD, Button, Meter, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, rolled
from ui.present.numbers import tidy
from ui.present.orders import FAMILIES, Offered, offered, told

NAME = "Orders"

WIDE, HIGH = 1120, 640

#: Size of what is said beside something, in points.
NOTE = 12

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
    desk = [_offered(model, kind) for kind in FAMILIES[family]]
    kind = page.get("kind")
    open_ = next((o for o in desk if o.kind == kind), None)
    body = [_families(family), _kinds(model, desk), _aims(model, open_), _draft(model)]
    columns = Row(items=body, gap=14, grow=1, fill=True)
    close = close_button("orders")
    return dialog(model, kit, size, "Orders", [columns], wide=WIDE, high=HIGH, buttons=[close])


def keys(model: Model) -> Mapping[str, Msg]:
    """Families by the arrows up and down where the keyboard is on nothing, A adds, Esc closes."""
    names = list(FAMILIES)
    at = names.index(model.page.get("family", names[0]))
    found: dict[str, Msg] = {
        "escape": ("close",),
        "down": ("family", names[(at + 1) % len(names)]),
        "up": ("family", names[at - 1]),
    }
    kind = model.page.get("kind")
    if kind is not None and _ready(model, _offered(model, kind)):
        found["a"] = ("add order",)
    return found


def _offered(model: Model, kind: OrderKind) -> Offered:
    return offered(model.seen, model.game.setup.scenario, kind)


def _families(family: str) -> Column:
    lines: list[Box] = [
        Line(
            id=f"family {name}",
            on=("family", name),
            chosen=name == family,
            high=27,
            items=[Words(text=name, weight=SEMIBOLD if name == family else REGULAR, grow=1)],
        )
        for name in FAMILIES
    ]
    return Column(items=[caption("About"), *lines], gap=1, wide=130)


def _kinds(model: Model, desk: list[Offered]) -> Column:
    cards: list[Box] = [_card(one, chosen=model.page.get("kind") == one.kind) for one in desk]
    scroll = rolled(model, "kinds", Column(items=cards, gap=6))
    return Column(items=[caption("What"), scroll], gap=6, grow=1)


def _card(one: Offered, *, chosen: bool) -> Panel:
    """One kind of order, what it costs, or why it cannot be given now."""
    cost = f"effort {tidy(one.effort)}" + (f", ${tidy(one.money)} m" if one.money else "")
    cost += f", will {tidy(one.will)}" if one.will else ""
    return Panel(
        id=f"kind {one.kind.name}",
        items=[
            Words(text=one.title, weight=SEMIBOLD, ink="muted" if one.why else "ink"),
            Words(text=f"Not now: {one.why}" if one.why else cost, ink="muted", points=NOTE),
        ],
        gap=2,
        pad=9,
        raised=chosen,
        on=None if one.why else ("kind", one.kind),
        enabled=not one.why,
    )


def _aims(model: Model, one: Offered | None) -> Column:
    """Whom or what the order is about, then how, then how much."""
    if one is None:
        hint = "Choose what to do; then here whom it is about, how, and how much."
        return Column(items=[caption("Whom and how"), Words(text=hint, ink="muted")], gap=6, grow=1)
    items: list[Box] = []
    if TARGET[one.kind]:
        items.append(_list(model, "target", one.targets, grow=2))
    choices = one.choices.get(model.page.get("target", ""), ())
    if choices:
        items += [caption("How"), _list(model, "what", choices, grow=1)]
    if one.unit:
        items += [caption(f"How much ({one.unit})"), _amounts(model, one)]
    if not any(item.grow for item in items):
        items.append(Box(grow=1))
    ready = _ready(model, one)
    add = Button(
        id="add order",
        text="Add to the draft",
        key="A",
        main=True,
        enabled=ready,
        on=("add order",),
    )
    return Column(items=[caption("Whom and how"), *items, add], gap=6, grow=1)


def _ready(model: Model, one: Offered) -> bool:
    """Whether an order of a kind has all that it needs."""
    page = model.page
    target = page.get("target", "")
    if TARGET[one.kind] and not target:
        return False
    if one.choices.get(target, ()) and not page.get("what"):
        return False
    return not one.why and (not one.unit or page.get("amount") is not None)


def _list(model: Model, name: str, options: Sequence[tuple[str, str]], *, grow: int) -> Scroll:
    """Names of which one is chosen, as many as there are."""
    lines: list[Box] = [
        Line(
            id=f"{name} {option}",
            on=("page", name, option),
            high=24,
            chosen=option == model.page.get(name),
            items=[Words(text=words, grow=1)],
        )
        for option, words in options
    ]
    scroll = rolled(model, f"{name}s", Column(items=lines, gap=1))
    scroll.grow = grow
    return scroll


def _amounts(model: Model, one: Offered) -> Flow:
    if one.unit == "$m":
        steps = SUMS
    elif "thousands" in one.unit:
        steps = TROOPS
    else:
        steps = tuple(share * one.most for share in SHARES)
    chosen = model.page.get("amount")
    buttons: list[Box] = [
        Button(id=f"amount {a:g}", text=tidy(a), chosen=chosen == a, on=("page", "amount", a))
        for a in steps
    ]
    return Flow(items=buttons, gap=4)


def _draft(model: Model) -> Column:
    """What will be handed in, what it costs, what is to be said of it."""
    game = model.game
    verdicts = game.judged(model.seat, game.seats[model.seat].draft)
    cards: list[Box] = [_drafted(model, place, one) for place, one in enumerate(verdicts)]
    if not cards:
        hint = "Nothing yet. A seat that says nothing keeps its promises."
        cards = [Words(text=hint, ink="muted")]
    scroll = rolled(model, "draft", Column(items=cards, gap=6))
    means = [caption("This turn"), *_means(model, verdicts), Rule()]
    return Column(items=[*means, scroll], gap=6, wide=290)


def _means(model: Model, verdicts: Sequence[Verdict]) -> list[Box]:
    """Effort and money: what the draft takes of what there is."""
    means = budget(model.seen)
    effort, money = float(means.effort[0, 0]), float(means.money[0, 0])
    spent = sum(v.effort for v in verdicts if not v.refusal)
    paid = sum(v.money for v in verdicts if not v.refusal)
    return [
        fact("Diplomatic effort", f"{tidy(spent)} of {tidy(effort)}"),
        Meter(value=spent / max(effort, 1e-9), ink="gold", wide=None),
        fact("Money for cooperation", f"${paid:.1f} m of {money:.1f}"),
        Meter(value=paid / max(money, 1e-9), ink="cyan", wide=None),
    ]


def _drafted(model: Model, place: int, verdict: Verdict) -> Panel:
    """One order of the draft, and what is to be said of it before it is handed in."""
    text = told(model.game.world, model.seen, verdict.order, model.game.setup.scenario)
    lines: list[Box] = [Words(text=text, weight=SEMIBOLD)]
    if verdict.refusal:
        words = f"Would be refused: {verdict.refusal}"
        lines.append(Words(text=words, ink="bad", points=NOTE))
    if verdict.warning:
        words = f"Possible, at a price: {verdict.warning}"
        lines.append(Words(text=words, ink="gold", points=NOTE))
    cost = Words(text=f"effort {tidy(verdict.effort)}", ink="muted", grow=1, points=NOTE)
    out = Button(
        id=f"drop {place}", text="Take out", flat=True, points=NOTE, on=("drop order", place)
    )
    return Panel(items=[*lines, Row(items=[cost, out])], gap=3, pad=9, raised=True)


@answers("family")
def _family(model: Model, name: str) -> None:
    model.page.update(family=name, kind=None, target="", what=None, amount=None)


@answers("kind")
def _kind(model: Model, kind: OrderKind) -> None:
    one = _offered(model, kind)
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
