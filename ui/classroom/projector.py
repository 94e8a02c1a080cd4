"""The projector's window on a room that is served: it reads the public view and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from threading import Event
from typing import TYPE_CHECKING, Any

from ui.classroom import address
from ui.present.places import atlas_of, places

if TYPE_CHECKING:
    from scenarios.session import Session
    from ui.classroom.host import Host
    from ui.classroom.hub import Hub
    from ui.desktop.projector.feed import Scene


def available() -> bool:
    """Whether there is a screen for the window."""
    from ui.desktop import display  # noqa: PLC0415  needs pygame

    return display.available()


def show(served: Host, bind: str, ended: Event) -> None:
    """Show the room until the window is closed, the session ends or the server fails.

    Raises ``DetenteError`` where there is no screen.
    """
    from ui.desktop.projector.feed import Feed, Invitation  # noqa: PLC0415
    from ui.desktop.projector.window import show as show_window  # noqa: PLC0415

    link = served.links(bind)[0]
    modules = address.modules(f"{link}#code={served.code}")
    feed = Feed(
        Invitation(link, served.code, modules),
        scene(served.room.sitting.session),
        Reader(served.site.hub),
        served.room.now,
        lambda: ended.is_set() or not served.alive,
    )
    served.site.hub.watch()
    show_window(feed)


def scene(session: Session) -> Scene:
    """The map of a game and where nations stand on it: public, and the same all game long."""
    from ui.desktop.projector.feed import Scene  # noqa: PLC0415

    world, frame = session.world, session.setup.scenario.map
    power = session.setup.game.state["capability"][0]
    weight = {iso: float(share) for iso, share in zip(world.iso, power, strict=True)}
    return Scene(frame, places(world, atlas_of(frame)), weight)


class Reader:
    """The latest public view of a hub, read from its text once."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._seen: object = None
        self._count = 0
        self._view: Mapping[str, Any] = {}

    def __call__(self) -> tuple[int, Mapping[str, Any]] | None:
        """A number that grows with every new view, and the view; ``None`` before the first."""
        latest = self._hub.public
        if latest is None:
            return None
        if latest is not self._seen:
            self._seen, self._count = latest, self._count + 1
            self._view = {name: json.loads(text) for name, text in latest[1].items()}
        return self._count, self._view
