"""Findings of empirical studies, estimated again in the model's own play by the studies' statistic.

No run is compared with a record, no mechanism is switched: scenarios are played as they are, and
what a scholar would count in the world is counted in them. Where a parameter was fitted on the
same relation, agreement is a check of the fit and bears that name.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from math import inf, isfinite
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from agents.run import block_rows, keep_freed_memory, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.experiments.analysis.intervals import Interval
from scenarios.load import load
from scenarios.validation.collectors import COLLECTORS
from scenarios.validation.patterns import PATTERNS, Pattern, jackknife
from scenarios.validation.samples import Columns, Sample, joined
from sim.errors import UnknownName

TABLE = Path(__file__).parent / "literature.toml"

#: How the model comes by a relation.
STANDINGS: Mapping[str, str] = {
    "fitted": "a parameter was fitted or calibrated on this relation",
    "assumed": "a rule or a weight speaks of it, by assumption",
    "emergent": "no rule says it",
}

_SIGNS: Mapping[str, tuple[float, float]] = {"+": (0.0, inf), "-": (-inf, 0.0)}


@dataclass(frozen=True)
class Study:
    """What studies found: a row of ``literature.toml``."""

    id: str
    finding: str
    source: str
    measure: str  # a name of ``patterns.PATTERNS``
    term: str  # one of its terms
    expected: str | tuple[float, float]  # "+", "-" or an interval
    standing: str
    scenarios: tuple[str, ...]
    reported: float | None = None  # the studies' figure, where they give one in this unit
    parameters: tuple[str, ...] = ()  # that were fitted on the relation, or speak of it

    @property
    def bounds(self) -> tuple[float, float]:
        """The expected interval; a sign reaches from zero to infinity."""
        return _SIGNS[self.expected] if isinstance(self.expected, str) else self.expected


@dataclass(frozen=True)
class Estimate:
    """A study's finding and what play says: the estimate, its 95 % interval, the verdict.

    ``estimate``, ``low`` and ``high`` are None where play has too little to tell them by.
    """

    id: str
    finding: str
    source: str
    expected: str | tuple[float, float]
    reported: float | None
    estimate: float | None
    low: float | None
    high: float | None
    verdict: str  # agrees, fitted, misses, not told apart
    fitted: bool
    standing: str
    parameters: tuple[str, ...]
    measure: str
    term: str
    meaning: str  # what the measure tells
    unit: str
    scenarios: tuple[str, ...]
    observations: int
    by_scenario: Mapping[str, float | None]  # the estimate in each scenario alone

    def content(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def studies(path: Path = TABLE) -> list[Study]:
    """All findings, in the order of the table; unknown names are faults."""
    content = tomllib.loads(path.read_text("utf-8"))
    return [_study(row, content.get("scenarios", [])) for row in content["finding"]]


def _study(row: Mapping[str, Any], usual: Sequence[str]) -> Study:
    expected = row["expected"]
    values = {
        **row,
        "expected": expected if isinstance(expected, str) else tuple(expected),
        "scenarios": tuple(row.get("scenarios", usual)),
        "parameters": tuple(row.get("parameters", ())),
    }
    return _checked(Study(**values))


def _checked(study: Study) -> Study:
    measure = PATTERNS.get(study.measure)
    for kind, name, valid in (
        ("measure", study.measure, list(PATTERNS)),
        ("term", study.term, list(measure.terms) if measure else []),
        ("standing", study.standing, list(STANDINGS)),
        ("sign", study.expected, list(_SIGNS)),
    ):
        if isinstance(name, str) and name not in valid:
            raise UnknownName(kind, name, valid, f"finding {study.id}")
    return study


@dataclass(frozen=True)
class Batch:
    """Runs that one worker plays: of which scenario, which of them, what is noted."""

    scenario: str
    seed: int
    runs: int
    rows: tuple[int, int]
    samples: tuple[str, ...]


#: Samples by scenario and kind.
Samples: TypeAlias = Mapping[tuple[str, str], Columns]


def literature(
    runs: int = 60,
    seed: int = 1994,
    *,
    workers: int | None = None,
    step: Callable[[], None] | None = None,
) -> list[Estimate]:
    """Play so many runs of each scenario and judge every finding; ``step`` after each batch."""
    found, plan = studies(), batches(runs, seed)
    parts: dict[tuple[str, str], list[Columns]] = {}
    workers = min(workers or os.cpu_count() or 1, len(plan))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for batch, noted in zip(plan, pool.map(_play, plan), strict=True):
            for kind, columns in noted.items():
                parts.setdefault((batch.scenario, kind), []).append(columns)
            if step is not None:
                step()
    samples = {key: joined(tables) for key, tables in parts.items()}
    return list(_estimates(found, samples))


def batches(runs: int, seed: int = 1994) -> list[Batch]:
    """What is played, scenario by scenario."""
    noted: dict[str, set[str]] = {}
    for study in studies():
        for name in study.scenarios:
            noted.setdefault(name, set()).add(PATTERNS[study.measure].sample)
    plan = []
    for name, samples in noted.items():
        size = block_rows(len(load(name).nations))
        for low in range(0, runs, size):
            rows = (low, min(low + size, runs))
            plan.append(Batch(name, seed, runs, rows, tuple(sorted(samples))))
    return plan


def _play(batch: Batch) -> dict[str, dict[str, np.ndarray]]:
    """The samples of one batch, by kind."""
    scenario, (low, high) = load(batch.scenario), batch.rows
    game = new_game(scenario, seeds_for(batch.seed, batch.runs)[low:high])
    noting = {kind: COLLECTORS[kind](game.world, scenario) for kind in batch.samples}
    keep_freed_memory()
    for played in turns_of(game):
        for collector in noting.values():
            collector.note(played.turn)
    samples = {kind: collector.columns() for kind, collector in noting.items()}
    return {kind: {**rows, "run": rows["run"] + low} for kind, rows in samples.items()}


def _estimates(found: Sequence[Study], samples: Samples) -> Iterator[Estimate]:
    """Every finding judged; a measure is estimated once for all its terms."""
    told: dict[tuple[str, tuple[str, ...]], _Told] = {}
    for study in found:
        key = study.measure, study.scenarios
        if key not in told:
            told[key] = _tell(PATTERNS[study.measure], samples, study.scenarios)
        yield _judged(study, told[key])


class _Told(NamedTuple):
    """What a pattern says of the pooled sample and of each scenario's."""

    pooled: Mapping[str, Interval]
    alone: Mapping[str, Mapping[str, float]]
    observations: int


