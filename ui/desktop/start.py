"""From what was asked on the command line to a window, or to a picture of one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pygame

from scenarios.session import Session
from sim.errors import DetenteError
from ui.desktop import saves, settings
from ui.desktop.app import DESIGN, App, run
from ui.desktop.keep import keep_all, take_up
from ui.desktop.model import Model, Settings
from ui.desktop.screens import screens
from ui.desktop.turns import draw_curtain

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
    theme: str | None = None,
    hot_seat: bool = False,
    kept: bool = False,
) -> Model:
    """The model of the window as it opens: at play if a game was named, else at the title.

    ``kept`` takes the settings of the last time, and keeps what is changed.
    """
    known, note = settings.load() if kept else (Settings(), "")
    made = Model(settings=replace(known, theme=theme or known.theme), kept=kept)
    made.note, made.fault = note, bool(note)
    screens()
    if saved is not None:
        session = saves.load(saved)
        resume(made, session, take_up(session, saved))
    elif scenario is not None:
        begin(made, Session.start(scenario, seed, seats, values=values, off=off), seats=seats)
        made.hot_seat = hot_seat and len(made.game.people) > 1
        if made.hot_seat:
            draw_curtain(made, made.game.people[0])
    return made


def resume(model: Model, session: Session, note: str = "") -> None:
    """Go on with a loaded game; with a curtain where several people play it."""
    begin(model, session)
    model.hot_seat = len(session.people) > 1
    if model.hot_seat:
        draw_curtain(model, (session.waiting or session.people)[0])
    model.note, model.fault = note or "The game goes on where it was saved.", bool(note)


def begin(model: Model, session: Session, seats: tuple[str, ...] = ()) -> None:
    """Sit down at a game: in the first seat of a person, or beside the table to watch."""
    people = session.people or seats
    watched = session.world.iso[0]
    model.session, model.screen, model.over = session, "play", ()
    model.seat = people[0] if people else watched
    model.nation, model.other, model.shown = model.seat, "", None
    model.scrolls, model.page, model.map = {}, {}, None
    model.layer = "participation"
    model.hot_seat = model.facilitator = False
    model.lesson = None
    model.texts = {}


def show(model: Model, size: tuple[int, int] | None) -> None:
    """Open the window and play until it is closed.

    Raises ``DetenteError`` where there is no screen: SDL would go on without showing anything.
    """
    with _unheard():
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
    signal.signal(signal.SIGTERM, lambda *_: setattr(model, "done", True))
    try:
        run(app)
    finally:
        pygame.display.quit()
        if model.session is not None:
            keep_all(model.session)


@contextmanager
def _unheard() -> Iterator[None]:
    """While within, nothing that a library writes to the terminal by itself is seen.

    Looking for a display, SDL names variables that a person never set; what matters is said by
    ``show`` in its own words.
    """
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def picture(model: Model, size: tuple[int, int], path: Path) -> None:
    """Draw the window once, as a PNG."""
    pygame.display.init()
    pygame.font.init()
    model.threaded = False
    surface = pygame.display.set_mode(size)
    App(model, surface).draw()
    with path.open("wb") as file:
        pygame.image.save(surface, file, "picture.png")
    pygame.display.quit()


def _fitting() -> tuple[int, int]:
    """A window that fits on the screen with room for its frame."""
    wide, high = pygame.display.get_desktop_sizes()[0]
    return max(min(wide - 80, 1600), DESIGN[0]), max(min(high - 120, 900), DESIGN[1])
