"""Sentences about exercises and agreements."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim import relations
from sim.events.groups import group_name
from sim.orders import OrderKind
from sim.scene import Event, Scene, cells
from sim.state import CANCELLED, CONDUCTED, IN_FORCE, NONE, NOTICE, PLANNED, RATIFIED, SIGNED
from sim.wording import an, listed, the


def exercises(scene: Scene) -> Iterator[Event]:
    """Exercises held, cancelled and announced."""
    stage = scene.after("exercise")
    for (slot,) in cells(stage == CONDUCTED):
        host, guests = _host(scene, slot), _guests(scene, slot)
        count = "one guest" if len(guests) == 1 else f"{len(guests)} guests"
        names = listed([scene.names[i] for i in guests])
        words = f"{scene.names[host]} hosted {_type(scene, slot)} with {count}: {names}"
        yield scene.event("exercise held", (host, *guests), words)
    called = {slot for _, slot, _ in scene.ordered(OrderKind.CANCEL)}
    for (slot,) in cells(stage == CANCELLED):
        host, guests = _host(scene, slot), _guests(scene, slot)
        why = "for political reasons"
        if slot in called:
            why = "because its host called it off"
        elif not guests:
            why = "because too few came"
        words = f"{_type(scene, slot)} to be hosted by {scene.names[host]} was cancelled {why}"
        yield scene.event("exercise cancelled", (host, *guests), words)
    for (slot,) in cells((stage == PLANNED) & (scene.before("exercise") != PLANNED)):
        host = _host(scene, slot)
        when = scene.world.label(int(scene.after("exercise_due")[slot]))
        words = (
            f"{scene.names[host]} announced {_type(scene, slot)} {_scope(scene, slot)} for {when}"
        )
        yield scene.event("exercise announced", (host,), words)


def _host(scene: Scene, slot: int) -> int:
    return int(scene.after("exercise_host")[slot])


def _guests(scene: Scene, slot: int) -> list[int]:
    """Those who came or would have come, without the host."""
    host = _host(scene, slot)
    return [i for (i,) in cells(scene.after("exercise_coming")[slot] == 1) if i != host]


def _type(scene: Scene, slot: int) -> str:
    return an(scene.world.exercises.names[int(scene.after("exercise_type")[slot])])


def _scope(scene: Scene, slot: int) -> str:
    """The circle that is invited: a programme, a group or the host's own partners."""
    world, scope = scene.world, int(scene.after("exercise_scope")[slot])
    group = scope - world.dims.P
    if group < 0:
        return f"within {the(world.programmes.names[scope])}"
    return f"within {group_name(scene, group)}" if group < world.dims.G else "with its partners"


def agreements(scene: Scene) -> Iterator[Event]:
    """The life of bilateral agreements, each for its parties."""
    before, after = scene.before("agreement"), scene.after("agreement")
    fresh = (after == SIGNED) & (scene.after("agreement_turn") == scene.now)
    moved = (before != after) | fresh
    moved |= moved.transpose(0, 2, 1)
    for a, i, j in cells(np.triu(moved)):
        if not scene.may_read(i, j):
            continue
        between = f"{scene.names[i]} and {scene.names[j]}"
        paper = an(scene.world.agreements.names[a])
        for kind in _stages(scene, (a, i, j), bool(fresh[a, i, j])):
            yield _stage_event(scene, kind, (a, i, j), (paper, between))


def _stages(scene: Scene, cell: tuple[int, int, int], fresh: bool) -> list[str]:
    """What happened to one agreement, in order: an end may be followed by a new signature."""
    before, after = scene.before("agreement"), scene.after("agreement")
    a, i, j = cell
    was, new = int(before[cell]), int(after[cell])
    lives = scene.world.on("A3")
    kinds = []
    if was != NONE and (new == NONE or fresh):
        lapsed = "agreement lapsed" if lives[scene.row % len(lives)] else "agreement ended"
        kinds.append({NOTICE: "agreement ended", IN_FORCE: lapsed}.get(was, "agreement failed"))
        was = NONE
    if was == NONE and new != NONE:
        kinds.append("agreement signed")
    if new == IN_FORCE and was != IN_FORCE:
        kinds.append("agreement in force")
    if new == NOTICE and was != NOTICE:
        kinds.append("notice")
    ratified = (after[a, i, j] == RATIFIED, after[a, j, i] == RATIFIED)
    if any(ratified) and int(before[a, i, j]) != RATIFIED and int(before[a, j, i]) != RATIFIED:
        kinds.append("agreement ratified")
    return kinds


def _stage_event(
    scene: Scene, kind: str, cell: tuple[int, int, int], said: tuple[str, str]
) -> Event:
    """The sentence of one stage; of two parties the one that acted comes first."""
    a, i, j = cell
    paper, between = said
    if kind in ("notice", "agreement ratified"):
        if kind == "notice":
            swap = _gave_notice(scene, cell) == j
        else:
            swap = int(scene.after("agreement")[a, j, i]) == RATIFIED
        i, j = (j, i) if swap else (i, j)
        verb = "gave notice of" if kind == "notice" else "ratified"
        return scene.event(kind, (i, j), f"{scene.names[i]} {verb} {paper} with {scene.names[j]}")
    words = {
        "agreement signed": f"{between} signed {paper}",
        "agreement in force": f"{paper} between {between} entered into force",
        "agreement failed": f"{paper} between {between} failed in ratification",
        "agreement ended": f"{paper} between {between} ended",
        "agreement lapsed": f"{paper} between {between} was not renewed",
    }
    return scene.event(kind, (i, j), words[kind])


def _gave_notice(scene: Scene, cell: tuple[int, int, int]) -> int:
    """Which party gave notice: the one that ordered it, else the one with a new government."""
    a, i, j = cell
    given = set(scene.ordered(OrderKind.DENOUNCE))
    if (i, j, a) in given:
        return i
    if (j, i, a) in given:
        return j
    caught = scene.after("breach_found")  # who finds a breach gives notice
    if scene.now in (caught[i, j], caught[j, i]):
        return j if caught[i, j] == scene.now else i
    new = scene.after("government") == scene.now
    unfree = scene.before("institutions") < 0.5
    return i if new[i] and unfree[i] else j


def ties(scene: Scene) -> Iterator[Event]:
    """What third nations see of bilateral agreements: that two became tied, or are no longer."""
    if scene.reader is None:
        return
    states = scene.turn.before, scene.turn.after
    before, after = (relations.ties(scene.world, state)[scene.row] for state in states)
    for i, j in cells(np.triu(before != after)):
        if scene.may_read(i, j):
            continue
        between = f"between {scene.names[i]} and {scene.names[j]}"
        if after[i, j]:
            words = f"the first agreement in force {between} took effect"
            yield scene.event("agreement in force", (i, j), words)
        else:
            yield scene.event("agreement ended", (i, j), f"the last agreement {between} ended")
