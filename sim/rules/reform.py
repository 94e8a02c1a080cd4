"""Instruments of democratic control: effort, obstacles, aid, erosion (P4, P12)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim import conditions
from sim.account import Books
from sim.axes import Floats
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap, snap_into
from sim.orders import Moves, OrderKind
from sim.relations import memo
from sim.sparse import Index, distinct, gate_row, per_row
from sim.state import State
from sim.world import World

#: The least that forces cost in a year, $bn: keeps the share paid for defined where none is spent.
_LEAST = 2.0**-20

#: Parameters of the work that money does: the share done without, the money for half the rest.
_REFORM = ("reform.floor", "reform.half")
_ADOPT = ("adopt.floor", "adopt.half")


def reform(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Effort closes part of an instrument's gap; ministries resist; what is left alone erodes.

    ``effort = pace * work * support * prospect * gap``, more with aid; the result is what
    resistance leaves of it (P12). There is no growth without the order: taking part in a programme
    moves no instrument. With P4 off control stays where it started; with P12 off effort is result.
    """
    del draw
    _adopt(world, state, books, moves)
    if not world.switches["P4"].any():
        return
    worked, tried = _invest(world, state, books, moves)
    _erode(world, state, books, worked)
    gained = _record(world, state, books, tried)
    _resist(world, state, books, gained)


def _orders(moves: Moves, kind: OrderKind, sizes: tuple[int, ...]) -> tuple[Index, Floats]:
    """Cells (row, nation, target) of a kind of order and the amounts; one twice counts once."""
    rows, nations, slots = moves.of(kind)
    targets = moves.orders.target[rows, nations, slots].astype(np.intp)
    cells: Index = (rows, nations, targets)
    if len(rows):
        once = distinct(cells, sizes)
        cells, slots = tuple(axis[once] for axis in cells), slots[once]
    return cells, moves.orders.amount[cells[0], cells[1], slots]


def _work(
    world: World, state: State, cells: Index, amount: Floats, names: tuple[str, str]
) -> Floats:
    """(n,) the share of a full effort that a sum of money makes, for forces of that size.

    ``floor + (1 - floor) * amount / (amount + half * spending)``: half of the rest is done at
    ``half`` $m for each $bn a year that the forces cost. ``names`` are the two parameters'.
    """
    rows, nations = cells[0], cells[1]
    floor = per_row(world, names[0], rows)
    half = per_row(world, names[1], rows) * (state["spending"][rows, nations] + _LEAST)
    return np.asarray(floor + (1.0 - floor) * amount / (amount + half))


def _helped(world: World, state: State) -> Floats:
    """(R, N) aid of the last turn as a share of all the effect that aid can have, 0..1 (P9)."""

    def make() -> Floats:
        aid = state["aid"].sum(axis=2)
        return np.asarray(world.gate("P9", 1) * (aid / (aid + world.param("aid.half"))))

    return memo(state, "helped", make, world)


def _invest(world: World, state: State, books: Books, moves: Moves) -> tuple[Index, Floats]:
    """Instruments worked at, and (R, N) the effort spent, in gaps that it would close."""
    shape = state["control"].shape
    tried = np.zeros(shape[:2])
    at, amount = _orders(moves, OrderKind.REFORM, shape)
    rows, nations = at[0], at[1]
    if not len(rows):
        return at, tried
    support = state["will"] + world.param("reform.stance") * state["stance"]
    drive = np.clip(support, 0.0, 1.0)[rows, nations]
    drive = drive * conditions.prospect(world, state)[rows, nations]
    drive = drive * _work(world, state, at, amount, _REFORM) * gate_row(world, "P4", rows)
    drive = drive * per_row(world, "reform.pace", rows)
    effort = snap(drive * (1.0 - state["control"][at]))
    boost = per_row(world, "reform.aided", rows) * _helped(world, state)[rows, nations]
    aided = snap(effort * boost)
    resistance = state["resistance"][rows, nations] * gate_row(world, "P12", rows)
    stopped = snap((effort + aided) * resistance)
    books.add_at("control", Cause.REFORM_EFFORT, at, effort)
    books.add_at("control", Cause.REFORM_AID, at, aided)
    books.add_at("control", Cause.OBSTACLE, at, -stopped)
    gain = effort + aided - stopped
    room = 1.0 - state["institutions"][rows, nations]
    rooted = per_row(world, "reform.rooting", rows) * room * gain / float(shape[2])
    books.add_at("institutions", Cause.ROOTED, at[:2], snap(rooted))
    books.settle("institutions")
    np.add.at(tried, at[:2], effort + aided)
    return at, tried


