"""What the sponsor asks of democracies, who invests in reform and why, and standards adopted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.decisions.reform import adopt_terms, reform_terms
from agents.run import play_turn
from sim.account import reasons
from sim.causes import Cause
from sim.circles import standards
from sim.conditions import PLAN
from sim.legal import budget, menu_of, open_steps
from sim.observe import observe
from sim.orders import ACCEDE, OrderKind
from sim.state import ACTIVE
from tests.builders import a_game
from tests.contract.cases.case import HAL, LUN, VEL, Edit, edited, set_to, status, table_ready
from tests.sim.reforming import QUIET, committed, given, of, ordinary, thinking, weighed

# --- what the sponsor asks (P4, P9) -------------------------------------------------------------


def may_table(*edits: Edit, off: tuple[str, ...] = QUIET) -> bool:
    game = edited(table_ready, of("control", 0.875), *edits, off=off)
    text = game.world.matters.find(ACCEDE, 0)
    return bool(menu_of(observe(game.world, game.state))[OrderKind.TABLE][0, HAL, VEL, text])


@pytest.mark.parametrize("field", ["control", "institutions"])
def test_an_accession_is_not_tabled_below_the_floors_unless_nothing_is_asked(field):
    assert may_table()
    assert not may_table(of(field, 0.25))
    assert may_table(of(field, 0.25), off=("N2", "P4"))


def test_the_membership_plan_asks_for_civil_control_and_other_steps_do_not():
    place = a_game(1).world.programmes.steps.index(PLAN)

    def open_(control: float) -> np.ndarray:
        game = edited(committed, of("step_turn", -32768, 0, slice(4, 8)), of("control", control))
        table = game.world.programmes
        table = replace(table, opens=np.minimum(table.opens, 0))
        world = replace(game.world, programmes=table)
        return open_steps(observe(world, game.state))[0, VEL, 0]

    strong, weak = open_(0.875), open_(0.25)
    assert strong[place]
    assert not weak[place]
    assert np.array_equal(np.delete(strong, place), np.delete(weak, place))


def on_the_table(arrays: dict[str, np.ndarray]) -> None:
    """Velmark's accession lies on the table of the League."""
    table_ready(arrays)
    arrays["control"][0, VEL] = 0.75
    arrays["text_kind"][0, 0], arrays["text_group"][0, 0] = ACCEDE, 0
    arrays["text_subject"][0, 0], arrays["text_author"][0, 0] = VEL, 1
    arrays["text_turn"][0, 0] = 3


def support(label: str, *edits: Edit, off: tuple[str, ...] = QUIET) -> float:
    """With what chance Halmere supports or blocks Velmark's accession."""
    return float(weighed(label, on_the_table, *edits, off=off).chance[0, 0, VEL])


FAULTS = {"weak control": of("control", 0.25), "backsliding": of("reform_result", -0.5)}


@pytest.mark.parametrize("name", FAULTS)
def test_votes_are_lost_by(name):
    assert support("vote.support", FAULTS[name]) < support("vote.support")
    assert support("vote.block", FAULTS[name]) > support("vote.block")


@pytest.mark.parametrize("name", [*FAULTS, "few liberties"])
def test_without_p4_no_vote_is_lost_by(name):
    edit = {**FAULTS, "few liberties": of("institutions", 0.25)}[name]
    off = ("N2", "P4")
    assert support("vote.support", edit, off=off) == support("vote.support", off=off)


def aided(*edits: Edit, off: tuple[str, ...] = QUIET) -> np.ndarray:
    """(N,) how often each nation is aided by Halmere, Velmark and Lunsey being partners."""
    game = edited(committed, status(LUN, ACTIVE), *edits, off=off)
    orders = play_turn(thinking(game, 64)).decision.moves.orders
    given_aid = orders.kind[:, HAL] == OrderKind.AID
    return np.bincount(orders.target[:, HAL][given_aid], minlength=4)


def test_aid_goes_to_those_who_reform():
    assert aided(of("reform_result", 0.5))[VEL] > aided()[VEL] > 0


def test_aid_is_withheld_from_those_who_fall_back():
    fallen = of("reform_result", -0.25)
    assert aided(fallen)[VEL] == 0
    assert aided(fallen)[LUN] > 0
    assert aided(fallen, off=("N2", "P4"))[VEL] > 0
    assert aided(of("reform_result", -0.03125))[VEL] > 0


# --- standards (P3) -----------------------------------------------------------------------------


def test_adopting_raises_standards_beyond_those_of_the_programme():
    game = edited(committed)
    before = standards(game.world, game.state)[0, VEL]
    turn = given(game, VEL, {"do": "adopt", "amount": 1.0})
    assert turn.after["adopted"][0, VEL] > 0.05
    more = edited(committed, of("adopted", 0.5))
    assert standards(more.world, more.state)[0, VEL] == pytest.approx(1 - 0.5 * (1 - before))


