"""The strip of turns below the map: great events, one step back or on, another game from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pygame

from ui.desktop import saves
from ui.desktop.kit import painter
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Kit, Msg, Panel, Row, Tip
from ui.desktop.kit.theme import SMALL, Colour
from ui.desktop.kit.type import MEDIUM
from ui.desktop.kit.widgets import SEMIBOLD, Button, Words, ink_of
from ui.desktop.model import Model, answers
from ui.present.chronicle import great
from ui.present.numbers import plural

#: Kinds of event by the colour of their mark, in the order of the legend; all others are gold.
MARKS = {
    "good": ("signed", "acceded", "accession agreed", "peace", "returned", "admitted", "founded"),
    "bad": ("dispute", "escalation", "fighting resumed", "withdrew", "text blocked", "suspended"),
}

HIGH = 46


@dataclass
class Tick(Box):
    """One turn: a field of the strip, with a mark for each colour of great event in it."""

    chosen: bool = False
    played: bool = True
    now: bool = False
    label: str = ""
    inks: tuple[str, ...] = ()

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """A bar that says whether it was played, marks over it, the year below."""
        theme, rect = kit.theme, self.rect
        over = bool(self.id) and self.id in (kit.hover, kit.focus)
        high = kit.px(8 if over or self.chosen else 5)
        middle = rect.top + kit.px(18)
        bar = pygame.Rect(rect.left, middle - high // 2, max(rect.width - kit.px(2), 1), high)
        ink = theme.ink if self.now else theme.muted if self.played else theme.rule
        ink = theme.accent if over or self.chosen else ink
        target.fill(ink, bar)
        if self.id and self.id == kit.focus:
            painter.rounded(
                target, rect, kit.px(4), (0, 0, 0, 0), (*theme.accent, 255), kit.px(1.5)
            )
        step = min(kit.px(7), bar.width / max(len(self.inks), 1))
        left = bar.centerx - step * (len(self.inks) - 1) / 2
        for k, name in enumerate(self.inks):
            at = round(left + step * k), rect.top + kit.px(7)
            fill = ink_of(theme, name)
            draw_mark(kit, target, at, name, fill)
        if self.label:
            size = kit.px(SMALL)
            painter.text(target, (rect.left, rect.top + kit.px(24)), self.label, size, theme.muted)


def draw_mark(
    kit: Kit, target: pygame.Surface, at: tuple[int, int], name: str, ink: Colour
) -> None:
    """A disc, a diamond or a square: to be told apart without colour."""
    x, y = at
    if name == "good":
        painter.dot(target, at, kit.px(2.5), ink)
    elif name == "bad":
        r = kit.px(3.5)
        corners = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
        pygame.draw.polygon(target, ink, corners)
        pygame.draw.aalines(target, ink, True, corners)
    else:
        side = kit.px(5)
        target.fill(ink, (x - side // 2, y - side // 2, side, side))


@dataclass
class Mark(Box):
    """The mark of a kind of event, before its words."""

    name: str = "gold"
    wide: float | None = 8
    high: float | None = 8

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The mark in its colour."""
        draw_mark(kit, target, self.rect.center, self.name, ink_of(kit.theme, self.name))


@dataclass
class Strip(Box):
    """All turns of the game beside each other, as wide as there is room."""

    ticks: list[Tick] = field(default_factory=list)
    years: tuple[str, ...] = ()
    high: float | None = 40

    def children(self) -> Sequence[Box]:
        """The turns."""
        return self.ticks

    def want(self, kit: Kit, room: int) -> tuple[int, int]:
        """As wide as there is room."""
        return room, kit.px(self.high or 0)

    def place(self, kit: Kit, rect: pygame.Rect) -> None:
        """Equal fields; a year is written where there is room for it before the next."""
        self.rect = rect
        count = max(len(self.ticks), 1)
        free, size = rect.left, kit.px(SMALL)
        for k, tick in enumerate(self.ticks):
            left = rect.left + rect.width * k // count
            right = rect.left + rect.width * (k + 1) // count
            tick.place(kit, pygame.Rect(left, rect.top, right - left, rect.height))
            tick.label = ""
            wide = lettering.width(self.years[k], size, MEDIUM)
            new = k == 0 or self.years[k] != self.years[k - 1]
            if new and left >= free and left + wide <= rect.right:
                tick.label = self.years[k]
                free = left + wide + kit.px(10)


