"""What a parameter comes to in a year does not depend on the length of a turn."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from agents import response
from agents.run import play
from scenarios.build import build_world, new_game, seeds_for
from scenarios.start import build_state
from scenarios.tables import per_turn
from sim import relations
from sim.rules.crises import onset_chance
from tests.builders import MONTHS, scenario

CATALOGUE = scenario("pfp-1994").catalogue


def yearly(kind: str, value: float, months: int) -> float:
    """What a parameter per turn of so many months comes to in a year."""
    turns = 12 / months
    match kind:
        case "rate":
            return value * turns
        case "share":
            return 1.0 - (1.0 - value) ** turns
        case "retention":
            return value**turns
        case "years":
            return value / turns
        case _:
            return value


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("kind", ["level", "rate", "share", "retention"])
def test_every_parameter_comes_to_the_same_in_a_year_whatever_the_length_of_a_turn(kind, months):
    entries = {k: e for k, e in CATALOGUE.parameters.items() if e.kind == kind}
    assert entries
    for name, entry in entries.items():
        for value in (entry.low, entry.value, entry.high):
            again = yearly(kind, per_turn(kind, value, months), months)
            assert again == pytest.approx(value, abs=1e-12), name


def test_a_duration_of_whole_half_years_is_the_same_at_three_and_at_six_months():
    for years in (1.0, 1.5, 2.0, 4.0):
        three, six = (yearly("years", per_turn("years", years, m), m) for m in (3, 6))
        assert three == six == years
    assert per_turn("years", 0.1, 12) == 1.0
    assert per_turn("years", 0.0, 3) == 0.0


def test_the_worlds_of_both_lengths_hold_the_same_yearly_values():
    halves = scenario("pfp-1994").model_copy(update={"months": 6, "turns": 22})
    worlds = {3: build_world(scenario("pfp-1994")), 6: build_world(halves)}
    for name, entry in CATALOGUE.parameters.items():
        if entry.kind == "years":
            continue
        three, six = (yearly(entry.kind, worlds[m].params[name][0], m) for m in (3, 6))
        assert three == pytest.approx(six, abs=2.0**-17), name
    years = {m: world.agreements.term * m / 12 for m, world in worlds.items()}
    assert np.array_equal(years[3], years[6])


def turned(quarterly: np.ndarray, months: int) -> np.ndarray:
    """Chances per quarter as chances per turn of so many months."""
    return np.array([response.per_turn(chance, months) for chance in quarterly])


@pytest.mark.parametrize("months", [6, 12])
def test_a_chance_to_take_the_initiative_comes_to_the_same_over_longer_turns(months):
    quarterly = np.linspace(0.0, 1.0, 101)
    expected = 1.0 - (1.0 - quarterly) ** (months / 3)
    assert np.abs(turned(quarterly, months) - expected).max() < 1e-12
    assert np.array_equal(turned(quarterly, 3), quarterly)


@pytest.mark.parametrize(
    "most",
    [
        0.6,
        1.0,
    ],
)
def test_a_chance_to_take_the_initiative_comes_to_the_same_over_three_months(most):
    quarterly = np.linspace(0.0, most, 101)
    again = 1.0 - (1.0 - turned(quarterly, 1)) ** 3
    assert np.abs(again - quarterly).max() < 0.02


def onsets(yearly_chance: float, months: int) -> float:
    """The chance per turn of a dispute in a pair whose chance per year is given."""
    base = scenario("first-steps").model_copy(update={"months": months})
    names = [k for k in base.catalogue.parameters if k.startswith("onset.") and k != "onset.reach"]
    world = build_world(base)
    params = {**world.params, **{name: np.zeros(1) for name in names}}
    params["onset.constant"] = np.array([math.log(yearly_chance / (1.0 - yearly_chance))])
    world = replace(world, params=params)
    state = build_state(base, build_world(base), seeds_for(1, 1))
    return float(onset_chance(world, state).max())


@pytest.mark.parametrize(
    "most",
    [
        0.3,
        0.6,
    ],
)
@pytest.mark.parametrize("months", [3, 6])
def test_a_yearly_chance_of_a_dispute_is_shared_out_over_the_turns_of_a_year(months, most):
    for chance in np.linspace(0.01, most, 12):
        expected = 1.0 - (1.0 - chance) ** (months / 12.0)
        assert onsets(float(chance), months) == pytest.approx(expected, abs=1e-3)


def signatures(months: int, runs: int) -> float:
    """How many partners take part after two years, on average over the runs."""
    turns = 24 // months
    of = scenario("pfp-1994").model_copy(update={"months": months, "turns": turns})
    end = play(new_game(of, seeds_for(17, runs)))
    sponsor = relations.taking_part(end)[:, :, 0] & (end["step_turn"][:, :, 0, 0] >= 0)
    return float(sponsor.sum(axis=1).mean())


def test_after_two_years_as_many_have_signed_in_turns_of_three_months_as_in_turns_of_six():
    three, six = signatures(3, 24), signatures(6, 24)
    assert three > 10
    assert six == pytest.approx(three, rel=0.06)
