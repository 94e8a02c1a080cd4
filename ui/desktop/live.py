"""A part of a screen that draws itself anew each frame, and takes the pointer itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

import pygame

from ui.desktop.kit.box import Box, Msg


class Live(Box, ABC):
    """What the window asks of such a part."""

    @abstractmethod
    def pointer(self, event: pygame.event.Event, send: Callable[[Msg], None]) -> None:
        """Take an event of the pointer that no other box took."""

    @abstractmethod
    def idle(self, now: int) -> None:
        """Called before each frame with the time in milliseconds."""
