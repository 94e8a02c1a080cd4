"""Sentences about missions: troops sent and withdrawn, who leads, how it ends (P7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.axes import NEVER
from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import listed


def missions(scene: Scene) -> Iterator[Event]:
    """Contributions, lead and end of missions; conflicts that broke out again."""
    for (slot,) in cells(scene.before("mission_place") >= 0):
        yield from _one(scene, slot)
    for (i,) in cells((scene.before("war") == 0) & (scene.after("war") > 0)):
        again = " again" if scene.before("settled")[i] != NEVER else ""
        words = f"fighting broke out{again} in {scene.names[i]}"
        yield scene.event("fighting resumed", (i,), words)


def _one(scene: Scene, slot: int) -> Iterator[Event]:
    place = int(scene.before("mission_place")[slot])
    where = f"the mission in {scene.names[place]}"
    before, after = scene.before("troops")[:, slot], scene.after("troops")[:, slot]
    if scene.after("mission_place")[slot] < 0:
        yield scene.event("mission ended", (place,), f"{where} ended")
        return
    for (i,) in cells(after > before):
        count = _number(float(after[i] - before[i]))
        words = f"{scene.names[i]} pledged {count} troops to {where}"
        yield scene.event("troops pledged", (i, place), words)
    home = [i for (i,) in cells(after < before)]
    if home:
        words = f"{listed([scene.names[i] for i in home])} withdrew from {where}"
        yield scene.event("troops withdrawn", (*home, place), words)
    lead = int(scene.after("mission_lead")[slot])
    if lead != scene.before("mission_lead")[slot]:
        words = f"{scene.names[lead]} took the lead of {where}"
        yield scene.event("mission led", (lead, place), words)


def _number(thousands: float) -> str:
    """A number of troops, rounded as one would tell it."""
    count = thousands * 1000.0
    step = 100 if count >= 1000 else 10
    return f"{max(round(count / step) * step, 10):,}"


#: How the orders of this family read after "order to".
ORDER_WORDS: Mapping[OrderKind, str] = {
    OrderKind.DEPLOY: "send troops to a mission",
    OrderKind.RECALL: "withdraw troops from a mission",
    OrderKind.LEAD: "lead a mission",
}
