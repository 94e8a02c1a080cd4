"""The draft of a turn: what will be handed in, what it costs, what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.session import Verdict
from sim.legal import budget
from ui.desktop.kit.box import Box, Column, Panel, Row, Rule, Tip
from ui.desktop.kit.table import fact
from ui.desktop.kit.told import Told
from ui.desktop.kit.widgets import SEMIBOLD, Button, Meter, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import rolled
from ui.desktop.screens._expected import NOTE, foreseen
from ui.present.numbers import tidy
from ui.present.orders import told
from ui.present.preview import preview


def draft_column(model: Model) -> Column:
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


def _drafted(model: Model, place: int, verdict: Verdict) -> Told:
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
    foot = Row(items=[cost, out])
    card = Panel(items=[*lines, foot], gap=3, pad=9, raised=True, grow=1)

    def ask() -> Tip:
        return foreseen(preview(model.game, model.seat, verdict.order))

    return Told(items=[card], ask=None if verdict.refusal else ask)


@answers("drop order")
def _drop(model: Model, place: int) -> None:
    orders = orders_of(model)
    redraft(model, orders[:place] + orders[place + 1 :])


def orders_of(model: Model) -> list[Mapping[str, Any]]:
    """The orders that the seat has drafted, in the words of a record."""
    return list(model.game.seats[model.seat].draft.get("orders", ()))


def redraft(model: Model, orders: list[Mapping[str, Any]]) -> None:
    """Write the seat's orders anew; its answers stay."""
    words = {**model.game.seats[model.seat].draft, "orders": orders}
    model.game.draft(model.seat, words)
