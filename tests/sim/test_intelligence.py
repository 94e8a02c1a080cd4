"""Knowledge grows by reports, openness and partners; sharing spreads it; secrets come out."""

from __future__ import annotations

import numpy as np
import pytest

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from sim.rules.intelligence import intelligence
from sim.state import NEVER
from tests.sim.knowing import (
    HAL,
    LUN,
    ORV,
    VEL,
    a_batch,
    changed,
    partners,
    played,
    set_to,
)

ROWS = 2000
SHARE = (OrderKind.SHARE, HAL, VEL, 0)
LEAK = (OrderKind.LEAK, VEL, LUN, HAL)
ALONE = partners()
TOGETHER = partners((HAL, VEL))
WELL_KNOWN = set_to("insight", (HAL, LUN), 0.875)
LITTLE_KNOWN = set_to("insight", (VEL, LUN), 0.125)


def after(*orders, edits=(), off=(), rows=ROWS, turn=5, **values):
    game = a_batch(rows, off, **values)
    state = changed(game, *edits, turn=turn)
    return state, played(intelligence, game, state, *orders)


def insight(who: int, about: int, **options) -> float:
    return float(after(rows=4, **options)[1]["insight"][0, who, about])


# --- reports and beliefs ------------------------------------------------------------------------


def test_large_nations_collect_more():
    edits = (ALONE, set_to("insight", (slice(None), LUN), 0.25))
    assert insight(HAL, LUN, edits=edits) > insight(VEL, LUN, edits=edits) > 0


def test_what_is_open_is_known():
    closed = insight(VEL, LUN, edits=(ALONE, set_to("transparency", (LUN,), 0.0)))
    open_ = insight(VEL, LUN, edits=(ALONE, set_to("transparency", (LUN,), 1.0)))
    assert open_ > closed
    edits = (ALONE, set_to("transparency", (LUN,), 1.0))
    assert insight(VEL, LUN, edits=edits, off=("P2",)) < open_


def test_partners_under_a_protocol_know_more_of_each_other():
    apart, together = (insight(VEL, HAL, edits=(e,)) for e in (ALONE, TOGETHER))
    assert together > apart
    assert insight(VEL, ORV, edits=(TOGETHER,)) == insight(VEL, ORV, edits=(ALONE,))


def test_without_a6_what_partners_are_told_all_know():
    for who, more in ((ORV, True), (VEL, False)):
        kept = insight(who, HAL, edits=(TOGETHER,))
        told = insight(who, HAL, edits=(TOGETHER,), off=("A6",))
        assert (told > kept) == more
    assert insight(ORV, LUN, edits=(TOGETHER,), off=("A6",)) == insight(ORV, LUN, edits=(TOGETHER,))


def test_without_p6_partners_tell_each_other_nothing():
    assert insight(VEL, HAL, edits=(TOGETHER,), off=("P6",)) == insight(VEL, HAL, edits=(ALONE,))


def test_what_is_known_grows_old():
    edits = (ALONE, set_to("insight", (VEL, LUN), 1.0))
    assert insight(VEL, LUN, edits=edits) < 1.0


def believed(known: float, **more) -> tuple[np.ndarray, np.ndarray]:
    edits = [ALONE, set_to("insight", (VEL, LUN), known), set_to("belief", (VEL, LUN), 0.5)]
    edits += [set_to("posture", (LUN,), 0.25)]
    edits += [set_to(name, (VEL, LUN), value) for name, value in more.items()]
    state, books = after(edits=edits)
    return state["belief"][:, VEL, LUN], books["belief"][:, VEL, LUN]


def test_beliefs_move_toward_the_truth():
    before, now = believed(1.0, good=8.0, bad=0.0)
    assert (np.abs(now - 0.25) < np.abs(before - 0.25)).all()


def test_error_shrinks_with_what_is_known():
    spread = [believed(known)[1].std() for known in (0.0, 0.5, 1.0)]
    assert spread[0] > 1.5 * spread[1] > 2.0 * spread[2]


def test_what_is_not_known_is_feared_the_more_the_less_the_other_is_trusted():
    trusted, distrusted = (
        believed(0.25, good=g, bad=b)[1].mean() for g, b in ((8.0, 0.0), (0.0, 8.0))
    )
    assert distrusted > trusted
    assert distrusted > believed(0.75, good=0.0, bad=8.0)[1].mean()


def test_the_books_tell_why_a_belief_moved():
    _, books = after(edits=(ALONE,), rows=2)
    causes = {r.cause for r in reasons(books.entries, "belief", (0, VEL, LUN))}
    assert causes == {Cause.COLLECTED, Cause.MISREAD, Cause.FEARED_WORSE}


# --- sharing ------------------------------------------------------------------------------------


def test_who_is_told_knows_more_and_believes_what_the_source_believes():
    edits = (TOGETHER, WELL_KNOWN, LITTLE_KNOWN)
    edits += (set_to("belief", (HAL, LUN), 0.25), set_to("belief", (VEL, LUN), 0.75))
    (state, told), (_, silent) = after(SHARE, edits=edits), after(edits=edits)
    assert (told["insight"][:, VEL, LUN] > silent["insight"][:, VEL, LUN] + 0.1).all()
    assert (told["insight"][:, VEL, LUN] < state["insight"][:, HAL, LUN]).all()
    assert (told["belief"][:, VEL, LUN] < silent["belief"][:, VEL, LUN] - 0.1).all()


