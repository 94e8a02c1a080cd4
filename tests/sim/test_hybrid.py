"""Terrorism, cyber and hybrid pressure; suspicion and accusation (P15)."""

from __future__ import annotations

import numpy as np
import pytest

from agents.run import play
from sim.events import PUBLIC, describe
from sim.observe import Observation
from sim.rules.hybrid import terror_rate
from sim.shield import shield
from sim.state import CYBER, HYBRID, TERRORISM, State
from tests.builders import a_game
from tests.contract.cases.case import HAL, LUN, ORV, VEL, edited
from tests.contract.cases.crisis import suspected
from tests.sim.confronting import (
    do,
    many,
    no_treaties,
    of_pair,
    own,
    resolved,
    treaty,
)

OFF = ("N2", "P4", "P12")


def pressed(*edits, means: str = "hybrid", rows: int = 512, target: str = "LUN"):
    """The turn in which Velmark presses another nation, in many runs."""
    game = many(no_treaties, *edits, rows=rows, off=OFF)
    return game, resolved(game, {"VEL": [do("press", target, what=means)]})


def harm(*edits, means: str = "hybrid", target: int = LUN) -> float:
    game, turn = pressed(*edits, means=means, rows=8, target=("HAL", "ORV", "VEL", "LUN")[target])
    del game
    struck = turn.after["incident"][:, target] != TERRORISM
    return float(turn.after["harm"][struck, target].mean())


def test_pressure_does_harm_and_erodes_the_will_to_cooperate():
    _, turn = pressed()
    assert (turn.after["harm"][:, LUN] > 0).all()
    assert (turn.after["incident"][:, LUN] == HYBRID).all()
    silent = resolved(many(no_treaties, rows=512, off=OFF), {})
    same = silent.after["incident"][:, LUN] == 0
    assert (turn.after["will"][same, LUN] < silent.after["will"][same, LUN]).all()


def test_who_was_behind_it_only_the_umpire_and_the_presser_know():
    game, turn = pressed(rows=64)
    assert (turn.after["incident_by"][:, LUN] == VEL).all()
    for row in range(4):
        for reader in (PUBLIC, LUN, HAL):
            told = describe(game.world, turn, row, reader)
            assert not [e for e in told if e.kind == "covert pressure"]
            assert not [e for e in told if e.kind == "incident" and VEL in e.nations]
        for reader in (VEL, None):
            assert [e for e in describe(game.world, turn, row, reader)
                    if e.kind == "covert pressure"]  # fmt: skip


def test_a_suspicion_is_the_victims_own_affair():
    game, turn = pressed(rows=64)
    row = int(np.nonzero(turn.after["suspect"][:, LUN] >= 0)[0][0])
    assert [e for e in describe(game.world, turn, row, LUN) if e.kind == "suspicion"]
    for reader in (PUBLIC, VEL, HAL):
        assert not [e for e in describe(game.world, turn, row, reader) if e.kind == "suspicion"]
    seen = Observation(game.world, turn.after, np.array([VEL]))
    assert seen["suspect"].shape == (64, 1)


def test_some_suspect_the_wrong_nation_and_right_ones_are_surer_on_average():
    feared = of_pair("threat", LUN, HAL, 1.0)
    _, turn = pressed(feared, rows=2048)
    suspect, sure = turn.after["suspect"][:, LUN], turn.after["certainty"][:, LUN]
    right, wrong = suspect == VEL, suspect == HAL
    assert 0.2 < right.mean() < 0.5
    assert (right | wrong).all()
    assert sure[right].mean() > sure[wrong].mean() + 0.1
    assert sure[wrong].max() > sure[right].min()  # certainty does not give the truth away


def test_knowing_the_others_hidden_affairs_makes_it_clearer_who_it_was():
    feared = of_pair("threat", LUN, HAL, 1.0)
    _, blind = pressed(feared, rows=1024)
    _, told = pressed(feared, of_pair("insight", LUN, VEL, 1.0), rows=1024)
    found = [(turn.after["suspect"][:, LUN] == VEL).mean() for turn in (blind, told)]
    assert found[1] > found[0] + 0.2


def test_foreknowledge_and_agreements_on_cyber_defence_keep_harm_off():
    assert harm(of_pair("insight", LUN, VEL, 1.0)) < harm()
    shared = treaty("cyber", LUN, HAL)
    assert harm(shared, means="cyber") < harm(means="cyber")
    assert harm(shared) == harm()  # against other means they do not help


def test_before_networks_matter_cyber_pressure_weighs_little():
    opens = edited().world.agreements.opens[edited().world.agreements.cyber]
    assert (opens > 4).all()  # the small scenario plays earlier
    assert harm(means="cyber") < 0.5 * harm()


def circle(size: int):
    """Lunsey belongs to a founded circle with rapid means, of so many nations."""

    def edit(arrays):
        world = edited().world
        kind = int(np.argmax(world.formats.rapid * world.formats.founds))
        place = int(np.nonzero(arrays["format"][0] < 0)[0][0])
        arrays["format"][0, place], arrays["founded"][0, place] = kind, 0
        arrays["member"][0, [LUN, HAL, ORV, VEL][:size], place] = 1

    return edit


def test_flexible_circles_keep_harm_off_and_repair_it_sooner():
    assert harm(circle(3)) < harm()
    game = many(no_treaties, own("harm", LUN, 0.5), rows=4, off=OFF)
    alone = resolved(game, {}).after["harm"][:, LUN]
    helped = resolved(many(no_treaties, own("harm", LUN, 0.5), circle(3), rows=4, off=OFF), {})
    assert (helped.after["harm"][:, LUN] < alone).all()
    assert (alone < 0.5).all()


