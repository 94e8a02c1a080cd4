"""Militarised disputes that break out, conflicts at home that settle (N2)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats, Ints
from sim.carried import by_rows, fixed
from sim.causes import Cause
from sim.draw import Column, Draw, Stream, mix
from sim.grid import logistic, root, snap, table
from sim.orders import Moves
from sim.sparse import flat_codes, gate_row, per_row, where
from sim.stabilisation import mission_strength
from sim.state import DISPLAY, EVIDENCE_BITS, FORCE, NO_DISPUTE, THREAT, WAR, State
from sim.world import World

#: ln(1 + years) for 0..40 years: memory of disputes fades on this curve, then no further.
_LOG_YEARS = table(lambda years: float(np.log1p(years)), 41)


def crises(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """New disputes break out, each a confrontation; conflicts at home settle."""
    del moves
    acts = np.unravel_index(flat_codes(state["hostility"]), state["hostility"].shape)
    books.put_at("hostility", Cause.QUIET, acts, NO_DISPUTE)
    _onset(world, state, books, draw)
    _settle(world, state, books, draw)


def onset_chance(world: World, state: State) -> Floats:
    """(R, E) probability this turn of a militarised dispute in each politically relevant pair.

    A logit per dyad-year fitted on 1990-2000 (``onset.*``), turned into a chance per turn.
    """
    first, second = world.neighbours
    p = world.param
    score = fixed(world, "onset.place", lambda: _place(world, first, second))
    score = score + p("onset.rivalry") * state["rivalry"][:, first, second]
    free = state["institutions"]
    both = free[:, first] * free[:, second]
    score += p("onset.democracy") * (both * both * both)
    power, ratio = fixed(world, "onset.strength", lambda: _strength(world, first, second))
    score += power
    score += ratio
    alignment = state["alignment"]
    score += p("onset.alignment") * by_rows(
        world,
        "onset.alignment",
        (alignment,),
        lambda rows: np.abs(alignment[rows][:, first] - alignment[rows][:, second]),
    )
    score += p("onset.history") * _LOG_YEARS[_quiet_years(world, state, first, second)]
    restraint = relations.restraint_pact(world, state)[:, first, second]
    score += p("onset.restraint") * restraint
    pact = relations.defence_pact(world, state)
    assured = world.gate("A10", 1) * pact[:, first, second]
    score += p("onset.assurance") * assured
    helped = _outside_help(world, state, pact) + _joint_help(world, state)
    score += world.gate("A10", 1) * p("onset.deterrence") * helped
    known = np.minimum(state["transparency"][:, first], state["transparency"][:, second])
    score += world.gate("P2", 1) * p("onset.transparency") * known
    yearly = logistic(score)
    chance = 1.0 - root(1.0 - yearly, 12 // world.months)
    here = world.exists(state.turn)
    near = fixed(world, "onset.near", lambda: _near(world, first, second))
    alive = here[first] & here[second] & near & world.on("N2", 1)
    return np.asarray(snap(chance * alive))


def _place(world: World, first: np.ndarray, second: np.ndarray) -> Floats:
    """(R or 1, E) the part of the score that lies in the map."""
    p = world.param
    score = p("onset.constant") + p("onset.land") * world.land[first, second]
    score = score + p("onset.sea") * (world.sea & ~world.land)[first, second]
    return np.asarray(score + p("onset.distance") * world.log_km[first, second])


def _strength(world: World, first: np.ndarray, second: np.ndarray) -> Floats:
    """(2, R or 1, E) the parts of the score that lie in power and in its ratio."""
    one, two = world.log_power[first], world.log_power[second]
    power = world.param("onset.power") * (one + two)
    ratio = world.param("onset.ratio") * np.abs(one - two)
    return np.array(np.broadcast_arrays(power, ratio))


def _near(world: World, first: np.ndarray, second: np.ndarray) -> Bools:
    """(R or 1, E) pairs near enough to dispute."""
    border = (world.land | world.sea)[first, second]
    return np.asarray(border | (world.log_km[first, second] <= world.param("onset.reach")))


def _quiet_years(world: World, state: State, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    turns = state.turn - state["last_dispute"][:, first, second].astype(np.int64)
    # whole years as the data count them: at least one, for a year holds one onset at most
    return np.asarray(np.clip((turns * world.months + 6) // 12, 1, 40))


def _outside_help(world: World, state: State, pact: Bools) -> Floats:
    """(R, E) capability of the weaker side's allies that are not the other's allies, 0..1."""
    first, second = world.neighbours

    def make(rows: Ints) -> Floats:
        power = state["capability"][rows]
        stronger_first = power[:, first] >= power[:, second]
        bound = pact[rows].astype(np.float64)
        backed = bound * power[:, None, :]
        shared = np.matmul(backed, bound.transpose(0, 2, 1))
        # nobody is helped against itself
        apart = backed.sum(axis=2)[:, :, None] - shared - backed
        helped = np.where(stronger_first, apart[:, second, first], apart[:, first, second])
        return np.asarray(helped)

    return by_rows(world, "outside_help", (pact, state["capability"]), make)


def _joint_help(world: World, state: State) -> Floats:
    """(R, E) or 0: what the weaker side's fellows in joint units pool with it (P10), 0..1."""
    own, whole = state["capability"], relations.pooled(world, state)
    if own is whole or np.array_equal(own, whole):
        return np.zeros((1, 1))
    first, second = world.neighbours

    def make(rows: Ints) -> Floats:
        power, more = own[rows], whole[rows] - own[rows]
        stronger_first = power[:, first] >= power[:, second]
        return np.where(stronger_first, more[:, second], more[:, first])

    return by_rows(world, "joint_help", (own, whole), make)


