"""Reasons to act, each a named term with its sentence; policies weigh them.

Every function reads an ``Observation`` only and returns arrays (R, M) for a nation's own affairs,
or arrays that broadcast to (R, M, N) for each possible partner.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.axes import Bools, Floats
from sim.grid import snap, table
from sim.observe import Observation
from sim.state import MEMBER

#: How each term reads in an explanation.
SENTENCES: Mapping[str, str] = {
    "alignment": "closeness of foreign-policy positions",
    "protection": "threat believed from outside, against which association protects",
    "membership": "declared aim of joining the sponsor",
    "precedent": "what comparable nations have done",
    "autonomy": "autonomy given up, dear to neutrals and great powers",
    "patron": "the expected reaction of a treaty partner outside",
    "war": "war at home ties the administration down",
    "home": "political will at home",
    "council": "working contacts in the cooperation council",
    "stance": "the government's attitude",
    "depth": "depth of participation",
    "distance": "distance between capitals",
    "border": "a common border",
    "power": "size of the partner and of the nation itself",
    "popularity": "many others have agreements with the partner",
    "activity": "the ministry's own practice with agreements",
    "saturation": "the ministry has its hands full with agreements",
    "trust": "trust in the partner",
    "tied": "an agreement with the partner is in force already",
    "exercised": "exercised together in the last year",
    "allied": "allies by treaty need no further paper",
    "rivalry": "strategic rivalry",
    "dispute": "a militarised dispute in the last five years",
    "hosting": "readiness to host",
    "tension": "a dispute under way",
    "habit": "exercised together in the last year",
    "institutions": "liberal institutions of the candidate",
    "interop": "interoperability with the candidate",
    "nearness": "nearness of the capitals",
    "reaction": "the reaction expected from a rival outside",
    "absorption": "recent accessions still being absorbed",
    "invitation": "an invitation asks less than an accession",
    "enlargement": "the member's attitude to enlargement",
    "partnership": "an exercise of the nation's own partnership programme",
    "obligation": "the treaty's obligation",
}

_LOG = table(lambda count: float(np.log1p(count)), 256)
#: ln of 1,000 km, on the grid.
THOUSAND_KM = float(snap(np.array([np.log(1000.0)]))[0])


def sponsor_seats(obs: Observation, programme: int) -> Bools:
    """(R, N) members of the programme's sponsor."""
    return np.asarray(obs["member"][:, :, obs.world.programmes.sponsor[programme]] == 1)


def sponsor_alignment(obs: Observation, programme: int) -> Floats:
    """(R, 1) mean ideal point of the sponsor's members."""
    seats = sponsor_seats(obs, programme)
    total = (obs["alignment"] * seats).sum(axis=1)
    return snap(total / np.maximum(seats.sum(axis=1), 1))[:, None]


def protection(obs: Observation, programme: int) -> Floats:
    """(R, M) the largest threat believed from outside the sponsor and its programme."""
    outside = ~sponsor_seats(obs, programme)
    return np.asarray((obs["threat"] * outside[:, None, :]).max(axis=2))


def precedent(obs: Observation, programme: int) -> Floats:
    """(R, M) share of near nations outside the sponsor that take part, weighed by nearness."""
    others = ~sponsor_seats(obs, programme) & obs.exists
    joined = obs.taking_part[:, :, programme] & others
    near = obs.pick(obs.world.nearness, axis=0).T
    top = np.matmul(joined.astype(np.float64), near)
    bottom = np.matmul(others.astype(np.float64), near)
    return snap(top / np.maximum(bottom, 1.0 / 1024))


def patron(obs: Observation, programme: int) -> Floats:
    """(R, M) capability root of the strongest treaty partner that stays outside, times two."""
    inside = sponsor_seats(obs, programme) | obs.taking_part[:, :, programme]
    pact = obs.pick(obs.defence_pact)
    strength = np.sqrt(obs["capability"]) * ~inside
    return snap(2.0 * (pact * strength[:, None, :]).max(axis=2))


def neutrality(obs: Observation) -> Floats:
    """(1, M) declared neutrality."""
    return obs.pick(obs.world.neutrality, axis=0)[None, :]


def autonomy(obs: Observation) -> Floats:
    """(R, M) how dear freedom of action is: declared neutrality, or a great power's own weight."""
    return np.maximum(neutrality(obs), snap(2.0 * np.sqrt(obs.mine("capability"))))


