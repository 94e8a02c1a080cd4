"""Terms hold from signature, and promises in packages bind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.run import play_turn
from sim.events import describe
from sim.orders import OrderKind
from sim.state import ACTIVE, IN_FORCE, NONE, PLANNED
from tests.sim.lawful import (
    FRAMEWORK,
    HAL,
    LUN,
    ON_TABLE,
    ORV,
    TRAINING,
    VEL,
    both,
    deal,
    played,
    said,
    table,
)

# --- terms --------------------------------------------------------------------------------------


def test_terms_hold_from_signature_and_are_seen_from_both_sides():
    turn = deal(table(), verification="regular", annex="published", balance=2, years=3)
    for name, one, two in (("verified", 2, 2), ("annex", 1, 1), ("balance", 2, -2),
                           ("duration", 3, 3)):  # fmt: skip
        assert turn.after[name][0, HAL, ORV] == one
        assert turn.after[name][0, ORV, HAL] == two
        assert not np.delete(turn.after[name][0, HAL], ORV).any()


def test_a_refused_offer_leaves_no_terms():
    turn = deal(table(), accepted=False, verification="regular", annex="secret", balance=2)
    assert turn.after["agreement"][0, FRAMEWORK, HAL, ORV] == NONE
    for name in ("verified", "annex", "balance"):
        assert not turn.after[name].any()


def test_verification_is_the_strictest_agreed_and_the_balance_the_sum():
    game = table(verified=both(HAL, ORV, 3), balance={(HAL, ORV): 2, (ORV, HAL): -2})
    turn = deal(game, verification="light", balance=1)
    assert turn.after["verified"][0, HAL, ORV] == 3
    assert turn.after["balance"][0, HAL, ORV] == -turn.after["balance"][0, ORV, HAL] == 3


def test_the_balance_stops_at_the_end_of_its_scale():
    game = table(balance={(HAL, ORV): 16, (ORV, HAL): -16})
    turn = deal(game, balance=2)
    assert (turn.after["balance"][0, HAL, ORV], turn.after["balance"][0, ORV, HAL]) == (16, -16)


def test_two_agreements_of_a_pair_in_one_turn_add_their_terms():
    offers = [{"to": "ORV", "kind": kind, "balance": 1, "verification": level}
              for kind, level in (("framework", "regular"), ("research", "light"))]  # fmt: skip
    replies = [{"from": "HAL", "slot": slot, "answer": "accept"} for slot in (0, 1)]
    turn = played(table(), HAL={"offers": offers}, ORV={"replies": replies})
    assert turn.after["balance"][0, HAL, ORV] == 2
    assert turn.after["verified"][0, HAL, ORV] == 2


def test_terms_are_void_with_the_last_agreement_of_a_pair():
    fields = {"verified": both(HAL, LUN, 2), "annex": both(HAL, LUN, 1),
              "balance": {(HAL, LUN): 1, (LUN, HAL): -1}, "duration": both(HAL, LUN, 4),
              "breached": {(HAL, LUN): 4}, "agreement_turn": -40}  # fmt: skip
    notice = {(TRAINING, HAL, LUN): 4, (TRAINING, LUN, HAL): 4}
    other = {(FRAMEWORK, HAL, LUN): IN_FORCE, (FRAMEWORK, LUN, HAL): IN_FORCE}
    gone = played(table(agreement=notice, **fields))
    kept = played(table(agreement=notice | other, **fields))
    for name in ("verified", "annex", "balance", "duration", "breached"):
        assert not gone.after[name].any(), name
        assert kept.after[name][0, HAL, LUN] != 0, name


def test_an_offer_that_makes_no_sense_is_no_offer():
    game = table(2)
    moves = deal_moves(game)
    senseless = {"to": (99, HAL), "kind": (99, -3), "verification": (4, -1), "annex": (3, -1),
                 "balance": (100, -3), "years": (100, -1),
                 "give": (9, -1), "ask": (9, -1)}  # fmt: skip
    for column, value in ((name, value) for name in senseless for value in senseless[name]):
        offers, replies = moves.talks[0]
        wild = replace(offers, **{column: np.full_like(getattr(offers, column), value)})
        turn = play_turn(game, moves=replace(moves, talks=((wild, replies),))).turn
        assert (turn.after["agreement"] != 0).sum() == 4  # the two nations' own, in two runs


def deal_moves(game):
    """The accepted offer of a plain framework agreement, as moves."""
    offer = {"to": "ORV", "kind": "framework"}
    reply = {"from": "HAL", "answer": "accept"}
    return said(game, HAL={"offers": [offer]}, ORV={"replies": [reply]})


# --- promises -----------------------------------------------------------------------------------


def partners(**fields):
    """Halmere and Orvane, allies, and Velmark, a partner with money enough for its promises."""
    usual = {"status": {(VEL, 0): ACTIVE}, "declared": {(VEL, 0): 0.25}, "spending": 8.0}
    return table(**usual | fields)


def test_a_promise_to_host_becomes_an_exercise_with_the_partner():
    turn = deal(partners(), give="host")
    assert turn.after["exercise"][0, 0] == PLANNED
    assert turn.after["exercise_host"][0, 0] == HAL
    assert turn.after["exercise_invited"][0, 0, ORV] == 1
    assert not turn.refused.any()


def test_the_other_side_hosts_where_that_was_asked():
    turn = deal(partners(), ask="host")
    assert turn.after["exercise_host"][0, 0] == ORV


def good_and_bad(turn, receiver: int, giver: int) -> tuple[float, float]:
    return tuple(float(turn.after[name][0, receiver, giver]) for name in ("good", "bad"))


def test_a_kept_promise_is_good_evidence_and_a_broken_one_bad():
    plain = good_and_bad(deal(partners()), ORV, HAL)
    kept = good_and_bad(deal(partners(), give="host"), ORV, HAL)
    broken = good_and_bad(deal(poor(), give="host"), ORV, HAL)
    assert kept[0] > plain[0]
    assert kept[1] == plain[1]
    assert broken[1] > plain[1]


def poor():
    """As ``partners``, with no money for anything."""
    return partners(spending=0.0)


def test_a_promise_that_proves_impossible_is_broken_and_not_refused():
    turn = deal(poor(), give="host")
    assert not turn.refused.any()
    assert not (turn.after["exercise"] == PLANNED).any()
    told = [e.kind for e in describe(table().world, turn, 0, ORV)]
    assert "promise broken" in told
    assert "promise broken" not in [e.kind for e in describe(table().world, turn, 0, VEL)]


def test_who_keeps_a_promise_by_an_order_of_its_own_is_not_held_to_it_twice():
    offer = {"to": "ORV", "kind": "framework", "give": "host"}
    host = {"do": "host", "target": "LEAGUE", "what": "field"}
    turn = played(partners(), HAL={"offers": [offer], "orders": [host]},
                  ORV={"replies": [{"from": "HAL", "answer": "accept"}]})  # fmt: skip
    assert (turn.moves.orders.kind == OrderKind.HOST).sum() == 1
    assert good_and_bad(turn, ORV, HAL)[0] > good_and_bad(deal(partners()), ORV, HAL)[0]


def lobby(vote: str | None):
    """Velmark offers Orvane an agreement if it backs the text on Velmark's accession."""
    offer = {"to": "ORV", "kind": "framework", "ask": "back"}
    seat = {"replies": [{"from": "VEL", "answer": "accept"}]}
    if vote:
        seat["votes"] = {"0": vote}
    return played(partners(**ON_TABLE), VEL={"offers": [offer]}, ORV=seat)


