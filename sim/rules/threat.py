"""Perceived threat: power, nearness, distrust, arms, and error where little is known.

Mechanisms N2 (appraisal), A11 (the security dilemma), P2 and P6 (what is known), A5 (inspections).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.account import Books
from sim.alarm import Fears, encircled
from sim.arguments import shown, table
from sim.axes import Bools, Floats
from sim.carried import fixed
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Column, Draw
from sim.forces import neighbourhood, relative_spending
from sim.grid import nearest
from sim.orders import Moves
from sim.state import State
from sim.world import World

#: One number of luck counts so many words, and a sum of two wraps around at one.
_WORD, _ONE = 2.0**-32, 2**32 - 1

#: Why one nation should fear another that is near, as ``_look`` tells.
_WHY = (Cause.MISJUDGED, Cause.POSTURE_SEEN, Cause.GROWTH_SEEN, Cause.MANOEUVRES_SEEN)

#: What the loops read of the parameters and mechanisms, in this order.
_PACE = ("threat.pace", "threat.scale", "threat.rivalry")
_KNOWN = ("P2", "P6", "A5", "threat.inspected", "threat.known", "threat.error", "threat.bias")
_ARMS = (
    *("A11", "threat.scale", "threat.posture", "threat.usual_posture"),
    *("threat.growth", "threat.distinguishable"),
)
_SHOWN = (
    *("threat.briefed", "threat.observed", "manoeuvre.visible", "manoeuvre.surprise"),
    *("threat.manoeuvre", "manoeuvre.half"),
)


class Sight(NamedTuple):
    """What the nations see of one another, and what they make of it (axes as in ``sim.state``)."""

    trust: Floats
    insight: Floats
    belief: Floats
    inspected: np.ndarray
    transparency: Floats
    activity: Floats
    notified: Floats
    observers: np.ndarray
    briefed: np.ndarray
    root: Floats  # (R, N) of capability
    rise: Floats  # (R, N) spending relative to the start
    luck: np.ndarray  # (2, R, N) words of luck, of who looks and of who is looked at
    since: tuple[int, int]  # turns from which an inspection, a briefing are fresh


class Lie(NamedTuple):
    """How nations lie: nearness (N, N), none to oneself; the relevant pairs (2 E,), both ways."""

    nearness: Floats
    one: np.ndarray
    two: np.ndarray


def threat(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Threat moves toward ``scale * sqrt(power) * nearness * (1 - trust) + rivalry``, with error.

    What neighbours do with their forces adds to it (A11). Of politically relevant nations more or
    less is seen than there is: the error is drawn anew each turn and shrinks as the other becomes
    transparent (P2) or is known by intelligence (P6); its mean is above zero because fear
    overshoots. Source: Walt 1987 for the factors; Assumption for the form of the error.
    """
    del moves
    lie = _lie(world)
    sight = _sight(world, state, books, draw)
    fears = encircled(world, state, books, sight.root)
    # one row after the other uses the room, unless the books are to say why
    rows = state.rows if books.keep else 1
    thoughts = np.zeros((rows, len(_WHY), len(lie.one)))
    rates = tuple(table(world, *names) for names in (_PACE, _KNOWN, _ARMS, _SHOWN))
    held = state["threat"], state["rivalry"], world.exists(state.turn)
    fresh = np.empty_like(held[0])
    _appraise(held, sight, lie, fears, rates, thoughts, fresh)
    books.bring("threat", fresh, _Change(world, state, thoughts, fears).parts)
    books.settle("threat")


def _lie(world: World) -> Lie:
    def relevant() -> np.ndarray:
        # without a sign a loop need not ask whether a place counts from the end
        return np.stack(np.nonzero(neighbourhood(world))).astype(np.uint32)

    one, two = fixed(world, "relevant", relevant)
    others = fixed(world, "others", lambda: world.nearness * (1.0 - np.eye(world.dims.N)))
    return Lie(others, one, two)


