"""Reasons about groups and missions, each a named term of listed cells (C,)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.terms import Cells, lately
from sim.axes import Bools, Floats
from sim.grid import snap
from sim.observe import Observation
from sim.sparse import gather, per_row
from sim.state import SUSPENDED

Terms = Mapping[str, Floats]

#: Years in which a dispute is held against a nation.
_GRUDGE = 5


def mandate_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """A mission in a nation (``cells``: row, seat, place), proposed by an author in a group."""
    (row, seat, place), (author, group) = cells, text
    own = obs.nations[seat]
    pact = obs.pick(obs.defence_pact)
    size = snap(2.0 * np.sqrt(gather(obs["capability"], row, place)))
    return {
        **amend_terms(obs, cells),
        "nearness": gather(obs.world.nearness, own, place) * (own != place),
        "might": size,
        "lawful": _lawful(obs, row, group, place),
        "trust": (gather(obs.trust, row, seat, author) - 0.5) * (own != author),
        "alignment": _gap(obs, row, own, author),
        "rivalry": 1.0 * (gather(obs.mine("rivalry"), row, seat, author) == 1),
        "patron": 1.0
        * (gather(pact, row, seat, place) & ~gather(pact, row, seat, author) & (own != author)),
        "soil": size * (own == place),
    }


def amend_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To limit a mandate or to have it protect civilians (``cells``: row, seat, place)."""
    row, seat, place = cells
    return {
        "bloodshed": snap(gather(obs["deaths"], row, place) / 16.0),
        "autonomy": _autonomy(obs, row, obs.nations[seat]),
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def founding_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """A new group (``cells``: row, seat, first partner), proposed by an author, of a format."""
    (row, seat, partner), (author, kind) = cells, text
    own = obs.nations[seat]
    other = np.where(partner == own, author, partner)
    table, world = obs.world.formats, obs.world
    return {
        "trust": gather(obs.trust, row, seat, other) - 0.5,
        "alignment": _gap(obs, row, own, other),
        "nearness": gather(world.nearness, own, other),
        "protection": gather(obs.fear, row, seat),
        "joint": table.pooled[kind] + table.rapid[kind],
        "technology": table.technology[kind],
        "oversight": table.oversight[kind],
        "sovereignty": table.autonomy[kind] * (1.0 + _autonomy(obs, row, own)),
        "allied": 1.0 * gather(obs.defence_pact, row, own, other),
        "circles": snap(gather(_circles(obs), row, own) / 4.0),
        "home": gather(obs["will"], row, seat) - 0.5,
        "war": gather(obs["war"], row, own),
    }


def admission_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """A candidate (``cells``: row, seat, candidate) for a group."""
    (row, seat, subject), (_, group) = cells, text
    own = obs.nations[seat]
    stranger, bond = own != subject, _binds(obs, row, group)
    grudge = lately(obs, gather(obs.mine("last_dispute"), row, seat, subject), _GRUDGE)
    return {
        "trust": (gather(obs.trust, row, seat, subject) - 0.5) * stranger,
        "alignment": -_apart(obs, row, subject, group),
        "nearness": _nearest(obs, row, subject, group),
        "dispute": 1.0 * (grudge & stranger),
        "war": gather(obs["war"], row, subject),
        "bond": bond,
        "elsewhere": bond * _allied_elsewhere(obs, row, subject, group),
        "autonomy": _autonomy(obs, row, subject),
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def suspension_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """To suspend a participant; to restore one weighs the same reasons the other way round."""
    (row, seat, subject), _ = cells, text
    back = (gather(obs["status"], row, subject) == SUSPENDED).any(axis=1)
    sign = np.where(back, -1.0, 1.0)
    grudge = lately(obs, gather(obs.mine("last_dispute"), row, seat, subject), _GRUDGE)
    return {
        "distrust": sign * (0.5 - gather(obs.trust, row, seat, subject)),
        "dispute": sign * grudge,
        "violations": sign * gather(obs["violations"], row, subject),
        "oppression": sign * (0.5 - gather(obs["institutions"], row, subject)),
        "clemency": 1.0 * back,
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def leaving_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To leave a group (``cells``: row, seat, group)."""
    row, seat, group = cells
    own = obs.nations[seat]
    fellows = obs["member"][row, :, group] == 1
    fellows[np.arange(len(row)), own] = False
    trust = np.where(fellows, obs.trust[row, seat], 0.0).sum(axis=1)
    mean = snap(trust / np.maximum(fellows.sum(axis=1), 1))
    return {
        "distance_felt": _apart(obs, row, own, group),
        "distrust": 0.5 - mean,
        "autonomy": _autonomy(obs, row, own),
        "protection": gather(obs.fear, row, seat),
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def deploy_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To send troops to a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own = obs.nations[seat]
    place = gather(obs["mission_place"], row, slot).astype(np.intp)
    lead = gather(obs["mission_lead"], row, slot).astype(np.intp)
    leads = own == lead
    return {
        "bloodshed": snap(gather(obs["deaths"], row, place) / 16.0),
        "nearness": gather(obs.world.nearness, own, place),
        "power": snap(2.0 * np.sqrt(gather(obs["capability"], row, own))),
        "leading": 1.0 * leads,
        "trust": (gather(obs.trust, row, seat, lead) - 0.5) * ~leads,
        "interop": gather(obs.interop, row, seat, lead) * ~leads,
        "unlawful": 1.0 * ((gather(obs["mission_terms"], row, slot) & 8) != 0),
        "abroad": burden(obs, row, own),
        "crowd": snap(gather(_strength(obs), row, slot) / 32.0),
        "casualties": gather(obs["casualties"], row, seat),
        "war": gather(obs["war"], row, own),
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def recall_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To withdraw troops from a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own = obs.nations[seat]
    place = gather(obs["mission_place"], row, slot).astype(np.intp)
    return {
        "casualties": gather(obs["casualties"], row, seat),
        "quiet": 1.0 * (gather(obs["deaths"], row, place) == 0),
        "abroad": burden(obs, row, own),
        "leading": 1.0 * (gather(obs["mission_lead"], row, slot) == own),
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def lead_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To take the lead of a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own, lead = obs.nations[seat], gather(obs["mission_lead"], row, slot).astype(np.intp)
    whole = np.maximum(gather(_strength(obs), row, slot), 1.0 / 1024)
    return {
        "share": snap(gather(obs["troops"], row, own, slot) / whole),
        "trust": gather(obs.trust, row, seat, lead) - 0.5,
        "home": gather(obs["will"], row, seat) - 0.5,
    }


def capacity(obs: Observation, row: np.ndarray, own: np.ndarray) -> Floats:
    """(C,) thousands of troops that a nation can keep abroad."""
    spending = gather(obs["spending"], row, own)
    return np.asarray(per_row(obs.world, "mission.capacity", row) * spending)


def burden(obs: Observation, row: np.ndarray, own: np.ndarray) -> Floats:
    """(C,) share of that which is abroad already."""
    abroad = gather(obs["troops"], row, own).sum(axis=1)
    return snap(np.minimum(abroad / np.maximum(capacity(obs, row, own), 1.0 / 1024), 1.0))


def _strength(obs: Observation) -> Floats:
    """(R, Q) thousands of troops in each mission."""
    return np.asarray(np.matmul(np.ones((1, obs.world.dims.N)), obs["troops"])[:, 0])


def _gap(obs: Observation, row: np.ndarray, own: np.ndarray, other: np.ndarray) -> Floats:
    """(C,) minus the distance of two nations' ideal points."""
    point = obs["alignment"]
    return np.asarray(-np.abs(gather(point, row, own) - gather(point, row, other)))


def _autonomy(obs: Observation, row: np.ndarray, nation: np.ndarray) -> Floats:
    """(C,) how dear freedom of action is: declared neutrality, or a great power's own weight."""
    weight = snap(2.0 * np.sqrt(gather(obs["capability"], row, nation)))
    return np.asarray(np.maximum(obs.world.neutrality[nation], weight))


def _lawful(obs: Observation, row: np.ndarray, group: np.ndarray, place: np.ndarray) -> Floats:
    """(C,) 1 for a mandate of the world body, a half where the place is a member, else 0."""
    table = obs.of_groups("universal")
    world = table[row, group] if len(table) > 1 else table[0].take(group)
    return np.asarray(np.where(world, 1.0, 0.5 * (gather(obs["member"], row, place, group) == 1)))


def binding(obs: Observation) -> Bools:
    """(R or 1, G) groups that oblige their members, other than mere forums."""
    obliges = obs.of_groups("defence") | obs.of_groups("restraint")
    return np.asarray(obliges | (obs.of_groups("autonomy") > 0) | (obs.of_groups("pooled") > 0))


def _binds(obs: Observation, row: np.ndarray, group: np.ndarray) -> Floats:
    """(C,) 1 for a group that obliges its members, 0 for a forum."""
    table = binding(obs)
    return np.asarray(1.0 * (table[row, group] if len(table) > 1 else table[0].take(group)))


def _allied_elsewhere(
    obs: Observation, row: np.ndarray, nation: np.ndarray, group: np.ndarray
) -> Floats:
    """(C,) 1 for a nation that owes defence to somebody outside the group."""
    outside = obs["member"][row, :, group] == 0
    return np.asarray(1.0 * (gather(obs.defence_pact, row, nation) & outside).any(axis=1))


def _apart(obs: Observation, row: np.ndarray, nation: np.ndarray, group: np.ndarray) -> Floats:
    """(C,) distance of a nation's ideal point from the mean of a group's members."""
    mean = gather(_mean_point(obs), row, group)
    return np.asarray(np.abs(gather(obs["alignment"], row, nation) - mean))


def _mean_point(obs: Observation) -> Floats:
    """(R, G) mean ideal point of a group's members."""
    seats = obs["member"].astype(np.float64)
    total = np.matmul(obs["alignment"][:, None, :], seats)[:, 0]
    return snap(total / np.maximum(seats.sum(axis=1), 1.0))


def _nearest(obs: Observation, row: np.ndarray, nation: np.ndarray, group: np.ndarray) -> Floats:
    """(C,) nearness of a group's nearest member."""
    seats = obs["member"][row, :, group] == 1
    seats[np.arange(len(row)), nation] = False
    return np.asarray((obs.world.nearness.take(nation, axis=0) * seats).max(axis=1, initial=0.0))


def _circles(obs: Observation) -> Floats:
    """(R, N) how many groups founded in play each nation belongs to."""
    given = obs.world.groups.given
    return np.asarray(obs["member"][:, :, given:].sum(axis=2, dtype=np.float64))
