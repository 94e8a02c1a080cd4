"""Bilateral agreements: what to offer, accept, give notice of; whom to speak with."""

from __future__ import annotations

import numpy as np

from agents.calculus import best_of, chance_of, perhaps, respond, score_at
from agents.decisions import bargain
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.talks import asked
from sim.axes import Floats
from sim.draw import Column, mix
from sim.legal import offerable_at
from sim.orders import ACCEPT, REFUSE, Offers, OrderKind, Replies
from sim.sparse import gate_row, per_row, where
from sim.state import IN_FORCE


def offers(mind: Mind) -> Offers:
    """An agreement for each nation whose worth passes the threshold, best slots first."""
    obs, dims = mind.obs, mind.obs.world.dims
    to = np.full((obs.rows, len(obs.nations), dims.O), -1, np.int16)
    kind = np.zeros(to.shape, np.int8)
    rows, seats, partner, worth = _wished(mind)
    if not len(rows):
        return Offers.plain(to, kind)
    types = _type_of(mind, rows, seats, partner)
    key = rows * len(obs.nations) + seats
    # cells come in order of partners, and the sort keeps that order among equals
    best = np.lexsort((-worth, key))
    best = best[types[best] >= 0]
    key = key[best]
    slot = np.arange(len(best)) - np.searchsorted(key, key, side="left")
    fits = slot < dims.O
    best, at = best[fits], key[fits] * dims.O + slot[fits]
    to.reshape(-1)[at], kind.reshape(-1)[at] = partner[best], types[best]
    return bargain.propose(mind, Offers.plain(to, kind))


def _wished(mind: Mind) -> tuple[np.ndarray, np.ndarray, np.ndarray, Floats]:
    """Rows, seats and partners of the agreements that luck and worth speak for, and their worth."""
    obs = mind.obs
    total, parts = mind.tie_score
    if mind.books.keep:
        luck, limit = mind.pair_luck(Column.OFFER), obs.world.param("tie.offer", 2)
        mind.books.note(respond(obs, "offer", total, limit, luck, parts))
    words = mind.pair_words(Column.OFFER)
    shape = words.shape
    total = np.broadcast_to(total, shape)
    cells = np.flatnonzero(perhaps(obs, total, "tie.offer", words))
    rows = cells // (shape[1] * shape[2])
    worth, luck = total.reshape(-1).take(cells), words.reshape(-1).take(cells) * 2.0**-32
    limit = per_row(obs.world, "tie.offer", rows)
    chosen = np.flatnonzero(luck < chance_of(obs, worth, limit, rows))
    rows, seats, partner = np.unravel_index(cells.take(chosen), shape)
    return rows, seats, partner, np.asarray(worth.take(chosen), np.float64)


def _type_of(mind: Mind, rows: np.ndarray, seats: np.ndarray, partner: np.ndarray) -> np.ndarray:
    """Types offered: drawn by appeal among those the pair lacks, -1 where there are none.

    First agreements and later ones differ in their shares (A2; with A2 off always the first
    type).
    """
    obs, table = mind.obs, mind.obs.world.agreements
    free = offerable_at(obs, rows, seats, partner)
    tied = obs.pick(obs.ties)[rows, seats, partner]
    appeal = np.stack([table.appeal, table.later]).take(tied.view(np.int8), axis=0)
    appeal *= free
    alike = ~gate_row(obs.world, "A2", rows)
    if alike.any():
        appeal[alike, 1:] = 0.0
    total = np.cumsum(appeal, axis=1)
    luck = mind.luck_at(Column.KIND, rows, seats, partner)
    chosen = (luck[:, None] * total[:, -1:] >= total).sum(axis=1)
    return np.where(total[:, -1] > 0, np.minimum(chosen, len(table.ids) - 1), -1)


