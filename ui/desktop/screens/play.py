"""The screen of play: the map, the seat's nation or the one looked at, the turn."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from ui.desktop import colours
from ui.desktop.kit.box import Box, Column, Kit, Layers, Msg, Panel, Row, Rule
from ui.desktop.kit.table import Head, Scroll, table
from ui.desktop.kit.theme import LARGE, SMALL, TITLE
from ui.desktop.kit.widgets import (
    BOLD,
    RIGHT,
    SEMIBOLD,
    Button,
    Chip,
    Choice,
    Meter,
    Ramp,
    Words,
    caption,
    number,
)
from ui.desktop.map.picture import Picture
from ui.desktop.map.view import MapView
from ui.desktop.model import Model, answers
from ui.desktop.places import atlas_of, bounds, places
from ui.present.dossier import Dossier, dossier, relations
from ui.present.layers import LAYERS, LINES, Layer
from ui.present.standing import month

NAME = "Play"

LEFT_WIDE, RIGHT_WIDE, BAR_HIGH, EDGE = 208, 320, 50, 8

#: Keys of the layers, in the order of the list.
LAYER_KEYS = tuple("123456789")

#: Pixels that an arrow key moves the map.
NUDGE = 80


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Map below, panels over it."""
    layer = LAYERS[model.layer](model.seen)
    edge = kit.px(EDGE)
    window = pygame.Rect((0, 0), size).inflate(-2 * edge, -2 * edge)
    bar = _bar(model)
    bar.place(kit, pygame.Rect(window.left, window.top, window.width, kit.px(BAR_HIGH)))
    top = bar.rect.bottom + edge
    left = _layers_panel(model, kit, layer)
    high = left.size(kit, kit.px(LEFT_WIDE))[1]
    left.place(kit, pygame.Rect(window.left, top, kit.px(LEFT_WIDE), high))
    right = _nation_panel(model, kit)
    wide = kit.px(RIGHT_WIDE)
    right.place(kit, pygame.Rect(window.right - wide, top, wide, window.bottom - top))
    panels: list[Box] = [bar, left, right]
    if model.note:
        panels.append(_note(model, kit, window))
    free = pygame.Rect(left.rect.right, top, right.rect.left - left.rect.right, window.bottom - top)
    chart = _map(
        model, kit, layer, size, [p.rect for p in panels], free.inflate(-2 * edge, -2 * edge)
    )
    root = Layers(items=[chart, *panels])
    root.rect = pygame.Rect((0, 0), size)
    return root


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
    return found


def _bar(model: Model) -> Panel:
    """Scenario, turn, and what can be done."""
    game, world = model.game, model.game.world
    done = game.turn / world.turns
    title = [
        Words(text=world.title, points=LARGE, weight=BOLD, wrap=False),
        Words(text=f"seed {game.setup.header.seed}", ink="muted", wrap=False),
    ]
    when = world.label(min(game.turn, world.turns - 1))
    turn = [
        Words(
            text=f"Turn {min(game.turn + 1, world.turns)} of {world.turns}",
            weight=SEMIBOLD,
            wrap=False,
        ),
        Meter(value=done, ink="accent", wide=120),
        Words(text=when, ink="muted", wrap=False),
    ]
    buttons = [
        Button(id="log", text="Log", key="L", on=("open", "log")),
        Button(id="talks", text="Talks", key="T", on=("open", "talks")),
        Button(id="orders", text="Orders", key="O", on=("open", "orders")),
        Button(
            id="end", text="End turn", key="E", main=True, on=("end turn",), enabled=not game.over
        ),
    ]
    return Panel(
        items=[Row(items=[*title, Box(grow=1), *turn, Box(grow=1), *buttons])], pad=8, solid=False
    )


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

    theme, found = kit.theme, []
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


