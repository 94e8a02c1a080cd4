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
    budget,
    choices,
    menu_of,
    prices,
)
from sim.observe import Observation
from sim.orders import OrderKind, Orders
from sim.possible.option import Cells
from sim.sparse import where
from sim.state import CONDUCTED, FREE
from sim.world import World

#: Kinds, targets, arguments and amounts of orders (R, N, K).
Words = tuple[np.ndarray, np.ndarray, np.ndarray, Floats]

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
    table = world.order_kinds
    money, effort = (column.take(orders.kind) for column in (table.money, table.effort))
    for kind, place, cells in _by_kind(world, words, codes):
        codes.reshape(-1)[place[~menu.allows(kind, cells)]] = IMPOSSIBLE
        if kind is OrderKind.HOST or kind in PAID_BY_AMOUNT:
            money.reshape(-1)[place], _ = prices(world, kind, cells.arg, cells.amount)
    if promised is not None:
        effort[promised] = 0.0
    means = budget(obs)
    have = (means.money, means.effort)
    _pay(orders.kind, codes, (money, effort), have, False)
    if _crowd(obs, orders, codes):  # what found no room costs nothing: others may stand after all
        _pay(orders.kind, codes, (money, effort), have, True)
    return codes


def _by_kind(
    world: World, words: Words, codes: np.ndarray
) -> Iterator[tuple[OrderKind, np.ndarray, Cells]]:
    """The orders of each kind, and their places in the flat (R, N, K).

    Those with a target or choice beyond its table are left out, and marked in ``codes``.
    """
    listed, amount, ends = _sorted(words, _sizes(world), codes)
    for kind in np.flatnonzero(np.diff(ends)).tolist():
        some = slice(ends[kind], ends[kind + 1])
        place, row, nation, target, arg = listed[:, some]
        yield OrderKind(kind), place, Cells(row, nation, target, arg, amount[some])


def _sizes(world: World) -> Ints:
    """(kinds, 2) how many targets an order of each kind has, and how many choices, 0 for none."""

    def make() -> Ints:
        known = [(0, 0), *(choices(world, kind) for kind in OrderKind if kind)]
        return np.array([(*sizes, 0)[:2] for sizes in known])

    return fixed(world, "choices", make)


@compiled
def _sorted(words: Words, sizes: Ints, codes: np.ndarray) -> tuple[np.ndarray, Floats, np.ndarray]:
    """(5, n) place, row, nation, target and argument of orders kind by kind, (n,) their amounts.

    And (kinds + 1,) where those of each kind begin.
    """
    kinds, targets, arguments, amounts = words
    rows, nations, slots = kinds.shape
    ends = np.zeros(len(sizes) + 1, np.intp)
    for row in range(rows):
        for nation in range(nations):
            for slot in range(slots):
                at = (row, nation, slot)
                kind = kinds[at]
                if kind == 0:
                    continue
                known = 0 <= kind < len(sizes) and 0 <= targets[at] < sizes[kind, 0]
                if known and (sizes[kind, 1] == 0 or 0 <= arguments[at] < sizes[kind, 1]):
                    ends[kind + 1] += 1
                else:
                    codes[at] = IMPOSSIBLE
    for kind in range(len(sizes)):
        ends[kind + 1] += ends[kind]
    cells, sums = np.empty((5, ends[-1]), np.intp), np.empty(ends[-1])
    follows = ends.copy()
    for row in range(rows):
        for nation in range(nations):
            for slot in range(slots):
                at = (row, nation, slot)
                if kinds[at] == 0 or codes[at] != FINE:
                    continue
                k = follows[kinds[at]]
                follows[kinds[at]] += 1
                cells[0, k], cells[1, k] = (row * nations + nation) * slots + slot, row
                cells[2, k], cells[3, k], cells[4, k] = nation, targets[at], arguments[at]
                sums[k] = amounts[at]
    return cells, sums, ends


@compiled
def _pay(
    kinds: np.ndarray,
    codes: np.ndarray,
    costs: tuple[Floats, Floats],
    means: tuple[Floats, Floats],
    again: bool,
) -> None:
    """Refuse what money or effort do not reach for, slot by slot.

    ``costs`` (R, N, K) and ``means`` (R, N) are money and effort. ``again``: what they did not
    reach for is looked at once more, but for what needs room.
    """
    (money, effort), (purse, strength) = costs, means
    for row in range(len(kinds)):
        for nation in range(kinds.shape[1]):
            left, able = purse[row, nation], strength[row, nation]
            for slot in range(kinds.shape[2]):
                kind, code = kinds[row, nation, slot], codes[row, nation, slot]
                poor = code in (NO_MONEY, NO_EFFORT) and kind not in (_HOST, _TABLE)
                if kind == 0 or (code != FINE and not (again and poor)):
                    continue
                price, work = money[row, nation, slot], effort[row, nation, slot]
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
    matter = (at[0] * 4096 + orders.target[at]) * 4096 + orders.arg[at]
    late = _rank(at[0], matter) >= room[at[0]]
    new = obs.world.matters.group[orders.arg[at]] < 0
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
