"""Policies beside doctrine do what their names say, by the same calculus with other numbers."""

from __future__ import annotations

import numpy as np
import pytest

from agents.decisions import DECISIONS
from agents.registry import POLICIES
from agents.run import play, turns_of
from agents.temper import Temper, tempered
from sim.grid import on_grid
from sim.leaning import Leaning
from sim.orders import OrderKind
from sim.state import ACTIVE
from tests.agents.tempering import (
    HAL,
    LUN,
    ORV,
    RUNS,
    TURNS,
    VEL,
    choices,
    end,
    given,
    history,
    offers_of,
)
from tests.builders import a_game

TEMPERS = sorted(name for name, info in POLICIES.items() if isinstance(info.policy, Temper))


# --- what they are --------------------------------------------------------------------------------


def test_every_temper_of_the_catalogue_is_a_policy_and_every_one_has_its_numbers():
    assert sorted(a_game(1).world.tempers) == TEMPERS
    assert TEMPERS == ["free-rider", "hegemon", "isolationist", "reciprocal"]


def test_the_narrowest_multiplier_counts():
    leaning = Leaning({"trust": 2.0, "honour.*": 0.5, "honour.home": 3.0}, reciprocity={"tie": 1.0},
                      others=0.25)  # fmt: skip
    assert leaning.factor("tie", "trust") == 2.0
    assert leaning.factor("honour", "trust") == 0.5
    assert leaning.factor("honour", "home") == 3.0
    assert leaning.factor("tie", "home") == 0.25
    assert leaning.factor("join", "home") == 1.0


def test_a_temper_leaves_the_world_of_the_others_as_it_is():
    game = a_game(2)
    before = {name: values.copy() for name, values in game.world.params.items()}
    alone = play(game, 4).digest()
    for name in TEMPERS:
        other = tempered(game.world, name)
        assert other is tempered(game.world, name)
        assert any(not np.array_equal(other.params[k], v) for k, v in before.items())
    assert all(np.array_equal(game.world.params[k], v) for k, v in before.items())
    assert play(game, 4).digest() == alone


@pytest.mark.parametrize("name", TEMPERS)
def test_a_shift_moves_the_chance_by_its_log_odds(name):
    world = a_game(1).world
    for threshold, shift in world.tempers[name].shifts.items():
        moved = tempered(world, name).params[threshold] - world.params[threshold]
        assert abs(moved * world.params["choice.rationality"]) == pytest.approx(abs(shift))


def test_worlds_of_one_seed_differ_by_the_temper_of_their_nations():
    digests = {name: end(name).digest() for name in (*TEMPERS, "doctrine")}
    assert len(set(digests.values())) == len(digests)


def test_one_seat_of_another_temper_makes_another_world():
    worlds = {
        name: play(a_game(1, seats={"VEL": POLICIES[name].policy}), 8).digest()
        for name in (*TEMPERS, "doctrine")
    }
    assert len(set(worlds.values())) == len(worlds)


@pytest.mark.parametrize("name", TEMPERS)
def test_what_a_temper_forbids_is_never_ordered(name):
    forbids = a_game(1).world.tempers[name].forbids
    assert {kind for kind in forbids if given(name)[kind]} == set()
    assert not forbids or any(given("doctrine")[kind] for kind in forbids)


def test_every_decision_that_weighs_terms_is_listed_and_every_one_listed_has_weights():
    game = a_game(RUNS, name="pfp-1994", default="reciprocal")
    for _ in turns_of(game, TURNS):
        pass
    weighed = set()
    for world in (game.world, tempered(game.world, "reciprocal")):
        weighed |= {decision for decision, _, _ in world.__dict__.get("_weights", {})}
    assert weighed - set(DECISIONS) == set()
    heads = {name.partition(".")[0] for name in game.world.params}
    assert set(DECISIONS) - heads == set()


# --- isolationist ---------------------------------------------------------------------------------


def test_an_isolationist_offers_nothing_and_joins_nothing():
    assert all((offers.to < 0).all() for offers in offers_of("isolationist"))
    assert not end("isolationist")["step_turn"].max() >= 0
    assert end("doctrine")["step_turn"].max() >= 0


def test_an_isolationist_signs_fewer_agreements_than_a_doctrine_nation():
    def ties(policy: str) -> int:
        game = a_game(8, seats={"VEL": POLICIES[policy].policy})
        return int((play(game, 12)["agreement"][:, :, VEL] > 0).sum())

    assert ties("isolationist") < ties("doctrine")


