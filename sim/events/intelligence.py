"""Sentences about secrets: sharing for the two who share, what came out for all (P6, A6)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import possessive


def sharing(scene: Scene) -> Iterator[Event]:
    """Intelligence shared, for the two nations only."""
    for giver, taker in sorted({(i, j) for i, j, _ in scene.ordered(OrderKind.SHARE)}):
        if scene.may_read(giver, taker):
            words = f"{scene.names[giver]} shared intelligence with {scene.names[taker]}"
            yield scene.event("shared", (giver, taker), words)


def leaks(scene: Scene) -> Iterator[Event]:
    """Confidences found to be broken, secrets that came out; who let them out on purpose knows."""
    found = scene.after("leaked") != scene.before("leaked")
    for leaker, source in cells(found):
        who, whose = scene.names[leaker], scene.names[source]
        words = f"what {whose} had told {who} in confidence became public through {who}"
        yield scene.event("leak", (leaker, source), words)
    for (subject,) in cells(scene.after("exposed") != scene.before("exposed")):
        words = f"secrets of {possessive(scene.names[subject])} armed forces came out"
        yield scene.event("exposed", (subject,), words)
    for leaker, subject, source in sorted(set(scene.ordered(OrderKind.LEAK))):
        if scene.may_read(leaker) and not found[leaker, source]:
            words = (
                f"{scene.names[leaker]} let out what {scene.names[source]} had told it about "
                f"{scene.names[subject]}, and was not found out"
            )
            yield scene.event("secret leak", (leaker, subject, source), words)
