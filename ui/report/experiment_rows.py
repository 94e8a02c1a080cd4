"""The rows of an experiment's tables: factors, effects, luck, runs that stand out or failed."""

from __future__ import annotations

import math
import shlex
from collections import Counter
from typing import TYPE_CHECKING, Any

from scenarios.experiments.analysis.unusual import UNUSUAL, within
from ui.present.numbers import plural, share, signed
from ui.present.words import measure_label
from ui.report.experiment_figures import ranked, strongest
from ui.report.experiment_words import between, decimals, number, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.experiments.analysis.analyse import Analysis
    from scenarios.experiments.analysis.effects import Effect
    from ui.report.experiment_words import Namer

_EFFECTS, _OF_A_FACTOR = 16, 4
_FAILED = 20
_STRIP = 200.0


def factor_rows(found: Analysis, namer: Namer) -> list[dict[str, str]]:
    """What varies, over which levels."""
    out = []
    for factor in found.runs.factors:
        if factor.bounds:
            shown = " to ".join(namer.level(factor.name, level) for level in factor.bounds)
        else:
            shown = ", ".join(namer.level(factor.name, level) for level in factor.levels)
        name = namer.factor(factor.name)
        out.append({"name": name, "levels": shown, "unit": namer.unit(factor.name)})
    return out


def effect_rows(found: Analysis, namer: Namer) -> list[dict[str, Any]]:
    """The strongest effects with their places on a strip in standard deviations of the runs."""
    each = max(_EFFECTS // max(len(found.runs.factors), 1), _OF_A_FACTOR)
    seen: Counter[str] = Counter()
    shown: list[Effect] = []
    for effect in strongest(found, len(found.effects)):
        seen[effect.factor] += 1
        if seen[effect.factor] <= each and len(shown) < _EFFECTS:
            shown.append(effect)
    widest = max((abs(_ends(effect)[k]) for effect in shown for k in (0, 1)), default=1.0)

    def place(deviations: float) -> float:
        return round(_STRIP / 2 * (1.0 + deviations / (1.08 * widest)), 1)

    rows = []
    for effect in shown:
        size, places = effect.difference, decimals(effect.difference, effect.low, effect.high)
        low, high = _ends(effect)
        rows.append(
            {
                "metric": measure_label(effect.metric),
                "over": "end" if effect.over == "end" else "mean",
                "change": namer.change(effect.factor, effect.reference, effect.level),
                "effect": signed(size, places),
                "interval": between(effect.low, effect.high, places),
                "rate": _rate(effect.rate),
                "low": place(low),
                "wide": max(round(place(high) - place(low), 1), 2.0),
                "at": place(effect.deviations),
                "up": size > 0,
            }
        )
    return rows


def _ends(effect: Effect) -> tuple[float, float]:
    """The interval in standard deviations of the runs, the effect itself where there is none."""
    if not math.isfinite(effect.low) or not effect.difference:
        return effect.deviations, effect.deviations
    scale = effect.deviations / effect.difference
    return effect.low * scale, effect.high * scale


def _rate(rate: float) -> str:
    if not math.isfinite(rate):
        return "–"
    return "< 0.001" if rate < 0.001 else share(rate, 3)


def luck_rows(found: Analysis) -> list[dict[str, Any]]:
    """Where the variance of the runs comes from, for the measures that answer most."""
    by_metric = {item.metric: item for item in found.luck if item.over == "end"}
    shown = [by_metric[name] for name in ranked(found) if name in by_metric][:8]
    return [
        {
            "metric": measure_label(item.metric),
            "factors": share(item.factors),
            "shared": share(item.shared),
            "own": share(item.own),
            "left": share(item.left),
            "widths": [round(100 * part, 1) for part in (item.factors, item.shared, item.own)],
        }
        for item in shown
    ]


def unusual_rows(found: Analysis, namer: Namer, folder: str) -> dict[str, Any]:
    """Runs that stand out, the reasons in words, and the command that replays each."""
    rows = []
    for run in found.unusual:
        reasons = [
            f"{measure_label(r.metric)} is {number(r.value, r.value - r.usual)} where "
            f"{number(r.usual, r.value - r.usual)} is usual ({signed(r.z, int(abs(r.z) < 10))})"
            for r in run.reasons
        ]
        reasons[0] = reasons[0][0].upper() + reasons[0][1:]
        if run.measures > len(reasons):
            reasons.append(f"unusual in {run.measures} measures in all")
        levels = [
            namer.state(f.name, f.levels[int(f.codes[run.point])]) for f in found.runs.factors
        ]
        alike = f"This luck is unusual in {plural(run.alike, 'other treatment')} too."
        rows.append(
            {
                "where": ", ".join([f"Replicate {run.replicate + 1}", *levels]),
                "reasons": reasons,
                "alike": alike if run.alike else "",
                "command": repro(folder, run.run_id, record=True),
            }
        )
    like = "the runs of the same treatment" if within(found.runs) else "all runs"
    return {"rows": rows, "like": like, "beyond": UNUSUAL}


def repro(folder: str, run: str, *, record: bool = False) -> str:
    """The command that plays a run of a sweep again."""
    words = f"detente sweep repro {shlex.quote(folder)} {run}"
    return f"{words} --record {run[:8]}.jsonl" if record else words


def failed_rows(found: Analysis, folder: str) -> list[dict[str, str]]:
    """The first failed runs."""
    return [
        {
            "run": found.runs.ids[k],
            "error": found.runs.errors[k],
            "command": repro(folder, found.runs.ids[k]),
        }
        for k in found.failed[:_FAILED]
    ]


def gap_rows(found: Analysis) -> list[dict[str, str]]:
    """What could not be computed, gathered by reason."""
    together: dict[tuple[str, str], list[str]] = {}
    for gap in found.gaps:
        where = outcome(gap.metric, gap.over) if gap.metric else ""
        together.setdefault((gap.what, gap.why), []).append(where)
    return [
        {"what": what, "why": why, "where": _some([name for name in names if name])}
        for (what, why), names in together.items()
    ]


def _some(names: Sequence[str], most: int = 4) -> str:
    if len(names) <= most:
        return "; ".join(names)
    return f"{'; '.join(names[:most])} and {len(names) - most} more"
