"""A design as runs: which are played, in which order, under which ids and seeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from scenarios.build import Setting
from scenarios.experiments.designs.sampling import Grid, Points, Sampled, draw_sample, varied
from scenarios.experiments.designs.schema import Design, Level
from scenarios.faults import DesignFault, Problem, ScenarioFault
from scenarios.load import from_content
from scenarios.schema import Scenario
from sim.axes import Floats, Ints
from sim.mechanisms import MECHANISMS

#: What ``Plan.content`` writes.
FORMAT = 1

#: The policy of all seats where no factor names another.
USUAL_POLICY = "doctrine"

#: Digits of a run's id.
_ID_DIGITS = 32

#: Where the packages are.
ROOT = Path(__file__).parents[3]

#: The engine's source, by pattern: what a run's outcome depends on beside its scenario.
_ENGINE = ("sim/**/*.py", "agents/**/*.py", "scenarios/*.py", "scenarios/catalogue/**/*.toml")


@dataclass(frozen=True)
class Treatment:
    """A point of the design, resolved."""

    scenario: str  # key of ``Plan.scenarios``
    setting: Setting
    seats: Mapping[str, str]  # nation -> policy, where it is not that of all others
    policy: str  # of all other seats
    factors: Mapping[str, Level]  # the level of every factor, in the design's order


@dataclass(frozen=True)
class Run:
    """One run of a plan."""

    index: int  # its place in the plan
    id: str  # hex; the same in every plan that holds this run
    point: int
    replicate: int
    seed: int  # 0 .. 2**64 - 1
    treatment: Treatment


@dataclass(frozen=True, eq=False)
class Plan:
    """All runs of a design, worked out as they are asked for.

    Points come with the factors that shape a block (scenario, policy, seats) slowest; at each
    point all replicates follow one another. A sampler's rows keep their own order in ``unit``, and
    ``of_sample`` tells the point that each comes to: rows that come to the same point share its
    runs. Without factors that shape a block and without such rows, points are rows in their order.
    """

    design: Design
    scenarios: Mapping[str, Scenario]  # by id or path, as the design has it
    fingerprint: str  # of the engine that the plan was made with
    unit: Floats | None = None  # (n, K) the sampler's rows, 0..1, None without a sampler
    digests: Mapping[str, str] = field(default_factory=dict)  # of the scenarios

    @classmethod
    def of(cls, design: Design, scenarios: Mapping[str, Scenario]) -> Plan:
        """The plan of a sound design for the engine as it is."""
        unit = None
        if design.sampling.method != "full":
            unit = draw_sample(design.sampling, len(varied(design.factors)), design.seed)
        return cls(design, scenarios, engine_fingerprint(), unit, _digests(scenarios))

    @cached_property
    def _points(self) -> Points:
        factors = self.design.factors
        return Grid(factors) if self.unit is None else Sampled(factors, self.unit)

    @property
    def points(self) -> int:
        """How many points the design has."""
        return self._points.count

    @property
    def count(self) -> int:
        """How many runs the plan has."""
        return self.points * self.design.replicates

    @property
    def varied(self) -> tuple[str, ...]:
        """(K,) the factors of the columns of ``unit``: all with more than one level."""
        return tuple(factor.name for factor in varied(self.design.factors))

    @property
    def of_sample(self) -> Ints:
        """(n,) the point of each row of ``unit``; without a sampler, every point once."""
        points = self._points
        return points.of_sample if isinstance(points, Sampled) else np.arange(points.count)

    @property
    def factor_types(self) -> dict[str, type]:
        """What the levels of each factor are: float, bool or str."""
        return {
            factor.name: type(factor.levels[0]) if factor.levels else float
            for factor in self.design.factors
        }

    def turns(self, scenario: str) -> int:
        """How many turns runs of a scenario have."""
        return self.design.turns or self.scenarios[scenario].turns

    def treatment(self, point: int) -> Treatment:
        """What is played at a point."""
        levels = self._points.levels(point)
        policy = str(levels.get("policy", USUAL_POLICY))
        values: dict[str, float] = {}
        seats: dict[str, str] = {}
        off: set[str] = set()
        for name, level in levels.items():
            head, _, tail = name.partition(".")
            if head == "seat":
                if level != policy:
                    seats[tail] = str(level)
            elif head == "off":
                if level:
                    off.add(tail)
            elif tail:
                values[name] = float(level)
        return Treatment(
            scenario=str(levels.get("scenario", self.design.scenario)),
            setting=Setting(values, tuple(name for name in MECHANISMS if name in off)),
            seats=seats,
            policy=policy,
            factors=levels,
        )

    def run(self, index: int) -> Run:
        """The run of an index."""
        return self.runs(index, index + 1)[0]

    def runs(self, low: int, high: int) -> list[Run]:
        """The runs from ``low`` to below ``high``."""
        if not 0 <= low <= high <= self.count:
            raise IndexError(f"runs {low} to {high} of a plan of {self.count}")
        size = self.design.replicates
        found: list[Run] = []
        for point in range(low // size, -(-high // size)):
            treatment = self.treatment(point)
            world = self._world(treatment)
            first = point * size
            places = range(max(low, first), min(high, first + size))
            found += [self._run(index, treatment, world) for index in places]
        return found

    def _run(self, index: int, treatment: Treatment, world: list[Any]) -> Run:
        point, replicate = divmod(index, self.design.replicates)
        luck = [self.design.seed, replicate, *(() if self.design.common_luck else world)]
        seed = int.from_bytes(hashlib.sha256(_canonical(luck)).digest()[:8], "big")
        turns = self.turns(treatment.scenario)
        whole = [self.fingerprint, *world, turns, self.design.seed, replicate, seed]
        name = hashlib.sha256(_canonical(whole)).hexdigest()[:_ID_DIGITS]
        return Run(index, name, point, replicate, seed, treatment)

    def _world(self, treatment: Treatment) -> list[Any]:
        """What makes a treatment's world, however a design may come to it."""
        scenario = self.scenarios[treatment.scenario]
        usual = scenario.catalogue.parameters
        values = {**scenario.set, **treatment.setting.values}
        effective = {name: v + 0.0 for name, v in values.items() if v != usual[name].value}
        off, seats = list(treatment.setting.off), dict(treatment.seats)
        return [self.digests[treatment.scenario], effective, off, treatment.policy, seats]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole plan: two with the same digest have the same runs and tables."""
        content = {**self.content(scenarios=False), "digests": dict(self.digests)}
        return hashlib.sha256(_canonical(content)).hexdigest()

    def content(self, *, scenarios: bool = True) -> dict[str, Any]:
        """The plan as JSON data, if wanted with the scenarios; ``from_content`` reads it back."""
        found = {
            "format": FORMAT,
            "fingerprint": self.fingerprint,
            "design": self.design.model_dump(mode="json"),
            "unit": None if self.unit is None else self.unit.tolist(),
        }
        if scenarios:
            found["scenarios"] = {key: part.content() for key, part in self.scenarios.items()}
        return found

    @classmethod
    def from_content(cls, content: Mapping[str, Any], where: str = "plan") -> Plan:
        """The plan whose ``content`` this is; ``where`` names its file in faults."""
        try:
            if content["format"] != FORMAT:
                message = f"{content['format']!r} is not a format that this program reads"
                raise DesignFault(where, [Problem(where, "format", f"{message} ({FORMAT})")])
            design = Design.model_validate(content["design"])
            scenarios = {
                key: from_content(part, where) for key, part in content["scenarios"].items()
            }
            unit = content["unit"]
            if unit is not None:
                unit = np.array(unit, np.float64).reshape(-1, len(varied(design.factors)))
            return cls(design, scenarios, str(content["fingerprint"]), unit, _digests(scenarios))
        except ScenarioFault as fault:
            raise DesignFault(where, fault.problems) from fault
        except (KeyError, TypeError, AttributeError, ValueError, ValidationError) as fault:
            problem = Problem(where, "", f"holds no plan of an experiment ({fault})")
            raise DesignFault(where, [problem]) from fault


def _digests(scenarios: Mapping[str, Scenario]) -> dict[str, str]:
    return {key: scenario.digest() for key, scenario in scenarios.items()}


def _canonical(data: Any) -> bytes:  # noqa: ANN401
    """JSON data as bytes in one way only: keys in order, no blanks, floats by shortest decimal."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@cache
def engine_fingerprint() -> str:
    """SHA-256 over the source of the engine and the catalogue, the same on every machine."""
    hasher = hashlib.sha256()
    for name, text in engine_sources().items():
        hasher.update(f"{name} {len(text)}\n".encode() + text)
    return hasher.hexdigest()


def engine_sources() -> dict[str, bytes]:
    """The files that the fingerprint is taken from, by name, in order."""
    files = {path.relative_to(ROOT).as_posix(): path for p in _ENGINE for path in ROOT.glob(p)}
    return {name: files[name].read_bytes().replace(b"\r\n", b"\n") for name in sorted(files)}
