"""Loops that are compiled mean what they say in Python."""

import importlib
import pkgutil
import subprocess
import sys
from copy import deepcopy
from functools import cache

import numpy as np
import pytest

import agents
import sim
from agents.run import play
from scenarios.build import new_game, seeds_for
from sim.compiled import Compiled
from sim.grid import nearest
from tests.builders import a_scenario, scenario


@cache
def loops() -> dict[str, Compiled]:
    """All compiled functions by name, each in the module that defines it."""
    found = {}
    for package in (sim, agents):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Compiled) and value.__module__ == module.name:
                    found[f"{module.name}.{name}"] = value
    return found


def bits(value: object) -> object:
    """What a loop was given or gave, comparable bit by bit."""
    if isinstance(value, tuple | list):
        return [bits(part) for part in value]
    if isinstance(value, np.ndarray):
        return (str(value.dtype), value.shape, value.tobytes())
    return np.float64(value).tobytes() if isinstance(value, float) else value


def test_every_loop_gives_the_bits_of_the_same_loop_in_python(monkeypatch):
    called = set()

    def both(loop, *args):
        again = deepcopy(args)
        fast, plain = loop.build()(*args), loop.plain(*again)
        assert bits((fast, args)) == bits((plain, again)), loop.__name__
        called.add(f"{loop.__module__}.{loop.__name__}")
        return fast

    monkeypatch.setattr(Compiled, "__call__", both)
    play(new_game(a_scenario(9, 12), seeds_for(3, 2)), 12)
    monthly = a_scenario(9, 12).model_copy(update={"months": 1})
    play(new_game(monthly, seeds_for(3, 1)), 2)
    play(new_game(scenario("horizon"), seeds_for(3, 2)), 4)  # has great powers and rivals
    assert called == loops().keys()


@pytest.mark.parametrize("name", loops())
def test_a_loop_calls_loops_of_its_own_file_and_of_the_grid_only(name):
    """What is kept on disk is renewed when the file of the loop changes, not when another does."""
    loop = loops()[name]
    names = loop.plain.__globals__
    met = [names[other] for other in loop.plain.__code__.co_names if other in names]
    homes = {other.__module__ for other in met if isinstance(other, Compiled)}
    assert homes <= {loop.__module__, "sim.grid"}
    assert not [other for other in met if callable(other) and not isinstance(other, Compiled)]


def test_nothing_is_compiled_before_a_rule_plays():
    code = "import sys, ui.cli, agents.run, scenarios.build; print('numba' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_a_loop_works_where_nothing_can_be_kept(monkeypatch):
    caching = importlib.import_module("numba.core.caching")
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    loop = Compiled(nearest.plain)
    assert loop(0.3) == nearest.plain(0.3)
