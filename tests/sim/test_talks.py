"""Offers carry terms, refusals may bring counter-offers, and promises in packages bind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.calculus import score_at, weight
from agents.decisions import bargain, law
from agents.doctrine import Doctrine
from agents.run import play_turn, turns_of
from agents.talks import asked
from sim.draw import Draw
from sim.events import describe
from sim.observe import observe
from sim.orders import ACCEPT, REFUSE, Offers, OrderKind
from sim.state import ACTIVE, IN_FORCE, NONE, PLANNED
from tests.builders import a_game
from tests.sim.lawful import (
    FRAMEWORK,
    HAL,
    LUN,
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
    for column, value in (("to", 99), ("to", HAL), ("kind", 99), ("kind", -3)):
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


ON_TABLE = {"text_kind": {(0,): 1}, "text_group": {(0,): 0}, "text_subject": {(0,): VEL},
            "text_author": {(0,): ORV}, "text_turn": {(0,): 3}}  # fmt: skip


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


# --- what AI nations make of terms --------------------------------------------------------------


def before(game, **columns):
    """Orvane, asked by Halmere for a framework agreement on these terms."""
    obs = observe(game.world, game.state).of(np.array([ORV]))
    offers = Offers.none(game.world.dims, len(game.seeds))
    offers.to[:, HAL, 0] = ORV
    for name, value in columns.items():
        getattr(offers, name)[:, HAL, 0] = value
    return obs, offers


def worth(game, **columns) -> float:
    """What the terms of an offer are worth to Orvane."""
    obs, offers = before(game, **columns)
    found = asked(obs, offers)
    return float(score_at(obs, "reply", bargain.terms_of(obs, found), *found.cell[:2])[0][0])


def test_terms_that_favour_the_proposer_are_worth_less_to_the_nation_asked():
    values = [worth(table(), balance=steps) for steps in (-2, -1, 0, 1, 2)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 5


def test_verification_reassures_where_there_is_little_trust():
    little, much = table(bad=8.0, good=0.0), table(bad=0.0, good=16.0)
    gain = [worth(game, verification=3) - worth(game) for game in (little, much)]
    assert gain[0] > gain[1]


def test_a_closed_state_bears_verification_badly():
    gain = [worth(game, verification=3) - worth(game)
            for game in (table(institutions=1.0), table(institutions=0.0))]  # fmt: skip
    assert gain[0] > gain[1]


def test_a_secret_annex_is_worth_more_the_greater_the_threat():
    gain = [worth(game, annex=2) - worth(game) for game in (table(threat=0.75), table(threat=0.0))]
    assert gain[0] > gain[1]


def test_a_secret_annex_is_dearer_to_free_institutions():
    gain = [worth(game, annex=2) - worth(game)
            for game in (table(institutions=0.0), table(institutions=1.0))]  # fmt: skip
    assert gain[0] > gain[1]


def test_without_a7_secrecy_is_worth_nothing_either_way():
    game = table(off=("A7",), threat=0.75)
    assert worth(game, annex=2) == worth(game)


def test_what_is_given_counts_for_an_offer_and_what_is_asked_against_it():
    assert worth(table(), ask=1) < worth(table()) < worth(table(), give=1)


def test_a_dispute_over_meaning_makes_new_agreements_worth_less():
    game = table(contested=both(HAL, ORV, 1))
    assert worth(game) < worth(table())


def test_a_record_of_violations_lowers_the_worth_of_a_tie():
    values = []
    for record in (0.0, 0.5):
        game = table(2, violations={(HAL,): record})
        mind = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
        total = np.broadcast_to(mind.tie_score[0], (2, 4, 4))
        values.append(total[0, ORV, HAL])
    assert values[1] < values[0]


def answers(game, **columns) -> np.ndarray:
    """(R,) Orvane's replies to the offer in every run."""
    obs, offers = before(game, **columns)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    return turn.replies(offers).answer[:, HAL, 0]


def test_asking_again_never_rolls_again():
    game = table(200)
    obs, offers = before(game)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    first, second = (turn.replies(offers).answer for _ in range(2))
    assert np.array_equal(first, second)
    assert np.array_equal(answers(game), first[:, HAL, 0])
    assert set(np.unique(first[:, HAL, 0])) == {ACCEPT, REFUSE}


def test_better_terms_are_never_answered_worse():
    game = table(400)
    before_, shares = None, []
    for steps in (2, 1, 0, -1, -2):
        now = answers(game, balance=steps) == ACCEPT
        if before_ is not None:
            assert (now >= before_).all()
        before_ = now
        shares.append(now.mean())
    assert shares[-1] > shares[0]


