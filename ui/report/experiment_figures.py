"""Which of an experiment's numbers the page shows, and how: small multiples, a few of each kind."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scenarios.experiments.analysis.analyse import (
    ALL,
    level_name,
    level_text,
    sample_of,
    strongest_pairs,
    treatment_name,
)
from sim.measures import MEASURES
from ui.present.numbers import share
from ui.present.words import measure_label
from ui.report import experiment_charts as charts
from ui.report.experiment_charts import Bar
from ui.report.experiment_words import meaning, outcome
from ui.report.figures import svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from scenarios.experiments.analysis.analyse import Analysis
    from scenarios.experiments.analysis.effects import Effect, Interaction
    from scenarios.experiments.analysis.indices import Index
    from scenarios.experiments.analysis.series import Point
    from scenarios.experiments.analysis.varied import Varied
    from sim.world import World
    from ui.report.experiment_words import Namer

#: Measures that are shown first where nothing else speaks for others.
USUAL = (
    "participants",
    "effective_depth",
    "trust",
    "interoperability",
    "agreements",
    "tie_density",
    "threat",
    "disputes",
    "exercises",
)

COURSES, FIGURES = 9, 6
_GROUPS = 4
"""Groups of runs in one chart at most."""
FALSE = 0.05
"""Share of false findings among those that count as found."""
_NEGLIGIBLE = 0.1
"""Effects of fewer standard deviations of the runs are not spoken of."""


def ranked(found: Analysis) -> list[str]:
    """Measures that vary, those that answer most to the factors first."""
    alive = _varying(found)
    weight: dict[str, float] = {}
    if found.method == "full":
        for effect in found.effects:
            if not effect.rate >= FALSE:  # a single replicate has no rate
                size = abs(effect.deviations)
                weight[effect.metric] = max(weight.get(effect.metric, 0.0), size)
    for item in found.luck if found.method != "full" else []:
        weight[item.metric] = max(weight.get(item.metric, 0.0), item.factors)
    if found.method != "full" and not found.luck:
        for index in found.indices:
            if index.name == "R2":
                weight[index.metric] = max(weight.get(index.metric, 0.0), index.value)
    order = [*(name for name in USUAL if name in found.metrics), *found.metrics]
    order = [name for name in dict.fromkeys(order) if name in alive]
    return sorted(order, key=lambda name: -round(weight.get(name, 0.0), 6))


def _varying(found: Analysis) -> set[str]:
    """Measures that are not the same in all turns of all runs."""
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for point in found.courses:
        if point.group == ALL:
            low[point.metric] = min(low.get(point.metric, math.inf), point.q05, point.low)
            high[point.metric] = max(high.get(point.metric, -math.inf), point.q95, point.high)
    return {name for name in low if high[name] > low[name]}


def strongest(found: Analysis, count: int) -> list[Effect]:
    """The effects to speak of: one for each measure and change, the largest first."""
    best: dict[tuple[str, str, str], Effect] = {}
    known = [e for e in found.effects if abs(e.deviations) >= _NEGLIGIBLE and not e.rate >= FALSE]
    for effect in sorted(known, key=lambda e: -abs(e.deviations)):
        best.setdefault((effect.metric, effect.factor, level_text(effect.level)), effect)
    return list(best.values())[:count]


def courses(
    found: Analysis, namer: Namer, world: World | None, turns: int
) -> Iterator[dict[str, str]]:
    """Measures over time, by the factor that moves them most where there are few levels."""
    by_group: dict[tuple[str, str], list[Point]] = {}
    for point in found.courses:
        by_group.setdefault((point.metric, point.group), []).append(point)
    for metric in ranked(found)[:COURSES]:
        factor, groups = _groups(found, namer, metric)
        shown = {name: by_group.get((metric, group), []) for name, group in groups.items()}
        note = f"By {namer.factor(factor.name)}." if factor else ""
        yield _figure(
            measure_label(metric).capitalize(),
            meaning(metric),
            f"course-{metric}",
            charts.fans(world, turns, shown, whole=".." not in MEASURES[metric].unit),
            note,
        )


def _groups(found: Analysis, namer: Namer, metric: str) -> tuple[Varied | None, Mapping[str, str]]:
    """Groups of runs that a chart of a measure tells apart, by the name they bear in it."""
    runs, known = found.runs, {point.group for point in found.courses}
    treatments = [treatment_name(runs.factors, k) for k in range(runs.size[0])]
    if found.method == "full" and 1 < len(treatments) <= _GROUPS and len(runs.factors) > 1:
        short = [
            ", ".join(namer.state(f.name, f.levels[int(f.codes[k])]) for f in runs.factors)
            for k in range(runs.size[0])
        ]
        if set(treatments) <= known and max(map(len, short)) <= 18:
            return None, dict(zip(short, treatments, strict=True))
    factor = _leading(found, metric)
    if factor is None:
        return None, {ALL: ALL}
    names = {
        namer.level(factor.name, level): level_name(factor, code)
        for code, level in enumerate(factor.levels)
    }
    return factor, names


def _leading(found: Analysis, metric: str) -> Varied | None:
    """The factor with the largest effect on a measure, if it has few levels."""
    few = {f.name: f for f in found.runs.factors if len(f.levels) <= _GROUPS}
    if found.method != "full" or not few:
        return None
    size = dict.fromkeys(few, 0.0)
    for effect in found.effects:
        if effect.metric == metric and effect.factor in size:
            size[effect.factor] = max(size[effect.factor], abs(effect.deviations))
    return few[max(size, key=lambda name: size[name])]


def levels(found: Analysis, namer: Namer) -> Iterator[dict[str, str]]:
    """Outcomes at the levels of a factor, for the strongest effects."""
    seen: dict[tuple[str, str], Effect] = {}
    for effect in strongest(found, len(found.effects)):
        seen.setdefault((effect.metric, effect.factor), effect)
    for effect in list(seen.values())[:FIGURES]:
        bars = [
            Bar(namer.level(row.factor, row.level), row.mean, row.low, row.high)
            for row in found.levels
            if (row.metric, row.over, row.factor) == (effect.metric, effect.over, effect.factor)
        ]
        yield _figure(
            outcome(effect.metric, effect.over).capitalize(),
            f"By {namer.factor(effect.factor)}",
            f"level-{effect.metric}-{effect.factor}",
            charts.rows(bars, dots=True, zero=False),
        )


def heats(found: Analysis, namer: Namer) -> Iterator[dict[str, str]]:
    """Means by two factors, for the strongest interactions that are more than luck."""
    for item in pairs(found)[:3]:
        rows = [
            cell
            for cell in found.cells
            if (cell.metric, cell.over, cell.factor, cell.other)
            == (item.metric, item.over, item.factor, item.other)
        ]
        across = list(dict.fromkeys(cell.other_level for cell in rows))
        down = list(dict.fromkeys(cell.level for cell in rows))
        by_levels = {(cell.level, cell.other_level): cell.mean for cell in rows}
        means = [[by_levels[one, two] for two in across] for one in down]
        yield _figure(
            outcome(item.metric, item.over).capitalize(),
            f"Down: {namer.factor(item.factor)}. Across: {namer.factor(item.other)}.",
            f"heat-{item.metric}-{item.factor}-{item.other}",
            charts.heat(
                [namer.level(item.other, level) for level in across],
                [namer.level(item.factor, level) for level in down],
                means,
            ),
        )


def pairs(found: Analysis) -> list[Interaction]:
    """The strongest interactions that are more than luck, one for each measure and two factors."""
    return [
        item
        for item in strongest_pairs(found.interactions)
        if item.rate < FALSE and abs(item.deviations) >= _NEGLIGIBLE
    ]


def index_figures(found: Analysis) -> Iterator[dict[str, str]]:
    """Indices of the measures that answer most to the factors, at the end."""
    names = {"sobol": ("S1", "ST"), "fast": ("S1", "ST"), "morris": ("mu_star", "sigma")}
    first, second = names.get(found.method, ("SRC", ""))
    by_metric: dict[str, list[Index]] = {}
    for index in found.indices:
        if index.over == "end":
            by_metric.setdefault(index.metric, []).append(index)
    shown = [
        metric
        for metric in ranked(found)
        if any(index.name == first for index in by_metric.get(metric, ()))
    ]
    for metric in shown[:FIGURES]:
        scale = sample_of(found.plan).step if found.method == "morris" else 1.0
        bars = _bars(by_metric[metric], first, second, scale)
        fit = next((i.value for i in by_metric[metric] if i.name == "R2"), math.nan)
        note = f"Straight lines explain {share(100 * fit, 0)} % of the variance of the points."
        yield _figure(
            outcome(metric, "end").capitalize(),
            meaning(metric),
            f"index-{metric}",
            charts.rows(bars, dots=False, zero=True, pair=second == "ST"),
            note if found.method != "morris" else "",
        )


def _bars(indices: Sequence[Index], first: str, second: str, scale: float) -> list[Bar]:
    marks = {index.factor: index for index in indices if index.name == second}
    out = []
    for index in indices:
        if index.name == first:
            name = f"{index.factor} {index.other}".strip()
            value, reach = scale * index.value, scale * index.reach
            mark = marks.get(index.factor)
            other, wide = (scale * mark.value, scale * mark.reach) if mark else (math.nan, math.nan)
            bar = Bar(name, value, value - reach, value + reach, other, other - wide, other + wide)
            out.append(bar)
    return sorted(out, key=lambda bar: -abs(bar.value))


def response_figures(found: Analysis, namer: Namer) -> Iterator[dict[str, str]]:
    """Courses over the range of a factor, where it matters most."""
    size = {(e.metric, e.over, e.factor): abs(e.deviations) for e in found.effects}
    order = {metric: place for place, metric in enumerate(ranked(found))}
    keys = sorted(
        {(r.metric, r.over, r.factor) for r in found.responses if r.metric in order},
        key=lambda key: (-round(size.get(key, 0.0), 6), order[key[0]], key[1], key[2]),
    )
    spans = {factor.name: factor.bounds for factor in found.runs.factors}
    kept: dict[tuple[str, str], tuple[str, str, str]] = {}
    for key in keys:
        kept.setdefault((key[0], key[2]), key)
    for metric, over, factor in list(kept.values())[:FIGURES]:
        rows = [
            r for r in found.responses if (r.metric, r.over, r.factor) == (metric, over, factor)
        ]
        name, unit = namer.factor(factor), namer.unit(factor)
        sub = f"Over {name}" + (f" ({unit})" if unit else "")
        if factor.startswith("off."):
            bars = [
                Bar(namer.level(factor, bool(r.low)), r.mean, r.mean - r.spread, r.mean + r.spread)
                for r in rows
            ]
            figure = charts.rows(bars, dots=True, zero=False)
        else:
            at = [(row.low + row.high) / 2 for row in rows]
            span = spans.get(factor) or (at[0], at[-1])
            figure = charts.course(at, [r.mean for r in rows], [r.spread for r in rows], span)
        title = outcome(metric, over).capitalize()
        yield _figure(title, sub, f"response-{metric}-{factor}", figure)


def _figure(title: str, sub: str, name: str, figure: Figure, caption: str = "") -> dict[str, str]:
    alt = f"Chart: {title}. {sub}"
    safe = name.replace(".", "-").replace("_", "-")
    return {"title": title, "sub": sub, "svg": svg(figure, safe, alt), "caption": caption}
