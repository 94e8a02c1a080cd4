"""Each mechanism against its counterfactual: paired runs with common luck, effects, verdicts.

Two runs of a pair share their seed, and so all luck: they differ in one switch. A claim names an
outcome at least one mechanism downstream of the switch, and the sign that the documents or the
literature expect. A second set of pairs draws the assumed parameters anew for every pair, over
their ranges: a claim whose effect vanishes or turns in a third of the range of one of them holds
only by the choice of that assumption, and is called *assumed*.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from agents.run import Game, Played, block_rows, play
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Scenario
from scenarios.tables import per_turn
from scenarios.validation.outcomes import OUTCOMES
from sim.axes import Floats
from sim.draw import Draw, Stream
from sim.errors import UnknownName
from sim.grid import snapped
from sim.mechanisms import MECHANISMS, OFF

CLAIMS = Path(__file__).parent / "claims.toml"

#: Two-sided 95 % interval of a mean of many pairs.
_NORMAL = 1.96

#: An effect has vanished in a third of a range if this much of it or less is left.
_VANISHED = 0.25

#: How an outcome's turns become one number a run.
OVER: Mapping[str, Callable[[Floats], Floats]] = {
    "mean": lambda turns: turns.mean(axis=1),
    "sum": lambda turns: turns.sum(axis=1),
    "end": lambda turns: turns[:, -1],
}


@dataclass(frozen=True)
class Claim:
    """What switching one mechanism on does to an outcome, if the documents are right."""

    id: str
    mechanism: str
    claim: str
    outcome: str
    expected: str  # "+", "-" or, for a control, "0"
    over: str = "mean"
    assumptions: tuple[str, ...] = ()
    source: str = ""

    @property
    def control(self) -> bool:
        """Whether nothing is to be seen here."""
        return self.expected == "0"


@dataclass(frozen=True)
class Finding:
    """A claim and what the pairs say: mean of on less off, its 95 % interval, the verdict."""

    id: str
    claim: str
    expected: str
    effect: float
    low: float
    high: float
    verdict: str  # supported, assumed, miss; of a control: clean, shown
    control: bool
    mechanism: str
    off: str
    outcome: str
    usual: float  # mean of the outcome with everything on
    depends: tuple[str, ...]  # assumptions without which the effect is not seen
    differences: tuple[float, ...] = field(repr=False, default=())

    def content(self) -> dict[str, Any]:
        """Plain data for JSON, without the single pairs."""
        return {k: v for k, v in asdict(self).items() if k != "differences"}


def claims(path: Path = CLAIMS) -> list[Claim]:
    """All claims, by mechanism in the order of the model; unknown names are faults."""
    rows = tomllib.loads(path.read_text("utf-8"))["claim"]
    found = [Claim(**{**row, "assumptions": tuple(row.get("assumptions", ()))}) for row in rows]
    for claim in found:
        for kind, name, valid in (
            ("mechanism", claim.mechanism, list(MECHANISMS)),
            ("outcome", claim.outcome, list(OUTCOMES)),
            ("way to sum up", claim.over, list(OVER)),
            ("sign", claim.expected, ["+", "-", "0"]),
        ):
            if name not in valid:
                raise UnknownName(kind, name, valid, f"claim {claim.id}")
    order = list(MECHANISMS)
    return sorted(found, key=lambda claim: order.index(claim.mechanism))


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
    return [_judge(claim, numbers, draws) for claim in found]


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
            outcomes = {c.outcome for c in tested}
            last = frozenset(outcomes - {c.outcome for c in tested if c.over != "end"})
            count = swept(pairs) if varied else pairs
            for low in range(0, count, block):
                rows = (low, min(low + block, count))
                names = tuple(sorted(outcomes))
                yield Condition(scenario, seed, count, turns, off, varied, rows, names, last)


def _run(condition: Condition) -> dict[str, Floats]:
    """The outcomes of one batch of runs: (rows, turns) each."""
    scenario = load(condition.scenario)
    low, high = condition.rows
    game = new_game(scenario, seeds_for(condition.seed, condition.pairs)[low:high],
                    off=condition.off)  # fmt: skip
    if condition.varied:
        draws = varied_values(scenario, condition.varied, condition.pairs, condition.seed)
        game = with_rows(game, scenario, {k: v[low:high] for k, v in draws.items()})
    turns = min(condition.turns, game.world.turns)
    out = {name: np.zeros((high - low, turns)) for name in condition.outcomes}

    def note(rows: slice, played: Played) -> None:
        turn = played.turn.before.turn
        for name in condition.outcomes:
            if name in condition.last and turn < turns - 1:
                continue
            out[name][rows, turn] = OUTCOMES[name].function(game.world.take(rows), played.turn)

    play(game, turns, each=note)
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


#: (runs, turns) of each outcome, by what is off and whether assumptions vary.
Numbers: TypeAlias = Mapping[tuple[tuple[str, ...], bool], Mapping[str, Floats]]


def _judge(claim: Claim, numbers: Numbers, draws: Mapping[str, Floats]) -> Finding:
    usual = OVER[claim.over](numbers[(), False][claim.outcome])
    difference = usual - OVER[claim.over](numbers[(claim.mechanism,), False][claim.outcome])
    effect, low, high = interval(difference)
    depends: tuple[str, ...] = ()
    if claim.control:
        verdict = "clean" if low <= 0.0 <= high else "shown"
    else:
        sign = 1.0 if claim.expected == "+" else -1.0
        verdict = "supported" if min(sign * low, sign * high) > 0.0 else "miss"
        if verdict == "supported":
            swept = OVER[claim.over](numbers[(), True][claim.outcome])
            swept = swept - OVER[claim.over](numbers[(claim.mechanism,), True][claim.outcome])
            depends = _depends(claim, sign * swept, draws)
            verdict = "assumed" if depends else verdict
    return Finding(
        id=claim.id,
        claim=claim.claim,
        expected=claim.expected,
        effect=effect,
        low=low,
        high=high,
        verdict=verdict,
        control=claim.control,
        mechanism=claim.mechanism,
        off=OFF[claim.mechanism],
        outcome=claim.outcome,
        usual=float(usual.mean()),
        depends=depends,
        differences=tuple(float(x) for x in difference),
    )


def _depends(claim: Claim, swept: Floats, draws: Mapping[str, Floats]) -> tuple[str, ...]:
    """The assumptions in a third of whose range little or nothing of the effect is left."""
    whole = swept.mean()
    found = []
    for name in claim.assumptions:
        order = np.argsort(draws[name], kind="stable")
        third = max(len(order) // 3, 1)
        ends = (swept[order[:third]].mean(), swept[order[-third:]].mean())
        if min(ends) <= _VANISHED * max(whole, 0.0):
            found.append(name)
    return tuple(found)


def interval(difference: Floats) -> tuple[float, float, float]:
    """Mean of paired differences and its two-sided 95 % interval."""
    mean = float(difference.mean())
    if len(difference) < 2:
        return mean, mean, mean
    error = float(difference.std(ddof=1)) / float(np.sqrt(len(difference)))
    return mean, mean - _NORMAL * error, mean + _NORMAL * error
