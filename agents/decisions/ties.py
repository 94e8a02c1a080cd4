"""Bilateral agreements: what to offer, accept, give notice of; whom to speak with."""

from __future__ import annotations

import numpy as np

from agents.calculus import best_of, respond, score_at
from agents.decisions import bargain
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.response import chance_of, likely
from agents.talks import asked
from sim.axes import Bools, Floats
from sim.compiled import compiled
from sim.draw import Column, mix
from sim.legal import free_at, offerable_at
from sim.orders import ACCEPT, REFUSE, Offers, OrderKind, Replies
from sim.sparse import gate_row, gather, per_row, where
from sim.state import IN_FORCE


def offers(mind: Mind) -> Offers:
    """An agreement for each nation whose worth passes the threshold, best slots first."""
    obs, dims = mind.obs, mind.obs.world.dims
    to = np.full((obs.rows, len(obs.nations), dims.O), -1, np.int16)
    kind = np.zeros(to.shape, np.int8)
    cells, places = _best(_wished(mind), dims.N, dims.O)
    if not len(cells):
        return Offers.plain(to, kind)
    types = _type_of(mind, cells)
    given = types >= 0
    if not given.all():
        cells, places, types = cells[given], places[given], types[given]
    to.reshape(-1)[places], kind.reshape(-1)[places] = cells % dims.N, types
    return bargain.propose(mind, Offers.plain(to, kind))


def _wished(mind: Mind) -> tuple[np.ndarray, Floats]:
    """The agreements that luck and worth speak for: places in (R, M, N), and their worth."""
    obs = mind.obs
    total, parts = mind.tie_score
    if mind.books.keep:
        luck, limit = mind.pair_luck(Column.OFFER), obs.world.param("tie.offer", 2)
        mind.books.note(respond(obs, "offer", total, limit, luck, parts))
    cells = likely(obs, total, "tie.offer", mind.pair_ends(Column.OFFER))
    key, partner = np.divmod(cells, obs.world.dims.N)
    rows, seats = np.divmod(key, len(obs.nations))
    worth, luck = total.reshape(-1).take(cells), mind.luck_at(Column.OFFER, rows, seats, partner)
    chosen = luck < chance_of(obs, worth, per_row(obs.world, "tie.offer", rows), rows)
    return cells[chosen], worth[chosen]


def _best(wished: tuple[np.ndarray, Floats], nations: int, slots: int) -> tuple[np.ndarray, ...]:
    """The most valued partners of each proposer, as far as slots reach, and places in (R, M, O).

    One whole number orders them all: proposer, worth in steps of ``2**-20``, partner.
    """
    cells, worth = wished
    key, partner = np.divmod(cells, nations)
    steps = ((64.0 - np.clip(worth, -63.0, 63.0)) * 2.0**20).astype(np.int64)
    order = np.sort((key * 2**27 + steps) * nations + partner)
    key = order // (nations * 2**27)
    count = np.arange(len(key))
    first = np.maximum.accumulate(np.where(np.diff(key, prepend=-1) != 0, count, 0))
    slot = count - first
    fits = slot < slots
    key = key[fits]
    return key * nations + order[fits] % nations, key * slots + slot[fits]


def _type_of(mind: Mind, cells: np.ndarray) -> np.ndarray:
    """Types offered: drawn by appeal among those the pair lacks, -1 where there are none.

    First agreements and later ones differ in their shares (A2; with A2 off always the first
    type). What the pair has already is drawn again, among the rest.
    """
    obs, table = mind.obs, mind.obs.world.agreements
    key, partner = np.divmod(cells, obs.world.dims.N)
    rows, seats = np.divmod(key, len(obs.nations))
    first = np.eye(1, len(table.ids))[0]
    shares = np.stack([table.appeal, table.later, first])
    line = obs.pick(obs.ties).reshape(-1).take(cells).astype(np.intp)
    line[~gate_row(obs.world, "A2", rows)] = 2
    ends = np.cumsum(shares, axis=1)
    ends = ends / ends[:, -1:]
    luck = mind.luck_at(Column.KIND, rows, seats, partner)
    edges = (ends + np.arange(3)[:, None]).reshape(-1)
    drawn = np.searchsorted(edges, line + luck, side="right")
    kind = np.minimum(drawn - line * len(table.ids), len(table.ids) - 1)
    again = np.flatnonzero(~free_at(obs, (rows, seats, partner), kind))
    if len(again):
        line, drawn = line[again], kind[again]
        width = shares[line, drawn] / shares.sum(axis=1)[line]
        rest = 1.0 - (ends[line, drawn] - luck[again]) / np.maximum(width, 2.0**-20)
        open_ = offerable_at(obs, rows[again], seats[again], partner[again])
        kind[again] = _redrawn(shares[line] * open_, np.clip(rest, 0.0, 1.0))
    return np.asarray(kind)