def allegiance(obs: Observation, programme: int) -> Floats:
    """(R, N) capability root, times two, of each nation's strongest ally outside the sponsor."""
    strength = np.sqrt(obs["capability"]) * ~sponsor_seats(obs, programme)
    return snap(2.0 * (obs.defence_pact * strength[:, None, :]).max(axis=2))


def own_dispute(obs: Observation) -> Floats:
    """(R, M) 1 for a nation with a militarised act by or against it last turn (P14)."""
    return obs.pick(obs.in_dispute * obs.world.gate("P14", 1))


def recent(obs: Observation, stamp: str, years: float) -> Bools:
    """(R, M, N) whether a stamped event lies within so many years."""
    turns = years * 12 / obs.world.months
    since = np.int16(max(obs.turn - turns, -32768))
    return np.asarray(obs.mine(stamp) >= since)


def closeness(obs: Observation) -> Floats:
    """(R, M, N) minus the distance of ideal points."""
    point = obs["alignment"]
    return np.asarray(-np.abs(obs.pick(point)[:, :, None] - point[:, None, :]))


def tie_terms(obs: Observation) -> dict[str, Floats]:
    """The terms of a bilateral agreement with each nation, both for offering and for accepting."""
    world = obs.world
    degree = np.minimum(obs.degree, 255)
    fame = _LOG[degree] * world.gate("N1", 1)
    load = snap(obs.pick(degree) / float(world.dims.N))
    root = np.sqrt(obs["capability"])
    power = world.log_power + 5.0
    return {
        "distance": (obs.pick(world.log_km, axis=0) - THOUSAND_KM)[None],
        "border": obs.pick(world.land, axis=0)[None],
        "alignment": closeness(obs),
        "power": power[None, None, :] + obs.pick(power, axis=0)[None, :, None],
        "popularity": fame[:, None, :],
        "activity": obs.pick(fame)[:, :, None],
        "saturation": load[:, :, None],
        "trust": obs.trust - 0.5,
        "exercised": recent(obs, "exercised", 1),
        "allied": obs.pick(obs.defence_pact),
        "tied": obs.pick(obs.ties),
        "rivalry": obs.mine("rivalry") == 1,
        "dispute": recent(obs, "last_dispute", 5),
        "protection": snap(obs.fear[:, :, None] * root[:, None, :]),
        "autonomy": neutrality(obs)[..., None],
        "home": obs["will"][:, :, None] - 0.5,
        "war": obs["war"][:, None, :],
    }


def programme_terms(obs: Observation, programme: int) -> dict[str, Floats]:
    """The terms of taking part in a programme, (R, M) each."""
    gap = np.abs(obs.pick(obs["alignment"]) - sponsor_alignment(obs, programme))
    return {
        "alignment": -gap,
        "protection": protection(obs, programme),
        "membership": np.ones((1, len(obs.nations))),
        "precedent": precedent(obs, programme),
        "autonomy": autonomy(obs),
        "patron": patron(obs, programme),
        "war": obs.mine("war"),
        "home": obs["will"] - 0.5,
        "council": obs.pick(obs.world.council.astype(np.float64), axis=0)[None, :],
        "stance": obs.mine("stance"),
    }


def candidate_terms(obs: Observation, programme: int) -> dict[str, Floats]:
    """The terms by which a member of the sponsor judges each candidate."""
    seats = sponsor_seats(obs, programme)
    root = np.sqrt(obs["capability"])
    outside = ~seats & (obs["status"][:, :, programme] != MEMBER)
    rival = obs["rivalry"] * (root * outside)[:, None, :]
    stamps = obs["step_turn"][:, :, programme, obs.world.programmes.last]
    fresh = stamps > obs.turn - 60 // obs.world.months
    count = (fresh.sum(axis=1) / np.maximum(seats.sum(axis=1), 1)) * 1.0
    troubled = np.maximum(obs["war"], obs["mandate"])
    return {
        "institutions": obs["institutions"][:, None, :],
        "trust": obs.trust - 0.5,
        "interop": obs.interop,
        "alignment": closeness(obs),
        "dispute": recent(obs, "last_dispute", 5),
        "nearness": obs.pick(obs.world.nearness, axis=0)[None],
        "reaction": snap(rival.max(axis=2))[:, None, :],
        "absorption": snap(count)[:, None, None],
        "war": troubled[:, None, :],
        "depth": obs["declared"][:, None, :, programme],
        "patron": allegiance(obs, programme)[:, None, :],
        "autonomy": np.maximum(obs.world.neutrality, snap(2.0 * root))[:, None, :],
        "enlargement": np.ones((1, len(obs.nations), 1)),
    }
