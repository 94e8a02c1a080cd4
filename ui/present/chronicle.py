"""A game turn by turn as one seat saw it: its great events, and numbers over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sim.events import Event, describe, gathered
from sim.measures import measure
from ui.present import reasons

if TYPE_CHECKING:
    from agents.run import Played
    from scenarios.session import Session
    from sim.state import State

#: Weight from which an event is great.
GREAT = 0.6

#: Measures that are made of public facts alone (a test changes all that is hidden), with how they
#: read, by what they are about.
PUBLIC_MEASURES: Mapping[str, Mapping[str, str]] = {
    "Programme": {
        "signatories": "signed up",
        "participants": "taking part",
        "members": "sponsor's members",
        "membership_plans": "membership plans",
    },
    "Depth, control, standards": {
        "declared_depth": "declared depth",
        "control": "civil control",
        "adopted": "standards adopted",
    },
    "Activity": {
        "exercises": "exercises",
        "cancelled": "cancelled",
        "missions": "missions",
        "foreign_bases": "foreign bases",
    },
    "Conflict": {
        "disputes": "disputes",
        "confrontations": "confrontations",
        "wars": "armed conflicts",
        "incidents": "incidents",
    },
}

#: Measures of what seats keep to themselves, for those who watch all of them.
HIDDEN_MEASURES: Mapping[str, Mapping[str, str]] = {
    "All seats together": {
        "trust": "trust",
        "interoperability": "interoperability",
        "threat": "threat seen",
        "effective_depth": "depth in effect",
    },
}

_told: WeakKeyDictionary[Session, dict[tuple[int, str], tuple[Played, list[Event]]]] = (
    WeakKeyDictionary()
)


def watched(session: Session) -> bool:
    """Whether nobody plays: then all seats may be looked at."""
    return not session.people


def happened(session: Session, seat: str, turn: int) -> list[Event]:
    """What happened in a turn that was played, as far as the seat may know; worked out once."""
    played = session.history[turn]
    kept = _told.setdefault(session, {})
    known = kept.get((turn, seat))
    if known is None or known[0] is not played:
        me = session.world.nation(seat)
        found = describe(session.world, played.turn, 0, me, given=played.decision.moves)
        known = kept[turn, seat] = (played, found)
    return known[1]


def great(session: Session, seat: str, turn: int, *, most: int = 8) -> list[Event]:
    """The great events of a turn, most important first; what several did alike is told once."""
    found = [event for event in happened(session, seat, turn) if event.weight >= GREAT]
    found = gathered(session.world, found)
    return sorted(found, key=lambda event: -event.weight)[:most]


def between(session: Session, seat: str, other: str, *, until: int) -> list[Event]:
    """What happened between the seat and another nation before turn ``until``, the latest first."""
    pair = {session.world.nation(seat), session.world.nation(other)}
    found = []
    for turn in reversed(range(until)):
        found += [event for event in happened(session, seat, turn) if _is_between(event, pair)]
    return found


def _is_between(event: Event, pair: set[int]) -> bool:
    """Whether an event is about two nations, and not about many of which they are two."""
    if event.kind == "exercise held":
        return pair <= set(event.nations)
    return len(event.nations) > 1 and pair <= {*event.nations[:2], event.nations[-1]}


def numbers(
    session: Session, seat: str, name: str, other: str = "", *, until: int
) -> tuple[float, ...]:
    """One of the seat's own numbers (see ``reasons``) at the start of each turn up to ``until``."""
    return tuple(reasons.value(session, seat, name, other, turn=turn) for turn in range(until + 1))


def measured(session: Session, seat: str, name: str, *, until: int) -> tuple[float | None, ...]:
    """A headline measure after each turn before ``until``, ``None`` first: no turn was played.

    Measures of what is hidden are for games that are only watched.
    """
    public = any(name in group for group in PUBLIC_MEASURES.values())
    assert public or watched(session), name
    found: list[float | None] = [None]
    for turn in range(1, until + 1):
        # a public measure reads the observation of the seat: what is hidden cannot enter it
        source: Any = session.observation(seat, turn)
        if not public:
            source = _state(session, turn)
        found.append(float(measure(session.world, source, (name,))[name][0]))
    return tuple(found)


def _state(session: Session, turn: int) -> State:
    return session.state if turn == len(session.history) else session.history[turn].turn.before


def labels(session: Session, *, until: int) -> tuple[str, ...]:
    """The turns up to ``until`` in words; the end of the last one where the game is over."""
    world = session.world
    return tuple(
        world.label(turn) if turn < world.turns else f"end of {world.label(turn - 1)}"
        for turn in range(until + 1)
    )
