"""Agreements that are not kept are found out, those on good terms last, and nations vouch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim import law, treaty
from sim.account import reasons
from sim.causes import Cause
from sim.draw import Draw
from sim.events import describe
from sim.orders import OrderKind
from sim.state import IN_FORCE, NONE, NOTICE, State
from tests.builders import a_game
from tests.sim.lawful import CONSULTATION, DEFENCE, HAL, LUN, TRAINING, VEL, both, ordered, table

BREACH = {"do": "breach", "target": "LUN", "what": "training"}
CONTEST = {"do": "contest", "target": "LUN", "what": "training"}
RENEW = {"do": "renew", "target": "LUN", "what": "training"}
MANY = 400
AT = tuple(np.array([n]) for n in (0, TRAINING, HAL, LUN))


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
    turn = ordered(broken(1), "HAL", RENEW)
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
    for good, bad, expected in ((8.0, 0.0, 4), (0.0, 8.0, 1)):
        turn = ordered(table(good=both(HAL, LUN, good), bad=both(HAL, LUN, bad)), "HAL", RENEW)
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


def test_law_draws_its_luck_from_its_own_address():
    game = broken(8, level=3)
    one, two = (ordered(game, "HAL").after["breached"] for _ in range(2))
    assert np.array_equal(one, two)
    assert Draw(game.seeds, 4).turn == game.state.turn
    assert isinstance(game.state, State)
    assert OrderKind.BREACH in law.COVERT


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
