"""Terrorism, cyber and hybrid pressure, and who is held responsible (P15)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.causes import Cause
from sim.draw import Column, Draw
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.shield import shield
from sim.sparse import Index, gate_row, per_row, where
from sim.state import CYBER, EVIDENCE_BITS, NO_INCIDENT, TERRORISM, State
from sim.world import World

#: How an accusation stood up (field ``charge``).
BORNE_OUT, PROVEN_FALSE = 1, 2
#: The instrument of civil control whose weakness breeds terrorism.
RIGHTS = "respect for rights"


def hybrid(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Accusations are made, damage is repaired, new incidents strike and are puzzled over.

    Terrorists act of their own accord; cyber and hybrid pressure are covert orders of nations.
    Nobody but the umpire knows who was behind an incident; the victim comes to suspect somebody,
    rightly or wrongly, and its suspicion fades unless it accuses in public. Incidents from outside
    (``sim.rules.umpire``) strike like others, with the harm that they name.
    """
    _accuse(world, state, books, moves)
    _recover(world, state, books)
    books.put("incident", Cause.RECOVERY, state["incident"] != NO_INCIDENT, NO_INCIDENT)
    _terrorism(world, state, books, draw)
    _pressure(world, state, books, moves, draw)
    _from_outside(world, state, books, draw)
    for field in ("harm", "will"):
        if books.touched(field):
            books.settle(field)


def _accuse(world: World, state: State, books: Books, moves: Moves) -> None:
    """Accusations: a true one costs the accused, by how sure it was; a false one the accuser."""
    books.put("charge", Cause.RECOVERY, state["charge"] > 0, 0)
    rows, nations, slots = moves.of(OrderKind.ATTRIBUTE)
    if not len(rows):
        return
    size = world.dims.N
    accused = moves.orders.target[rows, nations, slots].astype(np.intp)
    _, first = np.unique(rows * size + nations, return_index=True)  # one charge a turn
    rows, nations, accused = rows[first], nations[first], accused[first]
    true = state["incident_by"][rows, nations] == accused
    sure = np.where(true, state["certainty"][rows, nations], 1.0)
    guilty, wronged = np.where(true, accused, nations), np.where(true, nations, accused)
    for mask, cause in ((true, Cause.ACCUSED), (~true, Cause.FALSE_CHARGE)):
        outcome = BORNE_OUT if cause is Cause.ACCUSED else PROVEN_FALSE
        books.put_at("charge", cause, (rows[mask], nations[mask]), np.int8(outcome))
        at = (rows[mask], wronged[mask], guilty[mask])
        amount = per_row(world, "attribute.evidence", at[0]) * sure[mask]
        books.add_at("bad", cause, at, snap(amount, EVIDENCE_BITS))
        told = per_row(world, "attribute.repute", at[0]) * sure[mask]
        told = snap(told * gate_row(world, "N1", at[0]), EVIDENCE_BITS)
        others = np.tile(np.arange(size), len(told))
        place = (np.repeat(at[0], size), others, np.repeat(at[2], size))
        away = place[1] != place[2]
        books.add_at(
            "heard_bad", cause, tuple(axis[away] for axis in place), np.repeat(told, size)[away]
        )
    _close(books, (rows, nations), Cause.ACCUSED)


def _close(books: Books, at: Index, cause: Cause) -> None:
    """An incident is no longer puzzled over."""
    for field in ("suspect", "incident_by"):
        books.put_at(field, cause, at, np.int16(-1))
    books.add_at("certainty", cause, at, -books["certainty"][at])


def _recover(world: World, state: State, books: Books) -> None:
    """Damage is repaired, the sooner where flexible circles help; suspicion fades."""
    rows, nations = where(state["harm"] > 0)
    if len(rows):
        help_ = shield(world, state, rows, nations)
        pace = per_row(world, "hybrid.repair", rows)
        pace = pace + per_row(world, "hybrid.recovery", rows) * help_
        amount = -snap(state["harm"][rows, nations] * np.minimum(pace, 1.0))
        books.add_at("harm", Cause.RECOVERY, (rows, nations), amount)
    open_ = (books["suspect"] >= 0) | (books["incident_by"] >= 0)
    rows, nations = where(open_)
    if not len(rows):
        return
    sure = state["certainty"][rows, nations]
    faint = (sure < per_row(world, "hybrid.faint", rows)) | (books["suspect"][rows, nations] < 0)
    _close(books, (rows[faint], nations[faint]), Cause.SUSPICION)
    rows, nations, sure = rows[~faint], nations[~faint], sure[~faint]
    lost = -snap(sure * per_row(world, "hybrid.forgetting", rows))
    books.add_at("certainty", Cause.SUSPICION, (rows, nations), lost)