def _tell(pattern: Pattern, samples: Samples, scenarios: Sequence[str]) -> _Told:
    sample = pattern.rows(_pooled(samples, pattern.sample, scenarios))
    alone = {
        name: pattern.function(sample.where(sample["case"] == case))
        for case, name in enumerate(scenarios)
    }
    return _Told(jackknife(pattern.function, sample), alone, len(sample))


def _judged(study: Study, told: _Told) -> Estimate:
    value, measure = told.pooled[study.term], PATTERNS[study.measure]
    return Estimate(
        id=study.id,
        finding=study.finding,
        source=study.source,
        expected=study.expected,
        reported=study.reported,
        estimate=_known(value.mean),
        low=_known(value.low),
        high=_known(value.high),
        verdict=verdict(study, value.low, value.high),
        fitted=study.standing == "fitted",
        standing=study.standing,
        parameters=study.parameters,
        measure=study.measure,
        term=study.term,
        meaning=" ".join(measure.doc.split()),
        unit=measure.unit,
        scenarios=study.scenarios,
        observations=told.observations,
        by_scenario={name: _known(terms[study.term]) for name, terms in told.alone.items()},
    )


def _known(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def _pooled(samples: Samples, kind: str, scenarios: Sequence[str]) -> Sample:
    """The rows of several scenarios, each with the number of its own."""
    tables = [samples[name, kind] for name in scenarios]
    cases = [np.full(len(table["run"]), case) for case, table in enumerate(tables)]
    return Sample({**joined(tables), "case": np.concatenate(cases)})


def verdict(study: Study, low: float, high: float) -> str:
    """``agrees`` where the interval lies in what is expected, ``misses`` where it lies outside.

    ``fitted`` stands for agreement of what was fitted; ``not told apart`` where the interval
    reaches across a bound, or there is none.
    """
    least, most = study.bounds
    if high < least or low > most:
        return "misses"
    if least <= low and high <= most:
        return "fitted" if study.standing == "fitted" else "agrees"
    return "not told apart"
