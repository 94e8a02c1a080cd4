"""An event, what kinds there are, and one row of a turn as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.axes import Bools
from sim.orders import Moves, OrderKind
from sim.state import FORCE, WAR
from sim.turn import Turn
from sim.wording import nation_name, sentence
from sim.world import World

#: The reader who knows what everybody knows and no more.
PUBLIC = -1

#: Kinds of event: importance for headlines (0..1) and mechanism. Disputes by level below.
KINDS: Mapping[str, tuple[float, str]] = {
    "news": (0.8, ""),
    "umpire": (0.3, ""),
    "acceded": (1.0, "P9"),
    "accession agreed": (0.9, "P9"),
    "dispute": (0.2, "N2"),
    "signed": (0.8, "P1"),
    "withdrew": (0.8, "P1"),
    "returned": (0.7, "P1"),
    "text blocked": (0.7, "P9"),
    "escalation": (0.3, "N2"),
    "confrontation settled": (0.25, "N2"),
    "step back": (0.2, "N2"),
    "hotline": (0.2, "A12"),
    "mediation": (0.3, "A12"),
    "consultation": (0.5, "P8"),
    "incident": (0.35, "P15"),
    "suspicion": (0.3, "P15"),
    "covert pressure": (0.3, "P15"),
    "accusation": (0.6, "P15"),
    "false accusation": (0.6, "P15"),
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
    "backsliding": (0.45, "P4"),
    "obstacles": (0.15, "P12"),
    "reform": (0.1, "P4"),
    "standards": (0.05, "P3"),
    "forces sent away": (0.7, "A8"),
    "forces stationed": (0.6, "A8"),
    "supplies cut": (0.6, "A8"),
    "forces withdrawn": (0.4, "A8"),
    "pressed": (0.4, "A8"),
    "resisted": (0.4, "A8"),
    "hidden manoeuvres": (0.35, "A11"),
    "arms passed on": (0.3, "A8"),
    "manoeuvres": (0.2, "A11"),
    "arms supplied": (0.15, "A8"),
    "posture": (0.15, "A11"),
    "spending": (0.1, "A11"),
    "briefed": (0.05, "A11"),
    "observers": (0.05, "A11"),
    "mission mandated": (0.75, "P7"),
    "suspended": (0.75, "P9"),
    "founded": (0.7, "A14"),
    "left group": (0.7, "A1"),
    "fighting resumed": (0.65, "N2"),
    "admitted": (0.6, "A1"),
    "restored": (0.5, "P9"),
    "dissolved": (0.5, "A14"),
    "mission ended": (0.4, "P7"),
    "troops withdrawn": (0.35, "P7"),
    "text amended": (0.3, "A1"),
    "troops pledged": (0.25, "P7"),
    "mission led": (0.2, "P7"),
    "exercise announced": (0.05, "P5"),
    "agreement ratified": (0.05, "A3"),
    "offence": (0.6, "A4"),
    "annex revealed": (0.7, "A7"),
    "breach found": (0.6, "A4"),
    "breach": (0.3, "A4"),
    "contested": (0.3, "A4"),
    "contest settled": (0.15, "A4"),
    "promise broken": (0.35, "A3"),
    "promise kept": (0.1, "A3"),
    "vouched": (0.1, "N1"),
    "text passed": (0.05, "P9"),
    "violation": (0.6, "A5"),
    "question": (0.35, "A5"),
    "inspection": (0.1, "A5"),
    "doubt": (0.3, "A5"),
    "quota used up": (0.05, "A5"),
    "watched": (0.05, "A5"),
    "leak": (0.5, "A6"),
    "exposed": (0.4, "A6"),
    "secret leak": (0.4, "A6"),
    "shared": (0.05, "P6"),
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


@dataclass(frozen=True)
class Scene:
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


def cells(mask: Bools) -> Iterator[tuple[int, ...]]:
    """The places where a mask holds, as plain numbers."""
    for place in zip(*np.nonzero(mask), strict=True):
        yield tuple(int(index) for index in place)
