"""The ladder of confrontations: up, down, hotlines, mediation, and their end (N2, A12, P8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import aid, relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import logistic, root, snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, among, gate_row, per_row
from sim.state import DISPLAY, EVIDENCE_BITS, FORCE, THREAT, WAR, State
from sim.world import World

#: The next level up and down from each level (no level is numbered 1).
_UP = np.array([THREAT, THREAT, DISPLAY, FORCE, WAR, WAR], np.int8)
_DOWN = np.array([0, 0, 0, THREAT, DISPLAY, FORCE], np.int8)


@dataclass(frozen=True, slots=True)
class _Open:
    """The n confrontations open when the turn began, each seen from both sides: (2, n).

    Those that were brought to another level, or ended, from outside this turn stay as they are.
    """

    rows: np.ndarray  # (n,) replicate
    side: np.ndarray  # the nation
    other: np.ndarray  # its adversary
    place: np.ndarray  # of the pair in an array (R, N, N)
    level: np.ndarray  # its level
    prevention: Bools  # (n,) whether A12 works
    line: Bools  # (n,) an agreed hotline works between the two

    def at(self, sides: Bools) -> Index:
        """(row, nation, adversary) of some sides, (2, n)."""
        return self.rows[sides.nonzero()[1]], self.side[sides], self.other[sides]


def escalation(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Each side steps up, steps back or stands; forces slip; what has calmed down is settled.

    An order to escalate raises the nation's own level by one step, or opens a confrontation; an
    order to step back lowers it. Without an order a side's forces may still slip one level, at
    most to the use of force. Both sides stepping back end it; so may a turn without escalation.
    """
    _begin(world, state, books, moves)
    open_ = _find(world, state, books)
    if not len(open_.rows):
        return
    up = _gave(world, moves, OrderKind.ESCALATE, open_)
    down = _gave(world, moves, OrderKind.DEESCALATE, open_) & ~up
    called = _gave(world, moves, OrderKind.HOTLINE, open_) & open_.prevention
    slip = _slips(world, state, open_, draw) & ~up & ~down
    level = np.where(up | slip, _UP[open_.level], np.where(down, _DOWN[open_.level], open_.level))
    mediators, mediation = _mediation(world, state, moves, open_)
    score = _composure(world, state, open_, called)
    score += per_row(world, "settle.mediation", open_.rows) * mediation
    score += per_row(world, "settle.support", open_.rows) * _support(world, state, moves, open_)
    one, two = open_.side
    luck = draw.of_two(Column.ESCALATION, world.dims.N, open_.rows, (2, one), (3, two))
    over = luck < per_turn(logistic(score), world.months)
    over &= ~(up | slip).any(axis=0)
    over |= down.all(axis=0) | (level == 0).all(axis=0)
    _post(world, books, open_, level, over)
    _goodwill(world, books, open_, called, down)
    _thanks(world, books, open_, mediators)


