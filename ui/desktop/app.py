"""The loop: events become messages, messages change the model, the model becomes boxes.

Boxes are made anew when the model changed. Each part of a screen (a child of its root) is drawn on
a surface of its own and kept while nothing in it changed, so that a frame in which only the map
moves costs a few copies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame

from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.kit.table import Scroll
from ui.desktop.kit.theme import THEMES
from ui.desktop.kit.tip import tip_box
from ui.desktop.kit.widgets import Field
from ui.desktop.live import Live
from ui.desktop.model import HANDLERS, Model, update
from ui.desktop.screens import screens

#: The window for which sizes are given; larger ones are scaled up.
DESIGN = (1280, 720)
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
    kept: dict[int, Kept] = field(default_factory=dict)
    made: tuple[Any, ...] = ()
    _sheet: pygame.Surface | None = None

    # --- making

    @property
    def kit(self) -> Kit:
        """What the boxes share, for the size of the window and the settings."""
        settings, size = self.model.settings, self.surface.get_size()
        fit = min(size[0] / DESIGN[0], size[1] / DESIGN[1])
        whole = max(fit, 1.0) * settings.scale
        most = min(size[0] / 960, size[1] / 540)  # below this width screens would not fit
        return Kit(THEMES[settings.theme], min(whole, max(most, 0.8)), self.hover, self.focus)

    def refresh(self) -> None:
        """Make the boxes anew if anything changed that they are made of."""
        model, size = self.model, self.surface.get_size()
        state = (model.version, size, model.settings.theme, model.settings.scale)
        if state == self.made:
            return
        self.made = state
        names = (model.screen, *model.over)
        self.layers = [screens()[name].view(model, self.kit, size) for name in names]
        ids = [box.id for box in self.targets()]
        if self.focus not in ids:
            self.focus = ""

    def targets(self) -> list[Box]:
        """What the keyboard can be on: everything that takes a click in the topmost layer."""
        top = self.layers[-1]
        return [b for b in top.walk() if b.id and b.enabled and (b.on or isinstance(b, Field))]

    def send(self, msg: Msg) -> None:
        """Do what a message asks, and make the screen anew."""
        assert msg[0] in HANDLERS, msg
        update(self.model, msg)
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

    def _live(self) -> Live | None:
        found = [b for b in self.layers[-1].walk() if isinstance(b, Live)]
        return found[0] if found else None

    def _moved(self, event: pygame.event.Event) -> None:
        box = self.layers[-1].at(event.pos)
        self.hover = box.id if box else ""
        live = self._live()
        if live is not None and (box is None or box is live or any(event.buttons)):
            live.pointer(event, self.send)

    def _button(self, event: pygame.event.Event) -> None:
        box = self.layers[-1].at(event.pos)
        live = self._live()
        if box is not None and box is not live:
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and box.enabled:
                self.focus = box.id if isinstance(box, Field) else ""
                if box.on is not None:
                    self.send(box.on)
        elif live is not None:
            live.pointer(event, self.send)

    def _wheel(self, event: pygame.event.Event) -> None:
        at = pygame.mouse.get_pos()
        windows = [b for b in self.layers[-1].walk() if isinstance(b, Scroll)]
        for window in reversed(windows):
            if window.rect.collidepoint(at) and window.reach:
                offset = window.offset - event.y * self.kit.px(WHEEL)
                self.send(("scroll", window.id, min(max(offset, 0), window.reach)))
                return
        live = self._live()
        if live is not None and live.rect.collidepoint(at):
            live.pointer(event, self.send)

    def _key(self, event: pygame.event.Event) -> None:
        name = key_name(event)
        field_ = self._field()
        if field_ is not None and name not in ("tab", "shift+tab", "escape", "return"):
            if name == "backspace":
                self.send(("type", field_.id, field_.text[:-1]))
            return
        keys = screens()[(self.model.screen, *self.model.over)[-1]].keys(self.model)
        if name in ("tab", "shift+tab"):
            self._step(-1 if name == "shift+tab" else 1)
        elif name in ("return", "space") and self.focus:
            box = next((b for b in self.targets() if b.id == self.focus), None)
            if box is not None and box.on is not None:
                self.send(box.on)
        elif name in keys:
            self.send(keys[name])
        elif name == "escape" and self.model.over:
            self.send(("close",))
        elif name == "f1" and "help" in screens():
            self.send(("open", "help"))

    def _field(self) -> Field | None:
        return next(
            (b for b in self.targets() if b.id == self.focus and isinstance(b, Field)), None
        )

    def _typed(self, text: str) -> None:
        box = self._field()
        if box is not None and text.isprintable():
            self.send(("type", box.id, (box.text + text)[:80]))

    def _step(self, way: int) -> None:
        ids = [box.id for box in self.targets()]
        if ids:
            at = ids.index(self.focus) + way if self.focus in ids else (0 if way > 0 else -1)
            self.focus = ids[at % len(ids)]

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
        ids = {box.id for box in part.walk() if box.id}
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
        at = pygame.mouse.get_pos()
        box = self.layers[-1].at(at)
        if box is not None and box.tip is not None:
            tip = tip_box(box.tip, kit, at, self.surface.get_rect())
            tip.draw(kit, self.surface)


def key_name(event: pygame.event.Event) -> str:
    """The name of a key with what is held down beside it: ``ctrl+s``, ``shift+tab``, ``f1``."""
    held = ""
    if event.mod & pygame.KMOD_CTRL:
        held += "ctrl+"
    if event.mod & pygame.KMOD_SHIFT:
        held += "shift+"
    return held + pygame.key.name(event.key)


def run(app: App) -> None:
    """Show the window until it is closed."""
    clock = pygame.time.Clock()
    while not app.model.done:
        for event in pygame.event.get():
            app.handle(event)
        app.draw(pygame.time.get_ticks())
        pygame.display.flip()
        clock.tick(FRAMES_A_SECOND)
