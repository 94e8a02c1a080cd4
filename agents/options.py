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


def options_of(obs: Observation, plan: Orders, thoughts: Sequence[Orders]) -> Options:
    """The options beside a plan (R, M, K); each of the ``thoughts``, plans too, gives one order.

    That is its first toward something that the plan does not deal with, if it can still be paid.
    """
    slots = plan.kind.shape[2]
    width = 1 + slots + len(thoughts)
    words = words_of(plan)
    kinds, targets, arguments, amounts = (
        np.repeat(word[:, :, None], width, axis=2) for word in words
    )
    every = np.arange(slots)
    kinds[:, :, 1 + every, every] = 0
    there = np.zeros(kinds.shape[:3], bool)
    there[..., 0] = True
    there[..., 1 : 1 + slots] = plan.kind != 0
    order = tuple(np.zeros(there.shape, np.intp) for _ in range(3))
    for part, word in zip(order, words, strict=False):
        part[..., 1 : 1 + slots] = word
    for at, thought in enumerate(thoughts, 1 + slots):
        desk = laid(obs, words)
        before = desk.orders.kind != 0
        _lay(desk, tuple(part[..., None] for part in _news(plan, thought)))
        made = words_of(desk.orders)
        for whole, part in zip((kinds, targets, arguments, amounts), made, strict=True):
            whole[:, :, at] = part
        more = (made[0] != 0) & ~before
        there[..., at] = more.any(axis=2)
        for part, word in zip(order, made, strict=False):
            part[..., at] = np.where(more, word, 0).sum(axis=2)
    return Options((kinds, targets, arguments, amounts), there, (order[0], order[1], order[2]), slots)


def words_of(orders: Orders) -> Words:
    """Kinds, targets, arguments and amounts of orders."""
    return orders.kind, orders.target, orders.arg, orders.amount


def laid(obs: Observation, words: Words) -> Desk:
    """A desk on which the orders (R, M, K) are laid that can be given, slot by slot."""
    desk = Desk(obs)
    _lay(desk, words)
    return desk


def _lay(desk: Desk, words: tuple[np.ndarray, ...]) -> None:
    for slot in range(words[0].shape[2]):
        kinds, *said = (word[..., slot] for word in words)
        for kind in np.unique(kinds[kinds != 0]).tolist():
            desk.lay(OrderKind(kind), kinds == kind, *said)


def _news(plan: Orders, thought: Orders) -> Words:
    """(R, M) the first order of a thought whose kind and target are not in the plan; 0 for none."""
    same = thought.kind[..., None] == plan.kind[:, :, None]
    same &= thought.target[..., None] == plan.target[:, :, None]
    new = (thought.kind != 0) & ~same.any(axis=3)
    first = new.argmax(axis=2)[..., None]
    kind, target, arg, amount = (
        np.take_along_axis(word, first, axis=2)[..., 0] for word in words_of(thought)
    )
    return np.where(new.any(axis=2), kind, 0), target, arg, amount


def _order(world: World, kind: OrderKind, target: int, arg: int) -> str:
    """An order in the words of a record, nations by their names."""
    said = [kind.name.lower()]
    for axis, code in ((TARGET[kind], target), (ARGUMENT.get(kind, ""), arg)):
        if axis == "N":
            said.append(nation_name(world.names[code]))
        elif axis:
            said.append(names_of(world, axis)[code])
    return " ".join(said)
