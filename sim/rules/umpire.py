"""What comes from outside: dated events of the scenario, injects and overrides of a facilitator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.account import Books
from sim.axes import Bools
from sim.causes import Cause
from sim.councils import depart, join, withdraw
from sim.deeds import deeds_of
from sim.draw import Draw
from sim.effects import Effect
from sim.grid import snap
from sim.orders import Moves
from sim.sparse import Index, assign_slots, gate_row, per_row
from sim.stabilisation import UNIFIED
from sim.state import (
    ACTIVE,
    EVIDENCE_BITS,
    FIELDS,
    HELD,
    IN_FORCE,
    MEMBER,
    NONE,
    SUSPENDED,
    State,
)
from sim.treaty import bring_to
from sim.world import World


def umpire(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """The turn's deeds take effect one after the other, alike in all rows.

    What they change is seen as any change of a turn is: rules that go by the state as the turn
    began follow it next turn. What would be out of bounds stops there; what a nation is or has
    already, and what concerns nations that do not exist, is left alone. An incident strikes in
    the phase of incidents.
    """
    del draw
    for deed in deeds_of(world, state.turn, moves.umpire):
        for effect in deed.effects:
            _change(_Act(world, state, books, deed.cause, effect))


def idle(world: World, state: State, effect: Effect) -> bool:
    """Whether an effect would change nothing, in no row, as things stand."""
    books = Books(state, FIELDS, keep=True)
    _change(_Act(world, state, books, Cause.OVERRIDE, effect))
    return not books.entries and not books.scratch


@dataclass(frozen=True, slots=True)
class _Act:
    """One effect about to be carried out."""

    world: World
    state: State
    books: Books
    cause: Cause
    effect: Effect

    @property
    def concerns_those_here(self) -> bool:
        """Whether all nations that it names exist this turn."""
        here = self.world.exists(self.state.turn)
        named = [i for i in (self.effect.nation, self.effect.other) if i >= 0]
        return bool(here[named].all())

    def cells(self, *places: int) -> Index:
        """One cell in each row."""
        rows = np.arange(self.state.rows)
        return (rows, *(np.full(len(rows), place) for place in places))

    @property
    def own(self) -> Index:
        """(R,) the nation."""
        return self.cells(self.effect.nation)

    @property
    def pair(self) -> Index:
        """(R,) the nation and the other."""
        return self.cells(self.effect.nation, self.effect.other)

    @property
    def back(self) -> Index:
        """(R,) the other and the nation."""
        return self.cells(self.effect.other, self.effect.nation)

    def put(self, field: str, at: Index, value: object) -> None:
        """Set cells of a field."""
        self.books.put_at(field, self.cause, at, value)

    def add(self, field: str, at: Index, amount: float | np.ndarray) -> None:
        """Add to cells of a field, as far as its bounds."""
        self.books.add_at(field, self.cause, at, amount)
        self.books.settle_at(field, at)


def _change(act: _Act) -> None:
    if act.concerns_those_here:
        _HOW[act.effect.kind](act)


def _some(at: Index, mask: Bools) -> Index:
    return tuple(axis[mask] for axis in at)


def _number(act: _Act) -> None:
    act.add(act.effect.kind, act.own, act.effect.amount)


def _level(act: _Act) -> None:
    act.put(act.effect.kind, act.own, act.effect.amount)


def _spending(act: _Act) -> None:
    change = snap(act.effect.amount * act.state["spending"][act.own])
    act.add("spending", act.own, change)


def _election(act: _Act) -> None:
    """It is held by the phase of governments, which comes next; without P11 there is none."""
    at = _some(act.own, gate_row(act.world, "P11", act.own[0]))
    act.put("election", at, np.int16(act.state.turn))


def _trust(act: _Act) -> None:
    field = "good" if act.effect.amount > 0 else "bad"
    act.add(field, act.pair, abs(act.effect.amount))


def _threat(act: _Act) -> None:
    act.add("threat", act.pair, act.effect.amount)


def _interop(act: _Act) -> None:
    for domain in range(act.world.dims.D):
        for one, two in (
            (act.effect.nation, act.effect.other),
            (act.effect.other, act.effect.nation),
        ):
            act.add("interop", act.cells(domain, one, two), act.effect.amount)


def _dispute(act: _Act) -> None:
    """A confrontation opens, or rises to the level; the other side holds it against the nation.

    As where a dispute breaks out of itself; without N2 there are none.
    """
    level = np.int8(act.effect.amount)
    rises = gate_row(act.world, "N2", act.own[0]) & (act.books["standoff"][act.pair] < level)
    at, back = _some(act.pair, rises), _some(act.back, rises)
    for field in ("standoff", "hostility"):
        act.put(field, at, level)
    for cells in (at, back):
        act.put("last_dispute", cells, np.int16(act.state.turn))
    blame = per_row(act.world, "dispute.evidence", back[0]) * (level - 1.0)
    act.add("bad", back, snap(blame, EVIDENCE_BITS))


def _calm(act: _Act) -> None:
    for at in (act.pair, act.back):
        act.put("standoff", at, np.int8(0))


def _rivalry(act: _Act) -> None:
    for at in (act.pair, act.back):
        act.put("rivalry", at, np.int8(act.effect.amount))


def _incident(act: _Act) -> None:
    """Left to the phase of incidents, which clears away those of the turn before."""
    if act.world.on("P15").any():
        act.books.scratch.setdefault("incidents", []).append((act.cause, act.effect))


def _agreement(act: _Act) -> None:
    """In force at once on both sides, or at an end without notice."""
    at = act.cells(act.effect.what, act.effect.nation, act.effect.other)
    goal = IN_FORCE if act.effect.amount > 0 else NONE
    bring_to(act.books, act.cause, at, act.books["agreement"][at] != goal, goal, act.state.turn)


def _invite(act: _Act) -> None:
    act.put("invited", act.cells(act.effect.nation, act.effect.what), np.int8(1))


def _leave(act: _Act) -> None:
    """A partner is out of the programme; members of the sponsor are in it as long as they are."""
    at = act.cells(act.effect.nation, act.effect.what)
    partner = np.isin(act.books["status"][at], (ACTIVE, HELD, SUSPENDED))
    withdraw(act.state, act.books, act.cause, _some(at, partner))


def _join(act: _Act) -> None:
    """A member from now on; of a programme's sponsor as one that acceded."""
    world, group = act.world, act.effect.what
    at = act.cells(act.effect.nation, group)
    outside = (act.books["member"][at] == 0) & (act.books["format"][at[0], group] >= 0)
    at = _some(at, outside)
    act.put("member", at, np.int8(1))
    join(world, act.state, act.books, at)
    for programme in np.flatnonzero(world.programmes.sponsor == group).tolist():
        cell = _some(act.cells(act.effect.nation, programme), outside)
        act.put("status", cell, np.int8(MEMBER))
        last = np.full(len(cell[0]), world.programmes.last)
        act.put("step_turn", (*cell, last), np.int16(act.state.turn))
        act.put("declared", cell, 1.0)


