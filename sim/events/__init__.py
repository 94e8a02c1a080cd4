"""Sentences from arrays: what happened in a turn, made only when someone looks.

Everything is derived from a resolved ``Turn``; nothing is written while a turn is played.

Who may read what: a reader is ``None`` (the umpire, who sees all), the index of a nation (what is
public, what it is a party to, and its own affairs) or ``PUBLIC`` (what everybody knows). The life
of a bilateral agreement is for its parties; that two nations became tied, or are no longer, shows
to everybody (as ``Observation.ties`` does), without the type of agreement. A refused order is
shown to the nation that gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from sim.events.between import agreements, calls, disputes, exercises, ties
from sim.legal import sentence as refusal
from sim.orders import ACCEDE, INVITE, Moves, OrderKind
from sim.scene import KINDS, PUBLIC, Event, Scene, cells
from sim.state import ACTIVE, HELD, MEMBER, WITHDRAWN
from sim.turn import Turn
from sim.wording import listed, nation_name, possessive, the
from sim.world import World

__all__ = ["KINDS", "PUBLIC", "Event", "describe", "gathered", "headlines"]


def describe(
    world: World,
    turn: Turn,
    row: int = 0,
    reader: int | None = None,
    *,
    given: Moves | None = None,
) -> list[Event]:
    """What happened in one row of a turn, as far as the reader may know.

    ``given`` are the moves as they were handed in: with them refused orders can be named.
    """
    scene = Scene(world, turn, row, reader, given)
    return [event for part in PARTS for event in part(scene)]


def headlines(events: Iterable[Event], count: int) -> list[Event]:
    """The most important events, most important first; equals stay in order."""
    return sorted(events, key=lambda event: -event.weight)[: max(count, 0)]


#: Kinds whose sentences begin with the nation and read alike for one and for many.
_ALIKE = frozenset({"signed", "returned", "withdrew", "step", "acceded"})


def gathered(world: World, events: Iterable[Event]) -> list[Event]:
    """The events with those that several nations share told once: ``A, B and C signed ...``.

    The one sentence stands in the place of the first; nothing else changes.
    """
    groups: dict[tuple[str, str], list[Event]] = {}
    for place, event in enumerate(events):
        words = event.text[len(nation_name(world.names[event.nations[0]])) :]
        key = words if event.kind in _ALIKE and len(event.nations) == 1 else f"{place}"
        groups.setdefault((event.kind, key), []).append(event)
    out = []
    for (_, words), same in groups.items():
        if len(same) == 1:
            out.append(same[0])
            continue
        nations = tuple(event.nations[0] for event in same)
        who = listed([nation_name(world.names[i]) for i in nations])
        out.append(replace(same[0], nations=nations, text=f"{who[:1].upper()}{who[1:]}{words}"))
    return out


def _participation(scene: Scene) -> Iterator[Event]:
    """Joining, leaving, holding, acceding; then the steps of the ladder."""
    table = scene.world.programmes
    before, after = scene.before("status"), scene.after("status")
    for i, p in cells(before != after):
        old, new = int(before[i, p]), int(after[i, p])
        who, what = scene.names[i], the(table.names[p])
        document = the(table.step_names[table.first])
        sponsor = the(scene.world.groups.names[int(table.sponsor[p])])
        back = "resumed" if old == HELD else "returned" if old == WITHDRAWN else "signed"
        kind = {ACTIVE: back, HELD: "held", WITHDRAWN: "withdrew", MEMBER: "acceded"}.get(new)
        words = {
            "signed": f"{who} signed {document} and joined {what}",
            "returned": f"{who} returned to {what}",
            "resumed": f"{who} resumed its participation in {what}",
            "held": f"{who} put its participation in {what} on hold",
            "withdrew": f"{who} withdrew from {what}",
            "acceded": f"{who} acceded to {sponsor}",
        }
        if kind:
            yield scene.event(kind, (i,), words[kind])
    reached = scene.after("step_turn") != scene.before("step_turn")
    reached[..., [table.first, table.last]] = False
    for i, p, s in cells(reached):
        words_step = (
            f"{scene.names[i]} reached a step of {the(table.names[p])}: {table.step_names[s]}"
        )
        yield scene.event("step", (i,), words_step)


def _texts(scene: Scene) -> Iterator[Event]:
    """Texts that were decided, and new ones."""
    kinds = scene.before("text_kind")
    for (slot,) in cells(kinds >= 0):
        yield from _decided(scene, slot, int(kinds[slot]))
    fresh = (scene.after("text_kind") >= 0) & (scene.after("text_turn") == scene.now)
    for (slot,) in cells(fresh):
        author = int(scene.after("text_author")[slot])
        subject = int(scene.after("text_subject")[slot])
        matter = _matter(scene, int(scene.after("text_kind")[slot]), subject)
        words = f"{scene.names[author]} tabled a text {matter}"
        yield scene.event("tabled", (author, subject), words)


def _matter(scene: Scene, kind: int, subject: int) -> str:
    """What a text is about."""
    table, who = scene.world.programmes, scene.names[subject]
    matters = scene.world.matters
    programme, group = int(matters.programme[kind]), int(matters.group[kind])
    if matters.kind[kind] == INVITE:
        return f"to invite {who} to {the(table.names[programme])}"
    if matters.kind[kind] == ACCEDE:
        return f"on the accession of {who} to {the(scene.world.groups.names[group])}"
    return f"to {matters.names[kind]} about {who}"


def _sponsor(scene: Scene, programme: int) -> str:
    groups = scene.world.groups
    return the(groups.names[int(scene.world.programmes.sponsor[programme])])


def _decided(scene: Scene, slot: int, kind: int) -> Iterator[Event]:
    """One text that was on the table when the turn began."""
    matters, subject = scene.world.matters, int(scene.before("text_subject")[slot])
    programme = int(matters.programme[kind])
    author = int(scene.before("text_author")[slot])
    group = int(scene.before("text_group")[slot])
    matter, who = _matter(scene, kind, subject), scene.names[subject]
    if matters.kind[kind] == INVITE:
        passed = scene.after("invited")[subject, programme] == 1
        outcome, words = "invited", f"{who} was invited to {the(_programme(scene, programme))}"
    else:
        passed = scene.after("accession")[subject, programme] == scene.now
        body = _sponsor(scene, programme)
        outcome, words = "accession agreed", f"{body} agreed to the accession of {who}"
    by = f"tabled by {scene.names[author]}"
    if passed:
        yield scene.event("text passed", (author, subject), f"the text {matter}, {by}, passed")
        yield scene.event(outcome, (subject, author), words)
        return
    votes = scene.turn.moves.orders.vote[scene.row, :, slot]
    against = (votes < 0) & (scene.before("member")[:, group] == 1)
    blockers = [i for (i,) in cells(against)]
    if blockers and scene.world.groups.rule[group] != "majority":
        words = f"{listed([scene.names[i] for i in blockers])} blocked the text {matter}"
    else:
        words = f"the text {matter}, {by}, found no majority"
    yield scene.event("text blocked", (*(blockers or [author]), subject), words)


def _programme(scene: Scene, programme: int) -> str:
    return scene.world.programmes.names[programme]


def _ratifications(scene: Scene) -> Iterator[Event]:
    """Members' parliaments that ratified an accession, by candidate."""
    votes = scene.after("accession_vote") > scene.before("accession_vote")
    for (subject,) in cells(np.asarray(votes.any(axis=0))):
        members = [i for (i,) in cells(votes[:, subject])]
        who = listed([scene.names[i] for i in members])
        words = f"{who} ratified the accession of {scene.names[subject]}"
        yield scene.event("ratified", (subject, *members), words)


