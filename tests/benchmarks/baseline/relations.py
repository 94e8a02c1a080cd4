"""What lies between two nations: a ``Pair`` that both share, a ``View`` of each of the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.baseline.nation import Nation

#: Stages of an agreement.
SIGNED, IN_FORCE, NOTICE = range(3)


@dataclass(slots=True, eq=False)
class Paper:
    """A bilateral agreement of a type."""

    stage: int
    since: int
    ratified: set[Nation] = field(default_factory=set)  # while it is signed


@dataclass(slots=True, eq=False)
class Pair:
    """What two nations have in common."""

    one: Nation
    two: Nation
    nearness: float
    log_km: float
    land: bool
    rivalry: bool
    relevant: bool  # near enough to look at each other
    disputable: bool  # and to dispute
    group_pact: bool  # fellows of a group whose members owe each other defence
    group_restraint: bool
    group_evidence: float  # evidence a turn from common groups
    onset: float = 0.0  # the part of the score of a dispute that never changes
    last_dispute: int = 0
    exercised: int = 0
    interop: list[float] = field(default_factory=list)  # by domain
    papers: dict[int, Paper] = field(default_factory=dict)  # by type
    standoff: dict[Nation, int] = field(default_factory=dict)  # level of each side, if open
    staff: float = 0.0  # training together this turn
    drill: float = 0.0
    # what follows from the agreements in force
    tied: bool = False
    pact: bool = False
    restraint: bool = False
    kept: float = 0.0  # evidence a turn
    work: list[float] = field(default_factory=list)  # share of each domain's gap closed a turn


@dataclass(slots=True, eq=False)
class View:
    """What a nation remembers and thinks of another."""

    pair: Pair
    good: float
    bad: float
    heard_good: float
    heard_bad: float
    threat: float
    belief: float
    insight: float
    trust: float = 0.5
    lasting: float = 0.0  # the part of the worth of a tie that never changes
    worth: float = 0.0  # of one more agreement with the other
    alarm: float = 0.0  # at exercises next door, this turn

    def judge(self) -> None:
        """Trust follows from the evidence for and against."""
        top = self.good + self.heard_good + 1.0
        self.trust = top / (top + self.bad + self.heard_bad + 1.0)
