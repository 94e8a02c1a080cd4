"""Texts on the tables of groups: who may table, amend, quit (P9, A1, A14, P7)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools
from sim.observe import Observation
from sim.orders import ACCEDE, ADMIT, FOUND, INVITE, MANDATE, SUSPEND, OrderKind
from sim.possible import sponsor
from sim.possible.option import Cells, Option
from sim.sparse import gather

AMENDED = 8


def _tabling(obs: Observation, cells: Cells) -> Bools:
    """(n,) texts that may be tabled about a nation, kind by kind."""
    world, table = obs.world, obs.world.matters
    kind, out = table.kind[cells.arg], np.zeros(len(cells.rows), bool)
    for what in _OPEN.keys() & kind.tolist():
        some = kind == what
        out[some] = _OPEN[what](obs, cells.some(some))
    here = obs.exists[np.minimum(cells.target, world.dims.N - 1)]
    return np.asarray(out & here & ~_on_table(obs, cells))


def _on_table(obs: Observation, cells: Cells) -> Bools:
    """(n,) whether a text on the same matter about the same nation lies on the table already."""
    out = np.zeros(len(cells.rows), bool)
    if (obs["text_kind"] >= 0).any():
        kinds, about = gather(obs["text_kind"], cells.rows), gather(obs["text_subject"], cells.rows)
        same = (kinds == cells.arg[:, None]) & (about == cells.target[:, None])
        out = same.any(axis=1)
    return np.asarray(out)


def _about_a_partner(kind: int) -> sponsor.Judge:
    """Invitation, accession, suspension: for members of the sponsor, about nations ready for it."""

    def judge(obs: Observation, cells: Cells) -> Bools:
        programme = obs.world.matters.programme[cells.arg]
        out = np.zeros(len(cells.rows), bool)
        for p in set(programme.tolist()):
            some = programme == p
            seats, ready = sponsor.open_texts(obs, kind, p)
            at = cells.some(some)
            out[some] = seats[at.rows, at.seats] & ready[at.rows, at.target]
        return np.asarray(out)

    return judge


def _admission(obs: Observation, cells: Cells) -> Bools:
    """A member proposes a nation outside, or the nation itself asks; partners accede instead."""
    world = obs.world
    group = world.matters.group[cells.arg]
    inside = gather(obs["member"], cells.rows, cells.own(obs), group) == 1
    outside = gather(obs["member"], cells.rows, cells.target, group) == 0
    asks = cells.own(obs) == cells.target
    table = obs.of_groups("admits")
    held = table[cells.rows if len(table) > 1 else cells.rows * 0, group]
    by_ladder = (group[:, None] == world.programmes.sponsor).any(axis=1)
    works = _row(world.on("A1"), cells)
    return np.asarray((inside | asks) & outside & held & ~by_ladder & works)


def _mandate(obs: Observation, cells: Cells) -> Bools:
    """A member of a group that mandates missions, about a nation in conflict without one."""
    world = obs.world
    group = world.matters.group[cells.arg]
    member = gather(obs["member"], cells.rows, cells.own(obs), group) == 1
    may = obs.of_groups("mandates")
    may = may[cells.rows if len(may) > 1 else cells.rows * 0, group]
    at = (cells.rows, cells.target)
    trouble = (gather(obs["war"], *at) > 0) | (gather(obs["mandate"], *at) > 0)
    place = gather(obs["mission_place"], cells.rows)
    there = (place == cells.target[:, None]).any(axis=1)
    room = (place < 0).any(axis=1)
    works = _row(world.on("P7"), cells) & _row(world.on("A1"), cells)
    return np.asarray(member & may & trouble & ~there & room & works)


def _founding(obs: Observation, cells: Cells) -> Bools:
    """Any two nations may begin, once the kind of group is known."""
    world = obs.world
    kind = world.matters.format[cells.arg]
    another = cells.own(obs) != cells.target
    works = _row(world.on("A14"), cells) & _row(world.on("A1"), cells)
    return np.asarray(another & (world.formats.opens[kind] <= obs.turn) & works)


_OPEN: Mapping[int, sponsor.Judge] = {
    INVITE: _about_a_partner(INVITE),
    ACCEDE: _about_a_partner(ACCEDE),
    SUSPEND: _about_a_partner(SUSPEND),
    ADMIT: _admission,
    MANDATE: _mandate,
    FOUND: _founding,
}


def _amending(obs: Observation, cells: Cells) -> Bools:
    """Who votes on a text may amend it in its first turn; terms are those of mandates only."""
    kinds = obs["text_kind"][cells.rows, cells.target]
    fresh = (kinds >= 0) & ((obs["text_terms"][cells.rows, cells.target] & AMENDED) == 0)
    seated = obs.voters(cells.rows, cells.target)[np.arange(len(cells.rows)), cells.own(obs)]
    mandate = obs.world.matters.kind[np.maximum(kinds, 0)] == MANDATE
    works = _row(obs.world.on("A1"), cells)
    return np.asarray(fresh & seated & (mandate | (cells.arg == 0)) & works)


def _quitting(obs: Observation) -> Bools:
    return np.asarray((obs.mine("member") == 1) & obs.world.on("A1", 2))


def _row(switch: Bools, cells: Cells) -> Bools:
    """(n,) a switch (R or 1,) for each order."""
    return np.asarray(switch[cells.rows if len(switch) > 1 else cells.rows * 0])


OPTIONS: Mapping[OrderKind, Option] = {
    OrderKind.TABLE: Option("it has no seat at that table, or the matter is not open", at=_tabling),
    OrderKind.AMEND: Option("it has no say on that text, or it was amended before", at=_amending),
    OrderKind.QUIT: Option("it is no member of that group", _quitting),
}
