"""Chunks on the disk, and the shards that are made of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from scenarios.experiments.playing.chunk import NAMES, Tables
from scenarios.experiments.storing.files import checksum, finishing, write_whole
from scenarios.experiments.storing.manifest import Shard, ShardFile, shard_path

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

CHUNKS = "chunks"

#: Rows of a row group at most. Those of a chunk begin a new one, so that a run lies in one place.
GROUP_ROWS = 1 << 20

#: Bytes within which the first line of a chunk's file ends.
_HEAD = 1000


def chunk_path(folder: Path, chunk: int) -> Path:
    """Where a chunk waits for its shard."""
    return folder / CHUNKS / f"{chunk:06d}.arrow"


@dataclass(frozen=True)
class Head:
    """The line that a chunk's file begins with: whose it is, and how to tell that it is whole."""

    plan: str  # digest
    chunk: int
    failed: int  # runs
    sha256: str  # of the rest of the file


def write_chunk(folder: Path, digest: str, chunk: int, data: bytes, failed: int) -> None:
    """Keep the tables of a chunk (bytes of ``Tables``) of the plan with this digest."""
    head = Head(digest, chunk, failed, hashlib.sha256(data).hexdigest())
    write_whole(chunk_path(folder, chunk), json.dumps(asdict(head)).encode(), b"\n", data)


def read_head(path: Path) -> Head | None:
    """The head of a chunk's file; ``None`` if it cannot be read or is gone."""
    try:
        with path.open("rb") as file:
            return Head(**json.loads(file.readline(_HEAD)))
    except (FileNotFoundError, TypeError, ValueError):
        return None


def read_chunk(folder: Path, digest: str, chunk: int) -> Tables | None:
    """The tables of a chunk; ``None`` if its file is damaged, cut off, of another plan or gone."""
    path = chunk_path(folder, chunk)
    head = read_head(path)
    if head is None or (head.plan, head.chunk) != (digest, chunk):
        return None
    whole = path.read_bytes()
    data = memoryview(whole)[whole.index(b"\n") + 1 :]
    return Tables.from_bytes(data) if hashlib.sha256(data).hexdigest() == head.sha256 else None


def write_shard(folder: Path, shard: int, chunks: Iterable[Tables]) -> Shard:
    """Write the tables of a shard, one chunk after another, and say what was written.

    The bytes depend on the chunks alone. Raises ``DetenteError`` if they cannot be written.
    """
    written: dict[str, pa.parquet.ParquetWriter] = {}
    rows: dict[str, int] = dict.fromkeys(NAMES, 0)
    failed = 0
    with ExitStack() as files:
        for tables in chunks:
            failed += tables.failed
            for name, content in tables.items():
                if name not in written:
                    path = files.enter_context(finishing(shard_path(folder, name, shard)))
                    written[name] = files.enter_context(_writer(path, content.schema))
                if len(content):
                    written[name].write_table(content, row_group_size=GROUP_ROWS)
                rows[name] += len(content)
    return Shard(
        shard=shard,
        runs=rows["runs"],
        failed=failed,
        files={name: _written(shard_path(folder, name, shard), rows[name]) for name in written},
    )


def _written(path: Path, rows: int) -> ShardFile:
    return ShardFile(rows=rows, bytes=path.stat().st_size, sha256=checksum(path))


def _writer(path: Path, schema: pa.Schema) -> pa.parquet.ParquetWriter:
    """A writer of compressed parquet that spends no time on what saves no space or reading.

    Floats seldom repeat, so they get no dictionary; bounds of whole numbers alone are of use.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[field.name for field in schema if field.type != pa.float64()],
        write_statistics=[field.name for field in schema if pa.types.is_integer(field.type)],
    )


def tidy(folder: Path, finished: Mapping[int, Shard]) -> None:
    """Remove what was left half-written, and shards that are not in the manifest."""
    known = {
        shard_path(folder, name, shard.shard) for shard in finished.values() for name in shard.files
    }
    for name in NAMES:
        for path in (folder / name).glob("shard-*"):
            if path not in known:
                path.unlink()
    for place in (folder, folder / CHUNKS):
        for path in place.glob("*.part"):
            path.unlink()
