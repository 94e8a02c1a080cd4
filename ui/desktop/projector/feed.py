"""What the projector is told, by another thread: the public view of a class and how to join it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.present.layers import Layer, Tie

#: The layers that are shown in turn while a turn is played, by number key.
SHOWN = ("participation", "agreements", "exercises", "disputes", "missions")


@dataclass(frozen=True)
class Invitation:
    """How a phone finds the class."""

    address: str  # what is typed into a browser
    code: str  # of the room
    qr: tuple[tuple[bool, ...], ...]  # dark modules of the code to be scanned, row by row


@dataclass(frozen=True)
class Scene:
    """What does not change during a game: the map and where nations stand on it."""

    frame: str  # of the map; empty for invented nations
    places: Mapping[str, tuple[float, float]]  # nation -> km, y northwards
    weight: Mapping[str, float] = field(default_factory=dict)  # which names come first


@dataclass
class Feed:
    """Where the window reads from, frame by frame."""

    invitation: Invitation
    scene: Scene
    read: Callable[[], tuple[int, Mapping[str, Any]] | None]  # number and content of the view
    now: Callable[[], float]  # the class's time, in seconds
    ended: Callable[[], bool]  # whether the class is over and the window is to close
    closed: bool = False  # set when the window is closed


def layer(view: Mapping[str, Any], name: str) -> Layer:
    """A layer of the map in a view; an empty one where it holds none of that name."""
    for one in view["world"]["layers"]:
        if one["name"] == name:
            return Layer(
                name=name,
                title=one["title"],
                values=one["values"],
                words=one["words"],
                kinds=one["kinds"],
                ties=tuple(Tie(*tie) for tie in one["ties"]),
                signs=one["signs"],
                ramp=one["ramp"],
                ends=tuple(one["ends"]),
            )
    return Layer(name, name.capitalize())


def remaining(clock: Mapping[str, Any], now: float) -> str:
    """The time that is left of a phase, as ``4:05``; empty where no clock runs."""
    left = clock["left"] if clock["deadline"] is None else clock["deadline"] - now
    if left is None:
        return ""
    whole = max(int(left + 0.999), 0)
    return f"{whole // 60}:{whole % 60:02d}"
