"""Small charts of an experiment: fans over time, levels, indices, courses, tables of means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from ui.present.numbers import share
from ui.present.palette import GROUPS, INK, MUTED, RAMP, RULE
from ui.report.charts import year_ticks
from ui.report.experiment_words import digits
from ui.report.figures import canvas, panel, style
from ui.report.labels import spread, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scenarios.experiments.analysis.series import Point
    from sim.world import World

WIDTH, HEIGHT = 352.0, 206.0
_TYPE = 12.5
_SLIGHT = 0.15
_DASHES: tuple[Any, ...] = ("-", "-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (7, 2, 1.5, 2)), "-")


@dataclass(frozen=True)
class Bar:
    """A row of a chart: a value with its interval, and a second mark beside it."""

    name: str
    value: float
    low: float
    high: float
    mark: float = float("nan")
    mark_low: float = float("nan")
    mark_high: float = float("nan")


def fans(
    world: World | None, turns: int, groups: Mapping[str, Sequence[Point]], *, whole: bool = False
) -> Figure:
    """Means over time with the middle half of the runs, and nine in ten if there is one group.

    Time is in years of the world, without one in turns; ``whole`` measures count things.
    """
    with style():
        figure = canvas(WIDTH, HEIGHT)
        names = {name: name for name in groups} if len(groups) > 1 else {}
        room = max((text_width(name, _TYPE, "semibold") for name in names), default=0.0)
        left, bottom, right, top = 44.0, 28.0, (room + 14.0 if names else 8.0), 8.0
        axes = panel(figure, left, bottom, WIDTH - left - right, HEIGHT - bottom - top)
        for place, course in enumerate(groups.values()):
            _fan(axes, course, place, whole=len(groups) == 1)
        every = [point for course in groups.values() for point in course]
        edges = ("q05", "q95") if len(groups) == 1 else ("q25", "q75")
        values = [getattr(point, edge) for point in every for edge in (*edges, "mean")]
        scale = _vertical(axes, values, whole=whole)
        axes.set_xlim(1, max(turns, 2))
        _time(axes, world, turns)
        if names:
            _names(axes, groups, scale, turns, HEIGHT - bottom - top)
    return figure


def _fan(axes: Axes, course: Sequence[Point], place: int, *, whole: bool) -> None:
    colour = GROUPS[place % len(GROUPS)]
    at = [point.turn for point in course]
    if whole:
        axes.fill_between(
            at, [p.q05 for p in course], [p.q95 for p in course], color=colour, alpha=0.14, lw=0
        )
    axes.fill_between(
        at,
        [p.q25 for p in course],
        [p.q75 for p in course],
        color=colour,
        alpha=0.26 if whole else 0.13,
        lw=0,
    )
    axes.plot(
        at,
        [p.mean for p in course],
        color=colour,
        linewidth=2.2,
        linestyle=_DASHES[place % len(_DASHES)],
        marker="o" if len(course) == 1 else None,
        solid_capstyle="round",
        clip_on=False,
    )


def _names(
    axes: Axes,
    groups: Mapping[str, Sequence[Point]],
    scale: tuple[float, float],
    turns: int,
    height: float,
) -> None:
    """Names of the groups at the ends of their lines."""
    per_unit = height / (scale[1] - scale[0])
    shown = [
        (k, name, course[-1].mean) for k, (name, course) in enumerate(groups.items()) if course
    ]
    wanted = [(value - scale[0]) * per_unit for *_, value in shown]
    for (k, name, _), at in zip(shown, spread(wanted, 16.0, 5.0, height - 4.0), strict=True):
        axes.annotate(
            name,
            (max(turns, 2), scale[0] + at / per_unit),
            xytext=(8, 0),
            textcoords="offset points",
            color=GROUPS[k % len(GROUPS)],
            fontsize=_TYPE,
            fontweight="semibold",
            va="center_baseline",
            annotation_clip=False,
        )


def _time(axes: Axes, world: World | None, turns: int) -> None:
    if world is None:
        step = max(1, -(-turns // 6))
        ticks = {turn: str(turn + 1) for turn in range(0, turns, step)}
    else:
        ticks = year_ticks(world, turns, most=5)
    axes.set_xticks([turn + 1 for turn in ticks], list(ticks.values()))


def _vertical(axes: Axes, values: Sequence[float], *, whole: bool = False) -> tuple[float, float]:
    """A scale that holds all values, from zero if that is near; ticks as numbers read here."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if 0.0 <= low <= 0.4 * high:
        low = 0.0
    low, high = _ticks(axes.yaxis, low, high, whole=whole)
    axes.set_ylim(low, high)
    axes.grid(axis="y", color=RULE, linewidth=0.8)
    _bare(axes)
    return low, high


