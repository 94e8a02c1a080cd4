"""Reasons to breach, contest, renew, ratify and vouch."""

from __future__ import annotations

import numpy as np
import pytest

from agents.calculus import score_at, weight
from agents.decisions import law
from sim.observe import observe
from tests.sim.lawful import HAL, LUN, ORV, TRAINING, VEL, table

MORE = {
    "breach": {
        "resentment": ({"resentment": {(HAL, LUN): 0.5}}, 1),
        "distrust": ({"bad": {(HAL, LUN): 16.0}}, 1),
        "favour": ({"balance": {(HAL, LUN): 3}}, -1),
        "rule_of_law": ({"institutions": {(HAL,): 1.0}}, -1),
        "detection": ({"verified": {(HAL, LUN): 3}}, -1),
    },
    "contest": {
        "resentment": ({"resentment": {(HAL, LUN): 0.5}}, 1),
        "distrust": ({"bad": {(HAL, LUN): 16.0}}, 1),
        "favour": ({"balance": {(HAL, LUN): 3}}, -1),
        "record": ({"violations": {(LUN,): 0.5}}, 1),
        "rule_of_law": ({"institutions": {(HAL,): 1.0}}, 1),
    },
    "renew": {
        "trust": ({"good": {(HAL, LUN): 16.0}}, 1),
        "age": ({"agreement_turn": -12}, 1),
        "home": ({"will": {(HAL,): 1.0}}, 1),
    },
    "ratify": {
        "trust": ({"good": {(HAL, LUN): 16.0}}, 1),
        "home": ({"will": {(HAL,): 1.0}}, 1),
    },
    "vouch": {
        "trust": ({"good": {(HAL, LUN): 16.0}}, 1),
        "alignment": ({"alignment": {(HAL,): 0.0, (LUN,): 4.0}}, -1),
    },
}
ALL = [(label, term) for label, terms in MORE.items() for term in terms]


def file_score(label: str, game) -> float:
    """The score of a decision about the training agreement of Halmere with Lunsey."""
    obs = observe(game.world, game.state)
    one = [np.array([n]) for n in (0, HAL, HAL, LUN, TRAINING)]
    file = law.File(*one, np.zeros(1))
    if label == "vouch":
        reasons = law.vouch_terms(obs, file, np.array([ORV]))
    else:
        reasons = getattr(law, f"{label}_terms")(obs, file)
    return float(score_at(obs, label, reasons, *one[:2])[0][0])


@pytest.mark.parametrize(("label", "term"), ALL)
def test_more_of_a_reason_moves_the_decision_as_its_sentence_says(label, term):
    fields, sign = MORE[label][term]
    base = {"institutions": 0.5, "will": 0.5, "alignment": 1.0}
    for name, value in base.items():
        if isinstance(fields.get(name), dict):
            cells = {(n,): value for n in range(4)} | fields[name]
            fields = {**fields, name: cells}
        else:
            fields = {name: value} | fields
    change = file_score(label, table(**fields)) - file_score(label, table(**base))
    assert change * sign > 0


def test_an_exacting_agreement_is_rather_breached_than_a_light_one():
    game = table()
    obs = observe(game.world, game.state)
    scores = []
    for kind in np.argsort(game.world.agreements.autonomy)[[0, -1]]:
        one = [np.array([n]) for n in (0, HAL, HAL, LUN, int(kind))]
        reasons = law.breach_terms(obs, law.File(*one, np.zeros(1)))
        scores.append(score_at(obs, "breach", reasons, *one[:2])[0][0])
    assert scores[0] < scores[1]


def test_one_rather_vouches_to_an_ally():
    game = table()
    obs = observe(game.world, game.state)
    one = [np.array([n]) for n in (0, HAL, HAL, LUN, TRAINING)]
    file = law.File(*one, np.zeros(1))
    ally, other = (
        score_at(obs, "vouch", law.vouch_terms(obs, file, np.array([n])), *one[:2])[0][0]
        for n in (ORV, VEL)
    )
    assert ally > other
    assert weight(obs, "vouch", "fellow", 1).size
