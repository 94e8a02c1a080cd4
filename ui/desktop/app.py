"""The loop: events become messages, messages change the model, the model becomes boxes.

Boxes are made anew when the model changed. Each part of a screen (a child of its root) is drawn on
a surface of its own and kept while nothing in it changed, so that a frame in which only the map
moves costs a few copies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame

from ui.desktop.coach import coach
from ui.desktop.display import DESIGN
from ui.desktop.focus import (
    ARROWS,
    into_sight,
    is_text,
    key_name,
    neighbour,
    paged,
    scrolls,
    targets,
)
from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.kit.dial import Dial
from ui.desktop.kit.theme import THEMES
from ui.desktop.kit.tip import tip_box
from ui.desktop.kit.widgets import Field
from ui.desktop.live import Live
from ui.desktop.model import HANDLERS, Model, update
from ui.desktop.screens import screens
from ui.desktop.tutorial import advance, step
from ui.desktop.watch import due

FRAMES_A_SECOND = 60
WHEEL = 48  # units a step of the wheel scrolls


@dataclass
class Kept:
    """A part as it was last drawn."""

    key: tuple[Any, ...]
    surface: pygame.Surface
    at: tuple[int, int]


@dataclass
class App:
    """A window, or a surface that stands for one."""

    model: Model
    surface: pygame.Surface
    layers: list[Box] = field(default_factory=list)  # the screen and its dialogs
    hover: str = ""
    focus: str = ""
    pointer: tuple[int, int] = (-1, -1)  # where the mouse was last
    kept: dict[int, Kept] = field(default_factory=dict)
    made: tuple[Any, ...] = ()
    _place: int = 0  # where in the order of Tab the keyboard was last
    _ids: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)  # by part
    _dragged: str = ""  # the dial that the pointer holds
    _map: Live | None = None  # the part of the topmost layer that moves by itself
    _sheet: pygame.Surface | None = None

    # --- making

    @property
    def kit(self) -> Kit:
        """What the boxes share, for the size of the window and the settings."""
        settings, size = self.model.settings, self.surface.get_size()
        fit = min(size[0] / DESIGN[0], size[1] / DESIGN[1])
        whole = max(fit, 1.0) * settings.scale
        most = min(size[0] / 960, size[1] / 540)  # above this screens would not fit
        return Kit(THEMES[settings.theme], min(whole, most), self.hover, self.focus)

    def refresh(self) -> None:
        """Make the boxes anew if anything changed that they are made of."""
        model, size = self.model, self.surface.get_size()
        state = (model.version, size, model.settings.theme, model.settings.scale)
        if state == self.made:
            return
        self.made = state
        names = (model.screen, *model.over)
        self.layers = [screens()[name].view(model, self.kit, size) for name in names]
        coach(model, self.kit, self.layers[-1], size)
        self._ids = {
            (depth, place): frozenset(box.id for box in part.walk() if box.id)
            for depth, layer in enumerate(self.layers)
            for place, part in enumerate(layer.children())
        }
        self._map = next((b for b in self.layers[-1].walk() if isinstance(b, Live)), None)
        if self.focus and self.focus not in {box.id for box in self.targets()}:
            self.focus = ""

    def targets(self) -> list[Box]:
        """What the keyboard can be on: everything that takes a click in the topmost layer."""
        return targets(self.layers[-1])

    def send(self, msg: Msg) -> None:
        """Do what a message asks, and make the screen anew."""
        assert msg[0] in HANDLERS, msg
        before = (self.model.screen, *self.model.over)
        update(self.model, msg)
        advance(self.model)
        if (self.model.screen, *self.model.over) != before:
            self.focus, self._place = "", 0
        self.refresh()

    # --- hearing

    def handle(self, event: pygame.event.Event) -> None:
        """Take one event."""
        self.refresh()
        if event.type == pygame.QUIT:
            self.model.done = True
        elif event.type == pygame.KEYDOWN:
            self._key(event)
        elif event.type == pygame.TEXTINPUT:
            self._typed(event.text)
        elif event.type == pygame.MOUSEMOTION:
            self._moved(event)
        elif event.type == pygame.MOUSEWHEEL:
            self._wheel(event)
        elif event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self._button(event)

    def tick(self, now: int) -> None:
        """Do what time asks: the next turn of a game that is watched, news of other threads."""
        for msg in due(self.model, now):
            self.send(msg)

    def _moved(self, event: pygame.event.Event) -> None:
        self.pointer = event.pos
        box = self.layers[-1].at(event.pos)
        self.hover = self._dragged or (box.id if box else "")
        if self._dragged:
            self._turn(self.layers[-1].find(self._dragged), event.pos[0])
            return
        live = self._map
        if live is not None and (box is None or box is live or any(event.buttons)):
            live.pointer(event, self.send)

    def _button(self, event: pygame.event.Event) -> None:
        box = self.layers[-1].at(event.pos)
        live, down = self._map, event.type == pygame.MOUSEBUTTONDOWN
        if event.button == 1:
            self._dragged = box.id if down and isinstance(box, Dial) else ""
        if self._dragged:
            self._turn(box, event.pos[0])
        elif box is not None and box is not live:
            if down and event.button == 1 and box.enabled:
                self.focus = box.id if isinstance(box, Field) else ""
                if box.on is not None:
                    self.send(box.on)
        elif live is not None:
            live.pointer(event, self.send)

    def _turn(self, box: Box | None, x: int) -> None:
        """Put a dial at the notch under a pixel."""
        if isinstance(box, Dial) and box.turn is not None and box.under(x) != box.notch:
            self.send(box.turn(box.under(x)))

    def _wheel(self, event: pygame.event.Event) -> None:
        for window in reversed(list(scrolls(self.layers[-1]))):
            if window.rect.collidepoint(self.pointer) and window.reach:
                offset = window.offset - event.y * self.kit.px(WHEEL)
                self.send(("scroll", window.id, min(max(offset, 0), window.reach)))
                return
        live = self._map
        if live is not None and live.rect.collidepoint(self.pointer):
            placed = {**event.dict, "pos": self.pointer}
            live.pointer(pygame.event.Event(event.type, placed), self.send)

    def _key(self, event: pygame.event.Event) -> None:
        name, written = key_name(event), event.dict.get("unicode", "")
        field_ = self._field()
        if field_ is not None and is_text(name):
            if name == "backspace":
                self.send(("type", field_.id, field_.text[:-1]))
            return
        names = (self.model.screen, *self.model.over)
        keys = screens()[names[-1]].keys(self.model)
        name = written if name not in keys and written in keys else name
        on = next((box for box in self.targets() if box.id == self.focus), None)
        if name in ("tab", "shift+tab"):
            self._step(-1 if name == "shift+tab" else 1)
        elif name in ("return", "space") and on is not None and on.on is not None:
            self.send(on.on)
        elif name in ARROWS and on is not None:
            self._go(neighbour(self.layers[-1], on, name))
        elif name == "escape" and on is not None and names == ("play",):
            self.focus = ""
        elif name in keys:
            self.send(keys[name])
        else:
            self._usual(name, on)

    def _usual(self, name: str, on: Box | None) -> None:
        """Keys that mean the same on every screen which gives them no other meaning."""
        if name == "escape" and self.model.over:
            self.send(("close",))
        elif name == "f1" and "help" not in self.model.over:
            self.send(("open", "help"))
        elif name in ("f2", "f3") and step(self.model) is not None:
            self.send(("next step",) if name == "f2" else ("skip",))
        elif name == "f11":
            self.send(("setting", "full", not self.model.settings.full))
        elif name in ("pageup", "pagedown"):
            way = -1 if name == "pageup" else 1
            msg = paged(self.layers[-1], on, self.pointer, way)
            if msg is not None:
                self.send(msg)

    def _field(self) -> Field | None:
        return next(
            (b for b in self.targets() if b.id == self.focus and isinstance(b, Field)), None
        )

    def _typed(self, text: str) -> None:
        box = self._field()
        if box is not None and text.isprintable():
            self.send(("type", box.id, (box.text + text)[: box.most]))

    def _step(self, way: int) -> None:
        """To the next box; after one that is gone, to the one that took its place."""
        boxes = self.targets()
        ids = [box.id for box in boxes]
        if not ids:
            return
        if self.focus in ids:
            at = ids.index(self.focus) + way
        else:
            at = min(self._place, len(ids)) if way > 0 else self._place - 1
        self._go(boxes[at % len(ids)])

    def _go(self, box: Box | None) -> None:
        """Put the keyboard on a box, and the box in sight."""
        if box is None:
            return
        self.focus = box.id
        self._place = [one.id for one in self.targets()].index(box.id)
        for msg in list(into_sight(self.layers[-1], box)):
            self.send(msg)

    # --- drawing

    def draw(self, now: int = 0) -> None:
        """Draw the window as it stands; ``now`` is the time in milliseconds."""
        self.refresh()
        kit = self.kit
        self.surface.fill(kit.theme.sea)
        for depth, layer in enumerate(self.layers):
            if depth:
                self.surface.fill((96, 96, 96), special_flags=pygame.BLEND_RGB_MULT)
            for place, part in enumerate(layer.children()):
                if isinstance(part, Live):
                    part.idle(now)
                    part.draw(kit, self.surface)
                else:
                    self._draw_part(kit, (depth, place), part)
        self._draw_tip(kit)

    @property
    def sheet(self) -> pygame.Surface:
        """A clear surface as large as the window, to draw parts on."""
        if self._sheet is None or self._sheet.get_size() != self.surface.get_size():
            self._sheet = pygame.Surface(self.surface.get_size(), pygame.SRCALPHA)
        return self._sheet

    def _draw_part(self, kit: Kit, place: tuple[int, int], part: Box) -> None:
        ids = self._ids[place]
        hover = self.hover if self.hover in ids else ""
        focus = self.focus if self.focus in ids else ""
        key = (self.made, tuple(part.rect), hover, focus)
        number = place[0] * 1000 + place[1]
        known = self.kept.get(number)
        if known is None or known.key != key:
            margin = kit.px(16)  # for frames and shadows that reach out of it
            around = part.rect.inflate(2 * margin, 2 * margin).clip(self.surface.get_rect())
            self.sheet.fill((0, 0, 0, 0), around)
            part.draw(kit, self.sheet)
            known = Kept(key, self.sheet.subsurface(around).copy(), around.topleft)
            self.kept[number] = known
        self.surface.blit(known.surface, known.at)

    def _draw_tip(self, kit: Kit) -> None:
        box = self.layers[-1].at(self.pointer)
        if box is not None and box.tip is not None:
            tip_box(box.tip, kit, self.pointer, self.surface.get_rect()).draw(kit, self.surface)


def run(app: App) -> None:
    """Show the window until it is closed."""
    clock = pygame.time.Clock()
    full = False
    while not app.model.done:
        for event in pygame.event.get():
            app.handle(event)
        now = pygame.time.get_ticks()
        app.tick(now)
        if app.model.settings.full != full:
            full = not full
            pygame.display.toggle_fullscreen()
        app.draw(now)
        pygame.display.flip()
        clock.tick(FRAMES_A_SECOND)
