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
from sim.sparse import where
from sim.state import CONDUCTED, FREE
from sim.world import World

#: Money and effort by kind of order, which kinds cost their amount, the money of exercises by type.
Prices = tuple[Floats, Floats, Bools, Floats]

#: Prices, which orders are free of effort, the money and effort of nations.
Bill = tuple[Floats, Floats, Bools, Floats, Bools, Floats, Floats]

#: Kinds that need room, as plain numbers.
_HOST, _TABLE = int(OrderKind.HOST), int(OrderKind.TABLE)


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


def _crowd(obs: Observation, orders: Orders, codes: np.ndarray) -> bool:
    """Refuse exercises and texts beyond the free slots, first come by nation and slot.

    Whether there are any.
    """
    free = ((obs["exercise"] == FREE) | (obs["exercise"] >= CONDUCTED)).sum(axis=1)
    crowded = _late_hosts(orders.kind, codes, free)
    at = where((orders.kind == OrderKind.TABLE) & (codes == FINE))
    if len(at[0]):
        late = _late_texts(obs, orders, codes, at)
        codes[tuple(axis[late] for axis in at)] = NO_ROOM
        crowded = crowded or bool(late.any())
    return crowded


@compiled
def _late_hosts(kinds: np.ndarray, codes: np.ndarray, free: Ints) -> bool:
    """Refuse exercises beyond the ``free`` (R,) slots; whether there are any."""
    any_late = False
    for row in range(len(kinds)):
        left = free[row]
        for nation in range(kinds.shape[1]):
            for slot in range(kinds.shape[2]):
                if kinds[row, nation, slot] == _HOST and codes[row, nation, slot] == FINE:
                    left -= 1
                    if left < 0:
                        codes[row, nation, slot] = NO_ROOM
                        any_late = True
    return any_late


def _late_texts(
    obs: Observation, orders: Orders, codes: np.ndarray, at: tuple[np.ndarray, ...]
) -> Bools:
    """(n,) texts for which no slot is left, or no place for the group they would found.

    A text on a table is decided this turn and leaves its slot, unless somebody means to amend it; a
    text that several nations table takes one slot.
    """
    room = np.full(obs.rows, obs.world.dims.T)
    amended = where((orders.kind == OrderKind.AMEND) & (codes != IMPOSSIBLE))
    kept = np.zeros((obs.rows, obs.world.dims.T), bool)
    kept[amended[0], orders.target[amended]] = True
    room -= kept.sum(axis=1)
    new = obs.world.matters.group[orders.arg[at]] < 0
    if (np.bincount(at[0], minlength=obs.rows) <= room).all() and not new.any():
        return np.zeros(len(new), bool)
    matter = (at[0] * 4096 + orders.target[at]) * 4096 + orders.arg[at]
    late = _rank(at[0], matter) >= room[at[0]]
    if new.any():
        places = obs.free_places.sum(axis=1)
        late[new] |= _rank(at[0][new], matter[new]) >= places[at[0][new]]
    return np.asarray(late)


def _rank(rows: np.ndarray, key: np.ndarray) -> np.ndarray:
    """(n,) how many other things of the same row came before, equal keys being one thing."""
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    begun = rows[first[order]]
    place = np.empty(len(first), np.intp)
    place[order] = np.arange(len(first)) - np.searchsorted(begun, begun, side="left")
    return np.asarray(place[which])
