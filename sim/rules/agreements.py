"""The life of bilateral agreements: signature, ratification, force, review, notice, end (A1-A3)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.carried import bonds
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.reliability import keep
from sim.sparse import Index, among, gate_row, gather, per_row, where
from sim.state import (
    EVIDENCE_BITS,
    IN_FORCE,
    NONE,
    NOTICE,
    RATIFIED,
    SIGNED,
    State,
)
from sim.talks import initialled
from sim.treaty import bring_to, lapse_chance, notice, strain
from sim.world import World


def agreements(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """What was initialled is signed, what was signed is ratified or fails, what is old reviewed."""
    alive = _Alive(world, state, books)
    _ratify(world, state, books, moves, draw, alive)
    _renew(world, state, books, moves)
    _review(world, state, books, draw, alive)
    _denounce(world, state, books, moves)
    _break_after_change(world, state, books, draw)
    _outgrow(world, state, books, draw)
    _sign(world, state, books, moves)
    keep(world, state, books)


class _Alive:
    """Places of the few agreements that are not ``NONE`` as the turn begins, ascending.

    Those that came or went from outside this turn are left alone.
    """

    def __init__(self, world: World, state: State, books: Books) -> None:
        stage = state["agreement"].reshape(-1)
        with bonds(world, state) as held:
            #: (n,) those in force, each once (i < j), and those on the way to another stage
            self.standing, self._pending = held.standing, held.pending
        if books.touched("agreement"):
            same = (books["agreement"] == state["agreement"]).reshape(-1)
            self.standing = self.standing[same[self.standing]]
            self._pending = self._pending[same[self._pending]]
        self._codes = stage.take(self._pending)

    def at(self, code: int) -> np.ndarray:
        """(n,) those signed, or under notice."""
        return np.asarray(self._pending[self._codes == code])


def _sign(world: World, state: State, books: Books, moves: Moves) -> None:
    found = initialled(world, books, moves)
    rows, types, first, second = at = tuple(found[k] for k in ("rows", "kind", "proposer", "to"))
    free = (gather(state["agreement"], *at) == NONE) & (gather(books["agreement"], *at) == NONE)
    here = world.exists(state.turn)
    free &= here[first] & here[second] & (world.agreements.opens[types] <= state.turn)
    lives = gate_row(world, "A3", rows)
    bring_to(books, Cause.INITIALLED, at, free & lives, SIGNED, state.turn)
    bring_to(books, Cause.INITIALLED, at, free & ~lives, IN_FORCE, state.turn)


def _ratify(
    world: World, state: State, books: Books, moves: Moves, draw: Draw, alive: _Alive
) -> None:
    """Each side's parliament acts in its own time; low political will makes rejection likelier.

    A government that puts an agreement to parliament now hastens the decision, whichever it is.
    With P11 off, governments ratify at once. Notice that has run out ends the agreement.
    """
    shape = state["agreement"].shape
    waiting = alive.at(SIGNED)
    if len(waiting):
        ends = draw.nation(Column.RATIFY, 4, world.dims.N).transpose(2, 0, 1)
        haste, free = _haste(world, state, moves, waiting), world.switches["P11"]
        pace = world.agreements.ratify, world.agreements.fail
        fate = _parliaments(waiting, haste, ends, state["will"], free, pace)
        decided = np.flatnonzero(fate != SIGNED)
        done = rows, types, own, other = np.unravel_index(waiting[decided], shape)
        yes = fate[decided] == RATIFIED
        books.put_at("agreement", Cause.RATIFIED, tuple(axis[yes] for axis in done), RATIFIED)
        mutual = yes & (gather(books["agreement"], rows, types, other, own) == RATIFIED)
        bring_to(books, Cause.IN_FORCE, done, mutual, IN_FORCE, state.turn)
        bring_to(books, Cause.RATIFICATION_FAILED, done, ~yes, NONE, state.turn)
    given = np.unravel_index(alive.at(NOTICE), shape)
    over = state.turn - state["agreement_turn"][given] >= world.agreements.notice[given[1]]
    bring_to(books, Cause.ENDED, given, over, NONE, state.turn)


@compiled
def _parliaments(
    waiting: np.ndarray,
    haste: Floats,
    ends: Floats,
    will: Floats,
    free: Bools,
    pace: tuple[Floats, Floats],
) -> np.ndarray:
    """(n,) what becomes of agreements before one side's parliament: SIGNED still, RATIFIED or NONE.

    ``waiting`` are places as (R, A, N, N), ascending; ``ends`` (4, R, N) luck of nations: with
    ratifying, with rejecting, and of their partners with either; ``free`` (R or 1,) whether there
    is a parliament (P11); ``pace`` (A,) each, chances of ratifying and of failing.
    """
    (ratify, fail), (_, nations), seen = pace, will.shape, 0
    fate = np.empty(len(waiting), np.int8)
    for block in range(len(will) * len(ratify)):
        row, kind = divmod(block, len(ratify))
        begin = block * nations * nations
        while seen < len(waiting) and waiting[seen] < begin + nations * nations:
            own, other = divmod(waiting[seen] - begin, nations)
            ratifying = ends[0, row, own] + kind / 16.0 + ends[2, row, other]
            rejecting = ends[1, row, own] + kind / 16.0 + ends[3, row, other]
            mood, hurry = will[row, own], haste[seen]
            yes = ratifying - int(ratifying) < ratify[kind] * (0.5 + mood) * hurry
            no = rejecting - int(rejecting) < fail[kind] * (1.0 - mood) * hurry
            voted = NONE if no else RATIFIED if yes else SIGNED
            fate[seen] = voted if free[row if len(free) > 1 else 0] else RATIFIED
            seen += 1
    return fate


def _haste(world: World, state: State, moves: Moves, waiting: np.ndarray) -> Floats:
    """(n,) how many times as likely a decision is this turn: more where it was asked for."""
    times = np.ones(len(waiting))
    pushed = _ordered(moves, OrderKind.RATIFY)
    if not len(pushed[0]):
        return times
    asked = np.ravel_multi_index(pushed, state["agreement"].shape)
    place, hit = among(asked, waiting)
    times[place[hit]] = per_row(world, "ratify.push", pushed[0][hit])
    return times


def _ordered(moves: Moves, kind: OrderKind) -> Index:
    """(rows, types, nations, partners) of the orders of a kind that stood."""
    rows, nations, slots = moves.of(kind)
    partner = moves.orders.target[rows, nations, slots].astype(np.intp)
    return rows, moves.orders.arg[rows, nations, slots].astype(np.intp), nations, partner


def _renew(world: World, state: State, books: Books, moves: Moves) -> None:
    """A term begins anew where one side asks for it and the other trusts it enough, or asks too."""
    rows, types, own, other = at = _ordered(moves, OrderKind.RENEW)
    if not len(rows):
        return
    shape = state["agreement"].shape
    asked = np.ravel_multi_index(at, shape)
    _, agreed = among(np.ravel_multi_index((rows, types, other, own), shape), np.sort(asked))
    agreed |= state.trust[rows, other, own] >= per_row(world, "renew.consent", rows)
    agreed &= (state["agreement"][at] == IN_FORCE) & gate_row(world, "A3", rows)
    agreed &= books["agreement"][at] == IN_FORCE
    bring_to(books, Cause.RENEWED, at, agreed, IN_FORCE, state.turn)


def _review(world: World, state: State, books: Books, draw: Draw, alive: _Alive) -> None:
    """At the end of its term an agreement is renewed, or lapses (``sim.treaty``: A15)."""
    shape, terms = state["agreement"].shape, world.agreements.term
    began = state["agreement_turn"].reshape(*shape[:2], -1)
    years = state["duration"].reshape(len(began), -1)
    due = _due(alive.standing, began, years, terms, state.turn, world.months)
    if not len(due):
        return
    rows, _, _, _ = at = np.unravel_index(due, shape)
    old = books["agreement_turn"][at] == state["agreement_turn"][at]  # not renewed just now
    once = old & gate_row(world, "A3", rows)
    rows, _, first, second = at = tuple(axis[once] for axis in at)
    ends = draw.nation(Column.REVIEW, 1, world.dims.N)[..., 0]
    luck = mix(ends[rows, first], ends[rows, second])
    lapse = luck < lapse_chance(world, state, at)
    bring_to(books, Cause.LAPSED, at, lapse, NONE, state.turn)
    bring_to(books, Cause.RENEWED, at, ~lapse, IN_FORCE, state.turn)


@compiled
def _due(
    standing: np.ndarray,
    began: np.ndarray,
    years: np.ndarray,
    terms: np.ndarray,
    turn: int,
    months: int,
) -> np.ndarray:
    """(n,) those of agreements in force whose term, or years agreed on, run out this turn.

    ``began`` (R, A, N * N) is the turn since when, ``years`` (R, N * N) were agreed on between two
    (0: none), ``terms`` (A,) are turns; who has none stays as it is.
    """
    due, seen, count = np.empty(len(standing) + 1, np.int64), 0, 0
    rows, types, pairs = began.shape
    for block in range(rows * types):
        row, kind = divmod(block, types)
        while seen < len(standing) and standing[seen] < (block + 1) * pairs:
            pair = standing[seen] - block * pairs
            agreed = int(years[row, pair])
            span = max(agreed * 12 // months, 1) if agreed > 0 else int(terms[kind])
            due[count] = standing[seen]
            count += int(span > 0 and began[row, kind, pair] == turn - span)
            seen += 1
    return due[:count]


def _outgrow(world: World, state: State, books: Books, draw: Draw) -> None:
    """Between reviews two nations may let go of an agreement that no longer serves them (A15).

    By mutual consent (Vienna Convention on the Law of Treaties, Article 54): nobody is blamed.
    Each nation looks at one partner a turn; the chance is ``lasting.hazard`` for a pair, times
    ``sim.treaty.strain``, times the number of partners it might have looked at.
    Source: annual dissolution of treaties, .005 (Correlates of War and ATOP counts).
    """
    count = relations.degree(world, state)
    luck = draw.nation(Column.OUTGROW, 2, world.dims.N)
    most = world.param("lasting.base") + world.param("lasting.resentment")
    rate = 0.5 * world.param("lasting.hazard")  # each of the two may look
    rows, own = where((luck[..., 0] < count * rate * most) & world.on("A3", 1))
    if not len(rows):
        return
    tied = np.cumsum(relations.ties(world, state)[rows, own], axis=1, dtype=np.uint8)
    which = luck[rows, own, 1] * count[rows, own]
    partner = (tied <= np.floor(which)[:, None]).sum(axis=1)
    held = np.cumsum(state["agreement"][rows, :, own, partner] == IN_FORCE, axis=1)
    types = (held <= np.floor((which - np.floor(which)) * held[:, -1])[:, None]).sum(axis=1)
    types = np.minimum(types, world.dims.A - 1)
    at = (rows, types, own, partner)
    times = np.where(gate_row(world, "A15", rows), strain(world, state, at), 1.0)
    half = 0.5 * per_row(world, "lasting.hazard", rows)
    hit = luck[rows, own, 0] < count[rows, own] * half * times
    hit &= books["agreement"][at] == IN_FORCE
    bring_to(books, Cause.OUTGROWN, at, hit, NONE, state.turn)


def _denounce(world: World, state: State, books: Books, moves: Moves) -> None:
    at = _ordered(moves, OrderKind.DENOUNCE)
    if len(at[0]):
        _notice(world, state, books, at)


def _notice(world: World, state: State, books: Books, at: Index) -> None:
    """Notice by the first side; the partner remembers who gave it. With A3 off it ends at once."""
    rows, _, nations, partner = notice(world, state, books, Cause.NOTICE, at)
    blame = snap(per_row(world, "agreement.notice_evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", Cause.NOTICE, (rows, partner, nations), blame)


def _break_after_change(world: World, state: State, books: Books, draw: Draw) -> None:
    """New governments of unfree states give notice of some of their predecessor's agreements.

    Source: leader change with a new coalition raises abrogation in non-democracies only (Leeds,
    Mattes and Vogel 2009).
    """
    new = (books["government"] == state.turn) & (state["institutions"] < 0.5)
    new &= world.on("A3", 1)
    if not new.any():
        return
    rows, nations = where(new)
    held = state["agreement"][rows, :, nations, :] == IN_FORCE
    event, types, partner = where(held)
    if not len(event):
        return
    ends = draw.nation(Column.REVIEW, 1, world.dims.N)[..., 0]
    luck = mix(ends[rows[event], nations[event]] + types / 16.0, ends[rows[event], partner])
    hit = luck < per_row(world, "agreement.break_after_change", rows[event])
    event, types, partner = event[hit], types[hit], partner[hit]
    _notice(world, state, books, (rows[event], types, nations[event], partner))
