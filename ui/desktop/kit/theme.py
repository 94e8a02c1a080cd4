"""Colours of the window in its two themes, and the sizes of type.

Text has a contrast of 4.5:1 or more on the panel it stands on (a test measures it). No meaning
hangs on hue alone: values carry signs, areas hatches, lines dashes.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]


def colour(code: str) -> Colour:
    """``#rrggbb`` as three bytes."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(one: Colour, two: Colour, share: float) -> Colour:
    """A colour between two; ``share`` 0 gives the first, 1 the second."""
    r, g, b = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return r, g, b


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour that a screen may use."""

    name: str
    sea: Colour
    deep: Colour  # the sea far from land
    land: Colour  # land of nations that do not play
    border: Colour  # between lands
    coast: Colour  # glow around land
    panel: Colour
    card: Colour  # raised on a panel
    hover: Colour
    rule: Colour  # thin lines and frames
    ink: Colour
    muted: Colour
    accent: Colour  # what can be done now
    on_accent: Colour  # text on it
    gold: Colour
    cyan: Colour
    violet: Colour
    good: Colour
    bad: Colour
    halo: Colour  # round names on the map
    dark: bool


DARK = Theme(
    name="dark",
    sea=colour("#101a2b"),
    deep=colour("#0a1120"),
    land=colour("#26303f"),
    border=colour("#0d1522"),
    coast=colour("#2d5d9b"),
    panel=colour("#141c2a"),
    card=colour("#1d2738"),
    hover=colour("#26334a"),
    rule=colour("#2c394e"),
    ink=colour("#e8eef5"),
    muted=colour("#93a3b8"),
    accent=colour("#56a3ff"),
    on_accent=colour("#08111f"),
    gold=colour("#f0c062"),
    cyan=colour("#56c5ea"),
    violet=colour("#a88bf5"),
    good=colour("#4fd6a4"),
    bad=colour("#f2766b"),
    halo=colour("#0b111c"),
    dark=True,
)

LIGHT = Theme(
    name="light",
    sea=colour("#dfe8f1"),
    deep=colour("#d2deea"),
    land=colour("#efece4"),
    border=colour("#ffffff"),
    coast=colour("#a9c3dd"),
    panel=colour("#fdfcf9"),
    card=colour("#f1efe8"),
    hover=colour("#e4e9f0"),
    rule=colour("#cfd3d8"),
    ink=colour("#18222e"),
    muted=colour("#4f5d6b"),
    accent=colour("#1c5fb8"),
    on_accent=colour("#ffffff"),
    gold=colour("#8a5a00"),
    cyan=colour("#0b6e8c"),
    violet=colour("#6244b4"),
    good=colour("#136b50"),
    bad=colour("#a8321f"),
    halo=colour("#fdfcf9"),
    dark=False,
)

THEMES = {theme.name: theme for theme in (DARK, LIGHT)}

#: Sizes of type in points at scale 1.
SMALL, BODY, LARGE, HEADING, TITLE = 11, 13, 15, 19, 26
