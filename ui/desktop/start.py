"""From what was asked on the command line to a window, or to a picture of one."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pygame

from scenarios.ready import missing
from scenarios.session import Session
from ui.desktop import saves, settings
from ui.desktop.app import App, run
from ui.desktop.display import opened
from ui.desktop.keep import keep_all, take_up
from ui.desktop.model import Model, Settings
from ui.desktop.screens import screens
from ui.desktop.turns import draw_curtain

INSTEAD = "detente run plays without one, and detente play --screenshot FILE draws a picture"

#: How often the window looks how far the rules are compiled.
LOOKS_A_SECOND = 10


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


def make_ready(size: tuple[int, int] | None, theme: str | None = None) -> bool:
    """Where the rules are not compiled yet: do it beside a window that tells how far it is.

    False if the window was closed meanwhile: what was compiled is kept, the rest is left.
    """
    if not missing():
        return True
    known, _ = settings.load()
    model = Model(settings=replace(known, theme=theme or known.theme), screen="ready")
    app, clock = App(model, opened(size, INSTEAD)), pygame.time.Clock()
    compiling = subprocess.Popen([sys.executable, "-m", "scenarios.ready"])
    try:
        while compiling.poll() is None and not model.done:
            for event in pygame.event.get():
                app.handle(event)
            model.version += 1
            app.draw(pygame.time.get_ticks())
            pygame.display.flip()
            clock.tick(LOOKS_A_SECOND)
    finally:
        compiling.terminate()
        compiling.wait()
    return not model.done


def show(model: Model, size: tuple[int, int] | None) -> None:
    """Open the window and play until it is closed.

    Raises ``DetenteError`` where there is no screen: SDL would go on without showing anything.
    """
    surface = opened(size, INSTEAD)
    pygame.key.set_repeat(350, 40)
    app = App(model, surface)
    signal.signal(signal.SIGTERM, lambda *_: setattr(model, "done", True))
    try:
        run(app)
    finally:
        pygame.display.quit()
        if model.session is not None:
            keep_all(model.session)


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
