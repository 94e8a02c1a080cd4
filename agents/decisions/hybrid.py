"""Pressure below the threshold of force: whether to press, whether to accuse (P15)."""

from __future__ import annotations

import numpy as np

from agents import alliance
from agents.decisions.crisis import initiative, lay_best
from agents.desk import Desk
from agents.mind import Mind
from sim.draw import Column, mix
from sim.orders import OrderKind
from sim.sparse import flat_codes, gate_row, where


def press(mind: Mind, desk: Desk) -> None:
    """Put covert pressure on a rival that is believed to threaten."""
    obs, world = mind.obs, mind.obs.world
    if not world.on("P15").any():
        return
    rivals = np.ascontiguousarray(obs.mine("rivalry"))
    rows, seats, other = np.unravel_index(flat_codes(rivals), rivals.shape)
    here = obs.exists[other] & gate_row(world, "P15", rows)
    rows, seats, other = rows[here], seats[here], other[here]
    if not len(rows):
        return
    own = obs.nations[seats]
    level = obs["standoff"]
    tense = np.maximum(level[rows, own, other], level[rows, other, own]) > 0
    ends = mind.draw.nation(Column.HYBRID, 4, world.dims.N)
    luck = mix(ends[rows, own, 2], ends[rows, other, 3])
    reasons = {
        "threat": obs["threat"][rows, seats, other],
        "liberties": obs["institutions"][rows, own],
        "tension": tense * 1.0,
        "dependence": alliance.supplies(obs, rows, seats, other),
    }
    cells = (rows, seats, other)
    found = initiative(mind, "press", reasons, luck, cells)
    # means: cyber where networks are worth attacking, else what is nearer at hand
    means = np.where(cyber_known(mind) & (mix(luck, np.array(0.5)) < 0.5), 0, 1)
    lay_best(desk, OrderKind.PRESS, cells, found, means)


def cyber_known(mind: Mind) -> bool:
    """Whether so much depends on networks that nations agree on their defence."""
    table = mind.obs.world.agreements
    return bool((table.cyber & (table.opens <= mind.obs.turn)).any())


def attribute(mind: Mind, desk: Desk) -> None:
    """Accuse in public whom it suspects of an incident, when it is sure enough."""
    obs, world = mind.obs, mind.obs.world
    rows, seats = where((obs["suspect"] >= 0) & world.on("P15", 1))
    if not len(rows):
        return
    other = obs["suspect"][rows, seats].astype(np.intp)
    own = obs.nations[seats]
    reasons = {
        "certainty": obs["certainty"][rows, seats],
        "harm": obs["harm"][rows, own],
        "trust": obs.trust[rows, seats, other] - 0.5,
        "odds": alliance.odds(obs, rows, own, other),
        "allied": obs.defence_pact[rows, own, other] * 1.0,
        "dependence": alliance.supplies(obs, rows, seats, other),
    }
    luck = mind.luck_at(Column.ATTRIBUTION, rows, seats, other)
    cells, luck = (rows, seats, other), mix(luck, np.array(0.25))
    lay_best(desk, OrderKind.ATTRIBUTE, cells, initiative(mind, "attribute", reasons, luck, cells))
