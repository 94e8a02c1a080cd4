"""From a state of the engine to nations, pairs and views: the start, or any turn of a run."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from agents.terms import THOUSAND_KM
from sim import state as engine
from sim.axes import NEVER
from tests.benchmarks.baseline import disputes, papers
from tests.benchmarks.baseline.relations import IN_FORCE, NOTICE, SIGNED, Pair, Paper, View
from tests.benchmarks.baseline.training import PARTNERS, PROGRAMME, Exercise

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel
    from tests.benchmarks.baseline.nation import Nation

#: Stages of agreements, by the engine's codes.
STAGES = {
    engine.SIGNED: SIGNED,
    engine.RATIFIED: SIGNED,
    engine.IN_FORCE: IN_FORCE,
    engine.NOTICE: NOTICE,
}


def pairs(model: BaselineModel) -> list[Pair]:
    """All pairs of nations, with what lies between them."""
    return [_pair(model, one, two) for one, two in combinations(model.nations, 2)]


def _pair(model: BaselineModel, one: Nation, two: Nation) -> Pair:
    world, start, table = model.facts.world, model.facts.start, model.facts.formats
    at, shared = (one.index, two.index), one.groups & two.groups
    border = world.land[at] or world.sea[at]
    pair = Pair(
        one=one,
        two=two,
        nearness=float(world.nearness[at]),
        log_km=float(world.log_km[at]),
        land=bool(world.land[at]),
        rivalry=bool(start["rivalry"][0][at]),
        relevant=bool(border or world.log_km[at] <= world.reach),
        disputable=bool(border or world.log_km[at] <= model.p["onset.reach"]),
        group_pact=any(table.defence[g] for g in shared),
        group_restraint=any(table.restraint[g] for g in shared),
        group_evidence=model.p["group.evidence"] * sum(table.trust[g] for g in shared),
        last_dispute=int(start["last_dispute"][0][at]),
        exercised=int(start["exercised"][0][at]),
        interop=start["interop"][0, :, one.index, two.index].tolist(),
    )
    levels = {a: int(start["standoff"][0, a.index, b.index]) for a, b in ((one, two), (two, one))}
    pair.standoff = levels if any(levels.values()) else {}
    _papers(model, pair)
    papers.follow(model, pair)
    pair.onset = disputes.lasting_score(model, pair, bool(world.sea[at]))
    return pair


def _papers(model: BaselineModel, pair: Pair) -> None:
    stages, since = (model.facts.start[name][0] for name in ("agreement", "agreement_turn"))
    i, j = pair.one.index, pair.two.index
    for kind in np.flatnonzero(stages[:, i, j]).tolist():
        begun = int(min(since[kind, i, j], since[kind, j, i]))
        paper = pair.papers[kind] = Paper(STAGES[int(stages[kind, i, j])], begun)
        if paper.stage == SIGNED:
            sides = ((pair.one, stages[kind, i, j]), (pair.two, stages[kind, j, i]))
            paper.ratified = {side for side, code in sides if code == engine.RATIFIED}


def views(model: BaselineModel) -> None:
    """Every nation gets its view of every other, in order."""
    names = ("good", "bad", "heard_good", "heard_bad", "threat", "belief", "insight")
    start = {name: model.facts.start[name][0] for name in names}
    between = {(pair.one, pair.two): pair for pair in model.pairs}
    for nation in model.nations:
        for other in model.nations:
            if other is nation:
                continue
            pair = between.get((nation, other)) or between[other, nation]
            at = (nation.index, other.index)
            view = View(pair, **{name: float(table[at]) for name, table in start.items()})
            view.judge()
            view.lasting = _lasting(nation, other, pair)
            nation.views[other] = view
            if pair.relevant:
                nation.neighbours[other] = view


def _lasting(nation: Nation, other: Nation, pair: Pair) -> float:
    """The part of the worth of a tie that follows from the map, the start and positions."""
    w = nation.weights["tie"]
    worth = w["distance"] * (pair.log_km - THOUSAND_KM) + w["border"] * pair.land
    worth -= w["alignment"] * abs(nation.alignment - other.alignment)
    worth += w["power"] * (nation.log_power + other.log_power + 10.0)
    return worth + w["autonomy"] * nation.neutrality + w["rivalry"] * pair.rivalry


def steps(model: BaselineModel, index: int) -> dict[int, int]:
    """The steps of the ladder that a nation has reached, with their turns."""
    stamps = model.facts.start["step_turn"][0, index, 0].tolist()
    return {step: turn for step, turn in enumerate(stamps) if turn != NEVER}


def calendar(model: BaselineModel) -> list[Exercise]:
    """The exercises that lie ahead."""
    start = {name: model.facts.start[name][0] for name in model.facts.start}
    groups = model.facts.world.dims.G
    out = []
    for slot in np.flatnonzero(start["exercise"] == engine.PLANNED).tolist():
        scope = int(start["exercise_scope"][slot])
        out.append(
            Exercise(
                host=model.nations[int(start["exercise_host"][slot])],
                kind=int(start["exercise_type"][slot]),
                scope={0: PROGRAMME, groups + 1: PARTNERS}.get(scope, scope - 1),
                due=int(start["exercise_due"][slot]),
                invited={
                    model.nations[i] for i in np.flatnonzero(start["exercise_invited"][slot] == 1)
                },
            )
        )
    return out
