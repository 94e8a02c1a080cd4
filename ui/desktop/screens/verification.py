"""Verification: quotas, inspections, declared sizes, and what we know."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Kit, Msg
from ui.desktop.model import Model
from ui.desktop.screens._desk import desk, desk_keys, desk_view
from ui.present import desks

NAME = "Verification"

desk("verification", desks.verification)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """The tables of the desk."""
    return desk_view(model, kit, size, "verification", NAME)


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the tables, X writes one to a file."""
    return desk_keys(model, "verification")
