"""What nations know of each other in secret: reports, sharing, leaks, belief (P6, A6)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.carried import fixed
from sim.causes import Cause
from sim.compiled import compiled
from sim.cycle import due, kept
from sim.draw import Column, Draw
from sim.forces import neighbourhood
from sim.grid import nearest, snap
from sim.knowledge import concerned, hear
from sim.orders import Moves, OrderKind
from sim.sparse import gate_row, per_row, where
from sim.state import EVIDENCE_BITS, State
from sim.world import World

Edges = tuple[np.ndarray, np.ndarray]


def intelligence(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Nations assess each other, and forget the distant; partners share; secrets come out."""
    now = due(world, "intelligence.cycle", state.turn + 1)
    if now.any():
        _assess(world, state, books, draw, now.astype(np.float64))
    _forget(world, state, books)
    _share(world, state, books, moves, draw)
    _leak(world, state, books, moves, draw)


class _Rates(NamedTuple):
    """What enters an assessment; rates a turn are those of a whole cycle here."""

    collection: Floats
    reach: Floats  # for the root of capability
    open: Floats  # of what is open about the other (P2)
    partner: Floats  # of what a partner under a protocol tells of itself (P6)
    ageing: Floats
    error: Floats
    fear: Floats
    pace: Floats  # of beliefs


class _Seen(NamedTuple):
    """What an assessment starts from."""

    insight: Floats  # (R, N, N)
    belief: Floats  # (R, N, N)
    trust: Floats  # (R, N, N)
    posture: Floats  # (R, N)
    transparency: Floats  # (R, N)
    capability: Floats  # (R, N)
    told: Bools  # (R or 1, 2 E) whether the second tells the first what it keeps from others
    luck: Floats  # (R, 2, N) of who reads, and of what the other lets be seen
    due: Floats  # (R or 1,) 1 where it is due in this turn


def _rates(world: World) -> Floats:
    """(R or 1, 8) what ``_Rates`` names."""

    def since(name: str) -> Floats:
        """A share per turn as the share of the whole time between two assessments."""
        return 1.0 - kept(world, "intelligence.cycle", 1.0 - world.param(name, 0))

    rates = _Rates(
        since("intelligence.collection"),
        world.param("intelligence.reach", 0),
        world.gate("P2") * since("intelligence.open"),
        world.gate("P6") * since("intelligence.partner"),
        since("intelligence.ageing"),
        world.param("belief.error", 0),
        world.param("belief.fear", 0),
        since("belief.pace"),
    )
    return np.stack(np.broadcast_arrays(*rates), axis=1)


def _assess(world: World, state: State, books: Books, draw: Draw, works: Floats) -> None:
    """Insight of politically relevant pairs: ``known + gain * (1 - known) - ageing * known``.

    The gain is the nation's own collection, which grows with the root of its capability; what is
    open about the other (P2); and what a partner under a protocol for classified information tells
    of itself (P6). With A6 off nothing is kept from others: what one is told, all are told.
    Assumption: all rates.

    Beliefs move toward ``posture + (1 - insight) * (error + fear * (1 - trust))``. The error is
    drawn anew each time, twice: how the observer reads, and what the other lets be seen. Who knows
    little errs widely, and on the side of fear.
    Assumption: form and sizes; fear overshoots (up to eight times the declared size in 2017).
    """
    edges, rates = concerned(world), fixed(world, "assessment", lambda: _rates(world))
    seen = _Seen(
        books["insight"],
        books["belief"],
        state.trust,
        books["posture"],
        state["transparency"],
        state["capability"],
        _told(world, state, edges),
        np.ascontiguousarray(draw.nation(Column.SOURCE, 2, world.dims.N).swapaxes(1, 2)),
        due=works,
    )
    here = world.exists(state.turn)
    known, belief = _look(edges, here, seen, rates)
    if books.keep:
        _explain(books, edges, here[edges[0]] & here[edges[1]], seen, rates, known)
    books.put_pairs("insight", Cause.COLLECTED, edges, known)
    books.put_pairs("belief", Cause.FEARED_WORSE, edges, belief)


