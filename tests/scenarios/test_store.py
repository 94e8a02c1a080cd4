"""The folder of a sweep: whole files or none, the same bytes whatever happened on the way."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.designs.schema import Factor
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.layout import CHUNKS, Layout
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError
from tests.scenarios.brittle import brittle, plan_of

__all__ = ["brittle"]

#: Two shards, 33 chunks.
FACTORS = (Factor(name="trust.memory", levels=[0.8, 0.9]),)
SMALL = {"length": 1, "replicates": 1050, "turns": ["trust", "participants"], "dyads": ["threat"]}


@pytest.fixture(scope="module", autouse=True)
def many_chunks():
    """Chunks of 64 runs, so that a sweep of two shards has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.experiments.storing.layout.CHUNKS", ((10**9, 64),))
        yield


@pytest.fixture(scope="module")
def plan(many_chunks) -> Plan:
    return plan_of(*FACTORS, **SMALL)


@pytest.fixture(scope="module")
def chunks(plan: Plan) -> list[bytes]:
    """All chunks of the plan, played once."""
    layout = Layout(plan.count)
    return [play_chunk(plan, *layout.runs_of(k)).to_bytes() for k in range(layout.chunks)]


def files(folder: Path) -> dict[str, bytes]:
    """All that must not depend on what happened: everything but the log and the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("log.jsonl", "lock")
    }


def fill(folder: Path, chunks: list[bytes]) -> None:
    """Put what is missing of a sweep, in order."""
    store = Store.open(folder)
    with store.writing():
        for chunk in store.missing():
            store.put(chunk, chunks[chunk])
        store.finish_shards()


@pytest.fixture(scope="module")
def master(plan, chunks, tmp_path_factory) -> Path:
    """A sweep that nothing happened to."""
    folder = tmp_path_factory.mktemp("sweeps") / "master"
    Store.create(folder, plan)
    fill(folder, chunks)
    return folder


@pytest.fixture
def copy(master: Path, tmp_path: Path) -> Path:
    """A finished sweep to be damaged."""
    return Path(shutil.copytree(master, tmp_path / "copy"))


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
