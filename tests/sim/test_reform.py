"""Civil control: reform needs effort, support, prospect; ministries resist; sponsors ask for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.run import turns_of
from sim.account import reasons
from sim.causes import Cause
from sim.conditions import PLAN, civil_control, prospect
from sim.events import PUBLIC, describe
from sim.grid import snap
from sim.measures import measure
from sim.observe import observe
from sim.orders import OrderKind
from sim.state import ACTIVE, HELD, MEMBER, OUTSIDE
from sim.turn import Turn
from tests.builders import a_game
from tests.contract.cases.case import HAL, LUN, VEL, Edit, edited, set_to, status
from tests.sim.reforming import QUIET, committed, given, of, ordinary

REFORM = {"do": "reform", "target": "parliament", "amount": 1.0}
PARLIAMENT = 1


def growth(*edits: Edit, off: tuple[str, ...] = QUIET, order: dict[str, Any] = REFORM) -> float:
    """How much one reform strengthens parliament's control in Velmark."""
    turn = given(edited(committed, *edits, off=off), VEL, order)
    assert not turn.refused.any()
    at = (0, VEL, PARLIAMENT)
    return float(turn.after["control"][at] - turn.before["control"][at])


# --- reform: effort, support, prospect (P4) -----------------------------------------------------


def test_participation_alone_strengthens_no_instrument():
    game = edited(committed, of("depth", 1.0, 0), of("declared", 1.0, 0), of("aid", 4.0, 0))
    start = game.state["control"]
    for played in turns_of(game, 4):
        assert np.array_equal(played.turn.after["control"][0, VEL], start[0, VEL])


def test_in_ordinary_play_no_instrument_grows_but_where_it_was_worked_at():
    grown = 0
    for turn in ordinary():
        orders = turn.moves.orders
        asked = np.zeros(turn.before["control"].shape, bool)
        rows, nations, slots = np.nonzero(orders.kind == OrderKind.REFORM)
        asked[rows, nations, orders.target[rows, nations, slots]] = True
        up = turn.after["control"] > turn.before["control"]
        assert not (up & ~asked).any()
        grown += int(up.sum())
    assert grown > 100


def test_reform_with_support_at_home_and_a_prospect_strengthens_its_instrument_only():
    turn = given(edited(committed), VEL, REFORM)
    change = turn.after["control"][0, VEL] - turn.before["control"][0, VEL]
    assert change[PARLIAMENT] > 0.02
    assert not np.delete(change, PARLIAMENT).any()
    told = {r.cause: r.amount for r in reasons(turn.ledger, "control", (0, VEL, PARLIAMENT))}
    assert told[Cause.REFORM_EFFORT] > 0
    assert told[Cause.OBSTACLE] < 0
    assert sum(told.values()) == change[PARLIAMENT]


@pytest.mark.parametrize(
    "edit",
    [
        of("status", OUTSIDE, 0),
        of("status", HELD, 0),
        of("declared", 0.0, 0),
        of("will", 0.0),
    ],
    ids=["outside the programme", "on hold", "declares nothing", "no support at home"],
)
def test_without_support_or_prospect_the_same_effort_gives_nothing(edit):
    assert growth(edit) == 0.0


def test_the_result_is_what_the_formula_of_the_manual_says():
    game = edited(committed, of("aid", 2.0, 0))
    p = {name: float(values[0]) for name, values in game.world.params.items()}
    spending = float(game.state["spending"][0, VEL])
    apart = 2.0 * float(game.state["capability"][0, VEL]) ** 0.5
    paid = REFORM["amount"] / (REFORM["amount"] + p["reform.half"] * spending)
    work = p["reform.floor"] + (1.0 - p["reform.floor"]) * paid
    effort = p["reform.pace"] * work * 0.5 * p["prospect.review"] * 0.75 * (1.0 - apart) * 0.5
    helped = 1.0 + p["reform.aided"] * 2.0 / (2.0 + p["aid.half"])
    assert growth(of("aid", 2.0, 0)) == pytest.approx(effort * helped * 0.5, abs=1e-5)


MORE = {
    "support at home": ("will", (0.25, 0.5, 1.0), ()),
    "a government that is for it": ("stance", (-0.5, 0.0, 0.5), ()),
    "a declared aim": ("declared", (0.25, 0.5, 1.0), (0,)),
    "aid": ("aid", (0.0, 1.0, 4.0), (0,)),
    "less resistance": ("resistance", (1.0, 0.5, 0.0), ()),
    "a wider gap": ("control", (0.9375, 0.5, 0.0), (PARLIAMENT,)),
}


@pytest.mark.parametrize("name", MORE)
def test_reform_brings_more_with(name):
    field, values, cell = MORE[name]
    found = [growth(of(field, value, *cell)) for value in values]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_money_buys_reform_with_less_and_less_effect():
    found = [growth(order={**REFORM, "amount": sum_}) for sum_ in (0.0, 0.5, 1.0)]
    assert found[0] > 0
    assert 0 < found[2] - found[1] < found[1] - found[0]


