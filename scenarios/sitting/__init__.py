"""A class at one game: phases with clocks, teams, notes, and everything a facilitator may do.

A sitting is a pure function of its scenario, seed and settings and of the commands that were
accepted, in their order: time is given in by the caller and never read, and whatever is refused
changes nothing. So a log of commands is enough to have a sitting again, to the bit. No sockets, no
screen, no files.

``state`` has what a sitting is, ``phases`` how it goes on, ``people`` who sits where, ``talking``
what seats say and order, ``words`` notes and questionnaires, ``umpiring`` what a facilitator does
to the world, ``keeping`` a sitting as plain data.
"""

from scenarios.sitting.parts import (
    EVERYBODY,
    FACILITATOR,
    Code,
    Member,
    Note,
    Pace,
    Phase,
    SittingFault,
)
from scenarios.sitting.state import Sitting, begin

__all__ = [
    "EVERYBODY",
    "FACILITATOR",
    "Code",
    "Member",
    "Note",
    "Pace",
    "Phase",
    "Sitting",
    "SittingFault",
    "begin",
]
