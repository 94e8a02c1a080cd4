"""What a sitting is made of: phases, the pace of a turn, members of teams, notes, faults."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sim.errors import DetenteError

#: Who is written to and speaks beside the seats: the facilitator, and all seats at once.
FACILITATOR = "facilitator"
EVERYBODY = "everybody"


class Phase(StrEnum):
    """What the class is doing. Resolution takes no time of its own: talks follow orders."""

    LOBBY = "lobby"  # people find their seats
    BRIEFING = "briefing"  # everybody reads
    TALKS = "talks"  # offers are made and answered, orders may be written and handed in
    ORDERS = "orders"  # no more offers; orders are written and handed in, sealed
    DEBRIEF = "debrief"  # the game is over: everything may be told


class Code(StrEnum):
    """Why a command was not carried out, for a program; its sentence is for people."""

    BAD_MESSAGE = "bad-message"  # it cannot be read
    UNKNOWN_COMMAND = "unknown-command"
    NOT_YOURS = "not-yours"  # another may do it, or it is another's
    LATE = "late"  # it was meant for a turn that is over
    CLOSED = "closed"  # not in this phase
    TOO_FAST = "too-fast"
    TOO_BIG = "too-big"
    BAD_TOKEN = "bad-token"  # noqa: S105  a code, not a secret
    LOCKED = "locked"  # nobody else is let in
    REFUSED = "refused"  # the rules of the game say no, and the sentence why
    BUSY = "busy"  # it could not be stored; it may be sent again


class SittingFault(DetenteError):
    """Something that cannot be done now, or not by this person."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the phases are, in seconds; 0 for no clock."""

    briefing: float = 600.0
    talks: float = 300.0
    orders: float = 180.0

    def of(self, phase: Phase) -> float:
        """Seconds of a phase, 0 where no clock runs."""
        return float(getattr(self, phase.value, 0.0))


@dataclass(slots=True)
class Member:
    """Somebody at a screen of their own, in the team of a seat."""

    client: str  # "c1", "c2", ... in the order in which they came
    seat: str  # code of the nation, "" for nowhere
    name: str = ""  # as they call themselves, if they do
    key: str = ""  # by what they are known again: a digest of their secret


@dataclass(slots=True)
class Note:
    """Something said in writing: between teams, to the facilitator, from the facilitator."""

    number: str  # its name: from whom, to whom, which; it tells nothing of what others write
    at: float  # seconds of the caller's clock
    turn: int
    sender: str  # a seat or FACILITATOR
    to: str  # a seat, FACILITATOR or EVERYBODY
    text: str
    title: str = ""  # of a message of the facilitator's
    read: list[str] = field(default_factory=list)  # seats (or FACILITATOR) that opened it
