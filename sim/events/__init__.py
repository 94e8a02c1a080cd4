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

from sim.events.arms import budgets, manoeuvres, postures
from sim.events.between import agreements, exercises, ties
from sim.events.crisis import ORDER_WORDS as CRISIS_WORDS
from sim.events.crisis import calls, confrontations, consultations, disputes
from sim.events.dependence import bases, pressure, supplies
from sim.events.groups import ORDER_WORDS as GROUP_WORDS
from sim.events.groups import memberships, ratifications, texts
from sim.events.hybrid import ORDER_WORDS as HYBRID_WORDS
from sim.events.hybrid import accusations, incidents
from sim.events.intelligence import leaks, sharing
from sim.events.law import annexes, breaches, contests, offences, promises, vouching
from sim.events.missions import ORDER_WORDS as MISSION_WORDS
from sim.events.missions import missions
from sim.events.outside import news
from sim.events.reform import reforms, standards
from sim.events.verification import inspections, questions, violations, watching
from sim.legal import sentence as refusal
from sim.orders import Moves, OrderKind
from sim.scene import KINDS, PUBLIC, Event, Scene, cells
from sim.state import ACTIVE, HELD, MEMBER, SUSPENDED, WITHDRAWN
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
        key = f"{place}"
        if event.kind in _ALIKE and len(event.nations) == 1:
            key = event.text[len(nation_name(world.names[event.nations[0]])) :]
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
        if SUSPENDED in (old, new) and new != WITHDRAWN:
            continue  # told with the text that decided it
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
    **GROUP_WORDS,
    **MISSION_WORDS,
    **CRISIS_WORDS,
    **HYBRID_WORDS,
    OrderKind.SPEND: "change defence spending",
    OrderKind.POSTURE: "change the posture of its forces",
    OrderKind.MANOEUVRE: "hold national manoeuvres",
    OrderKind.BRIEF: "brief a neighbour",
    OrderKind.OBSERVERS: "invite observers",
    OrderKind.TRANSFER: "transfer arms",
    OrderKind.RETRANSFER: "pass on arms",
    OrderKind.LEVERAGE: "press a client",
    OrderKind.RESIST: "resist a supplier",
    OrderKind.BASE: "station forces",
    OrderKind.EVICT: "send foreign forces away",
    OrderKind.BREACH: "stop keeping an agreement",
    OrderKind.CONTEST: "dispute the meaning of an agreement",
    OrderKind.RENEW: "renew an agreement",
    OrderKind.RATIFY: "put an agreement to parliament",
    OrderKind.VOUCH: "vouch for a nation",
    OrderKind.REFORM: "invest in civil control",
    OrderKind.ADOPT: "adopt common standards",
    OrderKind.SHARE: "share intelligence",
    OrderKind.LEAK: "let out a secret",
    OrderKind.INSPECT: "inspect another nation's forces",
    OrderKind.WATCH: "watch a nation by satellite",
    OrderKind.QUERY: "ask about an unusual activity",
}

#: What is told, in this order.
PARTS: tuple[Callable[[Scene], Iterator[Event]], ...] = (
    news,
    _participation,
    texts,
    ratifications,
    memberships,
    missions,
    disputes,
    confrontations,
    consultations,
    calls,
    accusations,
    incidents,
    _home,
    exercises,
    agreements,
    ties,
    offences,
    annexes,
    breaches,
    contests,
    promises,
    vouching,
    reforms,
    standards,
    budgets,
    manoeuvres,
    postures,
    supplies,
    pressure,
    bases,
    violations,
    inspections,
    watching,
    questions,
    sharing,
    leaks,
    _refusals,
)
