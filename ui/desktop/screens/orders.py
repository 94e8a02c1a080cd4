"""The orders desk: what the seat can do, what it has drafted, what that costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.orders import TARGET, OrderKind
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row
from ui.desktop.kit.dial import Dial
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.told import Flow
from ui.desktop.kit.widgets import REGULAR, SEMIBOLD, Button, Words, caption, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, rolled
from ui.desktop.screens._draft import draft_column, orders_of, redraft
from ui.desktop.screens._expected import NOTE, expected
from ui.present.numbers import tidy
from ui.present.orders import Offered, families, offered
from ui.present.preview import preview

NAME = "Orders"

WIDE, HIGH = 1120, 640

#: Amounts offered for a choice, as shares of the most that means anything.
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)

#: A list of so few names is as high as they are; units of a line.
FEW, LINE = 4, 25

#: Steps of a dial.
NOTCHES = 20

#: $m offered for a choice.
SUMS = (1.0, 5.0, 20.0, 50.0, 100.0)

#: Thousands of troops offered for a choice.
TROOPS = (0.5, 1.0, 2.0, 5.0, 10.0)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Families and kinds to the left, aims in the middle, the draft to the right."""
    page, there = model.page, _families(model)
    family = _family_of(model)
    desk = [_offered(model, kind) for kind in there[family]]
    kind = page.get("kind")
    open_ = next((o for o in desk if o.kind == kind), None)
    body: list[Box] = [
        _list_of(list(there), family),
        _kinds(model, desk),
        _aims(model, open_, roomy=size[1] >= kit.px(HIGH)),
        draft_column(model),
    ]
    columns = Row(items=body, gap=14, grow=1, fill=True)
    close = close_button("orders")
    return dialog(model, kit, size, "Orders", [columns], wide=WIDE, high=HIGH, buttons=[close])


def keys(model: Model) -> Mapping[str, Msg]:
    """Families by the arrows up and down where the keyboard is on nothing, A adds, Esc closes."""
    names = list(_families(model))
    at = names.index(_family_of(model))
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


def _families(model: Model) -> Mapping[str, Sequence[OrderKind]]:
    return families(model.game.setup.scenario)


def _family_of(model: Model) -> str:
    """The family that is open."""
    names = list(_families(model))
    family = model.page.get("family", names[0])
    return family if family in names else names[0]


def _list_of(names: Sequence[str], family: str) -> Column:
    lines: list[Box] = [
        Line(
            id=f"family {name}",
            on=("family", name),
            chosen=name == family,
            high=27,
            items=[Words(text=name, weight=SEMIBOLD if name == family else REGULAR, grow=1)],
        )
        for name in names
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


def _aims(model: Model, one: Offered | None, *, roomy: bool) -> Column:
    """Whom or what the order is about, then how, then how much.

    In a roomy window short lists are as high as their names, and nothing gapes between them.
    """
    if one is None:
        hint = "Choose what to do; then here whom it is about, how, and how much."
        return Column(items=[caption("Whom and how"), Words(text=hint, ink="muted")], gap=6, grow=1)
    items: list[Box] = []
    if TARGET[one.kind]:
        items.append(_list(model, "target", one.targets, grow=2, fit=roomy))
    choices = one.choices.get(model.page.get("target", ""), ())
    if choices:
        items += [caption("How"), _list(model, "what", choices, grow=1, fit=roomy)]
    if one.unit:
        items += [caption(f"How much ({one.unit})"), _how_much(model, one)]
    ready = _ready(model, one)
    if ready:
        items += expected(preview(model.game, model.seat, _composed(model)))
    add = Button(
        id="add order",
        text="Add to the draft",
        key="A",
        main=True,
        enabled=ready,
        on=("add order",),
    )
    items = [caption("Whom and how"), *items, add]
    if not any(item.grow for item in items):
        items.append(Box(grow=1))
    return Column(items=items, gap=6, grow=1)


def _ready(model: Model, one: Offered) -> bool:
    """Whether an order of a kind has all that it needs."""
    page = model.page
    target = page.get("target", "")
    if TARGET[one.kind] and not target:
        return False
    if one.choices.get(target, ()) and not page.get("what"):
        return False
    return not one.why and (not one.unit or page.get("amount") is not None)


def _list(
    model: Model, name: str, options: Sequence[tuple[str, str]], *, grow: int, fit: bool
) -> Scroll:
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
    chosen = f"{name} {model.page.get(name)}"
    scroll = rolled(model, f"{name}s", Column(items=lines, gap=1), keep=chosen)
    if fit and len(options) <= FEW:
        scroll.grow, scroll.high = 0, LINE * len(options)
    else:
        scroll.grow = grow
    return scroll


def _how_much(model: Model, one: Offered) -> Box:
    """Amounts to choose from; in a lesson a dial for the kinds that have one."""
    focus = model.game.setup.scenario.focus
    if focus is None or one.kind.name.lower() not in focus.dials:
        return _amounts(model, one)
    now, step = model.page.get("amount"), one.most / NOTCHES
    at = round((now or 0.0) / step)
    turns: list[Box] = [
        Button(
            id=f"dial {way}", text=way, on=("page", "amount", k * step), enabled=0 <= k <= NOTCHES
        )
        for way, k in (("−", at - 1), ("+", at + 1))
    ]
    told = number(tidy(now) if now is not None else "–", wide=60)
    dial = Dial(
        id="dial", notch=at, notches=NOTCHES, grow=1,
        turn=lambda notch: ("page", "amount", notch * step),
    )  # fmt: skip
    return Row(items=[turns[0], dial, turns[1], told])


def _amounts(model: Model, one: Offered) -> Flow:
    steps: tuple[float, ...]
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


@answers("family")
def _family(model: Model, name: str) -> None:
    model.page.update(family=name, kind=None, target="", what=None, amount=None)


@answers("kind")
def _kind(model: Model, kind: OrderKind) -> None:
    one = _offered(model, kind)
    only = one.targets[0][0] if len(one.targets) == 1 else ""
    about = model.nation if model.nation in dict(one.targets) else only
    model.page.update(kind=kind, target=about, what=None, amount=None)
    for window in ("targets", "whats"):
        model.scrolls.pop(window, None)


def _composed(model: Model) -> dict[str, Any]:
    """The order that was put together, in the words of a record."""
    page, kind = model.page, model.page["kind"]
    order: dict[str, Any] = {"do": kind.name.lower()}
    if TARGET[kind]:
        order["target"] = page["target"]
    if page.get("what"):
        order["what"] = page["what"]
    if page.get("amount") is not None:
        order["amount"] = page["amount"]
    return order


@answers("add order")
def _add(model: Model) -> None:
    page = model.page
    redraft(model, [*orders_of(model), _composed(model)])
    page.update(kind=None, target="", what=None, amount=None)
