"""The sitting: one session, its phase and clock, its teams, and what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.registry import PERSON, policy
from scenarios.games import set_up
from scenarios.load import load
from scenarios.schema import Scenario
from scenarios.session import Session
from scenarios.sitting.parts import EVERYBODY, Code, Member, Note, Pace, Phase, SittingFault


@dataclass
class Sitting:
    """A class at one game. Only the functions of this package change it, from one thread."""

    session: Session
    seats: tuple[str, ...]  # seats that people may take, in the order in which they are offered
    pace: Pace = field(default_factory=Pace)
    absent: str = ""  # policy that gives orders for teams that handed in nothing; "" for none
    phase: Phase = Phase.LOBBY
    deadline: float | None = None  # when the phase ends, seconds of the caller's clock
    left: float | None = None  # seconds that were left when the clock was stopped
    paused: bool = False
    locked: bool = False  # nobody else is let in
    automatic: bool = True  # a turn is closed when all teams have handed in
    version: int = 0  # grows with every accepted command
    came: int = 0  # how many members there ever were
    members: dict[str, Member] = field(default_factory=dict)  # by client
    coming: dict[str, str] = field(default_factory=dict)  # seat -> its player from the next turn on
    notes: list[Note] = field(default_factory=list)
    nudged: dict[str, float] = field(default_factory=dict)  # seat -> when it was last asked
    surveys: dict[str, dict[str, Any]] = field(default_factory=dict)  # client -> when -> answers
    #: Seats whose screens have something new, EVERYBODY for all; whoever shows them empties it.
    touched: set[str] = field(default_factory=set)
    #: Clients that are connected now. Kept up by the server, no part of the log.
    connected: set[str] = field(default_factory=set)

    @property
    def turn(self) -> int:
        """The number of the turn that is being played, from 0."""
        return self.session.turn

    @property
    def asks(self) -> tuple[str, ...]:
        """Seats of people that have a team: those for whose orders a turn waits."""
        taken = {member.seat for member in self.members.values()}
        return tuple(iso for iso in self.session.people if iso in taken)

    def team(self, seat: str) -> list[Member]:
        """The members of a seat's team, in the order in which they came."""
        return [member for member in self.members.values() if member.seat == seat]

    def touch(self, *seats: str) -> None:
        """Say that the screens of some seats have something new; without names, all screens."""
        self.touched.update(seats or (EVERYBODY,))

    def seat(self, iso: str) -> str:
        """A seat that the room offers. Raises ``SittingFault`` for any other."""
        if iso not in self.seats:
            raise SittingFault(
                Code.REFUSED, f"there is no seat {iso!r} here (seats: {', '.join(self.seats)})"
            )
        return iso


def begin(
    reference: str | Scenario,
    seed: int,
    seats: Sequence[str] = (),
    *,
    values: Mapping[str, float] | None = None,
    off: tuple[str, ...] = (),
    pace: Pace | None = None,
    absent: str = "",
) -> Sitting:
    """A new sitting in the lobby; without ``seats`` those that the scenario proposes, or all.

    Raises ``DetenteError`` for an unknown scenario, parameter, mechanism or nation.
    """
    scenario = reference if isinstance(reference, Scenario) else load(reference)
    offered = tuple(dict.fromkeys(seats or _proposed(scenario)))
    people = dict.fromkeys(offered, PERSON)
    session = Session(set_up(scenario, seed, values=values, off=off, seats=people))
    if absent:
        policy(absent, "what is done for absent teams")
    return Sitting(session, offered, pace or Pace(), absent)


def _proposed(scenario: Scenario) -> tuple[str, ...]:
    """Seats of the largest seating of a scenario; of one that has none, all its nations."""
    if scenario.seatings:
        return tuple(max(scenario.seatings, key=lambda seating: len(seating.seats)).seats)
    return tuple(nation.iso3 for nation in scenario.nations)
