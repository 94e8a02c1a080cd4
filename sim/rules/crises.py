"""Militarised disputes, calls for aid and settlements (N2, A10)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.causes import Cause
from sim.draw import Column, Draw, Stream, mix
from sim.grid import logistic, root, snap, table
from sim.orders import Moves
from sim.sparse import assign_slots, gate_row, per_row, where
from sim.state import DISPLAY, EVIDENCE_BITS, FORCE, NO_DISPUTE, THREAT, WAR, State
from sim.world import World

#: ln(1 + years) for 0..40 years: memory of disputes fades on this curve, then no further.
_LOG_YEARS = table(lambda years: float(np.log1p(years)), 41)


def crises(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Calls of the turn before are answered; old disputes end; new ones break out; wars settle."""
    _calls(world, state, books, moves)
    books.put("hostility", Cause.QUIET, state["hostility"] != NO_DISPUTE, NO_DISPUTE)
    _onset(world, state, books, draw)
    _settle(world, state, books, draw)


def onset_chance(world: World, state: State) -> Floats:
    """(R, E) probability this turn of a militarised dispute in each politically relevant pair.

    A logit per dyad-year fitted on 1990-2000 (``onset.*``), turned into a chance per turn.
    """
    first, second = world.neighbours
    p = world.param
    score = p("onset.constant") + p("onset.land") * world.land[first, second]
    score = score + p("onset.sea") * (world.sea & ~world.land)[first, second]
    score = score + p("onset.distance") * world.log_km[first, second]
    score = score + p("onset.rivalry") * state["rivalry"][:, first, second]
    free = state["institutions"]
    both = free[:, first] * free[:, second]
    score += p("onset.democracy") * (both * both * both)
    power = world.log_power[first] + world.log_power[second]
    score += p("onset.power") * power
    score += p("onset.ratio") * np.abs(world.log_power[first] - world.log_power[second])
    gap = np.abs(state["alignment"][:, first] - state["alignment"][:, second])
    score += p("onset.alignment") * gap
    score += p("onset.history") * _LOG_YEARS[_quiet_years(world, state, first, second)]
    restraint = relations.restraint_pact(world, state)[:, first, second]
    score += p("onset.restraint") * restraint
    pact = relations.defence_pact(world, state)
    assured = world.gate("A10", 1) * pact[:, first, second]
    score += p("onset.assurance") * assured
    score += (
        world.gate("A10", 1) * p("onset.deterrence") * _outside_help(state, pact, first, second)
    )
    known = np.minimum(state["transparency"][:, first], state["transparency"][:, second])
    score += world.gate("P2", 1) * p("onset.transparency") * known
    yearly = logistic(score)
    chance = 1.0 - root(1.0 - yearly, 12 // world.months)
    here = world.exists(state.turn)
    border = (world.land | world.sea)[first, second]
    near = border | (world.log_km[first, second] <= p("onset.reach"))
    alive = here[first] & here[second] & near & world.on("N2", 1)
    return snap(chance * alive)


def _quiet_years(world: World, state: State, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    turns = state.turn - state["last_dispute"][:, first, second].astype(np.int64)
    # whole years as the data count them: at least one, for a year holds one onset at most
    return np.asarray(np.clip((turns * world.months + 6) // 12, 1, 40))


def _outside_help(state: State, pact: Bools, first: np.ndarray, second: np.ndarray) -> Floats:
    """(R, E) capability of the weaker side's allies that are not the other's allies, 0..1."""
    power = state["capability"]
    stronger_first = power[:, first] >= power[:, second]
    bound = pact.astype(np.float64)
    backed = bound * power[:, None, :]
    shared = np.matmul(backed, bound.transpose(0, 2, 1))
    apart = backed.sum(axis=2)[:, :, None] - shared - backed  # nobody is helped against itself
    return np.asarray(np.where(stronger_first, apart[:, second, first], apart[:, first, second]))


def _onset(world: World, state: State, books: Books, draw: Draw) -> None:
    first, second = world.neighbours
    luck = draw.uniform(Stream.ONSET, len(first))
    rows, edge = where(luck < onset_chance(world, state))
    if not len(rows):
        return
    ends = draw.nation(Column.HOSTILITY, 6, world.dims.N)
    more = mix(ends[rows, first[edge], :3], ends[rows, second[edge], 3:])
    root = np.sqrt(state["capability"])
    one, two = root[rows, first[edge]], root[rows, second[edge]]
    flip = more[:, 1] * (one + two) < two
    actor = np.where(flip, second[edge], first[edge])
    target = np.where(flip, first[edge], second[edge])
    free = state["institutions"]
    level = _hostility(world, rows, more[:, 0], free[rows, actor] * free[rows, target])
    back = more[:, 2] < per_row(world, "dispute.reciprocated", rows)
    cause = Cause.DISPUTE
    books.put_at("hostility", cause, (rows, actor, target), level)
    books.put_at("hostility", cause, (rows[back], target[back], actor[back]), level[back])
    for one, two in ((actor, target), (target, actor)):
        books.put_at("last_dispute", cause, (rows, one, two), np.int16(state.turn))
    weight = per_row(world, "dispute.evidence", rows) * (level - 1.0)
    books.add_at("bad", cause, (rows, target, actor), snap(weight, EVIDENCE_BITS))
    returned = snap(weight * np.where(back, 1.0, 0.5), EVIDENCE_BITS)
    books.add_at("bad", cause, (rows, actor, target), returned)
    books.settle("bad")
    _call(world, state, books, (rows, actor, target, level))


def _hostility(world: World, rows: np.ndarray, luck: Floats, free: Floats) -> np.ndarray:
    """Level of each new dispute, from the shares observed given onset; war spares free pairs."""
    war = per_row(world, "dispute.war", rows) * (1.0 - free)
    force = war + per_row(world, "dispute.force", rows)
    display = force + per_row(world, "dispute.display", rows)
    levels = np.full(len(rows), THREAT, np.int8)
    levels[luck < display] = DISPLAY
    levels[luck < force] = FORCE
    levels[luck < war] = WAR
    return levels


def _call(world: World, state: State, books: Books, event: tuple[np.ndarray, ...]) -> None:
    """The target of force calls on its allies, who answer in the next turn."""
    rows, actor, target, level = event
    pact = relations.defence_pact(world, state)[rows, target].copy()
    pact[np.arange(len(rows)), actor] = False
    hit = (level >= FORCE) & pact.any(axis=1) & world.on("A10")[rows % len(world.on("A10"))]
    rows, actor, target = rows[hit], actor[hit], target[hit]
    slots, fits = assign_slots(rows, books["call_victim"] < 0)
    at = (rows[fits], slots[fits])
    books.put_at("call_victim", Cause.CALLED, at, target[fits].astype(np.int16))
    books.put_at("call_against", Cause.CALLED, at, actor[fits].astype(np.int16))


def _calls(world: World, state: State, books: Books, moves: Moves) -> None:
    """Allies honour or refuse; silence is refusal. Everybody takes note of both."""
    rows, slots = where(state["call_victim"] >= 0)
    if not len(rows):
        return
    victim = state["call_victim"][rows, slots].astype(np.intp)
    enemy = state["call_against"][rows, slots].astype(np.intp)
    bound = relations.defence_pact(world, state)[rows, victim].copy()
    event_of = np.arange(len(rows))
    bound[event_of, enemy] = False
    bound[event_of, victim] = False
    bound &= ~relations.defence_pact(world, state)[rows, enemy]  # bound to both: to neither
    answer = moves.orders.honour[rows, :, slots]
    for mask, field, heard, cause in (
        (bound & (answer > 0), "good", "heard_good", Cause.HONOURED),
        (bound & (answer <= 0), "bad", "heard_bad", Cause.REFUSED_CALL),
    ):
        event, ally = where(mask)
        amount = snap(per_row(world, "call.evidence", rows[event]), EVIDENCE_BITS)
        books.add_at(field, cause, (rows[event], victim[event], ally), amount)
        told = per_row(world, "call.repute", rows[event]) * gate_row(world, "N1", rows[event])
        talk = snap(told, EVIDENCE_BITS)
        whole = np.repeat(talk, world.dims.N)
        others = np.tile(np.arange(world.dims.N), len(event))
        place = (np.repeat(rows[event], world.dims.N), others, np.repeat(ally, world.dims.N))
        away = place[1] != place[2]
        books.add_at(heard, cause, tuple(axis[away] for axis in place), whole[away])
    for field in ("call_victim", "call_against"):
        books.put_at(field, Cause.CALLED, (rows, slots), np.int16(-1))


def _settle(world: World, state: State, books: Books, draw: Draw) -> None:
    """Conflicts at home end in their own time; Security Council measures are lifted after them."""
    luck = draw.nation(Column.SETTLE, 2, world.dims.N)
    on = world.on("N2", 1)
    calm = on & (state["war"] > 0) & (luck[..., 0] < world.param("war.settling"))
    books.put("war", Cause.PEACE_AT_HOME, calm, 0.0)
    quiet = on & (state["war"] == 0) & (state["mandate"] > 0)
    lifted = quiet & (luck[..., 1] < world.param("mandate.lifting"))
    books.put("mandate", Cause.MANDATE_LIFTED, lifted, 0.0)
