"""The measures of objectives, read after each turn: (R,) a value for each run.

Shares and means run from 0 to 1 unless the unit says otherwise. Nations that do not exist in a
turn do not count in it; a mean over nobody is 0. Sums are over numbers of the grid and exact in any
order, so a run gives the same bits alone and in a batch.
"""

from scenarios.objectives.measures import bonds, deeds, trust

__all__ = ["bonds", "deeds", "trust"]