def _redrawn(shares: Floats, luck: Floats) -> np.ndarray:
    """(n,) a type by its share of what is left (n, A), -1 where nothing is."""
    total = np.cumsum(shares, axis=1)
    kind = (luck[:, None] * total[:, -1:] >= total).sum(axis=1)
    return np.where(total[:, -1] > 0, np.minimum(kind, shares.shape[1] - 1), -1)


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
    worth = mind.tie_score[0].reshape(-1).take(found.places(obs))
    extra, parts = score_at(obs, "reply", bargain.terms_of(obs, found), *cell[:2])
    limit = per_row(obs.world, "tie.accept", rows) + obs.world.agreements.autonomy.take(kind)
    luck = mix(mind.luck_at(Column.REPLY, *cell), kind / 16.0)
    known = {name: np.broadcast_to(p, shape)[cell] for name, p in mind.tie_score[1].items()}
    label = "answer a counter" if second else "reply"
    case = Case(label, cell, shape[2], worth + extra, known | parts)
    willing = mind.weigh_at(case, limit, luck, answer=True)
    open_ = free_at(obs, cell, kind)
    agreed = open_ & willing
    answer[found.place] = np.where(agreed, ACCEPT, REFUSE)
    mind.accepted.append(found.some(np.flatnonzero(agreed)))
    if not second:
        refused = np.flatnonzero(open_ & ~willing)
        gain = bargain.gain_of_level_terms({name: part[refused] for name, part in parts.items()})
        better = (worth + extra)[refused] + gain
        chance = chance_of(obs, better, limit[refused], rows[refused], answer=True)
        mind.refused_for_terms = found.some(refused[luck[refused] < chance])
    return Replies(answer)


def denounce(mind: Mind, desk: Desk) -> None:
    """Give notice of one agreement with the worst partner, if it is bad enough."""
    obs, (worth, terms) = mind.obs, mind.tie_score
    luck = mind.own_luck(Column.DENOUNCE, 1)[..., 0]
    rows, seats = where(_may_denounce(mind, luck))
    if not len(rows):
        return
    shape = (obs.rows, len(obs.nations), obs.world.dims.N)
    held = gather(obs.pick(obs.ties), rows, seats)
    worst = np.where(held, gather(worth, rows, seats), 64.0)
    partner = worst.argmin(axis=1)
    lowest = np.minimum(worst.min(axis=1), 64.0)
    parts = {name: -np.broadcast_to(p, shape)[rows, seats, partner] for name, p in terms.items()}
    case = Case("denounce", (rows, seats), shape[2], -lowest, parts)
    limit = -per_row(obs.world, "denounce.threshold", rows)
    chosen = np.flatnonzero(mind.weigh_at(case, limit, luck[rows, seats]))
    rows, seats, partner = rows[chosen], seats[chosen], partner[chosen]
    in_force = obs.mine("agreement")[rows, :, seats, partner] == IN_FORCE
    some = in_force.any(axis=1) & obs.exists[obs.nations[seats]]
    own = rows * len(obs.nations) + seats
    desk.lay_at(OrderKind.DENOUNCE, own[some], partner[some], in_force[some].argmax(axis=1))


def _may_denounce(mind: Mind, luck: Floats) -> Bools:
    """(R, M) nations whose luck may carry a notice to the worst of all partners; all, in books."""
    worth = mind.tie_score[0]
    if mind.books.keep:
        return np.ones(luck.shape, bool)
    lowest = worth.reshape(len(worth), -1).min(axis=1)[:, None]
    limit = mind.obs.world.param("denounce.threshold")
    return np.asarray(luck < chance_of(mind.obs, -lowest, -limit))


def dialogue(mind: Mind, desk: Desk) -> None:
    """With effort left, speak with a nation worth more trust than there is."""
    obs, (worth, parts) = mind.obs, mind.tie_score
    partner, bids = np.zeros(worth.shape[:2], np.intp), np.empty(worth.shape[2])
    who = obs.nations, obs.exists
    _best_to_speak_with(worth, mind.pair_ends(Column.DIALOGUE), who, bids, partner)
    if mind.books.keep:
        bids = worth + 2.0 * mind.pair_luck(Column.DIALOGUE)
        bids[:, :, ~obs.exists] = -np.inf
        bids[:, np.arange(len(obs.nations)), obs.nations] = -np.inf
        mind.books.note(best_of("dialogue", worth, bids, parts, obs))
    desk.lay(OrderKind.DIALOGUE, np.ones(partner.shape, bool), partner)


@compiled
def _best_to_speak_with(
    worth: Floats,
    ends: np.ndarray,
    who: tuple[np.ndarray, Bools],
    bids: Floats,
    partner: np.ndarray,
) -> None:
    """Write each observer's best ``partner`` (R, M), of the highest worth and twice the luck.

    ``ends`` (R, 2, N) are the words that each nation's luck with others is the sum of; ``bids``
    (N,) is room for those of one observer.
    """
    nations, exists = who
    for row in range(worth.shape[0]):
        for seat in range(worth.shape[1]):
            own = nations[seat]
            for other in range(len(bids)):
                luck = int(ends[row, 0, own]) + int(ends[row, 1, other]) & 0xFFFFFFFF
                bid = worth[row, seat, other] + luck * 2.0**-31
                bids[other] = bid if exists[other] else -np.inf
            bids[own] = -np.inf
            highest = -np.inf
            for other in range(len(bids)):
                highest = max(highest, bids[other])
            best = 0
            while bids[best] < highest:
                best += 1
            partner[row, seat] = best
