"""What looks threatening nearby: postures, arms, manoeuvres, and encirclement (A11).

A neighbour's power frightens the more, the more offensive its forces look; what is known of them,
and what was said beforehand, damps the fear of what they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.forces import both_ways, neighbourhood, relative_spending
from sim.sparse import flat_codes, gate_row, per_row, where
from sim.state import CONDUCTED, State
from sim.world import World

#: Why, where and how much: amounts (R, 2 E) at the relevant pairs, or (n,) at places counted
#: through all axes of (R, N, N).
Alarm = tuple[Cause, Ints, Floats]


class Sight:
    """Who looks at whom: the politically relevant pairs in both directions, 2 E in all."""

    def __init__(self, world: World, state: State) -> None:
        self.world, self.state = world, state
        self.one, self.two = both_ways(world)
        places = self.one * world.dims.N + self.two
        rows = np.arange(state.rows)[:, None] * world.dims.N**2
        #: (R * 2 E,) their places in an array (R, N, N), row after row.
        self.cells = fixed(world, f"relevant {state.rows}", lambda: (rows + places).reshape(-1))

    def of(self, array: np.ndarray) -> np.ndarray:
        """(R, 2 E) the pairs' part of an array (R, N, N)."""
        part = array.reshape(-1).take(self.cells, mode="clip")
        return part.reshape(len(array), len(self.one))

    def seen(self, array: np.ndarray) -> np.ndarray:
        """(R, 2 E) what an array (R, N) says of those who are looked at."""
        return np.take(array, self.two, axis=1, mode="clip")

    @cached_property
    def nearness(self) -> Floats:
        """(2 E,) of the capitals."""
        return self.world.nearness[self.one, self.two]

    @cached_property
    def known(self) -> Floats:
        """(R, 2 E) how far the other is known: it is open (P2), or watched in secret (P6)."""
        known = self.seen(self.world.gate("P2", 1) * self.state["transparency"])
        if self.world.switches["P6"].any():
            insight = self.of(self.state["insight"])
            insight *= self.world.gate("P6", 1)
            np.maximum(known, insight, out=known)
        return known


def alarms(world: World, state: State, books: Books, draw: Draw, sight: Sight) -> list[Alarm]:
    """Additions to the threat that the first of two nations should see in the second.

    With ``power = scale * sqrt(capability) * nearness * (1 - trust)``, the fear of what the other
    is, each alarm is a multiple of it, or of the like for what happens near the border:

    ====================== ====================================================================
    posture believed       ``threat.posture * max(belief - usual, 0)``
    growth of arms         ``threat.growth * rise * (1 - d + d * belief) * (1 - damping)``
    manoeuvres             ``threat.manoeuvre * seen / (seen + half)``
    encirclement           exercises and bases of others near the border, a neighbour's alliance
    ====================== ====================================================================

    Source: Jervis 1978 and Glaser 2010 for distinguishability d; Walt 1987 for offence as a factor
    of threat; sizes are Assumptions. With A11 off there are none.
    """
    if not world.switches["A11"].any():
        return []
    base = _power(world, state, sight)
    known = _damping(world, state, sight)
    belief = sight.of(state["belief"])
    growth = _growth(world, state, belief, sight)
    excess = belief
    excess -= world.param("threat.usual_posture")
    np.maximum(excess, 0.0, out=excess)
    excess *= base
    excess *= world.param("threat.posture")
    out = [(Cause.POSTURE_SEEN, sight.cells, excess)]
    if growth is not None:
        growth *= base
        growth *= 1.0 - known
        out.append((Cause.GROWTH_SEEN, sight.cells, growth))
    out += _manoeuvres(world, state, books, draw, (sight, base, known))
    out += _encircled(world, state, books)
    return out


def _power(world: World, state: State, sight: Sight) -> Floats:
    """(R, 2 E) the fear of what the other is; nothing with A11 off."""
    power = sight.of(state.trust)
    np.subtract(1.0, power, out=power)
    power *= sight.nearness
    scale = world.param("threat.scale") * world.gate("A11", 1)
    power *= sight.seen(scale * np.sqrt(state["capability"]))
    return power


def _place(world: World, rows: np.ndarray, i: np.ndarray, j: np.ndarray) -> Ints:
    """(n,) places of some cells in an array (R, N, N)."""
    return np.asarray((rows * world.dims.N + i) * world.dims.N + j)


def _damping(world: World, state: State, sight: Sight) -> Floats:
    """(R, 2 E) how far knowledge damps alarm: what is known, or was seen in an inspection (A5)."""
    known = sight.known
    if world.switches["A5"].any():
        fresh = sight.of(state["inspected"]) >= state.turn - 12 // world.months
        fresh &= world.on("A5", 1)
        known = np.maximum(known, fresh * world.param("threat.inspected"))
    return np.asarray(known * world.param("threat.known"))


