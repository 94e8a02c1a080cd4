"""What joining and leaving programmes and groups does; what members of some groups share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import NEVER, Bools, Floats
from sim.causes import Cause
from sim.circles import founded
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, gate_row, gather, pairs_within, per_row, where
from sim.state import EVIDENCE_BITS, MEMBER, WITHDRAWN, State
from sim.world import World


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts on the tables, one by one: n of them, each array (n,)."""

    rows: np.ndarray
    slots: np.ndarray
    kind: np.ndarray  # INVITE and the following
    group: np.ndarray
    subject: np.ndarray
    author: np.ndarray
    programme: np.ndarray  # -1 none
    format: np.ndarray  # to be founded, -1 none

    def some(self, mask: Bools) -> Texts:
        """The texts that a mask (n,) picks."""
        if mask.all():
            return self
        chosen = np.flatnonzero(mask)
        return Texts(*(getattr(self, name).take(chosen) for name in self.__slots__))

    @property
    def cell(self) -> Index:
        """(row, subject, programme) of each."""
        return self.rows, self.subject, self.programme


def join(world: World, state: State, books: Books, cells: Index) -> None:
    """Shared sovereignty is felt at home; oversight binds; an earlier treaty may bar the step.

    ``cells`` are (row, nation, group). What the group is, is read from the books: it may be new.
    """
    rows, nation, group = cells
    if not len(rows):
        return
    kind, table = books["format"][rows, group], world.formats
    cost = per_row(world, "group.sovereignty", rows) * table.autonomy[kind]
    cost = cost * gate_row(world, "P11", rows)
    books.add_at("will", Cause.SHARED_SOVEREIGNTY, (rows, nation), snap(-cost))
    books.settle("will")
    watched = table.oversight[kind] > 0
    fellows = books["member"][rows, :, group] == 1
    fellows[np.arange(len(rows)), nation] = False
    event, other = where(fellows & watched[:, None])
    for one, two in ((nation[event], other), (other, nation[event])):
        some = books["verified"][rows[event], one, two] < OVERSEEN
        at = (rows[event][some], one[some], two[some])
        books.put_at("verified", Cause.OVERSIGHT, at, np.int8(OVERSEEN))
    _barred(world, state, books, cells)


#: Verification that a standing oversight body gives its members: the second of three levels.
OVERSEEN = 2


def _barred(world: World, state: State, books: Books, cells: Index) -> None:
    """Fellow members of a treaty that bars other alliances take a new alliance ill."""
    rows, nation, group = cells
    kind, table = books["format"][rows, group], world.formats
    allied = table.defence[kind] | (table.pooled[kind] > 0)
    bars = relations.of_groups(world, state, "bars")
    bound = (state["member"][rows, nation] == 1) & bars[rows if len(bars) > 1 else rows * 0]
    bound[np.arange(len(rows)), group] = False
    event, old = where(bound & allied[:, None])
    hit, other = where(state["member"][rows[event], :, old] == 1)
    away = other != nation[event[hit]]
    hit, other = event[hit[away]], other[away]
    blame = snap(per_row(world, "group.quit_evidence", rows[hit]), EVIDENCE_BITS)
    books.add_at("bad", Cause.BARRED, (rows[hit], other, nation[hit]), blame)


def leave(world: World, state: State, books: Books, moves: Moves) -> None:
    """Who quits is no member from now on."""
    rows, nation, _ = at = moves.of(OrderKind.QUIT)
    group = moves.orders.target[at].astype(np.intp)
    depart(world, state, books, Cause.QUIT, (rows, nation, group))


def depart(world: World, state: State, books: Books, cause: Cause, cells: Index) -> None:
    """Nations (row, nation, group) are no members any more; those who stay remember it.

    Who leaves the sponsor of a programme leaves its programme too, and may return as a partner.
    """
    rows, nation, group = cells
    if not len(rows):
        return
    books.put_at("member", cause, cells, np.int8(0))
    event, other = where(books["member"][rows, :, group] == 1)
    blame = snap(per_row(world, "group.quit_evidence", rows[event]), EVIDENCE_BITS)
    books.add_at("bad", cause, (rows[event], other, nation[event]), blame)
    for programme, sponsor in enumerate(world.programmes.sponsor):
        some = (group == sponsor) & (books["status"][rows, nation, programme] == MEMBER)
        out = (rows[some], nation[some], np.full(int(some.sum()), programme))
        books.put_at("status", cause, out, np.int8(WITHDRAWN))
        books.put_at("left_turn", cause, out, np.int16(state.turn))
        books.put_at("declared", cause, out, 0.0)
        last = np.full(len(out[0]), world.programmes.last)
        books.put_at("step_turn", cause, (*out, last), np.int16(NEVER))
        books.put_at("accession", cause, out, np.int16(NEVER))
        gone, member = where(books["accession_vote"][out[0], :, out[1]] == 1)
        books.put_at("accession_vote", cause, (out[0][gone], member, out[1][gone]), np.int8(0))


