"""The screen of play: the map, the seat's nation or the one looked at, the turn."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop import colours
from ui.desktop.kit.box import Box, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.theme import SMALL
from ui.desktop.kit.widgets import (
    Choice,
    Ramp,
    Words,
    caption,
)
from ui.desktop.map.picture import Picture
from ui.desktop.map.view import MapView
from ui.desktop.model import Model, answers
from ui.desktop.screens._bar import top_bar
from ui.desktop.screens._nation import nation_panel
from ui.desktop.screens._timeline import banner, timeline, timeline_keys
from ui.desktop.screens.desks import DESK_KEYS
from ui.desktop.watch import watch_keys, watched
from ui.present.layers import LAYERS, LINES, Layer
from ui.present.places import atlas_of, bounds, extent, places
from ui.present.standing import month

NAME = "Play"

LEFT_WIDE, RIGHT_WIDE, BAR_HIGH, EDGE = 208, 340, 50, 8

#: Keys of the layers, in the order of the list.
LAYER_KEYS = tuple("123456789")

#: Pixels that an arrow key moves the map.
NUDGE = 80


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Map below, panels over it."""
    layer = LAYERS[model.layer](model.seen)
    edge = kit.px(EDGE)
    window = pygame.Rect((0, 0), size).inflate(-2 * edge, -2 * edge)
    bar = top_bar(model, kit, window.width)
    bar.place(kit, pygame.Rect(window.left, window.top, window.width, kit.px(BAR_HIGH)))
    top = bar.rect.bottom + edge
    left = _layers_panel(model, kit, layer)
    high = left.size(kit, kit.px(LEFT_WIDE))[1]
    left.place(kit, pygame.Rect(window.left, top, kit.px(LEFT_WIDE), high))
    right = nation_panel(model, kit)
    wide = kit.px(RIGHT_WIDE)
    right.place(kit, pygame.Rect(window.right - wide, top, wide, window.bottom - top))
    strip = timeline(model)
    tall = strip.size(kit, wide)[1]
    across = right.rect.left - edge - window.left
    strip.place(kit, pygame.Rect(window.left, window.bottom - tall, across, tall))
    panels: list[Box] = [bar, left, right, strip]
    below = top
    if model.past:
        gap = left.rect.right + edge, right.rect.left - edge
        panels.append(_placed(kit, banner(model, kit, gap[1] - gap[0]), gap, top))
        below = panels[-1].rect.bottom + edge
    if model.note:
        panels.append(_note(model, kit, strip.rect))
    width, depth = right.rect.left - left.rect.right, strip.rect.top - below
    free = pygame.Rect(left.rect.right, below, width, depth)
    chart = _map(
        model, kit, layer, size, [p.rect for p in panels], free.inflate(-2 * edge, -2 * edge)
    )
    root = Layers(items=[chart, *panels])
    root.rect = pygame.Rect((0, 0), size)
    return root


def _placed(kit: Kit, panel: Panel, sides: tuple[int, int], top: int) -> Panel:
    """A panel in the middle between two others."""
    wide, high = panel.size(kit, sides[1] - sides[0])
    left = (sides[0] + sides[1] - wide) // 2
    panel.place(kit, pygame.Rect(left, top, wide, high))
    return panel


def keys(model: Model) -> Mapping[str, Msg]:
    """Layers by number, screens by letter, the map by arrows."""
    found: dict[str, Msg] = {
        key: ("layer", name) for key, name in zip(LAYER_KEYS, LAYERS, strict=True)
    }
    found |= {
        "left": ("look", NUDGE, 0, 1.0), "right": ("look", -NUDGE, 0, 1.0),
        "up": ("look", 0, NUDGE, 1.0), "down": ("look", 0, -NUDGE, 1.0),
        "+": ("look", 0, 0, 1.25), "=": ("look", 0, 0, 1.25), "-": ("look", 0, 0, 0.8),
        "home": ("look home",), "e": ("end turn",), "return": ("end turn",),
        "o": ("open", "orders"), "t": ("open", "talks"), "l": ("open", "log"),
        "escape": ("open", "menu"), "h": ("select", model.seat),
    }  # fmt: skip
    found |= {"c": ("open", "charts"), "p": ("open", "pair"), "w": ("open", "why"),
              "y": ("open", "timeline"), "g": ("open", "objectives")}  # fmt: skip
    found |= DESK_KEYS | timeline_keys(model)
    if watched(model):
        found |= watch_keys(model)
    elif len(model.game.people) > 1 and not model.hot_seat:
        found["n"] = ("next seat",)
    if model.facilitator:
        found["f"] = ("open", "facilitator")
    if model.game.over:
        found |= {"e": ("open", "review"), "return": ("open", "review")}
    return found


