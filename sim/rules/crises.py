"""Militarised disputes that break out, conflicts at home that settle (N2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Column, Draw, Stream
from sim.grid import logistic, root, snap, table
from sim.orders import Moves
from sim.sparse import Index, both, flat_codes, gate_row, per_row
from sim.stabilisation import mission_strength
from sim.state import DISPLAY, EVIDENCE_BITS, FIELDS, FORCE, NO_DISPUTE, THREAT, WAR, State
from sim.world import World

#: ln(1 + years) for 0..40 years: memory of disputes fades on this curve, then no further.
_LOG_YEARS = table(lambda years: float(np.log1p(years)), 41)

#: Ranges of what each weight multiplies: what follows from the pair, and what from pacts. Help of
#: allies and of pooled units is the whole world's capability each at most.
_PAIR = {
    "rivalry": (0.0, 1.0),
    "democracy": (0.0, 1.0),
    "alignment": (0.0, FIELDS["alignment"].high - FIELDS["alignment"].low),
    "history": (float(_LOG_YEARS[1]), float(_LOG_YEARS[-1])),
    "transparency": (0.0, 1.0),
}
_PACTS = {"restraint": (0.0, 1.0), "assurance": (0.0, 1.0), "deterrence": (0.0, 2.0)}
#: Far more than rounding may do to a chance.
_ALLOWANCE = 2.0**-16


def crises(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """New disputes break out, each a confrontation; conflicts at home settle."""
    del moves
    acts = np.unravel_index(flat_codes(state["hostility"]), state["hostility"].shape)
    old = books["last_dispute"][acts] < state.turn  # acts of this turn came from outside
    acts = tuple(axis[old] for axis in acts)
    books.put_at("hostility", Cause.QUIET, acts, NO_DISPUTE)
    _onset(world, state, books, draw)
    _settle(world, state, books, draw)


def onset_chance(world: World, state: State) -> Floats:
    """(R, E) probability this turn of a militarised dispute in each politically relevant pair.

    A logit per dyad-year fitted on 1990-2000 (``onset.*``), turned into a chance per turn.
    """
    shape = (state.rows, len(world.neighbours[0]))
    rows, edge, score = _scored(world, state, np.zeros(shape, bool) | _able(world, state.turn))
    out = np.zeros(shape)
    out[rows, edge] = _per_turn(world, score + _of_pacts(world, state, rows, edge))
    return out


def _outbreaks(world: World, state: State, luck: Floats) -> Index:
    """Row and pair of each dispute that breaks out: where ``luck`` (R, E) < ``onset_chance``.

    The chances are worked out only where luck could carry the highest there may be.
    """
    most = fixed(world, "onset.most", lambda: _most(world))
    rows, edge, score = _scored(world, state, (luck < most) & _able(world, state.turn))
    luck = luck[rows, edge]
    pacts = fixed(world, "onset.pacts", lambda: _highest(world, _PACTS)[:, 0])
    best = score + (pacts[rows] if len(pacts) > 1 else pacts)
    left = luck < _per_turn(world, best) + _ALLOWANCE
    rows, edge, score, luck = rows[left], edge[left], score[left], luck[left]
    hit = luck < _per_turn(world, score + _of_pacts(world, state, rows, edge))
    return rows[hit], edge[hit]


def _most(world: World) -> Floats:
    """(R or 1, E) above which no chance of the pair can lie, whatever the state."""
    return _per_turn(world, _lasting(world) + _highest(world, _PAIR | _PACTS)) + _ALLOWANCE


def _highest(world: World, ranges: Mapping[str, tuple[float, float]]) -> Floats:
    """(R or 1, 1) the most that terms of these ranges can add to a score."""
    weights = [world.param(f"onset.{name}") for name in ranges]
    ends = zip(weights, ranges.values(), strict=True)
    return np.asarray(sum(np.maximum(weight * low, weight * high) for weight, (low, high) in ends))


def _per_turn(world: World, score: Floats) -> Floats:
    """The chance per turn of a logit per year."""
    chance = 1.0 - root(1.0 - logistic(score), 12 // world.months)
    return snap(chance)


def _able(world: World, turn: int) -> Bools:
    """(R or 1, E) pairs of nations that exist, near enough to dispute (N2)."""
    first, second = world.neighbours
    here = world.exists(turn)
    near = fixed(world, "onset.near", lambda: _near(world, first, second))
    return np.asarray(here[first] & here[second] & near & world.on("N2", 1))


class _Records(NamedTuple):
    """What a pair's score looks at: (R, N, N) the first two, (R, N) the others."""

    rivalry: np.ndarray
    last_dispute: np.ndarray
    institutions: Floats
    alignment: Floats
    transparency: Floats