def _erode(world: World, state: State, books: Books, worked: Index) -> None:
    """Instruments that nobody works at sink toward what liberal institutions sustain."""
    sinks = state["institutions"][..., None] - state["control"]
    np.minimum(sinks, 0.0, out=sinks)
    sinks[worked] = 0.0
    sinks *= world.param("reform.erosion", 2) * world.gate("P4", 2)
    books.add("control", Cause.EROSION, snap_into(sinks))
    books.settle("control")


def _record(world: World, state: State, books: Books, tried: Floats) -> Floats:
    """(R, N) how far the turn moved all instruments; kept with the effort in a fading record."""
    gained = conditions.together(books["control"] - state["control"])
    fades = world.param("reform.fading") * world.gate("P4", 1)
    for field, turn in (("reform_effort", tried), ("reform_result", gained)):
        books.add(field, Cause.REFORM_RECORD, turn - snap(fades * state[field]))
        books.settle(field)
    return gained


def _resist(world: World, state: State, books: Books, gained: Floats) -> None:
    """Resistance wears off with contacts, success and time; it returns with new masters."""
    works = world.gate("P12", 1) * world.gate("P4", 1)
    level = state["resistance"] * works
    rest = works - level
    dialogue = state["control"][:, :, world.instruments.index(conditions.DIALOGUE)]
    contact = world.param("resistance.contact") * state["depth"].max(axis=2, initial=0.0)
    contact = contact + world.param("resistance.aid") * _helped(world, state)
    contact = contact + world.param("resistance.dialogue") * dialogue
    success = world.param("resistance.success") * np.maximum(gained, 0.0)
    time = world.param("resistance.time")
    changed = (books["government"] == state.turn) & (state["government"] != state.turn)
    begin = world.param("resistance.government") * changed
    lack = np.maximum(world.param("will.usual") - state["will"], 0.0)
    idle = world.param("resistance.idle") * lack
    total = snap((begin + idle) * rest - (contact + success + time) * level)

    def parts() -> Mapping[Cause, Floats]:
        return {
            Cause.CONTACT: -contact * level,
            Cause.SUCCESS: -success * level,
            Cause.GENERATION: -time * level,
            Cause.NEW_MASTERS: begin * rest,
            Cause.IDLE_WILL: idle * rest,
        }

    books.add_split("resistance", total, parts)
    books.settle("resistance")


def _adopt(world: World, state: State, books: Books, moves: Moves) -> None:
    """Standards are adopted by own effort, and lapse where they are not kept up (P3)."""
    level, works = state["adopted"], world.gate("P3", 1)
    if level.any():
        books.add("adopted", Cause.LAPSE, -snap(world.param("adopt.lapse") * works * level))
    (rows, nations, targets), amount = _orders(moves, OrderKind.ADOPT, (*level.shape, 1))
    if not len(rows):
        return
    at = (rows, nations)
    drive = _work(world, state, (*at, targets), amount, _ADOPT) * gate_row(world, "P3", rows)
    gain = per_row(world, "adopt.pace", rows) * drive * (1.0 - level[at])
    books.add_at("adopted", Cause.ADOPTED, at, snap(gain))
    books.settle("adopted")
