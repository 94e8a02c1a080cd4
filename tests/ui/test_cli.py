"""The command: what it prints, and that every bad input is one clear line and changes nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.cli import cli

ROOT = Path(__file__).parents[2]
SHORT = ["run", "first-steps", "--turns", "4"]


def call(*words: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, [str(word) for word in words])


def start(*words: object, cwd: Path = ROOT, **extra: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
    line = [sys.executable, "-m", "ui", *(str(word) for word in words)]
    return subprocess.run(
        line, cwd=cwd, env=environment, capture_output=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of four turns."""
    path = tmp_path_factory.mktemp("record") / "game.jsonl"
    assert call(*SHORT, "--record", path).exit_code == 0
    return path


def refused(result: Result) -> str:
    """The one line of a refusal."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("detente: ")
    return lines[0]


# --- what it prints


def test_json_is_one_object_with_the_promised_keys() -> None:
    result = call(*SHORT, "--json", "--seed", "7", "--off", "P13", "--set", "trust.memory=0.85")
    assert result.exit_code == 0
    assert result.stderr == ""
    found = json.loads(result.stdout)
    assert (found["scenario"], found["seed"], found["turns"]) == ("first-steps", 7, 4)
    assert found["off"] == ["P13"]
    assert found["set"] == {"trust.memory": 0.85}
    assert len(found["digest"]) == 64
    assert all(isinstance(value, float) for value in found["measures"].values())
    assert {"trust", "participants", "agreements"} <= set(found["measures"])
    assert set(found["participation"]) == {"HAL", "ORV", "VEL", "LUN"}
    velmark = found["participation"]["VEL"]
    assert set(velmark) >= {"level", "status", "dates"}
    assert velmark["level"] >= len(velmark["dates"]) > 0
    assert all(len(date) == len("2000-03") for date in velmark["dates"].values())


def test_the_same_seed_gives_the_same_digest_and_another_seed_another() -> None:
    digests = [
        json.loads(call(*SHORT, "--json", "--seed", seed).stdout)["digest"] for seed in (5, 5, 6)
    ]
    assert digests[0] == digests[1] != digests[2]


def test_plain_output_has_whole_names_and_no_control_characters() -> None:
    result = call("run", "pfp-1994", "--turns", "1")
    assert result.exit_code == 0
    assert "Bosnia and Herzegovina" in result.stdout
    assert "Measures after the last turn" in result.stdout
    assert "\x1b" not in result.stdout
    assert "…" not in result.stdout


def test_seats_of_a_file_decide_who_plays(tmp_path: Path) -> None:
    seats = tmp_path / "seats.toml"
    seats.write_text('[seats]\nVEL = "scripted"\n')
    found = json.loads(call("run", "first-steps", "--seats", seats, "--json").stdout)
    assert found["seats"] == {"VEL": "scripted"}
    assert found["participation"]["VEL"]["status"] == "outside"


def test_a_record_is_confirmed_replayed_and_reported(record: Path, tmp_path: Path) -> None:
    assert call("replay", record, "--check").stdout == "4 turns, every digest confirmed\n"
    told = call("replay", record, "--until", "2")
    heads = [line for line in told.stdout.splitlines() if not line.startswith(" ")]
    assert heads == ["2000 Q1", "2000 Q2"]
    page = tmp_path / "page.html"
    assert call("report", record, "--out", page).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_record_is_the_same_bytes_every_time(record: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    assert call(*SHORT, "--record", again).exit_code == 0
    assert again.read_bytes() == record.read_bytes()


def test_scenarios_are_listed_shown_and_checked(tmp_path: Path) -> None:
    assert "pfp-1994" in call("scenarios", "list").stdout
    shown = call("scenarios", "show", "pfp-1994").stdout
    for words in ("January 1994", "Kyrgyzstan", "CSTO", "sponsored by NATO", "ISO 3166-1"):
        assert words in shown
    assert call("scenarios", "check", "pfp-1994", "first-steps").exit_code == 0
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "scenario.toml").write_text("turns = 0\nmonths = 5\n")
    result = call("scenarios", "check", "pfp-1994", bad)
    assert result.exit_code == 2
    assert "pfp-1994: ok" in result.stdout
    assert "turns" in result.stdout
    assert "months" in result.stdout


# --- bad input

WRONG = {
    "scenario": (["run", "pfp-1995"], "did you mean 'pfp-1994'?"),
    "command": (["rnu"], "no command 'rnu' (did you mean 'run'?)"),
    "command of a group": (["sweep", "statos"], "no command 'statos' (did you mean 'status'?)"),
    "option": (["run", "first-steps", "--sede", "1"], "--sede"),
    "parameter": ([*SHORT, "--set", "trust.memroy=1"], "did you mean 'trust.memory'?"),
    "range": ([*SHORT, "--set", "trust.memory=7"], "out of range"),
    "no value": ([*SHORT, "--set", "trust.memory"], "--set wants PARAM=VALUE"),
    "empty value": ([*SHORT, "--set", "trust.memory="], "--set wants PARAM=VALUE"),
    "word": ([*SHORT, "--set", "trust.memory=much"], "'much' is not a number"),
    "nan": ([*SHORT, "--set", "trust.memory=nan"], "'nan' is not a number"),
    "twice": ([*SHORT, "--set", "trust.memory=.8", "--set", "trust.memory=.9"], "given twice"),
    "mechanism": ([*SHORT, "--off", "P99"], "no mechanism 'P99'"),
    "policy": ([*SHORT, "--policy", "doctrin"], "did you mean 'doctrine'?"),
    "negative seed": ([*SHORT, "--seed", "-1"], "out of range"),
    "huge seed": ([*SHORT, "--seed", 2**64], "out of range"),
    "seed word": ([*SHORT, "--seed", "one"], "not a whole number"),
    "negative turns": (["run", "first-steps", "--turns", "-3"], "out of range"),
    "many turns": (["run", "first-steps", "--turns", "9"], "8 turns at most"),
    "no seats file": ([*SHORT, "--seats", "missing.toml"], "no such file of seats"),
    "missing record": (["replay", "missing.jsonl"], "no such record"),
    "folder record": (["replay", "."], "is a folder"),
    "shown": (["scenarios", "show", "firststeps"], "did you mean 'first-steps'?"),
    "no folder": ([*SHORT, "--record", "missing/game.jsonl"], "there is no folder missing"),
    "folder out": ([*SHORT, "--report", "."], "is a folder"),
    "nul": ([*SHORT, "--report", "a\0b"], "null"),
    "unwritable": ([*SHORT, "--report", "/proc/report.html"], "cannot be written"),
    "same file": ([*SHORT, "--report", "x", "--record", "./x"], "named for two outputs"),
}


@pytest.mark.parametrize("case", WRONG)
def test_bad_input_is_one_line_that_says_what_would_be_right(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words, message = WRONG[case]
    assert message in refused(call(*words))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[seats]\nVLE = "doctrine"\n', "did you mean 'VEL'?"),
        ('[seats]\nVEL = "doctor"\n', "did you mean 'doctrine'?"),
        ("[seats]\nVEL = 3\n", "seats.VEL: 3 is not the name of a policy"),
        ('VEL = "doctrine"\n', "VEL: no such key"),
        ("", "has no table [seats]"),
        ("[seats\n", "cannot be read as TOML"),
    ],
)
def test_a_wrong_file_of_seats_is_named_with_its_fault(
    text: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "seats.toml"
    path.write_text(text)
    assert message in refused(call(*SHORT, "--seats", path))


def test_damaged_and_foreign_records_are_refused(record: Path, tmp_path: Path) -> None:
    whole = record.read_bytes()
    middle = len(whole) // 2
    spoilt = {
        "binary": bytes(range(256)),
        "empty": b"",
        "foreign": b'{"hello": 1}\n',
        "truncated": whole[:middle],
        "changed": whole[:middle] + b"#" + whole[middle + 1 :],
        "deep": b'{"format":' + b"[" * 100_000,
    }
    for name, data in spoilt.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(data)
        for words in (["replay", path], ["report", path, "--out", tmp_path / "page.html"]):
            assert f"{name}.jsonl" in refused(call(*words))
    assert not (tmp_path / "page.html").exists()
    assert not list(tmp_path.glob(".*"))


def test_until_beyond_the_record_names_its_length(record: Path) -> None:
    assert "the record has 4 turns" in refused(call("replay", record, "--until", "5"))


def test_nothing_is_overwritten_without_force(record: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("precious")
    for words in (
        [*SHORT, "--record", old],
        [*SHORT, "--report", old],
        ["report", record, "--out", old],
    ):
        assert "exists already" in refused(call(*words))
        assert old.read_text() == "precious"
    assert "is the record itself" in refused(call("report", record, "--out", record, "--force"))
    assert call(*SHORT, "--record", old, "--force").exit_code == 0
    assert old.read_bytes() == record.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_the_demo_refuses_a_folder_that_holds_a_report(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("precious")
    assert "exists already" in refused(call("demo", "--out", tmp_path))
    assert (tmp_path / "report.html").read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert "is a file" in refused(call("demo", "--out", tmp_path / "report.html"))
    assert "there is no folder" in refused(call("demo", "--out", tmp_path / "no" / "where"))


# --- as a process


def test_help_is_light() -> None:
    code = (
        "import sys, click.testing, ui.cli; "
        "click.testing.CliRunner().invoke(ui.cli.cli, ['--help']); "
        "heavy = {'numpy', 'matplotlib', 'pydantic', 'mesa', 'networkx', 'jinja2', 'pygame'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize("group", [(), ("scenarios",), ("sweep",), ("validate",)])
def test_help_tells_what_each_command_is_for_in_a_whole_sentence(group: tuple[str, ...]) -> None:
    result = call(*group, "--help")
    *_, listed = result.stdout.partition("Commands:")
    assert result.exit_code == 0
    assert listed.strip()
    assert "..." not in listed
    assert max(len(line) for line in listed.splitlines()) <= 80


def test_a_fault_in_a_process_is_one_line_and_code_2(tmp_path: Path) -> None:
    done = start("run", "pfp-1995", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"detente: pfp-1995: no such scenario")
    assert done.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_is_no_fault() -> None:
    line = f"{sys.executable} -m ui scenarios show pfp-1994 | head -n 1"
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.stdout.startswith(b"Partnership for Peace")
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_an_output_that_is_full_is_a_failure_in_one_line() -> None:
    line = f"{sys.executable} -m ui scenarios list > /dev/full"
    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == b"detente: output: No space left on device\n"


def test_a_terminal_without_these_letters_is_no_fault() -> None:
    done = start("run", "first-steps", "--turns", "1", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stderr == b""


def test_another_package_of_our_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("")
    done = start("run", "first-steps", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"detente: the package 'agents' that Python found")
    assert done.stderr.count(b"\n") == 1


def test_an_interruption_ends_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scenarios.games.set_up", interrupt)
    result = call(*SHORT)
    assert result.exit_code == 130
    assert result.stderr == "detente: interrupted\n"


@pytest.mark.slow
def test_the_demo_writes_a_page_a_picture_and_a_record_that_replays(tmp_path: Path) -> None:
    done = start("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "detente-demo-1"
    assert {path.name for path in folder.iterdir()} == {"report.html", "map.png", "record.jsonl"}
    assert (folder / "map.png").read_bytes().startswith(b"\x89PNG")
    assert 8 <= len(done.stdout.splitlines()) <= 24
    check = start("replay", folder / "record.jsonl", "--check")
    assert check.stdout == b"44 turns, every digest confirmed\n"
    page = tmp_path / "page.html"
    assert start("report", folder / "record.jsonl", "--out", page).returncode == 0
    assert page.read_bytes() == (folder / "report.html").read_bytes()
