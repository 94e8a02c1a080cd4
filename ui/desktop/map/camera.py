"""Which part of the map is seen: kilometres to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from ui.present.atlas import Bounds, Point

#: How much closer and farther than the whole frame one may look.
CLOSEST, FARTHEST = 14.0, 0.7


@dataclass(frozen=True, slots=True)
class Camera:
    """The kilometre that stands in the middle, and pixels a kilometre."""

    x: float
    y: float
    zoom: float

    @classmethod
    def fit(cls, bounds: Bounds, room: pygame.Rect, window: tuple[int, int]) -> Camera:
        """So that ``bounds`` fill the ``room`` that panels leave free in the window."""
        left, bottom, right, top = bounds
        zoom = min(room.width / (right - left), room.height / (top - bottom))
        middle = (left + right) / 2, (bottom + top) / 2
        x = middle[0] - (room.centerx - window[0] / 2) / zoom
        y = middle[1] + (room.centery - window[1] / 2) / zoom
        return cls(x, y, zoom)

    def within(
        self, frame: Bounds, bounds: Bounds, room: pygame.Rect, window: tuple[int, int]
    ) -> Camera:
        """Pushed up so that the upper edge of the frame lies behind what is over the room.

        As far as ``bounds`` allow that are to stay in it.
        """
        gap = self.screen((0.0, frame[3]), window)[1] - room.top
        spare = self.screen((0.0, bounds[3]), window)[1] - room.top
        return self.moved(0.0, -min(gap, spare)) if gap > 0 < spare else self

    def screen(self, point: Point, window: tuple[int, int]) -> tuple[float, float]:
        """The pixel of a place in km (north is up)."""
        x = window[0] / 2 + (point[0] - self.x) * self.zoom
        return x, window[1] / 2 - (point[1] - self.y) * self.zoom

    def place(self, pixel: tuple[float, float], window: tuple[int, int]) -> Point:
        """The place in km under a pixel."""
        x = self.x + (pixel[0] - window[0] / 2) / self.zoom
        return x, self.y - (pixel[1] - window[1] / 2) / self.zoom

    def moved(self, dx: float, dy: float) -> Camera:
        """As if the map had been pushed by so many pixels."""
        return Camera(self.x - dx / self.zoom, self.y + dy / self.zoom, self.zoom)

    def zoomed(
        self, factor: float, pixel: tuple[float, float], window: tuple[int, int], least: float
    ) -> Camera:
        """Closer or farther, the place under a pixel staying where it is.

        ``least`` is the zoom that shows the whole frame.
        """
        zoom = min(max(self.zoom * factor, least * FARTHEST), least * CLOSEST)
        x, y = self.place(pixel, window)
        return Camera(
            x - (pixel[0] - window[0] / 2) / zoom, y + (pixel[1] - window[1] / 2) / zoom, zoom
        )
