"""The statistics of empirical studies, estimated on samples of play as studies do on the record.

Every pattern takes a ``Sample`` of one kind and gives one number for each of its terms; nan where
the sample has nothing to tell it by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from scenarios.experiments.analysis.intervals import Interval, interval
from scenarios.validation.samples import Sample
from sim.axes import Floats, Ints

Function: TypeAlias = Callable[[Sample], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A statistic: what it tells, of which sample, its unit, the terms that it gives."""

    doc: str
    sample: str  # a name of ``collectors.COLLECTORS``
    unit: str
    terms: tuple[str, ...]
    function: Function
    among: str = ""  # the column that is true of the rows it is about; all rows without one

    def rows(self, sample: Sample) -> Sample:
        """The rows of a sample that the statistic is about."""
        return sample.where(sample[self.among]) if self.among else sample


_registry: dict[str, Pattern] = {}

#: All of them by name.
PATTERNS: Mapping[str, Pattern] = MappingProxyType(_registry)


def pattern(
    sample: str, unit: str, terms: Sequence[str], among: str = ""
) -> Callable[[Function], Function]:
    """Register a function as a pattern under its own name, with its docstring as meaning."""

    def register(function: Function) -> Function:
        name, doc = function.__name__, function.__doc__ or ""
        _registry[name] = Pattern(doc, sample, unit, tuple(terms), function, among)
        return function

    return register


#: At most so many groups of runs are left out in turn.
_GROUPS = 20


def jackknife(function: Function, sample: Sample) -> dict[str, Interval]:
    """Each term with its 95 % interval: groups of runs are left out in turn.

    Runs are independent, rows of one run are not; so runs, in up to twenty groups, are what is
    left out. A run of the same number in several scenarios is left out in all. The values of the
    single groups are Tukey's pseudo-values, the interval that of Student's t around their mean.
    Low and high are nan where a term cannot be told without some group.

    Source: Tukey 1958; Efron and Stein 1981.
    """
    runs = np.unique(sample["run"])
    group = np.searchsorted(runs, sample["run"]) % _GROUPS
    number = min(len(runs), _GROUPS)
    whole = function(sample)
    without = [function(sample.where(group != k)) for k in range(number)]
    found = {}
    for term, value in whole.items():
        left = np.array([part[term] for part in without])
        told = interval(number * value - (number - 1) * left)
        known = bool(np.isfinite(left).all()) and number > 1
        found[term] = told if known else Interval(value, np.nan, np.nan, np.nan, 0)
    return found


#: Keeps a coefficient finite where a term tells all events apart.
_RIDGE = 1e-3
_STEPS, _NEAR = 40, 1e-8


def logit(sample: Sample, outcome: str, terms: Sequence[str]) -> dict[str, float]:
    """Coefficients of a logit with a constant for each scenario.

    The likeliest under a ridge of 0.001. nan for a term that does not vary.
    """
    cases = np.unique(sample["case"])
    constants = (sample["case"][:, None] == cases).astype(np.float64)
    columns = np.stack([sample[term].astype(np.float64) for term in terms], axis=1)
    varies = np.ptp(columns, axis=0) > 0 if len(columns) else np.zeros(len(terms), bool)
    design = np.hstack([constants, columns[:, varies]])
    result = np.full(len(terms), np.nan)
    result[varies] = _fitted(design, sample[outcome].astype(np.float64))[len(cases) :]
    return dict(zip(terms, result.tolist(), strict=True))


def _fitted(design: Floats, outcome: Floats) -> Floats:
    """The weights of the columns (rows, columns) under which the outcome (rows,) is likeliest."""
    from scipy.optimize import minimize  # noqa: PLC0415  for those who validate
    from scipy.special import expit  # noqa: PLC0415

    def loss(weights: Floats) -> float:
        score = design @ weights
        unlikely = np.logaddexp(0.0, score).sum() - outcome @ score
        return float(unlikely + _RIDGE * weights @ weights / 2)

    def slope(weights: Floats) -> Floats:
        return np.asarray(design.T @ (expit(design @ weights) - outcome) + _RIDGE * weights)

    def bend(weights: Floats) -> Floats:
        chance = expit(design @ weights)
        spread = design * (chance * (1.0 - chance))[:, None]
        return np.asarray(design.T @ spread + _RIDGE * np.eye(len(weights)))

    start, way = np.zeros(design.shape[1]), "trust-exact"
    return np.asarray(minimize(loss, start, jac=slope, hess=bend, method=way, tol=_NEAR).x)


def within(values: Floats, *groups: Ints) -> Floats:
    """Values less their means over each of several groupings: fixed effects taken out.

    Means are taken out in turn until they vanish.
    """
    left = values - values.mean()
    places = [np.unique(group, return_inverse=True)[1] for group in groups]
    for _ in range(_STEPS):
        before = left
        for place in places:
            left = left - (np.bincount(place, left) / np.bincount(place))[place]
        if np.abs(left - before).max(initial=0.0) < _NEAR:
            break
    return np.asarray(left)


