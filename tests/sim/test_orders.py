"""Moves in words and in arrays are the same moves."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.registry import POLICIES
from agents.run import turns_of
from scenarios.build import build_world
from sim.notation import decode, encode, names_of
from sim.orders import (
    AMOUNT,
    ANNEX_WORDS,
    ARGUMENT,
    PROMISE_WORDS,
    TARGET,
    VERIFICATION_WORDS,
    Moves,
    OrderKind,
)
from tests.builders import a_game, scenario

WORLD = build_world(scenario())
DIMS = WORLD.dims
ISO = WORLD.iso
OFFER = {"to": "HAL", "kind": "training"}
KINDS = [kind for kind in OrderKind if kind]
many = settings(max_examples=80, deadline=None, derandomize=True, database=None)


def same(one: Moves, two: Moves) -> bool:
    """Whether two moves are the same arrays, rounds without a word at the end aside."""
    rounds = max(len(one.talks), len(two.talks))
    for number in range(rounds):
        pair = [moves.talks[number] if number < len(moves.talks) else None for moves in (one, two)]
        if None in pair:
            spoken = next(talk for talk in pair if talk is not None)
            if (spoken[0].to >= 0).any() or spoken[1].answer.any():
                return False
            continue
        for left, right in zip(*pair, strict=True):
            if any(not np.array_equal(getattr(left, f.name), getattr(right, f.name))
                   for f in fields(left)):  # fmt: skip
                return False
    return all(
        np.array_equal(getattr(one.orders, f.name), getattr(two.orders, f.name))
        for f in fields(one.orders)
    )


# --- random seats, in words ---------------------------------------------------------------------

#: What an order of each kind may choose from and be aimed at.
WHAT = {kind: names_of(WORLD, ARGUMENT.get(kind, "")) for kind in KINDS}
TARGETS = {kind: names_of(WORLD, TARGET[kind]) for kind in KINDS}
TERMS = {
    "verification": VERIFICATION_WORDS[1:],
    "annex": ANNEX_WORDS[1:],
    "balance": (-2, -1, 1, 2),
    "years": (1, 3, 50),
    "give": PROMISE_WORDS[1:],
    "ask": PROMISE_WORDS[1:],
}


@st.composite
def an_order(draw):
    kind = draw(st.sampled_from(KINDS))
    words = {"do": kind.name.lower()}
    if TARGETS[kind]:
        words["target"] = draw(st.sampled_from(TARGETS[kind]))
    if WHAT[kind]:
        words["what"] = draw(st.sampled_from(WHAT[kind]))
    if kind in AMOUNT:
        words["amount"] = draw(st.floats(2.0**-20, AMOUNT[kind][1]))
    return words


@st.composite
def seats(draw):
    found = {}
    for iso in draw(st.lists(st.sampled_from(ISO), unique=True, max_size=4)):
        seat = {}
        places = draw(st.lists(st.integers(0, DIMS.K - 1), unique=True, max_size=DIMS.K))
        if places:
            seat["orders"] = [{**draw(an_order()), "slot": place} for place in sorted(places)]
        places = draw(
            st.lists(
                st.tuples(st.integers(0, 2), st.integers(0, DIMS.O - 1)), unique=True, max_size=4
            )
        )
        offers = [
            {
                "round": number,
                "slot": slot,
                "to": draw(st.sampled_from([other for other in ISO if other != iso])),
                "kind": draw(st.sampled_from(WORLD.agreements.ids)),
                **{
                    name: draw(st.sampled_from(values))
                    for name, values in TERMS.items()
                    if draw(st.booleans())
                },
            }
            for number, slot in sorted(places)
        ]
        if offers:
            seat["offers"] = offers
        for name, size, words in (
            ("attend", DIMS.X, ("yes", "no")),
            ("votes", DIMS.T, ("support", "block")),
            ("honour", DIMS.C, ("yes", "no")),
        ):
            slots = draw(st.lists(st.integers(0, size - 1), unique=True, max_size=3))
            if slots:
                seat[name] = {str(k): draw(st.sampled_from(words)) for k in sorted(slots)}
        if seat:
            found[iso] = seat
    for iso in sorted(found):
        for offer in found[iso].get("offers", ()):
            answer = draw(st.sampled_from(["accept", "refuse", None]))
            if answer:
                reply = {"round": offer["round"], "slot": offer["slot"], "from": iso}
                found.setdefault(offer["to"], {}).setdefault("replies", []).append(
                    {**reply, "answer": answer}
                )
    return found


def canonical(words):
    """Words as ``decode`` writes them: slots that follow from the place left out."""
    out = {}
    for iso in ISO:
        if not words.get(iso):
            continue
        seat = {k: v for k, v in words[iso].items() if k not in ("orders", "replies")}
        if "replies" in words[iso]:
            order = sorted(words[iso]["replies"],
                           key=lambda r: (r["round"], ISO.index(r["from"]), r["slot"]))  # fmt: skip
            seat["replies"] = order
        if "orders" in words[iso]:
            seat["orders"] = [
                {k: v for k, v in order.items() if k != "slot" or v != place}
                for place, order in enumerate(words[iso]["orders"])
            ]
        out[iso] = seat
    return out


@given(seats())
@many
def test_words_come_back_from_arrays_as_they_were_given(words):
    assert decode(WORLD, encode(WORLD, words)) == canonical(words)


@given(seats())
@many
def test_arrays_come_back_from_words_as_they_were(words):
    moves = encode(WORLD, words)
    assert same(encode(WORLD, decode(WORLD, moves)), moves)


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_moves_of_whole_games_come_back_from_words_as_they_were(policy):
    game = a_game(2, default=policy)
    for played in turns_of(game):
        for row in range(2):
            moves = played.decision.moves.take(slice(row, row + 1))
            words = decode(game.world, played.decision.moves, row)
            assert same(encode(game.world, words), moves)
            assert words == decode(game.world, moves)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_order_can_be_said(kind):
    words = {"do": kind.name.lower()}
    if TARGETS[kind]:
        words["target"] = TARGETS[kind][-1]
    if WHAT[kind]:
        words["what"] = WHAT[kind][-1]
    if kind in AMOUNT:
        words["amount"] = AMOUNT[kind][1]
    moves = encode(WORLD, {"VEL": {"orders": [words]}})
    assert moves.orders.kind[0, WORLD.nation("VEL"), 0] == kind
    assert (moves.orders.kind != 0).sum() == 1
    assert decode(WORLD, moves) == {"VEL": {"orders": [words]}}


@pytest.mark.parametrize("name", TERMS)
def test_every_term_of_an_offer_can_be_said(name):
    for value in TERMS[name]:
        words = {"VEL": {"offers": [{"round": 0, "slot": 0, **OFFER, name: value}]}}
        offers = encode(WORLD, words).talks[0][0]
        assert getattr(offers, name)[0, WORLD.nation("VEL"), 0] != 0
        assert decode(WORLD, encode(WORLD, words)) == words


def test_a_term_that_is_not_named_is_that_of_a_plain_offer():
    plain = {"verification": "none", "annex": "none", "balance": 0, "years": 0}
    plain |= {"give": "nothing", "ask": "nothing"}
    one, two = (encode(WORLD, {"VEL": {"offers": [{**OFFER, **terms}]}}) for terms in (plain, {}))
    assert same(one, two)
    assert decode(WORLD, one) == decode(WORLD, two)


def test_a_turn_in_which_nobody_says_anything_is_no_words_at_all():
    assert decode(WORLD, Moves.none(DIMS, 1)) == {}
    assert same(encode(WORLD, {}), Moves.none(DIMS, 1))


def test_an_order_without_a_slot_takes_that_of_its_place():
    orders = [{"do": "publish", "amount": 0.5}, {"do": "dialogue", "target": "HAL"}]
    kind = encode(WORLD, {"VEL": {"orders": orders}}).orders.kind[0, WORLD.nation("VEL")]
    assert kind.tolist()[:3] == [OrderKind.PUBLISH, OrderKind.DIALOGUE, OrderKind.NONE]


def test_taking_rows_of_moves_takes_them_of_every_array():
    game = a_game(3, default="chance")
    moves = next(iter(turns_of(game, 1))).decision.moves
    part = moves.take(slice(1, 3))
    assert np.array_equal(part.orders.kind, moves.orders.kind[1:3])
    assert np.array_equal(part.talks[0][0].to, moves.talks[0][0].to[1:3])
    assert np.array_equal(part.talks[0][1].answer, moves.talks[0][1].answer[1:3])
