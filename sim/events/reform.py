"""Sentences about civil control: reforms and setbacks; standards adopted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.conditions import civil_control
from sim.grid import snap_number
from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import possessive

#: How the instruments read in a sentence, in the order of ``World.instruments``.
INSTRUMENT_WORDS = (
    "civilian oversight of its armed forces",
    "parliament's control of defence",
    "the openness of its defence budget",
    "dialogue between civilians and the military",
    "respect for rights in its armed forces",
)

#: Below this part of what was spent on it, a reform came to little.
_LITTLE = 0.5


def reforms(scene: Scene) -> Iterator[Event]:
    """Investments in civil control, told by what all can see: how strong the instrument is now."""
    before, after = scene.before("control"), scene.after("control")
    for i, instrument, _ in sorted(set(scene.ordered(OrderKind.REFORM))):
        what, who = INSTRUMENT_WORDS[instrument], scene.names[i]
        old, new = float(before[i, instrument]), float(after[i, instrument])
        if new > old:
            words = f"{who} strengthened {what} from {100 * old:.1f} to {100 * new:.1f} of 100"
        else:
            words = f"{who} tried to strengthen {what}, without result"
        yield scene.event("reform", (i,), words)
    yield from _obstacles(scene)
    yield from _setbacks(scene)


def _obstacles(scene: Scene) -> Iterator[Event]:
    """For the nation itself: the turn's efforts of which less than half came to anything."""
    fades = _setting(scene, "reform.fading")
    gained: dict[int, float] = {}
    for i, instrument, _ in sorted(set(scene.ordered(OrderKind.REFORM))):
        rise = scene.after("control")[i, instrument] - scene.before("control")[i, instrument]
        gained[i] = gained.get(i, 0.0) + float(rise)
    for i, rise in gained.items():
        before = float(scene.before("reform_effort")[i])
        spent = float(scene.after("reform_effort")[i]) - before + snap_number(fades * before)
        if scene.may_read(i) and rise < _LITTLE * spent:
            whose = possessive(scene.names[i])
            words = f"{whose} reforms brought less than half of what they might"
            yield scene.event("obstacles", (i,), words)


def _setbacks(scene: Scene) -> Iterator[Event]:
    """Nations whose recent losses of civil control pass what the sponsor tolerates."""
    limit = _setting(scene, "aid.tolerance")
    before, after = scene.before("reform_result"), scene.after("reform_result")
    level = civil_control(scene.turn.after["control"])[scene.row]
    for (i,) in cells(np.asarray((before >= -limit) & (after < -limit))):
        words = f"civil control of the armed forces weakened in {scene.names[i]}"
        yield scene.event("backsliding", (i,), f"{words}, to {100 * float(level[i]):.0f} of 100")


def _setting(scene: Scene, name: str) -> float:
    """A parameter in the row that is told of."""
    values = scene.world.params[name]
    return float(values[scene.row] if len(values) > 1 else values[0])


def standards(scene: Scene) -> Iterator[Event]:
    """Common standards adopted by a nation's own effort."""
    for i in sorted({i for i, _, _ in scene.ordered(OrderKind.ADOPT)}):
        words = f"{scene.names[i]} adopted further common standards"
        yield scene.event("standards", (i,), words)
