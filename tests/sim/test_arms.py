"""Arms and how they look: spending, posture, manoeuvres, the security dilemma (A11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.run import Game, play_turn, turns_of
from sim.account import reasons
from sim.causes import Cause
from sim.events import PUBLIC, describe
from sim.legal import IMPOSSIBLE
from sim.notation import encode
from sim.state import CONDUCTED, PLANNED, State
from sim.turn import Turn
from tests.builders import a_game, scenario
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, edited, planned, set_to

QUIET = ("N2", "P11")


def given(game: Game, nation: int, *orders: dict[str, Any]) -> Turn:
    moves = encode(game.world, {game.world.iso[nation]: {"orders": list(orders)}})
    return play_turn(game, moves=moves, ledger=True).turn


def order(kind: str, **words: Any) -> dict[str, Any]:
    return {"do": kind, **words}


def threat(*edits: Edit, orders: tuple = (), who: int = ORV, off: tuple[str, ...] = QUIET) -> float:
    """What Velmark fears of Orvane after a turn in which Orvane gives these orders."""
    turn = given(edited(*edits, off=off), who, *orders)
    return float(turn.after["threat"][0, VEL, ORV])


# --- what is done -------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "sign"), [("raise", 1), ("cut", -1)])
def test_an_order_moves_spending_by_a_share_a_year(what, sign):
    turn = given(edited(off=QUIET), VEL, order("spend", what=what, amount=0.2))
    before, after = (float(s["spending"][0, VEL]) for s in (turn.before, turn.after))
    assert after == pytest.approx(before * (1 + sign * 0.2 / 4), abs=1e-5)


def test_two_orders_on_spending_count_once():
    one = order("spend", what="raise", amount=0.2)
    turns = [given(edited(off=QUIET), VEL, *[one] * count) for count in (1, 2)]
    assert turns[0].after["spending"][0, VEL] == turns[1].after["spending"][0, VEL]


def test_priorities_at_home_move_budgets_as_widely_as_the_parameter_says():
    game = a_game(400, default="scripted", off=("N2",), values={"spending.noise": 0.2})
    end = play_turn(game).turn.after["spending"] / game.state["spending"]
    assert float(np.log(end).std()) == pytest.approx(0.2 / 2, rel=0.1)


def test_forces_follow_spending_slowly():
    game = edited(set_to("spending", (VEL,), 11.0), off=QUIET)  # twice the usual
    ends = [t.turn.after["capability"][0, VEL] for t in turns_of(replace(game), 4)]
    usual = game.world.usual_capability[VEL]
    assert usual < ends[0] < ends[-1] < 1.5 * usual


def test_where_all_spend_alike_more_nobody_is_stronger_but_those_outside_are_weaker():
    def richer(arrays):
        arrays["spending"][:] *= 2

    turn = given(edited(richer, off=QUIET), VEL)
    gain = turn.after["capability"][0] / turn.before["capability"][0]
    assert gain == pytest.approx(gain[0], abs=1e-3)


def test_a_posture_moves_toward_its_aim_at_a_pace():
    game = edited(set_to("posture", (VEL,), 0.25), off=QUIET)
    turn = given(game, VEL, order("posture", amount=1.0))
    assert turn.after["posture"][0, VEL] == pytest.approx(0.35, abs=1e-5)
    turn = given(game, VEL, order("posture", amount=0.2))
    assert turn.after["posture"][0, VEL] == pytest.approx(0.2, abs=1e-5)


@pytest.mark.parametrize(
    ("what", "told"), [("declared", 20.0), ("understated", 8.0), ("undeclared", 0.0)]
)
def test_what_is_declared_of_manoeuvres_is_for_the_nation_to_say(what, told):
    turn = given(edited(off=QUIET), HAL, order("manoeuvre", what=what, amount=20.0))
    assert turn.after["activity"][0, HAL] == 20.0
    assert turn.after["notified"][0, HAL] == pytest.approx(told, abs=1e-3)


def test_manoeuvres_and_observers_are_over_after_a_turn():
    game = edited(off=QUIET)
    orders = (order("manoeuvre", what="declared", amount=20.0), order("observers"))
    first = given(game, HAL, *orders)
    assert first.after["observers"][0, HAL] == 1
    second = given(replace(game, state=first.after), VEL)
    for field in ("activity", "notified", "observers"):
        assert not second.after[field].any()


def test_nobody_moves_more_troops_than_it_has():
    turn = given(edited(off=QUIET), VEL, order("manoeuvre", what="declared", amount=200.0))
    assert turn.refused[0, VEL, 0] == IMPOSSIBLE


def test_training_keeps_forces_ready():
    turn = given(edited(off=QUIET), HAL, order("manoeuvre", what="declared", amount=100.0))
    idle = given(edited(off=QUIET), HAL)
    assert turn.after["capability"][0, HAL] > idle.after["capability"][0, HAL]


# --- how it looks -------------------------------------------------------------------------------

DRILL = order("manoeuvre", what="declared", amount=40.0)
HIDDEN = order("manoeuvre", what="undeclared", amount=40.0)
OFFENSIVE = set_to("belief", (VEL, ORV), 0.9)
ARMED = set_to("spending", (ORV,), 30.0)


def opened(arrays: dict[str, np.ndarray]) -> None:
    arrays["transparency"][0, ORV] = 0.0


def test_a_neighbour_believed_offensive_is_feared():
    assert threat(OFFENSIVE) > threat(set_to("belief", (VEL, ORV), 0.5)) > threat()


def test_only_the_belief_counts_not_the_truth():
    assert threat(set_to("posture", (ORV,), 1.0)) == threat(set_to("posture", (ORV,), 0.0))


def test_a_neighbour_that_arms_is_feared_the_more_the_more_offensive_it_looks():
    calm, grim = set_to("belief", (VEL, ORV), 0.1), set_to("belief", (VEL, ORV), 0.375)
    assert threat(calm, ARMED) > threat(calm)
    assert threat(grim, ARMED) - threat(grim) > threat(calm, ARMED) - threat(calm)


def test_where_offence_is_told_apart_defensive_arms_alarm_nobody():
    def growth(value: float) -> float:
        game = edited(ARMED, set_to("belief", (VEL, ORV), 0.0), off=QUIET)
        params = {**game.world.params, "threat.distinguishable": np.array([value])}
        world = replace(game.world, params=params)
        turn = given(replace(game, world=world), VEL)
        told = {r.cause: r.amount for r in reasons(turn.ledger, "threat", (0, VEL, ORV))}
        return told.get(Cause.GROWTH_SEEN, 0.0)

    assert growth(1.0) == 0.0 < growth(0.5) < growth(0.0)


def test_manoeuvres_next_door_are_feared_and_hidden_ones_more():
    assert threat() < threat(orders=(DRILL,))
    fears = []
    for seed in range(12):  # of what is hidden more or less is seen than there is
        game = replace(edited(opened, off=QUIET), seeds=np.array([seed], np.uint64))
        pair = [given(game, ORV, drill) for drill in (DRILL, HIDDEN)]
        fears.append([float(turn.after["threat"][0, VEL, ORV]) for turn in pair])
    open_, hidden = np.mean(fears, axis=0)
    assert open_ < hidden
    assert len({round(pair[1] - pair[0], 6) for pair in fears}) > 6


@pytest.mark.parametrize(
    "calmer",
    [
        (order("brief", target="VEL"),),
        (order("observers"),),
    ],
)
def test_telling_neighbours_damps_their_fear(calmer):
    assert threat() < threat(orders=(DRILL, *calmer)) < threat(orders=(DRILL,))


def test_briefing_one_neighbour_calms_no_other():
    turns = [
        given(edited(off=QUIET), ORV, DRILL, *more)
        for more in ((), (order("brief", target="HAL"),))
    ]
    one, two = (turn.after["threat"][0, :, ORV] for turn in turns)
    assert two[HAL] < one[HAL]
    assert two[VEL] == one[VEL]


@pytest.mark.parametrize(
    "known",
    [
        set_to("transparency", (ORV,), 1.0),
        set_to("insight", (VEL, ORV), 1.0),
        set_to("inspected", (VEL, ORV), 3),
    ],
    ids=["open", "insight", "inspected"],
)
def test_what_is_known_of_a_neighbour_damps_the_alarm_at_its_arms(known):
    def alarm(*edits: Edit) -> float:
        turn = given(edited(opened, ARMED, *edits, off=QUIET), ORV, DRILL)
        told = {r.cause: r.amount for r in reasons(turn.ledger, "threat", (0, VEL, ORV))}
        return told[Cause.GROWTH_SEEN] + told[Cause.MANOEUVRES_SEEN]

    assert 0 < alarm(known) < alarm()


def test_intelligence_lifts_the_fog_of_threat():
    def error(*edits: Edit) -> float:
        turn = given(edited(opened, *edits, off=QUIET), LUN)
        told = {r.cause: r.amount for r in reasons(turn.ledger, "threat", (0, VEL, ORV))}
        return abs(told.get(Cause.MISJUDGED, 0.0))

    some = error(set_to("insight", (VEL, ORV), 0.5))
    assert error(set_to("insight", (VEL, ORV), 1.0)) < some < error()


def drilled(*guests: int) -> Edit:
    """A field exercise of Orvane with these guests falls due."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        planned(0, ORV, *guests, due=4)(arrays)
        fields = [e.field > e.staff for e in scenario().catalogue.exercises]
        arrays["exercise_type"][0, 0] = fields.index(True)
        arrays["last_dispute"][:] = -40
        arrays["will"][:] = 1.0

    return edit


