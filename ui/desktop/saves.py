"""Saved games: records in a folder of their own, written whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agents.registry import PERSON
from scenarios.session import Session
from sim.errors import DetenteError, RecordFault
from sim.record import parse_bytes

AUTOSAVE = "autosave"

#: Where the autosave of the game before goes when another game begins.
EARLIER = "autosave of the game before"

SUFFIX = ".jsonl"

#: Lines after the header of a game of one turn: the turn, and the end.
_SHORT = 2


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


@dataclass(frozen=True, slots=True)
class Told:
    """What the first line of a saved game tells, and how many turns follow."""

    title: str
    people: str  # names of the nations that people play, "" for none
    turns: int
    of: int
    fault: str = ""  # why it cannot be a game, "" where it seems to be one


@lru_cache(maxsize=256)
def told(path: Path, when: float) -> Told:
    """What is told of a saved game in a list; only ``load`` finds every damage.

    ``when`` is the time at which it was written, for what is remembered to be out of date.
    """
    del when
    try:
        with path.open("rb") as file:
            words = json.loads(file.readline())
            lines = sum(1 for _ in file)
        content, seats = words["scenario"], words["seats"]
        names = {one["iso3"]: one["name"] for one in content["nations"]}
        people = ", ".join(names[iso] for iso, who in seats.items() if who == PERSON)
        return Told(content["title"], people, max(lines - 1, 0), content["turns"])
    except (OSError, ValueError, KeyError, TypeError):
        return Told("", "", 0, 0, "is not a game of Détente, or damaged")


def path_of(name: str) -> Path:
    """The file of a saved game. Raises ``SaveFault`` for a name that no file can bear."""
    clean = name.strip()
    if not clean or any(letter in clean for letter in '/\\:*?"<>|\0') or clean.startswith("."):
        raise SaveFault(f"{name!r} cannot be the name of a file")
    return folder() / f"{clean}{SUFFIX}"


def write(path: Path, text: str) -> None:
    """Write a file: to one beside it first, then in its place.

    Raises ``SaveFault`` where nothing can be written; what was there stays as it was.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SaveFault(f"{path}: cannot be written ({error.strerror or error})") from None


def save(session: Session, name: str) -> Path:
    """Write a game under a name.

    Raises ``SaveFault`` for a name that no file can bear and where nothing can be written; what
    was there stays as it was.
    """
    path = path_of(name)
    write(path, session.record())
    return path


def autosave(session: Session) -> Path:
    """Write a game as the autosave; that of another game is set aside first, not overwritten."""
    path, text = path_of(AUTOSAVE), session.record()
    try:
        with path.open("rb") as file:
            mine = text[: text.index("\n") + 1].encode()
            other = file.read(len(mine)) != mine
            begun_anew = len(session.history) <= 1 and sum(1 for _ in file) > _SHORT
        if other or begun_anew:
            path.replace(path_of(EARLIER))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SaveFault(f"{path}: cannot be set aside ({error.strerror or error})") from None
    write(path, text)
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
