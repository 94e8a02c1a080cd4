"""What is kept of single runs, in finished shards and in chunks that wait for theirs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from scenarios.experiments.playing.chunk import Tables
from scenarios.experiments.storing.manifest import Shard, read_manifest, shard_path
from scenarios.experiments.storing.shards import CHUNKS, read_chunk, read_head
from sim.errors import DetenteError

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.experiments.storing.store import Store

#: Digits that an id must share with another to be called near it.
_NEAR = 4


def kept_run(store: Store, wanted: str) -> Tables:
    """The rows of the run with this id, or with the only id that begins so.

    Raises ``DetenteError`` if there is none or more than one.
    """
    wanted = wanted.strip().lower()
    found: dict[str, Shard | Tables] = {}
    count, near = 0, ""
    for source in _sources(store):
        for run in _ids(store.folder, source):
            count += 1
            if run == wanted:
                return _rows(store.folder, source, run)
            if wanted and run.startswith(wanted):
                found.setdefault(run, source)
            near = max(near, run, key=lambda other: _shared(other, wanted))
    if len(found) == 1:
        [(run, source)] = found.items()
        return _rows(store.folder, source, run)
    if found:
        raise DetenteError(
            f"run {wanted!r}: {len(found):,} runs begin so, {min(found)} and {max(found)} among "
            "them; give more digits"
        )
    shares = _shared(near, wanted) >= _NEAR
    raise DetenteError(
        f"{store.folder}: no run {wanted!r} among the {count:,} that were played"
        + (f" (did you mean {near}?)" if shares else "")
    )


def _shared(one: str, two: str) -> int:
    """How many first digits two ids share."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _sources(store: Store) -> Iterator[Shard | Tables]:
    """The finished shards, and the chunks that wait."""
    shards = read_manifest(store.folder)
    yield from (shards[number] for number in sorted(shards))
    for path in sorted((store.folder / CHUNKS).glob("*.arrow")):
        head = read_head(path)
        if head is not None and store.layout.shard_of(head.chunk) not in shards:
            tables = read_chunk(store.folder, store.plan.digest, head.chunk)
            if tables is not None:
                yield tables


def _ids(folder: Path, source: Shard | Tables) -> list[str]:
    """The ids of the runs of a source."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    if isinstance(source, Tables):
        return list(source.runs["run_id"].to_pylist())
    path = shard_path(folder, "runs", source.shard)
    return list(pq.read_table(path, columns=["run_id"])["run_id"].to_pylist())


def _rows(folder: Path, source: Shard | Tables, run: str) -> Tables:
    """The rows of one run of a source."""
    import pyarrow.compute as pc  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    if isinstance(source, Tables):
        found = {name: part.filter(pc.field("run_id") == run) for name, part in source.items()}
    else:
        only = [("run_id", "==", run)]
        found = {
            name: pq.read_table(shard_path(folder, name, source.shard), filters=only)
            for name in source.files
        }
    return Tables(**found)
