"""Ways to play one seat of a run while all others follow their doctrine.

A trial tells of every run which seat it tries, so that runs of many trials share a batch.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from agents.desk import Desk
from agents.doctrine import Doctrine, DoctrineTurn
from agents.policy import Books, Deliberation, Policy
from sim.axes import Bools, Floats, Ints
from sim.draw import Draw, Stream
from sim.grid import snap
from sim.legal import choices
from sim.observe import Observation
from sim.orders import AMOUNT, Offers, OrderKind, Orders, Replies
from sim.world import World

Part = TypeVar("Part", Offers, Orders)

#: Orders by which a seat can break faith, those that end a bond before those that strike.
BETRAYALS = (
    OrderKind.WITHDRAW,
    OrderKind.QUIT,
    OrderKind.DENOUNCE,
    OrderKind.BREACH,
    OrderKind.RECALL,
    OrderKind.CANCEL,
    OrderKind.LEAK,
    OrderKind.ESCALATE,
)


@dataclass(frozen=True)
class Lone:
    """One seat of each run by another policy, all others by doctrine."""

    other: Policy
    seats: tuple[int, ...]  # (R,) the nation that is tried in each run
    name: str = "lone"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> LoneTurn:
        """Begin a turn for everybody."""
        usual = Doctrine().deliberate(obs, draw, keep)
        tried, places = np.unique(self.seats, return_inverse=True)
        other = self.other.deliberate(obs.of(tried), draw)
        return LoneTurn(usual, other, np.array(self.seats), places, usual.books)


@dataclass
class LoneTurn:
    """One turn in which each run takes one seat from another deliberation."""

    usual: Deliberation
    other: Deliberation  # of the seats that some run tries
    seats: Ints  # (R,) the nation that is tried
    places: Ints  # (R,) its place among those of the other
    books: Books  # those of the doctrine

    def offers(self) -> Offers:
        """The seat's offers are the other's."""
        return self._mixed(self.usual.offers(), self.other.offers())

    def replies(self, offers: Offers) -> Replies:
        """What is offered to the seat is answered by the other."""
        usual, other = self.usual.replies(offers).answer, self.other.replies(offers).answer
        asked = offers.to == self.seats[:, None, None]
        return Replies(np.where(asked, other, usual))

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """The seat's own terms are the other's."""
        usual = self.usual.counters(offers, replies)
        other = self.other.counters(offers, replies)
        if usual is None and other is None:
            return None
        rows, _, slots = offers.to.shape
        blank = Offers.blank(offers.to.shape)
        few = Offers.blank((rows, int(np.max(self.places)) + 1, slots))
        return self._mixed(usual or blank, other or few)

    def orders(self) -> Orders:
        """The seat's orders and answers are the other's."""
        return self._mixed(self.usual.orders(), self.other.orders())

    def _mixed(self, usual: Part, other: Part) -> Part:
        rows = np.arange(len(self.seats))
        for entry in fields(usual):
            own = getattr(other, entry.name)[rows, self.places]
            getattr(usual, entry.name)[rows, self.seats] = own
        return usual


@dataclass(frozen=True)
class Devoted:
    """Doctrine everywhere, but one seat of each run first gives one kind of order if it can."""

    kinds: tuple[int, ...]  # (R,) the kind of order, as a number of ``OrderKind``; 0 for none
    seats: tuple[int, ...]  # (R,) who gives it
    name: str = "devoted"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> DevotedTurn:
        """Begin a turn for everybody."""
        turn = DevotedTurn(obs, draw, Books(keep))
        turn.kinds, turn.seats = np.array(self.kinds), np.array(self.seats)
        return turn


class DevotedTurn(DoctrineTurn):
    """One turn of doctrine with one order before all others."""

    kinds: Ints
    seats: Ints

    def desk(self) -> Desk:
        """A desk with the order on it, on a target and of an amount that luck chooses."""
        desk, world = super().desk(), self.obs.world
        luck = self.draw.uniform(Stream.RANDOM_POLICY, world.dims.N, 3)
        for kind in sorted(set(self.kinds.tolist()) - {0}):
            wanted = _only(self.seats, self.kinds == kind, world.dims.N)
            lay(desk, OrderKind(kind), wanted, luck)
        return desk


@dataclass(frozen=True)
class Turncoat:
    """Doctrine everywhere, but in the last turn one seat of each run breaks all that it can."""

    seats: tuple[int, ...]  # (R,)
    name: str = "turncoat"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> TurncoatTurn:
        """Begin a turn for everybody."""
        turn = TurncoatTurn(obs, draw, Books(keep))
        turn.seats = np.array(self.seats)
        return turn


class TurncoatTurn(DoctrineTurn):
    """One turn of doctrine; in the last one, one seat of each run leaves, breaks and refuses."""

    seats: Ints

    @property
    def last(self) -> bool:
        """Whether nothing comes after this turn."""
        return self.obs.turn >= self.obs.world.turns - 1

    def desk(self) -> Desk:
        """In the last turn a desk full of broken bonds."""
        desk = super().desk()
        if self.last:
            size = self.obs.world.dims.N
            wanted = _only(self.seats, np.ones(len(self.seats), bool), size)
            for again in range(self.obs.world.dims.K):
                for kind in BETRAYALS:
                    lay(desk, kind, wanted, None, again)
        return desk

    def orders(self) -> Orders:
        """In the last turn calls are refused and guests stay away."""
        orders = super().orders()
        if self.last:
            rows = np.arange(len(self.seats))
            orders.honour[rows, self.seats] = -1
            orders.attend[rows, self.seats] = -1
        return orders


def lay(desk: Desk, kind: OrderKind, wanted: Bools, luck: Floats | None, place: int = 0) -> None:
    """Give an order of a kind, where it is possible, on one of the targets that there are.

    ``luck`` (R, N, 3) chooses target, argument and amount; without it the order goes to the target
    at a ``place`` among those possible, with the largest amount that can be paid.
    """
    mask = desk.menu[kind]
    flat = mask.reshape(*mask.shape[:2], -1)
    count = flat.sum(axis=2)
    nth = np.full(count.shape, place) if luck is None else np.floor(luck[..., 0] * count)
    cell = np.minimum((np.cumsum(flat, axis=2) <= nth[..., None]).sum(axis=2), flat.shape[2] - 1)
    # a scenario without programmes has no argument to choose: nothing is possible then
    width = max(mask.shape[3], 1) if mask.ndim == 4 else 1
    arg = cell % width
    if luck is not None and mask.ndim == 3:
        arg = _free_argument(desk.obs.world, kind, luck[..., 1], arg)
    unit, most = AMOUNT.get(kind, ("", 0.0))
    scale = np.minimum(np.maximum(desk.money, 0.0), most) if unit == "$m" else most
    share = 1.0 if luck is None else np.ceil(luck[..., 2] * 16) / 16
    amount = snap(np.broadcast_to(share * scale, count.shape), 10)
    desk.lay(kind, wanted & (count > nth), cell // width, arg, amount)


def _free_argument(world: World, kind: OrderKind, luck: Floats, none: Ints) -> Ints:
    """An argument that does not depend on the target, where the kind has one."""
    sizes = choices(world, kind)
    return np.floor(luck * sizes[1]).astype(int) if len(sizes) == 2 else none


def _only(seats: Ints, rows: Bools, nations: int) -> Bools:
    """(R, N) one seat of some runs."""
    mask = np.zeros((len(seats), nations), bool)
    mask[rows, seats[rows]] = True
    return mask