@compiled
def _look(edges: Edges, here: Bools, seen: _Seen, rates: Floats) -> tuple[Floats, Floats]:
    """(R, 2 E), (R, 2 E) insight and belief of each pair of ``edges`` after an assessment.

    ``here`` (N,) are the nations that exist, ``rates`` as ``_rates``.
    """
    (one, two), n = edges, len(here)
    known = np.empty((len(seen.posture), len(one)))
    belief, own = np.empty_like(known), np.empty(n)
    for row in range(len(known)):
        rate = rates[row if len(rates) > 1 else 0]
        collection, reach, open_, partner, ageing, error, fear, pace = rate
        works = seen.due[row if len(seen.due) > 1 else 0]
        for i in range(n):
            own[i] = collection * min(reach * np.sqrt(seen.capability[row, i]), 1.0)
        for pair in range(len(one)):
            i, j = one[pair], two[pair]
            both = 1.0 if here[i] and here[j] else 0.0
            old, held = seen.insight[row, i, j], seen.belief[row, i, j]
            told = partner if seen.told[row if len(seen.told) > 1 else 0, pair] else 0.0
            gain = own[i] + open_ * seen.transparency[row, j] + told
            now = old + nearest((gain * (1.0 - old) - ageing * old) * (works * both))
            unknown = (1.0 - now) * both
            misread = (seen.luck[row, 0, i] + seen.luck[row, 1, j] - 1.0) * error * unknown
            feared = (1.0 - seen.trust[row, i, j]) * fear * unknown
            estimate = min(max(seen.posture[row, j] + misread + feared, 0.0), 1.0)
            known[row, pair] = now
            belief[row, pair] = held + nearest((estimate - held) * (pace * works))
    return known, belief


def _explain(
    books: Books, edges: Edges, here: Bools, seen: _Seen, rates: Floats, now: Floats
) -> None:
    """Book what aged and what was told of insight, what was seen and misread of belief.

    ``here`` (2 E,) are the pairs of which both exist, ``now`` (R, 2 E) insight afterwards.
    """
    (one, two), p = edges, _Rates(*rates.T[..., None])
    due = seen.due[:, None]
    known, held = seen.insight[:, one, two], seen.belief[:, one, two]
    share = due * here
    aged = known - snap(p.ageing * known * share)
    told = snap(seen.told * p.partner * (1.0 - known) * share)
    books.put_pairs("insight", Cause.OUTDATED, edges, aged)
    books.put_pairs("insight", Cause.TOLD, edges, aged + told)
    misread = (seen.luck[:, 0][:, one] + seen.luck[:, 1][:, two] - 1.0) * p.error
    misread = misread * ((1.0 - now) * here)
    pace = p.pace * due
    found = held + snap((seen.posture[:, two] - held) * pace)
    books.put_pairs("belief", Cause.COLLECTED, edges, found)
    books.put_pairs("belief", Cause.MISREAD, edges, found + snap(misread * pace))


def _told(world: World, state: State, edges: Edges) -> Bools:
    """(R or 1, 2 E) whether the second tells the first what it keeps from others (P6)."""
    if not world.switches["P6"].any():
        return np.zeros((1, len(edges[0])), bool)
    # secrets are told both ways
    told = np.tile(relations.information_of(world, state, *world.neighbours), 2)
    if not world.switches["A6"].all():
        partner = relations.information(world, state)
        told = np.where(world.on("A6", 1), told, np.asarray(partner.any(axis=1))[:, edges[1]])
    return told


def _forget(world: World, state: State, books: Books) -> None:
    """At the end of a year, what was learned of distant nations by chance has grown old.

    No standing reports come from them; see ``concerned`` for those of which they do.
    """
    if world.date(state.turn)[0] == world.date(state.turn + 1)[0]:
        return
    rows, who, about = cells = where((books["insight"] > 0) & ~neighbourhood(world))
    lost = per_row(world, "intelligence.distant", rows) * books["insight"][cells]
    books.add_at("insight", Cause.OUTDATED, (rows, who, about), -snap(lost))