def withdraw(state: State, books: Books, cause: Cause, at: Index) -> None:
    """Nations (row, nation, programme) leave a programme, and with it the way to accession."""
    rows, nations, _ = at
    books.put_at("status", cause, at, WITHDRAWN)
    books.put_at("left_turn", cause, at, np.int16(state.turn))
    books.put_at("declared", cause, at, 0.0)
    books.put_at("accession", cause, at, np.int16(NEVER))
    event, member = where(books["accession_vote"][rows, :, nations] == 1)
    books.put_at("accession_vote", cause, (rows[event], member, nations[event]), np.int8(0))


def dissolve(world: World, state: State, books: Books) -> None:
    """A group founded in play that has fewer than two members is no more; its place is free."""
    del world
    rows, groups = where(founded(state))
    left = books["member"][rows, :, groups].sum(axis=1, dtype=np.int64)
    if not (left < 2).any():
        return
    over = np.zeros(state["founded"].shape, bool)
    over[rows, groups] = left < 2
    books.put("member", Cause.DISSOLVED, np.broadcast_to(over[:, None], books["member"].shape), 0)
    books.put("format", Cause.DISSOLVED, over, np.int16(-1))
    books.put("founded", Cause.DISSOLVED, over, np.int16(NEVER))
    rows, slots = where(state["mission_group"] >= 0)
    gone = over[rows, state["mission_group"][rows, slots]]
    books.put_at("mission_group", Cause.DISSOLVED, (rows[gone], slots[gone]), np.int16(-1))


def share(world: World, state: State, books: Books) -> None:
    """What members of some groups do together: joint units train (P10), technology passes (A14)."""
    pooled = relations.of_groups(world, state, "pooled") * world.gate("P10", 1)
    pooled = pooled * world.gate("A1", 1)
    if pooled.any():
        (rows, one, two), depth = _fellows(state, pooled)
        rate = per_row(world, "group.joint_training", rows) * gate_row(world, "P3", rows) * depth
        domain, pair = np.divmod(np.arange(world.dims.D * len(rows)), max(len(rows), 1))
        cells = (rows[pair], domain, one[pair], two[pair])
        _train(state, books, Cause.JOINT_UNITS, cells, rate[pair])
    shared = relations.of_groups(world, state, "technology") * world.gate("A14", 1)
    shared = shared * world.gate("A1", 1)
    if shared.any():
        (rows, one, two), depth = _fellows(state, shared)
        rate = per_row(world, "group.technology", rows) * depth * gate_row(world, "P3", rows)
        cells = (rows, np.full(len(rows), EQUIPMENT), one, two)
        _train(state, books, Cause.SHARED_TECHNOLOGY, cells, rate)
        _rely(world, state, books, (rows, one, two), depth)


def _train(state: State, books: Books, cause: Cause, cells: Index, rate: Floats) -> None:
    """Close a share of the gap that some pairs have in a domain: (row, domain, one, other)."""
    learn(books, cause, cells, snap(rate * (1.0 - gather(state["interop"], *cells))))


def _fellows(state: State, mark: Floats) -> tuple[Index, Floats]:
    """(rows, one, two) of different members of a group with a mark (R or 1, G), and its mark."""
    columns = np.flatnonzero(mark.any(axis=0))
    mark = mark[:, columns]
    seats = state["member"][:, :, columns].transpose(0, 2, 1) == 1
    rows, group, nations = where(seats & (mark > 0)[:, :, None])
    first, second = pairs_within(rows * len(columns) + group)
    first, second = np.concatenate([first, second]), np.concatenate([second, first])
    rows, group = rows[first], group[first]
    depth = gather(mark, rows, group) if len(mark) > 1 else mark[0].take(group)
    return (rows, nations[first], nations[second]), depth


#: The domain of interoperability that shared technology works on: equipment and logistics.
EQUIPMENT = 2


def _rely(world: World, state: State, books: Books, pairs: Index, depth: np.ndarray) -> None:
    """Who shares technology comes to depend on the other, the smaller side more (A8).

    The phase of dependence stops it at its bounds.
    """
    rows, one, two = pairs
    own, other = (gather(state["capability"], rows, end) for end in (one, two))
    weight = other / np.maximum(own + other, 2.0**-20)
    more = per_row(world, "group.reliance", rows) * depth * weight * gate_row(world, "A8", rows)
    books.add_at("dependence", Cause.SHARED_TECHNOLOGY, pairs, snap(more))


def learn(books: Books, cause: Cause, cells: Index, amount: Floats) -> None:
    """Leave a gain of interoperability for its own phase to post: it copies the field once."""
    books.scratch.setdefault("skills", []).append((cause, cells, amount))