def encircled(*edits: Edit, other: int = ORV, off: tuple[str, ...] = QUIET) -> float:
    """What Velmark fears of a nation for what goes on near its border."""
    turn = given(edited(*edits, off=off), LUN)
    told = {r.cause: r.amount for r in reasons(turn.ledger, "threat", (0, VEL, other))}
    return told.get(Cause.ENCIRCLED, 0.0)


def test_an_exercise_next_door_that_leaves_a_neighbour_out_is_read_as_encirclement():
    assert encircled(drilled(HAL)) > 0
    assert encircled(drilled(HAL, VEL)) == 0
    turn = given(edited(drilled(HAL), off=QUIET), LUN)
    assert turn.after["exercise"][0, 0] == CONDUCTED != PLANNED


def test_forces_of_a_third_nation_next_door_are_read_as_encirclement():
    assert encircled(set_to("bases", (ORV, HAL), 1), other=HAL) > 0 == encircled(other=HAL)
    assert encircled(set_to("bases", (ORV, HAL), 1), other=ORV) == 0


def test_the_accession_of_a_neighbour_to_an_alliance_is_read_as_encirclement():
    game = edited(off=QUIET)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["member"][0, ORV, 0] = 0
    arrays["status"][0, ORV, 0] = 1
    arrays["accession"][0, ORV, 0] = -20
    arrays["accession_vote"][0, HAL, ORV] = 1
    turn = given(replace(game, state=State(arrays, 4)), LUN)
    assert turn.after["member"][0, ORV, 0] == 1
    told = {r.cause: r.amount for r in reasons(turn.ledger, "threat", (0, VEL, ORV))}
    assert told[Cause.ENCIRCLED] > 0


