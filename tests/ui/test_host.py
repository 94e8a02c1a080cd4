"""``detente host``: what stands in its way is told in one sentence, and nothing is lost."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenarios.sitting import begin, keeping
from tests.classroom.phones import http
from tests.classroom.serving import Served
from ui.classroom.address import addresses, link, qr
from ui.classroom.store import create
from ui.cli import cli


def run(*words: object) -> tuple[int, str]:
    """Exit code and what was said; the words never start a server that goes on."""
    done = CliRunner().invoke(cli, ["host", *map(str, words)], prog_name="detente")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def taken():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        yield busy.getsockname()[1]


@pytest.fixture
def db(tmp_path):
    """A session that was begun."""
    path = tmp_path / "class.db"
    meta = {"scenario": "first-steps", "code of the room": "BADOKI", "facilitator": "secret"}
    create(path, meta, keeping.kept(begin("first-steps", 1))).close()
    return path


def test_a_port_that_is_taken_is_told_and_no_session_is_made(tmp_path, taken):
    file = tmp_path / "class.db"
    code, told = run("first-steps", "--db", file, "--bind", "127.0.0.1", "--port", taken)
    assert code == 2
    assert f"port {taken} is taken by another program" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere"], "no such scenario"),
        ([], "name a SCENARIO to host"),
        (["--db", "nothing.db"], "nothing.db: no such session"),
        (["first-steps", "--seat", "XXX"], "XXX"),
        (["first-steps", "--absent", "doctrin"], "did you mean 'doctrine'"),
        (["first-steps", "--set", "trust.memry=1"], "did you mean 'trust.memory'"),
        (["first-steps", "--off", "P99"], "P99"),
        (["first-steps", "--bind", "999.1.1.1"], "is not an address"),
        (["first-steps", "--bind", "192.0.2.77"], "cannot be used"),
        (["first-steps", "--port", "70000"], "out of range"),
        (["first-steps", "--talks", "-1"], "out of range"),
        (["first-steps", "--db", "gone/class.db"], "cannot be made"),
        (["--delete"], "--delete needs --db FILE"),
        (["--delete", "--db", "nothing.db"], "nothing.db: cannot be read"),
        (["--export", "out"], "--export needs --db FILE"),
        (["--export", "out", "--db", "nothing.db", "--check"], "--export needs --db FILE"),
        (["--export", "out", "--db", "nothing.db"], "nothing.db: cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DETENTE_SAVES", str(tmp_path / "saves"))
    if words and not {"--bind", "--delete", "--export"} & set(words):
        words = [*words, "--bind", "127.0.0.1"]
    if not {"--port", "--delete", "--export"} & set(words):
        words = [*words, "--port", "0"]
    code, output = run(*words)
    assert code == 2, output
    assert told in output
    assert "Traceback" not in output
    assert not list(tmp_path.rglob("*.db*"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["pfp-1994"], "is a session of first-steps, not of pfp-1994"),
        (["first-steps", "--seed", "3"], "leave out --seed"),
        (["--off", "P5"], "leave out --seed"),
    ],
)
def test_a_session_that_was_begun_goes_on_as_it_was_begun(db, words, told):
    before = db.read_bytes()
    code, output = run(*words, "--db", db, "--bind", "127.0.0.1", "--port", 0)
    assert code == 2
    assert told in output
    assert db.read_bytes() == before


def test_a_locked_session_is_told_and_left_alone(db):
    other = sqlite3.connect(db)
    other.execute("BEGIN EXCLUSIVE")
    free = db.with_name("files")
    for words in (["--bind", "127.0.0.1", "--port", 0], ["--delete"], ["--export", free]):
        code, output = run("--db", db, *words)
        assert code == 2
        assert "is in use by another program" in output
    other.close()
    assert db.exists()
    assert not free.exists()


def test_the_files_of_a_session_are_written_and_nothing_is_overwritten(db):
    folder, before = db.with_name("files"), db.read_bytes()
    code, output = run("--db", db, "--export", folder)
    assert code == 0, output
    names = {path.name for path in folder.iterdir()}
    assert {"record.jsonl", "report.html", "turns.csv", "questionnaire.csv"} < names
    assert all(name in output for name in names)
    assert db.read_bytes() == before
    assert os.name == "nt" or folder.stat().st_mode & 0o077 == 0
    (folder / "turns.csv").write_text("mine")
    for place in (folder, folder / "turns.csv", folder / "turns.csv" / "deep"):
        code, output = run("--db", db, "--export", place)
        assert (code, output.count("\n")) == (2, 1), output
        assert "exists already" in output or "cannot be written" in output
    assert (folder / "turns.csv").read_text() == "mine"


def test_a_file_of_another_kind_is_told_and_left_alone(tmp_path):
    file = tmp_path / "thesis.txt"
    file.write_text("three years of work")
    for words in (["first-steps", "--bind", "127.0.0.1", "--port", 0], ["--delete"]):
        code, output = run("--db", file, *words)
        assert code == 2
        assert "is not a session of Détente" in output
    assert file.read_text() == "three years of work"


def test_a_session_whose_record_does_not_replay_is_told(tmp_path):
    file = tmp_path / "class.db"
    snapshot = keeping.kept(begin("first-steps", 1))
    snapshot["record"] = snapshot["record"].replace("Halmere", "Halmore", 1)
    meta = {"scenario": "first-steps", "code of the room": "BADOKI", "facilitator": "secret"}
    create(file, meta, snapshot).close()
    code, output = run("--db", file, "--bind", "127.0.0.1", "--port", 0)
    assert code == 2
    assert "line 1" in output
    assert "Traceback" not in output


def test_one_command_deletes_a_session(db):
    assert run("--delete", "--db", db) == (0, f"{db}: deleted\n")
    assert list(db.parent.iterdir()) == []


def test_the_check_tries_everything_and_names_what_is_wrong(tmp_path, taken):
    words = ("first-steps", "--check", "--bind", "127.0.0.1", "--db", tmp_path / "class.db")
    code, output = run(*words, "--port", 0)
    assert code == 0, output
    looked = [line.split()[0] for line in output.splitlines()]
    slow = looked[1:3]  # a turn and a view, which a busy machine makes a note of
    assert [looked[0], *looked[3:]] == ["ok", "ok", "ok", "note", "ok"], output
    assert set(slow) <= {"ok", "note"}, output
    assert "whichever is free" in output
    assert list(tmp_path.iterdir()) == []
    code, output = run(*words, "--port", taken)
    assert code == 1
    assert f"port {taken} is taken" in output
    assert output.count("fault") == 1


def test_the_server_says_how_to_come_in_goes_on_after_ctrl_c_and_keeps_its_secrets(tmp_path):
    served = Served(tmp_path / "class.db", "first-steps")
    way = served.start()
    assert http(way, f"/api/room?code={way.code}")[0] == 200
    code, told = served.end()
    assert (code, told) == (0, "")
    again = served.start()
    assert (again.code, again.token) == (way.code, way.token)
    status, body = http(again, f"/api/room?code={again.code}")
    assert status == 200
    assert again.token not in body.decode()
    assert json.loads(body)["phase"] == "lobby"
    assert served.end()[0] == 0


def test_a_new_session_without_a_file_gets_one_of_its_own(tmp_path, monkeypatch):
    from ui.commands.host import _new_file

    monkeypatch.setenv("DETENTE_SAVES", str(tmp_path))
    first = _new_file("first-steps")
    assert first == Path(tmp_path / "sessions" / "first-steps-1.db")
    first.touch()
    assert _new_file("first-steps").name == "first-steps-2.db"


def test_addresses_are_of_this_machines_networks_and_a_code_leads_there():
    assert all(not address.startswith(("127.", "0.")) for address in addresses())
    assert link("10.0.0.7", 8080, "/help") == "http://10.0.0.7:8080/help"
    assert link("fe80::1", 80) == "http://[fe80::1]:80/"
    rows = qr("http://10.0.0.7:8080/#code=BADOKI")
    assert len({len(row) for row in rows}) == 1
    assert 30 < len(rows[0]) < 50
