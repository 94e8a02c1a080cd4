"""The page of the principles: what each mechanism does, in pairs of runs with and without it."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.mechanisms import MECHANISMS
from ui.present.numbers import MINUS
from ui.report.frame import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.validation.verdicts import Finding

WIDTH, _HEIGHT, EDGE, _BINS = 420.0, 84.0, 10.0, 28

#: What a verdict means, as the legend says it.
VERDICTS = {
    "supported": "the interval lies on the expected side of zero",
    "assumed": "supported, but only by the choice of an assumption",
    "miss": "the expected effect is not seen",
    "clean": "a negative control: nothing should differ, and nothing does",
    "shown": "a negative control that shows something, as it should not",
}

#: The plot of a control reaches as far as runs with luck of their own would differ: so many
#: standard deviations of a difference to each side.
_REACH = 2.0


def principles_page(found: Sequence[Finding], title: str, pairs: int, seed: int) -> str:
    """The whole page as text, self-contained."""
    counts = {name: sum(f.verdict == name for f in found) for name in VERDICTS}
    content = {
        "title": title,
        "pairs": pairs,
        "seed": seed,
        "cards": [{"value": str(count), "label": name} for name, count in counts.items()],
        "legend": [{"name": name, "words": words} for name, words in VERDICTS.items()],
        "family": _family(sum(row.control for row in found)),
        "mechanisms": [
            _mechanism(key, list(rows)) for key, rows in groupby(found, key=lambda f: f.mechanism)
        ],
        "width": WIDTH,
        "height": _HEIGHT,
        "edge": EDGE,
    }
    return filled("principles.html", content)


def _family(controls: int) -> str:
    """What the intervals promise, in words."""
    return (
        f"The interval of a claim holds with 95 %; those of the {controls} controls are wider, so "
        "that all of them together hold with 95 %. The axis of a control reaches as far as runs "
        "would differ by luck if they did not share it."
    )


def _mechanism(key: str, rows: Sequence[Finding]) -> dict[str, Any]:
    words = MECHANISMS[key]
    return {
        "id": key,
        "words": words[:1].upper() + words[1:],
        "off": rows[0].off,
        "claims": [_claim(row) for row in rows],
    }


def _claim(row: Finding) -> dict[str, Any]:
    digits = digits_of(max(abs(row.low), abs(row.high)))
    return {
        "id": row.id,
        "claim": row.claim,
        "expected": {"+": "more", "-": "less", "0": "no difference"}[row.expected],
        "outcome": row.outcome[:1].upper() + row.outcome[1:].replace("_", " "),
        "usual": _number(row.usual, digits_of(abs(row.usual))),
        "spread": _number(row.spread, digits_of(row.spread, 2)),
        "effect": signed(row.effect, digits),
        "interval": f"{signed(row.low, digits)} to {signed(row.high, digits)}",
        "same": len(row.differences) > 0 and not any(row.differences),
        "verdict": row.verdict,
        "depends": ", ".join(row.depends),
        "why": row.why,
        "plot": _plot(row),
    }


def digits_of(size: float, figures: int = 3) -> int:
    """Decimal places that show so many figures of a number of this size."""
    return int(np.clip(figures - 1 - np.floor(np.log10(size)), 0, 6)) if size > 0 else 0


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", MINUS)


def signed(value: float, digits: int) -> str:
    """A number with its sign; 0 without one."""
    text = f"{value:+.{digits}f}".replace("-", MINUS)
    return "0" if not float(f"{value:.{digits}f}") else text


def _range(row: Finding) -> tuple[float, float]:
    """From where to where the plot goes: all pairs, zero, and what luck of their own would do."""
    values = np.array(row.differences or (row.low, row.high))
    low, high = min(float(values.min()), row.low, 0.0), max(float(values.max()), row.high, 0.0)
    if row.control:
        high = max(high, -low, _REACH * float(np.sqrt(2.0)) * row.spread)
        low = -high
    if high - low <= 0.0:
        low, high = -1.0, 1.0
    margin = 0.05 * (high - low)
    return low - margin, high + margin


def _plot(row: Finding) -> dict[str, Any]:
    """Bars of the paired differences, zero, and the interval of their mean, as places."""
    low, high = _range(row)
    scale = (WIDTH - 2 * EDGE) / (high - low)

    def place(value: float) -> float:
        return round(EDGE + scale * (value - low), 1)

    counts, edges = _bars(np.array(row.differences or (0.0,)), low, high)
    floor, tall = _HEIGHT - 30.0, _HEIGHT - 44.0
    bars = [
        {
            "x": round(place(float(edges[k])) + 0.5, 1),
            "width": round(scale * float(edges[1] - edges[0]) - 1.0, 1),
            "y": round(floor - tall * count / counts.max(), 1),
            "height": round(tall * count / counts.max(), 1),
        }
        for k, count in enumerate(counts)
        if count
    ]
    return {
        "bars": bars,
        "zero": place(0.0),
        "mean": place(row.effect),
        "low": place(row.low),
        "span": max(round(place(row.high) - place(row.low), 1), 2.0),
        "floor": floor,
        "ticks": ticks_of(low, high, place(0.0)),
    }


def _bars(values: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Counts and edges of bars, of which one has zero in its middle."""
    width = (high - low) / _BINS
    first = np.floor(low / width - 0.5) + 0.5
    edges = (first + np.arange(_BINS + 2)) * width
    return np.histogram(values, bins=edges)


def ticks_of(low: float, high: float, zero: float) -> list[dict[str, Any]]:
    """Numbers at both ends of the axis and at zero, as far as they do not meet."""
    digits = digits_of(max(abs(low), abs(high)), 2)
    room, last = 0.2 * WIDTH, WIDTH - EDGE
    ticks = [{"x": zero, "text": "0", "anchor": "middle"}]
    if zero > room:
        ticks.append({"x": EDGE, "text": signed(low, digits), "anchor": "start"})
    if zero < WIDTH - room:
        ticks.append({"x": last, "text": signed(high, digits), "anchor": "end"})
    return ticks