def test_a_promise_to_back_a_text_is_a_vote_for_it():
    silent = lobby(None)
    assert silent.moves.orders.vote[0, ORV, 0] == 1
    assert good_and_bad(silent, VEL, ORV)[0] > good_and_bad(deal(partners()), VEL, ORV)[0]


def test_a_vote_against_what_was_promised_support_breaks_the_promise():
    turn = lobby("block")
    assert turn.moves.orders.vote[0, ORV, 0] == -1
    assert good_and_bad(turn, VEL, ORV)[1] > good_and_bad(lobby(None), VEL, ORV)[1]


def test_a_promise_of_support_without_a_text_is_neither_kept_nor_broken():
    offer = {"to": "ORV", "kind": "framework", "ask": "back"}
    accept = {"replies": [{"from": "VEL", "answer": "accept"}]}
    turn = played(partners(), VEL={"offers": [offer]}, ORV=accept)
    plain = played(partners(), VEL={"offers": [{**offer, "ask": "nothing"}]}, ORV=accept)
    assert good_and_bad(turn, VEL, ORV) == good_and_bad(plain, VEL, ORV)


def test_a_sponsors_promise_of_aid_is_paid_to_its_partner():
    offer = {"to": "VEL", "kind": "framework", "give": "aid"}
    accept = {"replies": [{"from": "HAL", "answer": "accept"}]}
    turn = played(partners(), HAL={"offers": [offer]}, VEL=accept)
    assert turn.after["aid"][0, VEL, 0] > 0


def test_a_promise_costs_its_money_but_no_effort():
    talks = [{"do": "dialogue", "target": "VEL"}] * 6
    offer = {"to": "ORV", "kind": "framework", "give": "host"}
    accept = {"replies": [{"from": "HAL", "answer": "accept"}]}
    orders = talks[: table().world.dims.K - 1]
    turn = played(partners(), HAL={"offers": [offer], "orders": orders}, ORV=accept)
    assert (turn.moves.orders.kind[0, HAL] == OrderKind.HOST).sum() == 1


def test_promises_that_find_no_slot_are_broken():
    offer = {"to": "ORV", "kind": "framework", "give": "host"}
    accept = {"replies": [{"from": "HAL", "answer": "accept"}]}
    full = [{"do": "depth", "target": "COAST", "amount": 0.5}] * table().world.dims.K
    turn = played(partners(), HAL={"offers": [offer], "orders": full}, ORV=accept)
    assert "promise broken" in [e.kind for e in describe(table().world, turn, 0, HAL)]
