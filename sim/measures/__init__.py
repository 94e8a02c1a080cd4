"""The headline measures of a state: what reports plot turn by turn and sweeps compare.

A state after a turn bears the number of the next; the turn just played is ``state.turn - 1``.
Only nations that existed in it are counted, and nothing is counted for an empty set: a mean, share
or spread over nothing is 0. "Programme" is the scenario's first, "sponsor" the group behind it; a
world without programmes gives 0 for all measures of them.

Sums of grid numbers are exact in any order (see ``sim.grid``), and each measure divides last, so a
row gives the same bits alone and in any batch.
"""

from sim.measures import arms, basic, crises, groups, knowledge, law, reform
from sim.measures.registry import MEASURES, Function, Measure, headline, measure

__all__ = [
    "MEASURES",
    "Function",
    "Measure",
    "arms",
    "basic",
    "crises",
    "groups",
    "headline",
    "knowledge",
    "law",
    "measure",
    "reform",
]
