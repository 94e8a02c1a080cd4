"""Where a sweep may lie, and what is told when it cannot: full disks, others, strangers."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError
from tests.scenarios.brittle import brittle, plan_of
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


@pytest.fixture
def disk(tmp_path: Path):
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount(place, "size=600k", "-t", "tmpfs", "tmpfs")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def mount(place: Path, options: str, *what: str) -> None:
    done = subprocess.run(["mount", *what, "-o", options, str(place)], check=False)
    if done.returncode:
        pytest.skip("mounting a small disk needs to be root")


def test_a_full_disk_is_told_in_a_sentence_and_loses_nothing(disk, plan, chunks, master):
    folder = disk / "out"
    Store.create(folder, plan)
    with pytest.raises(DetenteError) as caught:
        fill(folder, chunks)
    assert os.strerror(errno.ENOSPC) in str(caught.value)
    assert str(folder / "chunks") in str(caught.value)
    assert "resume" in str(caught.value)
    assert "\n" not in str(caught.value)
    put = [path.name for path in sorted((folder / "chunks").iterdir())]
    assert 3 < len(put) < 33
    assert {Path(name).suffix for name in put} == {".arrow"}
    mount(disk, "remount,size=16m")
    again = Store.open(folder)
    with again.writing():
        assert len(again.missing()) == 33 - len(put)
    fill(folder, chunks)
    assert files(folder) == files(master)


def test_a_disk_too_full_for_a_shard_keeps_its_chunks(disk, plan, chunks, master):
    folder = disk / "out"
    mount(disk, "remount,size=16m")
    store = Store.create(folder, plan)
    with store.writing():
        for chunk in range(16):
            store.put(chunk, chunks[chunk])
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        (disk / "ballast").write_bytes(b"0" * (free - 16_384))
        with pytest.raises(DetenteError, match="cannot be written") as caught:
            store.finish_shards()
    assert os.strerror(errno.ENOSPC) in str(caught.value)
    assert not list(folder.rglob("*.part"))
    (disk / "ballast").unlink()
    again = Store.open(folder)
    with again.writing():
        assert again.missing() == list(range(16, 33))
    fill(folder, chunks)
    assert files(folder) == files(master)


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(disk, plan, chunks):
    folder = disk / "out"
    store = Store.create(folder, plan)
    with store.writing():
        store.put(0, chunks[0])
    mount(disk, "remount,ro")
    with pytest.raises(DetenteError, match="cannot be written") as caught:
        store.put(1, chunks[1])
    assert os.strerror(errno.EROFS) in str(caught.value)
    with pytest.raises(DetenteError, match="cannot be written"), Store.open(folder).writing():
        pass
    with pytest.raises(DetenteError, match=r"cannot be written \(Read-only.*no sweep was begun"):
        Store.create(disk / "other", plan)
    assert Store.open(folder).status().done == 64


# Who may begin, look and write


def test_a_second_writer_is_told_to_wait(copy):
    code = f"""
from pathlib import Path
from scenarios.experiments.storing.store import Store
with Store.open(Path({str(copy)!r})).writing():
    print("holds", flush=True)
    input()
