"""What seats put in: offers and replies in talks, then sealed orders. Arrays and plain words.

Rules and policies use these arrays; people, files and records use words (``sim.notation``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import TypeVar

import numpy as np

from sim.axes import Bools, Dims, Floats


class OrderKind(IntEnum):
    """Orders a nation can give alone. Prices and texts are in the catalogue (orders.toml)."""

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
    TABLE = 10  # target: nation, arg: kind of text
    AID = 11  # target: nation, arg: programme, amount: $m
    PUBLISH = 12  # amount: openness 0..1
    DIALOGUE = 13  # target: nation


#: Which axis an order's target runs over.
TARGET: Mapping[OrderKind, str] = {
    OrderKind.APPLY: "P",
    OrderKind.ADVANCE: "P",
    OrderKind.DEPTH: "P",
    OrderKind.HOLD: "P",
    OrderKind.RESUME: "P",
    OrderKind.WITHDRAW: "P",
    OrderKind.HOST: "scope",
    OrderKind.CANCEL: "X",
    OrderKind.DENOUNCE: "N",
    OrderKind.TABLE: "N",
    OrderKind.AID: "N",
    OrderKind.PUBLISH: "",
    OrderKind.DIALOGUE: "N",
}

#: Kinds of text on a sponsor's table, per programme: ``2 * programme + kind``.
INVITE, ACCEDE = 0, 1
TEXT_WORDS = ("invite", "accede")

ACCEPT, SILENT, REFUSE = 1, 0, -1
ANSWER_WORDS = {ACCEPT: "accept", REFUSE: "refuse"}
YES_WORDS = {1: "yes", -1: "no"}
VOTE_WORDS = {1: "support", -1: "block"}


@dataclass(frozen=True, slots=True)
class Offers:
    """Offers of one round of talks, in the proposers' slots."""

    to: np.ndarray  # (R, N, O) int16 nation, -1 empty
    kind: np.ndarray  # (R, N, O) int8 type of agreement

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Offers:
        """No offers."""
        shape = dims.shape("RNO", rows)
        return cls(np.full(shape, -1, np.int16), np.zeros(shape, np.int8))


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


@dataclass(frozen=True, slots=True)
class Moves:
    """All that all seats did in one turn: rounds of talks, then orders."""

    talks: tuple[tuple[Offers, Replies], ...]
    orders: Orders

    @classmethod
    def none(cls, dims: Dims, rows: int) -> Moves:
        """A turn in which nobody said anything."""
        return cls((), Orders.none(dims, rows))

    def take(self, rows: slice) -> Moves:
        """The moves of some rows."""
        talks = tuple((_take(o, rows), _take(r, rows)) for o, r in self.talks)
        return Moves(talks, _take(self.orders, rows))


def _take(part: Part, rows: slice) -> Part:
    return type(part)(*(getattr(part, f.name)[rows] for f in fields(part)))
