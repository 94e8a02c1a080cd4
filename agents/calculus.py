"""The open calculus: a sum of named terms, weighted, against a threshold, with quantal response.

The terms that decide are the terms in the books, to the bit: a ``Choice`` keeps the very arrays
that were summed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.axes import Bools, Floats, Ints
from sim.grid import logistic, root, snap
from sim.observe import Observation

Terms = Mapping[str, Floats]


@dataclass(slots=True)
class Choice:
    """One kind of decision by many nations: what was weighed, the threshold, the luck.

    Arrays broadcast to (R, M) or (R, M, candidates). ``score`` is the sum of ``parts``; the choice
    is made where ``luck < chance`` and ``chance = logistic(rationality * (score - threshold))``
    (see ``respond``).
    """

    decision: str
    score: Floats
    threshold: Floats
    chance: Floats
    luck: Floats
    chosen: Bools
    parts: dict[str, Floats] = field(default_factory=dict)
    nations: Ints | None = None  # (M,) who decided
    programme: int = 0

    def reasons(self, cell: tuple[int, ...]) -> list[tuple[str, float]]:
        """The parts of one cell's score, largest first; they sum to the score exactly."""
        values = []
        for name, part in self.parts.items():
            at = tuple(
                0 if size == 1 else index for size, index in zip(part.shape, cell, strict=False)
            )
            values.append((name, float(part[at])))
        return sorted(values, key=lambda item: (-abs(item[1]), item[0]))


def weight(obs: Observation, decision: str, term: str, axes: int) -> Floats:
    """(R or 1, M, 1...) the weight of a term: the parameter times the doctrine's multiplier."""
    world = obs.world
    cache = world.__dict__.setdefault("_weights", {})
    key = (decision, term, axes)
    if key not in cache:
        value = world.param(f"{decision}.{term}", axes)
        profile = world.weights.get(term)
        if profile is not None:
            own = profile[world.doctrine].reshape(1, -1, *(1,) * (axes - 1))
            value = np.where(world.on("A13", axes), snap(value * own), value)
        cache[key] = value
    value = cache[key]
    return value if value.shape[1] == 1 else obs.pick(value)


def score(
    obs: Observation, decision: str, terms: Terms, keep: bool = False
) -> tuple[Floats, dict[str, Floats]]:
    """The weighted sum of the terms, and the parts if they are to be kept.

    The sum is exact on the grid, so that order is free: terms of fewer cells are summed first, and
    yes-or-no terms with one weight for all are summed through a table of their combinations.
    """
    weights = {name: weight(obs, decision, name, term.ndim - 1) for name, term in terms.items()}
    marks = [k for k, term in terms.items() if term.dtype == bool and weights[k].size == 1]
    sums: dict[tuple[int, ...], Floats] = {}
    for name, term in terms.items():
        if name in marks:
            continue
        part = weights[name] * term
        if part.shape in sums:
            sums[part.shape] += part
        else:
            sums[part.shape] = part
    ordered = sorted(sums.values(), key=lambda part: part.size)
    total = ordered[0] if ordered else np.zeros((1, 1, 1))
    for part in ordered[1:]:
        total = total + part
    if marks:
        total = total + _marks([terms[k] for k in marks], [weights[k].item() for k in marks])
    return total, {k: weights[k] * term for k, term in terms.items()} if keep else {}


def _marks(masks: list[np.ndarray], values: list[float]) -> Floats:
    """The weighted sum of up to eight masks, looked up by their combination."""
    code: np.ndarray = np.zeros((), np.uint8)
    for bit, mask in enumerate(masks):
        code = code | (mask.view(np.uint8) << np.uint8(bit))
    combinations = np.arange(2 ** len(masks))
    table = sum(value * (combinations >> bit & 1) for bit, value in enumerate(values))
    return np.take(np.asarray(table, dtype=np.float64), code)


def respond(
    obs: Observation,
    decision: str,
    total: Floats,
    threshold: Floats,
    luck: Floats,
    parts: dict[str, Floats] | None = None,
    *,
    answer: bool = False,
) -> Choice:
    """Quantal response: act with a chance that rises with the score's margin.

    Initiative has a chance per quarter, turned into one per turn; an ``answer`` to what lies on
    the table is given once, whatever the length of a turn.
    """
    slope = obs.world.param("choice.rationality", total.ndim - 1)
    chance = logistic(slope * (total - threshold))
    if not answer:
        chance = per_turn(chance, obs.world.months)
    chosen = luck < chance
    return Choice(decision, total, threshold, chance, luck, chosen, parts or {}, obs.nations)


def per_turn(quarterly: Floats, months: int) -> Floats:
    """A chance per quarter as the chance per turn of so many months."""
    if months == 3:
        return quarterly
    if months in (6, 12):
        for _ in range(months // 6):
            quarterly = quarterly * (2.0 - quarterly)
        return quarterly
    return 1.0 - root(1.0 - quarterly, 3)
