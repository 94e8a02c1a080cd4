"""The facilitator's events: injects of the scenario, events of one's own, overrides, the queue."""

from __future__ import annotations

from typing import Any

from sim.effects import EFFECTS
from sim.errors import DetenteError
from ui.desktop.kit.box import Box, Column, Panel, Row
from ui.desktop.kit.table import Line
from ui.desktop.kit.widgets import SEMIBOLD, Button, Chip, Field, Words, caption
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import rolled
from ui.present import umpire

#: Size of what is said beside something, in points; width of the fields and of the queue.
NOTE, FIELD, SIDE = 12, 330, 270

#: What is typed of an event of one's own, with what the empty field says.
FIELDS = {
    "event title": "Title, as those who are told read it",
    "event text": "What happened, in a sentence or two",
    "event seats": "Who is told: codes, empty for everybody",
    "event reason": "Reason, for the record (an override needs one)",
}


def events(model: Model) -> Row:
    """Three columns: what the scenario has in store, what one makes up, what waits."""
    return Row(items=[_injects(model), _own(model), _queue(model)], gap=18, grow=1, fill=True)


def _injects(model: Model) -> Column:
    cards: list[Box] = [_inject(model, one) for one in umpire.injects(model.game)]
    if not cards:
        cards = [Words(text="The scenario has no injects.", ink="muted")]
    return Column(
        items=[caption("Of the scenario"), rolled(model, "injects", Column(items=cards, gap=8))],
        gap=6, grow=1,
    )  # fmt: skip


def _inject(model: Model, one: umpire.Inject) -> Panel:
    lines: list[Box] = [Words(text=one.title, weight=SEMIBOLD), Words(text=one.text, points=NOTE)]
    lines += [_effect(words) for words in one.effects]
    lines.append(Words(text=f"Told to {one.seats}.", ink="muted", points=NOTE))
    do = Button(
        id=f"inject {one.id}", text="It waits" if one.waits else "Let it happen", points=NOTE,
        on=("inject", one.id), enabled=not one.waits and not model.game.over,
    )  # fmt: skip
    return Panel(items=[*lines, Row(items=[do, Box(grow=1)])], gap=4, pad=10, raised=True)


def _effect(words: str) -> Words:
    return Words(text=f"• {words}", ink="muted", points=NOTE)


def _own(model: Model) -> Column:
    """An event of one's own: its words, then its effects one by one."""
    fields: list[Box] = [
        Field(id=name, text=model.texts.get(name, ""), hint=hint, wide=FIELD, most=240)
        for name, hint in FIELDS.items()
    ]
    kept: list[dict[str, Any]] = model.page.get("effects", [])
    world = model.game.world
    listed: list[Box] = [
        Row(items=[
            Words(text=umpire.in_words(world, words), points=NOTE, grow=1),
            Button(id=f"drop effect {k}", text="Take out", flat=True, points=NOTE,
                   on=("drop effect", k)),
        ])
        for k, words in enumerate(kept)
    ]  # fmt: skip
    forms: list[Box] = [
        Line(id=f"form {do}", on=("type", "effect", f"{do} "), high=22,
             items=[Words(text=umpire.form(do), points=NOTE, ink="muted", grow=1)])
        for do in EFFECTS
    ]  # fmt: skip
    typed = model.texts.get("effect", "")
    add = Row(items=[
        Field(id="effect", text=typed, hint="An effect: will POL -0.1", wide=FIELD - 104),
        Button(id="add effect", text="Add", key="Enter", on=("add effect",)),
    ])  # fmt: skip
    goes_on = not model.game.over
    do = Row(items=[
        Button(id="inject own", text="Let it happen", main=True, on=("inject own",),
               enabled=goes_on and bool(model.texts.get("event title", "").strip())),
        Button(id="override", text="Override, silently", on=("override",),
               enabled=goes_on and bool(kept)),
    ])  # fmt: skip
    below = [caption("Effects there are"), rolled(model, "forms", Column(items=forms, gap=1)), do]
    return Column(items=[caption("Of your own"), *fields, add, *listed, *below], gap=6, wide=FIELD)


def _queue(model: Model) -> Column:
    cards: list[Box] = []
    for k, one in enumerate(umpire.queue(model.game)):
        head: list[Box] = [Words(text=one.title, weight=SEMIBOLD, grow=1)]
        head += [Chip(text="silent", ink="gold")] if one.silent else []
        lines: list[Box] = [Row(items=head), *(_effect(words) for words in one.effects)]
        if one.reason:
            lines.append(Words(text=f"Reason: {one.reason}", ink="muted", points=NOTE))
        back = Button(id=f"take back {k}", text="Take back", points=NOTE, on=("take deed back", k))
        lines.append(Row(items=[back, Box(grow=1)]))
        cards.append(Panel(items=lines, gap=4, pad=10, raised=True))
    if not cards:
        hint = "Nothing. What is put here happens when the turn is resolved, and is in the record."
        cards = [Words(text=hint, ink="muted")]
    scroll = rolled(model, "deeds", Column(items=cards, gap=8))
    return Column(items=[caption("Waits for the turn's end"), scroll], gap=6, wide=SIDE)


@answers("inject")
def _do_inject(model: Model, event: str) -> None:
    """Let an inject of the scenario happen."""
    model.game.inject(event, model.texts.get("event reason", "").strip())
    model.note = "It happens when the turn is resolved."


@answers("add effect")
def _add_effect(model: Model) -> None:
    """Take the effect that was typed into the event of one's own."""
    words = umpire.effect_of(model.game.world, model.texts.get("effect", ""))
    model.page["effects"] = [*model.page.get("effects", []), words]
    model.texts["effect"] = ""


@answers("drop effect")
def _drop_effect(model: Model, place: int) -> None:
    kept = model.page.get("effects", [])
    model.page["effects"] = kept[:place] + kept[place + 1 :]


@answers("inject own")
def _inject_own(model: Model) -> None:
    """Let the event of one's own happen."""
    title, text, seats, reason = (model.texts.get(name, "").strip() for name in FIELDS)
    told = seats.upper().replace(",", " ").split()
    model.game.inject_free(title, text, _effects(model), told, reason)
    _clear(model)


@answers("override")
def _override(model: Model) -> None:
    """Change the world without a word to anybody, for the reason given."""
    model.game.override(_effects(model), model.texts.get("event reason", "").strip())
    _clear(model)


@answers("take deed back")
def _take_back(model: Model, place: int) -> None:
    model.game.take_back(place)


def _effects(model: Model) -> list[dict[str, Any]]:
    if model.texts.get("effect", "").strip():
        raise DetenteError("an effect is typed but not added: press Add, or clear its field")
    found: list[dict[str, Any]] = model.page.get("effects", [])
    return found


def _clear(model: Model) -> None:
    """Nothing of the event that was made stays in the fields."""
    for name in FIELDS:
        model.texts.pop(name, None)
    model.page["effects"] = []
    model.note = "It happens when the turn is resolved."
