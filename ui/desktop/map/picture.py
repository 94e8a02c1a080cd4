"""What a map shows, in plain data: fills, hatches, lines, dots, names. Made by presenters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.desktop.kit.theme import Colour
from ui.present.atlas import Atlas, Point


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two nations."""

    one: str
    two: str
    ink: Colour
    strength: float  # 0..1, its width
    dashed: bool = False
    faint: bool = False  # does not touch the nation that is looked at


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at a nation: a letter in a disc."""

    nation: str
    sign: str
    ink: Colour


@dataclass(frozen=True)
class Picture:
    """Everything on the map."""

    atlas: Atlas | None  # None for invented nations: their places are all there is
    places: Mapping[str, Point]  # nation -> km, where its dot stands
    names: Mapping[str, str]
    fills: Mapping[str, Colour]  # nation -> colour of its land
    date: str = "9998"  # ISO month, for the borders of the period
    hatched: frozenset[str] = frozenset()
    arcs: tuple[Arc, ...] = ()
    marks: tuple[Mark, ...] = ()
    chosen: tuple[str, ...] = ()  # looked at: framed, named first
    weight: Mapping[str, float] = field(default_factory=dict)  # which names come first
