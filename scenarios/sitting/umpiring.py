"""What a facilitator does to the world: injects and overrides, by way of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.sitting.parts import Code, SittingFault
from scenarios.sitting.phases import PLAY
from scenarios.sitting.state import Sitting

Effects = Sequence[Mapping[str, Any]]


def inject(sitting: Sitting, event: str, reason: str = "") -> None:
    """Have an event of the scenario happen as this turn is resolved."""
    _playing(sitting)
    sitting.session.inject(event, reason)
    sitting.touch()


def inject_free(
    sitting: Sitting, title: str, text: str, effects: Effects, seats: Sequence[str], reason: str
) -> None:
    """Have an event of the facilitator's own happen as this turn is resolved."""
    _playing(sitting)
    sitting.session.inject_free(title, text, list(effects), list(seats), reason)
    sitting.touch()


def override(sitting: Sitting, effects: Effects, reason: str) -> None:
    """Change numbers of the world as this turn is resolved, for a stated reason."""
    _playing(sitting)
    sitting.session.override(list(effects), reason)
    sitting.touch()


def take_back(sitting: Sitting, place: int) -> None:
    """Take back one of the things that wait for this turn to be resolved, by its place from 0."""
    _playing(sitting)
    sitting.session.take_back(place)
    sitting.touch()


def _playing(sitting: Sitting) -> None:
    if sitting.phase not in PLAY or sitting.session.over:
        raise SittingFault(Code.CLOSED, "events happen while a turn is played")
