"""Sweeps whose outcomes are invented: tables as the engine would have left them, with values that
follow from a formula, so that what the analysis must find is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from scenarios.experiments.analysis.analyse import Analysis, analyse
from scenarios.experiments.designs.design import read_design
from scenarios.experiments.designs.plan import Plan, Run
from scenarios.experiments.playing.blocks import Outcome
from scenarios.experiments.playing.chunk import tables_of
from scenarios.experiments.storing.layout import Layout
from scenarios.experiments.storing.store import Store

#: A value after a turn of a run, None where the run fails.
Formula = Callable[[Run, int], "float | None"]

HEAD = """
scenario = "first-steps"
turns = 2
seed = 5
"""


def plan_of(folder: Path, text: str, metrics: str = '"trust"') -> Plan:
    """The plan of a design that keeps some measures."""
    path = folder / "design.toml"
    path.write_text(f"{HEAD}{text}\n[measures]\nturns = [{metrics}]\n")
    return read_design(path)


def tell(plan: Plan, folder: Path, *formulas: Formula, chunks: slice = slice(None)) -> Store:
    """The store of a sweep in which each measure follows its formula."""
    store = Store.create(folder, plan)
    with store.writing():
        for chunk in store.missing()[chunks]:
            runs = plan.runs(*Layout(plan.count).runs_of(chunk))
            store.put(chunk, tables_of(plan, [_outcome(run, formulas) for run in runs]).to_bytes())
        store.finish_shards()
    return store


def _outcome(run: Run, formulas: tuple[Formula, ...]) -> Outcome:
    outcome = Outcome(run)
    for turn in (1, 2):
        values = [formula(run, turn) for formula in formulas]
        if any(value is None for value in values):
            return Outcome(run, error="Invented", trace="it had to be")
        outcome.turns.append(turn)
        outcome.values.append(np.array(values, dtype=np.float64))
    return outcome


def analysed(tmp_path: Path, text: str, *formulas: Formula, metrics: str = '"trust"') -> Analysis:
    """What the analysis says of a sweep in which each measure follows its formula."""
    plan = plan_of(tmp_path, text, metrics)
    tell(plan, tmp_path / "sweep", *formulas)
    return analyse(tmp_path / "sweep", plan)
