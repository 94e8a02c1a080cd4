"""Law has its price, by rules from the catalogue."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenarios.faults import ScenarioFault
from scenarios.load import from_content
from sim import law
from sim.account import reasons
from sim.causes import Cause
from sim.events import PUBLIC, describe
from sim.notation import encode
from sim.observe import observe
from sim.state import DISPLAY, FORCE, IN_FORCE, NONE
from tests.builders import scenario
from tests.sim.lawful import DEFENCE, HAL, LUN, ORV, TRAINING, VEL, both, deal, ordered, table

BREACH = {"do": "breach", "target": "LUN", "what": "training"}
STEP = {"do": "escalate", "target": "LUN"}
MANY = 400


def rule(game, code) -> str:
    return game.world.law.ids[int(code)]


def warned(game, iso: str, *orders) -> list[str]:
    """The rules that a nation's orders would break, judged from what it sees alone."""
    moves = encode(game.world, {iso: {"orders": list(orders)}})
    nation = np.array([game.world.nation(iso)])
    orders_ = moves.orders
    own = type(orders_)(
        *(getattr(orders_, name)[:, nation] for name in orders_.__dataclass_fields__)
    )
    codes = law.breaches(observe(game.world, game.state).of(nation), own)
    return [rule(game, code) for code in codes[0, 0][: len(orders)]]


# --- what is unlawful (A4) ----------------------------------------------------------------------

STANDOFF = both(HAL, LUN, DISPLAY)
STRUCK = {(LUN, HAL): FORCE, (HAL, LUN): DISPLAY}
ARMS = {"do": "transfer", "target": "VEL", "what": "free", "amount": 0.25}
GUARDED = {**ARMS, "what": "end-use"}
PASSED = {"do": "retransfer", "target": "VEL", "what": "ORV"}
CASES = {
    "force without mandate": ({"standoff": STANDOFF}, STEP, "un-charter"),
    "a threat alone": ({"standoff": both(HAL, LUN, 2)}, STEP, ""),
    "force in self-defence": ({"standoff": STRUCK}, STEP, ""),
    "force under a mandate": ({"standoff": STANDOFF, "mandate": {(LUN,): 1.0}}, STEP, ""),
    "arms under measures": ({"mandate": {(VEL,): 1.0}}, GUARDED, "embargo"),
    "arms into a war without terms": ({"war": {(VEL,): 1.0}}, ARMS, "geneva"),
    "arms into a war on terms": ({"war": {(VEL,): 1.0}}, GUARDED, ""),
    "arms to a peaceful state": ({}, ARMS, ""),
    "arms passed on": ({"end_use": {(HAL, ORV): 1}}, PASSED, "end-use"),
    "arms of one's own": ({"end_use": {(HAL, LUN): 1}}, PASSED, ""),
    "a large manoeuvre undeclared": (
        {}, {"do": "manoeuvre", "what": "undeclared", "amount": 10}, "vienna"),
    "a small one undeclared": ({}, {"do": "manoeuvre", "what": "undeclared", "amount": 8}, ""),
    "a large one declared": ({}, {"do": "manoeuvre", "what": "declared", "amount": 100}, ""),
    "pressure": ({}, {"do": "press", "target": "LUN", "what": "cyber"}, "non-intervention"),
    "a breach": ({}, BREACH, "pacta"),
    "notice": ({}, {"do": "denounce", "target": "LUN", "what": "training"}, ""),
    "notice of a pact in need": (
        {"agreement": {(DEFENCE, HAL, LUN): IN_FORCE}, "call_victim": {(0,): LUN}},
        {"do": "denounce", "target": "LUN", "what": "defence"}, "pacta"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_seat_is_warned_with_the_rule_that_an_order_would_break(name):
    fields, order, expected = CASES[name]
    assert warned(table(**fields), "HAL", order) == [expected]


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name][2]])
def test_without_a4_no_order_is_unlawful(name):
    fields, order, _ = CASES[name]
    if order is not BREACH:
        assert warned(table(off=("A4",), **fields), "HAL", order) == [""]


def test_a_warning_names_the_rule_and_what_it_says():
    world = table().world
    for place in range(1, len(world.law.ids)):
        words = law.warning(world, place)
        assert world.law.names[place] in words
        assert words.endswith(world.law.sentences[place])


def test_rules_hold_from_their_date_only():
    game = table(war={(VEL,): 1.0})
    later = replace(game.world, law=replace(game.world.law, opens=game.world.law.opens - 200))
    assert warned(game, "HAL", GUARDED) == [""]  # the Arms Trade Treaty is of 2014
    assert warned(replace(game, world=later), "HAL", GUARDED) == ["arms-trade"]


