"""The charts of a report: lines that bear their own names, few ticks, no boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

from ui.present.numbers import share
from ui.present.palette import MUTED, RULE, SERIES
from ui.report.figures import canvas, panel, style
from ui.report.labels import spread, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.world import World

WIDTH, HEIGHT = 450.0, 250.0
_TYPE = 13.0
_GAP = 16.0


@dataclass(frozen=True, slots=True)
class Line:
    """A series and how it is drawn; values are nan where there is nothing."""

    name: str
    values: Sequence[float]
    colour: str
    dashed: bool = False
    whole: bool = False
    """Whether the label's figure is a count."""

    @property
    def label(self) -> str:
        """Name and last value."""
        last = self.last
        if last is None:
            return self.name
        return f"{self.name} {last[1]:.0f}" if self.whole else f"{self.name} {share(last[1])}"

    @property
    def last(self) -> tuple[int, float] | None:
        """Turn and value of the last point, None for a series without any."""
        known = [(turn, v) for turn, v in enumerate(self.values) if isfinite(v)]
        return known[-1] if known else None


def lines(
    world: World,
    turns: int,
    series: Sequence[Line],
    *,
    unit: str = "0..1",
    steps: bool = False,
    between: bool = False,
) -> Figure:
    """Series over time with their names at their ends.

    ``steps`` draws counts as they jump; ``between`` shades what lies between the first two.
    """
    shown = [line for line in series if line.last is not None]
    with style():
        figure = canvas(WIDTH, HEIGHT)
        room = max((text_width(line.label, _TYPE, "semibold") for line in shown), default=0) + 14
        left, bottom, top = 36.0, 29.0, 12.0
        axes = panel(figure, left, bottom, WIDTH - left - room, HEIGHT - bottom - top)
        for line in shown:
            axes.plot(
                range(len(line.values)),
                line.values,
                color=line.colour,
                linewidth=2.2,
                linestyle=(0, (4, 2.4)) if line.dashed else "-",
                drawstyle="steps-post" if steps else "default",
                marker="o" if turns == 1 else None,
                solid_capstyle="round",
                clip_on=False,
            )
        if between and len(shown) > 1:
            axes.fill_between(
                range(turns), shown[0].values, shown[1].values, color=shown[0].colour, alpha=0.14
            )
        ticks = _scale(shown, unit)
        axes.set(xlim=(0, max(turns - 1, 1)), ylim=(ticks[0], ticks[-1]))
        _dress(axes, world, turns, ticks)
        _end_labels(axes, shown, turns, (ticks[0], ticks[-1]), HEIGHT - bottom - top)
    return figure


def _end_labels(
    axes: Axes, shown: Sequence[Line], turns: int, scale: tuple[float, float], height: float
) -> None:
    """Names at the right, moved apart where lines end close together."""
    per_unit = height / (scale[1] - scale[0])
    wanted = [(line.last[1] - scale[0]) * per_unit if line.last else 0.0 for line in shown]
    for line, at in zip(shown, spread(wanted, _GAP, 5.0, height - 4.0), strict=True):
        axes.annotate(
            line.label,
            (max(turns - 1, 1), scale[0] + at / per_unit),
            xytext=(9, 0),
            textcoords="offset points",
            color=line.colour,
            fontsize=_TYPE,
            fontweight="semibold",
            va="center_baseline",
            annotation_clip=False,
        )


def _scale(shown: Sequence[Line], unit: str) -> list[float]:
    """Ticks that hold all values: shares in fifths or tenths, counts in round steps."""
    values = [v for line in shown for v in line.values if isfinite(v)]
    high = max(values, default=0.0)
    if unit == "0..1":
        step = 0.2 if high > 0.5 else 0.1 if high > 0.2 else 0.05
        return [step * k for k in range(max(ceil(high / step - 1e-9), 1) + 1)]
    step = _round_step(high)
    return [step * k for k in range(max(ceil(high / step), 1) + 1)]


def _round_step(high: float) -> float:
    """1, 2, 5, 10, 20, 50 ... so that at most five steps reach ``high``."""
    size = 1.0
    while True:
        for part in (1.0, 2.0, 5.0):
            if part * size * 5 >= high:
                return part * size
        size *= 10.0


def _dress(axes: Axes, world: World, turns: int, ticks: Sequence[float]) -> None:
    """Thin lines across, years below, nothing else."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    whole = all(float(tick).is_integer() for tick in ticks)
    decimals = 0 if whole else 2 if ticks[1] < 0.1 else 1
    axes.set_yticks(ticks, [f"{tick:.{decimals}f}" for tick in ticks])
    years = year_ticks(world, turns)
    axes.set_xticks(list(years), list(years.values()))
    axes.tick_params(length=0, labelsize=12, labelcolor=MUTED, pad=6)
    axes.tick_params(axis="x", pad=9)
    axes.grid(axis="y", color=RULE, linewidth=0.8)
    axes.set_axisbelow(True)


def year_ticks(world: World, turns: int, most: int = 6) -> dict[int, str]:
    """Turns in which a year begins, thinned to a few, with the year; the first turn if none."""
    years = [world.date(turn)[0] for turn in range(turns)]
    begins = {t: str(years[t]) for t in range(turns) if t and years[t] != years[t - 1]}
    if not turns or world.start[1] == 1 or not begins:
        begins = {0: world.label(0).split()[0] if begins or turns > 1 else world.label(0), **begins}
    every = -(-len(begins) // most)
    kept = {t: year for k, (t, year) in enumerate(sorted(begins.items())) if k % every == 0}
    return {t: year for t, year in kept.items() if turns < 8 or t <= turns - 1}


def bars(world: World, turns: int, series: Sequence[Line]) -> Figure:
    """Counts per turn, stacked, each kind named above in its colour with its total."""
    with style():
        figure = canvas(WIDTH, HEIGHT)
        left, bottom, top = 36.0, 29.0, 34.0
        axes = panel(figure, left, bottom, WIDTH - left - 4, HEIGHT - bottom - top)
        base = [0.0] * turns
        for line in series:
            axes.bar(range(turns), line.values, bottom=base, width=0.78, color=line.colour)
            base = [low + value for low, value in zip(base, line.values, strict=True)]
        step = _round_step(max(base, default=0.0))
        ticks = [step * t for t in range(max(ceil(max(base, default=0.0) / step), 1) + 1)]
        axes.set(xlim=(-0.6, max(turns, 1) - 0.4), ylim=(0, ticks[-1]))
        _dress(axes, world, turns, ticks)
        x = left
        for line in series:
            text = f"{line.name} {sum(line.values):.0f}"
            figure.text(
                x / WIDTH,
                1 - 16 / HEIGHT,
                text,
                color=line.colour,
                fontsize=_TYPE,
                fontweight="semibold",
            )
            x += text_width(text, _TYPE, "semibold") + 18
    return figure


def block_lines(values: Mapping[str, Sequence[float]], sponsor: str) -> list[Line]:
    """The three blocks of pairs as lines, in words."""
    names = {
        "sponsor": f"within {sponsor}",
        "between": f"{sponsor}–partner",
        "partners": "among partners",
    }
    return [Line(names[key], values.get(key, ()), SERIES[key]) for key in names]