def _home(scene: Scene) -> Iterator[Event]:
    """New governments, conflicts settled, measures of the Security Council lifted."""
    new = (scene.after("government") == scene.now) & (scene.before("government") != scene.now)
    for (i,) in cells(new):
        yield scene.event("government", (i,), f"a new government took office in {scene.names[i]}")
    for (i,) in cells((scene.before("war") > 0) & (scene.after("war") == 0)):
        yield scene.event("peace", (i,), f"the conflict in {scene.names[i]} was settled")
    for (i,) in cells((scene.before("mandate") > 0) & (scene.after("mandate") == 0)):
        words = f"the Security Council lifted its measures on {scene.names[i]}"
        yield scene.event("measures lifted", (i,), words)


def _refusals(scene: Scene) -> Iterator[Event]:
    """Orders that were refused, each for the nation that gave it; with ``given`` they are named."""
    codes = scene.turn.refused[scene.row]
    for i, slot in cells(codes > 0):
        if not scene.may_read(i):
            continue
        whose = possessive(scene.names[i])
        if scene.given is None:
            words = f"an order of {whose} was refused"
        else:
            kind = OrderKind(int(scene.given.orders.kind[scene.row, i, slot]))
            why = refusal(kind, int(codes[i, slot]))
            words = f"{whose} order to {ORDER_WORDS[kind]} was refused: {why}"
        yield scene.event("refused order", (i,), words)


#: How orders read after "order to".
ORDER_WORDS = {
    OrderKind.APPLY: "join",
    OrderKind.ADVANCE: "climb a step",
    OrderKind.DEPTH: "declare a depth of participation",
    OrderKind.HOLD: "put participation on hold",
    OrderKind.RESUME: "resume participation",
    OrderKind.WITHDRAW: "withdraw",
    OrderKind.HOST: "host an exercise",
    OrderKind.CANCEL: "cancel an exercise",
    OrderKind.DENOUNCE: "give notice of an agreement",
    OrderKind.TABLE: "table a text",
    OrderKind.AID: "give aid",
    OrderKind.PUBLISH: "publish",
    OrderKind.DIALOGUE: "hold a dialogue",
}

#: What is told, in this order.
PARTS: tuple[Callable[[Scene], Iterator[Event]], ...] = (
    _participation,
    _texts,
    _ratifications,
    disputes,
    calls,
    _home,
    exercises,
    agreements,
    ties,
    _refusals,
)
