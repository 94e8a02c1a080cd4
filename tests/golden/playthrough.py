"""A game as readable text: what happened, what was ordered, how everybody stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from agents.run import Game, Played, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from sim.axes import NEVER
from sim.events import describe, gathered, headlines
from sim.notation import decode
from sim.state import STATUS_WORDS, State
from sim.world import World

BANDS = ("very low", "low", "middling", "high", "very high")
SEED = 1


def start(scenario: str, **settings: Any) -> Game:
    """One run of a library scenario, always with the same seed."""
    return new_game(load(scenario), seeds_for(SEED, 1), **settings)


def band(share: float) -> str:
    """A number 0..1 in words: fifths of the scale."""
    return BANDS[min(int(share * len(BANDS)), len(BANDS) - 1)]


def render(
    game: Game,
    turns: int | None = None,
    *,
    title: str = "",
    count: int = 6,
    orders: bool = True,
    nations: bool = True,
    kinds: Collection[str] | None = None,
) -> str:
    """A game as text: per turn its label, ``count`` headlines, orders and how nations stand.

    ``kinds`` names the events told (all, if none are named).
    """
    lines = [title or game.world.title, ""]
    for played in turns_of(game, turns):
        lines.append(game.world.label(played.turn.before.turn))
        lines += headline_lines(game.world, played, count, kinds)
        if orders:
            lines += order_lines(game.world, played)
        if nations:
            lines += nation_lines(game.world, played.turn.after)
            lines += trust_lines(game.world, played.turn.after)
        lines.append("")
    return "\n".join(lines)


def headline_lines(
    world: World, played: Played, count: int, kinds: Collection[str] | None = None
) -> list[str]:
    """The most important events, most important first."""
    events = describe(world, played.turn, given=played.decision.moves)
    told = [event for event in events if kinds is None or event.kind in kinds]
    return [f"  * {event.text}" for event in headlines(gathered(world, told), count)] or [
        "  * Nothing of note."
    ]


def order_lines(world: World, played: Played) -> list[str]:
    """What every nation did, in the words of a record."""
    seats = decode(world, played.decision.moves)
    return [f"  {iso}: {'; '.join(_deeds(seat))}" for iso, seat in seats.items()]


def _deeds(seat: Mapping[str, Any]) -> Iterator[str]:
    for offer in seat.get("offers", ()):
        yield f"offer {offer['to']} {offer['kind']}"
    for reply in seat.get("replies", ()):
        yield f"{reply['answer']} {reply['from']}"
    for order in seat.get("orders", ()):
        amount = f"{order['amount']:.2f}" if "amount" in order else ""
        words = (order["do"], order.get("target", ""), order.get("what", ""), amount)
        yield " ".join(str(word) for word in words if word)
    for name in ("attend", "votes", "honour"):
        for slot, word in seat.get(name, {}).items():
            yield f"{name} {slot} {word}"


def nation_lines(world: World, state: State) -> list[str]:
    """How each nation stands in the first programme, and its political will."""
    lines = []
    for i, name in enumerate(world.names):
        status = STATUS_WORDS[int(state["status"][0, i, 0])]
        steps = np.nonzero(state["step_turn"][0, i, 0] != NEVER)[0]
        level = world.programmes.step_names[int(steps[-1])] if len(steps) else "no step"
        depth, will = band(state["depth"][0, i, 0]), band(state["will"][0, i])
        lines.append(f"  {name}: {status}, {level}, depth {depth}, will {will}")
    return lines


def trust_lines(world: World, state: State) -> list[str]:
    """Everybody's trust in everybody, in hundredths; rows trust columns."""
    trust = np.rint(state.trust[0] * 100).astype(int)
    head = "  trust " + " ".join(world.iso)
    rows = [
        f"  {iso}   "
        + " ".join("  -" if i == j else f"{trust[i, j]:3d}" for j in range(len(trust)))
        for i, iso in enumerate(world.iso)
    ]
    return [head, *rows]
