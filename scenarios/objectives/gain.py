"""What a turn was worth to a seat, by its objectives, as far as it can see."""

from __future__ import annotations

import numpy as np

from agents.forecast import imagined
from scenarios.objectives.aims import aims_of
from scenarios.objectives.tally import Tally
from scenarios.schema import Scenario
from sim.observe import Observation
from sim.orders import Moves
from sim.turn import Turn
from sim.world import World


class Gain:
    """Differences of a seat's score from turn to turn; over a game they sum to its score, 0..1.

    The score is that of the objectives that the seat can see in its own observation: others' trust
    in it and its standing are not among them, nor what is read from deeds (``kept``, ``asked``).
    The score before the first turn is 0.
    """

    def __init__(self, scenario: Scenario, world: World, iso: str) -> None:
        """For one seat of one run, before its first turn."""
        self._seat = world.nation(iso)
        aims = aims_of(scenario, world)
        self.aims = tuple(aim for aim in aims if aim.seat == self._seat and aim.measure.in_sight)
        self._tally = Tally(scenario, world, self.aims)
        self._score = 0.0

    def __call__(self, before: Observation, after: Observation) -> float:
        """The gain of the next turn, from what the seat saw before and sees after it."""
        dims = after.world.dims
        refused = np.zeros(dims.shape("RNK", 1), np.int8)
        # what the seat can see is the same in the moment as it imagines it to be
        states = (imagined(before), imagined(after))
        self._tally.add(Turn(*states, Moves.none(dims, 1), refused, []))
        now = float(self._tally.score().total[0, self._seat])
        gain, self._score = now - self._score, now
        return gain
