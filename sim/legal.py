"""What a seat may do, judged from its observation alone.

One menu serves three readers: screens grey out what it lacks, policies choose from it, and the
engine refuses what is not on it. Only the impossible is refused: not a party, nothing there to
act on, no money, no effort left. Price in political will is paid, never refused. When each kind is
possible stands in ``sim.possible``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.observe import Observation
from sim.orders import AMOUNT, ARGUMENT, TARGET, OrderKind, Orders
from sim.possible import (
    agreements,
    arms,
    crisis,
    dependence,
    exercises,
    groups,
    hybrid,
    intelligence,
    law,
    missions,
    participation,
    reform,
    sponsor,
    verification,
)
from sim.possible.agreements import free_at, offerable, offerable_at
from sim.possible.option import Cells, Option
from sim.possible.participation import open_steps
from sim.sparse import flat_codes, where
from sim.state import CONDUCTED, FREE
from sim.world import World

__all__ = [
    "FINE",
    "IMPOSSIBLE",
    "NO_EFFORT",
    "NO_MONEY",
    "NO_ROOM",
    "OPTIONS",
    "Budget",
    "Menu",
    "budget",
    "costs_money",
    "free_at",
    "judge",
    "menu_of",
    "offerable",
    "offerable_at",
    "open_steps",
    "prices",
    "sentence",
]

FINE, IMPOSSIBLE, NO_MONEY, NO_EFFORT, NO_ROOM = range(5)

#: When each kind of order is possible.
OPTIONS: Mapping[OrderKind, Option] = {
    **participation.OPTIONS,
    **exercises.OPTIONS,
    **agreements.OPTIONS,
    **law.OPTIONS,
    **sponsor.OPTIONS,
    **groups.OPTIONS,
    **missions.OPTIONS,
    **arms.OPTIONS,
    **dependence.OPTIONS,
    **crisis.OPTIONS,
    **hybrid.OPTIONS,
    **intelligence.OPTIONS,
    **verification.OPTIONS,
    **reform.OPTIONS,
}


def sentence(kind: OrderKind, code: int) -> str:
    """Why an order was refused, for the seat that gave it."""
    if code == NO_MONEY:
        return "the money for cooperation is spent"
    if code == NO_EFFORT:
        return "diplomatic effort is used up this turn"
    if code == NO_ROOM:
        place = "the calendar of exercises" if kind is OrderKind.HOST else "the groups' table"
        return f"{place} is full this turn"
    return OPTIONS[kind].why if kind in OPTIONS else "there are no rules for it"


@dataclass(frozen=True, slots=True)
class Budget:
    """What a nation may spend in a turn."""

    money: Floats  # (R, M) $m: a share of defence spending, and aid received
    effort: Floats  # (R, M) units of diplomatic effort


def budget(obs: Observation) -> Budget:
    """Each observer's means for this turn."""
    world = obs.world
    money = obs.mine("spending") * 1000.0 * world.param("budget.share")
    money = money + obs.mine("aid").sum(axis=2)
    reach = np.sqrt(obs.mine("capability"))
    effort = world.param("effort.base") + world.param("effort.reach") * reach
    return Budget(money, np.floor(np.minimum(effort, float(world.dims.K))))


def prices(world: World, kind: OrderKind, arg: np.ndarray, amount: Floats) -> tuple[Floats, Floats]:
    """Money in $m and effort of orders of one kind, (n,) each."""
    money = np.full(len(arg), world.order_kinds.money[kind])
    if kind is OrderKind.HOST:
        money += world.exercises.money[arg]
    elif kind in PAID_BY_AMOUNT:
        money += amount
    return money, np.full(len(arg), world.order_kinds.effort[kind])


#: Kinds whose amount is money.
PAID_BY_AMOUNT = frozenset(kind for kind, (unit, _) in AMOUNT.items() if unit == "$m")


def costs_money(world: World, kind: OrderKind) -> bool:
    """Whether orders of a kind may cost money at all."""
    paid = kind is OrderKind.HOST or kind in PAID_BY_AMOUNT
    return bool(paid or world.order_kinds.money[kind] > 0.0)


