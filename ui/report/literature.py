"""The page of the literature: what studies found in the world, and would find in play."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.report.frame import filled
from ui.report.principles import EDGE, WIDTH, digits_of, signed, ticks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.validation.literature import Estimate

_HEIGHT = 66.0

#: What a verdict means, as the legend says it.
VERDICTS = {
    "agrees": "the interval lies inside what is expected",
    "fitted": "it does, but a parameter was fitted on this relation: a check of fit, no support",
    "misses": "the interval lies outside what is expected",
    "not told apart": "the interval reaches across the bound of what is expected",
}


def literature_page(
    found: Sequence[Estimate], runs: int, seed: int, standings: Mapping[str, str]
) -> str:
    """The whole page as text, self-contained."""
    counts = {name: sum(row.verdict == name for row in found) for name in VERDICTS}
    content = {
        "title": "What studies found, looked for in play",
        "runs": runs,
        "seed": seed,
        "cards": [{"value": str(count), "label": name} for name, count in counts.items()],
        "legend": [{"name": name, "words": words} for name, words in VERDICTS.items()],
        "standings": standings,
        "rows": [_row(row) for row in found],
        "width": WIDTH,
        "height": _HEIGHT,
        "edge": EDGE,
    }
    return filled("literature.html", content)


def in_figures(row: Estimate) -> dict[str, str]:
    """Expectation, the studies' figure, the estimate and its interval, as text."""
    known = [x for x in (row.low, row.high, row.estimate) if x is not None]
    digits = digits_of(max((abs(x) for x in known), default=1.0))

    def told(value: float | None) -> str:
        return "–" if value is None else signed(value, digits)

    ends = row.expected
    return {
        "expected": {"+": "above 0", "-": "below 0"}[ends]
        if isinstance(ends, str)
        else f"{signed(ends[0], 3)} to {signed(ends[1], 3)}",
        "reported": "–" if row.reported is None else signed(row.reported, 3),
        "estimate": told(row.estimate),
        "interval": "–" if row.low is None else f"{told(row.low)} to {told(row.high)}",
    }


def _row(row: Estimate) -> dict[str, Any]:
    return {
        "id": row.id,
        "finding": row.finding,
        "source": row.source,
        "verdict": row.verdict,
        "mark": row.verdict.replace(" ", "-"),
        "standing": row.standing,
        "term": row.term,
        "parameters": ", ".join(row.parameters),
        "meaning": row.meaning,
        "unit": row.unit,
        "scenarios": ", ".join(f"{name} {_alone(row, name)}" for name in row.scenarios),
        "observations": f"{row.observations:,}".replace(",", "\u202f"),
        "plot": _plot(row),
        **in_figures(row),
    }


def _alone(row: Estimate, scenario: str) -> str:
    """The estimate in one scenario, in brackets; nothing if it is the only one."""
    value = row.by_scenario[scenario]
    if len(row.scenarios) == 1:
        return ""
    return "(–)" if value is None else f"({signed(value, digits_of(abs(value), 2))})"


def _plot(row: Estimate) -> dict[str, Any]:
    """What is expected, the studies' figure, the interval of play and zero, as places."""
    ends = () if isinstance(row.expected, str) else row.expected
    known = [x for x in (row.low, row.high, row.reported, *ends) if x is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    margin = 0.12 * (high - low or 1.0)
    low, high = low - margin, high + margin

    def place(value: float) -> float:
        return float(round(EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low), 1))

    signs = {"+": (0.0, high), "-": (low, 0.0)}
    least, most = signs[row.expected] if isinstance(row.expected, str) else row.expected
    plot = {
        "least": place(least),
        "span": round(place(most) - place(least), 1),
        "zero": place(0.0),
        "reported": None if row.reported is None else place(row.reported),
        "ticks": ticks_of(low, high, place(0.0)),
        "low": None,
    }
    if row.low is not None and row.high is not None and row.estimate is not None:
        plot["low"], plot["mean"] = place(row.low), place(row.estimate)
        plot["width"] = max(round(place(row.high) - place(row.low), 1), 2.0)
    return plot