def replies(mind: Mind, offers: Offers) -> Replies:
    """Each offer is answered by the worth of the tie, and of its terms, to the nation asked.

    The threshold rises with the autonomy that the type of agreement takes. Luck is that of pair,
    turn and type: asking again never re-rolls it, and better terms are never answered worse.
    """
    obs = mind.obs
    answer = np.zeros(offers.to.shape, np.int8)
    found = asked(obs, offers)
    second = mind.refused_for_terms is not None
    if not second:
        mind.refused_for_terms = found.some(np.zeros(len(found.rows), bool))
    if not len(found.rows):
        return Replies(answer)
    rows, cell, kind = found.rows, found.cell, found.terms["kind"]
    shape = (obs.rows, len(obs.nations), obs.world.dims.N)
    worth = np.broadcast_to(mind.tie_score[0], shape)[cell]
    extra, parts = score_at(obs, "reply", bargain.terms_of(obs, found), *cell[:2])
    limit = per_row(obs.world, "tie.accept", rows) + obs.world.agreements.autonomy[kind]
    luck = mix(mind.luck_at(Column.REPLY, *cell), kind / 16.0)
    known = {name: np.broadcast_to(p, shape)[cell] for name, p in mind.tie_score[1].items()}
    label = "answer a counter" if second else "reply"
    case = Case(label, cell, shape[2], worth + extra, known | parts)
    willing = mind.weigh_at(case, limit, luck, answer=True)
    open_ = offerable_at(obs, *cell)[np.arange(len(rows)), kind]
    answer[found.place] = np.where(open_ & willing, ACCEPT, REFUSE)
    mind.accepted.append(found.some(open_ & willing))
    if not second:
        better = worth + extra + bargain.gain_of_level_terms(parts)
        level = luck < chance_of(obs, better, limit, rows, answer=True)
        mind.refused_for_terms = found.some(open_ & ~willing & level)
    return Replies(answer)


def denounce(mind: Mind, desk: Desk) -> None:
    """Give notice of one agreement with the worst partner, if it is bad enough."""
    obs = mind.obs
    papers = obs.mine("agreement")
    held = (papers == IN_FORCE).any(axis=1)
    held &= obs.exists[obs.nations][:, None]
    if not held.any():
        return
    worst = np.full(held.shape, np.inf)
    np.copyto(worst, mind.tie_score[0], where=held)
    partner = worst.argmin(axis=2)
    rows, seats = np.ogrid[: obs.rows, : len(obs.nations)]
    lowest = np.minimum(worst[rows, seats, partner], 64.0)
    luck = mind.own_luck(Column.DENOUNCE, 1)[..., 0]
    limit = obs.world.param("denounce.threshold")
    parts = {}
    for name, part in mind.tie_score[1].items():
        parts[name] = -np.broadcast_to(part, worst.shape)[rows, seats, partner]
    choice = mind.books.note(respond(obs, "denounce", -lowest, -limit, luck, parts))
    # those without an agreement have a worst worth of 64, and may be told so by rare luck
    chosen = choice.chosen & held[rows, seats, partner]
    row, seat = where(chosen)
    kind = np.zeros(chosen.shape, np.intp)
    kind[row, seat] = (papers[row, :, seat, partner[row, seat]] == IN_FORCE).argmax(axis=1)
    desk.lay(OrderKind.DENOUNCE, chosen, partner, kind)


def dialogue(mind: Mind, desk: Desk) -> None:
    """With effort left, speak with a nation worth more trust than there is."""
    obs = mind.obs
    worth = mind.pair_words(Column.DIALOGUE) * 2.0**-31  # twice the luck
    worth += mind.tie_score[0]
    worth[:, :, ~obs.exists] = -np.inf
    worth[:, np.arange(len(obs.nations)), obs.nations] = -np.inf
    if mind.books.keep:
        mind.books.note(best_of("dialogue", mind.tie_score[0], worth, mind.tie_score[1], obs))
    desk.lay(OrderKind.DIALOGUE, np.ones(worth.shape[:2], bool), worth.argmax(axis=2))
