"""Runs with settings of their own, played together, are what each is alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.registry import policy
from agents.run import play
from scenarios.build import Setting, new_game, new_games, seeds_for
from scenarios.experiments.designs.sampling import evenly
from scenarios.schema import Scenario
from sim.errors import DetenteError, UnknownName
from sim.mechanisms import MECHANISMS
from tests.builders import scenario

SEEDS = seeds_for(11, 8)
TURNS = 4


def digests(settings: list[Setting], where: Scenario, turns: int = TURNS, **who) -> list[list[str]]:
    """Of each run, the digests of its start and of its end, all runs played together."""
    game = new_games(where, SEEDS[: len(settings)], settings, **who)
    end = play(game, turns)
    return [[state.digest(row) for state in (game.state, end)] for row in range(len(settings))]


def alone(settings: list[Setting], where: Scenario, turns: int = TURNS, **who) -> list[list[str]]:
    """The same, each run as ``detente run --set --off`` builds and plays it."""
    found = []
    for row, setting in enumerate(settings):
        seeds = SEEDS[row : row + 1]
        game = new_game(where, seeds, values=setting.values, off=setting.off, **who)
        found.append([game.state.digest(), play(game, turns).digest()])
    return found


@cache
def kinds() -> dict[str, list[str]]:
    """Names of parameters by kind."""
    found: dict[str, list[str]] = {}
    for name, entry in scenario().catalogue.parameters.items():
        found.setdefault(entry.kind, []).append(name)
    return found


def spread(names: list[str], rows: int = 4) -> list[Setting]:
    """Settings from the low to the high end of every parameter's range, the first as usual."""
    table = scenario().catalogue.parameters
    levels = {name: evenly(table[name].low, table[name].high, rows - 1) for name in names}
    return [Setting()] + [
        Setting({name: levels[name][row] for name in names}) for row in range(rows - 1)
    ]


@pytest.mark.parametrize("kind", ["level", "rate", "share", "retention", "years", "log"])
def test_rows_may_differ_in_parameters_of_every_kind(kind):
    settings = spread(kinds()[kind])
    together = digests(settings, scenario())
    assert together == alone(settings, scenario())
    assert len({end for _, end in together}) == len(settings)


@pytest.mark.parametrize("prefix", ["start.", "will.", "home.", "belief.", "threat."])
def test_rows_may_differ_in_what_the_first_state_is_made_from(prefix):
    names = [name for name in scenario().catalogue.parameters if name.startswith(prefix)]
    settings = spread(names)
    together = digests(settings, scenario(), 2)
    assert together == alone(settings, scenario(), 2)
    assert len({start for start, _ in together}) > 2


def test_rows_may_differ_in_the_length_of_a_term_of_office():
    settings = [Setting({"home.term": years}) for years in (3.0, 3.5, 4.0, 6.0)]
    game = new_games(scenario(), np.full(4, SEEDS[0]), settings)
    terms = (game.state["election"] - game.state["government"])[:, 0]
    assert terms.tolist() == [12, 14, 16, 24]
    assert digests(settings, scenario()) == alone(settings, scenario())


def test_rows_may_differ_in_the_mechanisms_that_are_off():
    names = list(MECHANISMS)
    settings = [Setting(off=tuple(names[row::7])) for row in range(7)] + [Setting()]
    assert digests(settings, scenario()) == alone(settings, scenario())


@pytest.mark.parametrize("default", ["doctrine", "hegemon", "reciprocal", "isolationist"])
def test_rows_may_differ_in_both_under_any_policy_and_seats(default):
    rng = np.random.default_rng(5)
    table = scenario().catalogue.parameters
    settings = []
    for _ in range(4):
        names = [name for name in table if rng.random() < 0.2]
        values = {name: float(rng.uniform(table[name].low, table[name].high)) for name in names}
        settings.append(Setting(values, tuple(m for m in MECHANISMS if rng.random() < 0.2)))
    who = {"seats": {"HAL": policy("free-rider")}, "default": default}
    assert digests(settings, scenario(), **who) == alone(settings, scenario(), **who)


def test_rows_may_differ_in_a_large_scenario_too():
    settings = [
        Setting({"start.dependence": 0.2, "start.interop_sponsor": 0.5, "home.term": 3.0}),
        Setting({"start.constant": 6.5, "trust.memory": 0.9}, ("P5", "N2")),
        Setting(),
    ]
    where = scenario("pfp-1994")
    assert digests(settings, where, 2) == alone(settings, where, 2)


def test_only_what_rows_differ_in_takes_room_for_each_row():
    settings = [
        Setting({"trust.memory": 0.8, "tie.trust": 2.0}, ("P5",)),
        Setting({"trust.memory": 0.9, "tie.trust": 2.0}),
    ]
    world = new_games(scenario(), SEEDS[:2], settings).world
    assert {name for name, values in world.params.items() if len(values) > 1} == {"trust.memory"}
    assert {name for name, values in world.switches.items() if len(values) > 1} == {"P5"}


def test_a_setting_comes_before_the_scenario_and_the_scenario_before_the_catalogue():
    content = scenario().content()
    content["set"] = {"tie.trust": 1.0, "tie.border": 0.5}
    where = Scenario.model_validate(content)
    world = new_games(where, SEEDS[:2], [Setting({"tie.trust": 2.0}), Setting()]).world
    assert world.params["tie.trust"].tolist() == [2.0, 1.0]
    assert world.params["tie.border"].tolist() == [0.5]


def test_a_fault_in_the_setting_of_any_row_is_told():
    with pytest.raises(UnknownName, match=r"did you mean 'trust\.memory'"):
        new_games(scenario(), SEEDS[:2], [Setting(), Setting({"trust.memroy": 0.8})])
    with pytest.raises(DetenteError, match=r"'trust.memory': 7 is out of range \(0.75 to 0.9"):
        new_games(scenario(), SEEDS[:2], [Setting(), Setting({"trust.memory": 7.0})])
    with pytest.raises(UnknownName, match="no mechanism 'P99'"):
        new_games(scenario(), SEEDS[:2], [Setting(off=("P99",)), Setting()])


def test_there_is_one_setting_for_each_seed():
    with pytest.raises(ValueError, match="1 settings for 2 seeds"):
        new_games(scenario(), SEEDS[:2], [Setting()])
