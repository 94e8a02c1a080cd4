"""The folder of a sweep: what was planned, what is finished, what is yet to be played.

Whatever happens to the process or the machine, a file that bears its own name is whole, and what
is in the manifest is finished. Everything else is found when somebody goes on writing, and is
played again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scenarios.experiments.designs.plan import Plan, engine_fingerprint, engine_sources
from scenarios.experiments.playing.chunk import FAILED, NAMES, Tables
from scenarios.experiments.storing.files import PART, trouble, write_whole
from scenarios.experiments.storing.layout import Layout
from scenarios.experiments.storing.log import Log
from scenarios.experiments.storing.manifest import NAME as MANIFEST
from scenarios.experiments.storing.manifest import Shard, read_manifest, write_manifest
from scenarios.experiments.storing.shards import (
    CHUNKS,
    chunk_path,
    read_chunk,
    tidy,
    write_chunk,
    write_shard,
)
from scenarios.experiments.storing.status import Status, status_of
from sim.errors import DetenteError

if TYPE_CHECKING:
    from pathlib import Path

PLAN, LOCK = "sweep.json", "lock"

#: Files that are named where a sweep was begun with others.
_NAMED = 3


class Store:
    """A sweep on the disk."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.layout = Layout(plan.count)
        self.log = Log(folder)
        self.damage: list[str] = []  # what was found damaged and is to be played again, in words
        self._finished: dict[int, Shard] = read_manifest(folder)
        self._waits: set[int] = set()  # chunks on the disk whose shard is yet to be made

    @classmethod
    def create(cls, folder: Path, plan: Plan) -> Store:
        """A new folder for a plan; one that is there already must be empty."""
        data = {"digest": plan.digest, "sources": _sources(), **plan.content()}
        text = json.dumps(data, indent=1, ensure_ascii=False)
        try:
            _check_free(folder, plan)
            folder.mkdir(exist_ok=True)
            with _locked(folder):
                _check_free(folder, plan)  # again: another may have begun there meanwhile
                _make_folders(folder, plan)
                write_whole(folder / PLAN, text.encode(), b"\n")
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise DetenteError(
                f"{folder}: cannot be written ({reason}); no sweep was begun"
            ) from error
        return cls(folder, plan)

    @classmethod
    def open(cls, folder: Path, *, same_engine: bool = True) -> Store:
        """The sweep in a folder, to look at; ``writing`` to go on with it.

        With ``same_engine`` it must have been begun with the engine and catalogue as they are now,
        so that runs played now belong to it.
        """
        plan = read_plan(folder)
        if same_engine and plan.fingerprint != engine_fingerprint():
            raise _other_version(folder)
        return cls(folder, plan)

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """Keep others from writing, and bring the folder in order.

        What is half-written, damaged or foreign is removed; ``damage`` tells of finished shards
        among it.
        """
        with _locked(self.folder):
            try:
                self._recover()
            except OSError as error:
                raise trouble(self.folder, error) from error
            yield self

    def _recover(self) -> None:
        _make_folders(self.folder, self.plan)
        known = read_manifest(self.folder)
        damage = {number: fault for number, shard in known.items() if (fault := self._fault(shard))}
        self.damage = [f"{fault}; these runs are played again" for fault in damage.values()]
        self._finished = {k: shard for k, shard in known.items() if k not in damage}
        write_manifest(self.folder, self._finished)
        tidy(self.folder, self._finished)
        waiting = self._waiting()
        self._waits, sound = set(waiting), set(waiting.values())
        for path in (self.folder / CHUNKS).iterdir():
            if path not in sound:
                path.unlink()

    def _fault(self, shard: Shard) -> str:
        """What keeps a shard from being one of this plan, in words; empty if nothing does."""
        if shard.shard not in range(self.layout.shards) or set(shard.files) != _tables(self.plan):
            return f"{self.folder / MANIFEST} names a shard {shard.shard} of another sweep"
        return shard.damage(self.folder)

    def _waiting(self) -> dict[int, Path]:
        """The sound chunks of shards that are yet to be made."""
        found = {}
        for shard in range(self.layout.shards):
            if shard in self._finished:
                continue
            for chunk in self.layout.chunks_of(shard):
                path = chunk_path(self.folder, chunk)
                if path.exists() and read_chunk(self.folder, self.plan.digest, chunk):
                    found[chunk] = path
        return found

    def missing(self) -> list[int]:
        """The chunks that are yet to be played, in order."""
        return [
            chunk
            for shard in range(self.layout.shards)
            if shard not in self._finished
            for chunk in self.layout.chunks_of(shard)
            if chunk not in self._waits
        ]

    def put(self, chunk: int, data: bytes, log: Iterable[Mapping[str, Any]] = ()) -> None:
        """Keep a chunk that was played: the bytes of its tables, and lines for the log.

        When this returns the chunk is on the disk. Raises ``DetenteError`` if it cannot be.
        """
        lines = tuple(log)
        self.log.add(*lines)
        if self.layout.shard_of(chunk) not in self._finished:
            failed = sum(line.get("event") == FAILED for line in lines)
            write_chunk(self.folder, self.plan.digest, chunk, data, failed)
            self._waits.add(chunk)

    def finish_shards(self) -> None:
        """Make the shards whose chunks are all there; the chunks are removed."""
        for shard in sorted({self.layout.shard_of(chunk) for chunk in self._waits}):
            chunks = self.layout.chunks_of(shard)
            if self._waits.issuperset(chunks):
                try:
                    self._finish(shard, chunks)
                except OSError as error:
                    raise trouble(self.folder, error) from error

    def _finish(self, shard: int, chunks: range) -> None:
        self._finished[shard] = write_shard(self.folder, shard, self._read(chunks))
        write_manifest(self.folder, self._finished)
        for chunk in chunks:
            chunk_path(self.folder, chunk).unlink()
        self._waits.difference_update(chunks)

    def _read(self, chunks: range) -> Iterator[Tables]:
        for chunk in chunks:
            tables = read_chunk(self.folder, self.plan.digest, chunk)
            if tables is None:
                path = chunk_path(self.folder, chunk)
                raise DetenteError(
                    f"{path}: was changed or removed since it was written; detente sweep resume "
                    f"{self.folder} plays it again"
                )
            yield tables

    def status(self) -> Status:
        """How far the sweep is, by what is on the disk now."""
        return status_of(self.folder, self.layout)