def timeline(model: Model) -> Panel:
    """The strip, with what can be done from where one looks."""
    game, world = model.game, model.game.world
    played = len(game.history)
    ticks = [_tick(model, k, played) for k in range(world.turns)]
    years = tuple(str(world.date(k)[0]) for k in range(world.turns))
    items: list[Box] = [
        Button(id="turn back", text="<", key="[", points=12, on=("a turn back",),
               enabled=model.at > 0),
        Strip(ticks=ticks, years=years, grow=1),
        Button(id="turn on", text=">", key="]", points=12, on=("a turn on",), enabled=model.past),
    ]  # fmt: skip
    return Panel(id="timeline", items=[Row(items=items, gap=10)], pad=6, solid=False)


def banner(model: Model, kit: Kit, room: int) -> Panel:
    """Says which turn is looked at, and leads back: in one line, or in two where room is short."""
    when = model.game.world.label(model.at)
    ago = plural(len(model.game.history) - model.at, "turn")
    words: list[Box] = [
        Words(text=f"Looking at {when}", weight=SEMIBOLD, ink="gold", wrap=False),
        Words(text=f"{ago} ago, as we saw it then", ink="muted", wrap=False),
    ]
    doors: list[Box] = [
        Button(id="branch", text="Branch from here", key="G", points=12, on=("branch from here",)),
        Button(id="now", text="Back to now", key="B", main=True, points=12, on=("back to now",)),
    ]
    whole = Panel(id="looking back", items=[Row(items=[*words, *doors], gap=12)], pad=8)
    if whole.size(kit, room)[0] <= room:
        return whole
    return Panel(id="looking back", items=[Row(items=words), Row(items=doors)], pad=8)


def timeline_keys(model: Model) -> dict[str, Msg]:
    """A turn back, a turn on; from the past back to now, or another game from there."""
    found: dict[str, Msg] = {"[": ("a turn back",), "]": ("a turn on",)}
    if model.past:
        found |= {"b": ("back to now",), "g": ("branch from here",)}
    return found


def _tick(model: Model, turn: int, played: int) -> Tick:
    world = model.game.world
    label = world.label(turn)
    if turn > played or (turn == played and model.game.over):
        return Tick(played=False, tip=Tip(label, text="still to come"))
    if turn == played:
        tip = Tip(label, text="the turn that is played now")
        return Tick(id=f"turn {turn}", chosen=not model.past, now=True, tip=tip,
                    on=("show", None))  # fmt: skip
    events = great(model.game, model.seat, turn)
    told = "\n".join(f"· {event.text}" for event in events[:6])
    more = len(events) - 6
    foot = f"and {more} more" if more > 0 else "Click to look back."
    found = [ink_of_kind(event.kind) for event in events]
    return Tick(
        id=f"turn {turn}", chosen=model.past and model.at == turn,
        inks=tuple(dict.fromkeys(found)), on=("show", turn),
        tip=Tip(label, text=told or "nothing great that we know of", foot=foot),
    )  # fmt: skip


def ink_of_kind(kind: str) -> str:
    """The colour of the mark of an event."""
    return next((ink for ink, kinds in MARKS.items() if kind in kinds), "gold")


@answers("a turn back")
def _back(model: Model) -> None:
    model.shown = max(model.at - 1, 0)
    model.page.pop("running", None)


@answers("a turn on")
def _on(model: Model) -> None:
    model.shown = model.at + 1 if model.at + 1 < len(model.game.history) else None


@answers("back to now")
def _now(model: Model) -> None:
    model.shown = None


@answers("branch from here")
def _branch(model: Model) -> None:
    """Go on from the turn that is looked at; the game as it was played so far is saved."""
    if not model.past:
        return
    game, world = model.game, model.game.world
    until, here = world.label(len(game.history) - 1), world.label(model.at)
    name = f"{world.title} until {until}"
    path = saves.save(game, "".join(c for c in name if c not in '/\\:*?"<>|'))
    model.session, model.shown = game.branch(model.at), None
    model.scrolls, model.page = {}, {}
    model.note = f"Another game goes on from {here}. The one played so far is saved as {path.stem}."
