"""How moves are written: in words, for people, files and records; arrays for rules and policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.errors import OrderFault, UnknownName
from sim.orders import (
    ANNEX_WORDS,
    ANSWER_WORDS,
    ARGUMENT,
    MOST_BALANCE,
    MOST_YEARS,
    PROMISE_WORDS,
    TARGET,
    VERIFICATION_WORDS,
    VOTE_WORDS,
    YES_WORDS,
    Moves,
    Offers,
    OrderKind,
    Orders,
    Replies,
)
from sim.world import World

#: More rounds of talks than a turn can hold.
ROUNDS = 32

Talks = tuple[tuple[Offers, Replies], ...]
Words = Mapping[str, Any]

#: Terms of an offer: words by code, or the least and the most of a number. A term that is not named
#: is that of a plain offer.
_TERMS: Mapping[str, Sequence[str] | range] = {
    "verification": VERIFICATION_WORDS,
    "annex": ANNEX_WORDS,
    "balance": range(-MOST_BALANCE, MOST_BALANCE + 1),
    "years": range(MOST_YEARS + 1),
    "give": PROMISE_WORDS,
    "ask": PROMISE_WORDS,
}
_TERM_NAMES = tuple(_TERMS)

_KEYS = {
    "seat": ("offers", "replies", "orders", "attend", "votes", "honour"),
    "offer": ("round", "slot", "to", "kind", *_TERM_NAMES),
    "reply": ("round", "slot", "from", "answer"),
    "order": ("do", "target", "what", "amount", "slot"),
}


def scopes(world: World) -> tuple[str, ...]:
    """Names of the scopes of an exercise: programmes, then groups, then the host's partners."""
    return (*world.programmes.ids, *world.groups.ids, "partners")


def _targets(world: World, kind: OrderKind) -> Sequence[str]:
    return names_of(world, TARGET[kind])


def _args(world: World, kind: OrderKind) -> Sequence[str]:
    return names_of(world, ARGUMENT.get(kind, ""))


def names_of(world: World, axis: str | tuple[str, ...]) -> Sequence[str]:
    """The names of what an order's target or argument chooses from; words stand for themselves."""
    if not isinstance(axis, str):
        return axis
    named: Mapping[str, Sequence[str]] = {
        "": (),
        "P": world.programmes.ids,
        "S": world.programmes.steps,
        "N": world.iso,
        "A": world.agreements.ids,
        "E": world.exercises.ids,
        "G": world.groups.ids,
        "I": world.instruments,
        "matter": world.matters.names,
        "scope": scopes(world),
    }
    if axis in named:
        return named[axis]
    return [str(slot) for slot in range(int(getattr(world.dims, axis)))]


def decode(world: World, moves: Moves, row: int = 0) -> dict[str, dict[str, Any]]:
    """One row's moves as words, by nation; nations that did nothing are left out.

    ``encode`` gives the very arrays back, but for rounds of talks at the end in which nobody spoke.
    """
    seats: dict[str, dict[str, Any]] = {}

    def seat(nation: int) -> dict[str, Any]:
        return seats.setdefault(world.iso[nation], {})

    for number, (offers, replies) in enumerate(moves.talks):
        for i, slot in zip(*np.nonzero(offers.to[row] >= 0), strict=True):
            to = int(offers.to[row, i, slot])
            words = {"to": world.iso[to], **terms_of(world, offers, (row, int(i), int(slot)))}
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


def terms_of(world: World, offers: Offers, at: tuple[int, int, int]) -> dict[str, Any]:
    """The type of one offer (row, proposer, slot), and its terms that differ from a plain one's."""
    words: dict[str, Any] = {"kind": world.agreements.ids[int(offers.kind[at])]}
    for name, valid in _TERMS.items():
        code = int(getattr(offers, name)[at])
        if code:
            words[name] = code if isinstance(valid, range) else valid[code]
    return words


def _answers(orders: Orders) -> tuple[tuple[str, np.ndarray, Mapping[int, str]], ...]:
    return (
        ("attend", orders.attend, YES_WORDS),
        ("votes", orders.vote, VOTE_WORDS),
        ("honour", orders.honour, YES_WORDS),
    )


def encode(world: World, seats: Mapping[str, Words]) -> Moves:
    """Words to one row of arrays. Raises ``OrderFault`` or ``UnknownName`` naming the order.

    There is always one round of talks at least. An offer or an order goes to its ``slot``,
    without one to that of its place in the list.
    """
    dims = world.dims
    nations = {iso: world.nation(iso) for iso in seats}
    for iso, seat in seats.items():
        _keys("seat", seat, iso)
    offers = [
        (nations[iso], *item) for iso, seat in seats.items() for item in _each(seat, "offer", iso)
    ]
    rounds = 1 + max((_whole(o, "round", ROUNDS, where) for _, where, _, o in offers), default=0)
    talks = tuple((Offers.none(dims, 1), Replies.none(dims, 1)) for _ in range(rounds))
    orders = Orders.none(dims, 1)
    for nation, where, place, offer in offers:
        _encode_offer(world, talks, (nation, where, place), offer)
    for iso, seat in seats.items():  # only now: a reply must find the offer that it answers
        for where, _, reply in _each(seat, "reply", iso):
            _encode_reply(world, talks, nations[iso], where, reply)
        for where, place, order in _each(seat, "order", iso):
            _encode_order(world, orders, (nations[iso], where, place), order)
        _encode_answers(orders, nations[iso], iso, seat)
    return Moves(talks, orders)


