"""The screens by name: each a view of the model, and the keys it listens to.

A screen is a module of this folder with ``NAME``, ``view(model, kit, size) -> Box`` and
``keys(model)``: messages by the name of a key. A dialog is the same, drawn over what was there,
which then hears nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.model import Model


class Screen(Protocol):
    """What each module of this folder offers."""

    NAME: str

    def view(self, model: Model, kit: Kit, size: tuple[int, int]) -> Box:
        """The boxes of the screen, placed in a window of so many pixels."""
        ...

    def keys(self, model: Model) -> Mapping[str, Msg]:
        """Messages by name of the key, as ``pygame.key.name`` has it (``ctrl+s``, ``return``)."""
        ...


@cache
def screens() -> dict[str, Screen]:
    """All screens and dialogs by the names of their modules."""
    return {
        info.name: cast("Screen", import_module(f"{__name__}.{info.name}"))
        for info in iter_modules(__path__)
        if not info.name.startswith("_")
    }