def _quit(act: _Act) -> None:
    at = act.cells(act.effect.nation, act.effect.what)
    inside = act.books["member"][at] == 1
    depart(act.world, act.state, act.books, act.cause, _some(at, inside))


def _mission(act: _Act) -> None:
    """A mission in a free slot, lawful, with the lead's troops on their way; none if all are taken.

    Under unified command where the group has standards, obligations or joint units of its own.
    """
    effect, books, table = act.effect, act.books, act.world.formats
    rows = np.arange(act.state.rows)
    kind = books["format"][:, effect.what]
    slots, fits = assign_slots(rows, books["mission_place"] < 0)
    fits &= kind >= 0
    at, kind = (rows[fits], slots[fits]), kind[fits]
    unified = (table.standards > 0) | table.defence | (table.pooled > 0)
    act.put("mission_place", at, np.int16(effect.nation))
    act.put("mission_group", at, np.int16(effect.what))
    act.put("mission_lead", at, np.int16(effect.other))
    act.put("mission_turn", at, np.int16(act.state.turn))
    act.put("mission_terms", at, np.where(unified[kind], UNIFIED, 0).astype(np.int8))
    lead = (at[0], np.full(len(at[0]), effect.other), at[1])
    act.add("troops", lead, effect.amount)


_HOW: Mapping[str, Callable[[_Act], None]] = {
    **dict.fromkeys(
        ("will", "institutions", "stance", "harm", "casualties", "published", "alignment"), _number
    ),
    "war": _level,
    "mandate": _level,
    "spending": _spending,
    "election": _election,
    "trust": _trust,
    "threat": _threat,
    "interop": _interop,
    "dispute": _dispute,
    "calm": _calm,
    "rivalry": _rivalry,
    "incident": _incident,
    "agreement": _agreement,
    "invite": _invite,
    "leave": _leave,
    "join": _join,
    "quit": _quit,
    "mission": _mission,
}
