"""What a facilitator can let happen: the scenario's injects, effects typed as words, the queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.effects import EFFECTS, EffectFault, encode, told
from sim.errors import nearest

if TYPE_CHECKING:
    from scenarios.session import Session
    from sim.world import World


@dataclass(frozen=True, slots=True)
class Inject:
    """An event at the facilitator's hand."""

    id: str
    title: str
    text: str
    effects: tuple[str, ...]
    seats: str  # who is told
    waits: bool  # it happens when the turn is resolved


@dataclass(frozen=True, slots=True)
class Waiting:
    """A deed that waits for the turn to be resolved."""

    title: str
    silent: bool  # an override: nobody is told
    effects: tuple[str, ...]
    reason: str


def injects(session: Session) -> list[Inject]:
    """The scenario's injects, in its order."""
    waiting = {words.get("id") for words in session.umpire}
    return [
        Inject(
            event.id,
            event.title,
            " ".join(event.text.split()),
            tuple(in_words(session.world, e.model_dump(mode="json")) for e in event.effects),
            seats_told(session.world, event.seats),
            event.id in waiting,
        )
        for event in session.setup.scenario.events
        if not event.month
    ]


def queue(session: Session) -> list[Waiting]:
    """What waits, in the order in which it came."""
    return [
        Waiting(
            str(words.get("title", "")) or "An override",
            words.get("do") == "override",
            tuple(in_words(session.world, effect) for effect in words.get("effects", ())),
            str(words.get("reason", "")),
        )
        for words in session.umpire
    ]


def in_words(world: World, effect: Mapping[str, Any]) -> str:
    """An effect as a log tells it."""
    found = encode(world, {k: v for k, v in effect.items() if v is not None})
    return told(world, replace(found, amount=round(found.amount, 3)))  # without the grid's digits


def seats_told(world: World, seats: object) -> str:
    """Who is told, by name."""
    codes = [str(code) for code in seats] if isinstance(seats, list | tuple) else []
    return ", ".join(world.names[world.nation(code)] for code in codes) or "everybody"


def form(do: str) -> str:
    """What is typed for a kind of effect: its name, then what it needs, in this order."""
    kind = EFFECTS[do]
    parts = ["nation"] + ["other"] * bool(kind.other) + ["what"] * bool(kind.what)
    return " ".join((do, *(part.upper() for part in parts), *["amount"] * kind.has_amount))


def effect_of(world: World, text: str) -> dict[str, Any]:
    """An effect that was typed, ``trust POL DEU +1``, in the words of a record.

    Raises ``EffectFault`` with what is wrong and what would be right.
    """
    do, *parts = text.split() or [""]
    if do not in EFFECTS:
        raise EffectFault(f"no effect {do!r}{nearest(do, EFFECTS)}")
    kind = EFFECTS[do]
    words: dict[str, Any] = {"do": do}
    names = ["nation"] + ["other"] * bool(kind.other) + ["what"] * bool(kind.what)
    if kind.alone and len(parts) == len(names) + kind.has_amount - 1:
        names.remove("other")
    if len(parts) != len(names) + kind.has_amount:
        raise EffectFault(f"type it as: {form(do)}")
    if kind.has_amount:
        words["amount"] = _number(parts.pop(), do)
    words |= dict(zip(names, parts, strict=True))
    words |= {k: words[k].upper() for k in ("nation", "other") if k in words}
    encode(world, words)
    return words


def _number(text: str, do: str) -> float:
    try:
        return float(text.replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        raise EffectFault(f"{text!r} is not a number; type it as: {form(do)}") from None
