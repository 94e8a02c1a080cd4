"""The page of a hindcast: every statement of the record beside what the runs say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.present.numbers import MINUS
from ui.present.palette import GAIN, LOSS
from ui.report.frame import filled

if TYPE_CHECKING:
    from scenarios.validation.hindcast import Check, Hindcast

_WIDTH = 220.0


def hindcast_page(found: Hindcast, title: str) -> str:
    """The whole page as text, self-contained."""
    hits = sum(check.hit for check in found.checks)
    content = {
        "title": title,
        "runs": found.runs,
        "seed": found.seed,
        "notes": found.notes,
        "cards": [
            {
                "value": f"{hits} of {len(found.checks)}",
                "label": "records inside the 90 % interval",
            },
            {"value": f"{found.auc_model:.2f}", "label": "AUC, early against late signers"},
            {"value": f"{found.auc_distance:.2f}", "label": "the same by distance alone"},
            {"value": f"{found.exits_per_run:.1f}", "label": "withdrawals a run (record: 1)"},
        ],
        "rows": [_row(check) for check in found.checks],
        "depths": _depths(found),
    }
    return filled("validation.html", content)


def _depths(found: Hindcast) -> str:
    ordered = sorted(found.depth_after_five_years.items(), key=lambda item: -item[1])
    return ", ".join(f"{iso} {depth:.2f}" for iso, depth in ordered if depth >= 0.005)


def _row(check: Check) -> dict[str, Any]:
    """One check as words and places on a strip from the least to the largest of its values."""
    low, high = min(check.low, check.record), max(check.high, check.record)
    margin = 0.15 * (high - low or 1.0)
    low, high = low - margin, high + margin

    def place(value: float) -> float:
        return round(_WIDTH * (value - low) / (high - low), 1)

    digits = 2 if abs(check.record) < 1 else 0
    return {
        "name": check.name.replace("_", " "),
        "record": f"{check.record:.{digits}f}".replace("-", MINUS),
        "median": f"{check.median:.{digits}f}".replace("-", MINUS),
        "interval": f"{check.low:.{digits}f} to {check.high:.{digits}f}".replace("-", MINUS),
        "later": check.later,
        "verdict": "hit" if check.hit else "miss",
        "colour": GAIN if check.hit else LOSS,
        "low_x": place(check.low),
        "width": max(round(place(check.high) - place(check.low), 1), 2.0),
        "median_x": place(check.median),
        "record_x": place(check.record),
    }
