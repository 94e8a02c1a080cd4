"""How numbers read: true minus signs, fixed decimals, no zero with a minus."""

from __future__ import annotations

import math

MINUS = "−"
UNKNOWN = "–"


def tidy(value: float) -> str:
    """A number without the digits that only its grid in the state gives it: 0.01, 2.5, 100."""
    return f"{round(value, 3):g}"


def share(value: float, digits: int = 2) -> str:
    """A quantity of -1..1 with fixed decimals: ``0.86``."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", MINUS)


def signed(value: float, digits: int = 2) -> str:
    """A change, always with its sign: ``+0.18``; ``±0.00`` if it rounds to nothing."""
    text = share(value, digits)
    if text == UNKNOWN or text.startswith(MINUS):
        return text
    return f"±{text}" if float(text) == 0 else f"+{text}"


def count(value: float) -> str:
    """A whole number, thousands set apart by a narrow space."""
    return f"{round(value):,}".replace(",", "\u202f").replace("-", MINUS)


def in_unit(value: float, unit: str) -> str:
    """A measure's value as its unit asks for it: shares with decimals, counts without."""
    return share(value) if ".." in unit else count(value)


def plural(number: int, one: str, many: str = "") -> str:
    """``1 exercise``, ``3 exercises``, ``no exercises``."""
    word = one if number == 1 else many or f"{one}s"
    return f"{count(number) if number else 'no'} {word}"
