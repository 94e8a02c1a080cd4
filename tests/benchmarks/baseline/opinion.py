"""Evidence of how others behave, and what third nations say about it (N1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel

#: No more evidence than this is remembered.
MOST = 32.0


def witness(model: BaselineModel) -> None:
    """Agreements kept, common groups and joint training are evidence of good faith."""
    for pair in model.pairs:
        if pair.kept:
            pair.one.views[pair.two].good += pair.kept
            pair.two.views[pair.one].good += pair.kept
    evidence = model.p["exercise.evidence"]
    for pair in model.trained:
        amount = evidence * (pair.staff + pair.drill)
        pair.one.views[pair.two].good += amount
        pair.two.views[pair.one].good += amount
        pair.exercised = model.turn


def hear(model: BaselineModel) -> tuple[np.ndarray, np.ndarray]:
    """What everybody hears of everybody: the word of third nations, weighed by trust in them."""
    trust = _matrix(model, "trust") * [nation.here for nation in model.nations]
    rate = model.p["trust.repute"] * model.p["trust.cycle"]
    return rate * trust @ _matrix(model, "good"), rate * trust @ _matrix(model, "bad")


def _matrix(model: BaselineModel, name: str) -> np.ndarray:
    """(N, N) a number of all views, 0 of a nation about itself."""
    size = len(model.nations)
    out = np.zeros((size, size))
    out[model.others] = [
        getattr(view, name) for nation in model.nations for view in nation.views.values()
    ]
    return out


def remember(model: BaselineModel, heard: tuple[np.ndarray, np.ndarray] | None) -> None:
    """Twice a year evidence fades and what was heard is added; trust follows."""
    if heard is not None:
        kept = model.p["trust.memory"] ** round(model.p["trust.cycle"])
        good, bad = (news[model.others].tolist() for news in heard)
        views = (view for nation in model.nations for view in nation.views.values())
        for view, well, ill in zip(views, good, bad, strict=True):
            view.good *= kept
            view.bad *= kept
            view.heard_good = min(view.heard_good * kept + well, MOST)
            view.heard_bad = min(view.heard_bad * kept + ill, MOST)
    worth = model.p["dialogue.evidence"]
    for nation in model.nations:
        if nation.partner is not None:
            nation.views[nation.partner].good += worth
            nation.partner.views[nation].good += worth
    for nation in model.nations:
        for view in nation.views.values():
            if view.good > MOST:
                view.good = MOST
            if view.bad > MOST:
                view.bad = MOST
            view.judge()
