"""What a sweep says: courses, effects, indices, luck, runs that stand out; all from its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from scenarios.experiments.analysis import effects as full
from scenarios.experiments.analysis.effects import Cell, Effect, Interaction, LevelMean
from scenarios.experiments.analysis.indices import Gap, Index, Sample, indices
from scenarios.experiments.analysis.luck import Luck, luck
from scenarios.experiments.analysis.networks import Network, network_of
from scenarios.experiments.analysis.reading import OVER, Runs, Turns, headline, read_runs
from scenarios.experiments.analysis.regression import Response, point_means, regression, responses
from scenarios.experiments.analysis.series import Group, Point, points
from scenarios.experiments.analysis.unusual import Unusual, typical, unusual
from scenarios.experiments.designs.plan import engine_fingerprint
from scenarios.experiments.playing.blocks import metrics

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.experiments.analysis.varied import Varied
    from scenarios.experiments.designs.plan import Plan
    from sim.axes import Floats

#: The group of all runs.
ALL = "all runs"

_TREATMENTS = 12  # courses of single treatments are given for up to so many
_LEVELS = 6  # courses of the levels of a factor are given for up to so many
_PAIRS = 6  # strongest interactions that are given cell by cell
_UNUSUAL = 8  # runs that stand out
_SHOWN = 2  # of them, how many are played again


@dataclass(eq=False)
class Analysis:
    """All that a sweep says. Rows of each list are in the order of the design and of measures."""

    plan: Plan
    runs: Runs
    metrics: tuple[str, ...]
    courses: list[Point] = field(default_factory=list)
    levels: list[LevelMean] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    interactions: list[Interaction] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    indices: list[Index] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    luck: list[Luck] = field(default_factory=list)
    unusual: list[Unusual] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    @property
    def method(self) -> str:
        """How points were taken from the space of factors."""
        return self.plan.design.sampling.method

    @property
    def missing(self) -> int:
        """Runs of the design that are in no finished shard."""
        return self.plan.count - len(self.runs.ids)

    @property
    def failed(self) -> list[int]:
        """Places of the failed runs."""
        return [int(k) for k in np.flatnonzero(~self.runs.done)]


def analyse(folder: Path, plan: Plan) -> Analysis:
    """Everything at once; memory is bounded by a few measures of all runs, see ``reading``."""
    runs = read_runs(folder, plan)
    found = Analysis(plan, runs, metrics(plan.design.measures))
    groups = groups_of(plan, runs)
    values: dict[tuple[str, str], Floats] = {}
    for metric, turns, course in Turns(folder, runs, found.metrics).series():
        course[:, ~runs.done] = np.nan
        found.courses += points(metric, turns, course, groups, runs.replicates)
        for over in OVER:
            values[metric, over] = headline(over, course)
    for (metric, over), column in values.items():
        _outcome(found, metric, over, runs.by_point(column))
    found.effects = full.with_rates(found.effects)
    found.interactions = full.with_rates(found.interactions)
    for pair in strongest_pairs(found.interactions):
        found.cells += _cells(runs, pair, values[pair.metric, pair.over])
    ends = {metric: values[metric, "end"] for metric in found.metrics}
    found.unusual = unusual(runs, ends, _UNUSUAL, common_luck=plan.design.common_luck)
    _networks(found, ends)
    return found


def groups_of(plan: Plan, runs: Runs) -> list[Group]:
    """Runs whose courses are given together: all, each treatment, each level of each factor."""
    found = [Group(ALL, runs.done.copy())]
    if plan.design.sampling.method != "full" or plan.points < 2:
        return found
    if plan.points <= _TREATMENTS and len(runs.factors) > 1:
        found += [
            Group(treatment_name(runs.factors, k), runs.points == k) for k in range(plan.points)
        ]
    for factor in runs.factors:
        if len(factor.levels) <= _LEVELS:
            found += [
                Group(level_name(factor, code), factor.codes[runs.points] == code)
                for code in range(len(factor.levels))
            ]
    return found


def level_name(factor: Varied, code: int) -> str:
    """A level of a factor as a group of runs is called by it: ``off.P5=false``."""
    return f"{factor.name}={level_text(factor.levels[code])}"


def level_text(level: object) -> str:
    """A level as a design file writes it, a text without quotes."""
    if isinstance(level, bool):
        return "true" if level else "false"
    return f"{level:.6g}" if isinstance(level, float) else str(level)


def treatment_name(factors: Sequence[Varied], point: int) -> str:
    """The levels of all factors at a point."""
    return ", ".join(level_name(factor, int(factor.codes[point])) for factor in factors)


def _outcome(found: Analysis, metric: str, over: str, values: Floats) -> None:
    """All that is said of one outcome, ``values`` (P, R)."""
    design, factors = found.plan.design, found.runs.factors
    if not factors:
        return
    share = luck(metric, over, values)
    if isinstance(share, Luck):
        found.luck.append(share)
    else:
        found.gaps.append(share)
    if design.sampling.method == "full":
        found.levels += full.level_means(metric, over, values, factors)
        told = full.effects(metric, over, values, factors)
        found.effects += _with_pairs(found, told)
        found.interactions += _with_pairs(found, full.interactions(metric, over, values, factors))
        return
    found.responses += responses(metric, over, values, factors)
    _sort(found, regression(metric, over, values, factors))
    if design.sampling.method != "lhs":
        means = point_means(values)[found.plan.of_sample]
        _sort(found, indices(sample_of(found.plan), metric, over, means))


Compared = TypeVar("Compared", Effect, Interaction)


def _with_pairs(found: Analysis, told: Iterable[Compared]) -> Iterator[Compared]:
    """Those that rest on at least one pair; of the others it is said that they do not."""
    for item in told:
        if item.pairs:
            yield item
            continue
        what = f"{item.factor}={level_text(item.level)}"
        if isinstance(item, Interaction):
            what += f" with {item.other}={level_text(item.other_level)}"
        why = "no two runs that differ in this alone have finished"
        found.gaps.append(Gap(item.metric, item.over, f"effect of {what}", why))


def _sort(found: Analysis, told: Iterable[Index | Effect | Gap]) -> None:
    """Put each row where it belongs."""
    for item in told:
        if isinstance(item, Index):
            found.indices.append(item)
        elif isinstance(item, Effect):
            found.effects.append(item)
        else:
            found.gaps.append(item)


def sample_of(plan: Plan) -> Sample:
    """The sample of a plan as its method laid it out."""
    if plan.unit is None:
        raise ValueError("a full design has no sample")
    sampling = plan.design.sampling
    return Sample(
        method=sampling.method,
        names=plan.varied,
        unit=plan.unit,
        second_order=sampling.calc_second_order,
        grid_levels=sampling.levels,
        harmonics=sampling.M,
    )


def strongest_pairs(found: Sequence[Interaction]) -> list[Interaction]:
    """The strongest interaction of each measure and pair of factors, strongest first."""
    best: dict[tuple[str, str, str], Interaction] = {}
    for item in sorted(found, key=lambda item: -abs(item.deviations)):
        best.setdefault((item.metric, item.factor, item.other), item)
    return list(best.values())[:_PAIRS]


def _cells(runs: Runs, pair: Interaction, column: Floats) -> Iterator[Cell]:
    by_name = {factor.name: factor for factor in runs.factors}
    chosen = (by_name[pair.factor], by_name[pair.other])
    return full.pair_cells(pair.metric, pair.over, runs.by_point(column), chosen, runs.factors)


def _networks(found: Analysis, ends: dict[str, Floats]) -> None:
    """Play the typical run and the first that stand out again, if the engine is still the same."""
    runs, middle = found.runs, typical(found.runs, ends)
    if middle is None:
        return
    if found.plan.fingerprint != engine_fingerprint():
        why = "the program has changed since; runs can no longer be played again"
        found.gaps.append(Gap("", "", "networks", why))
        return
    told = {} if found.plan.design.measures.when else ends  # else not all turns are in the table
    chosen = [(middle, "typical")]
    chosen += [(item.index, "unusual") for item in found.unusual[:_SHOWN] if item.index != middle]
    for k, role in chosen:
        index = int(runs.points[k]) * runs.size[1] + int(runs.replicates[k])
        last = {name: float(values[k]) for name, values in told.items()}
        found.networks.append(network_of(found.plan, index, role, last))