def terror_rate(world: World, state: State, rows: np.ndarray, nations: np.ndarray) -> Floats:
    """(n,) chance of a terrorist incident: war nearby and weak respect for rights breed it."""
    war = state["war"][rows]
    near = (war * world.nearness[nations]).sum(axis=1) if war.any() else np.zeros(len(rows))
    rights = state["control"][rows, nations, world.instruments.index(RIGHTS)]
    rate = per_row(world, "terror.rate", rows)
    rate = rate + per_row(world, "terror.war", rows) * np.minimum(near, 1.0)
    rate = rate + per_row(world, "terror.rights", rows) * (1.0 - rights)
    return np.asarray(rate * gate_row(world, "P15", rows))


def _terrorism(world: World, state: State, books: Books, draw: Draw) -> None:
    """Incidents by no nation; some are laid at a nation's door all the same."""
    luck = draw.nation(Column.HYBRID, 1, world.dims.N)[..., 0]
    most = sum(world.param(f"terror.{name}") for name in ("rate", "war", "rights"))
    rows, nations = where((luck < most) & world.exists(state.turn))
    struck = luck[rows, nations] < terror_rate(world, state, rows, nations)
    rows, nations = rows[struck], nations[struck]
    if not len(rows):
        return
    at = (rows, nations)
    books.put_at("incident", Cause.INCIDENT, at, np.int8(TERRORISM))
    books.put_at("incident_by", Cause.INCIDENT, at, np.int16(-1))
    help_ = shield(world, state, rows, nations)
    harm = per_row(world, "terror.harm", rows) * (1.0 - help_)
    books.add_at("harm", Cause.INCIDENT, at, snap(harm))
    books.add_at("will", Cause.INCIDENT, at, _felt(world, rows, harm, TERRORISM))
    _suspect(world, state, books, draw, at, _laid_at_a_door(world, draw, at))


def _felt(world: World, rows: np.ndarray, harm: Floats, kind: int) -> Floats:
    """(n,) what harm does to political will: terror rallies, pressure wears down."""
    name, sign = ("terror.rally", 1.0) if kind == TERRORISM else ("hybrid.will", -1.0)
    return snap(sign * per_row(world, name, rows) * gate_row(world, "P11", rows) * harm)


def _laid_at_a_door(world: World, draw: Draw, at: Index) -> tuple[np.ndarray, Bools]:
    """Nobody was behind it, and (n,) whether the victim finds that out."""
    rows, nations = at
    luck = draw.of_nations(Column.HYBRID, 1, world.dims.N, rows, nations)
    return np.full(len(rows), -1), luck >= per_row(world, "terror.misread", rows)