def test_a_smaller_circle_answers_better_than_a_larger_one():
    game = a_game(1, name="pfp-1994", default="scripted")

    def answer(members: int) -> float:
        arrays = {name: np.array(game.state[name]) for name in game.state}
        kind = int(np.argmax(game.world.formats.rapid * game.world.formats.founds))
        place = int(np.nonzero(arrays["format"][0] < 0)[0][0])
        arrays["format"][0, place], arrays["founded"][0, place] = kind, 0
        arrays["member"][0, 20 : 20 + members, place] = 1
        state = State(arrays, 4)
        return float(shield(game.world, state, np.array([0]), np.array([20]))[0])

    assert answer(4) == answer(5) > answer(12) > answer(24)


# --- accusations --------------------------------------------------------------------------------


def charge(suspect: int, culprit: int, sure: float = 0.75):
    game = many(no_treaties, suspected(LUN, suspect, culprit, sure), rows=4, off=OFF)
    name = ("HAL", "ORV", "VEL", "LUN")[suspect]
    return game, resolved(game, {"LUN": [do("attribute", name)]})


def test_a_true_charge_costs_the_accused_its_repute():
    _, turn = charge(VEL, VEL)
    gain = turn.after["heard_bad"] - turn.before["heard_bad"]
    assert (gain[:, HAL, VEL] > gain[:, HAL, LUN]).all()
    assert (turn.after["bad"][:, LUN, VEL] > turn.before["bad"][:, LUN, VEL]).all()
    assert (turn.after["suspect"][:, LUN] == -1).all()


def test_a_better_founded_charge_costs_more():
    sure, doubtful = (charge(VEL, VEL, level)[1] for level in (1.0, 0.25))
    assert (sure.after["heard_bad"][:, HAL, VEL] > doubtful.after["heard_bad"][:, HAL, VEL]).all()


def test_a_false_charge_costs_the_accuser():
    _, turn = charge(VEL, ORV)
    gain = turn.after["heard_bad"] - turn.before["heard_bad"]
    assert (gain[:, HAL, LUN] > gain[:, HAL, VEL]).all()
    assert (turn.after["bad"][:, VEL, LUN] > turn.before["bad"][:, VEL, LUN]).all()


def test_how_a_charge_stood_up_is_told_to_all():
    for culprit, kind in ((VEL, "accusation"), (-1, "false accusation")):
        game, turn = charge(VEL, culprit)
        assert [e.kind for e in describe(game.world, turn, 0, PUBLIC)
                if e.mechanism == "P15" and e.kind.endswith("accusation")] == [kind]  # fmt: skip


def test_without_an_incident_there_is_nothing_to_accuse_of():
    game = many(no_treaties, rows=4, off=OFF)
    turn = resolved(game, {"LUN": [do("attribute", "VEL")]})
    assert (turn.refused[:, LUN, 0] != 0).all()


def test_a_suspicion_that_leads_nowhere_fades_and_is_dropped():
    game = many(no_treaties, suspected(LUN, VEL, VEL, 0.25), rows=4, off=("N2", "P4"))
    turn = resolved(game, {})
    assert (turn.after["certainty"][:, LUN] < 0.25).all()
    faint = many(no_treaties, suspected(LUN, VEL, VEL, 2.0**-6), rows=64, off=OFF)
    turn = resolved(faint, {})
    calm = turn.after["incident"][:, LUN] == 0
    assert (turn.after["suspect"][calm, LUN] == -1).all()
    assert (turn.after["incident_by"][calm, LUN] == -1).all()


# --- terrorism ----------------------------------------------------------------------------------


def rate(*edits) -> float:
    game = edited(*edits)
    cell = (np.array([0]), np.array([LUN]))
    return float(terror_rate(game.world, game.state, *cell)[0])


def test_war_nearby_and_weak_rights_breed_terrorism():
    instruments = edited().world.instruments

    def rights(level: float):
        def edit(arrays):
            arrays["control"][0, LUN, instruments.index("respect for rights")] = level

        return edit

    assert rate(own("war", LUN, 1.0)) > rate(own("war", VEL, 1.0)) > rate(own("war", VEL, 0.0))
    assert rate(rights(0.25)) > rate(rights(0.75))


def test_terrorists_strike_as_often_as_their_rate_says():
    game = many(no_treaties, rows=4096, off=OFF)
    turn = resolved(game, {})
    struck = (turn.after["incident"][:, LUN] == TERRORISM).mean()
    assert struck == pytest.approx(rate(), abs=3 * np.sqrt(rate() / 4096))
    assert (turn.after["incident_by"][:, LUN] == -1).all()


def test_without_p15_nothing_of_the_kind_happens():
    game = many(no_treaties, rows=256, off=(*OFF, "P15"))
    turn = resolved(game, {"VEL": [do("press", "LUN", what="cyber")]})
    assert (turn.refused[:, VEL, 0] != 0).all()
    for name in ("incident", "harm", "suspect", "certainty"):
        assert np.array_equal(turn.after[name], turn.before[name])
    assert not [e for e in turn.ledger if e.cause.mechanism == "P15"]


def test_pressure_by_nations_is_rare_in_the_nineties_and_terror_is_not_unheard_of():
    found = np.zeros(4)

    def each(_, played):
        struck = played.turn.after["incident"]
        found[:] += [(struck == kind).sum() for kind in range(4)]

    play(a_game(12, name="pfp-1994"), 24, each=each)
    yearly = found / (12 * 6)
    assert 0.0 < yearly[CYBER] + yearly[HYBRID] < 0.5
    assert 1.0 < yearly[TERRORISM] < 8.0
