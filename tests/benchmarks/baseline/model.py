"""The model: nations, what lies between them, and the order of a turn."""

from __future__ import annotations

import mesa
import numpy as np

from scenarios.schema import Scenario
from sim.state import ACTIVE, State
from tests.benchmarks.baseline import arms, disputes, ladder, opinion, papers, training
from tests.benchmarks.baseline import start as start_of
from tests.benchmarks.baseline.facts import Facts
from tests.benchmarks.baseline.nation import Nation
from tests.benchmarks.baseline.relations import SIGNED, Pair


class BaselineModel(mesa.Model):
    """One run of a scenario, from its start or from another state of a run of the engine."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        values: dict[str, float] | None = None,
        start: State | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.facts = Facts.of(scenario, seed, values, start)
        self.p, self.turn = self.facts.p, self.facts.start.turn
        world = self.facts.world
        self.slots = world.dims.O
        self.appeal, self.later = self.facts.agreements.appeal, self.facts.agreements.later
        self.kinds = self.facts.exercises.appeal
        self.nations = [Nation(self, index) for index in range(world.dims.N)]
        self.members = [[n for n in self.nations if g in n.groups] for g in range(world.dims.G)]
        sponsors = [nation for nation in self.nations if nation.sponsor]
        self.sponsor_alignment = sum(n.alignment for n in sponsors) / len(sponsors)
        self.others = ~np.eye(len(self.nations), dtype=bool)
        self.changed: set[Pair] = set()
        self.trained: set[Pair] = set()
        self.initialled: list[tuple[Nation, Nation, int]] = []
        self.held = self.new_disputes = 0
        self.pairs = start_of.pairs(self)
        self.disputable = [pair for pair in self.pairs if pair.disputable]
        self.calendar = start_of.calendar(self)
        start_of.views(self)
        self._look_around()
        self.datacollector = mesa.DataCollector(model_reporters=REPORTERS)
        self.datacollector.collect(self)

    # a turn

    @property
    def quarter(self) -> int:
        """The quarter of the year, from 0."""
        return (self.facts.world.start[1] - 1 + 3 * self.turn) % 12 // 3

    def _look_around(self) -> None:
        """What everybody can see at the start of a turn."""
        world = self.facts.world
        for nation, here in zip(self.nations, world.exists(self.turn).tolist(), strict=True):
            nation.here = here
        self.agents.do("look_around")
        self.participants = [nation for nation in self.nations if nation.taking_part]
        self.standoffs = [pair for pair in self.disputable if pair.standoff]
        self.rises = {nation: arms.rise(nation) for nation in self.nations}

    def step(self) -> None:
        """All decide on what they see; then everything takes effect.

        What reads the numbers with which the turn began comes before what changes them.
        """
        self.agents.do("talk")
        self.agents.do("offer")
        self.agents.do("decide")
        self.resolve()
        self.turn += 1
        self._look_around()
        self.datacollector.collect(self)

    def resolve(self) -> None:
        """The phases of a turn."""
        heard = opinion.hear(self) if self.turn % round(self.p["trust.cycle"]) == 0 else None
        training.hold(self)
        training.work_together(self)
        opinion.witness(self)
        self.agents.do(arms.appraise)
        arms.look(self)
        disputes.break_out(self)
        disputes.go_on(self)
        self.agents.do("govern")
        papers.live(self)
        self.agents.do(ladder.advance)
        self.agents.do(arms.adopt)
        disputes.settle_wars(self)
        arms.arm(self)
        opinion.remember(self, heard)
        for pair in self.trained:
            pair.staff = pair.drill = 0.0
        self.trained.clear()


# what is collected


def signatories(model: BaselineModel) -> int:
    """Nations that have ever signed up to the programme."""
    return sum(bool(nation.steps) for nation in model.nations)


def participants(model: BaselineModel) -> int:
    """Nations that take part as active participants."""
    return sum(nation.status == ACTIVE for nation in model.nations)


def effective_depth(model: BaselineModel) -> float:
    """Mean depth that active participants put into practice."""
    depths = [nation.depth for nation in model.nations if nation.status == ACTIVE]
    return sum(depths) / len(depths) if depths else 0.0


def agreements(model: BaselineModel) -> int:
    """Agreements in force or under notice."""
    return sum(p.stage != SIGNED for pair in model.pairs for p in pair.papers.values())


def tie_density(model: BaselineModel) -> float:
    """Share of the pairs of nations with an agreement in force."""
    here = sum(nation.here for nation in model.nations)
    return sum(pair.tied for pair in model.pairs) / (here * (here - 1) / 2)


def _mean(model: BaselineModel, name: str) -> float:
    values = [
        getattr(view, name)
        for nation in model.nations
        if nation.here
        for other, view in nation.views.items()
        if other.here
    ]
    return sum(values) / len(values)


def interoperability(model: BaselineModel) -> float:
    """Mean interoperability; the weakest domain binds."""
    levels = [min(p.interop) for p in model.pairs if p.one.here and p.two.here]
    return sum(levels) / len(levels)


def will(model: BaselineModel) -> float:
    """Mean political will."""
    wills = [nation.will for nation in model.nations if nation.here]
    return sum(wills) / len(wills)


REPORTERS = {
    "signatories": signatories,
    "participants": participants,
    "effective_depth": effective_depth,
    "agreements": agreements,
    "tie_density": tie_density,
    "exercises": lambda model: model.held,
    "disputes": lambda model: model.new_disputes,
    "trust": lambda model: _mean(model, "trust"),
    "threat": lambda model: _mean(model, "threat"),
    "interoperability": interoperability,
    "will": will,
}
