"""What a nation that looks ahead chooses from: its plan, and plans that differ by one order.

The list is short and bounded: the plan of its doctrine, that plan without each of its orders, and
that plan with an order more that its doctrine might as well have given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.desk import Desk
from sim.axes import Bools
from sim.legal import Words
from sim.notation import names_of
from sim.observe import Observation
from sim.orders import ARGUMENT, TARGET, OrderKind, Orders
from sim.wording import nation_name
from sim.world import World


@dataclass(frozen=True)
class Options:
    """The plans of ``M`` nations. Axis W: option; the first is the plan of the doctrine."""

    words: Words  # (R, M, W, K) kinds, targets, arguments, amounts of the orders
    there: Bools  # (R, M, W) whether there is such an option
    order: tuple[np.ndarray, np.ndarray, np.ndarray]  # (R, M, W) the one left out or added
    slots: int  # K: so many options leave an order out, those behind add one

    def described(self, world: World, cell: tuple[int, int, int]) -> str:
        """An option (row, place of the nation, option) in words."""
        if cell[2] == 0:
            return "the plan of its doctrine"
        kind, target, arg = (int(part[cell]) for part in self.order)
        way = "without" if cell[2] <= self.slots else "and besides"
        return f"that plan {way}: {_order(world, OrderKind(kind), target, arg)}"


def options_of(obs: Observation, plan: Orders, thought: Orders, more: int) -> Options:
    """The options beside a plan (R, M, K); up to so many ``more`` add an order of a ``thought``.

    A thought is a plan too. Its orders toward what the plan does not deal with are tried in their
    order; those that can still be paid are options.
    """
    slots, words = plan.kind.shape[2], words_of(plan)
    width = 1 + slots + more
    each = [np.repeat(word[:, :, None], width, axis=2) for word in words]
    every, besides = np.arange(slots), np.arange(1 + slots, width)
    each[0][:, :, 1 + every, every] = 0
    news = _news(plan, thought, more)
    pairs = zip(words[:3], news[:3], strict=True)
    kind, target, arg = (np.concatenate([0 * old[..., :1], old, new], 2) for old, new in pairs)
    for k, at in enumerate(besides.tolist()):
        desk = laid(obs, words)
        before = desk.orders.kind != 0
        _lay(desk, [new[..., k, None] for new in news])
        for whole, part in zip(each, words_of(desk.orders), strict=True):
            whole[:, :, at] = part
        kind[..., at] *= ((desk.orders.kind != 0) & ~before).any(axis=2)
    there = kind != 0
    there[..., 0] = True
    kinds, targets, arguments, amounts = each
    return Options((kinds, targets, arguments, amounts), there, (kind, target, arg), slots)


def words_of(orders: Orders) -> Words:
    """Kinds, targets, arguments and amounts of orders."""
    return orders.kind, orders.target, orders.arg, orders.amount


def laid(obs: Observation, words: Words) -> Desk:
    """A desk on which the orders (R, M, K) are laid that can be given, slot by slot."""
    desk = Desk(obs)
    _lay(desk, words)
    return desk


def _lay(desk: Desk, words: Sequence[np.ndarray]) -> None:
    for slot in range(words[0].shape[2]):
        kinds, *said = (word[..., slot] for word in words)
        for kind in np.unique(kinds[kinds != 0]).tolist():
            desk.lay(OrderKind(kind), kinds == kind, *said)


def _news(plan: Orders, thought: Orders, most: int) -> list[np.ndarray]:
    """(R, M, most) each the first orders of a thought whose kind and target are not in the plan.

    Kinds, targets, arguments, amounts; a kind of 0 where there are fewer.
    """
    same = thought.kind[..., None] == plan.kind[:, :, None]
    same &= thought.target[..., None] == plan.target[:, :, None]
    old = (thought.kind == 0) | same.any(axis=3)
    first = old.argsort(axis=2, kind="stable")[..., :most]
    words = [np.take_along_axis(word, first, axis=2) for word in words_of(thought)]
    words[0] = np.where(np.take_along_axis(old, first, axis=2), 0, words[0])
    return words


def _order(world: World, kind: OrderKind, target: int, arg: int) -> str:
    """An order in the words of a record, nations by their names."""
    said = [kind.name.lower()]
    for axis, code in ((TARGET[kind], target), (ARGUMENT.get(kind, ""), arg)):
        if axis == "N":
            said.append(nation_name(world.names[code]))
        elif axis:
            said.append(names_of(world, axis)[code])
    return " ".join(said)
