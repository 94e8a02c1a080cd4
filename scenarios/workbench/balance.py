"""Whether a scenario is a fair game: each seat against its par, whatever way it plays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agents.policy import Policy
from agents.registry import PERSON, policy
from scenarios.build import seeds_for
from scenarios.schema import Scenario
from scenarios.workbench.runs import Trials, lone, nothing
from scenarios.workbench.trials import Devoted, Turncoat
from sim.axes import Floats, Ints
from sim.orders import OrderKind

#: Policies that each seat is tried with, besides its doctrine; a person who is absent among them.
OTHERS = ("reciprocal", "free-rider", "hegemon", "isolationist", "chance", PERSON)

#: Runs for each kind of order that a seat is devoted to.
DEVOTED_RUNS = 3

#: Share of runs in which par must be within reach, and within danger.
OFTEN = 0.1

#: What a seat must fall short of par by to have missed it.
MISSED = 0.05

#: What an order or a policy must bring to every seat to dominate, and betrayal to one seat to pay.
DOMINATES, PAYS = 0.05, 0.005

#: Seed of the luck that all trials share.
SEED = 1949


@dataclass(frozen=True)
class Verdict:
    """One thing that must hold, and whether it does."""

    holds: bool
    sentence: str


@dataclass(frozen=True)
class Balance:
    """What each seat attains. Axes: seats, runs; all with the same luck."""

    scenario: Scenario
    seats: tuple[str, ...]
    par: Floats  # (S, runs) its doctrine
    attained: Mapping[str, Floats]  # (S, runs) by policy of the seat, all others by doctrine
    betrayal: Floats  # (S, runs) its doctrine, but in the last turn it breaks all that it can
    orders: Floats  # (kinds, S) mean gain over par of giving a kind of order whenever possible

    def reach(self) -> Floats:
        """(S,) share of runs in which some other policy attains par."""
        best = np.max(list(self.attained.values()), axis=0)
        return np.asarray((best >= self.par).mean(axis=1))

    def miss(self) -> Floats:
        """(S,) share of runs in which some other policy falls short of par."""
        worst = np.min(list(self.attained.values()), axis=0)
        return np.asarray((worst < self.par - MISSED).mean(axis=1))

    def verdicts(self) -> list[Verdict]:
        """Everything that must hold of a fair game."""
        return [
            self._often(self.reach(), "every seat can reach par by another way of playing"),
            self._often(self.miss(), "every seat can miss par"),
            self._dominance(),
            self._faith(),
        ]

    def _often(self, shares: Floats, sentence: str) -> Verdict:
        rare = [iso for iso, share in zip(self.seats, shares, strict=True) if share < OFTEN]
        less = f" (rare, in less than {OFTEN:.0%} of runs: {', '.join(rare)})" if rare else ""
        return Verdict(not rare, sentence + less)

    def _dominance(self) -> Verdict:
        gains = {OrderKind(k).name.lower(): gain for k, gain in enumerate(self.orders) if k}
        gains |= {name: (part - self.par).mean(axis=1) for name, part in self.attained.items()}
        found = [name for name, gain in gains.items() if (gain > DOMINATES).all()]
        more = f": {', '.join(found)}" if found else ""
        return Verdict(not found, "no order and no policy is best for every seat" + more)

    def _faith(self) -> Verdict:
        gain = (self.betrayal - self.par).mean(axis=1)
        found = [iso for iso, more in zip(self.seats, gain, strict=True) if more > PAYS]
        more = f": it does for {', '.join(found)}" if found else ""
        return Verdict(not found, "a betrayal in the last turn does not pay" + more)


def seats_of(scenario: Scenario) -> tuple[str, ...]:
    """The seats that people play: those of all seatings, else all nations, in their order."""
    named = {code for seating in scenario.seatings for code in seating.seats}
    return tuple(n.iso3 for n in scenario.nations if not named or n.iso3 in named)


def balance(scenario: Scenario, runs: int, step: Callable[[], object] = lambda: None) -> Balance:
    """Try every seat in every way, ``runs`` times each; ``step`` is called after each way."""
    seats = seats_of(scenario)
    codes = [nation.iso3 for nation in scenario.nations]
    places = np.array([codes.index(iso) for iso in seats])
    trials = Trials.of(scenario, places, runs, SEED)
    shape = (len(seats), runs)
    par = trials.own(trials.play(lambda _: policy("doctrine"), nothing)).reshape(shape)
    step()
    attained = {}
    for name in OTHERS:
        attained[name] = trials.own(trials.play(lone(trials, name), nothing)).reshape(shape)
        step()

    def turncoat(rows: slice) -> Policy:
        return Turncoat(tuple(trials.seats[rows].tolist()))

    betrayal = trials.own(trials.play(turncoat, nothing)).reshape(shape)
    step()
    orders = _devoted(scenario, places, par)
    step()
    return Balance(scenario, seats, par, attained, betrayal, orders)


#: How often ``balance`` calls its ``step``.
STEPS = len(OTHERS) + 3


def _devoted(scenario: Scenario, places: Ints, par: Floats) -> Floats:
    """(kinds, S) mean gain over par of each kind of order, the number of the kind first."""
    runs = min(DEVOTED_RUNS, par.shape[1])
    kinds = np.array([int(kind) for kind in OrderKind])
    each = len(places) * runs
    seeds = np.tile(seeds_for(SEED, runs), len(kinds) * len(places))
    seats = np.tile(np.repeat(places, runs), len(kinds))
    trials, given = Trials(scenario, seats, seeds), np.repeat(kinds, each)

    def devoted(rows: slice) -> Policy:
        return Devoted(tuple(given[rows].tolist()), tuple(seats[rows].tolist()))

    own = trials.own(trials.play(devoted, nothing)).reshape(len(kinds), len(places), runs)
    return np.asarray((own - par[:, :runs]).mean(axis=2))
