"""``pfp-1994`` against the record: counts with intervals, who was early, what was missed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.run import Played, play
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from sim.axes import NEVER, Floats
from sim.measures import measure
from sim.state import MEMBER
from sim.world import World, turn_of

FOLDER = Path(__file__).parent.parent / "library" / "pfp-1994"

#: Nations whose signature the record makes a test: a close partner of Russia, two neutrals.
NAMED = ("BLR", "AUT", "MLT")

#: A nation is early if it signed by the end of this turn (June 1994).
EARLY = 1


@dataclass(frozen=True)
class Check:
    """One statement of the record and what the runs say: median and 90 % interval."""

    name: str
    record: float
    low: float
    median: float
    high: float
    hit: bool
    later: bool  # a public fact of after 2000
    source: str


@dataclass(frozen=True)
class Hindcast:
    """All checks, and how well early signers are told from late ones."""

    runs: int
    seed: int
    checks: list[Check]
    auc_model: float
    auc_distance: float
    depth_after_five_years: Mapping[str, float]
    exits_per_run: float
    notes: list[str]

    def content(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def hindcast(runs: int = 200, seed: int = 1994) -> Hindcast:
    """Play so many runs of ``pfp-1994`` and compare."""
    scenario = load("pfp-1994")
    game = new_game(scenario, seeds_for(seed, runs))
    world, series = game.world, _Series(game.world, runs)
    end = play(game, each=series.note)
    history = tomllib.loads((FOLDER / "history.toml").read_text("utf-8"))["states"]
    targets = tomllib.loads((FOLDER / "targets.toml").read_text("utf-8"))["target"]
    checks = [_check(world, series, target) for target in targets]
    signed = end["step_turn"][:, :, 0, world.programmes.first].astype(float)
    signed[signed == NEVER] = world.turns
    checks += [_named(world, signed, history, iso) for iso in NAMED]
    model, distance = _early(world, signed, history)
    left = (end["left_turn"][:, :, 0] != NEVER).sum(axis=1).mean()
    return Hindcast(
        runs=runs,
        seed=seed,
        checks=checks,
        auc_model=model,
        auc_distance=distance,
        depth_after_five_years=_depths(world, series.depths),
        exits_per_run=float(left),
        notes=_notes(checks, model, distance),
    )


class _Series:
    """Measures of all runs, (runs, turns) each, noted turn by turn."""

    def __init__(self, world: World, runs: int) -> None:
        self.world = world
        self.values: dict[str, Floats] = {}
        self.runs = runs
        self.depths = np.zeros((runs, world.dims.N))

    def note(self, rows: slice, played: Played) -> None:
        before, after = played.turn.before, played.turn.after
        turn = before.turn
        found = measure(self.world, after)
        joined = (after["status"][:, :, 0] == MEMBER) & (
            after["step_turn"][:, :, 0, self.world.programmes.last] != NEVER
        )
        new = (after["agreement_turn"] == turn) & (after["agreement"] > 0)
        new &= before["agreement"] == 0
        found["accessions"] = joined.sum(axis=1).astype(float)
        found["signed"] = new.sum(axis=(1, 2, 3)) / 2.0
        for name, value in found.items():
            table = self.values.setdefault(name, np.zeros((self.runs, self.world.turns)))
            table[rows, turn] = value
        if turn == turn_of(self.world.start, self.world.months, "1998-12"):
            self.depths[rows] = after["depth"][:, :, 0]

    def read(self, name: str, turn: int) -> Floats:
        """(runs,) a measure at the end of a turn, or the sum of its year for ``*_in_year``."""
        if name.endswith("_in_year"):
            table = self.values[name.removesuffix("_in_year")]
            year = 12 // self.world.months
            return np.asarray(table[:, max(turn + 1 - year, 0) : turn + 1].sum(axis=1))
        return self.values[name][:, turn]


def _check(world: World, series: _Series, target: Mapping[str, Any]) -> Check:
    date = f"{target['year']}-{3 * target['quarter']:02d}"
    found = series.read(target["measure"], turn_of(world.start, world.months, date))
    name = f"{target['measure']}, {target['year']} Q{target['quarter']}"
    later = bool(target.get("later", False))
    return _against(found, float(target["value"]), name, target["source"], later=later)


def _named(world: World, signed: Floats, history: Mapping[str, Any], iso: str) -> Check:
    """The turn of one nation's signature, counted from the start; ``turns`` stands for never."""
    record = turn_of(world.start, world.months, history[iso]["framework"][:7])
    found = signed[:, world.nation(iso)]
    name = f"turn of signature, {world.names[world.nation(iso)]}"
    source = "NATO, Signatures of Partnership for Peace Framework Document"
    return _against(found, float(record), name, source)


def _against(found: Floats, record: float, name: str, source: str, *, later: bool = False) -> Check:
    """The record beside (runs,) what the runs say."""
    low, median, high = (float(x) for x in np.quantile(found, (0.05, 0.5, 0.95)))
    return Check(name, record, low, median, high, low <= record <= high, later, source)


def _early(world: World, signed: Floats, history: Mapping[str, Any]) -> tuple[float, float]:
    """AUC of early against late signers by the model's mean turn, and by distance alone.

    Distance is that between capitals to the sponsor's seat, Brussels; the nearer the earlier.
    """
    nations = [i for i, iso in enumerate(world.iso) if iso in history and world.exists(0)[i]]
    dates = [
        turn_of(world.start, world.months, history[world.iso[i]]["framework"][:7]) for i in nations
    ]
    early = np.array([date <= EARLY for date in dates])
    mean = signed[:, nations].mean(axis=0)
    seat = world.log_km[world.nation("BEL"), nations]
    return auc(-mean, early), auc(-seat, early)


def auc(score: Floats, positive: np.ndarray) -> float:
    """Chance that a positive case scores above a negative one, ties counted half."""
    above, below = score[positive], score[~positive]
    wins = (above[:, None] > below).sum() + 0.5 * (above[:, None] == below).sum()
    return float(wins / (len(above) * len(below)))


def _depths(world: World, depths: Floats) -> dict[str, float]:
    """Mean effective depth after five years of each nation that took part in some run."""
    mean = depths.mean(axis=0)
    partners = [i for i in range(world.dims.N) if 0 < mean[i] < 1]
    return {world.iso[i]: round(float(mean[i]), 3) for i in partners}


def _notes(checks: list[Check], model: float, distance: float) -> list[str]:
    missed = [check.name for check in checks if not check.hit]
    verdict = "better" if model > distance else "not better"
    told = f"Early and late signers are told apart {verdict} than by distance alone: "
    return [
        f"{len(checks) - len(missed)} of {len(checks)} records lie inside the 90 % interval.",
        "Missed: " + ("; ".join(missed) if missed else "none") + ".",
        told + f"AUC {model:.2f} against {distance:.2f}.",
        "The weights were set by hand on these numbers: agreement is fit, not prediction.",
    ]