class Menu:
    """What is possible for the observers, kind by kind."""

    def __init__(self, obs: Observation) -> None:
        self.obs = obs
        self._masks: dict[OrderKind, Bools] = obs.__dict__.setdefault("_masks", {})

    def __getitem__(self, kind: OrderKind) -> Bools:
        """All cells of one kind: (R, M, target) or, where an order chooses, (R, M, target, arg)."""
        if kind not in self._masks:
            self._masks[kind] = self._make(kind)
        return self._masks[kind]

    def allows(self, kind: OrderKind, cells: Cells) -> Bools:
        """(n,) whether each of some orders of a kind is possible."""
        option = OPTIONS.get(kind)
        if option is None:
            return np.zeros(len(cells.rows), bool)
        if option.at is None:
            mask = self[kind]
            where_ = (cells.rows, cells.seats, cells.target)
            return np.asarray(mask[(*where_, cells.arg)] if mask.ndim == 4 else mask[where_])
        here = self.obs.exists[cells.own(self.obs)]
        return np.asarray(option.at(self.obs, cells) & here)

    def _make(self, kind: OrderKind) -> Bools:
        option, obs = OPTIONS.get(kind), self.obs
        if option is not None and option.mask is not None:
            mask = option.mask(obs)
            here = obs.exists[obs.nations]
            return mask if here.all() else mask & here.reshape(1, -1, *(1,) * (mask.ndim - 2))
        shape = (obs.rows, len(obs.nations), *choices(obs.world, kind))
        index = np.unravel_index(np.arange(int(np.prod(shape))), shape)
        arg = index[3] if len(index) == 4 else np.zeros_like(index[0])
        cells = Cells(index[0], index[1], index[2], arg, np.zeros(len(arg)))
        return self.allows(kind, cells).reshape(shape)


def choices(world: World, kind: OrderKind) -> tuple[int, ...]:
    """How many targets, and how many choices for each if an order of the kind makes one."""
    size = {
        "": 1,
        "scope": world.dims.P + world.dims.G + 1,
        "matter": len(world.matters.names),
        "E": len(world.exercises.ids),
    }
    words = ARGUMENT.get(kind)
    out = []
    for axis in (TARGET[kind], words):
        if isinstance(axis, str):
            out.append(size[axis] if axis in size else int(getattr(world.dims, axis)))
        elif axis is not None:
            out.append(len(axis))
    return tuple(out)


def menu_of(obs: Observation) -> Menu:
    """The menu of an observation; its masks are kept with the observation."""
    return Menu(obs)


def judge(obs: Observation, orders: Orders, promised: Bools | None = None) -> np.ndarray:
    """(R, N, K) int8: 0 for orders that stand, else why not. ``obs`` must be everyone's.

    Orders are paid in the order of their slots; a refused order costs nothing. What was
    ``promised`` in talks costs no effort any more.
    """
    menu, world = menu_of(obs), obs.world
    codes = np.zeros(orders.kind.shape, np.int8)
    table = world.order_kinds
    money, effort = (column.take(orders.kind) for column in (table.money, table.effort))
    for kind, place, cells in _by_kind(world, orders, codes):
        codes.reshape(-1)[place[~menu.allows(kind, cells)]] = IMPOSSIBLE
        if kind is OrderKind.HOST or kind in PAID_BY_AMOUNT:
            money.reshape(-1)[place], _ = prices(world, kind, cells.arg, cells.amount)
    if promised is not None:
        effort[promised] = 0.0
    _pay(obs, orders, codes, money, effort)
    crowded = _room(obs, orders, codes)
    if crowded.any():  # what found no room costs nothing: others may stand after all
        open_again = (codes >= NO_MONEY) & ~np.isin(orders.kind, (OrderKind.HOST, OrderKind.TABLE))
        codes[open_again] = FINE
        codes[crowded] = NO_ROOM
        if open_again.any():
            _pay(obs, orders, codes, money, effort)
    return codes


