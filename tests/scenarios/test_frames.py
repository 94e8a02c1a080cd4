"""The tables of a sweep in a notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenarios.experiments import read
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.designs.schema import Factor, When
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError, UnknownName
from tests.scenarios.brittle import brittle, plan_of

__all__ = ["brittle"]


def sweep(folder: Path, plan: Plan, chunks: int | None = None) -> Path:
    """A sweep of which so many chunks are played, or all."""
    store = Store.create(folder, plan)
    with store.writing():
        for chunk in store.missing()[:chunks]:
            tables = play_chunk(plan, *store.layout.runs_of(chunk))
            store.put(chunk, tables.to_bytes(), tables.log)
        store.finish_shards()
    return folder


def small(**measures) -> Plan:
    factors = (Factor(name="trust.memory", levels=[0.8, 0.9]), Factor(name="off.P5", levels=[True]))
    return plan_of(*factors, replicates=3, turns=["trust", "will"], **measures)


def test_runs_are_rows_with_a_column_for_each_factor(tmp_path):
    plan = small()
    runs = read(sweep(tmp_path / "out", plan)).runs
    assert runs["run_id"].tolist() == [run.id for run in plan.runs(0, 6)]
    assert runs["seed"].tolist() == [run.seed for run in plan.runs(0, 6)]
    assert runs["trust.memory"].tolist() == [0.8] * 3 + [0.9] * 3
    assert runs["off.P5"].dtype == bool
    assert runs["off.P5"].all()


def test_one_metric_comes_as_a_row_a_run_and_a_column_a_turn(tmp_path):
    sweep_ = read(sweep(tmp_path / "out", small()))
    wide = sweep_.wide("trust")
    assert wide.index.tolist() == sweep_.runs["run_id"].tolist()
    assert wide.columns.tolist() == [1, 2, 3]
    for row in sweep_.turns[sweep_.turns["metric"] == "trust"].itertuples():
        assert wide.loc[row.run_id, row.turn] == row.value
    assert not wide.isna().any().any()


def test_a_factor_and_a_metric_meet_in_one_line(tmp_path):
    sweep_ = read(sweep(tmp_path / "out", small()))
    end = sweep_.runs.assign(trust=sweep_.wide("trust")[3].to_numpy())
    means = end.groupby("trust.memory")["trust"].mean()
    last = sweep_.turns.query("metric == 'trust' and turn == 3")["value"].to_list()
    assert means.to_list() == pytest.approx([sum(last[:3]) / 3, sum(last[3:]) / 3])


def test_failed_runs_and_turns_that_were_not_kept_are_no_numbers(brittle, tmp_path):
    found = read(sweep(tmp_path / "failed", brittle))
    assert found.wide("trust").isna().all(axis=1).tolist() == [k in (3, 4) for k in range(8)]
    assert found.runs["status"].value_counts().to_dict() == {"done": 6, "failed": 2}
    when = When(metric="trust", above=0.62)
    some = read(sweep(tmp_path / "some", small(when=when))).wide("trust")
    assert some.isna().any().any()
    assert (some.to_numpy()[~np.isnan(some)] > 0.62).all()


def test_dyads_and_decisions_come_where_they_were_asked_for(tmp_path):
    found = read(sweep(tmp_path / "out", small(dyads=["interop"], decisions=["offer"])))
    assert set(found.dyads["domain"]) == {
        "procedures",
        "communications",
        "equipment and logistics",
        "people",
    }
    assert set(found.decisions["decision"]) == {"offer"}
    without = read(sweep(tmp_path / "without", small()))
    with pytest.raises(DetenteError, match=r"asks for no dyads \(measures\.dyads\)"):
        _ = without.dyads


def test_an_unknown_metric_gets_the_nearest(tmp_path):
    found = read(sweep(tmp_path / "out", small()))
    with pytest.raises(UnknownName, match="did you mean 'trust'"):
        found.wide("trusts")


def test_of_an_unfinished_sweep_the_finished_shards_are_read(tmp_path):
    plan = plan_of(length=1, replicates=2100, turns=["trust"])
    found = read(sweep(tmp_path / "out", plan, 5))
    assert repr(found).endswith("out: 1,024 of 2,100 runs in 1 of 2 shards>")
    assert found.runs["run_id"].tolist() == [run.id for run in plan.runs(0, 1024)]
    assert len(found.wide("trust")) == 1024
    none = read(sweep(tmp_path / "none", small(), 0))
    assert repr(none).endswith("0 of 6 runs in 0 of 1 shards>")
    assert none.runs.columns[0] == "run_id"
    assert len(none.runs) == len(none.turns) == len(none.wide("trust")) == 0


def test_what_is_not_in_the_manifest_is_not_read(tmp_path):
    folder = sweep(tmp_path / "out", small())
    (folder / "runs" / "shard-000001.parquet").write_bytes(b"PAR1 half")
    assert len(read(folder).runs) == 6


def test_importing_experiments_loads_neither_pandas_nor_pyarrow():
    code = "import sys, scenarios.experiments; print({'pandas', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
