"""Bilateral agreements: what to offer, accept, give notice of; whom to speak with."""

from __future__ import annotations

import numpy as np

from agents.calculus import respond
from agents.desk import Desk
from agents.mind import Mind
from sim.draw import Column, mix
from sim.grid import logistic
from sim.legal import offerable_at
from sim.orders import ACCEPT, REFUSE, Offers, OrderKind, Replies
from sim.sparse import where


def offers(mind: Mind) -> Offers:
    """An agreement for each nation whose worth passes the threshold, best slots first."""
    obs, dims = mind.obs, mind.obs.world.dims
    total, parts = mind.tie_score
    luck = mind.pair_luck(Column.OFFER)
    limit = obs.world.param("tie.offer", 2)
    choice = mind.books.note(respond(obs, "offer", total, limit, luck, parts))
    to = np.full((obs.rows, len(obs.nations), dims.O), -1, np.int16)
    kind = np.zeros(to.shape, np.int8)
    rows, seats, partner = where(choice.chosen)
    if not len(rows):
        return Offers(to, kind)
    types = _type_of(mind, rows, seats, partner)
    keep = types >= 0
    rows, seats, partner, types = (part[keep] for part in (rows, seats, partner, types))
    key = rows * len(obs.nations) + seats
    worth = np.broadcast_to(total, choice.chosen.shape)[rows, seats, partner]
    best = np.lexsort((partner, -worth, key))
    rows, seats, partner, types, key = (p[best] for p in (rows, seats, partner, types, key))
    slot = np.arange(len(rows)) - np.searchsorted(key, key, side="left")
    fits = slot < dims.O
    at = (rows[fits], seats[fits], slot[fits])
    to[at], kind[at] = partner[fits], types[fits]
    return Offers(to, kind)


def _type_of(mind: Mind, rows: np.ndarray, seats: np.ndarray, partner: np.ndarray) -> np.ndarray:
    """Types offered: drawn by appeal among those the pair lacks, -1 where there are none.

    First agreements and later ones differ in their shares (A2; with A2 off always the first
    type).
    """
    obs, table = mind.obs, mind.obs.world.agreements
    free = offerable_at(obs, rows, seats, partner)
    tied = obs.pick(obs.ties)[rows, seats, partner]
    appeal = np.where(tied[:, None], table.later, table.appeal) * free
    alike = ~np.broadcast_to(obs.world.on("A2"), (obs.rows,))[rows]
    appeal[alike, 1:] = 0.0
    total = np.cumsum(appeal, axis=1)
    luck = mind.luck_at(Column.KIND, rows, seats, partner)
    chosen = (luck[:, None] * total[:, -1:] >= total).sum(axis=1)
    return np.where(total[:, -1] > 0, np.minimum(chosen, len(table.ids) - 1), -1)


def replies(mind: Mind, offers: Offers) -> Replies:
    """Each offer is answered by the worth of the tie to the nation that is asked.

    The threshold rises with the autonomy that the type of agreement takes.
    """
    obs = mind.obs
    answer = np.zeros(offers.to.shape, np.int8)
    seat_of = np.full(obs.world.dims.N + 1, -1)
    seat_of[obs.nations] = np.arange(len(obs.nations))
    seat = seat_of[offers.to]
    rows, proposer, slot = where((offers.to >= 0) & (seat >= 0))
    if not len(rows):
        return Replies(answer)
    asked = seat[rows, proposer, slot]
    kind = offers.kind[rows, proposer, slot]
    cell = (rows, asked, proposer)
    dense = np.broadcast_to(mind.tie_score[0], (obs.rows, len(obs.nations), obs.world.dims.N))
    limit = np.broadcast_to(obs.world.params["tie.accept"], (obs.rows,))[rows]
    limit = limit + obs.world.agreements.autonomy[kind]
    luck = mix(mind.luck_at(Column.REPLY, *cell), kind / 16.0)
    slope = np.broadcast_to(obs.world.params["choice.rationality"], (obs.rows,))[rows]
    willing = luck < logistic(slope * (dense[cell] - limit))
    open_ = offerable_at(obs, *cell)[np.arange(len(rows)), kind]
    answer[rows, proposer, slot] = np.where(open_ & willing, ACCEPT, REFUSE)
    if mind.books.keep:
        limits, lucks = np.zeros(dense.shape), np.ones(dense.shape)
        limits[cell], lucks[cell] = limit, luck
        mind.books.note(respond(obs, "reply", dense, limits, lucks, mind.tie_score[1], answer=True))
    return Replies(answer)


def denounce(mind: Mind, desk: Desk) -> None:
    """Give notice of one agreement with the worst partner, if it is bad enough."""
    obs = mind.obs
    held = desk.menu[OrderKind.DENOUNCE]
    tied = np.asarray(held.any(axis=3))
    if not tied.any():
        return
    total = np.broadcast_to(mind.tie_score[0], tied.shape)
    worst = np.where(tied, total, np.inf)
    partner = worst.argmin(axis=2)
    lowest = np.minimum(np.take_along_axis(worst, partner[..., None], axis=2)[..., 0], 64.0)
    luck = mind.own_luck(Column.DENOUNCE, 1)[..., 0]
    limit = obs.world.param("denounce.threshold")
    rows, seats = np.indices(partner.shape)
    parts = {}
    for name, part in mind.tie_score[1].items():
        parts[name] = -np.broadcast_to(part, worst.shape)[rows, seats, partner]
    choice = mind.books.note(respond(obs, "denounce", -lowest, -limit, luck, parts))
    kind = held[rows, seats, partner].argmax(axis=2)
    desk.lay(OrderKind.DENOUNCE, choice.chosen & tied.any(axis=2), partner, kind)


def dialogue(mind: Mind, desk: Desk) -> None:
    """With effort left, speak with a nation worth more trust than there is."""
    obs = mind.obs
    total = np.broadcast_to(mind.tie_score[0], obs.trust.shape)
    luck = mind.pair_luck(Column.DIALOGUE)
    worth = np.where(desk.menu[OrderKind.DIALOGUE], total + 2.0 * luck, -np.inf)
    desk.lay(OrderKind.DIALOGUE, np.ones(worth.shape[:2], bool), worth.argmax(axis=2))