@pytest.mark.parametrize(
    ("edits", "orders"),
    [
        ((OFFENSIVE,), ()),
        ((), (DRILL,)),
        ((), (HIDDEN,)),
        ((drilled(HAL),), ()),
        ((set_to("bases", (ORV, HAL), 1),), ()),
    ],
)
def test_without_a11_nothing_of_the_kind_is_read_as_a_threat(edits, orders):
    turn = given(edited(*edits, off=(*QUIET, "A11")), ORV, *orders)
    silent = given(edited(off=(*QUIET, "A11")), ORV)
    away = [n for n in range(4) if n != ORV]
    for row in away:  # capability follows readiness in the turn after
        assert turn.after["threat"][0, row, ORV] == silent.after["threat"][0, row, ORV]


def test_exchanging_the_labels_of_two_nations_exchanges_their_alarms():
    def fear(one: int, two: int) -> dict[Cause, float]:
        def alike(arrays: dict[str, np.ndarray]) -> None:
            for name in ("good", "bad", "heard_good", "heard_bad", "threat", "rivalry"):
                arrays[name][0, [ORV, VEL], [VEL, ORV]] = 0
            for name in ("capability", "transparency"):
                arrays[name][0, [ORV, VEL]] = arrays[name][0, ORV]
            arrays["belief"][0, one, two] = 0.75

        game = edited(alike, off=QUIET)
        words = [order("manoeuvre", what="declared", amount=20.0)]
        turn = given(game, two, *words)
        told = reasons(turn.ledger, "threat", (0, one, two))
        names = (Cause.POSTURE_SEEN, Cause.MANOEUVRES_SEEN)
        return {r.cause: round(r.amount, 5) for r in told if r.cause in names}

    assert fear(VEL, ORV) == fear(ORV, VEL)


# --- who may know -------------------------------------------------------------------------------


def test_the_true_size_of_manoeuvres_is_told_to_nobody_else():
    turn = given(edited(off=QUIET), HAL, order("manoeuvre", what="understated", amount=20.0))
    world = edited(off=QUIET).world
    for reader in (PUBLIC, ORV):
        text = " ".join(e.text for e in describe(world, turn, 0, reader))
        assert "8,000" in text
        assert "20,000" not in text
    own = " ".join(e.text for e in describe(world, turn, 0, HAL))
    assert "20,000" in own


def test_undeclared_manoeuvres_and_postures_show_to_nobody_else():
    turn = given(edited(off=QUIET), HAL, HIDDEN, order("posture", amount=1.0))
    world = edited(off=QUIET).world
    kinds = {reader: {e.kind for e in describe(world, turn, 0, reader)} for reader in (PUBLIC, HAL)}
    assert {"hidden manoeuvres", "posture"} <= kinds[HAL]
    assert not {"hidden manoeuvres", "manoeuvres", "posture"} & kinds[PUBLIC]
