"""Exercises: planned, held, cancelled, and who trained with us."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.model import Model
from ui.desktop.screens._desk import desk, desk_keys, desk_view
from ui.present import desks

NAME = "Exercises"

desk("exercises", desks.exercises)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The tables of the desk."""
    return desk_view(model, kit, size, "exercises", NAME)


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the tables, X writes one to a file."""
    return desk_keys(model, "exercises")
