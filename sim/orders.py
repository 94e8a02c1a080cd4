"""What seats put in: offers and replies in talks, then sealed orders. Arrays and plain words.

People, files and records use words (``words``); rules and policies use arrays (``Moves``);
``encode`` and ``decode`` turn one into the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np

from sim.axes import Bools, Dims, Floats
from sim.errors import OrderFault, UnknownName
from sim.world import World


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


def scopes(world: World) -> tuple[str, ...]:
    """Names of the scopes of an exercise: programmes, then groups, then the host's partners."""
    return (*world.programmes.ids, *world.groups.ids, "partners")


def _targets(world: World, kind: OrderKind) -> Sequence[str]:
    axis = TARGET[kind]
    if axis == "P":
        return world.programmes.ids
    if axis == "N":
        return world.iso
    if axis == "scope":
        return scopes(world)
    return [str(slot) for slot in range(world.dims.X)]


def _args(world: World, kind: OrderKind) -> Sequence[str]:
    if kind is OrderKind.ADVANCE:
        return world.programmes.steps
    if kind is OrderKind.HOST:
        return world.exercises.ids
    if kind is OrderKind.DENOUNCE:
        return world.agreements.ids
    if kind is OrderKind.TABLE:
        return [f"{word} {p}" for p in world.programmes.ids for word in TEXT_WORDS]
    if kind is OrderKind.AID:
        return world.programmes.ids
    return ()


def decode(world: World, moves: Moves, row: int = 0) -> dict[str, dict[str, Any]]:
    """One row's moves as words, by nation; nations that did nothing are left out.

    ``encode`` gives the very arrays back, but for rounds of talks at the end in which nobody spoke.
    """
    seats: dict[str, dict[str, Any]] = {}

    def seat(nation: int) -> dict[str, Any]:
        return seats.setdefault(world.iso[nation], {})

    for number, (offers, replies) in enumerate(moves.talks):
        for i, slot in zip(*np.nonzero(offers.to[row] >= 0), strict=True):
            to, kind = int(offers.to[row, i, slot]), int(offers.kind[row, i, slot])
            words = {"to": world.iso[to], "kind": world.agreements.ids[kind]}
            seat(i).setdefault("offers", []).append({"round": number, "slot": int(slot), **words})
            answer = int(replies.answer[row, i, slot])
            if answer:
                words = {"from": world.iso[i], "answer": ANSWER_WORDS[answer]}
                reply = {"round": number, "slot": int(slot), **words}
                seat(to).setdefault("replies", []).append(reply)
    orders = moves.orders
    for i, slot in zip(*np.nonzero(orders.kind[row]), strict=True):
        given = seat(i).setdefault("orders", [])
        kind_of = OrderKind(int(orders.kind[row, i, slot]))
        order: dict[str, Any] = {"do": kind_of.name.lower()}
        if TARGET[kind_of]:
            order["target"] = _targets(world, kind_of)[int(orders.target[row, i, slot])]
        if _args(world, kind_of):
            order["what"] = _args(world, kind_of)[int(orders.arg[row, i, slot])]
        if orders.amount[row, i, slot]:
            order["amount"] = float(orders.amount[row, i, slot])
        if slot != len(given):
            order["slot"] = int(slot)
        given.append(order)
    for name, table, words_of in _answers(orders):
        for i, slot in zip(*np.nonzero(table[row]), strict=True):
            seat(i).setdefault(name, {})[str(slot)] = words_of[int(table[row, i, slot])]
    return {iso: seats[iso] for iso in world.iso if iso in seats}


def _answers(orders: Orders) -> tuple[tuple[str, np.ndarray, Mapping[int, str]], ...]:
    return (
        ("attend", orders.attend, YES_WORDS),
        ("votes", orders.vote, VOTE_WORDS),
        ("honour", orders.honour, YES_WORDS),
    )


