"""Calls for aid are made, honoured, refused; threatened participants consult (A10, A7, P8)."""

from __future__ import annotations

import numpy as np
import pytest

from agents import alliance
from agents.run import play_turn
from sim.aid import SECRET_ANNEX
from sim.axes import NEVER
from sim.causes import Cause
from sim.events import PUBLIC, describe
from sim.notation import encode
from sim.observe import observe
from sim.state import ACTIVE, DISPLAY, FORCE, WAR
from tests.contract.cases.case import HAL, LUN, ORV, VEL, edited, status
from tests.contract.cases.crisis import standoff
from tests.sim.confronting import (
    both,
    called,
    chance,
    do,
    ended,
    many,
    no_treaties,
    of_pair,
    own,
    resolved,
    trusting,
)

HIT = (no_treaties, standoff(LUN, ORV, FORCE, 0))
ASKED = (*HIT, called(ORV, LUN))


def answered(*edits, off=("N2",), **answers):
    """The turn in which a call of Orvane against Lunsey is answered."""
    game = edited(*edits, off=off)
    words = {iso: {"honour": {"0": said}} for iso, said in answers.items()}
    return game, play_turn(game, moves=encode(game.world, words), ledger=True).turn


def test_force_alone_calls_nobody_the_victim_must_ask():
    turn = resolved(many(*HIT), {})
    assert (turn.after["call_victim"] == -1).all()
    turn = resolved(many(*HIT), {"ORV": [do("invoke", "LUN")]})
    assert (turn.after["call_victim"][:, 0] == ORV).all()
    assert (turn.after["call_against"][:, 0] == LUN).all()


def test_a_show_of_force_is_no_attack():
    turn = resolved(
        many(no_treaties, standoff(LUN, ORV, DISPLAY, 0)), {"ORV": [do("invoke", "LUN")]}
    )
    assert (turn.refused[:, ORV, 0] != 0).all()


def test_who_has_no_ally_has_nobody_to_call():
    turn = resolved(many(no_treaties, standoff(LUN, VEL, FORCE, 0)), {"VEL": [do("invoke", "LUN")]})
    assert (turn.refused[:, VEL, 0] != 0).all()


def test_an_ally_who_honours_gains_trust_and_one_who_refuses_loses_it():
    _, yes = answered(*ASKED, HAL="yes")
    _, no = answered(*ASKED, HAL="no")
    assert yes.after["good"][0, ORV, HAL] > no.after["good"][0, ORV, HAL]
    assert no.after["bad"][0, ORV, HAL] > yes.after["bad"][0, ORV, HAL]
    assert no.after["heard_bad"][0, VEL, HAL] > yes.after["heard_bad"][0, VEL, HAL]
    assert (yes.after["call_victim"] == -1).all()


def test_silence_is_refusal():
    assert answered(*ASKED)[1].after.digest() == answered(*ASKED, HAL="no")[1].after.digest()


def test_the_next_call_of_a_refused_ally_meets_a_more_doubtful_victim():
    _, no = answered(*ASKED, HAL="no")
    world = edited().world
    cell = (np.array([0]), np.array([ORV]), np.array([HAL]))
    before, after = (alliance.reliability(observe(world, s), *cell) for s in (no.before, no.after))
    assert after[0] < before[0]


def test_reliability_rises_with_institutions_shared_interests_and_record():
    world = edited().world
    cell = (np.array([0]), np.array([ORV]), np.array([HAL]))

    def found(*edits) -> float:
        return float(alliance.reliability(observe(world, edited(*edits).state), *cell)[0])

    assert found(own("institutions", HAL, 1.0)) > found(own("institutions", HAL, 0.25))
    assert found(own("alignment", HAL, 8.0)) < found()
    assert found(trusting(ORV, HAL)) > found()


SECRET = (*HIT, both("annex", ORV, VEL, SECRET_ANNEX), called(ORV, LUN))


def test_a_secret_annex_binds_and_only_the_victim_learns_of_the_refusal():
    _, turn = answered(*SECRET, VEL="no")
    assert turn.after["bad"][0, ORV, VEL] > turn.before["bad"][0, ORV, VEL]
    heard = [e for e in turn.ledger if e.cause is Cause.REFUSED_CALL and e.field == "heard_bad"]
    assert all(VEL not in e.index[2] for e in heard)


@pytest.mark.parametrize("reader", [PUBLIC, HAL, LUN])
def test_what_a_secret_ally_answers_is_not_told_to_others(reader):
    game, turn = answered(*SECRET, HAL="yes", VEL="yes")
    told = [e for e in describe(game.world, turn, 0, reader) if e.kind == "call honoured"]
    assert [e.nations for e in told] == [(HAL, ORV, LUN)]
    mine = [e for e in describe(game.world, turn, 0, ORV) if e.kind == "call honoured"]
    assert [e.nations for e in mine] == [(HAL, ORV, LUN), (VEL, ORV, LUN)]


