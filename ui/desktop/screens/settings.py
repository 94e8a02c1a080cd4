"""Settings: how the window looks, and what it shows by itself."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Kit, Msg, Row
from ui.desktop.kit.theme import THEMES as LOOKS
from ui.desktop.kit.widgets import Button, Ramp, Words
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog
from ui.desktop.settings import PALETTES, SCALES, THEMES, VALUES

NAME = "Settings"

_SWITCH = {True: "on", False: "off"}


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """One line a setting; what is chosen holds at once."""
    now = model.settings
    body: list[Box] = [
        _line("Theme", "theme", {name: name for name in THEMES}, now.theme, "T"),
        _line("Size", "scale", {s: f"{s:.0%}" for s in SCALES}, now.scale, "+ -"),
        _line("Colours of the map", "palette", {name: name for name in PALETTES}, now.palette, "P"),
        _sample(model),
        _line("Full screen", "full", {v: _SWITCH[bool(v)] for v in VALUES["full"]}, now.full, "F"),
        _line("Summary after a turn", "summary", {v: _SWITCH[bool(v)] for v in VALUES["summary"]},
              now.summary, "S"),
        Words(text="Settings hold at once and are kept between games. The size is on top of what "
                   "the window gives; it stops where a screen would no longer fit.", ink="muted"),
    ]  # fmt: skip
    return dialog(model, kit, size, NAME, body, wide=720, buttons=[close_button("settings")])


def keys(model: Model) -> Mapping[str, Msg]:
    """Each setting by a key; the size by plus and minus."""
    now = model.settings

    def turn(name: str) -> Msg:
        values = VALUES[name]
        at = values.index(getattr(now, name))
        return ("setting", name, values[(at + 1) % len(values)])

    larger: Msg = ("larger", 1)
    return {
        "escape": ("close",), "t": turn("theme"), "p": turn("palette"), "f": turn("full"),
        "s": turn("summary"), "+": larger, "=": larger, "-": ("larger", -1),
    }  # fmt: skip


def _line(words: str, name: str, values: Mapping[object, str], chosen: object, key: str) -> Row:
    buttons: list[Box] = [
        Button(id=f"{name} {value}", text=text, chosen=value == chosen, on=("setting", name, value))
        for value, text in values.items()
    ]
    head = Words(text=words, wide=160)
    return Row(items=[head, *buttons, Box(grow=1), Words(text=key, ink="muted", wrap=False)], gap=6)


def _sample(model: Model) -> Row:
    """What the scales of the map look like in the palette."""
    from ui.desktop.colours import ramp  # noqa: PLC0415

    theme, name = LOOKS[model.settings.theme], model.settings.palette
    scales: list[Box] = [
        Ramp(colours=ramp(theme, kind, name), labels=labels, grow=1)
        for kind, labels in {
            "both": ("distrust", "trust"), "good": ("little", "much"), "bad": ("calm", "danger"),
        }.items()
    ]  # fmt: skip
    return Row(items=[Words(text="", wide=160), *scales], gap=14)
