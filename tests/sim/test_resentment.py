"""What rankles between partners, and what comes of it (A9)."""

from __future__ import annotations

import numpy as np
import pytest

from agents.run import play_turn, turns_of
from agents.tie import tie_terms
from sim.account import reasons
from sim.causes import Cause
from sim.forces import burden
from sim.measures import measure
from sim.notation import encode
from sim.observe import observe
from sim.treaty import strain
from tests.builders import a_game
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, edited, not_tied, set_to, tied

QUIET = ("N2", "P11")


def told(*edits: Edit, turns: int = 4, off: tuple[str, ...] = QUIET, of: tuple = (VEL, HAL)):
    """What moved a nation's resentment in each of some turns."""
    game = edited(not_tied, *edits, off=off)
    out = []
    for played in turns_of(game, turns, ledger=True):
        causes = reasons(played.turn.ledger, "resentment", (0, *of))
        out.append({r.cause: r.amount for r in causes})
    return out


def test_a_far_larger_partner_is_resented_by_the_smaller_once_a_year():
    years = told(tied(0, HAL, VEL))
    assert [Cause.BIG_PARTNER in year for year in years] == [False, False, False, True]
    assert told(tied(0, HAL, VEL), of=(HAL, VEL))[3] == {}
    assert told()[3] == {}


def test_the_larger_the_partner_the_more_it_rankles():
    by_size = [told(tied(0, partner, VEL), of=(VEL, partner))[3] for partner in (HAL, ORV)]
    assert by_size[0][Cause.BIG_PARTNER] > by_size[1][Cause.BIG_PARTNER] > 0


def test_unequal_terms_rankle_with_the_one_who_has_the_worse():
    amounts = [
        told(set_to("balance", (VEL, HAL), steps))[3].get(Cause.UNEQUAL_TERMS, 0.0)
        for steps in (-4, -2, 0, 2)
    ]
    assert amounts[0] > amounts[1] > 0 == amounts[2] == amounts[3]


def test_foreign_forces_rankle_with_the_host_and_without_a8_do_not():
    base = set_to("bases", (VEL, HAL), 1)
    assert told(base)[3][Cause.FOREIGN_FORCES] > 0
    assert Cause.FOREIGN_FORCES not in told(base, off=(*QUIET, "A8"))[3]


def test_pressure_rankles_at_once_and_more_with_more_dependence():
    felt = []
    for level in (0.25, 0.75):
        game = edited(set_to("dependence", (VEL, HAL), level), off=QUIET)
        orders = [{"do": "leverage", "target": "VEL"}]
        moves = encode(game.world, {"HAL": {"orders": orders}})
        turn = play_turn(game, moves=moves, ledger=True).turn
        causes = {r.cause: r.amount for r in reasons(turn.ledger, "resentment", (0, VEL, HAL))}
        felt.append(causes[Cause.ARM_TWISTING])
    assert 0 < felt[0] < felt[1]


def test_who_carries_more_of_the_burden_resents_allies_who_carry_less():
    """Orvane and Halmere are allies."""
    more = set_to("spending", (ORV,), 60.0)
    assert told(more, of=(ORV, HAL))[3][Cause.FREE_RIDING] > 0
    assert Cause.FREE_RIDING not in told(more, of=(HAL, ORV))[3]
    assert Cause.FREE_RIDING not in told(more, of=(ORV, LUN))[3]


def test_resentment_is_forgotten():
    years = told(set_to("resentment", (VEL, HAL), 0.5), turns=8)
    assert [Cause.FORGOTTEN in year for year in years] == [False] * 3 + [True] + [False] * 3 + [
        True
    ]
    assert years[3][Cause.FORGOTTEN] < years[7][Cause.FORGOTTEN] < 0


def test_without_a9_terms_leave_no_resentment():
    edits = (
        tied(0, HAL, VEL),
        set_to("balance", (VEL, HAL), -4),
        set_to("bases", (VEL, HAL), 1),
        set_to("spending", (ORV,), 60.0),
    )
    game = edited(*edits, off=(*QUIET, "A9"))
    for played in turns_of(game, 8):
        assert not played.turn.after["resentment"].any()


def test_resentment_makes_a_nation_want_no_more_of_a_partner_and_agreements_end_sooner():
    bitter = edited(tied(0, HAL, VEL), set_to("resentment", (VEL, HAL), 0.8))
    sweet = edited(tied(0, HAL, VEL))
    at = tuple(np.array([k]) for k in (0, 0, HAL, VEL))
    ends = [float(strain(game.world, game.state, at)[0]) for game in (bitter, sweet)]
    assert ends[0] > ends[1]
    wish = [tie_terms(observe(game.world, game.state))["resentment"] for game in (bitter, sweet)]
    assert wish[0][0, VEL, HAL] > wish[1][0, VEL, HAL] == 0
    assert bitter.world.params["tie.resentment"] < 0


def test_a_burden_is_spending_over_the_economy():
    game = edited()
    share = burden(game.world, game.state["spending"])[0]
    expected = game.state["spending"][0] / game.world.economy
    assert share == pytest.approx(expected, abs=1e-5)


def test_the_largest_ally_over_provides():
    game = a_game(8, name="pfp-1994")
    start = measure(game.world, game.state, ["burden_of_largest"])["burden_of_largest"]
    for played in turns_of(game, 16):
        end = played.turn.after
    late = measure(game.world, end, ["burden_of_largest"])["burden_of_largest"]
    assert start.min() > 1
    assert late.mean() > 1
