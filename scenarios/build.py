"""From a scenario and seeds to a world and its first state."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from agents.policy import Policy
from agents.registry import policy
from agents.run import Game
from agents.team import Team
from scenarios import tables
from scenarios.happenings import happenings
from scenarios.ready import announce
from scenarios.schema import Scenario
from scenarios.start import build_state, pairs
from sim.axes import NEVER, Bools, Dims, Floats, Seeds
from sim.compiled import Compiled
from sim.errors import DetenteError, UnknownName
from sim.grid import snap, snapped
from sim.world import MECHANISMS, World

# Nothing is played that was not built here: who waits for a first start is told why.
Compiled.first_call = announce

DOMAINS = ("procedures", "communications", "equipment and logistics", "people")

#: Instruments of democratic control of armed forces (the programme's second principle).
INSTRUMENTS = (
    "oversight",
    "parliament",
    "budget openness",
    "civil-military dialogue",
    "respect for rights",
)


@dataclass(frozen=True)
class Setting:
    """What the world of a run has of its own."""

    values: Mapping[str, float] = field(default_factory=dict)  # parameters, catalogue units
    off: tuple[str, ...] = ()  # mechanisms switched off, in the order of ``MECHANISMS``


def check_settings(scenario: Scenario, values: Mapping[str, float], off: Iterable[str]) -> None:
    """Raise one clear fault for an unknown parameter or mechanism, or a value out of range."""
    for name, value in values.items():
        table = scenario.catalogue.parameters
        if name not in table:
            raise UnknownName("parameter", name, table)
        entry = table[name]
        if not entry.low <= value <= entry.high:
            raise DetenteError(
                f"parameter {name!r}: {value:g} is out of range ({entry.low:g} to {entry.high:g} "
                f"{entry.unit})"
            )
    for name in off:
        if name not in MECHANISMS:
            raise UnknownName("mechanism", name, MECHANISMS)


def build_world(
    scenario: Scenario, values: Mapping[str, float] | None = None, off: Iterable[str] = ()
) -> World:
    """The world of a scenario, with parameters set and mechanisms switched off."""
    return world_of(scenario, [Setting(values or {}, tuple(off))])


def world_of(scenario: Scenario, settings: Sequence[Setting]) -> World:
    """The world of as many runs as there are settings; a single one fits any number of runs.

    What the scenario sets and switches off itself holds besides.
    """
    values = [{**scenario.set, **setting.values} for setting in settings]
    off = [tuple(dict.fromkeys([*scenario.off, *setting.off])) for setting in settings]
    for row, names in zip(values, off, strict=True):
        check_settings(scenario, row, sorted(names))
    start = (int(scenario.start[:4]), int(scenario.start[5:]))
    nations, slots = scenario.nations, scenario.slots
    dims = Dims(
        N=len(nations),
        D=len(DOMAINS),
        P=len(scenario.programmes),
        S=len(scenario.catalogue.steps),
        A=len(scenario.catalogue.agreements),
        G=len(scenario.groups) + slots.groups,
        X=slots.exercises,
        T=slots.texts,
        C=slots.calls,
        O=slots.offers,
        K=slots.orders,
        I=len(INSTRUMENTS),
        Q=slots.missions,
    )
    position = np.array([[n.lat, n.lon] for n in nations])
    km = _distances(position)
    land, sea = _borders(scenario)
    doctrines = tuple(scenario.catalogue.doctrines)
    world = World(
        id=scenario.id,
        title=scenario.title,
        iso=tuple(n.iso3 for n in nations),
        names=tuple(n.name for n in nations),
        start=start,
        months=scenario.months,
        turns=scenario.turns,
        dims=dims,
        domains=DOMAINS,
        instruments=INSTRUMENTS,
        programmes=tables.programmes_table(scenario, start),
        agreements=tables.agreements_table(scenario, start),
        exercises=tables.exercises_table(scenario),
        formats=tables.formats_table(scenario, start),
        groups=tables.groups_table(scenario),
        matters=tables.matters_table(scenario),
        law=tables.laws_table(scenario, start),
        order_kinds=tables.order_kinds_table(scenario),
        params=tables.params_table(scenario.catalogue.parameters, values, scenario.months),
        switches=_switches(off),
        exists_from=tables.turns(start, scenario.months, [n.exists_from for n in nations], NEVER),
        exists_to=tables.turns(start, scenario.months, [n.exists_to for n in nations], 32000),
        position=position,
        nearness=snap(np.exp(-km / 1000.0)),
        log_km=snap(np.log(np.maximum(km, 10.0))),
        land=land,
        sea=sea,
        neutrality=snapped([n.neutrality for n in nations]),
        council=np.array([n.council == 1 for n in nations]),
        log_power=snapped([math.log(max(n.capability, 1e-6)) for n in nations]),
        economy=snapped([n.gdp for n in nations]),
        usual_spending=snapped([n.spending for n in nations]),
        usual_capability=snapped([n.capability for n in nations]),
        reach=math.log(scenario.catalogue.parameters["onset.reach"].high),
        doctrine_ids=doctrines,
        doctrine=np.array([doctrines.index(n.doctrine) for n in nations]),
        weights=tables.weights_table(scenario),
        weighed=tables.weighed(scenario.catalogue.parameters),
        tempers=tables.tempers_table(scenario),
    )
    return replace(world, happenings=happenings(scenario, world))


def _switches(off: Sequence[tuple[str, ...]]) -> dict[str, Bools]:
    """Whether each mechanism works, (R,) where runs differ, else (1,)."""
    table = {name: np.array([name not in names for names in off]) for name in MECHANISMS}
    return {name: on if on.any() and not on.all() else on[:1] for name, on in table.items()}


def _distances(position: Floats) -> Floats:
    """Great-circle distances in km between positions in degrees."""
    lat, lon = np.radians(position.T)
    dlat, dlon = lat[:, None] - lat, lon[:, None] - lon
    root = np.sin(dlat / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat) * np.sin(dlon / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.clip(root, 0.0, 1.0))))


def _borders(scenario: Scenario) -> tuple[Bools, Bools]:
    size = len(scenario.nations)
    land, sea = np.zeros((size, size), bool), np.zeros((size, size), bool)
    for (i, j), dyad in zip(pairs(scenario), scenario.dyads, strict=True):
        land[i, j] = land[j, i] = dyad.land_border == 1
        sea[i, j] = sea[j, i] = dyad.sea_border == 1
    return land, sea


def seeds_for(seed: int, rows: int) -> Seeds:
    """(rows,) seeds: the first is ``seed`` itself, so that a run alone is row 0 of a batch."""
    mixed = [(seed + 0x9E3779B97F4A7C15 * k) % 2**64 for k in range(rows)]
    return np.array(mixed, dtype=np.uint64)


def new_game(
    scenario: Scenario,
    seeds: Seeds,
    *,
    values: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    seats: Mapping[str, Policy] | None = None,
    default: str = "doctrine",
) -> Game:
    """Runs of a scenario ready to be played, one for each seed, all with the same setting.

    ``seats`` names policies of single nations, ``default`` plays all others.
    """
    world = build_world(scenario, values, off)
    return _game(scenario, world, seeds, seats or {}, default)


def new_games(
    scenario: Scenario,
    seeds: Seeds,
    settings: Sequence[Setting],
    *,
    seats: Mapping[str, Policy] | None = None,
    default: str = "doctrine",
) -> Game:
    """Runs of a scenario ready to be played, each with a seed and a setting of its own.

    Each is bit for bit the run that its seed and its setting give alone.
    """
    if len(settings) != len(seeds):
        raise ValueError(f"{len(settings)} settings for {len(seeds)} seeds")
    return _game(scenario, world_of(scenario, settings), seeds, seats or {}, default)


def _game(
    scenario: Scenario, world: World, seeds: Seeds, seats: Mapping[str, Policy], default: str
) -> Game:
    state = build_state(scenario, world, seeds)
    for iso in seats:
        world.nation(iso, "seats")
    return Game(world, state, seeds, Team.of(world.iso, policy(default), seats))


@dataclass(frozen=True)
class GameFactory:
    """Makes the game of a scenario for a seed; can be pickled and called in a worker.

    ``seats`` names policies of single nations, ``default`` plays all others.
    """

    scenario: Scenario
    values: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    default: str = "doctrine"
    seats: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, seed: int) -> Game:
        """One run with this seed."""
        return new_game(
            self.scenario,
            seeds_for(seed, 1),
            values=self.values,
            off=self.off,
            seats={iso: policy(name, f"seat {iso}") for iso, name in self.seats.items()},
            default=self.default,
        )