def test_an_isolationist_leaves_what_it_can_sooner():
    part = {"status": ((VEL, 0), ACTIVE), "declared": ((VEL, 0), 0.5)}
    doctrine, alone = (choices(name, VEL, **part) for name in ("doctrine", "isolationist"))
    assert alone["leave"].chance[0, 0] > 10 * doctrine["leave"].chance[0, 0]
    assert alone["denounce"].chance[0, 0] > doctrine["denounce"].chance[0, 0]


def test_an_isolationist_honours_what_its_treaties_bind_it_to_for_no_other_reason():
    call = {"call_victim": ((0,), ORV), "call_against": ((0,), LUN)}
    honour = choices("isolationist", HAL, **call)["honour"]
    assert {name for name, part in honour.parts.items() if part.any()} == {"obligation"}
    assert honour.chance[0, 0, 0] > 0.5


#: A turn in whose season budgets are made.
BUDGETS = 7


def test_an_isolationist_arms_against_a_threat_more_readily():
    threat = {"threat": ((VEL, LUN), 0.75)}
    calm, armed = (
        choices(name, VEL, turn=BUDGETS, **threat)["spend more"].parts["threat"][0, 0]
        for name in ("doctrine", "isolationist")
    )
    assert armed > calm > 0


# --- free-rider -----------------------------------------------------------------------------------


def test_a_free_rider_joins_and_signs():
    joined = {name: int((end(name)["step_turn"][:, :, 0, 0] >= 0).sum())
              for name in ("free-rider", "doctrine")}  # fmt: skip
    assert joined["free-rider"] >= joined["doctrine"]
    signed = {name: int((end(name)["agreement"] > 0).sum()) for name in joined}
    assert signed["free-rider"] > 0.9 * signed["doctrine"]


def test_a_free_rider_declares_less():
    def depth(name: str) -> float:
        part = end(name)["status"][:, :, 0] == ACTIVE
        return float(end(name)["declared"][:, :, 0][part].mean())

    assert depth("free-rider") < 0.7 * depth("doctrine")


def test_a_free_rider_comes_to_fewer_exercises():
    def turnout(policy: str) -> float:
        came = asked = 0
        game = a_game(RUNS, name="pfp-1994", seats={"POL": POLICIES[policy].policy})
        nation = game.world.nation("POL")
        for played in turns_of(game, TURNS):
            said = played.decision.moves.orders.attend[:, nation]
            came, asked = came + (said > 0).sum(), asked + (said != 0).sum()
        return came / asked

    assert turnout("free-rider") < turnout("doctrine")


def test_a_free_rider_hosts_nothing_aids_nobody_and_sends_no_troops():
    for kind in (OrderKind.HOST, OrderKind.AID, OrderKind.DEPLOY):
        assert given("free-rider")[kind] == 0
    assert given("doctrine")[OrderKind.HOST] > 0
    assert given("doctrine")[OrderKind.AID] > 0


def test_a_free_rider_is_less_likely_to_honour_a_call():
    call = {"call_victim": ((0,), ORV), "call_against": ((0,), LUN)}
    rider, doctrine = (choices(name, HAL, **call)["honour"] for name in ("free-rider", "doctrine"))
    assert rider.chance[0, 0, 0] < doctrine.chance[0, 0, 0]


# --- hegemon --------------------------------------------------------------------------------------


LEADING = [
    OrderKind.HOST,
    OrderKind.TABLE,
    OrderKind.TRANSFER,
    OrderKind.LEVERAGE,
]


@pytest.mark.parametrize("kind", LEADING, ids=lambda kind: kind.name)
def test_a_hegemon_leads_hosts_arms_and_presses_more(kind):
    assert given("hegemon")[kind] > given("doctrine")[kind]


def test_a_hegemon_gives_more_aid():
    def mean(name: str) -> float:
        orders = [played.decision.moves.orders for played in history(name)]
        return float(np.concatenate([o.amount[o.kind == OrderKind.AID] for o in orders]).mean())

    assert mean("hegemon") > 1.2 * mean("doctrine")


def test_a_hegemon_wants_terms_in_its_own_favour():
    def mean(name: str) -> float:
        return float(np.mean([o.balance[o.to >= 0].mean() for o in offers_of(name)]))

    assert mean("hegemon") > mean("doctrine") + 0.5


def test_a_hegemon_minds_more_what_a_candidate_brings_that_is_strong_or_bound_elsewhere():
    world = a_game(1).world
    for term in ("vote.patron", "vote.autonomy"):
        assert tempered(world, "hegemon").params[term] < world.params[term] < 0


@pytest.mark.parametrize("name", TEMPERS)
def test_the_numbers_of_a_temper_lie_on_the_grid(name):
    params = tempered(a_game(1).world, name).params
    assert [key for key, values in params.items() if not on_grid(values)] == []