def test_without_a7_no_annex_is_secret_and_none_binds_in_secret():
    _, turn = answered(*SECRET, off=("N2", "A7"), VEL="yes")
    posted = [e for e in turn.ledger if e.cause is Cause.HONOURED]
    assert all(VEL not in e.index[2] for e in posted)


def test_who_is_allied_with_both_sides_is_bound_to_neither():
    def league(arrays):
        arrays["member"][0, LUN, 0] = 1

    _, turn = answered(*ASKED, league, HAL="no")
    assert not [e for e in turn.ledger if e.cause is Cause.REFUSED_CALL]


def test_few_of_the_allies_who_honour_go_to_war_themselves():
    war = (no_treaties, standoff(LUN, ORV, WAR, WAR), called(ORV, LUN))
    turn = resolved(many(*war, rows=2048), {}, HAL={"honour": {"0": "yes"}})
    joined = (turn.after["standoff"][:, HAL, LUN] == WAR).mean()
    assert 0.05 < joined < 0.15
    turn = resolved(many(*ASKED, rows=512), {}, HAL={"honour": {"0": "yes"}})
    assert (turn.after["standoff"][:, HAL, LUN] == 0).all()


def test_support_of_an_ally_helps_to_end_a_confrontation():
    asked = many(*ASKED, own("capability", HAL, 0.25), rows=1024)
    helped = ended(resolved(asked, {}, HAL={"honour": {"0": "yes"}}), LUN, ORV)
    assert helped > ended(resolved(asked, {}), LUN, ORV)


def test_without_a10_nobody_calls():
    turn = resolved(many(*HIT, off=("N2", "A10")), {"ORV": [do("invoke", "LUN")]})
    assert (turn.refused[:, ORV, 0] != 0).all()


def test_who_fears_abandonment_or_entrapment_weighs_them():
    afraid = of_pair("threat", HAL, LUN, 1.0)
    assert chance("honour", HAL, 0, *ASKED, afraid) > chance("honour", HAL, 0, *ASKED)
    drawn_in = standoff(LUN, ORV, FORCE, WAR)
    assert chance("honour", HAL, 0, *ASKED, drawn_in) < chance("honour", HAL, 0, *ASKED)


# --- consultation -------------------------------------------------------------------------------

BESET = (no_treaties, status(VEL, ACTIVE), standoff(LUN, VEL, DISPLAY, DISPLAY))
ASK = {"VEL": [do("consult", "LUN")]}


def test_a_threatened_participant_is_heard_and_that_builds_trust():
    turn, silent = resolved(many(*BESET), ASK), resolved(many(*BESET), {})
    assert (turn.after["consulted"][:, VEL] == 4).all()
    for member in (HAL, ORV):
        assert (turn.after["good"][:, VEL, member] > silent.after["good"][:, VEL, member]).all()
        assert (turn.after["good"][:, member, VEL] > silent.after["good"][:, member, VEL]).all()


def test_consultation_is_no_guarantee():
    turn = resolved(many(*BESET), ASK)
    assert (turn.after["call_victim"] == -1).all()
    assert not observe(edited().world, turn.after).defence_pact[:, VEL].any()


def test_who_asks_again_at_once_gains_nothing():
    told = {c.cause for c in resolved(many(*BESET, own("consulted", VEL, 3)), ASK).ledger
            if c.field == "good"}  # fmt: skip
    assert Cause.CONSULTED not in told


def test_who_takes_no_part_is_not_consulted():
    turn = resolved(many(*BESET[:1], BESET[2]), ASK)
    assert (turn.refused[:, VEL, 0] != 0).all()


def test_attention_makes_accidents_rarer_and_without_p8_does_not():
    def slips(*edits, off=("N2",)) -> float:
        turn = resolved(many(*BESET, *edits, rows=4096, off=off), {})
        return float((turn.after["hostility"][:, LUN, VEL] > DISPLAY).mean())

    heard, unheard = own("consulted", VEL, 3), own("consulted", VEL, NEVER)
    assert slips(heard) < slips(unheard)
    assert slips(heard, off=("N2", "P8")) == slips(unheard, off=("N2", "P8"))


def test_about_whom_it_consults_only_those_consulted_know():
    game = many(*BESET, rows=2)
    turn = resolved(game, ASK)

    def told(reader):
        return next(e.text for e in describe(game.world, turn, 0, reader)
                    if e.kind == "consultation")  # fmt: skip

    assert all("Lunsey" in told(reader) for reader in (HAL, VEL, None))
    assert not any("Lunsey" in told(reader) for reader in (LUN, PUBLIC))


def test_without_p8_a_threatened_participant_has_nobody_to_consult():
    turn = resolved(many(*BESET, off=("N2", "P8")), ASK)
    assert (turn.refused[:, VEL, 0] != 0).all()
