"""The facilitator's guide: what to print, how a turn runs at the table, what may be put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.report.handouts.sheet import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.schema import Happening
    from scenarios.session import Session

#: A turn at the table: what is done, and for how many minutes.
COURSE = (
    ("News and standing", "Read out the news; teams look at the map and at their pages.", 3),
    ("Talks", "Teams walk about. What is agreed is written on a card and signed by both.", 10),
    ("Orders", "Each team fills in its sheet for the turn and hands it in, face down.", 5),
    ("Resolution", "Enter cards and sheets in the game on your laptop, then end the turn.", 4),
    ("Telling", "Show the log and the map; say who kept and who broke what.", 3),
)


def guide(session: Session, seats: Sequence[str]) -> dict[str, Any]:
    """The content of the guide, for the game in which people play ``seats``."""
    scenario, world = session.setup.scenario, session.world
    names = dict(zip(world.iso, world.names, strict=True))
    return {
        "people": [names[iso] for iso in seats],
        "policies": world.dims.N - len(seats),
        "minutes": scenario.minutes,
        "course": [
            {"name": name, "words": words, "minutes": minutes} for name, words, minutes in COURSE
        ],
        "turn_minutes": sum(minutes for _, _, minutes in COURSE),
        "dated": [_told(e, names) for e in scenario.events if e.month],
        "injects": [_told(e, names) for e in scenario.events if not e.month],
        "objectives": [
            {"name": names[o.seat], "text": o.text, "public": o.public}
            for o in scenario.objectives
            if o.seat in seats
        ],
        "seatings": [
            {"teams": s.teams, "names": ", ".join(names[iso] for iso in s.seats)}
            for s in scenario.seatings
        ],
        "teaching": paragraphs(scenario.teaching),
        "command": f"detente play {scenario.id} --seed {session.setup.header.seed}",
    }


def _told(event: Happening, names: dict[str, str]) -> dict[str, str]:
    return {
        "when": event.month,
        "title": event.title,
        "text": event.text,
        "to": ", ".join(names[iso] for iso in event.seats) or "all",
    }
