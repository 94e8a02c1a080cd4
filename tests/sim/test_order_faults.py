"""What cannot be read of a seat's words is said in one sentence with its place."""

from __future__ import annotations

import pytest

from scenarios.build import build_world
from sim.errors import DetenteError, OrderFault, UnknownName
from sim.notation import encode
from tests.builders import scenario

WORLD = build_world(scenario())
OFFER = {"to": "HAL", "kind": "training"}
FAULTS = {
    "an unknown nation": ({"HALL": {}}, "did you mean 'HAL'?"),
    "an unknown order": ({"VEL": {"orders": [{"do": "aply"}]}}, "VEL: order 1: no order 'aply'"),
    "a near order": ({"VEL": {"orders": [{"do": "aply"}]}}, "did you mean 'apply'?"),
    "no order at all": ({"VEL": {"orders": [{}]}}, "VEL: order 1: no order ''"),
    "an unknown target": (
        {"VEL": {"orders": [{"do": "dialogue", "target": "ORW"}]}},
        "VEL: order 1: no target 'ORW' (did you mean 'ORV'?)",
    ),
    "a missing target": ({"VEL": {"orders": [{"do": "apply"}]}}, "no target '' (valid: COAST)"),
    "an unknown step": (
        {"VEL": {"orders": [{"do": "advance", "target": "COAST", "what": "revue"}]}},
        "VEL: order 1: no choice 'revue' (did you mean 'review'?)",
    ),
    "the second order": (
        {"VEL": {"orders": [{"do": "publish"}, {"do": "publsh"}]}},
        "VEL: order 2: no order 'publsh' (did you mean 'publish'?)",
    ),
    "too many orders": (
        {"VEL": {"orders": [{"do": "publish"}] * 7}},
        "VEL: order 7",
    ),
    "two orders in a slot": (
        {"VEL": {"orders": [{"do": "publish", "slot": 1}, {"do": "publish", "slot": 1}]}},
        "VEL: order 2: slot 1 has an order already",
    ),
    "an amount that is too large": (
        {"VEL": {"orders": [{"do": "publish", "amount": 4096}]}},
        "VEL: order 1: amount 4096 is not a number from 0 to 4095",
    ),
    "an amount below nothing": (
        {"VEL": {"orders": [{"do": "publish", "amount": -0.5}]}},
        "amount -0.5 is not a number",
    ),
    "an amount that is no number": (
        {"VEL": {"orders": [{"do": "publish", "amount": "much"}]}},
        "amount 'much' is not a number",
    ),
    "an amount that is not a number": (
        {"VEL": {"orders": [{"do": "publish", "amount": float("nan")}]}},
        "amount nan is not a number",
    ),
    "an unknown type of agreement": (
        {"VEL": {"offers": [{"to": "HAL", "kind": "trainning"}]}},
        "VEL: offer 1: no type of agreement 'trainning' (did you mean 'training'?)",
    ),
    "unknown verification": (
        {"VEL": {"offers": [{**OFFER, "verification": "lite"}]}},
        "VEL: offer 1: no verification 'lite' (did you mean 'light'?)",
    ),
    "an unknown annex": (
        {"VEL": {"offers": [{**OFFER, "annex": "secrt"}]}},
        "VEL: offer 1: no annex 'secrt' (did you mean 'secret'?)",
    ),
    "an unknown promise": (
        {"VEL": {"offers": [{**OFFER, "give": "hots"}]}},
        "VEL: offer 1: no give 'hots' (did you mean 'host'?)",
    ),
    "a balance beyond its scale": (
        {"VEL": {"offers": [{**OFFER, "balance": 3}]}},
        "VEL: offer 1: balance 3 is not a whole number from -2 to 2",
    ),
    "a balance that is no number": (
        {"VEL": {"offers": [{**OFFER, "balance": True}]}},
        "VEL: offer 1: balance True is not a whole number",
    ),
    "a duration below nothing": (
        {"VEL": {"offers": [{**OFFER, "years": -1}]}},
        "VEL: offer 1: years -1 is not a whole number from 0 to 50",
    ),
    "an unknown term": ({"VEL": {"offers": [{**OFFER, "anex": "none"}]}}, "did you mean 'annex'?"),
    "an offer to nobody": (
        {"VEL": {"offers": [{"kind": "training"}]}},
        "VEL: offer 1: no nation ''",
    ),
    "an offer to itself": (
        {"VEL": {"offers": [{"to": "VEL", "kind": "training"}]}},
        "VEL: offer 1",
    ),
    "too many offers": ({"VEL": {"offers": [OFFER] * 4}}, "VEL: offer 4"),
    "a round before the first": ({"VEL": {"offers": [{**OFFER, "round": -1}]}}, "VEL: offer 1"),
    "a round that is no number": ({"VEL": {"offers": [{**OFFER, "round": "x"}]}}, "VEL: offer 1"),
    "a slot before the first": ({"VEL": {"offers": [{**OFFER, "slot": -1}]}}, "VEL: offer 1"),
    "an answer to no offer": (
        {"VEL": {"replies": [{"from": "HAL", "answer": "accept"}]}},
        "VEL: reply 1: HAL made no such offer to answer",
    ),
    "an answer for another": (
        {"HAL": {"offers": [{"to": "ORV", "kind": "training"}]},
         "VEL": {"replies": [{"from": "HAL", "answer": "accept"}]}},
        "VEL: reply 1: HAL made no such offer to answer",
    ),
    "an answer to a slot that is not there": (
        {"HAL": {"offers": [{"to": "VEL", "kind": "training"}]},
         "VEL": {"replies": [{"from": "HAL", "slot": 99, "answer": "accept"}]}},
        "VEL: reply 1",
    ),
    "an unknown answer": (
        {"HAL": {"offers": [{"to": "VEL", "kind": "training"}]},
         "VEL": {"replies": [{"from": "HAL", "answer": "acept"}]}},
        "VEL: reply 1: no answer 'acept' (did you mean 'accept'?)",
    ),
    "an unknown vote": ({"VEL": {"votes": {"0": "blok"}}}, "did you mean 'block'?"),
    "a slot that is not there": ({"VEL": {"attend": {"12": "yes"}}}, "there are slots 0 to 11"),
    "a slot that is no number": ({"VEL": {"honour": {"x": "yes"}}}, "there are slots 0 to 2"),
    "orders that are no list": ({"VEL": {"orders": 5}}, "VEL: orders"),
    "an order that has no words": ({"VEL": {"orders": ["apply"]}}, "VEL: order 1"),
    "an unknown part of a seat": ({"VEL": {"order": []}}, "did you mean 'orders'?"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_what_cannot_be_read_is_said_in_one_sentence_with_its_place(name):
    words, expected = FAULTS[name]
    with pytest.raises((OrderFault, UnknownName)) as fault:
        encode(WORLD, words)
    told = str(fault.value)
    assert expected in told
    assert "\n" not in told
    assert isinstance(fault.value, DetenteError)


def test_what_is_said_of_a_fault_names_what_would_be_right():
    for words, _ in FAULTS.values():
        with pytest.raises(DetenteError) as fault:
            encode(WORLD, words)
        told = str(fault.value)
        assert any(mark in told for mark in ("did you mean", "valid:", "slot", "no such offer",
                                             "0 to", "not a", "itself", "from"))  # fmt: skip
