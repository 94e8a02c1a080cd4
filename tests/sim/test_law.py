"""Law has its price, breaches are found by verification, and terms make agreements last."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenarios.faults import ScenarioFault
from scenarios.load import from_content
from sim import law, treaty
from sim.account import reasons
from sim.causes import Cause
from sim.draw import Draw
from sim.events import PUBLIC, describe
from sim.notation import encode
from sim.observe import observe
from sim.orders import OrderKind
from sim.state import DISPLAY, FORCE, IN_FORCE, NONE, NOTICE, State
from tests.builders import a_game, scenario
from tests.sim.lawful import (
    CONSULTATION,
    DEFENCE,
    HAL,
    LUN,
    ORV,
    TRAINING,
    VEL,
    both,
    deal,
    ordered,
    table,
)

BREACH = {"do": "breach", "target": "LUN", "what": "training"}
CONTEST = {"do": "contest", "target": "LUN", "what": "training"}
STEP = {"do": "escalate", "target": "LUN"}
MANY = 400
AT = tuple(np.array([n]) for n in (0, TRAINING, HAL, LUN))


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
    share = (turn.after["offence"][:, HAL] > 0).mean()
    assert share == pytest.approx(turn_world().law.found[turn_world().law.find("vienna")], abs=0.08)


def turn_world():
    return table().world


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


# --- breach and contest (A4, A5) ----------------------------------------------------------------


def broken(runs: int = MANY, level: int = 0, off: tuple[str, ...] = ()):
    return table(
        runs, off=off, breached={(HAL, LUN): 1 << TRAINING}, verified=both(HAL, LUN, level)
    )


def found_share(level: int, off: tuple[str, ...] = ()) -> float:
    turn = ordered(broken(level=level, off=off), "HAL")
    return float((turn.after["breached"][:, HAL, LUN] == 0).mean())


def test_what_is_not_kept_stays_in_force_on_paper_and_leaves_no_evidence():
    kept, not_kept = (ordered(game, "HAL") for game in (table(), broken(1)))
    assert not_kept.after["agreement"][0, TRAINING, HAL, LUN] == IN_FORCE
    assert not_kept.after["good"][0, LUN, HAL] < kept.after["good"][0, LUN, HAL]
    assert not_kept.after["good"][0, HAL, LUN] == kept.after["good"][0, HAL, LUN]
    why = {r.cause: r.amount for r in reasons(not_kept.ledger, "will", (0, HAL))}
    assert why[Cause.RELIEF] > 0


def test_the_partners_accounts_do_not_name_a_breach_that_it_has_not_found():
    turn = ordered(broken(1), "HAL")
    assert turn.after["breached"][0, HAL, LUN]
    for name in ("good", "bad", "heard_bad"):
        for r in reasons(turn.ledger, name, (0, LUN, HAL)):
            assert r.cause.mechanism != "A4"


def test_breaches_are_found_more_often_the_stricter_the_verification():
    shares = [found_share(level) for level in range(4)]
    assert shares == sorted(shares)
    assert shares[3] > shares[0] + 0.2
    yearly = [table().world.param(f"law.found_{name}", 0).item()
              for name in ("none", "light", "regular", "intrusive")]  # fmt: skip
    for share, chance in zip(shares, yearly, strict=True):
        assert share == pytest.approx(chance, abs=0.08)


def test_without_a5_verification_finds_no_breach():
    assert found_share(3, ("A5",)) == found_share(0)


def test_who_finds_a_breach_gives_notice_and_remembers_it():
    game = broken(level=3)
    turn, silent = ordered(game, "HAL"), ordered(table(MANY, verified=both(HAL, LUN, 3)), "HAL")
    hit = turn.after["breached"][:, HAL, LUN] == 0
    assert hit.any()
    assert (turn.after["agreement"][hit, TRAINING, HAL, LUN] == NOTICE).all()
    assert (turn.after["agreement"][~hit, TRAINING, HAL, LUN] == IN_FORCE).all()
    assert (turn.after["bad"][hit, LUN, HAL] > silent.after["bad"][hit, LUN, HAL] + 1).all()
    assert (turn.after["violations"][hit, HAL] > 0).all()
    row = int(np.flatnonzero(hit)[0])
    told = [e.text for e in describe(game.world, turn, row, LUN) if e.kind == "breach found"]
    assert len(told) == 1
    notices = [e for e in describe(game.world, turn, row, LUN) if e.kind == "notice"]
    assert [e.nations[0] for e in notices] == [LUN]


def test_a_nation_that_renews_an_agreement_keeps_it_again():
    turn = ordered(broken(1), "HAL", {"do": "renew", "target": "LUN", "what": "training"})
    assert turn.after["breached"][0, HAL, LUN] == 0
    assert turn.after["bad"][0, LUN, HAL] == ordered(table(), "HAL").after["bad"][0, LUN, HAL]


def test_a_dispute_over_meaning_suspends_the_evidence_on_both_sides():
    contested = ordered(table(contested=both(HAL, LUN, TRAINING + 1)), "HAL")
    plain = ordered(table(), "HAL")
    for one, two in ((HAL, LUN), (LUN, HAL)):
        assert contested.after["good"][0, one, two] < plain.after["good"][0, one, two]


def settled(**fields) -> tuple[float, float]:
    """Share of disputes over meaning that were settled in a turn, and of those in renewal."""
    turn = ordered(table(MANY, contested=both(HAL, LUN, TRAINING + 1), **fields), "HAL")
    over = turn.after["contested"][:, HAL, LUN] == 0
    kept = turn.after["agreement"][:, TRAINING, HAL, LUN] == IN_FORCE
    assert (kept | over).all()
    return float(over.mean()), float(kept[over].mean())


def test_disputes_over_meaning_are_settled_in_time():
    assert settled()[0] == pytest.approx(table().world.param("law.settling", 0).item(), abs=0.08)


def test_clarity_lets_a_dispute_end_in_renewal():
    plain = settled()[1]
    assert settled(good=both(HAL, LUN, 16.0))[1] > plain + 0.05
    assert settled(verified=both(HAL, LUN, 3))[1] > plain + 0.05
    pact = {(CONSULTATION, HAL, LUN): IN_FORCE, (CONSULTATION, LUN, HAL): IN_FORCE}
    assert settled(agreement=pact)[1] > plain + 0.05


def test_without_a4_nothing_is_breached_or_contested():
    game = table(off=("A4",))
    turn = ordered(game, "HAL", BREACH, CONTEST)
    assert (turn.refused[0, HAL, :2] != 0).all()
    assert not turn.after["breached"].any()
    assert not turn.after["contested"].any()


# --- what makes agreements last (A15) -----------------------------------------------------------

LIKE = {"alignment": 1.0, "threat": 0.25}
LONGER = {
    "clear terms": ({"annex": both(HAL, LUN, 1)}, {}),
    "no secret terms": ({}, {"annex": both(HAL, LUN, 2)}),
    "no dispute over meaning": ({}, {"contested": both(HAL, LUN, TRAINING + 1)}),
    "transparency": ({"transparency": 0.9}, {"transparency": 0.2}),
    "transparency of the second side": (
        {"transparency": 0.9}, {"transparency": {(HAL,): 0.9, (LUN,): 0.2}}),
    "verification": ({"verified": both(HAL, LUN, 3)}, {"verified": both(HAL, LUN, 1)}),
    "like positions": ({"alignment": 1.0}, {"alignment": {(HAL,): 1.0, (LUN,): -1.0}}),
    "like fears": ({"threat": 0.25}, {"threat": {(HAL,): 0.25, (LUN,): 0.875}}),
    "no resentment": ({}, {"resentment": {(LUN, HAL): 0.5}}),
}  # fmt: skip


@pytest.mark.parametrize("name", LONGER)
def test_agreements_last_longer_with(name):
    better, worse = (
        treaty.lapse_chance(game.world, game.state, AT)
        for game in (table(**LIKE | fields) for fields in LONGER[name])
    )
    assert 0 <= better[0] < worse[0] <= 1


@pytest.mark.parametrize("name", LONGER)
def test_without_a15_all_agreements_are_as_likely_to_lapse(name):
    better, worse = (
        treaty.lapse_chance(game.world, game.state, AT)
        for game in (table(off=("A15",), **LIKE | fields) for fields in LONGER[name])
    )
    assert better[0] == worse[0] > 0


def lapsed(off: tuple[str, ...] = (), **fields) -> float:
    """Share of agreements that lapsed at a review that is due."""
    due = table().world.agreements.term[TRAINING]
    game = table(MANY, turn=1 + int(due), off=off, **fields)
    world = game.world
    params = {**world.params, "agreement.lapse": np.array([0.4]), "lasting.hazard": np.zeros(1)}
    turn = ordered(replace(game, world=replace(world, params=params)), "HAL")
    return float((turn.after["agreement"][:, TRAINING, HAL, LUN] == NONE).mean())


def test_more_agreements_survive_a_review_on_good_terms():
    good = {"verified": both(HAL, LUN, 3), "annex": both(HAL, LUN, 1), "transparency": 0.9}
    poor = {"annex": both(HAL, LUN, 2), "transparency": 0.1, "resentment": both(HAL, LUN, 0.5)}
    assert lapsed(**good) + 0.1 < lapsed(**poor)
    assert lapsed(("A15",), **good) == lapsed(("A15",), **poor)


def test_between_reviews_agreements_are_given_up_as_often_as_the_hazard_says():
    game = table(4000)
    params = {**game.world.params, "lasting.hazard": np.array([0.1])}
    game = replace(game, world=replace(game.world, params=params))
    turn = ordered(game, "HAL")
    share = float((turn.after["agreement"][:, TRAINING, HAL, LUN] == NONE).mean())
    times = treaty.strain(game.world, game.state, AT)[0]
    assert share == pytest.approx(0.1 * times, rel=0.25)


def test_the_years_agreed_on_set_the_review():
    game = table(duration=both(HAL, LUN, 1), turn=5, good=16.0)
    turn = ordered(game, "HAL")
    assert turn.after["agreement_turn"][0, TRAINING, HAL, LUN] == 5
    assert ordered(table(turn=5), "HAL").after["agreement_turn"][0, TRAINING, HAL, LUN] == 1


def test_an_agreement_is_renewed_before_its_term_only_if_the_other_side_trusts():
    renew = {"do": "renew", "target": "LUN", "what": "training"}
    for good, bad, expected in ((8.0, 0.0, 4), (0.0, 8.0, 1)):
        turn = ordered(table(good=both(HAL, LUN, good), bad=both(HAL, LUN, bad)), "HAL", renew)
        assert turn.after["agreement_turn"][0, TRAINING, LUN, HAL] == expected


def test_ratification_put_to_parliament_comes_sooner():
    pending = {"agreement": {(TRAINING, HAL, LUN): 1, (TRAINING, LUN, HAL): 1}}
    push = {"do": "ratify", "target": "LUN", "what": "training"}
    soon, slow = (
        (ordered(table(MANY, **pending), "HAL", *orders).after["agreement"][:, TRAINING, HAL, LUN]
         >= 2).mean() for orders in ((push,), ()))  # fmt: skip
    assert soon > slow + 0.2


def test_where_there_is_little_will_a_hastened_decision_fails_more_often():
    pending = {"agreement": {(DEFENCE, HAL, LUN): 1, (DEFENCE, LUN, HAL): 1}}
    push = {"do": "ratify", "target": "LUN", "what": "defence"}
    lost = []
    for orders in ((), (push,)):
        turn = ordered(table(4000, will=0.0, **pending), "HAL", *orders)
        lost.append(float((turn.after["agreement"][:, DEFENCE, HAL, LUN] == NONE).mean()))
    assert lost[1] > lost[0] * 1.3


# --- vouching (N1) ------------------------------------------------------------------------------

VOUCH = {"do": "vouch", "target": "LUN", "what": "VEL"}


def heard(off: tuple[str, ...] = (), *orders, **fields) -> float:
    turn = ordered(table(off=off, **fields), "HAL", *orders)
    return float(turn.after["heard_good"][0, VEL, LUN])


def test_who_is_told_hears_good_of_the_nation_vouched_for_by_its_trust_in_the_voucher():
    gains = []
    for good, bad in ((0.0, 8.0), (0.0, 0.0), (16.0, 0.0)):
        trust = {"good": {(VEL, HAL): good}, "bad": {(VEL, HAL): bad}}
        gains.append(heard((), VOUCH, **trust) - heard((), **trust))
    assert 0 < gains[0] < gains[1] < gains[2]


def test_without_n1_nobody_vouches():
    turn = ordered(table(off=("N1",)), "HAL", VOUCH)
    assert turn.refused[0, HAL, 0] != 0


# --- symmetry -----------------------------------------------------------------------------------


def test_what_makes_agreements_last_does_not_ask_who_comes_first():
    game = a_game(4, name="pfp-1994")
    rng = np.random.default_rng(3)
    n = game.world.dims.N
    rows, one = rng.integers(0, 4, 200), rng.integers(0, n, 200)
    two = (one + rng.integers(1, n, 200)) % n
    kind = np.zeros(200, int)
    there = treaty.lapse_chance(game.world, game.state, (rows, kind, one, two))
    back = treaty.lapse_chance(game.world, game.state, (rows, kind, two, one))
    assert np.array_equal(there, back)


def test_law_draws_its_luck_from_its_own_address():
    game = broken(8, level=3)
    one, two = (ordered(game, "HAL").after["breached"] for _ in range(2))
    assert np.array_equal(one, two)
    assert Draw(game.seeds, 4).turn == game.state.turn
    assert isinstance(game.state, State)
    assert OrderKind.BREACH in law.COVERT


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
