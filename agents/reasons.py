"""Reasons about groups and missions, each a named term of listed cells (C,)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.terms import Cells, lately
from sim.axes import Bools, Floats
from sim.grid import snap
from sim.observe import Observation
from sim.sparse import per_row
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
    size = snap(2.0 * np.sqrt(obs["capability"][row, place]))
    return {
        "bloodshed": snap(obs["deaths"][row, place] / 16.0),
        "nearness": obs.world.nearness[own, place] * (own != place),
        "might": size,
        "lawful": _lawful(obs, row, group, place),
        "trust": (obs.trust[row, seat, author] - 0.5) * (own != author),
        "alignment": _gap(obs, row, own, author),
        "rivalry": 1.0 * (obs.mine("rivalry")[row, seat, author] == 1),
        "patron": 1.0 * (pact[row, seat, place] & ~pact[row, seat, author] & (own != author)),
        "soil": size * (own == place),
        "autonomy": _autonomy(obs, row, own),
        "home": obs["will"][row, seat] - 0.5,
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
        "trust": obs.trust[row, seat, other] - 0.5,
        "alignment": _gap(obs, row, own, other),
        "nearness": world.nearness[own, other],
        "protection": obs.fear[row, seat],
        "joint": table.pooled[kind] + table.rapid[kind],
        "technology": table.technology[kind],
        "oversight": table.oversight[kind],
        "sovereignty": table.autonomy[kind] * (1.0 + _autonomy(obs, row, own)),
        "allied": 1.0 * obs.defence_pact[row, own, other],
        "circles": snap(_circles(obs)[row, own] / 4.0),
        "home": obs["will"][row, seat] - 0.5,
        "war": obs["war"][row, own],
    }


def admission_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """A candidate (``cells``: row, seat, candidate) for a group."""
    (row, seat, subject), (_, group) = cells, text
    own = obs.nations[seat]
    stranger = own != subject
    grudge = lately(obs, obs.mine("last_dispute")[row, seat, subject], _GRUDGE)
    return {
        "trust": (obs.trust[row, seat, subject] - 0.5) * stranger,
        "alignment": -np.abs(obs["alignment"][row, subject] - _mean_point(obs)[row, group]),
        "nearness": _nearest(obs, row, subject, group),
        "dispute": 1.0 * (grudge & stranger),
        "war": obs["war"][row, subject],
        "bond": _binds(obs, row, group),
        "elsewhere": _binds(obs, row, group) * _allied_elsewhere(obs, row, subject, group),
        "autonomy": _autonomy(obs, row, subject),
        "home": obs["will"][row, seat] - 0.5,
    }


def suspension_terms(
    obs: Observation, cells: Cells, text: tuple[np.ndarray, np.ndarray]
) -> dict[str, Floats]:
    """To suspend a participant; to restore one weighs the same reasons the other way round."""
    (row, seat, subject), _ = cells, text
    back = (obs["status"][row, subject] == SUSPENDED).any(axis=1)
    sign = np.where(back, -1.0, 1.0)
    grudge = lately(obs, obs.mine("last_dispute")[row, seat, subject], _GRUDGE)
    return {
        "distrust": sign * (0.5 - obs.trust[row, seat, subject]),
        "dispute": sign * grudge,
        "violations": sign * obs["violations"][row, subject],
        "oppression": sign * (0.5 - obs["institutions"][row, subject]),
        "clemency": 1.0 * back,
        "home": obs["will"][row, seat] - 0.5,
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
        "distance_felt": np.abs(obs["alignment"][row, own] - _mean_point(obs)[row, group]),
        "distrust": 0.5 - mean,
        "autonomy": _autonomy(obs, row, own),
        "protection": obs.fear[row, seat],
        "home": obs["will"][row, seat] - 0.5,
    }


def deploy_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To send troops to a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own = obs.nations[seat]
    place = obs["mission_place"][row, slot].astype(np.intp)
    lead = obs["mission_lead"][row, slot].astype(np.intp)
    leads = own == lead
    return {
        "bloodshed": snap(obs["deaths"][row, place] / 16.0),
        "nearness": obs.world.nearness[own, place],
        "power": snap(2.0 * np.sqrt(obs["capability"][row, own])),
        "leading": 1.0 * leads,
        "trust": (obs.trust[row, seat, lead] - 0.5) * ~leads,
        "interop": obs.interop[row, seat, lead] * ~leads,
        "unlawful": 1.0 * ((obs["mission_terms"][row, slot] & 8) != 0),
        "abroad": burden(obs, row, own),
        "crowd": snap(obs["troops"][row, :, slot].sum(axis=1) / 32.0),
        "casualties": obs["casualties"][row, seat],
        "war": obs["war"][row, own],
        "home": obs["will"][row, seat] - 0.5,
    }


def recall_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To withdraw troops from a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own = obs.nations[seat]
    place = obs["mission_place"][row, slot].astype(np.intp)
    return {
        "casualties": obs["casualties"][row, seat],
        "quiet": 1.0 * (obs["deaths"][row, place] == 0),
        "abroad": burden(obs, row, own),
        "leading": 1.0 * (obs["mission_lead"][row, slot] == own),
        "home": obs["will"][row, seat] - 0.5,
    }


def lead_terms(obs: Observation, cells: Cells) -> dict[str, Floats]:
    """To take the lead of a mission (``cells``: row, seat, slot)."""
    row, seat, slot = cells
    own, lead = obs.nations[seat], obs["mission_lead"][row, slot].astype(np.intp)
    troops = obs["troops"][row, :, slot]
    whole = np.maximum(troops.sum(axis=1), 1.0 / 1024)
    return {
        "share": snap(troops[np.arange(len(row)), own] / whole),
        "trust": obs.trust[row, seat, lead] - 0.5,
        "home": obs["will"][row, seat] - 0.5,
    }


def capacity(obs: Observation, row: np.ndarray, own: np.ndarray) -> Floats:
    """(C,) thousands of troops that a nation can keep abroad."""
    return np.asarray(per_row(obs.world, "mission.capacity", row) * obs["spending"][row, own])


def burden(obs: Observation, row: np.ndarray, own: np.ndarray) -> Floats:
    """(C,) share of that which is abroad already."""
    abroad = obs["troops"][row, own].sum(axis=1)
    return snap(np.minimum(abroad / np.maximum(capacity(obs, row, own), 1.0 / 1024), 1.0))


def _gap(obs: Observation, row: np.ndarray, own: np.ndarray, other: np.ndarray) -> Floats:
    """(C,) minus the distance of two nations' ideal points."""
    point = obs["alignment"]
    return np.asarray(-np.abs(point[row, own] - point[row, other]))


