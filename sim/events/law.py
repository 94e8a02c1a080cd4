"""Sentences about law, secrets and promises: what was found, disputed, revealed, kept."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim import talks
from sim.orders import AID_THEM, BACK_THEM, HOST_THEM, TELL_THEM, OrderKind
from sim.scene import Event, Scene, cells
from sim.state import IN_FORCE
from sim.wording import listed, possessive

_PROMISED = {
    HOST_THEM: "host an exercise with {}",
    BACK_THEM: "back {} at the table",
    AID_THEM: "aid {}",
    TELL_THEM: "share intelligence with {}",
}


def offences(scene: Scene) -> Iterator[Event]:
    """Rules that nations were found to have broken; known to all."""
    found, law = scene.after("offence"), scene.world.law
    for (i,) in cells(found > 0):
        rule = int(found[i])
        words = f"{scene.names[i]} was found to have broken the {law.names[rule]}"
        yield scene.event("offence", (i,), f"{words}: {law.sentences[rule]}")


def breaches(scene: Scene) -> Iterator[Event]:
    """Breaches that the partner found, for the two; one's own as they begin, for oneself."""
    before, after = scene.before("breached"), scene.after("breached")
    kinds = scene.world.agreements.names
    for i, j in cells(after & ~before != 0):
        if scene.may_read(i):
            new = int(after[i, j] & ~before[i, j])
            papers = listed([name for a, name in enumerate(kinds) if new >> a & 1])
            words = f"in secret {scene.names[i]} no longer keeps with {scene.names[j]}: {papers}"
            yield scene.event("breach", (i, j), words)
    for i, j in cells(scene.after("breach_found") == scene.now):
        if scene.may_read(i, j):
            words = f"{scene.names[j]} found that {scene.names[i]} did not keep what was agreed"
            yield scene.event("breach found", (i, j), words)


def contests(scene: Scene) -> Iterator[Event]:
    """Disputes over the meaning of an agreement, for the two."""
    before, after = scene.before("contested"), scene.after("contested")
    for i, j in cells(np.triu(before != after)):
        if not scene.may_read(i, j):
            continue
        code = int(after[i, j] or before[i, j])
        what = f"the {scene.world.agreements.names[code - 1]}"
        between = f"{scene.names[i]} and {scene.names[j]}"
        if after[i, j]:
            yield scene.event("contested", (i, j), f"{between} dispute the meaning of {what}")
        elif scene.after("agreement")[code - 1, i, j] >= IN_FORCE:
            yield scene.event("contest settled", (i, j), f"{between} agree on what {what} means")


def annexes(scene: Scene) -> Iterator[Event]:
    """Secret annexes that came to light; known to all."""
    for i, j in cells(np.triu(scene.after("revealed") == scene.now)):
        words = f"a secret annex between {scene.names[i]} and {scene.names[j]} came to light"
        yield scene.event("annex revealed", (i, j), words)


def promises(scene: Scene) -> Iterator[Event]:
    """Promises in packages, kept or broken, for the two."""
    row = slice(scene.row, scene.row + 1)
    world, moves = scene.world.take(row), scene.turn.moves.take(row)
    made = talks.promises(world, moves)
    kept, broken = talks.kept_or_broken(world, scene.turn.before.take(row), moves, made)
    for k in np.flatnonzero(kept | broken):
        i, j = int(made.giver[k]), int(made.receiver[k])
        if not scene.may_read(i, j):
            continue
        what = _PROMISED[int(made.code[k])].format(scene.names[j])
        if kept[k]:
            yield scene.event("promise kept", (i, j), f"{scene.names[i]} did as promised: {what}")
        else:
            words = f"{scene.names[i]} broke its promise to {what}"
            yield scene.event("promise broken", (i, j), words)


def vouching(scene: Scene) -> Iterator[Event]:
    """Who vouched for whom, for the two that spoke of it."""
    for i, j, told in scene.ordered(OrderKind.VOUCH):
        if scene.may_read(i, told):
            whose = possessive(scene.names[j])
            words = f"{scene.names[i]} vouched for {whose} word to {scene.names[told]}"
            yield scene.event("vouched", (i, told, j), words)
