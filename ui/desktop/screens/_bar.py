"""The bar over the map: scenario, turn, and what can be done."""

from __future__ import annotations

from ui.desktop.kit.box import Box, Kit, Panel, Row
from ui.desktop.kit.theme import LARGE
from ui.desktop.kit.widgets import BOLD, SEMIBOLD, Button, Meter, Words
from ui.desktop.model import Model
from ui.desktop.watch import controls, watched

PAD = 8


def top_bar(model: Model, kit: Kit, room: int) -> Panel:
    """The bar; where it gets narrow the seed goes first, then the meter, then the date."""
    buttons = _buttons(model)
    for left_out in range(4):
        items = [*_title(model)[: 1 if left_out else 2], Box(grow=1)]
        items += [*_turn(model)[: 3 - max(left_out - 1, 0)], Box(grow=1), *buttons]
        row = Row(items=items)
        wanted = sum(item.size(kit, room)[0] for item in items) + kit.px(row.gap) * (len(items) - 1)
        if wanted <= room - 2 * kit.px(PAD):
            break
    return Panel(items=[row], pad=PAD, solid=False)


def _title(model: Model) -> list[Box]:
    game = model.game
    seed = f"seed {game.setup.header.seed}"
    return [
        Words(text=game.world.title, points=LARGE, weight=BOLD, wrap=False),
        Words(text=seed, ink="muted", wrap=False),
    ]


def _turn(model: Model) -> list[Box]:
    """The number of the turn, its date, how far the game is; the first are kept longest."""
    world = model.game.world
    number = f"Turn {min(model.at + 1, world.turns)} of {world.turns}"
    date = world.label(min(model.at, world.turns - 1))
    return [
        Words(text=number, weight=SEMIBOLD, wrap=False),
        Words(text=date, ink="muted", wrap=False),
        Meter(value=model.at / world.turns, ink="accent", wide=120),
    ]


def _buttons(model: Model) -> list[Box]:
    over, now = model.game.over, not model.past
    desks = Button(id="desks", text="Desks", key="D", on=("open", "desks"))
    log = Button(id="log", text="Log", key="L", on=("open", "log"))
    if over:
        look = Button(id="review", text="Look back", key="E", main=True, on=("open", "review"))
        return [desks, log, look]
    if watched(model):
        return [desks, *controls(model)]
    return [
        desks,
        log,
        Button(id="talks", text="Talks", key="T", on=("open", "talks"), enabled=now),
        Button(id="orders", text="Orders", key="O", on=("open", "orders"), enabled=now),
        Button(id="end", text="End turn", key="E", main=True, on=("end turn",), enabled=now),
    ]
