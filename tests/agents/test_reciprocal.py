"""Reciprocal nations deal with each as it dealt with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from agents.run import play, turns_of
from agents.temper import tempered
from sim.orders import Offers
from sim.state import FORCE, State
from tests.agents.tempering import HAL, LUN, ORV, TURNS, VEL, choices
from tests.builders import a_game


def before_both(name: str, label: str, nation: int = VEL, offers: Offers | None = None,
                **fields) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Chances of a decision after bad and after good experience with everybody."""
    found = []
    for good, bad in ((0.0, 12.0), (12.0, 0.0)):
        past = {"good": ((nation,), good), "bad": ((nation,), bad)}
        # what others say evens out, so that trust as a whole is the same both times
        heard = {"heard_good": ((nation,), bad), "heard_bad": ((nation,), good)}
        found.append(choices(name, nation, offers, **past, **heard, **fields)[label])
    return found[0], found[1]


def an_offer(game, proposer: int, to: int) -> Offers:
    offers = Offers.none(game.world.dims, 1)
    offers.to[0, proposer, 0] = to
    return offers


def test_a_reciprocal_nation_signs_with_those_who_dealt_well_with_it():
    bad, good = before_both("reciprocal", "offer")
    assert (good.chance[0, 0, [HAL, ORV, LUN]] > 2 * bad.chance[0, 0, [HAL, ORV, LUN]]).all()
    offers = an_offer(a_game(1), HAL, VEL)
    bad, good = before_both("reciprocal", "reply", offers=offers)
    assert good.chance[0, 0, HAL] > bad.chance[0, 0, HAL]


def test_a_reciprocal_nation_helps_those_who_dealt_well_with_it():
    call = {"call_victim": ((0,), ORV), "call_against": ((0,), LUN)}
    bad, good = before_both("reciprocal", "honour", HAL, **call)
    assert good.chance[0, 0, 0] > 0.7 > 0.5 > bad.chance[0, 0, 0]


def test_a_reciprocal_nation_escalates_against_those_who_dealt_badly_with_it():
    standoff = {"standoff": ((LUN, VEL), FORCE)}
    for label, way in (("escalate", -1), ("deescalate", 1)):
        bad, good = before_both("reciprocal", label, **standoff)
        assert way * (good.chance[0, 0, LUN] - bad.chance[0, 0, LUN]) > 0, label


def test_what_others_say_does_not_make_a_reciprocal_nation_forget_its_own_experience():
    bad, good = before_both("reciprocal", "offer")
    assert np.array_equal(bad.parts["trust"], good.parts["trust"])
    assert (good.parts["reciprocity"][0, 0, [HAL, ORV, LUN]] > 0).all()
    assert (bad.parts["reciprocity"][0, 0, [HAL, ORV, LUN]] < 0).all()


def test_a_doctrine_nation_has_no_reciprocity():
    bad, good = before_both("doctrine", "offer")
    assert "reciprocity" not in good.parts
    assert np.array_equal(bad.chance, good.chance)


def test_a_reciprocal_nation_opens_by_cooperating():
    strangers = {"good": ((), 0.0), "bad": ((), 0.0)}
    offer = choices("reciprocal", VEL, **strangers)["offer"]
    assert (offer.parts["reciprocity"][0, 0, [HAL, ORV, LUN]] > 0).all()
    assert offer.parts["reciprocity"][0, 0, VEL] == 0


def test_a_reciprocal_nation_forgives_as_evidence_fades():
    def chance(bad: float) -> float:
        past = {"good": ((VEL,), 0.0), "bad": ((VEL,), bad)}
        return float(choices("reciprocal", VEL, **past)["offer"].chance[0, 0, HAL])

    assert chance(8.0) < chance(2.0) < chance(0.0)


def test_other_motives_weigh_less_with_a_reciprocal_nation():
    world = a_game(1).world
    other = tempered(world, "reciprocal")
    for name in ("tie.trust", "honour.obligation", "vote.institutions", "attend.habit"):
        assert abs(other.params[name]) < abs(world.params[name])
    assert np.array_equal(other.params["join.home"], world.params["join.home"])


def test_every_decision_under_reciprocity_hears_of_the_record():
    """Each calls ``toward`` with the nations it is about: none is forgotten."""
    game = a_game(4, name="pfp-1994", default="reciprocal")
    for _ in turns_of(game, TURNS):
        pass
    world = tempered(game.world, "reciprocal")
    heard = {decision for decision, term, _ in world.__dict__["_weights"] if term == "reciprocity"}
    made = {decision for decision, _, _ in world.__dict__["_weights"]}
    expected = set(game.world.tempers["reciprocal"].reciprocity)
    assert heard == expected & made
    assert len(heard) > 0.6 * len(expected)


def test_like_is_answered_with_like():
    """A nation that broke its word meets harder reciprocal partners than one that kept it."""
    game = a_game(8, default="reciprocal")
    arrays = {key: np.array(game.state[key]) for key in game.state}
    arrays["good"][:, :, VEL], arrays["bad"][:, :, VEL] = 0.0, 16.0
    shunned = play(replace(game, state=State(arrays, 0)), 8)
    assert (shunned["agreement"][:, :, VEL] > 0).sum() < (
        play(game, 8)["agreement"][:, :, VEL] > 0
    ).sum()
