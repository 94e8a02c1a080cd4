"""What makes a scenario a game: what stood at the start, what happens, what each seat wants."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.schema.base import Code, Month, Name, Part, Share, Word


class Treaty(Part):
    """A row of ``agreements.csv``: a bilateral agreement in force at the start."""

    a: Code
    b: Code
    type: Name  # of the catalogue
    since: Month
    source: str  # key of a citation


class Participant(Part):
    """A row of ``participation.csv``: a nation that takes part in a programme at the start."""

    nation: Code
    programme: str
    since: Month
    step: str = ""  # last step of the ladder that it has reached; empty: the first
    declared: Share = 0.0  # depth that it has declared
    source: str


class Base(Part):
    """A row of ``bases.csv``: forces of one nation on the soil of another at the start."""

    host: Code
    guest: Code
    since: Month
    source: str


class Supply(Part):
    """A row of ``supplies.csv``: whose arms a nation bought in the years before the start."""

    client: Code
    supplier: Code
    share: Share  # of the client's imported arms, as a five-year mean
    source: str


class Effect(Part):
    """One thing that an event or an umpire does to the world; see ``sim.effects``."""

    do: Name
    nation: Code
    other: Code | None = None  # the other party, where the effect is about a pair
    what: str = ""  # a name that it needs: type of agreement, group, kind of incident
    amount: Annotated[float, Field(ge=-4096, le=4096)] = 0.0


class Happening(Part):
    """An entry of ``events.toml``: dated, or an inject at the facilitator's hand."""

    id: Name
    title: str
    text: str  # what those are told who learn of it
    month: Month = ""  # when it happens; empty: when the facilitator says so
    seats: list[Code] = []  # who learns of it; empty: everybody
    effects: list[Effect] = []
    source: str  # key of a citation


class Objective(Part):
    """An entry of ``objectives.toml``: something that a seat wants, and how it is measured."""

    seat: Code
    id: Name
    text: str  # one sentence, as the seat reads it
    measure: Word  # see ``scenarios.objectives``
    of: list[str] = []  # what the measure is about: nations, a group, a programme, types
    nothing: float  # value at which nothing of it is attained
    full: float  # value at which all of it is attained; below ``nothing`` where less is better
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    public: bool = False  # whether all seats know of it


class Seating(Part):
    """Which nations a class of so many teams should play."""

    teams: Annotated[int, Field(ge=1, le=60)]
    seats: list[Code]


class Focus(Part):
    """What a short lesson is about; all else is played by default (see ``scenarios.focus``)."""

    orders: Annotated[list[Name], Field(max_length=10)]  # kinds of order that people give
    dials: Annotated[list[Name], Field(max_length=4)] = []  # kinds whose amount a slider sets
