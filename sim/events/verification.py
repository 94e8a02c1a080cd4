"""Sentences about checking: inspections, satellites, questions, proven violations (A5)."""

from __future__ import annotations

from collections.abc import Iterator

from sim.knowledge import EXPLAINED
from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.wording import listed, possessive


def violations(scene: Scene) -> Iterator[Event]:
    """What inspectors proved, for all to read."""
    for (host,) in cells(scene.after("caught") != scene.before("caught")):
        who = scene.names[host]
        words = f"inspectors proved that {who} had not declared the true size of its manoeuvres"
        yield scene.event("violation", (host,), words)


def inspections(scene: Scene) -> Iterator[Event]:
    """Inspections for the two; what the inspector alone suspects is told to it alone."""
    inspected, alarmed = scene.after("inspected"), scene.after("alarmed")
    for who, host in sorted({(i, j) for i, j, _ in scene.ordered(OrderKind.INSPECT)}):
        if not scene.may_read(who, host):
            continue
        one, two = scene.names[who], scene.names[host]
        if inspected[who, host] != scene.now:
            words = f"{possessive(one)} inspectors came too late for the quota of {two}"
            yield scene.event("quota used up", (who, host), words)
            continue
        yield scene.event("inspection", (who, host), f"{one} inspected {two}")
        if scene.may_read(who) and alarmed[who, host] == scene.now:
            words = f"{possessive(one)} inspectors found figures in {two} that do not tally"
            yield scene.event("doubt", (who, host), words)


def watching(scene: Scene) -> Iterator[Event]:
    """What satellites showed, for the nation that watched."""
    alarmed = scene.after("alarmed")
    for who, about in sorted({(i, j) for i, j, _ in scene.ordered(OrderKind.WATCH)}):
        if scene.may_read(who):
            seen = "more troops on the move than were declared"
            if alarmed[who, about] != scene.now:
                seen = "nothing out of the ordinary"
            words = f"{scene.names[who]} watched {scene.names[about]} by satellite and saw {seen}"
            yield scene.event("watched", (who, about), words)


def questions(scene: Scene) -> Iterator[Event]:
    """Questions about unusual activities, and what became of them, for all to read."""
    asked: dict[int, list[int]] = {}
    for who, about, _ in sorted(scene.ordered(OrderKind.QUERY)):
        if who not in asked.setdefault(about, []):
            asked[about].append(who)
    answers = scene.after("queried")
    for about in sorted(asked):
        asking = listed([scene.names[i] for i in asked[about]])
        answer = "explained it" if answers[about] == EXPLAINED else "gave no explanation"
        name = scene.names[about]
        words = f"{asking} asked {name} about an unusual military activity; {name} {answer}"
        yield scene.event("question", (*asked[about], about), words)
