"""Sentences from arrays: what happened in a turn, made only when someone looks.

Everything is derived from a resolved ``Turn``; nothing is written while a turn is played.

Who may read what: a reader is ``None`` (the umpire, who sees all), the index of a nation (what is
public, what it is a party to, and its own affairs) or ``PUBLIC`` (what everybody knows). The life
of a bilateral agreement is for its parties; that two nations became tied, or are no longer, shows
to everybody (as ``Observation.ties`` does), without the type of agreement. A refused order is
shown to the nation that gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim import relations
from sim.axes import NEVER, Bools
from sim.legal import sentence as refusal
from sim.orders import INVITE, Moves, OrderKind
from sim.state import (
    ACTIVE,
    CANCELLED,
    CONDUCTED,
    FORCE,
    HELD,
    IN_FORCE,
    MEMBER,
    NONE,
    NOTICE,
    PLANNED,
    RATIFIED,
    SIGNED,
    WAR,
    WITHDRAWN,
)
from sim.turn import Turn
from sim.wording import DISPUTE_WORDS, an, listed, nation_name, possessive, sentence, small, the
from sim.world import World

#: The reader who knows what everybody knows and no more.
PUBLIC = -1

#: Kinds of event: importance for headlines (0..1) and mechanism. Disputes by level below.
KINDS: Mapping[str, tuple[float, str]] = {
    "acceded": (1.0, "P9"),
    "accession agreed": (0.9, "P9"),
    "dispute": (0.2, "N2"),
    "signed": (0.8, "P1"),
    "withdrew": (0.8, "P1"),
    "returned": (0.7, "P1"),
    "text blocked": (0.7, "P9"),
    "call": (0.7, "A10"),
    "call refused": (0.7, "A10"),
    "call honoured": (0.6, "A10"),
    "peace": (0.6, "N2"),
    "invited": (0.5, "P9"),
    "held": (0.5, "P1"),
    "resumed": (0.4, "P1"),
    "step": (0.4, "P1"),
    "measures lifted": (0.4, "N2"),
    "ratified": (0.35, "P9"),
    "tabled": (0.3, "P9"),
    "exercise cancelled": (0.3, "P5"),
    "government": (0.25, "P11"),
    "exercise held": (0.2, "P5"),
    "notice": (0.2, "A3"),
    "agreement failed": (0.15, "A3"),
    "agreement ended": (0.15, "A3"),
    "agreement lapsed": (0.1, "A3"),
    "agreement in force": (0.1, "A3"),
    "agreement signed": (0.1, "A3"),
    "exercise announced": (0.05, "P5"),
    "agreement ratified": (0.05, "A3"),
    "text passed": (0.05, "P9"),
    "refused order": (0.05, ""),
}

#: Importance of a dispute that went beyond threats and displays, by level.
DISPUTE_WEIGHT: Mapping[int, float] = {FORCE: 0.7, WAR: 1.0}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a turn.

    ``nations`` are the indices of those involved, the doer first: (author, subject) of a text
    that was tabled or passed, (blocker, ..., subject) of one that was blocked (the author in the
    blockers' place where there was none), (subject, author) of an invitation or an agreed
    accession, (subject, member, ...) of ratifications, (ally, ..., victim, enemy) of an answered
    call, (victim, enemy) of a call, (host, guest, ...) of an exercise.
    """

    turn: int
    kind: str
    nations: tuple[int, ...]
    weight: float  # importance for headlines, 0..1
    text: str  # one sentence
    mechanism: str  # id, "" for none


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
    scene = _Scene(world, turn, row, reader, given)
    parts = (
        _participation,
        _texts,
        _ratifications,
        _disputes,
        _calls,
        _home,
        _exercises,
        _agreements,
        _ties,
        _refusals,
    )
    return [event for part in parts for event in part(scene)]


def headlines(events: Iterable[Event], count: int) -> list[Event]:
    """The most important events, most important first; equals stay in order."""
    return sorted(events, key=lambda event: -event.weight)[: max(count, 0)]


