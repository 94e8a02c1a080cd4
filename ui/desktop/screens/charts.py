"""Charts: how public measures went, and the seat's own numbers with its nearest partners."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.charts import LineChart, Series
from ui.desktop.kit.theme import LARGE
from ui.desktop.kit.widgets import SEMIBOLD, Button, Words
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog
from ui.present import chronicle
from ui.present.dossier import relations
from ui.present.numbers import share
from ui.present.words import short_name

NAME = "Charts"

INKS = ("cyan", "gold", "violet", "good", "bad", "ink")

#: The pages: our own numbers, and what everybody knows.
PAGES = {"own": "Our own numbers", "public": "What everybody knows"}

#: How many partners have a line each.
LINES = 5

#: Numbers between us and others, with their titles.
OWN = {
    "trust": "Our trust in others",
    "interop": "Our interoperability",
    "threat": "The threat we see",
}


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Four charts on a page."""
    page = shown(model)
    tabs: list[Box] = [
        Button(id=f"charts {name}", text=words, key=str(k + 1), chosen=name == page,
               on=("page", "charts", name))
        for k, (name, words) in enumerate(pages(model).items())
    ]  # fmt: skip
    cards = {"own": _own, "public": _public, "all": _hidden}[page](model)
    if page != "own" and not model.at:
        cards = [Words(text="No turn has been played yet.", ink="muted", grow=1)]
    rows: list[Box] = [
        Row(items=cards[k : k + 2], gap=24, grow=1, fill=True) for k in range(0, len(cards), 2)
    ]
    body: list[Box] = [Row(items=[*tabs, Box(grow=1)]), *rows]
    return dialog(
        model, kit, size, NAME, body, wide=1200, high=680, buttons=[close_button("charts")], gap=12
    )


def keys(model: Model) -> Mapping[str, Msg]:
    """Pages by number."""
    found: dict[str, Msg] = {
        str(k + 1): ("page", "charts", name) for k, name in enumerate(pages(model))
    }
    return {"escape": ("close",), "c": ("close",), **found}


def pages(model: Model) -> dict[str, str]:
    """The pages there are: what all seats keep to themselves only where all are watched."""
    return PAGES | ({"all": "All seats together"} if chronicle.watched(model.game) else {})


def shown(model: Model) -> str:
    """The page that is open."""
    name = model.page.get("charts", "own")
    return name if name in pages(model) else "own"


def _card(title: str, note: str, chart: LineChart) -> Column:
    head = Row(items=[
        Words(text=title, points=LARGE, weight=SEMIBOLD, wrap=False),
        Words(text=note, ink="muted", grow=1),
    ])  # fmt: skip
    chart.grow = 1
    return Column(items=[head, chart], gap=4, grow=1)


def _chart(model: Model, series: list[Series], span: tuple[float, float] | None) -> LineChart:
    labels = chronicle.labels(model.game, until=model.at)
    return LineChart(series=tuple(series), labels=labels, span=span, high=60)


def _own(model: Model) -> list[Box]:
    game, seat, until = model.game, model.seat, model.at
    cards: list[Box] = []
    for name, title in OWN.items():
        lines = [
            Series(short_name(row[1]), chronicle.numbers(game, seat, name, row[0], until=until),
                   INKS[k % len(INKS)])
            for k, row in enumerate(_partners(model, name))
        ]  # fmt: skip
        span = _span([v or 0.0 for one in lines for v in one.points])
        note = {"threat": "the gravest"}.get(name, "the nearest, and the one looked at")
        cards.append(_card(title, note, _chart(model, lines, span)))
    names = {"will": "political will"}
    if game.world.dims.P:
        names |= {"declared": "declared depth", "depth": "depth in effect"}
    lines = [
        Series(words, chronicle.numbers(game, seat, name, until=until), INKS[k])
        for k, (name, words) in enumerate(names.items())
    ]
    cards.append(_card("Ourselves", "0 to 1", _chart(model, lines, (0.0, 1.0))))
    return cards


def _span(values: list[float]) -> tuple[float, float]:
    """A part of 0 to 1 in which the lines can be told apart, at least a fifth of it."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    spare = max(0.2 - (high - low), 0.0) / 2
    low = max(min(low - spare, 0.8), 0.0)
    return low, min(max(high + spare, low + 0.2), 1.0)


def _partners(model: Model, name: str) -> list[tuple[str, str]]:
    """Whose lines are drawn: those with the highest numbers now, and the nation looked at."""
    rows = relations(model.seen)
    ordered = sorted(rows, key=lambda row: -float(getattr(row, name)))
    chosen = ordered[:LINES]
    chosen += [row for row in ordered[LINES:] if row.iso == model.nation]
    return [(row.iso, row.name) for row in chosen]


def _measures(model: Model, groups: Mapping[str, Mapping[str, str]]) -> list[Box]:
    cards: list[Box] = []
    for title, names in groups.items():
        lines = [
            Series(words, chronicle.measured(model.game, model.seat, name, until=model.at), INKS[k])
            for k, (name, words) in enumerate(names.items())
        ]
        values = [v or 0.0 for one in lines for v in one.points]
        small = max(values, default=0.0) <= 1.0 and any(v % 1 for v in values)
        span = (0.0, 1.0) if small else (0.0, max(*values, 4.0))
        now = ", ".join(f"{one.name} {_plain(one.points[-1] or 0.0)}" for one in lines)
        cards.append(_card(title, now, _chart(model, lines, span)))
    return cards


def _plain(value: float) -> str:
    return share(value) if value % 1 else f"{value:.0f}"


def _public(model: Model) -> list[Box]:
    return _measures(model, chronicle.PUBLIC_MEASURES)


def _hidden(model: Model) -> list[Box]:
    return _measures(model, chronicle.HIDDEN_MEASURES)