def _scored(world: World, state: State, asked: Bools) -> tuple[Ints, Ints, Floats]:
    """(n,) each: row and place in the list of the pairs ``asked`` (R, E), and their scores.

    What pacts add is not in them (``_of_pacts``).
    """

    def weights() -> Floats:
        p = [world.param(f"onset.{name}", 0) for name in _PAIR]
        p[-1] = p[-1] * world.gate("P2")
        return np.stack(np.broadcast_arrays(*p), axis=1)

    return _score(
        asked,
        fixed(world, "onset.ends", lambda: np.array(world.neighbours)),
        fixed(world, "onset.lasting", lambda: _lasting(world)),
        _Records(*(state[name] for name in _Records._fields)),
        fixed(world, "onset.weights", weights),
        _LOG_YEARS,
        (state.turn, world.months),
    )


@compiled
def _score(
    asked: Bools,
    ends: Ints,
    lasting: Floats,
    records: _Records,
    weights: Floats,
    log_years: Floats,
    time: tuple[int, int],
) -> tuple[Ints, Ints, Floats]:
    """As ``_scored``: ``ends`` (2, E) are the nations, ``lasting`` as of ``_lasting``.

    ``weights`` (R or 1, 5) of the terms that change, ``time`` is the turn and months a turn.
    """
    (first, second), (turn, months), n = ends, time, 0
    rows, edges = np.empty(asked.size, np.int64), np.empty(asked.size, np.int64)
    score = np.empty(asked.size)
    for row in range(len(asked)):
        rivalry, democracy, apart, history, known = weights[row if len(weights) > 1 else 0]
        free, point = records.institutions[row], records.alignment[row]
        open_ = records.transparency[row]
        for edge in range(asked.shape[1]):
            if not asked[row, edge]:
                continue
            i, j = first[edge], second[edge]
            total = lasting[row if len(lasting) > 1 else 0, edge]
            total += rivalry * records.rivalry[row, i, j]
            both = free[i] * free[j]
            total += democracy * (both * both * both)
            total += apart * abs(point[i] - point[j])
            # whole years as the data count them: at least one, for a year holds one onset at most
            quiet = ((turn - records.last_dispute[row, i, j]) * months + 6) // 12
            total += history * log_years[min(max(quiet, 1), len(log_years) - 1)]
            total += known * min(open_[i], open_[j])
            rows[n], edges[n], score[n] = row, edge, total
            n += 1
    return rows[:n], edges[:n], score[:n]


def _lasting(world: World) -> Floats:
    """(R or 1, E) the part of the score that lies in the map, in power and in its ratio."""
    first, second = world.neighbours
    p = world.param
    score = p("onset.constant") + p("onset.land") * world.land[first, second]
    score = score + p("onset.sea") * (world.sea & ~world.land)[first, second]
    score = score + p("onset.distance") * world.log_km[first, second]
    one, two = world.log_power[first], world.log_power[second]
    return np.asarray(score + p("onset.power") * (one + two) + p("onset.ratio") * np.abs(one - two))