def _share(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Who shares tells a partner what it knows better of the nations that concern the partner.

    The partner takes it for as much as it trusts the source. With A6 off it is told to all. Each
    telling may come out, the more easily the more nations the partner shares with and the weaker
    its institutions; who is found to have let it out pays with trust.
    """
    rows, giver, slots = moves.of(OrderKind.SHARE)
    if not len(rows):
        return
    taker = moves.orders.target[rows, giver, slots].astype(np.intp)
    keep = gate_row(world, "P6", rows)
    rows, giver, taker = rows[keep], giver[keep], taker[keep]
    if not len(rows):
        return
    open_ = ~gate_row(world, "A6", rows)
    ears = np.zeros((len(rows), world.dims.N), bool)
    ears[np.arange(len(rows)), taker] = True
    ears[open_] = world.exists(state.turn)
    ears[np.arange(len(rows)), giver] = False
    telling, ear = where(ears)
    run, source = rows[telling], giver[telling]
    knows = state["insight"][run, source]
    topics = neighbourhood(world)[ear] & (knows > books["insight"][run, ear])
    topics[np.arange(len(run)), source] = False
    event, subject = where(topics)
    if not len(event):
        return
    at = (run[event], ear[event], subject)
    weight = per_row(world, "sharing.worth", run) * state.trust[run, ear, source]
    believes = state["belief"][run, source][event, subject]
    told = (knows[event, subject], believes, weight[event])
    gain = hear(books, Cause.SHARED, at, told)
    news = np.zeros(ears.shape)
    first = at[1] == taker[telling][event]
    news[telling[event[first]], subject[first]] = gain[first]
    hush = ~open_ & (news.max(axis=1, initial=0.0) > 0)
    luck = draw.of_two(Column.INTELLIGENCE, world.dims.N, rows, (3, giver), (1, taker))
    out = hush & (luck < _spill(world, state, rows, taker))
    secret = (rows[out], taker[out], giver[out], news[out].argmax(axis=1))
    _let_out(world, state, books, secret, np.ones(len(secret[0]), bool))


def _spill(world: World, state: State, rows: np.ndarray, taker: np.ndarray) -> Floats:
    """(n,) chance that what a nation was told comes out against its will."""
    cells = (rows[:, None], taker[:, None], np.arange(world.dims.N)[None, :])
    holders = relations.information_at(world, state, cells).sum(axis=1)
    loose = 1.0 - state["institutions"][rows, taker]
    chance = per_row(world, "secret.spill", rows) * loose
    return np.asarray(chance * (1.0 + per_row(world, "secret.holders", rows) * holders))


def _leak(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """A nation lets out what a partner told it of a third; it may be found out (P6, A6)."""
    rows, leaker, slots = moves.of(OrderKind.LEAK)
    if not len(rows):
        return
    subject = moves.orders.target[rows, leaker, slots].astype(np.intp)
    source = moves.orders.arg[rows, leaker, slots].astype(np.intp)
    keep = gate_row(world, "P6", rows) & gate_row(world, "A6", rows)
    rows, leaker, source, subject = (p[keep] for p in (rows, leaker, source, subject))
    if not len(rows):
        return
    caught = draw.of_two(Column.INTELLIGENCE, world.dims.N, rows, (3, leaker), (2, source))
    found = caught < per_row(world, "secret.found", rows)
    _let_out(world, state, books, (rows, leaker, source, subject), found)


def _let_out(
    world: World, state: State, books: Books, told: tuple[np.ndarray, ...], found: np.ndarray
) -> None:
    """What the leaker knew of the subject is in all papers; who was found out loses trust.

    The source's trust in the leaker falls most, that of third nations somewhat (N1), and the
    subject resents the source that had looked into its affairs.
    """
    rows, leaker, source, subject = told
    if not len(rows):
        return
    cause, everyone = Cause.LET_OUT, np.arange(world.dims.N)
    books.put_at("exposed", cause, (rows, subject), np.int16(state.turn))
    ears = world.exists(state.turn) & (everyone != subject[:, None])
    ears &= (everyone != leaker[:, None]) & (everyone != source[:, None])
    event, ear = where(ears)
    at = (rows[event], ear, subject[event])
    best = np.where(
        state["insight"][rows, source, subject] >= state["insight"][rows, leaker, subject],
        source,
        leaker,
    )
    origin = (rows[event], best[event], subject[event])
    weight = per_row(world, "secret.worth", rows[event])
    hear(books, cause, at, (state["insight"][origin], state["belief"][origin], weight))
    rows, leaker, source, subject = (part[found] for part in told)
    books.put_at("leaked", cause, (rows, leaker, source), np.int16(state.turn))
    lost = snap(per_row(world, "secret.evidence", rows), EVIDENCE_BITS)
    books.add_at("bad", cause, (rows, source, leaker), lost)
    offence = snap(per_row(world, "secret.offence", rows), EVIDENCE_BITS)
    books.add_at("bad", cause, (rows, subject, source), offence)
    event, ear = where((everyone != leaker[:, None]) & (everyone != source[:, None]))
    heard = per_row(world, "secret.repute", rows) * gate_row(world, "N1", rows)
    books.add_at(
        "heard_bad", cause, (rows[event], ear, leaker[event]), snap(heard, EVIDENCE_BITS)[event]
    )
