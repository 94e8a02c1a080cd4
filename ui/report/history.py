"""What a report tells of a game: collected turn by turn, the same for a run and for a replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from agents.explain import Watch
from sim.events import Event, describe
from sim.measures import MEASURES, measure
from sim.state import ACTIVE, MEMBER
from ui.present.standing import Standing, standings

if TYPE_CHECKING:
    from agents.explain import TurningPoint
    from agents.run import Played
    from scenarios.schema import Scenario
    from sim.axes import Bools, Floats
    from sim.record import Header
    from sim.state import State
    from sim.world import World

#: Events of this weight or less are in no yearly account: too many, too small.
_SMALL = 0.15


@dataclass(frozen=True)
class History:
    """A game as a report needs it. Series have a value for each turn that was played."""

    scenario: Scenario
    header: Header
    world: World
    first: State
    last: State
    measures: Mapping[str, tuple[float, ...]]
    trust: Mapping[str, tuple[float, ...]]
    """By block; nan where a block has no pair."""
    interoperability: Mapping[str, tuple[float, ...]]
    events: tuple[Event, ...]
    """All but the smallest, in order."""
    begin: tuple[Standing, ...]
    end: tuple[Standing, ...]
    decisions: tuple[TurningPoint, ...] = ()
    """The decisions that mattered most, in order of time."""

    @property
    def turns(self) -> int:
        """Number of turns that were played."""
        return self.last.turn

    @property
    def digest(self) -> str:
        """SHA-256 of the final state."""
        return self.last.digest()

    def label(self, turn: int) -> str:
        """A turn's name on screen."""
        return self.world.label(turn)

    @property
    def span(self) -> str:
        """The time that was played: ``1994 Q1 to 2004 Q4``."""
        if not self.turns:
            return "no turn played"
        first, last = self.label(0), self.label(self.turns - 1)
        return first if first == last else f"{first} to {last}"

    @property
    def programme(self) -> str:
        """Name of the programme, "" for a scenario without one."""
        return self.world.programmes.names[0] if self.world.dims.P else ""

    @property
    def sponsor(self) -> str:
        """Short name of the programme's sponsor, ``sponsor`` for a scenario without one."""
        if not self.world.dims.P:
            return "sponsor"
        return self.world.groups.ids[int(self.world.programmes.sponsor[0])]

    def value(self, name: str, turn: int = -1) -> float:
        """A measure after a turn, by default the last; nan if no turn was played."""
        series = self.measures[name]
        return series[turn] if series else float("nan")

    def ties(self) -> list[tuple[int, int, int]]:
        """Pairs of nations with the number of bilateral agreements in force at the end."""
        force = self.last.in_force[0]
        number = np.triu((force | force.transpose(0, 2, 1)).sum(axis=0), 1)
        return [(int(i), int(j), int(number[i, j])) for i, j in np.argwhere(number)]


@dataclass
class Chronicler:
    """Watches a game turn by turn and keeps what a report needs."""

    scenario: Scenario
    header: Header
    world: World
    first: State
    events: list[Event] = field(default_factory=list)
    _watch: Watch = field(init=False)
    _last: State | None = None
    _measures: dict[str, list[float]] = field(default_factory=dict)
    _trust: dict[str, list[float]] = field(default_factory=dict)
    _skill: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._watch = Watch(self.world)

    def see(self, played: Played) -> None:
        """Take in one turn; with its deliberations kept, it may give a decision that mattered."""
        self._watch.see(played)
        after = played.turn.after
        self._last = after
        for name, values in measure(self.world, after).items():
            self._measures.setdefault(name, []).append(float(values[0]))
        masks = blocks(self.world, after)
        for series, matrix in ((self._trust, after.trust), (self._skill, after.effective_interop)):
            for name, mask in masks.items():
                series.setdefault(name, []).append(_mean(matrix[0], mask))
        told = describe(self.world, played.turn)
        self.events += [event for event in told if event.weight > _SMALL]

    def finish(self) -> History:
        """The history up to the last turn that was seen."""
        last = self._last or self.first
        return History(
            scenario=self.scenario,
            header=self.header,
            world=self.world,
            first=self.first,
            last=last,
            measures=_frozen(self._measures) or dict.fromkeys(MEASURES, ()),
            trust=_frozen(self._trust),
            interoperability=_frozen(self._skill),
            events=tuple(self.events),
            begin=tuple(standings(self.world, self.first)),
            end=tuple(standings(self.world, last)),
            decisions=tuple(self._watch.best()),
        )


def _frozen(series: Mapping[str, list[float]]) -> dict[str, tuple[float, ...]]:
    return {name: tuple(values) for name, values in series.items()}


def blocks(world: World, state: State) -> dict[str, Bools]:
    """(N, N) ordered pairs inside the sponsor, between it and partners, and among partners."""
    size = world.dims.N
    here = world.exists(max(state.turn - 1, 0))
    if world.dims.P:
        status = state["status"][0, :, 0]
        inside, partner = (status == MEMBER) & here, (status == ACTIVE) & here
    else:
        inside, partner = np.zeros(size, bool), here
    other = ~np.eye(size, dtype=bool)
    across = np.outer(inside, partner)
    return {
        "sponsor": np.outer(inside, inside) & other,
        "between": across | across.T,
        "partners": np.outer(partner, partner) & other,
    }


def _mean(matrix: Floats, mask: Bools) -> float:
    return float(matrix[mask].mean()) if mask.any() else float("nan")
