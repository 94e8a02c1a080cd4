"""One more bilateral agreement: the terms by which it is weighed, and what it is worth."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.calculus import weights_of
from agents.terms import THOUSAND_KM, closeness, lately, neutrality, since
from sim.axes import Floats
from sim.compiled import compiled
from sim.grid import nearest, snap, snap_into, table
from sim.observe import Observation

_LOG = table(lambda count: float(np.log1p(count)), 256)
#: Years for which a joint exercise and a militarised dispute count.
EXERCISED, DISPUTED = 1, 5


class _Own(NamedTuple):
    """What the observers bring to all agreements, (R, M) each."""

    fame: Floats
    load: Floats
    will: Floats
    fear: Floats


class _Others(NamedTuple):
    """What the other nations are to everybody, (R, N) each."""

    fame: Floats
    root: Floats  # of capability
    war: Floats
    record: Floats


class _Pairs(NamedTuple):
    """What lies between an observer and another nation, (R, M, N) each."""

    trust: Floats
    resentment: Floats
    exercised: np.ndarray
    dispute: np.ndarray
    allied: np.ndarray
    tied: np.ndarray
    rivalry: np.ndarray


def tie_lasting(obs: Observation) -> dict[str, Floats]:
    """The terms of a bilateral agreement that follow from the world and the alignments alone."""
    world = obs.world
    power = world.log_power + 5.0
    return {
        "distance": (obs.pick(world.log_km, axis=0) - THOUSAND_KM)[None],
        "border": obs.pick(world.land, axis=0)[None],
        "alignment": closeness(obs),
        "power": power[None, None, :] + obs.pick(power, axis=0)[None, :, None],
        "autonomy": neutrality(obs)[..., None],
    }


def tie_passing(obs: Observation) -> dict[str, Floats]:
    """The terms of a bilateral agreement that change from turn to turn."""
    own, others, pairs = _facts(obs)
    return {
        "popularity": others.fame[:, None, :],
        "activity": own.fame[:, :, None],
        "saturation": own.load[:, :, None],
        "trust": pairs.trust - 0.5,
        "exercised": lately(obs, pairs.exercised, EXERCISED),
        "allied": pairs.allied,
        "tied": pairs.tied,
        "rivalry": pairs.rivalry == 1,
        "dispute": lately(obs, pairs.dispute, DISPUTED),
        "resentment": pairs.resentment,
        "protection": snap_into(own.fear[:, :, None] * others.root[:, None, :]),
        "home": own.will[:, :, None] - 0.5,
        "war": others.war[:, None, :],
        "record": others.record[:, None, :],
    }


def tie_terms(obs: Observation) -> dict[str, Floats]:
    """The terms of a bilateral agreement with each nation, both for offering and for accepting."""
    return tie_lasting(obs) | tie_passing(obs)


def _facts(obs: Observation) -> tuple[_Own, _Others, _Pairs]:
    """What the passing terms are made of."""
    degree = np.minimum(obs.degree, 255)
    fame = _LOG[degree] * obs.world.gate("N1", 1)
    load = snap(obs.pick(degree) / float(obs.world.dims.N))
    root = np.sqrt(obs["capability"])
    return (
        _Own(obs.pick(fame), load, obs["will"], obs.fear),
        _Others(fame, root, obs["war"], obs["violations"]),
        _Pairs(
            obs.trust,
            obs["resentment"],
            obs.mine("exercised"),
            obs.mine("last_dispute"),
            obs.pick(obs.defence_pact),
            obs.pick(obs.ties),
            obs.mine("rivalry"),
        ),
    )


def tie_worth(obs: Observation, known: Floats) -> Floats:
    """(R, M, N) the worth of one more agreement: the passing terms, and what is ``known``.

    ``known`` (R or 1, M, N) is the weighted sum of all other terms.
    """
    own, others, pairs = _facts(obs)
    worth = np.empty(pairs.trust.shape)
    weights = weights_of(obs, "tie", _PASSING)
    years = (since(obs, EXERCISED), since(obs, DISPUTED))
    _weigh(worth, known, (own, others, pairs), weights, years)
    return worth


#: The passing terms in the order in which ``_weigh`` has their weights.
_PASSING = (
    *("popularity", "activity", "saturation", "trust", "exercised", "allied", "tied"),
    *("rivalry", "dispute", "resentment", "protection", "home", "war", "record"),
)


@compiled
def _weigh(
    worth: Floats,
    known: Floats,
    facts: tuple[_Own, _Others, _Pairs],
    weights: Floats,
    years: tuple[int, int],
) -> None:
    """Write to ``worth`` (R, M, N) what is ``known`` and what the passing terms weigh.

    ``weights`` (R or 1, M, terms) are each observer's; exercises and disputes count since the
    turns of ``years``.
    """
    own, others, pairs = facts
    exercises, disputes = years
    for row in range(len(worth)):
        here = row if len(known) > 1 else 0
        for i in range(worth.shape[1]):
            own_weights = weights[row if len(weights) > 1 else 0, i]
            popularity, activity, saturation, trust, exercised, allied, tied = own_weights[:7]
            rivalry, dispute, resentment, protection, home, war, record = own_weights[7:]
            fear = own.fear[row, i]
            mine = activity * own.fame[row, i] + saturation * own.load[row, i]
            mine += home * (own.will[row, i] - 0.5)
            for j in range(worth.shape[2]):
                sum_ = mine + known[here, i, j]
                sum_ += trust * (pairs.trust[row, i, j] - 0.5)
                sum_ += resentment * pairs.resentment[row, i, j]
                sum_ += protection * nearest(fear * others.root[row, j])
                sum_ += popularity * others.fame[row, j]
                sum_ += war * others.war[row, j]
                sum_ += record * others.record[row, j]
                sum_ += exercised if pairs.exercised[row, i, j] >= exercises else 0.0
                sum_ += dispute if pairs.dispute[row, i, j] >= disputes else 0.0
                sum_ += allied if pairs.allied[row, i, j] else 0.0
                sum_ += tied if pairs.tied[row, i, j] else 0.0
                sum_ += rivalry if pairs.rivalry[row, i, j] == 1 else 0.0
                worth[row, i, j] = sum_
