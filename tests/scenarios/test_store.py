"""The folder of a sweep: whole files or none, the same bytes whatever happened on the way."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from scenarios.experiments.storing.layout import CHUNKS, Layout
from scenarios.experiments.storing.store import Store
from tests.scenarios.brittle import brittle
from tests.scenarios.stored import (
    chunks,
    copy,
    files,
    fill,
    many_chunks,
    master,
    plan,
)

__all__ = ["brittle", "chunks", "copy", "many_chunks", "master", "plan"]


def test_a_finished_sweep_is_its_plan_its_shards_and_their_list(master):
    assert list(files(master)) == [
        "dyads/shard-000000.parquet",
        "dyads/shard-000001.parquet",
        "manifest.jsonl",
        "runs/shard-000000.parquet",
        "runs/shard-000001.parquet",
        "sweep.json",
        "turns/shard-000000.parquet",
        "turns/shard-000001.parquet",
    ]
    lines = [json.loads(line) for line in (master / "manifest.jsonl").read_text().splitlines()]
    assert [(line["shard"], line["runs"]) for line in lines] == [(0, 1024), (1, 1076)]


@pytest.mark.parametrize("luck", range(3))
def test_the_order_of_chunks_and_interruptions_change_no_byte(plan, chunks, master, tmp_path, luck):
    folder, dice = tmp_path / "out", random.Random(luck)
    Store.create(folder, plan)
    for _ in range(12):
        store = Store.open(folder)
        with store.writing():
            left = store.missing()
            dice.shuffle(left)
            for chunk in left[: dice.randrange(12)]:
                store.put(chunk, chunks[chunk])
                if dice.random() < 0.5:
                    store.finish_shards()
        damage(folder, dice)
        if Store.open(folder).status().complete and dice.random() < 0.5:
            break
    fill(folder, chunks)
    assert files(folder) == files(master)


def damage(folder: Path, dice: random.Random) -> None:
    """What a machine that stops may leave behind, and worse."""
    waiting = sorted((folder / "chunks").glob("*.arrow"))
    match dice.randrange(6):
        case 0 if waiting:
            cut(dice.choice(waiting), dice)
        case 1:
            (folder / "turns" / "shard-000001.parquet.part").write_bytes(b"PAR1half")
            (folder / "chunks" / "000007.arrow.part").write_bytes(b"half")
        case 2 if waiting:  # a chunk under the name of another
            (folder / "chunks" / "000031.arrow").write_bytes(dice.choice(waiting).read_bytes())
        case 3 if dice.random() < 0.2:
            cut(folder / "manifest.jsonl", dice)
        case 4 if dice.random() < 0.2:
            for path in sorted((folder / "turns").glob("*.parquet"))[:1]:
                cut(path, dice)
        case 5:  # a shard whose line in the manifest was not written any more
            (folder / "runs" / "shard-000001.parquet").write_bytes(b"PAR1")


def cut(path: Path, dice: random.Random) -> None:
    """Take off the end of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data) or 1)])


def test_a_chunk_that_was_put_is_not_played_again(plan, chunks, tmp_path):
    store = Store.create(tmp_path / "out", plan)
    with store.writing():
        for chunk in (2, 32, 5):
            store.put(chunk, chunks[chunk])
    again = Store.open(tmp_path / "out")
    with again.writing():
        assert again.missing() == [k for k in range(33) if k not in (2, 5, 32)]


@pytest.mark.parametrize("spoil", ["cut", "empty", "changed", "other plan", "renamed", "stranger"])
def test_a_chunk_that_is_not_as_it_was_written_is_played_again(plan, chunks, tmp_path, spoil):
    folder = tmp_path / "out"
    store = Store.create(folder, plan)
    with store.writing():
        store.put(4, chunks[4])
    path = folder / "chunks" / "000004.arrow"
    data = path.read_bytes()
    if spoil == "cut":
        path.write_bytes(data[:-1])
    elif spoil == "empty":
        path.write_bytes(b"")
    elif spoil == "changed":
        path.write_bytes(data[:-100] + bytes([data[-100] ^ 1]) + data[-99:])
    elif spoil == "other plan":
        path.write_bytes(data.replace(plan.digest.encode(), b"0" * 64))
    elif spoil == "renamed":
        path.rename(path.with_name("000005.arrow"))
    else:
        path.rename(path.with_name("notes.txt"))
    again = Store.open(folder)
    with again.writing():
        assert again.missing() == list(range(33))
    assert list((folder / "chunks").iterdir()) == []


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-7]), "bytes where it had"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1] + b"2"), "was changed"),
        (lambda path: path.unlink(), "is gone"),
    ],
)
@pytest.mark.parametrize("table", ["runs", "turns", "dyads"])
def test_a_damaged_shard_is_named_and_played_again(copy, chunks, master, spoil, words, table):
    path = copy / table / "shard-000000.parquet"
    spoil(path)
    store = Store.open(copy)
    with store.writing():
        assert len(store.damage) == 1
        assert str(path) in store.damage[0]
        assert words in store.damage[0]
        assert store.missing() == list(range(16))
        assert not path.exists()
    fill(copy, chunks)
    assert files(copy) == files(master)


def test_a_sound_sweep_shows_no_damage_and_is_not_touched(copy, master):
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*.*")}
    store = Store.open(copy)
    with store.writing():
        assert store.damage == []
        assert store.missing() == []
        store.finish_shards()
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*.*")} == before
    assert files(copy) == files(master)


def test_a_shard_in_no_line_of_the_manifest_is_made_anew(copy, chunks, master):
    lines = (copy / "manifest.jsonl").read_bytes()
    (copy / "manifest.jsonl").write_bytes(lines[:-10])
    store = Store.open(copy)
    assert store.status().finished == 1
    with store.writing():
        assert store.missing() == list(range(16, 33))
        assert not (copy / "runs" / "shard-000001.parquet").exists()
    fill(copy, chunks)
    assert files(copy) == files(master)


def test_a_table_that_was_taken_away_is_made_anew(copy, chunks, master):
    shutil.rmtree(copy / "turns")
    shutil.rmtree(copy / "chunks")
    fill(copy, chunks)
    assert files(copy) == files(master)


def test_the_same_chunk_put_twice_changes_nothing(copy, chunks, master):
    store = Store.open(copy)
    with store.writing():
        store.put(3, chunks[3])
        store.finish_shards()
    assert files(copy) == files(master)


@pytest.mark.parametrize("chunks", [((10**9, 64),), CHUNKS])
@pytest.mark.parametrize("count", [1, 63, 64, 65, 1023, 1024, 1025, 2047, 2048, 5000, 10_240])
def test_every_run_is_in_one_chunk_and_one_shard_of_at_least_1024_runs(count, chunks, monkeypatch):
    monkeypatch.setattr("scenarios.experiments.storing.layout.CHUNKS", chunks)
    layout = Layout(count)
    runs = [run for chunk in range(layout.chunks) for run in range(*layout.runs_of(chunk))]
    assert runs == list(range(count))
    cut = [chunk for shard in range(layout.shards) for chunk in layout.chunks_of(shard)]
    assert cut == list(range(layout.chunks))
    for shard in range(layout.shards):
        own = layout.chunks_of(shard)
        assert {layout.shard_of(chunk) for chunk in own} == {shard}
        size = layout.runs_of(own[-1])[1] - layout.runs_of(own[0])[0]
        assert min(count, 1024) <= size <= 2047


# A disk that is full, a folder that cannot be written