@dataclass(frozen=True)
class _Scene:
    """One row of a turn and who looks at it."""

    world: World
    turn: Turn
    row: int
    reader: int | None
    given: Moves | None

    def before(self, field: str) -> np.ndarray:
        """The row of a field as the turn began, without its replicate axis."""
        return np.asarray(self.turn.before[field][self.row])

    def after(self, field: str) -> np.ndarray:
        """The row of a field after the turn, without its replicate axis."""
        return np.asarray(self.turn.after[field][self.row])

    @property
    def now(self) -> int:
        """The number of the turn that was played."""
        return self.turn.before.turn

    @cached_property
    def names(self) -> list[str]:
        """(N,) names as they stand inside a sentence."""
        return [nation_name(name) for name in self.world.names]

    def ordered(self, kind: OrderKind) -> Iterator[tuple[int, int, int]]:
        """(nation, target, arg) of all orders of a kind that stood."""
        orders = self.turn.moves.orders
        for i, slot in zip(*np.nonzero(orders.kind[self.row] == kind), strict=True):
            at = (self.row, i, slot)
            yield int(i), int(orders.target[at]), int(orders.arg[at])

    def may_read(self, *parties: int) -> bool:
        """Whether the reader may know what is for these nations only."""
        return self.reader is None or self.reader in parties

    def event(self, kind: str, nations: Sequence[int], words: str, weight: float = -1.0) -> Event:
        """An event of this turn with the weight of its kind, unless another is given."""
        usual, mechanism = KINDS[kind]
        which = tuple(int(nation) for nation in nations)
        value = usual if weight < 0 else weight
        return Event(self.now, kind, which, value, sentence(words), mechanism)


def _cells(mask: Bools) -> Iterator[tuple[int, ...]]:
    """The places where a mask holds, as plain numbers."""
    for place in zip(*np.nonzero(mask), strict=True):
        yield tuple(int(index) for index in place)


def _participation(scene: _Scene) -> Iterator[Event]:
    """Joining, leaving, holding, acceding; then the steps of the ladder."""
    table = scene.world.programmes
    before, after = scene.before("status"), scene.after("status")
    for i, p in _cells(before != after):
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
    for i, p, s in _cells(reached):
        words_step = f"{scene.names[i]} reached a step of {the(table.names[p])}: {table.step_names[s]}"
        yield scene.event("step", (i,), words_step)


def _texts(scene: _Scene) -> Iterator[Event]:
    """Texts that were decided, and new ones."""
    kinds = scene.before("text_kind")
    for (slot,) in _cells(kinds >= 0):
        yield from _decided(scene, slot, int(kinds[slot]))
    fresh = (scene.after("text_kind") >= 0) & (scene.after("text_turn") == scene.now)
    for (slot,) in _cells(fresh):
        author = int(scene.after("text_author")[slot])
        subject = int(scene.after("text_subject")[slot])
        matter = _matter(scene, int(scene.after("text_kind")[slot]), subject)
        words = f"{scene.names[author]} tabled a text {matter}"
        yield scene.event("tabled", (author, subject), words)


def _matter(scene: _Scene, kind: int, subject: int) -> str:
    """What a text is about."""
    table, who = scene.world.programmes, scene.names[subject]
    if kind % 2 == INVITE:
        return f"to invite {who} to {the(table.names[kind // 2])}"
    return f"on the accession of {who} to {_sponsor(scene, kind // 2)}"


def _sponsor(scene: _Scene, programme: int) -> str:
    groups = scene.world.groups
    return the(groups.names[int(scene.world.programmes.sponsor[programme])])


def _decided(scene: _Scene, slot: int, kind: int) -> Iterator[Event]:
    """One text that was on the table when the turn began."""
    programme, subject = kind // 2, int(scene.before("text_subject")[slot])
    author = int(scene.before("text_author")[slot])
    group = int(scene.before("text_group")[slot])
    matter, who = _matter(scene, kind, subject), scene.names[subject]
    if kind % 2 == INVITE:
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
    blockers = [i for (i,) in _cells(against)]
    if blockers and scene.world.groups.rule[group] != "majority":
        words = f"{listed([scene.names[i] for i in blockers])} blocked the text {matter}"
    else:
        words = f"the text {matter}, {by}, found no majority"
    yield scene.event("text blocked", (*(blockers or [author]), subject), words)


def _programme(scene: _Scene, programme: int) -> str:
    return scene.world.programmes.names[programme]


def _ratifications(scene: _Scene) -> Iterator[Event]:
    """Members' parliaments that ratified an accession, by candidate."""
    votes = scene.after("accession_vote") > scene.before("accession_vote")
    for (subject,) in _cells(votes.any(axis=0)):
        members = [i for (i,) in _cells(votes[:, subject])]
        who = listed([scene.names[i] for i in members])
        words = f"{who} ratified the accession of {scene.names[subject]}"
        yield scene.event("ratified", (subject, *members), words)
