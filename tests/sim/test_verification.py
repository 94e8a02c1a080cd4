"""Checking finds what was misdeclared as often as it should, and is limited as it should be."""

from __future__ import annotations

import numpy as np
import pytest

from sim.account import reasons
from sim.causes import Cause
from sim.knowledge import EVADED, EXPLAINED, quota
from sim.orders import OrderKind
from sim.rules.verification import verification
from sim.state import NEVER
from tests.builders import a_game
from tests.sim.knowing import HAL, LUN, ORV, VEL, a_batch, changed, played, set_to

ROWS = 4000
INSPECT = (OrderKind.INSPECT, VEL, LUN, 0)
WATCH = (OrderKind.WATCH, HAL, LUN, 0)
QUERY = (OrderKind.QUERY, VEL, LUN, 0)


def activity(true: float, told: float, nation: int = LUN):
    def edit(arrays):
        arrays["activity"][:, nation] = true
        arrays["notified"][:, nation] = told

    return edit


def after(*orders, edits=(), off=(), rows=ROWS, turn=4, **values):
    game = a_batch(rows, off, **values)
    state = changed(game, *edits, turn=turn)
    return state, played(verification, game, state, *orders)


def caught(true: float, told: float, *orders, **options) -> float:
    state, books = after(*(orders or (INSPECT,)), edits=(activity(true, told),), **options)
    return float((books["violations"][:, LUN] > state["violations"][:, LUN]).mean())


def test_an_inspection_finds_the_share_that_was_not_declared():
    assert caught(40.0, 30.0) == pytest.approx(0.25, abs=0.02)
    assert caught(40.0, 10.0) == pytest.approx(0.75, abs=0.02)
    assert caught(40.0, 0.0) == 1.0


def test_what_was_declared_is_never_a_violation():
    assert caught(40.0, 40.0) == 0.0
    assert caught(0.0, 0.0) == 0.0


def test_below_nine_thousand_nothing_need_be_declared():
    assert caught(8.75, 0.0) == 0.0
    assert caught(9.0, 0.0) == 1.0


def test_counting_rules_leave_a_margin():
    assert caught(20.0, 19.0) == 0.0
    assert caught(20.0, 17.0) > 0.0


def test_two_inspections_find_more_than_one():
    both = caught(40.0, 30.0, INSPECT, (OrderKind.INSPECT, HAL, LUN, 0))
    assert both == pytest.approx(1 - 0.75 * 0.75, abs=0.025)


def test_inspections_beyond_the_quota_do_not_take_place():
    game = a_batch(ROWS)
    left = int(quota(game.world)[0, LUN]) - 1
    edits = (set_to("quota", (LUN,), left),)
    orders = (INSPECT, (OrderKind.INSPECT, HAL, LUN, 0), (OrderKind.INSPECT, ORV, LUN, 0))
    state, books = after(*orders, edits=edits)
    assert (books["quota"][:, LUN] == left + 1).all()
    came = books["inspected"][:, :, LUN] == state.turn
    assert (came.sum(axis=1) == 1).all()
    share = came.mean(axis=0)
    assert share[[HAL, ORV, VEL]] == pytest.approx([1 / 3] * 3, abs=0.03)


def test_quotas_are_those_of_the_vienna_document():
    world = a_game(1, name="pfp-1994").world
    most = dict(zip(world.iso, quota(world)[0].tolist(), strict=True))
    assert most["USA"] == 18.0  # three inspections and fifteen evaluations
    assert most["EST"] == 4.0  # three inspections and one evaluation


def test_a_quota_begins_anew_with_the_calendar_year():
    edits = (set_to("quota", (LUN,), 2),)
    assert (after(edits=edits, turn=2)[1]["quota"][:, LUN] == 2).all()
    assert (after(edits=edits, turn=3)[1]["quota"][:, LUN] == 0).all()
    assert (after(INSPECT, edits=edits, turn=2)[1]["quota"][:, LUN] == 3).all()


def test_a_proven_violation_costs_the_trust_of_the_inspector_and_of_all_who_hear_of_it():
    state, books = after(INSPECT, edits=(activity(40.0, 0.0),))
    told = {r.cause: r.amount for r in reasons(books.entries, "bad", (0, VEL, LUN))}
    assert told[Cause.VIOLATION] == 2.0
    heard = books["heard_bad"] - state["heard_bad"]
    assert (heard[:, [HAL, ORV, VEL], LUN] == np.float64(round(0.3 * 2**16) / 2**16)).all()
    assert not heard[:, :, [HAL, ORV, VEL]].any()


def test_with_n1_off_nobody_hears_of_a_violation():
    state, books = after(INSPECT, edits=(activity(40.0, 0.0),), off=("N1",))
    assert np.array_equal(books["heard_bad"], state["heard_bad"])
    assert (books["violations"][:, LUN] > 0).all()


def test_a_clean_inspection_makes_trust_and_knowledge():
    state, books = after(INSPECT, edits=(activity(40.0, 40.0), set_to("posture", (LUN,), 0.25)))
    clean = books["alarmed"][:, VEL, LUN] == NEVER
    assert clean.mean() == pytest.approx(0.95, abs=0.015)
    assert (books["good"][clean, VEL, LUN] > state["good"][clean, VEL, LUN]).all()
    assert (books["insight"][:, VEL, LUN] > state["insight"][:, VEL, LUN]).all()
    assert (books["insight"][:, HAL, LUN] == state["insight"][:, HAL, LUN]).all()
    off = np.abs(books["belief"] - 0.25) - np.abs(state["belief"] - 0.25)
    assert (off[:, VEL, LUN] < 0).all()