def _growth(world: World, state: State, belief: Floats, sight: Sight) -> Floats | None:
    """(R, 2 E) weight of the other's spending beyond its usual level; ``None`` where none is.

    Where offence can be told from defence, arms alarm only as far as the posture is offensive.
    """
    rise = relative_spending(world, state["spending"])
    weight = world.param("threat.growth") * np.clip(rise - 1.0, 0.0, 1.0)
    if not weight.any():
        return None
    told_apart = world.param("threat.distinguishable")
    return np.asarray(sight.seen(weight) * (1.0 - told_apart + told_apart * belief))


def _manoeuvres(
    world: World, state: State, books: Books, draw: Draw, seen: tuple[Sight, Floats, Floats]
) -> Iterator[Alarm]:
    """Alarm at the manoeuvres of neighbours, declared or not.

    What was declared is damped by a briefing, by observers and by knowledge. Of what was not, part
    is seen, more or less than there is, and frightens more for having been hidden.
    """
    sight, base, known = seen
    size = books["activity"]
    if not size.any():
        return
    rows, edge = where(sight.seen(size > 0))
    i, j = sight.one[edge], sight.two[edge]
    told = books["notified"][rows, j]
    calm = 1.0 - known[rows, edge]
    briefed = books["briefed"][rows, j, i] >= state.turn - 1
    told = told * calm * (1.0 - briefed * per_row(world, "threat.briefed", rows))
    told = told * (1.0 - books["observers"][rows, j] * per_row(world, "threat.observed", rows))
    hidden = np.maximum(size[rows, j] - books["notified"][rows, j], 0.0)
    ends = draw.nation(Column.PERCEPTION, 2, world.dims.N)
    guess = 1.0 + calm * (2.0 * mix(ends[rows, i, 0], ends[rows, j, 1]) - 1.0)
    hidden = hidden * guess * per_row(world, "manoeuvre.visible", rows)
    total = told + hidden * per_row(world, "manoeuvre.surprise", rows)
    weight = per_row(world, "threat.manoeuvre", rows)
    half = per_row(world, "manoeuvre.half", rows)
    alarm = base[rows, edge] * weight * total / (total + half)
    yield Cause.MANOEUVRES_SEEN, _place(world, rows, i, j), alarm


def _encircled(world: World, state: State, books: Books) -> Iterator[Alarm]:
    """Exercises that leave a neighbour out, bases next door, a neighbour's new alliance."""
    events = [
        *_exercises(world, books),
        *_bases(world, state),
        *_accessions(world, state, books),
    ]
    if not any(len(where_) for _, where_, *_ in events):
        return
    weight = np.concatenate([per_row(world, name, where_) for name, where_, *_ in events])
    where_, near, other = (np.concatenate([e[k] for e in events]) for k in (1, 2, 3))
    sight = np.concatenate([e[4] for e in events]) & neighbourhood(world)[near]
    event, i = where(sight)
    rows, whom, host = where_[event], other[event], near[event]
    sees = ((i != whom) & (i != host) & gate_row(world, "A11", rows)).nonzero()[0]
    i, rows, whom, host = (axis.take(sees) for axis in (i, rows, whom, host))
    places = _place(world, rows, i, whom)
    fear = 1.0 - state.trust.reshape(-1).take(places)
    strength = np.sqrt(state["capability"][rows, whom]) * world.nearness[i, host]
    scale = per_row(world, "threat.scale", rows) * weight.take(event.take(sees))
    yield Cause.ENCIRCLED, places, scale * strength * fear


Event = tuple[str, np.ndarray, np.ndarray, np.ndarray, Bools]


def _exercises(world: World, books: Books) -> Iterator[Event]:
    """Field exercises held this turn: those neighbours of the host who were not invited."""
    rows, slots = where(books["exercise"] == CONDUCTED)
    types = np.maximum(books["exercise_type"][rows, slots], 0)
    field = world.exercises.field[types] > world.exercises.staff[types]
    rows, slots = rows[field], slots[field]
    host = books["exercise_host"][rows, slots].astype(np.intp)
    left_out = books["exercise_invited"][rows, slots] == 0
    yield "threat.exercise", rows, host, host, left_out


def _bases(world: World, state: State) -> Iterator[Event]:
    """Forces stationed next door: neighbours of the host see a threat from the guest."""
    bases = state["bases"]
    rows, host, guest = np.unravel_index(flat_codes(bases), bases.shape)
    everyone = np.ones((len(rows), world.dims.N), bool)
    yield "threat.base", rows, host, guest, everyone


def _accessions(world: World, state: State, books: Books) -> Iterator[Event]:
    """A neighbour that joined a defence group this turn, for those outside the group."""
    if not books.touched("member"):
        return
    defence = relations.of_groups(world, state, "defence")[:, None, :]
    new = (books["member"] == 1) & (state["member"] == 0) & defence
    rows, joined, group = where(new)
    outside = books["member"][rows, :, group] == 0
    yield "threat.alliance", rows, joined, joined, outside
