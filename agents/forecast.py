"""What a nation may expect of its own moves: the rules played forward from what it believes.

A forecast starts from an imagined state: what the observer may read stands as it is, everything
else as the observer believes or would suppose. Luck is its own, never that of the game. So nothing
that is hidden from the observer can enter (a test changes all that is).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from agents.doctrine import Doctrine
from sim.axes import Array, Audience, Ints
from sim.draw import Draw
from sim.observe import Observation, observe
from sim.orders import ACCEPT, Moves, Offers, Orders
from sim.state import (
    FIELDS,
    IN_FORCE,
    PLANNED,
    RATIFIED,
    SIGNED,
    State,
    blank,
)
from sim.turn import Turn, advance
from sim.world import World

#: What was lived through together is supposed to look alike from the other side.
_MUTUAL = ("good", "bad", "heard_good", "heard_bad", "resentment", "insight", "threat")


#: All rows of an observation.
EVERY_ROW = slice(None)


def imagined(obs: Observation, rows: Ints | slice = EVERY_ROW) -> State:
    """The moment as its one observer would suppose it to be, in some rows of the observation.

    Of fields that are hidden from it in part: the other side of a pair is supposed to see what it
    sees itself; third nations stand at the usual start values; tied nations have a framework
    agreement; forces are as believed and declared, deeds as declared. Raises ``ValueError`` for
    more observers than one.
    """
    if len(obs.nations) != 1:
        raise ValueError("one observer imagines at a time")
    me = int(obs.nations[0])
    arrays = blank(obs.world.dims, len(np.arange(obs.rows)[rows]))
    for name, spec in FIELDS.items():
        if spec.audience is Audience.PUBLIC:
            arrays[name][...] = obs[name][rows]
        elif spec.audience is not Audience.UMPIRE:
            _known(arrays[name], obs[name][rows], spec.axes, me, mutual=_shared(name))
    _supposed(obs, rows, arrays, me)
    return State(arrays, obs.turn)


def unforeseen(world: World) -> World:
    """The world without what the scenario has in store; made once for a world and kept with it."""
    store = world.__dict__
    if "_unforeseen" not in store:
        store["_unforeseen"] = replace(world, happenings={})
    return store["_unforeseen"]  # type: ignore[no-any-return]


def _shared(name: str) -> bool:
    return FIELDS[name].audience is Audience.PARTIES or name in _MUTUAL


def _known(array: Array, own: Array, axes: str, me: int, *, mutual: bool) -> None:
    """The observer's row; of what two share, or live through together, the column mirrors it."""
    first = axes.index("N")
    mine = np.take(own, 0, axis=first)
    for axis in (first + 1, first) if mutual else (first,):
        np.moveaxis(array, axis, 0)[me] = mine


def _supposed(obs: Observation, rows: Ints | slice, arrays: dict[str, np.ndarray], me: int) -> None:
    """What a reasonable observer takes the hidden fields to be."""
    own = {"depth": obs.own_depth, "transparency": obs.own_transparency}
    for name, like in (("depth", "declared"), ("transparency", "published")):
        arrays[name][...] = obs[like][rows]
        arrays[name][:, me] = own[name][rows, 0]
    mine = {name: np.array(arrays[name][:, me]) for name in ("posture", "activity")}
    arrays["posture"][...] = obs["belief"][rows, 0]
    arrays["activity"][...] = obs["notified"][rows]
    for name, value in mine.items():
        arrays[name][:, me] = value
    stages = arrays["agreement"]
    stages[:, :, :, me][stages[:, :, :, me] == RATIFIED] = SIGNED
    thirds = np.array(obs.ties[rows])
    thirds[:, me] = thirds[:, :, me] = False
    stages[:, 0][thirds] = IN_FORCE
    arrays["balance"][:, :, me] = -arrays["balance"][:, me]
    np.einsum("rii->ri", arrays["threat"])[...] = 0.0


def _of_rows(state: State, rows: int) -> State:
    """One row as many."""
    if state.rows != 1:
        raise ValueError("an order or an offer is tried in one row at a time")
    return State({name: np.repeat(state[name], rows, axis=0) for name in state}, state.turn)


def _luck(rows: int, turn: int) -> Draw:
    return Draw(np.arange(1, rows + 1, dtype=np.uint64), turn)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Two courses of the same turns with the same luck: without some orders, and with them."""

    plain: tuple[Turn, ...]
    given: tuple[Turn, ...]


def outcome(obs: Observation, orders: Orders, turns: int = 1, rows: int = 4) -> Outcome:
    """The next turns as their observer may expect them, without and with its ``orders``.

    ``orders`` are of one row, given in the first turn. All others say nothing and keep their
    promises, and who is invited to an exercise comes; both courses share their luck. No event of
    the scenario is foreseen. Ledgers are kept.
    """
    world = unforeseen(obs.world)
    start = _of_rows(imagined(obs), rows)
    given = Orders(*(np.repeat(getattr(orders, n), rows, axis=0) for n in orders.__slots__))
    return Outcome(
        _course(world, start, Orders.none(world.dims, rows), turns),
        _course(world, start, given, turns),
    )


def _course(world: World, state: State, first: Orders, turns: int) -> tuple[Turn, ...]:
    found = []
    for _ in range(turns):
        comes = (state["exercise"] == PLANNED)[:, None, :]
        attend = (comes & (state["exercise_invited"].transpose(0, 2, 1) == 1)).astype(np.int8)
        moves = Moves((), replace(first, attend=np.maximum(first.attend, attend)))
        luck = _luck(state.rows, state.turn)
        turn = advance(world, state, moves, luck, ledger=True)
        found.append(turn)
        state, first = turn.after, Orders.none(world.dims, state.rows)
    return tuple(found)


def acceptance(obs: Observation, offer: Offers, rows: int = 32) -> float:
    """The chance, 0..1, that an offer of the observer is accepted, as far as it can suppose.

    ``offer`` is of one row with the one offer in it. The other side is supposed to weigh by its
    doctrine, on the imagined state, with luck of its own.
    """
    world = unforeseen(obs.world)
    me = int(obs.nations[0])
    to = int(offer.to[0, me].max())
    state = _of_rows(imagined(obs), rows)
    many = Offers(*(np.repeat(getattr(offer, n), rows, axis=0) for n in offer.__slots__))
    seen = observe(world, state).of(np.array([to]))
    mind = Doctrine().deliberate(seen, _luck(rows, state.turn))
    answers = mind.replies(many).answer[:, me]
    return float((answers == ACCEPT).any(axis=1).mean())