def _ticks(
    axis: Any,  # noqa: ANN401
    low: float,
    high: float,
    *,
    whole: bool = False,
) -> tuple[float, float]:
    """Round ticks that enclose a range, with as many decimals as their step needs."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    if high - low <= 1e-9 * max(abs(high), abs(low), 1e-9):
        high, low = high + (abs(high) * 0.1 or 1.0), low - (abs(low) * 0.1 if low else 0.0)
    whole = whole and high - low > 1.0
    ticks = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=whole).tick_values(low, high)
    ticks = [float(tick) for tick in ticks]
    step = ticks[1] - ticks[0]
    decimals = next((d for d in range(7) if abs(round(step, d) - step) < 1e-9 * step), 7)
    axis.set_ticks(ticks, [share(tick, decimals) for tick in ticks])
    return ticks[0], ticks[-1]


def _bare(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelsize=11.5, labelcolor=MUTED, pad=6)
    axes.set_axisbelow(True)


def rows(bars: Sequence[Bar], *, dots: bool, zero: bool, pair: bool = False) -> Figure:
    """Values in rows with their intervals: as dots, or as bars from zero.

    ``pair`` draws ``mark`` as a second, lighter bar under the first, and both as shares of 1; else
    it is a diamond.
    """
    with style():
        pitch = 34.0 if pair else 27.0
        room = min(max(text_width(bar.name, _TYPE) for bar in bars) + 15, 170.0)
        bottom, top, right = 26.0, 4.0, 20.0
        height = bottom + top + pitch * len(bars)
        figure = canvas(WIDTH, height)
        axes = panel(figure, room, bottom, WIDTH - room - right, height - bottom - top)
        ends = [v for b in bars for v in (b.value, b.low, b.high, b.mark, b.mark_low, b.mark_high)]
        ends = [value for value in ends if isfinite(value)]
        low, high = min(ends, default=0.0), max(ends, default=1.0)
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
        else:
            margin = 0.06 * (high - low)
            low, high = (max(low - margin, 0.0) if low >= 0.0 else low - margin), high + margin
        if pair:  # shares: all of it in view, a little below nothing not worth the room
            low, high = (low if low < -_SLIGHT else 0.0), max(high, 1.0)
        axes.set_xlim(*_ticks(axes.xaxis, low, high))
        for k, bar in enumerate(bars):
            _row(axes, k, bar, dots=dots, pair=pair)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_yticks(range(len(bars)), [bar.name for bar in bars])
        axes.grid(axis="x", color=RULE, linewidth=0.8)
        _bare(axes)
        axes.tick_params(axis="y", labelsize=_TYPE, labelcolor=INK, pad=9)
        if zero:
            axes.axvline(0, color=MUTED, linewidth=1)
    return figure


def _row(axes: Axes, k: int, bar: Bar, *, dots: bool, pair: bool) -> None:
    first, second = (k - 0.19, k + 0.19) if pair else (float(k), float(k))
    if dots:
        axes.plot([bar.low, bar.high], [k, k], color=GROUPS[0], linewidth=2.4, clip_on=False)
        axes.plot([bar.value], [k], marker="o", markersize=8, color=GROUPS[0], clip_on=False)
        return
    thick = 0.34 if pair else 0.52
    axes.barh([first], [bar.value], height=thick, color=GROUPS[0])
    axes.plot([bar.low, bar.high], [first, first], color=INK, linewidth=1.4)
    if pair:
        axes.barh([second], [bar.mark], height=thick, color="#a9bfdf")
        axes.plot([bar.mark_low, bar.mark_high], [second, second], color=INK, linewidth=1.4)
    elif isfinite(bar.mark):
        axes.plot(
            [bar.mark], [k], marker="D", markersize=7, color=GROUPS[1], markeredgecolor="white"
        )


def course(
    at: Sequence[float],
    means: Sequence[float],
    spreads: Sequence[float],
    span: tuple[float, float],
) -> Figure:
    """The mean outcome over the range of a factor, with one standard deviation of the points."""
    with style():
        figure = canvas(WIDTH, HEIGHT)
        axes = panel(figure, 44.0, 28.0, WIDTH - 44.0 - 14.0, HEIGHT - 36.0)
        low = [mean - part for mean, part in zip(means, spreads, strict=True)]
        high = [mean + part for mean, part in zip(means, spreads, strict=True)]
        axes.fill_between(at, low, high, color=GROUPS[0], alpha=0.16, lw=0)
        axes.plot(
            at, means, color=GROUPS[0], linewidth=2.2, marker="o", markersize=5, clip_on=False
        )
        _vertical(axes, [*low, *high])
        margin = 0.03 * (span[1] - span[0])
        _ticks(axes.xaxis, *span)
        axes.set_xlim(span[0] - margin, span[1] + margin)
    return figure


def heat(across: Sequence[str], down: Sequence[str], means: Sequence[Sequence[float]]) -> Figure:
    """Means as cells, one column for each level of a factor and one row for each of another."""
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415

    with style():
        room = min(max(text_width(name, _TYPE) for name in down) + 12, 150.0)
        height = 34.0 + 40.0 * len(down)
        figure = canvas(WIDTH, height)
        axes = panel(figure, room, 30.0, WIDTH - room - 4.0, height - 34.0)
        known = [value for row in means for value in row if isfinite(value)]
        low, high = min(known, default=0.0), max(known, default=1.0)
        colours = LinearSegmentedColormap.from_list("ramp", RAMP)
        decimals = max(digits((high - low) or high), 0)
        for i, row in enumerate(means):
            for j, value in enumerate(row):
                part = (value - low) / (high - low) if high > low else 0.0
                fill = colours(part) if isfinite(value) else "#ffffff"
                axes.barh([i], [0.96], left=j - 0.48, height=0.92, color=fill, edgecolor=RULE)
                axes.text(
                    j,
                    i,
                    share(value, decimals),
                    ha="center",
                    va="center_baseline",
                    fontsize=13,
                    fontweight="semibold",
                    color="white" if part > 0.55 else INK,
                )
        axes.set(xlim=(-0.5, len(across) - 0.5), ylim=(len(down) - 0.5, -0.5))
        axes.set_xticks(range(len(across)), across)
        axes.set_yticks(range(len(down)), down)
        _bare(axes)
        axes.tick_params(labelsize=_TYPE, labelcolor=INK)
    return figure