def _autonomy(obs: Observation, row: np.ndarray, nation: np.ndarray) -> Floats:
    """(C,) how dear freedom of action is: declared neutrality, or a great power's own weight."""
    weight = snap(2.0 * np.sqrt(obs["capability"][row, nation]))
    return np.asarray(np.maximum(obs.world.neutrality[nation], weight))


def _lawful(obs: Observation, row: np.ndarray, group: np.ndarray, place: np.ndarray) -> Floats:
    """(C,) 1 for a mandate of the world body, a half where the place is a member, else 0."""
    table = obs.of_groups("universal")
    world = table[row if len(table) > 1 else row * 0, group]
    return np.asarray(np.where(world, 1.0, 0.5 * (obs["member"][row, place, group] == 1)))


def binding(obs: Observation) -> Bools:
    """(R or 1, G) groups that oblige their members, other than mere forums."""
    obliges = obs.of_groups("defence") | obs.of_groups("restraint")
    return np.asarray(obliges | (obs.of_groups("autonomy") > 0) | (obs.of_groups("pooled") > 0))


def _binds(obs: Observation, row: np.ndarray, group: np.ndarray) -> Floats:
    """(C,) 1 for a group that obliges its members, 0 for a forum."""
    table = binding(obs)
    return np.asarray(1.0 * table[row if len(table) > 1 else row * 0, group])


def _allied_elsewhere(
    obs: Observation, row: np.ndarray, nation: np.ndarray, group: np.ndarray
) -> Floats:
    """(C,) 1 for a nation that owes defence to somebody outside the group."""
    outside = obs["member"][row, :, group] == 0
    return np.asarray(1.0 * (obs.defence_pact[row, nation] & outside).any(axis=1))


def _mean_point(obs: Observation) -> Floats:
    """(R, G) mean ideal point of a group's members."""
    seats = obs["member"].astype(np.float64)
    total = np.matmul(obs["alignment"][:, None, :], seats)[:, 0]
    return snap(total / np.maximum(seats.sum(axis=1), 1.0))


def _nearest(obs: Observation, row: np.ndarray, nation: np.ndarray, group: np.ndarray) -> Floats:
    """(C,) nearness of a group's nearest member."""
    seats = obs["member"][row, :, group] == 1
    seats[np.arange(len(row)), nation] = False
    return np.asarray((obs.world.nearness[nation] * seats).max(axis=1, initial=0.0))


def _circles(obs: Observation) -> Floats:
    """(R, N) how many groups founded in play each nation belongs to."""
    given = obs.world.groups.given
    return obs["member"][:, :, given:].sum(axis=2).astype(np.float64)