def _each(seat: Words, what: str, iso: str) -> list[tuple[str, int, Words]]:
    """(where, place, words) of each offer, reply or order of a seat."""
    key = {"offer": "offers", "reply": "replies", "order": "orders"}[what]
    items = seat.get(key, ())
    if not isinstance(items, list | tuple):
        raise OrderFault(f"{iso}: {key} is not a list")
    found = [(f"{iso}: {what} {place + 1}", place, item) for place, item in enumerate(items)]
    for where, _, item in found:
        _keys(what, item, where)
    return found


def _keys(what: str, words: object, where: str) -> None:
    if not isinstance(words, Mapping):
        raise OrderFault(f"{where}: {words!r} is not an object with names and values")
    for key in words:
        if key not in _KEYS[what]:
            raise UnknownName("key", str(key), _KEYS[what], where)


def _whole(words: Words, key: str, limit: int, where: str, default: int = 0) -> int:
    """A whole number from 0 to below ``limit``."""
    value = words.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < limit:
        raise OrderFault(f"{where}: {key} {value!r} is not a whole number from 0 to {limit - 1}")
    return value


def _encode_offer(world: World, talks: Talks, at: tuple[int, str, int], offer: Words) -> None:
    nation, where, place = at
    offers = talks[_whole(offer, "round", ROUNDS, where)][0]
    slot = _whole(offer, "slot", world.dims.O, where, place)
    if offers.to[0, nation, slot] >= 0:
        raise OrderFault(f"{where}: slot {slot} has an offer already")
    partner = world.nation(str(offer.get("to", "")), where)
    if partner == nation:
        raise OrderFault(f"{where}: a nation makes no offer to itself")
    offers.to[0, nation, slot] = partner
    kinds = world.agreements.ids
    offers.kind[0, nation, slot] = _find("type of agreement", offer, "kind", kinds, where)
    for name, valid in _TERMS.items():
        if name in offer:
            getattr(offers, name)[0, nation, slot] = _term(name, valid, offer, where)


def _term(name: str, valid: Sequence[str] | range, offer: Words, where: str) -> int:
    """The code of one term of an offer."""
    if not isinstance(valid, range):
        return _find(name, offer, name, valid, where)
    value = offer[name]
    if isinstance(value, bool) or not isinstance(value, int) or value not in valid:
        ends = f"{valid[0]} to {valid[-1]}"
        raise OrderFault(f"{where}: {name} {value!r} is not a whole number from {ends}")
    return value


def _encode_reply(world: World, talks: Talks, nation: int, where: str, reply: Words) -> None:
    proposer = world.nation(str(reply.get("from", "")), where)
    number = _whole(reply, "round", ROUNDS, where)
    slot = _whole(reply, "slot", world.dims.O, where)
    if number >= len(talks) or talks[number][0].to[0, proposer, slot] != nation:
        raise OrderFault(f"{where}: {world.iso[proposer]} made no such offer to answer")
    codes = {word: code for code, word in ANSWER_WORDS.items()}
    answer = str(reply.get("answer"))
    if answer not in codes:
        raise UnknownName("answer", answer, codes, where)
    talks[number][1].answer[0, proposer, slot] = codes[answer]


def _encode_order(world: World, orders: Orders, at: tuple[int, str, int], order: Words) -> None:
    nation, where, place = at
    slot = _whole(order, "slot", world.dims.K, where, place)
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
    number = isinstance(amount, int | float) and not isinstance(amount, bool)
    if not number or not 0 <= amount < 4096:
        raise OrderFault(f"{where}: amount {amount!r} is not a number from 0 to 4095")
    orders.amount[0, nation, slot] = amount


def _encode_answers(orders: Orders, nation: int, iso: str, seat: Words) -> None:
    for name, table, words_of in _answers(orders):
        codes = {word: code for code, word in words_of.items()}
        answers = seat.get(name, {})
        if not isinstance(answers, Mapping):
            raise OrderFault(f"{iso}: {name} is not an object of slots and answers")
        slots = {str(slot): slot for slot in range(table.shape[2])}
        for key, word in answers.items():
            where = f"{iso}: {name}: slot {key}"
            if str(key) not in slots:
                raise OrderFault(f"{where}: there are slots 0 to {table.shape[2] - 1}")
            if word not in codes:
                raise UnknownName("answer", str(word), codes, where)
            table[0, nation, slots[str(key)]] = codes[word]


def _find(what: str, words: Words, key: str, valid: Sequence[str], where: str) -> int:
    name = str(words.get(key, ""))
    if name not in valid:
        raise UnknownName(what, name, valid, where)
    return list(valid).index(name)