def read_plan(folder: Path) -> Plan:
    """The plan of the sweep in a folder, by whatever version it was begun."""
    path = folder / PLAN
    try:
        data = json.loads(path.read_bytes())
    except FileNotFoundError:
        what = f"there is no {PLAN} in it" if folder.is_dir() else "there is no such folder"
        raise DetenteError(f"{folder}: holds no sweep ({what})") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
        raise DetenteError(f"{path}: cannot be read ({reason})") from None
    plan = Plan.from_content(data, str(path))
    if plan.digest != data.get("digest"):
        raise DetenteError(f"{path}: was changed since the sweep was begun")
    return plan


def _sources() -> dict[str, str]:
    """A few digits of the SHA-256 of each file of the engine and catalogue."""
    return {name: hashlib.sha256(text).hexdigest()[:12] for name, text in engine_sources().items()}


def _other_version(folder: Path) -> DetenteError:
    """The fault of a sweep that was begun with another engine, with the files that differ."""
    then = json.loads((folder / PLAN).read_bytes()).get("sources", {})
    now = _sources()
    differ = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    words = ", ".join(differ[:_NAMED]) + (", ..." if len(differ) > _NAMED else "")
    return DetenteError(
        f"{folder}: was made by another version of the engine or catalogue"
        + (f" ({len(differ)} files differ: {words})" if differ else "")
        + "; go on with that version, or begin anew in another folder"
    )


def _tables(plan: Plan) -> set[str]:
    """The tables that a plan asks for."""
    asked = plan.design.measures
    names = {"runs": True, "turns": True, "dyads": asked.dyads, "decisions": asked.decisions}
    return {name for name, wanted in names.items() if wanted}


def _make_folders(folder: Path, plan: Plan) -> None:
    """Make the folders of tables and chunks that are not there."""
    for name in (CHUNKS, *_tables(plan)):
        (folder / name).mkdir(exist_ok=True)


def _check_free(folder: Path, plan: Plan) -> None:
    """Raise unless a sweep may begin in this folder."""
    if (folder / PLAN).exists():
        same = read_plan(folder).digest == plan.digest
        what = "this sweep already" if same else "another sweep"
        more = f"; detente sweep resume {folder} goes on with it" if same else ""
        raise DetenteError(f"{folder}: holds {what}{more}")
    if folder.exists() and not folder.is_dir():
        raise DetenteError(f"{folder}: is a file; name a folder")
    if folder.is_dir() and any(_strange(path) for path in folder.iterdir()):
        raise DetenteError(f"{folder}: is not empty; name a new folder")
    if not folder.parent.is_dir():
        raise DetenteError(f"{folder}: there is no folder {folder.parent}")


def _strange(path: Path) -> bool:
    """Whether this is not left by a sweep that was cut off before its plan was written."""
    if path.name in (*NAMES, CHUNKS):
        return not path.is_dir() or any(path.iterdir())
    return path.name not in (LOCK, PLAN + PART)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process at the latest."""
    try:
        file = (folder / LOCK).open("ab")
    except OSError as error:
        raise trouble(folder, error) from error
    with file:
        if os.name == "posix":  # elsewhere nobody is kept out
            import fcntl  # noqa: PLC0415

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DetenteError(
                    f"{folder}: another process is writing there; wait for it, or end it first"
                ) from None
        yield
