"""An ordinary object-per-nation Mesa model, to measure the batched engine against.

It plays the same scenario from the same catalogue, start state and parameters by the same rules,
for the subset ``SUBSET`` of the mechanisms; the others (``OFF``) are switched off in the engine
when the two are compared. It is written as Mesa's own tutorials write models: a ``mesa.Model``, a
``mesa.Agent`` for every nation with attributes and dictionaries by counterpart, stages called with
``AgentSet.do``, plain Python arithmetic, NumPy for what third nations say (the one triple sum), a
``DataCollector`` with the headline measures.

Where it is simpler than the engine:

- Numbers are plain floats: nothing is rounded to a grid, what is heard is not rounded to coarse
  figures, and the logistic curve is ``math.exp``, which differs by 3e-5 at most.
- Luck is drawn in order from the model's own generator: a run has a seed, but two treatments do
  not share their luck, and no ledger of causes is kept.
- Left out are the orders of other mechanisms that the engine's nations still give when these are
  switched off: arms transfers, bases, texts and votes in groups, speaking for a partner, renewal
  before term and hastened ratification, manoeuvres and changes of posture. Groups and postures
  stay as they were at the start. These are 11 orders a turn of some 113 that all nations together
  give. What they would have cost in will and effort makes 3 % more exercises, and so 3 % more
  interoperability after five years; threat is 1 % lower.
- Counter-offers (one in 500 offers) and packages are left out; so are terms of agreements that
  belong to other mechanisms (balance, secret annexes).
- Turns are quarters, and there is one programme.
"""

from tests.benchmarks.baseline.model import BaselineModel

#: Mechanisms that the model implements.
SUBSET = ("P1", "P3", "P5", "P11", "P13", "A1", "A2", "A3", "A11", "A13", "N1", "N2")

__all__ = ["SUBSET", "BaselineModel"]