def _onset(world: World, state: State, books: Books, draw: Draw) -> None:
    first, second = world.neighbours
    luck = draw.uniform(Stream.ONSET, len(first))
    rows, edge = where(luck < onset_chance(world, state))
    quiet = state["standoff"][rows, first[edge], second[edge]] == 0
    quiet &= state["standoff"][rows, second[edge], first[edge]] == 0
    rows, edge = rows[quiet], edge[quiet]  # a running dispute does not break out again
    if not len(rows):
        return
    ends = draw.nation(Column.HOSTILITY, 6, world.dims.N)
    more = mix(ends[rows, first[edge], :3], ends[rows, second[edge], 3:])
    root = np.sqrt(state["capability"])
    one, two = root[rows, first[edge]], root[rows, second[edge]]
    flip = more[:, 1] * (one + two) < two
    actor = np.where(flip, second[edge], first[edge])
    target = np.where(flip, first[edge], second[edge])
    level = _hostility(world, state, (rows, actor, target), more[:, 0])
    back = more[:, 2] < per_row(world, "dispute.reciprocated", rows)
    cause = Cause.DISPUTE
    for field in ("hostility", "standoff"):
        books.put_at(field, cause, (rows, actor, target), level)
        books.put_at(field, cause, (rows[back], target[back], actor[back]), level[back])
    for one, two in ((actor, target), (target, actor)):
        books.put_at("last_dispute", cause, (rows, one, two), np.int16(state.turn))
    weight = per_row(world, "dispute.evidence", rows) * (level - 1.0)
    books.add_at("bad", cause, (rows, target, actor), snap(weight, EVIDENCE_BITS))
    returned = snap(weight * np.where(back, 1.0, 0.5), EVIDENCE_BITS)
    books.add_at("bad", cause, (rows, actor, target), returned)
    books.settle("bad")


def _hostility(
    world: World, state: State, cells: tuple[np.ndarray, ...], luck: Floats
) -> np.ndarray:
    """Level at which each new dispute breaks out, from shares of onsets; war spares free pairs.

    A target that knows of the preparations is less often surprised by force: early warning (A12),
    and the attention of those it lately consulted (P8).
    """
    rows, actor, target = cells
    free = state["institutions"]
    known = per_row(world, "ladder.warning", rows) * gate_row(world, "A12", rows)
    surprise = 1.0 - known * state["insight"][rows, target, actor]
    heard = relations.consulting(world, state)[rows, target]
    surprise *= 1.0 - per_row(world, "consult.calming", rows) * heard
    free_pair = free[rows, actor] * free[rows, target]
    war = per_row(world, "dispute.war", rows) * (1.0 - free_pair) * surprise
    force = war + per_row(world, "dispute.force", rows) * surprise
    # what surprise does not win is a display
    display = per_row(world, "dispute.force", rows) + per_row(world, "dispute.display", rows)
    levels = np.full(len(rows), THREAT, np.int8)
    levels[luck < np.maximum(display, force)] = DISPLAY
    levels[luck < force] = FORCE
    levels[luck < war] = WAR
    return levels


def _settle(world: World, state: State, books: Books, draw: Draw) -> None:
    """Conflicts at home end in their own time; Security Council measures are lifted after them.

    A mission on the spot makes both likelier (P7).
    """
    luck = draw.nation(Column.SETTLE, 2, world.dims.N)
    on = world.on("N2", 1)
    helped = 1.0 + world.param("mission.settling") * mission_strength(world, state)
    calm = on & (state["war"] > 0) & (luck[..., 0] < world.param("war.settling") * helped)
    books.put("war", Cause.PEACE_AT_HOME, calm, 0.0)
    quiet = on & (state["war"] == 0) & (state["mandate"] > 0)
    lifted = quiet & (luck[..., 1] < world.param("mandate.lifting") * helped)
    books.put("mandate", Cause.MANDATE_LIFTED, lifted, 0.0)
