"""The map of a game: where each nation stands, and the network of bilateral agreements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ui.present import palette
from ui.present.atlas import Point
from ui.present.words import STANDING_WORDS, short_name
from ui.report.figures import canvas, panel, style
from ui.report.ground import MARGIN, Ground, Scene, land_path, thinned
from ui.report.labels import Placed, Wanted, place, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from ui.present.standing import Standing

WIDTH = 1200.0
HEAD = 58.0
FOOT = 62.0
_TYPE = 11.0
_FEW_TIES = 100.0
"""Ties of a map that can be drawn at full strength."""


def draw_map(scene: Scene, *, headed: bool, height: float = 750.0) -> Figure:
    """The picture, 1200 units wide.

    ``headed`` adds title and subtitle above the map, and halos of the names as part of the
    picture; a page lays them round the names itself (groups whose id begins with ``name-``).
    """
    with style():
        figure = canvas(WIDTH, height)
        top = HEAD if headed else 0.0
        axes = panel(figure, 0, FOOT, WIDTH, height - FOOT - top)
        ground = Ground(scene, WIDTH, height - FOOT - top)
        axes.set(xlim=(0, ground.width), ylim=(0, ground.height), xticks=[], yticks=[])
        axes.set_facecolor(palette.SEA if ground.atlas else "#fbfaf6")
        for spine in axes.spines.values():
            spine.set_visible(False)
        draw_land(axes, ground)
        draw_ties(axes, ground)
        _places(axes, ground, halo=headed)
        _legend(figure, scene, ground)
        if headed:
            line = height - HEAD / 2
            _write(figure, MARGIN, line + 10, scene.title, size=19, weight="bold")
            _write(figure, MARGIN, line - 14, scene.subtitle, size=12, color=palette.MUTED)
    return figure


def draw_land(axes: Axes, ground: Ground) -> None:
    """The land of all nations, coloured by where they stand."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415

    if not ground.atlas:
        return
    kinds = {s.iso: s for s in ground.scene.standings}
    owners = ground.atlas.owners(ground.scene.date)
    for code, shape in ground.atlas.shapes.items():
        standing = kinds.get(owners.get(code, ""))
        kind = standing.kind if standing else "absent"
        path = land_path([thinned([ground.at(p) for p in ring]) for ring in shape.rings], ground)
        if path is None:
            continue
        patch = PathPatch(
            path,
            facecolor=palette.STANDING[kind],
            edgecolor="white",
            linewidth=0.8,
            hatch=palette.HATCH.get(kind),
            gid=f"land-{code}",
        )
        patch.set_joinstyle("round")
        axes.add_patch(patch)


