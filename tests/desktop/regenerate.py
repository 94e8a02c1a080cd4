"""Golden pictures anew: ``python -m tests.desktop.regenerate``. Look at them afterwards."""

from __future__ import annotations

import os
import tempfile

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

from tests.desktop.pictures import GOLDEN, MADE_WITH, PICTURES, drawn, version


def main() -> None:
    """Write every picture and with what they were made."""
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as empty:
        os.environ |= {"DETENTE_SAVES": empty, "XDG_CONFIG_HOME": empty}
        for name in PICTURES:
            path = GOLDEN / f"{name}.png"
            pygame.image.save(drawn(name), path)
            print(f"{path} ({path.stat().st_size / 1024:.0f} KB)")
    MADE_WITH.write_text(f"{version()}\n", encoding="ascii")


if __name__ == "__main__":
    main()
