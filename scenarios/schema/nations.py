"""Nations, pairs, groups and programmes of a scenario, as they stand at the start."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scenarios.schema.base import Code, Flag, Month, Name, Part, Positive, Share


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
