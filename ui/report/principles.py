"""The page of the principles: what each mechanism does, in pairs of runs with and without it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.mechanisms import MECHANISMS
from ui.report.fonts import font_faces
from ui.report.page import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.validation.verdicts import Finding

_WIDTH, _HEIGHT, _EDGE, _BINS = 420.0, 84.0, 10.0, 28
MINUS = "\N{MINUS SIGN}"

#: What a verdict means, as the legend says it.
VERDICTS = {
    "supported": "the interval lies on the expected side of zero",
    "assumed": "supported, but only by the choice of an assumption",
    "miss": "the expected effect is not seen",
    "clean": "a control that shows nothing, as it should",
    "shown": "a control that shows something, as it should not",
}


def principles_page(found: Sequence[Finding], title: str, pairs: int, seed: int) -> str:
    """The whole page as text, self-contained."""
    counts = {name: sum(f.verdict == name for f in found) for name in VERDICTS}
    content = {
        "title": title,
        "pairs": pairs,
        "seed": seed,
        "cards": [{"value": str(count), "label": name} for name, count in counts.items()],
        "legend": [{"name": name, "words": words} for name, words in VERDICTS.items()],
        "mechanisms": [
            {
                "id": mechanism,
                "words": MECHANISMS[mechanism],
                "off": next(iter(rows)).off,
                "claims": [_claim(row) for row in rows],
            }
            for mechanism, rows in (
                (key, list(group)) for key, group in groupby(found, key=lambda f: f.mechanism)
            )
        ],
        "width": _WIDTH,
        "height": _HEIGHT,
    }
    template = environment().get_template("principles.html")
    bare = template.render(**content, fonts="")
    letters = "".join(sorted(set(re.sub(r"<[^>]*>", "", bare))))
    return template.render(**content, fonts=font_faces(letters + "0123456789")) + "\n"


def _claim(row: Finding) -> dict[str, Any]:
    digits = _digits(row)
    return {
        "id": row.id,
        "claim": row.claim,
        "expected": {"+": "more", "-": "less", "0": "no difference"}[row.expected],
        "outcome": row.outcome.replace("_", " "),
        "usual": _number(row.usual, digits),
        "effect": _signed(row.effect, digits),
        "interval": f"{_signed(row.low, digits)} to {_signed(row.high, digits)}",
        "verdict": row.verdict,
        "depends": ", ".join(row.depends),
        "plot": _plot(row, digits),
    }


def _digits(row: Finding) -> int:
    """Decimal places that show the effect, or the usual level where there is none."""
    size = max(abs(row.low), abs(row.high)) or abs(row.usual)
    return int(np.clip(2 - np.floor(np.log10(size)), 0, 5)) if size else 0


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", MINUS)


def _signed(value: float, digits: int) -> str:
    text = f"{value:+.{digits}f}".replace("-", MINUS)
    return f"{0:.{digits}f}" if not float(f"{value:.{digits}f}") else text


def _plot(row: Finding, digits: int) -> dict[str, Any]:
    """Bars of the paired differences, zero, and the interval of their mean, as places."""
    values = np.array(row.differences or (0.0,))
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    if high - low <= 0.0:
        low, high = -1.0, 1.0
    margin = 0.05 * (high - low)
    low, high = low - margin, high + margin
    scale = (_WIDTH - 2 * _EDGE) / (high - low)

    def place(value: float) -> float:
        return round(_EDGE + scale * (value - low), 1)

    counts, edges = np.histogram(values, bins=_BINS, range=(low, high))
    floor, tall = _HEIGHT - 30.0, _HEIGHT - 44.0
    bars = [
        {
            "x": place(float(edges[k])) + 0.5,
            "width": round(scale * (edges[1] - edges[0]) - 1.0, 1),
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
        "left": _signed(low + margin, digits),
        "right": _signed(high - margin, digits),
    }
