"""The open calculus: a sum of named terms, weighted, against a threshold, with quantal response.

The terms that decide are the terms in the books, to the bit: a ``Choice`` keeps the very arrays
that were summed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from agents.response import chance_of
from sim.axes import Bools, Floats, Ints
from sim.grid import snap
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


def _factors(obs: Observation, decision: str, terms: Terms, axes: int) -> Mapping[str, Any]:
    """The weights of a decision's terms: a number where it is one for all, else an array.

    Gathered once for a world and kept with it.
    """
    store = obs.world.__dict__.setdefault("_factors", {})
    key = (decision, *terms, axes, None if obs.everyone else obs.nations.tobytes())
    if key not in store:
        made = {name: weight(obs, decision, name, axes) for name in terms}
        store[key] = {name: w.item() if w.size == 1 else w for name, w in made.items()}
    return store[key]  # type: ignore[no-any-return]


def weights_of(obs: Observation, decision: str, terms: tuple[str, ...]) -> Floats:
    """(R or 1, M, terms) the weights of some terms side by side, kept with the world."""
    store = obs.world.__dict__.setdefault("_side_by_side", {})
    key = (decision, terms, None if obs.everyone else obs.nations.tobytes())
    if key not in store:
        each = [weight(obs, decision, name, 1) for name in terms]
        alike = np.broadcast_arrays(*each, np.zeros((1, len(obs.nations))))[:-1]
        store[key] = np.stack(alike, axis=2)
    return store[key]  # type: ignore[no-any-return]


def score(
    obs: Observation, decision: str, terms: Terms, keep: bool = False, known: Floats | None = None
) -> tuple[Floats, dict[str, Floats]]:
    """The weighted sum of the terms, and the parts if they are to be kept.

    ``known`` is a sum of further terms of the same decision (see ``lasting``); it has the most
    cells, and is added last.
    """
    parts = parts_of(obs, decision, terms)
    total, *others = parts.values() if known is None else (*parts.values(), known)
    for part in others:
        total = total + part
    return total, parts if keep else {}


def parts_of(obs: Observation, decision: str, terms: Terms) -> dict[str, Floats]:
    """What each term adds to the score."""
    weights = _factors(obs, decision, terms, next(iter(terms.values())).ndim - 1)
    return {name: weights[name] * term for name, term in terms.items()}


def score_at(
    obs: Observation, decision: str, terms: Terms, rows: np.ndarray, seats: np.ndarray
) -> tuple[Floats, dict[str, Floats]]:
    """As ``score``, of listed cells (C,) only: the rows and observers' places they lie in."""
    weights = weights_of(obs, decision, tuple(terms))
    own = weights[rows if len(weights) > 1 else 0, seats].T
    parts = {name: w * term for w, (name, term) in zip(own, terms.items(), strict=True)}
    return sum(parts.values(), np.zeros(len(rows))), parts


def lasting(
    obs: Observation, decision: str, terms: Callable[[Observation], Terms], sources: list[Floats]
) -> Floats:
    """The weighted sum of terms that follow from the world and from ``sources`` alone.

    ``sources`` are arrays of the state; the sum is kept with the world and made anew when one of
    them is no longer the same array (states never change, so the same array has the same values).
    """
    store = obs.world.__dict__.setdefault("_lasting", {})
    key = (decision, obs.nations.tobytes())
    made = store.get(key)
    if made is None or any(a is not b for a, b in zip(made[0], sources, strict=True)):
        made = store[key] = (sources, score(obs, decision, terms(obs))[0])
    return made[1]  # type: ignore[no-any-return]


def respond(
    obs: Observation,
    decision: str,
    total: Floats,
    threshold: Floats,
    luck: Floats,
    parts: dict[str, Floats] | None = None,
    *,
    answer: bool = False,
    months: int = 0,
) -> Choice:
    """Quantal response: act with a chance that rises with the score's margin.

    Initiative has a chance per quarter, turned into one per turn; an ``answer`` to what lies on
    the table is given once, whatever the length of a turn.
    """
    chance = chance_of(obs, total, threshold, answer=answer, months=months)
    chosen = luck < chance
    return Choice(decision, total, threshold, chance, luck, chosen, parts or {}, obs.nations)


#: A bid of nobody, below any score.
NO_BID = -64.0


def best_of(
    decision: str, total: Floats, bids: Floats, parts: dict[str, Floats], obs: Observation
) -> Choice:
    """The choice of the highest of the ``bids`` (R, M, N), which are scores plus twice the luck.

    What a candidate had to beat, the highest bid of the others, is its threshold: ``NO_BID`` where
    there was no other. Bids that are not possible are minus infinity.
    """
    bids = np.maximum(bids, NO_BID)
    rest = best_of_others(bids)
    need = (rest - total) / 2.0
    luck = 1.0 - (bids - total) / 2.0
    chance = np.clip(1.0 - need, 0.0, 1.0)
    return Choice(decision, total, rest, chance, luck, luck < chance, parts, obs.nations)


def best_of_others(bids: Floats) -> Floats:
    """(R, M, N) for each candidate the highest of the other candidates' ``bids``."""
    highest = np.sort(np.maximum(bids, NO_BID), axis=2)
    return np.where(bids == highest[..., -1:], highest[..., -2:-1], highest[..., -1:])
