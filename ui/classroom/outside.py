"""Between the room and whoever stands outside of it: answers, views, clocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from scenarios.sitting import Code, Sitting
from ui.classroom.gallery import Parts


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a command or a question."""

    result: Mapping[str, Any] = field(default_factory=dict)
    code: Code | None = None
    message: str = ""


Reply = Callable[[Outcome], None]
Question = Callable[[Sitting], Mapping[str, Any]]


class Outside(Protocol):
    """Whom the room tells what happened. Called in the room's thread."""

    def answer(self, replies: list[tuple[Reply, Outcome]]) -> None:
        """Have all replies called, in order."""

    def view(self, audience: str, parts: Parts) -> None:
        """A view is new."""

    def people(self, seats: Mapping[str, str]) -> None:
        """Who sits where: client to seat."""

    def clock(self, told: Mapping[str, Any]) -> None:
        """The clock was set, stopped, or the phase changed."""


def clock_of(sitting: Sitting) -> dict[str, Any]:
    """What a clock on a screen needs."""
    return {
        "phase": sitting.phase.value,
        "turn": sitting.turn,
        "deadline": sitting.deadline,
        "left": sitting.left,
        "paused": sitting.paused,
    }
