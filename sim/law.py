"""What an order or an agreement would break: judged from what the seat itself may know (A4).

Nothing here refuses anything: a seat is warned with the rule named, and what it does nevertheless
has its price (``sim.rules.law``). Every fact looked at is public or the nation's own, so that a
warning tells nothing that the seat does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.axes import Bools
from sim.orders import Moves, Offers, OrderKind, Orders
from sim.sparse import Index, gate_row, per_row, where
from sim.state import DISPLAY, FORCE
from sim.world import World


class Facts(Protocol):
    """Fields by name: a state, or what some nations see of it."""

    turn: int

    def __getitem__(self, name: str) -> np.ndarray: ...


class View(Facts, Protocol):
    """What some nations see, with the world they see it in."""

    world: World
    nations: np.ndarray


@dataclass(frozen=True, slots=True)
class Acts:
    """Orders looked at one by one, each array (n,)."""

    world: World
    facts: Facts
    rows: np.ndarray
    seats: np.ndarray  # place of the nation among those whose rows the facts hold
    own: np.ndarray  # the nation itself
    target: np.ndarray
    arg: np.ndarray
    amount: np.ndarray

    def of(self, name: str, nation: np.ndarray) -> np.ndarray:
        """A public field of single nations."""
        return np.asarray(self.facts[name][self.rows, nation])

    def between(self, name: str, one: np.ndarray, two: np.ndarray) -> np.ndarray:
        """A public field of pairs of nations."""
        return np.asarray(self.facts[name][self.rows, one, two])


def _force(acts: Acts) -> Bools:
    """The step that takes a confrontation to the use of force, without mandate or self-defence."""
    own, target = acts.own, acts.target
    step = acts.between("standoff", own, target) >= DISPLAY
    struck = acts.between("hostility", target, own) >= FORCE
    struck |= acts.between("standoff", target, own) >= FORCE
    called = (acts.facts["call_against"][acts.rows] == target[:, None]).any(axis=1)
    return np.asarray(step & ~struck & ~called & (acts.of("mandate", target) == 0))


def _deployed(acts: Acts) -> Bools:
    """Troops for a mission with neither the host's consent nor a mandate of the world's council."""
    return np.asarray(acts.facts["mission_terms"][acts.rows, acts.target] & 8 > 0)


def _embargoed(acts: Acts) -> Bools:
    return np.asarray(acts.of("mandate", acts.target) > 0)


def _to_war(acts: Acts) -> Bools:
    return np.asarray(acts.of("war", acts.target) > 0)


def _free_to_war(acts: Acts) -> Bools:
    """Arms without end-use terms to a nation with a conflict on its soil."""
    return np.asarray(_to_war(acts) & (acts.arg == 1))


def _passed_on(acts: Acts) -> Bools:
    return np.asarray(acts.facts["end_use"][acts.rows, acts.seats, acts.arg] == 1)


def _unnotified(acts: Acts) -> Bools:
    """Manoeuvres above the threshold, understated or not declared."""
    limit = per_row(acts.world, "law.notification", acts.rows)
    return np.asarray((acts.arg > 0) & (acts.amount >= limit))


def _always(acts: Acts) -> Bools:
    return np.ones(len(acts.rows), bool)


def _deserting(acts: Acts) -> Bools:
    """Notice of a pact of defence or restraint while the partner calls for aid or is confronted."""
    table, target = acts.world.agreements, acts.target
    pact = (table.defence | table.restraint)[acts.arg]
    calling = (acts.facts["call_victim"][acts.rows] == target[:, None]).any(axis=1)
    calling |= (acts.facts["standoff"][acts.rows, :, target] >= FORCE).any(axis=1)
    return np.asarray(pact & calling)


Test = Callable[[Acts], Bools]

#: By kind of order: the rules that it may break, the gravest first, and the test of each.
TESTS: Mapping[OrderKind, Mapping[str, Test]] = {
    OrderKind.ESCALATE: {"un-charter": _force},
    OrderKind.DEPLOY: {"un-charter": _deployed},
    OrderKind.TRANSFER: {"geneva": _free_to_war, "embargo": _embargoed, "arms-trade": _to_war},
    OrderKind.RETRANSFER: {
        "embargo": _embargoed,
        "arms-trade": _to_war,
        "end-use": _passed_on,
    },
    OrderKind.MANOEUVRE: {"vienna": _unnotified},
    OrderKind.PRESS: {"non-intervention": _always},
    OrderKind.BREACH: {"pacta": _always},
    OrderKind.DENOUNCE: {"pacta": _deserting},
}

#: Rules about orders.
RULES = tuple(dict.fromkeys(name for tests in TESTS.values() for name in tests))

#: Rules about agreements (``clashes``).
TALKS = ("compatibility", "neutrality", "non-proliferation")

#: Kinds that are done in secret: found by verification or attribution, never on the spot.
COVERT = frozenset({OrderKind.BREACH, OrderKind.PRESS})


def breaches(seen: View, orders: Orders) -> np.ndarray:
    """(R, M, K) int8: the rule that each of the observers' orders would break, 0 for none.

    ``World.law`` names the rules. With A4 off no order is unlawful.
    """
    out, given = np.zeros(orders.kind.shape, np.int8), Moves((), orders)
    for kind, _, rules in broken(seen.world, seen, seen.nations, given):
        out[given.of(kind)] = rules
    return out


def broken(
    world: World, facts: Facts, nations: np.ndarray, given: Moves
) -> Iterator[tuple[OrderKind, Acts, np.ndarray]]:
    """Orders of each kind that may break a rule, and (n,) int8 the rule that each breaks, or 0.

    They are orders of ``nations``, whose rows ``facts`` holds.
    """
    for kind, tests in TESTS.items():
        rows, seats, _ = at = given.of(kind)
        if not len(rows):
            continue
        orders, rules = given.orders, np.zeros(len(rows), np.int8)
        target, arg = (part[at].astype(np.intp) for part in (orders.target, orders.arg))
        acts = Acts(world, facts, rows, seats, nations[seats], target, arg, orders.amount[at])
        for name, test in reversed([*tests.items()]):  # the gravest is written last
            place = world.law.find(name)
            if place and world.law.opens[place] <= facts.turn:
                rules[test(acts)] = place
        rules[~gate_row(world, "A4", rows)] = 0
        yield kind, acts, rules


def barred(
    world: World, facts: Facts, rows: np.ndarray, own: np.ndarray, other: np.ndarray
) -> Bools:
    """(n,) whether a nation is in an alliance that bars others and the other nation is not."""
    bars = np.append(world.formats.bars, False)[facts["format"][rows]]  # (n, G); -1 is the last
    seats = facts["member"]
    return np.asarray((bars & (seats[rows, own] == 1) & (seats[rows, other] == 0)).any(axis=1))


def clashes(world: World, facts: Facts, at: Index) -> np.ndarray:
    """(n,) int8: the rule that a nation breaks by an agreement, 0 for none.

    ``at`` are replicate, type, the nation, the other nation.
    """
    out = np.zeros(len(at[0]), np.int8)
    spoken_of = world.agreements.defence | world.law.types.any(axis=0)
    some = np.flatnonzero(spoken_of[at[1]] & gate_row(world, "A4", at[0]))
    if not len(some):
        return out
    rows, types, own, other = (axis[some] for axis in at)
    defence = world.agreements.defence[types]
    bound = world.neutrality[own] >= per_row(world, "law.neutrality", rows)
    sensitive = facts["mandate"][rows, other] > 0
    tests = {
        "compatibility": defence & barred(world, facts, rows, own, other),
        "neutrality": defence & bound,
        "non-proliferation": sensitive,
    }
    for name, test in tests.items():
        place = world.law.find(name)
        if place and world.law.opens[place] <= facts.turn:
            about = world.law.types[place]
            hit = test & (about[types] | (not about.any()))
            out[some[hit & (out[some] == 0)]] = place
    return out


def offer_breaches(seen: View, offers: Offers) -> np.ndarray:
    """(R, M, O) int8: the rule that each of the observers' offers would break if signed, 0 none."""
    out = np.zeros(offers.to.shape, np.int8)
    at = where(offers.to >= 0)
    if len(at[0]):
        own = np.asarray(seen.nations)[at[1]]
        columns = offers.at(at)
        out[at] = clashes(seen.world, seen, (at[0], columns["kind"], own, columns["to"]))
    return out


def warning(world: World, rule: int) -> str:
    """A rule as a warning to the seat that would break it."""
    return f"against the {world.law.names[rule]}: {world.law.sentences[rule]}"
