"""Who reads what of secrets and checks: the two who share, the inspector alone, or everybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agents.run import play_turn
from sim.events import PUBLIC, describe
from sim.orders import OrderKind
from tests.sim.knowing import HAL, LUN, ORV, VEL, a_batch, changed, ordered, partners, set_to

ROWS = 60
SHARE = (OrderKind.SHARE, HAL, VEL, 0)
LEAK = (OrderKind.LEAK, VEL, LUN, HAL)
INSPECT = (OrderKind.INSPECT, VEL, LUN, 0)
WATCH = (OrderKind.WATCH, HAL, LUN, 0)
QUERY = (OrderKind.QUERY, ORV, LUN, 0)
TOGETHER = partners((HAL, VEL))
EVERYBODY = (HAL, ORV, VEL, LUN, PUBLIC, None)


def readers(kind: str, *orders, edits=(), **values) -> set:
    """Who reads of an event of a kind in some run in which it happened."""
    game = a_batch(ROWS, ("N2", "P15"), **values)
    game = replace(game, state=changed(game, *edits))
    turn = play_turn(game, moves=ordered(game, *orders)).turn
    assert not turn.refused.any()
    for row in range(ROWS):
        told = {
            who
            for who in EVERYBODY
            if any(event.kind == kind for event in describe(game.world, turn, row, who))
        }
        if None in told:
            return told
    raise AssertionError(f"no {kind} in {ROWS} runs")


CASES = [
    ("shared", (SHARE,), (TOGETHER,), {HAL, VEL, None}),
    ("leak", (LEAK,), (TOGETHER,), set(EVERYBODY)),
    ("exposed", (LEAK,), (TOGETHER,), set(EVERYBODY)),
    ("secret leak", (LEAK,), (TOGETHER,), {VEL, None}),
    ("inspection", (INSPECT,), (), {VEL, LUN, None}),
    ("doubt", (INSPECT,), (), {VEL, None}),
    ("watched", (WATCH,), (), {HAL, None}),
    ("question", (QUERY,), (), set(EVERYBODY)),
]


@pytest.mark.parametrize(("kind", "orders", "edits", "who"), CASES, ids=lambda c: str(c)[:12])
def test_an_event_is_told_to_those_who_may_know(kind, orders, edits, who):
    assert readers(kind, *orders, edits=edits) == who


def test_who_comes_too_late_for_the_quota_is_told_so():
    edits = (set_to("quota", (LUN,), 3),)
    rivals = ((OrderKind.INSPECT, HAL, LUN, 0), (OrderKind.INSPECT, ORV, LUN, 0))
    told = readers("quota used up", INSPECT, *rivals, edits=edits)
    assert LUN in told
    assert PUBLIC not in told


def test_a_proven_violation_is_told_to_everybody():
    game = a_batch(ROWS, ("N2", "P15"))
    moves = ordered(game, INSPECT, (OrderKind.MANOEUVRE, LUN, 0, 2))
    moves.orders.amount[:, LUN, 1] = 20.0
    turn = play_turn(game, moves=moves).turn
    assert not turn.refused.any()
    for who in EVERYBODY:
        assert any(event.kind == "violation" for event in describe(game.world, turn, 0, who))
