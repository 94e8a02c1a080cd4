"""Notification, inspection, satellites, queries: what is declared against what is true (A5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.account import Books
from sim.arguments import shown, table
from sim.axes import Bools, Floats, Ints
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Column, Draw, mix
from sim.forces import neighbourhood
from sim.grid import snap
from sim.knowledge import EVADED, EXPLAINED, hidden_at, learn, quota
from sim.orders import Moves, OrderKind
from sim.sparse import Index, distinct, gate_row, per_row, where
from sim.state import EVIDENCE_BITS, NO_DISPUTE, State
from sim.world import World

#: Luck of inspections: two columns of each; and what a visit reads of the parameters.
_LUCK = (Column.INSPECTION, Column.SOURCE)
_RATES = ("verification.notify", "verification.margin", "inspection.element", "inspection.false")

#: What comes of an inspection.
_SENT_HOME, _CLEAN, _DOUBTED, _FOUND = range(4)


class Hosts(NamedTuple):
    """What nations (R, N) do, what they tell of it, and inspections they must accept and had."""

    activity: Floats
    notified: Floats
    most: Floats  # (R or 1, N)
    received: np.ndarray
    luck: np.ndarray  # (4, R, N) words


def verification(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Inspectors, satellites and observers look at the turn's activities; questions are answered.

    With A5 off nobody looks, and nothing that was misdeclared is found.
    """
    books.put("queried", Cause.ASKED, state["queried"] != 0, 0)
    if not world.switches["A5"].any():
        return
    _inspect(world, state, books, moves, draw)
    _watch(world, state, books, moves, draw)
    _observe(world, state, books)
    _query(world, state, books, moves, draw)
    _year_end(world, state, books)


@compiled
def detection(share: float, elements: float, before: float) -> float:
    """The chance that one more visit finds something, ``share * elements / (elements - before)``.

    ``share`` of the ``elements`` is misdeclared and ``before`` were visited in vain. So ``n``
    visits find something with probability ``1 - C(N - r, n) / C(N, n)`` for N elements of which r
    are misdeclared. Source: the hypergeometric law of sampling without replacement.
    """
    return min(share * elements / max(elements - before, 1.0), 1.0)


def _ordered(world: World, moves: Moves, kind: OrderKind) -> Index:
    """(row, nation, target) of the orders of a kind, each pair once, where A5 works."""
    rows, who, slots = moves.of(kind)
    at = (rows, who, moves.orders.target[rows, who, slots].astype(np.intp))
    once = distinct(at, (len(moves.orders.kind), world.dims.N, world.dims.N))
    return _some(at, once[gate_row(world, "A5", rows[once])])


