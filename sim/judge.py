"""Which orders stand: what is possible, in the order of slots what is paid, and what finds room."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.compiled import compiled
from sim.legal import (
    FINE,
    IMPOSSIBLE,
    NO_EFFORT,
    NO_MONEY,
    NO_ROOM,
    PAID_BY_AMOUNT,
    Menu,
    Words,
    budget,
    choices,
    flat,
    menu_of,
)
from sim.observe import Observation
from sim.orders import OrderKind, Orders
from sim.possible.option import Cells
from sim.state import CONDUCTED, FREE
from sim.world import World

#: Money and effort by kind of order, which kinds cost their amount, the money of exercises by type.
Prices = tuple[Floats, Floats, Bools, Floats]

#: Prices, which orders are free of effort, the money and effort of nations.
Bill = tuple[Floats, Floats, Bools, Floats, Bools, Floats, Floats]

#: Kinds that need room, as plain numbers.
_HOST, _TABLE, _AMEND = (int(k) for k in (OrderKind.HOST, OrderKind.TABLE, OrderKind.AMEND))


def judge(obs: Observation, orders: Orders, promised: Bools | None = None) -> np.ndarray:
    """(R, N, K) int8: 0 for orders that stand, else why not. ``obs`` must be everyone's.

    Orders are paid in the order of their slots; a refused order costs nothing. What was
    ``promised`` in talks costs no effort any more.
    """
    menu, world = menu_of(obs), obs.world
    shape = world.dims.shape("RNK", obs.rows)
    words = (orders.kind, orders.target, orders.arg, orders.amount)
    if any(word.shape != shape for word in words):  # loops do not look whether a place is there
        raise ValueError(f"orders of {[word.shape for word in words]}, not of {shape}")
    codes = np.zeros(shape, np.int8)
    for kind, place, cells in _doubtful(menu, words, codes):
        codes.reshape(-1)[place[~menu.allows(kind, cells)]] = IMPOSSIBLE
    free, means = np.zeros((0, 0, 0), bool) if promised is None else promised, budget(obs)
    bill = (*_prices(world), free, means.money, means.effort)
    _pay(words, codes, bill, False)
    if _crowd(obs, orders, codes):  # what found no room costs nothing: others may stand after all
        _pay(words, codes, bill, True)
    return codes


def _doubtful(
    menu: Menu, words: Words, codes: np.ndarray
) -> Iterator[tuple[OrderKind, np.ndarray, Cells]]:
    """The orders of each kind that may not be possible, and their places in the flat (R, N, K).

    Those with a target or choice beyond its table are left out, and marked in ``codes``.
    """
    kinds, targets, arguments, amounts = words = flat(words)
    places = _not_granted(words, flat(menu.granted), _sizes(menu.obs.world), codes.reshape(-1))
    given = kinds.take(places)
    for kind in np.unique(given).tolist():
        place = places[given == kind]
        row, nation, _ = np.unravel_index(place, codes.shape)
        target, arg = (word.take(place).astype(np.intp) for word in (targets, arguments))
        yield OrderKind(kind), place, Cells(row, nation, target, arg, amounts.take(place))


def _sizes(world: World) -> Ints:
    """(kinds, 2) how many targets an order of each kind has, and how many choices, 0 for none."""

    def make() -> Ints:
        known = [(0, 0), *(choices(world, kind) for kind in OrderKind if kind)]
        return np.array([(*sizes, 0)[:2] for sizes in known])

    return fixed(world, "choices", make)


def _prices(world: World) -> Prices:
    """What orders of each kind cost, and exercises of each type."""
    table = world.order_kinds

    def make() -> Bools:
        return np.array([kind in PAID_BY_AMOUNT for kind in range(len(table.money))])

    return table.money, table.effort, fixed(world, "paid by amount", make), world.exercises.money


@compiled
def _not_granted(words: Words, granted: Words, sizes: Ints, codes: np.ndarray) -> Ints:
    """(n,) places of orders (R * N * K,) other than those found possible before.

    ``sizes`` (kinds, 2) as in ``_sizes``; what is beyond them is marked in ``codes`` (R * N * K,).
    """
    kinds, targets, arguments, amounts = words
    known, goals, picks, sums = granted
    places = np.empty(len(kinds), np.intp)
    count = 0
    for at in range(len(kinds)):
        kind, target, pick = kinds[at], targets[at], arguments[at]
        if kind == 0:
            continue
        there = 0 <= kind < len(sizes) and 0 <= target < sizes[kind, 0]
        same = known[at] == kind and goals[at] == target and picks[at] == pick
        if not there or (sizes[kind, 1] > 0 and not 0 <= pick < sizes[kind, 1]):
            codes[at] = IMPOSSIBLE
        elif not same or sums[at] != amounts[at]:
            places[count] = at
            count += 1
    return places[:count]


@compiled
def _pay(words: Words, codes: np.ndarray, bill: Bill, again: bool) -> None:
    """Refuse what money or effort do not reach for, slot by slot.

    ``bill`` is what orders cost, which of them (R or 0, N, K) cost no effort, and the money and
    effort (R, N) there are. ``again``: what they did not reach for is looked at once more, but for
    what needs room.
    """
    kinds, _, arguments, amounts = words
    money, effort, by_amount, exercise, free, purse, strength = bill
    for row in range(len(kinds)):
        for nation in range(kinds.shape[1]):
            left, able = purse[row, nation], strength[row, nation]
            for slot in range(kinds.shape[2]):
                kind, code = kinds[row, nation, slot], codes[row, nation, slot]
                if kind == 0:
                    continue
                poor = code in (NO_MONEY, NO_EFFORT) and kind not in (_HOST, _TABLE)
                if code != FINE and not (again and poor):
                    continue
                price, work = money[kind], effort[kind]
                if kind == _HOST:
                    price += exercise[arguments[row, nation, slot]]
                elif by_amount[kind]:
                    price += amounts[row, nation, slot]
                if len(free) > 0 and free[row, nation, slot]:
                    work = 0.0
                if price > left:
                    codes[row, nation, slot] = NO_MONEY
                elif work > able:
                    codes[row, nation, slot] = NO_EFFORT
                else:
                    codes[row, nation, slot] = FINE
                    left -= price
                    able -= work


def room(obs: Observation) -> tuple[Ints, Ints]:
    """(R,) each: free slots for exercises, and free places for new groups."""
    free = ((obs["exercise"] == FREE) | (obs["exercise"] >= CONDUCTED)).sum(axis=1)
    return free, obs.free_places.sum(axis=1)


def _crowd(obs: Observation, orders: Orders, codes: np.ndarray) -> bool:
    """Refuse exercises and texts beyond the free slots, first come by nation and slot.

    Whether there are any. A text on a table is decided this turn and leaves its slot, unless
    somebody means to amend it; a text that several nations table takes one slot.
    """
    exercises, places = room(obs)
    words = (orders.kind, orders.target, orders.arg)
    slots = (exercises, obs.world.dims.T, places)
    founds = obs.world.matters.group < 0
    return bool(_refuse_late(words, founds, slots, codes))


@compiled
def _refuse_late(
    words: tuple[np.ndarray, np.ndarray, np.ndarray],
    founds: Bools,
    slots: tuple[Ints, int, Ints],
    codes: np.ndarray,
) -> bool:
    """As ``_crowd``: so many ``slots`` there are for exercises (R,), texts and new groups (R,).

    ``words`` (R, N, K) are kinds, targets and arguments; ``founds`` are the matters of texts that
    found a group, which needs a place.
    """
    (kinds, targets, matters), (exercises, texts, places) = words, slots
    rows, nations, most = kinds.shape
    came, any_late = np.empty((2, nations * most), np.int64), False
    for row in range(rows):
        left = exercises[row]
        room = texts - _amended(kinds[row], targets[row], codes[row], texts)
        heard = founded = 0  # texts so far, and those of them that found a group
        for nation in range(nations):
            for slot in range(most):
                kind, late = kinds[row, nation, slot], False
                if kind not in (_HOST, _TABLE) or codes[row, nation, slot] != FINE:
                    continue
                if kind == _HOST:
                    left -= 1
                    late = left < 0
                else:
                    matter, first = matters[row, nation, slot], 0
                    text = int(targets[row, nation, slot]) * 4096 + matter
                    while first < heard and came[0, first] != text:
                        first += 1
                    if first == heard:
                        came[0, first], came[1, first] = text, founded
                        heard += 1
                        founded += founds[matter]
                    late = first >= room or (founds[matter] and came[1, first] >= places[row])
                if late:
                    codes[row, nation, slot] = NO_ROOM
                    any_late = True
    return any_late


@compiled
def _amended(kinds: np.ndarray, targets: np.ndarray, codes: np.ndarray, texts: int) -> int:
    """How many texts on the tables of a run somebody means to amend."""
    kept, count = np.zeros(texts, np.bool_), 0
    for nation in range(len(kinds)):
        for slot in range(kinds.shape[1]):
            if kinds[nation, slot] == _AMEND and codes[nation, slot] != IMPOSSIBLE:
                count += not kept[targets[nation, slot]]
                kept[targets[nation, slot]] = True
    return count
