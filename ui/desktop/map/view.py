"""The map in the window: rendered at rest in a thread of its own, scaled while it moves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pygame

from ui.desktop.kit.box import Kit, Msg, Tip
from ui.desktop.kit.theme import Theme
from ui.desktop.live import Live
from ui.desktop.map.camera import Camera
from ui.desktop.map.ground import draw_ground
from ui.desktop.map.lines import draw_lines
from ui.desktop.map.names import draw_names
from ui.desktop.map.picture import Picture
from ui.present.atlas import Bounds

#: Milliseconds after the last movement before the map is rendered anew.
REST = 120

#: Seconds after which the rendering thread lets the loop go on: a small part of a frame.
SWITCH = 0.0005

#: Pixels within which a press and a release are a click.
STILL = 4

#: Factor of a step of the wheel.
STEP = 1.18

#: Pixels around a dot that belong to it.
NEAR = 14


@dataclass(frozen=True)
class Job:
    """Everything a rendered map is made of."""

    picture: Picture
    camera: Camera
    size: tuple[int, int]
    theme: Theme
    scale: float
    taken: tuple[tuple[int, int, int, int], ...]

    def render(self) -> pygame.Surface:
        """The three layers on one opaque surface."""
        out = draw_ground(self.picture, self.camera, self.size, self.theme)
        if self.picture.arcs:
            lines = draw_lines(self.picture, self.camera, self.size, self.theme, self.scale)
            out.blit(lines, (0, 0))
        panels = [pygame.Rect(*rect) for rect in self.taken]
        names = draw_names(self.picture, self.camera, self.size, self.theme, self.scale, panels)
        out.blit(names, (0, 0))
        return out


class MapView(Live):
    """The map of a screen. It outlives the boxes around it: the model keeps it."""

    def __init__(self, *, threaded: bool = True) -> None:
        """``threaded`` renders beside the loop; else at once, for tests and pictures."""
        super().__init__(id="map")
        self.job: Job | None = None
        self.camera: Camera | None = None
        self.home: Camera | None = None
        self._shown: tuple[Job, pygame.Surface] | None = None
        self._whole: tuple[Job, pygame.Surface] | None = None
        self._running: tuple[Job, Future[pygame.Surface]] | None = None
        self._pool = ThreadPoolExecutor(1) if threaded else None
        if threaded:
            sys.setswitchinterval(SWITCH)
        self._last: Job | None = None  # what was wanted a frame ago
        self._pressed: tuple[int, int] | None = None
        self._moved_at = -REST
        self._now = 0
        self.over = ""  # nation under the pointer

    def show(
        self,
        picture: Picture,
        bounds: Bounds,
        kit: Kit,
        window: tuple[int, int],
        panels: Sequence[pygame.Rect],
        free: pygame.Rect,
    ) -> None:
        """Show another picture, or the same in another window; the camera stays where it is."""
        home = Camera.fit(bounds, free, window)
        if picture.atlas is not None:
            home = home.within(picture.atlas.frame, bounds, free, window)
        if self.camera is None or self.job is None or self.job.size != window or self.home != home:
            self.camera = home
        self.home = home
        self.rect = pygame.Rect((0, 0), window)
        taken = tuple((r.x, r.y, r.width, r.height) for r in panels)
        self.job = Job(picture, self.camera, window, kit.theme, kit.scale, taken)

    # --- moving

    def pointer(self, event: pygame.event.Event, send: Callable[[Msg], None]) -> None:
        """Drag to move, turn the wheel to look closer, click to choose a nation."""
        if self.camera is None or self.home is None or self.job is None:
            return
        if event.type == pygame.MOUSEWHEEL:
            size = self.job.size
            self._look(self.camera.zoomed(STEP**event.y, event.pos, size, self.home.zoom))
        elif event.type == pygame.MOUSEMOTION:
            if self._pressed is not None and event.buttons[0]:
                self._look(self.camera.moved(*event.rel))
            self.over = self.nation_at(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._pressed = event.pos
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            start, self._pressed = self._pressed, None
            if (
                start is not None
                and max(abs(a - b) for a, b in zip(start, event.pos, strict=True)) <= STILL
            ):
                nation = self.nation_at(event.pos)
                if nation:
                    send(("select", nation))

    def nudge(self, dx: float, dy: float, factor: float = 1.0) -> None:
        """Move or zoom by the keyboard."""
        if self.camera is None or self.home is None or self.job is None:
            return
        middle = self.job.size[0] / 2, self.job.size[1] / 2
        camera = self.camera.moved(dx, dy)
        self._look(camera.zoomed(factor, middle, self.job.size, self.home.zoom))

    def go_home(self) -> None:
        """The whole frame again."""
        if self.home is not None:
            self._look(self.home)

    def _look(self, camera: Camera) -> None:
        self.camera, self._moved_at = camera, self._now

    def nation_at(self, pixel: tuple[int, int]) -> str:
        """The nation under a pixel: its dot before its land."""
        if self.job is None or self.camera is None:
            return ""
        picture, size = self.job.picture, self.job.size
        best, reach = "", (NEAR * self.job.scale) ** 2
        for nation, place in picture.places.items():
            x, y = self.camera.screen(place, size)
            far = (x - pixel[0]) ** 2 + (y - pixel[1]) ** 2
            if far < reach:
                best, reach = nation, far
        if best or picture.atlas is None:
            return best
        code = picture.atlas.shape_at(*self.camera.place(pixel, size))
        owner = picture.atlas.owners(picture.date).get(code or "", "")
        return owner if owner in picture.names else ""

    # --- drawing

    @property
    def settled(self) -> bool:
        """Whether what is shown is what should be."""
        return self._shown is not None and self._shown[0] == self._wanted()

    def _wanted(self) -> Job:
        assert self.job is not None
        assert self.camera is not None
        job = self.job
        return Job(job.picture, self.camera, job.size, job.theme, job.scale, job.taken)

    def idle(self, now: int) -> None:
        """Take what was rendered, and have rendered what has changed and lies at rest."""
        self._now = now
        if self.job is None:
            return
        wanted = self._wanted()
        if self._running is not None and self._running[1].done():
            job, future = self._running
            self._shown, self._running = (job, future.result()), None
            if self.home is not None and job.camera == self.home:
                self._whole = self._shown
        if self._shown is not None and self._shown[0] == wanted:
            return
        if self._pool is None:
            self._shown = (wanted, wanted.render())
            self._whole = self._shown if self._whole is None else self._whole
        elif self._last != wanted:
            self._last = wanted  # first the frame in which it changed, without a thread beside it
        elif self._running is None and (self._shown is None or now - self._moved_at >= REST):
            self._running = wanted, self._pool.submit(wanted.render)

    def draw(self, kit: Kit, target: pygame.Surface) -> None:
        """The map as it was last rendered, moved and scaled to where it is now."""
        del kit
        if self._shown is None or self.camera is None:
            return
        job, picture = self._shown
        if job.camera == self.camera:
            target.blit(picture, (0, 0))
            return
        if self._whole is not None and self._whole is not self._shown:
            self._draw_moved(target, *self._whole, fine=False)
        self._draw_moved(target, job, picture, fine=True)

    def _draw_moved(
        self, target: pygame.Surface, job: Job, picture: pygame.Surface, *, fine: bool
    ) -> None:
        """The part of a rendered map that is in view, scaled to the camera of now."""
        assert self.camera is not None
        size = target.get_size()
        left, top = self.camera.screen(job.camera.place((0, 0), job.size), size)
        factor = self.camera.zoom / job.camera.zoom
        x0, y0 = max(-left / factor, 0), max(-top / factor, 0)
        x1 = min((size[0] - left) / factor, job.size[0])
        y1 = min((size[1] - top) / factor, job.size[1])
        part = pygame.Rect(round(x0), round(y0), round(x1 - x0), round(y1 - y0))
        part = part.clip(picture.get_rect())
        if part.width < 1 or part.height < 1:
            return
        wide, high = max(round(part.width * factor), 1), max(round(part.height * factor), 1)
        seen = picture.subsurface(part)
        scale = pygame.transform.smoothscale if fine else pygame.transform.scale
        shown = seen if (wide, high) == part.size else scale(seen, (wide, high))
        target.blit(shown, (round(left + part.x * factor), round(top + part.y * factor)))

    def tip_of(self, words: dict[str, str]) -> Tip | None:
        """What is told of the nation under the pointer."""
        if not self.over or self.job is None:
            return None
        return Tip(self.job.picture.names[self.over], text=words.get(self.over, ""))