def test_adopted_standards_build_interoperability_and_lapse():
    plain, ahead = (given(edited(committed, of("adopted", value)), VEL) for value in (0.0, 0.5))
    assert ahead.after["interop"][0, 0, VEL, HAL] > plain.after["interop"][0, 0, VEL, HAL]
    assert 0.4 < ahead.after["adopted"][0, VEL] < 0.5


def test_adoption_has_less_and_less_effect_and_none_without_p3():
    found = []
    for level in (0.0, 0.5):
        order = {"do": "adopt", "amount": 1.0}
        turn = given(edited(committed, of("adopted", level)), VEL, order)
        told = {r.cause: r.amount for r in reasons(turn.ledger, "adopted", (0, VEL))}
        found.append(told[Cause.ADOPTED])
    assert found[0] > found[1] > 0
    off = edited(committed, of("adopted", 0.5), off=("N2", "P3"))
    assert given(off, VEL, {"do": "adopt", "amount": 1.0}).refused[0, VEL, 0]
    assert given(off, VEL).after["adopted"][0, VEL] == 0.5


# --- decisions ----------------------------------------------------------------------------------


def chances(*edits: Edit, label: str) -> float:
    """With what chance Velmark makes a decision."""
    return float(weighed(label, committed, *edits).chance[0, VEL])


REASONS = {
    ("reform", "home"): (of("will", 0.25), of("will", 0.75), 1),
    ("reform", "prospect"): (of("declared", 0.25, 0), of("declared", 0.75, 0), 1),
    ("reform", "membership"): (set_to("member", (VEL, 0), 1), of("war", 0.0), 1),
    ("reform", "gap"): (of("control", 0.875), of("control", 0.25), 1),
    ("reform", "liberties"): (of("institutions", 0.25), of("institutions", 0.75), 1),
    ("reform", "helped"): (of("aid", 0.0, 0), of("aid", 2.0, 0), 1),
    ("reform", "futility"): (of("reform_effort", 0.0), of("reform_effort", 1.0), -1),
    ("reform", "autonomy"): (of("capability", 0.0), of("capability", 0.0625), -1),
    ("reform", "war"): (of("war", 0.0), of("war", 1.0), -1),
    ("adopt", "depth"): (of("declared", 0.25, 0), of("declared", 0.75, 0), 1),
    ("adopt", "home"): (of("will", 0.25), of("will", 0.75), 1),
    ("adopt", "membership"): (set_to("member", (VEL, 0), 1), of("war", 0.0), 1),
    ("adopt", "lag"): (of("adopted", 0.75), of("adopted", 0.0), 1),
}


@pytest.mark.parametrize(("label", "term"), REASONS)
def test_more_of_a_reason_moves_the_decision_as_its_sentence_says(label, term):
    less, more, sign = REASONS[label, term]
    names = {"reform": reform_terms, "adopt": adopt_terms}[label]
    one, two = (edited(committed, edit) for edit in (less, more))
    small, large = (names(observe(g.world, g.state))[term][0, VEL] for g in (one, two))
    assert small < large
    assert sign * (chances(more, label=label) - chances(less, label=label)) > 0


def test_every_reason_of_these_decisions_is_tested_here():
    obs = observe(edited().world, edited().state)
    assert {term for label, term in REASONS if label == "reform"} == set(reform_terms(obs))
    assert {term for label, term in REASONS if label == "adopt"} == set(adopt_terms(obs))


def test_nations_work_at_their_weakest_instrument_and_pay_no_more_than_their_share():
    given_orders = 0
    world = a_game(1, name="pfp-1994").world
    share = float(world.params["reform.share"][0])
    for turn in ordinary():
        orders = turn.moves.orders
        rows, nations, slots = np.nonzero(orders.kind == OrderKind.REFORM)
        weakest = turn.before["control"].argmin(axis=2)
        assert np.array_equal(orders.target[rows, nations, slots], weakest[rows, nations])
        means = budget(observe(world, turn.before)).money[rows, nations]
        assert (orders.amount[rows, nations, slots] <= share * means + 2.0**-10).all()
        given_orders += len(rows)
    assert given_orders > 100


def test_nobody_reforms_without_a_prospect():
    world = a_game(1, name="pfp-1994").world
    for turn in ordinary():
        asked = (turn.moves.orders.kind == OrderKind.REFORM).any(axis=2)
        assert (observe(world, turn.before).prospect[asked] > 0).all()


def test_aspirants_reform_often_and_others_seldom():
    world = a_game(1, name="pfp-1994").world
    aspirant = np.isin(np.array(world.doctrine_ids)[world.doctrine], ["aspirant", "frontline"])
    often = np.mean([(t.moves.orders.kind == OrderKind.REFORM).any(axis=2).mean(axis=0)
                     for t in ordinary()[8:]], axis=0)  # fmt: skip
    assert 0.25 < often[aspirant].mean() < 0.7
    assert often[~aspirant].mean() < 0.1
