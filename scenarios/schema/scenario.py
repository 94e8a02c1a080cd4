"""A whole scenario."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import Field

from scenarios.schema.base import Code, Frame, Name, Part
from scenarios.schema.catalogue import Catalogue
from scenarios.schema.nations import Dyad, Group, Nation, Programme, Slots
from scenarios.schema.story import (
    Base,
    Focus,
    Happening,
    Objective,
    Participant,
    Seating,
    Supply,
    Treaty,
)


class Scenario(Part):
    """A whole scenario: everything a run needs, and nothing else does."""

    id: Name
    extends: str = ""  # the scenario that it is a variant of; what it says is merged in already
    title: str
    summary: str
    start: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    turns: Annotated[int, Field(ge=1, le=400)]
    months: Literal[1, 3, 6, 12] = 3
    map: Frame = ""
    brief: str = ""
    slots: Slots = Slots()
    notice: str = ""  # what the map says of disputed territory
    minutes: Annotated[int, Field(ge=0, le=100_000)] = 0  # that a class needs, 0 unknown
    set: dict[str, float] = {}  # parameters that differ from the catalogue
    off: list[str] = []  # mechanisms that do not work in this scenario
    focus: Focus | None = None
    seatings: list[Seating] = []
    nations: list[Nation]
    dyads: list[Dyad]
    groups: list[Group]
    programmes: list[Programme]
    agreements: list[Treaty] = []
    participants: list[Participant] = []
    bases: list[Base] = []
    supplies: list[Supply] = []
    events: list[Happening] = []
    objectives: list[Objective] = []
    briefs: dict[Code, str] = {}  # private briefs, by seat
    teaching: str = ""  # for the instructor: goals, course, questions for the debrief
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


class Drop(Part):
    """What a variant leaves out of the scenario that it extends, by table and name."""

    dyads: list[str] = []  # AAA-BBB
    agreements: list[str] = []  # AAA-BBB.type
    participants: list[str] = []  # AAA.programme
    bases: list[str] = []  # HOST-GUEST
    supplies: list[str] = []  # CLIENT-SUPPLIER
    groups: list[str] = []
    programmes: list[str] = []
    events: list[str] = []
    objectives: list[str] = []  # AAA.id
    set: list[str] = []  # parameters


class Written(Scenario):
    """A scenario as its files say it: a variant also says what it does without."""

    without: list[Code] = []
    drop: Drop = Drop()