"""
    other = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with other:
        assert other.stdout.readline() == b"holds\n"
        with pytest.raises(DetenteError, match="another process"), Store.open(copy).writing():
            pass
        assert Store.open(copy).status().complete
        other.kill()
    with Store.open(copy).writing() as store:
        assert store.missing() == []


def test_a_folder_that_holds_this_sweep_is_not_begun_again(copy, plan):
    before = files(copy)
    with pytest.raises(DetenteError, match=f"this sweep already.*resume {copy}"):
        Store.create(copy, plan)
    assert files(copy) == before


def test_a_folder_that_holds_another_sweep_is_not_touched(copy):
    before = files(copy)
    with pytest.raises(DetenteError, match="another sweep"):
        Store.create(copy, plan_of(replicates=3))
    assert files(copy) == before


@pytest.mark.parametrize("inside", ["notes.txt", "runs/mine.parquet"])
def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path, plan, inside):
    folder = tmp_path / "out"
    (folder / inside).parent.mkdir(parents=True)
    (folder / inside).write_text("mine")
    with pytest.raises(DetenteError, match="not empty"):
        Store.create(folder, plan)
    assert [p.relative_to(folder).as_posix() for p in folder.rglob("*.*")] == [inside]


def test_a_folder_in_which_a_sweep_was_cut_off_at_once_can_be_begun(tmp_path, plan, chunks):
    folder = tmp_path / "out"
    Store.create(folder, plan)
    (folder / "sweep.json").rename(folder / "sweep.json.part")
    with pytest.raises(DetenteError, match="holds no sweep"):
        Store.open(folder)
    assert Store.create(folder, plan).status().runs == plan.count


def test_a_file_and_a_missing_parent_are_no_place_for_a_sweep(tmp_path, plan):
    (tmp_path / "file").write_text("")
    with pytest.raises(DetenteError, match="is a file"):
        Store.create(tmp_path / "file", plan)
    with pytest.raises(DetenteError, match="there is no folder"):
        Store.create(tmp_path / "none" / "out", plan)
    assert not (tmp_path / "none").exists()


def test_what_holds_no_sweep_cannot_be_opened(tmp_path):
    with pytest.raises(DetenteError, match="no such folder"):
        Store.open(tmp_path / "none")
    with pytest.raises(DetenteError, match=r"no sweep\.json"):
        Store.open(tmp_path)
    (tmp_path / "sweep.json").write_text('{"digest": ')
    with pytest.raises(DetenteError, match="it is damaged"):
        Store.open(tmp_path)


def test_a_plan_that_was_changed_is_refused(copy):
    text = (copy / "sweep.json").read_text()
    (copy / "sweep.json").write_text(text.replace('"replicates": 1050', '"replicates": 1051'))
    with pytest.raises(DetenteError, match="was changed"):
        Store.open(copy)


def test_a_sweep_of_another_engine_is_only_looked_at(tmp_path, plan):
    Store.create(tmp_path / "out", replace(plan, fingerprint="0" * 64))
    with pytest.raises(DetenteError, match="another version of the engine or catalogue"):
        Store.open(tmp_path / "out")
    assert Store.open(tmp_path / "out", same_engine=False).status().done == 0


def test_a_sweep_of_another_engine_names_the_files_that_differ(tmp_path, plan):
    Store.create(tmp_path / "out", replace(plan, fingerprint="0" * 64))
    path = tmp_path / "out" / "sweep.json"
    data = json.loads(path.read_bytes())
    data["sources"]["sim/rules/trust.py"] = "0" * 12
    del data["sources"]["scenarios/catalogue/agreements.toml"]
    path.write_text(json.dumps(data))
    names = "2 files differ: scenarios/catalogue/agreements.toml, sim/rules/trust.py"
    with pytest.raises(DetenteError, match=names):
        Store.open(tmp_path / "out")


def test_a_folder_alone_suffices_to_make_the_plan_again(copy, plan):
    found = Store.open(copy).plan
    assert found.digest == plan.digest
    assert found.runs(1000, 1003) == plan.runs(1000, 1003)


# How far it is


def test_the_status_counts_runs_of_shards_and_of_chunks_that_wait(plan, chunks, tmp_path):
    store = Store.create(tmp_path / "out", plan)
    assert (store.status().done, store.status().last) == (0, None)
    with store.writing():
        for chunk in [*range(16), 20, 32]:
            store.put(chunk, chunks[chunk], [{"event": "played", "chunk": chunk, "runs": 64}])
        store.finish_shards()
    status = Store.open(tmp_path / "out").status()
    assert (status.runs, status.done) == (2100, 1024 + 64 + 52)
    assert (status.shards, status.finished, status.complete) == (2, 1, False)
    assert status.failed == 0
    assert status.rate > 0
    assert status.last is not None


def test_failed_runs_are_counted_before_and_after_their_shard_is_made(brittle, tmp_path):
    store = Store.create(tmp_path / "out", brittle)
    with store.writing():
        tables = play_chunk(brittle, 0, 8)
        store.put(0, tables.to_bytes(), tables.log)
        assert store.status().failed == 2
        store.finish_shards()
    assert store.status().failed == 2
    assert store.status().complete
    lines = [line for line in store.log.lines() if line["event"] == "failed"]
    assert [line["error"] for line in lines] == ["ValueError"] * 2


def test_a_line_of_the_log_that_was_cut_off_spoils_no_other(copy):
    store = Store.open(copy)
    store.log.add({"event": "first"})
    with (copy / "log.jsonl").open("ab") as file:
        file.write(b'{"time": 1.0, "event": "cut')
    store.log.add({"event": "second"})
    assert [line["event"] for line in store.log.lines()][-2:] == ["first", "second"]
