"""Which texts are golden, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from scenarios.load import library
from tests.golden.playthrough import render, start
from tests.golden.scenes import consensus, mandate, minilateral, parliament, veto

HERE = Path(__file__).parent

#: Turns of a scenario that are told.
TURNS = 6


def first_steps() -> str:
    """The whole of first-steps."""
    return render(start("first-steps"))


def partnership() -> str:
    """The headlines of the first two years of pfp-1994."""
    return render(start("pfp-1994"), 8, count=8, orders=False, nations=False)


def opening(name: str) -> str:
    """The headlines of the first turns of a scenario."""
    return render(start(name), TURNS, orders=False, nations=False)


GOLDENS: Mapping[str, Callable[[], str]] = {
    **{name: partial(opening, name) for name in library()},
    "first-steps": first_steps,
    "pfp-1994": partnership,
    "scene-consensus": consensus,
    "scene-veto": veto,
    "scene-mandate": mandate,
    "scene-parliament": parliament,
    "scene-minilateral": minilateral,
}


def path(name: str) -> Path:
    """Where a golden text is kept."""
    return HERE / f"{name}.txt"
