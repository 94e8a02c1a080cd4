"""Saved games: records in a folder of their own, written whole or not at all."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from scenarios.session import Session
from sim.errors import DetenteError, RecordFault
from sim.record import parse_bytes

AUTOSAVE = "autosave"
SUFFIX = ".jsonl"


class SaveFault(DetenteError):
    """A game that cannot be written."""


def folder() -> Path:
    """Where saved games are: ``DETENTE_SAVES``, or the usual place for a program's data."""
    named = os.environ.get("DETENTE_SAVES")
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home)) / "Detente" / "saves"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Detente" / "saves"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "detente" / "saves"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved game in the folder."""

    name: str
    path: Path
    when: float  # seconds of the clock


def listed() -> list[Saved]:
    """All saved games, the newest first."""
    where = folder()
    if not where.is_dir():
        return []
    found = [
        Saved(path.stem, path, path.stat().st_mtime)
        for path in where.glob(f"*{SUFFIX}")
        if path.is_file()
    ]
    return sorted(found, key=lambda one: (-one.when, one.name))


def save(session: Session, name: str) -> Path:
    """Write a game under a name: to a file beside it first, then in its place.

    Raises ``SaveFault`` for a name that no file can bear and where nothing can be written; what
    was there stays as it was.
    """
    clean = name.strip()
    if not clean or any(letter in clean for letter in '/\\:*?"<>|\0') or clean.startswith("."):
        raise SaveFault(f"{name!r} cannot be the name of a file")
    path = folder() / f"{clean}{SUFFIX}"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="ascii", newline="\n") as file:
            file.write(session.record())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise SaveFault(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def load(path: Path) -> Session:
    """The game of a record, which is only read.

    Raises ``RecordFault`` that says what is wrong and in which line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordFault(f"{path}: cannot be read ({error.strerror or error})") from None
    return Session.load(parse_bytes(data, path.name))
