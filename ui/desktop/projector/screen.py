"""The projector's screens as boxes: the lobby, the game, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pygame

from ui.desktop import colours
from ui.desktop.kit.box import Box, Column, Kit, Layers, Panel, Row, Rule, Space
from ui.desktop.kit.type import BOLD, REGULAR, SEMIBOLD
from ui.desktop.kit.widgets import CENTRE, RIGHT, Meter, Words, caption
from ui.desktop.map.picture import Picture
from ui.desktop.map.view import MapView
from ui.desktop.projector.feed import Feed, Invitation, layer
from ui.desktop.screens.play import Key
from ui.present.layers import LINES
from ui.present.places import atlas_of, bounds, extent
from ui.present.words import STANDING_WORDS

#: Units of the design: the bar on top, the panel at the side, the edge around.
BAR, SIDE, EDGE = 88, 360, 12

#: Width of the legend.
_LEGEND = 260

#: Sizes of type, in points, larger than in the window: they are read from the last row.
HUGE, HEAD, TEXT, NOTE = 54, 30, 19, 15

#: Rows of a table in the debrief take so many units, its head so many.
_ROW, _TABLE_HEAD = 32, 110

#: Letters up to which a column of a table is as wide as its longest cell.
_NARROW = 14

#: Columns of the list of seats in the lobby, by how many seats there are.
_FEW, _MANY = 8, 18


@dataclass
class Code(Box):
    """A QR code, dark on white as readers want it."""

    modules: Sequence[Sequence[bool]] = ()
    quiet: int = 3  # white modules around

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """As large as the box allows, each module of whole pixels."""
        count = len(self.modules) + 2 * self.quiet
        size = min(self.rect.width, self.rect.height) // count
        area = pygame.Rect(0, 0, size * count, size * count)
        area.center = self.rect.center
        pygame.draw.rect(target, (255, 255, 255), area, border_radius=kit.px(10))
        for y, row in enumerate(self.modules):
            for x, dark in enumerate(row):
                if dark:
                    left = area.left + (x + self.quiet) * size
                    target.fill((0, 0, 0), (left, area.top + (y + self.quiet) * size, size, size))


def lobby(view: Mapping[str, Any], kit: Kit, size: tuple[int, int], feed: Feed) -> Box:
    """How to join, large; who is here already."""
    edge = kit.px(EDGE)
    bar = _bar(view, kit, size, "")
    below = pygame.Rect(edge, bar.rect.bottom + edge, 0, size[1] - bar.rect.bottom - 2 * edge)
    whole = size[0] - 2 * edge
    join = _join(feed.invitation)
    join.place(kit, pygame.Rect(below.left, below.top, whole * 56 // 100, below.height))
    here = _here(view)
    left = join.rect.right + edge
    here.place(kit, pygame.Rect(left, below.top, size[0] - edge - left, below.height))
    return _layers(size, [bar, join, here])


def _join(invitation: Invitation) -> Panel:
    steps = [
        caption("Join in a browser: no app, no account"),
        Code(modules=invitation.qr, grow=1),
        Words(text=invitation.address, points=HEAD, weight=BOLD, align=CENTRE),
        Row(
            items=[
                Space(grow=1),
                Words(text="Room code", points=TEXT, ink="muted", wrap=False),
                Words(text=invitation.code, points=HUGE, weight=BOLD, ink="gold", wrap=False),
                Space(grow=1),
            ],
            gap=16,
        ),
    ]
    return Panel(items=steps, gap=12, pad=20)


def _here(view: Mapping[str, Any]) -> Panel:
    seats = view["seats"]
    people = sum(seat["people"] for seat in seats)
    points = TEXT if len(seats) <= _MANY else NOTE
    rows = [_seat(seat, points) for seat in seats]
    if len(rows) > _FEW:
        half = (len(rows) + 1) // 2
        body: Box = Row(
            items=[
                Column(items=list(rows[:half]), gap=7, grow=1),
                Column(items=list(rows[half:]), gap=7, grow=1),
            ],
            gap=24,
        )
    else:
        body = Column(items=list(rows), gap=9)
    noun = "person is" if people == 1 else "people are"
    text = f"{people} {noun} here" if people else "Nobody is here yet"
    return Panel(items=[Words(text=text, points=HEAD, weight=BOLD), Rule(), body], gap=12, pad=20)


def _seat(seat: Mapping[str, Any], points: float) -> Row:
    count = seat["connected"]
    told = "free" if not seat["people"] else str(seat["people"])
    return Row(
        items=[
            Words(
                text=seat["name"],
                points=points,
                weight=SEMIBOLD,
                ink="ink" if count else "muted",
                wrap=False,
                grow=1,
            ),
            Words(
                text=told, points=points, ink="good" if count else "muted", wrap=False, align=RIGHT
            ),
        ],
        gap=10,
    )


def game(
    view: Mapping[str, Any], kit: Kit, size: tuple[int, int], shown: str, chart: MapView, feed: Feed
) -> Box:
    """The public map and networks, the clock, how many are ready, the headlines."""
    edge = kit.px(EDGE)
    bar = _bar(view, kit, size, "00:00")
    wide, top = kit.px(SIDE), bar.rect.bottom + edge
    side = _side(view, kit, feed, (wide, size[1] - top - edge))
    side.place(kit, pygame.Rect(size[0] - edge - wide, top, wide, size[1] - top - edge))
    legend = _legend(view, kit, shown)
    high = legend.size(kit, kit.px(_LEGEND))[1]
    legend.place(kit, pygame.Rect(edge, size[1] - edge - high, kit.px(_LEGEND), high))
    panels: list[Box] = [bar, side, legend]
    free = pygame.Rect(edge, top, side.rect.left - 2 * edge, size[1] - top - edge)
    _show(view, kit, size, shown, chart, feed, panels, free)
    return _layers(size, [chart, *panels])


def debrief(view: Mapping[str, Any], kit: Kit, size: tuple[int, int]) -> Box:
    """What the whole class may know now: the tables of the review, side by side."""
    edge = kit.px(EDGE)
    bar = _bar(view, kit, size, "")
    tables = view.get("debrief", {}).get("tables", [])[:2]
    top, left = bar.rect.bottom + edge, edge
    panels: list[Box] = [bar]
    wide = (size[0] - edge * (len(tables) + 1)) // max(len(tables), 1)
    for table in tables:
        panel = Panel(items=_table(table, kit, size[1] - top - edge), gap=7, pad=18)
        panel.place(kit, pygame.Rect(left, top, wide, size[1] - top - edge))
        panels.append(panel)
        left += wide + edge
    return _layers(size, panels)


def _table(table: Mapping[str, Any], kit: Kit, high: int) -> list[Box]:
    """Head and as many rows as fit; columns of figures narrow, those of words wide."""
    items: list[Box] = [Words(text=table["title"], points=HEAD, weight=BOLD), Rule()]
    room = int((high / kit.scale - _TABLE_HEAD) // _ROW)
    longest = [max(map(len, column)) for column in zip(*table["rows"], strict=True)]
    for cells in table["rows"][:room]:
        row: list[Box] = []
        for cell, letters in zip(cells, longest, strict=True):
            narrow = letters <= _NARROW
            wide = 9.5 * letters + 8 if narrow else None
            words = Words(
                text=cell,
                points=NOTE,
                ink="muted" if narrow else "ink",
                wide=wide,
                grow=0 if narrow else 1,
            )
            row.append(words)
        items.append(Row(items=row, gap=12))
    return items if table["rows"] else [*items, Words(text=table["empty"], points=TEXT)]


def _layers(size: tuple[int, int], items: list[Box]) -> Layers:
    root = Layers(items=items)
    root.rect = pygame.Rect((0, 0), size)
    return root


def _bar(view: Mapping[str, Any], kit: Kit, size: tuple[int, int], clock: str) -> Panel:
    """Title, turn and phase; room for the clock, which is drawn each second."""
    now = view["clock"]
    turn = f"{now['label']} · turn {min(now['turn'] + 1, now['turns'])} of {now['turns']}"
    items: list[Box] = [
        Column(
            items=[
                Words(text=view["title"], points=HEAD, weight=BOLD, wrap=False),
                Words(text=turn, points=NOTE, ink="muted", wrap=False),
            ],
            gap=0,
            grow=1,
        ),
        Words(text=now["word"], points=HEAD, weight=SEMIBOLD, ink="gold", wrap=False),
    ]
    if clock:
        items.append(Words(id="clock", text=clock, points=HUGE, ink="panel", wrap=False))
    bar = Panel(items=[Row(items=items, gap=26)], pad=8)
    edge = kit.px(EDGE)
    bar.place(kit, pygame.Rect(edge, edge, size[0] - 2 * edge, kit.px(BAR)))
    return bar


def _side(view: Mapping[str, Any], kit: Kit, feed: Feed, room: tuple[int, int]) -> Panel:
    """What is asked of the class, and as many headlines as there is room for."""
    progress, clock = view["progress"], view["clock"]
    ready, teams = progress["submitted"], progress["teams"]
    head: list[Box] = [Words(text=clock["hint"], points=TEXT)]
    if teams and not clock["over"] and clock["phase"] in ("talks", "orders"):
        head += [
            Words(text=f"{ready} of {teams} teams are ready", points=TEXT, weight=SEMIBOLD),
            Meter(value=ready / teams, ink="good", wide=None, high=10),
        ]
    head += [Rule(), caption("Headlines")]
    foot: list[Box] = [
        Space(grow=1),
        Rule(),
        Words(text=f"{feed.invitation.address}  ·  code {feed.invitation.code}", points=NOTE,
              ink="muted"),
    ]  # fmt: skip
    told = _headlines(view)
    while True:
        panel = Panel(items=[*head, *told, *foot], gap=10, pad=16)
        if panel.size(kit, room[0])[1] <= room[1] or not told:
            return panel
        told.pop()
        if told and told[-1].ink == "muted":
            told.pop()  # a turn of which nothing is told


def _headlines(view: Mapping[str, Any]) -> list[Words]:
    told: list[Words] = []
    for turn in view["news"]:
        for place, (text, great) in enumerate(turn["events"]):
            if not place:
                told.append(Words(text=turn["label"], points=NOTE, ink="muted", weight=SEMIBOLD))
            told.append(Words(text=text, points=NOTE, weight=SEMIBOLD if great else REGULAR))
    return told or [Words(text="Nothing has happened yet.", points=NOTE, ink="muted")]


def _legend(view: Mapping[str, Any], kit: Kit, shown: str) -> Panel:
    one, theme = layer(view, shown), kit.theme
    there = set(one.kinds.values())
    items: list[Box] = [Words(text=one.title, points=TEXT, weight=SEMIBOLD)]
    items += [
        Key(ink=colours.standing_fill(theme, kind), text=words)
        for kind, words in STANDING_WORDS.items()
        if kind in there
    ]
    kinds = {tie.kind for tie in one.ties}
    items += [
        Key(ink=colours.line_ink(theme, kind), text=words, line=True)
        for kind, words in LINES.items()
        if kind in kinds
    ]
    return Panel(items=items, gap=5, pad=12)


def _show(
    view: Mapping[str, Any],
    kit: Kit,
    size: tuple[int, int],
    shown: str,
    chart: MapView,
    feed: Feed,
    panels: Sequence[Box],
    free: pygame.Rect,
) -> None:
    one, theme, scene = layer(view, shown), kit.theme, feed.scene
    atlas = atlas_of(scene.frame)
    base = one if one.kinds else layer(view, "participation")
    names = view["world"]["names"]
    here = {iso: scene.places[iso] for iso in base.kinds if iso in scene.places}
    held = ("held", "suspended", "withdrawn")
    picture = Picture(
        atlas=atlas,
        places=here,
        names=names,
        fills=colours.fills(base, theme),
        date=view["world"]["month"],
        hatched=frozenset(iso for iso, kind in base.kinds.items() if kind in held),
        arcs=colours.arcs(one, theme, "", ""),
        marks=colours.marks(one, theme),
        weight=scene.weight,
    )
    whole = extent(scene.places) if atlas is None else bounds(scene.places)
    chart.show(picture, whole, kit, size, [panel.rect for panel in panels], free)