def _pressure(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Covert pressure strikes; of several that press one nation, one is puzzled over."""
    rows, nations, slots = moves.of(OrderKind.PRESS)
    if not len(rows):
        return
    target = moves.orders.target[rows, nations, slots].astype(np.intp)
    kind = moves.orders.arg[rows, nations, slots] + CYBER
    size = world.dims.N
    _, first = np.unique((rows * size + nations) * size + target, return_index=True)
    rows, nations, target, kind = rows[first], nations[first], target[first], kind[first]
    luck = draw.of_two(Column.HYBRID, size, rows, (2, nations), (3, target))
    order = np.argsort(luck, kind="stable")
    rows, nations, target, kind = rows[order], nations[order], target[order], kind[order]
    at = (rows, target)
    harm = snap(pressure(world, state, (rows, nations, target), kind == CYBER))
    books.add_at("harm", Cause.INCIDENT, at, harm)
    books.add_at("will", Cause.INCIDENT, at, _felt(world, rows, harm, CYBER))
    books.put_at("incident", Cause.INCIDENT, at, kind.astype(np.int8))
    books.put_at("incident_by", Cause.INCIDENT, at, nations.astype(np.int16))
    last = books["incident_by"][at] == nations
    cells = (rows[last], nations[last], target[last])
    found = _found_out(world, state, draw, cells)
    _suspect(world, state, books, draw, (cells[0], cells[2]), (cells[1], found))


def _found_out(world: World, state: State, draw: Draw, cells: Index) -> Bools:
    """(n,) whether targets find out which nation (row, nation, target) was behind an incident."""
    rows, nations, target = cells
    clear = per_row(world, "hybrid.clarity", rows)
    clear = clear + per_row(world, "hybrid.insight", rows) * state["insight"][rows, target, nations]
    luck = draw.of_nations(Column.ATTRIBUTION, 0, world.dims.N, rows, target)
    return np.asarray(luck < clear)


def _from_outside(world: World, state: State, books: Books, draw: Draw) -> None:
    """Incidents of events and umpires; the last of several is puzzled over. None without P15."""
    for cause, effect in books.scratch.get("incidents", ()):
        rows = np.flatnonzero(gate_row(world, "P15", np.arange(state.rows)))
        doer = np.full(len(rows), effect.other)
        at = (rows, np.full(len(rows), effect.nation))
        books.put_at("incident", cause, at, np.int8(effect.what))
        books.put_at("incident_by", cause, at, doer.astype(np.int16))
        books.add_at("harm", cause, at, effect.amount)
        books.add_at("will", cause, at, _felt(world, rows, np.array(effect.amount), effect.what))
        truth = _laid_at_a_door(world, draw, at)
        if effect.other >= 0:
            truth = doer, _found_out(world, state, draw, (rows, doer, at[1]))
        _suspect(world, state, books, draw, at, truth)


def pressure(world: World, state: State, cells: Index, cyber: Bools) -> Floats:
    """(n,) harm that pressure by nations on targets (row, nation, target) does, 0..1.

    Foreknowledge of the other's hidden affairs, flexible circles and, against cyber pressure,
    agreements on the defence of networks keep part of it off. Before such agreements are known
    (their opening turn), little depends on networks and cyber pressure weighs little.
    """
    rows, nations, target = cells
    harm = per_row(world, "hybrid.harm", rows) + 0.0
    types = np.nonzero(world.agreements.cyber)[0]
    if len(types) and not (world.agreements.opens[types] <= state.turn).any():
        harm *= np.where(cyber, per_row(world, "hybrid.early", rows), 1.0)
    known = per_row(world, "hybrid.foresight", rows) * state["insight"][rows, target, nations]
    harm *= 1.0 - known
    harm *= 1.0 - shield(world, state, rows, target)
    partners = relations.partners(state, types, rows, target)
    safe = partners / (partners + per_row(world, "hybrid.partners", rows))
    return np.asarray(harm * np.where(cyber, 1.0 - safe, 1.0))


def _suspect(
    world: World,
    state: State,
    books: Books,
    draw: Draw,
    at: Index,
    truth: tuple[np.ndarray, Bools],
) -> None:
    """The victim suspects who it was where that was found out, else whom it fears most.

    The right suspicion is the surer one on average, but not always.
    """
    rows, victim = at
    real, found = truth
    fears = state["threat"][rows, victim]
    usual = np.where(fears.max(axis=1) > 0, fears.argmax(axis=1), -1)
    suspect = np.where(found, real, usual)
    luck = draw.of_nations(Column.ATTRIBUTION, 1, world.dims.N, rows, victim)
    known, surer = suspect >= 0, per_row(world, "hybrid.surer", rows)
    sure = snap((surer * found + (1.0 - surer) * luck) * known)
    books.put_at("suspect", Cause.SUSPICION, at, suspect)
    books.add_at("certainty", Cause.SUSPICION, at, sure - books["certainty"][at])
    blame = snap(per_row(world, "hybrid.evidence", rows) * sure, EVIDENCE_BITS)
    cell = (rows[known], victim[known], suspect[known])
    books.add_at("bad", Cause.SUSPICION, cell, blame[known])
