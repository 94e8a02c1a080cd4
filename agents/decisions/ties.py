"""Bilateral agreements: what to offer, give notice of; whom to speak with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.calculus import best_of, respond
from agents.decisions import bargain
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.response import chance_of, initiatives
from sim.axes import Bools, Floats
from sim.carried import fixed
from sim.compiled import compiled
from sim.draw import Column
from sim.orders import Offers, OrderKind
from sim.sparse import gather, per_row, where
from sim.state import IN_FORCE, NONE
from sim.world import Agreements


def offers(mind: Mind) -> Offers:
    """An agreement for each nation whose worth passes the threshold, best slots first."""
    obs = mind.obs
    worth, parts = mind.tie_score
    if mind.books.keep:
        luck, limit = mind.pair_luck(Column.OFFER), obs.world.param("tie.offer", 2)
        mind.books.note(respond(obs, "offer", worth, limit, luck, parts))
    to = np.full((*worth.shape[:2], obs.world.dims.O), -1, np.int16)
    kind = np.zeros(to.shape, np.int8)
    wished = initiatives(obs, worth, "tie.offer", mind.pair_ends(Column.OFFER))
    if len(wished):
        slots = to.reshape(-1, to.shape[2])
        steps = np.zeros(slots.shape, np.int64)
        _best_first(wished, worth.reshape(-1, worth.shape[2]), steps, slots)
        _name_types(mind, to, kind)
    return bargain.propose(mind, Offers.plain(to, kind))


@compiled
def _best_first(wished: np.ndarray, worth: Floats, steps: np.ndarray, to: np.ndarray) -> None:
    """Write the most valued partners of each proposer to its slots ``to`` (R * M, O).

    ``wished`` are places in ``worth`` (R * M, N), which counts in ``steps`` (R * M, O) of
    ``2**-20`` from the top; of partners of the same worth the earlier nation comes first.
    """
    nations, slots = worth.shape[1], to.shape[1]
    own = 0
    for place in wished:
        while place >= (own + 1) * nations:
            own += 1
        partner = place - own * nations
        step = int((64.0 - min(max(worth[own, partner], -63.0), 63.0)) * 2.0**20)
        slot = slots
        while slot > 0 and (to[own, slot - 1] < 0 or steps[own, slot - 1] > step):
            slot -= 1
            if slot + 1 < slots:  # who has this slot makes way
                to[own, slot + 1], steps[own, slot + 1] = to[own, slot], steps[own, slot]
        if slot < slots:
            to[own, slot], steps[own, slot] = partner, step


def _name_types(mind: Mind, to: np.ndarray, kind: np.ndarray) -> None:
    """Types offered: drawn by appeal among those the pair lacks; no offer where there are none.

    First agreements and later ones differ in their shares (A2; with A2 off always the first
    type). What the pair has already is drawn again, among the rest.
    """
    obs, table = mind.obs, mind.obs.world.agreements
    scale = _Scale(*fixed(obs.world, "shares of types", lambda: _shares(table)))
    papers = obs.mine("agreement"), table.opens <= obs.turn
    later = obs.pick(obs.ties), obs.world.switches["A2"]
    _draw_types((to, kind), obs.nations, later, papers, scale, mind.pair_ends(Column.KIND))


def _shares(table: Agreements) -> Floats:
    """(3, 3, A) what ``_Scale`` has."""
    shares = np.stack([table.appeal, table.later, np.eye(1, len(table.ids))[0]])
    ends = shares.cumsum(axis=1)
    return np.stack([shares, shares / shares.sum(axis=1)[:, None], ends / ends[:, -1:]])


class _Scale(NamedTuple):
    """How types share the offers among first agreements, later ones, and with A2 off: (3, A)."""

    shares: Floats
    widths: Floats  # the shares of the whole
    ends: Floats  # of these laid end to end


@compiled
def _draw_types(
    offers: tuple[np.ndarray, np.ndarray],
    nations: np.ndarray,
    later: tuple[Bools, Bools],
    papers: tuple[np.ndarray, Bools],
    scale: _Scale,
    ends: np.ndarray,
) -> None:
    """Write the types of offers ``to`` (R, M, O) others; take back those without a type.

    ``later`` are the pairs (R, M, N) that have an agreement, and where types differ in their
    shares (R or 1,); ``ends`` (R, 2, N) are words of luck.
    """
    (to, kind), (tied, differ), (paper, opens) = offers, later, papers
    for row in range(to.shape[0]):
        alike = not differ[row if len(differ) > 1 else 0]
        for seat in range(to.shape[1]):
            for slot in range(to.shape[2]):
                partner = int(to[row, seat, slot])
                if partner < 0:
                    continue
                word = int(ends[row, 0, nations[seat]]) + int(ends[row, 1, partner]) & 0xFFFFFFFF
                line, luck = 2 if alike else int(tied[row, seat, partner]), word * 2.0**-32
                drawn = 0
                for other in range(len(opens) - 1):
                    drawn += scale.ends[line, other] + line <= line + luck
                if not opens[drawn] or paper[row, drawn, seat, partner] != NONE:
                    held = paper[row, :, seat, partner]
                    drawn = _draw_again(drawn, line, luck, (held, opens), scale)
                kind[row, seat, slot] = max(drawn, 0)
                if drawn < 0:
                    to[row, seat, slot] = -1


@compiled
def _draw_again(
    kind: int, line: int, luck: float, papers: tuple[np.ndarray, Bools], scale: _Scale
) -> int:
    """A type by its share of those that a pair lacks, by what luck left of the ``kind`` it fell on.

    ``papers`` (A,) are the pair's, and the types that are open; -1 where it lacks none.
    """
    paper, opens = papers
    width = max(scale.widths[line, kind], 2.0**-20)
    again = min(max(1.0 - (scale.ends[line, kind] - luck) / width, 0.0), 1.0)
    left = 0.0
    for other in range(len(opens)):
        free = opens[other] and paper[other] == NONE
        left += scale.shares[line, other] if free else 0.0
    if left <= 0.0:
        return -1
    kind, end = 0, 0.0
    for other in range(len(opens) - 1):
        free = opens[other] and paper[other] == NONE
        end += scale.shares[line, other] if free else 0.0
        kind += 1 if again * left >= end else 0
    return kind


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
    chosen = mind.weigh_at(case, limit, luck[rows, seats])
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
    desk.lay_at(OrderKind.DIALOGUE, np.arange(partner.size), partner.reshape(-1))


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