def _sight(world: World, state: State, books: Books, draw: Draw) -> Sight:
    return Sight(
        trust=state.trust,
        insight=state["insight"],
        belief=state["belief"],
        inspected=state["inspected"],
        transparency=state["transparency"],
        activity=shown(books["activity"]),
        notified=shown(books["notified"]),
        observers=shown(books["observers"]),
        briefed=shown(books["briefed"]),
        root=np.sqrt(state["capability"]),
        rise=relative_spending(world, state["spending"]),
        luck=np.ascontiguousarray(draw.words(Column.PERCEPTION, 2, world.dims.N)),
        since=(state.turn - 12 // world.months, state.turn - 1),
    )


@compiled
def _appraise(
    held: tuple[Floats, np.ndarray, Bools],
    sight: Sight,
    lie: Lie,
    fears: Fears,
    rates: tuple[Floats, ...],
    thoughts: Floats,
    fresh: Floats,
) -> None:
    """Write the threat after the turn to ``fresh`` (R, N, N), on the grid, not yet in its bounds.

    ``held`` are threat and rivalry (R, N, N) and the nations (N,) that exist; ``thoughts``
    (R or 1, reasons, 2 E) is room for what is thought of relevant pairs.
    """
    (before, rivalry, here), (places, amounts), at = held, fears, 0
    nations = len(here)
    for row in range(len(fresh)):
        now, was, thought = fresh[row], before[row], thoughts[row if len(thoughts) > 1 else 0]
        pace, scale, rival = rates[0][row if len(rates[0]) > 1 else 0]
        for i in range(nations):
            for j in range(nations):
                power = (1.0 - sight.trust[row, i, j]) * (scale * pace * sight.root[row, j])
                now[i, j] = was[i, j] * (1.0 - pace) + power * lie.nearness[i, j]
        _look(row, sight, lie, rates, thought)
        _add(thought[3:], lie, pace, now)
        while at < len(places) and places[at] < (row + 1) * nations * nations:
            pair = places[at] - row * nations * nations
            now[pair // nations, pair % nations] += amounts[at] * pace
            at += 1
        for i in range(nations):
            for j in range(nations):
                now[i, j] += rival * pace if rivalry[row, i, j] != 0 else 0.0
        _add(thought[:3], lie, pace, now)
        for i in range(nations):
            for j in range(nations):
                now[i, j] = nearest(now[i, j])
        for i in range(nations):
            if not here[i]:
                for j in range(nations):
                    now[i, j], now[j, i] = was[i, j], was[j, i]


@compiled
def _add(thought: Floats, lie: Lie, pace: float, now: Floats) -> None:
    """Add what is thought of relevant pairs for some reasons, (reasons, 2 E), to a row (N, N)."""
    for e in range(len(lie.one)):
        more = thought[0, e]
        for k in range(1, len(thought)):
            more += thought[k, e]
        now[lie.one[e], lie.two[e]] += more * pace


@compiled
def _look(row: int, sight: Sight, lie: Lie, rates: tuple[Floats, ...], thought: Floats) -> None:
    """Write what is thought of relevant pairs in a row to ``thought`` (reasons, 2 E).

    What is known of the other damps error and alarm: it is open (P2), watched in secret (P6) or
    was inspected (A5). Each alarm is a multiple of ``scale * sqrt(capability) * nearness *
    (1 - trust)``, the fear of what the other is:

    ====================== ====================================================================
    posture believed       ``threat.posture * max(belief - usual, 0)``
    growth of arms         ``threat.growth * rise * (1 - d + d * belief) * (1 - damping)``
    manoeuvres             ``threat.manoeuvre * seen / (seen + half)``
    ====================== ====================================================================

    Where offence can be told from defence (d), arms alarm only as far as the posture is offensive.
    Source: Jervis 1978 and Glaser 2010 for distinguishability d; Walt 1987 for offence as a factor
    of threat; sizes are Assumptions. With A11 off there is no alarm.
    """
    open_, watched, checks, checked, damps, error, bias = rates[1][row if len(rates[1]) > 1 else 0]
    works, scale, posture, usual, growth, apart = rates[2][row if len(rates[2]) > 1 else 0]
    for e in range(len(lie.one)):
        i, j = lie.one[e], lie.two[e]
        luck = (int(sight.luck[0, row, i]) + int(sight.luck[1, row, j])) & _ONE
        known = max(open_ * sight.transparency[row, j], watched * sight.insight[row, i, j])
        fog = luck * (_WORD * error) + error * (bias - 0.5)
        thought[0, e] = fog * (1.0 - known) * lie.nearness[i, j]
        visit = checks * checked if sight.inspected[row, i, j] >= sight.since[0] else 0.0
        calm = 1.0 - max(known, visit) * damps
        power = (1.0 - sight.trust[row, i, j]) * lie.nearness[i, j]
        power *= scale * works * sight.root[row, j]
        belief = sight.belief[row, i, j]
        thought[1, e] = max(belief - usual, 0.0) * power * posture
        rise = growth * min(max(sight.rise[row, j] - 1.0, 0.0), 1.0)
        thought[2, e] = rise * (1.0 - apart + apart * belief) * power * calm
        thought[3, e] = 0.0
        if sight.activity[row, j] > 0.0:
            thought[3, e] = _manoeuvre((row, i, j), sight, luck * _WORD, (power, calm), rates[3])


@compiled
def _manoeuvre(
    cell: tuple[int, int, int],
    sight: Sight,
    luck: float,
    fear: tuple[float, float],
    rates: Floats,
) -> float:
    """Alarm at the manoeuvres of a neighbour, declared or not; ``fear`` of it, and what is calm.

    What was declared is damped by a briefing, by observers and by knowledge. Of what was not, part
    is seen, more or less than there is, and frightens more for having been hidden.
    """
    (row, i, j), (power, calm) = cell, fear
    briefing, observed, visible, surprise, weight, half = rates[row if len(rates) > 1 else 0]
    told = sight.notified[row, j]
    hidden = max(sight.activity[row, j] - told, 0.0)
    briefed = 1.0 if sight.briefed[row, j, i] >= sight.since[1] else 0.0
    told = told * calm * (1.0 - briefed * briefing)
    told = told * (1.0 - sight.observers[row, j] * observed)
    hidden = hidden * (1.0 + calm * (2.0 * luck - 1.0)) * visible
    total = told + hidden * surprise
    alarm: float = power * weight * total / (total + half)
    return alarm


@dataclass(frozen=True)
class _Change:
    """Why the threat seen moves."""

    world: World
    state: State
    thoughts: Floats
    fears: Fears

    def parts(self) -> Mapping[Cause, Floats]:
        """(R, N, N) cause by cause."""
        world, lie = self.world, _lie(self.world)
        scale = world.param("threat.scale") * np.sqrt(self.state["capability"])
        facts = (1.0 - self.state.trust) * scale[:, None, :] * lie.nearness
        facts += world.param("threat.rivalry", 2) * self.state["rivalry"]
        because = {Cause.APPRAISAL: facts - self.state["threat"]}
        for k, cause in enumerate(_WHY):
            because[cause] = np.zeros(facts.shape)
            because[cause][:, lie.one, lie.two] = self.thoughts[:, k]
        around = because[Cause.ENCIRCLED] = np.zeros(facts.shape)
        np.add.at(around.reshape(-1), *self.fears)
        here = world.exists(self.state.turn)
        pace = world.param("threat.pace", 2) * (here[:, None] & here)
        return {cause: part * pace for cause, part in because.items()}
