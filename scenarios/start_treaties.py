"""What the scenario's files say stood at the start: treaties, participation, bases, supplies."""

from __future__ import annotations

import numpy as np

from scenarios.schema import Participant, Scenario
from sim.axes import NEVER
from sim.grid import snap, snap_number
from sim.state import ACTIVE, IN_FORCE, MEMBER
from sim.world import World, turn_of


def treaties(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    """Bilateral agreements in force, each as old as it is since its last review.

    Those between nations that do not exist at the start are left out.
    """
    here = world.exists(0)
    for treaty in scenario.agreements:
        one, two = world.nation(treaty.a), world.nation(treaty.b)
        if not (here[one] and here[two]):
            continue
        kind = world.agreements.ids.index(treaty.type)
        begun = _last_review(_before(world, treaty.since), int(world.agreements.term[kind]))
        for first, second in ((one, two), (two, one)):
            arrays["agreement"][:, kind, first, second] = IN_FORCE
            arrays["agreement_turn"][:, kind, first, second] = begun


def _before(world: World, month: str) -> int:
    """The turn of a month before the start; without a month the last one."""
    return min(turn_of(world.start, world.months, month), -1) if month else -1


def _last_review(begun: int, term: int) -> int:
    """The turn in which the present term of an agreement began (``term`` 0: it has none)."""
    return begun + (-1 - begun) // term * term if term else max(begun, NEVER + 1)


def participants(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    """Partners that take part already: invited, up to a step of the ladder, as deep as declared.

    Of what was declared a usual share is put into practice (``start.practice``); with P13 off all
    of it. A step counts from when the nation joined, or from when it was opened if that was later.
    """
    share = np.where(world.on("P13"), world.param("start.practice", 0), 1.0)
    for row in scenario.participants:
        nation, programme = world.nation(row.nation), world.programmes.ids.index(row.programme)
        if (arrays["status"][:, nation, programme] == MEMBER).any():
            continue  # it sponsors the programme
        arrays["status"][:, nation, programme] = ACTIVE
        arrays["invited"][:, nation, programme] = 1
        arrays["declared"][:, nation, programme] = snap(np.array(row.declared))
        arrays["depth"][:, nation, programme] = snap(share * row.declared)
        joined = _before(world, row.since)
        for step in _steps(world, row):
            opened = int(world.programmes.opens[programme, step])
            arrays["step_turn"][:, nation, programme, step] = min(max(joined, opened), -1)


def _steps(world: World, row: Participant) -> list[int]:
    """The step that a participant has reached, and all that lead to it."""
    table = world.programmes
    found = [table.steps.index(row.step) if row.step else table.first]
    while table.requires[found[-1]] >= 0:
        found.append(int(table.requires[found[-1]]))
    return found


def bases(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    """Forces of one nation on the soil of another."""
    for base in scenario.bases:
        arrays["bases"][:, world.nation(base.host), world.nation(base.guest)] = 1


def supplies(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    """Who lives on whose arms: at least the share of what it imports that came from there (A8)."""
    for supply in scenario.supplies:
        held = arrays["dependence"][:, world.nation(supply.client), world.nation(supply.supplier)]
        held[:] = np.maximum(held, snap_number(supply.share))
