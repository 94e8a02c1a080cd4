"""Small maps of a run's network of treaty partners: start, middle, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim import relations
from sim.network import existing
from ui.present.atlas import load_atlas
from ui.present.numbers import plural, share
from ui.present.palette import INK, SEA, STANDING
from ui.present.standing import Standing, month, standings
from ui.present.words import STANDING_WORDS, short_name
from ui.report.figures import canvas, panel, style, svg
from ui.report.ground import Ground, Scene
from ui.report.map import draw_land, draw_ties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from scenarios.experiments.analysis.analyse import Analysis
    from scenarios.experiments.analysis.networks import Network, Snapshot
    from sim.state import State
    from sim.world import World

WIDTH, HEIGHT = 352.0, 230.0
_NAMED = 12
"""Maps of more nations than this bear no names."""


def network_map(world: World, snapshot: Snapshot, frame: str) -> Figure:
    """Where nations lie and stand, and who is tied to whom, in one moment of a run."""
    state = snapshot.state
    scene = Scene(
        standings=standings(world, state),
        positions=[(float(lat), float(lon)) for lat, lon in world.position],
        ties=_ties(world, state),
        frame=frame,
        date=month(world, max(state.turn - 1, 0)),
        sponsor="",
        title="",
        subtitle="",
    )
    with style():
        figure = canvas(WIDTH, HEIGHT)
        axes = panel(figure, 0, 0, WIDTH, HEIGHT)
        ground = Ground(scene, WIDTH, HEIGHT)
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT), xticks=[], yticks=[])
        axes.set_facecolor(SEA if ground.atlas else "#fbfaf6")
        for spine in axes.spines.values():
            spine.set_visible(False)
        draw_land(axes, ground)
        draw_ties(axes, ground)
        _dots(axes, ground)
    return figure


def _ties(world: World, state: State) -> list[tuple[int, int, int]]:
    here = existing(world, state)
    tied = np.triu(relations.ties(world, state)[0] & here[:, None] & here, 1)
    return [(int(i), int(j), 1) for i, j in np.argwhere(tied)]


def _dots(axes: Axes, ground: Ground) -> None:
    present = [(i, s) for i, s in enumerate(ground.scene.standings) if s.kind != "absent"]
    named = len(present) <= _NAMED
    for i, standing in present:
        x, y = ground.seats[i]
        axes.plot(
            [x],
            [y],
            marker="o",
            markersize=11 if named else 3,
            markerfacecolor=STANDING[standing.kind] if ground.atlas is None else INK,
            markeredgecolor=INK if named else "white",
            markeredgewidth=0.8 if named else 0.3,
            linestyle="none",
        )
        if named:
            _name(axes, standing, x, y)


def _name(axes: Axes, standing: Standing, x: float, y: float) -> None:
    axes.text(
        x, y - 15, short_name(standing.name), fontsize=11.5, ha="center", va="center_baseline"
    )


def network_rows(found: Analysis) -> dict[str, Any]:
    """The runs that are drawn, with words for each moment, and what colours mean."""
    rows, kinds = [], set()
    for place, network in enumerate(found.networks):
        frame = _frame(found, network)
        maps = []
        for snapshot in network.snapshots:
            kinds |= {s.kind for s in standings(network.world, snapshot.state)}
            words = _words(snapshot.measures)
            alt = f"Map of the network {snapshot.label}: {words}"
            figure = network_map(network.world, snapshot, frame)
            label = snapshot.label[0].upper() + snapshot.label[1:]
            drawn = svg(figure, f"net-{place}-{snapshot.turn}", alt)
            maps.append({"label": label, "svg": drawn, "words": words})
        title = "The typical run" if network.role == "typical" else "A run that stands out"
        warning = "" if network.same else _WARNING
        rows.append({"title": f"{title} · {network.run_id[:12]}", "maps": maps, "warning": warning})
    legend = [
        {"colour": STANDING[kind], "words": _kind(kind, words)}
        for kind, words in STANDING_WORDS.items()
        if kind in kinds and kind != "absent"
    ]
    frames = sorted({_frame(found, network) for network in found.networks} - {""})
    sources = [load_atlas(frame).source for frame in frames]
    return {"runs": rows, "legend": legend, "sources": sources}


def _words(measures: Mapping[str, float]) -> str:
    """The measures of a network in a line."""
    parts = [f"{plural(int(measures['ties']), 'pair')} tied"]
    parts += [f"{name} {share(measures[name])}" for name in _TOLD]
    return " · ".join(parts)


def _kind(kind: str, words: str) -> str:
    """What a colour means; bands of depth are partners'."""
    if kind in {"broad", "selective", "token"}:
        return f"partner: {words}"
    return words.replace("sponsor's", "the sponsor's")


_TOLD = ("density", "transitivity", "largest component", "mean trust", "trust across ties")

_WARNING = "Played again, this run does not end as the table says: do not trust this drawing."


def _frame(found: Analysis, network: Network) -> str:
    scenarios = found.plan.scenarios.values()
    return next((s.map for s in scenarios if s.id == network.world.id), "")
