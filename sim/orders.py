"""What seats put in: offers and replies in talks, then sealed orders. Arrays and plain words.

Rules and policies use these arrays; people, files and records use words (``sim.notation``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from sim.axes import Bools, Dims, Floats, Ints
from sim.compiled import to_read
from sim.listed import by_kind

if TYPE_CHECKING:
    from sim.deeds import Deed


class OrderKind(IntEnum):
    """Orders a nation can give alone. Prices and texts are in the catalogue (orders/)."""

    NONE = 0
    APPLY = 1  # target: programme
    ADVANCE = 2  # target: programme, arg: step of its ladder
    DEPTH = 3  # target: programme, amount: declared depth 0..1
    HOLD = 4  # target: programme
    RESUME = 5  # target: programme
    WITHDRAW = 6  # target: programme
    HOST = 7  # target: scope, arg: type of exercise
    CANCEL = 8  # target: exercise slot
    DENOUNCE = 9  # target: nation, arg: type of agreement
    TABLE = 10  # target: nation, arg: matter
    AID = 11  # target: nation, arg: programme, amount: $m
    PUBLISH = 12  # amount: openness 0..1
    DIALOGUE = 13  # target: nation
    # reform (P4, P3)
    REFORM = 14  # target: instrument of civil control, amount: $m
    ADOPT = 15  # amount: $m spent on adopting standards
    # intelligence (P6, A6)
    SHARE = 16  # target: nation that is told
    LEAK = 17  # target: nation whose secret is let out, arg: nation that told it
    ATTRIBUTE = 18  # target: nation accused of the incident
    # verification (A5, A11)
    INSPECT = 19  # target: nation
    WATCH = 20  # target: nation watched by satellite
    QUERY = 21  # target: nation asked about an unusual activity
    BRIEF = 22  # target: neighbour told beforehand of the nation's activities
    OBSERVERS = 23  # invite observers to the nation's own activities of the turn
    # arms (A11, A8)
    SPEND = 24  # arg: cut or raise, amount: share of spending a year
    POSTURE = 25  # amount: how offensive, 0..1
    MANOEUVRE = 26  # arg: how it is declared, amount: true size in thousands
    TRANSFER = 27  # target: nation, arg: terms of use, amount: $m
    RETRANSFER = 28  # target: nation, arg: nation that supplied under end-use terms
    LEVERAGE = 29  # target: client that is pressed
    RESIST = 30  # target: supplier whose pressure is resisted
    BASE = 31  # target: host nation, amount: thousands of troops (0: leave)
    EVICT = 32  # target: nation whose forces are asked to leave
    # crisis (A12, P8, A10)
    ESCALATE = 33  # target: nation
    DEESCALATE = 34  # target: nation
    HOTLINE = 35  # target: nation
    MEDIATE = 36  # target: one party of a dispute, arg: the other
    CONSULT = 37  # target: nation that threatens
    INVOKE = 38  # target: nation that attacked: call on the allies
    # law and life of agreements (A3, A4, A7)
    BREACH = 39  # target: nation, arg: type of agreement (covert)
    CONTEST = 40  # target: nation, arg: type of agreement whose meaning is disputed
    RENEW = 41  # target: nation, arg: type of agreement
    RATIFY = 42  # target: nation, arg: type of agreement put to parliament now
    # groups (A1, A14, P7)
    AMEND = 43  # target: slot of a text, arg: amendment
    QUIT = 44  # target: group
    # missions (P7)
    DEPLOY = 45  # target: mission slot, amount: thousands of troops
    RECALL = 46  # target: mission slot
    LEAD = 47  # target: mission slot
    # hybrid (P15)
    PRESS = 48  # target: nation, arg: means (covert)
    # diplomacy (N1)
    VOUCH = 49  # target: nation vouched for, arg: nation that is told


#: Which axis an order's target runs over: a letter of ``sim.axes``, "scope" (of an exercise) or "".
_TARGET: Mapping[OrderKind, str] = {
    OrderKind.APPLY: "P",
    OrderKind.ADVANCE: "P",
    OrderKind.DEPTH: "P",
    OrderKind.HOLD: "P",
    OrderKind.RESUME: "P",
    OrderKind.WITHDRAW: "P",
    OrderKind.HOST: "scope",
    OrderKind.CANCEL: "X",
    OrderKind.PUBLISH: "",
    OrderKind.REFORM: "I",
    OrderKind.ADOPT: "",
    OrderKind.OBSERVERS: "",
    OrderKind.SPEND: "",
    OrderKind.POSTURE: "",
    OrderKind.MANOEUVRE: "",
    OrderKind.AMEND: "T",
    OrderKind.QUIT: "G",
    OrderKind.DEPLOY: "Q",
    OrderKind.RECALL: "Q",
    OrderKind.LEAD: "Q",
}
TARGET: Mapping[OrderKind, str] = {k: _TARGET.get(k, "N") for k in OrderKind if k}

#: What an order's ``arg`` chooses from: an axis or table by its letter ("S" steps, "E" types of
#: exercise, "A" types of agreement, "P" programmes, "N" nations, "matter" of a text), or words.
ARGUMENT: Mapping[OrderKind, str | tuple[str, ...]] = {
    OrderKind.ADVANCE: "S",
    OrderKind.HOST: "E",
    OrderKind.DENOUNCE: "A",
    OrderKind.TABLE: "matter",
    OrderKind.AID: "P",
    OrderKind.LEAK: "N",
    OrderKind.SPEND: ("cut", "raise"),
    OrderKind.MANOEUVRE: ("declared", "understated", "undeclared"),
    OrderKind.TRANSFER: ("end-use", "free"),
    OrderKind.RETRANSFER: "N",
    OrderKind.MEDIATE: "N",
    OrderKind.BREACH: "A",
    OrderKind.CONTEST: "A",
    OrderKind.RENEW: "A",
    OrderKind.RATIFY: "A",
    OrderKind.AMEND: ("delay", "limit", "protect"),
    OrderKind.PRESS: ("cyber", "hybrid"),
    OrderKind.VOUCH: "N",
}

#: What an order's ``amount`` is: its unit, and the most that means anything.
AMOUNT: Mapping[OrderKind, tuple[str, float]] = {
    OrderKind.DEPTH: ("0..1", 1.0),
    OrderKind.AID: ("$m", 4095.0),
    OrderKind.PUBLISH: ("0..1", 1.0),
    OrderKind.REFORM: ("$m", 4095.0),
    OrderKind.ADOPT: ("$m", 4095.0),
    OrderKind.SPEND: ("share of spending a year", 0.25),
    OrderKind.POSTURE: ("0..1", 1.0),
    OrderKind.MANOEUVRE: ("thousands of troops", 256.0),
    OrderKind.TRANSFER: ("$m", 4095.0),
    OrderKind.BASE: ("thousands of troops", 64.0),
    OrderKind.DEPLOY: ("thousands of troops", 64.0),
}

#: Kinds of text on a group's table; ``World.matters`` lists what each group may decide.
INVITE, ACCEDE, SUSPEND, ADMIT, MANDATE, FOUND = range(6)
TEXT_WORDS = ("invite", "accede", "suspend", "admit", "mandate", "found")

#: Terms of an offer, in words; the place of a word is its code.
VERIFICATION_WORDS = ("none", "light", "regular", "intrusive")
ANNEX_WORDS = ("none", "published", "secret")
NO_ANNEX, PUBLISHED, SECRET = range(3)
MOST_BALANCE = 2
MOST_YEARS = 50

#: What a side may promise in a package with an agreement.
NOTHING, HOST_THEM, BACK_THEM, AID_THEM, TELL_THEM = range(5)
PROMISE_WORDS = ("nothing", "host", "back", "aid", "share")

ACCEPT, SILENT, REFUSE = 1, 0, -1
ANSWER_WORDS = {ACCEPT: "accept", REFUSE: "refuse"}
YES_WORDS = {1: "yes", -1: "no"}
VOTE_WORDS = {1: "support", -1: "block"}


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers of one round of talks, in the proposers' slots."""

    to: np.ndarray  # (R, N, O) int16 nation, -1 empty
    kind: np.ndarray  # (R, N, O) int8 type of agreement
    verification: np.ndarray  # (R, N, O) int8: 0 none to 3 intrusive
    annex: np.ndarray  # (R, N, O) int8: 0 none, 1 published, 2 secret
    balance: np.ndarray  # (R, N, O) int8, -2..2: positive terms favour the proposer
    years: np.ndarray  # (R, N, O) int8: years until review, 0 for the type's own term
    give: np.ndarray  # (R, N, O) int8: what the proposer promises with it, as ``HOST_THEM`` ...
    ask: np.ndarray  # (R, N, O) int8: what it asks of the other side in return

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Offers:
        """No offers."""
        return cls.blank(dims.shape("RNO", rows))

    @classmethod
    def blank(cls, shape: tuple[int, ...]) -> Offers:
        """No offers, in arrays of this shape."""
        return cls.plain(np.full(shape, -1, np.int16), np.zeros(shape, np.int8))

    @classmethod
    def plain(cls, to: np.ndarray, kind: np.ndarray) -> Offers:
        """Offers without any terms of their own."""
        return cls(to, kind, *np.zeros((6, *to.shape), np.int8))

    def at(self, index: tuple[np.ndarray, ...]) -> dict[str, np.ndarray]:
        """(n,) every column of some offers, by name, as whole numbers."""
        return {f.name: getattr(self, f.name)[index].astype(np.intp) for f in fields(self)}

    def take(self, places: np.ndarray) -> dict[str, np.ndarray]:
        """As ``at``, of places counted through all axes."""
        names = Offers.__dataclass_fields__
        return {name: getattr(self, name).take(places).astype(np.intp) for name in names}


