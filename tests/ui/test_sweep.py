"""``detente sweep`` as people use it: begun, interrupted, gone on with, looked at, refused."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result

from scenarios.experiments import read
from scenarios.experiments.storing.store import Store
from tests.scenarios.sweeps import FEW, design, expected, tables
from ui.cli import cli

ROOT = Path(__file__).parents[2]

started: list[subprocess.Popen[str]] = []

SMALL = """
scenario = "first-steps"
turns = 2
replicates = 100
[factors]
"trust.memory" = [0.8, 0.9]
[measures]
turns = ["trust"]
"""


def call(*words: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, ["sweep", *(str(word) for word in words)])


def start(*words: object, path: Path = ROOT, **extra: object) -> subprocess.Popen[str]:
    """The command as a process and a process group of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **extra}
    started.append(
        subprocess.Popen(
            [sys.executable, "-m", "ui", "sweep", *(str(word) for word in words)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(path), str(ROOT)])),
            },
            start_new_session=True,
            **pipes,
        )
    )
    return started[-1]


@pytest.fixture(autouse=True)
def _end_all() -> Iterator[None]:
    """Nothing that a test started outlives it."""
    yield
    for process in started:
        with process:
            process.kill()
    started.clear()


def until(holds: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def done(folder: Path) -> int:
    """Runs that are kept."""
    return Store.open(folder).status().done


def played(folder: Path) -> int:
    """Chunks that were played, some perhaps twice: a quick look while somebody writes."""
    log = folder / "log.jsonl"
    return log.read_bytes().count(b'"played"') if log.exists() else 0


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that the command has started."""
    return psutil.Process(process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them end within seconds."""
    return not psutil.wait_procs(processes, timeout=10)[1]


def refused(result: Result) -> str:
    """The message of a refusal."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("detente: ")
    return result.stderr


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small sweep that is done."""
    folder = tmp_path_factory.mktemp("small")
    path, out = design(folder, SMALL), folder / "out"
    result = call("run", path, "--out", out, "--workers", 2)
    assert result.exit_code == 0, result.output
    assert result.stderr == (
        f"{path}: 2 points x 100 replicates = 200 runs of 2 turns, "
        f"on 2 worker processes on this machine, into {out}\n"
    )
    lines = result.stdout.splitlines()
    assert lines[0] == "200 runs done"
    assert re.fullmatch(r"200 runs played in [\d.]+ s, [\d.]+ runs a second", lines[1])
    assert lines[-1] == f"next: detente sweep report {out}"
    return out


# --- what it says


def test_status_tells_how_far_it_is(small):
    result = call("status", small)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert "runs done 200 of 200" in words
    assert "runs failed 0" in words
    assert "shards finished 1 of 1" in words
    assert f"next: detente sweep report {small}" in words


def test_a_sweep_that_is_done_has_nothing_to_resume(small):
    before = tables(small)
    result = call("resume", small)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "200 runs done"
    assert "played" not in result.stdout
    assert tables(small) == before


def test_any_run_is_played_again_compared_and_recorded(small, tmp_path):
    row = read(small).runs.iloc[150]
    record = tmp_path / "game.jsonl"
    result = call("repro", small, row.run_id[:12], "--record", record)
    assert result.exit_code == 0, result.output
    assert row.run_id in result.stdout
    assert str(row.seed) in result.stdout
    assert "the same to the bit: 1 of runs, 2 of turns compared" in result.stdout
    checked = CliRunner().invoke(cli, ["replay", str(record), "--check"])
    assert checked.stdout == "2 turns, every digest confirmed\n"
    assert "exists already" in refused(call("repro", small, row.run_id, "--record", record))
    assert "no run 'ffffffffffff'" in refused(call("repro", small, "ffffffffffff"))


def test_a_report_is_written_once_unless_forced(small):
    result = call("report", small)
    assert result.exit_code == 0, result.output
    page = small / "report" / "report.html"
    assert str(page) in result.stdout
    assert "<html" in page.read_text(encoding="utf-8")
    assert "exists already" in refused(call("report", small))
    assert call("report", small, "--force").exit_code == 0


def test_failed_runs_are_rows_that_end_nothing_and_are_told(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import scenarios.experiments.playing.blocks as blocks\n"
        "made = blocks.new_games\n"
        "def new_games(scenario, seeds, *rest, **more):\n"
        "    if (seeds % 16 == 7).any():\n"
        "        raise FloatingPointError('a rule fell over')\n"
        "    return made(scenario, seeds, *rest, **more)\n"
        "blocks.new_games = new_games\n"
    )
    out = tmp_path / "out"
    process = start("run", design(tmp_path, SMALL), "--out", out, "--workers", 1, path=tmp_path)
    stdout, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    runs = read(out).runs
    failed = runs[runs.seed % 16 == 7]
    assert 0 < len(failed) < 40
    assert set(failed.status) == {"failed"}
    assert set(failed.error) == {"FloatingPointError"}
    assert set(runs[runs.seed % 16 != 7].status) == {"done"}
    assert set(read(out).turns.run_id) == set(runs[runs.status == "done"].run_id)
    assert f"200 runs done, {len(failed)} of them failed" in stdout
    assert f"detente sweep status {out} names the failed runs" in stdout
    told = call("status", out).stdout
    assert f"FloatingPointError: {len(failed)}" in told
    assert failed.run_id.iloc[0] in told
    trace = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert any("a rule fell over" in line.get("traceback", "") for line in trace)


def test_a_terminal_shows_how_far_it_is_and_the_summary_stays_plain(tmp_path):
    screen, end = pty.openpty()
    words = ("run", design(tmp_path, SMALL), "--out", tmp_path / "out", "--workers", 1)
    process = start(*words, stderr=end)
    os.close(end)
    shown = b""
    try:
        while piece := os.read(screen, 4096):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(screen)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "200 runs done" in stdout
    assert "\x1b" not in stdout
    assert re.search(rb"(64|128|200) of 200 runs, [\d.]+ a second, [\d.]+ s left", shown)


# --- interrupted and killed


@pytest.mark.slow
def test_ctrl_c_and_sigterm_end_it_cleanly_and_resume_gives_the_same_bytes(tmp_path):
    out = tmp_path / "out"
    words: list[object] = ["run", design(tmp_path), "--out", out, "--workers", 2]
    for everybody, number in (
        (True, signal.SIGINT),
        (False, signal.SIGINT),
        (True, signal.SIGTERM),
    ):
        before = done(out) if out.exists() else 0
        seen = played(out)
        process = start(*words)
        until(lambda seen=seen: played(out) > seen)
        assert "another process is writing there" in refused(call("resume", out))
        workers = family(process)
        assert len(workers) >= 2
        began = time.monotonic()
        (os.killpg if everybody else os.kill)(process.pid, number)
        stdout, stderr = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
        assert process.returncode == 130, stderr
        assert gone(workers)
        assert stdout == ""
        assert "Traceback" not in stderr
        assert f"to go on: detente sweep resume {out}" in stderr
        assert stderr.count("\n") <= 4
        assert before < done(out) <= 2052
        words = ["resume", out, "--workers", 2]
    result = call("resume", out, "--workers", 2)
    assert result.exit_code == 0, result.output
    assert tables(out) == expected()
    assert list((out / "chunks").iterdir()) == []


@pytest.mark.slow
def test_kill_9_at_any_moment_loses_nothing_and_leaves_nobody(tmp_path):
    out = tmp_path / "out"
    words: list[object] = ["run", design(tmp_path), "--out", out, "--workers", 2]
    moments = (
        (out / "sweep.json").exists,  # before anything is played
        lambda: played(out) >= 2,
        lambda: any((out / "runs").iterdir()),  # about when the first shard is made
    )
    for moment in moments:
        process = start(*words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(moment)
        workers = family(process)
        process.kill()
        process.wait()
        assert gone(workers)
        words = ["resume", out, "--workers", 2]
    process, seen = start(*words), played(out)
    until(lambda: played(out) > seen or process.poll() is not None)
    with suppress(psutil.NoSuchProcess):  # one of them, or all, may be done by now
        for victim in sorted(family(process), key=lambda child: child.memory_info().rss)[-1:]:
            victim.kill()
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 0, stderr
    assert tables(out) == expected()


# --- refused


BAD = {
    "missing": (None, "there is no such file"),
    "toml": ("scenario = [", "malformed TOML"),
    "scenario": (SMALL.replace("first-steps", "frist-steps"), "did you mean 'first-steps'?"),
    "empty factor": (SMALL.replace("[0.8, 0.9]", "[]"), "trust.memory"),
    "parameter": (SMALL.replace("trust.memory", "trust.memroy"), "did you mean 'trust.memory'"),
    "metric": (SMALL.replace('["trust"]', '["truts"]'), "did you mean 'trust'?"),
    "replicates": (SMALL.replace("= 100", "= -3"), "replicates"),
    "many": (SMALL.replace("= 100", "= 1000000000000"), "runs"),
    "sampling": (SMALL + '[sampling]\nmethod = "sobool"\n', "did you mean 'sobol'?"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_design_is_refused_in_one_message_and_nothing_is_made(case, tmp_path):
    text, message = BAD[case]
    path = design(tmp_path, text) if text else tmp_path / "design.toml"
    before = sorted(tmp_path.iterdir())
    assert message in refused(call("run", path, "--out", tmp_path / "out"))
    assert sorted(tmp_path.iterdir()) == before


def test_all_faults_of_a_design_are_told_at_once(tmp_path):
    text = SMALL.replace("trust.memory", "trust.memroy").replace("= 100", "= -3")
    told = refused(call("run", design(tmp_path, text), "--out", tmp_path / "out"))
    assert "2 faults" in told
    assert "trust.memroy" in told
    assert "replicates" in told


def test_a_folder_with_something_in_it_is_left_as_it_is(small, tmp_path):
    files = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    same = refused(call("run", design(tmp_path, SMALL), "--out", small))
    assert f"detente sweep resume {small}" in same
    other = design(tmp_path, SMALL.replace("0.9", "0.85"), "other.toml")
    assert "holds another sweep" in refused(call("run", other, "--out", small))
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == files
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.txt").write_text("precious")
    assert "is not empty" in refused(call("run", other, "--out", full))
    assert "is a file" in refused(call("run", other, "--out", full / "thesis.txt"))
    assert "there is no folder" in refused(call("run", other, "--out", tmp_path / "no" / "where"))
    assert [path.name for path in full.iterdir()] == ["thesis.txt"]


def test_wrong_use_is_one_line(small, tmp_path):
    path, out = design(tmp_path, SMALL), tmp_path / "out"
    both = ("--workers", 2, "--cluster", "tcp://127.0.0.1:1")
    cases = {
        ("run", path, "--out", out, *both): "exclude each other",
        ("resume", small, *both): "exclude each other",
        ("run", path, "--out", out, "--workers", 0): "must be 1 to 1024",
        ("run", path): "--out",
        ("run", path, "--out", out, "--cluster", "nonsense"): "no Dask scheduler answers there",
        ("resume", tmp_path): "holds no sweep",
        ("status", tmp_path / "nowhere"): "there is no such folder",
        ("repro", tmp_path, "abc"): "holds no sweep",
        ("report", tmp_path): "holds no sweep",
    }
    for words, message in cases.items():
        told = refused(call(*words))
        assert message in told
        assert told.count("\n") == 1
    assert not out.exists()


# --- no room


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=250k", "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_and_one_that_cannot_be_written_lose_nothing(disk, tmp_path):
    out = disk / "out"
    result = call("run", design(tmp_path, FEW), "--out", out, "--workers", 1)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "No space left on device" in result.stderr
    assert f"detente sweep resume {out}" in result.stderr
    kept = done(out)
    assert 0 < kept < 640
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert "Read-only file system" in refused(call("resume", out, "--workers", 1))
    assert "runs done" in call("status", out).stdout
    subprocess.run(["mount", "-o", "remount,rw,size=20m", str(disk)], check=True)
    assert done(out) == kept
    result = call("resume", out, "--workers", 2)
    assert result.exit_code == 0, result.output
    assert tables(out) == expected(FEW)


def test_a_place_that_cannot_be_written_is_told_before_anything_is_played(tmp_path):
    assert "cannot be written" in refused(call("run", design(tmp_path), "--out", "/proc/sweep"))