def countered(game, **columns):
    obs, offers = before(game, **columns)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    replies = turn.replies(offers)
    return replies.answer[:, HAL, 0], turn.counters(offers, replies)


def test_an_offer_refused_for_its_terms_is_answered_on_level_terms():
    game = table(400)
    answer, counters = countered(game, balance=2, ask=1, years=3)
    made = counters.to[:, 0, 0] == HAL
    level = answers(game) == ACCEPT
    assert made.any()
    assert np.array_equal(made, (answer == REFUSE) & level)
    assert not counters.balance[made].any()
    assert not counters.ask[made].any()
    assert (counters.years[made, 0, 0] == 3).all()


def test_an_offer_on_level_terms_is_not_countered():
    assert countered(table(400))[1] is None


def test_counter_offers_are_answered_in_a_second_round():
    rounds = 0
    game = a_game(16, seed=4, name="pfp-1994")
    for one in turns_of(game, 8):
        talks = one.decision.moves.talks
        if len(talks) > 1:
            first, second = talks
            rows, nations, slots = np.nonzero(second[0].to >= 0)
            for row, nation, slot in zip(rows, nations, slots, strict=True):
                partner = second[0].to[row, nation, slot]
                was = (first[0].to[row, partner] == nation) & (
                    first[0].kind[row, partner] == second[0].kind[row, nation, slot]
                )
                assert (first[1].answer[row, partner][was] == REFUSE).all()
                assert was.any()
            assert (second[1].answer[second[0].to >= 0] != 0).all()
            rounds += 1
    assert rounds > 2


def proposed(off: tuple[str, ...] = (), **fields):
    """The offers of all nations in many runs of the small scenario."""
    game = table(200, off=off, agreement=NONE, **fields)
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
    return game, turn.offers()


def test_most_offers_are_plain():
    game = a_game(8, name="pfp-1994")
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 0))
    offers = turn.offers()
    made = offers.to >= 0
    for name in ("verification", "annex", "balance", "years", "give", "ask"):
        assert (getattr(offers, name)[made] == 0).mean() > 0.6, name


def test_the_stronger_names_a_balance_in_its_favour_and_without_a9_nobody_does():
    power = {"capability": {(HAL,): 0.25, (ORV,): 0.001, (VEL,): 0.001, (LUN,): 0.001}}
    _, offers = proposed(**power)
    made = offers.to >= 0
    assert (offers.balance[:, HAL][made[:, HAL]] > 0).all()
    assert made[:, HAL].any()
    assert not offers.balance[:, ORV:].any()
    assert not proposed(("A9",), **power)[1].balance.any()


def test_verification_is_asked_where_trust_is_thin():
    levels = []
    for good, bad in ((0.0, 4.0), (16.0, 0.0)):
        _, offers = proposed(good=good, bad=bad)
        levels.append(offers.verification[offers.to >= 0].mean())
    assert levels[0] > levels[1]


def test_secret_annexes_are_offered_by_threatened_closed_states_alone():
    for threat, free, some in ((0.5, 0.25, True), (0.5, 0.9, False), (0.0, 0.25, False)):
        _, offers = proposed(threat=threat, institutions=free)
        assert (offers.annex == 2).any() == some
    assert not (proposed(("A7",), threat=0.5, institutions=0.25)[1].annex == 2).any()


def test_who_has_a_text_on_the_table_offers_to_host_for_support():
    game = table(200, status={(VEL, 0): ACTIVE}, agreement=NONE, **ON_TABLE)
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
    offers = turn.offers()
    member = np.isin(offers.to, (HAL, ORV))
    asks = (offers.ask == 2) & (offers.give == 1)
    assert (asks[:, VEL] == member[:, VEL]).all()
    assert asks[:, VEL].any()
    assert not asks[:, [HAL, ORV, LUN]].any()


def test_who_promised_support_votes_for_the_text_whatever_it_thinks():
    game = a_game(24, seed=8, name="pfp-1994")
    seen = 0
    for one in turns_of(game, 36):
        moves, state = one.decision.moves, one.turn.before
        for offers, replies in moves.talks:
            lobbied = (replies.answer == ACCEPT) & (offers.ask == 2)
            for row, i, slot in zip(*np.nonzero(lobbied), strict=True):
                partner = offers.to[row, i, slot]
                text = (state["text_subject"][row] == i) & (state["text_kind"][row] >= 0)
                seated = state["member"][row, partner, np.maximum(state["text_group"][row], 0)]
                votes = moves.orders.vote[row, partner][text & (seated == 1)]
                assert (votes == 1).all()
                seen += len(votes)
    assert seen > 3


# --- decisions about what lies in the files -----------------------------------------------------

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
