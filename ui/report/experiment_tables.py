"""The numbers behind an experiment's figures as CSV files, and the rows of its tables."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any

from scenarios.experiments.analysis.analyse import level_text
from scenarios.experiments.analysis.effects import Cell, Effect, Interaction, LevelMean
from scenarios.experiments.analysis.indices import Gap, Index
from scenarios.experiments.analysis.luck import Luck
from scenarios.experiments.analysis.regression import Response
from scenarios.experiments.analysis.series import Point

if TYPE_CHECKING:
    from scenarios.experiments.analysis.analyse import Analysis

#: What each file holds, in words of the page.
WORDS: Mapping[str, str] = {
    "courses": "each measure turn by turn: mean with interval, quantiles",
    "levels": "each outcome at each level of each factor",
    "effects": "each effect of a factor on an outcome, with its interval",
    "interactions": "how effects differ by the level of another factor",
    "cells": "outcomes by two factors, for the strongest interactions",
    "indices": "sensitivity indices with their intervals",
    "responses": "the course of each outcome over each factor's range",
    "luck": "where the variance of the runs comes from",
    "unusual": "runs that stand out, and in what",
    "failed": "runs that failed",
    "networks": "the network in the runs that are drawn",
    "gaps": "what could not be computed, and why",
}

_ROWS: Mapping[str, type] = {
    "courses": Point,
    "levels": LevelMean,
    "effects": Effect,
    "interactions": Interaction,
    "cells": Cell,
    "indices": Index,
    "responses": Response,
    "luck": Luck,
    "gaps": Gap,
}

_FULL = ("levels", "effects", "interactions", "cells", "luck")
_SAMPLED = ("effects", "indices", "responses", "luck")


def names(method: str, factors: int) -> list[str]:
    """The files that go with a design, without their ending."""
    extra: Sequence[str] = () if not factors else _FULL if method == "full" else _SAMPLED
    if factors < 2:
        extra = [name for name in extra if name not in {"interactions", "cells"}]
    return [name for name in WORDS if name in extra or name in _ALWAYS]


_ALWAYS = ("courses", "unusual", "failed", "networks", "gaps")


def csv_text(found: Analysis, name: str) -> str:
    """One file: a head and rows; numbers with ten digits, nothing where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    kind = _ROWS.get(name)
    if kind is None:
        head, lines = _SPECIAL[name](found)
    else:
        head = [part.name for part in fields(kind)]
        lines = ([getattr(row, column) for column in head] for row in getattr(found, name))
    writer.writerow(head)
    writer.writerows([_cell(value) for value in line] for line in lines)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.10g}"
    return level_text(value)


def _unusual(found: Analysis) -> tuple[list[str], Iterator[list[Any]]]:
    head = ["run_id", "point", "replicate", "score", "measures", "metric", "value", "usual", "z"]
    return head, (
        [run.run_id, run.point, run.replicate, run.score, run.measures, *astuple(reason)]
        for run in found.unusual
        for reason in run.reasons
    )


def _failed(found: Analysis) -> tuple[list[str], Iterable[list[Any]]]:
    runs = found.runs
    return ["run_id", "point", "replicate", "error"], [
        [runs.ids[k], int(runs.points[k]), int(runs.replicates[k]), runs.errors[k]]
        for k in found.failed
    ]


def _networks(found: Analysis) -> tuple[list[str], Iterable[list[Any]]]:
    return ["run_id", "role", "turn", "measure", "value"], [
        [network.run_id, network.role, snapshot.turn, name, value]
        for network in found.networks
        for snapshot in network.snapshots
        for name, value in snapshot.measures.items()
    ]


_SPECIAL: Mapping[str, Any] = {"unusual": _unusual, "failed": _failed, "networks": _networks}
