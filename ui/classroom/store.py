"""The database of a sitting: the log of accepted commands, and how the sitting stood at a turn.

SQLite in WAL mode, synced in full with every transaction, locked by the one program that has it
open. A file is made beside its place and moved there whole, and a file that is not ours, of another
version or in use is left as it is, to the byte.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.version import version
from sim.errors import DetenteError

#: "Dete": by this SQLite files of Détente are known.
APPLICATION = 0x44657465

#: The shape of the tables; a file with another is not touched.
SHAPE = 1

_MAGIC = b"SQLite format 3\0"
_SHAPE_AT, _APPLICATION_AT = 60, 68  # places in the header of an SQLite file
_HEADER = 100

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE log (
  n INTEGER PRIMARY KEY, at REAL NOT NULL, by TEXT NOT NULL, do TEXT NOT NULL,
  args TEXT NOT NULL, ref TEXT
);
CREATE UNIQUE INDEX refs ON log (by, ref) WHERE ref IS NOT NULL;
CREATE TABLE snapshot (n INTEGER PRIMARY KEY, data TEXT NOT NULL);
"""


class StoreFault(DetenteError):
    """A database that cannot be used, or written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted command."""

    n: int  # from 1, without gaps
    at: float  # seconds of the server's clock
    by: str  # a client, "facilitator", "clock" or "door"
    do: str
    args: Mapping[str, Any]
    ref: str | None = None  # the number that its sender gave it


class Store:
    """An open database. To be used from one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection
        self.meta: dict[str, str] = dict(connection.execute("SELECT key, value FROM meta"))

    def append(self, entries: Iterable[Entry], snapshot: Mapping[str, Any] | None = None) -> None:
        """Write commands, and with the last of them how the sitting stood then: all or nothing.

        When it returns they are on the disk. Raises ``StoreFault`` if they could not be written.
        """
        entries = list(entries)
        rows = [(e.n, e.at, e.by, e.do, _text(e.args), e.ref) for e in entries]
        try:
            with self._db:
                self._db.executemany("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?)", rows)
                if snapshot is not None:
                    self._db.execute("DELETE FROM snapshot WHERE n > 0")
                    row = (entries[-1].n, _text(snapshot))
                    self._db.execute("INSERT INTO snapshot VALUES (?, ?)", row)
        except sqlite3.Error as fault:
            raise StoreFault(f"{self.path}: cannot be written ({fault})") from None

    def beat(self, now: float) -> None:
        """Note that the server was there, so that time without it is not counted."""
        with suppress(sqlite3.Error), self._db:
            self._db.execute("REPLACE INTO meta VALUES ('alive', ?)", (repr(now),))

    def alive(self) -> float:
        """When the server was last there, seconds; 0 for never."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'alive'").fetchone()
        (last,) = self._db.execute("SELECT max(at) FROM log").fetchone()
        return max(float(row[0]) if row else 0.0, last or 0.0)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The commands after a number, in order."""
        asked = "SELECT n, at, by, do, args, ref FROM log WHERE n > ? ORDER BY n"
        for n, at, by, do, args, ref in self._db.execute(asked, (after,)):
            yield Entry(n, at, by, do, json.loads(args), ref)

    def latest(self, *, first: bool = False) -> tuple[int, dict[str, Any]]:
        """The number of the command after which the sitting was last kept, and the sitting as data.

        With ``first``, as it was before its first command.
        """
        order = "ASC" if first else "DESC"
        asked = f"SELECT n, data FROM snapshot ORDER BY n {order} LIMIT 1"  # noqa: S608  our word
        row = self._db.execute(asked).fetchone()
        if row is None:
            raise StoreFault(f"{self.path}: holds no sitting")
        return row[0], json.loads(row[1])

    def refs(self) -> Iterator[tuple[str, str, str, str]]:
        """(by, ref, do, args as text) of all commands that their senders numbered."""
        asked = "SELECT by, ref, do, args FROM log WHERE ref IS NOT NULL"
        yield from self._db.execute(asked)

    def close(self) -> None:
        """Fold the log of SQLite into the file and let go of it."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"))


def create(path: Path, meta: Mapping[str, str], snapshot: Mapping[str, Any]) -> Store:
    """A new database: what it is about, and the sitting before its first command.

    Raises ``StoreFault`` where it cannot be made, or something is in its place.
    """
    if path.exists():
        raise StoreFault(f"{path}: exists already")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.touch(mode=0o600)
        fresh = sqlite3.connect(part, isolation_level=None)
        try:
            fresh.execute(f"PRAGMA application_id = {APPLICATION}")
            fresh.execute(f"PRAGMA user_version = {SHAPE}")
            fresh.executescript(f"BEGIN;{_TABLES}")
            fresh.executemany("INSERT INTO meta VALUES (?, ?)", {**meta, "code": version()}.items())
            fresh.execute("INSERT INTO snapshot VALUES (0, ?)", (_text(snapshot),))
            fresh.execute("COMMIT")
        finally:
            fresh.close()
        part.rename(path)
    except (OSError, sqlite3.Error) as fault:
        reason = getattr(fault, "strerror", None) or fault
        raise StoreFault(f"{path}: cannot be made ({reason})") from None
    finally:
        part.unlink(missing_ok=True)
    return open_store(path)


def open_store(path: Path) -> Store:
    """The database of a sitting that was begun before.

    Raises ``StoreFault`` for a file that is none, is of another version or is in use.
    """
    if (shape := _shape_of(path)) != SHAPE:
        raise StoreFault(
            f"{path}: was written by another version of Détente (shape {shape}, this one has "
            f"{SHAPE}): go on with that version"
        )
    db = _locked(path)
    try:
        begun = dict(db.execute("SELECT key, value FROM meta")).get("code")
        if begun == version():
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            return Store(path, db)
    except sqlite3.Error as fault:
        db.close()
        raise StoreFault(f"{path}: cannot be read ({fault})") from None
    db.close()
    raise StoreFault(
        f"{path}: was begun with Détente {begun}, and this is {version()}: go on with that version"
    )


def delete(path: Path) -> None:
    """Delete a session for good: its file and those that SQLite keeps beside it.

    Raises ``StoreFault`` for a file that is none of ours, and for one in use.
    """
    _shape_of(path)
    _locked(path).close()
    for name in (path, *(path.with_name(path.name + tail) for tail in ("-wal", "-shm"))):
        try:
            name.unlink(missing_ok=True)
        except OSError as fault:
            raise StoreFault(f"{name}: cannot be deleted ({fault.strerror})") from None


def _locked(path: Path) -> sqlite3.Connection:
    """The file, open and locked for this program alone; nothing in it is changed."""
    db = sqlite3.connect(path, timeout=0.2, check_same_thread=False)
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        db.execute("ROLLBACK")
    except sqlite3.Error as fault:
        db.close()
        if "locked" not in str(fault):
            raise StoreFault(f"{path}: cannot be read ({fault})") from None
        raise StoreFault(
            f"{path}: is in use by another program; end that one, or name another file"
        ) from None
    return db


def _shape_of(path: Path) -> int:
    """The shape of a file of ours, read as bytes: SQLite might write beside what it opens."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as fault:
        raise StoreFault(f"{path}: cannot be read ({fault.strerror})") from None
    shape, application = (
        int.from_bytes(head[place : place + 4], "big") for place in (_SHAPE_AT, _APPLICATION_AT)
    )
    if not head.startswith(_MAGIC) or application != APPLICATION:
        raise StoreFault(f"{path}: is not a session of Détente; name another file with --db")
    return shape