def _by_kind(
    world: World, orders: Orders, codes: np.ndarray
) -> Iterator[tuple[OrderKind, np.ndarray, Cells]]:
    """The orders of each kind, and their places in the flat (R, N, K).

    Those with a target or choice beyond its table are left out, and marked in ``codes``.
    """
    place = flat_codes(orders.kind)
    kinds = orders.kind.reshape(-1)[place]
    in_order = np.argsort(kinds, kind="stable")
    place, kinds = place[in_order], kinds[in_order].astype(np.intp)
    goal, arg = (part.reshape(-1)[place].astype(np.intp) for part in (orders.target, orders.arg))
    sizes = _sizes(world).take(kinds, axis=0)
    known = (goal >= 0) & (goal < sizes[:, 0])
    known &= (sizes[:, 1] == 0) | ((arg >= 0) & (arg < sizes[:, 1]))
    if not known.all():
        codes.reshape(-1)[place[~known]] = IMPOSSIBLE
        place, kinds, goal, arg = (part[known] for part in (place, kinds, goal, arg))
    rows, seats = np.divmod(place // orders.kind.shape[2], orders.kind.shape[1])
    parts = (rows, seats, goal, arg, orders.amount.reshape(-1)[place])
    starts = np.flatnonzero(np.diff(kinds, prepend=0))
    for low, high in pairwise([*starts, len(kinds)]):
        cells = Cells(*(part[low:high] for part in parts))
        yield OrderKind(int(kinds[low])), place[low:high], cells


def _sizes(world: World) -> Ints:
    """(kinds, 2) how many targets an order of each kind has, and how many choices, 0 for none."""

    def make() -> Ints:
        known = [(0, 0), *(choices(world, kind) for kind in OrderKind if kind)]
        return np.array([(*sizes, 0)[:2] for sizes in known])

    return fixed(world, "choices", make)


def _pay(
    obs: Observation, orders: Orders, codes: np.ndarray, money: Floats, effort: Floats
) -> None:
    """Refuse what money or effort do not reach for, slot by slot."""
    means = budget(obs)
    open_ = (orders.kind != 0) & (codes == FINE)
    # who has more than all its orders cost need not be looked at; sums of money may be rounded
    short = (money * open_).sum(axis=2) > means.money * (1.0 - _ROUNDING)
    short |= (effort * open_).sum(axis=2) > means.effort
    at = where(short)
    left_money, left_effort = means.money[at], means.effort[at]
    found, asked, price, work = codes[at], open_[at], money[at], effort[at]
    for slot in range(obs.world.dims.K):
        poor = asked[:, slot] & (price[:, slot] > left_money)
        tired = asked[:, slot] & ~poor & (work[:, slot] > left_effort)
        found[poor, slot] = NO_MONEY
        found[tired, slot] = NO_EFFORT
        stands = asked[:, slot] & ~poor & ~tired
        left_money -= price[:, slot] * stands
        left_effort -= work[:, slot] * stands
    codes[at] = found


#: More than sums of a nation's prices can be wrong by, as a share.
_ROUNDING = 2.0**-30


def _room(obs: Observation, orders: Orders, codes: np.ndarray) -> Bools:
    """(R, N, K) exercises and texts beyond the free slots, first come by nation and slot."""
    crowded = np.zeros(codes.shape, bool)
    free = ((obs["exercise"] == FREE) | (obs["exercise"] >= CONDUCTED)).sum(axis=1)
    at = where((orders.kind == OrderKind.HOST) & (codes == FINE))
    late = np.arange(len(at[0])) - np.searchsorted(at[0], at[0]) >= free[at[0]]
    crowded[tuple(axis[late] for axis in at)] = True
    at = where((orders.kind == OrderKind.TABLE) & (codes == FINE))
    if len(at[0]):
        late = _late_texts(obs, orders, codes, at)
        crowded[tuple(axis[late] for axis in at)] = True
    return crowded


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