def test_a_false_alarm_stays_with_the_inspector():
    state, books = after(INSPECT, edits=(activity(40.0, 40.0),))
    alarm = books["alarmed"][:, VEL, LUN] == state.turn
    assert 0.03 < alarm.mean() < 0.07
    assert (books["bad"][alarm, VEL, LUN] > state["bad"][alarm, VEL, LUN]).all()
    assert np.array_equal(books["heard_bad"], state["heard_bad"])
    assert np.array_equal(books["violations"], state["violations"])


def seen(true: float, who: int = HAL) -> float:
    state, books = after((OrderKind.WATCH, who, LUN, 0), edits=(activity(true, 0.0),))
    return float((books["alarmed"][:, who, LUN] == state.turn).mean())


def test_satellites_find_large_activities_and_not_small_ones():
    assert seen(9.0) < 0.1
    assert seen(30.0) == pytest.approx(0.5, abs=0.03)
    assert seen(150.0) > 0.9


def test_satellites_of_ones_own_see_more_than_pictures_that_are_bought():
    assert seen(60.0, ORV) == pytest.approx(0.4 * seen(60.0, HAL), abs=0.03)


def test_what_satellites_show_proves_nothing_in_public():
    state, books = after(WATCH, edits=(activity(150.0, 0.0),))
    assert np.array_equal(books["violations"], state["violations"])
    assert np.array_equal(books["heard_bad"], state["heard_bad"])
    assert (books["bad"][:, HAL, LUN] > state["bad"][:, HAL, LUN]).mean() > 0.9


def test_observers_who_are_invited_learn_what_they_see():
    edits = (activity(20.0, 20.0), set_to("observers", (LUN,), 1))
    state, books = after(edits=edits)
    assert (books["insight"][:, :3, LUN] > state["insight"][:, :3, LUN]).all()
    assert np.array_equal(books["bad"], state["bad"])


def test_neighbours_resent_a_large_activity_without_observers():
    state, books = after(edits=(activity(13.0, 13.0),))
    assert (books["bad"][:, :3, LUN] > state["bad"][:, :3, LUN]).all()
    state, books = after(edits=(activity(12.75, 12.75),))
    assert np.array_equal(books["bad"], state["bad"])


def test_who_has_nothing_to_hide_explains_and_becomes_better_known():
    state, books = after(QUERY)
    explained = books["queried"][:, LUN] == EXPLAINED
    assert explained.mean() == pytest.approx(0.85, abs=0.02)
    rose = books["transparency"][:, LUN] > state["transparency"][:, LUN]
    assert np.array_equal(rose, explained)
    assert (books["good"][explained, VEL, LUN] > state["good"][explained, VEL, LUN]).all()


def test_who_has_something_to_hide_mostly_evades_and_tells_nothing():
    state, books = after(QUERY, edits=(activity(40.0, 0.0),))
    evaded = books["queried"][:, LUN] == EVADED
    assert evaded.mean() == pytest.approx(0.7, abs=0.02)
    assert np.array_equal(books["transparency"], state["transparency"])
    assert (books["bad"][evaded, VEL, LUN] > state["bad"][evaded, VEL, LUN]).all()


def test_evasion_costs_repute_only_as_far_as_violations_were_proven():
    plain, record = (
        after(QUERY, edits=(activity(40.0, 0.0), set_to("violations", (LUN,), value)))
        for value in (0.0, 0.5)
    )
    assert np.array_equal(plain[1]["heard_bad"], plain[0]["heard_bad"])
    evaded = record[1]["queried"][:, LUN] == EVADED
    rose = record[1]["heard_bad"][:, HAL, LUN] > record[0]["heard_bad"][:, HAL, LUN]
    assert np.array_equal(rose, evaded)


def test_a_question_is_answered_within_the_turn():
    assert not after(edits=(set_to("queried", (LUN,), EVADED),))[1]["queried"].any()


def test_agreed_verification_is_audited_once_a_year_by_its_level():
    gains = []
    for level in (1, 3):
        state, books = after(edits=(set_to("verified", (VEL, LUN), level),), turn=3)
        gains.append((books["insight"] - state["insight"])[0, VEL, LUN])
        assert not (books["insight"] - state["insight"])[:, LUN, VEL].any()
    assert 0 < gains[0] < gains[1]
    state, books = after(edits=(set_to("verified", (VEL, LUN), 3),), turn=2)
    assert np.array_equal(books["insight"], state["insight"])


def test_without_a5_nobody_checks_and_nothing_is_found():
    edits = (activity(150.0, 0.0), set_to("observers", (LUN,), 1), set_to("verified", (0, 1), 3))
    state, books = after(INSPECT, WATCH, QUERY, edits=edits, off=("A5",), turn=3)
    for name in ("violations", "bad", "good", "insight", "belief", "alarmed", "quota"):
        assert np.array_equal(books[name], state[name]), name
    assert not books["queried"].any()
