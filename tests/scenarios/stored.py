"""A sweep of two shards and many chunks, played once, to be stored and damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.designs.schema import Factor
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.layout import Layout
from scenarios.experiments.storing.store import Store
from tests.scenarios.brittle import plan_of

#: Two shards, 33 chunks.
FACTORS = (Factor(name="trust.memory", levels=[0.8, 0.9]),)
SMALL = {"length": 1, "replicates": 1050, "turns": ["trust", "participants"], "dyads": ["threat"]}


_played: list[bytes] = []


@pytest.fixture(scope="module", autouse=True)
def many_chunks():
    """Chunks of 64 runs, so that a sweep of two shards has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios.experiments.storing.layout.CHUNKS", ((10**9, 64),))
        yield


@pytest.fixture(scope="module")
def plan(many_chunks) -> Plan:
    return plan_of(*FACTORS, **SMALL)


@pytest.fixture(scope="module")
def chunks(plan: Plan) -> list[bytes]:
    """All chunks of the plan, played once for all files of tests."""
    layout = Layout(plan.count)
    if not _played:
        _played.extend(
            play_chunk(plan, *layout.runs_of(k)).to_bytes() for k in range(layout.chunks)
        )
    return _played


def files(folder: Path) -> dict[str, bytes]:
    """All that must not depend on what happened: everything but the log and the lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("log.jsonl", "lock")
    }


def fill(folder: Path, chunks: list[bytes]) -> None:
    """Put what is missing of a sweep, in order."""
    store = Store.open(folder)
    with store.writing():
        for chunk in store.missing():
            store.put(chunk, chunks[chunk])
        store.finish_shards()


@pytest.fixture(scope="module")
def master(plan, chunks, tmp_path_factory) -> Path:
    """A sweep that nothing happened to."""
    folder = tmp_path_factory.mktemp("sweeps") / "master"
    Store.create(folder, plan)
    fill(folder, chunks)
    return folder


@pytest.fixture
def copy(master: Path, tmp_path: Path) -> Path:
    """A finished sweep to be damaged."""
    return Path(shutil.copytree(master, tmp_path / "copy"))
