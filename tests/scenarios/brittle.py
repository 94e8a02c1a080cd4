"""A policy that breaks the rules of the engine in some runs, and experiments to play it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from agents.doctrine import Doctrine, DoctrineTurn
from agents.policy import Books
from agents.registry import POLICIES, PolicyInfo
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.designs.schema import Design, Factor, Measures
from tests.builders import scenario


@dataclass(frozen=True)
class Brittle(Doctrine):
    """Doctrine, but in runs with certain seeds it hands over orders for too few nations."""

    name: str = "brittle"
    seeds: tuple[int, ...] = ()
    turn: int = 1

    def deliberate(self, obs, draw, keep=False):
        """Begin a turn; one of a block of runs suffices to spoil it."""
        if draw.turn == self.turn and np.isin(draw.seeds, np.array(self.seeds, np.uint64)).any():
            return _Spoilt(obs, draw, Books(keep))
        return super().deliberate(obs, draw, keep)


class _Spoilt(DoctrineTurn):
    def orders(self):
        orders = super().orders()
        return replace(orders, kind=orders.kind[:, :2])


def plan_of(*factors: Factor, length: int = 3, replicates: int = 8, **measures) -> Plan:
    """A plan of first steps."""
    design = Design(
        scenario="first-steps",
        turns=length,
        replicates=replicates,
        seed=5,
        factors=list(factors),
        measures=Measures(**measures),
    )
    return Plan.of(design, {"first-steps": scenario()})


@pytest.fixture
def brittle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plan]:
    """Runs 3 and 4 fail in their second turn."""
    plan = plan_of(
        Factor(name="policy", levels=["brittle"]), turns=["trust", "will"], dyads=["threat"]
    )
    seeds = tuple(run.seed for run in plan.runs(3, 5))
    monkeypatch.setitem(POLICIES, "brittle", PolicyInfo(Brittle(seeds=seeds), "fails", "a test"))
    return plan