def _layers_panel(model: Model, kit: Kit, layer: Layer) -> Panel:
    """The list of layers and what the colours say."""
    items: list[Box] = [caption("Map")]
    for key, (name, make) in zip(LAYER_KEYS, LAYERS.items(), strict=True):
        title = TITLES[name]
        items.append(
            Choice(
                id=f"layer {name}",
                text=title,
                chosen=name == model.layer,
                note=key,
                on=("layer", name),
            )
        )
        del make
    items.append(Rule())
    items += _legend(model, kit, layer)
    return Panel(items=items, gap=3, solid=False)


#: What the layers are called in the list.
TITLES: Mapping[str, str] = {
    "participation": "Participation",
    "trust": "Our trust",
    "interoperability": "Interoperability",
    "threat": "Threat we see",
    "agreements": "Agreements",
    "exercises": "Exercises",
    "missions": "Missions",
    "disputes": "Disputes",
    "communities": "Communities",
}


def _legend(model: Model, kit: Kit, layer: Layer) -> list[Box]:
    from ui.present.words import STANDING_WORDS  # noqa: PLC0415

    theme = kit.theme
    found: list[Box] = []
    if layer.ramp:
        scale = colours.ramp(theme, layer.ramp, model.settings.palette)
        found.append(Ramp(colours=scale, labels=layer.ends))
    elif layer.name == "participation":
        there = set(layer.kinds.values())
        found += [
            Key(ink=colours.standing_fill(theme, kind), text=words)
            for kind, words in STANDING_WORDS.items()
            if kind in there
        ]
    lines = dict.fromkeys(tie.kind for tie in layer.ties)
    found += [
        Key(ink=colours.line_ink(theme, kind), text=LINES[kind], line=True)
        for kind in LINES
        if kind in lines
    ]
    return found


class Key(Row):
    """A line of a legend: a colour and what it says."""

    def __init__(self, ink: tuple[int, int, int], text: str, *, line: bool = False) -> None:
        """``line`` draws a stroke instead of a field."""
        super().__init__(
            items=[Swatch(ink, line=line), Words(text=text, points=SMALL, wrap=False)], gap=8
        )


class Swatch(Box):
    """A small field or stroke of a colour."""

    def __init__(self, ink: tuple[int, int, int], *, line: bool) -> None:
        """As wide as a letter or two."""
        super().__init__(wide=18, high=14)
        self.ink, self.line = ink, line

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The field, or the stroke."""
        high = kit.px(3) if self.line else kit.px(12)
        target.fill(
            self.ink, (self.rect.left, self.rect.centery - high // 2, self.rect.width, high)
        )


def _note(model: Model, kit: Kit, strip: pygame.Rect) -> Panel:
    """One sentence about what was just done, or why it was not."""
    panel = Panel(items=[Words(text=model.note, ink="bad" if model.fault else "ink")], pad=10)
    wide = min(kit.px(520), strip.width)
    high = panel.size(kit, wide)[1]
    top = strip.top - kit.px(EDGE) - high
    panel.place(kit, pygame.Rect(strip.right - wide, top, wide, high))
    return panel


def _map(
    model: Model,
    kit: Kit,
    layer: Layer,
    size: tuple[int, int],
    panels: list[pygame.Rect],
    free: pygame.Rect,
) -> MapView:
    game, theme = model.game, kit.theme
    atlas = atlas_of(game.setup.scenario.map)
    where = places(game.world, atlas)
    seen = model.seen
    here = [iso for i, iso in enumerate(game.world.iso) if seen.exists[i]]
    chosen = tuple(dict.fromkeys(n for n in (model.nation, model.seat) if n))
    picture = Picture(
        atlas=atlas,
        places={iso: where[iso] for iso in here},
        names=dict(zip(game.world.iso, game.world.names, strict=True)),
        fills=colours.fills(layer, theme, model.settings.palette),
        date=month(game.world, min(model.at, game.world.turns - 1)),
        hatched=frozenset(
            iso for iso, kind in layer.kinds.items() if kind in ("held", "suspended", "withdrawn")
        ),
        arcs=colours.arcs(layer, theme, model.nation, model.seat),
        marks=colours.marks(layer, theme),
        chosen=chosen,
        weight={iso: float(seen["capability"][0, i]) for i, iso in enumerate(game.world.iso)},
    )
    if model.map is None:
        model.map = MapView(threaded=model.threaded)
    chart = model.map
    assert isinstance(chart, MapView)
    whole = extent(where) if atlas is None else bounds(where)
    chart.show(picture, whole, kit, size, panels, free)
    return chart


@answers("look")
def _look(model: Model, dx: float, dy: float, factor: float) -> None:
    if isinstance(model.map, MapView):
        model.map.nudge(dx, dy, factor)


@answers("look home")
def _look_home(model: Model) -> None:
    if isinstance(model.map, MapView):
        model.map.go_home()