@dataclass(frozen=True, slots=True)
class Replies:
    """Replies to the offers of the same round, in the proposers' slots."""

    answer: np.ndarray  # (R, N, O) int8: 1 accept, 0 silent, -1 refuse

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Replies:
        """No replies."""
        return cls(np.zeros(dims.shape("RNO", rows), np.int8))


@dataclass(frozen=True, slots=True)
class Orders:
    """Sealed orders, and answers to what lies on the table."""

    kind: np.ndarray  # (R, N, K) int8 OrderKind
    target: np.ndarray  # (R, N, K) int16
    arg: np.ndarray  # (R, N, K) int16
    amount: Floats  # (R, N, K)
    attend: np.ndarray  # (R, N, X) int8: 1 come, 0 as said before, -1 stay away
    vote: np.ndarray  # (R, N, T) int8: 1 support, 0 abstain, -1 block
    honour: np.ndarray  # (R, N, C) int8: 1 honour, 0 silent, -1 refuse

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Orders:
        """No orders and no answers: every promise made before is kept."""
        slots = dims.shape("RNK", rows)
        return cls(
            np.zeros(slots, np.int8),
            np.full(slots, -1, np.int16),
            np.zeros(slots, np.int16),
            np.zeros(slots),
            np.zeros(dims.shape("RNX", rows), np.int8),
            np.zeros(dims.shape("RNT", rows), np.int8),
            np.zeros(dims.shape("RNC", rows), np.int8),
        )

    def chosen(self, kind: OrderKind) -> Bools:
        """(R, N, K) slots with this kind of order."""
        return np.asarray(self.kind == kind)


