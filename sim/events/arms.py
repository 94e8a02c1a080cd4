"""Sentences about arms: budgets, manoeuvres, briefings, postures (A11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.forces import relative_spending
from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import possessive

#: Spending is told of when it passes a tenth, a fifth, ... above or below that of the start.
_BANDS = 10.0


def budgets(scene: Scene) -> Iterator[Event]:
    """Defence spending that passed a tenth of its level at the start."""
    ratio = [
        relative_spending(scene.world, moment("spending")) for moment in (scene.before, scene.after)
    ]
    before, after = (np.floor(level * _BANDS + 0.5) for level in ratio)
    for (i,) in cells(before != after):
        way = "rose" if after[i] > before[i] else "fell"
        level = round(100 * float(ratio[1][i]))
        whose = possessive(scene.names[i])
        words = f"{whose} defence spending {way} to {level} % of its level at the start"
        yield scene.event("spending", (i,), words)


def manoeuvres(scene: Scene) -> Iterator[Event]:
    """What was declared, for all; what was not, for the nation itself and the umpire."""
    size, told = scene.after("activity"), scene.after("notified")
    for (i,) in cells(size > 0):
        who = scene.names[i]
        if told[i] > 0:
            words = f"{who} held national manoeuvres, declared as of {_troops(told[i])}"
            yield scene.event("manoeuvres", (i,), words)
        if size[i] > told[i] and scene.may_read(i):
            true = f"{who} moved {_troops(size[i])}"
            words = f"{true} but declared {_troops(told[i]) if told[i] > 0 else 'nothing'}"
            yield scene.event("hidden manoeuvres", (i,), words)
    for i, j, _ in scene.ordered(OrderKind.BRIEF):
        if scene.may_read(i, j):
            words = f"{scene.names[i]} briefed {scene.names[j]} on its activities"
            yield scene.event("briefed", (i, j), words)
    for (i,) in cells((scene.after("observers") == 1) & (told > 0)):
        words = f"{scene.names[i]} invited observers to its manoeuvres"
        yield scene.event("observers", (i,), words)


def postures(scene: Scene) -> Iterator[Event]:
    """Changes of posture, for the nation itself and the umpire."""
    change = scene.after("posture") - scene.before("posture")
    for (i,) in cells(change != 0):
        if scene.may_read(i):
            way = "attack" if change[i] > 0 else "defence"
            words = f"{scene.names[i]} moved the posture of its forces toward {way}"
            yield scene.event("posture", (i,), words)


def _troops(thousands: float) -> str:
    """``about 12,000 troops``; below a thousand to the hundred."""
    number = round(float(thousands) * 1000, -3 if thousands >= 1 else -2)
    return f"about {int(number):,} troops"
