"""Uniformly random legal moves: the fuzzing opponent, and the floor any policy must beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.desk import Desk
from agents.mind import Mind
from agents.policy import Books
from sim.axes import Floats
from sim.draw import Draw, Stream, mix
from sim.grid import snap
from sim.legal import choices, offerable
from sim.observe import Observation
from sim.orders import (
    ACCEPT,
    AMOUNT,
    PROMISE_WORDS,
    REFUSE,
    Offers,
    OrderKind,
    Orders,
    Replies,
)
from sim.state import PLANNED


@dataclass(frozen=True)
class Chance:
    """Every legal order is as likely as any other of its kind; offers are answered by a coin."""

    name: str = "chance"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> ChanceTurn:
        """Begin a turn for the observers of ``obs``."""
        return ChanceTurn(obs, draw, Books(keep))


class ChanceTurn(Mind):
    """One turn of random moves of ``M`` nations."""

    def _luck(self, slot: int, count: int) -> Floats:
        """(R, M, count) own numbers; ``slot`` tells several uses in one turn apart."""
        dims = self.obs.world.dims
        width = max(dims.N, dims.X, dims.T, dims.C, dims.K, 16)
        numbers = self.draw.uniform(Stream.RANDOM_POLICY, dims.N, 8, width)
        return self.obs.pick(numbers)[:, :, slot, :count]

    def offers(self) -> Offers:
        """At most one offer, of a random type to a random nation."""
        obs, dims = self.obs, self.obs.world.dims
        to = np.full((obs.rows, len(obs.nations), dims.O), -1, np.int16)
        kind = np.zeros(to.shape, np.int8)
        free = offerable(obs).transpose(0, 2, 1, 3).reshape(obs.rows, len(obs.nations), -1)
        luck = self._luck(0, 2)
        cell = _pick(free, luck[..., 0])
        makes = free.any(axis=2) & (luck[..., 1] < 0.25)
        to[..., 0] = np.where(makes, cell % dims.N, -1)
        kind[..., 0] = np.where(makes, cell // dims.N, 0)
        offers = Offers.plain(to, kind)
        _random_terms(offers, mix(luck[..., 0], luck[..., 1]))
        return offers

    def replies(self, offers: Offers) -> Replies:
        """A coin for each offer."""
        answer = np.zeros(offers.to.shape, np.int8)
        luck = self._luck(1, self.obs.world.dims.N)
        for seat, nation in enumerate(self.obs.nations):
            asked = offers.to == nation
            coin = np.broadcast_to((luck[:, seat, :] < 0.5)[..., None], asked.shape)
            answer[asked] = np.where(coin[asked], ACCEPT, REFUSE)
        return Replies(answer)

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """For some offers that were refused, the same type on random terms."""
        obs, dims = self.obs, self.obs.world.dims
        own = Offers.blank((obs.rows, len(obs.nations), dims.O))
        luck = self._luck(1, dims.N)
        for seat, nation in enumerate(obs.nations):
            refused = (offers.to == nation) & (replies.answer == REFUSE)
            refused &= (luck[:, seat, :] >= 0.75)[..., None]
            rows, proposer, slot = np.nonzero(refused)
            rows, first = np.unique(rows, return_index=True)
            own.to[rows, seat, 0] = proposer[first]
            own.kind[rows, seat, 0] = offers.kind[rows, proposer[first], slot[first]]
        if (own.to < 0).all():
            return None
        _random_terms(own, mix(luck[..., 0], luck[..., -1]))
        return own

    def orders(self) -> Orders:
        """For each slot a random kind and a random legal target, or nothing."""
        desk, world = Desk(self.obs), self.obs.world
        which, where, what = (self._luck(slot, world.dims.K) for slot in (2, 3, 4))
        for slot in range(world.dims.K):
            drawn = np.floor(which[..., slot] * (len(OrderKind) + 2)).astype(int)
            for kind in OrderKind:
                chosen = drawn == kind
                if not kind or not chosen.any():
                    continue
                self._lay(desk, kind, chosen, where[..., slot], what[..., slot])
        for slot, (name, size) in enumerate((("vote", world.dims.T), ("honour", world.dims.C))):
            coin = np.floor(self._luck(5 + slot, size) * 3).astype(np.int8) - 1
            getattr(desk.orders, name)[...] = coin
        planned = (self.obs["exercise"] == PLANNED)[:, None, :]
        coming = np.floor(self._luck(7, world.dims.X) * 3).astype(np.int8) - 1
        desk.orders.attend[...] = np.where(planned, coming, 0)
        return desk.orders

    def _lay(
        self, desk: Desk, kind: OrderKind, chosen: np.ndarray, where: Floats, what: Floats
    ) -> None:
        mask = desk.menu[kind]
        flat = mask.reshape(*mask.shape[:2], -1)
        cell = _pick(flat, where)
        # a scenario without programmes has no argument to choose: nothing is possible then
        width = max(mask.shape[3], 1) if mask.ndim == 4 else 1
        arg = cell % width
        sizes = choices(self.obs.world, kind)
        if len(sizes) == 2 and mask.ndim == 3:
            arg = np.floor(what * sizes[1]).astype(int)
        # a sixteenth of the scale, or of what the nation has to spend
        unit, most = AMOUNT.get(kind, ("", 0.0))
        scale = np.maximum(desk.money, 0.0) if unit == "$m" else most
        amount = np.floor(what * 16) / 16 * np.minimum(scale, most)
        desk.lay(kind, chosen & flat.any(axis=2), cell // width, arg, snap(amount, 10))


def _random_terms(offers: Offers, luck: Floats) -> None:
    """Every term as likely as any other, in the first slot; drawn from the digits of one number."""
    digits = luck
    for name, count, least in (
        ("verification", 4, 0),
        ("annex", 3, 0),
        ("balance", 5, -2),
        ("years", 4, 0),
        ("give", len(PROMISE_WORDS), 0),
        ("ask", len(PROMISE_WORDS), 0),
    ):
        digits = digits * count
        drawn = np.floor(digits)
        digits = digits - drawn
        made = offers.to[..., 0] >= 0
        getattr(offers, name)[..., 0] = np.where(made, drawn + least, 0).astype(np.int8)


def _pick(mask: np.ndarray, luck: Floats) -> np.ndarray:
    """(R, M) index of a uniformly drawn true cell of (R, M, cells), 0 where there is none."""
    count = mask.sum(axis=2)
    place = np.floor(luck * count)
    index = (np.cumsum(mask, axis=2) <= place[..., None]).sum(axis=2)
    return np.asarray(np.minimum(index, mask.shape[2] - 1))
