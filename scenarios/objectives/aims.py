"""Objectives as a world reads them: of the scenario, else of the seat's doctrine, and standing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.objectives.needs import about
from scenarios.objectives.registry import MEASURES, About, Measure
from scenarios.schema import Objective, Scenario
from sim.axes import Floats
from sim.world import World

#: The objective that every seat has: trusted to the end, and true to its word.
STANDING = "standing"


@dataclass(frozen=True, slots=True)
class Aim:
    """An objective of a seat with what it is about as indices."""

    seat: int
    objective: Objective
    measure: Measure
    about: About
    default: bool  # given by the catalogue, not by the scenario

    @property
    def standing(self) -> bool:
        """Whether it is the one that every seat has."""
        return self.measure.name == STANDING

    def attained(self, values: Floats) -> Floats:
        """How much of it values attain, 0..1, in their shape."""
        goal = self.objective
        return np.clip((values - goal.nothing) / (goal.full - goal.nothing), 0.0, 1.0)


def aims_of(scenario: Scenario, world: World) -> tuple[Aim, ...]:
    """All aims, nation by nation in the world's order; a seat's standing comes last.

    A seat to which the scenario gives no objective has those that the catalogue gives to its
    doctrine, as far as the scenario has the programme or group that they are about. Raises
    ``DetenteError`` for an objective about something that the scenario does not have.
    """
    return tuple(aim for seat in range(world.dims.N) for aim in _of_seat(scenario, world, seat))


def _of_seat(scenario: Scenario, world: World, seat: int) -> list[Aim]:
    iso = world.iso[seat]
    given = [goal for goal in scenario.objectives if goal.seat == iso]
    found = [_aim(world, seat, goal, default=False) for goal in given]
    if not found:
        usual = _defaults(scenario, iso, world.doctrine_ids[int(world.doctrine[seat])])
        aims = [_aim(world, seat, goal, default=True) for goal in usual]
        found = [aim for aim in aims if _possible(aim)]
    for goal in _defaults(scenario, iso, STANDING):
        found.append(_aim(world, seat, goal, default=True))
    return found


def _aim(world: World, seat: int, goal: Objective, *, default: bool) -> Aim:
    what = about(world, goal.measure, seat, goal.of)
    return Aim(seat, goal, MEASURES[goal.measure], what, default)


def _defaults(scenario: Scenario, iso: str, doctrine: str) -> list[Objective]:
    """What the catalogue gives a seat of a doctrine, or every seat (``STANDING``)."""
    return [
        Objective(seat=iso, **entry.model_dump(exclude={"doctrines"}))
        for entry in scenario.catalogue.objectives
        if doctrine in entry.doctrines
    ]


def _possible(aim: Aim) -> bool:
    """Whether there is a programme, or group, where the measure is about one."""
    if aim.measure.needs == "programme":
        return aim.about.programme >= 0
    return aim.measure.needs != "group" or aim.about.group >= 0
