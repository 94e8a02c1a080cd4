"""Which texts are golden, and how each is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.golden.playthrough import render, start
from tests.golden.scenes import consensus, mandate, minilateral, parliament, veto

HERE = Path(__file__).parent


def first_steps() -> str:
    """The whole of first-steps."""
    return render(start("first-steps"))


def partnership() -> str:
    """The headlines of the first two years of pfp-1994."""
    return render(start("pfp-1994"), 8, count=8, orders=False, nations=False)


GOLDENS: Mapping[str, Callable[[], str]] = {
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