def test_who_knows_less_has_nothing_to_tell():
    edits = (TOGETHER, set_to("insight", (HAL,), 0.0))
    (_, told), (_, silent) = after(SHARE, edits=edits), after(edits=edits)
    assert np.array_equal(told["insight"], silent["insight"])
    assert np.array_equal(told["belief"], silent["belief"])


def test_a_source_that_is_not_trusted_is_discounted():
    gains = []
    for bad in (0.0, 8.0):
        edits = (TOGETHER, WELL_KNOWN, LITTLE_KNOWN, set_to("bad", (VEL, HAL), bad))
        told, silent = after(SHARE, edits=edits, rows=4)[1], after(edits=edits, rows=4)[1]
        gains.append((told["insight"] - silent["insight"])[0, VEL, LUN])
    assert gains[0] > 2 * gains[1] > 0


def test_sharing_tells_the_partner_and_nobody_else():
    edits = (TOGETHER, WELL_KNOWN, LITTLE_KNOWN)
    game = {"secret.spill": 0.0}
    told, silent = after(SHARE, edits=edits, **game)[1], after(edits=edits, **game)[1]
    moved = (told["insight"] != silent["insight"]).any(axis=0)
    assert set(np.nonzero(moved.any(axis=1))[0]) == {VEL}


def test_without_a6_what_one_partner_is_told_all_hear():
    edits = (TOGETHER, WELL_KNOWN, LITTLE_KNOWN, set_to("insight", (ORV, LUN), 0.125))
    told = after(SHARE, edits=edits, off=("A6",))[1]
    silent = after(edits=edits, off=("A6",))[1]
    assert (told["insight"][:, ORV, LUN] > silent["insight"][:, ORV, LUN]).all()
    assert not (told["leaked"] != NEVER).any()  # there are no secrets to come out


def test_without_p6_nothing_is_shared_and_nothing_comes_out():
    edits = (TOGETHER, WELL_KNOWN)
    told, silent = (after(*orders, edits=edits, off=("P6",))[1] for orders in ((SHARE, LEAK), ()))
    for name in ("insight", "belief", "bad", "heard_bad", "leaked", "exposed"):
        assert np.array_equal(told[name], silent[name]), name


def test_of_two_who_tell_the_same_the_better_informed_counts():
    edits = (partners((HAL, VEL), (ORV, VEL)), WELL_KNOWN, LITTLE_KNOWN)
    edits += (set_to("insight", (ORV, LUN), 0.25),)
    one = after(SHARE, edits=edits, rows=4)[1]["insight"][:, VEL, LUN]
    both = after(SHARE, (OrderKind.SHARE, ORV, VEL, 0), edits=edits, rows=4)[1]
    assert np.array_equal(both["insight"][:, VEL, LUN], one)


# --- secrets ------------------------------------------------------------------------------------


def spilled(*edits, **values) -> float:
    values = {"secret.spill": 0.1, **values}
    books = after(SHARE, edits=(TOGETHER, WELL_KNOWN, *edits), **values)[1]
    return float((books["leaked"][:, VEL, HAL] != NEVER).mean())


def test_secrets_come_out_where_institutions_are_weak():
    weak, strong = (spilled(set_to("institutions", (VEL,), v)) for v in (0.0, 0.875))
    assert weak > 4 * strong > 0


def test_secrets_come_out_the_sooner_the_more_hold_them():
    weak = set_to("institutions", (VEL,), 0.0)
    few = spilled(weak)
    many = spilled(weak, partners((HAL, VEL), (ORV, VEL), (LUN, VEL)))
    assert many > few


def test_what_came_out_costs_trust_of_the_source_and_of_third_nations_and_all_know():
    edits = (TOGETHER, WELL_KNOWN, set_to("institutions", (VEL,), 0.0))
    state, books = after(SHARE, edits=edits, **{"secret.spill": 0.1})
    out = books["leaked"][:, VEL, HAL] == state.turn
    assert 0 < out.sum() < len(out)
    assert (books["bad"][:, HAL, VEL] > state["bad"][:, HAL, VEL]).tolist() == out.tolist()
    assert (books["heard_bad"][:, ORV, VEL] > state["heard_bad"][:, ORV, VEL]).tolist() == (
        out.tolist()
    )
    assert ((books["exposed"] == state.turn).any(axis=1)).tolist() == out.tolist()
    subject = books["exposed"][out] == state.turn
    assert (books["insight"][out, ORV][subject] > books["insight"][~out, ORV].min()).any()


def test_a_deliberate_leak_is_found_out_more_often_than_not():
    state, books = after(LEAK, edits=(TOGETHER, set_to("insight", (VEL, LUN), 0.875)))
    found = books["leaked"][:, VEL, HAL] == state.turn
    assert found.mean() == pytest.approx(0.6, abs=0.04)
    assert (books["exposed"][:, LUN] == state.turn).all()
    lost = books["bad"][:, HAL, VEL] > state["bad"][:, HAL, VEL]
    assert np.array_equal(lost, found)
    silent = after(edits=(TOGETHER, set_to("insight", (VEL, LUN), 0.875)))[1]
    assert (books["insight"][:, ORV, LUN] > silent["insight"][:, ORV, LUN]).all()


def test_without_a6_there_is_no_confidence_to_break():
    state, books = after(LEAK, edits=(TOGETHER,), off=("A6",))
    assert np.array_equal(books["exposed"], state["exposed"])
    assert np.array_equal(books["bad"], state["bad"])