def encode(world: World, seats: Mapping[str, Mapping[str, Any]]) -> Moves:
    """Words to one row of arrays. Raises ``OrderFault`` or ``UnknownName`` naming the order.

    There is always one round of talks at least. An offer or an order goes to its ``slot``,
    without one to that of its place in the list.
    """
    dims = world.dims
    count = 1 + max(
        (int(o.get("round", 0)) for s in seats.values() for o in s.get("offers", ())), default=0
    )
    talks = tuple((Offers.none(dims, 1), Replies.none(dims, 1)) for _ in range(count))
    orders = Orders.none(dims, 1)
    for iso, seat in seats.items():
        for place, offer in enumerate(seat.get("offers", ())):
            _encode_offer(world, talks, world.nation(iso), place, offer)
    for iso, seat in seats.items():  # only now: a reply must find the offer that it answers
        i = world.nation(iso)
        for place, reply in enumerate(seat.get("replies", ())):
            _encode_reply(world, talks, i, place, reply)
        for place, order in enumerate(seat.get("orders", ())):
            _encode_order(world, orders, i, place, order)
        for name, table, words_of in _answers(orders):
            codes = {word: code for code, word in words_of.items()}
            for slot, word in seat.get(name, {}).items():
                where = f"{iso}: {name}: slot {slot}"
                if not str(slot).isdigit() or int(slot) >= table.shape[2]:
                    raise OrderFault(f"{where}: there are slots 0 to {table.shape[2] - 1}")
                if word not in codes:
                    raise UnknownName("answer", str(word), codes, where)
                table[0, i, int(slot)] = codes[word]
    return Moves(talks, orders)


def _encode_offer(
    world: World,
    talks: tuple[tuple[Offers, Replies], ...],
    nation: int,
    place: int,
    offer: Mapping[str, Any],
) -> None:
    where = f"{world.iso[nation]}: offer {place + 1}"
    offers = talks[int(offer.get("round", 0))][0]
    slot = int(offer.get("slot", place))
    if not 0 <= slot < world.dims.O:
        raise OrderFault(f"{where}: a nation makes at most {world.dims.O} offers a round")
    offers.to[0, nation, slot] = world.nation(str(offer.get("to", "")), where)
    offers.kind[0, nation, slot] = _find(
        "type of agreement", offer, "kind", world.agreements.ids, where
    )


def _encode_reply(
    world: World,
    talks: tuple[tuple[Offers, Replies], ...],
    nation: int,
    place: int,
    reply: Mapping[str, Any],
) -> None:
    where = f"{world.iso[nation]}: reply {place + 1}"
    proposer = world.nation(str(reply.get("from", "")), where)
    number, slot = int(reply.get("round", 0)), int(reply.get("slot", 0))
    if number >= len(talks) or talks[number][0].to[0, proposer, slot] != nation:
        raise OrderFault(f"{where}: {world.iso[proposer]} made no such offer to answer")
    codes = {word: code for code, word in ANSWER_WORDS.items()}
    answer = str(reply.get("answer"))
    if answer not in codes:
        raise UnknownName("answer", answer, codes, where)
    talks[number][1].answer[0, proposer, slot] = codes[answer]


def _encode_order(
    world: World, orders: Orders, nation: int, place: int, order: Mapping[str, Any]
) -> None:
    where = f"{world.iso[nation]}: order {place + 1}"
    slot = int(order.get("slot", place))
    if not 0 <= slot < world.dims.K:
        raise OrderFault(f"{where}: a nation gives at most {world.dims.K} orders a turn")
    if orders.kind[0, nation, slot]:
        raise OrderFault(f"{where}: slot {slot} has an order already")
    names = [kind.name.lower() for kind in OrderKind if kind]
    word = str(order.get("do", ""))
    if word not in names:
        raise UnknownName("order", word, names, where)
    kind = OrderKind[word.upper()]
    orders.kind[0, nation, slot] = kind
    if TARGET[kind]:
        targets = _targets(world, kind)
        orders.target[0, nation, slot] = _find("target", order, "target", targets, where)
    else:
        orders.target[0, nation, slot] = 0  # as policies leave it: an order of one choice only
    if _args(world, kind):
        orders.arg[0, nation, slot] = _find("choice", order, "what", _args(world, kind), where)
    amount = order.get("amount", 0.0)
    if not isinstance(amount, int | float) or not 0 <= amount < 4096:
        raise OrderFault(f"{where}: amount {amount!r} is not a number from 0 to 4095")
    orders.amount[0, nation, slot] = amount


def _find(what: str, words: Mapping[str, Any], key: str, valid: Sequence[str], where: str) -> int:
    name = str(words.get(key, ""))
    if name not in valid:
        raise UnknownName(what, name, valid, where)
    return list(valid).index(name)