def per_turn(quarterly: Floats, months: int) -> Floats:
    """A chance a quarter as the chance a turn of so many months."""
    stays = 1.0 - quarterly
    if months < 3:
        return np.asarray(1.0 - root(stays, 3 // months))
    for _ in range({3: 0, 6: 1, 12: 2}[months]):
        stays = stays * stays
    return np.asarray(1.0 - stays)


def _find(world: World, state: State, books: Books) -> _Open:
    rows, one, two = found = relations.confrontations(state)
    now, then = books["standoff"], state["standoff"]
    own = now[rows, one, two] == then[rows, one, two]
    own &= now[rows, two, one] == then[rows, two, one]
    found = found.compress(own, axis=1)
    rows, side, other = found[0], found[1:], found[:0:-1]
    place = (rows * world.dims.N + side) * world.dims.N + other
    prevention = gate_row(world, "A12", rows)
    line = relations.hotline(world, state, *found) & prevention
    return _Open(rows, side, other, place, then.reshape(-1)[place], prevention, line)


def _gave(world: World, moves: Moves, kind: OrderKind, open_: _Open) -> Bools:
    """(2, n) whether each side gave an order of a kind aimed at the other."""
    rows, nations, _ = given = moves.of(kind)
    aimed = (rows * world.dims.N + nations) * world.dims.N + moves.orders.target[given]
    return np.asarray((open_.place[..., None] == aimed).any(axis=-1))


def _slips(world: World, state: State, open_: _Open, draw: Draw) -> Bools:
    """(2, n) where accident or misreading takes a side's forces one level up.

    Hotlines, and the other side's foreknowledge of it (early warning), make it rarer (A12); so does
    the attention of those whom either side consulted (P8).
    """
    rows = open_.rows
    chance = per_row(world, "ladder.accident", rows)
    chance = chance * (1.0 - per_row(world, "ladder.line", rows) * open_.line)
    known = state["insight"][rows, open_.other, open_.side] * open_.prevention
    chance = chance * (1.0 - per_row(world, "ladder.warning", rows) * known)
    heard = relations.consulting(world, state)[rows, open_.side].any(axis=0)
    chance = chance * (1.0 - per_row(world, "consult.calming", rows) * heard)
    ends = ((0, open_.side), (1, open_.other))
    luck = draw.of_two(Column.ESCALATION, world.dims.N, rows, *ends)
    return np.asarray((luck < chance) & (open_.level < FORCE))


def _composure(world: World, state: State, open_: _Open, called: Bools) -> Floats:
    """(n,) logit a quarter of settlement, before mediation and the support of allies.

    It falls with the level above a display of force. Calls over the hotline count half for each
    side, and less where no line was agreed; a group that has both sides as members and is bound to
    peaceful settlement answers together (A12, A1).
    """
    rows, (one, two) = open_.rows, open_.side
    score = per_row(world, "settle.constant", rows) + 0.0
    score += per_row(world, "settle.level", rows) * (open_.level.max(axis=0) - float(DISPLAY))
    works = np.where(open_.line, 1.0, per_row(world, "settle.without_line", rows))
    score += per_row(world, "settle.hotline", rows) * (0.5 * called.sum(axis=0)) * works
    seats = state["member"][rows, one] & state["member"][rows, two]
    bound = relations.of_groups(world, state, "restraint")
    bound = bound[rows] if len(bound) > 1 else bound
    shared = (seats == 1) & bound & gate_row(world, "A1", rows)[:, None]
    score += per_row(world, "settle.response", rows) * (shared.any(axis=1) & open_.prevention)
    return score


def _mediation(
    world: World, state: State, moves: Moves, open_: _Open
) -> tuple[tuple[np.ndarray, np.ndarray], Floats]:
    """(confrontation, mediator) of each mediation, and (n,) how much they weigh together, 0..1.

    A mediator weighs as much as the side trusts it that trusts it less.
    """
    weight = np.zeros(len(open_.rows))
    rows, nations, slots = moves.of(OrderKind.MEDIATE)
    ends = moves.orders.target[rows, nations, slots], moves.orders.arg[rows, nations, slots]
    size = world.dims.N
    asked = (rows * size + np.minimum(*ends)) * size + np.maximum(*ends)
    place, found = among(asked, open_.place[0])
    found &= open_.prevention[place]
    at, who = np.divmod(np.unique(place[found] * size + nations[found]), size)
    trusted = state.trust[open_.rows[at], open_.side[:, at], who].min(axis=0)
    np.add.at(weight, at, trusted)
    return (at, who), np.minimum(weight, 1.0)


def _support(world: World, state: State, moves: Moves, open_: _Open) -> Floats:
    """(n,) how much the allies who honour a call this turn outweigh the adversary, 0..1."""
    calls = aid.open_calls(world, state)
    if not len(calls.rows):
        return np.zeros(len(open_.rows))
    weight = aid.backing(world, state, calls, moves.orders.honour)
    called = (calls.rows * world.dims.N + calls.victim) * world.dims.N + calls.enemy
    return np.asarray(((open_.place[..., None] == called) * weight).max(axis=(0, 2)))


def _post(world: World, books: Books, open_: _Open, level: np.ndarray, over: Bools) -> None:
    """Levels, the acts that raised them and what they leave behind."""
    raised, lowered = (level > open_.level) & ~over, (level < open_.level) & ~over
    books.put_at("standoff", Cause.STEPPED_BACK, open_.at(lowered), level[lowered])
    books.put_at("standoff", Cause.SETTLED, open_.at(over & (open_.level > 0)), np.int8(0))
    rows, side, other = at = open_.at(raised)
    for field in ("standoff", "hostility"):
        books.put_at(field, Cause.ESCALATED, at, level[raised])
    step = level[raised] - np.maximum(open_.level[raised], 1.0)
    blame = snap(per_row(world, "dispute.evidence", rows) * step, EVIDENCE_BITS)
    books.add_at("bad", Cause.ESCALATED, (rows, other, side), blame)


def _goodwill(world: World, books: Books, open_: _Open, called: Bools, down: Bools) -> None:
    """A side that steps back, or speaks over the hotline, earns some trust of the other."""
    for mask, name, cause in (
        (down, "ladder.goodwill", Cause.STEPPED_BACK),
        (called, "hotline.evidence", Cause.HOTLINE),
    ):
        rows, side, other = open_.at(mask)
        earned = snap(per_row(world, name, rows), EVIDENCE_BITS)
        books.add_at("good", cause, (rows, other, side), earned)


def _thanks(
    world: World, books: Books, open_: _Open, mediators: tuple[np.ndarray, np.ndarray]
) -> None:
    """Both sides thank the mediators for their good offices."""
    at, who = mediators
    amount = snap(per_row(world, "mediate.evidence", open_.rows[at]), EVIDENCE_BITS)
    for side in open_.side:
        books.add_at("good", Cause.MEDIATED, (open_.rows[at], side[at], who), amount)


def _begin(world: World, state: State, books: Books, moves: Moves) -> None:
    """Nations that open a confrontation by order: they threaten force."""
    rows, nations, slots = moves.of(OrderKind.ESCALATE)
    target = moves.orders.target[rows, nations, slots].astype(np.intp)
    stands = books["standoff"]
    quiet = np.maximum(stands[rows, nations, target], stands[rows, target, nations]) == 0
    quiet &= state["standoff"][rows, nations, target] == 0
    quiet &= state["standoff"][rows, target, nations] == 0
    if not quiet.any():
        return
    size = world.dims.N
    keys = np.unique((rows[quiet] * size + nations[quiet]) * size + target[quiet])
    rows, nations, target = keys // size // size, keys // size % size, keys % size
    for name in ("standoff", "hostility"):
        books.put_at(name, Cause.DISPUTE, (rows, nations, target), np.int8(THREAT))
    for one, two in ((nations, target), (target, nations)):
        books.put_at("last_dispute", Cause.DISPUTE, (rows, one, two), np.int16(state.turn))
    blame = snap(per_row(world, "dispute.evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.DISPUTE, (rows, target, nations), blame)
