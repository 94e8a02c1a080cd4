"""Members of a sponsor: votes on candidates, texts to table, aid to partners."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from agents import terms
from agents.calculus import best_of, lasting, score, score_at
from agents.conditionality import liberal, reforming, withheld
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.terms import Cells
from sim.axes import Floats
from sim.draw import Column
from sim.grid import snap
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind
from sim.possible.sponsor import aiding, tabling
from sim.sparse import per_row


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
    asked = [votes, *(tabling(obs, kind, programme) for kind in (INVITE, ACCEDE))]
    cells = (
        np.concatenate([rows for rows, _, _ in asked]),
        np.concatenate([seats for _, seats, _ in asked]),
        np.concatenate([subjects for _, _, subjects in asked]),
    )
    if not len(cells[0]):
        return
    reasons = mind.toward("vote", terms.candidate_terms(obs, programme, cells), cells)
    worth = Worth(cells, *score_at(obs, "vote", reasons, *cells[:2]), programme)
    ends = np.cumsum([0] + [len(rows) for rows, _, _ in asked])
    first, second, third = (worth.part(slice(*pair)) for pair in itertools.pairwise(ends))
    if len(slots):
        _vote(mind, desk, first, slots)
    _table(mind, desk, "table an invitation", INVITE, second)
    _table(mind, desk, "table an accession", ACCEDE, third)


def _on_the_table(obs: Observation, matters: list[int]) -> tuple[Cells, np.ndarray]:
    """Cells of the votes to be cast on texts about these matters, and the texts' slots."""
    texts = np.nonzero(np.isin(obs["text_kind"], matters))
    voters = obs["member"][texts[0], :, obs["text_group"][texts]][:, obs.nations] == 1
    event, seat = np.nonzero(voters)
    row, slot = texts[0][event], texts[1][event]
    return (row, seat, obs["text_subject"][row, slot].astype(np.intp)), slot


def _table(mind: Mind, desk: Desk, label: str, kind: int, worth: Worth) -> None:
    """Table the text about the candidate that is worth most of those worth it."""
    obs, cells, total = mind.obs, worth.cells, worth.total
    limit = per_row(obs.world, "vote.table", cells[0])
    if kind == INVITE:
        limit = limit - per_row(obs.world, "vote.ease", cells[0])
    case = Case(label, cells, obs.world.dims.N, total, worth.parts, worth.programme)
    chosen = np.flatnonzero(mind.weigh_at(case, limit, mind.luck_at(Column.TABLE, *cells)))
    row, seat, subject = (axis[chosen] for axis in cells)
    # the best of each seat is written last
    order = np.lexsort((-subject, total[chosen]))
    best = np.full((obs.rows, len(obs.nations)), -1, np.intp)
    best[row[order], seat[order]] = subject[order]
    text = obs.world.matters.find(kind, worth.programme)
    desk.lay(OrderKind.TABLE, best >= 0, best, text)


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
    columns = np.flatnonzero(givers.any(axis=0))
    if not len(columns) or not partners.any():
        return
    able = givers[:, columns, None] & partners[:, None, :]
    members = obs.of(obs.nations[columns])
    reasons = {
        "institutions": liberal(obs)[:, None, :],
        "reform": reforming(obs)[:, None, :],
        "depth": obs["declared"][:, None, :, programme],
    }
    known = lasting(members, "aid", terms.aid_lasting, [obs["alignment"]])
    passing = mind.toward("aid", reasons, (slice(None), columns))
    total, _ = score(members, "aid", passing, known=known)
    luck = mind.pair_words(Column.AID, columns) * 2.0**-31  # twice the luck
    bids = np.where(able, total + luck, -np.inf)
    if mind.books.keep:
        parts = score(members, "aid", {**passing, **terms.aid_lasting(members)}, keep=True)[1]
        mind.books.note(best_of("aid", total, bids, parts, members))
    best = np.zeros((obs.rows, len(obs.nations)), np.intp)
    best[:, columns] = bids.argmax(axis=2)
    asked = np.zeros(best.shape, bool)
    asked[:, columns] = able.any(axis=2)
    amount = snap(world.param("aid.share") * np.maximum(desk.money, 0.0))
    desk.lay(OrderKind.AID, asked & (amount >= world.param("aid.least")), best, programme, amount)
