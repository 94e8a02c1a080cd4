"""Loops that are compiled mean what they say in Python."""

import dis
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
from sim.sparse import where
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
    where(np.arange(2**15).reshape(8, 64, 64) % 7 == 0)  # a mask longer than those of small games
    assert called == loops().keys()


@pytest.mark.parametrize("name", loops())
def test_a_loop_uses_constants_and_loops_only(name):
    plain = loops()[name].plain
    steps = dis.get_instructions(plain.__code__)
    names = {step.argval for step in steps if step.opname == "LOAD_GLOBAL"}
    for value in (plain.__globals__[name] for name in names & plain.__globals__.keys()):
        parts = value if isinstance(value, tuple) else (value,)
        assert value is np or all(isinstance(part, Compiled | int | float | str) for part in parts)


def test_what_is_kept_is_not_used_once_a_constant_of_another_file_has_changed(monkeypatch):
    loop = next(loop for loop in loops().values() if int in map(type, loop.uses().values()))
    name = next(name for name, value in loop.uses().items() if type(value) is int)
    before = loop.mark()
    monkeypatch.setitem(loop.plain.__globals__, name, 77)
    assert loop.mark() != before


def test_what_is_kept_is_not_used_once_a_loop_that_it_calls_has_changed(monkeypatch):
    loop, name = next(
        (loop, name)
        for loop in loops().values()
        for name, value in loop.uses().items()
        if isinstance(value, Compiled)
    )
    before = loop.mark()
    monkeypatch.setitem(loop.plain.__globals__, name, Compiled(lambda value: value))
    assert loop.mark() != before


def test_nothing_is_compiled_before_a_rule_plays():
    code = "import sys, ui.cli, agents.run, scenarios.build; print('numba' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


def test_a_loop_works_where_nothing_can_be_kept(monkeypatch):
    caching = importlib.import_module("numba.core.caching")
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    loop = Compiled(nearest.plain)
    assert loop(0.3) == nearest.plain(0.3)
