"""Line charts: rounded steps on the axis, bands, names at the ends that make way for each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pygame

from ui.desktop.kit import painter
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Kit, Tip
from ui.desktop.kit.theme import SMALL, Colour
from ui.desktop.kit.type import MEDIUM, REGULAR
from ui.desktop.kit.widgets import ink_of


@dataclass(frozen=True)
class Series:
    """A line: its name, its points (``None`` where there is none), its colour, a band around it."""

    name: str
    points: tuple[float | None, ...]
    ink: str = "cyan"
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def steps(low: float, high: float, most: int = 6, *, least: float = 0.0) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten apart) that span a range, at most ``most``.

    They are ``least`` apart or more.
    """
    span = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / most))
    for unit in (1, 2, 5, 10, 20, 50, 100):
        step = unit * power
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first + 1 <= most and step >= least:
            break
    return [round(k * step, 10) for k in range(first, max(last, first + 1) + 1)]


def written(ticks: Sequence[float]) -> list[str]:
    """The numbers with as many decimals as their step needs."""
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    digits = max(-math.floor(math.log10(step) + 1e-9), 0)
    return [f"{tick:,.{digits}f}".replace("-", "−") for tick in ticks]


def dodged(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Heights at least ``gap`` apart, in the same order, as near as may be to those wanted."""
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    groups: list[tuple[float, list[int]]] = []  # middle, members
    for k in order:
        groups.append((wanted[k], [k]))
        while len(groups) > 1:
            (one, first), (two, second) = groups[-2:]
            if two - one >= gap * (len(first) + len(second)) / 2:
                break
            size = len(first) + len(second)
            middle = (one * len(first) + two * len(second)) / size
            groups[-2:] = [(middle, first + second)]
        middle, members = groups[-1]
        reach = gap * (len(members) - 1) / 2
        groups[-1] = min(max(middle, low + reach), high - reach), members
    out = [0.0] * len(wanted)
    for middle, members in groups:
        for place, k in enumerate(members):
            out[k] = middle + gap * (place - (len(members) - 1) / 2)
    return out


@dataclass
class Column(Box):
    """One place of the axis below, which tells the values there."""


@dataclass
class LineChart(Box):
    """Lines over a row of labels, with the names of the lines at their right ends."""

    series: tuple[Series, ...] = ()
    labels: tuple[str, ...] = ()  # of the places along the axis below
    span: tuple[float, float] | None = None  # of the axis at the left; else what the lines need
    marks: tuple[tuple[int, str], ...] = ()  # broken lines across: place, words
    chosen: int | None = None  # a place that is pointed out
    plot: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    columns: list[Box] = field(default_factory=list)
    high: float | None = 160

    def children(self) -> Sequence[Box]:
        """The places of the axis, each with its tip."""
        return self.columns

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as there is room."""
        return room, kit.px(self.high or 0)

    @property
    def ticks(self) -> list[float]:
        """Numbers at the left."""
        if self.span is not None:
            return steps(*self.span)
        found = [v for one in self.series for v in (*one.points, *one.low, *one.high)]
        known = [v for v in found if v is not None]
        low, high = min(known, default=0.0), max(known, default=1.0)
        low = 0.0 if 0.0 <= low < 0.7 * high else low
        counted = all(float(v).is_integer() for v in known)
        return steps(low, high if high > low else low + 1.0, least=1.0 if counted else 0.0)

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Room at the left for numbers, at the right for names, below for the axis."""
        self.rect = rect
        size = kit.px(SMALL)
        left = max(lettering.width(t, size, REGULAR) for t in written(self.ticks)) + kit.px(8)
        names = [lettering.width(one.name, size, MEDIUM) for one in self.series]
        right = min(max(names, default=0), rect.width // 3) + kit.px(10)
        line = lettering.line_height(size)
        self.plot = pygame.Rect(
            rect.left + left,
            rect.top + line // 2 + kit.px(2),
            max(rect.width - left - right, kit.px(20)),
            max(rect.height - 2 * line - kit.px(6), kit.px(20)),
        )
        self.columns = [self._column(kit, k) for k in range(len(self.labels))]

    def _column(self, kit: Kit, k: int) -> Box:
        step = self.plot.width / max(len(self.labels) - 1, 1)
        x = round(self._x(k) - step / 2)
        told = "\n".join(
            f"{one.name}: {_number(v)}"
            for one in self.series
            if k < len(one.points) and (v := one.points[k]) is not None
        )
        marked = "\n".join(words for place, words in self.marks if place == k)
        box = Column(tip=Tip(title=self.labels[k], text=told, foot=marked))
        area = pygame.Rect(x, self.plot.top, max(round(step), 1), self.plot.height)
        box.place(kit, area.clip(self.plot))
        return box

    def _x(self, k: float) -> float:
        return self.plot.left + self.plot.width * k / max(len(self.labels) - 1, 1)

    def _y(self, v: float) -> float:
        ticks = self.ticks
        return self.plot.bottom - self.plot.height * (v - ticks[0]) / (ticks[-1] - ticks[0])

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """Axis, marks, bands, lines, names."""
        self._axes(kit, target)
        for place, _ in self.marks:
            x = self._x(place)
            painter.dashed(target, (x, self.plot.top), (x, self.plot.bottom), kit.theme.muted, 4, 4)
        for one in self.series:
            if one.low:
                self._band(kit, target, one)
        for one in self.series:
            self._line(kit, target, one)
        if self.chosen is not None and self.chosen < len(self.labels):
            x = round(self._x(self.chosen))
            target.fill(kit.theme.accent, (x, self.plot.top, kit.px(1), self.plot.height))
        self._names(kit, target)

    def _axes(self, kit: Kit, target: pygame.Surface) -> None:
        size, theme = kit.px(SMALL), kit.theme
        line = lettering.line_height(size)
        ticks = self.ticks
        for tick, words in zip(ticks, written(ticks), strict=True):
            y = round(self._y(tick))
            target.fill(theme.rule, (self.plot.left, y, self.plot.width, 1))
            x = self.plot.left - kit.px(6) - lettering.width(words, size, REGULAR)
            painter.text(target, (x, y - line // 2), words, size, theme.muted)
        if not self.labels:
            return
        widest = max(lettering.width(label, size, REGULAR) for label in self.labels) + kit.px(14)
        fit = max(self.plot.width // widest, 1)
        every = max(math.ceil(len(self.labels) / fit), 1)
        every = next((n for n in (1, 2, 4, 8, 12, 20, 40) if n >= every), every)
        free = self.rect.left
        for k in range(0, len(self.labels), every):
            words = self.labels[k]
            wide = lettering.width(words, size, REGULAR)
            x = round(self._x(k) - wide / 2)
            x = min(max(x, self.rect.left), self.rect.right - wide)
            if x >= free:
                painter.text(target, (x, self.plot.bottom + kit.px(4)), words, size, theme.muted)
                free = x + wide + kit.px(8)

    def _runs(self, one: Series) -> list[list[tuple[float, float]]]:
        """The points of a line in pieces without a gap."""
        runs: list[list[tuple[float, float]]] = [[]]
        for k, v in enumerate(one.points):
            if v is None:
                runs.append([])
            else:
                runs[-1].append((self._x(k), self._y(v)))
        return [run for run in runs if run]

    def _line(self, kit: Kit, target: pygame.Surface, one: Series) -> None:
        ink = ink_of(kit.theme, one.ink)
        for run in self._runs(one):
            stroke(target, run, ink, max(round(2 * kit.scale), 1))
            painter.dot(target, run[-1], kit.px(2.5), ink)

    def _band(self, kit: Kit, target: pygame.Surface, one: Series) -> None:
        top = [(self._x(k), self._y(v)) for k, v in enumerate(one.high)]
        bottom = [(self._x(k), self._y(v)) for k, v in enumerate(one.low)]
        sheet = pygame.Surface(self.plot.size, pygame.SRCALPHA)
        corners = [(x - self.plot.left, y - self.plot.top) for x, y in (*top, *reversed(bottom))]
        if len(corners) > 2:
            pygame.draw.polygon(sheet, (*ink_of(kit.theme, one.ink), 46), corners)
        target.blit(sheet, self.plot)

    def _names(self, kit: Kit, target: pygame.Surface) -> None:
        size = kit.px(SMALL)
        line = lettering.line_height(size)
        named = [one for one in self.series if self._runs(one)]
        wanted = [self._runs(one)[-1][-1][1] for one in named]
        low, high = self.plot.top, self.plot.bottom
        for one, (y, end) in zip(
            named, zip(dodged(wanted, line, low, high), wanted, strict=True), strict=True
        ):
            ink = ink_of(kit.theme, one.ink)
            x = self._runs(one)[-1][-1][0]
            at = self.plot.right + kit.px(8)
            if abs(y - end) > line / 2:
                painter.polyline(target, [(x + kit.px(3), end), (at - kit.px(2), y)], ink, 1)
            room = self.rect.right - at
            words = shortened(one.name, size, MEDIUM, room)
            painter.text(target, (at, round(y) - line // 2), words, size, ink, MEDIUM)


def stroke(
    target: pygame.Surface, points: Sequence[tuple[float, float]], ink: Colour, thick: int
) -> None:
    """A smooth line of even thickness through points."""
    for one, two in pairwise(points):
        pygame.draw.aaline(target, ink, one, two, thick)
    for at in points[1:-1] if thick > 2 else ():
        painter.dot(target, at, thick / 2, ink)


def shortened(words: str, size: int, weight: int, room: int) -> str:
    """The words, cut at a blank and ended with an ellipsis where they are too long."""
    if lettering.width(words, size, weight) <= room:
        return words
    while words and lettering.width(f"{words}…", size, weight) > room:
        words = words[:-1].rstrip()
    return f"{words}…"


def _number(v: float) -> str:
    return f"{v:,.2f}" if abs(v) < 100 else f"{v:,.0f}"


__all__ = ["LineChart", "Series", "dodged", "shortened", "steps", "stroke", "written"]
