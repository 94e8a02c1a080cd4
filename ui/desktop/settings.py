"""What a person likes, kept between games in a small file beside the saves."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

from ui.desktop import saves
from ui.desktop.model import Model, Settings, answers

#: Steps of the size of everything in the window.
SCALES = (0.8, 1.0, 1.25, 1.5, 1.75, 2.0)

THEMES = ("dark", "light")
PALETTES = ("standard", "colour-blind", "grey")

#: What each setting can be.
VALUES: dict[str, tuple[object, ...]] = {
    "theme": THEMES,
    "scale": SCALES,
    "palette": PALETTES,
    "full": (False, True),
    "summary": (True, False),
}


#: What is said of a file that is damaged.
UNREAD = "The settings could not be read; the usual ones are taken."


def path() -> Path:
    """The file of the settings."""
    return saves.folder() / "settings.json"


def load() -> tuple[Settings, str]:
    """The settings of the last time, and a sentence where they could not be read."""
    try:
        words = json.loads(path().read_text(encoding="utf-8"))
        found = Settings(**words)
        fine = all(getattr(found, f.name) in VALUES[f.name] for f in fields(Settings))
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, ValueError, TypeError):
        return Settings(), UNREAD
    return (found, "") if fine else (Settings(), UNREAD)


def save(settings: Settings) -> None:
    """Keep the settings. Raises ``SaveFault`` where they cannot be written."""
    saves.write(path(), json.dumps(asdict(settings), indent=1) + "\n")


@answers("setting")
def _setting(model: Model, name: str, value: object) -> None:
    """Change a setting at once, and keep it."""
    assert value in VALUES[name], (name, value)
    setattr(model.settings, name, value)
    if model.kept:
        save(model.settings)


@answers("larger")
def _larger(model: Model, steps: int) -> None:
    """So many steps larger, or smaller."""
    now = min(range(len(SCALES)), key=lambda k: abs(SCALES[k] - model.settings.scale))
    _setting(model, "scale", SCALES[min(max(now + steps, 0), len(SCALES) - 1)])
