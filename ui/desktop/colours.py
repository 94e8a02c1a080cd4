"""What presenters say in words, as colours of a theme and a palette."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.theme import Colour, Theme, colour, mix
from ui.desktop.map.picture import Arc, Mark
from ui.present import palette
from ui.present.layers import Layer

STEPS = 24

#: Fills by standing on dark ground; on light ground those of the reports serve.
_DARK_STANDING: Mapping[str, Colour] = {
    "sponsor": colour("#3c5b8f"),
    "acceded": colour("#6f9be0"),
    "deep": colour("#5fd0a6"),
    "broad": colour("#3fa07f"),
    "selective": colour("#2f7762"),
    "token": colour("#2b5650"),
    "held": colour("#c79a45"),
    "suspended": colour("#b9722f"),
    "withdrawn": colour("#a54d3c"),
    "outside": colour("#4b5462"),
    "absent": colour("#26303f"),
}

#: Eight fills that stay apart for people who do not see red and green alike (Okabe and Ito 2008).
_COMMUNITIES = tuple(
    colour(code)
    for code in (
        "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8ad2f", "#8a8f98",
    )
)  # fmt: skip


def standing_fill(theme: Theme, kind: str) -> Colour:
    """The fill of a nation by where it stands, or by its community."""
    if kind.startswith("community"):
        return mix(_COMMUNITIES[int(kind.split()[1]) - 1], theme.panel, 0.2)
    if theme.dark:
        return _DARK_STANDING[kind]
    return colour(palette.STANDING[kind])


def ramp(theme: Theme, kind: str, name: str = "standard") -> tuple[Colour, ...]:
    """A scale of colours from low to high; lightness alone tells the order where it can.

    ``good`` and ``bad`` grow away from the ground of the map; ``both`` has its neutral in the
    middle. The palette ``grey`` is lightness alone, ``colour-blind`` goes from orange to blue.
    """
    ground = theme.land
    low, high = theme.bad, theme.good
    if name == "colour-blind":
        low, high = colour("#e08a1e"), colour("#3f8fe0")
    if name == "grey":
        ends = (mix(ground, theme.ink, 0.05), mix(ground, theme.ink, 0.85))
        return tuple(mix(*ends, k / (STEPS - 1)) for k in range(STEPS))
    if kind == "both":
        middle = mix(ground, theme.ink, 0.18)
        return tuple(
            mix(low, middle, k / (STEPS // 2))
            if k < STEPS // 2
            else mix(middle, high, (k - STEPS // 2) / (STEPS // 2 - 1))
            for k in range(STEPS)
        )
    end = high if kind == "good" else low
    return tuple(mix(mix(ground, theme.ink, 0.08), end, k / (STEPS - 1)) for k in range(STEPS))


def fills(layer: Layer, theme: Theme, name: str = "standard") -> dict[str, Colour]:
    """The colour of each nation's land."""
    if layer.kinds:
        return {iso: standing_fill(theme, kind) for iso, kind in layer.kinds.items()}
    scale = ramp(theme, layer.ramp or "good", name)
    last = len(scale) - 1
    return {iso: scale[round(min(max(v, 0.0), 1.0) * last)] for iso, v in layer.values.items()}


def line_ink(theme: Theme, kind: str) -> Colour:
    """The colour of a line of a kind."""
    inks = {
        "defence": theme.gold,
        "agreement": theme.cyan,
        "pending": theme.cyan,
        "exercise": theme.violet,
        "dispute": theme.bad,
        "mission": theme.good,
    }
    return inks[kind]


def arcs(layer: Layer, theme: Theme, looked_at: str, seat: str) -> tuple[Arc, ...]:
    """The lines of a layer; those that touch neither the nation looked at nor the seat faint."""
    near = {looked_at, seat} - {""}
    return tuple(
        Arc(
            tie.one,
            tie.two,
            line_ink(theme, tie.kind),
            tie.strength,
            dashed=tie.kind in ("pending", "dispute") and tie.strength < 0.5,
            faint=bool(near) and not near & {tie.one, tie.two} and tie.strength < 0.4,
        )
        for tie in layer.ties
    )


def marks(layer: Layer, theme: Theme) -> tuple[Mark, ...]:
    """The signs of a layer."""
    inks = {"!": theme.bad, "M": theme.good, "E": theme.violet}
    return tuple(Mark(iso, sign, inks[sign]) for iso, sign in layer.signs.items())
