"""From what was asked on the command line to a window, or to a picture of one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pygame

from scenarios.session import Session
from sim.errors import DetenteError
from ui.desktop import saves
from ui.desktop.app import DESIGN, App, run
from ui.desktop.model import Model, Settings
from ui.desktop.screens import screens

#: Drivers of SDL that show nothing: what it falls back to where there is no screen.
_BLIND = ("offscreen", "dummy")


def model(
    scenario: str | None,
    seats: tuple[str, ...],
    *,
    seed: int,
    saved: Path | None = None,
    values: Mapping[str, float] | None = None,
    off: tuple[str, ...] = (),
    theme: str = "dark",
    hot_seat: bool = False,
) -> Model:
    """The model of the window as it opens: at play if a game was named, else at the title."""
    made = Model(settings=Settings(theme=theme))
    screens()
    if saved is not None:
        begin(made, saves.load(saved))
    elif scenario is not None:
        begin(made, Session.start(scenario, seed, seats, values=values, off=off), seats=seats)
    made.hot_seat = hot_seat and len(made.game.people) > 1 if made.session else False
    return made


def begin(model: Model, session: Session, seats: tuple[str, ...] = ()) -> None:
    """Sit down at a game: in the first seat of a person, or beside the table to watch."""
    people = session.people or seats
    watched = session.world.iso[0]
    model.session, model.screen, model.over = session, "play", ()
    model.seat = people[0] if people else watched
    model.nation, model.other, model.shown = model.seat, "", None
    model.scrolls, model.page, model.map = {}, {}, None
    model.layer = "participation"


def show(model: Model, size: tuple[int, int] | None) -> None:
    """Open the window and play until it is closed.

    Raises ``DetenteError`` where there is no screen: SDL would go on without showing anything.
    """
    pygame.display.init()
    pygame.font.init()
    driver = pygame.display.get_driver()
    if driver in _BLIND and not os.environ.get("SDL_VIDEODRIVER"):
        pygame.display.quit()
        raise DetenteError(
            "there is no display to open a window on; detente run plays without one, and "
            "detente play --screenshot FILE draws a picture"
        )
    surface = pygame.display.set_mode(size or _fitting(), pygame.RESIZABLE)
    pygame.display.set_caption("Détente")
    pygame.key.set_repeat(350, 40)
    app = App(model, surface)
    try:
        run(app)
    finally:
        if model.session is not None and model.session.history:
            saves.save(model.session, saves.AUTOSAVE)
        pygame.quit()


def picture(model: Model, size: tuple[int, int], path: Path) -> None:
    """Draw the window once, as a PNG."""
    pygame.display.init()
    pygame.font.init()
    model.threaded = False
    surface = pygame.display.set_mode(size)
    App(model, surface).draw()
    with path.open("wb") as file:
        pygame.image.save(surface, file, "picture.png")
    pygame.quit()


def _fitting() -> tuple[int, int]:
    """A window that fits on the screen with room for its frame."""
    wide, high = pygame.display.get_desktop_sizes()[0]
    return max(min(wide - 80, 1600), DESIGN[0]), max(min(high - 120, 900), DESIGN[1])
