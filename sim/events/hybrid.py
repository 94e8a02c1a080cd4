"""Sentences about incidents, suspicion and accusation (P15)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.orders import OrderKind
from sim.rules.hybrid import BORNE_OUT
from sim.scene import Event, Scene, cells
from sim.state import CYBER, HYBRID, NO_INCIDENT, TERRORISM

#: How each kind of incident reads after the nation that it struck.
_STRUCK = {
    CYBER: "was struck by a cyber attack of unknown origin",
    HYBRID: "came under hybrid pressure of unknown origin",
    TERRORISM: "was struck by terrorists",
}
_MEANS = ("cyber attack", "hybrid pressure")


def accusations(scene: Scene) -> Iterator[Event]:
    """Who was accused in public, and how the charge stood up."""
    told = set()
    for i, accused, _ in scene.ordered(OrderKind.ATTRIBUTE):
        if i in told:
            continue
        told.add(i)
        words = f"{scene.names[i]} accused {scene.names[accused]} of an incident"
        if scene.after("charge")[i] == BORNE_OUT:
            yield scene.event("accusation", (i, accused), f"{words}, and the charge stood up")
        else:
            words += ", and the charge fell apart"
            yield scene.event("false accusation", (i, accused), words)


def incidents(scene: Scene) -> Iterator[Event]:
    """What struck whom: all see it; who was behind it only those who did it (and the umpire)."""
    kinds, suspects = scene.after("incident"), scene.after("suspect")
    for (i,) in cells(kinds != NO_INCIDENT):
        yield scene.event("incident", (i,), f"{scene.names[i]} {_STRUCK[int(kinds[i])]}")
        j = int(suspects[i])
        if j >= 0 and scene.may_read(i):
            words = f"{scene.names[i]} suspects {scene.names[j]} behind the incident"
            yield scene.event("suspicion", (i, j), words)
    for i, target, means in scene.ordered(OrderKind.PRESS):
        if scene.may_read(i):
            words = f"{scene.names[i]} was behind {_MEANS[means]} on {scene.names[target]}"
            yield scene.event("covert pressure", (i, target), words)


#: How orders read after "order to".
ORDER_WORDS = {
    OrderKind.PRESS: "put covert pressure on a nation",
    OrderKind.ATTRIBUTE: "accuse a nation of an incident",
}
