"""Runs that stand out from their like, and the run that stands out least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scenarios.experiments.analysis.reading import Runs
from sim.axes import Floats

#: Fewer runs than this in a treatment say little about what is usual in it.
LEAST = 8

#: From how many robust standard deviations a value counts as unusual (Iglewicz and Hoaglin 1993).
UNUSUAL = 3.5

_REASONS = 3
_MOST = 10.0  # beyond this, further is not more unusual
_NORMAL_MEDIAN, _NORMAL_MEAN = 1.4826, 1.2533


@dataclass(frozen=True)
class Reason:
    """A measure in which a run stands out."""

    metric: str
    value: float
    usual: float  # median of its like
    z: float  # distance in robust standard deviations


@dataclass(frozen=True)
class Unusual:
    """A run, how unusual it is (root mean square of z over all measures) and in what."""

    run_id: str
    index: int  # in ``Runs``
    point: int
    replicate: int
    score: float
    measures: int  # in how many it lies beyond ``UNUSUAL``
    alike: int  # other treatments in which the run with the same luck is unusual too
    reasons: tuple[Reason, ...]  # the strongest first


def within(runs: Runs) -> bool:
    """Whether runs are compared within their treatment; else among all runs."""
    return runs.size[1] >= LEAST


def unusual(
    runs: Runs, ends: Mapping[str, Floats], count: int = 8, *, common_luck: bool = True
) -> list[Unusual]:
    """The most unusual of the finished runs; ``ends`` gives (runs,) per measure.

    Under common luck the same replicate is often unusual in many treatments: of each replicate
    the most unusual run stands for all.
    """
    if not ends or not runs.ids:
        return []
    scores = {name: _scores(runs, values, within(runs)) for name, values in ends.items()}
    z = np.array([score for score, _ in scores.values()])
    beyond = (np.abs(z) > UNUSUAL).sum(axis=0)
    size = np.sqrt(np.mean(np.clip(z, -_MOST, _MOST) ** 2, axis=0))
    found: list[Unusual] = []
    seen: set[int] = set()
    for k in np.argsort(-size, kind="stable").tolist():
        replicate = int(runs.replicates[k])
        if len(found) == count:
            break
        if not (runs.done[k] and beyond[k]) or (common_luck and replicate in seen):
            continue
        seen.add(replicate)
        same = (runs.replicates == replicate) & (beyond > 0) & runs.done
        reasons = [
            Reason(name, float(ends[name][k]), float(usual[k]), float(score[k]))
            for name, (score, usual) in scores.items()
            if abs(score[k]) > UNUSUAL
        ]
        reasons.sort(key=lambda reason: -abs(reason.z))
        found.append(
            Unusual(
                run_id=runs.ids[k],
                index=k,
                point=int(runs.points[k]),
                replicate=replicate,
                score=float(size[k]),
                measures=int(beyond[k]),
                alike=int(same.sum()) - 1 if common_luck else 0,
                reasons=tuple(reasons[:_REASONS]),
            )
        )
    return found


def typical(runs: Runs, ends: Mapping[str, Floats]) -> int | None:
    """The finished run that lies nearest to the medians of all runs, None without one."""
    if not runs.done.any() or not ends:
        return None
    z = np.array([_scores(runs, values, inside=False)[0] for values in ends.values()])
    size = np.mean(np.clip(z, -_MOST, _MOST) ** 2, axis=0)
    return int(np.argmin(np.where(runs.done, size, np.inf)))


def _scores(runs: Runs, values: Floats, inside: bool) -> tuple[Floats, Floats]:
    """(runs,) z against the like of each run and the median of them; 0 where nothing is known."""
    z, usual = np.zeros(len(values)), np.full(len(values), np.nan)
    label = runs.points if inside else np.zeros_like(runs.points)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    for members in np.split(order, starts[1:]):
        known = members[runs.done[members] & np.isfinite(values[members])]
        if len(known) < LEAST:
            continue
        median = float(np.median(values[known]))
        usual[members] = median
        away = np.abs(values[known] - median)
        scale = _NORMAL_MEDIAN * float(np.median(away)) or _NORMAL_MEAN * float(away.mean())
        if scale > 0.0:
            z[known] = (values[known] - median) / scale
    return z, usual
