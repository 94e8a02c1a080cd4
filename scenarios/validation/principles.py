"""Each mechanism against its counterfactual: paired runs with common luck, effects, verdicts.

Two runs of a pair share their seed, and so all luck: they differ in one switch. A claim names an
outcome at least one mechanism downstream of the switch, and the sign that the documents or the
literature expect. A second set of pairs draws the assumed parameters anew for every pair, over
their ranges: a claim whose effect vanishes or turns in a third of the range of one of them holds
only by the choice of that assumption, and is called *assumed*.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from multiprocessing import get_context

import numpy as np

from agents.run import Game, block_rows, keep_freed_memory, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Scenario
from scenarios.tables import per_turn
from scenarios.validation.claims import Claim, claims
from scenarios.validation.outcomes import OUTCOMES
from scenarios.validation.verdicts import Finding, judge
from sim.axes import Floats
from sim.draw import Draw, Stream
from sim.errors import UnknownName
from sim.grid import snapped


@dataclass(frozen=True)
class Condition:
    """Runs that one worker plays: which rows, what is off, and whether assumptions vary."""

    scenario: str
    seed: int
    pairs: int
    turns: int
    off: tuple[str, ...]
    varied: tuple[str, ...]  # parameters drawn anew for every row
    rows: tuple[int, int]
    outcomes: tuple[str, ...]
    last: frozenset[str]  # outcomes of which only the last turn counts


def principles(
    pairs: int = 200,
    seed: int = 1994,
    *,
    scenario: str = "pfp-1994",
    turns: int = 24,
    workers: int | None = None,
    step: Callable[[], None] | None = None,
) -> list[Finding]:
    """Play all pairs and judge every claim. ``step`` is called after each batch of runs."""
    found = claims()
    shape = load(scenario)
    assumed = tuple(sorted({name for claim in found for name in claim.assumptions}))
    for name in assumed:
        if name not in shape.catalogue.parameters:
            raise UnknownName("parameter", name, shape.catalogue.parameters, "claims.toml")
    conditions = list(_conditions(found, shape, scenario, seed, pairs, turns, assumed))
    numbers: dict[tuple[tuple[str, ...], bool], dict[str, Floats]] = {}
    workers = min(workers or os.cpu_count() or 1, len(conditions))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for condition, result in zip(conditions, pool.map(_run, conditions), strict=True):
            into = numbers.setdefault((condition.off, bool(condition.varied)), {})
            for name, turn_by_turn in result.items():
                into[name] = np.concatenate([into[name], turn_by_turn]) if name in into else (
                    turn_by_turn
                )  # fmt: skip
            if step is not None:
                step()
    draws = varied_values(shape, assumed, swept(pairs), seed)
    controls = sum(claim.control for claim in found)
    return [judge(claim, numbers, draws, controls) for claim in found]


def swept(pairs: int) -> int:
    """How many pairs sweep the assumptions: half as many, for they are read by thirds only."""
    return max(pairs // 2, 3)


def batches(pairs: int, scenario: str = "pfp-1994") -> int:
    """How many batches of runs ``principles`` plays, for a progress bar."""
    found = claims()
    return len(list(_conditions(found, load(scenario), scenario, 0, pairs, 1, ("x",))))


def _conditions(
    found: Sequence[Claim],
    shape: Scenario,
    scenario: str,
    seed: int,
    pairs: int,
    turns: int,
    assumed: tuple[str, ...],
) -> Iterable[Condition]:
    """Everything on, then each mechanism off; once as usual and once with varied assumptions."""
    block = block_rows(len(shape.nations))
    switches: list[tuple[str, ...]] = [(), *sorted({(claim.mechanism,) for claim in found})]
    for varied in ((), assumed):
        for off in switches:
            tested = [c for c in found if not off or c.mechanism == off[0]]
            if varied:
                tested = [c for c in tested if c.assumptions]
            if not tested:
                continue
            outcomes = {c.outcome for c in tested}
            last = frozenset(outcomes - {c.outcome for c in tested if c.over != "end"})
            count = swept(pairs) if varied else pairs
            names = tuple(sorted(outcomes))
            for rows in _stretches(count, block):
                yield Condition(scenario, seed, count, turns, off, varied, rows, names, last)


def _stretches(count: int, block: int) -> list[tuple[int, int]]:
    """Rows in about equal batches near the size of a block: a small rest costs like a whole one."""
    parts = max(round(count / block), 1)
    ends = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(ends))


#: A worker plays many batches of one scenario.
_scenario = cache(load)


def _run(condition: Condition) -> dict[str, Floats]:
    """The outcomes of one batch of runs: (rows, turns) each."""
    scenario = _scenario(condition.scenario)
    low, high = condition.rows
    game = new_game(scenario, seeds_for(condition.seed, condition.pairs)[low:high],
                    off=condition.off)  # fmt: skip
    if condition.varied:
        draws = varied_values(scenario, condition.varied, condition.pairs, condition.seed)
        game = with_rows(game, scenario, {k: v[low:high] for k, v in draws.items()})
    turns = min(condition.turns, game.world.turns)
    out = {name: np.zeros((high - low, turns)) for name in condition.outcomes}
    keep_freed_memory()
    for turn, played in enumerate(turns_of(game, turns)):
        for name in condition.outcomes:
            if turn == turns - 1 or name not in condition.last:
                out[name][:, turn] = OUTCOMES[name].function(game.world, played.turn)
    return out


def varied_values(
    scenario: Scenario, names: Sequence[str], pairs: int, seed: int
) -> dict[str, Floats]:
    """(pairs,) values of each parameter, uniform and evenly spread over its range."""
    draws = {}
    for place, name in enumerate(names):
        entry = scenario.catalogue.parameters[name]
        luck = Draw(seeds_for(seed, 1), place).uniform(Stream.SWEEP, pairs)[0]
        share = (np.argsort(luck, kind="stable") + 0.5) / pairs
        draws[name] = entry.low + share * (entry.high - entry.low)
    return draws


def with_rows(game: Game, scenario: Scenario, values: Mapping[str, Floats]) -> Game:
    """The runs with parameters of their own, (R,) each, in the catalogue's units."""
    params = dict(game.world.params)
    for name, row_values in values.items():
        kind = scenario.catalogue.parameters[name].kind
        params[name] = snapped([per_turn(kind, float(v), scenario.months) for v in row_values])
    return replace(game, world=replace(game.world, params=params))
