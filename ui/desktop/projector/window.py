"""The projector's window: shows the feed at sixty frames a second until it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame

from ui.desktop.app import FRAMES_A_SECOND
from ui.desktop.display import DESIGN, opened
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Kit
from ui.desktop.kit.theme import THEMES
from ui.desktop.kit.type import BOLD
from ui.desktop.live import Live
from ui.desktop.map.view import MapView
from ui.desktop.projector.feed import SHOWN, Feed, remaining
from ui.desktop.projector.screen import HUGE, debrief, game, lobby

#: Seconds after which the next layer of the map is shown, while nobody chooses one.
EACH = 20

#: Seconds from which the clock is written in red.
SOON = 60


@dataclass
class Projector:
    """A surface that shows the latest view of a class."""

    feed: Feed
    surface: pygame.Surface
    theme: str = "dark"
    shown: str = SHOWN[0]
    turning: bool = True  # whether layers follow one another by themselves
    threaded: bool = True
    _made: tuple[Any, ...] = ()
    _root: Box | None = None
    _still: pygame.Surface | None = None  # everything but the map and the clock
    _chart: MapView = field(init=False)

    def __post_init__(self) -> None:
        self._chart = MapView(threaded=self.threaded)

    @property
    def kit(self) -> Kit:
        """What the boxes share, for the size of the window."""
        size = self.surface.get_size()
        fit = min(size[0] / DESIGN[0], size[1] / DESIGN[1])
        return Kit(THEMES[self.theme], max(fit, 0.5))

    def draw(self, now: int) -> None:
        """Draw the window as it stands; ``now`` is the time in milliseconds."""
        number, view = self.feed.read() or (-1, None)
        if self.turning:
            self.shown = SHOWN[now // (1000 * EACH) % len(SHOWN)]
        kit, size = self.kit, self.surface.get_size()
        self.surface.fill(kit.theme.sea)
        if view is None:
            return
        made = (number, size, self.theme, self.shown)
        if made != self._made:
            self._made, self._root = made, self._view(view, kit, size)
            self._still = pygame.Surface(size, pygame.SRCALPHA)
            for part in self._root.children():
                if not isinstance(part, Live):
                    part.draw(kit, self._still)
        assert self._root is not None
        assert self._still is not None
        for part in self._root.children():
            if isinstance(part, Live):
                part.idle(now)
                part.draw(kit, self.surface)
        self.surface.blit(self._still, (0, 0))
        self._clock(view, kit)

    def _view(self, view: Any, kit: Kit, size: tuple[int, int]) -> Box:  # noqa: ANN401
        phase = view["clock"]["phase"]
        if phase in ("lobby", "briefing"):
            return lobby(view, kit, size, self.feed)
        if phase == "debrief" and "debrief" in view:
            return debrief(view, kit, size)
        return game(view, kit, size, self.shown, self._chart, self.feed)

    def _clock(self, view: Any, kit: Kit) -> None:  # noqa: ANN401
        """The time that is left, over the room that the bar keeps for it."""
        assert self._root is not None
        box = self._root.find("clock")
        text = remaining(view["clock"], self.feed.now())
        if box is None or not text:
            return
        paused = view["clock"]["paused"]
        soon = not paused and len(text) == len("0:00") and text[0] == "0"
        ink = kit.theme.muted if paused else kit.theme.bad if soon else kit.theme.ink
        size = kit.px(HUGE)
        while size > 8 and lettering.width(text, size, BOLD) > box.rect.width:
            size -= 1
        picture = lettering.rendered(text, size, BOLD, ink)
        self.surface.blit(picture, picture.get_rect(midright=box.rect.midright))

    def handle(self, event: pygame.event.Event) -> None:
        """Keys: numbers choose a layer, Space lets them turn, T the theme, F11 full screen."""
        if event.type == pygame.QUIT:
            self.feed.closed = True
        elif event.type == pygame.KEYDOWN:
            if event.unicode in tuple("12345"):
                self.shown, self.turning = SHOWN[int(event.unicode) - 1], False
            elif event.key == pygame.K_SPACE:
                self.turning = True
            elif event.key == pygame.K_t:
                self.theme = "light" if self.theme == "dark" else "dark"
            elif event.key == pygame.K_F11:
                pygame.display.toggle_fullscreen()


def show(feed: Feed, size: tuple[int, int] | None = None) -> None:
    """Open the window and show the feed until the window is closed or the class ends.

    Raises ``DetenteError`` where there is no screen.
    """
    surface = opened(size, "detente host --no-projector serves the class without one")
    projector = Projector(feed, surface)
    clock = pygame.time.Clock()
    try:
        while not (feed.closed or feed.ended()):
            for event in pygame.event.get():
                projector.handle(event)
            projector.surface = pygame.display.get_surface() or surface
            projector.draw(pygame.time.get_ticks())
            pygame.display.flip()
            clock.tick(FRAMES_A_SECOND)
    finally:
        pygame.display.quit()
