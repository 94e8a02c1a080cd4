"""What a nation's options lead to, played forward by the rules from what it believes.

Rollout: each option is followed by some turns in which all nations, the one that looks ahead too,
follow their doctrines. All options share their luck, which is not that of the game. Source: Tesauro
and Galperin 1996, "On-line policy improvement using Monte-Carlo search"; Bertsekas, Tsitsiklis and
Wu 1997, "Rollout algorithms for combinatorial optimization".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from agents.doctrine import Doctrine
from agents.forecast import imagined, unforeseen
from agents.lookahead.options import Options, words_of
from agents.run import block_rows
from agents.team import moves_of
from sim.axes import Floats, Ints, Seeds
from sim.draw import Draw
from sim.forces import relative_spending
from sim.grid import snap
from sim.observe import Observation, observe
from sim.orders import Moves, Orders
from sim.state import State, join
from sim.turn import advance
from sim.world import World

#: What sets the luck of forecasts apart from that of any game: a random number.
_OTHER_LUCK = 0xA24BAED4963EE407


def own_luck(seeds: Seeds, course: int) -> Seeds:
    """(R,) seeds of a course of luck that is no game's; games differ in it."""
    return np.asarray((seeds ^ np.uint64(_OTHER_LUCK)) + np.uint64(course))


@dataclass(frozen=True)
class Reach:
    """How far and how often options are played forward."""

    turns: int
    fates: int  # courses of luck, a power of two
    seeds: Seeds  # (R,) the game's


def interests(world: World, state: State, own: Ints) -> dict[str, Floats]:
    """(R,) what a nation of each row cares for; ``own`` (R,) are the nations.

    All of it lies in a nation's own observation, but for the trust that others have in it: that is
    what it supposes, in a state it has imagined.
    """
    rows, power = np.arange(len(own)), world.usual_capability[own]
    rise = relative_spending(world, state["spending"])[rows, own]
    regard = state.trust[rows, own].sum(axis=1) + state.trust[rows, :, own].sum(axis=1)
    return {
        "threat": state["threat"][rows, own].max(axis=1),
        "home": state["will"][rows, own],
        "strength": np.minimum(state["capability"][rows, own] / np.maximum(power, 2.0**-16), 4.0),
        "fatigue": np.minimum(rise, 4.0) - 1.0,
        "deaths": state["deaths"][rows, own],
        "regard": regard / 2.0,
        "partners": state.effective_interop[rows, own].sum(axis=1),
    }


def gains(obs: Observation, plan: Orders, options: Options, reach: Reach) -> dict[str, Floats]:
    """(R, M, W) what each option adds to each interest, against the plan, in the mean of luck."""
    found: dict[str, Floats] = {}
    for rows, seats in _blocks(options, reach, block_rows(obs.world.dims.N)):
        for name, ends in _played(obs, plan, options, reach, (rows, seats)).items():
            whole = found.setdefault(name, np.zeros(options.there.shape))
            mean = ends.mean(axis=1)
            whole[rows, seats] = snap(np.where(options.there[rows, seats], mean - mean[:, :1], 0.0))
    return found


def _blocks(options: Options, reach: Reach, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Rows and places of those who have a choice, so many together as can be played at once."""
    seats, rows = np.nonzero(options.there[..., 1:].any(axis=2).T)
    size = max(1, most // (options.there.shape[2] * reach.fates))
    for low in range(0, len(rows), size):
        yield rows[low : low + size], seats[low : low + size]


def _played(
    obs: Observation, plan: Orders, options: Options, reach: Reach, cells: tuple[Ints, Ints]
) -> dict[str, Floats]:
    """(C, fates, W) the interests of some observers at the end of each of their options."""
    rows, seats = cells
    case, fate = np.divmod(np.arange(len(rows) * reach.fates), reach.fates)
    luck = np.stack([own_luck(reach.seeds, k) for k in range(reach.fates)])[fate, rows[case]]
    state = _believed(obs, rows, seats).take(case)
    usual = _usual(_world(obs.world, rows[case]), state, Draw(luck, obs.turn))
    at, option = options.there[rows[case], seats[case]].nonzero()
    mine = rows[case[at]], seats[case[at]]
    own = obs.nations[mine[1]]
    moves = _with(usual.take(at), own, plan, (*mine, option), options)
    world, luck, state = _world(obs.world, mine[0]), luck[at], state.take(at)
    for turn in range(reach.turns):
        draw = Draw(luck, state.turn)
        if turn:
            moves = _usual(world, state, draw)
        state = advance(world, state, moves, draw).after
    found = {}
    for name, ends in interests(world, state, own).items():
        found[name] = np.zeros((len(rows), reach.fates, options.there.shape[2]))
        found[name][case[at], fate[at], option] = ends
    return found


def _believed(obs: Observation, rows: Ints, seats: Ints) -> State:
    """What each of some observers takes for the state; ``seats`` are in their order."""
    each = np.unique(seats).tolist()
    return join([imagined(obs.of(obs.nations[[k]]), rows[seats == k]) for k in each])


def _world(world: World, rows: Ints) -> World:
    """The world of some rows, without what the scenario has in store."""
    alike = unforeseen(world)
    tables = (*world.params.values(), *world.switches.values())
    return alike.take(rows) if any(len(values) > 1 for values in tables) else alike


def _usual(world: World, state: State, draw: Draw) -> Moves:
    """A turn in which all nations follow their doctrines."""
    seen = observe(world, state)
    return moves_of(seen, [(seen.nations, Doctrine().deliberate(seen, draw))])


def _with(
    moves: Moves, own: Ints, plan: Orders, cells: tuple[Ints, Ints, Ints], options: Options
) -> Moves:
    """The moves with an option and the plan's answers in the places of one nation a row."""
    rows, (row, seat, option) = np.arange(len(own)), cells
    for whole, word in zip(words_of(moves.orders), options.words, strict=True):
        whole[rows, own] = word[row, seat, option]
    for name in ("attend", "vote", "honour"):
        getattr(moves.orders, name)[rows, own] = getattr(plan, name)[row, seat]
    return moves
