"""The list of finished shards: what is in no line of it does not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scenarios.experiments.storing.files import checksum, write_whole

if TYPE_CHECKING:
    from pathlib import Path

NAME = "manifest.jsonl"


@dataclass(frozen=True)
class ShardFile:
    """One table of a shard, as it was when it was finished."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Shard:
    """A finished shard."""

    shard: int
    runs: int
    failed: int
    files: Mapping[str, ShardFile]  # by table

    def damage(self, folder: Path) -> str:
        """What is wrong with its files, in words; empty if they are as they were."""
        for table, file in self.files.items():
            path = shard_path(folder, table, self.shard)
            try:
                size = path.stat().st_size
                if size != file.bytes:
                    return f"{path} has {size:,} bytes where it had {file.bytes:,}"
                if checksum(path) != file.sha256:
                    return f"{path} was changed"
            except FileNotFoundError:
                return f"{path} is gone"
            except OSError as error:
                return f"{path} cannot be read ({error.strerror})"
        return ""


def shard_path(folder: Path, table: str, shard: int) -> Path:
    """Where a table of a shard is kept."""
    return folder / table / f"shard-{shard:06d}.parquet"


def finished_files(folder: Path, table: str) -> list[Path]:
    """The files of a table that are finished, in order of runs."""
    found = sorted(read_manifest(folder).items())
    return [shard_path(folder, table, number) for number, shard in found if table in shard.files]


def read_manifest(folder: Path) -> dict[int, Shard]:
    """The finished shards by number; lines that were cut off or cannot be read are left out."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    found = (_shard(line) for line in lines)
    return {entry.shard: entry for entry in found if entry is not None}


def write_manifest(folder: Path, shards: Mapping[int, Shard]) -> None:
    """Write all lines anew, in order of shards; whatever happens, the file is old or new."""
    lines = [json.dumps(asdict(shards[number]), sort_keys=True) for number in sorted(shards)]
    data = "".join(f"{line}\n" for line in lines).encode()
    path = folder / NAME
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def _shard(line: bytes) -> Shard | None:
    try:
        data: dict[str, Any] = json.loads(line)
        files = {table: ShardFile(**file) for table, file in data.pop("files").items()}
        return Shard(files=files, **data)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