def test_aid_helps_with_less_and_less_effect_and_not_at_all_without_a_sponsor():
    found = [growth(of("aid", sum_, 0)) for sum_ in (0.0, 1.0, 2.0)]
    assert 0 < found[2] - found[1] < found[1] - found[0]
    turn = given(edited(committed, of("aid", 2.0, 0)), VEL, REFORM)
    told = {r.cause: r.amount for r in reasons(turn.ledger, "control", (0, VEL, PARLIAMENT))}
    assert told[Cause.REFORM_AID] > 0


def step(name: str) -> Edit:
    place = a_game(1).world.programmes.steps.index(name)
    return of("step_turn", 0, 0, place)


def held_out(*edits: Edit, off: tuple[str, ...] = QUIET) -> float:
    game = edited(committed, of("declared", 1.0, 0), *edits, off=off)
    return float(prospect(game.world, game.state)[0, VEL])


def test_a_prospect_grows_on_the_ladder_and_is_small_once_inside():
    early = held_out(of("step_turn", -32768, 0, slice(1, 8)))
    review, plan, agreed = held_out(), held_out(step(PLAN)), held_out(of("accession", 3, 0))
    assert 0 < early < review < plan == agreed
    assert 0 < held_out(of("status", MEMBER, 0)) < early


def test_there_is_no_prospect_for_neutrals_and_none_without_a_sponsor_that_admits():
    game = edited(status(LUN, ACTIVE), set_to("declared", (LUN, 0), 1.0))
    assert prospect(game.world, game.state)[0, LUN] == 0
    assert held_out(off=("N2", "P9")) == 0


def test_the_same_instrument_ordered_twice_counts_once():
    turn = given(edited(committed), VEL, REFORM, REFORM)
    assert turn.after["control"][0, VEL, PARLIAMENT] - 0.5 == growth()


def test_reform_takes_root_in_institutions_slowly_and_erosion_does_not():
    turn = given(edited(committed), VEL, REFORM)
    rise = turn.after["institutions"][0, VEL] - turn.before["institutions"][0, VEL]
    assert 0 < rise < 0.1 * growth()
    still = given(edited(committed, of("control", 1.0)), VEL)
    assert still.after["institutions"][0, VEL] == still.before["institutions"][0, VEL]


# --- erosion ------------------------------------------------------------------------------------


def test_what_is_not_worked_at_sinks_toward_institutions_and_not_below():
    game = edited(committed, of("control", (1.0, 0.875, 0.75, 0.5, 0.25)))
    change = given(game, VEL).after["control"][0, VEL] - game.state["control"][0, VEL]
    assert change[0] < change[1] < 0
    assert not change[2:].any()


def test_an_instrument_that_is_worked_at_does_not_erode():
    turn = given(edited(committed, of("control", 0.9375), of("will", 0.0)), VEL, REFORM)
    change = turn.after["control"][0, VEL] - 0.9375
    assert change[PARLIAMENT] == 0
    assert (np.delete(change, PARLIAMENT) < 0).all()


# --- obstacles inside ministries (P12) ----------------------------------------------------------


def test_the_same_effort_brings_less_where_ministries_resist():
    full = growth(of("resistance", 0.0))
    assert growth(of("resistance", 0.25)) == pytest.approx(0.75 * full, abs=1e-5)
    assert growth(of("resistance", 1.0)) == 0.0


def test_without_p12_effort_is_result():
    turn = given(edited(committed, of("aid", 1.0, 0), off=("N2", "P12")), VEL, REFORM)
    effort = turn.after["reform_effort"][0, VEL]
    assert effort == turn.after["reform_result"][0, VEL] > 0
    assert growth(off=("N2", "P12")) == growth(of("resistance", 0.0))
    assert np.array_equal(turn.before["resistance"], turn.after["resistance"])


def test_with_p12_the_record_shows_more_effort_than_result():
    turn = given(edited(committed), VEL, REFORM)
    assert turn.after["reform_effort"][0, VEL] > turn.after["reform_result"][0, VEL] > 0


def test_the_record_fades():
    turn = given(edited(committed, of("reform_effort", 1.0), of("reform_result", -0.5)), VEL)
    assert 0.5 < turn.after["reform_effort"][0, VEL] < 1.0
    assert -0.5 < turn.after["reform_result"][0, VEL] < -0.25


def resistance(*edits: Edit, order: bool = False, off: tuple[str, ...] = ("N2", "P11")) -> Turn:
    return given(edited(committed, *edits, off=off), VEL, *([REFORM] if order else []))


def left(turn: Turn) -> float:
    return float(turn.after["resistance"][0, VEL])


WEARS = {
    "contacts in the programme": of("depth", 1.0, 0),
    "aid": of("aid", 2.0, 0),
    "dialogue between civilians and the military": of("control", 0.75, 3),
}


