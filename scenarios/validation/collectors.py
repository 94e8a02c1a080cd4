"""What studies look at, noted while runs are played: rows of pairs, disputes, agreements, nations.

What is to be explained lies in the year; what explains it stands at the year's start, as in the
studies, which lag it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scenarios.schema import Scenario
from scenarios.validation.flows import broke_out
from scenarios.validation.samples import Collector, Columns
from sim import relations
from sim.axes import NEVER, Bools, Floats, Ints
from sim.measures.sets import sponsor_of
from sim.state import FORCE, IN_FORCE, State
from sim.turn import Turn
from sim.world import World

#: From here on a nation counts as a democracy: half of the scale, as in the studies. The scale here
#: is that of liberal institutions, theirs that of electoral democracy (V-Dem polyarchy).
FREE = 0.5

#: Years after which quiet between two nations counts no longer.
_MEMORY = 40
#: Years for which a dispute counts as recent.
_RECENT = 5
#: Years within which an agreement may end after what happened to it.
_HORIZON = 3
#: Years over which institutions change.
_DECADE = 10


class Pairs(Collector):
    """Pairs of nations, year by year."""

    start: Columns
    onset: Bools

    def note(self, turn: Turn) -> None:
        """Facts at the year's start; whether they dispute in it, exercise, are tied at its end."""
        if self._year_starts(turn):
            self.start = self._facts(turn.before)
            self.onset = np.zeros((turn.before.rows, len(self.one)), bool)
        self.onset |= self._pairs(broke_out(self.world, turn.after))
        if self._year_ends(turn):
            began = turn.after.turn - self.year
            facts = dict(self.start)
            facts["onset"] = self.onset
            facts["exercise"] = self._pairs(turn.after["exercised"]) >= began
            facts["tied_after"] = self._pairs(relations.ties(self.world, turn.after))
            here = self.world.exists(began) & self.world.exists(turn.after.turn - 1)
            self._keep(facts, here[self.one] & here[self.two])

    def _keep(self, facts: Columns, here: Bools) -> None:
        shape = facts["onset"].shape
        whole = {name: np.broadcast_to(cells, shape)[:, here] for name, cells in facts.items()}
        whole["run"] = np.broadcast_to(np.arange(shape[0])[:, None], shape)[:, here]
        self.parts.append({name: cells.reshape(-1) for name, cells in whole.items()})

    def _facts(self, state: State) -> Columns:
        world, one, two = self.world, self.one, self.two
        ties = relations.ties(world, state).astype(np.float32)
        recent = state["exercised"] >= max(state.turn - self.year, NEVER)
        together = recent.astype(np.float32)
        fame = np.log1p(ties.sum(axis=2, dtype=np.float64))
        free, point = state["institutions"] >= FREE, state["alignment"]
        quiet, common = self._quiet(state), self._pairs(ties @ ties)
        return {
            "year": np.array(state.turn / self.year),
            "land": world.land[one, two],
            "near": (world.land | world.sea)[one, two],
            "distance": world.log_km[one, two],
            "power": world.log_power[one] + world.log_power[two],
            "ratio": np.abs(world.log_power[one] - world.log_power[two]),
            "rival": self._pairs(state["rivalry"]) == 1,
            "free": free[:, one] & free[:, two],
            "apart": np.abs(point[:, one] - point[:, two]),
            "pact": self._pairs(relations.defence_pact(world, state)),
            "tied": self._pairs(ties) > 0,
            "untied": self._pairs(ties) == 0,
            "degrees": fame[:, one] + fame[:, two],
            "common": np.log1p(common),
            "linked": common > 0,
            "exercised": self._pairs(recent),
            "fellows": np.log1p(self._pairs(together @ together)),
            "quiet": np.log1p(quiet),
            "disputed": quiet <= _RECENT,
        }

    def _quiet(self, state: State) -> Ints:
        """(R, pairs) whole years since the last dispute, 1 to 40."""
        turns = state.turn - self._pairs(state["last_dispute"]).astype(np.int64)
        return np.asarray(np.clip((turns * self.world.months + 6) // 12, 1, _MEMORY))


class Disputes(Collector):
    """Disputes from their outbreak to their end, or to the end of play."""

    top: np.ndarray | None = None  # (R, pairs) highest level of the open dispute, 0 for none

    def note(self, turn: Turn) -> None:
        """Open those that broke out, follow the level, close those that are over."""
        state = turn.after
        if self.top is None:
            self.top = np.zeros((state.rows, len(self.one)), np.int8)
            self.free = np.zeros(self.top.shape, bool)
        fresh = self._pairs(broke_out(self.world, state))
        self._close(fresh & (self.top > 0))
        free = turn.before["institutions"] >= FREE
        self.free = np.where(fresh, free[:, self.one] & free[:, self.two], self.free)
        acts = state["hostility"]
        level = np.maximum(self._pairs(acts), acts[:, self.two, self.one])
        self.top = np.where(fresh | (self.top > 0), np.maximum(self.top, level), self.top)
        self._close((self.top > 0) & ~self._either(state["standoff"] > 0))

    def _close(self, over: Bools) -> None:
        assert self.top is not None
        runs, pairs = np.nonzero(over)
        near = (self.world.land | self.world.sea)[self.one, self.two]
        row = {"run": runs, "near": near[pairs], "free": self.free[runs, pairs]}
        self.parts.append({**row, "force": self.top[runs, pairs] >= FORCE})
        self.top[runs, pairs] = 0

    def columns(self) -> dict[str, np.ndarray]:
        """All disputes, the open ones as they stand."""
        assert self.top is not None
        self._close(self.top > 0)
        return super().columns()


class Agreements(Collector):
    """Bilateral agreements in force at a year's start, as each party holds them."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        super().__init__(world, scenario)
        self.open: list[tuple[int, Ints, Columns]] = []  # turn to look again, where, facts

    def note(self, turn: Turn) -> None:
        """What happened to the two in the year; whether the agreement is gone three years on."""
        if self._year_starts(turn):
            self.held = np.array(np.nonzero(self._stands(turn.before)))
            self.start = turn.before["institutions"] >= FREE
            self.onset = np.zeros((turn.before.rows, len(self.one)), bool)
        self.onset |= self._pairs(broke_out(self.world, turn.after))
        if self._year_ends(turn):
            began = turn.after.turn - self.year
            self.open.append((began + _HORIZON * self.year, self.held, self._facts(turn.after)))
            while self.open and self.open[0][0] == turn.after.turn:
                _, held, facts = self.open.pop(0)
                gone = ~self._stands(turn.after)[tuple(held)]
                self.parts.append({**facts, "gone": np.tile(gone, 2)})

    def _stands(self, state: State) -> Bools:
        """(R, A, pairs) agreements in force or under notice."""
        binding = state["agreement"] >= IN_FORCE
        return binding[:, :, self.one, self.two] | binding[:, :, self.two, self.one]

    def _facts(self, state: State) -> Columns:
        """Rows of the first parties, then of the second."""
        runs, _, pairs = self.held
        parties = np.concatenate([self.one[pairs], self.two[pairs]])
        runs = np.tile(runs, 2)
        return {
            "run": runs,
            "disputed": np.tile(self.onset[self.held[0], pairs], 2),
            "changed": state["government"][runs, parties] >= state.turn - self.year,
            "free": self.start[runs, parties],
        }


class Rivals(Collector):
    """Strategic rivals, each looking at the other: spending from year to year."""

    before: Floats

    def note(self, turn: Turn) -> None:
        """Log spending of both at the year's start, and how far the own has risen at its end."""
        if turn.before.turn == 0:
            self.first = np.nonzero(turn.before["rivalry"] == 1)
        if self._year_starts(turn):
            self.before = np.log(np.maximum(turn.before["spending"], self._least))
        if self._year_ends(turn):
            runs, own, other = self.first
            after = np.log(np.maximum(turn.after["spending"], self._least))
            number = self.world.dims.N
            self.parts.append(
                {
                    "run": runs,
                    "side": (runs * number + own) * number + other,
                    "year": np.full(len(runs), turn.after.turn // self.year),
                    "own": self.before[runs, own],
                    "other": self.before[runs, other],
                    "rise": (after - self.before)[runs, own],
                }
            )

    #: $bn: nobody spends nothing.
    _least = 2.0**-10


class Contingents(Collector):
    """Nations that sent troops to missions, with how many on average."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        super().__init__(world, scenario)
        self.personnel = np.array([nation.personnel for nation in scenario.nations])
        self.total: Floats | float = 0.0

    def note(self, turn: Turn) -> None:
        """Add up the troops; who is a member of the sponsor at the end counts as one."""
        self.last = turn.after
        self.total = self.total + turn.after["troops"].sum(axis=2)

    def columns(self) -> dict[str, np.ndarray]:
        """A row for each nation and run with troops: per thousand of its armed forces."""
        share = 1000.0 * np.asarray(self.total) / self.last.turn / self.personnel
        runs, nations = np.nonzero(share > 0)
        ally = sponsor_of(self.world, self.last)
        row = {"run": runs, "ally": ally[runs, nations]}
        return {**row, "troops": share[runs, nations]}


class Partners(Collector):
    """Nations that signed up to the programme, with how far their institutions moved."""

    def note(self, turn: Turn) -> None:
        """Remember the start and the tenth year."""
        if turn.before.turn == 0:
            self.start = turn.before["institutions"]
        if turn.after.turn <= _DECADE * self.year:
            self.last = turn.after

    def columns(self) -> dict[str, np.ndarray]:
        """A row for each partner and run."""
        steps = self.last["step_turn"][:, :, 0]
        runs, nations = np.nonzero(steps[:, :, self.world.programmes.first] != NEVER)
        change = self.last["institutions"] - self.start
        acceded = steps[:, :, self.world.programmes.last] != NEVER
        row = {"run": runs, "acceded": acceded[runs, nations]}
        return {**row, "change": change[runs, nations]}


#: What can be noted of play, by name.
COLLECTORS: Mapping[str, type[Collector]] = {
    "pairs": Pairs,
    "disputes": Disputes,
    "agreements": Agreements,
    "rivals": Rivals,
    "contingents": Contingents,
    "partners": Partners,
}
