"""Sentences about supplies, pressure and foreign forces (A8)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import possessive


def supplies(scene: Scene) -> Iterator[Event]:
    """Deliveries of arms; what was passed on, and what was found out."""
    for i, j, terms in scene.ordered(OrderKind.TRANSFER):
        words = f"{scene.names[i]} supplied {scene.names[j]} with arms"
        if scene.may_read(i, j):
            words += " on end-use terms" if terms == 0 else " without terms of use"
        yield scene.event("arms supplied", (i, j), words)
    found = (scene.before("end_use") == 1) & (scene.after("end_use") == 0)
    for i, j, origin in scene.ordered(OrderKind.RETRANSFER):
        one, two, three = (scene.names[k] for k in (i, j, origin))
        if scene.may_read(i, j):
            words = f"{one} passed arms from {three} on to {two}"
            yield scene.event("arms passed on", (i, j, origin), words)
        if found[i, origin] and scene.may_read(i, origin):
            words = f"{three} found out that {one} had passed on its arms, and cut supplies"
            yield scene.event("supplies cut", (origin, i), words)


def pressure(scene: Scene) -> Iterator[Event]:
    """Suppliers that press, clients that resist; for the two of them."""
    for i, j, _ in scene.ordered(OrderKind.LEVERAGE):
        if scene.may_read(i, j):
            whose = possessive(scene.names[j])
            words = f"{scene.names[i]} pressed through {whose} dependence on its supplies"
            yield scene.event("pressed", (i, j), words)
    for i, j, _ in scene.ordered(OrderKind.RESIST):
        if scene.may_read(i, j):
            words = f"{scene.names[i]} resisted the pressure of {scene.names[j]}"
            yield scene.event("resisted", (i, j), words)


def bases(scene: Scene) -> Iterator[Event]:
    """Forces stationed abroad, withdrawn, sent away."""
    before, after = scene.before("bases"), scene.after("bases")
    for host, guest in cells(after > before):
        words = f"{scene.names[guest]} stationed forces in {scene.names[host]}"
        yield scene.event("forces stationed", (guest, host), words)
    sent = {(i, j) for i, j, _ in scene.ordered(OrderKind.EVICT)}
    for host, guest in cells(after < before):
        if (host, guest) in sent:
            words = f"{scene.names[host]} asked the forces of {scene.names[guest]} to leave"
            yield scene.event("forces sent away", (host, guest), words)
        else:
            words = f"{scene.names[guest]} withdrew its forces from {scene.names[host]}"
            yield scene.event("forces withdrawn", (guest, host), words)