def draw_ties(axes: Axes, ground: Ground) -> None:
    """Bilateral agreements as bent lines, the heavier the more there are between two nations."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3]
    dim = min(2.0, (_FEW_TIES / max(len(ground.scene.ties), 1)) ** 0.5)  # the more, the fainter
    for i, j, number in sorted(ground.scene.ties, key=lambda tie: tie[2]):
        (x0, y0), (x1, y1) = ground.seats[i], ground.seats[j]
        bend = 0.11 if (i + j) % 2 else -0.11
        knee = ((x0 + x1) / 2 - (y1 - y0) * bend, (y0 + y1) / 2 + (x1 - x0) * bend)
        axes.add_patch(
            PathPatch(
                Path([(x0, y0), knee, (x1, y1)], codes),
                facecolor="none",
                edgecolor=palette.INK,
                alpha=min((0.12 + 0.1 * number) * dim, 0.5),
                linewidth=(0.5 + 0.4 * min(number, 5)) * (0.5 + 0.5 * dim),
                capstyle="round",
            )
        )


def _places(axes: Axes, ground: Ground, *, halo: bool) -> None:
    """A dot for each nation and its name."""
    present = [(i, s) for i, s in enumerate(ground.scene.standings) if s.kind != "absent"]
    for i, standing in present:
        x, y = ground.seats[i]
        big = ground.atlas is None
        axes.plot(
            [x],
            [y],
            marker="o",
            markersize=15 if big else 3.6 if i not in ground.away else 9,
            markerfacecolor=palette.STANDING[standing.kind]
            if big or i in ground.away
            else palette.INK,
            markeredgecolor="white" if not big else palette.INK,
            markeredgewidth=0.8,
            linestyle="none",
        )
    field = (4.0, 4.0, ground.width - 4, ground.height - 4)
    taken = [
        (x - 12, y - 11, x + 16 + text_width(short_name(s.name), _TYPE, "medium"), y + 11)
        for i, s in present
        if i in ground.away
        for x, y in [ground.seats[i]]
    ]
    if not ground.atlas:
        taken += [(x - 9, y - 9, x + 9, y + 9) for x, y in ground.seats]
    names = list(_names(ground, present))
    dots = [ground.seats[i] for i, _ in present if i not in ground.away]
    for placed in place(names, field, taken, dots):
        _name(axes, placed, halo=halo)
    for i, standing in present:
        if i in ground.away:
            x, y = ground.seats[i]
            edge = Placed(Wanted(standing.name, x, y, 0, _TYPE), x + 10, y, far=False)
            _name(axes, edge, halo=halo, side="left")


def _names(ground: Ground, present: Sequence[tuple[int, Standing]]) -> Iterator[Wanted]:
    for i, standing in present:
        if i in ground.away:
            continue
        x, y = ground.seats[i]
        room = 0.0
        if ground.atlas and standing.iso in ground.atlas.shapes:
            shape = ground.atlas.shapes[standing.iso]
            x, y = ground.at(shape.label)
            room = shape.room * ground.scale
        elif not ground.atlas:
            y -= 18
        size = _TYPE + (1.5 if room > 30 else 0.0) if ground.atlas else 13.0
        yield Wanted(short_name(standing.name), x, y, room, size)


def _name(axes: Axes, placed: Placed, *, halo: bool, side: str = "center") -> None:
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    item = placed.wanted
    if placed.far:
        axes.plot([item.x, placed.x], [item.y, placed.y], color=palette.INK, linewidth=0.6)
    axes.text(
        placed.x,
        placed.y,
        item.text,
        fontsize=item.size,
        fontweight="medium",
        ha=side,
        va="center_baseline",
        gid=f"name-{item.text}".replace(" ", "-"),
        path_effects=[withStroke(linewidth=2.6, foreground="white", alpha=0.9)] if halo else [],
    )


def _legend(figure: Figure, scene: Scene, ground: Ground) -> None:
    """Swatches under the map for all kinds that can occur; source of the borders below."""
    across, up = figure.get_size_inches() * 72
    kinds = {s.kind for s in scene.standings}
    always = ("sponsor", "acceded", "deep", "broad", "selective", "token", "withdrawn", "outside")
    entries = {
        kind: words.replace("sponsor's", scene.sponsor)
        for kind, words in STANDING_WORDS.items()
        if kind != "absent" and (kind in kinds or kind in always)
    }
    if scene.ties:
        entries["ties"] = "bilateral agreements"
    size, mark, gap = 12.5, 30.0, 20.0
    wide = sum(text_width(words, size) + mark + gap for words in entries.values()) - gap
    shrink = min(1.0, (WIDTH - 2 * MARGIN) / wide)
    x, y = MARGIN, FOOT - 24
    for kind, words in entries.items():
        if kind == "ties":
            _line(figure, x, y, 24 * shrink)
        else:
            _swatch(figure, kind, (x / across, (y - 6) / up), (22 * shrink / across, 12 / up))
        x = _write(figure, x + mark * shrink, y, words, size=size * shrink) + gap * shrink
    source = ground.atlas.source if ground.atlas else "Positions as the scenario gives them."
    _write(figure, MARGIN, 15, source, size=9.5, color=palette.MUTED)


def _swatch(figure: Figure, kind: str, at: Point, size: Point) -> None:
    """A rectangle in the fill of a kind, in shares of the figure."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    figure.add_artist(
        Rectangle(
            at,
            *size,
            transform=figure.transFigure,
            facecolor=palette.STANDING[kind],
            edgecolor="#8b8778",
            linewidth=0.6,
            hatch=palette.HATCH.get(kind),
        )
    )


def _line(figure: Figure, x: float, y: float, length: float) -> None:
    from matplotlib.lines import Line2D  # noqa: PLC0415

    across, up = figure.get_size_inches() * 72
    ends = ([x / across, (x + length) / across], [y / up, y / up])
    figure.add_artist(Line2D(*ends, color=palette.INK, alpha=0.45, linewidth=1.4))


def _write(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    *,
    size: float,
    weight: str = "regular",
    color: str = palette.INK,
) -> float:
    """Text that starts at x with its middle at y, in units; where it ends."""
    across, up = figure.get_size_inches() * 72
    figure.text(
        x / across,
        y / up,
        text,
        fontsize=size,
        fontweight=weight,
        color=color,
        va="center_baseline",
    )
    return x + text_width(text, size, weight)
