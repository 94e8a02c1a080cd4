"""Sentences about confrontations, consultation and calls for aid (N2, A12, P8, A10)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim import aid
from sim.orders import OrderKind
from sim.scene import DISPUTE_WEIGHT, KINDS, Event, Scene, cells
from sim.state import ACTIVE, MEMBER
from sim.wording import DISPUTE_WORDS, listed, possessive, the


def disputes(scene: Scene) -> Iterator[Event]:
    """Militarised disputes that broke out and confrontations that escalated, one event a pair."""
    level, last = scene.after("hostility"), scene.after("last_dispute")
    for i, j in cells((level > 0) & (level >= level.T)):
        if level[i, j] == level[j, i] and i > j:
            continue
        code = int(level[i, j])
        alone, mutual = DISPUTE_WORDS[code]
        one, two = scene.names[i], scene.names[j]
        both = bool(level[j, i])
        if last[i, j] == scene.now:
            words = f"{one} and {two} {mutual}" if both else f"{one} {alone.format(two)}"
            weight = DISPUTE_WEIGHT.get(code, KINDS["dispute"][0])
            yield scene.event("dispute", (i, j), words, weight)
        elif both:
            words = f"{one} and {two} escalated their confrontation: they {mutual}"
            yield scene.event("escalation", (i, j), words, DISPUTE_WEIGHT.get(code, -1.0))
        else:
            words = f"{one} escalated its confrontation: it {alone.format(two)}"
            yield scene.event("escalation", (i, j), words, DISPUTE_WEIGHT.get(code, -1.0))


def confrontations(scene: Scene) -> Iterator[Event]:
    """Confrontations from which a side stepped back, that were spoken about, mediated, settled."""
    before, after = scene.before("standoff"), scene.after("standoff")
    was, is_ = np.maximum(before, before.T), np.maximum(after, after.T)
    spoken = {(i, j) for i, j, _ in scene.ordered(OrderKind.HOTLINE)}
    offices: dict[tuple[int, int], list[int]] = {}
    for helper, one, two in scene.ordered(OrderKind.MEDIATE):
        offices.setdefault((min(one, two), max(one, two)), []).append(helper)
    for i, j in cells(np.triu(was > 0)):
        between = f"{scene.names[i]} and {scene.names[j]}"
        for a, b in ((i, j), (j, i)):
            if (a, b) in spoken and scene.may_read(a, b):
                words = f"{scene.names[a]} spoke to {scene.names[b]} over the hotline"
                yield scene.event("hotline", (a, b), words)
        helpers = sorted(set(offices.get((i, j), [])))
        if is_[i, j] == 0:
            by = f" with the help of {listed([scene.names[k] for k in helpers])}" if helpers else ""
            words = f"the confrontation of {between} was settled{by}"
            yield scene.event("confrontation settled", (i, j, *helpers), words)
            continue
        for a, b in ((i, j), (j, i)):
            if after[a, b] < before[a, b]:
                words = (
                    f"{scene.names[a]} stepped back from its confrontation with {scene.names[b]}"
                )
                yield scene.event("step back", (a, b), words)
        if helpers:
            who = listed([scene.names[k] for k in helpers])
            words = f"{who} mediated between {between}, as yet without success"
            yield scene.event("mediation", (*helpers, i, j), words)


def consultations(scene: Scene) -> Iterator[Event]:
    """Calls for consultation; about whom, only the caller and those consulted know."""
    groups = scene.world.groups
    told = set()
    for i, threat, _ in scene.ordered(OrderKind.CONSULT):
        takes_part = np.isin(scene.before("status")[i], (ACTIVE, MEMBER))
        part = scene.world.programmes.sponsor[takes_part]
        if not len(part) or i in told:
            continue
        told.add(i)
        who = listed([the(groups.names[g]) for g in dict.fromkeys(part.tolist())])
        members = np.nonzero((scene.before("member")[:, part] == 1).any(axis=1))[0].tolist()
        words = f"{scene.names[i]} called for consultation with {who}"
        if scene.may_read(i, *members):
            words += f" about a threat from {scene.names[threat]}"
        yield scene.event("consultation", (i,), words)


def calls(scene: Scene) -> Iterator[Event]:
    """Calls of the turn before as they were answered (silence is refusal), then new calls."""
    row = slice(scene.row, scene.row + 1)
    open_ = aid.open_calls(scene.world.take(row), scene.turn.before.take(row))
    for event, slot in enumerate(open_.slots.tolist()):
        ends = int(open_.victim[event]), int(open_.enemy[event])
        answer = scene.turn.moves.orders.honour[scene.row, :, slot]
        for kind, said in (("call honoured", answer > 0), ("call refused", answer <= 0)):
            yield from _answered(scene, kind, open_.bound[event] & said, ends)
            for (ally,) in cells(open_.secret[event] & said):
                if scene.may_read(ally, ends[0]):
                    only = np.arange(len(said)) == ally
                    yield from _answered(scene, kind, only, ends)
    victims, enemies = scene.after("call_victim"), scene.after("call_against")
    for (slot,) in cells(victims >= 0):
        victim, enemy = int(victims[slot]), int(enemies[slot])
        words = f"{scene.names[victim]} called on its allies for aid against {scene.names[enemy]}"
        yield scene.event("call", (victim, enemy), words)


def _answered(
    scene: Scene, kind: str, allies: np.ndarray, ends: tuple[int, int]
) -> Iterator[Event]:
    """The allies that answered one call alike."""
    who = [i for (i,) in cells(allies)]
    if who:
        victim, enemy = ends
        call = f"{possessive(scene.names[victim])} call for aid against {scene.names[enemy]}"
        verb = kind.removeprefix("call ")
        words = f"{listed([scene.names[i] for i in who])} {verb} {call}"
        yield scene.event(kind, (*who, victim, enemy), words)


#: How orders read after "order to".
ORDER_WORDS = {
    OrderKind.ESCALATE: "escalate",
    OrderKind.DEESCALATE: "step back",
    OrderKind.HOTLINE: "use the hotline",
    OrderKind.MEDIATE: "mediate",
    OrderKind.CONSULT: "call for consultation",
    OrderKind.INVOKE: "call on the allies",
}