def test_what_is_unlawful_is_allowed_and_costs_standing_will_and_trust():
    game = table(standoff=STANDOFF)
    turn, silent = ordered(game, "HAL", STEP), ordered(game, "HAL")
    assert not turn.refused.any()
    assert turn.after["violations"][0, HAL] > 0 == silent.after["violations"][0, HAL]
    assert rule(game, turn.after["offence"][0, HAL]) == "un-charter"
    why = {r.cause: r.amount for r in reasons(turn.ledger, "will", (0, HAL))}
    assert why[Cause.UNLAWFUL] < 0
    assert turn.after["bad"][0, LUN, HAL] > silent.after["bad"][0, LUN, HAL]
    for other in (ORV, VEL):
        assert turn.after["heard_bad"][0, other, HAL] > silent.after["heard_bad"][0, other, HAL]


def test_the_price_at_home_rises_with_free_institutions():
    lost = []
    for free in (0.25, 0.5, 1.0):
        turn = ordered(table(standoff=STANDOFF, institutions=free), "HAL", STEP)
        why = {r.cause: r.amount for r in reasons(turn.ledger, "will", (0, HAL))}
        lost.append(-why[Cause.UNLAWFUL])
    assert lost[0] < lost[1] < lost[2]


def test_without_a4_force_costs_no_standing():
    turn = ordered(table(off=("A4",), standoff=STANDOFF), "HAL", STEP)
    assert not turn.after["violations"].any()
    assert not turn.after["offence"].any()


def test_everybody_reads_which_rule_was_broken():
    game = table(standoff=STANDOFF)
    told = [e.text for e in describe(game.world, ordered(game, "HAL", STEP), 0, PUBLIC)]
    assert any("United Nations Charter" in text for text in told)


def test_an_open_act_is_found_with_the_chance_of_its_rule():
    turn = ordered(table(MANY), "HAL", {"do": "manoeuvre", "what": "undeclared", "amount": 16})
    share, rules = (turn.after["offence"][:, HAL] > 0).mean(), table().world.law
    assert share == pytest.approx(rules.found[rules.find("vienna")], abs=0.08)


def test_violations_are_forgotten_in_time():
    turn = ordered(table(violations={(HAL,): 0.5}), "HAL")
    assert 0.4 < turn.after["violations"][0, HAL] < 0.5


def test_a_defence_treaty_outside_an_alliance_that_bars_others_is_a_violation():
    game = table(1)
    formats = replace(game.world.formats, bars=np.ones_like(game.world.formats.bars))
    game = replace(game, world=replace(game.world, formats=formats))
    at = tuple(np.array([n]) for n in (0, DEFENCE, HAL, LUN))
    assert rule(game, law.clashes(game.world, game.state, at)[0]) == "compatibility"
    inside = tuple(np.array([n]) for n in (0, DEFENCE, HAL, ORV))
    assert law.clashes(game.world, game.state, inside)[0] == 0
    training = tuple(np.array([n]) for n in (0, TRAINING, HAL, LUN))
    assert law.clashes(game.world, game.state, training)[0] == 0


def test_a_nation_bound_to_neutrality_breaks_the_law_by_a_defence_treaty():
    game = table()
    assert game.world.neutrality[LUN] >= game.world.param("law.neutrality", 0)
    at = tuple(np.array([n]) for n in (0, DEFENCE, LUN, VEL))
    assert rule(game, law.clashes(game.world, game.state, at)[0]) == "neutrality"


def test_sensitive_technology_for_a_state_under_measures_breaks_the_law():
    game = table(mandate={(VEL,): 1.0})
    later = replace(game.world.law, opens=game.world.law.opens - 200)
    game = replace(game, world=replace(game.world, law=later))
    research = game.world.agreements.ids.index("research")
    for kind, expected in ((research, "non-proliferation"), (TRAINING, "")):
        at = tuple(np.array([n]) for n in (0, kind, HAL, VEL))
        assert rule(game, law.clashes(game.world, game.state, at)[0]) == expected


def test_signing_what_the_law_forbids_is_found_out_at_once():
    game = table()
    game = replace(game, world=replace(game.world, neutrality=np.ones(4)))
    turn = deal(game, kind="defence")
    assert turn.after["agreement"][0, DEFENCE, HAL, ORV] != NONE
    assert [rule(game, turn.after["offence"][0, n]) for n in (HAL, ORV, VEL)] == [
        "neutrality", "neutrality", ""]  # fmt: skip


# --- the rules as data --------------------------------------------------------------------------


def test_every_rule_of_the_catalogue_has_its_test_and_every_test_its_rule():
    assert set(table().world.law.ids[1:]) == {*law.RULES, *law.TALKS}


def test_a_rule_that_the_model_does_not_know_is_a_fault_of_the_catalogue():
    content = scenario().content()
    content["catalogue"]["law"][0]["id"] = "un-chater"
    content["catalogue"]["law"][-1]["types"] = ["reserch"]
    with pytest.raises(ScenarioFault) as fault:
        from_content(content)
    told = str(fault.value)
    assert "did you mean 'un-charter'" in told
    assert "did you mean 'research'" in told