def contrast(sample: Sample, outcome: str, group: str) -> float:
    """How much larger the mean of an outcome is inside a group than outside, within scenarios.

    The differences of the scenarios are weighted by ``n m / (n + m)``, for ``n`` rows inside and
    ``m`` outside, so that scenarios that differ in both do not make a difference. nan where no
    scenario has both.

    Source: Mantel and Haenszel 1959, for differences Greenland and Robins 1985.
    """
    total, weights = 0.0, 0.0
    for case in np.unique(sample["case"]):
        here = sample["case"] == case
        inside, outside = here & sample[group], here & ~sample[group]
        n, m = int(inside.sum()), int(outside.sum())
        if n and m:
            weight = n * m / (n + m)
            values = sample[outcome]
            total += weight * float(values[inside].mean() - values[outside].mean())
            weights += weight
    return total / weights if weights else float("nan")


_TIE = ("land", "distance", "rival", "free", "apart", "power", "ratio", "pact", "common",
        "degrees", "exercised", "disputed", "year")  # fmt: skip


@pattern("pairs", "logit coefficient", _TIE, "untied")
def new_tie(sample: Sample) -> dict[str, float]:
    """Whether two nations without an agreement have one at the year's end."""
    return logit(sample, "tied_after", _TIE)


@pattern("pairs", "share of new ties", ("excess",), "untied")
def closing(sample: Sample) -> dict[str, float]:
    """Share of new ties that join partners of a partner, less that of pairs that stay untied."""
    return {"excess": contrast(sample, "linked", "tied_after")}


_EXERCISE = ("land", "distance", "rival", "free", "apart", "power", "ratio", "pact", "tied",
             "exercised", "fellows", "disputed", "year")  # fmt: skip


@pattern("pairs", "logit coefficient", _EXERCISE)
def exercise(sample: Sample) -> dict[str, float]:
    """Whether two nations exercise together in the year."""
    return logit(sample, "exercise", _EXERCISE)


_ONSET = ("land", "rival", "free", "pact", "ratio", "quiet")


@pattern("pairs", "logit coefficient", _ONSET, "near")
def onset_of_neighbours(sample: Sample) -> dict[str, float]:
    """Whether a dispute breaks out in the year between neighbours by land or sea."""
    return logit(sample, "onset", _ONSET)


_BORDER = ("rival", "free", "apart", "power", "ratio", "pact", "tied", "exercised", "disputed")


@pattern("pairs", "logit coefficient", _BORDER, "land")
def onset_at_borders(sample: Sample) -> dict[str, float]:
    """Whether a dispute breaks out in the year between nations with a common land border."""
    return logit(sample, "onset", _BORDER)


@pattern("disputes", "share of disputes", ("free",), "near")
def force(sample: Sample) -> dict[str, float]:
    """Share of disputes of two democracies that reach the use of force, less that of others.

    Between neighbours by land or sea.
    """
    return {"free": contrast(sample, "force", "free")}


@pattern("agreements", "share of agreements", ("disputed", "changed"))
def ending(sample: Sample) -> dict[str, float]:
    """Share of agreements gone within three years, less that of others.

    Disputed: between parties that had a dispute in the first of these years. Changed: where a party
    got a new government in that year; in parties that are no democracies, less the same in
    democracies.
    """
    free, bound = sample.where(sample["free"]), sample.where(~sample["free"])
    change = contrast(bound, "gone", "changed") - contrast(free, "gone", "changed")
    return {"disputed": contrast(sample, "gone", "disputed"), "changed": change}


@pattern("rivals", "per year", ("reaction", "fatigue"))
def arms(sample: Sample) -> dict[str, float]:
    """Yearly rise of log spending on the rival's and, negative, on the own level.

    Effects of each pair and of each year taken out.
    """
    if not len(sample):
        return {"reaction": float("nan"), "fatigue": float("nan")}
    groups = (sample["case"] * (sample["side"].max(initial=0) + 1) + sample["side"],
              sample["case"] * (sample["year"].max(initial=0) + 1) + sample["year"])  # fmt: skip
    rise, other, own = (within(sample[name], *groups) for name in ("rise", "other", "own"))
    levels = np.stack([other, own], axis=1)
    found = np.linalg.lstsq(levels, rise, rcond=None)[0]
    return {"reaction": float(found[0]), "fatigue": float(-found[1])}


@pattern("contingents", "ln of the ratio", ("allies",))
def contributions(sample: Sample) -> dict[str, float]:
    """Troops per thousand of a median contributor's forces: allies over others, log ratio."""
    troops, ally = sample["troops"], sample["ally"]
    if ally.all() or not ally.any():
        return {"allies": float("nan")}
    return {"allies": float(np.log(np.median(troops[ally]) / np.median(troops[~ally])))}


@pattern("partners", "0..1", ("acceded",))
def institutions(sample: Sample) -> dict[str, float]:
    """Change of liberal institutions in ten years: partners that acceded less the others."""
    return {"acceded": contrast(sample, "change", "acceded")}
