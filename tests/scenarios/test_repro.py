"""One run of a sweep played again: every kept bit compared, and a record of the game."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scenarios.experiments.designs.plan import Plan, Run
from scenarios.experiments.designs.schema import Factor
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.playing.repro import repro
from scenarios.experiments.storing.files import checksum
from scenarios.experiments.storing.manifest import (
    ShardFile,
    read_manifest,
    shard_path,
    write_manifest,
)
from scenarios.experiments.storing.store import Store
from scenarios.games import from_record
from sim.errors import DetenteError
from sim.record import parse, replay
from tests.scenarios.brittle import brittle, plan_of

__all__ = ["brittle"]


def sweep(folder: Path, plan: Plan, *, finish: bool = True) -> Path:
    """A sweep of a few runs, played here."""
    store = Store.create(folder, plan)
    with store.writing():
        for chunk in store.missing():
            tables = play_chunk(plan, *store.layout.runs_of(chunk))
            store.put(chunk, tables.to_bytes(), tables.log)
        if finish:
            store.finish_shards()
    return folder


def mixed() -> Plan:
    return plan_of(
        Factor(name="trust.memory", levels=[0.8, 0.9]),
        Factor(name="off.P5", levels=[False, True]),
        Factor(name="seat.HAL", levels=["doctrine", "hegemon"]),
        replicates=2,
        dyads=["trust"],
        decisions=["join", "offer"],
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    return sweep(tmp_path_factory.mktemp("repro") / "out", mixed())


@pytest.mark.parametrize("index", [0, 7, 13])
def test_every_kept_bit_of_a_run_comes_out_again(kept, index):
    run = mixed().run(index)
    found = repro(kept, run.id)
    assert found.run == run
    assert found.differences == ()
    assert found.same
    assert found.rows == {
        "runs": 1,
        "turns": 3 * 73,
        "dyads": 3 * 12,
        "decisions": found.rows["decisions"],
    }
    assert found.rows["decisions"] > 10


def off_and_high(run: Run) -> bool:
    return run.treatment.factors["off.P5"] and run.treatment.factors["trust.memory"] == 0.9


def test_the_record_replays_and_bears_all_that_made_the_run(kept):
    run = next(run for run in mixed().runs(0, 16) if run.treatment.seats and off_and_high(run))
    record = parse(repro(kept, run.id).record)
    header = record.header
    assert (header.seed, header.values) == (run.seed, {"trust.memory": 0.9})
    assert (header.off, header.seats) == (("P5",), {"HAL": "hegemon"})
    setup = from_record(record)
    turns = list(replay(record, setup.game.world, setup.game.state))
    assert len(turns) == 3
    assert turns[-1].after.digest() == record.end
    rows = pq.read_table(kept / "dyads", filters=[("run_id", "==", run.id)]).to_pylist()
    for row in rows:
        one, two = (setup.game.world.nation(row[side]) for side in ("from", "to"))
        assert turns[row["turn"] - 1].after.trust[0, one, two] == row["value"]


def test_a_few_digits_of_an_id_suffice(kept):
    run = mixed().run(5)
    assert repro(kept, run.id[:8].upper()).run == run


def test_digits_that_begin_several_ids_are_too_few(kept):
    ids = [run.id for run in mixed().runs(0, 16)]
    digit = next(d for d in "0123456789abcdef" if sum(i.startswith(d) for i in ids) > 1)
    with pytest.raises(DetenteError, match=r"runs begin so, .* give more digits"):
        repro(kept, digit)
    with pytest.raises(DetenteError, match="16 that were played"):
        repro(kept, "")


def test_an_id_that_is_almost_one_names_it(kept):
    run = mixed().run(5).id
    wrong = run[:-1] + ("0" if run[-1] != "0" else "1")
    with pytest.raises(DetenteError, match=re.escape(f"did you mean {run}?")):
        repro(kept, wrong)
    with pytest.raises(DetenteError, match=r"no run 'nonsense' among the 16 that were played$"):
        repro(kept, "nonsense")


def tamper(folder: Path, table: str, column: str, row: int, value: object) -> None:
    """Change a cell of a finished shard, and the manifest with it, so that nothing looks odd."""
    path = shard_path(folder, table, 0)
    old = pq.read_table(path)
    cells = old[column].to_pylist()
    cells[row] = value
    place = old.schema.get_field_index(column)
    new = pa.array(cells, pa.string() if isinstance(value, str) else old.schema.field(place).type)
    pq.write_table(old.set_column(place, column, new), path)
    shard = read_manifest(folder)[0]
    file = ShardFile(shard.files[table].rows, path.stat().st_size, checksum(path))
    write_manifest(folder, {0: replace(shard, files={**shard.files, table: file})})


def test_what_does_not_come_out_again_is_named(tmp_path):
    folder = sweep(tmp_path / "out", mixed())
    turns = pq.read_table(shard_path(folder, "turns", 0)).to_pylist()
    place = next(k for k, row in enumerate(turns) if row["metric"] == "trust" and row["turn"] == 2)
    value = turns[place]["value"]
    changed = value + 2.0**-50
    run = mixed().run(0)
    assert turns[place]["run_id"] == run.id
    tamper(folder, "turns", "value", place, changed)
    tamper(folder, "runs", "seed", 0, run.seed ^ 1)
    found = repro(folder, run.id)
    assert not found.same
    assert found.differences == (
        f"runs: row 0: seed {run.seed ^ 1} is kept, {run.seed} came out",
        f"turns: row {place} (turn 2, metric trust): value {changed!r} is kept, {value!r} came out",
    )
    assert repro(folder, mixed().run(1).id).same


def test_a_sign_of_zero_is_a_bit_like_any_other(tmp_path):
    folder = sweep(tmp_path / "out", plan_of(replicates=1, length=1, turns=["missions"]))
    tamper(folder, "turns", "value", 0, -0.0)
    [difference] = repro(folder, plan_of(replicates=1, length=1).run(0).id).differences
    assert "-0.0 is kept, 0.0 came out" in difference


def test_a_run_whose_shard_is_not_made_yet_can_be_played_again(tmp_path):
    plan = plan_of(replicates=3, turns=["trust"])
    folder = sweep(tmp_path / "out", plan, finish=False)
    found = repro(folder, plan.run(2).id)
    assert found.same
    assert found.rows == {"runs": 1, "turns": 3}


def test_a_run_that_failed_fails_again_and_leaves_a_record_up_to_there(brittle, tmp_path):
    folder = sweep(tmp_path / "out", brittle)
    found = repro(folder, brittle.run(3).id)
    assert found.same
    assert found.rows == {"runs": 1, "turns": 0, "dyads": 0}
    assert found.error == "ValueError"
    assert "Traceback" in found.trace
    assert len(parse(found.record).turns) == 1
    sound = repro(folder, brittle.run(5).id)
    assert (sound.same, sound.error, sound.trace) == (True, "", "")
    assert len(parse(sound.record).turns) == 3


def test_a_sweep_of_another_engine_is_not_compared(tmp_path):
    plan = replace(plan_of(replicates=1, turns=["trust"]), fingerprint="0" * 64)
    folder = sweep(tmp_path / "out", plan)
    with pytest.raises(DetenteError, match="another version of the engine"):
        repro(folder, plan.run(0).id)
