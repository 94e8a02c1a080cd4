"""The catalogue: what all scenarios share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.schema.base import Count, Month, Name, Part, Positive, Share, Word
from scenarios.schema.nations import FormatType


class AgreementType(Part):
    """A type of bilateral agreement."""

    id: Name
    name: str
    source: str
    from_: Month = Field("", alias="from")
    defence: bool = False
    restraint: bool = False
    hotline: bool = False  # sets up a line for crises
    information: bool = False  # protects classified information
    cyber: bool = False  # shares the defence of networks
    ratify: Share  # per year and side, at will 0.5
    fail: Share  # per year and side, at zero will
    notice_days: Count
    term_years: Count
    appeal: Share
    later: Share
    trust: Annotated[int, Field(ge=0, le=15)]
    interop: Annotated[list[Annotated[int, Field(ge=0, le=15)]], Field(min_length=4, max_length=4)]
    autonomy: Share


class ExerciseType(Part):
    """A type of exercise."""

    id: Name
    name: str
    source: str
    lead_months: Annotated[int, Field(ge=1, le=60)]
    money: Positive  # $m
    staff: Annotated[float, Field(ge=0, le=8)]
    field: Annotated[float, Field(ge=0, le=8)]
    appeal: Share


class Step(Part):
    """A step of the ladder."""

    id: Name
    name: str
    source: str
    requires: str = ""
    from_: Month = Field("", alias="from")
    work: Annotated[float, Field(ge=0, le=60)]  # quarters of full effort
    by_invitation: bool = False


class LawRule(Part):
    """A rule of law that an order or an agreement may break."""

    id: Name
    name: str
    sentence: str
    source: str
    from_: Month = Field("", alias="from")
    weight: Share
    found: Share  # chance that an open act is established as a violation
    types: list[Name] = []  # types of agreement it speaks of


class OrderPrice(Part):
    """What an order costs."""

    text: str
    mechanism: str
    also: list[str] = []  # further mechanisms that the order drives
    money: Positive
    effort: Positive
    will: Share


class DoctrineProfile(Part):
    """Multipliers on the weights of decision terms."""

    name: str
    source: str
    weights: dict[str, Annotated[float, Field(ge=0, le=4)]]


class TemperProfile(Part):
    """How a policy departs from plain doctrine (see ``sim.leaning``)."""

    name: str
    source: str
    weights: dict[str, Annotated[float, Field(ge=0, le=8)]] = {}  # multipliers on parameters
    shifts: dict[str, Annotated[float, Field(ge=-12, le=12)]] = {}  # log-odds of acting
    reciprocity: dict[str, Annotated[float, Field(ge=-8, le=8)]] = {}  # log-odds per record
    others: Annotated[float, Field(ge=0, le=1)] = 1.0  # multiplier on the terms beside it
    opening: Annotated[float, Field(ge=0, le=2)] = 0.0  # good deeds credited to strangers
    balance: Annotated[int, Field(ge=-2, le=2)] = 0  # steps, of its own offers, to itself
    offers: bool = True
    forbids: list[str] = []  # kinds of order


class UsualObjective(Part):
    """An objective of seats to which the scenario gives none; see ``schema.story.Objective``."""

    doctrines: list[Name]  # whose it is; "standing" is everybody's
    id: Name
    text: str
    measure: Word
    nothing: float
    full: float
    weight: Annotated[float, Field(gt=0, le=10)] = 1.0
    public: bool = False


class Parameter(Part):
    """A number of the model: value, range, unit, kind, source."""

    value: float
    low: float
    high: float
    unit: str
    kind: Literal["level", "rate", "share", "retention", "years", "log"]
    source: str


class Catalogue(Part):
    """All tables that scenarios share."""

    agreements: list[AgreementType]
    exercises: list[ExerciseType]
    formats: list[FormatType]
    steps: list[Step]
    law: list[LawRule]
    orders: dict[str, OrderPrice]
    doctrines: dict[str, DoctrineProfile]
    tempers: dict[str, TemperProfile]
    parameters: dict[str, Parameter]
    objectives: list[UsualObjective] = []
