"""Reasons to act, each a named term; policies weigh them, ``agents.sentences`` says them.

Every function reads an ``Observation`` only and returns arrays (R, M) for a nation's own affairs,
or arrays that broadcast to (R, M, N) for each possible partner.
"""

from __future__ import annotations

import numpy as np

from agents.conditionality import controlled, liberal
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.grid import snap, snap_into
from sim.observe import Observation
from sim.sparse import where
from sim.state import MEMBER

#: Rows, observers' places and other nations (or candidates of another kind) of some cells.
Cells = tuple[np.ndarray, np.ndarray, np.ndarray]

#: ln of 1,000 km, on the grid.
THOUSAND_KM = float(snap(np.array([np.log(1000.0)]))[0])


def at(array: np.ndarray, places: np.ndarray) -> np.ndarray:
    """The elements of an array at places counted through all its axes."""
    return array.reshape(-1).take(places)


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
    worst = np.array(obs.fear)
    _look_outside(obs["threat"], obs.feared, sponsor_seats(obs, programme), worst)
    return worst


@compiled
def _look_outside(threat: Floats, feared: Ints, inside: Bools, worst: Floats) -> None:
    """Who fears most (R, M) a nation ``inside`` (R, N) looks for the ``worst`` (R, M) outside."""
    for row in range(worst.shape[0]):
        for me in range(worst.shape[1]):
            if not inside[row, feared[row, me]]:
                continue
            most = 0.0
            for other in range(inside.shape[1]):
                most = max(most, 0.0 if inside[row, other] else threat[row, me, other])
            worst[row, me] = most


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
    pact = obs.pick(obs.defence_pact) & ~inside[:, None, :]
    return strongest(pact, 2.0 * np.sqrt(obs["capability"]))


def strongest(linked: Bools, strength: Floats) -> Floats:
    """(R, M) the largest ``strength`` (R, N) among those with whom each is ``linked`` (R, M, N).

    Zero for those without; links are few, so that only they are looked at.
    """
    out = np.zeros(linked.shape[:2])
    _find_strongest(where(linked), strength, out)
    return snap_into(out)


@compiled
def _find_strongest(links: tuple[np.ndarray, ...], strength: Floats, out: Floats) -> None:
    """Write the largest ``strength`` (R, N) that each is linked with; links as in ``where``."""
    rows, seats, others = links
    for k in range(len(rows)):
        row, seat = rows[k], seats[k]
        out[row, seat] = max(out[row, seat], strength[row, others[k]])


def neutrality(obs: Observation) -> Floats:
    """(1, M) declared neutrality."""
    return obs.pick(obs.world.neutrality, axis=0)[None, :]


def autonomy(obs: Observation) -> Floats:
    """(R, M) how dear freedom of action is: declared neutrality, or a great power's own weight."""
    return np.maximum(neutrality(obs), snap(2.0 * np.sqrt(obs.mine("capability"))))


def allegiance(obs: Observation, programme: int) -> Floats:
    """(R, N) capability root, times two, of each nation's strongest ally outside the sponsor."""
    strength = np.sqrt(obs["capability"]) * ~sponsor_seats(obs, programme)
    return strongest(obs.defence_pact, 2.0 * strength)


def own_dispute(obs: Observation) -> Floats:
    """(R, M) 1 for a nation with a militarised act by or against it last turn (P14)."""
    return obs.pick(obs.in_dispute * obs.world.gate("P14", 1))


def recent(obs: Observation, stamp: str, years: float) -> Bools:
    """(R, M, N) whether a stamped event lies within so many years."""
    return lately(obs, obs.mine(stamp), years)


def lately(obs: Observation, stamps: np.ndarray, years: float) -> Bools:
    """Which of these stamps lie within so many years."""
    return np.asarray(stamps >= np.int16(since(obs, years)))


def since(obs: Observation, years: float) -> int:
    """The first turn that lies within so many years."""
    return int(max(obs.turn - years * 12 / obs.world.months, -32768))


def closeness(obs: Observation) -> Floats:
    """(R, M, N) minus the distance of ideal points."""
    point = obs["alignment"]
    return np.asarray(-np.abs(obs.pick(point)[:, :, None] - point[:, None, :]))


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


def candidate_terms(
    obs: Observation, programme: int, cells: Cells | None = None
) -> dict[str, Floats]:
    """The terms by which a member of the sponsor judges each candidate.

    Of all pairs of observer and candidate, or of listed ``cells`` (row, observer's place,
    candidate) only.
    """
    row, seat, subject = cells or np.ogrid[: obs.rows, : len(obs.nations), : obs.world.dims.N]
    seats = sponsor_seats(obs, programme)
    root = np.sqrt(obs["capability"])
    outside = ~seats & (obs["status"][:, :, programme] != MEMBER)
    reaction = strongest(obs["rivalry"] == 1, root * outside)
    stamps = obs["step_turn"][:, :, programme, obs.world.programmes.last]
    fresh = stamps > obs.turn - 60 // obs.world.months
    count = (fresh.sum(axis=1) / np.maximum(seats.sum(axis=1), 1)) * 1.0
    troubled = np.maximum(obs["war"], obs["mandate"])
    own, point = obs.nations[seat], obs["alignment"]
    here, dims = row * obs.world.dims.N + subject, obs.world.dims
    pair = (row * len(obs.nations) + seat) * dims.N + subject
    free = np.maximum(obs.world.neutrality, snap(2.0 * root))
    return {
        "institutions": at(liberal(obs), here),
        **{name: at(term, here) for name, term in controlled(obs).items()},
        "trust": at(obs.trust, pair) - 0.5,
        "interop": _weakest(obs, row, pair),
        "alignment": -np.abs(point[row, own] - at(point, here)),
        "dispute": lately(obs, at(obs.mine("last_dispute"), pair), 5),
        "nearness": obs.world.nearness[own, subject],
        "reaction": at(reaction, here),
        "absorption": snap(count)[row],
        "war": at(troubled, here),
        "depth": at(obs["declared"][:, :, programme], here),
        "patron": at(allegiance(obs, programme), here),
        "autonomy": at(free, here),
        "enlargement": np.ones(np.shape(seat)),
    }


def _weakest(obs: Observation, row: np.ndarray, pair: np.ndarray) -> Floats:
    """Interoperability as it works in practice, at places counted through (R, M, N)."""
    domains = obs.mine("interop")
    size = domains.shape[2] * domains.shape[3]
    first = pair + row * (domains.shape[1] - 1) * size  # the place in the first domain
    out = at(domains, first)
    for domain in range(1, domains.shape[1]):
        np.minimum(out, at(domains, first + domain * size), out=out)
    return out


def aid_lasting(obs: Observation) -> dict[str, Floats]:
    """The terms of aid that follow from the world and the alignments alone."""
    near = obs.pick(obs.world.nearness, axis=0)[None]
    return {"alignment": closeness(obs), "nearness": near}
