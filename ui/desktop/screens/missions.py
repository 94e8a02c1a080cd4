"""Missions: under way, who has troops in them, and conflicts."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.model import Model
from ui.desktop.screens._desk import desk, desk_keys, desk_view
from ui.present import desks

NAME = "Missions"

desk("missions", desks.missions)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The tables of the desk."""
    return desk_view(model, kit, size, "missions", NAME)


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the tables, X writes one to a file."""
    return desk_keys(model, "missions")
