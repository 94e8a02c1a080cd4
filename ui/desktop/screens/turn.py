"""After a turn: what changed for us, what happened, what waits for our word."""

from __future__ import annotations

from collections.abc import Mapping

from sim.events import describe, gathered, headlines
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row, Rule, Tip
from ui.desktop.kit.table import Head, table
from ui.desktop.kit.widgets import RIGHT, Button, Meter, Words, caption, number
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present.numbers import plural, share, signed
from ui.present.talks import matters, sheet
from ui.present.turns import Change, own, trust_moves

NAME = "The turn"

#: How many headlines and how many moves of trust are told.
HEADLINES, MOVES = 8, 6

#: Weight from which a headline is marked.
GREAT = 0.5


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Numbers to the left, sentences in the middle, what waits below them."""
    game = model.game
    if not game.history:
        body: list[Box] = [Words(text="No turn has been played yet.", ink="muted")]
        return dialog(model, kit, size, NAME, body, wide=520, buttons=[close_button("turn")])
    played = game.turn - 1
    title = f"{game.world.label(played)} is over"
    go = "To the next turn" if not game.over else "To the game"
    buttons = [
        Button(id="turn log", text="Log", key="L", on=("desk", "log")),
        Button(id="turn go", text=go, key="Enter", main=True, on=("close",)),
    ]
    parts = Row(items=[
        rolled(model, "turn numbers", Column(items=_numbers(model), gap=4)),
        Column(items=[*_told(model), Rule(), *_waiting(model)], gap=8, wide=420),
    ], gap=24, grow=1, fill=True)  # fmt: skip
    return dialog(model, kit, size, title, [parts], wide=900, high=540, buttons=buttons)


def keys(model: Model) -> Mapping[str, Msg]:
    """Enter, Escape or Space go on; what waits can be opened at once."""
    del model
    close: Msg = ("close",)
    return {
        "return": close, "escape": close, "space": close, "e": close,
        "t": ("desk", "talks"), "l": ("desk", "log"), "o": ("desk", "orders"),
        **roll_keys("turn numbers"),
    }  # fmt: skip


def _step(change: Change) -> Words:
    """The change with its sign, in the colour of what it means for us."""
    if not change.told:
        return number("–", ink="muted", wide=56)
    way = change.good * (1 if change.step > 0 else -1)
    ink = "good" if way > 0 else "bad" if way < 0 else "ink"
    return number(signed(change.step, change.digits), ink=ink, wide=56)


def _numbers(model: Model) -> list[Box]:
    game = model.game
    before, after = game.observation(model.seat, game.turn - 1), model.seen
    heads = [Head("For us"), Head("Before", 56, RIGHT), Head("Now", 56, RIGHT), Head("", 56, RIGHT)]
    rows: list[tuple[str, list[str | Box], Msg | None, Tip | None]] = [
        (f"own {k}", [Words(text=c.words), number(share(c.before, c.digits), ink="muted"),
                      number(share(c.after, c.digits)), _step(c)], None, None)
        for k, c in enumerate(own(before, after))
    ]  # fmt: skip
    items: list[Box] = [table(heads, rows), Box(high=8)]
    moves = trust_moves(before, after, MOVES)
    heads[0] = Head("Our trust moved most in")
    lines: list[tuple[str, list[str | Box], Msg | None, Tip | None]] = [
        (f"moved {iso}", [c.words, number(share(c.before), ink="muted"), number(share(c.after)),
                          _step(c)], ("look at", iso), None)
        for iso, c in moves
    ]  # fmt: skip
    if not lines:
        return [*items, Words(text="Our trust in others stayed as it was.", ink="muted")]
    return [*items, table(heads, lines)]


def _told(model: Model) -> list[Box]:
    game = model.game
    me, played = game.world.nation(model.seat), game.history[-1]
    events = describe(game.world, played.turn, 0, me, given=played.decision.moves)
    first = headlines(gathered(game.world, events), HEADLINES)
    lines: list[Box] = [
        Row(items=[
            Meter(value=1.0, ink="gold" if event.weight >= GREAT else "rule", wide=6),
            Words(text=event.text, grow=1),
        ], gap=8)
        for event in first
    ]  # fmt: skip
    if not lines:
        lines = [Words(text="Nothing that we know of.", ink="muted")]
    rest = len(events) - len(first)
    if rest > 0:
        lines.append(Words(text=f"{plural(rest, 'more event')} in the log.", ink="muted"))
    return [caption("What happened"), rolled(model, "turn told", Column(items=lines, gap=6))]


def _waiting(model: Model) -> list[Box]:
    """What waits for an answer this turn."""
    game = model.game
    if game.over:
        return [caption("The end"), Words(text="That was the last turn. Look back with E.")]
    papers = [sheet(model.seen, model.seat, paper) for paper in game.papers(model.seat)]
    open_ = [one for one in papers if not one.own and one.answer == "open"]
    names = game.world.names
    lines = [f"{names[game.world.nation(one.other)]} offers: {one.title}" for one in open_]
    lines += [matter.text for matter in matters(model.seen)]
    shown: list[Box] = [Words(text=line) for line in lines[:4]]
    if len(lines) > 4:
        shown.append(Words(text=f"and {plural(len(lines) - 4, 'other')}", ink="muted"))
    if not lines:
        shown = [Words(text="Nothing waits for our word.", ink="muted")]
    talks = Button(id="turn talks", text="Talks", key="T", main=bool(lines), on=("desk", "talks"))
    return [Row(items=[caption("Waits for our word"), Box(grow=1), talks]), *shown]
