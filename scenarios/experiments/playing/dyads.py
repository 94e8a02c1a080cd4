"""Fields of the state between nations, as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenarios.experiments.designs.schema import dyads_of
from scenarios.experiments.playing.columns import coded, numbers, places, table
from sim.network import existing

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.axes import Ints
    from sim.state import State
    from sim.world import World


class Between(NamedTuple):
    """One field between the nations that exist, after one turn of one run."""

    turn: int
    field: str
    domains: tuple[str, ...]  # one empty name where the field has none
    iso: tuple[str, ...]  # (n,) the nations
    values: np.ndarray  # (domains, n, n)


def between(world: World, state: State, fields: Sequence[str]) -> list[list[Between]]:
    """Of each row, the fields asked for between the nations that existed in the turn played."""
    here = np.nonzero(existing(world, state))[0]
    iso = tuple(world.iso[i] for i in here)
    found: list[list[Between]] = [[] for _ in range(state.rows)]
    for name in fields:
        values = dyads_of(state, name)
        domains = world.domains if values.ndim == 4 else ("",)
        values = values.reshape(state.rows, len(domains), world.dims.N, world.dims.N)
        among = values[:, :, here[:, None], here]
        for row, part in enumerate(found):
            part.append(Between(state.turn, name, domains, iso, among[row]))
    return found


@lru_cache(maxsize=64)
def _cells(count: int, domains: int) -> tuple[Ints, Ints, Ints]:
    """Domain, first and second nation of each cell off the diagonal."""
    off = np.broadcast_to(~np.eye(count, dtype=bool), (domains, count, count))
    domain, first, second = np.nonzero(off)
    return domain, first, second


def dyads_table(parts: Sequence[Sequence[Between]], ids: Sequence[str]) -> pa.Table:
    """A row for each run, turn, field, domain and ordered pair, in this order."""
    flat = [(run, part) for run, own in enumerate(parts) for part in own]
    isos = places(iso for _, part in flat for iso in part.iso)
    fields = places(part.field for _, part in flat)
    domains = places(name for _, part in flat for name in part.domains)
    columns: list[list[np.ndarray]] = [[] for _ in range(7)]
    for run, part in flat:
        domain, first, second = _cells(len(part.iso), len(part.domains))
        codes = np.array([isos[iso] for iso in part.iso], np.int16)
        own = np.array([domains[name] for name in part.domains], np.int16)
        same = np.ones(len(domain), np.int16)
        told = (
            run * same.astype(np.int32),
            part.turn * same,
            codes[first],
            codes[second],
            fields[part.field] * same,
            own[domain],
            part.values[domain, first, second].astype(np.float64),
        )
        for column, values in zip(columns, told, strict=True):
            column.append(np.asarray(values))
    kinds = (np.int32, *(np.int16,) * 5, np.float64)
    whole = (
        np.concatenate(column).astype(kind) if column else np.zeros(0, kind)
        for column, kind in zip(columns, kinds, strict=True)
    )
    runs, turns, one, two, field, where, value = whole
    return table(
        {
            "run_id": coded(runs, ids),
            "turn": numbers(turns),
            "from": coded(one, list(isos)),
            "to": coded(two, list(isos)),
            "field": coded(field, list(fields)),
            "domain": coded(where, list(domains)),
            "value": numbers(value),
        }
    )
