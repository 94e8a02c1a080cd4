"""Members of a sponsor: votes on candidates, texts to table, aid to partners."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from agents import terms
from agents.calculus import best_of, lasting, score, score_at
from agents.conditionality import liberal, reforming, withheld
from agents.desk import Desk, best_of_each
from agents.mind import Case, Mind
from agents.terms import Cells
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column
from sim.grid import snap
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind
from sim.possible.sponsor import aiding, tabling
from sim.sparse import per_row, where

#: Twice the luck of a pair, from words of 32 bits.
_TWICE = 2.0**-31


@dataclass(frozen=True)
class Worth:
    """What members of the sponsor think of candidates, in cells (row, seat, candidate)."""

    cells: Cells
    total: Floats  # (C,)
    parts: Mapping[str, Floats]
    programme: int

    def part(self, where_: slice) -> Worth:
        """Some of the cells."""
        row, seat, subject = self.cells
        parts = {name: part[where_] for name, part in self.parts.items()}
        cells = (row[where_], seat[where_], subject[where_])
        return Worth(cells, self.total[where_], parts, self.programme)


def candidates(mind: Mind, desk: Desk, programme: int) -> None:
    """Vote on the texts about candidates, and table new ones: for members of the sponsor."""
    obs = mind.obs
    texts = [obs.world.matters.find(kind, programme) for kind in (INVITE, ACCEDE)]
    votes, slots = _on_the_table(obs, texts)
    asked = [votes, *[tabling(obs, kind, programme) for kind in (INVITE, ACCEDE)]]
    rows, seats, subjects = np.concatenate(asked, axis=1)
    cells = (rows, seats, subjects)
    if not len(cells[0]):
        return
    reasons = mind.toward("vote", terms.candidate_terms(obs, programme, cells), cells)
    worth = Worth(cells, *score_at(obs, "vote", reasons, *cells[:2]), programme)
    ends = [0, *itertools.accumulate(rows.size for rows, _, _ in asked)]
    first, second, third = (worth.part(slice(*pair)) for pair in itertools.pairwise(ends))
    if len(slots):
        _vote(mind, desk, first, slots)
    _table(mind, desk, "table an invitation", INVITE, second)
    _table(mind, desk, "table an accession", ACCEDE, third)


def _on_the_table(obs: Observation, matters: list[int]) -> tuple[Cells, np.ndarray]:
    """Cells of the votes to be cast on texts about these matters, and the texts' slots."""
    kinds, (invite, accede) = obs["text_kind"], matters
    texts = where((kinds == invite) | (kinds == accede))
    voters = obs["member"][texts[0], :, obs["text_group"][texts]][:, obs.nations] == 1
    event, seat = where(voters)
    row, slot = texts[0][event], texts[1][event]
    return (row, seat, obs["text_subject"][row, slot].astype(np.intp)), slot


def _table(mind: Mind, desk: Desk, label: str, kind: int, worth: Worth) -> None:
    """Table the text about the candidate that is worth most of those worth it."""
    obs, cells, total = mind.obs, worth.cells, worth.total
    limit = per_row(obs.world, "vote.table", cells[0])
    if kind == INVITE:
        limit = limit - per_row(obs.world, "vote.ease", cells[0])
    case = Case(label, cells, obs.world.dims.N, total, worth.parts, worth.programme)
    chosen = mind.weigh_at(case, limit, mind.luck_at(Column.TABLE, *cells))
    own = cells[0] * len(obs.nations) + cells[1]
    best = best_of_each(own, chosen, total, False)
    text = obs.world.matters.find(kind, worth.programme)
    desk.lay_at(OrderKind.TABLE, own.take(best), cells[2].take(best), text)


def _vote(mind: Mind, desk: Desk, worth: Worth, slot: np.ndarray) -> None:
    """Support what passes one threshold, block what falls below another, else abstain.

    An invitation asks less than an accession. Support takes low luck, a block high luck, so that
    nobody does both.
    """
    obs, world, (row, seat, _) = mind.obs, mind.obs.world, worth.cells
    invites = world.matters.kind[obs["text_kind"][row, slot]] == INVITE
    ease = per_row(world, "vote.ease", row) * invites
    total, known = worth.total + ease, {**worth.parts, "invitation": ease}
    luck = mind.luck_at(Column.VOTE, *worth.cells)
    for name, answer in (("vote.support", 1), ("vote.block", -1)):
        parts = {key: answer * part for key, part in known.items()}
        case = Case(name, worth.cells, world.dims.N, answer * total, parts, worth.programme)
        fate = luck if answer > 0 else 1.0 - luck
        says = mind.weigh_at(case, answer * per_row(world, name, row), fate, answer=True)
        desk.orders.vote[row[says], seat[says], slot[says]] = answer


def aid(mind: Mind, desk: Desk, programme: int) -> None:
    """Members of the sponsor aid the partner with the best prospects, drawn anew each turn."""
    obs, world = mind.obs, mind.obs.world
    givers, partners = aiding(obs, programme)
    partners = partners & ~withheld(obs)
    columns = np.nonzero(givers.any(axis=0))[0]
    if not len(columns) or not partners.any():
        return
    members = obs.of(obs.nations[columns])
    reasons = {
        "institutions": liberal(obs)[:, None, :],
        "reform": reforming(obs)[:, None, :],
        "depth": obs["declared"][:, None, :, programme],
    }
    known = lasting(members, "aid", terms.aid_lasting, [obs["alignment"]])
    passing = mind.toward("aid", reasons, (slice(None), columns))
    total, _ = score(members, "aid", passing, known=known)
    if mind.books.keep:
        luck = mind.pair_words(Column.AID, columns) * _TWICE
        bids = np.where(givers[:, columns, None] & partners[:, None, :], total + luck, -np.inf)
        parts = score(members, "aid", {**passing, **terms.aid_lasting(members)}, keep=True)[1]
        mind.books.note(best_of("aid", total, bids, parts, members))
    places = (columns, members.nations)
    row, seat, partner = _best_bids(total, mind.pair_ends(Column.AID), places, givers, partners)
    purse = desk.money[row, seat]
    amount = snap(per_row(world, "aid.share", row) * np.maximum(purse, 0.0))
    gives = (amount >= per_row(world, "aid.least", row)).nonzero()[0]
    own = (row * len(obs.nations) + seat).take(gives)
    desk.lay_at(OrderKind.AID, own, partner.take(gives), programme, amount.take(gives))


@compiled
def _best_bids(
    total: Floats,
    ends: np.ndarray,
    places: tuple[np.ndarray, np.ndarray],
    givers: Bools,
    partners: Bools,
) -> Ints:
    """(3, n) row, place of a giver, and the partner (R, N) with the highest bid, score and luck.

    Scores ``total`` (R, m, N) are those of givers at some places: among the observers, and among
    all nations, whose luck with others is the sum of ``ends`` (R, 2, N).
    """
    seats, nations = places
    cells = np.empty((3, len(total) * len(seats)), np.int64)
    count = 0
    for row in range(len(total)):
        for k in range(len(seats)):
            best, highest = -1, 0.0
            for other in range(total.shape[2] if givers[row, seats[k]] else 0):
                if partners[row, other]:
                    luck = int(ends[row, 0, nations[k]]) + int(ends[row, 1, other]) & 0xFFFFFFFF
                    bid = total[row, k, other] + luck * _TWICE
                    if best < 0 or bid > highest:
                        best, highest = other, bid
            if best >= 0:
                cells[0, count], cells[1, count], cells[2, count] = row, seats[k], best
                count += 1
    return cells[:, :count]