def _inspect(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Inspections within the quota; beyond it who comes late in the turn is sent home.

    A proven violation is public: it is recorded, and all hear of it. Figures that do not tally
    for other reasons (counting rules) raise a doubt that stays with the inspector. An inspection
    without findings is evidence of good faith: hosting it is a costly signal (Kydd 2005).
    """
    rows, who, host = _ordered(world, moves, OrderKind.INSPECT)
    if not len(rows):
        return
    hosts = Hosts(
        activity=shown(books["activity"]),
        notified=shown(books["notified"]),
        most=quota(world),
        received=state["quota"],
        luck=np.concatenate([draw.words(c, 2, world.dims.N) for c in _LUCK]),
    )
    outcome = np.empty(len(rows), np.int8)
    _visit((rows, who, host), hosts, table(world, *_RATES), outcome)
    let_in = outcome != _SENT_HOME
    rows, who, host = at = _some((rows, who, host), let_in)
    found, false = (outcome[let_in] == what for what in (_FOUND, _DOUBTED))
    cause = Cause.INSPECTION
    books.put_at("inspected", cause, at, np.int16(state.turn))
    books.add_at("quota", cause, (rows, host), 1)
    learn(books, cause, at, per_row(world, "inspection.insight", rows))
    _evidence(world, books, ("good", cause), at, (~found & ~false, "inspection.good"))
    _evidence(world, books, ("bad", Cause.VIOLATION), at, (found, "inspection.bad"))
    _suspect(world, state, books, at, (false, "inspection.doubt"))
    books.put_at("alarmed", Cause.VIOLATION, _some(at, found), np.int16(state.turn))
    _prove(world, state, books, (rows[found], host[found]))


@compiled
def _visit(at: tuple[Ints, Ints, Ints], hosts: Hosts, rates: Floats, outcome: np.ndarray) -> None:
    """Write what comes of each inspection (row, who, host), row after row, to ``outcome``."""
    (rows, who, host), first = at, 0
    for k in range(len(rows)):
        row, i, j = rows[k], who[k], host[k]
        while rows[first] < row:
            first += 1
        luck, before = _luck(hosts, row, (1, i), (0, j)), 0
        for other in range(first, len(rows)):
            if rows[other] != row:
                break
            if host[other] == j and _luck(hosts, row, (1, who[other]), (0, j)) < luck:
                before += 1
        most = hosts.most[row if len(hosts.most) > 1 else 0, j]
        if before >= most - hosts.received[row, j]:
            outcome[k] = _SENT_HOME
            continue
        notify, margin, element, false = rates[row if len(rates) > 1 else 0]
        activity, told = hosts.activity[row, j], hosts.notified[row, j]
        hides = activity >= notify and activity > told * (1.0 + margin)
        share = (activity - told if hides else 0.0) / max(activity, 1.0 / 1024)
        outcome[k] = _CLEAN
        if _luck(hosts, row, (0, i), (1, j)) < detection(share, activity / element, before):
            outcome[k] = _FOUND
        elif _luck(hosts, row, (2, i), (3, j)) < false:
            outcome[k] = _DOUBTED


@compiled
def _luck(hosts: Hosts, row: int, one: tuple[int, int], two: tuple[int, int]) -> float:
    """One number from the words (column, nation) of two."""
    words = int(hosts.luck[one[0], row, one[1]]) + int(hosts.luck[two[0], row, two[1]])
    return (words & (2**32 - 1)) * 2.0**-32


def _some(at: Index, some: np.ndarray) -> Index:
    return tuple(axis[some] for axis in at)


def _evidence(
    world: World, books: Books, what: tuple[str, Cause], at: Index, size: tuple[Bools, str]
) -> None:
    """First-hand evidence where a mask holds, of a parameter's size."""
    if not size[0].any():
        return
    cells = _some(at, size[0])
    books.add_at(*what, cells, snap(per_row(world, size[1], cells[0]), EVIDENCE_BITS))


def _suspect(world: World, state: State, books: Books, at: Index, size: tuple[Bools, str]) -> None:
    """A doubt that one nation keeps to itself."""
    if not size[0].any():
        return
    _evidence(world, books, ("bad", Cause.DOUBT), at, size)
    books.put_at("alarmed", Cause.DOUBT, _some(at, size[0]), np.int16(state.turn))


def _prove(world: World, state: State, books: Books, caught: Index) -> None:
    """A violation enters the record once a turn, however many found it, and all hear of it (N1)."""
    if not len(caught[0]):
        return
    once = distinct(caught, state["violations"].shape)
    rows, host = caught[0][once], caught[1][once]
    cause = Cause.VIOLATION
    books.put_at("caught", cause, (rows, host), np.int16(state.turn))
    books.add_at("violations", cause, (rows, host), snap(per_row(world, "violation.record", rows)))
    books.settle("violations")
    _repute(world, books, cause, (rows, host), per_row(world, "violation.repute", rows))


def _repute(world: World, books: Books, cause: Cause, about: Index, size: Floats) -> None:
    """All other nations hear something bad."""
    size = snap(size * gate_row(world, "N1", about[0]), EVIDENCE_BITS)
    event, ear = where(np.arange(world.dims.N) != about[1][:, None])
    books.add_at("heard_bad", cause, (about[0][event], ear, about[1][event]), size[event])


def _watch(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Satellites see what is large: with chance ``quality * size^2 / (size^2 + half^2)``.

    A nation with satellites of its own sees best; others buy pictures. What they show proves
    nothing in public.
    """
    rows, who, about = at = _ordered(world, moves, OrderKind.WATCH)
    if not len(rows):
        return
    own = state["capability"][rows, who] >= per_row(world, "satellite.own", rows)
    quality = np.where(own, 1.0, per_row(world, "satellite.bought", rows))
    half = per_row(world, "satellite.half", rows)
    size = books["activity"][rows, about]
    chance = quality * size * size / (size * size + half * half)
    sky = draw.of_nations(Column.INSPECTION, 1, world.dims.N, rows, who)
    ground = draw.of_nations(Column.SOURCE, 0, world.dims.N, rows, about)
    seen = mix(sky, ground) < chance
    seen &= hidden_at(world, rows, size, books["notified"][rows, about]) > 0
    worth = quality * per_row(world, "satellite.insight", rows)
    learn(books, Cause.WATCHED, at, snap(worth))
    _suspect(world, state, books, at, (seen, "satellite.doubt"))


def _observe(world: World, state: State, books: Books) -> None:
    """Neighbours' observers come where they are invited; from a certain size on they are due.

    Neighbours hold it against a nation that declares so large an activity and invites nobody.
    """
    invited = books["observers"] == 1
    large = books["notified"] >= world.param("verification.observe")
    rows, host = where(((invited & (books["activity"] > 0)) | large) & world.on("A5", 1))
    if not len(rows):
        return
    at_odds = state["hostility"][rows, :, host] != NO_DISPUTE
    event, who = where(neighbourhood(world)[host] & world.exists(state.turn) & ~at_odds)
    cells = (rows[event], who, host[event])
    came = invited[cells[0], cells[2]]
    seen = _some(cells, came)
    worth = per_row(world, "observation.insight", seen[0])
    learn(books, Cause.OBSERVATION, seen, worth)
    _evidence(world, books, ("bad", Cause.UNOBSERVED), cells, (~came, "observation.bad"))


def _query(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """A question is put before all; the one asked about the turn before explains or evades.

    The body before which it is put decides by consensus and can enforce nothing. An honest
    explanation makes its forces better known; who has something to hide may get away with a story.
    Evasion costs the trust of who asked, and of all as far as violations were proven before.
    """
    rows, who, asked = _ordered(world, moves, OrderKind.QUERY)
    if not len(rows):
        return
    luck = draw.of_nations(Column.INSPECTION, 1, world.dims.N, rows, asked)
    at = (rows, asked)
    hides = hidden_at(world, rows, state["activity"][at], state["notified"][at]) > 0
    bluff, candour = (per_row(world, f"query.{name}", rows) for name in ("bluff", "candour"))
    answers = mix(luck, np.asarray(0.5)) < np.where(hides, bluff, candour)
    books.put_at("queried", Cause.ASKED, at, np.where(answers, EXPLAINED, EVADED))
    asks = (rows, who, asked)
    _evidence(world, books, ("good", Cause.ASKED), asks, (answers, "query.good"))
    _evidence(world, books, ("bad", Cause.ASKED), asks, (~answers, "query.bad"))
    once = distinct(at, state["queried"].shape)  # by however many it was asked
    rows, asked, answers, hides = (part[once] for part in (rows, asked, answers, hides))
    cells = _some((rows, asked), answers & ~hides & gate_row(world, "P2", rows))
    open_ = per_row(world, "query.open", cells[0]) * (1.0 - books["transparency"][cells])
    books.add_at("transparency", Cause.ASKED, cells, snap(open_))
    evaded = _some((rows, asked), ~answers)
    heard = per_row(world, "query.repute", evaded[0]) * books["violations"][evaded]
    _repute(world, books, Cause.ASKED, evaded, heard)


def _year_end(world: World, state: State, books: Books) -> None:
    """At the end of a calendar year agreements are audited and quotas begin anew."""
    if world.date(state.turn)[0] == world.date(state.turn + 1)[0]:
        return
    rows, who, about = at = where((state["verified"] > 0) & world.on("A5", 2))
    worth = per_row(world, "audit.insight", rows) * state["verified"][at]
    learn(books, Cause.AUDIT, (rows, who, about), snap(worth))
    books.put("quota", Cause.NEW_QUOTA, (books["quota"] > 0) & world.on("A5", 1), 0)
