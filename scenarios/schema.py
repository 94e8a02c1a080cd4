"""The shape of a scenario and of the catalogue: what a file may say, in which units and ranges."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Flag = Annotated[int, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Positive = Annotated[float, Field(ge=0.0)]
Month = Annotated[str, Field(pattern=r"^(|\d{4}-(0[1-9]|1[0-2]))$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Part(BaseModel):
    """A piece of a scenario: unknown keys are faults, values do not change."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )


class Nation(Part):
    """A row of ``nations.csv``: a nation at the start."""

    iso3: Code
    name: str
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    exists_from: Month = ""
    exists_to: Month = ""
    gdp: Annotated[float, Field(ge=0, le=1_000_000)]  # $bn
    spending: Annotated[float, Field(ge=0, lt=4096)]  # $bn a year
    personnel: Positive  # thousands
    capability: Share  # share of the world's military capabilities
    institutions: Share  # liberal institutions
    alignment: Annotated[float, Field(ge=-8, le=8)]  # foreign-policy ideal point
    neutrality: Share = 0.0
    doctrine: Name
    war: Share = 0.0  # armed conflict on its own soil
    mandate: Share = 0.0  # Security Council measures on its soil
    invited: Flag = 0  # by the sponsor, at the start
    council: Flag = 0  # member of the sponsor's cooperation council


class Dyad(Part):
    """A row of ``dyads.csv``: facts about a pair at the start; pairs without facts are left out."""

    a: Code
    b: Code
    land_border: Flag = 0
    sea_border: Flag = 0
    rivalry: Flag = 0
    last_dispute: Annotated[int, Field(ge=1800, le=2100)] | None = None
    note: str = ""


class Terms(Part):
    """What members of a group owe each other and can do together."""

    id: str
    name: str
    source: str
    defence: bool = False  # members owe each other defence
    restraint: bool = False  # members owe each other peaceful settlement
    trust: Annotated[float, Field(ge=0, le=4)] = 0.0  # units of group.evidence
    standards: Share = 0.0  # depth of common standards
    exercises: bool = False  # holds exercises of its own
    pooled: Share = 0.0  # of their capability that members pool in joint units
    rapid: Share = 0.0  # readiness to deploy
    technology: Share = 0.0  # depth of shared technology
    oversight: Share = 0.0  # standing oversight of agreements among members
    information: bool = False  # has a protocol for classified information
    verification: bool = False  # may send inspectors, with limited authority
    bars: bool = False  # members may not join other alliances
    admits: bool = True  # takes in members by a text of its own
    mandates: bool = False  # may mandate missions
    universal: bool = False  # its mandates are lawful without the host's consent
    rule: Literal["consensus", "majority", "council"] = "consensus"
    quorum: Share = 0.5  # of seats whose support a council needs
    silence: bool = True  # who says nothing agrees, under consensus


class Group(Terms):
    """A group: alliance, organisation, regional body."""

    members: list[Code]
    pending: list[Code] = []
    permanent: list[Code] = []  # members whose block is a veto, in a council


class FormatType(Terms):
    """A kind of group that nations may found in play."""

    id: Name
    from_: Month = Field("", alias="from")
    least: Annotated[int, Field(ge=2, le=16)]  # founders that it needs
    most: Annotated[int, Field(ge=2, le=16)]  # nations that are asked
    autonomy: Share  # sovereignty that members share


class Programme(Part):
    """A partnership programme and the group that sponsors it."""

    id: str
    name: str
    sponsor: str
    opens: dict[str, Month] = {}  # steps whose month differs from the catalogue's


class Slots(Part):
    """Room for things of variable number; what does not fit is refused with its reason."""

    exercises: Annotated[int, Field(ge=1, le=256)] = 64
    texts: Annotated[int, Field(ge=1, le=64)] = 8
    calls: Annotated[int, Field(ge=1, le=64)] = 6
    offers: Annotated[int, Field(ge=1, le=16)] = 4
    orders: Annotated[int, Field(ge=1, le=12)] = 6
    missions: Annotated[int, Field(ge=1, le=16)] = 4
    groups: Annotated[int, Field(ge=0, le=16)] = 2  # to be founded in play


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


class Scenario(Part):
    """A whole scenario: everything a run needs, and nothing else does."""

    id: Name
    title: str
    summary: str
    start: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    turns: Annotated[int, Field(ge=1, le=400)]
    months: Literal[1, 3, 6, 12] = 3
    map: str = ""  # frame of the map; empty: drawn from the capitals' positions
    brief: str = ""
    slots: Slots = Slots()
    set: dict[str, float] = {}  # parameters that differ from the catalogue
    nations: list[Nation]
    dyads: list[Dyad]
    groups: list[Group]
    programmes: list[Programme]
    sources: dict[str, Any]
    catalogue: Catalogue

    def content(self) -> dict[str, Any]:
        """The scenario as plain JSON data; ``scenarios.load.from_content`` reads it back."""
        return self.model_dump(mode="json", by_alias=True)

    def digest(self) -> str:
        """SHA-256 of the content as JSON with its keys in order.

        Equal on every machine: JSON writes a float by its shortest exact decimal. The order of
        tables in a file does not count, that of nations and other lists does: it is an axis.
        """
        text = json.dumps(self.content(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
