"""Events of a scenario as the engine carries them out: dated ones, and injects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.schema import Happening, Scenario
from sim.causes import Cause
from sim.deeds import Deed
from sim.effects import encode
from sim.world import turn_of

if TYPE_CHECKING:
    from sim.world import World


def happenings(scenario: Scenario, world: World) -> dict[int, tuple[Deed, ...]]:
    """The dated events by turn, those of one turn in the order of the file."""
    found: dict[int, tuple[Deed, ...]] = {}
    for event in scenario.events:
        if event.month:
            turn = turn_of(world.start, world.months, event.month)
            found[turn] = (*found.get(turn, ()), deed_of(world, event, Cause.EVENT))
    return found


def deed_of(world: World, event: Happening, cause: Cause, reason: str = "") -> Deed:
    """An event of the scenario as it happens.

    Raises ``DetenteError`` naming the event for an effect that means nothing in this world.
    """
    where = f"event {event.id}"
    return Deed(
        cause,
        id=event.id,
        title=event.title,
        text=event.text,
        seats=tuple(world.nation(iso, where) for iso in event.seats),
        effects=tuple(
            encode(world, effect.model_dump(), f"{where}: effect {place}")
            for place, effect in enumerate(event.effects, 1)
        ),
        reason=reason,
    )
