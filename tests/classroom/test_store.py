"""The file of a session: whole or not at all, for one program at a time, and the same again."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys

import pytest

from scenarios.sitting import begin
from scenarios.sitting.keeping import kept
from tests.classroom.serving import ROOT
from ui.classroom import store as stores
from ui.classroom.commands import CLOCK, DOOR, Given, carry_out
from ui.classroom.resume import resume
from ui.classroom.store import Entry, StoreFault, create, delete, open_store

META = {"scenario": "first-steps", "code of the room": "BADOKI", "facilitator": "secret"}
FACILITATOR = "facilitator"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.db"


def made(file, snapshot=None):
    return create(file, META, snapshot or {"any": "thing"})


def digest(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def a_log():
    """Commands of a short game, as they are accepted."""
    orders = [{"do": "publish", "amount": 0.5}]
    return [
        (DOOR, "join", {"seat": "VEL", "key": "a" * 64}),
        (DOOR, "join", {"seat": "HAL", "key": "b" * 64}),
        (FACILITATOR, "open", {"phase": "talks"}),
        ("c1", "offer", {"to": "HAL", "kind": "training"}),
        ("c1", "draft", {"turn": 0, "orders": orders}),
        ("c1", "submit", {"turn": 0}),
        (CLOCK, "due close", {}),
        ("c2", "draft", {"turn": 1, "orders": orders}),
        ("c2", "note", {"to": "VEL", "text": "well"}),
        (FACILITATOR, "undo", {"turns": 1}),
        ("c2", "draft", {"turn": 0, "orders": orders}),
        ("c2", "submit", {"turn": 0}),
        (FACILITATOR, "close", {}),
        ("c1", "note", {"to": "HAL", "text": "again"}),
    ]


def test_a_session_goes_on_from_its_last_turn_as_from_its_whole_log(file):
    sitting = begin("first-steps", 3, ("VEL", "HAL"))
    store = made(file, kept(sitting))
    for n, (by, do, args) in enumerate(a_log(), 1):
        carry_out(sitting, Given(by, float(n), do, args))
        turned = do in ("due close", "close", "undo")
        store.append([Entry(n, float(n), by, do, args)], kept(sitting) if turned else None)
    store.close()
    store = open_store(file)
    assert store.latest()[0] == 13
    for whole in (False, True):
        again, _ = resume(store, whole=whole)
        assert again.session.record() == sitting.session.record()
        assert [(s.draft, s.submitted) for s in again.session.seats.values()] == [
            (s.draft, s.submitted) for s in sitting.session.seats.values()
        ]
        for name in ("phase", "deadline", "left", "paused", "version", "members", "notes"):
            assert getattr(again, name) == getattr(sitting, name), name
    store.close()


def test_what_was_appended_is_read_again_in_order_with_all_it_says(file):
    store = made(file)
    entries = [
        Entry(n, n / 7, f"c{n % 3}", "note", {"text": f"µ {n}"}, f"r{n}") for n in range(1, 9)
    ]
    store.append(entries[:5])
    store.append(entries[5:])
    assert list(store.entries()) == entries
    assert list(store.entries(after=6)) == entries[6:]
    store.close()


def test_a_transaction_that_fails_leaves_nothing(file):
    store = made(file)
    store.append([Entry(1, 0.0, "c1", "note", {}, "x")])
    twice = [Entry(2, 0.0, "c1", "note", {}, "y"), Entry(3, 0.0, "c1", "note", {}, "x")]
    with pytest.raises(StoreFault, match="cannot be written"):
        store.append(twice, {"n": 3})
    assert [entry.n for entry in store.entries()] == [1]
    assert store.latest()[0] == 0
    store.close()


def test_every_transaction_is_synced_in_full(file):
    store = made(file)
    assert store._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_file_is_for_nobody_but_its_owner(file):
    made(file).close()
    assert file.stat().st_mode & 0o077 == 0


def test_a_file_is_for_one_program_at_a_time(file):
    store = made(file)
    store.append([Entry(1, 0.0, "c1", "note", {})])
    code = (
        "import sys, pathlib; from ui.classroom.store import open_store, delete\n"
        "for use in (open_store, delete):\n"
        "    try: use(pathlib.Path(sys.argv[1]))\n"
        "    except Exception as fault: print(fault)"
    )
    words = [sys.executable, "-c", code, str(file)]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.count("is in use by another program") == 2
    store.append([Entry(2, 0.0, "c1", "note", {})])
    store.close()
    again = open_store(file)
    assert len(list(again.entries())) == 2
    again.close()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not a session"),
        (b"hello", "is not a session"),
        (b"SQLite format 3\0" + b"\0" * 84, "is not a session"),
        (None, "cannot be read"),
    ],
)
def test_a_foreign_file_is_left_as_it_is(tmp_path, content, told):
    file = tmp_path / "theirs.db"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    for use in (open_store, delete):
        with pytest.raises(StoreFault, match=told):
            use(file)
    assert content is None or file.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_database_of_another_program_is_left_as_it_is(tmp_path):
    file = tmp_path / "theirs.db"
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE theirs (x)")
    db.commit()
    db.close()
    before = digest(file)
    with pytest.raises(StoreFault, match="is not a session"):
        open_store(file)
    assert digest(file) == before


def test_a_file_of_another_shape_or_version_is_left_as_it_is(file, monkeypatch):
    made(file).close()
    before = digest(file)
    monkeypatch.setattr(stores, "SHAPE", 2)
    with pytest.raises(StoreFault, match="another version"):
        open_store(file)
    monkeypatch.undo()
    monkeypatch.setattr(stores, "version", lambda: "9.9")
    with pytest.raises(StoreFault, match=r"and this is 9\.9"):
        open_store(file)
    assert digest(file) == before
    delete(file)  # whoever may not go on with it may delete it
    assert not file.exists()


def test_a_damaged_file_is_told_to_be_so(file):
    made(file).close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreFault, match="cannot be read"):
        open_store(file)


def test_nothing_is_made_in_the_place_of_another_file(file):
    file.write_text("mine")
    with pytest.raises(StoreFault, match="exists already"):
        made(file)
    assert file.read_text() == "mine"


def test_where_nothing_can_be_written_it_is_told_so(tmp_path):
    with pytest.raises(StoreFault, match="cannot be made"):
        made(tmp_path / "nowhere" / "class.db")
    assert list(tmp_path.iterdir()) == []


def test_deleting_a_session_leaves_nothing_of_it(file):
    made(file).close()
    delete(file)
    assert list(file.parent.iterdir()) == []
