"""The after-action review: at the end of a game everything may be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from scenarios.session import Session, SessionFault
from ui.desktop import export, par, saves
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.charts import LineChart, Series
from ui.desktop.kit.theme import LARGE
from ui.desktop.kit.widgets import SEMIBOLD, Button, Choice, Words
from ui.desktop.model import Model, answers
from ui.desktop.screens._desk import listing_table, room_for
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present import objectives, review
from ui.present.listing import Listing

NAME = "Looking back"

#: The parts, in the order of their keys.
PARTS = (
    "Score", "Objectives", "Measures", "Our path", "Turning points", "Promises",
    "Beliefs and truth",
)  # fmt: skip

#: The parts that are made of scores.
SCORES: Mapping[str, Callable[..., Listing]] = {
    "Score": objectives.scores,
    "Objectives": objectives.table,
}

#: The measures that are drawn, with their titles and the span of their axis.
DRAWN: Mapping[str, tuple[str, tuple[float, float] | None]] = {
    "depth": ("Depth of participation", (0.0, 1.0)),
    "received": ("Trust that others have in us", None),
    "fear": ("The largest threat we see", None),
    "ties": ("Nations tied to us", None),
}

PAR_WORDS = (
    "Par is what the same seat attains with the same luck when its doctrine policy plays it. It is "
    "a comparison, not a grade: luck falls otherwise once orders differ, several seats may do well "
    "together, and what a nation should want is for you to argue."
)


class Back(NamedTuple):
    """What a game looks like from its end, for one seat."""

    path: dict[str, tuple[float, ...]]
    listings: dict[str, Listing]


_known: WeakKeyDictionary[Session, dict[str, Back]] = WeakKeyDictionary()


def back(model: Model) -> Back:
    """Looked up once for each seat of a game that is over."""
    game, seat = model.game, model.seat
    if not game.over:
        raise SessionFault("the game is not over yet: what others kept to themselves stays theirs")
    known = _known.setdefault(game, {})
    if seat not in known:
        world, me = game.world, game.world.nation(seat)
        events = review.told(world, game.history)
        states = [game.setup.game.state, *(played.turn.after for played in game.history)]
        tables = [
            review.turning_points(world, events), review.words_kept(world, events, me),
            review.beliefs(world, game.state, me),
        ]  # fmt: skip
        known[seat] = Back(review.path(world, states, me), {one.title: one for one in tables})
    return known[seat]


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The choice of parts, then the part."""
    if not model.game.over:
        text = "The game is not over yet: what others kept to themselves stays theirs."
        body: list[Box] = [Words(text=text, ink="muted")]
        return dialog(model, kit, size, NAME, body, wide=640, buttons=[close_button("review")])
    part = shown(model)
    choices: list[Box] = [
        Choice(id=f"review {name}", text=name, chosen=name == part, on=("page", "review", name))
        for name in PARTS
    ]
    name = model.game.world.names[model.game.world.nation(model.seat)]
    write = Button(id="review write", text="Write to a file", key="X", on=("write review",),
                   enabled=part != "Our path")  # fmt: skip
    body = [Row(items=[*choices, Box(grow=1)], gap=20), *_part(model, kit, size, part)]
    buttons = [write, close_button("review")]
    return dialog(model, kit, size, f"{NAME}: {name}", body, wide=1120, high=640, buttons=buttons)


def shown(model: Model) -> str:
    """The part that is looked at."""
    part = model.page.get("review", PARTS[0])
    return part if part in PARTS else PARTS[0]


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the parts."""
    at = PARTS.index(shown(model))
    return {
        "escape": ("close",), "x": ("write review",),
        "right": ("page", "review", PARTS[(at + 1) % len(PARTS)]),
        "left": ("page", "review", PARTS[at - 1]), **roll_keys(f"part {shown(model)}"),
    }  # fmt: skip


def _found(model: Model) -> par.Par | None:
    """Par, ``None`` while it is worked out."""
    future = par.wanted(model.game, threaded=model.threaded)
    return future.result() if future.done() else None


def _par(model: Model) -> dict[str, tuple[float, ...]] | None:
    """The path of par; ``None`` while it is worked out."""
    game, found = model.game, _found(model)
    if found is None:
        return None
    return review.path(game.world, found.states, game.world.nation(model.seat))


def _part(model: Model, kit: Kit, size: tuple[int, int], part: str) -> list[Box]:
    if part == "Our path":
        return [_charts(model, back(model))]
    listing = _listing(model, part)
    name, room = f"part {part}", room_for(kit, size)
    content = Words(text="Par is being worked out ...") if listing is None else (
        rolled(model, name, listing_table(model, kit, name, listing, room))
    )  # fmt: skip
    if part not in (*SCORES, "Measures"):
        return [content]
    body: list[Box] = [Words(text=PAR_WORDS, ink="muted"), content]
    if listing is None:
        return [*body, Box(grow=1)]
    report = f"detente report '{saves.path_of(saves.AUTOSAVE)}' --out report.html"
    more = Words(text=f"A page of the whole game, all seats: {report}", ink="muted")
    return [*body, more] if part == "Score" else body


def _listing(model: Model, part: str) -> Listing | None:
    """The table of a part; ``None`` for a part that has none, and while par is worked out."""
    found, game = back(model), model.game
    if part in SCORES:
        other = _found(model)
        first = tuple(dict.fromkeys((model.seat, *game.people)))
        return None if other is None else SCORES[part](game, other.score, first)
    if part == "Measures":
        path = _par(model)
        return None if path is None else review.against_par(found.path, path)
    return found.listings.get(part)


def _charts(model: Model, found: Back) -> Box:
    game, other = model.game, _par(model)
    labels = ("start", *(game.world.label(k) for k in range(len(game.history))))
    cards: list[Box] = []
    for name, (title, span) in DRAWN.items():
        lines = [Series("us", found.path[name], "accent")]
        if name == "depth":
            lines.append(Series("declared", found.path["declared"], "gold"))
        if other is not None:
            lines.append(Series("par", other[name], "muted"))
        chart = LineChart(series=tuple(lines), labels=labels, span=span, high=60, grow=1)
        head = Words(text=title, points=LARGE, weight=SEMIBOLD, wrap=False)
        cards.append(Column(items=[head, chart], gap=4, grow=1))
    rows: list[Box] = [Row(items=cards[k : k + 2], gap=24, grow=1, fill=True) for k in (0, 2)]
    return Column(items=rows, gap=14, grow=1)


@answers("write review")
def _write(model: Model) -> None:
    """Write the table that is looked at to a file."""
    listing = _listing(model, shown(model))
    if listing is not None:
        model.note = f"Written to {export.write(model, 'review', listing)}"


@answers("par ready")
def _ready(model: Model) -> None:
    """Nothing: the screen is made anew."""
    model.page["par"] = True