def _near(world: World, first: np.ndarray, second: np.ndarray) -> Bools:
    """(R or 1, E) pairs near enough to dispute."""
    border = (world.land | world.sea)[first, second]
    return np.asarray(border | (world.log_km[first, second] <= world.param("onset.reach")))


def _of_pacts(world: World, state: State, rows: Ints, edge: Ints) -> Floats:
    """(n,) what pacts add to the score: between the two, and with others (A10).

    Help from outside is the capability of the weaker side's allies that are not the other's
    allies, 0..1, and what its fellows in joint units pool with it (P10), 0..1.
    """
    one, two = world.neighbours[0][edge], world.neighbours[1][edge]
    pact, works = relations.defence_pact(world, state), gate_row(world, "A10", rows)
    restrained = relations.restraint_pact(world, state, rows, one, two)
    score = per_row(world, "onset.restraint", rows) * restrained
    score += per_row(world, "onset.assurance", rows) * (pact[rows, one, two] & works)
    own, whole = state["capability"], relations.pooled(world, state)
    first_is_stronger = own[rows, one] >= own[rows, two]
    weak = np.where(first_is_stronger, two, one)
    strong = np.where(first_is_stronger, one, two)
    outside = pact[rows, weak] & ~pact[rows, strong]
    outside[np.arange(len(rows)), strong] = False  # nobody is helped against itself
    helped = (own[rows] * outside).sum(axis=1) + (whole[rows, weak] - own[rows, weak])
    return np.asarray(score + per_row(world, "onset.deterrence", rows) * works * helped)


def _onset(world: World, state: State, books: Books, draw: Draw) -> None:
    first, second = world.neighbours
    luck = draw.uniform(Stream.ONSET, len(first))
    rows, edge = _outbreaks(world, state, luck)
    first, second = first[edge], second[edge]
    quiet = np.ones(len(rows), bool)  # a running dispute does not break out again
    for stands in (state["standoff"], books["standoff"]):
        quiet &= (stands[rows, first, second] == 0) & (stands[rows, second, first] == 0)
    rows, first, second = rows[quiet], first[quiet], second[quiet]
    if not len(rows):
        return
    hard, starts, returns = (
        draw.of_two(Column.HOSTILITY, world.dims.N, rows, (which, first), (which + 3, second))
        for which in range(3)
    )
    one, two = (np.sqrt(state["capability"][rows, side]) for side in (first, second))
    flip = starts * (one + two) < two
    actor, target = np.where(flip, second, first), np.where(flip, first, second)
    level = _hostility(world, state, (rows, actor, target), hard)
    back = returns < per_row(world, "dispute.reciprocated", rows)
    acts, cause = both((rows, actor, target)), Cause.DISPUTE
    books.put_at("last_dispute", cause, acts, np.int16(state.turn))
    levels = np.concatenate([level, np.where(back, level, NO_DISPUTE)])
    done = levels != NO_DISPUTE
    for field in ("hostility", "standoff"):
        books.put_at(field, cause, tuple(axis[done] for axis in acts), levels[done])
    weight = per_row(world, "dispute.evidence", rows) * (level - 1.0)
    felt = np.concatenate([weight, weight * np.where(back, 1.0, 0.5)])
    books.add_at("bad", cause, both((rows, target, actor)), snap(felt, EVIDENCE_BITS))
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
    same = {name: books[name] == state[name] for name in ("war", "mandate")}
    helped = 1.0 + world.param("mission.settling") * mission_strength(world, state)
    calm = (
        on
        & (state["war"] > 0)
        & same["war"]
        & (luck[..., 0] < world.param("war.settling") * helped)
    )
    books.put("war", Cause.PEACE_AT_HOME, calm, 0.0)
    quiet = on & (state["war"] == 0) & (state["mandate"] > 0) & same["mandate"]
    lifted = quiet & (luck[..., 1] < world.param("mandate.lifting") * helped)
    books.put("mandate", Cause.MANDATE_LIFTED, lifted, 0.0)
