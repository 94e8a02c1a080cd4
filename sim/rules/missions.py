"""Peacekeeping and stabilisation: troops, effect, casualties (P7); conflicts that flare up (N2)."""

from __future__ import annotations

import numpy as np

from sim import relations, stabilisation
from sim.account import Books
from sim.axes import NEVER
from sim.causes import Cause
from sim.councils import learn
from sim.draw import Column, Draw
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, gate_row, gather, per_row, where
from sim.stabilisation import LIMITED, PROTECTION, UNLAWFUL
from sim.state import EVIDENCE_BITS, State
from sim.world import World

#: Digits after the point of numbers of troops and deaths.
FINE = 10

#: Domains of interoperability that service together builds: procedures and people.
SKILLS = (0, 3)

#: A conflict that breaks out again begins as a minor one.
MINOR = 0.5


def missions(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Troops are pledged, arrive and go home; they calm the fighting, suffer, and earn respect.

    With P7 off missions have no effect. Deaths a month without a mission are in proportion to the
    level of war on the nation's soil.
    """
    _fighting(world, state, books)
    _flare(world, state, books, draw)
    if not (books["mission_place"] >= 0).any():
        _forget(world, state, books)
        return
    _recall(books, moves)
    _deploy(world, state, books, moves)
    _lead(books, moves)
    _arrive(world, state, books)
    _serve(world, state, books, draw)
    _end(world, state, books)


def _fighting(world: World, state: State, books: Books) -> None:
    """Deaths by the level of war, less what missions prevent; the month it ended is kept."""
    at = where((state["war"] > 0) | (state["deaths"] > 0))
    if not len(at[0]):
        return
    level = per_row(world, "mission.deaths", at[0]) * state["war"][at]
    base = snap(level, FINE)
    books.add_at("deaths", Cause.FIGHTING, at, base - state["deaths"][at])
    if (state["mission_place"] >= 0).any():
        left = snap(level * stabilisation.calm(world, state)[at], FINE)
        books.add_at("deaths", Cause.PEACEKEEPING, at, left - base)
    over = tuple(axis[level == 0] for axis in at)
    books.put_at("settled", Cause.PEACE_AT_HOME, over, np.int16(state.turn))


def _flare(world: World, state: State, books: Books, draw: Draw) -> None:
    """For some years after a conflict ended it may break out again; a mission makes that rarer.

    Source: peace lasts longer with peacekeepers (Fortna 2004).
    """
    rows, nations = where((state["settled"] != NEVER) & (books["war"] == 0))
    young = state["settled"][rows, nations] + per_row(world, "flare.years", rows) > state.turn
    young &= gate_row(world, "N2", rows)
    rows, nations = rows[young], nations[young]
    if not len(rows):
        return
    luck = draw.nation(Column.MISSION, 3, world.dims.N)[rows, nations, 0]
    kept = per_row(world, "mission.keeping", rows)
    strength = stabilisation.mission_strength(world, state)[rows, nations]
    again = luck < per_row(world, "flare.chance", rows) * (1.0 - kept * strength)
    books.put_at("war", Cause.FLARED, (rows[again], nations[again]), MINOR)


def _recall(books: Books, moves: Moves) -> None:
    rows, nations, _ = at = moves.of(OrderKind.RECALL)
    slots = moves.orders.target[at].astype(np.intp)
    for field in ("troops", "arrived"):
        books.put_at(field, Cause.RECALLED, (rows, nations, slots), 0.0)


def _deploy(world: World, state: State, books: Books, moves: Moves) -> None:
    """Troops are pledged, up to what the nation can keep abroad."""
    rows, nations, _ = at = moves.of(OrderKind.DEPLOY)
    if not len(rows):
        return
    slots = moves.orders.target[at].astype(np.intp)
    most = snap(per_row(world, "mission.capacity", rows) * state["spending"][rows, nations], FINE)
    left = np.maximum(most - books["troops"][rows, nations].sum(axis=1), 0.0)
    sent = np.minimum(snap(moves.orders.amount[at], FINE), left)
    first = (books["troops"][rows, nations, slots] == 0) & (sent > 0)
    books.add_at("troops", Cause.DEPLOYED, (rows, nations, slots), sent)
    books.settle("troops")
    unlawful = first & ((state["mission_terms"][rows, slots] & UNLAWFUL) != 0)
    _blame(world, books, (rows[unlawful], nations[unlawful]))


def _blame(world: World, books: Books, at: Index) -> None:
    """Word goes round of troops sent with neither consent nor a mandate of the world body."""
    event = np.repeat(np.arange(len(at[0])), world.dims.N)
    rows, doer = at[0][event], at[1][event]
    judge = np.tile(np.arange(world.dims.N), len(at[0]))
    some = (judge != doer) & gate_row(world, "N1", rows)
    rows, doer, judge = rows[some], doer[some], judge[some]
    amount = snap(per_row(world, "mission.blame", rows), EVIDENCE_BITS)
    books.add_at("heard_bad", Cause.NO_MANDATE, (rows, judge, doer), amount)


def _lead(books: Books, moves: Moves) -> None:
    """The lead goes to the one claimant with the most troops, if more than the present lead's."""
    rows, nations, _ = at = moves.of(OrderKind.LEAD)
    if not len(rows):
        return
    slots = moves.orders.target[at].astype(np.intp)
    own = books["troops"][rows, nations, slots]
    lead = books["mission_lead"][rows, slots].astype(np.intp)
    best = np.zeros(books["mission_lead"].shape)
    np.maximum.at(best, (rows, slots), own)
    top = (own == best[rows, slots]) & (own > books["troops"][rows, lead, slots])
    count = np.zeros(best.shape, np.intp)
    np.add.at(count, (rows, slots), top)
    top &= count[rows, slots] == 1
    cells = (rows[top], slots[top])
    books.put_at("mission_lead", Cause.LED, cells, nations[top].astype(np.int16))


def _arrive(world: World, state: State, books: Books) -> None:
    """Part of what is pledged arrives each turn, more where there is readiness to deploy.

    Readiness is that of the group that gave the mandate, or of the contributor's own best group:
    regional arrangements answer faster (P10).
    """
    rows, nation, slots = at = where(books["troops"] > books["arrived"])
    if not len(rows):
        return
    way = gather(books["troops"], *at) - gather(books["arrived"], *at)
    rapid = relations.of_groups(world, state, "rapid")
    mandate = gather(books["mission_group"], rows, slots)
    ready = np.zeros(len(rows))
    for group in np.flatnonzero(rapid.any(axis=0)).tolist():
        of = (gather(state["member"], rows, nation, group) == 1) | (mandate == group)
        level = rapid[rows, group] if len(rapid) > 1 else rapid[0, group]
        ready = np.maximum(ready, level * of)
    ready = ready * gate_row(world, "P10", rows) * gate_row(world, "A1", rows)
    share = per_row(world, "mission.arrival", rows)
    step = snap((share + (1.0 - share) * ready) * way, FINE)
    books.add_at("arrived", Cause.ARRIVED, at, np.maximum(step, 2.0**-FINE))


def _serve(world: World, state: State, books: Books, draw: Draw) -> None:
    """Service together makes contributors more interoperable and trusted; and it costs lives."""
    _forget(world, state, books)
    troops = stabilisation.forces(state)
    if not len(troops.nations):
        return
    rows, place = troops.rows, troops.places
    terms = state["mission_terms"][rows, troops.slots]
    more = per_row(world, "mission.exposure", rows)
    less = per_row(world, "mission.limited", rows)
    danger = state["war"][rows, place] * np.where(terms & PROTECTION, 1.0 + more, 1.0)
    danger = danger * np.where(terms & LIMITED, 1.0 - less, 1.0) * gate_row(world, "P7", rows)
    at_war = danger[troops.mission] > 0
    mission, nations = troops.mission[at_war], troops.nations[at_war]
    rows = rows[mission]
    luck = draw.nation(Column.MISSION, 3, world.dims.N)[rows, nations, 1]
    lost = per_row(world, "mission.casualties", rows) * 2.0 * luck
    lost = snap(lost * (troops.there[at_war] * danger[mission]))
    books.add_at("casualties", Cause.CASUALTIES, (rows, nations), lost)
    books.settle("casualties")
    _fellows(world, state, books, troops)


def _fellows(world: World, state: State, books: Books, troops: stabilisation.Forces) -> None:
    """Evidence and skills of those who serve together, pair by pair."""
    rows = troops.rows[troops.mission[troops.first]]
    works = gate_row(world, "P7", rows)
    rows = rows[works]
    one, two = (troops.nations[end[works]] for end in (troops.first, troops.second))
    kept = snap(per_row(world, "mission.evidence", rows), EVIDENCE_BITS)
    for cells in ((rows, one, two), (rows, two, one)):
        books.add_at("good", Cause.SERVED, cells, kept)
    rate = per_row(world, "mission.training", rows) * gate_row(world, "P3", rows)
    for domain in SKILLS:
        gain = snap(rate * (1.0 - gather(state["interop"], rows, domain, one, two)))
        same = np.full(len(rows), domain)
        for first, second in ((one, two), (two, one)):
            learn(books, Cause.SERVED, (rows, same, first, second), gain)


def _forget(world: World, state: State, books: Books) -> None:
    """Casualties weigh on political will (P11) and are slowly forgotten."""
    weight = state["casualties"]
    if not weight.any():
        return
    cost = world.param("mission.mourning") * weight * world.gate("P11", 1)
    books.add("will", Cause.CASUALTIES, -snap(cost))
    books.settle("will")
    fades = snap(weight * world.param("mission.memory")) - weight
    books.add("casualties", Cause.FADING, fades)
    books.settle("casualties")


def _end(world: World, state: State, books: Books) -> None:
    """A mission ends some years after peace, or where nobody sends troops for a year."""
    rows, slots = where(state["mission_place"] >= 0)
    if not len(rows):
        return
    place = state["mission_place"][rows, slots].astype(np.intp)
    since = state.turn - books["settled"][rows, place].astype(np.int64)
    peace = (books["war"][rows, place] == 0) & (state["mandate"][rows, place] == 0)
    peace &= since >= per_row(world, "mission.stay", rows)
    age = state.turn - state["mission_turn"][rows, slots].astype(np.int64)
    row, _, slot = where(books["troops"] > 0)
    manned = np.zeros(books["mission_place"].shape, bool)
    manned[row, slot] = True
    empty = ~manned[rows, slots]
    over = peace | (empty & (age >= per_row(world, "mission.patience", rows)))
    at = (rows[over], slots[over])
    event, nation = where(books["troops"][at[0], :, at[1]] > 0)
    for field in ("troops", "arrived"):
        books.put_at(field, Cause.MISSION_ENDED, (at[0][event], nation, at[1][event]), 0.0)
    for field in ("mission_place", "mission_group", "mission_lead"):
        books.put_at(field, Cause.MISSION_ENDED, at, np.int16(-1))
    books.put_at("mission_terms", Cause.MISSION_ENDED, at, np.int8(0))
