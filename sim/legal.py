"""What a seat may do, judged from its observation alone.

One menu serves three readers: screens grey out what it lacks, policies choose from it, and the
engine refuses what is not on it. Only the impossible is refused: not a party, nothing there to
act on, no money, no effort left. Price in political will is paid, never refused. When each kind is
possible stands in ``sim.possible``, which orders stand in the end in ``sim.judge``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sim.axes import Bools, Floats
from sim.observe import Observation
from sim.orders import AMOUNT, ARGUMENT, TARGET, OrderKind
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
from sim.world import World

__all__ = [
    "FINE",
    "IMPOSSIBLE",
    "NO_EFFORT",
    "NO_MONEY",
    "NO_ROOM",
    "OPTIONS",
    "PAID_BY_AMOUNT",
    "Budget",
    "Menu",
    "Words",
    "budget",
    "choices",
    "costs_money",
    "flat",
    "free_at",
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


#: Kinds, targets, arguments and amounts of orders, alike in shape.
Words: TypeAlias = tuple[np.ndarray, np.ndarray, np.ndarray, Floats]


def flat(words: Words) -> Words:
    """Orders (R, M, K) as (R * M * K,)."""
    kinds, targets, arguments, amounts = (word.reshape(-1) for word in words)
    return kinds, targets, arguments, amounts


@dataclass(frozen=True, slots=True)
class Budget:
    """What a nation may spend in a turn."""

    money: Floats  # (R, M) $m: a share of defence spending, and aid received
    effort: Floats  # (R, M) units of diplomatic effort


def budget(obs: Observation) -> Budget:
    """Each observer's means for this turn; kept with the observation."""
    if "_budget" not in obs.__dict__:
        obs.__dict__["_budget"] = _budget(obs)
    return obs.__dict__["_budget"]  # type: ignore[no-any-return]


def _budget(obs: Observation) -> Budget:
    world = obs.world
    money = obs.mine("spending") * 1000.0 * world.param("budget.share")
    money = money + obs.mine("aid").sum(axis=2)
    reach = np.sqrt(obs.mine("capability"))
    effort = world.param("effort.base") + world.param("effort.reach") * reach
    return Budget(money, np.floor(np.minimum(effort, float(world.dims.K))))


def prices(world: World, kind: OrderKind, arg: np.ndarray, amount: Floats) -> tuple[Floats, float]:
    """Money in $m (n,) of orders of one kind, and the effort of each."""
    money, effort = world.order_kinds.money[kind], float(world.order_kinds.effort[kind])
    if kind is OrderKind.HOST:
        return money + world.exercises.money[arg], effort
    return money + (amount if kind in PAID_BY_AMOUNT else np.zeros(len(arg))), effort


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

    @property
    def granted(self) -> Words:
        """(R, M, K) orders that were found possible: they need not be looked at again.

        Where none was, the kind is 0.
        """
        store = self.obs.__dict__
        if "_granted" not in store:
            shape = (self.obs.rows, len(self.obs.nations), self.obs.world.dims.K)
            kinds, (targets, arguments) = np.zeros(shape, np.int8), np.empty((2, *shape), np.int16)
            store["_granted"] = (kinds, targets, arguments, np.empty(shape))
        return store["_granted"]  # type: ignore[no-any-return]

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
        possible = option.at(self.obs, cells)
        return possible if self.obs.all_exist else possible & self.obs.exists[cells.own(self.obs)]

    def _make(self, kind: OrderKind) -> Bools:
        option, obs = OPTIONS.get(kind), self.obs
        if option is not None and option.mask is not None:
            mask = option.mask(obs)
            if obs.all_exist:
                return mask
            return mask & obs.exists[obs.nations].reshape(1, -1, *(1,) * (mask.ndim - 2))
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
