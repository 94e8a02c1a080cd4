"""The after-action review: at the end of a game everything may be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from agents.registry import PERSON
from scenarios.session import Session, SessionFault
from ui.desktop import export, par, saves
from ui.desktop.kit.box import Box, Column, Kit, Msg, Row
from ui.desktop.kit.charts import LineChart, Series
from ui.desktop.kit.theme import LARGE
from ui.desktop.kit.widgets import SEMIBOLD, Button, Choice, Words
from ui.desktop.model import Model, answers
from ui.desktop.screens._desk import listing_table
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present import review
from ui.present.listing import Listing

NAME = "Looking back"

#: The parts, in the order of their keys.
PARTS = ("Against par", "Our path", "Turning points", "Promises", "Beliefs and truth")

#: The measures that are drawn, with their titles and the span of their axis.
DRAWN: Mapping[str, tuple[str, tuple[float, float] | None]] = {
    "depth": ("Depth of participation", (0.0, 1.0)),
    "received": ("Trust that others have in us", None),
    "fear": ("The largest threat we see", None),
    "ties": ("Nations tied to us", None),
}

PAR_WORDS = (
    "Par is the same seat, with the same seed, played by its doctrine policy. It is a comparison, "
    "not a grade: the scenario sets no goals, luck falls otherwise once orders differ, and what a "
    "nation should want is for you to argue."
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
    body = [Row(items=[*choices, Box(grow=1)], gap=20), *_part(model, part)]
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
        "left": ("page", "review", PARTS[at - 1]), **roll_keys(f"review {shown(model)}"),
    }  # fmt: skip


def _par(model: Model) -> dict[str, tuple[float, ...]] | None:
    """The path of par; ``None`` while it is worked out."""
    game = model.game
    future = par.wanted(game, threaded=model.threaded)
    if not future.done():
        return None
    return review.path(game.world, future.result(), game.world.nation(model.seat))


def _part(model: Model, part: str) -> list[Box]:
    found = back(model)
    if part == "Our path":
        return [_charts(model, found)]
    if part == "Against par":
        report = f"detente report '{saves.path_of(saves.AUTOSAVE)}' --out report.html"
        more = Words(text=f"A page of the whole game, all seats: {report}", ink="muted")
        if not model.game.people and PERSON not in model.game.setup.header.seats.values():
            text = "Policies played all seats: there is no one to compare with par."
            return [Words(text=text), Box(grow=1), more]
        words = Words(text=PAR_WORDS, ink="muted")
        other = _par(model)
        if other is None:
            return [words, Words(text="Par is being worked out ..."), Box(grow=1)]
        listing = review.against_par(found.path, other)
        return [words, rolled(model, "review par", listing_table(model, "par", listing)), more]
    content = listing_table(model, "review", found.listings[part])
    return [rolled(model, f"review {part}", content)]


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
    part, found = shown(model), back(model)
    other = _par(model) if part == "Against par" else None
    listing = review.against_par(found.path, other) if other else found.listings.get(part)
    if listing is not None:
        model.note = f"Written to {export.write(model, 'review', listing)}"


@answers("par ready")
def _ready(model: Model) -> None:
    """Nothing: the screen is made anew."""
    model.page["par"] = True