Part = TypeVar("Part", Offers, Replies, Orders)


@dataclass(frozen=True)
class Moves:
    """All that all seats did in one turn: rounds of talks, then orders; and what an umpire did.

    Once orders were looked for by their kind they must not change any more.
    """

    talks: tuple[tuple[Offers, Replies], ...]
    orders: Orders
    umpire: tuple[Deed, ...] = ()  # alike in all rows

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Moves:
        """A turn in which nobody said anything."""
        return cls((), Orders.none(dims, rows))

    def of(self, kind: OrderKind) -> tuple[np.ndarray, ...]:
        """(row, nation, slot) of the orders of a kind, one after the other."""
        (rows, nations, slots), begin = self._listed
        some = slice(begin[kind], begin[kind + 1])
        return rows[some], nations[some], slots[some]

    @cached_property
    def _listed(self) -> tuple[tuple[Ints, ...], list[int]]:
        """Row, nation, slot (n,) of all orders kind by kind, and where each kind begins."""
        found, begin = by_kind(to_read(self.orders.kind))
        return tuple(found), begin.tolist()

    def take(self, rows: slice | Ints) -> Moves:
        """The moves of some rows."""
        talks = tuple((_take(o, rows), _take(r, rows)) for o, r in self.talks)
        return Moves(talks, _take(self.orders, rows), self.umpire)


def _take(part: Part, rows: slice | Ints) -> Part:
    return type(part)(*(getattr(part, f.name)[rows] for f in fields(part)))