def _nation_panel(model: Model, kit: Kit) -> Panel:
    """The nation looked at: what the seat knows of it."""
    page = dossier(model.seen, model.nation or model.seat)
    own = page.iso == model.seat
    head: list[Box] = [Words(text=page.name, points=TITLE, weight=BOLD)]
    chips = [Chip(text=page.standing), *(Chip(text=name, ink="gold") for name in page.groups[:2])]
    if own:
        chips.insert(0, Chip(text="you", ink="good"))
    head.append(Row(items=[*chips, Box(grow=1)], gap=6))
    body: list[Box] = [*_gauges(page), Rule(), *_facts(page), Rule()]
    body += _relations(model) if own else _pair(model, page)
    scroll = Scroll(
        id="nation",
        content=Column(items=body, gap=6),
        grow=1,
        offset=model.scrolls.get("nation", 0),
    )
    del kit
    return Panel(items=[*head, scroll], solid=False)


def _gauges(page: Dossier) -> list[Box]:
    found: list[Box] = []
    inks = ("cyan", "gold", "violet", "good")
    for k, gauge in enumerate(page.gauges):
        words = [Words(text=gauge.words, ink="muted", grow=1), number(gauge.text)]
        found += [Row(items=words), Meter(value=gauge.value, ink=inks[k % len(inks)], wide=None)]
    return found


def _facts(page: Dossier) -> list[Box]:
    return [
        Row(items=[Words(text=name, ink="muted", grow=1), number(value)])
        for name, value in page.facts
    ]


def _relations(model: Model) -> list[Box]:
    heads = [Head("Relations"), Head("Trust", 54), Head("", 36, RIGHT), Head("Interop", 56, RIGHT)]
    rows = [
        (
            f"rel {row.iso}",
            [
                Words(text=row.name, wrap=False),
                Meter(value=2 * row.trust - 1, signed=True, wide=54),
                number(f"{row.trust:.2f}"),
                number(f"{row.interop:.2f}"),
            ],
            ("select", row.iso),
            None,
        )
        for row in relations(model.seen)
    ]
    return [table(heads, rows)]


def _pair(model: Model, page: Dossier) -> list[Box]:
    found = next(row for row in relations(model.seen) if row.iso == page.iso)
    rows = [
        ("Our trust in them", found.trust, "cyan"),
        ("Interoperability with them", found.interop, "violet"),
        ("Threat we see in them", found.threat, "bad"),
    ]
    out: list[Box] = [caption("Between us")]
    for words, value, ink in rows:
        out.append(Row(items=[Words(text=words, ink="muted", grow=1), number(f"{value:.2f}")]))
        out.append(Meter(value=value, ink=ink, wide=None))
    out.append(
        Row(
            items=[
                Words(text="Agreements in force", ink="muted", grow=1),
                number(str(found.agreements)),
            ]
        )
    )
    return out


def _note(model: Model, kit: Kit, window: pygame.Rect) -> Panel:
    """One sentence about what was just done, or why it was not."""
    panel = Panel(items=[Words(text=model.note, ink="bad" if model.fault else "ink")], pad=10)
    wide = min(kit.px(520), window.width)
    high = panel.size(kit, wide)[1]
    panel.place(kit, pygame.Rect(window.centerx - wide // 2, window.bottom - high, wide, high))
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
        date=month(game.world, min(game.turn, game.world.turns - 1)),
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
    chart.show(picture, bounds(where), kit, size, panels, free)
    return chart


@answers("look")
def _look(model: Model, dx: float, dy: float, factor: float) -> None:
    if isinstance(model.map, MapView):
        model.map.nudge(dx, dy, factor)


@answers("look home")
def _look_home(model: Model) -> None:
    if isinstance(model.map, MapView):
        model.map.go_home()


@answers("end turn")
def _end_turn(model: Model) -> None:
    """Hand in what the seat has drafted, and resolve the turn."""
    game = model.game
    for iso in game.people:
        if not game.seats[iso].submitted:
            game.submit(iso)
    played = game.resolve()
    model.note = f"{game.world.label(played.turn.before.turn)} is over."
