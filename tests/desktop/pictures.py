"""Pictures of screens to be compared with those that were looked at and found good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pygame

from tests.desktop.hands import Hands, opened, playing
from ui.desktop.model import Model, update

GOLDEN = Path(__file__).parent / "golden"
MADE_WITH = GOLDEN / "made-with.txt"

SIZE = (960, 540)
SHRUNK = (480, 270)

#: A pixel differs if a colour of it does by more than this, of 255.
NEAR = 12

#: Share of pixels that may differ after shrinking.
SHARE = 0.001


def _play(layer: str, theme: str, *dialogs: str, scenario: str = "first-steps") -> Model:
    seat = {"first-steps": "HAL", "pfp-1994": "POL"}[scenario]
    model = playing(scenario, seat, turns=2, theme=theme)
    update(model, ("layer", layer))
    for dialog in dialogs:
        update(model, ("open", dialog))
    return model


def _title() -> Model:
    return Model(threaded=False)


def _chooser() -> Model:
    model = _title()
    opened(model, SIZE)
    update(model, ("screen", "chooser"))
    update(model, ("scenario", "first-steps"))
    return model


PICTURES: Mapping[str, Callable[[], Model]] = {
    "title-dark": _title,
    "chooser-dark": _chooser,
    "play-trust-dark": lambda: _play("trust", "dark"),
    "play-participation-light": lambda: _play("participation", "light", scenario="pfp-1994"),
    "orders-dark": lambda: _play("participation", "dark", "orders"),
    "talks-light": lambda: _play("participation", "light", "talks"),
    "log-dark": lambda: _play("participation", "dark", "log"),
}


def drawn(name: str) -> pygame.Surface:
    """A picture as the program draws it now."""
    pygame.display.init()
    pygame.font.init()
    hands: Hands = opened(PICTURES[name](), SIZE)
    return hands.draw(1000).copy()


def version() -> str:
    """What draws: another version smooths edges another way."""
    sdl = ".".join(map(str, pygame.get_sdl_version()))
    return f"pygame-ce {pygame.version.ver}, SDL {sdl}"


def difference(one: pygame.Surface, two: pygame.Surface) -> float:
    """Share of pixels that differ when both are shrunk."""
    small = [pygame.transform.smoothscale(s.convert(32), SHRUNK) for s in (one, two)]
    first, second = (pygame.surfarray.array3d(s).astype(int) for s in small)
    return float((np.abs(first - second).max(axis=2) > NEAR).mean())