@pytest.mark.parametrize("name", WEARS)
def test_resistance_wears_off_faster_with(name):
    still = of("depth", 0.0, 0)
    assert left(resistance(still, WEARS[name])) < left(resistance(still)) < 0.5


def test_resistance_wears_off_with_success():
    assert left(resistance(order=True)) < left(resistance())


def test_resistance_returns_with_a_new_government_and_where_will_is_lacking():
    start = of("depth", 0.0, 0)
    assert left(resistance(start, of("will", 0.0))) > left(resistance(start, of("will", 0.5)))
    found = set()
    for seed in range(12):  # some elections bring a new government, some do not
        game = edited(committed, of("election", 4), off=QUIET)
        turn = given(replace(game, seeds=np.array([seed], np.uint64)), VEL)
        new = turn.after["government"][0, VEL] == 4
        found.add((bool(new), left(turn)))
    assert {new for new, _ in found} == {True, False}
    assert min(v for new, v in found if new) > max(v for new, v in found if not new)


# --- P4 off -------------------------------------------------------------------------------------


def test_without_p4_nothing_moves_and_reform_is_refused():
    for turn in ordinary(("P4",)):
        for name in ("control", "resistance", "reform_effort", "reform_result"):
            assert np.array_equal(turn.before[name], turn.after[name])
        assert not (turn.moves.orders.kind == OrderKind.REFORM).any()
    game = edited(committed, off=("N2", "P4"))
    assert given(game, VEL, REFORM).refused[0, VEL, 0]


# --- who may know -------------------------------------------------------------------------------


def test_what_resistance_is_shows_to_nobody_and_what_effort_brought_to_the_nation_alone():
    turn = given(edited(committed, of("resistance", 0.75)), VEL, REFORM)
    world = edited().world
    told = {reader: {e.kind for e in describe(world, turn, 0, reader)}
            for reader in (None, PUBLIC, VEL, HAL)}  # fmt: skip
    assert all("reform" in kinds for kinds in told.values())
    assert ["obstacles" in told[reader] for reader in (None, PUBLIC, VEL, HAL)] == [
        True, False, True, False,
    ]  # fmt: skip
    with pytest.raises(Exception, match="resistance"):
        observe(world, turn.after)["resistance"]


def test_an_effort_of_which_most_came_true_is_not_called_obstructed():
    turn = given(edited(committed, of("resistance", 0.25)), VEL, REFORM)
    assert "obstacles" not in {e.kind for e in describe(edited().world, turn, 0, VEL)}


def test_losing_control_is_news_once():
    edits = (committed, of("control", 1.0), of("institutions", 0.0))
    game = edited(*edits)
    kinds = []
    for _ in range(3):
        turn = given(game, VEL)
        kinds.append("backsliding" in {e.kind for e in describe(game.world, turn, 0, PUBLIC)})
        game = replace(game, state=turn.after)
    assert kinds == [True, False, False]


# --- the start and the measures -----------------------------------------------------------------


def test_armies_built_under_single_party_rule_start_with_less_control_and_more_resistance():
    game = a_game(1, name="pfp-1994")
    world, state = game.world, game.state
    inside = state["member"][0, :, world.programmes.sponsor[0]] == 1
    past = world.council & ~inside
    level = civil_control(state["control"])[0]
    assert np.array_equal(level[~past], snap(state["institutions"][0])[~past])
    assert (level[past] < state["institutions"][0, past]).all()
    bare = state["resistance"][0] - game.world.params["start.resistance"] * (
        1 - state["institutions"][0]
    )
    assert (bare[past] > 0.2).all()
    assert np.abs(bare[~past]).max() < 1e-5


def test_the_measures_tell_effort_from_result():
    with_, without = (ordinary(off)[-1].after for off in ((), ("P12",)))
    game = a_game(2, name="pfp-1994")
    names = ("reform_effort", "reform_result", "control", "resistance")
    on, off = (measure(game.world, state, names) for state in (with_, without))
    assert (on["reform_effort"] > 1.2 * on["reform_result"]).all()
    assert off["reform_effort"] == pytest.approx(off["reform_result"], abs=0.02)
    assert (off["control"] > on["control"]).all()


def test_the_measures_of_who_acceded_count_those_alone():
    inside = (of("institutions", 0.75), of("control", 0.625))
    game = edited(committed, *inside, step(PLAN), step("accession"))
    names = ("institutions_acceded", "control_acceded", "membership_plans")
    found = measure(game.world, game.state, names)
    assert [float(found[name][0]) for name in names] == [0.75, 0.625, 1.0]
    none = measure(game.world, edited(committed, *inside).state, names)
    assert [float(none[name][0]) for name in names] == [0.0, 0.0, 0.0]


def test_aid_weighs_the_control_of_those_who_receive_it():
    aid = (of("aid", 3.0, 0), set_to("aid", (LUN, 0), 1.0))
    game = edited(of("control", 0.5), set_to("control", (LUN,), 0.75), *aid)
    assert measure(game.world, game.state, ("aided_control",))["aided_control"][0] == 0.5625
